"""A filled workbook as the answers that its cells hold."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from msptool.exchange.cell_texts import excel_error
from msptool.exchange.tables import sheets_of
from msptool.reviews.session import Draft
from msptool.sheets.filled import Faulty, Filled, filled_from, tidy
from msptool.sheets.layout import (
    ANSWER_WORDS,
    ANSWERS,
    BASE_OF_VISIT,
    COLUMNS,
    CREATED,
    DAY_OF_VISIT,
    HEAD,
    HIDDEN,
    PINNED,
    VISIT,
    as_made,
)
from msptool.sheets.sheet import DAY_FIELDS, field_digest
from msptool.standards.model import AREAS
from msptool.workspace.problems import Refusal

Rows = Sequence[Sequence[str]]
_SAVED = re.compile(rb"<dcterms:modified[^>]{0,200}>([^<]{10,40})<")
_LONGEST_CORE = 100_000
_KINDS = {name: kind for name, _, kind in DAY_FIELDS}


@dataclass
class _Pins:
    """What the hidden page holds."""

    head: dict[str, str] = field(default_factory=dict)
    base_of_visit: dict[str, str] = field(default_factory=dict)
    standards: dict[str, dict[str, str]] = field(default_factory=dict)


def read_workbook(file: Path) -> Filled:
    """The rows that were changed since the workbook was made; refuses one that is no sheet of msptool."""
    pages = sheets_of(file, hidden=True)
    if not all(name in pages for name in (ANSWERS, VISIT, HIDDEN)):
        raise Refusal(
            f"{file.name} is no sheet that 'msptool review sheet --xlsx' wrote, or a page of it was deleted or renamed: it needs "
            f"the pages {ANSWERS!r}, {VISIT!r} and the hidden {HIDDEN!r}."
        )
    pins = _pins(pages[HIDDEN])
    visit = _visit(pages[VISIT], pins)
    answers, places, faulty = _answers(file, pages[ANSWERS], pins, visit["on"])
    head: dict[str, Any] = {key: value or None for key, value in pins.head.items() if key != "visit_on"}
    changed = set(visit) - {"on", "base"}
    data = {**head, "answers": answers, "visit": visit if changed else None}
    return filled_from(file.name, data, {**places, "visit": f"page {VISIT!r}"}, faulty)


def _saved(file: Path) -> str | None:
    """When a spreadsheet program last saved the workbook, so that an older copy of it does not win; None where it does not say."""
    try:
        with zipfile.ZipFile(file) as archive, archive.open("docProps/core.xml") as stream:
            found = _SAVED.search(stream.read(_LONGEST_CORE))
        moment = datetime.fromisoformat(found[1].decode()) if found else None
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None
    return moment.isoformat() if moment is not None and moment.tzinfo and moment.year > CREATED.year else None


def _pins(rows: Rows) -> _Pins:
    found = _Pins()
    below = False
    for cells in rows:
        texts = [*cells, *[""] * len(PINNED)]
        if tuple(texts[: len(PINNED)]) == PINNED:
            below = True
        elif below:
            found.standards[texts[0]] = dict(zip(PINNED, texts, strict=False))
        elif texts[0] in HEAD:
            found.head[texts[0]] = texts[1]
        elif texts[0] == BASE_OF_VISIT:
            found.base_of_visit[texts[1]] = texts[2]
    return found


def _answers(
    file: Path, rows: Rows, pins: _Pins, day: str | None
) -> tuple[dict[str, Any], dict[str, str], list[Faulty]]:
    """The changed rows as entries by standard, where each stands, and the rows that belong to none."""
    header = [cell.strip() for cell in rows[0]] if rows else []
    missing = [title for title, _, what in COLUMNS if what and title not in header]
    if missing:
        raise Refusal(
            f"{file.name}: the page {ANSWERS!r} has lost its column {missing[0]!r}: take a fresh copy of the sheet."
        )
    columns = {what: header.index(title) for title, _, what in COLUMNS if what}
    saved = _saved(file)
    answers: dict[str, Any] = {}
    places: dict[str, str] = {}
    faulty: list[Faulty] = []
    for number, cells in enumerate(rows[1:], 2):
        said = {what: tidy(cells[at]) if at < len(cells) else "" for what, at in columns.items()}
        standard, place = said.pop("id"), f"row {number}"
        pinned = pins.standards.get(standard)
        wrong = next((fault for cell in said.values() if (fault := excel_error(cell))), None)
        if not any(said.values()) and pinned is None:
            continue
        if pinned is None:
            faulty.append(
                Faulty(standard or place, place, "The row has lost the id of its standard (the last column).")
            )
        elif wrong is not None:
            faulty.append(Faulty(standard, place, f"{wrong.reason} {wrong.hint}"))
        elif standard in places:
            faulty.append(Faulty(standard, place, f"The standard stands in {places[standard]} too."))
        else:
            places[standard] = place
            entry = {**_entry(said, pinned, day), "at": saved}
            if as_made(_draft(entry)) != pinned["as_made"]:
                answers[standard] = entry
    return answers, places, faulty


def _entry(said: Mapping[str, str], pinned: Mapping[str, str], day: str | None) -> dict[str, Any]:
    """One row as the export of the page would say it; a word that is not known stays, and is refused by name."""
    words = {word.lower(): value for word, value in ANSWER_WORDS.items()}
    areas = {name.lower(): area for area, name in AREAS.items()}
    answer: str | None = words.get(said["answer"].lower(), said["answer"]) or None
    on = _day(said["on"])
    if on == pinned["on"] and answer != pinned["answer"]:
        on = ""  # the day beside it is that of the answer before
    fixed: bool | str = {"": False, "yes": True, "no": False, "x": True}.get(
        said["fixed_onsite"].lower(), said["fixed_onsite"]
    )
    return {
        "question": pinned["question"], "priority": pinned["priority"], "base": pinned["base"], "answer": answer,
        "on": (on or day) if answer else None, "note": said["note"], "fixed_onsite": fixed,
        "hand_over": areas.get(said["hand_over"].lower(), said["hand_over"]) or None, "feedback": said["feedback"],
    }  # fmt: skip


def _draft(entry: Mapping[str, Any]) -> Draft:
    try:
        on = date.fromisoformat(entry["on"]) if entry["on"] else None
    except ValueError:
        on = None
    return Draft(entry["answer"], on, entry["note"], entry["fixed_onsite"], entry["hand_over"], entry["feedback"])


def _day(cell: str) -> str:
    # A cell with a date comes with its midnight.
    return cell.removesuffix(" 00:00:00")


def _visit(rows: Rows, pins: _Pins) -> dict[str, Any]:
    """The fields that were changed, with the day of the visit and what was recorded when the workbook was made."""
    found: dict[str, Any] = {name: [] for name, kind in _KINDS.items() if kind == "tickets"}
    on: str | None = None
    for cells in rows:
        name, _, first, second, third = [*(tidy(cell) for cell in cells), *[""] * 5][:5]
        kind = _KINDS.get(name, "")
        if name == DAY_OF_VISIT:
            on = _day(first) or None
        elif kind == "tickets" and (first or second):
            found[name].append({"id": first, "summary": second or first, "done": third.lower() in ("yes", "x", "true")})
        elif kind == "lines":
            found[name] = [line.strip() for line in first.split("\n") if line.strip()]
        elif kind == "day":
            found[name] = _day(first) or None
        elif kind == "text":
            found[name] = first
    base = pins.base_of_visit
    changed = {
        name: value for name, value in found.items() if field_digest(value) != base.get(name, field_digest(None))
    }
    return {"on": on or pins.head.get("visit_on"), "base": base, **changed}
