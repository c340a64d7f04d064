"""The folder that a client may have: a first page, and every report that is for clients. Nothing in it leads out of it.

It is made of the reports for clients alone, each of which is built from a whitelist, so nothing internal has a way in.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from msptool.clients.model import Client
from msptool.proposals.model import Status
from msptool.proposals.register import require_proposals
from msptool.reports.context import Practice, practice
from msptool.reports.kinds import KINDS, ReportKind, Request
from msptool.site.pages import Templates
from msptool.site.reading import Reading
from msptool.workspace.problems import Refusal, UsageRefusal

# Proposals that the client has in hand. A draft is the practice's own affair.
SENT: tuple[Status, ...] = ("sent", "accepted", "declined")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the folder: its file, and its title in words."""

    file: str
    title: str


@dataclass(frozen=True, slots=True)
class ClientFolder:
    """Everything that the first page says. `tam` and `vcio` are names, None where the practice does not know them."""

    client: str
    practice: Practice
    prepared: date
    tam: str | None
    vcio: str | None
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report that there is nothing to say in yet, or that cannot be made: then `broken`."""

    client: str
    report: str
    reason: str
    broken: bool


def kinds_for_clients() -> list[ReportKind]:
    """The reports that a client may see, as pages."""
    return [kind for kind in KINDS.values() if kind.audience == "client" and "html" in kind.formats]


def write_client_folder(
    reading: Reading, templates: Templates, client: Client, asked: Request, write: Callable[[str, str], None]
) -> Iterator[LeftOut]:
    """Write the folder's pages and yield what is left out; `write` takes a file name and its text.

    `asked` is the request that all reports of one building share, with what they have read.
    """
    sheets = []
    for kind, name, request in _wanted(reading, client, asked):
        try:
            report = kind.build(request)
        except Refusal as refusal:
            yield LeftOut(client.id, kind.name, str(refusal), not isinstance(refusal, UsageRefusal))
            continue
        page = _page(templates, kind.name, report.context)
        sheets.append(Sheet(name, _title(page) or kind.name))
        write(name, page)
    first = ClientFolder(
        client.name, practice(reading.settings), reading.as_of, _name(reading, client.team.tam),
        _name(reading, client.team.vcio), tuple(sheets),
    )  # fmt: skip
    write("index.html", templates.fill("site/client-index.html.j2", first))


def _wanted(reading: Reading, client: Client, asked: Request) -> Iterator[tuple[ReportKind, str, Request]]:
    """Each kind with its file and what it is asked for.

    About a year: every one from this on in which the client has visits. About a proposal: what was sent to the client.
    """
    plain = replace(asked, client=client.id)
    for kind in kinds_for_clients():
        if kind.about == "year":
            years = {each.year for each in reading.visits_of.get(client.id, ()) if each.year >= reading.as_of.year}
            for year in sorted(years) or (reading.as_of.year,):
                yield kind, f"{kind.name}-{year}.html", replace(plain, year=year)
        elif kind.about == "proposal":
            for proposal in require_proposals(reading.source, client.id):
                if proposal.status in SENT:
                    yield kind, f"{kind.name}-{proposal.id}.html", replace(plain, proposal=proposal.id)
        else:
            yield kind, f"{kind.name}.html", plain


def _page(templates: Templates, kind: str, context: Any) -> str:
    return templates.fill_inside(
        "site/report.html.j2", f"{kind}.html.j2", context, back="index.html", back_to="All your pages"
    )


def _title(page: str) -> str:
    found = _TITLE.search(page)
    return " ".join(html.unescape(found[1]).split()) if found else ""


def _name(reading: Reading, identifier: str | None) -> str | None:
    """A person's name; an id is never shown to a client."""
    person = reading.people.get(identifier or "")
    return person.name if person else None
