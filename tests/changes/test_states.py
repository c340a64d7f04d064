"""The states of a change: what may follow what, and that no walk of steps ever skips one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.changes.model import ChangeKind, Move, Status
from msptool.changes.states import BEFORE_ROLL_OUT, PATHS, broken_step, may_follow, next_status

DAY = date(2026, 11, 2)
KINDS: tuple[ChangeKind, ...] = ("standard", "normal", "emergency")
kinds = st.sampled_from(KINDS)
ORDER: tuple[Status, ...] = ("draft", "assessed", "tested", "pilot", "approved", "rolled-out", "judged")


def steps(*names: Status) -> list[Move]:
    return [Move(status=name, on=DAY, by="jim") for name in names]


@st.composite
def walks(draw: st.DrawFn) -> tuple[ChangeKind, list[Status]]:
    """A kind, and a walk that takes any allowed step as long as there is one."""
    kind: ChangeKind = draw(kinds)
    walk: list[Status] = ["draft"]
    for _ in range(draw(st.integers(0, 25))):
        allowed = may_follow(kind, walk[-1])
        if not allowed:
            break
        walk.append(draw(st.sampled_from(allowed)))
    return kind, walk


@pytest.mark.parametrize("kind", ["standard", "normal"])
def test_a_change_takes_seven_states_and_skips_none(kind: ChangeKind) -> None:
    assert PATHS[kind] == ORDER


def test_only_an_emergency_goes_from_the_draft_to_the_approval() -> None:
    assert PATHS["emergency"] == ("draft", "approved", "rolled-out", "judged")
    for kind in KINDS[:2]:
        assert may_follow(kind, "draft") == ("assessed", "withdrawn")


def test_what_is_rolled_out_can_only_be_judged_and_what_is_over_stays_so() -> None:
    assert may_follow("normal", "rolled-out") == ("judged",)
    assert may_follow("normal", "judged") == may_follow("normal", "withdrawn") == ()


@given(walks())
def test_a_walk_of_allowed_steps_is_whole(found: tuple[ChangeKind, list[Status]]) -> None:
    kind, walk = found
    assert broken_step(kind, steps(*walk)) is None
    # Whatever was taken back: whoever is rolled out went through every state of the path before, the last time.
    if "rolled-out" in walk:
        end = walk.index("rolled-out")
        start = max(place for place in range(end) if walk[place] == "draft")
        assert tuple(walk[start : end + 1]) == PATHS[kind][: PATHS[kind].index("rolled-out") + 1]


@given(walks(), st.sampled_from((*ORDER, "withdrawn")))
def test_any_other_step_is_found(found: tuple[ChangeKind, list[Status]], wrong: Status) -> None:
    kind, walk = found
    if wrong not in may_follow(kind, walk[-1]):
        assert broken_step(kind, steps(*walk, wrong)) == len(walk)


@given(kinds, st.sampled_from(ORDER))
def test_before_the_roll_out_there_is_a_way_back_and_a_way_out(kind: ChangeKind, status: Status) -> None:
    allowed = may_follow(kind, status)
    assert ("withdrawn" in allowed) == (status in BEFORE_ROLL_OUT)
    assert ("draft" in allowed) == (status in BEFORE_ROLL_OUT and status != "draft")


def test_a_progress_begins_with_a_draft() -> None:
    assert broken_step("normal", steps("assessed")) == 0
    assert broken_step("normal", []) is None
    assert next_status("emergency", "assessed") is None
