"""`msptool report notification` and `client-year`: what a client is told about its visits."""

from __future__ import annotations

from datetime import date

import pytest

from msptool.reports.render import render
from msptool.workspace.workspace import Workspace
from tests.reports.samples import TODAY
from tests.reports.year_practice import CONFIRMED, plan_year, step, visit, write_visits
from tests.reports.year_samples import bare_notification, notification
from tests.small_practice import Practice, dump
from tests.trees import only_sentence


@pytest.fixture
def planned(practice: Practice) -> Practice:
    """The small practice with its year 2027."""
    return plan_year(practice)


def test_the_text_tells_day_weekday_time_and_zone(planned: Practice) -> None:
    done = planned.run("report", "notification", "acme")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("# Our visits to Acme Explosives in 2027\n\nHello Marta Bielski,\n")
    assert "Jim Tam, your Technology Alignment Manager, will come to Acme Explosives on 2 days in 2027" in done.out
    assert "\n- Tuesday, January 12, 2027, 08:30 to 16:30 (agreed)\n" in done.out
    assert "\n- Tuesday, April 13, 2027, 08:30 to 16:30\n" in done.out
    assert "in the time zone America/Chicago" in done.out
    for word in ("a place to sit", "the server room", "in the morning, and again in the afternoon"):
        assert word in done.out
    assert "write to hello@northgate.example or call +1 555 0100" in done.out
    assert done.out.endswith("Northgate IT Partners  \nhello@northgate.example  \n+1 555 0100\n")


def test_without_a_time_zone_none_is_guessed(planned: Practice) -> None:
    planned.write("msptool.yaml", planned.read("msptool.yaml").replace("  timezone: America/Chicago\n", ""))
    for kind in ("notification", "client-year"):
        done = planned.run("report", kind, "acme")
        assert (done.code, "UTC" in done.out, "zone" in done.out) == (0, False, False)
        assert "08:30 to 16:30\n" in done.out


def test_a_cancelled_visit_is_told_of_only_where_it_had_been_agreed_and_by_the_day_that_was(planned: Practice) -> None:
    data = planned.run("report", "notification", "acme", "--json").json
    # The visit of March was never agreed; that of May was agreed for the 4th, then moved, then cancelled.
    assert data["cancelled"] == ["2027-02-09", "2027-05-04"]
    text = planned.run("report", "notification", "acme").out
    assert "These visits no longer take place:\n\n- Tuesday, February 9, 2027\n- Tuesday, May 4, 2027\n" in text
    year = planned.run("report", "client-year", "acme", "--json").json
    assert [(each["day"], each["status"]) for each in year["visits"]] == [
        ("2027-01-12", "confirmed"), ("2027-02-09", "cancelled"), ("2027-04-13", "planned"), ("2027-05-04", "cancelled"),
    ]  # fmt: skip
    assert year["takes_place"] == 2


def test_what_lies_behind_is_left_out_and_remarked(planned: Practice) -> None:
    done = planned.run("report", "notification", "acme", "--year", "2027", "--json", today=date(2027, 3, 1))
    assert [each["day"] for each in done.json["visits"]] == ["2027-04-13"]
    assert done.json["cancelled"] == ["2027-05-04"]
    assert done.err == "Left out, as done or past: 1 visit of 2027.\n"
    done = planned.run("report", "notification", "acme", "--year", "2027", today=date(2027, 12, 1))
    assert done.code == 2
    assert "All visits to Acme Explosives in 2027 lie behind" in only_sentence(done)


@pytest.mark.parametrize("kind", ["notification", "client-year"])
def test_a_client_without_visits_that_it_knows_of_gets_no_page(planned: Practice, kind: str) -> None:
    planned.client("lone", name="Lone Ranch")
    write_visits(planned, "lone", [visit(1, "2027-02-02", step("cancelled", "Oops."), status="cancelled")])
    done = planned.run("report", kind, "lone")
    assert (done.code, done.out) == (2, "")
    assert "Lone Ranch has no visits in 2027" in only_sentence(done)


def test_a_text_of_cancelled_visits_alone_asks_for_nothing(planned: Practice) -> None:
    visits = [visit(1, "2027-02-02", CONFIRMED, step("cancelled"), status="cancelled")]
    write_visits(planned, "acme", visits)
    for format in ("md", "html"):
        text = planned.run("report", "notification", "acme", "--format", format).out
        assert "This visit no longer takes place" in text
        assert "What we need" not in text
        assert "will come" not in text


@pytest.mark.parametrize(
    ("contacts", "name"),
    [
        ([], None),
        ([{"name": "Fin", "role": "finance"}], None),
        ([{"name": "Boss", "role": "decision-maker"}, {"name": "Fin", "role": "finance"}], "Boss"),
        ([{"name": "Boss", "role": "decision-maker"}, {"name": "Marta"}, {"name": "Second"}], "Marta"),
    ],
)
def test_the_point_of_contact_is_greeted_and_else_who_decides(
    planned: Practice, contacts: list[dict[str, str]], name: str | None
) -> None:
    planned.client("acme", name="Acme Explosives", contacts=contacts)
    assert planned.run("report", "notification", "acme", "--json").json["contact"] == name


def test_two_tams_stand_beside_their_days(planned: Practice) -> None:
    write_visits(planned, "acme", [visit(1, "2027-01-12"), visit(2, "2027-02-09", tam="priya")])
    text = planned.run("report", "notification", "acme").out
    assert "Jim Tam and Priya Nair, your Technology Alignment Managers, will come" in text
    assert "- Tuesday, February 9, 2027, 08:30 to 16:30, Priya Nair" in text
    assert "Who comes" in planned.run("report", "client-year", "acme").out


def test_a_client_never_reads_an_id_where_a_name_is_missing(planned: Practice) -> None:
    planned.write("practice/people/jim.yaml", "name: {broken")
    for kind in ("notification", "client-year"):
        data = planned.run("report", kind, "acme", "--json").json
        assert data["tams"] == []
        assert {each["tam"] for each in data["visits"]} == {None}
    assert "We will come to Acme Explosives" in planned.run("report", "notification", "acme").out


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "", "phone": ""}, "Answer this message. Tell us"),
        ({"email": "a@b.example", "phone": ""}, "Answer this message, or write to a@b.example. Tell us"),
        ({"email": "", "phone": "555"}, "Answer this message, or call 555. Tell us"),
    ],
)
def test_only_addresses_that_the_practice_has_are_named(planned: Practice, changes: dict[str, str], words: str) -> None:
    planned.write("msptool.yaml", dump({"practice": {"name": "Northgate", **changes}}))
    for format in ("md", "html"):
        assert words in planned.run("report", "notification", "acme", "--format", format).out


def test_a_question_is_asked_only_where_something_is_not_agreed(practice: Practice) -> None:
    agreed = notification(visits=notification().visits[:1])
    for format in ("md", "html"):
        name, workspace = f"notification.{format}.j2", Workspace(practice.root, TODAY)
        assert "Please tell us whether" not in render(workspace, name, agreed)
        assert "the days that are not agreed yet suit you" in render(workspace, name, notification())
        assert "whether this day suits you" in render(workspace, name, bare_notification())
