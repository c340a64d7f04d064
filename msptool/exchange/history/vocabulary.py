"""The peer's words in ours: answers, the vCIO's judgements, what became of a recommendation, roles, meetings.

A word that is not known is never guessed: the caller reports it, and keeps it where it can be read.
"""

from __future__ import annotations

import re
from typing import Literal

from msptool.alignment.model import Stage
from msptool.meetings.model import MeetingStatus
from msptool.people.model import Role
from msptool.reviews.model import Answered

Fate = Literal["proposed", "approved", "deferred", "declined", "risk-accepted", "done"]

OPEN = frozenset({"", "none", "null", "unanswered", "notanswered", "notreviewed", "unknown"})
_ANSWERS: dict[Answered, str] = {
    "yes": "yes y true aligned alignedwithbestpractice alignedwithbestpractices inalignment compliant satisfactory pass passed",
    "no": "no n false misaligned notaligned outofalignment marginal marginallyaligned vulnerable highlyvulnerable atrisk "
    "needsattention acceptablerisk riskaccepted noncompliant notcompliant fail failed",
    "n/a": "na notapplicable",
}
_STAGES: dict[Stage, str] = {
    "aligned": "aligned alignedwithbestpractice alignedwithbestpractices",
    "marginal": "marginal marginallyaligned needsattention",
    "vulnerable": "vulnerable highlyvulnerable atrisk",
}
_FATES: dict[Fate, str] = {
    "proposed": "new proposed pending draft notstarted recommended backlog open presented inreview underreview submitted "
    "unassigned",
    "approved": "approved accepted planned scheduled inprogress started active won sold",
    "deferred": "deferred onhold postponed delayed",
    "declined": "declined rejected cancelled canceled lost notapproved dismissed",
    "risk-accepted": "riskaccepted acceptedrisk acceptablerisk",
    "done": "completed complete done implemented closed resolved finished",
}
_ROLES: dict[Role, str] = {
    "tam": "tam engineer technologyalignmentmanager technologyalignmentengineer alignmentengineer technicalalignmentmanager",
    "vcio": "vcio virtualcio strategicadvisor",
    "sales": "sales salesrep accountmanager",
}
_MEETINGS: dict[MeetingStatus, str] = {
    "planned": "planned scheduled new draft upcoming open confirmed",
    "held": "held completed complete done closed finished sent",
    "cancelled": "cancelled canceled declined deleted",
}
_UNFINISHED = frozenset("new draft inprogress open engineerinprogress vcioinprogress started notstarted".split())


def bare(word: str) -> str:
    """A word without case, spaces and signs: `N/A` and `n.a.` are both `na`."""
    return re.sub(r"[\W_]+", "", word).casefold()


def answer_of(word: str) -> Answered | None:
    """Yes, no or n/a; None for a word that is none of these."""
    return next((ours for ours, words in _ANSWERS.items() if bare(word) in words.split()), None)


def stage_of(word: str) -> Stage | None:
    """How bad the vCIO found it; None where the word says nothing of that."""
    return next((ours for ours, words in _STAGES.items() if bare(word) in words.split()), None)


def fate_of(word: str) -> Fate | None:
    """What became of a recommendation; a proposal where nothing is said, None for an unknown word."""
    if not bare(word):
        return "proposed"
    return next((ours for ours, words in _FATES.items() if bare(word) in words.split()), None)


def role_of(word: str) -> Role | None:
    """The role in the practice that a role in the product stands for, if any."""
    return next((ours for ours, words in _ROLES.items() if bare(word) in words.split()), None)


def meeting_status(word: str) -> MeetingStatus | None:
    """Planned, held or cancelled; None for an unknown word."""
    return next((ours for ours, words in _MEETINGS.items() if bare(word) in words.split()), None)


def is_unfinished(word: str) -> bool:
    """Whether a review's status says that it was not completed there."""
    return bare(word) in _UNFINISHED
