"""Warnings about the wording of a question whose form is right.

Each of them has to be one that a reader agrees with: in doubt there is no warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from msptool.standards.wording import verbs
from msptool.standards.wording import words as closed
from msptool.standards.wording.clauses import Tokens, is_adverb, is_finite, word_at
from msptool.standards.wording.grammar import Reading, Shape, shape_of
from msptool.standards.wording.polarity import inversion
from msptool.standards.wording.rewrites import asked
from msptool.standards.wording.rules import DANGLING_PRONOUN, DOUBLE_BARRELLED, NEGATED, QuestionProblem
from msptool.standards.wording.text import Prompt, Sentence
from msptool.standards.wording.vague import escapes, subjective


def warnings_for(prompt: Prompt, sentence: Sentence) -> Iterator[QuestionProblem]:
    """Every warning about a yes/no question, rule by rule. `sentence` is the one that asks."""
    reading = shape_of(sentence.tokens)
    yield from subjective(prompt, sentence, reading.at)
    yield from escapes(prompt)
    yield from _double_barrelled(prompt, sentence, reading)
    if sentence is prompt.sentences[0]:
        yield from _dangling(prompt, sentence, reading.at)
    yield from inversion(prompt, sentence, reading.at)
    yield from _negated(prompt, sentence, reading.at)


def _negated(prompt: Prompt, sentence: Sentence, at: int) -> Iterator[QuestionProblem]:
    """The warning for "Isn't ...?" and "Don't ...?"."""
    token = sentence.tokens[at]
    if token.word in closed.AUXILIARIES and (token.word.endswith("n't") or token.word == "cannot"):
        shown = prompt.plain[token.start : token.end]
        message = f"'{shown}' begins the question with a negation: a yes can mean either."
        hint = "Ask it without the negation, so that a yes is the aligned answer."
        yield QuestionProblem(NEGATED, message, hint, token.start)


# -- two clauses -----------------------------------------------------------------------------------

# A clause that depends on one of these is no second question: "ensures that A is on and B is off".
_DEPENDING = closed.SUBORDINATORS | closed.words(
    "that so ensure ensures ensuring verify verifies verifying check checks checking confirm confirms confirming "
    "demonstrate state states show shows require requires mean means assume know"
)
_NO_SUBJECT = closed.PREPOSITIONS | closed.PREDICATES | closed.ADVERBS | {"be", "been", "able"}


def _double_barrelled(prompt: Prompt, sentence: Sentence, reading: Reading) -> Iterator[QuestionProblem]:
    tokens = sentence.tokens
    joint = _second_clause(tokens, reading)
    if joint is None:
        return
    second = joint + 1 + (tokens[joint + 1].word in closed.CONJUNCTIONS)
    parts = prompt.plain[tokens[0].start : tokens[joint].start], prompt.plain[tokens[second].start : sentence.stop]
    yield QuestionProblem(
        DOUBLE_BARRELLED,
        "This asks two things: one can be true and the other not.",
        f'Make two standards: "{asked(parts[0])}" and "{asked(parts[1])}"',
        tokens[second - 1].start,
    )


def _second_clause(tokens: Tokens, reading: Reading) -> int | None:
    """The mark or "and" before a second clause that has its own subject and verb.

    "Plugged in and operational" is one clause, and so is a list of things or of acts.
    """
    for joint in range(reading.at + 2, len(tokens) - 2):
        word = tokens[joint].word
        if word in _DEPENDING or (word in closed.RELATIVES and not tokens[joint - 1].is_mark):
            return None
        marked = tokens[joint].is_mark and (word == ";" or tokens[joint + 1].word in ("and", "but"))
        if not marked and word not in ("and", "but"):
            continue
        second = joint + 1 + (marked and tokens[joint + 1].word in closed.CONJUNCTIONS)
        claimed = reading.shape is Shape.CLAIM
        if _claims_second(tokens, second, marked) if claimed else _asks_second(tokens, second):
            return joint
    return None


def _asks_second(tokens: Tokens, at: int) -> bool:
    """Whether an auxiliary brings a subject of its own: "and are its logs reviewed"."""
    subject = word_at(tokens, at + 1)
    if word_at(tokens, at) not in closed.AUXILIARIES or not subject:
        return False
    if subject in closed.SUBJECT_STARTS:
        return True
    predicate = any(verbs.is_participle(token.word) or token.word in verbs.VERBS for token in tokens[at + 2 :])
    return predicate and not verbs.is_participle(subject) and not is_adverb(subject) and subject not in _NO_SUBJECT


def _claims_second(tokens: Tokens, at: int, marked: bool) -> bool:
    """Whether a subject and then an auxiliary follow: "and workstations are patched"."""
    word = word_at(tokens, at)
    if word in closed.AUXILIARIES or verbs.is_participle(word):
        return False
    if not marked and word not in closed.SUBJECT_STARTS:
        return False
    for verb in range(at + 1, len(tokens)):
        word = tokens[verb].word
        if word in _DEPENDING or word in closed.RELATIVES or tokens[verb].is_mark:
            return False
        if word in closed.AUXILIARIES and is_finite(tokens, verb):
            return tokens[verb - 1].word not in closed.CONJUNCTIONS
    return False


# -- pronouns --------------------------------------------------------------------------------------

_BEFORE_SUBJECT = closed.LEAD_INS | closed.POLITE | {",", "–"}
_AFTER_THOSE = closed.words("who that which whose with without in on at from responsible")
# What "this" can point at during a review, and the times of the calendar.
_UNDER_REVIEW = closed.words(
    "client customer site office location company organisation organization business building tenant practice "
    "agreement year month quarter week"
)
# "Is it documented who ...": what comes later explains the "it".
_EMPTY_IT = closed.ARTICLES | closed.words(
    "possible feasible documented clear known required forbidden prohibited mandatory necessary defined recorded "
    "stated verified confirmed guaranteed allowed permitted ensured agreed specified true policy established checked "
    "company standard take"
)
_EXPLAINING = closed.WH | {"that", "to", "whether", "if", "for"}
_SHORT = 5


def _dangling(prompt: Prompt, sentence: Sentence, at: int) -> Iterator[QuestionProblem]:
    place = _dangling_place([token.word for token in sentence.tokens], at)
    if place is not None:
        token = sentence.tokens[place]
        word = prompt.plain[token.start : token.end]
        message = f"'{word}' needs another question to be understood."
        yield QuestionProblem(DANGLING_PRONOUN, message, f"Name what '{word}' stands for.", token.start)


def _dangling_place(words: list[str], at: int) -> int | None:
    """The index of a word that refers to another question or its answer."""
    if words[0] == "if" and words[1] in ("so", "yes", "not", "no"):
        return 1
    for place, word in enumerate(words):
        if word == "aforementioned" or (word == "above" and words[place - 1] in ("the", "of")):
            return place
    polar = words[at] in closed.AUXILIARIES and all(word in _BEFORE_SUBJECT for word in words[:at])
    subject = at + 1 if polar else 0
    return subject if subject < len(words) and _leans_back(words, subject, polar) else None


def _leans_back(words: list[str], subject: int, polar: bool) -> bool:
    """Whether the subject is a pronoun that nothing in the question explains."""
    word, following = words[subject], words[subject + 1] if subject + 1 < len(words) else ""
    if word == "it":
        return not _is_empty_it(words[subject + 1 :] if polar else words[subject + 2 :], following)
    if word == "those":
        is_short = polar and len(words) - subject < _SHORT  # "Are those reviewed quarterly?"
        explained = following in _AFTER_THOSE or following.endswith("ing") or verbs.is_participle(following)
        return is_short if verbs.is_participle(following) else not explained
    if word in ("this", "these") or (word == "that" and polar):
        return following.removesuffix("'s") not in _UNDER_REVIEW
    return word in ("they", "them", "he", "she", "such")


def _is_empty_it(rest: list[str], verb: str) -> bool:
    """Whether an "it" stands for what follows: "Is it possible to ...", "It takes two people to ..."."""
    if rest[:1] == ["been"] and "since" in rest:
        return True
    explained = any(word in _EXPLAINING for word in rest[1:])
    return explained and (rest[0] in _EMPTY_IT or verb == "takes")
