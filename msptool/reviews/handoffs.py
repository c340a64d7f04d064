"""What each delivery area takes over after a visit (seed 004, action items and follow-up)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from msptool.reviews.model import Review
from msptool.standards.library import Library
from msptool.standards.model import AREAS

COMMITTEE = "committee"


@dataclass(frozen=True, slots=True)
class Handoff:
    """One item for one area: a short title, and everything that was noted."""

    title: str
    text: str
    standard: str | None = None

    def as_data(self) -> dict[str, str | None]:
        """As JSON values."""
        return asdict(self)


def handoffs(review: Review, library: Library) -> dict[str, list[Handoff]]:
    """The items by area, in the order of the areas; empty ones left out; the committee last.

    The vCIO gets every misaligned item and what was fixed onsite; an area gets what was handed to
    it; the Service Desk also what stayed unresolved; the committee every piece of feedback.
    """
    found: dict[str, list[Handoff]] = {area: [] for area in (*AREAS, COMMITTEE)}
    for identifier, answer in review.answers.items():
        standard = library.find(identifier)
        name = standard.name if standard else identifier
        if answer.answer == "no":
            found["vcio"].append(Handoff(f"Misaligned ({answer.priority}): {name}", answer.note, identifier))
        elif answer.fixed_onsite:
            found["vcio"].append(Handoff(f"Fixed onsite: {name}", answer.note, identifier))
        if answer.hand_over is not None and not (answer.hand_over == "vcio" and answer.answer == "no"):
            found[answer.hand_over].append(Handoff(name, answer.note, identifier))
        if answer.feedback:
            found[COMMITTEE].append(Handoff(name, answer.feedback, identifier))
    for identifier, remark in review.remarks.items():
        standard = library.find(identifier)
        name = standard.name if standard else identifier
        if remark.hand_over is not None:
            found[remark.hand_over].append(Handoff(name, remark.note, identifier))
        if remark.feedback:
            found[COMMITTEE].append(Handoff(name, remark.feedback, identifier))
    for visit in review.visits:
        found["service-desk"] += [Handoff(text, f"Left unresolved on {visit.on}.") for text in visit.unresolved]
        for ticket in (*visit.tickets, *visit.changes):
            if not ticket.done:
                found["service-desk"].append(
                    Handoff(" ".join(filter(None, (ticket.id, ticket.summary))), f"Not done on {visit.on}.")
                )
    return {area: items for area, items in found.items() if items}
