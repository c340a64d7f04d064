"""Prices: markup and margin kept apart, three-point hours, tax, and sums that add up to the cent."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from msptool.proposals.model import Estimate, Item, Terms
from msptool.proposals.pricing import (
    Amounts,
    Totals,
    deviation,
    expected,
    margin_of,
    markup_of,
    priced,
    taken,
    terms_of,
    unit_price,
    with_margin,
    with_markup,
)
from msptool.standards.model import AREAS
from msptool.workspace.settings import RATES, Proposals, Settings
from tests.proposals.samples import FIREWALL, PROPOSAL, changed, desk, ok, proposal
from tests.small_practice import Practice

__all__ = ["desk"]

CENT = Decimal("0.01")
TINY = Decimal("1e-9")
TERMS = Terms.model_validate(
    {
        "currency": "USD", "markup": 30,
        "rates": {"professional-services": {"price": 100, "cost": 40}, "service-desk": {"price": 60, "cost": 30}},
        "tax": {"rate": 10, "taxable": ["hardware"]},
    }
)  # fmt: skip

costs = st.decimals(Decimal("0.01"), Decimal(100_000), places=2)
percents = st.decimals(Decimal(0), Decimal(300), places=1)
margins = st.decimals(Decimal(0), Decimal("99.9"), places=1)
hours = st.decimals(Decimal(0), Decimal(500), places=2)


def item(**fields: Any) -> Item:
    return Item.model_validate({"kind": "hardware", "name": "Thing", "unit_cost": 3000, **fields})


def test_a_markup_of_30_percent_is_a_margin_of_23_1_and_the_other_way_round() -> None:
    assert with_markup(Decimal(3000), Decimal(30)) == Decimal("3900.00")
    assert margin_of(Decimal(3000), Decimal(3900)) == pytest.approx(Decimal("23.0769"), abs=Decimal("0.0001"))
    assert with_margin(Decimal(3000), Decimal(30)) == Decimal("4285.71")
    assert markup_of(Decimal(3000), Decimal("4285.71")) == pytest.approx(Decimal("42.857"), abs=Decimal("0.001"))


@pytest.mark.parametrize(
    ("fields", "price"),
    [
        ({}, "3900.00"), ({"markup": 30}, "3900.00"), ({"markup": 0}, "3000.00"), ({"margin": 30}, "4285.71"),
        ({"margin": 0}, "3000.00"), ({"unit_price": 3333.33}, "3333.33"), ({"unit_cost": 0}, "0.00"),
    ],
)  # fmt: skip
def test_a_line_has_its_own_price_rule_or_that_of_the_settings(fields: dict[str, Any], price: str) -> None:
    assert unit_price(item(**fields), Decimal(30)) == Decimal(price)


@pytest.mark.parametrize("margin", [Decimal(100), Decimal("100.1"), Decimal(250)])
def test_a_margin_of_all_or_more_is_refused(margin: Decimal) -> None:
    with pytest.raises(ValueError, match="less than 100 %"):
        with_margin(Decimal(10), margin)
    with pytest.raises(ValidationError):
        item(margin=margin)


def test_what_costs_nothing_has_no_markup_and_what_is_free_no_margin() -> None:
    assert markup_of(Decimal(0), Decimal(10)) is None
    assert margin_of(Decimal(10), Decimal(0)) is None
    assert (Amounts().markup, Amounts().margin) == (None, None)


@given(costs, percents)
def test_a_markup_is_found_again_in_its_price(cost: Decimal, markup: Decimal) -> None:
    price = with_markup(cost, markup)
    found = markup_of(cost, price)
    assert found is not None
    # The price is off by half a cent at most.
    assert abs(found - markup) <= CENT / 2 / cost * 100 + TINY
    assert price >= cost


@given(costs, margins)
def test_a_margin_is_found_again_in_its_price(cost: Decimal, margin: Decimal) -> None:
    price = with_margin(cost, margin)
    found = margin_of(cost, price)
    assert found is not None
    # So is this one, and what that is in percent depends on the price.
    assert abs(found - margin) <= (CENT / 2) * 100 / (price - CENT / 2) + TINY


@given(costs, margins)
def test_margin_and_markup_are_two_names_of_one_price(cost: Decimal, margin: Decimal) -> None:
    markup = margin / (100 - margin) * 100
    assert abs(with_margin(cost, margin) - with_markup(cost, markup)) <= CENT
    price = with_margin(cost, margin)
    found, other = markup_of(cost, price), margin_of(cost, price)
    assert found is not None
    assert other is not None
    assert found == pytest.approx(other / (100 - other) * 100)
    assert other <= found


@given(costs, percents)
def test_a_price_is_rounded_half_up_to_a_cent(cost: Decimal, markup: Decimal) -> None:
    exact = cost * (100 + markup) / 100
    price = with_markup(cost, markup)
    assert price == price.quantize(CENT)
    assert -CENT / 2 < price - exact <= CENT / 2


def test_half_a_cent_goes_up() -> None:
    assert with_markup(Decimal("0.10"), Decimal(5)) == Decimal("0.11")
    assert with_markup(Decimal("0.30"), Decimal(15)) == Decimal("0.35")


def estimate(best: Any, likely: Any, worst: Any) -> Estimate:
    return Estimate(best=best, likely=likely, worst=worst)


def test_expected_hours_and_their_deviation_are_those_of_pert() -> None:
    exchange = estimate(2, 4, 12)
    assert expected(exchange) == Decimal("5.00")
    assert deviation([exchange]) == pytest.approx(Decimal("1.6667"), abs=Decimal("0.0001"))
    # The whole: the root of the sum of the squares, less than the sum.
    both = deviation([estimate(0, 1, 18), estimate(0, 1, 24)])
    assert both == pytest.approx(Decimal(5))
    assert deviation([]) == 0
    assert expected(estimate(1, 1, 2)) == Decimal("1.17")


@given(hours, hours, hours)
def test_expected_hours_lie_between_best_and_worst(one: Decimal, two: Decimal, three: Decimal) -> None:
    best, likely, worst = sorted((one, two, three))
    found = estimate(best, likely, worst)
    assert best <= expected(found) <= worst
    assert 0 <= deviation([found]) <= worst - best


@pytest.mark.parametrize("points", [(2, 1, 3), (1, 3, 2), (3, 2, 1), (-1, 0, 1)])
def test_three_points_that_do_not_rise_are_refused(points: tuple[int, int, int]) -> None:
    with pytest.raises(ValidationError):
        estimate(*points)


def test_the_whole_proposal_by_head() -> None:
    found = priced(proposal(), TERMS)
    base, pair, next_day, four_hours = found.parts
    # Work: 2 h and 5 h at 100, 1 h and 0.5 h at 60. Hardware 3,900 with 10 % tax. Twice 15 a month; 200 a year.
    assert base.labour == Amounts(Decimal("790.00"), Decimal("0.00"), Decimal("325.00"))
    assert base.hours == Decimal("8.50")
    assert base.totals == Totals(
        Amounts(Decimal("4690.00"), Decimal("390.00"), Decimal("3325.00")),
        Amounts(Decimal("30.00"), Decimal("0.00"), Decimal("20.00")),
        Amounts(Decimal("200.00"), Decimal("0.00"), Decimal("100.00")),
    )
    assert base.totals.first_year.gross == Decimal("5080") + 12 * 30 + 200
    # The settings' markup, then work.
    assert pair.totals.once == Amounts(Decimal("1500.00"), Decimal("130.00"), Decimal("1080.00"))
    assert (next_day.totals.once.net, four_hours.totals.once.net) == (Decimal("130.00"), Decimal("390.00"))
    assert found.offered == ("next-day",)
    assert found.totals(found.offered).once.gross == Decimal("5210.00")
    assert found.totals(("pair", "four-hours")).once.gross == Decimal("5080") + 1630 + 390
    assert found.totals(()).once.gross == Decimal("5080.00")


def test_an_accepted_proposal_holds_what_was_chosen_and_any_other_the_recommended_alternative() -> None:
    for status, options, gross in (("accepted", ("pair", "four-hours"), "7100.00"), ("sent", ("next-day",), "5210.00")):
        each = proposal(status=status, chosen=["pair", "four-hours"])
        found = priced(each, TERMS)
        assert taken(each, found) == options
        assert found.totals(options).once.gross == Decimal(gross)


def test_tax_is_for_the_kinds_of_the_settings_and_not_for_the_exempt() -> None:
    everything = TERMS.model_copy(
        update={"tax": Proposals.model_validate({"tax": {"rate": 8.875, "taxable": ["service", "labour"]}}).tax}
    )
    found = priced(proposal(), everything).base.totals
    # Each line by itself: 200, 500, 60 and 30 of work, and 30 a month.
    assert found.once.tax == sum(
        (Decimal(net) * Decimal("8.875") / 100).quantize(CENT, ROUND_HALF_UP) for net in (200, 500, 60, 30)
    )
    assert (found.monthly.tax, found.annual.tax) == (Decimal("2.66"), Decimal("0.00"))
    exempt = priced(proposal(tax_exempt=True), everything)
    assert [part.totals.first_year.tax for part in exempt.parts] == [0, 0, 0, 0]


lines = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["hardware", "software", "service"]), "name": st.just("Thing"),
        "quantity": st.decimals(Decimal("0.01"), Decimal(500), places=2), "unit_cost": costs,
        "billing": st.sampled_from(["once", "monthly", "annual"]), "option": st.sampled_from([None, "a", "b"]),
    },
    optional={"markup": percents},
)  # fmt: skip
works = st.fixed_dictionaries(
    {
        "phase": st.sampled_from(["implementation", "standby"]), "title": st.just("Work"),
        "area": st.sampled_from(["professional-services", "service-desk"]),
        "hours": st.lists(hours, min_size=3, max_size=3).map(sorted).map(lambda each: dict(zip(("best", "likely", "worst"), each, strict=True))),
        "option": st.sampled_from([None, "a", "b"]),
    }
)  # fmt: skip


@given(st.lists(lines, max_size=6), st.lists(works, max_size=4), st.sets(st.sampled_from(["a", "b"])))
def test_totals_add_up_to_the_cent(items: list[Any], work: list[Any], chosen: set[str]) -> None:
    options = [{"id": name, "title": name} for name in ("a", "b")]
    found = priced(proposal(equipment=items, timeline=work, options=options, steps=[]), TERMS)
    totals = found.totals(chosen)
    parts = [part for part in found.parts if part.option is None or part.option.id in chosen]
    each = [line.amounts for part in parts for line in part.work]
    each += [line.amounts for part in parts for line in part.items]
    billed = (totals.once, totals.monthly, totals.annual)
    assert sum(each, Amounts()) == sum(billed, Amounts())
    assert totals.first_year.gross == totals.once.gross + 12 * totals.monthly.gross + totals.annual.gross
    for amounts in (*billed, totals.first_year):
        assert amounts.gross == amounts.net + amounts.tax
        assert amounts.net - amounts.cost == amounts.profit
        for value in (amounts.net, amounts.tax, amounts.cost):
            assert value == value.quantize(CENT)
    # Nothing is counted twice, and nothing is forgotten.
    assert sum(len(part.work) + len(part.items) for part in found.parts) == len(items) + len(work)


@given(costs, percents, st.decimals(Decimal("0.01"), Decimal(100), places=2))
def test_a_line_is_its_shown_price_times_its_quantity(cost: Decimal, markup: Decimal, quantity: Decimal) -> None:
    assume(cost * quantity < 10**9)
    equipment = [{"kind": "software", "name": "Thing", "unit_cost": cost, "markup": markup, "quantity": quantity}]
    found = priced(proposal(equipment=equipment, timeline=[], options=[], steps=[]), TERMS).base.items[0]
    assert found.amounts.net == (found.unit_price * quantity).quantize(CENT, ROUND_HALF_UP)


def test_the_terms_are_those_of_the_settings_until_it_is_sent() -> None:
    settings = Settings.model_validate({"practice": {"currency": "EUR"}, "proposals": {"markup": 12.5}})
    assert terms_of(proposal(), settings).currency == "EUR"
    assert terms_of(proposal(), settings).markup == Decimal("12.5")
    kept = terms_of(proposal(terms=TERMS.model_dump()), settings)
    assert (kept.currency, kept.markup) == ("USD", Decimal(30))


def test_every_delivery_area_has_a_rate_and_no_other_word_has_one() -> None:
    assert set(RATES) == set(AREAS)
    own = Proposals.model_validate({"rates": {"tam": {"price": 1, "cost": 0}}}).all_rates
    assert own["tam"].price == 1
    assert own["vcio"] == RATES["vcio"]
    with pytest.raises(ValidationError, match="none of tam"):
        Proposals.model_validate({"rates": {"tma": {"price": 1, "cost": 0}}})


def test_the_terminal_and_the_worksheet_round_a_markup_alike(desk: Practice) -> None:
    # 449.55 over 183.15 is 145.4545... %: rounded twice it would be 145.4.
    line = {"kind": "hardware", "name": "Firewall", "unit_cost": 183.15, "unit_price": 449.55}
    desk.write(FIREWALL, changed(equipment=[line], options=None, steps=PROPOSAL["steps"][:1], timeline=None))
    assert "145.5 %" in ok(desk, "proposal", "price", "acme", "firewall")
    assert "145.5%" in ok(desk, "report", "worksheet", "acme", "--proposal", "firewall")
