"""How the workbook of a sheet is laid out: what its maker writes and its reader looks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from msptool.reviews.session import Draft
from msptool.sheets.filled import tidy
from msptool.sheets.sheet import said_digest

# The same sheet gives the same bytes: a workbook that nobody has saved names no other moment than this.
CREATED = datetime(2000, 1, 1)
ANSWERS, VISIT, HIDDEN = "Answers", "Visit day", "msptool"
# Header, width, and the field that its cells take (none: not to be changed).
COLUMNS = (
    ("Category", 16, ""), ("Standard", 24, ""), ("Question", 44, ""), ("Why", 40, ""), ("How", 52, ""),
    ("Priority", 9, ""), ("Minutes", 8, ""), ("Last answer", 30, ""), ("ANSWER", 11, "answer"), ("Note", 42, "note"),
    ("Fixed onsite", 8, "fixed_onsite"), ("Hand over to", 22, "hand_over"),
    ("Feedback for the committee", 30, "feedback"), ("Answered on", 12, "on"), ("Id", 26, "id"),
)  # fmt: skip
ANSWER_WORDS = {"Yes": "yes", "No": "no", "n/a": "n/a"}
YES = "Yes"
HEAD = ("schema", "sheet", "client", "review", "started", "made", "library", "by", "visit_on")
# The columns of the hidden page below its head. `as_made` is the digest of the row as it was made, with this answer and day.
PINNED = ("standard", "question", "priority", "base", "as_made", "answer", "on")
BASE_OF_VISIT = "visit base"
DAY_OF_VISIT = "on"


def as_made(draft: Draft) -> str:
    """The digest of what a reader finds in a row that nobody has changed."""
    return said_digest(replace(draft, note=tidy(draft.note), feedback=tidy(draft.feedback)))
