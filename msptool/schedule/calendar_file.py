"""Visits as a calendar (RFC 5545): to subscribe to, to import, or to send one of them as an invitation (RFC 5546).

The same visits give the same bytes; no clock is read. An entry keeps its UID when its visit moves, and its SEQUENCE
grows with every change, so that Outlook and Google change what they have instead of adding to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vDuration, vText

from msptool.markdown import visible
from msptool.schedule.calendar_zone import time_zone
from msptool.visits.model import VisitStatus

Audience = Literal["internal", "client"]

_REFRESH = timedelta(hours=12)
_STATUS: dict[VisitStatus, str] = {
    "planned": "TENTATIVE", "confirmed": "CONFIRMED", "done": "CONFIRMED", "cancelled": "CANCELLED",
}  # fmt: skip
_SAID: dict[VisitStatus, str] = {
    "planned": "This day is planned, and not confirmed yet.",
    "confirmed": "This day is confirmed.",
    "done": "This visit took place.",
    "cancelled": "This visit is cancelled.",
}


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A visit as a calendar shows it: `name` is its own (`acme-2027-3`), `revision` counts its changes.

    `changed` is the moment of the last change, with its zone. `client` and `tam` are names for people, and `place`
    is where to go (empty: nobody wrote it down). `uid` is what programs call the entry, where that is not its name, and
    `said` a sentence for its description in place of what the status means.
    """

    name: str
    day: date
    status: VisitStatus
    revision: int
    changed: datetime
    client: str
    tam: str
    place: str = ""
    uid: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class CalendarForm:
    """How a calendar shows its visits: as whole days, or from and to an hour (`hours`) of an IANA time zone.

    What a client sees names the practice and how to reach it (`contact`), and not the client.
    """

    title: str
    practice: str
    timezone: str
    audience: Audience = "internal"
    hours: tuple[time, time] | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Somebody who can be reached by mail."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Invite:
    """Who invites, and who is invited."""

    organizer: Mailbox
    attendee: Mailbox


def calendar_file(entries: Iterable[CalendarEntry], form: CalendarForm) -> bytes:
    """A calendar to subscribe to or to import, by day, cancelled visits included."""
    # With METHOD:PUBLISH every entry would need an organizer (RFC 5546, 3.2.1), and Outlook would ask for an answer.
    calendar = _calendar()
    for key in ("name", "x-wr-calname"):
        calendar.add(key, vText(_line(form.title)))
    calendar.add("x-wr-timezone", form.timezone)
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    shown = sorted(entries, key=lambda each: (each.day, each.name))
    return _written(calendar, [_event(each, form) for each in shown], form)


def invitation(entry: CalendarEntry, form: CalendarForm, invite: Invite) -> bytes:
    """One visit to send by mail: a request, and for a cancelled visit a cancellation."""
    # A name of the calendar would make Outlook add a whole calendar (MS-OXCICAL, X-WR-CALNAME).
    calendar = _calendar("CANCEL" if entry.status == "cancelled" else "REQUEST")
    event = _event(entry, form)
    event.add("organizer", _address(invite.organizer))
    asked = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
    event.add("attendee", _address(invite.attendee), parameters=asked)
    return _written(calendar, [event], form)


def _calendar(method: str = "") -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//msptool//Onsite visits//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    return calendar


def _written(calendar: Calendar, events: Sequence[Event], form: CalendarForm) -> bytes:
    for event in events:
        calendar.add_component(event)
    if calendar.get_missing_tzids():
        years = [event.start.year for event in events]
        calendar.subcomponents.insert(0, time_zone(form.timezone, min(years), max(years)))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: CalendarEntry, form: CalendarForm) -> Event:
    event = Event()
    changed = entry.changed.astimezone(UTC).replace(microsecond=0)
    start, end = _span(entry.day, form)
    status = _busy(entry, form)
    event.add("uid", f"{entry.uid or entry.name}@msptool")
    event.add("sequence", entry.revision)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", _line(_summary(entry, form)))
    event.add("description", "\n".join(map(_line, _description(entry, form))))
    if place := _line(entry.place):
        event.add("location", place)
    event.add("categories", ["Onsite visit"])
    event.add("class", "PUBLIC")
    event.add("status", _STATUS[entry.status])
    event.add("transp", "TRANSPARENT" if status == "FREE" else "OPAQUE")
    event.add("x-microsoft-cdo-busystatus", status)
    return event


def _span(day: date, form: CalendarForm) -> tuple[date, date] | tuple[datetime, datetime]:
    if form.hours is None:
        return day, day + timedelta(days=1)
    zone = ZoneInfo(form.timezone)
    starts, ends = form.hours
    return datetime.combine(day, starts, zone), datetime.combine(day, ends, zone)


def _busy(entry: CalendarEntry, form: CalendarForm) -> str:
    # A visit fills the day of who comes, not the calendar of whom they visit.
    if entry.status == "cancelled" or form.audience == "client":
        return "FREE"
    return "TENTATIVE" if entry.status == "planned" else "BUSY"


def _summary(entry: CalendarEntry, form: CalendarForm) -> str:
    # Outlook shows a cancelled entry of a calendar like any other: its title has to say it.
    before = "Cancelled: " if entry.status == "cancelled" else ""
    if form.audience == "client":
        return f"{before}Onsite visit by {form.practice}: {entry.tam}"
    return f"{before}Onsite visit: {entry.client} ({entry.tam})"


def _description(entry: CalendarEntry, form: CalendarForm) -> list[str]:
    said = entry.said or _SAID[entry.status]
    if form.audience == "client":
        return [said, *([f"Questions: {form.contact}"] if form.contact else [])]
    return [said, f"Visit {entry.name}"]


def _address(mailbox: Mailbox) -> vCalAddress:
    address = vCalAddress(f"mailto:{mailbox.address}")
    # A parameter cannot hold a double quote.
    address.params["CN"] = _line(mailbox.name).replace('"', "'")
    return address


def _line(text: str) -> str:
    """Text as one line: control characters part words like spaces, or vanish."""
    return " ".join(visible(" ".join(text.split())).split())
