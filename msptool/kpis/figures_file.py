"""A table of figures: `kpi,client,period,numerator,denominator,source`, a row for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msptool.clients.model import Client
from msptool.clients.register import require_clients
from msptool.kpis.definitions import require_kpi, require_kpis
from msptool.kpis.kpi import Kpi
from msptool.kpis.model import Record
from msptool.kpis.neighbours import refuse_logged
from msptool.kpis.periods import Period, parse_period
from msptool.kpis.recording import Figure, confirm_change, parse_number, plan_records, refuse_impossible
from msptool.kpis.register import Records
from msptool.people.register import load_people
from msptool.workspace.problems import Refusal, UsageRefusal, unknown
from msptool.workspace.rows import Shape, read_rows, text_of
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import write

_SHAPE = Shape(("kpi", "numerator", "denominator", "client", "period", "source", "by", "note"), "figures")
_SPREADSHEET = b"PK\x03\x04"


@dataclass
class Recorded:
    """What became of a table: figures that are new, those that were there, and the rows that are none."""

    rows: int = 0
    recorded: int = 0
    unchanged: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


def holds_figures(path: Path) -> bool:
    """Whether the first line of a file has the columns of figures."""
    try:
        with path.open("rb") as stream:
            start = stream.read(2000)
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.") from None
    if start.startswith(_SPREADSHEET):
        return False
    first = start.replace(b"\0", b"").lstrip(b"\xff\xfe\xef\xbb\xbf").split(b"\n")[0].lower()
    return b"kpi" in first and b"numerator" in first


def record_figures(workspace: Workspace, path: Path, name: str, *, replace: bool, dry_run: bool) -> Recorded:
    """Record every row that can be, all files or none; the others are named with their reason."""
    found = Recorded()
    kpis, clients = require_kpis(workspace.source, workspace.settings), require_clients(workspace.source)
    people, before = load_people(workspace.source), Records(workspace.source)
    news: dict[tuple[str | None, Period], dict[str, Record]] = {}
    for number, row in read_rows(name, path.read_bytes(), _SHAPE):
        found.rows += 1
        try:
            figure = _figure(row, kpis, clients, people, workspace, name)
            record = Record(
                numerator=figure.numerator, denominator=figure.denominator, source=figure.source, by=figure.by,
                note=figure.note, recorded=workspace.today,
            )  # fmt: skip
            own = news.setdefault((figure.client, figure.period), {})
            if figure.kpi.id in own:
                raise UsageRefusal(f"{figure.place} stands in an earlier row already.")
            there = before.of(figure.client, figure.period).get(figure.kpi.id)
            if confirm_change(there, record, figure.place, replace=replace):
                own[figure.kpi.id] = record
                found.recorded += 1
            else:
                found.unchanged += 1
        except Refusal as refusal:
            found.rejected.append((number, str(refusal)))
    planned = [
        plan_records(workspace.root, client, period, records)
        for (client, period), records in sorted(news.items(), key=lambda each: (each[0][0] or "", each[0][1].id)) if records
    ]  # fmt: skip
    found.paths = [each.path for each in planned]
    if not dry_run:
        write(*planned)
    return found


def _figure(
    row: Mapping[str, Any], kpis: Mapping[str, Kpi], clients: Mapping[str, Client], people: Mapping[str, Any],
    workspace: Workspace, name: str,
) -> Figure:  # fmt: skip
    cells = {column: text_of(value) for column, value in row.items()}
    client, by = cells.get("client") or None, cells.get("by") or None
    for what, value, known in (("client", client, clients), ("person", by, people)):
        if value is not None and value not in known:
            raise unknown(f"There is no {what} {value!r}.", value, known)
    denominator = cells.get("denominator", "")
    figure = Figure(
        require_kpi(kpis, cells["kpi"]), client, parse_period(cells.get("period", ""), workspace.today),
        parse_number(cells["numerator"], "The numerator"), parse_number(denominator, "The denominator") if denominator else None,
        cells.get("source") or Path(name).name, by, cells.get("note", ""),
    )  # fmt: skip
    refuse_impossible(figure, clients[client] if client else None, workspace.today)
    refuse_logged(workspace.source, figure.kpi)
    return figure
