"""What each delivery area takes over after a visit (seed 004, action items and follow-up)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from msptool.reviews.model import Review
from msptool.standards.library import Library
from msptool.standards.model import AREAS, Level

COMMITTEE = "committee"
Kind = Literal["misaligned", "fixed-onsite", "handed-over", "feedback", "unresolved", "not-done"]


@dataclass(frozen=True, slots=True)
class Handoff:
    """One item for one area: a short title, and everything that was noted.

    `level` is the priority of the standard, medium where the item is of none; `on` the day of the visit that left it.
    """

    title: str
    text: str
    kind: Kind
    standard: str | None = None
    level: Level = "medium"
    on: date | None = None

    def as_data(self) -> dict[str, str | None]:
        """As JSON values."""
        return {"title": self.title, "text": self.text, "standard": self.standard}


def handoffs(review: Review, library: Library) -> dict[str, list[Handoff]]:
    """The items by area, in the order of the areas; empty ones left out; the committee last.

    The vCIO gets every misaligned item and what was fixed onsite; an area gets what was handed to
    it; the Service Desk also what stayed unresolved; the committee every piece of feedback.
    """
    found: dict[str, list[Handoff]] = {area: [] for area in (*AREAS, COMMITTEE)}
    for identifier, answer in review.answers.items():
        standard, level = library.find(identifier), answer.priority
        name = standard.name if standard else identifier
        if answer.answer == "no":
            title = f"Misaligned ({level}): {name}"
            found["vcio"].append(Handoff(title, answer.note, "misaligned", identifier, level))
        elif answer.fixed_onsite:
            found["vcio"].append(Handoff(f"Fixed onsite: {name}", answer.note, "fixed-onsite", identifier, level))
        if answer.hand_over is not None and not (answer.hand_over == "vcio" and answer.answer == "no"):
            found[answer.hand_over].append(Handoff(name, answer.note, "handed-over", identifier, level))
        if answer.feedback:
            found[COMMITTEE].append(Handoff(name, answer.feedback, "feedback", identifier, level))
    for identifier, remark in review.remarks.items():
        standard = library.find(identifier)
        name, level = (standard.name, standard.priority) if standard else (identifier, "medium")
        if remark.hand_over is not None:
            found[remark.hand_over].append(Handoff(name, remark.note, "handed-over", identifier, level))
        if remark.feedback:
            found[COMMITTEE].append(Handoff(name, remark.feedback, "feedback", identifier, level))
    for visit in review.visits:
        left = f"Left unresolved on {visit.on}."
        found["service-desk"] += [Handoff(text, left, "unresolved", on=visit.on) for text in visit.unresolved]
        for ticket in (*visit.tickets, *visit.changes):
            if not ticket.done:
                title = " ".join(filter(None, (ticket.id, ticket.summary)))
                found["service-desk"].append(Handoff(title, f"Not done on {visit.on}.", "not-done", on=visit.on))
    return {area: items for area, items in found.items() if items}
