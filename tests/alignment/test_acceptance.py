"""A risk that the client accepts: who and until when, what it scores, and that it is open again afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from msptool.alignment.findings import Finding, findings
from msptool.alignment.model import Judgement, Triage
from msptool.reviews.record import by_standard
from msptool.workspace.workspace import Workspace
from tests.alignment.builders import ACME, assessed
from tests.reviews.builders import given, library, standard
from tests.small_practice import Done, Golden, Practice

ONE = standard("mail-mfa", "high")
FEBRUARY, MAY = date(2026, 2, 10), date(2026, 5, 10)
TODAY = date(2026, 11, 16)
UNTIL = date(2027, 3, 31)
ANN = "Managing director, Ann Lee"
PATH = "clients/acme/triage.yaml"


def judged(stage: str = "accepted", on: date = MAY, **fields: Any) -> dict[str, Any]:
    more = {"accepted_by": ANN, "until": str(UNTIL)} if stage == "accepted" else {}
    return {"stage": stage, "on": str(on), "reason": "x", **more, **fields}


def finding(as_of: date, *judgements: dict[str, Any], answers: Any = (("no", FEBRUARY),)) -> Finding:
    triage = Triage.model_validate({"client": "acme", "findings": {"mail-mfa": judgements}})
    said = by_standard([given(ONE, value, day) for value, day in answers])
    return findings(ACME, library(ONE), said, as_of, triage)[0]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"stage": "accepted", "until": "2027-03-31"}, "a risk is accepted by a role of the client: 'accepted_by'"),
        (
            {"stage": "accepted", "accepted_by": " ", "until": "2027-03-31"},
            "a risk is accepted by a role of the client",
        ),
        ({"stage": "accepted", "accepted_by": ANN}, "a risk is accepted until a day: 'until'"),
        ({"stage": "accepted", "accepted_by": ANN, "until": "2026-05-10"}, "a risk is accepted until a day after 'on'"),
        ({"stage": "marginal", "until": "2027-03-31"}, "only an accepted risk has an 'accepted_by' and an 'until'"),
        ({"stage": "vulnerable", "accepted_by": ANN}, "only an accepted risk has an 'accepted_by' and an 'until'"),
        ({"stage": "marginal", "way": "someday"}, "'catch-up', 'in-scope', 'out-of-scope' or 'opportunistic'"),
    ],
)
def test_a_judgement_that_is_not_whole_or_contradicts_itself_is_none(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Judgement.model_validate({"on": str(MAY), "reason": "x", **fields})
    assert sentence in str(refused.value)


def test_an_accepted_risk_holds_through_its_last_day_and_is_open_again_on_the_next() -> None:
    last = finding(UNTIL, judged(way="opportunistic"))
    assert (last.status, last.stage, last.way, last.days_left, last.runs_out_soon) == (
        "accepted", "accepted", "opportunistic", 0, True,
    )  # fmt: skip
    after = finding(UNTIL + timedelta(1), judged(way="opportunistic"))
    assert (after.status, after.stage, after.way, after.judged, after.days_left) == ("reopened", None, None, None, None)
    assert after.reopened_because == f"{ANN} accepted it until 2027-03-31, which is past"
    assert not after.runs_out_soon
    assert finding(MAY - timedelta(1), judged()).status == "open"


@pytest.mark.parametrize(("days", "soon"), [(31, False), (30, True), (1, True)])
def test_an_acceptance_runs_out_soon_thirty_days_before_its_end(days: int, soon: bool) -> None:
    found = finding(UNTIL - timedelta(days), judged())
    assert (found.days_left, found.runs_out_soon) == (days, soon)


def test_a_judgement_after_the_end_ends_the_reopening_and_an_earlier_one_does_not_return() -> None:
    late = UNTIL + timedelta(10)
    assert finding(late, judged("marginal", FEBRUARY), judged()).status == "reopened"
    again = finding(late, judged(), judged("vulnerable", UNTIL + timedelta(5)))
    assert (again.status, again.stage, again.acceptance, again.reopened_because) == (
        "triaged",
        "vulnerable",
        None,
        None,
    )


def test_an_accepted_finding_that_was_fixed_and_came_back_is_open() -> None:
    answers = (("no", FEBRUARY), ("yes", date(2026, 6, 1)), ("no", date(2026, 8, 1)))
    found = finding(TODAY, judged(), answers=answers)
    assert (found.status, found.acceptance, found.came_back, found.judgements) == ("open", None, 1, ())


@pytest.mark.parametrize(("as_of", "stage"), [(TODAY, "accepted"), (UNTIL + timedelta(1), None)])
def test_an_accepted_risk_scores_like_a_vulnerable_finding(as_of: date, stage: str | None) -> None:
    triage = Triage.model_validate({"client": "acme", "findings": {"mail-mfa": [judged()]}})
    part = assessed(library(ONE), [given(ONE, "no", FEBRUARY)], "vcio", as_of=as_of, triage=triage).parts[0]
    assert (part.credit, part.stage) == (0.0, stage)


@pytest.fixture
def firm(practice: Practice) -> Practice:
    """Acme with a decision maker, two people in finance and one finding."""
    contacts = [
        {"name": "Ann Lee", "role": "decision-maker", "title": "Managing director"},
        {"name": "Ida Quist", "role": "it"},
        {"name": "Cy Burr", "role": "finance"},
        {"name": "Dee Moss", "role": "finance"},
    ]
    practice.client("acme", name="Acme Explosives", contacts=contacts)
    practice.commit()
    practice.review("acme", "firewall-firmware,no,Two versions old.\n", today=FEBRUARY)
    return practice


def accept(firm: Practice, *options: str, by: str = "decision-maker", until: str = "2027-03-31") -> Done:
    return firm.run(
        "finding", "triage", "acme", "firewall-firmware", "accepted", "--reason", "Replaced in spring anyway.",
        "--accepted-by", by, "--until", until, *options,
    )  # fmt: skip


def test_the_client_accepts_a_risk(firm: Practice, golden: Golden) -> None:
    done = accept(firm, "--way", "opportunistic")
    said = "firewall-firmware: accepted by Managing director, Ann Lee until 2027-03-31, opportunistic."
    assert (done.code, done.out) == (0, f"{said} {PATH}\n")
    golden.check("accepted.yaml", firm.read(PATH))
    found = firm.run("finding", "list", "acme", "--json").json["findings"][0]
    assert {name: found[name] for name in ("status", "stage", "way", "accepted_by", "until", "days_left")} == {
        "status": "accepted", "stage": "accepted", "way": "opportunistic", "accepted_by": ANN, "until": "2027-03-31",
        "days_left": 135,
    }  # fmt: skip
    assert firm.run("lint", "--strict").code == 0


def test_for_programs_an_acceptance_is_one_document(firm: Practice) -> None:
    assert accept(firm, "--json").json == {
        "schema": "msptool/triage/1", "client": "acme", "standard": "firewall-firmware", "stage": "accepted", "way": None,
        "accepted_by": ANN, "until": "2027-03-31", "path": PATH,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("decision-maker", ANN),
        ("it", "IT, Ida Quist"),
        ("ann lee", ANN),
        ("Ann", ANN),
        ("  Owner, Bo Rask ", "Owner, Bo Rask"),
        ("Board of directors", "Board of directors"),
    ],
)
def test_who_accepts_is_written_with_role_and_name_where_they_are_known(
    firm: Practice, said: str, written: str
) -> None:
    assert accept(firm, by=said).code == 0
    assert firm.data(PATH)["findings"]["firewall-firmware"][0]["accepted_by"] == written


@pytest.mark.parametrize(
    ("stage", "options", "sentence"),
    [
        ("accepted", [], "Say who at the client accepts the risk: --accepted-by 'Managing director, Ann Lee'"),
        ("accepted", ["--accepted-by", "  ", "--until", "2027-01-01"], "Say who at the client accepts the risk"),
        ("accepted", ["--accepted-by", "it"], "A risk is accepted until a day, on which it is looked at again: --until"),
        ("accepted", ["--accepted-by", "it", "--until", "2026-11-16"], "--until takes a day after 2026-11-16, not 2026-11-16"),
        ("accepted", ["--accepted-by", "it", "--until", "soon"], "--until takes a day such as 2026-11-16, not 'soon'."),
        ("accepted", ["--accepted-by", "finance", "--until", "2027-01-01"], "2 contacts (Cy Burr, Dee Moss) with the role finance."),
        ("accepted", ["--accepted-by", "bob", "--until", "2027-01-01"], "is of the practice and cannot decide for Acme Explosives"),
        ("accepted", ["--accepted-by", "user", "--until", "2027-01-01"], "Acme Explosives has no contact with the role user."),
        ("marginal", ["--until", "2027-01-01"], "--accepted-by and --until go with the stage 'accepted', not with 'marginal'."),
        ("marginal", ["--accepted-by", "it"], "--accepted-by and --until go with the stage 'accepted', not with 'marginal'."),
        ("marginal", ["--way", "later"], "--way takes catch-up, in-scope, out-of-scope, opportunistic, not 'later'."),
        ("aligned", ["--way", "in-scope"], "What is judged aligned needs no fixing"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_and_nothing_is_written(
    firm: Practice, stage: str, options: list[str], sentence: str
) -> None:
    done = firm.run("finding", "triage", "acme", "firewall-firmware", stage, "--reason", "x", *options)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert not (firm.root / PATH).exists()


def test_lint_warns_of_an_acceptance_that_has_run_out_until_somebody_judges_or_fixes_it(firm: Practice) -> None:
    def codes(today: date) -> list[str]:
        found = firm.run("lint", str(firm.root / "clients"), "--json", today=today).json["problems"]
        return [each["code"] for each in found]

    assert accept(firm).code == 0
    late = UNTIL + timedelta(1)
    assert codes(UNTIL) == []
    assert codes(late) == ["T105"]
    firm.review("acme", "firewall-firmware,yes,\n", today=late)
    assert codes(late) == []
    firm.git("revert", "--no-edit", "HEAD")
    again = firm.run("finding", "triage", "acme", "firewall-firmware", "vulnerable", "--reason", "x", today=late)
    assert again.code == 0
    assert codes(late) == []


def test_a_person_sees_what_is_open_accepted_and_reopened_on_eighty_columns(firm: Practice, golden: Golden) -> None:
    firm.client("nova", name="Nova", contacts=[])
    firm.standard("firewall-backup", remedy={"summary": "Buy.", "area": "professional-services", "hours": 4})
    firm.commit()
    rows = "firewall-backup,no,No copy outside the building.\nfirewall-label,no,\nmailbox-quota,no,\n"
    firm.review("nova", rows, today=FEBRUARY)
    firm.review("nova", "firewall-label,yes,\n", today=MAY)
    firm.review("nova", "firewall-label,no,Fell off again.\n", today=date(2026, 8, 10))

    def triage(client: str, name: str, stage: str, *options: str, today: date = TODAY) -> None:
        done = firm.run("finding", "triage", client, name, stage, "--reason", "x", *options, today=today)
        assert done.code == 0, done.err

    triage("nova", "firewall-backup", "vulnerable", "--way", "out-of-scope")
    triage("nova", "mailbox-quota", "accepted", "--accepted-by", "Owner", "--until", "2026-11-15", today=FEBRUARY)
    assert accept(firm, until="2026-12-10").code == 0
    shown = firm.run("finding", "list", env={"COLUMNS": "80"})
    assert max(map(len, shown.out.splitlines())) <= 80
    golden.check("findings-80.txt", shown.out)


def test_from_an_earlier_day_the_acceptance_still_holds(firm: Practice) -> None:
    from msptool.alignment.viewpoint import viewpoint

    assert accept(firm).code == 0
    view = viewpoint(Workspace(firm.root, UNTIL + timedelta(9)), str(UNTIL))
    assert [each.status for each in view.findings(view.client("acme"))] == ["accepted"]


def test_an_end_far_ahead_is_remarked(firm: Practice) -> None:
    assert "2072-03-31 is more than three years ahead" in accept(firm, until="2072-03-31").err
    assert "three years" not in accept(firm).err
