"""Every kind of file and every rule of msptool, collected from the rooms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from msptool.alignment import rules as alignment_rules
from msptool.alignment.model import TRIAGE
from msptool.clients import rules as client_rules
from msptool.clients.model import CLIENT
from msptool.committee import rules as committee_rules
from msptool.committee.model import MEETING
from msptool.lint.links_rules import LINK_RULES
from msptool.onboarding import rules as onboarding_rules
from msptool.onboarding.model import ONBOARDING
from msptool.people.model import PERSON
from msptool.reviews import rules as review_rules
from msptool.reviews.model import REVIEW
from msptool.schedule import rules as schedule_rules
from msptool.schedule.model import CALENDAR
from msptool.standards import library_rules
from msptool.standards.model import CATEGORY, STANDARD
from msptool.visits import rules as visit_rules
from msptool.visits.model import CLIENT_YEAR
from msptool.workspace.checks import Check, EachAlone
from msptool.workspace.documents import READING_RULES
from msptool.workspace.entities import ENTITY_RULES, Kind
from msptool.workspace.problems import Rule
from msptool.workspace.settings import SETTINGS, SettingsCheck
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


@dataclass(frozen=True)
class FileType:
    """A kind of file, and the rules of its room."""

    kind: Kind[Any]
    check: Callable[[], Check] = EachAlone


# In the order in which they are checked: a file may refer to what stands before it.
FILES: tuple[FileType, ...] = (
    FileType(SETTINGS, SettingsCheck),
    FileType(CALENDAR),
    FileType(PERSON, lambda: EachAlone(schedule_rules.check_person)),
    FileType(CATEGORY, lambda: EachAlone(library_rules.check_category)),
    FileType(STANDARD, library_rules.LibraryCheck),
    FileType(CLIENT, lambda: EachAlone(client_rules.check_client)),
    FileType(TRIAGE, lambda: EachAlone(alignment_rules.check_triage)),
    FileType(ONBOARDING, lambda: EachAlone(onboarding_rules.check_onboarding)),
    FileType(REVIEW, review_rules.ReviewsCheck),
    FileType(CLIENT_YEAR, visit_rules.VisitsCheck),
    FileType(MEETING, lambda: EachAlone(committee_rules.check_meeting)),
)
RULES: tuple[Rule, ...] = (
    *SOURCE_RULES, *READING_RULES, *ENTITY_RULES, MISPLACED, NO_REASON, UNUSED_ALLOWANCE,
    *library_rules.RULES, *client_rules.RULES, *alignment_rules.RULES, *review_rules.RULES,
    *visit_rules.RULES, *schedule_rules.RULES, *onboarding_rules.RULES, *committee_rules.RULES, *LINK_RULES,
)  # fmt: skip
# The data folders; runbooks/ has no kind of file yet.
FOLDERS = tuple(dict.fromkeys([*(each.kind.pattern.split("/")[0] for each in FILES), "runbooks"]))


def file_type(path: str) -> FileType | None:
    """The type of file that stands at `path`."""
    return next((each for each in FILES if each.kind.match(path) is not None), None)
