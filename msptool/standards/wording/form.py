"""The form of a text: which of the nine kinds of question it is, and the word that decides it."""

from __future__ import annotations

from typing import NamedTuple

from msptool.standards.wording import words as closed
from msptool.standards.wording.choice import alternative, list_cue
from msptool.standards.wording.clauses import Tokens
from msptool.standards.wording.followups import late_question, refers_to_answer, request_aside, request_within
from msptool.standards.wording.grammar import Reading, Shape, shape_of
from msptool.standards.wording.rules import Form
from msptool.standards.wording.text import Prompt, Sentence


class Decision(NamedTuple):
    """The form, and the offset in the plain text of what decided it."""

    form: Form
    start: int


class _Read(NamedTuple):
    """A sentence and how it is built."""

    sentence: Sentence
    reading: Reading

    @property
    def shape(self) -> Shape:
        return self.reading.shape

    @property
    def tokens(self) -> Tokens:
        return self.sentence.tokens

    @property
    def start(self) -> int:
        return self.tokens[self.reading.at].start

    @property
    def wants(self) -> bool:
        """Whether it wants an answer or an act: by its mark or by its build."""
        built = self.shape in (Shape.POLAR, Shape.WH, Shape.COMMAND)
        return self.sentence.asks or built or self.follows_up

    @property
    def wants_more(self) -> bool:
        """Whether it asks for more than a yes or a no: "Why?", "If so, ...", "Up to what amount?"."""
        asks_wh = self.shape is Shape.PHRASE and any(token.word in closed.WH for token in self.tokens)
        return asks_wh or self.shape in (Shape.WH, Shape.COMMAND) or self.follows_up

    @property
    def follows_up(self) -> bool:
        return self.tokens[0].word == "if" and refers_to_answer(self.tokens, 0)


def decide(prompt: Prompt) -> Decision:
    """The form of a text. Context before the question and remarks after it do not count."""
    read = [
        _Read(sentence, shape_of(sentence.tokens))
        for sentence in prompt.sentences
        if sentence.asks or not _is_remark(sentence)
    ]
    if not read:
        return Decision(Form.FRAGMENT, prompt.first)
    cue = list_cue(prompt)
    if cue is not None:
        return Decision(Form.MULTIPLE_CHOICE, cue)
    wants = [item for item in read if item.wants]
    if wants:
        return _decide_wanting(prompt, wants[0], wants[1:])
    claim = next((item for item in read if item.shape is Shape.CLAIM), None)
    return Decision(Form.STATEMENT, claim.start) if claim else Decision(Form.FRAGMENT, read[0].start)


def _is_remark(sentence: Sentence) -> bool:
    """Whether a sentence only adds something: "Note: ...", "E.g. ..."."""
    words = [token.word for token in sentence.tokens[:2]]
    return words[0] in ("n.b.", "e.g.", "i.e.") or (words[0] in ("note", "example", "hint") and words[-1] == ":")


def _decide_wanting(prompt: Prompt, head: _Read, rest: list[_Read]) -> Decision:
    """The first sentence that wants something decides, and what comes after it can only spoil it."""
    if head.shape is Shape.WH:
        return Decision(Form.OPEN, head.start)
    if head.shape is Shape.COMMAND:
        return Decision(Form.IMPERATIVE, head.start)
    if rest:
        form = Form.COMPOUND if rest[0].wants_more else Form.TWO_QUESTIONS
        return Decision(form, rest[0].tokens[0].start)
    if head.shape is Shape.PHRASE:
        return Decision(Form.FRAGMENT, head.start)
    return _decide_single(prompt, head)


def _decide_single(prompt: Prompt, head: _Read) -> Decision:
    tokens, at = head.tokens, head.reading.at
    claimed = head.shape is Shape.CLAIM
    late = late_question(tokens, 0 if claimed else at, claimed=claimed)
    if late is not None:
        joined = not claimed or tokens[late].word == "if" or tokens[late - 1].word in closed.CONJUNCTIONS
        return Decision(Form.COMPOUND if joined else Form.OPEN, tokens[late].start)
    request = request_within(tokens, at)
    if request is None:
        request = request_aside(prompt)
    if request is not None:
        return Decision(Form.COMPOUND, request)
    choice = alternative(tokens, at)
    if choice is not None:
        return Decision(Form.EITHER_OR, tokens[choice].start)
    return Decision(Form.YES_NO if head.sentence.asks else Form.STATEMENT, head.start)
