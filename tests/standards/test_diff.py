"""What changed between two libraries, in meaning."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.standards.diff import Change, difference
from msptool.standards.library import Library
from msptool.standards.model import Category, Standard
from tests.reviews.builders import library, standard

RETIRED: dict[str, Any] = {"status": "retired", "retirement": {"on": "2026-11-01", "reason": "Out of date."}}


def only(before: Library, after: Library) -> Change:
    (change,) = difference(before, after).changes
    return change


def changed(**fields: Any) -> Change:
    """The change of one field of a standard."""
    return only(library(standard("spf")), library(standard("spf", **fields)))


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, {}, "added"),
        (None, {"status": "draft"}, "proposed"),
        ({"status": "draft"}, {}, "added"),
        ({}, {"status": "draft"}, "withdrawn"),
        ({}, RETIRED, "retired"),
        (RETIRED, {}, "reinstated"),
        ({"status": "draft"}, RETIRED, "rejected"),
        (RETIRED, {"status": "draft"}, "proposed"),
        ({}, None, "deleted"),
        ({"status": "draft"}, None, "rejected"),
    ],
)
def test_how_a_standard_comes_and_goes(before: Any, after: Any, kind: str) -> None:
    old = library() if before is None else library(standard("spf", **before))
    new = library() if after is None else library(standard("spf", **after))
    assert only(old, new).kind == kind


def test_a_retired_standard_that_nobody_knew_before_is_no_news() -> None:
    assert not difference(library(), library(standard("spf", **RETIRED))).changes


def test_a_reworded_question_drops_the_answers_to_the_former_one() -> None:
    change = changed(question="Does every domain publish an SPF record?")
    assert (change.kind, change.reworded, change.drops_answers, change.editorial) == ("changed", True, True, False)
    assert [each.field for each in change.fields] == ["question"]


def test_the_same_meaning_in_other_words_keeps_them() -> None:
    change = changed(question="Is the SPF in order?", earlier_wordings=["Is spf in order?"])
    assert change.reworded == (
        standard("spf").fingerprint != standard("spf", question="Is the SPF in order?").fingerprint
    )
    assert not change.drops_answers


def test_other_spacing_and_capitals_of_a_question_are_no_change() -> None:
    assert not difference(library(standard("spf")), library(standard("spf", question="Is  SPF in order ?"))).changes


def test_a_rename_is_one_change_and_not_two() -> None:
    change = only(library(standard("spf")), library(standard("spf-record", name="Spf", formerly=["spf"])))
    assert (change.kind, change.id, change.renamed_from) == ("changed", "spf-record", "spf")
    assert not change.editorial


@pytest.mark.parametrize(
    ("fields", "field", "before", "after"),
    [
        ({"business_impact": "high", "technical_risk": "high"}, "priority", "medium", "high"),
        ({"frequency": "monthly"}, "frequency", "quarterly", "monthly"),
        ({"minutes": 45}, "minutes", "5", "45"),
        ({"level": "advanced"}, "level", "core", "advanced"),
        ({"applies_to": {"tags": ["hipaa"]}}, "applies to", "every client", "tag hipaa"),
        ({"applies_to": {"technologies": ["wifi", "voip"]}}, "applies to", "every client", "wifi or voip"),
    ],
)
def test_what_weighs_times_or_widens_a_standard_is_named(fields: Any, field: str, before: str, after: str) -> None:
    (found,) = changed(**fields).fields
    assert (found.field, found.before, found.after) == (field, before, after)
    assert not found.editorial


def test_texts_around_the_question_are_told_apart() -> None:
    change = changed(why="Mail is forged.", how=["Look it up."], tags=["dns"])
    assert change.editorial
    assert {each.field for each in change.fields} == {"why", "how", "tags"}


def test_another_frequency_of_the_category_changes_its_standards() -> None:
    before = library(standard("spf"), standard("own", frequency="annual"))
    after = library(standard("spf"), standard("own", frequency="annual"), email="annual")
    found = difference(before, after)
    assert [(change.id, change.fields[0].field) for change in found.changes] == [("spf", "frequency")]
    assert [name for name, _ in found.categories] == ["email"]


def test_a_category_that_came_is_named() -> None:
    after = Library({}, {"dns": Category.model_validate({"id": "dns", "name": "Names"})})
    ((name, fields),) = difference(Library({}, {}), after).categories
    assert (name, fields[0].before, fields[0].after) == ("dns", "", "Names")


VARIANTS: list[dict[str, Any]] = [{}, {"minutes": 7}, {"question": "Is it on?"}, {"status": "draft"}, RETIRED]
IDS = st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True)


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    made: list[Standard] = []
    for id in draw(IDS):
        made.append(standard(id, **draw(st.sampled_from(VARIANTS))))
    return library(*made)


@given(libraries(), libraries())
def test_each_standard_changes_at_most_once_and_back_again(one: Library, other: Library) -> None:
    there, back = difference(one, other), difference(other, one)
    assert not difference(one, one).changes
    ids = [change.id for change in there.changes]
    assert len(ids) == len(set(ids))
    opposite = {
        "added": {"deleted", "withdrawn"},
        "retired": {"reinstated"},
        "rejected": {"proposed"},
        "changed": {"changed"},
    }
    for change in there.changes:
        if change.kind in opposite and change.before and change.after:
            assert [each.kind in opposite[change.kind] for each in back.changes if each.id == change.id] == [True]
