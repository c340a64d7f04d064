"""The calendars of a workspace: whose visits they hold, what they tell whom, and how an export changes an earlier one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from msptool.schedule.calendar_export import workspace_calendar, workspace_invitations
from msptool.workspace.problems import Refusal, UsageRefusal
from msptool.workspace.workspace import Workspace
from tests.schedule.calendar_checks import Read, by_ical, by_icalendar, faults
from tests.small_practice import TODAY, Practice, dump

YEAR = "practice/schedule/2027"
SETTINGS = """\
practice: {name: Northgate IT Partners, email: help@northgate.example, phone: +1 214 555 0100}
schedule: {timezone: America/Chicago, starts: "08:30", ends: "16:00"}
"""
ACME = """\
visits:
  - id: 1
    day: 2027-01-12
    tam: jim
    status: confirmed
    ideal: 2027-01-11
    changes:
      - {on: 2026-11-16, step: planned}
      - {on: 2026-11-20, step: moved, was: 2027-01-11, reason: The owner is in court.}
      - {on: 2026-11-21, step: confirmed}
  - {id: 2, day: 2027-02-09, tam: jim, status: cancelled, changes: [{on: 2026-11-16, step: planned}, {on: 2026-12-01, step: cancelled, reason: They were late to pay.}]}
"""
BOLT = """\
visits:
  - {id: 1, day: 2027-01-13, tam: bob, changes: [{on: 2026-11-16, step: planned}]}
"""


@pytest.fixture
def planned(practice: Practice) -> Practice:
    """Two clients with visits, committed on 2026-11-22 at noon in UTC."""
    practice.write("msptool.yaml", SETTINGS)
    practice.client(
        "acme", name="Acme Explosives", notes="Pays late.",
        sites=[{"name": "Head office", "address": "12 Mill Road\nDallas", "notes": "Door code 4711."}, {"name": "Depot"}],
        contacts=[
            {"name": "Pat Owner", "role": "decision-maker", "email": "pat@acme.example"},
            {"name": "Nobody", "role": "point-of-contact"},
            {"name": "Dana Wells", "role": "point-of-contact", "email": "dana@acme.example"},
        ],
    )  # fmt: skip
    practice.client("bolt", name="Bolt & Nut")
    practice.write(f"{YEAR}/acme.yaml", ACME)
    practice.write(f"{YEAR}/bolt.yaml", BOLT)
    practice.commit("Plan", date(2026, 11, 22))
    return practice


def calendar(practice: Practice, **chosen: object) -> bytes:
    content = workspace_calendar(Workspace(practice.root, TODAY), **chosen)  # type: ignore[arg-type]
    assert faults(content) == []
    return content


def events(content: bytes) -> dict[str, Read]:
    read = by_icalendar(content)
    assert read == by_ical(content)
    return {each.uid.removesuffix("@msptool"): each for each in read}


def test_everybodys_calendar_holds_every_visit(planned: Practice) -> None:
    found = events(calendar(planned))
    assert [(name, str(each.start), each.sequence, each.status) for name, each in found.items()] == [
        ("acme-2027-1", "2027-01-12", 3, "CONFIRMED"),
        ("bolt-2027-1", "2027-01-13", 1, "TENTATIVE"),
        ("acme-2027-2", "2027-02-09", 2, "CANCELLED"),
    ]
    assert found["acme-2027-1"].summary == "Onsite visit: Acme Explosives (Jim Tam)"
    assert found["acme-2027-1"].location == "Head office, 12 Mill Road, Dallas"
    assert found["bolt-2027-1"].location == ""


def test_a_calendar_may_go_to_standard_output(planned: Practice) -> None:
    assert planned.run("schedule", "export", "--ics", "-").out.replace("\n", "\r\n").encode() == calendar(planned)
    assert not (planned.root / "-").exists()
    assert planned.run("schedule", "export", "--ics", "-", "--json").code == 2


def test_a_tams_calendar_and_a_years(planned: Practice) -> None:
    assert list(events(calendar(planned, tam="jim"))) == ["acme-2027-1-jim", "acme-2027-2-jim"]
    assert b"X-WR-CALNAME:Onsite visits: Jim Tam\r\n" in calendar(planned, tam="jim")
    planned.write("practice/schedule/2028/bolt.yaml", "visits:\n  - {id: 1, day: 2028-01-13, tam: bob}\n")
    assert list(events(calendar(planned, tam="bob", year=2028))) == ["bolt-2028-1-bob"]
    assert list(events(calendar(planned, client="bolt"))) == ["bolt-2027-1", "bolt-2028-1"]


def test_a_clients_calendar_tells_nothing_internal(planned: Practice) -> None:
    for content in (
        calendar(planned, client="acme"),
        *workspace_invitations(Workspace(planned.root, TODAY), client="acme").values(),
    ):
        text = content.decode().replace("\r\n ", "").lower()
        for secret in ("pays", "4711", "court", "late", "bolt", "bob", "moved", "tam:", "depot", "pat@"):
            assert secret not in text, secret
        assert "onsite visit by northgate it partners: jim tam" in text
        assert r"questions: help@northgate.example\, +1 214 555 0100" in text
    assert b"X-WR-CALNAME:Onsite visits: Northgate IT Partners\r\n" in calendar(planned, client="acme")
    internal = calendar(planned, client="acme", audience="internal")
    assert b"X-WR-CALNAME:Onsite visits: Northgate IT Partners at Acme Explosives\r\n" in internal


def test_the_hours_are_those_of_the_settings(planned: Practice) -> None:
    first = events(calendar(planned, client="acme", timed=True))["acme-2027-1"]
    assert (first.start, first.end) == (
        datetime(2027, 1, 12, 14, 30, tzinfo=UTC),
        datetime(2027, 1, 12, 22, tzinfo=UTC),
    )


def test_an_export_without_a_change_is_the_same_file(planned: Practice) -> None:
    before = calendar(planned, timed=True)
    planned.write("clients/acme/triage.yaml", "findings: {}\n")
    planned.commit("Something else", date(2026, 11, 25))
    assert calendar(planned, timed=True) == before
    stamp = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert {each.stamp for name, each in events(before).items() if name != "acme-2027-2"} == {stamp}


def test_a_moved_and_a_cancelled_visit_change_the_entries_that_are_there(planned: Practice) -> None:
    before = events(calendar(planned))
    changed = ACME.replace("day: 2027-01-12", "day: 2027-01-14").replace(
        "      - {on: 2026-11-21, step: confirmed}",
        "      - {on: 2026-11-21, step: confirmed}\n      - {on: 2026-12-02, step: moved, was: 2027-01-12}",
    )
    planned.write(f"{YEAR}/acme.yaml", changed)
    planned.write(f"{YEAR}/bolt.yaml", "visits:\n  - {id: 1, day: 2027-01-13, tam: bob, status: cancelled, changes: [{on: 2026-11-16, step: planned}, {on: 2026-12-02, step: cancelled}]}\n")  # fmt: skip
    after = events(calendar(planned))
    assert after.keys() == before.keys()
    moved, cancelled = after["acme-2027-1"], after["bolt-2027-1"]
    assert (moved.start, moved.sequence) == (date(2027, 1, 14), 4)
    assert moved.stamp == datetime(2026, 12, 2, tzinfo=UTC), "not committed yet: the day of the last change"
    assert (cancelled.status, cancelled.sequence) == ("CANCELLED", 2)
    planned.commit("Move", date(2026, 12, 2))
    assert events(calendar(planned))["acme-2027-1"].stamp == datetime(2026, 12, 2, 12, tzinfo=UTC)


def stamps(found: dict[str, Read]) -> dict[str, datetime]:
    return {name: each.stamp for name, each in found.items()}


def test_other_hours_reach_those_who_have_the_old_ones(planned: Practice) -> None:
    days, before = events(calendar(planned)), events(calendar(planned, timed=True))
    planned.write("msptool.yaml", SETTINGS.replace("08:30", "10:00"))
    written = events(calendar(planned, timed=True))
    planned.commit("Begin later", date(2026, 12, 5))
    after = events(calendar(planned, timed=True))
    for earlier, later in ((before, written), (written, after)):
        assert all(stamps(later)[name] > stamp for name, stamp in stamps(earlier).items() if name != "acme-2027-2")
    assert stamps(events(calendar(planned))) == stamps(days), "whole days have no hours"


def test_what_is_changed_on_the_day_of_its_commit_is_newer(planned: Practice) -> None:
    before = events(calendar(planned))["bolt-2027-1"]
    planned.write(f"{YEAR}/bolt.yaml", BOLT.replace("2027-01-13", "2027-01-14"))
    today = Workspace(planned.root, date(2026, 11, 22))
    after = events(workspace_calendar(today))["bolt-2027-1"]
    assert (after.start, after.stamp > before.stamp) == (date(2027, 1, 14), True)
    later = events(workspace_calendar(Workspace(planned.root, date(2026, 11, 24))))["bolt-2027-1"]
    assert later.stamp == datetime(2026, 11, 24, tzinfo=UTC), "not committed yet: today"


def test_a_calendar_name_of_its_own_stays_with_a_file_that_is_renamed(planned: Practice) -> None:
    planned.write(f"{YEAR}/bolt.yaml", "uid: bolt-2027-1f2e3d4c\n" + BOLT)
    planned.commit("Name it")
    before = events(calendar(planned))
    assert "bolt-2027-1f2e3d4c-1" in before
    for path in (f"{YEAR}/bolt.yaml", "clients/bolt"):
        (planned.root / path).rename(planned.root / path.replace("bolt", "nut-and-bolt"))
    assert events(calendar(planned)).keys() == before.keys()
    assert planned.run("lint").code == 0
    planned.client("bolt")
    planned.write(f"{YEAR}/bolt.yaml", "uid: bolt-2027-1f2e3d4c\nvisits: []\n")
    assert [each["code"] for each in planned.run("lint", "--json").json["problems"]] == ["V107"]


def test_without_git_the_last_change_is_the_stamp(planned: Practice) -> None:
    (planned.root / ".git").rename(planned.home / "git")
    assert events(calendar(planned))["acme-2027-1"].stamp == datetime(2026, 11, 21, tzinfo=UTC)


def test_an_export_asks_git_a_few_times_whatever_the_number_of_clients(planned: Practice) -> None:
    for number in range(20):
        planned.write(f"{YEAR}/client-{number}.yaml", "visits:\n  - {id: 1, day: 2027-03-01, tam: jim}\n")
        planned.commit("Plan one more", date(2026, 12, 1))
    workspace = Workspace(planned.root, TODAY)
    workspace_calendar(workspace)
    assert workspace.history.commands.count("log") == 2


def test_invitations_come_from_the_practice_to_the_point_of_contact(planned: Practice) -> None:
    sent = workspace_invitations(Workspace(planned.root, TODAY), client="acme", timed=True)
    assert list(sent) == ["acme-2027-1.ics", "acme-2027-2.ics"]
    for content, method in zip(sent.values(), ("REQUEST", "CANCEL"), strict=True):
        assert faults(content) == []
        text = content.decode().replace("\r\n ", "")
        assert f"METHOD:{method}\r\n" in text
        assert re.search(r"ORGANIZER;CN=\"?Northgate IT Partners\"?:mailto:help@northgate\.example\r\n", text)
        assert re.search(r"ATTENDEE;CN=\"?Dana Wells\"?;.*:mailto:dana@acme\.example\r\n", text)
    assert (
        events(sent["acme-2027-1.ics"])["acme-2027-1"]
        == events(calendar(planned, client="acme", timed=True))["acme-2027-1"]
    )


def test_nobody_is_invited_to_a_visit_of_the_past(planned: Practice) -> None:
    assert list(workspace_invitations(Workspace(planned.root, date(2027, 1, 13)), client="acme")) == ["acme-2027-2.ics"]
    with pytest.raises(UsageRefusal, match="No visit is on 2027-03-01 or later: there is nobody to invite"):
        workspace_invitations(Workspace(planned.root, date(2027, 3, 1)), client="acme")


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"client": "acmee"}, "There is no client 'acmee'. Did you mean 'acme'?"),
        ({"tam": "jmi"}, "There is nobody 'jmi' in practice/people/. Did you mean 'jim'?"),
        ({"year": 2031}, "There are no visits in 2031: 'msptool schedule plan' plans a year."),
        (
            {"tam": "bob", "client": "acme"},
            "There are no visits of Bob Vee at acme: 'msptool schedule plan' plans a year.",
        ),
        ({"audience": "client"}, "A calendar for a client holds the visits of one: name the client."),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(planned: Practice, chosen: dict[str, object], sentence: str) -> None:
    with pytest.raises(UsageRefusal) as refusal:
        calendar(planned, **chosen)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("path", "content", "sentence"),
    [
        ("msptool.yaml", "practice: {email: a@b.example}\nschedule: {starts: '17:00', ends: '09:00'}\n", "A visit day cannot begin at 17:00 and end at 09:00: change 'schedule.starts' or 'schedule.ends' in msptool.yaml."),
        ("msptool.yaml", "practice: {name: Northgate}\n", "An invitation needs the practice's address, and 'practice.email' in msptool.yaml is empty: write it there."),
        ("msptool.yaml", "practice: {email: \"a@b.example\\nATTENDEE:x@y\"}\n", "An invitation needs the practice's address, and 'practice.email' in msptool.yaml is 'a@b.example\\nATTENDEE:x@y': write it there."),
        ("msptool.yaml", "practice: {email: a@b.example}\n", "A visit with its times needs their time zone, and msptool.yaml does not say it: write 'schedule.timezone' there, such as America/Chicago."),
        ("clients/acme/client.yaml", dump({"name": "Acme", "contacts": [{"name": "Dana", "email": "call her"}]}), "acme has no contact with an address: add one to 'contacts' in clients/acme/client.yaml."),
    ],
)  # fmt: skip
def test_what_is_missing_for_an_invitation_is_told(planned: Practice, path: str, content: str, sentence: str) -> None:
    planned.write(path, content)
    with pytest.raises(Refusal) as refusal:
        workspace_invitations(Workspace(planned.root, TODAY), client="acme", timed=True)
    assert str(refusal.value) == sentence
