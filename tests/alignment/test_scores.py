"""The alignment score, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from msptool.alignment.data import tally_data
from msptool.alignment.scores import Assessment, Tally, added, by_section, tally
from msptool.clients.model import Client
from msptool.standards.library import Library
from msptool.standards.model import Category
from tests.alignment.builders import EXAMPLE, assessed, build
from tests.reviews.builders import given, library, standard


def test_the_worked_example_of_the_domain_by_method_vcio() -> None:
    lib, answers, triage = build(EXAMPLE)
    total = assessed(lib, answers, "vcio", triage=triage).total
    assert (total.earned, total.possible) == (10.5, 16)
    assert total.score == pytest.approx(0.65625)
    assert f"{total.score:.1%}" == "65.6%"
    assert (total.answered, total.applicable) == (5, 6)
    assert total.coverage == pytest.approx(5 / 6)
    assert total.lower_bound == pytest.approx(10.5 / 17)


def test_the_same_answers_weighted_and_plain() -> None:
    lib, answers, triage = build(EXAMPLE)
    weighted = assessed(lib, answers, "weighted", triage=triage).total
    assert (weighted.earned, weighted.possible, weighted.score) == (8, 16, 0.5)
    assert weighted.lower_bound == pytest.approx(8 / 17)
    plain = assessed(lib, answers, "plain", triage=triage).total
    assert (plain.earned, plain.possible, plain.score) == (2, 4, 0.5)
    assert plain.lower_bound == pytest.approx(2 / 5)


def test_an_untriaged_finding_is_worth_nothing_by_method_vcio() -> None:
    lib, answers, _ = build(EXAMPLE)
    assert assessed(lib, answers, "vcio").total.earned == 8


def test_a_finding_triaged_as_aligned_is_worth_everything() -> None:
    lib, answers, triage = build([("high", "no", "aligned"), ("low", "no", None)])
    total = assessed(lib, answers, "vcio", triage=triage).total
    assert (total.earned, total.possible) == (5, 6)


def test_the_practice_may_set_its_own_weights() -> None:
    lib, answers, _ = build([("high", "yes", None), ("medium", "no", None), ("low", "no", None)])
    assert assessed(lib, answers, weights={"high": 10, "medium": 4, "low": 2}).total.score == 10 / 16
    nothing = assessed(lib, answers, weights={"high": 0, "medium": 0, "low": 0}).total
    assert (nothing.score, nothing.lower_bound, nothing.coverage) == (None, None, 1)


def test_no_answer_is_no_score_and_never_zero() -> None:
    lib, _, _ = build(EXAMPLE)
    data = tally_data(assessed(lib, []).total)
    assert (data["score"], data["coverage"], data["lower_bound"]) == (None, 0, 0)
    assert (data["answered"], data["applicable"], data["earned"], data["possible"]) == (0, 6, 0, 0)


def test_nothing_but_not_applicable_is_no_score_either() -> None:
    lib, answers, _ = build([("high", "n/a", None), ("low", "n/a", None)])
    total = assessed(lib, answers).total
    assert (total.score, total.lower_bound, total.coverage, total.answered) == (None, None, 1, 2)


def test_where_nothing_applies_there_is_nothing_to_say() -> None:
    data = tally_data(assessed(Library({}, {}), []).total)
    assert (data["score"], data["coverage"], data["lower_bound"], data["applicable"]) == (None, None, None, 0)


def test_nothing_but_no_is_a_real_zero() -> None:
    lib, answers, _ = build([("high", "no", None)])
    assert assessed(lib, answers).total.score == 0


def test_an_answer_is_overdue_from_the_day_it_runs_out_and_still_counts() -> None:
    one = standard("mail-mfa")
    lib = library(one)
    answer = [given(one, "yes", "2026-08-16")]
    before, on = (assessed(lib, answer, as_of=date(2026, 11, day)).total for day in (15, 16))
    assert (before.overdue, on.overdue) == (0, 1)
    assert on.score == 1


def test_a_standard_that_does_not_apply_is_in_neither_sum() -> None:
    vpn, mail = standard("vpn", "high", applies_to={"technologies": ["vpn"]}), standard("mail")
    lib, answers = library(vpn, mail), [given(vpn, "no", "2026-11-01"), given(mail, "yes", "2026-11-01")]
    without, having = Client(id="a", name="A"), Client.model_validate({"id": "a", "name": "A", "technologies": ["vpn"]})
    assert assessed(lib, answers, client=without).total.score == 1
    assert assessed(lib, answers, client=having).total.score == 3 / 8


def test_an_exemption_takes_an_old_no_out_of_the_score_while_it_holds() -> None:
    mail, firewall = standard("mail"), standard("wall", category="firewalls")
    lib, answers = library(mail, firewall), [given(mail, "no", "2026-01-05"), given(firewall, "yes", "2026-01-05")]
    exemption = {"category": "email", "reason": "x", "by": "Owen", "since": "2026-02-01", "until": "2026-06-30"}
    client = Client.model_validate({"id": "a", "name": "A", "exemptions": [exemption]})
    scores = [assessed(lib, answers, client=client, as_of=date(2026, month, 15)).total.score for month in (1, 4, 8)]
    assert scores == [0.5, 1, 0.5]


def test_the_priority_of_today_s_library_weighs_an_old_answer() -> None:
    was, now = standard("mail", "low"), standard("mail", "high")
    other = standard("other", "low")
    answers = [given(was, "no", "2026-01-05"), given(other, "yes", "2026-01-05")]
    assert assessed(library(was, other), answers).total.score == 1 / 2
    assert assessed(library(now, other), answers).total.score == 1 / 6


def test_answers_to_another_wording_do_not_count() -> None:
    old, new = standard("mail", question="Is MFA on?"), standard("mail", question="Is MFA on for every mailbox?")
    answers = [given(old, "yes", "2026-11-01")]
    assert assessed(library(new), answers).total.answered == 0
    kept = standard("mail", question="Is MFA on for every mailbox?", earlier_wordings=["Is MFA on?"])
    assert assessed(library(kept), answers).total.score == 1


def test_categories_come_in_library_order_with_their_own_points() -> None:
    firewall, mail, more = standard("wall", "high", category="firewalls"), standard("mail"), standard("more", "low")
    lib = library(firewall, mail, more)
    answers = [given(firewall, "no", "2026-11-01"), given(mail, "yes", "2026-11-01"), given(more, "yes", "2026-11-01")]
    found = assessed(lib, answers).by_category(lib)
    assert [(category.id, each.earned, each.possible) for category, each in found] == [
        ("firewalls", 0, 5),
        ("email", 4, 4),
    ]


def test_sections_join_categories_and_leave_out_those_without() -> None:
    standards = [standard("a", category="one"), standard("b", category="two"), standard("c", category="three")]
    sections = {"one": "Cloud", "two": "", "three": "Cloud"}
    lib = Library(
        {each.id: each for each in standards},
        {name: Category(id=name, name=name, section=section) for name, section in sections.items()},
    )
    answers = [given(each, "yes", "2026-11-01") for each in standards[:2]]
    found = by_section(assessed(lib, answers), lib)
    assert [(name, each.answered, each.applicable) for name, each in found] == [("Cloud", 1, 2)]


def test_the_practice_as_a_whole_adds_up_points_not_percentages() -> None:
    lib, answers, _ = build([("high", "yes", None), ("low", "yes", None)])
    small, nothing = build([("low", "no", None)]), build([("low", None, None)])
    everyone: list[Assessment] = [assessed(lib, answers), assessed(small[0], small[1]), assessed(nothing[0], [])]
    total = added(each.total for each in everyone)
    assert (total.earned, total.possible, total.score) == (6, 7, 6 / 7)
    assert (total.answered, total.applicable) == (3, 4)


def test_a_tally_of_nothing_is_all_nothing() -> None:
    assert tally([]) == Tally(0, 0, 0, 0, 0, 0)


def test_each_part_says_its_standard_weight_answer_and_credit() -> None:
    lib, answers, triage = build(EXAMPLE)
    parts = assessed(lib, answers, "vcio", triage=triage).parts
    assert [(part.standard.id, part.weight, part.answer, part.credit, part.stage) for part in parts] == [
        ("s-0", 5, "yes", 1.0, None), ("s-1", 5, "no", 0.5, "marginal"), ("s-2", 5, "n/a", None, None),
        ("s-3", 3, "yes", 1.0, None), ("s-4", 3, "no", 0.0, "vulnerable"), ("s-5", 1, None, None, None),
    ]  # fmt: skip
