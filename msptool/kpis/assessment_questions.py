"""The questions of the self-assessment, in our own words. Source of what is asked: seed 004, self-assessment."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Group = Literal["results", "essence", "core"]
GROUPS: dict[Group, str] = {
    "results": "Results: what it brings",
    "essence": "Essence: what it stands for",
    "core": "Core: the daily work",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question; 'yes' is the answer to aim at."""

    id: str
    group: Group
    text: str


_ALL = (
    Question("clients-know-the-role", "results", "Could every client say what its TAM is there for?"),
    Question("rhem-falls", "results", "Has the noise (RHEM) gone down at every client since its reviews began?"),
    Question("tams-explain-the-role", "results", "Could every TAM explain in a minute what the role is for?"),
    Question("tams-grow", "results", "Do the TAMs learn about technology and about business, both?"),
    Question("role-develops-people", "results", "Does the team see the role as a step forward for whoever takes it?"),
    Question(
        "clients-know-the-process",
        "essence",
        "Do the clients know how a review works and what becomes of its findings?",
    ),
    Question("alignment-before-reacting", "essence", "Do the clients put alignment before the ticket of the day?"),
    Question(
        "changes-are-told", "essence", "Are the team and the clients told, regularly, what is new in the standards?"
    ),
    Question(
        "reviews-build-trust", "essence", "Do the reviews build the TAM's technical relationship with the client?"
    ),
    Question(
        "standards-are-championed",
        "essence",
        "Does the TAM win others for standards, inside the team and at the client?",
    ),
    Question("twenty-clients", "core", "Does every TAM look after about twenty clients, or has the room for them?"),
    Question(
        "visits-are-scheduled", "core", "Is the year's number of visits worked out and every visit on the calendar?"
    ),
    Question("frequencies-are-set", "core", "Does every category have a frequency that was decided?"),
    Question("due-categories-completed", "core", "Is every category that is due completed at each visit?"),
    Question("day-has-two-meetings", "core", "Does every visit day begin and end with a meeting with the client?"),
)
QUESTIONS = MappingProxyType({each.id: each for each in _ALL})
