"""What an import did or would do: as JSON values, and for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.exchange.columns import ANSWERS
from msptool.exchange.layout import STANDARD_COLUMNS
from msptool.exchange.plan import Plan
from msptool.exchange.rows import Fault
from msptool.words import counted

_SHOWN_ROWS = 200
_SHOWN_RANGES = 3
_LONGEST_TEXT = 300


def plan_data(plan: Plan, *, dry_run: bool) -> dict[str, Any]:
    """The report as JSON values. With `dry_run` it has every field, before and after."""
    data: dict[str, Any] = {
        "dry_run": dry_run,
        "created": list(plan.created),
        "drafts": plan.drafts,
        "updated": list(plan.updated),
        "unchanged": list(plan.unchanged),
        "skipped": [asdict(each) for each in sorted([*plan.faults, *plan.unchanged.values()], key=_row)],
        "not_yes_no": [asdict(each) for each in plan.not_yes_no],
        "category_faults": [asdict(each) for each in plan.categories.faults],
        "mapped_columns": dict(plan.columns.fields),
        "unmapped_columns": list(plan.columns.unmapped),
        "categories": [
            {"name": name, "id": identifier, "new": identifier in plan.categories.new}
            for name, identifier in sorted(plan.categories.meant.items())
        ],
        "source": plan.source,
        "answers_lost": [name for name, each in plan.updated.items() if each.loses_answers],
        "remarks": [*([plan.reading] if plan.reading else []), *plan.remarks],
    }
    if dry_run:
        data["changes"] = list(_changes(plan))
    return data


def _changes(plan: Plan) -> Iterator[dict[str, Any]]:
    for made in plan.created.values():
        facts = {"id": made.id, "row": made.row, "change": "create", "category": made.category}
        yield {**facts, "after": dict(made.fields)}
    for name, each in plan.updated.items():
        now = each.standard.model_dump(mode="json", exclude_none=True)
        facts = {"id": name, "row": each.row, "change": "update", "category": each.standard.category}
        yield {**facts, "before": {field: now.get(field) for field in each.changes}, "after": dict(each.changes)}


def _row(fault: Fault) -> int:
    return fault.row


def plan_text(plan: Plan, *, dry_run: bool) -> RenderableType:
    """The report for a person: the columns, what is left out and why, and with `dry_run` every field that changes."""
    parts: list[RenderableType] = [*_columns(plan), *_categories(plan), *_faults(plan)]
    if dry_run:
        parts += list(_changes_text(plan))
    parts += [Text(f"Remark: {remark}") for remark in plan.remarks]
    return Group(*parts, Text(_summary(plan, dry_run=dry_run), style="bold"))


def _columns(plan: Plan) -> Iterator[RenderableType]:
    if plan.columns.ours:
        yield Text("The file was made by 'msptool export': every column is taken as it stands.")
    else:
        yield Text("Columns", style="bold")
        yield _grid((_shown(header), f"→ {_target(field, plan)}") for header, field in plan.columns.fields.items())
    if plan.columns.unmapped:
        unmapped = ", ".join(_shown(name) for name in plan.columns.unmapped)
        yield Text(f"Columns not used: {unmapped}. Name a field for one with --map 'HEADER=FIELD'.")


def _target(field: str, plan: Plan) -> str:
    if field in ANSWERS:
        return f"how, as the step '{ANSWERS[field]}: ...'"
    return {
        "source_id": f"our id, or external: {plan.source}",
        "priority": "business_impact and technical_risk",
        "section": "the section of a new category",
        "url": "references",
    }.get(field, field)


def _categories(plan: Plan) -> Iterator[RenderableType]:
    told = {name: each for name, each in plan.categories.meant.items() if name != each or each in plan.categories.new}
    if told:
        yield Text("Categories", style="bold")
        new = plan.categories.new
        yield _grid((_shown(name), f"→ {id}{' (new)' if id in new else ''}") for name, id in sorted(told.items()))


def _faults(plan: Plan) -> Iterator[RenderableType]:
    kept = [each for each in plan.unchanged.values() if each.hint]
    lines: dict[tuple[str, str, str], list[int]] = {}
    for each in (*plan.faults, *plan.categories.faults, *kept):
        said = f"{_shown(each.reason)} {each.hint}".strip()
        lines.setdefault((getattr(each, "sheet", ""), each.column, said), []).append(each.row)
    for other in plan.not_yes_no:
        said = f"{other.code}, no yes/no question: {_shown(other.text)}\n{other.hint}"
        lines.setdefault(("", other.column, said), []).append(other.row)
    if not lines:
        return
    yield Text("Left out", style="bold")
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    table.add_column("row", justify="right", no_wrap=True)
    table.add_column("column", overflow="fold", max_width=24)
    table.add_column("why, and what to do")
    ordered = sorted((sheet, sorted(rows), column, said) for (sheet, column, said), rows in lines.items())
    for sheet, rows, column, said in ordered[:_SHOWN_ROWS]:
        many = f"{len(rows)} rows: " if len(rows) > 1 else ""
        table.add_row(f"{sheet} {_ranges(rows)}".strip(), Text(_shown(column)), Text(f"{many}{said}"))
    yield Padding(table, (0, 0, 0, 2), expand=False)
    if len(lines) > _SHOWN_ROWS:
        yield Text(f"  ... and {len(lines) - _SHOWN_ROWS} more: --json shows all.", style="dim")


def _ranges(rows: Sequence[int]) -> str:
    """`2-40, 45`: rows in their order, cut where they stand too far apart."""
    found: list[list[int]] = []
    for row in rows:
        if found and row <= found[-1][-1] + 1:
            found[-1][1:] = [row]
        else:
            found.append([row])
    shown = ", ".join("-".join(map(str, each)) for each in found[:_SHOWN_RANGES])
    return shown if len(found) <= _SHOWN_RANGES else f"{shown} ..."


def _changes_text(plan: Plan) -> Iterator[RenderableType]:
    changes = list(_changes(plan))
    for kind in ("create", "update"):
        for each in [each for each in changes if each["change"] == kind][:_SHOWN_ROWS]:
            yield Text.assemble(f"{kind} ", (f"{each['category']}/{each['id']}", "bold"), f"  (row {each['row']})")
            yield _grid((field, _change(field, each)) for field in each["after"])
    more = max(0, len(plan.created) - _SHOWN_ROWS) + max(0, len(plan.updated) - _SHOWN_ROWS)
    if more:
        yield Text(f"... and {counted(more, 'standard')} more: --json shows all.", style="dim")


def _change(field: str, change: Mapping[str, Any]) -> str:
    after = _cell(field, change["after"][field])
    if change["change"] == "create":
        return after
    before = _cell(field, change["before"][field])
    short = len(before) + len(after) < 50 and "\n" not in before + after
    return f"{before} → {after}" if short else f"{before}\n→ {after}"


def _summary(plan: Plan, *, dry_run: bool) -> str:
    made, changed, drafts = counted(len(plan.created), "standard"), len(plan.updated), len(plan.drafts)
    if drafts:
        every = " as a draft" if drafts == 1 else " as drafts"
        made += every if drafts == len(plan.created) else f" ({counted(drafts, 'draft')})"
    said = f"Would create {made}, update {changed}" if dry_run else f"Created {made}, updated {changed}"
    same = f"; {len(plan.unchanged)} unchanged" if plan.unchanged else ""
    refused = len(plan.not_yes_no)
    asked = f", {refused} that {'is' if refused == 1 else 'are'} no yes/no question" if refused else ""
    cells = len(plan.categories.faults)
    of_categories = f", {counted(cells, 'cell')} of categories" if cells else ""
    return f"{said}{same}; left out {counted(plan.faulty_rows, 'row')} with faults{asked}{of_categories}."


def _cell(field: str, value: Any) -> str:
    """A value as its cells in an exported file would show it."""
    if value in (None, "", [], {}):
        return "(nothing)"
    said = []
    for column in STANDARD_COLUMNS:
        outer, _, inner = column.field.partition(".")
        if outer == field:
            part = value.get(inner) if inner and isinstance(value, Mapping) else value
            said += [column.write(part)] if part not in (None, "", []) else []
    return _shown(", ".join(said) or "(nothing)", lines=True)


def _shown(text: str, *, lines: bool = False) -> str:
    """A stranger's text for a terminal: printable, and not without end."""
    safe = "".join(each if each.isprintable() or (lines and each == "\n") else " " for each in text)
    return safe if len(safe) <= _LONGEST_TEXT else f"{safe[:_LONGEST_TEXT]} ..."


def _grid(rows: Iterable[tuple[str, str]]) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(overflow="fold", max_width=32)
    grid.add_column()
    for row in rows:
        grid.add_row(*map(Text, row))
    return Padding(grid, (0, 0, 0, 2), expand=False)
