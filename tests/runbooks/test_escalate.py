"""May I do this? The level, the rule that says so, and why no lower level may (seed 002)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.runbooks.escalation.answer import Case, decide, time_limit
from msptool.runbooks.escalation.model import EscalationMap
from msptool.runbooks.model import CATEGORIES, IMPACTS, LEVELS
from tests.runbooks.builders import MAP
from tests.small_practice import Golden, Practice


def the_map() -> EscalationMap:
    import yaml

    data = yaml.load(MAP, Loader=yaml.BaseLoader)
    for each in data["rules"]:
        each["minutes"] = int(each["minutes"])
    for each in data["owner_only"]:
        each["emergency"] = each.get("emergency") == "true"
    return EscalationMap.model_validate(data)


@pytest.mark.parametrize(
    ("category", "impact", "cost", "minutes", "level", "rule"),
    [
        ("network", "user", "0", 0, "level-1", "one-network"),
        ("network", "user", "50.00", 30, "level-1", "one-network"),  # the limits themselves are within
        ("network", "user", "50.01", 30, "level-2", "two-any"),
        ("network", "user", "50.00", 31, "level-2", "two-any"),
        ("network", "team", "0", 0, "level-2", "two-any"),
        ("identity", "user", "0", 0, "level-2", "two-any"),  # Level 1 has no rule for it
        ("network", "client", "500", 240, "level-2", "two-any"),
        ("network", "client", "500.01", 0, "owner", None),
        ("network", "client", "0", 241, "owner", None),
        ("network", "clients", "0", 0, "owner", "many-down"),
        ("saas", "clients", "0", 0, "owner", "many-down"),
    ],
)  # fmt: skip
def test_the_lowest_level_within_whose_limits_it_is(
    desk: Practice, category: str, impact: str, cost: str, minutes: int, level: str, rule: str | None
) -> None:
    done = desk.run(
        "escalate", "--category", category, "--impact", impact, "--cost", cost, "--minutes", str(minutes), "--json"
    )
    assert (done.code, done.json["level"], done.json["rule"]) == (0, level, rule)
    assert done.json["allowed"] == (level == "level-1")


def test_every_limit_that_is_passed_is_named(desk: Practice) -> None:
    found = desk.run(
        "escalate", "--category", "network", "--impact", "team", "--cost", "900", "--minutes", "60", "--json"
    ).json
    assert found["not"] == [
        {"level": "level-1", "rule": "one-network", "reasons": [
            "it affects several people, and the limit is one person", "it costs USD 900.00, and the limit is USD 50.00",
            "it takes 60 minutes, and the limit is 30",
        ]},
        {"level": "level-2", "rule": "two-any", "reasons": ["it costs USD 900.00, and the limit is USD 500.00"]},
    ]  # fmt: skip


def test_the_answers_in_words(desk: Practice, golden: Golden) -> None:
    asked = (
        ("--runbook", "vpn", "--impact", "user"), ("--category", "network", "--impact", "team", "--by", "sam"),
        ("--category", "identity", "--impact", "user"), ("--category", "saas", "--impact", "client", "--cost", "1,200"),
        ("--category", "network", "--impact", "clients"), (),
    )  # fmt: skip
    said = [f"$ msptool escalate {' '.join(each)}\n{desk.run('escalate', *each).out}" for each in asked]
    golden.check("escalate.txt", "\n".join(said))


def test_a_runbook_gives_its_category_and_its_sign_offs(desk: Practice) -> None:
    found = desk.run("escalate", "--runbook", "vpn", "--impact", "user", "--json").json
    assert (found["category"], found["runbooks"]) == ("network", ["vpn"])
    assert found["signoffs"] == [
        {
            "what": "A server is restarted in working hours.",
            "who": ["the client's point of contact", "Level 2 (Sam Two)"],
            "any_one": False,
            "written": False,
        }
    ]
    assert found["next"].startswith("Go ahead with msptool runbook run vpn.")


def test_whoever_is_on_a_higher_level_may_do_more(desk: Practice) -> None:
    for by, allowed in (("dana", False), ("sam", True), ("ruth", True), ("jim", False)):
        found = desk.run("escalate", "--category", "saas", "--impact", "user", "--by", by, "--json").json
        assert found["allowed"] is allowed, by


def test_somebody_on_no_level_may_not_go_ahead_and_is_told_why(desk: Practice) -> None:
    """Bob is the vCIO: what Level 1 may do is not his to do, because the map gives him nothing."""
    asked = ("--category", "network", "--impact", "user", "--by", "bob")
    out = desk.run("escalate", *asked).out
    assert out.startswith(
        "No: Level 1 decides this (Network, one person).\n  Bob Vee is on no level of practice/escalation.yaml.\n"
    )
    assert "Next: Hand it to Level 1 (Dana Desk): The queue Level 1." in out
    found = desk.run("escalate", *asked, "--json").json
    assert (found["allowed"], found["asking"], found["level"]) == (False, None, "level-1")


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("dana", "costs more than USD 50.00, takes more than 30 minutes or affects more than one person."),
        ("sam", "costs more than USD 500.00, takes more than 240 minutes or affects more than a whole client."),
        ("ruth", ""),
    ],
)
def test_whoever_goes_ahead_hears_the_limits_of_the_own_level(desk: Practice, by: str, said: str) -> None:
    """All three may do what Level 1 may; how far each may go differs."""
    out = desk.run("escalate", "--category", "network", "--impact", "user", "--by", by).out
    expected = f"Go ahead. Stop and escalate when it {said}" if said else "Go ahead."
    assert f"  Next: {expected}\n" in out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--impact", "user"), "Name the ticket's category with --category, or a runbook with --runbook."),
        (("--category", "network"), "Say with --impact who is affected"),
        (("--category", "netwrok", "--impact", "user"), "There is no category 'netwrok'. Did you mean 'network'?"),
        (("--category", "network", "--impact", "everybody"), "It is user (one person)"),
        (("--category", "network", "--impact", "user", "--cost", "much"), "--cost takes an amount such as 120 or 89.90"),
        (("--category", "network", "--impact", "user", "--cost", "-1"), "--cost takes an amount"),
        (("--category", "network", "--impact", "user", "--cost", "1.999"), "--cost takes an amount"),
        (("--category", "network", "--impact", "user", "--by", "dnaa"), "Did you mean 'dana'?"),
        (("--runbook", "vnp", "--impact", "user"), "Did you mean 'vpn'?"),
        (("--runbook", "vnp"), "There is no runbook 'vnp'. Did you mean 'vpn'?"),
        (("--category", "netwrok"), "There is no category 'netwrok'. Did you mean 'network'?"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said(desk: Practice, options: tuple[str, ...], sentence: str) -> None:
    done = desk.run("escalate", *options)
    assert done.code == 2
    assert sentence in done.err


def test_without_a_map_nobody_knows(practice: Practice) -> None:
    done = practice.run("escalate", "--category", "network", "--impact", "user")
    assert done.code == 3
    assert "There is no practice/escalation.yaml" in done.err


CASES = st.builds(
    Case, st.sampled_from(list(CATEGORIES)), st.sampled_from(list(IMPACTS)),
    st.decimals(0, 2000, places=2), st.integers(0, 600),
)  # fmt: skip


@given(CASES, st.decimals(0, 100, places=2), st.integers(0, 60))
def test_more_money_or_time_never_moves_a_case_to_a_lower_level(case: Case, cost: Decimal, minutes: int) -> None:
    order = tuple(LEVELS)
    more = Case(case.category, case.impact, case.cost + cost, case.minutes + minutes)
    assert order.index(decide(the_map(), more, "USD").level) >= order.index(decide(the_map(), case, "USD").level)


@given(CASES)
def test_a_ruling_below_the_owner_names_a_rule_that_covers_the_case(case: Case) -> None:
    ruling = decide(the_map(), case, "USD")
    if ruling.limits is not None:
        assert case.cost <= ruling.limits.cost
        assert case.minutes <= ruling.limits.minutes
        assert list(IMPACTS).index(case.impact) <= list(IMPACTS).index(ruling.limits.impact)
    assert all(each.reasons for each in ruling.lower)


def test_how_long_a_level_has() -> None:
    assert time_limit(the_map(), "network", "level-1") == 30
    assert time_limit(the_map(), "identity", "level-1") is None
    assert time_limit(the_map(), "identity", "level-2") == 240
