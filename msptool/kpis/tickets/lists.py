"""Ticket lists on disk: `clients/<client>/kpis/tickets/<month>.yaml`, in parts where there are very many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from msptool.kpis.periods import Month
from msptool.kpis.tickets.model import TICKET_LIST
from msptool.kpis.tickets.ticket import Ticket, of_line
from msptool.workspace.edits import refuse_bad_file
from msptool.workspace.entities import load_one
from msptool.workspace.files import inside
from msptool.workspace.problems import refuse_first
from msptool.workspace.sources import Source
from msptool.workspace.writes import Planned

# A file of the workspace has at most four megabytes, and a line at most about 130 characters.
MOST_OF_A_PART = 30_000


def known_tickets(source: Source, client: str, month: Month) -> Iterator[Ticket]:
    """The tickets that imports have counted for a client and month; refuses a broken file."""
    for path in _parts(source, client, month):
        entry, problems = load_one(source, TICKET_LIST, path)
        refuse_first(problems)
        if entry is not None:
            for line in entry.entity.tickets.splitlines():
                yield of_line(client, line)


def months_with_lists(source: Source, client: str) -> list[Month]:
    """The months in which a client has counted tickets, oldest first."""
    names = (fields["id"] for path in source.paths(_folder(client)) if (fields := TICKET_LIST.match(path)))
    return [Month(int(name[:4]), int(name[5:])) for name in sorted({name[:7] for name in names})]


def clients_with_lists(source: Source, month: Month, clients: Iterable[str]) -> list[str]:
    """Whoever of the clients has counted tickets in a month."""
    return [client for client in clients if _parts(source, client, month)]


def plan_list(root: Path, source: Source, client: str, month: Month, tickets: Iterable[Ticket]) -> Iterator[Planned]:
    """The files of a month's tickets, in place of those that there are."""
    lines = (each.line for each in tickets)
    left = set(_parts(source, client, month))
    number = 1
    while part := list(islice(lines, MOST_OF_A_PART)):
        identifier = month.id if number == 1 else f"{month.id}-{number}"
        path = TICKET_LIST.path(client=client, id=identifier)
        yield _planned(root, path, _content(part))
        left.discard(path)
        number += 1
    for path in sorted(left):
        yield _planned(root, path, None)


def _parts(source: Source, client: str, month: Month) -> list[str]:
    found = [(fields["id"], path) for path in source.paths(_folder(client)) if (fields := TICKET_LIST.match(path))]
    return [path for identifier, path in sorted(found) if identifier[:7] == month.id]


def _folder(client: str) -> str:
    return f"clients/{client}/kpis/tickets"


def _content(lines: Iterable[str]) -> bytes:
    # ruamel takes a minute for half a million lines, so this one block of text is written as it is and then checked.
    body = "".join(f"  {line}\n" for line in lines)
    return f"{TICKET_LIST.schema_line}tickets: |\n{body}".encode()


def _planned(root: Path, path: str, content: bytes | None) -> Planned:
    full = inside(root, path)
    before = full.read_bytes() if full.is_file() else None
    if content is not None and content != before:
        refuse_bad_file(TICKET_LIST, path, content)
    return Planned(path, full, content, before)
