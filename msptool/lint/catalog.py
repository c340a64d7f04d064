"""Every kind of file and every rule of msptool, collected from the rooms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from msptool.alignment import rules as alignment_rules
from msptool.alignment.model import TRIAGE
from msptool.changes import rules as change_rules
from msptool.changes.model import CHANGE
from msptool.changes.techdebt import rules as debt_rules
from msptool.changes.techdebt.model import AUDIT
from msptool.changes.toolmap import rules as map_rules
from msptool.changes.toolmap.model import TOOL_MAP
from msptool.clients import rules as client_rules
from msptool.clients.model import CLIENT
from msptool.committee import rules as committee_rules
from msptool.committee.model import MEETING
from msptool.kpis import rules as kpi_rules
from msptool.lint.links_rules import LINK_RULES
from msptool.meetings import rules as client_meeting_rules
from msptool.meetings.model import CLIENT_MEETING
from msptool.onboarding import rules as onboarding_rules
from msptool.onboarding.model import ONBOARDING
from msptool.people.model import PERSON
from msptool.proposals import rules as proposal_rules
from msptool.proposals.model import PROPOSAL, TEMPLATE
from msptool.reviews import rules as review_rules
from msptool.reviews.evidence import rules as evidence_rules
from msptool.reviews.evidence.model import EVIDENCE
from msptool.reviews.model import RECHECK, REVIEW
from msptool.roadmap import rules as roadmap_rules
from msptool.roadmap.model import INITIATIVE, RECOMMENDATION
from msptool.runbooks.checking import CHECKS as RUNBOOK_CHECKS
from msptool.runbooks.naming import NAMING_RULES
from msptool.runbooks.record_rules import RECORD_RULES
from msptool.runbooks.rules import RUNBOOK_RULES
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
    FileType(CALENDAR, lambda: EachAlone(change_rules.note_days_off)),
    FileType(PERSON, lambda: EachAlone(schedule_rules.check_person)),
    FileType(CATEGORY, lambda: EachAlone(library_rules.check_category)),
    FileType(STANDARD, library_rules.LibraryCheck),
    FileType(CLIENT, lambda: EachAlone(roadmap_rules.check_client)),
    FileType(INITIATIVE, lambda: EachAlone(roadmap_rules.check_initiative)),
    FileType(RECOMMENDATION, roadmap_rules.RecommendationsCheck),
    FileType(CLIENT_MEETING, lambda: EachAlone(client_meeting_rules.check_client_meeting)),
    FileType(TEMPLATE, lambda: EachAlone(proposal_rules.check_template)),
    FileType(PROPOSAL, lambda: EachAlone(proposal_rules.check_proposal)),
    FileType(ONBOARDING, lambda: EachAlone(onboarding_rules.check_onboarding)),
    FileType(EVIDENCE, lambda: EachAlone(evidence_rules.check_evidence)),
    FileType(REVIEW, review_rules.ReviewsCheck),
    FileType(RECHECK, lambda: EachAlone(review_rules.check_recheck)),
    FileType(TRIAGE, lambda: EachAlone(alignment_rules.check_triage)),
    FileType(CLIENT_YEAR, visit_rules.VisitsCheck),
    FileType(TOOL_MAP, lambda: EachAlone(map_rules.check_tool_map)),
    FileType(CHANGE, change_rules.ChangesCheck),
    FileType(AUDIT, lambda: EachAlone(debt_rules.check_audit)),
    FileType(MEETING, lambda: EachAlone(committee_rules.check_meeting)),
    *(FileType(kind, partial(EachAlone, rule)) for kind, rule in RUNBOOK_CHECKS),
    *(FileType(kind, check) for kind, check in kpi_rules.CHECKS),
)
RULES: tuple[Rule, ...] = (
    *SOURCE_RULES, *READING_RULES, *ENTITY_RULES, MISPLACED, NO_REASON, UNUSED_ALLOWANCE,
    *library_rules.RULES, *client_rules.RULES, *alignment_rules.RULES, *review_rules.RULES, *evidence_rules.RULES,
    *roadmap_rules.RULES, *proposal_rules.RULES,
    *visit_rules.RULES, *schedule_rules.RULES, *onboarding_rules.RULES, *committee_rules.RULES, *client_meeting_rules.RULES, *LINK_RULES,
    *change_rules.RULES, *RUNBOOK_RULES, *RECORD_RULES, *NAMING_RULES, *kpi_rules.RULES,
)  # fmt: skip
# The data folders.
FOLDERS = tuple(dict.fromkeys(each.kind.pattern.split("/")[0] for each in FILES))


def file_type(path: str) -> FileType | None:
    """The type of file that stands at `path`."""
    return next((each for each in FILES if each.kind.match(path) is not None), None)
