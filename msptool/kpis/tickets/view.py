"""How an import looks in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.kpis.tickets.importing import Imported
from msptool.kpis.tickets.recurring import rule_said
from msptool.kpis.tickets.writing import Kept
from msptool.kpis.wording import plain
from msptool.words import counted
from msptool.workspace.kpi_settings import TICKET_CATEGORIES, Tickets

_MOST = 10
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def import_text(done: Imported, settings: Tickets) -> RenderableType:
    """How the file was read, what was counted, and what was kept aside."""
    assert done.columns is not None
    parts: list[RenderableType] = [
        Text(f"{done.file}: {counted(done.tickets, 'ticket')} of {counted(done.rows, 'row')}", style="bold")
    ]
    parts += [_below(line) for line in _reading(done)]
    parts += [_below(_targets(settings)), _below(rule_said(settings.recurring))]
    if any(client for client, _, _ in done.written.counted):
        parts += [Text(""), Text("What changes, with the tickets that were counted before", style="bold"), _table(done)]
    parts += [*_kept(done), *_aside(done)]
    return Group(*parts)


def _reading(done: Imported) -> Iterator[str]:
    columns = done.columns
    assert columns is not None
    separated = _SEPARATORS.get(done.separator, repr(done.separator))
    yield f"Read as {columns.profile.name} ({columns.profile.id}), {done.encoding}, cells apart by {separated}."
    fields = ", ".join(f"{field.replace('_', ' ')}: {columns.header[place]}" for field, place in columns.places.items())
    types = " / ".join(columns.header[place] for place in columns.categories) or "none, so everything is 'other'"
    yield f"Columns: {fields}; category: {types}."
    if columns.unused:
        names = ", ".join(name[:60] for name in columns.unused)
        yield f"Not used: {names}. --column FIELD=COLUMN says what a column holds, and --help which fields there are."
    for date in done.dates:
        yield f"Dates of {date.name}: {date.said}{f', such as {date.example}' if date.example else ''}."
    if done.repeated:
        repeat = "repeats" if done.repeated == 1 else "repeat"
        yield f"{counted(done.repeated, 'row')} {repeat} a ticket: the last one of each counts."


def _targets(settings: Tickets) -> str:
    minutes = settings.response_minutes
    return "First answer in time: " + ", ".join(f"{name} {minutes.of(name)} min" for name in TICKET_CATEGORIES) + "."


def _table(done: Imported) -> Table:
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False, pad_edge=False)
    out.add_column("client", overflow="fold", min_width=8)
    for name in ("month", "tickets", "in time", "median", "came back", "hours"):
        out.add_column(name, justify="left" if name == "month" else "right", no_wrap=True)
    for client, month, records in done.written.counted:
        if client is None:
            continue
        share, middle, hours = (
            records.get(name) for name in ("first-response", "first-response-time", "reactive-hours")
        )
        within = f"{plain(share.numerator, 0)} of {plain(share.denominator, 0)}" if share and share.denominator else "-"
        out.add_row(
            Text(client), month.id, plain(records["tickets"].numerator, 0), within,
            f"{plain(middle.numerator, 0)} min" if middle else "-", plain(records["recurring-issues"].numerator, 0),
            plain(hours.numerator, 1) if hours else "-",
        )  # fmt: skip
    return out


def _kept(done: Imported) -> Iterator[RenderableType]:
    kept = done.written.kept
    if kept:
        title = "Recorded already, and left as it is (--replace puts the figures of this file in its place)"
        yield from _listed(title, [_kept_said(each) for each in kept[:_MOST]], len(kept))


def _kept_said(each: Kept) -> str:
    who = each.client or "the practice"
    if each.kpis:
        return f"{', '.join(each.kpis)} of {who} in {each.month.id}: written down by hand"
    what = "tickets and first answers" if each.client else "medians of the first answers"
    return f"{who} in {each.month.id}: {what}, without the list of the tickets behind them"


def _aside(done: Imported) -> Iterator[RenderableType]:
    if done.unmapped:
        yield from _listed(
            "Ticket types that nothing maps, counted as 'other' (msptool.yaml: kpis.tickets.categories)",
            [f"{name or '(empty)'}: {counted(rows, 'ticket')}" for name, rows in done.unmapped.most_common(_MOST)],
            len(done.unmapped),
        )
    named = (
        ("Clients that msptool does not know", done.unknown_clients),
        ("Names that fit more than one client", done.ambiguous_clients),
    )
    for title, names in named:
        if names:
            lines = [f"{name}: {counted(rows, 'row')}" for name, rows in names.most_common(_MOST)]
            yield from _listed(title, lines, len(names))
    if done.kept_aside:
        yield from _listed(
            f"{counted(done.kept_aside, 'row')} kept aside",
            [f"row {row}: {reason}" for row, reason in done.rejected[:_MOST]], done.kept_aside,
        )  # fmt: skip


def _listed(title: str, lines: list[str], all_: int) -> Iterator[RenderableType]:
    yield Text("")
    yield Text(title, style="bold yellow")
    yield from (_below(line) for line in lines)
    if all_ > len(lines):
        yield _below(f"and {all_ - len(lines):,} more")


def _below(text: str) -> Padding:
    return Padding(Text(text), (0, 0, 0, 2), expand=False)
