"""Which standard a finding is about, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msptool.alignment.model import Stage
from msptool.exchange.history.fields import Record, RecordFault
from msptool.exchange.history.texts import line, paragraphs
from msptool.exchange.history.vocabulary import OPEN, answer_of, bare, stage_of
from msptool.reviews.model import Answered
from msptool.standards.library import Library
from msptool.standards.model import Standard, fingerprint


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands in a finding: its id there, if it has one, its label and its words."""

    id: str
    label: str
    text: str

    @property
    def said(self) -> str:
        """The words that a person knows it by."""
        return self.text or self.label or f"Question {self.id}"

    @property
    def external(self) -> str:
        """What the peer calls it: the id, else the label."""
        return self.id or self.label


@dataclass(frozen=True, slots=True)
class Reply:
    """What a finding says. `word` is the peer's, `answer` ours: None where it is left open or not known.

    `stage` is the vCIO's judgement of a no.
    """

    word: str
    answer: Answered | None
    stage: Stage | None
    note: str

    @property
    def open(self) -> bool:
        """Whether nobody answered it there."""
        return bare(self.word) in OPEN


class Questions:
    """The standards of the library by their ids in the source and by their questions."""

    def __init__(self, library: Library, source: str) -> None:
        self._by_external: dict[str, list[Standard]] = {}
        self._by_words: dict[str, Standard] = {}
        ranked = sorted(library, key=lambda standard: ("active", "draft", "retired").index(standard.status))
        for standard in ranked:
            if source in standard.external:
                self._by_external.setdefault(standard.external[source], []).append(standard)
            for mark in standard.fingerprints:
                self._by_words.setdefault(mark, standard)

    def find(self, asked: Asked) -> Standard | None:
        """The standard with the question's id, else the one that asks the same words."""
        known = [each for name in (asked.id, asked.label) if name for each in self._by_external.get(name, ())]
        if len({each.id for each in known}) == 1:
            return known[0]
        words = [each for each in (asked.text, asked.label) if each]
        return next((found for each in words if (found := self._by_words.get(fingerprint(each)))), None)


def asked_in(record: Record) -> Asked:
    """The question of a finding: an object, its words, or its id alone."""
    question = record.raw("question")
    inner: Mapping[str, Any] = record.inner("question")
    if isinstance(question, list | bool):
        raise RecordFault("'question' is no object with 'label' and 'text'")
    identifier = inner.get("id", record.raw("question id"))
    if isinstance(identifier, dict | list | bool):
        raise RecordFault("the id of its question is no id")
    words = inner.get("text") or (question if isinstance(question, str) else None) or record.text("text")
    label = inner.get("label") or inner.get("name") or record.text("label")
    if not isinstance(words, str) or not isinstance(label, str | int):
        raise RecordFault("'question' has a 'text' or 'label' that is no text")
    if question is not None and not isinstance(question, str | dict) and identifier is None:
        identifier = question
    found = Asked("" if identifier is None else str(identifier).strip()[:100], line(str(label)), line(words))
    if not (found.id or found.label or found.text):
        raise RecordFault("its question is empty")
    return found


def reply_in(record: Record) -> Reply:
    """What a finding says: the engineer's answer where the dump has one, else the vCIO's."""
    engineer, vcio = line(record.text("engineer")), line(record.text("vcio"))
    note = "\n\n".join(
        each for each in (paragraphs(record.text("notes")), paragraphs(record.text("vcio notes"))) if each
    )
    word = engineer if bare(engineer) not in OPEN else vcio
    answer = answer_of(word)
    return Reply(word, answer, stage_of(vcio) if answer == "no" else None, note)
