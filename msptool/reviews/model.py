"""A review, as `reviews/<client>/<day>.yaml` holds it, and what the next one must verify: `clients/<client>/recheck.yaml`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.reviews.evidence.model import Result
from msptool.standards.model import Area, Level
from msptool.workspace.entities import Day, Entity, Kind, Many, Moment, Slug, Text

Answered = Literal["yes", "no", "n/a"]


def _yes_or_no(value: object) -> object:
    # Another YAML tool may have written `answer: true` for yes.
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


class UsedEvidence(Entity):
    """The evidence that an answer was accepted from: its record, the hash of the tool's file, and what the checks said then."""

    record: Slug = Field(description="clients/<client>/evidence/<record>.yaml")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    checks: dict[Text, Result] = Field(
        default_factory=dict, description="The result of each check that the answer rests on."
    )


class Answer(Entity):
    """One answer, pinned to the question as it was asked."""

    answer: Annotated[Answered, BeforeValidator(_yes_or_no)]
    on: Day
    question: str = Field(pattern=r"^[0-9a-f]{12}$", description="Fingerprint of the question as it was asked.")
    priority: Level = Field(description="The standard's priority when it was asked.")
    note: str = Field(default="", description="Internal: what was seen. Required for n/a.")
    fixed_onsite: bool = Field(default=False, description="Found misaligned and put right during the visit.")
    hand_over: Area | None = Field(default=None, description="The delivery area that follows up.")
    feedback: str = Field(default="", description="For the standards committee.")
    evidence: UsedEvidence | None = Field(default=None, description="Where the TAM accepted what a tool found.")

    @model_validator(mode="after")
    def _reasoned(self) -> Answer:
        if self.answer == "n/a" and not self.note.strip():
            raise PydanticCustomError("answer", "'n/a' needs a note that says why it does not apply")
        return self


class Remark(Entity):
    """What was said about a standard that was not answered."""

    note: str = ""
    hand_over: Area | None = None
    feedback: str = ""


class Unmatched(Entity):
    """What a review of another product says about a question that no standard of the library asks."""

    question: Text = Field(description="As it was asked there.")
    answer: str = Field(default="", description="In that product's words; empty where it was left open.")
    note: str = ""
    external: dict[str, str] = Field(default_factory=dict, description="Ids in other systems.")


class Ticket(Entity):
    """A scheduled ticket, or a move, add or change, done or not during the visit."""

    summary: Text
    id: str = ""
    done: bool = False


class Visit(Entity):
    """One day at the client: the frame around the review (seed 004, a day in the life)."""

    on: Day
    by: Slug | None = None
    our_items: Many[Text] = Field(default=(), description="Morning meeting: what we bring.")
    client_items: Many[Text] = Field(default=(), description="Morning meeting: what the client brings.")
    maintenance: Many[Text] = Field(default=(), description="Proactive work besides the review.")
    tools_checked: Many[Text] = Field(default=(), description="Centralized Services' tools that were verified.")
    tickets: Many[Ticket] = Field(default=(), description="Reactive: scheduled tickets.")
    changes: Many[Ticket] = Field(default=(), description="Reactive: moves, adds and changes.")
    unresolved: Many[Text] = Field(default=(), description="Handed to the Service Desk for follow-up.")
    next_visit: Day | None = Field(default=None, description="Confirmed with the client.")
    summary: str = Field(default="", description="Said in the afternoon meeting; the client sees it.")


Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]


class Taken(Entity):
    """One answer, or one field of the visit, that came from an offline sheet."""

    at: Moment | None = Field(
        default=None, description="When it was last changed on the sheet; a workbook does not say."
    )
    filled: Digest = Field(description="What the sheet said.")
    given: Digest | None = Field(default=None, description="What was recorded, where the sheet only completed it.")


class AppliedSheet(Entity):
    """An offline sheet that was taken back, so that it can be taken back again without doing anything twice."""

    id: Slug
    applied: Moment
    answers: dict[Slug, Taken] = Field(default_factory=dict, description="By standard, as the sheet called it.")
    visit_on: Day | None = Field(default=None, description="The day of the visit on the sheet.")
    visit: dict[str, Taken] = Field(default_factory=dict, description="By field of the visit.")


class LibraryPin(Entity):
    """Which library the review was done with: the commit, and the content of standards/ itself."""

    commit: str | None = None
    tree: str | None = None


class Scope(Entity):
    """How the standards of the review were chosen."""

    everything: bool = False
    evidence: bool = Field(default=False, description="Only what evidence proposes an answer to, due or not.")
    categories: Many[Slug] = ()
    tags: Many[Slug] = ()
    limit: int | None = None
    minutes: int | None = None


class Review(Entity):
    """One alignment review of one client, over one or more visits."""

    client: Slug
    id: Slug
    status: Literal["open", "finished"]
    by: Slug | None = None
    started: Moment
    finished: Moment | None = None
    library: LibraryPin = LibraryPin()
    scope: Scope = Scope()
    asked: Many[Slug] = Field(default=(), description="The standards of this review, in order.")
    visits: Many[Visit] = ()
    answers: dict[Slug, Answer] = Field(default_factory=dict)
    remarks: dict[Slug, Remark] = Field(default_factory=dict, description="On standards left unanswered.")
    sheets: Many[AppliedSheet] = Field(default=(), description="Offline sheets that were taken back.")
    title: str = Field(default="", description="What another product calls the review that was imported.")
    unmatched: Many[Unmatched] = Field(default=(), description="Imported answers that belong to no standard.")
    external: dict[str, str] = Field(default_factory=dict, description="Ids in other systems.")

    @model_validator(mode="after")
    def _ended_when_finished(self) -> Review:
        if (self.status == "finished") != (self.finished is not None):
            raise PydanticCustomError("review", "a finished review has the time in 'finished', an open one has not")
        return self

    @property
    def day(self) -> date:
        """The day on which the review was finished; of an open one the last day that it was worked on."""
        if self.finished is not None:
            return self.finished.date()
        return max([visit.on for visit in self.visits], default=self.started.date())


class Claim(Entity):
    """Somebody says that the fix of a standard is done. The next review verifies it."""

    since: Day = Field(description="The day from which on it is said to be fixed; only later answers count.")
    because: Text = Field(description="Internal: who or what says so, such as 'recommendation new-firewall is done'.")


class Recheck(Entity):
    """The standards of one client that the next review must verify, each with what was said of its fix."""

    client: Slug
    standards: dict[Slug, Many[Claim]] = Field(default_factory=dict)


REVIEW = Kind("review", "reviews/{client}/{id}.yaml", Review)
RECHECK = Kind("recheck", "clients/{client}/recheck.yaml", Recheck)
