"""A filled sheet as it comes back: checked value by value, whoever wrote the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from msptool.markdown import visible
from msptool.reviews.applied_sheets import NOTHING
from msptool.reviews.model import Answered, Digest, Ticket
from msptool.reviews.session import Draft
from msptool.standards.model import Area, Level
from msptool.workspace.entities import Day, Entity, Many, Moment, Slug
from msptool.workspace.faults import explained
from msptool.workspace.json_files import parse_json
from msptool.workspace.problems import Refusal

SCHEMA = "msptool/review-sheet-answers/1"
MAX_BYTES = 5_000_000
_MOST_ANSWERS = 5_000
_MOST_DEPTH = 6
_LONGEST = 20_000

M = TypeVar("M", bound=Entity)


def tidy(text: str) -> str:
    """A text as it is taken from a sheet: line breaks of one kind, and no control characters."""
    return visible(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _tidy(value: object) -> object:
    if not isinstance(value, str):
        return value
    if len(value) > _LONGEST:
        raise PydanticCustomError("text", "the text is longer than {most} characters", {"most": _LONGEST})
    return tidy(value)


def _whole(items: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in items if each)


Words = Annotated[str, BeforeValidator(_tidy)]
Lines = Annotated[Many[Words], Field(max_length=500), AfterValidator(_whole)]


class SheetTicket(Ticket):
    """A ticket, or a change, on a sheet."""

    summary: Annotated[Words, Field(min_length=1)]
    id: Words = ""


class Entry(Entity):
    """What the sheet says of one standard. `base` is the digest of what was recorded when the sheet was made."""

    question: Digest
    priority: Level
    base: Digest = NOTHING
    at: Moment | None = None
    answer: Answered | None
    on: Day | None = None
    note: Words = ""
    fixed_onsite: bool = False
    hand_over: Area | None = None
    feedback: Words = ""

    def draft(self) -> Draft:
        """As the session keeps it; what cannot be without an answer is left out."""
        if self.answer is None:
            return Draft(note=self.note, hand_over=self.hand_over, feedback=self.feedback)
        return Draft(
            self.answer,
            self.on,
            self.note,
            self.fixed_onsite,
            self.hand_over,
            self.feedback,
            self.question,
            self.priority,
        )


class VisitEntry(Entity):
    """What the sheet says of the visit's day: only the fields that were filled in."""

    on: Day
    at: Moment | None = None
    base: dict[str, Digest] = Field(default_factory=dict)
    our_items: Lines | None = None
    client_items: Lines | None = None
    maintenance: Lines | None = None
    tools_checked: Lines | None = None
    tickets: Annotated[Many[SheetTicket], Field(max_length=500)] | None = None
    changes: Annotated[Many[SheetTicket], Field(max_length=500)] | None = None
    unresolved: Lines | None = None
    next_visit: Day | None = None
    summary: Words | None = None


class _Head(Entity):
    """The file around the answers."""

    schema_name: Literal["msptool/review-sheet-answers/1"] = Field(alias="schema")
    sheet: Slug
    client: Slug
    review: Slug
    started: Moment
    made: Moment | None = None
    exported: Moment | None = None
    library: str | None = Field(default=None, max_length=64)
    by: str | None = Field(default=None, max_length=100)
    answers: dict[str, Any] = Field(max_length=_MOST_ANSWERS)
    visit: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Faulty:
    """An entry that cannot be taken. `standard` is its id as the file has it, or `visit`."""

    standard: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled sheet. `places` says where an entry stands in a workbook (`row 7`), by standard."""

    sheet: str
    client: str
    review: str
    started: datetime
    made: date | None
    commit: str | None
    answers: Mapping[str, Entry]
    visit: VisitEntry | None
    faulty: tuple[Faulty, ...]
    places: Mapping[str, str]


def read_export(name: str, content: bytes) -> Filled:
    """The exported answers of a sheet; refuses a file that is no such JSON, with the reason in one sentence."""
    if len(content) > MAX_BYTES:
        raise Refusal(f"{name} is larger than {MAX_BYTES // 1_000_000} MB: it is no export of a sheet.")
    data = parse_json(name, content, depth=_MOST_DEPTH, again="Export the answers again.")
    return filled_from(name, data)


def filled_from(
    name: str, data: Any, places: Mapping[str, str] | None = None, unreadable: Sequence[Faulty] = ()
) -> Filled:
    """The filled sheet of JSON values; an entry that is wrong is named in `faulty`, beside what was `unreadable` before."""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise Refusal(
            f"{name} holds no answers of a sheet: take the file that 'Export answers' wrote, or the filled .xlsx."
        )
    head, wrong = _checked(_Head, data, "sheet")
    if head is None:
        raise Refusal(f"{name}: {wrong} Export the answers again.")
    where = places or {}
    answers: dict[str, Entry] = {}
    faulty = list(unreadable)
    for standard, said in head.answers.items():
        entry, wrong = _checked(Entry, said, "answer")
        if entry is None:
            faulty.append(Faulty(standard, where.get(standard, ""), wrong))
        elif entry.answer is not None and entry.on is None:
            faulty.append(
                Faulty(standard, where.get(standard, ""), "The answer has no day: answer it again on the sheet.")
            )
        else:
            answers[standard] = entry
    visit, wrong = _checked(VisitEntry, head.visit, "visit") if head.visit is not None else (None, "")
    if wrong:
        faulty.append(Faulty("visit", where.get("visit", ""), wrong))
    made = head.made.date() if head.made else None
    return Filled(
        head.sheet, head.client, head.review, head.started, made, head.library, answers, visit, tuple(faulty), where
    )


def _checked(model: type[M], data: Any, what: str) -> tuple[M | None, str]:
    """The entity, or None and one sentence that says what is wrong."""
    try:
        return model.model_validate(data), ""
    except ValidationError as error:
        fault = explained(what, model, data, error.errors(include_url=False)[0])
        sentence = f"{fault.message[:1].upper()}{fault.message[1:]}. {fault.hint}"
        return None, " ".join(visible(sentence).split())
