"""The graph of a runbook against plain search: whatever its shape, what lint says of it is true, and all of it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from msptool.runbooks.graph import arrows, loops, lost, successors, unreachable, ways
from msptool.runbooks.model import ENDS, Runbook
from tests.runbooks.builders import graphs, runbook, steps_of


def comes_to(book: Runbook, start: str) -> set[str]:
    """Every step that can be reached in one or more moves, by trying them all."""
    found: set[str] = set()
    edge = {arrow.target for arrow in arrows(book) if arrow.step == start}
    while edge:
        found |= edge
        edge = {arrow.target for arrow in arrows(book) if arrow.step in edge} - found
    return found


@given(graphs())
def test_a_step_is_unreachable_exactly_when_no_way_leads_to_it(book: Runbook) -> None:
    first = book.steps[0].id
    seen = {first} | comes_to(book, first)
    assert unreachable(book) == [step.id for step in book.steps if step.id not in seen]


@given(graphs())
def test_every_step_from_which_one_comes_back_is_in_exactly_one_loop(book: Runbook) -> None:
    found = [step for loop in loops(book) for step in loop.steps]
    again = [step.id for step in book.steps if step.id in comes_to(book, step.id)]
    assert sorted(found) == sorted(again)
    for loop in loops(book):
        assert list(loop.steps) == [step.id for step in book.steps if step.id in loop.steps], "in the order of the file"
        for one in loop.steps:
            assert set(loop.steps) <= comes_to(book, one)
            others = {
                step.id for step in book.steps if one in comes_to(book, step.id) and step.id in comes_to(book, one)
            }
            assert others == set(loop.steps)


@given(graphs())
def test_a_loop_has_an_exit_exactly_when_an_end_can_be_reached_from_it(book: Runbook) -> None:
    ends = {step.id for step in book.steps if step.kind in ENDS}
    for loop in loops(book):
        assert loop.exits == bool(comes_to(book, loop.steps[0]) & ends)


@given(graphs(), st.data())
def test_whoever_walks_a_runbook_without_loops_and_lost_steps_gets_to_an_end(
    book: Runbook, data: st.DataObject
) -> None:
    if loops(book) or any(lost(book)):
        return
    step, moves = book.steps[0], 0
    while step.kind not in ENDS:
        step = book.by_id[data.draw(st.sampled_from(ways(book, step))).target]
        moves += 1
        assert moves < len(book.steps)


def test_a_fix_without_next_goes_on_to_the_step_below() -> None:
    book = runbook(steps=[
        {"id": "a", "kind": "fix", "do": "A."}, {"id": "b", "kind": "message", "send": "news", "do": "B."},
        {"id": "c", "kind": "done", "do": "C."},
    ])  # fmt: skip
    assert [(arrow.step, arrow.target) for arrow in arrows(book)] == [("a", "b"), ("b", "c")]
    assert list(lost(book)) == []


def test_a_fix_at_the_end_of_the_file_leads_nowhere() -> None:
    book = runbook(steps=[{"id": "a", "kind": "done", "do": "A."}, {"id": "b", "kind": "fix", "do": "B."}])
    assert [step.id for step in lost(book)] == ["b"]


def test_an_outcome_to_a_step_that_is_not_there_is_an_arrow_and_no_follower() -> None:
    book = runbook(steps=steps_of({"a": ["b", "nowhere"], "b": []}, {"b": "done"}))
    assert [arrow.target for arrow in arrows(book)] == ["b", "nowhere"]
    assert successors(book) == {"a": ("b",), "b": ()}


def test_a_loop_is_named_by_its_steps() -> None:
    book = runbook(steps=steps_of({"a": ["b"], "b": ["c", "d"], "c": ["a"], "d": []}, {"d": "done"}))
    assert [(loop.path, loop.exits) for loop in loops(book)] == [("a, b, c and back to a", True)]


def test_a_long_chain_is_no_matter_of_recursion() -> None:
    names = [f"s{number}" for number in range(400)]
    chain = {name: [after] for name, after in pairwise(names)} | {names[-1]: []}
    book = runbook(steps=steps_of(chain, {names[-1]: "done"}))
    assert (unreachable(book), loops(book)) == ([], [])
