"""Changing the library: a new standard, an edit, a rename, a retirement. Each is one atomic write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msptool.standards.library import Library
from msptool.standards.model import STANDARD, Standard
from msptool.standards.question import check
from msptool.workspace import edits
from msptool.workspace.files import check_slug, inside, write_file
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.writes import Planned, plan, plan_move, write

PROSE = ("question", "why")


def slug_of(name: str) -> str:
    """A readable id made of a name."""
    words = "".join(character if character.isascii() and character.isalnum() else " " for character in name.lower())
    return "-".join(words.split())[:80].rstrip("-")


def new(root: Path, library: Library, identifier: str, category: str, fields: Mapping[str, Any]) -> str:
    """Write a new standard; returns its path. Refuses a taken id, an unknown category and a bad question."""
    check_slug(identifier, "standard")
    check_slug(category, "category")
    if category not in library.categories:
        raise UsageRefusal(f"There is no category {category!r}: create standards/{category}/_category.yaml first.")
    taken = library.find(identifier)
    if taken is not None:
        raise UsageRefusal(
            f"The id {identifier!r} belongs to standards/{taken.category}/{taken.id}.yaml: choose another one."
        )
    _refuse_bad_question(str(fields.get("question", "")))
    path = STANDARD.path(category=category, id=identifier)
    content = render(fields)
    edits.refuse_bad_file(STANDARD, path, content)
    write_file(inside(root, path), content, expected=None)
    return path


def render(fields: Mapping[str, Any]) -> bytes:
    """A standard's file with these fields, empty ones left out, in the model's order."""
    order = [name for name in Standard.model_fields if name not in ("id", "category")]
    data = {name: fields[name] for name in order if fields.get(name) not in (None, "", [], {}, ())}
    return edits.render(
        STANDARD, {name: edits.folded(value) if name in PROSE else value for name, value in data.items()}
    )


def change(root: Path, standard: Standard, fields: Mapping[str, Any], *, same_meaning: bool = False) -> str:
    """Set fields of a standard; returns its path. See `planned_change`."""
    planned = planned_change(root, standard, fields, same_meaning=same_meaning)
    write(planned)
    return planned.path


def planned_change(root: Path, standard: Standard, fields: Mapping[str, Any], *, same_meaning: bool = False) -> Planned:
    """The standard's file with other fields, not written yet.

    A reworded question is a new question: answers to any earlier wording no longer count for it. With
    `same_meaning` the earlier wordings are kept in the file, and answers to them still count.
    """
    question = fields.get("question")
    reworded = question is not None and question != standard.question
    if reworded:
        _refuse_bad_question(str(question))

    def apply(data: Any) -> None:
        if reworded and same_meaning:
            data.setdefault("earlier_wordings", []).append(standard.question)
        elif reworded:
            data.pop("earlier_wordings", None)
        set_fields(data, fields)

    return plan(root, STANDARD, apply, category=standard.category, id=standard.id)


def set_fields(data: Any, values: Mapping[str, Any]) -> None:
    """Set keys of a standard's mapping; None takes a key out, and prose is folded so that it reads well."""
    for name, value in values.items():
        if value is None:
            data.pop(name, None)
        else:
            data[name] = edits.folded(value) if name in PROSE else value


def rename(root: Path, library: Library, standard: Standard, identifier: str) -> tuple[str, str]:
    """Give a standard another id, keeping the old one in `formerly`; returns the old and the new path."""
    check_slug(identifier, "standard")
    taken = library.find(identifier)
    if taken is not None and taken.id != standard.id:
        raise UsageRefusal(
            f"The id {identifier!r} belongs to standards/{taken.category}/{taken.id}.yaml: choose another one."
        )
    if identifier == standard.id:
        raise UsageRefusal(f"The standard has the id {identifier!r} already.")
    planned = plan_move(
        root, STANDARD, lambda data: _formerly(data, standard.id, identifier),
        {"category": standard.category, "id": standard.id}, {"category": standard.category, "id": identifier},
    )  # fmt: skip
    new_path, old = write(*planned)
    return old, new_path


def _formerly(data: Any, old: str, new: str) -> None:
    data["formerly"] = [*(name for name in data.get("formerly", []) if name not in (old, new)), old]


def retire(
    root: Path, library: Library, standard: Standard, *, on: date, reason: str, replaced_by: Sequence[str] = ()
) -> str:
    """Stop asking a standard; its file and its history stay. Returns its path. See `planned_retirement`."""
    planned = planned_retirement(root, library, standard, on=on, reason=reason, replaced_by=replaced_by)
    write(planned)
    return planned.path


def planned_retirement(
    root: Path, library: Library, standard: Standard, *, on: date, reason: str, replaced_by: Sequence[str] = ()
) -> Planned:
    """The standard's file as a retired one, not written yet. Refuses one without a reason, or retired already."""
    if standard.status == "retired":
        raise UsageRefusal(f"{standard.id} is retired already.")
    if not reason.strip():
        raise UsageRefusal("A retirement needs a reason.")
    for successor in replaced_by:
        library.require(successor)
    retirement: dict[str, Any] = {"on": on.isoformat(), "reason": reason.strip()}
    if replaced_by:
        retirement["replaced_by"] = list(replaced_by)
    fields = {"status": "retired", "retirement": retirement}
    return planned_change(root, standard, fields)


def _refuse_bad_question(question: str) -> None:
    verdict = check(question)
    if not verdict.accepted:
        problem = verdict.problems[0]
        raise UsageRefusal(f"{problem.code}: {problem.message.rstrip('.')}. {problem.hint}")
