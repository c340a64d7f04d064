"""A calendar file is valid, says the same to every reader, and changes only what has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from msptool.schedule.calendar_file import CalendarEntry, CalendarForm, Invite, Mailbox, calendar_file, invitation
from msptool.schedule.calendar_zone import time_zone
from tests.schedule.calendar_checks import Read, by_ical, by_icalendar, faults, outlook_reads, parsed
from tests.small_practice import Golden

CHANGED = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
ENTRY = CalendarEntry(
    "acme-2027-1", date(2027, 1, 12), "confirmed", 3, CHANGED, "Acme Explosives", "Jim Calder", "Head office, 12 Mill Road, Dallas"
)  # fmt: skip
SUMMER = replace(ENTRY, name="acme-2027-7", day=date(2027, 7, 13), status="planned", revision=1)
OFF = replace(ENTRY, name="acme-2027-2", day=date(2027, 2, 9), status="cancelled", revision=2, place="")
HOURS = (time(9), time(17))
INTERNAL = CalendarForm("Onsite visits: Northgate IT Partners", "Northgate IT Partners", "America/Chicago")
TIMED = replace(INTERNAL, hours=HOURS)
FOR_CLIENT = replace(TIMED, audience="client", contact="help@northgate.example, +1 214 555 0100")
INVITE = Invite(Mailbox("Northgate IT Partners", "help@northgate.example"), Mailbox("Dana Wells", "dana@acme.example"))
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HOSTILE = 'A,b; "c": \\n \\\nBEGIN:VEVENT\r\nUID:x\x00\x07\x1b[31m\u2028😀👩🏽‍💻é' * 3

readers = pytest.mark.parametrize("read", [by_icalendar, by_ical])
Reader = Callable[[bytes], list[Read]]


def texts(content: bytes) -> str:
    """The file with its folded lines joined, for a person."""
    return content.decode().replace("\r\n ", "").replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("days.ics", calendar_file([SUMMER, OFF, ENTRY], INTERNAL)),
        ("hours.ics", calendar_file([SUMMER, OFF, ENTRY], TIMED)),
        ("client.ics", calendar_file([SUMMER, OFF, ENTRY], FOR_CLIENT)),
        ("request.ics", invitation(ENTRY, FOR_CLIENT, INVITE)),
        ("cancel.ics", invitation(OFF, FOR_CLIENT, INVITE)),
    ],
)
def test_calendars_of_each_kind(name: str, content: bytes, golden: Golden) -> None:
    assert faults(content) == []
    golden.check(name, content.decode())


def test_a_calendar_asks_for_no_answer() -> None:
    content = texts(calendar_file([ENTRY], INTERNAL))
    assert "METHOD" not in content
    assert "ORGANIZER" not in content


def test_the_check_finds_an_entry_that_is_published_by_nobody() -> None:
    content = calendar_file([ENTRY], INTERNAL).replace(b"CALSCALE", b"METHOD:PUBLISH\r\nCALSCALE")
    assert faults(content) == ["what is published names its organizer (RFC 5546, 3.2.1)"]


@readers
def test_whole_days_end_on_the_day_after(read: Reader) -> None:
    first, off, summer = read(calendar_file([SUMMER, OFF, ENTRY], INTERNAL))
    assert (first.start, first.end) == (date(2027, 1, 12), date(2027, 1, 13))
    assert [first.status, off.status, summer.status] == ["CONFIRMED", "CANCELLED", "TENTATIVE"]
    assert [first.location, off.location] == ["Head office, 12 Mill Road, Dallas", ""]
    assert first.stamp == CHANGED


@readers
def test_nine_in_chicago_is_another_hour_in_utc_in_summer(read: Reader) -> None:
    winter, summer = read(calendar_file([ENTRY, SUMMER], TIMED))
    assert (winter.start, winter.end) == (datetime(2027, 1, 12, 15, tzinfo=UTC), datetime(2027, 1, 12, 23, tzinfo=UTC))
    assert (summer.start, summer.end) == (datetime(2027, 7, 13, 14, tzinfo=UTC), datetime(2027, 7, 13, 22, tzinfo=UTC))


def test_utc_needs_no_time_zone() -> None:
    content = calendar_file([ENTRY], replace(TIMED, timezone="UTC"))
    assert faults(content) == []
    assert "DTSTART:20270112T090000Z\n" in texts(content)


def test_a_moved_visit_keeps_its_uid_and_the_newer_one_wins() -> None:
    before = by_icalendar(calendar_file([ENTRY], TIMED))[0]
    moved = replace(ENTRY, day=date(2027, 1, 14), revision=4, changed=CHANGED + timedelta(days=1))
    after = by_icalendar(calendar_file([moved], TIMED))[0]
    assert after.uid == before.uid
    assert (after.sequence, after.stamp) > (before.sequence, before.stamp)
    assert after.start > before.start


def test_a_cancelled_visit_says_so_where_the_status_is_not_shown() -> None:
    content = texts(calendar_file([OFF], INTERNAL))
    assert "SUMMARY:Cancelled: Onsite visit: Acme Explosives (Jim Calder)\n" in content
    assert "STATUS:CANCELLED\nTRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\n" in content


def test_a_visit_fills_the_day_of_who_comes_and_not_of_the_client() -> None:
    assert "X-MICROSOFT-CDO-BUSYSTATUS:BUSY" in texts(calendar_file([ENTRY], INTERNAL))
    assert "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE" in texts(calendar_file([SUMMER], INTERNAL))
    assert "X-MICROSOFT-CDO-BUSYSTATUS:FREE" in texts(calendar_file([ENTRY], FOR_CLIENT))


def test_the_order_of_the_visits_does_not_matter() -> None:
    assert calendar_file([ENTRY, OFF, SUMMER], TIMED) == calendar_file([SUMMER, ENTRY, OFF], TIMED)


def test_hostile_names_stay_in_their_place() -> None:
    entry = replace(ENTRY, client=HOSTILE, tam=HOSTILE, place=HOSTILE)
    form = replace(FOR_CLIENT, title=HOSTILE, practice=HOSTILE, contact=HOSTILE)
    invite = Invite(Mailbox(HOSTILE, "a@b.example"), Mailbox(HOSTILE, "c@d.example"))
    for content in (
        calendar_file([entry], replace(form, audience="internal")),
        calendar_file([entry], form),
        invitation(entry, form, invite),
    ):
        assert faults(content) == []
        [event] = parsed(content).all("VEVENT")
        assert event.value("UID") == "acme-2027-1@msptool"
        assert by_icalendar(content) == by_ical(content)


def test_an_invitation_asks_for_an_answer() -> None:
    content = texts(invitation(ENTRY, FOR_CLIENT, INVITE))
    assert "METHOD:REQUEST\n" in content
    assert 'ORGANIZER;CN="Northgate IT Partners":mailto:help@northgate.example\n' in content
    attendee = 'CN="Dana Wells";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE'
    assert f"ATTENDEE;{attendee}:mailto:dana@acme.example\n" in content


# Any visits, any texts

ZONES = (
    "America/Chicago", "America/Phoenix", "America/Santiago", "Africa/Casablanca", "Asia/Jerusalem", "Asia/Kathmandu",
    "Australia/Lord_Howe", "Europe/Dublin", "Europe/London", "Pacific/Auckland", "Pacific/Chatham", "UTC", "Etc/UTC",
)  # fmt: skip
plain = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters=BIDI), max_size=90)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


def entries(words: st.SearchStrategy[str]) -> st.SearchStrategy[list[CalendarEntry]]:
    made = st.builds(
        CalendarEntry,
        name=st.from_regex(r"[a-z0-9]{1,30}(-[a-z0-9]{1,30}){2}", fullmatch=True),
        day=st.dates(date(2025, 1, 1), date(2035, 12, 31)),
        status=st.sampled_from(["planned", "confirmed", "done", "cancelled"]),
        revision=st.integers(0, 400),
        changed=moments,
        client=words,
        tam=words,
        place=words,
    )
    return st.lists(made, min_size=1, max_size=4, unique_by=lambda each: each.name)


def forms(words: st.SearchStrategy[str]) -> st.SearchStrategy[CalendarForm]:
    hours = st.tuples(st.integers(5, 11), st.integers(12, 22)).map(lambda each: (time(each[0]), time(each[1], 30)))
    return st.builds(
        CalendarForm,
        title=words,
        practice=words,
        timezone=st.sampled_from(ZONES),
        audience=st.sampled_from(["internal", "client"]),
        hours=st.none() | hours,
        contact=words,
    )


@given(entries(plain), forms(plain))
def test_any_visits_are_read_back_as_they_were_by_both_libraries(some: list[CalendarEntry], form: CalendarForm) -> None:
    content = calendar_file(some, form)
    assert faults(content) == []
    read = by_icalendar(content)
    assert read == by_ical(content)
    assert [each.uid for each in read] == [
        f"{each.name}@msptool" for each in sorted(some, key=lambda e: (e.day, e.name))
    ]
    by_uid = {each.uid: each for each in read}
    for entry in some:
        found = by_uid[f"{entry.name}@msptool"]
        assert found.location == " ".join(entry.place.split())
        assert " ".join(entry.tam.split()) in found.summary
        assert found.sequence == entry.revision
        assert found.stamp == entry.changed.replace(microsecond=0)
        if form.hours is None:
            assert (found.start, found.end) == (entry.day, entry.day + timedelta(days=1))
        else:
            zone = ZoneInfo(form.timezone)
            assert (found.start, found.end) == tuple(datetime.combine(entry.day, hour, zone) for hour in form.hours)


@given(entries(st.text(max_size=90)), forms(st.text(max_size=90)), st.text(max_size=90))
def test_no_text_breaks_a_file(some: list[CalendarEntry], form: CalendarForm, name: str) -> None:
    content = calendar_file(some, form)
    assert faults(content) == []
    assert by_icalendar(content) == by_ical(content)
    sent = invitation(some[0], form, Invite(Mailbox(name, "a@b.example"), Mailbox(name, "c@d.example")))
    assert faults(sent) == []
    assert by_icalendar(sent) == by_ical(sent)


# Time zones


# ical does not see an observance without a rule: a zone whose clocks never change, or change by no rule.
RULED = [each for each in ZONES if each.startswith(("America/Ch", "Europe", "Pacific", "Australia"))]


@pytest.mark.parametrize(
    ("name", "read"),
    [*((each, by_icalendar) for each in ZONES if "UTC" not in each), *((each, by_ical) for each in RULED)],
)
def test_a_zone_that_nobody_knows_by_name_shows_the_right_time_every_day(name: str, read: Reader) -> None:
    days = [date(2027, 1, 1) + timedelta(days=each) for each in range(365)]
    every = [replace(ENTRY, name=f"acme-2027-{number}", day=day) for number, day in enumerate(days, 1)]
    unknown = name.replace("/", " ")[::-1]
    content = calendar_file(every, replace(TIMED, timezone=name)).replace(name.encode(), unknown.encode())
    expected = [datetime.combine(day, HOURS[0], ZoneInfo(name)).astimezone(UTC) for day in days]
    assert [each.start for each in read(content)] == expected


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("America/Chicago", {"20260308T020000 2SU 3", "20261101T020000 1SU 11"}),
        ("Europe/Berlin", {"20260329T020000 -1SU 3", "20261025T030000 -1SU 10"}),
        ("Australia/Sydney", {"20260405T030000 1SU 4", "20261004T020000 1SU 10"}),
        ("Asia/Kolkata", {"20260101T000000"}),
    ],
)
def test_outlook_is_told_rules_and_no_dates(name: str, rules: set[str]) -> None:
    [zone] = parsed(calendar_file([ENTRY], replace(TIMED, timezone=name))).all("VTIMEZONE")
    assert outlook_reads(zone)
    found = [(each.value("DTSTART"), each.value("RRULE")) for each in zone.parts]
    assert {
        f"{start} {rule}".replace("FREQ=YEARLY;BYDAY=", "").replace(";BYMONTH=", " ").strip() for start, rule in found
    } == rules


def test_where_the_rules_change_every_change_is_told() -> None:
    zone = time_zone("America/Mexico_City", 2022, 2023)  # the clocks changed for the last time in October 2022
    assert len(zone.subcomponents) == 5
    tz = zone.to_tz(lookup_tzid=False)
    assert datetime(2022, 7, 1, 9, tzinfo=tz).utcoffset() == timedelta(hours=-5)
    assert datetime(2023, 7, 1, 9, tzinfo=tz).utcoffset() == timedelta(hours=-6)


def test_the_check_finds_what_outlook_cannot_read() -> None:
    calendar = Calendar.from_ical(calendar_file([ENTRY], TIMED))
    calendar.subcomponents.pop(0)
    calendar.add_missing_timezones()
    [zone] = parsed(calendar.to_ical()).all("VTIMEZONE")
    assert not outlook_reads(zone)
