"""Clients of the peer as clients of the practice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from msptool.clients.model import CLIENT, Client
from msptool.clients.register import require_clients
from msptool.exchange.history.applying import Needs, tell_unasked
from msptool.exchange.history.fields import Record, RecordFault
from msptool.exchange.history.people import person_of
from msptool.exchange.history.texts import line
from msptool.exchange.history.work import Matches, Work, folded_name, names_of
from msptool.workspace.workspace import Workspace


def take_clients(work: Work, workspace: Workspace, needs: Mapping[str, Needs]) -> None:
    """Every client: a new file, or the one that has its id or, alone, its name. `needs` go by the ids of the dump."""
    clients = Matches(require_clients(workspace.source).values(), work.source, lambda client: client.name)
    names = names_of(work.dump.of("clients").values(), _name)
    teams = _teams(work)
    work.each("clients", lambda record: _take(work, clients, record, names, teams, needs.get(record.id, Needs())))


def _name(record: Record) -> str:
    found = line(record.needed("name"))
    if not found:
        raise RecordFault("its name has no letters")
    return found


def _take(
    work: Work, clients: Matches[Client], record: Record, names: Counter[str], teams: dict[str, dict[str, str]], needs: Needs
) -> None:  # fmt: skip
    name = _name(record)
    gone = record.flag("active") is False or record.moment("deactivated", work.zone) is not None
    fields: dict[str, Any] = {
        "name": name, "status": "former" if gone else "active", "team": teams.get(record.id, {}),
        "technologies": list(needs.technologies), "tags": list(needs.tags),
        "notes": _notes(work, record), "external": work.external(record),
    }  # fmt: skip
    known, by_name = clients.find(record, name, names)
    if known is not None:
        work.clients[record.id] = known.id
        work.fiscal_years[known.id] = known.fiscal_year_starts
        work.match(record, CLIENT, known, fields, ("name", "status"), by_name=by_name)
        tell_unasked(work, record, known, needs)
        return
    identifier = clients.free(name, f"client-{record.id}")
    work.create(record, CLIENT, fields, id=identifier)
    work.clients[record.id] = identifier
    made = Client(id=identifier, name=name, status=fields["status"], technologies=needs.technologies, tags=needs.tags)
    tell_unasked(work, record, made, needs)
    work.fiscal_years[identifier] = 1
    if names[folded_name(name)] > 1:
        work.note(
            record, f"{names[folded_name(name)]} clients of the dump are called '{name}'; this one is {identifier}."
        )


def _notes(work: Work, record: Record) -> str:
    """What the peer knows of a client and no field of ours holds."""
    said = []
    for name, words in (("created", "client since"), ("deactivated", "deactivated on"), ("reviewed", "last review on")):
        day = record.moment(name, work.zone)
        if day is not None:
            said.append(f"{words} {day.date()}")
    score = record.number("score")
    if score is not None:
        said.append(f"alignment score {_share(score)}")
    return f"In {work.there}: {', '.join(said)}." if said else ""


def _share(score: Decimal) -> str:
    return f"{score.normalize():f}"


def _teams(work: Work) -> dict[str, dict[str, str]]:
    """For each client of the dump the TAM and the vCIO of its last review, where they are users still."""
    found: dict[str, dict[str, tuple[datetime, str]]] = {}
    users = work.dump.of("users")
    for record in work.dump.of("reviews").values():
        try:
            client, when = (
                record.ref("client"),
                record.moment("updated", work.zone) or record.moment("created", work.zone),
            )
            chosen = {"tam": record.ref("engineer"), "vcio": record.ref("vcio")}
        except RecordFault:  # reported where the review is read
            continue
        for role, ref in chosen.items():
            person = person_of(work, ref)
            if client is None or when is None or ref is None or person is None or ref.id not in users:
                continue
            if role not in work.roles.get(person, ()):
                continue
            earlier = found.setdefault(client.id, {}).get(role)
            if earlier is None or earlier[0] < when:
                found[client.id][role] = (when, person)
    return {client: {role: person for role, (_, person) in sorted(team.items())} for client, team in found.items()}
