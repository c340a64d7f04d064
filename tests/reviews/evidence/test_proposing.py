"""What checks of tools say together, and when they propose an answer."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from msptool.reviews.evidence.model import Check, Evidence, Subject
from msptool.reviews.evidence.proposing import Proposal, conclude, proposals
from msptool.reviews.record import Given
from msptool.standards.model import Standard
from tests.reviews.builders import answer, review, standard

TODAY = date(2026, 11, 16)
MFA = standard("mfa", decided_by={"gear": ["A.1v1"]})
HASH = "a" * 64


def evidence(tool: str = "gear", taken: date = date(2026, 11, 10), **checks: str) -> Evidence:
    """A run of a tool: check (with `_` for `.`) -> result."""
    return Evidence.model_validate(
        {
            "client": "acme", "id": f"{tool}-{taken}", "tool": tool, "name": tool.title(), "version": "2", "imported": taken,
            "taken": datetime(taken.year, taken.month, taken.day, 9, tzinfo=UTC), "subject": Subject(),
            "file": {"name": "x.json", "sha256": HASH, "bytes": 1},
            "checks": {name.replace("_", "."): Check.model_validate({"result": result}) for name, result in checks.items()},
        }
    )  # fmt: skip


def only(asked: Standard, *found: Evidence, answers: Any = (), max_age: int = 30) -> Proposal:
    """The one proposal for a standard."""
    given = {asked.id: list(answers)}
    [proposal] = proposals([asked], found, given, TODAY, max_age)
    return proposal


def said(asked: Standard, value: str, on: str, **more: Any) -> Given:
    return Given(asked.id, answer(asked, value, on, **more), review(on))


@pytest.mark.parametrize(
    ("result", "proposed", "why"),
    [
        ("passed", "yes", "A.1v1 passed"), ("failed", "no", "A.1v1 failed"), ("by-hand", None, "A.1v1 is to be checked by hand"),
        ("omitted", None, "A.1v1 was left out when the tool ran"), ("error", None, "A.1v1 ended in an error of the tool"),
        ("disputed", None, "the tool's result of A.1v1 was marked as wrong"),
    ],
)  # fmt: skip
def test_one_check_answers_or_leaves_it_to_a_person(result: str, proposed: str | None, why: str) -> None:
    found = only(MFA, evidence(A_1v1=result))
    assert (found.answer, found.grounds.why) == (proposed, why)
    assert found.reason == ("" if proposed else why)


def test_a_standard_that_names_no_check_gets_no_proposal() -> None:
    assert proposals([standard("other")], [evidence(A_1v1="passed")], {}, TODAY, 30) == []
    assert proposals([MFA], [evidence("goggles", A_1v1="passed")], {}, TODAY, 30) == []


def test_all_must_pass_and_one_failure_is_enough() -> None:
    both = standard("both", decided_by={"gear": ["A", "B"]})
    assert only(both, evidence(A="passed", B="passed")).answer == "yes"
    assert only(both, evidence(A="passed", B="failed")).answer == "no"
    assert only(both, evidence(A="by-hand", B="failed")).answer == "no"
    assert only(both, evidence(A="passed", B="by-hand")).answer is None
    assert only(both, evidence(A="passed")).reason == "the file has no B"


RESULTS = st.sampled_from(["passed", "failed", "by-hand", "omitted", "disputed", "error", None])


@for_all(st.lists(RESULTS, min_size=1, max_size=5))
def test_the_answer_of_several_checks_follows_the_rule_in_any_order(results: list[str | None]) -> None:
    names = [f"C{number}" for number in range(len(results))]
    checks = {name: result for name, result in zip(names, results, strict=True) if result}
    expected = "no" if "failed" in results else "yes" if set(results) == {"passed"} else None
    for order in itertools.permutations(names):
        assert conclude(order, evidence(**checks)).answer == expected  # type: ignore[arg-type]


def test_a_check_with_two_ids_is_found_under_either() -> None:
    renamed = standard("renamed", decided_by={"gear": ["NEW.5v1 or OLD.6v1"]})
    assert only(renamed, evidence(OLD_6v1="failed")).answer == "no"
    assert only(renamed, evidence(NEW_5v1="passed")).answer == "yes"
    assert only(renamed, evidence(NEW_5v1="passed", OLD_6v1="failed")).answer == "yes"


def test_a_check_in_another_version_answers_nothing_and_is_named() -> None:
    found = only(MFA, evidence(A_1v2="passed"))
    assert found.answer is None
    assert found.reason.startswith("the file has A.1v2, and the standard names A.1v1")


def test_stale_evidence_proposes_nothing() -> None:
    old = evidence(taken=date(2026, 10, 16), A_1v1="failed")
    assert only(MFA, old, max_age=31).answer == "no"
    assert (
        only(MFA, old, max_age=30).reason
        == "the evidence is stale: Gear 2, 2026-10-16 is 31 days old, and it counts for 30"
    )


def test_the_newest_run_that_has_the_check_counts() -> None:
    newer, older = evidence(B="passed"), evidence(taken=date(2026, 11, 2), A_1v1="failed")
    assert only(MFA, newer, older).answer == "no"
    assert only(MFA, evidence(A_1v1="passed"), older).answer == "yes"


def test_tools_that_contradict_each_other_propose_nothing() -> None:
    two = standard("two", decided_by={"gear": ["A"], "rmm": ["login"]})
    found = only(two, evidence(A="passed"), evidence("rmm", login="failed"))
    assert (found.answer, found.reason) == (None, "the tools contradict each other: Gear says yes, Rmm says no")
    assert only(two, evidence(A="passed"), evidence("rmm", login="by-hand")).answer == "yes"


def test_what_differs_from_the_last_answer_is_a_contradiction() -> None:
    fails = evidence(A_1v1="failed")
    assert only(MFA, fails, answers=[said(MFA, "yes", "2026-08-12")]).contradicts
    assert only(MFA, fails, answers=[said(MFA, "n/a", "2026-08-12")]).contradicts
    assert not only(MFA, fails, answers=[said(MFA, "no", "2026-08-12")]).contradicts
    assert not only(MFA, fails).contradicts


def test_a_later_answer_and_an_accepted_one_need_no_proposal() -> None:
    fails = evidence(A_1v1="failed")
    assert only(MFA, fails, answers=[said(MFA, "yes", "2026-11-10")]).answer == "no"
    late = only(MFA, fails, answers=[said(MFA, "yes", "2026-11-11")])
    assert late.reason == "it was answered on 2026-11-11, after the tool looked on 2026-11-10"
    used = {"record": "gear-2026-11-10", "sha256": HASH}
    assert (
        only(MFA, fails, answers=[said(MFA, "no", "2026-11-12", evidence=used)]).reason
        == "it was accepted on 2026-11-12"
    )
