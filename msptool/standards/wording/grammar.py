"""What kind of sentence it is: asked with an auxiliary, with a wh-word, claimed, commanded or a phrase.

The first words decide most sentences. "When was it tested?" and "When an employee leaves, are accounts
disabled?" begin alike, so a sentence that may front a clause is read up to its main clause.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from msptool.standards.wording import verbs
from msptool.standards.wording import words as closed
from msptool.standards.wording.clauses import (
    Tokens,
    inverts,
    is_adverb,
    is_finite,
    loose_verb,
    main_verb,
    word_at,
)
from msptool.standards.wording.commands import is_command, is_prohibition, is_request
from msptool.standards.wording.text import DASH

_BEFORE_CLAUSE = closed.words("then also still else exactly so approximately")
_OPENING_CLAUSE = closed.CLAUSE_FRONTS | closed.HALF_SUBORDINATORS
# "Depending on which", "Based on what": what they front is a clause, not a question.
_ASKING_PREPOSITIONS = closed.PREPOSITIONS - closed.words("depending based regardless given according")


class Shape(Enum):
    """How a sentence is built, whatever mark ends it."""

    POLAR = "Is the firewall on"
    CLAIM = "The firewall is on"
    WH = "Why is the firewall on"
    COMMAND = "Turn on the firewall"
    PHRASE = "Firewall"


class Reading(NamedTuple):
    """The shape of a sentence, and the index of the word that shows it."""

    shape: Shape
    at: int


def shape_of(tokens: Tokens) -> Reading:
    """Read one sentence."""
    first, polite = _skip_lead_ins(tokens)
    word = word_at(tokens, first)
    if word in closed.QUESTION_STARTS:
        return _read_question(tokens, first)
    if polite or is_command(tokens, first):
        return Reading(Shape.COMMAND, first)
    if word in closed.PREPOSITIONS or word in closed.CLAUSE_FRONTS:
        return _read_fronted(tokens, first)
    return _read_noun_first(tokens, first)


def _skip_lead_ins(tokens: Tokens) -> tuple[int, bool]:
    """Skip "and so", "please" and adverbs before a comma. Says whether a "please" was among them."""
    at, polite = 0, False
    while at < len(tokens) - 1:
        word, following = tokens[at].word, tokens[at + 1].word
        if word in closed.POLITE:
            polite = True
        elif not (word in closed.LEAD_INS or tokens[at].is_mark or (is_adverb(word) and following == ",")):
            break
        at += 1
    return at, polite


# -- auxiliaries and wh-words in front -------------------------------------------------------------


def _read_question(tokens: Tokens, first: int) -> Reading:
    if tokens[first].word in closed.AUXILIARIES:
        return _read_auxiliary_first(tokens, first)
    if tokens[first].word in ("when", "where"):
        following = word_at(tokens, _next_word(tokens, first + 1))
        if following not in closed.AUXILIARIES and following != "to":
            fronted = _read_fronted(tokens, first)
            if fronted.shape is not Shape.PHRASE:
                return fronted
    return Reading(Shape.WH, first)


def _read_auxiliary_first(tokens: Tokens, first: int) -> Reading:
    if is_prohibition(tokens, first):
        return Reading(Shape.COMMAND, first)
    if is_request(tokens, first):
        return Reading(Shape.WH, first)
    if tokens[first].word in ("should", "had"):  # "Should a breach happen, who is told?"
        main = _main_clause_after_mark(tokens, first)
        if main and main.shape is Shape.WH:
            return main
    return Reading(Shape.POLAR if first + 1 < len(tokens) else Shape.PHRASE, first)


def _next_word(tokens: Tokens, at: int) -> int:
    """The next word that is no adverb in front of a clause."""
    while word_at(tokens, at) in _BEFORE_CLAUSE:
        at += 1
    return at


# -- phrases and clauses in front ------------------------------------------------------------------


def _read_fronted(tokens: Tokens, first: int) -> Reading:
    """A sentence that begins with a preposition, "if", "when" and the like."""
    if tokens[first].word in _ASKING_PREPOSITIONS and word_at(tokens, first + 1) in closed.WH:
        return Reading(Shape.WH, first + 1)  # "In which country", "For how long"
    main = _main_clause_after_mark(tokens, first)
    if main:
        return main
    asked = _unmarked_wh(tokens, first)
    if asked is not None and main_verb(tokens[:asked], first + 1) is None:
        return Reading(Shape.WH, asked)
    verb = main_verb(tokens, first + 1, owed=int(tokens[first].word in closed.CLAUSE_FRONTS))
    if verb is None:
        verb = _verb_after_mark(tokens, first)
    return Reading(Shape.PHRASE, first) if verb is None else Reading(Shape.CLAIM, verb)


def _main_clause_after_mark(tokens: Tokens, first: int) -> Reading | None:
    """The main clause after the comma, colon or dash that ends what is fronted."""
    owed = int(tokens[first].word in _OPENING_CLAUSE)
    claimed = main_verb(tokens, first + 1, owed)
    asked: Reading | None = None
    for mark in range(first + 1, len(tokens) - 1):
        if not tokens[mark].is_mark:
            continue
        at = _next_word(tokens, mark + 1)
        if inverts(tokens, at):
            return Reading(Shape.POLAR, at)
        if asked is None and (claimed is None or mark < claimed):
            asked = _asked_or_told(tokens, at)
    return asked


def _asked_or_told(tokens: Tokens, at: int) -> Reading | None:
    """A wh-question or a command that begins here: "..., how long does it take", "..., call the ISP"."""
    word, following = word_at(tokens, at), word_at(tokens, at + 1)
    if word in closed.PREPOSITIONS and following in closed.WH and following != "which":
        return Reading(Shape.WH, at + 1)
    if word in closed.WH and (word not in closed.RELATIVE_WH or _asks_after_comma(tokens, at)):
        return Reading(Shape.WH, at)
    is_list = following == "," or following in closed.CONJUNCTIONS
    if word in closed.POLITE or (word in verbs.VERBS and not is_list and is_command(tokens, at)):
        return Reading(Shape.COMMAND, at)
    return None


def _asks_after_comma(tokens: Tokens, at: int) -> bool:
    """Tell "..., which gaps were identified" from "..., which is leased, ...", which continues the noun."""
    word, following = tokens[at].word, word_at(tokens, at + 1)
    if word in ("when", "where"):
        return following in closed.AUXILIARIES
    has_subject = word_at(tokens, at + 2) in closed.SUBJECT_STARTS
    return word != "which" or following not in closed.AUXILIARIES or has_subject


def _unmarked_wh(tokens: Tokens, first: int) -> int | None:
    """A "how long does" or "who is" after a fronted phrase that no comma ends."""
    for at in range(first + 1, len(tokens)):
        step = 2 if tokens[at].word == "how" else 1
        if tokens[at].word in closed.WH and (inverts(tokens, at + 1) or inverts(tokens, at + step)):
            return at
    return None


def _verb_after_mark(tokens: Tokens, first: int) -> int | None:
    """The verb after the comma that ends a clause whose own verb is not known."""
    mark = next((at for at in range(first, len(tokens)) if tokens[at].is_mark), len(tokens))
    return next((at for at in range(mark, len(tokens)) if is_finite(tokens, at)), None)


# -- claims ----------------------------------------------------------------------------------------


def _read_noun_first(tokens: Tokens, first: int) -> Reading:
    topic = _after_topic(tokens, first)
    if topic:
        return topic
    verb = main_verb(tokens, first)
    if verb is None and word_at(tokens, first) in closed.PERSONS and first + 1 < len(tokens):
        verb = first + 1
    if verb is None:
        verb = loose_verb(tokens, first)
    return Reading(Shape.PHRASE, first) if verb is None else Reading(Shape.CLAIM, verb)


def _after_topic(tokens: Tokens, first: int) -> Reading | None:
    """The question after a topic that has no verb of its own: "Backups: are they encrypted?"."""
    for at in range(first + 1, len(tokens) - 1):
        if is_finite(tokens, at):
            return None
        opens = tokens[at].word in (":", DASH, ",") and tokens[at + 1].word in closed.QUESTION_STARTS
        if opens:
            asked = _read_question(tokens, at + 1)
            if asked.shape in (Shape.POLAR, Shape.WH):
                return asked
    return None
