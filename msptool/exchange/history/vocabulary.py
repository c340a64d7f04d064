"""The peer's words in ours: answers, the vCIO's judgements, what became of a recommendation, roles, meetings.

A word that is not known is never guessed: the caller reports it, and keeps it where it can be read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, TypeVar

from msptool.alignment.model import Stage
from msptool.meetings.model import MeetingStatus
from msptool.people.model import Role
from msptool.reviews.model import Answered

Fate = Literal["proposed", "approved", "deferred", "declined", "risk-accepted", "done"]

T = TypeVar("T")


def _by_word(words: Mapping[T, str]) -> dict[str, T]:
    """Each of the peer's words with ours, from lists of theirs by ours."""
    return {each: ours for ours, theirs in words.items() for each in theirs.split()}


OPEN = frozenset({"", "none", "null", "unanswered", "notanswered", "notreviewed", "unknown"})
_ANSWERS: dict[str, Answered] = _by_word(
    {
        "yes": "yes y true aligned alignedwithbestpractice alignedwithbestpractices inalignment compliant satisfactory pass passed",
        "no": "no n false misaligned notaligned outofalignment marginal marginallyaligned vulnerable highlyvulnerable atrisk "
        "needsattention acceptablerisk riskaccepted noncompliant notcompliant fail failed",
        "n/a": "na notapplicable",
    }
)
_STAGES: dict[str, Stage] = _by_word(
    {
        "aligned": "aligned alignedwithbestpractice alignedwithbestpractices",
        "marginal": "marginal marginallyaligned needsattention",
        "vulnerable": "vulnerable highlyvulnerable atrisk",
    }
)
_FATES: dict[str, Fate] = _by_word(
    {
        "proposed": "new proposed pending draft notstarted recommended backlog open presented inreview underreview submitted "
        "unassigned",
        "approved": "approved accepted planned scheduled inprogress started active won sold",
        "deferred": "deferred onhold postponed delayed",
        "declined": "declined rejected cancelled canceled lost notapproved dismissed",
        "risk-accepted": "riskaccepted acceptedrisk acceptablerisk",
        "done": "completed complete done implemented closed resolved finished",
    }
)
_ROLES: dict[str, Role] = _by_word(
    {
        "tam": "tam engineer technologyalignmentmanager technologyalignmentengineer alignmentengineer technicalalignmentmanager",
        "vcio": "vcio virtualcio strategicadvisor",
        "sales": "sales salesrep accountmanager",
    }
)
_MEETINGS: dict[str, MeetingStatus] = _by_word(
    {
        "planned": "planned scheduled new draft upcoming open confirmed",
        "held": "held completed complete done closed finished sent",
        "cancelled": "cancelled canceled declined deleted",
    }
)
_UNFINISHED = frozenset("new draft inprogress open engineerinprogress vcioinprogress started notstarted".split())


def bare(word: str) -> str:
    """A word without case, spaces and signs: `N/A` and `n.a.` are both `na`."""
    return re.sub(r"[\W_]+", "", word).casefold()


def answer_of(word: str) -> Answered | None:
    """Yes, no or n/a; None for a word that is none of these."""
    return _ANSWERS.get(bare(word))


def stage_of(word: str) -> Stage | None:
    """How bad the vCIO found it; None where the word says nothing of that."""
    return _STAGES.get(bare(word))


def fate_of(word: str) -> Fate | None:
    """What became of a recommendation; a proposal where nothing is said, None for an unknown word."""
    if not bare(word):
        return "proposed"
    return _FATES.get(bare(word))


def role_of(word: str) -> Role | None:
    """The role in the practice that a role in the product stands for, if any."""
    return _ROLES.get(bare(word))


def meeting_status(word: str) -> MeetingStatus | None:
    """Planned, held or cancelled; None for an unknown word."""
    return _MEETINGS.get(bare(word))


def is_unfinished(word: str) -> bool:
    """Whether a review's status says that it was not completed there."""
    return bare(word) in _UNFINISHED
