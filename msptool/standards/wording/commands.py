"""Commands and requests: sentences that tell somebody to do or to say something."""

from __future__ import annotations

from msptool.standards.wording import verbs
from msptool.standards.wording import words as closed
from msptool.standards.wording.clauses import Tokens, is_adverb, is_plural, main_verb, word_at
from msptool.standards.wording.text import NAME

_LONGEST_TITLE = 4
_LONGEST_COMPOUND = 2
_OBJECT_STARTS = closed.DETERMINERS | closed.words("at whether if that how which who what") | {NAME}
_BEFORE_REQUEST = closed.POLITE | closed.words("also briefly be able to mind quickly just like further then")
_AFTER_A_NOUN = closed.AUXILIARIES | {"of", ""}
_NO_NOUNS = (
    closed.PREPOSITIONS
    | closed.SUBJECT_STARTS
    | closed.SUBORDINATORS
    | closed.HALF_SUBORDINATORS
    | closed.CLAUSE_FRONTS
    | closed.CONJUNCTIONS
    | closed.ADVERBS
    | closed.LEAD_INS
    | closed.AUXILIARIES
    | {"", ","}
)


def is_command(tokens: Tokens, at: int) -> bool:
    """Whether a clause that begins here tells somebody to do something.

    Many verbs are nouns as well. "Patch the servers" is a command and "Patch levels are current" is none,
    because it has another verb.
    """
    word, following = word_at(tokens, at), word_at(tokens, at + 1)
    if word in ("never", "always") or is_adverb(word):  # "Always lock", "Regularly test"
        return following in verbs.COMMANDS or (following in verbs.NOUN_COMMANDS and is_command(tokens, at + 1))
    if word in verbs.COMMANDS:
        return following not in closed.AUXILIARIES and not _is_compound_noun(tokens, at)
    if word not in verbs.NOUN_COMMANDS:
        return _governs_article(tokens, at)
    if following in _OBJECT_STARTS or following[:1].isdigit():
        return True
    if following in _AFTER_A_NOUN or _is_title(tokens, at):
        return False
    return main_verb(_before_colon(tokens), at + 1) is None


def _is_compound_noun(tokens: Tokens, at: int) -> bool:
    """Tell "Deploy keys are rotated" from "Ensure backups are encrypted", whose object is a clause."""
    if (tokens[at].word, word_at(tokens, at + 1)) == ("check", "point"):  # a vendor
        return True
    if tokens[at].word in verbs.COMPLEMENT_COMMANDS:
        return False
    nouns = 0
    while word_at(tokens, at + 1 + nouns) not in _NO_NOUNS:
        nouns += 1
    return 1 <= nouns <= _LONGEST_COMPOUND and word_at(tokens, at + 1 + nouns) in closed.AUXILIARIES


def _is_title(tokens: Tokens, at: int) -> bool:
    """Nothing but a few singular nouns: "Access control", "Audit log retention period"."""
    rest = tokens[at + 1 :]
    if len(rest) > _LONGEST_TITLE or tokens[at].word == "use":
        return False
    return all(
        token.word.isalpha()
        and not token.capital
        and token.word not in _NO_NOUNS
        and not _has_plural_ending(token.word)
        for token in rest
    )


def _has_plural_ending(word: str) -> bool:
    return word.endswith("s") and is_plural(word)


def _before_colon(tokens: Tokens) -> Tokens:
    return tokens[: next((at for at, token in enumerate(tokens) if token.is_mark and token.word != ","), None)]


def _governs_article(tokens: Tokens, at: int) -> bool:
    """Whether an article right after a bare word makes it a verb: "Rack the servers"."""
    word = word_at(tokens, at)
    return (
        word_at(tokens, at + 1) in ("the", "a", "an", "your", "our")
        and word.isalpha()
        and not word.endswith(("s", "ed", "ing", "ly"))
        and word not in _NO_NOUNS
    )


def is_prohibition(tokens: Tokens, first: int) -> bool:
    """Tell "Do not share passwords" from "Don't users share passwords"."""
    word, following = tokens[first].word, word_at(tokens, first + 1)
    if word == "do" and following == "not":
        following = word_at(tokens, first + 2)
    elif word != "don't":
        return word == "do" and following == "tell"
    return following in verbs.VERBS or following == "be"


def is_request(tokens: Tokens, first: int) -> bool:
    """Whether the question only dresses a request: "Can you describe ...", "Could someone please list ..."."""
    if tokens[first].word not in ("can", "could", "will", "would", "may", "might", "are"):
        return False
    if word_at(tokens, first + 1) not in ("you", "we", "i", "someone", "anyone", "somebody", "they"):
        return False
    at = first + 2
    while word_at(tokens, at) in _BEFORE_REQUEST:
        at += 1
    verb = word_at(tokens, at).removesuffix("ing")
    if verb in closed.REQUESTS or verb + "e" in closed.REQUESTS:
        return True
    objects = {word_at(tokens, at + step) for step in (1, 2, 3)}
    return verb in closed.LOOSE_REQUESTS and not objects.isdisjoint(closed.REQUEST_OBJECTS)
