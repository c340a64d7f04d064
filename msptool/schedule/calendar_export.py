"""The calendars of a workspace: of everybody, of one TAM, of one client; and the invitations to its visits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from msptool.clients.model import Client
from msptool.clients.register import require_client, require_clients
from msptool.people.model import Person
from msptool.people.register import load_people, name_of
from msptool.schedule.calendar_file import (
    Audience,
    CalendarEntry,
    CalendarForm,
    Invite,
    Mailbox,
    calendar_file,
    invitation,
)
from msptool.visits.model import CLIENT_YEAR
from msptool.visits.register import Appointment, appointments, require_years
from msptool.workspace.problems import Refusal, UsageRefusal, unknown
from msptool.workspace.settings import Settings
from msptool.workspace.workspace import MARKER, Workspace

_MAIL = re.compile(r"[^@\s<>()\[\]:;,\\\"\x00-\x1f\x7f]+@[^@\s<>()\[\]:;,\\\"\x00-\x1f\x7f]+")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Chosen:
    """The visits of a calendar, with the names that they need; `of` is the TAM whose own calendar it is."""

    visits: Sequence[Appointment]
    clients: Mapping[str, Client]
    people: Mapping[str, Person]
    of: str | None = None


def workspace_calendar(
    workspace: Workspace,
    *,
    year: int | None = None,
    tam: str | None = None,
    client: str | None = None,
    timed: bool = False,
    audience: Audience | None = None,
) -> bytes:
    """The visits of a year, a TAM and a client (None: all) as a calendar file, cancelled ones included.

    A client's calendar is written for the client unless `audience` says otherwise: nothing internal is in it, and
    nobody else's name. `timed` gives the hours of the settings; otherwise a visit is a whole day. A TAM's own calendar
    holds the visits that were handed to somebody else too, as cancelled. Refuses an unknown client or TAM, and a choice
    without visits.
    """
    audience = audience or ("client" if client else "internal")
    if audience == "client" and client is None:
        raise UsageRefusal("A calendar for a client holds the visits of one: name the client.")
    chosen = _chosen(workspace, year, tam, client, is_own=audience == "internal")
    form = replace(_form(workspace.settings, timed), audience=audience)
    titled = replace(form, title=_title(chosen, form, tam, client))
    return calendar_file(_entries(workspace, chosen, timed), titled)


def workspace_invitations(
    workspace: Workspace,
    *,
    year: int | None = None,
    tam: str | None = None,
    client: str | None = None,
    timed: bool = False,
) -> dict[str, bytes]:
    """File name (`acme-2027-3.ics`) -> the invitation to that visit, or its cancellation: from today on.

    The practice invites the first contact of the client that has an address, a point of contact before the others.
    Refuses what `workspace_calendar` refuses, a practice without an address, and a client without one.
    """
    chosen = _chosen(workspace, year, tam, client)
    coming = [each for each in chosen.visits if each.visit.day >= workspace.today]
    if not coming:
        raise UsageRefusal(f"No visit is on {workspace.today} or later: there is nobody to invite.")
    practice = workspace.settings.practice
    if not _MAIL.fullmatch(practice.email):
        given = repr(practice.email) if practice.email else "empty"
        raise Refusal(
            f"An invitation needs the practice's address, and 'practice.email' in msptool.yaml is {given}: write it there."
        )
    organizer = Mailbox(practice.name, practice.email)
    invites = {each.client: Invite(organizer, _contact(chosen.clients, each.client)) for each in coming}
    form = replace(_form(workspace.settings, timed), audience="client")
    entries = _entries(workspace, replace(chosen, visits=coming), timed)
    return {
        f"{each.name}.ics": invitation(entry, form, invites[each.client])
        for each, entry in zip(coming, entries, strict=True)
    }


def _chosen(
    workspace: Workspace, year: int | None, tam: str | None, client: str | None, *, is_own: bool = False
) -> Chosen:  # fmt: skip
    if client is not None:
        require_client(workspace.source, client)
    people = load_people(workspace.source)
    if tam is not None and tam not in people:
        raise unknown(f"There is nobody '{tam}' in practice/people/.", tam, people)
    found = [
        each for each in appointments(require_years(workspace.source, year))
        if client in (None, each.client)
        and (tam in (None, each.visit.tam) or (is_own and any(change.was_tam == tam for change in each.visit.changes)))
    ]  # fmt: skip
    if not found:
        of = "".join([f" of {name_of(people, tam)}" if tam else "", f" at {client}" if client else ""])
        when = f" in {year}" if year else ""
        raise UsageRefusal(f"There are no visits{of}{when}: 'msptool schedule plan' plans a year.")
    return Chosen(found, require_clients(workspace.source), people, tam if is_own else None)


def _form(settings: Settings, timed: bool) -> CalendarForm:
    practice, schedule = settings.practice, settings.schedule
    starts, ends = time.fromisoformat(schedule.starts), time.fromisoformat(schedule.ends)
    if timed and starts >= ends:
        raise Refusal(
            f"A visit day cannot begin at {schedule.starts} and end at {schedule.ends}: change 'schedule.starts' or "
            "'schedule.ends' in msptool.yaml."
        )
    if timed and not schedule.said_timezone:
        raise Refusal(
            "A visit with its times needs their time zone, and msptool.yaml does not say it: write 'schedule.timezone' there, "
            "such as America/Chicago."
        )
    contact = ", ".join(filter(None, (practice.email, practice.phone)))
    hours = (starts, ends) if timed else None
    return CalendarForm("", practice.name, schedule.timezone, hours=hours, contact=contact)


def _title(chosen: Chosen, form: CalendarForm, tam: str | None, client: str | None) -> str:
    by = name_of(chosen.people, tam) or form.practice
    if form.audience == "client" or client is None:
        return f"Onsite visits: {by}"
    return f"Onsite visits: {by} at {chosen.clients[client].name}"


def _entries(workspace: Workspace, chosen: Chosen, timed: bool) -> list[CalendarEntry]:
    """The visits for a calendar; what is not committed was changed today, or on the day of its last change."""
    paths = {each: CLIENT_YEAR.path(year=str(each.year), client=each.client) for each in chosen.visits}
    # The hours of a visit are those of the settings.
    stamps = _stamps(workspace, sorted({*paths.values(), MARKER}))
    settings = stamps[MARKER] if timed else _LONG_AGO
    return [_entry(each, chosen, max(stamps[path], settings)) for each, path in paths.items()]


def _stamps(workspace: Workspace, paths: Sequence[str]) -> dict[str, datetime]:
    """When each file was last committed; where that is not all of it, today, and later than its commit."""
    history = workspace.history
    commits = history.log.last_commits(paths)
    moments = history.log.moments_of(commits.values())
    named = history.run("diff", "--name-only", "--relative", "-z", "HEAD", "--", *paths, fail=False)
    changed = {*named.decode(errors="replace").split("\0")}
    today = datetime.combine(workspace.today, time(), UTC)
    found = {}
    for path in paths:
        committed = moments[commits[path]] if path in commits else _LONG_AGO
        found[path] = max(committed + _SECOND, today) if path in changed or path not in commits else committed
    return found


def _entry(each: Appointment, chosen: Chosen, stamp: datetime) -> CalendarEntry:
    visit, of = each.visit, chosen.of
    noted = [datetime.combine(change.on, time(), UTC) for change in visit.changes]
    client = chosen.clients.get(each.client)
    tam = name_of(chosen.people, visit.tam)
    handed_over = of is not None and of != visit.tam
    return CalendarEntry(
        name=each.name,
        day=visit.day,
        status="cancelled" if handed_over else visit.status,
        revision=len(visit.changes),
        changed=max([stamp, *noted]),
        client=client.name if client else each.client,
        tam=tam,
        place=_place(client),
        # In a TAM's calendar a visit may be cancelled that takes place in the practice's: they are not one entry.
        uid=f"{each.uid}-{of}" if of else each.uid,
        said=f"{tam} makes this visit now." if handed_over and visit.stands else "",
    )


def _place(client: Client | None) -> str:
    if client is None or not client.sites:
        return ""
    site = client.sites[0]
    return ", ".join(filter(None, (part.strip(" ,") for part in (site.name, *site.address.splitlines()))))


def _contact(clients: Mapping[str, Client], identifier: str) -> Mailbox:
    contacts = clients[identifier].contacts if identifier in clients else ()
    reachable = [each for each in contacts if _MAIL.fullmatch(each.email)]
    first = min(reachable, key=lambda each: each.role != "point-of-contact", default=None)
    if first is None:
        raise Refusal(
            f"{identifier} has no contact with an address: add one to 'contacts' in clients/{identifier}/client.yaml."
        )
    return Mailbox(first.name, first.email)
