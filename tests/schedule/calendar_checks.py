"""What RFC 5545 and RFC 5546 ask of a calendar file, what Outlook asks beyond, and two libraries that read it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

_LINE = re.compile(r'(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(?P<value>.*)', re.DOTALL)
_PARAM = re.compile(r';([A-Z0-9-]+)=("[^"]*"|[^";:,]*)')
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_UTC = re.compile(r"\d{8}T\d{6}Z")
_OUTLOOK_RULE = re.compile(r"FREQ=YEARLY;BYDAY=(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU);BYMONTH=\d+")
_ONCE = {
    "VCALENDAR": ("PRODID", "VERSION"),
    "VEVENT": ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS", "TRANSP", "CLASS"),
    "VTIMEZONE": ("TZID",),
    "STANDARD": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
    "DAYLIGHT": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
}


@dataclass
class Part:
    """One component: its lines as (name, parameters, value), and the components in it."""

    kind: str
    lines: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def value(self, name: str) -> str:
        """The value of the first line with this name; nothing where there is none."""
        return next((value for each, _, value in self.lines if each == name), "")

    def all(self, kind: str) -> list[Part]:
        """The components of one kind."""
        return [each for each in self.parts if each.kind == kind]


def parsed(content: bytes) -> Part:
    """The one VCALENDAR of a file, read by the letter of RFC 5545, section 3.1."""
    top = Part("")
    open_parts = [top]
    for line in content.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        found = _LINE.fullmatch(line)
        assert found, f"no content line: {line!r}"
        name, value = found["name"], found["value"]
        assert not _CONTROL.search(line), f"a control character: {line!r}"
        if name == "BEGIN":
            open_parts[-1].parts.append(Part(value))
            open_parts.append(open_parts[-1].parts[-1])
        elif name == "END":
            assert open_parts.pop().kind == value
        else:
            params = {key: text.strip('"') for key, text in _PARAM.findall(found["params"])}
            open_parts[-1].lines.append((name, params, value))
    assert open_parts == [top] and [each.kind for each in top.parts] == ["VCALENDAR"]
    return top.parts[0]


def faults(content: bytes) -> list[str]:
    """Everything that is wrong with a file."""
    lines = content.split(b"\r\n")
    found = [f"{len(line)} octets: {line!r}" for line in lines if len(line) > 75]
    found += [f"a bare line break: {line!r}" for line in lines if b"\r" in line or b"\n" in line]
    if lines[-1] != b"":
        found.append("the last line does not end")
    calendar = parsed(content)
    return [*found, *_missing(calendar), *_calendar_faults(calendar)]


def _missing(part: Part) -> Iterator[str]:
    counts = Counter(name for name, _, _ in part.lines)
    yield from (f"{part.kind}: {counts[name]} {name}" for name in _ONCE[part.kind] if counts[name] != 1)
    for inner in part.parts:
        yield from _missing(inner)


def _calendar_faults(calendar: Part) -> Iterator[str]:
    events, zones = calendar.all("VEVENT"), calendar.all("VTIMEZONE")
    method = calendar.value("METHOD")
    if calendar.value("VERSION") != "2.0" or method not in ("", "PUBLISH", "REQUEST", "CANCEL"):
        yield "neither version nor method are known"
    if len({each.value("UID") for each in events}) != len(events):
        yield "two events have one UID"
    used = {params["TZID"] for event in events for _, params, _ in event.lines if "TZID" in params}
    if used != {each.value("TZID") for each in zones}:
        yield f"time zones used: {used}"
    if any(not each.all("STANDARD") for each in zones):
        yield "a time zone without STANDARD"
    for event in events:
        yield from _event_faults(event)
    if method == "PUBLISH" and not all(each.value("ORGANIZER") for each in events):
        yield "what is published names its organizer (RFC 5546, 3.2.1)"
    if method in ("REQUEST", "CANCEL"):
        if len(events) != 1 or not events[0].value("ORGANIZER") or not events[0].value("ATTENDEE"):
            yield "an invitation is one event, with who invites and who is invited"
        if calendar.value("X-WR-CALNAME"):
            yield "an invitation has no calendar name (MS-OXCICAL 2.1.3.1.1.17)"
        if (method == "CANCEL") != (events[0].value("STATUS") == "CANCELLED"):
            yield "a cancellation is CANCELLED, and nothing else is"


def _event_faults(event: Part) -> Iterator[str]:
    uid = event.value("UID")
    times = {name: (params, value) for name, params, value in event.lines if name in ("DTSTART", "DTEND")}
    (first, starts), (last, ends) = times["DTSTART"], times["DTEND"]
    if first != last or len(starts) != len(ends):
        yield f"{uid}: start and end are of different kinds"
    if ends <= starts:
        yield f"{uid}: it ends before it begins"
    if not all(_UTC.fullmatch(event.value(name)) for name in ("DTSTAMP", "LAST-MODIFIED")):
        yield f"{uid}: a stamp that is not UTC"
    if not event.value("SEQUENCE").isdecimal() or event.value("STATUS") not in ("TENTATIVE", "CONFIRMED", "CANCELLED"):
        yield f"{uid}: its sequence or status"


def outlook_reads(zone: Part) -> bool:
    """Whether Outlook knows the zone's rules: one STANDARD, at most one DAYLIGHT, a simple RRULE and no RDATE."""
    standard, daylight = zone.all("STANDARD"), zone.all("DAYLIGHT")
    if not daylight:
        return len(standard) == 1
    rules = [each.value("RRULE") for each in (*standard, *daylight)]
    return len(rules) == 2 and all(_OUTLOOK_RULE.fullmatch(each) for each in rules) and "RDATE" not in str(zone)


@dataclass(frozen=True)
class Read:
    """An event as a library reads it; `start` and `end` are days, or moments in UTC."""

    uid: str
    sequence: int
    status: str
    start: date
    end: date
    summary: str
    location: str
    description: str
    stamp: datetime


def by_icalendar(content: bytes) -> list[Read]:
    """The events as icalendar reads them."""
    calendar = Calendar.from_ical(content)
    return [
        Read(
            each.uid, each.sequence, str(each["STATUS"]), _in_utc(each.start), _in_utc(each.end),
            str(each["SUMMARY"]), str(each.get("LOCATION", "")), str(each["DESCRIPTION"]), _moment(each.DTSTAMP),
        )
        for each in calendar.events
    ]  # fmt: skip


def by_ical(content: bytes) -> list[Read]:
    """The events as ical reads them, the library of Home Assistant."""
    calendar = IcsCalendarStream.calendar_from_ics(content.decode())
    return [
        Read(
            each.uid or "", each.sequence or 0, each.status.value if each.status else "", _in_utc(each.dtstart), _in_utc(each.dtend),
            each.summary or "", each.location or "", each.description or "", _moment(each.dtstamp),
        )
        for each in calendar.events
    ]  # fmt: skip


def _in_utc(value: Any) -> date:
    assert isinstance(value, date)
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _moment(value: Any) -> datetime:
    assert isinstance(value, datetime)
    return value
