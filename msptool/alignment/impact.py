"""What a change of the library does to the clients: scores, answers that stop counting, and minutes of visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from msptool.alignment.scores import Assessment, Method, Part, Tally
from msptool.alignment.viewpoint import Viewpoint
from msptool.clients.model import Client
from msptool.reviews.record import Given, current_answer
from msptool.standards.diff import Change, Difference
from msptool.standards.library import Library
from msptool.standards.model import MONTHS, Standard

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class ChangeImpact:
    """What one change does: how many clients it concerns, how many of their answers stop counting or fall due.

    `minutes` a year of checking that it adds (or saves, when negative) over all of them.
    """

    change: Change
    clients: int
    answers_dropped: int
    answers_overdue: int
    minutes: float


@dataclass(frozen=True, slots=True)
class ClientImpact:
    """A client's alignment before and after, under the same answers."""

    client: Client
    before: Tally
    after: Tally


@dataclass(frozen=True, slots=True)
class Impact:
    """The whole effect of a difference on the clients of today. Minutes are those of a year, over all clients."""

    changes: tuple[ChangeImpact, ...]
    clients: tuple[ClientImpact, ...]
    minutes_before: float
    minutes_after: float

    @property
    def answers_dropped(self) -> int:
        """Answers that stop counting, over all clients."""
        return sum(each.answers_dropped for each in self.changes)

    @property
    def answers_overdue(self) -> int:
        """Answers that become overdue, over all clients."""
        return sum(each.answers_overdue for each in self.changes)

    @property
    def hours(self) -> float:
        """Hours of checking a year that come on top (negative: that are saved)."""
        return (self.minutes_after - self.minutes_before) / 60


def impact(view: Viewpoint, before: Library, after: Library, found: Difference, method: Method) -> Impact:
    """Assess every client of the view under both libraries."""
    old, new = replace(view, library=before), replace(view, library=after)
    sides = []
    for client in view.served:
        given = view.given(client.id)
        sides.append(_Sides(old.assess(client, method, given), new.assess(client, method, given), given))
    return Impact(
        tuple(_impact_of(change, before, after, sides) for change in found.changes),
        tuple(ClientImpact(each.was.client, each.was.total, each.now.total) for each in sides),
        sum(minutes_a_year(before, part.standard) for each in sides for part in each.was.parts),
        sum(minutes_a_year(after, part.standard) for each in sides for part in each.now.parts),
    )


@dataclass(frozen=True)
class _Sides:
    """One client under both libraries, and the answers that it has."""

    was: Assessment
    now: Assessment
    given: Mapping[str, list[Given]]

    @cached_property
    def before(self) -> dict[str, Part]:
        return {part.standard.id: part for part in self.was.parts}

    @cached_property
    def after(self) -> dict[str, Part]:
        return {part.standard.id: part for part in self.now.parts}


def _impact_of(change: Change, before: Library, after: Library, sides: Iterable[_Sides]) -> ChangeImpact:
    clients = dropped = overdue = 0
    minutes = 0.0
    for side in sides:
        was = side.before.get(change.before.id) if change.before else None
        now = side.after.get(change.after.id) if change.after else None
        clients += was is not None or now is not None
        minutes -= minutes_a_year(before, was.standard) if was else 0
        minutes += minutes_a_year(after, now.standard) if now else 0
        overdue += now is not None and now.overdue and not (was is not None and was.overdue)
        if change.drops_answers and was and change.after:
            counted = current_answer(was.standard, side.given) is not None
            dropped += counted and current_answer(change.after, side.given) is None
    return ChangeImpact(change, clients, dropped, overdue, minutes)


def minutes_a_year(library: Library, standard: Standard) -> float:
    """Minutes that checking a standard takes at one client in a year, at its frequency."""
    return standard.minutes * _MONTHS_A_YEAR / MONTHS[library.frequency(standard)]
