"""What is asked after the yes/no question: "..., and how often?", "If so, ...", "(please describe)"."""

from __future__ import annotations

from msptool.standards.wording import verbs
from msptool.standards.wording import words as closed
from msptool.standards.wording.clauses import Tokens, inverts, is_finite, word_at
from msptool.standards.wording.text import NAME, Prompt

_FREQUENCIES = closed.words("often long many much frequently soon quickly far well")
_AFTER_CONDITION = closed.QUESTION_STARTS | closed.POLITE | {"", ",", "explain", "describe"}
_AFTER_LATE_WH = closed.PERSONS | closed.words("now then next else")
_LONGEST_PLACE = 4


def late_question(tokens: Tokens, first: int, *, claimed: bool) -> int | None:
    """A wh-question or an "if so" after the main clause.

    After a claim it may also take the place of the answer: "Backups are kept for how long?". A wh-word that
    depends on another one asks nothing: "documented who approves and what is kept".
    """
    embedded = False
    for at in range(first + 1, len(tokens)):
        word = tokens[at].word
        if word == "if" and refers_to_answer(tokens, at):
            return at
        if word in closed.WH and not embedded:
            if _asks_late(tokens, at) or (claimed and _asks_in_place(tokens, at)):
                return at
            embedded = word in ("what", "how", "why") or _is_known(tokens, at)
        elif word == "whether":
            embedded = True
    return None


def _is_known(tokens: Tokens, at: int) -> bool:
    """Whether a verb governs the wh-word: "know who". After a noun it is a relative: "staff who"."""
    before = word_at(tokens, at - 1)
    return tokens[at].word not in ("when", "where") and (verbs.is_verb(before) or verbs.is_participle(before))


def refers_to_answer(tokens: Tokens, at: int) -> bool:
    """Whether an "if" means the answer: "if so", "if it is,", and "if not" where it stands alone."""
    following, after = word_at(tokens, at + 1), word_at(tokens, at + 2)
    if following in ("so", "yes"):
        return True
    if following in closed.PERSONS and after in closed.AUXILIARIES:
        return word_at(tokens, at + 3) in ("", ",")
    if at == 0:
        return following in ("no", "not", "applicable", NAME)
    starts = tokens[at - 1].is_mark or tokens[at - 1].word in closed.CONJUNCTIONS
    ends = after in _AFTER_CONDITION
    return following in ("no", "not") and starts and ends


def _asks_late(tokens: Tokens, at: int) -> bool:
    """Whether a wh-word asks after a comma or an "and": "; what was done", "and by whom"."""
    joint = at - 1 - (word_at(tokens, at - 1) in closed.PREPOSITIONS)
    marked = joint >= 0 and tokens[joint].is_mark
    if not marked and word_at(tokens, joint) not in closed.CONJUNCTIONS:
        return False
    word, following = tokens[at].word, word_at(tokens, at + 1)
    if marked and word in closed.RELATIVE_WH and joint == at - 1:
        return not following or (inverts(tokens, at + 1) and word_at(tokens, at + 2) in closed.PERSONS)
    if word == "how" and following in _FREQUENCIES:
        return inverts(tokens, at + 2) or not word_at(tokens, at + 2)
    if not following or inverts(tokens, at + 1):
        return True
    if not marked and not tokens[joint - 1].is_mark:
        return False
    is_subject = word == "who" or (word == "what" and following in verbs.THIRD_PERSONS)  # ", and what happens"
    names_noun = word in ("which", "what") and any(inverts(tokens, at + step) for step in (2, 3))
    return is_subject or names_noun


def _asks_in_place(tokens: Tokens, at: int) -> bool:
    """Whether a wh-word stands for the answer: "kept for how long", "managed by whom", ", how would I"."""
    word, before, rest = tokens[at].word, tokens[at - 1], tokens[at + 1 :]
    if before.is_mark and word in ("what", "how", "why"):
        return word_at(rest, 0) in _AFTER_LATE_WH
    if before.word in closed.CONJUNCTIONS:
        return False
    if not rest or (len(rest) == 1 and rest[0].word in _FREQUENCIES):
        return True
    placed = before.word in closed.PREPOSITIONS and verbs.is_participle(word_at(tokens, at - 2))
    if not placed or word in ("when", "where", "why") or len(rest) > _LONGEST_PLACE:
        return False
    return rest[0].word != "to" and not any(is_finite(tokens, later) for later in range(at + 1, len(tokens)))


def request_within(tokens: Tokens, first: int) -> int | None:
    """The offset of a "please" after the question."""
    return next((token.start for token in tokens[first + 1 :] if token.word in closed.POLITE), None)


def request_aside(prompt: Prompt) -> int | None:
    """The offset of an "(if yes, describe)" or "(please attach)"."""
    for aside in prompt.asides:
        if aside and (aside[0].word in closed.POLITE or (aside[0].word == "if" and word_at(aside, 1) in ("yes", "so"))):
            return aside[0].start
    return None
