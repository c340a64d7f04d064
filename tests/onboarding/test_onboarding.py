"""`msptool schedule onboard`: the first ninety days of a new client."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.clients.model import Client
from msptool.onboarding.baseline import at_start
from msptool.onboarding.plan import planned
from msptool.onboarding.tasks import DAYS, PHASES, TOPICS
from msptool.reviews.record import answers_given, by_standard, require_reviews
from msptool.standards.library import require_library
from msptool.workspace.problems import Refusal
from msptool.workspace.sources import FolderSource
from tests.reviews.test_completion import ReadOnce
from tests.small_practice import HIGH, Golden, Practice, dump

NARROW = {"COLUMNS": "80"}
FILE = "clients/nova/onboarding.yaml"
START = date(2026, 11, 2)
HEAD = "standard,answer,note,fixed_onsite\n"


@pytest.fixture
def new(practice: Practice) -> Practice:
    """A client whose agreement began two weeks ago, base-level standards of three topics, and who does what."""
    practice.client(
        "nova", name="Nova Dental", status="onboarding", agreement={"starts": START.isoformat(), "onsite_days": 12}
    )
    for category in ("patch-management", "identity-and-access"):
        practice.category(category)
    practice.standard("patch-servers", category="patch-management", level="base", **HIGH)
    practice.standard("identity-mfa", category="identity-and-access", level="base", **HIGH)
    practice.standard("firewall-rdp", level="base", minutes=5)
    for id, name, roles in (
        ("dana", "Dana Desk", ["service-desk"]), ("sam", "Sam Rmm", ["centralized-services"]),
        ("lou", "Lou One", ["professional-services"]), ("luis", "Luis Two", ["professional-services"]),
    ):  # fmt: skip
        practice.write(f"practice/people/{id}.yaml", dump({"name": name, "roles": roles}))
    practice.commit("A new client")
    return practice


def reviewed(practice: Practice, rows: str, day: date) -> None:
    done = practice.run("review", "start", "nova", "--answers", "-", "--finish", stdin=HEAD + rows, today=day)
    assert done.code == 0, done.err


@pytest.fixture
def begun(new: Practice) -> Practice:
    """The same with its plan written, two tasks done, and two reviews."""
    assert new.run("schedule", "onboard", "nova", "--write", today=START).code == 0
    reviewed(new, "patch-servers,no,Months behind.,\nidentity-mfa,yes,Turned on.,yes\n", date(2026, 11, 9))
    assert new.run("schedule", "onboard", "nova", "--done", "kick-off", "--done", "agents").code == 0
    reviewed(new, "patch-servers,yes,,\nfirewall-rdp,no,,\n", date(2026, 12, 14))
    return new


def test_the_tasks_lie_in_their_phases_and_the_phases_fill_ninety_days() -> None:
    ends = [0, *(phase.last for phase in PHASES)]
    assert [phase.first for phase in PHASES] == [end + 1 for end in ends[:-1]]
    assert ends[-1] == DAYS
    days = [task.day for phase in PHASES for task in phase.tasks]
    assert days == sorted(days)
    assert all(phase.first <= task.day <= phase.last for phase in PHASES for task in phase.tasks)
    assert len({task.id for phase in PHASES for task in phase.tasks}) == len(days)


def test_the_topics_are_categories_of_the_shipped_base_level() -> None:
    library = require_library(FolderSource(Path(__file__).parents[2]))
    base = {standard.category for standard in library.active if standard.level == "base"}
    assert {category for categories in TOPICS.values() for category in categories} <= base


def test_the_plan_for_reading(new: Practice, golden: Golden) -> None:
    before = new.files()
    done = new.run("schedule", "onboard", "nova", env=NARROW)
    assert done.code == 0
    assert done.err == "The plan is not written yet: '--write' makes its file.\n"
    assert max(map(len, done.out.splitlines())) <= 80
    golden.check("onboarding-plan.txt", done.out)
    assert new.files() == before


def test_the_plan_is_written_once(new: Practice, golden: Golden) -> None:
    done = new.run("schedule", "onboard", "nova", "--write", "--json")
    assert done.code == 0, done.err
    assert done.json["written"] == [FILE]
    golden.check("onboarding.yaml", new.read(FILE))
    assert new.run("lint", "--json").json["problems"] == []
    again = new.run("schedule", "onboard", "nova", "--write")
    assert again.code == 2
    assert f"{FILE} is there already" in again.err


def test_the_state_says_what_is_done_and_late(begun: Practice, golden: Golden) -> None:
    golden.check(
        "onboarding-state.txt", begun.run("schedule", "onboard", "nova", today=date(2026, 12, 20), env=NARROW).out
    )
    found = begun.run("schedule", "onboard", "nova", "--json", today=date(2026, 12, 20)).json
    tasks = {task["id"]: task for phase in found["phases"] for task in phase["tasks"]}
    assert (found["day"], found["planned"], found["ends"]) == (49, True, "2027-01-30")
    assert {name for name, task in tasks.items() if task["done"]} == {"kick-off", "agents"}
    assert tasks["asset-list"]["late"]
    assert not tasks["kick-off"]["late"]
    assert not tasks["roadmap"]["late"]


def test_the_owner_is_the_clients_own_or_whoever_is_alone_in_an_area(new: Practice) -> None:
    found = new.run("schedule", "onboard", "nova", "--json").json
    owners = {task["area"]: task["by"] for phase in found["phases"] for task in phase["tasks"]}
    assert owners == {
        "tam": "jim", "vcio": "bob", "service-desk": "dana", "centralized-services": "sam", "professional-services": None,
    }  # fmt: skip


def test_the_baseline_compares_the_first_answers_with_those_of_day_ninety(begun: Practice) -> None:
    found = begun.run("schedule", "onboard", "nova", "--json", today=date(2026, 12, 20)).json["baseline"]
    # What was put right in the visit in which it was found was misaligned at the start.
    topics = {each["name"]: (each["start"]["score"], each["now"]["score"]) for each in found["topics"]}
    assert topics == {"Patch status": (0.0, 1.0), "Identity controls": (0.0, 1.0)}
    assert (found["total"]["start"]["earned"], found["total"]["now"]["earned"]) == (0, 10)
    assert (found["total"]["now"]["answered"], found["total"]["now"]["applicable"]) == (3, 3)
    assert [(each["category"], each["start"], each["now"]) for each in found["misaligned"]] == [
        ("firewalls", 1, 1), ("identity-and-access", 1, 0), ("patch-management", 1, 0),
    ]  # fmt: skip
    # Day 90 stays day 90, whatever is answered later.
    reviewed(begun, "patch-servers,no,,\n", date(2027, 3, 15))
    later = begun.run("schedule", "onboard", "nova", "--json", today=date(2027, 3, 16)).json["baseline"]
    assert (later["as_of"], later["topics"]) == ("2027-01-30", found["topics"])


def test_an_answer_from_before_the_first_day_is_the_start(new: Practice) -> None:
    reviewed(new, "patch-servers,yes,,\n", date(2026, 10, 1))
    reviewed(new, "patch-servers,no,,\n", date(2026, 11, 10))
    found = new.run("schedule", "onboard", "nova", "--json").json["baseline"]["topics"][0]
    assert (found["name"], found["start"]["score"], found["now"]["score"]) == ("Patch status", 1.0, 0.0)


def test_incidents_are_what_the_file_says(begun: Practice) -> None:
    begun.write(FILE, begun.read(FILE) + "incidents: {before: {printing: 14, mail: 6}, after: {printing: 3}}\n")
    shown = begun.run("schedule", "onboard", "nova").out
    assert "Incidents, before to after: printing 14 to 3, mail 6 to -" in shown


def test_reviews_are_the_written_visits_and_those_that_took_place(begun: Practice) -> None:
    entries = [{"id": 1, "day": "2026-12-01", "tam": "jim"}, {"id": 2, "day": "2027-06-01", "tam": "jim"}]
    for year, entry in zip((2026, 2027), entries, strict=True):
        begun.write(f"practice/schedule/{year}/nova.yaml", dump({"visits": [entry]}))
    found = begun.run("schedule", "onboard", "nova", "--json", today=date(2026, 12, 20)).json["reviews"]
    assert [(each["date"], each["status"]) for each in found] == [
        ("2026-11-09", "done"), ("2026-12-01", "planned"), ("2026-12-14", "done"),
    ]  # fmt: skip


def test_proposed_days_suit_the_tam_and_the_client(new: Practice) -> None:
    new.write(
        "practice/people/jim.yaml",
        dump({"name": "Jim Tam", "roles": ["tam"], "leave": [{"since": "2026-11-09", "until": "2026-11-13"}]}),
    )
    new.client(
        "nova", name="Nova Dental", status="onboarding", agreement={"starts": START.isoformat(), "onsite_days": 12},
        visiting={"weekdays": ["wednesday"], "closed": [{"since": "2027-01-20", "until": "2027-01-31"}]},
    )  # fmt: skip
    new.write("practice/schedule/2026/acme.yaml", dump({"visits": [{"id": 1, "day": "2026-12-16", "tam": "jim"}]}))
    found = new.run("schedule", "onboard", "nova", "--json", today=START).json["reviews"]
    # Aimed at: 11 November (leave), 18 December and 25 January (closed); always a Wednesday, and not acme's day.
    assert [(each["date"], each["status"]) for each in found] == [
        ("2026-11-04", "proposed"), ("2026-12-23", "proposed"), ("2027-01-13", "proposed"),
    ]  # fmt: skip


@given(start=st.dates(date(2020, 1, 1), date(2060, 12, 31)), off=st.sets(st.integers(0, 6), max_size=5))
def test_every_task_is_due_on_a_working_day_of_its_phase(start: date, off: set[int]) -> None:
    client = Client.model_validate({"id": "nova", "name": "Nova"})
    plan = planned(client, start, {}, lambda day: day.weekday() not in off)
    assert plan.phases[0].starts == start
    assert plan.phases[-1].ends == start + timedelta(DAYS - 1)
    for phase in plan.phases:
        for task in phase.tasks:
            assert phase.starts <= task.due <= phase.ends
            free = [day for day in _between(phase.starts, task.due) if day.weekday() not in off]
            assert task.due.weekday() not in off or not free


def _between(first: date, last: date) -> list[date]:
    return [first + timedelta(number) for number in range((last - first).days + 1)]


def test_the_first_day_can_be_named(new: Practice) -> None:
    done = new.run("schedule", "onboard", "nova", "--start", "2027-01-04", "--write", "--json")
    assert (done.json["starts"], done.json["day"]) == ("2027-01-04", -48)
    assert "begins in 49 days" in new.run("schedule", "onboard", "nova").out
    other = new.run("schedule", "onboard", "nova", "--start", "2027-01-05")
    assert other.code == 2
    assert f"The plan of Nova Dental is written, and starts on 2027-01-04: change {FILE}." in other.err


def test_a_client_without_an_agreement_needs_a_first_day(new: Practice) -> None:
    new.client("nova", name="Nova Dental", status="onboarding")
    done = new.run("schedule", "onboard", "nova")
    assert done.code == 2
    assert "Nova Dental has no agreement that says when it starts" in done.err
    assert new.run("schedule", "onboard", "nova", "--start", "2026-11-02", "--json").json["starts"] == "2026-11-02"


def test_an_active_client_is_a_new_one_for_ninety_days(new: Practice) -> None:
    new.client("nova", name="Nova Dental", agreement={"starts": START.isoformat()})
    assert new.run("schedule", "onboard", "nova", today=date(2027, 1, 30)).code == 0
    done = new.run("schedule", "onboard", "nova", today=date(2027, 1, 31))
    assert done.code == 2
    assert "Nova Dental is active and has been a client since 2026-11-02: the plan is for new clients" in done.err


def test_a_plan_that_was_written_stays_readable_when_the_client_is_active(begun: Practice) -> None:
    begun.client("nova", name="Nova Dental", agreement={"starts": START.isoformat()})
    assert begun.run("schedule", "onboard", "nova", "--json", today=date(2027, 5, 3)).json["planned"] is True


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nvoa",), "There is no client 'nvoa'. Did you mean 'nova'?"),
        (("acme",), "Acme Explosives is active: the plan is for new clients ('status: onboarding' in"),
        (("bygone",), "Bygone is former"),
        (("nova", "--done", "kick-of"), f"There is no task 'kick-of' in {FILE}. Did you mean 'kick-off'?"),
        (("nova", "--done", "kick-off"), "The task kick-off is done since 2026-11-16."),
        (("nova", "--done", "vendors", "--done", "vednors"), "There is no task 'vednors'"),
        (("nova", "--write", "--done", "vendors"), "--write makes the plan and --done ticks a task of it"),
        (("nova", "--start", "2.11.2026"), "A day is written such as 2026-11-16, not '2.11.2026'."),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    begun: Practice, arguments: tuple[str, ...], sentence: str
) -> None:
    begun.client("bygone", name="Bygone", status="former", agreement={"starts": "2026-10-01"})
    before = begun.files()
    done = begun.run("schedule", "onboard", *arguments, today=date(2026, 12, 20))
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert begun.files() == before


def test_a_task_of_a_plan_that_is_not_written_cannot_be_ticked(new: Practice) -> None:
    done = new.run("schedule", "onboard", "nova", "--done", "kick-off")
    assert done.code == 2
    assert f"The plan of Nova Dental is not written yet: --write makes {FILE}." in done.err


def test_ticking_keeps_what_a_person_wrote(begun: Practice) -> None:
    begun.write(FILE, "# Kept by Jim.\n" + begun.read(FILE))
    before = begun.read(FILE).splitlines()
    assert begun.run("schedule", "onboard", "nova", "--done", "vendors").code == 0
    after = begun.read(FILE).splitlines()
    assert [line for line in after if line not in before] == []
    assert len(after) == len(before) + 1
    assert after[0] == "# Kept by Jim."


def test_a_full_disk_leaves_the_plan_as_it_was(begun: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(path: object, content: bytes, *, expected: str | None) -> None:
        raise Refusal("The disk is full.")

    monkeypatch.setattr("msptool.workspace.writes.write_file", failing)
    before = begun.files()
    done = begun.run("schedule", "onboard", "nova", "--done", "vendors")
    assert (done.code, done.err) == (3, "msptool: The disk is full.\n")
    assert begun.files() == before


@pytest.mark.parametrize(
    ("old", "new_text", "code"),
    [
        ("by: dana", "by: dnaa", "N102"),
        ("done: 2026-11-16", "done: 2026-12-01", "N103"),
        ("id: vendors", "id: agents", "W111"),
    ],
)
def test_lint_reads_the_plan(begun: Practice, old: str, new_text: str, code: str) -> None:
    begun.write(FILE, begun.read(FILE).replace(old, new_text, 1))
    found = begun.run("lint", "--json", today=date(2026, 11, 16)).json["problems"]
    assert code in [each["code"] for each in found if each["path"] == FILE]


def test_a_plan_beside_no_client_is_a_problem(begun: Practice) -> None:
    begun.write("clients/nvoa/onboarding.yaml", begun.read(FILE))
    found = begun.run("lint", "--json").json["problems"]
    assert [each["code"] for each in found if each["path"] == "clients/nvoa/onboarding.yaml"] == ["N101"]


def test_a_client_is_new_from_its_first_agreement_on(new: Practice) -> None:
    renewed = {"starts": "2026-12-01"}
    first = {"starts": "2026-10-01", "ends": "2026-11-30"}
    new.client("nova", name="Nova Dental", status="onboarding", agreement=renewed, earlier_agreements=[first])
    assert new.run("schedule", "onboard", "nova", "--json").json["starts"] == "2026-10-01"


def test_the_baseline_takes_as_long_as_there_are_answers(begun: Practice) -> None:
    source = FolderSource(begun.root)
    given = by_standard(answers_given(require_reviews(source, "nova")))
    found = [each.standard for each in at_start(require_library(source), ReadOnce(given), START)]
    assert sorted(found) == ["firewall-rdp", "identity-mfa", "patch-servers"]
