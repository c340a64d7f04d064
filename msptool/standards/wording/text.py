"""A question as the rules read it: words and marks with their places, in sentences, without asides.

Bullets and numbers in front are skipped. What stands in brackets is kept apart, because an example in
brackets says nothing about the form, and a quotation is one word, because it is a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from msptool.standards.wording.words import AUXILIARIES

# One character for one, so that offsets hold. The last row is invisible characters.
_PLAIN = str.maketrans(
    "’‘‛ʼ＇“”„‟«»＂？﹖؟⁇‽，；：！。（）—―−‒\u200b\u200c\u200d\u2060\ufeff\u00ad",
    "'" * 5 + '"' * 7 + "?" * 5 + ",;:!.()" + "–" * 4 + " " * 6,
)

# What a question begins with: a bare number or a control id counts as a bullet only in front of these.
_LEAD = (
    r"(?:Is|Are|Do|Does|Did|Has|Have|Was|Were|Can|Could|Will|Would|Should|Must|What|Which|Who|How|When|Where|Why"
    r"|For|If|In|On|The|All|Ensure|Verify)\b"
)

_BULLET = re.compile(
    r"""(?:
      [-–*•·▪◦‣●○■□☐☑✓>.]+\s                   # - item
    | [(\[]\s?\w{0,4}[)\]]\s                     # (a), [x], (L1)
    | (?:\d{1,4}(?:\.\d{1,4})*|[A-Za-z]|[ivxIVX]{1,5})[.)]\s
    | \d{1,4}(?:\.\d{1,4})*:\s                 # 2.7:
    | \d{1,4}(?:\.\d{1,4}){2,}\s               # 1.2.3
    | \d{1,3}\.\d{1,3}\s(?=[A-Z][a-z]+\s)       # 3.4 Access
    | \d{1,3}\s(?=LEAD)                         # 3 Is
    | (?:Q|Question\s?|\#)\d{1,4}[.:)]?\s      # Q12:
    | Q(?:uestion)?:\s
    | [A-Z]{1,4}(?:\.[A-Z]{1,4})?(?:[-.]|\d\.)\d{1,3}(?:[.-]\d{1,3}){0,3}(?:\(\d{1,2}\))?(?:[:.)]|\s[-–])?\s(?=LEAD)
    )\s*""".replace("LEAD", _LEAD),
    re.VERBOSE,
)

_TOKEN = re.compile(
    r"""
      https?://[^\s?]*(?:\?\w+=[^\s?]*)?                  # an address keeps its question mark
    | [A-Za-z]:(?:\\[^\s?]*|(?=[ ](?:drive|disk|volume|partition)))
    | "[^"]*"
    | (?<![\w)])'[^']+'(?!\w)
    | (?:e\.g|i\.e|n\.b|etc|approx|incl)\.
    | (?<!\S)\.\w+                                        # .NET
    | \w+(?:['./\\&+@:=*-]\w+)*
    | \.{2,}|…
    | (?<=\s)[-–]+(?=\s)|–
    | [?!.,;:()\[\]{}]
    """,
    re.VERBOSE | re.IGNORECASE,
)

NAME = '""'
DASH = "–"
_MARKS = frozenset({",", ";", ":", DASH})
_OPENING = {"(": ")", "[": "]", "{": "}"}
_BRACKETS = frozenset("()[]{}")
_ENDS = "?!.…"
_LONGEST_ANSWER = 8
_ANSWERS = frozenset({"yes/no", "y/n", "yes/no/na", "yes/no/n/a", "y/n/na", "n/a"})


class Token(NamedTuple):
    """A word in lower case, or a mark. `start` and `end` are offsets in the plain text."""

    word: str
    start: int
    end: int
    capital: bool

    @property
    def is_mark(self) -> bool:
        """A mark that can end a clause within a sentence."""
        return self.word in _MARKS


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words and marks of a sentence and what ended it: `?`, `!`, `.`, `:` or nothing.

    `stop` is the offset in the plain text where it ends, after the brackets that its last word may have.
    """

    tokens: tuple[Token, ...]
    end: str
    stop: int

    @property
    def asks(self) -> bool:
        """Whether a question mark ends it."""
        return self.end == "?"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text with its white space made single and its typographic marks made plain."""

    plain: str
    first: int
    sentences: tuple[Sentence, ...]
    asides: tuple[tuple[Token, ...], ...]

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that an offset lies in."""
        begun = [sentence for sentence in self.sentences if sentence.tokens[0].start <= offset]
        return begun[-1] if begun else self.sentences[0]

    def said(self, sentence: Sentence) -> str:
        """A sentence as it was written, without its end."""
        return self.plain[sentence.tokens[0].start : sentence.stop].rstrip(" ,;:-–")


def plain_text(text: str) -> str:
    """The text with single spaces and plain quotes, dashes and question marks."""
    return " ".join(text.translate(_PLAIN).split())


def after_bullets(plain: str) -> int:
    """Where the words begin, after list marks, numbers and control ids."""
    start = 0
    while found := _BULLET.match(plain, start):
        start = found.end()
    return start


def offset_in(text: str, plain_offset: int) -> int:
    """The place in the text as written of a place in its plain form."""
    passed = 0
    for run in re.finditer(r"\S+", text.translate(_PLAIN)):
        length = run.end() - run.start()
        if plain_offset <= passed + length:
            return run.start() + plain_offset - passed
        passed += length + 1
    return 0


def read(plain: str) -> Prompt:
    """Split a plain text into sentences and asides."""
    first = after_bullets(plain)
    tokens = [_token(found) for found in _TOKEN.finditer(plain, first)]
    said, asides = _set_asides_apart(tokens)
    if not any(_is_word(token) and token.word != NAME for token in said):
        said, asides = _unwrapped(plain, first), []
    sentences = _sentences(said, len(plain))
    if sentences and not sentences[-1].end and plain.endswith("?)"):
        sentences[-1] = replace(sentences[-1], end="?")
    return Prompt(plain, first, tuple(sentences), tuple(asides))


def _token(found: re.Match[str]) -> Token:
    raw = found.group()
    start, end = found.span()
    return Token(raw.lower() if raw.isalnum() else _normal(raw), start, end, raw[0].isupper())


def _normal(raw: str) -> str:
    word = raw.lower()
    if word[0] in "\"'" and len(word) > 1:
        return NAME
    if word[0] in "-–":
        return DASH
    if "/" in word:
        parts = word.split("/")
        if all(part in AUXILIARIES for part in parts):
            return parts[0]
    return word


def _is_word(token: Token) -> bool:
    word = token.word
    return word[0].isalnum() or word[1:2].isalnum() or word == NAME


def _unwrapped(plain: str, first: int) -> list[Token]:
    """The tokens of a text that stands in quotes or brackets as a whole."""
    inner = re.sub(r"[\"()\[\]{}]|(?<!\w)'|'(?!\w)", " ", plain)
    return [_token(found) for found in _TOKEN.finditer(inner, first)]


def _set_asides_apart(tokens: list[Token]) -> tuple[list[Token], list[tuple[Token, ...]]]:
    if _BRACKETS.isdisjoint(token.word for token in tokens):
        return tokens, []
    closed = _bracket_pairs(tokens)
    said: list[Token] = []
    asides: list[tuple[Token, ...]] = []
    at = 0
    while at < len(tokens):
        if at in closed:
            asides.append(tuple(tokens[at + 1 : closed[at]]))
            at = closed[at]
        elif tokens[at].word not in _BRACKETS:
            said.append(tokens[at])
        at += 1
    return said, asides


def _bracket_pairs(tokens: list[Token]) -> dict[int, int]:
    """Where each bracket that is opened gets closed."""
    opened: list[int] = []
    pairs: dict[int, int] = {}
    for at, token in enumerate(tokens):
        if token.word in _OPENING:
            opened.append(at)
        elif opened and token.word == _OPENING[tokens[opened[-1]].word]:
            pairs[opened.pop()] = at
    return pairs


def _sentences(tokens: list[Token], length: int) -> list[Sentence]:
    sentences: list[Sentence] = []
    held: list[Token] = []
    for at, token in enumerate(tokens):
        end = _ending(tokens, at) if token.word[0] in _ENDS else ""
        if not end:
            if _is_word(token) or token.is_mark:
                held.append(token)
            continue
        if any(_is_word(word) for word in held):
            sentences.append(_sentence(held, end, token.start))
            held = []
    if any(_is_word(word) for word in held):
        sentences.append(_sentence(held, "", length))
    asked = [sentence for sentence in sentences if not _is_answer_hint(sentence)]
    return asked or sentences


def _sentence(held: list[Token], end: str, stop: int) -> Sentence:
    """A sentence without the marks that stand before its first or after its last word."""
    tokens = list(held)
    while tokens[0].is_mark:
        tokens.pop(0)
    while tokens[-1].is_mark:
        stop = tokens[-1].start
        if tokens.pop().word == ":" and not end:
            end = ":"
    return Sentence(tuple(tokens), end, stop)


def _ending(tokens: list[Token], at: int) -> str:
    """What the mark at an index ends a sentence with; nothing where it ends none."""
    word = tokens[at].word
    if word in "?!":
        return word
    if _is_word(tokens[at]):
        return ""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return "."
    if following.word in "?!":
        return ""
    after_initial = at > 0 and tokens[at - 1].capital and tokens[at - 1].end - tokens[at - 1].start == 1
    return "." if following.capital and not after_initial else ""


def _is_answer_hint(sentence: Sentence) -> bool:
    if len(sentence.tokens) > _LONGEST_ANSWER:
        return False
    return "/".join(token.word for token in sentence.tokens if not token.is_mark) in _ANSWERS
