"""What an import of a history did or would do: as JSON values, and for a person. For the practice alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.exchange.history.outcome import Note, Outcome, Placed
from msptool.words import counted, shortened

_SHOWN = 40
_LONGEST = 300


def outcome_data(outcome: Outcome, written: Sequence[str], *, dry_run: bool) -> dict[str, Any]:
    """The report as JSON values, every list whole."""
    return {
        "dry_run": dry_run,
        "source": outcome.source,
        "files": [
            {"file": file, "resource": resource, "records": count} for file, resource, count in outcome.dump.files
        ],
        "unread_files": list(outcome.dump.unread),
        "counts": dict(outcome.counts()),
        "answers": {answer: outcome.answers.get(answer, 0) for answer in ("yes", "no", "n/a")},
        "created": [asdict(each) for each in outcome.created],
        "matched": [asdict(each) for each in outcome.matched],
        "linked": [asdict(each) for each in outcome.linked],
        "skipped": [asdict(each) for each in outcome.skipped],
        "faults": [asdict(each) for each in outcome.faults],
        "notes": [asdict(each) for each in outcome.notes],
        "differences": [asdict(each) for each in outcome.differences],
        "unmapped_answers": [{"answer": word, "count": count} for word, count in outcome.unmapped.most_common()],
        "unmatched_standards": [asdict(each) for each in _unmatched(outcome)],
        "reworded_standards": [{"standard": name, "answers": count} for name, count in outcome.reworded.most_common()],
        "unknown_users": [{"id": name, "name": known or None} for name, known in sorted(outcome.unknown_users.items())],
        "ignored_fields": outcome.dump.ignored(),
        "remarks": list(outcome.dump.remarks),
        "written": list(written),
    }


def _unmatched(outcome: Outcome) -> list[Any]:
    return sorted(outcome.unmatched.values(), key=lambda each: (-each.answers, each.question))


def outcome_text(outcome: Outcome, *, dry_run: bool) -> RenderableType:
    """The report for a person: counts, what is left out, what is no answer, what differs."""
    parts: list[RenderableType] = [_counts(outcome)]
    parts += _notes("Left out", outcome.faults)
    parts += _notes("Skipped", outcome.skipped)
    parts += _standards(outcome)
    parts += _table(
        "Answers that are neither yes nor no nor not applicable; each is kept in its review",
        ((word, counted(count, "finding")) for word, count in outcome.unmapped.most_common()),
    )
    parts += _table(
        "People whom the dump names and does not list; they have no role here",
        (
            (name, known or "without a name: nobody is named for it")
            for name, known in sorted(outcome.unknown_users.items())
        ),
    )
    parts += _table(
        "The files keep their own; the dump says otherwise",
        ((f"{each.path}: {each.field}", f"{each.here} here, {each.there} there") for each in outcome.differences),
    )
    parts += _notes("Came in, with something to know", outcome.notes)
    ignored = [
        (f"{resource}: {name}", counted(count, "record"))
        for resource, names in outcome.dump.ignored().items()
        for name, count in names.items()
    ]
    parts += _table("Fields that nothing here holds", ignored)
    parts += [Text(f"Remark: {remark}") for remark in outcome.dump.remarks]
    if outcome.dump.unread:
        names = ", ".join(outcome.dump.unread[:5])
        more = f" and {len(outcome.dump.unread) - 5} more" if len(outcome.dump.unread) > 5 else ""
        parts.append(Text(f"Not read, because the name is none of a resource: {shortened(names, _LONGEST)}{more}."))
    return Group(*parts, Text(_summary(outcome, dry_run=dry_run), style="bold"))


def _counts(outcome: Outcome) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold")
    table.add_column("resource")
    names = ("records", "created", "matched", "skipped", "faults")
    for name in names:
        table.add_column("left out" if name == "faults" else name, justify="right")
    for resource, counts in outcome.counts():
        shown = {
            **counts,
            "created": counts["created"] if resource != "findings" else "-",
            "matched": counts["matched"],
        }
        table.add_row(resource, *(str(shown[name]) for name in names))
    return table


def _standards(outcome: Outcome) -> Iterator[RenderableType]:
    yield from _table(
        "Questions that no standard asks; their answers stay in the reviews, under 'unmatched'. Import the questions first",
        ((each.question, f"{counted(each.answers, 'answer')}{_id(each.external)}") for each in _unmatched(outcome)),
    )
    yield from _table(
        "Standards that ask other words now: these answers do not count. If the old words asked the same, write them under "
        "'earlier_wordings'",
        ((name, counted(count, "answer")) for name, count in outcome.reworded.most_common()),
    )


def _id(external: str) -> str:
    return f", id {external}" if external else ""


def _notes(title: str, notes: Sequence[Note]) -> Iterator[RenderableType]:
    """Notes by what they say, with the first places of each."""
    grouped: dict[tuple[str, str], list[Note]] = {}
    for each in notes:
        grouped.setdefault((each.reason, each.hint), []).append(each)
    rows = []
    for (reason, hint), same in grouped.items():
        first = same[0]
        more = f" and {len(same) - 1} more" if len(same) > 1 else ""
        rows.append((f"{first.where} (id {first.id}){more}", f"{reason} {hint}".strip()))
    yield from _table(title, rows)


def _table(title: str, rows: Iterable[tuple[str, str]]) -> Iterator[RenderableType]:
    found = list(rows)
    if not found:
        return
    yield Text(f"{title}:", style="bold")
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(overflow="fold", ratio=2)
    grid.add_column(overflow="fold", ratio=3)
    for left, right in found[:_SHOWN]:
        grid.add_row(Text(shortened(left, _LONGEST)), Text(shortened(right, _LONGEST)))
    yield Padding(grid, (0, 0, 0, 2))
    if len(found) > _SHOWN:
        yield Text(f"  ... and {len(found) - _SHOWN} more: --json shows all.", style="dim")


def _summary(outcome: Outcome, *, dry_run: bool) -> str:
    done = "Would write" if dry_run else "Wrote"
    made = counted(len({each.path for each in outcome.planned if each.changes}), "file")
    answers = sum(outcome.answers.values())
    kept = f"; {counted(len(outcome.matched), 'record')} known already" if outcome.matched else ""
    left = _places(outcome.faults)
    faults = f"; left out {counted(left, 'record')} with faults" if left else ""
    return f"{done} {made} with {counted(answers, 'answer')}{kept}{faults}."


def _places(notes: Sequence[Note] | Sequence[Placed]) -> int:
    return len({(each.resource, each.id) for each in notes})
