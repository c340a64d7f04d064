"""`msptool standard import`: from a file to a plan, and from the plan to files, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msptool.exchange.merging import Update
from msptool.exchange.plan import Plan, Wishes, plan_import
from msptool.exchange.tables import read_source
from msptool.standards.edits import set_fields
from msptool.standards.library import Library
from msptool.standards.model import CATEGORY, STANDARD
from msptool.workspace.edits import refuse_bad_file, render
from msptool.workspace.files import check_slug, inside
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.writes import Planned, plan, write


def plan_file(file: Path, library: Library, wishes: Wishes, sheet: str = "") -> Plan:
    """What importing a file would do; refuses wishes that make no sense."""
    if wishes.status not in ("", "active", "draft"):
        raise UsageRefusal(f"--status takes active or draft, not {wishes.status!r}.")
    for value, what in ((wishes.category, "category"), (wishes.source, "source")):
        if value:
            check_slug(value, what)
    named = [pair.rpartition("=")[0] for pair in wishes.pairs]
    return plan_import(read_source(file, sheet, named), library, wishes)


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
    where = {"category": changed.standard.category, "id": changed.standard.id}
    return plan(root, STANDARD, lambda data: set_fields(data, changed.changes), **where)
