"""One value on a sheet beside the one that is recorded: which of them stands, and when they contradict each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from msptool.reviews.applied_sheets import NOTHING
from msptool.reviews.model import Taken
from msptool.reviews.session import Draft

V = TypeVar("V")

Take = Literal["sheet", "recorded"]
TAKES: tuple[Take, ...] = ("sheet", "recorded")
Verdict = Literal["given", "updated", "completed", "same", "kept", "older", "contradicts"]
COMES_IN = ("given", "updated", "completed")


@dataclass(frozen=True, slots=True)
class Sides(Generic[V]):
    """The two values with their digests.

    `base` is the digest of what was recorded when the sheet was made, `prior` what this sheet has given already, and
    `at` when the value was last changed on the sheet.
    """

    recorded: V
    sheet: V
    recorded_digest: str
    sheet_digest: str
    base: str
    prior: Taken | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Decision(Generic[V]):
    """What becomes of a value: the verdict, and the value to record where it comes in."""

    verdict: Verdict
    value: V | None = None

    @property
    def comes_in(self) -> bool:
        """Whether the value is recorded."""
        return self.verdict in COMES_IN


def decide(
    sides: Sides[V], take: Take | None, completed: Callable[[V, V], V | None], preferred: Callable[[V, V], V]
) -> Decision[V]:
    """Which value stands.

    What nobody touched since the sheet was made, and what the sheet itself has given, the sheet may change. Beside what
    somebody else said it only completes (`completed` gives both together, or None where they contradict each other);
    then `take` decides, and without it neither does; `preferred` gives what stands where the sheet wins.
    """
    prior = sides.prior
    if sides.sheet_digest == sides.recorded_digest:
        return Decision("same")
    if prior is not None:
        if prior.filled == sides.sheet_digest and take != "sheet":
            return Decision("same")
        if prior.at is not None and sides.at is not None and sides.at < prior.at:
            return Decision("older")
    if prior is not None and sides.recorded_digest == (prior.given or prior.filled) and prior.given is None:
        return Decision("updated", sides.sheet)
    if sides.recorded_digest == sides.base:
        return Decision("given" if sides.base == NOTHING else "updated", sides.sheet)
    both = completed(sides.recorded, sides.sheet)
    if both is not None:
        return Decision("completed", both)
    if take == "sheet":
        return Decision("updated", preferred(sides.recorded, sides.sheet))
    return Decision("kept" if take == "recorded" else "contradicts")


def both_said(recorded: Draft, sheet: Draft) -> Draft | None:
    """What two people said about one standard, together; None where they contradict each other."""
    if recorded.answer and sheet.answer and recorded.answer != sheet.answer:
        return None
    for field in ("note", "hand_over", "feedback"):
        one, other = getattr(recorded, field), getattr(sheet, field)
        if one and other and one != other:
            return None
    first = recorded if recorded.answer else sheet
    return replace(
        first,
        note=recorded.note or sheet.note,
        fixed_onsite=first.answer == "yes" and (recorded.fixed_onsite or sheet.fixed_onsite),
        hand_over=recorded.hand_over or sheet.hand_over,
        feedback=recorded.feedback or sheet.feedback,
    )


def sheet_first(recorded: Draft, sheet: Draft) -> Draft:
    """What stands where the sheet wins: all of it, or what it says beside the recorded answer where it gives none."""
    if sheet.answer:
        return sheet
    return replace(
        recorded, note=sheet.note or recorded.note, hand_over=sheet.hand_over or recorded.hand_over,
        feedback=sheet.feedback or recorded.feedback,
    )  # fmt: skip


def both_listed(recorded: Any, sheet: Any) -> Any:
    """Two values of one field of the visit together: lists are joined; None where two single values differ."""
    if not recorded or not sheet:
        return recorded or sheet
    if not isinstance(recorded, list):
        return recorded if recorded == sheet else None
    joined = list(recorded)
    for item in sheet:
        same = next((place for place, each in enumerate(joined) if _key(each) == _key(item)), None)
        if same is None:
            joined.append(item)
        elif isinstance(item, dict):
            joined[same] = {**joined[same], "done": joined[same]["done"] or item["done"]}
    return joined


def _key(item: Any) -> Any:
    return (item["id"], item["summary"]) if isinstance(item, dict) else item
