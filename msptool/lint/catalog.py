"""Every kind of file and every rule of msptool, collected from the rooms."""

from __future__ import annotations

from typing import Any

from msptool.alignment.model import TRIAGE
from msptool.clients import rules as client_rules
from msptool.clients.model import CLIENT
from msptool.people.model import PERSON
from msptool.reviews import rules as review_rules
from msptool.reviews.model import REVIEW
from msptool.standards import rules as standard_rules
from msptool.standards.model import CATEGORY, STANDARD
from msptool.workspace.documents import READING_RULES
from msptool.workspace.entities import ENTITY_RULES, Kind
from msptool.workspace.problems import Rule
from msptool.workspace.settings import SETTINGS
from msptool.workspace.sources import SOURCE_RULES

MISPLACED = Rule(
    "W114", "misplaced-file", "error",
    "Every YAML file of a data folder stands where its kind belongs; elsewhere nothing would read it.",
    "standards/spf.yaml", "standards/email/spf.yaml",
)  # fmt: skip
NO_REASON = Rule(
    "L101", "allowed-without-reason", "error",
    "A problem may be allowed in the file itself, with the reason: 'msptool: allow CODE because ...'.",
    "question: ... # msptool: allow Q201", "question: ... # msptool: allow Q201 because the vendor's setting has this name",
)  # fmt: skip
UNUSED_ALLOWANCE = Rule(
    "L102", "unused-allowance", "warning",
    "An allowance that allows nothing any more is removed, so that it cannot hide a later problem.",
    "# msptool: allow Q201 because ... (on a line without that problem)", "(no comment)",
)  # fmt: skip

# In the order in which they are read: a file may refer to what stands before it.
KINDS: tuple[Kind[Any], ...] = (SETTINGS, PERSON, CATEGORY, STANDARD, CLIENT, TRIAGE, REVIEW)
FOLDERS = ("practice", "standards", "clients", "reviews", "runbooks")
RULES: tuple[Rule, ...] = (
    *SOURCE_RULES, *READING_RULES, *ENTITY_RULES, MISPLACED, NO_REASON, UNUSED_ALLOWANCE,
    *standard_rules.RULES, *client_rules.RULES, *review_rules.RULES,
)  # fmt: skip
SCHEMA_FILES: dict[str, Kind[Any]] = {
    "settings": SETTINGS, "category": CATEGORY, "standard": STANDARD, "client": CLIENT,
    "triage": TRIAGE, "person": PERSON, "review": REVIEW,
}  # fmt: skip


def kind_of(path: str) -> Kind[Any] | None:
    """The kind of file that stands at `path`."""
    return next((kind for kind in KINDS if kind.match(path) is not None), None)
