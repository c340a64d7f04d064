"""An import of tickets from end to end: read twice, counted on disk, and written all or nothing."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from msptool.clients.naming import AMBIGUOUS_CLIENT, NO_CLIENT, UNKNOWN_CLIENT, Clients, Refused
from msptool.clients.register import require_clients
from msptool.kpis.tickets.causes import Categories
from msptool.kpis.tickets.model import TICKET_IMPORT, TicketImport
from msptool.kpis.tickets.profiles import Columns, Profile, find_columns
from msptool.kpis.tickets.rejects import Rejects
from msptool.kpis.tickets.spool import Spool
from msptool.kpis.tickets.ticket import TicketReader
from msptool.kpis.tickets.writing import Written, plan_months
from msptool.words import counted
from msptool.workspace.csv_dates import DateColumn, Order, decide_together
from msptool.workspace.csv_rows import Broken, CsvRows, TextFile
from msptool.workspace.entities import load
from msptool.workspace.files import digest_of_file
from msptool.workspace.problems import UsageRefusal, refuse_first
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, plan, write

STEP = 50_000
_MOST_SHOWN = 1_000
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asks for: a profile (None: found by the columns), columns by field, an order of dates.

    `again` counts a file once more, `replace` puts its figures in place of those that are recorded without their tickets.
    """

    profile: Profile | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: Order | None = None
    again: bool = False
    replace: bool = False


@dataclass
class Imported:
    """What an import found and did. `rejected` holds the first rows kept aside, `kept_aside` counts them all.

    `before` is the import of the same file, where there was one and nothing was done.
    """

    file: str
    columns: Columns | None = None
    encoding: str = ""
    separator: str = ""
    dates: list[DateColumn] = field(default_factory=list)
    rows: int = 0
    tickets: int = 0
    repeated: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)
    kept_aside: int = 0
    without_client: int = 0
    unknown_clients: Counter[str] = field(default_factory=Counter)
    ambiguous_clients: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)
    written: Written = field(default_factory=Written)
    before: TicketImport | None = None


def import_tickets(
    workspace: Workspace, path: Path, name: str, wish: Wish, rejects: Path | None, progress: Progress, *, dry_run: bool
) -> Imported:  # fmt: skip
    """Import a file of tickets. Rows that are no ticket of a client are kept aside; the others count, each once.

    Refuses a file without the columns that every ticket needs; nothing is written then, nor with `dry_run`, except the
    file of `rejects`.
    """
    done = Imported(name)
    text = TextFile(path, name)
    digest = digest_of_file(path)
    before = _earlier(workspace, digest)
    if before is not None and not (wish.again or wish.replace):
        done.before = before
        return done
    rows = CsvRows(text)
    done.columns = find_columns(name, rows.header, wish.profile, wish.columns)
    done.separator = rows.separator
    reader = TicketReader(
        done.columns, *_dates(rows, done, wish), Clients(require_clients(workspace.source)),
        Categories(workspace.settings.kpis.tickets.categories), ZoneInfo(workspace.settings.schedule.timezone),
        datetime.combine(workspace.today, time.max), rows.separator == ";",
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="msptool-") as folder, Spool(Path(folder, "tickets.sqlite")) as spool:
        with Rejects(rejects, rows.header) as aside:
            _read(rows, reader, spool, done, aside, progress)
        done.encoding, done.unmapped = text.said, reader.categories.unmapped
        done.tickets = spool.finish()
        done.repeated = done.rows - done.kept_aside - done.tickets
        progress(f"{counted(done.tickets, 'ticket')}; counting by client and month")
        planned, done.written = plan_months(workspace, spool, done.columns.profile.name, replace=wish.replace)
        if not dry_run and done.tickets:
            write(*planned, _log(workspace, done, digest))
    return done


def _read(
    rows: CsvRows, reader: TicketReader, spool: Spool, done: Imported, aside: Rejects, progress: Progress
) -> None:
    for number, row in rows:
        done.rows += 1
        found = reader.read(row)
        if isinstance(found, Refused):
            done.kept_aside += 1
            if len(done.rejected) < _MOST_SHOWN:
                done.rejected.append((number, found.reason))
            done.without_client += found.sort == NO_CLIENT
            sorts = {UNKNOWN_CLIENT: done.unknown_clients, AMBIGUOUS_CLIENT: done.ambiguous_clients}
            names = sorts.get(found.sort)
            if names is not None and (len(names) < _MOST_SHOWN or found.client in names):
                names[found.client] += 1
            aside.add(number, found.reason, row)
        else:
            spool.add(found)
        if done.rows % STEP == 0:
            progress(f"{done.rows:,} rows read")


def _dates(rows: CsvRows, done: Imported, wish: Wish) -> tuple[DateColumn, DateColumn | None]:
    """The columns with dates, each with its order settled by every value of the file."""
    columns = done.columns
    assert columns is not None
    found = [DateColumn(columns.name(field)) for field in ("opened", "responded") if field in columns.places]
    places = [columns.places[field] for field in ("opened", "responded") if field in columns.places]
    for _, row in rows:
        if not isinstance(row, Broken):
            for column, place in zip(found, places, strict=True):
                column.look_at(row[place].strip())
    decide_together(found, wish.dates or columns.profile.order)
    if wish.dates is not None:
        for column in found:
            column.order, column.certain = wish.dates, True
    done.dates = found
    return found[0], found[1] if len(found) > 1 else None


def _earlier(workspace: Workspace, digest: str) -> TicketImport | None:
    entries, problems = load(workspace.source, TICKET_IMPORT, "practice/kpis/imports")
    refuse_first(problems)
    return next((entry.entity for entry in entries if entry.entity.sha256 == digest), None)


def _log(workspace: Workspace, done: Imported, digest: str) -> Planned:
    assert done.columns is not None
    profile = done.columns.profile.id

    def change(data: dict[str, object]) -> None:
        data |= {
            "file": Path(done.file).name[:200], "sha256": digest, "profile": profile, "imported": workspace.today.isoformat(),
            "rows": done.rows, "tickets": done.tickets, "kept_aside": done.kept_aside,
        }  # fmt: skip

    return plan(workspace.root, TICKET_IMPORT, change, id=f"{workspace.today}-{digest[:8]}")


def check_order(text: str | None) -> Order | None:
    """The order of dates that the user names; refuses anything but `dmy` and `mdy`."""
    if text is None:
        return None
    known: tuple[Order, ...] = ("dmy", "mdy")
    for each in known:
        if text == each:
            return each
    raise UsageRefusal(f"--dates takes dmy (day first) or mdy (month first), not {text!r}.")
