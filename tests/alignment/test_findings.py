"""Findings: every current 'no', since when, how often, and what the vCIO made of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from msptool.alignment.findings import findings
from msptool.alignment.model import Triage
from msptool.reviews.record import by_standard
from tests.alignment.builders import ACME
from tests.reviews.builders import given, library, standard
from tests.small_practice import Done, Golden, Practice

ONE = standard("mail-mfa", "high")
FEBRUARY, MAY, AUGUST = date(2026, 2, 10), date(2026, 5, 10), date(2026, 8, 10)
TODAY = date(2026, 11, 16)


def found(*history: tuple[str, date], triage: Triage | None = None, as_of: date = TODAY) -> Any:
    answers = by_standard([given(ONE, value, day) for value, day in history])
    return [(each.since, each.times, each.stage) for each in findings(ACME, library(ONE), answers, as_of, triage)]


def judged(day: date, standard_id: str = "mail-mfa") -> Triage:
    said = {"stage": "marginal", "on": str(day), "reason": "x"}
    return Triage.model_validate({"client": "acme", "findings": {standard_id: [said]}})


def test_a_finding_is_since_the_first_no_of_its_run() -> None:
    assert found(("no", FEBRUARY), ("no", MAY), ("no", AUGUST)) == [(FEBRUARY, 1, None)]


@pytest.mark.parametrize("between", ["yes", "n/a"])
def test_one_that_came_back_is_counted_again_since_it_came_back(between: str) -> None:
    assert found(("no", FEBRUARY), (between, MAY), ("no", AUGUST)) == [(AUGUST, 2, None)]


@pytest.mark.parametrize("last", ["yes", "n/a"])
def test_what_was_put_right_or_fell_away_is_no_finding(last: str) -> None:
    assert found(("no", FEBRUARY), (last, MAY)) == []
    assert found() == []


def test_an_answer_to_another_wording_neither_makes_nor_ends_a_finding() -> None:
    other = standard("mail-mfa", "high", question="Is MFA on somewhere?")
    answers = [given(ONE, "no", FEBRUARY), given(other, "yes", MAY), given(ONE, "no", AUGUST)]
    first = findings(ACME, library(ONE), by_standard(answers), TODAY)[0]
    assert (first.since, first.times) == (FEBRUARY, 1)
    assert findings(ACME, library(ONE), by_standard([given(other, "no", MAY)]), TODAY) == []


def test_a_renamed_standard_keeps_the_age_of_its_finding() -> None:
    renamed = standard("mail-mfa", "high", formerly=["mfa"])
    answers = [given(renamed, "no", FEBRUARY, "mfa"), given(renamed, "no", MAY)]
    assert findings(ACME, library(renamed), by_standard(answers), TODAY)[0].since == FEBRUARY


def test_a_triage_holds_from_its_day_until_the_next_yes() -> None:
    assert found(("no", FEBRUARY), triage=judged(MAY)) == [(FEBRUARY, 1, "marginal")]
    assert found(("no", FEBRUARY), ("no", AUGUST), triage=judged(MAY)) == [(FEBRUARY, 1, "marginal")]
    assert found(("no", FEBRUARY), ("yes", AUGUST), ("no", TODAY), triage=judged(MAY)) == [(TODAY, 2, None)]
    assert found(("no", FEBRUARY), triage=judged(MAY), as_of=date(2026, 5, 9)) == [(FEBRUARY, 1, None)]
    assert found(("no", FEBRUARY), triage=judged(date(2026, 2, 9))) == [(FEBRUARY, 1, None)]


def test_a_triage_survives_the_renaming_of_its_standard() -> None:
    renamed = standard("mail-mfa", "high", formerly=["mfa"])
    answers = by_standard([given(renamed, "no", FEBRUARY, "mfa")])
    kept = findings(ACME, library(renamed), answers, TODAY, judged(MAY, "mfa"))
    assert [each.stage for each in kept] == ["marginal"]


def test_the_most_severe_come_first_then_the_oldest_then_by_name() -> None:
    standards = [
        standard("d", "low"),
        standard("c", "high"),
        standard("b", "high"),
        standard("a", "high"),
        standard("e"),
    ]
    days = {"d": FEBRUARY, "c": MAY, "b": FEBRUARY, "a": MAY, "e": FEBRUARY}
    answers = by_standard([given(each, "no", days[each.id]) for each in standards])
    assert [each.standard.id for each in findings(ACME, library(*standards), answers, TODAY)] == [
        "b",
        "a",
        "c",
        "e",
        "d",
    ]


@for_all(st.lists(st.sampled_from(["yes", "no", "n/a"]), max_size=12))
def test_a_finding_is_exactly_a_last_no_and_counts_the_runs(values: list[str]) -> None:
    history = [(value, date(2026, 1, 1 + index)) for index, value in enumerate(values)]
    runs = [
        day for index, (value, day) in enumerate(history) if value == "no" and (not index or values[index - 1] != "no")
    ]
    expected = [(runs[-1], len(runs), None)] if values[-1:] == ["no"] else []
    assert found(*history) == expected


@pytest.fixture
def three(practice: Practice) -> Practice:
    practice.client("nova", name="Nova")
    practice.commit()
    practice.review(
        "acme", "firewall-firmware,no,Two versions old.\nfirewall-label,no,\nmailbox-quota,yes,\n", today=FEBRUARY
    )
    practice.review("acme", "firewall-label,yes,\n", today=MAY)
    practice.review("acme", "firewall-label,no,Fell off again.\nmailbox-quota,no,\n", today=AUGUST)
    practice.review("nova", "firewall-backup,no,\n", today=AUGUST)
    return practice


def listed(practice: Practice, *options: str) -> Any:
    done = practice.run("finding", "list", *options, "--json")
    assert done.code == 0, done.err
    return done.json["findings"]


def test_findings_of_one_client_for_a_person(three: Practice, golden: Golden) -> None:
    golden.check("findings.txt", three.run("finding", "list", "acme").out)


def test_findings_of_everyone_name_the_client(three: Practice, golden: Golden) -> None:
    golden.check("findings-all.txt", three.run("finding", "list").out)


def test_findings_as_data_have_the_fields_of_the_contract(three: Practice) -> None:
    document = three.run("finding", "list", "acme", "--json").json
    assert document["schema"] == "msptool/findings/1"
    assert [each["standard"] for each in document["findings"]] == [
        "firewall-firmware",
        "mailbox-quota",
        "firewall-label",
    ]
    assert document["findings"][2] == {
        "client": "acme", "standard": "firewall-label", "name": "Firewall label", "category": "firewalls",
        "since": "2026-08-10", "answer_date": "2026-08-10", "age_days": 98, "severity": "low", "status": "open",
        "reopened_because": None, "stage": None, "way": None, "accepted_by": None, "until": None, "days_left": None,
        "runs_out_soon": False, "area": "tam", "times": 2, "note": "Fell off again.", "hand_over": None,
        "review": "2026-08-10",
    }  # fmt: skip


def test_findings_narrow_by_severity_status_area_and_stage(three: Practice) -> None:
    three.standard("mailbox-quota", category="email", remedy={"summary": "Buy.", "area": "vcio", "hours": 1})
    triage(three, "firewall-firmware", "marginal", "--reason", "x")
    for options, names in (
        (["--severity", "low"], ["firewall-label"]),
        (["--status", "triaged"], ["firewall-firmware"]),
        (["acme", "--status", "open"], ["mailbox-quota", "firewall-label"]),
        (["--area", "vcio"], ["mailbox-quota"]),
        (["--stage", "marginal"], ["firewall-firmware"]),
        (["--stage", "marginal", "--severity", "low"], []),
    ):
        assert [each["standard"] for each in listed(three, *options)] == names
    assert three.run("finding", "list", "--stage", "aligned").err == "No findings.\n"


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("--severity", "--severity takes high, medium or low, not 'huge'."),
        ("--status", "--status takes open, triaged, accepted or reopened, not 'huge'."),
        ("--stage", "--stage takes aligned, marginal, vulnerable or accepted, not 'huge'."),
        ("--area", "--area takes tam, vcio, service-desk, centralized-services, professional-services or design-desk"),
    ],
)
def test_a_filter_that_matches_nothing_ever_is_refused(practice: Practice, option: str, sentence: str) -> None:
    done = practice.run("finding", "list", option, "huge")
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err


def test_who_must_act_is_the_remedy_s_area_then_the_category_s_owner_then_the_vcio(three: Practice) -> None:
    def area() -> str:
        return str(listed(three, "--severity", "low")[0]["area"])

    low: dict[str, Any] = {"business_impact": "low", "technical_risk": "low", "remedy": None}
    assert area() == "tam"
    three.standard("firewall-label", **low)
    assert area() == "service-desk"
    three.category("firewalls", owner=None)
    assert area() == "vcio"


def test_no_findings_is_said(practice: Practice) -> None:
    done = practice.run("finding", "list", "acme")
    assert (done.code, done.out, done.err) == (0, "", "Acme Explosives was never reviewed.\n")
    practice.review("acme", "firewall-backup,yes,\n")
    assert practice.run("finding", "list", "acme").err == "No findings.\n"
    assert practice.run("finding", "list").err == "No findings.\n"
    assert practice.run("finding", "list", "acne").code == 2


def triage(practice: Practice, *arguments: str, today: date = TODAY) -> Done:
    return practice.run("finding", "triage", "acme", *arguments, today=today)


def test_the_vcio_judges_a_finding(three: Practice, golden: Golden) -> None:
    why = "The spare firewall in the rack has the current version, so that an outage would last an hour at most, says Owen."
    done = triage(three, "firewall-firmware", "marginal", "--reason", why)
    assert (done.code, done.out) == (0, "firewall-firmware: marginal. clients/acme/triage.yaml\n")
    assert triage(three, "firewall-label", "vulnerable", "--reason", "No.", "--by", "gary").code == 0
    golden.check("triage.yaml", three.read("clients/acme/triage.yaml"))
    assert {each["standard"]: (each["stage"], each["status"]) for each in listed(three, "acme")} == {
        "firewall-firmware": ("marginal", "triaged"), "firewall-label": ("vulnerable", "triaged"), "mailbox-quota": (None, "open"),
    }  # fmt: skip
    assert three.run("lint").code == 0


def test_a_second_judgement_of_a_day_replaces_the_first_and_nothing_else(three: Practice) -> None:
    triage(three, "firewall-firmware", "marginal", "--reason", "First.")
    path = "clients/acme/triage.yaml"
    three.write(path, "# Judged in the rhythm meeting.\n" + three.read(path))
    triage(three, "firewall-label", "vulnerable", "--reason", "Second.")
    triage(three, "firewall-firmware", "aligned", "--reason", "Third.")
    data = three.data(path)["findings"]
    assert {name: [(each["stage"], each["reason"]) for each in judged] for name, judged in data.items()} == {
        "firewall-firmware": [("aligned", "Third.")], "firewall-label": [("vulnerable", "Second.")],
    }  # fmt: skip
    assert three.read(path).startswith("# Judged in the rhythm meeting.\n")


def test_a_later_judgement_leaves_the_scores_of_before_as_they_were(three: Practice) -> None:
    triage(three, "firewall-firmware", "marginal", "--reason", "First.")
    before = three.run("score", "acme", "--method", "vcio", "--as-of", str(TODAY), "--json").json["earned"]
    later = date(2026, 11, 20)
    assert (
        three.run("finding", "triage", "acme", "firewall-firmware", "aligned", "--reason", "Now.", today=later).code
        == 0
    )
    scores = [
        three.run("score", "acme", "--method", "vcio", "--as-of", day, "--json", today=later).json["earned"]
        for day in (str(TODAY), str(later))
    ]
    assert scores[0] == before
    assert scores[1] > before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["mailbox-login", "marginal", "--reason", "x"],
            "mailbox-login is no finding of Acme Explosives: it was never answered.",
        ),
        (
            ["firewall-firmware", "bad", "--reason", "x"],
            "A stage is aligned, marginal, vulnerable, accepted, not 'bad'.",
        ),
        (["firewall-firmware", "marginal", "--reason", "  "], "A triage needs a reason."),
        (["firewall-firmware", "marginal"], "--reason"),
        (["firewal-firmware", "marginal", "--reason", "x"], "Did you mean 'firewall-firmware'?"),
        (["firewall-firmware", "marginal", "--reason", "x", "--by", "Gary Jones"], "Gary Jones"),
    ],
)
def test_a_judgement_that_means_nothing_is_refused_and_nothing_is_written(
    three: Practice, arguments: list[str], sentence: str
) -> None:
    done = triage(three, *arguments)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert not (three.root / "clients/acme/triage.yaml").exists()
    assert three.run("score", "acme", "--method", "vcio").code == 0


def test_a_triage_file_without_findings_gets_its_first(three: Practice) -> None:
    three.write("clients/acme/triage.yaml", "# nothing yet\n")
    assert triage(three, "firewall-firmware", "marginal", "--reason", "x").code == 0
    assert listed(three, "acme")[0]["stage"] == "marginal"


def test_for_programs_a_judgement_is_one_document(three: Practice) -> None:
    document = triage(three, "firewall-firmware", "marginal", "--reason", "x", "--json").json
    assert document == {
        "schema": "msptool/triage/1", "client": "acme", "standard": "firewall-firmware", "stage": "marginal",
        "way": None, "accepted_by": None, "until": None, "path": "clients/acme/triage.yaml",
    }  # fmt: skip
