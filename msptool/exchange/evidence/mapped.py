"""Exports of any other tool, by the mapping in `msptool.yaml`: a row for each check, or for each check and device.

The rows of a CSV are read one after the other, so it may be larger than the memory; a JSON list may not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msptool.clients.naming import Clients, Refused
from msptool.exchange.evidence.results import LONGEST_DETAILS, Results, Wanted
from msptool.reviews.evidence.model import Check, Subject
from msptool.words import Progress, counted, shortened, silent
from msptool.workspace.csv_dates import DateColumn
from msptool.workspace.csv_rows import Broken, CsvRows, TextFile
from msptool.workspace.evidence_settings import ToolExport
from msptool.workspace.json_files import read_json
from msptool.workspace.problems import Refusal, unknown

_LISTS = ("items", "results", "data", "checks", "rows", "value")
_NAMED_DEVICES = 5
Row = Mapping[str, str]


@dataclass(frozen=True)
class Reading:
    """How one tool's export is read, and of whom: `client` is the one that rows must name where the file names clients.

    A row whose own time is before `oldest`, or that has none though it should, counts as too old.
    """

    tool: str
    export: ToolExport
    client: str
    clients: Clients
    zone: ZoneInfo
    oldest: datetime
    progress: Progress = silent

    @cached_property
    def passed(self) -> frozenset[str]:
        """The words for passed, in small letters."""
        return frozenset(each.lower() for each in self.export.passed)

    @cached_property
    def failed(self) -> frozenset[str]:
        """The words for failed, in small letters."""
        return frozenset(each.lower() for each in self.export.failed)


@dataclass
class _Tally:
    passed: int = 0
    other: int = 0
    stale: int = 0
    failed: int = 0
    devices: list[str] = field(default_factory=list)
    details: str = ""
    word: str = ""


def read_export(path: Path, how: Reading, wanted: Wanted) -> Results:
    """The results of the checks that standards name. Refuses a file without the columns of the mapping."""
    rows, dates = _rows(path, how), _date_column(path, how)
    tallies: dict[str, _Tally] = {}
    newest: datetime | None = None
    unread = others = seen = 0
    nobody: Counter[str] = Counter()
    for row in rows:
        if row is None:
            unread += 1
            continue
        seen += 1
        if how.export.client:
            whose = how.clients.find(row[how.export.client])
            if isinstance(whose, Refused):
                nobody[row[how.export.client].strip()[:60]] += 1
            if whose != how.client:
                others += 1
                continue
        name = row[how.export.check].strip()
        if name not in wanted:
            continue
        moment = _moment(dates, row[how.export.taken], how.zone) if dates else None
        newest = max(filter(None, (newest, moment)), default=None)
        old = dates is not None and (moment is None or moment < how.oldest)
        _count(tallies.setdefault(name, _Tally()), row, how, old=old)
    if how.export.client and seen and others == seen:
        raise Refusal(
            f"No row of {path.name} is of {how.client}: write the name that the tool uses into its client.yaml, "
            f"'external: {{{how.tool}: NAME}}'."
        )
    remarks = (
        *((f"Left out: {counted(unread, 'row')} of {path.name} that cannot be read.",) if unread else ()),
        *((_of_nobody(nobody),) if nobody else ()),
    )
    checks = {name: _check(tally, bool(how.export.device)) for name, tally in tallies.items()}
    if unread:
        # A row that cannot be read may be one that failed: those have the long texts.
        doubtful = Check(result="by-hand", details=f"{counted(unread, 'row')} of the file cannot be read")
        checks = {name: doubtful if check.result == "passed" else check for name, check in checks.items()}
    return Results(how.tool, how.export.name, "", newest, Subject(), checks, remarks)


def _of_nobody(names: Counter[str]) -> str:
    shown = ", ".join(repr(name) for name, _ in names.most_common(_NAMED_DEVICES))
    return f"{counted(names.total(), 'row')} of no client of yours: {shown}{' ...' if len(names) > _NAMED_DEVICES else ''}."


def _moment(column: DateColumn, text: str, zone: ZoneInfo) -> datetime | None:
    try:
        found = column.moment(text, zone)
    except ValueError:
        return None
    return found.replace(tzinfo=zone) if found else None


def _count(tally: _Tally, row: Row, how: Reading, *, old: bool) -> None:
    export, word = how.export, row[how.export.result].strip()
    if old:
        tally.stale += 1
    elif word.lower() in how.failed:
        tally.failed += 1
        tally.details = tally.details or row.get(export.details, "")
        if export.device and len(tally.devices) < _NAMED_DEVICES:
            tally.devices.append(row[export.device].strip())
    elif word.lower() in how.passed:
        tally.passed += 1
    else:
        tally.other += 1
        tally.word = tally.word or word


def _check(tally: _Tally, by_device: bool) -> Check:
    every = tally.passed + tally.failed + tally.other + tally.stale
    if tally.failed:
        more = " ..." if tally.failed > len(tally.devices) else ""
        devices = f"{tally.failed} of {every} failed: {', '.join(tally.devices)}{more}" if by_device else ""
        return Check(
            result="failed", details=shortened("; ".join(filter(None, (devices, tally.details))), LONGEST_DETAILS)
        )
    if tally.stale:
        return Check(result="by-hand", details=f"{tally.stale} of {every} results are too old to count")
    if tally.other:
        return Check(
            result="by-hand", details=shortened(f"{tally.other} of {every} results say {tally.word!r}", LONGEST_DETAILS)
        )
    return Check(result="passed", details=f"{every} of {every} passed" if by_device else "")


def _rows(path: Path, how: Reading) -> Iterator[Row | None]:
    """Each row by column, and None for one that cannot be read."""
    export = how.export
    needed = [
        name
        for name in (export.check, export.result, export.client, export.taken, export.device, export.details)
        if name
    ]
    if path.suffix.lower() == ".json":
        yield from _of_json(path, needed)
        return
    rows = CsvRows(TextFile(path, path.name, progress=how.progress))
    _refuse_missing(path, how.tool, needed, rows.header)
    for _, row in rows:
        yield None if isinstance(row, Broken) else dict(zip(rows.header, row, strict=False))


def _of_json(path: Path, needed: Iterable[str]) -> Iterator[Row | None]:
    data = read_json(path)
    if isinstance(data, dict):
        data = next((data[key] for key in _LISTS if isinstance(data.get(key), list)), None)
    if not isinstance(data, list):
        raise Refusal(f"{path.name} is no list of results, and has none under {', '.join(_LISTS)}.")
    for each in data:
        yield {name: _cell(each.get(name)) for name in needed} if isinstance(each, dict) else None


def _cell(value: Any) -> str:
    if value is None or isinstance(value, list | dict):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _refuse_missing(path: Path, tool: str, needed: Iterable[str], header: tuple[str, ...]) -> None:
    for name in needed:
        if name not in header:
            raise unknown(
                f"{path.name} has no column {name!r}, which 'evidence.tools.{tool}' of msptool.yaml names.",
                name, header, f"It has {', '.join(filter(None, header))[:300]}.", refusal=Refusal,
            )  # fmt: skip


def _date_column(path: Path, how: Reading) -> DateColumn | None:
    """The column with the times, its order settled by all of its values."""
    if not how.export.taken:
        return None
    column = DateColumn(how.export.taken)
    for row in _rows(path, how):
        if row is not None:
            column.look_at(row[how.export.taken].strip())
    column.decide(how.export.dates)
    return column
