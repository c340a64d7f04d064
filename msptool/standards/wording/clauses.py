"""The verb of the main clause.

There is no parser here. A finite verb is an auxiliary, or a known verb in a place where only a verb fits;
the main one is the first that no subordinate clause lays claim to.
"""

from __future__ import annotations

from collections.abc import Sequence

from msptool.standards.wording import verbs
from msptool.standards.wording import words as closed
from msptool.standards.wording.text import NAME, Token

Tokens = Sequence[Token]

_BEFORE_NO_VERB = (
    closed.PREPOSITIONS | closed.CONJUNCTIONS | closed.ARTICLES | closed.PARTICIPIAL | {"no", "such", "not"}
)
_NO_SUBJECTS = _BEFORE_NO_VERB | closed.AUXILIARIES | verbs.PLAIN_THIRD_PERSONS
_AFTER_ANY_VERB = closed.SUBJECT_STARTS | closed.ADVERBS | closed.NUMBERS | {NAME}
_AFTER_THIRD_PERSON = _AFTER_ANY_VERB - closed.RELATIVES
_AFTER_BASE = _AFTER_ANY_VERB | closed.PREPOSITIONS - {"of"} | {"that", "when", "if", "how"}
_AFTER_PARTICIPLE = closed.PREPOSITIONS | closed.ADVERBS | closed.DETERMINERS | closed.CONJUNCTIONS
_AROUND_A_VERB = closed.words("not always never only also still then")
_NO_ADVERBS = closed.words("family assembly anomaly monopoly italy july")
_LONG_REST = 3
_LONG_CLAIM = 5


def word_at(tokens: Tokens, at: int) -> str:
    """The word at an index, or nothing outside the sentence."""
    return tokens[at].word if 0 <= at < len(tokens) else ""


def inverts(tokens: Tokens, at: int) -> bool:
    """Whether an auxiliary with something after it stands here."""
    return word_at(tokens, at) in closed.AUXILIARIES and bool(word_at(tokens, at + 1))


def is_adverb(word: str) -> bool:
    """Whether a word is an adverb by its ending: `centrally`."""
    return word.endswith("ly") and len(word) > 4 and word not in verbs.VERBS and word not in _NO_ADVERBS


def is_plural(word: str) -> bool:
    """Whether a noun takes the plural verb."""
    return word in closed.PLURAL_SUBJECTS or (word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")))


# -- finite verbs ----------------------------------------------------------------------------------


def is_finite(tokens: Tokens, at: int) -> bool:
    """Whether the word is a verb that a subject stands before."""
    word, subject = tokens[at].word, _subject_before(tokens, at)
    if word in closed.AUXILIARIES:
        return word_at(tokens, at - 1) != "to" and subject not in closed.AUXILIARIES
    if not subject or subject in _NO_SUBJECTS:
        return False
    if word in verbs.THIRD_PERSONS:
        return word in verbs.PLAIN_THIRD_PERSONS or (not is_plural(subject) and _has_object(tokens, at))
    if word in verbs.VERBS and is_plural(subject):
        return word in verbs.PLAIN_BASES or _has_object(tokens, at)
    return False


def _subject_before(tokens: Tokens, at: int) -> str:
    """The word before, past adverbs."""
    before = at - 1
    while before > 0 and (tokens[before].word in _AROUND_A_VERB or is_adverb(tokens[before].word)):
        before -= 1
    return "" if before < 0 or tokens[before].is_mark else tokens[before].word


def _has_object(tokens: Tokens, at: int) -> bool:
    """Whether what follows can only follow a verb: "log every", "run daily"."""
    word, following = tokens[at].word, word_at(tokens, at + 1)
    if not following or tokens[at + 1].is_mark:
        return verbs.THIRD_PERSONS.get(word, word) in verbs.COMPLETE_VERBS
    allowed = _AFTER_THIRD_PERSON if word in verbs.THIRD_PERSONS else _AFTER_BASE
    return following in allowed or is_adverb(following) or following[0].isdigit()


# -- the main clause -------------------------------------------------------------------------------


def main_verb(tokens: Tokens, first: int, owed: int = 0) -> int | None:
    """The first finite verb that belongs to no subordinate clause. `owed` clauses are open already."""
    at = first
    while at < len(tokens):
        if at > first and tokens[at].word in closed.RELATIVES and not tokens[at - 1].is_mark:
            past = _past_relative(tokens, at)
            owed += past == at
            at = max(past, at + 1)
            continue
        if at > first and _opens_clause(tokens, at):
            owed += 1
        elif is_finite(tokens, at) and word_at(tokens, at - 1) not in closed.CONJUNCTIONS:
            if not owed:
                return at
            owed -= 1
        at += 1
    return None


def _opens_clause(tokens: Tokens, at: int) -> bool:
    """Whether a verb is still to come for this word: "when users leave", but not "when required"."""
    word, following = tokens[at].word, word_at(tokens, at + 1)
    if word in closed.HALF_SUBORDINATORS:
        return following in closed.PERSONS
    if word not in closed.SUBORDINATORS:
        return False
    reduced = verbs.is_participle(following) or following.endswith("ing") or following in closed.PREPOSITIONS
    return not reduced and following not in ("possible", "necessary", "applicable", "appropriate", "not", "")


def _past_relative(tokens: Tokens, at: int) -> int:
    """The index after "that run, store or send"; the same index where the clause has a subject of its own."""
    verb = at + 1
    while word_at(tokens, verb) in _AROUND_A_VERB or is_adverb(word_at(tokens, verb)):
        verb += 1
    if word_at(tokens, verb) not in closed.AUXILIARIES:
        picks = tokens[at].word == "which" and word_at(tokens, at - 1) in verbs.VERBS  # "control which services"
        if picks or not _agrees(word_at(tokens, at - 1), word_at(tokens, verb)):
            return at
    past = verb + 1
    while joined := _past_joined_verb(tokens, past):
        past = joined
    return past


def _past_joined_verb(tokens: Tokens, at: int) -> int:
    """The index after ", store", "or store" or ", or store"; 0 where no other verb is joined."""
    start = at
    while word_at(tokens, at) == "," or word_at(tokens, at) in closed.CONJUNCTIONS:
        at += 1
    return at + 1 if at > start and verbs.is_verb(word_at(tokens, at)) else 0


def _agrees(noun: str, word: str) -> bool:
    """Whether a word can be the verb of its noun: "plans that affect", but not "plan that we follow"."""
    if verbs.is_verb(word):
        return True
    if not word or word in closed.SUBJECT_STARTS or word in closed.PREPOSITIONS or verbs.is_participle(word):
        return False
    return is_plural(noun) != word.endswith("s")


# -- claims without a clear verb -------------------------------------------------------------------


def loose_verb(tokens: Tokens, first: int) -> int | None:
    """What may say something of the subject where no verb is certain.

    A noun may follow the verb at once ("All diagrams show IP ranges"), the verb may be past ("Everyone
    completed the course") or left out ("Firmware up to date", "Password policy documented").
    """
    for at in range(first + 1, len(tokens)):
        if tokens[at - 1].word in _BEFORE_NO_VERB or tokens[at - 1].is_mark:
            continue
        if word_at(tokens, at + 1) == "than":  # "UPS batteries less than four years old"
            return at
        if _says_state(tokens, at) or _may_be_verb(tokens, first, at):
            return at
    last = len(tokens) - 1
    return last if last > first and tokens[last].word in closed.PREDICATES else None


def _says_state(tokens: Tokens, at: int) -> bool:
    following = word_at(tokens, at + 1)
    ends = not following or following in _AFTER_PARTICIPLE or is_adverb(following)
    return ends and verbs.is_participle(tokens[at].word)


def _may_be_verb(tokens: Tokens, first: int, at: int) -> bool:
    word, subject, following = tokens[at].word, tokens[at - 1].word, word_at(tokens, at + 1)
    if not following:
        return False
    if following in closed.ARTICLES and verbs.is_verb(word):
        return True
    introduced = at > first + 1 and tokens[first].word in closed.DETERMINERS
    if not is_plural(subject):
        return introduced and word in verbs.THIRD_PERSONS
    is_long = len(tokens) - at >= _LONG_REST and len(tokens) - first >= _LONG_CLAIM
    return word in verbs.VERBS and (introduced or is_long or is_plural(following))
