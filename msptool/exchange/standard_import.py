"""`msptool standard import`: from a file to a plan, and from the plan to files, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msptool.exchange.categories import read_categories
from msptool.exchange.columns import chosen_columns
from msptool.exchange.layout import CATEGORY_SHEET, is_ours
from msptool.exchange.merging import Update
from msptool.exchange.neutral import restored
from msptool.exchange.plan import Plan, Wishes, plan_import
from msptool.exchange.tables import read_sheet, read_table
from msptool.standards.edits import PROSE
from msptool.standards.library import Library
from msptool.standards.model import CATEGORY, STANDARD
from msptool.workspace.edits import folded, refuse_bad_file, render
from msptool.workspace.files import check_slug, inside
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.writes import Planned, plan, write


def plan_file(
    file: Path, library: Library, *, status: str = "", category: str = "", source: str = "", pairs: Sequence[str] = ()
) -> Plan:
    """What importing a file would do. `pairs` are HEADER=FIELD; refuses wishes that make no sense."""
    if status not in ("", "active", "draft"):
        raise UsageRefusal(f"--status takes active or draft, not {status!r}.")
    for value, what in ((category, "category"), (source, "source")):
        if value:
            check_slug(value, what)
    table = read_table(file)
    sheet = read_sheet(file, CATEGORY_SHEET) if is_ours(table.header) else None
    rows = [{name: restored(cell) for name, cell in row.items()} for _, row in sheet.rows] if sheet else []
    wishes = Wishes(status, category, source, chosen_columns(pairs, table.header))
    return plan_import(table, library, wishes, read_categories(rows))


def apply_plan(root: Path, found: Plan) -> list[str]:
    """Write the new categories, the new standards and the changes, all or none; returns the paths written."""
    return write(*_files(root, found))


def _files(root: Path, found: Plan) -> Iterator[Planned]:
    for identifier, fields in found.categories.new.items():
        path = CATEGORY.path(id=identifier)
        content = render(CATEGORY, fields)
        refuse_bad_file(CATEGORY, path, content)
        yield Planned(path, inside(root, path), content, None)
    for made in found.created.values():
        yield Planned(made.path, inside(root, made.path), made.content, None)
    for changed in found.updated.values():
        yield _changed(root, changed)


def _changed(root: Path, changed: Update) -> Planned:
    def apply(data: Any) -> None:
        for name, value in changed.changes.items():
            if value is None:
                data.pop(name, None)
            else:
                data[name] = folded(value) if name in PROSE else value

    return plan(root, STANDARD, apply, category=changed.standard.category, id=changed.standard.id)
