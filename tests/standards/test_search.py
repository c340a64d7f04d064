"""Finding standards by field and by words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.standards.library import Library
from msptool.standards.model import Standard
from msptool.standards.search import Wanted, search, select

TAGS = ["backup", "identity", "quick"]


def standard(id: str, **fields: Any) -> Standard:
    values = {"id": id, "category": "email", "name": id.title(), "question": f"Is {id} on?", "status": "active"}
    return Standard.model_validate({**values, **fields})


STANDARDS = st.lists(
    st.builds(
        standard,
        st.text("abc", min_size=1, max_size=3),
        category=st.sampled_from(["email", "firewalls"]),
        tags=st.lists(st.sampled_from(TAGS), unique=True),
        status=st.sampled_from(["draft", "active", "retired"]),
        level=st.sampled_from(["base", "core"]),
        business_impact=st.sampled_from(["high", "low"]),
        applies_to=st.builds(dict, technologies=st.lists(st.sampled_from(["vpn", "wifi"]), unique=True)),
    ),
    unique_by=lambda each: each.id,
)


def library(standards: list[Standard]) -> Library:
    return Library({each.id: each for each in standards}, {})


def test_the_retired_are_listed_only_on_demand() -> None:
    found = library([standard("a"), standard("b", status="retired"), standard("c", status="draft")])
    assert [each.id for each in select(found, Wanted())] == ["a", "c"]
    assert [each.id for each in select(found, Wanted(status="retired"))] == ["b"]


def test_several_tags_mean_all_of_them() -> None:
    found = library([standard("a", tags=["backup"]), standard("b", tags=["backup", "quick"])])
    assert [each.id for each in select(found, Wanted(tags=["quick", "backup"]))] == ["b"]


@given(
    STANDARDS,
    st.sampled_from([None, "email"]),
    st.lists(st.sampled_from(TAGS), max_size=2),
    st.sampled_from([None, "vpn"]),
)
def test_filters_keep_the_library_s_order_and_each_only_narrows(
    standards: list[Standard], category: str | None, tags: list[str], technology: str | None
) -> None:
    found = library(standards)
    chosen = select(found, Wanted(category=category, tags=tags, technology=technology))
    everything = select(found, Wanted())
    assert [each for each in everything if each in chosen] == chosen
    assert all(set(tags) <= set(each.tags) for each in chosen)
    assert select(found, Wanted(category="nowhere")) == []


def test_a_hit_in_the_name_comes_before_one_in_the_steps() -> None:
    steps = standard("a", how=["Open the backup log."])
    name = standard("b", name="Backup runs")
    assert search([steps, name], ["backup"]) == [name, steps]


def test_every_word_must_be_there_or_begin_a_longer_one() -> None:
    found = [standard("a", name="Backup of firewalls"), standard("b", name="Firewall rules")]
    assert [each.id for each in search(found, ["fire", "backup"])] == ["a"]
    assert search(found, ["wall"]) == []


@pytest.mark.parametrize("word", ["sonicwall", "identity", "ransom", "email", "tape"])
def test_words_are_found_in_vendors_tags_why_category_and_steps(word: str) -> None:
    only = standard(
        "x", vendors={"SonicWall": ["Open it."]}, tags=["identity"], why="Ransomware.", how=["Read the tape."]
    )
    assert search([only], [word.upper()]) == [only]


@given(STANDARDS, st.lists(st.text("abcemail", min_size=1, max_size=4), min_size=1, max_size=3))
def test_another_word_never_finds_more(standards: list[Standard], words: list[str]) -> None:
    found = {each.id for each in search(standards, words)}
    assert found <= {each.id for each in search(standards, words[:1])}
