"""Questions that seem to ask the same in other words.

Two questions are compared by the words that say something, the rare ones most: the share of their weight that
both have (a Jaccard index over inverse document frequencies), and the likeness of their letters (rapidfuzz).
Within a category less is needed: the same words about another kind of device are another question.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SAME_CATEGORY, _OTHER_CATEGORY = (0.60, 80.0), (0.82, 88.0)
_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*")
_EMPTY = frozenset(
    "a an the of to in on at by for from with and or every each all any no that which who whom whose its their this "
    "these those than as be been being it not only is are was were do does did has have had can could will must should "
    "there least most within last past at".split()
)
# Said in several ways: each becomes the one word.
_SYNONYMS = {
    "mfa": r"(?:multi|two)[- ]factor authentication|second factor|2fa",
    "enabled": r"(?:turned|switched) on|activated|active|on for",
    "disabled": r"(?:turned|switched) off|deactivated",
    "offsite": r"off[- ]site|outside the building",
    "onsite": r"on[- ]site|on[- ]premises",
    "signin": r"log[- ]?ins?|log[- ]?ons?|sign[- ]?ins?",
    "drive": r"dis[ck]s?",
    "wireless": r"wi-?fi|wlan",
    "mail": r"e-?mails?",
    "under": r"no (?:older|more) than|younger than|less than",
}
_SYNONYM = re.compile("|".join(rf"(?P<{word}>\b(?:{said})\b)" for word, said in _SYNONYMS.items()))
_ENDINGS = ("ingly", "ing", "ied", "ies", "ed", "es", "s")
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question by its words: in order, as a set with its weight, and the rarest of them."""

    category: str
    text: str
    words: frozenset[str]
    weight: float
    prefix: tuple[str, ...]


def possible_duplicates(questions: Sequence[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """Pairs (index, index of an earlier one) of (category, question) that seem to ask the same.

    Each index stands first in one pair at most, with the one that is most alike.
    """
    found = [(category, _words(question)) for category, question in questions]
    frequency = Counter(word for _, words in found for word in set(words))
    weights = {word: math.log(1 + len(found) / count) for word, count in frequency.items()}
    asked = [_asked(category, words, weights) for category, words in found]
    index: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(asked):
        best, alike = None, 0.0
        for other in dict.fromkeys(candidate for word in each.prefix for candidate in index[word]):
            likeness = _likeness(each, asked[other], weights)
            if likeness > alike:
                best, alike = other, likeness
        if best is not None:
            yield number, best
        for word in each.prefix:
            index[word].append(number)


def _words(question: str) -> list[str]:
    text = _SYNONYM.sub(lambda said: said.lastgroup or "", question.lower())
    return [_stem(word) for word in _WORD.findall(text) if word not in _EMPTY]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _asked(category: str, words: list[str], weights: dict[str, float]) -> _Asked:
    """Two questions that share none of the words of the prefix cannot have enough weight in common."""
    ranked = sorted(set(words), key=lambda word: (-weights[word], word))
    total = sum(weights[word] for word in ranked)
    spare = (1 - _SAME_CATEGORY[0]) * total
    prefix = []
    for word in ranked:
        prefix.append(word)
        spare -= weights[word]
        if spare < 0:
            break
    return _Asked(category, " ".join(words), frozenset(ranked), total, tuple(prefix))


def _likeness(one: _Asked, other: _Asked, weights: dict[str, float]) -> float:
    """The share of the weight that both have; 0 where it, or the likeness of the letters, is too small."""
    needed = _SAME_CATEGORY if one.category == other.category else _OTHER_CATEGORY
    shared = sum(weights[word] for word in one.words & other.words)
    union = one.weight + other.weight - shared
    share = shared / union if union else 0.0
    if share < needed[0]:
        return 0.0
    from rapidfuzz import fuzz

    return share if fuzz.token_sort_ratio(one.text, other.text, score_cutoff=needed[1]) else 0.0
