"""From YAML to models: one file, one entity, every problem with its place and a hint.

A `Kind` says where the files of one noun live and which Pydantic model they follow. What the path
already says (the id, the category, the client) is not repeated in the file: the loader fills those
fields in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from msptool.workspace.documents import Document, read_document
from msptool.workspace.faults import explained
from msptool.workspace.problems import Problem, Rule
from msptool.workspace.sources import Source

if TYPE_CHECKING:
    from msptool.workspace.index import Index

_LARGEST_AMOUNT = Decimal(10) ** 12

_DAY = "a date is written YYYY-MM-DD, such as 2026-11-16"

T = TypeVar("T")
M = TypeVar("M", bound="Entity")

UNKNOWN_KEY = Rule(
    "W110", "unknown-key", "error",
    "Every key is known, so that a typing mistake is seen and not silently ignored.",
    "freqency: monthly", "frequency: monthly",
)  # fmt: skip
INVALID_VALUE = Rule(
    "W111", "invalid-value", "error", "The value is not of the kind that the key takes.",
    "minutes: five", "minutes: 5",
)  # fmt: skip
MISSING_KEY = Rule(
    "W112", "missing-key", "error", "The key is required.", "question: (no such key in the file)", "question: Is ...?",
)  # fmt: skip
BAD_ID = Rule(
    "W113", "bad-id", "error",
    "The file's name is the id: lower-case letters, digits and single hyphens.",
    "standards/email/SPF Record.yaml", "standards/email/spf-record.yaml",
)  # fmt: skip
ENTITY_RULES = (UNKNOWN_KEY, INVALID_VALUE, MISSING_KEY, BAD_ID)


class Entity(BaseModel):
    """Base of every model of the workspace: unknown keys refused, values of the right type, frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


def _day(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        return _written_day(value)
    raise PydanticCustomError("day", _DAY)


# The same few days stand in a review hundreds of times.
@lru_cache(maxsize=8192)
def _written_day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise PydanticCustomError("day", _DAY)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("day", "there is no such day: {value}", {"value": text}) from None


def _moment(value: object) -> object:
    if isinstance(value, datetime):
        return value
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise PydanticCustomError("moment", "a time is written with its zone, such as 2026-11-16T09:30:00+01:00")
    return moment


def _money(value: object) -> object:
    if isinstance(value, str | int | float | Decimal) and not isinstance(value, bool):
        try:
            amount = Decimal(str(value))
        except InvalidOperation:
            amount = Decimal("nan")
        if amount.is_finite() and abs(amount) < _LARGEST_AMOUNT and amount == round(amount, 2):
            return round(amount, 2)
    raise PydanticCustomError("money", "an amount is a number with at most two decimals, such as 4000.00")


Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Money = Annotated[Decimal, BeforeValidator(_money), Field(json_schema_extra={"type": "number"})]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=100)]
Text = Annotated[str, Field(min_length=1)]
Many = Annotated[tuple[T, ...], Field(strict=False)]


class Span(Entity):
    """Some days in a row, both ends included, and why."""

    since: Day
    until: Day | None = Field(default=None, description="The last day; without it the span is one day.")
    reason: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Span:
        if self.until is not None and self.until < self.since:
            raise PydanticCustomError("span", "it ends before it starts")
        return self

    @property
    def last(self) -> date:
        """The last day."""
        return self.until or self.since

    def has(self, day: date) -> bool:
        """Whether `day` is one of them."""
        return self.since <= day <= self.last


@dataclass(frozen=True)
class Kind(Generic[M]):
    """One type of file: its name, where it lives and its model.

    `pattern` is a path with fields in braces, such as `standards/{category}/{id}.yaml`; the fields
    are set on the model from the path. `schema` names its JSON Schema, `.schemas/<schema>.json`.
    """

    name: str
    pattern: str
    model: type[M]
    schema: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "schema", self.schema or self.name.replace(" ", "-"))

    @cached_property
    def schema_line(self) -> str:
        """The comment that tells an editor which JSON Schema the file follows."""
        up = "../" * self.pattern.count("/")
        return f"# yaml-language-server: $schema={up}.schemas/{self.schema}.json\n"

    @cached_property
    def folder(self) -> str:
        """The top-level folder, or the file itself where it stands alone."""
        return self.pattern.split("{")[0].rstrip("/")

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        parts = re.split(r"(\{\w+\})", self.pattern)
        return re.compile(
            "".join(rf"(?P<{part[1:-1]}>[^/]+)" if part[:1] == "{" else re.escape(part) for part in parts)
        )

    @cached_property
    def path_fields(self) -> tuple[str, ...]:
        """The model fields that the path gives."""
        return tuple(re.findall(r"\{(\w+)\}", self.pattern))

    def match(self, path: str) -> dict[str, str] | None:
        """The fields that `path` gives when it is a file of this kind."""
        found = self._regex.fullmatch(path)
        if found is None or path.rsplit("/", 1)[-1].startswith("_") != self.pattern.rsplit("/", 1)[-1].startswith("_"):
            return None
        return found.groupdict()

    def path(self, **fields: str) -> str:
        """The path of the entity with these path fields."""
        return self.pattern.format(**fields)


@dataclass(frozen=True, slots=True)
class Entry(Generic[M]):
    """An entity beside the file it came from."""

    entity: M
    document: Document

    @property
    def path(self) -> str:
        """The file's path below the workspace."""
        return self.document.path

    def problem(self, rule: Rule, message: str, hint: str, *keys: str | int, offset: int = 0) -> Problem:
        """A problem at the value of `keys`; see `problem_at`."""
        return problem_at(self.document, rule, message, hint, *keys, offset=offset)


def problem_at(document: Document, rule: Rule, message: str, hint: str, *keys: str | int, offset: int = 0) -> Problem:
    """A problem at the value of `keys`; `offset` counts characters into it, where it is on one line."""
    line, column = document.position(keys)
    source = document.line(line)
    if offset and column + offset <= len(source):
        column += offset + (source[column - 1 : column] in ("'", '"'))
    return Problem(rule, message, hint, document.path, line, column, source)


def load(source: Source, kind: Kind[M], folder: str = "") -> tuple[list[Entry[M]], list[Problem]]:
    """Every file of one kind (below `folder`) in path order, and every problem met on the way."""
    entries: list[Entry[M]] = []
    problems: list[Problem] = []
    for path in source.paths(folder or kind.folder):
        if kind.match(path) is not None:
            entry, found = load_one(source, kind, path)
            problems += found
            if entry is not None:
                entries.append(entry)
    return entries, problems


# What was read within `read_once`, by kind, path and content; None outside of it.
_SEEN: ContextVar[dict[tuple[str, str, bytes], Any] | None] = ContextVar("seen", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Within it a file that is met again with the same content is not parsed again: entities never change.

    For a command that asks many rooms about one workspace, such as one that makes a hundred reports.
    """
    seen = _SEEN.get()
    token = _SEEN.set({} if seen is None else seen)
    try:
        yield
    finally:
        _SEEN.reset(token)


def load_one(source: Source, kind: Kind[M], path: str) -> tuple[Entry[M] | None, list[Problem]]:
    """One file; None and the problems when it cannot be used."""
    content, problem = source.read(path)
    if content is None:
        return None, [problem] if problem else []
    seen = _SEEN.get()
    if seen is None:
        return _loaded(kind, path, content, source.index)
    key = (kind.name, path, content)
    if key not in seen:
        seen[key] = _loaded(kind, path, content, source.index)
    entry, problems = seen[key]
    return entry, list(problems)


def _loaded(kind: Kind[M], path: str, content: bytes, index: Index | None) -> tuple[Entry[M] | None, list[Problem]]:
    known = index.find(kind, path, content) if index is not None else None
    if known is not None:
        assert isinstance(known, kind.model)
        return Entry(known, Document(path, content.decode("utf-8-sig"), None)), []
    document, problems = read_document(path, content)
    if document is None:
        return None, problems
    entry, problems = parse(kind, document)
    if index is not None and entry is not None and not problems:
        index.keep(kind, path, content, entry.entity)
    return entry, problems


def parse(kind: Kind[M], document: Document) -> tuple[Entry[M] | None, list[Problem]]:
    """The entity of a document, or None and every problem of the file."""
    fields = kind.match(document.path) or {}
    for name in fields.values():
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name):
            return None, [
                Problem(
                    BAD_ID,
                    f"{name!r} cannot be an id",
                    "Rename it: lower-case letters, digits and single hyphens.",
                    document.path,
                )
            ]
    data = {} if document.data is None else document.data
    if not isinstance(data, dict):
        return None, [
            Problem(
                INVALID_VALUE,
                f"a {kind.name} is a mapping of keys to values",
                "Write 'key: value' lines.",
                document.path,
            )
        ]
    repeated = [
        Problem(
            UNKNOWN_KEY,
            f"'{name}' is not written in the file: its path says it",
            f"Delete the line '{name}:'.",
            document.path,
            *document.position([name], key=True),
        )
        for name in fields
        if name in data
    ]
    try:
        return Entry(kind.model.model_validate({**data, **fields}), document.without_data()), repeated
    except ValidationError as error:
        return None, repeated + [_explain(kind, document, details) for details in error.errors(include_url=False)]


def _explain(kind: Kind[M], document: Document, details: ErrorDetails) -> Problem:
    fault = explained(kind.name, kind.model, document.data, details)
    rule = {"unknown": UNKNOWN_KEY, "missing": MISSING_KEY, "value": INVALID_VALUE}[fault.about]
    line, column = document.position(details["loc"], key=fault.about == "unknown")
    return Problem(rule, fault.message, fault.hint, document.path, line, column, document.line(line))
