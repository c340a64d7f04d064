"""Chance that is the same on every machine: each decision has its own seeded stream, named by what it decides.

Only `random.Random.random` is used, whose values Python guarantees for a seed; a decision about one
standard never shifts those about another.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
SEED = 20261113


class Chance:
    """A stream of decisions named by `key`."""

    def __init__(self, *key: object) -> None:
        self._random = random.Random("/".join(map(str, (SEED, *key))))

    def roll(self) -> float:
        """A number from 0 up to, not including, 1."""
        return self._random.random()

    def hit(self, share: float) -> bool:
        """True in `share` of all cases."""
        return self.roll() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.roll() * (high - low + 1))

    def pick(self, values: Sequence[T]) -> T:
        """One of the values."""
        return values[self.between(0, len(values) - 1)]

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """All of the values in another order."""
        return [value for _, value in sorted(((self.roll(), value) for value in values), key=lambda each: each[0])]


class Deck:
    """Texts dealt one after the other, so that none comes again before all have been seen."""

    def __init__(self, values: Sequence[str], *key: object) -> None:
        self._values, self._key = tuple(values), key
        self._round = 0
        self._left: list[str] = []

    def deal(self, count: int) -> list[str]:
        """The next `count` texts, each once; fewer where there are not so many."""
        dealt: list[str] = []
        while len(dealt) < min(count, len(self._values)):
            if not self._left:
                self._round += 1
                self._left = Chance(*self._key, self._round).shuffled(self._values)
            text = next((each for each in self._left if each not in dealt), None)
            if text is None:
                self._left = []
                continue
            self._left.remove(text)
            dealt.append(text)
        return dealt
