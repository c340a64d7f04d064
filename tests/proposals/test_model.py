"""What a proposal's file may say."""

from __future__ import annotations

from typing import Any

import pytest

from tests.proposals.samples import FIREWALL, PROPOSAL, TEMPLATE, changed, desk
from tests.small_practice import Practice, dump

__all__ = ["desk"]


def problems(practice: Practice) -> list[str]:
    return [each["message"] for each in practice.run("lint", "--json").json["problems"]]


def with_item(**fields: Any) -> str:
    return changed(equipment=[{"kind": "hardware", "name": "Thing", "unit_cost": 10, **fields}])


def test_the_sample_is_in_order(desk: Practice) -> None:
    assert problems(desk) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (with_item(markup=30, margin=20), "a line has one of 'markup', 'margin' and 'unit_price', not several"),
        (with_item(markup=30, unit_price=20), "not several"),
        (with_item(margin=100), "less than 100"),
        (with_item(margin=-1), "-1 is less than 0"),
        (with_item(markup="thirty"), "a percentage is a number"),
        (with_item(unit_cost="1.234"), "at most two decimals"),
        (with_item(quantity=0), "0.00 is not more than 0"),
        (with_item(quantity="some"), "this is a number with at most two decimals"),
        (with_item(billing="weekly"), "'weekly' is not one of"),
        (with_item(option="gold"), "a line names the option gold, which is not there"),
        (with_item(unit_cots=1), "'unit_cots' is not a key"),
        (changed(timeline=[{"phase": "implementation", "title": "x", "area": "tam", "hours": {"best": 3, "likely": 2, "worst": 4}}]),
         "'best' is at most 'likely'"),
        (changed(timeline=[{"phase": "warranty", "title": "x", "area": "tam", "hours": {"best": 1, "likely": 2, "worst": 4}}]),
         "'warranty' is not one of"),
        (changed(options=[*PROPOSAL["options"], {"id": "pair", "title": "Twice"}]), "two options have the id pair"),
        (changed(options=PROPOSAL["options"][:2], equipment=[]), "alternatives are two or more"),
        (changed(options=[{**each, "recommended": False} for each in PROPOSAL["options"]]), "exactly one of them is recommended"),
        (changed(chosen=["gold"]), "there is no option gold to choose"),
        (changed(terms={"currency": "USD", "markup": 30, "rates": {}, "tax": {}}), "the terms have no rate for professional-services"),
        (changed(priority=0), "0 is less than 1"),
        (changed(per="seat"), "'per' is not a key of a proposal"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_one_problem(desk: Practice, text: str, words: str) -> None:
    desk.write(FIREWALL, text)
    found = problems(desk)
    assert len(found) == 1
    assert words in found[0]


def test_only_a_template_counts(desk: Practice) -> None:
    desk.write(FIREWALL, with_item(per="seat"))
    assert problems(desk) == ["'per' is not a key of a proposal"]
    desk.write(FIREWALL, changed())
    desk.write(
        TEMPLATE, dump({"title": "x", "equipment": [{"kind": "hardware", "name": "x", "unit_cost": 1, "every": 3}]})
    )
    assert "'every' counts seats, servers or sites: say which with 'per'" in problems(desk)[0]
