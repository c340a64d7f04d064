"""What was taken back, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msptool.markdown import visible
from msptool.sheets.taking import Outcome
from msptool.words import counted

_WORDS = (
    ("given", "came in"), ("updated", "updated"), ("completed", "completed what was recorded"), ("same", "there already"),
    ("older", "older than what came from this sheet before"), ("kept", "left as recorded"),
)  # fmt: skip


def summary(outcomes: Sequence[Outcome], *, dry_run: bool) -> str:
    """One sentence with the counts."""
    counts = Counter(each.verdict for each in outcomes)
    parts = [f"{counts[verdict]} {words}" for verdict, words in _WORDS if counts[verdict]]
    if counts["contradicts"]:
        parts.append(counted(counts["contradicts"], "contradiction"))
    if counts["refused"]:
        parts.append(f"{counts['refused']} refused")
    said = (
        f"{counted(len(outcomes), 'entry', 'entries')} on the sheet: {', '.join(parts)}."
        if parts
        else "The sheet is empty."
    )
    return f"Nothing is written (--dry-run). {said}" if dry_run else said


def complaints(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """One line for everything that a person should look at."""
    for each in outcomes:
        if each.reason:
            place = f" ({each.place})" if each.place else ""
            yield visible(f"{each.key}{place}: {each.reason}").replace("\n", " ")
