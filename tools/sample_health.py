"""How a client's IT really is: which standards are met on a day, and how that changes between visits."""

from __future__ import annotations

from datetime import date

from sample_chance import Chance
from sample_tables import StandardTexts, Story

from msptool.standards.library import Library
from msptool.standards.model import Standard

_FIXED_A_MONTH = {"high": 0.20, "medium": 0.12, "low": 0.06}
_COST = {"none": 1.25, "low": 1.0, "medium": 0.55, "high": 0.28, "major": 0.15}
_BROKEN_A_MONTH = {"monthly": 0.035, "quarterly": 0.017, "semiannual": 0.011, "annual": 0.007, "biennial": 0.004}
_LEVEL = {"base": 0.12, "core": 0.0, "advanced": -0.14}
_UPFRONT = {"none": 0.03, "low": 0.0, "medium": -0.06, "high": -0.12, "major": -0.15}
_NOTHING_KNOWN = StandardTexts()


class Health:
    """The hidden state of one client. `notes` says which standards hang on others."""

    def __init__(self, client: str, story: Story, library: Library, notes: dict[str, StandardTexts]) -> None:
        self._client, self._story, self._library, self._notes = client, story, library, notes
        self._day = story.first
        self._known: set[str] = set()
        self._met = {each.id: Chance(client, each.id, "start").hit(self._likely(each)) for each in library.active}

    def advance(self, day: date) -> None:
        """Let the time up to `day` pass: findings get fixed, other things break."""
        months = (day - self._day).days / 30.4
        turn = self._story.turn
        how = turn if turn is not None and turn.on <= day else self._story
        for standard in self._library.active:
            met = self._met[standard.id]
            if met:
                rate = _BROKEN_A_MONTH[self._library.frequency(standard)] * how.slip
            else:
                eager = 1.0 if standard.id in self._known else 0.35
                rate = _FIXED_A_MONTH[standard.priority] * _COST[_cost(standard)] * how.pace * eager
            if Chance(self._client, standard.id, day).hit(rate * months / (1 + rate * months)):
                self._met[standard.id] = not met
        self._day = day

    def is_beside_the_point(self, standard: Standard) -> bool:
        """Whether the technician finds on the spot that the question does not fit this client."""
        texts = self._texts(standard)
        return (
            (bool(texts.na_if_no) and not self._met.get(texts.na_if_no, True))
            or (bool(texts.na_if_yes) and self._met.get(texts.na_if_yes, False))
            or Chance(self._client, standard.id, "na").hit(texts.na_share)
        )

    def is_forced(self, standard: Standard) -> bool:
        """Whether it can only be a no, because what it builds on is missing."""
        base = self._texts(standard).no_if_no
        return bool(base) and not self._met.get(base, True)

    def is_met(self, standard: Standard) -> bool:
        """Whether the answer is yes today."""
        return self._met[standard.id] and not self.is_forced(standard)

    def found(self, standard: Standard, *, fixed: bool = False) -> None:
        """The client knows of the misalignment now; with `fixed` it is none any more."""
        self._known.add(standard.id)
        self._met[standard.id] = fixed

    def _texts(self, standard: Standard) -> StandardTexts:
        return self._notes.get(standard.id, _NOTHING_KNOWN)

    def _likely(self, standard: Standard) -> float:
        story = self._story
        share = story.start + _LEVEL[standard.level] + _UPFRONT[_cost(standard)]
        share += 0.15 * (standard.category in story.strong) - 0.20 * (standard.category in story.weak)
        return min(0.97, max(0.06, share))


def _cost(standard: Standard) -> str:
    return standard.remedy.cost if standard.remedy else "none"
