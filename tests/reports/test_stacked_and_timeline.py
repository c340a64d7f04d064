"""Money by quarter and bars over quarters: every amount is drawn to scale, nothing leaves its frame, and words say the same."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.reports.labels import text_width
from msptool.reports.render import render
from msptool.reports.stacked import SIZE, Stacked, short_amount, stacked
from msptool.reports.timeline import timeline
from msptool.workspace.workspace import Workspace
from tests.reports.figure_samples import BUDGET, FIGURES, FIGURES_TEMPLATE, PLANNED, QUARTERS, SERIES, Bar, Money
from tests.reports.samples import TODAY
from tests.small_practice import Practice

amounts = st.decimals(0, 10_000_000, places=2, allow_nan=False)


@st.composite
def budgets(draw: st.DrawFn) -> tuple[list[Money], list[str]]:
    """Up to twelve quarters of up to four series, with an amount somewhere."""
    series = draw(st.integers(1, 4))
    rows = draw(
        st.lists(st.tuples(*[amounts] * series), min_size=1, max_size=12).filter(lambda found: any(map(any, found)))
    )
    return [Money(f"2027-Q{number}", row) for number, row in enumerate(rows)], [
        f"series {number}" for number in range(series)
    ]


def drawn(columns: list[Money], series: list[str]) -> Stacked:
    found = stacked(columns, series, "USD")
    assert found is not None
    return found


@given(budgets())
def test_every_amount_is_as_high_as_it_is_large_and_stands_on_the_one_before(
    budget: tuple[list[Money], list[str]],
) -> None:
    columns, series = budget
    found = drawn(columns, series)
    top = max(level.at for level in found.levels) - min(level.at for level in found.levels)
    most = max(sum(each.amounts) for each in columns)
    for column, money in zip(found.columns, columns, strict=True):
        assert [part.series for part in column.segments] == [
            place for place, amount in enumerate(money.amounts) if amount
        ]
        for part in column.segments:
            # The scale ends at less than twice the largest column; a tenth of a unit is lost by rounding.
            assert part.height <= top * float(money.amounts[part.series] / most) + 0.11
            assert part.height >= top / 2 * float(money.amounts[part.series] / most) - 0.11
        for lower, upper in pairwise(column.segments):
            assert upper.y + upper.height == pytest.approx(lower.y, abs=0.11)


@given(budgets())
def test_nothing_leaves_the_frame_and_no_label_touches_another(budget: tuple[list[Money], list[str]]) -> None:
    found = drawn(*budget)
    for row in ([(each.at, each.total) for each in found.columns], [(each.at, each.label) for each in found.columns]):
        spans = [(at - text_width(text, SIZE) / 2, at + text_width(text, SIZE) / 2) for at, text in row]
        assert all(left >= 0 and right <= found.width for left, right in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for column in found.columns:
        assert 10 <= column.total_y <= found.base
        for part in column.segments:
            assert found.left <= part.x
            assert part.x + part.width <= found.right
            assert 0 <= part.y <= part.y + part.height <= found.base + 0.11


def test_the_description_says_the_sum_and_the_most() -> None:
    found = drawn([Money("2027-Q1", (Decimal(500),)), Money("2027-Q2", (Decimal(1500),))], ["Cost"])
    assert found.description == "USD 2,000.00 from 2027-Q1 to 2027-Q2; the most, USD 1,500.00, in 2027-Q2."
    assert [(each.label, each.total) for each in found.columns] == [("2027-Q1", "500"), ("2027-Q2", "1.5k")]
    assert [level.label for level in found.levels] == ["0", "1k", "2k"]


def test_without_any_amount_there_is_no_drawing() -> None:
    assert stacked([], ["Cost"], "USD") is None
    assert stacked([Money("2027-Q1", (Decimal(0),))], ["Cost"], "USD") is None


@pytest.mark.parametrize(
    ("columns", "series"),
    [
        ([Money("a", (Decimal(1),))], ["one", "two"]), ([Money("a", (Decimal(-1),))], ["one"]),
        ([Money("a", (Decimal(1),) * 5)], list("abcde")),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(columns: list[Money], series: list[str]) -> None:
    with pytest.raises(ValueError, match=r"needs one amount|at most 4 series"):
        stacked(columns, series, "USD")


@pytest.mark.parametrize(
    ("amount", "said"),
    [("0", "0"), ("0.40", "0"), ("999.40", "999"), ("1000", "1k"), ("1234", "1.2k"), ("9960", "10k"), ("12400", "12k"), ("999499", "999k"),
     ("999500", "1M"), ("1540000", "1.5M"), ("12000000", "12M")],
)  # fmt: skip
def test_an_amount_is_short(amount: str, said: str) -> None:
    assert short_amount(Decimal(amount)) == said


def test_a_bar_covers_its_quarters_and_is_cut_where_the_grid_ends() -> None:
    found = timeline(QUARTERS, PLANNED)
    assert found.years == (("2027", 4), ("2028", 4), ("2029", 4))
    assert found.quarters[:5] == ("Q1", "Q2", "Q3", "Q4", "Q1")
    rows = {row.name.split()[0]: row for row in found.rows}
    firewall, backup, server = rows["Firewall"], rows["Backup"], rows["Server"]
    assert (firewall.before, firewall.span, firewall.after, firewall.when) == (0, 2, 10, "2027-Q1 to 2027-Q2")
    assert (backup.span, backup.earlier, backup.goes_on) == (1, True, False)
    assert (server.before, server.span, server.goes_on) == (10, 2, True)
    assert (rows["Wi-Fi"].span, rows["Wi-Fi"].when) == (0, "not planned yet")
    assert (rows["Telephones"].span, rows["Telephones"].when) == (0, "2031-Q1")
    assert all(row.before + row.span + row.after == 12 for row in found.rows)
    assert found.states == (("approved", "firm"), ("proposed", "open"), ("done", "done"), ("deferred", "later"))


def test_a_state_that_nobody_knows_is_drawn_as_an_outline() -> None:
    row = timeline(QUARTERS, [Bar("x", "2027-Q1", None, "in talks", "")]).rows[0]
    assert (row.look, row.state, row.span) == ("open", "in talks", 1)


def test_a_bar_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="'x' ends in 2027-Q1, before it begins in 2027-Q2"):
        timeline(QUARTERS, [Bar("x", "2027-Q2", "2027-Q1", "proposed", "")])


def test_the_page_says_in_a_table_whatever_it_draws(practice: Practice) -> None:
    practice.write("templates/figures.html.j2", FIGURES_TEMPLATE)
    page = render(Workspace(practice.root, TODAY), "figures.html.j2", FIGURES)
    for money in BUDGET:
        assert f'<th scope="row">{money.label}</th>' in page
        assert f"{sum(money.amounts):,.2f}" in page
    for name in SERIES:
        assert f'<th class="figure" scope="col">{name}</th>' in page
    assert "approved, 2027-Q1 to 2027-Q2: " in page
    assert page.count('role="img"') == 2
    # A pattern tells the series apart where there is no colour.
    assert page.count('id="pattern-') == 2
    assert [f's{number}"' in page for number in range(4)] == [True] * 4
