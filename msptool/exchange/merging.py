"""The fields of a row in a standard: as a new file, or as changes to the one there is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from msptool.exchange.cell_texts import CellFault
from msptool.exchange.columns import Columns
from msptool.exchange.rows import Fault, Row
from msptool.standards.authority import authority_problems
from msptool.standards.edits import render
from msptool.standards.model import STANDARD, Standard, fingerprint
from msptool.workspace.documents import read_document
from msptool.workspace.entities import Entry, parse

_KEPT = ("name", "status")  # those of a standard that exists are the committee's
_IMPACTS = ("business_impact", "technical_risk")


@dataclass(frozen=True, slots=True)
class Creation:
    """A new standard: its file's content, and the fields that it was made of."""

    row: int
    id: str
    category: str
    fields: Mapping[str, Any]
    content: bytes

    @property
    def path(self) -> str:
        """The file's path below the workspace."""
        return STANDARD.path(category=self.category, id=self.id)


@dataclass(frozen=True, slots=True)
class Update:
    """The fields of a standard that change; None takes a field out of its file."""

    row: int
    standard: Standard
    changes: Mapping[str, Any]
    loses_answers: bool


def creation(
    identifier: str, category: str, row: Row, columns: Columns, external: tuple[str, str] | None, status: str,
    *, unique_name: bool,
) -> tuple[Creation | None, list[Fault]]:  # fmt: skip
    """A row as a new standard, or why it cannot be one."""
    fields = _with_impacts(row.fields)
    fields["status"] = fields.get("status") or status
    if not columns.ours:
        fields["name"] = (fields.get("name") if unique_name else "") or short_name(row.question)
    elif not fields.get("name"):
        fields["name"] = short_name(row.question)
    if external is not None:
        fields["external"] = {external[0]: external[1]}
    path = STANDARD.path(category=category, id=identifier)
    filled = {name: fields[name] for name in Standard.model_fields if fields.get(name) not in (None, "", [], {})}
    content = render(filled)
    faults = _faults(row, columns, path, content)
    return (None, faults) if faults else (Creation(row.number, identifier, category, filled, content), [])


def update(
    known: Standard, row: Row, columns: Columns, external: tuple[str, str] | None
) -> tuple[Update | None, list[Fault]]:
    """What a row changes in a standard: nothing (None) where it says the same; or why it cannot."""
    if columns.ours:
        changes, faults = _exact_changes(known, row, columns)
        if faults:
            return None, faults
    else:
        changes = _filled_changes(known, row, external)
    if not changes:
        return None, []
    wordings = changes.get("earlier_wordings", known.earlier_wordings if columns.ours else ()) or ()
    counting = {fingerprint(each) for each in (changes.get("question", known.question), *wordings)}
    loses = "question" in changes and known.fingerprint not in counting
    if loses and not columns.ours and known.earlier_wordings:
        changes["earlier_wordings"] = None  # a new question: they are wordings of the old one
    return Update(row.number, known, changes, loses), []


def short_name(question: str) -> str:
    """A name for a standard that has none: the question, cut to 80 characters."""
    text = question.rstrip(" ?.")
    return text if len(text) <= 80 else text[:77].rsplit(" ", 1)[0] + " ..."


def _filled_changes(known: Standard, row: Row, external: tuple[str, str] | None) -> dict[str, Any]:
    """The fields that the row fills and that differ. A wording whose answers count already is no change."""
    fields = dict(row.fields)
    if fields.pop("priority", known.priority) != known.priority:
        fields = _with_impacts(row.fields)
    if fingerprint(row.question) in known.fingerprints:
        fields.pop("question", None)
    now = known.model_dump(mode="json", exclude_defaults=True)
    cited = [each.model_dump(exclude_defaults=True) for each in known.references]
    pages = {each.get("url") for each in cited}
    if new := [each for each in fields.pop("references", []) if each["url"] not in pages]:
        fields["references"] = [*cited, *new]
    if external is not None:
        fields["external"] = {**known.external, external[0]: external[1]}
    current = {**known.model_dump(mode="json"), **now}
    return {
        name: value for name, value in fields.items()
        if name not in _KEPT and value not in ("", [], {}, None) and value != current.get(name)
    }  # fmt: skip


def _exact_changes(known: Standard, row: Row, columns: Columns) -> tuple[dict[str, Any], list[Fault]]:
    """The fields in which the standard is another one than the row says, as an exported file says it."""
    now = known.model_dump(mode="json")
    wanted = {name: value for name, value in {**now, **row.fields}.items() if value not in (None, {})}
    meant: Standard | None = None
    with suppress(ValidationError):
        meant = Standard.model_validate(wanted)
    if meant is None or meant.references != known.references:
        inside = {name: value for name, value in wanted.items() if name not in ("id", "category")}
        faults = _faults(row, columns, STANDARD.path(category=known.category, id=known.id), render(inside))
    else:
        faults = _retirement_faults(row, meant)
    if meant is None:
        return {}, faults or [Fault(row.number, "", "It makes no standard.")]
    changes = {
        name: row.fields[name] if row.fields[name] not in ([], {}, "") else None
        for name in row.fields
        if getattr(meant, name) != getattr(known, name)
    }
    return changes, faults


def _with_impacts(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with a priority as its two parts; a part that the row has itself goes before."""
    found = dict(fields)
    level = found.pop("priority", None)
    return {**(dict.fromkeys(_IMPACTS, level) if level else {}), **found}


def _faults(row: Row, columns: Columns, path: str, content: bytes) -> list[Fault]:
    """Why a file with this content would be none, each with the column that says it."""
    document, problems = read_document(path, content)
    if document is not None:
        entry, problems = parse(STANDARD, document)
        if entry is not None and not problems:
            return [*_retirement_faults(row, entry.entity), *_authority_faults(row, columns, entry)]
    found = []
    for problem in problems:
        field, _, said = problem.message.partition(": ")
        missing = re.fullmatch(r"'(\w+)' is missing", problem.message)
        header = _header(columns, missing[1] if missing else field)
        if missing and header:
            told = CellFault("the cell is empty", "Fill it, or empty all cells that go with it.")
        else:
            told = CellFault(said if header else problem.message, problem.hint)
        found.append(Fault(row.number, header, told.reason, told.hint))
    return found


def _header(columns: Columns, field: str) -> str:
    """The header of the column that holds a field, or a part of it; nothing where there is none."""
    names = {each: name for name, each in columns.fields.items()}
    inner = {each.partition(".")[2]: name for each, name in names.items() if "." in each}
    return names.get(field) or names.get(field.partition(".")[0]) or inner.get(field, "")


def _authority_faults(row: Row, columns: Columns, entry: Entry[Standard]) -> list[Fault]:
    """The references that are errors to 'msptool lint'."""
    cited = [each for each in authority_problems(entry) if each.severity == "error"]
    header, told = _header(columns, "references"), [CellFault(each.message, each.hint) for each in cited]
    return [Fault(row.number, header, each.reason, each.hint) for each in told]


def _retirement_faults(row: Row, standard: Standard) -> list[Fault]:
    if (standard.status == "retired") == (standard.retirement is not None):
        return []
    hint = "A retired standard says when and why (retired_on, retired_because), another one does not."
    return [Fault(row.number, "status", "The status and the retirement do not agree.", hint)]
