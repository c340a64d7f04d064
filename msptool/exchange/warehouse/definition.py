"""The tables of the warehouse: every column with its type and meaning, once, for all targets and the documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

# Changes with every change of a table, so that no program writes into tables of another shape.
VERSION = 1

Type = Literal["text", "integer", "money", "double", "date", "time", "flag"]
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `needed` ones are never null; `note` ones are null unless the user asks for notes."""

    name: str
    type: Type
    meaning: str
    needed: bool = False
    note: bool = False


@dataclass(frozen=True)
class Table:
    """One table. `key` names the columns that identify a row; `day` the one whose year is the column `year`, if any."""

    name: str
    meaning: str
    key: tuple[str, ...]
    own: tuple[Column, ...]
    day: str = ""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns in order: the practice, the year where there is one, then the table's own."""
        year = Column("year", "integer", f"The year of `{self.day}`.", needed=True)
        return (PRACTICE, *((year,) if self.day else ()), *self.own)

    @cached_property
    def primary_key(self) -> tuple[str, ...]:
        """The columns that identify a row in a warehouse of several practices."""
        return ("practice", *self.key)

    @cached_property
    def partitions(self) -> tuple[str, ...]:
        """The columns that a folder of Parquet files says."""
        return ("practice", "year") if self.day else ("practice",)


def _key(name: str, meaning: str, type_: Type = "text") -> Column:
    return Column(name, type_, meaning, needed=True)


def _text(name: str, meaning: str) -> Column:
    return Column(name, "text", meaning)


def _note(name: str, meaning: str) -> Column:
    return Column(name, "text", f"{meaning} Null unless exported with `--notes`.", note=True)


PRACTICE = _key("practice", "The practice that a row is of: `practice.id` of its settings, else made of its name.")
_CLIENT = _key("client", "The client's id.")
_STANDARD = _key("standard", "The standard's id as it is now, also where it was renamed since.")

META = Table(
    "msptool_meta", "One row a practice: what was exported, from which state. Read it before comparing practices.", (),
    (
        _key("practice_name", "The practice's name."),
        _key("schema_version", "The version of these tables.", "integer"),
        _key("msptool_version", "The msptool that wrote them."),
        _key("exported_at", "The day that counts as today: every age, score and status is as of it.", "date"),
        _text("commit", "The commit of the workspace; null without git."),
        Column("modified", "flag", "Whether standards/ had changes beyond that commit."),
        _key("currency", "Of every amount, such as USD."),
        _key("score_method", "The practice's own method: weighted or plain."),
        Column("notes", "flag", "Whether the notes were exported too.", needed=True),
    ),
)  # fmt: skip

TABLES: tuple[Table, ...] = (
    Table(
        "standards", "One row a standard of the library, drafts and retired ones too.", ("standard",),
        (
            _key("standard", "The standard's id."),
            _key("name", "Its name."),
            _key("question", "The yes/no question as it is worded now."),
            _key("fingerprint", "Of the question: an answer with the same one was given to these words."),
            _key("category", "The category's id."),
            _key("category_name", "The category's name."),
            _key("category_order", "Its place in the library.", "integer"),
            _text("section", "The part of the environment; null where the category has none."),
            _key("status", "draft, active or retired."),
            _key("kind", "technology or compliance."),
            _key("level", "base, core or advanced."),
            _key("priority", "high, medium or low."),
            _key("business_impact", "high, medium or low."),
            _key("technical_risk", "high, medium or low."),
            _key("weight", "Points of its priority, by the settings.", "integer"),
            _key("frequency", "How often it is asked: monthly, quarterly, semiannual, annual or biennial."),
            _key("minutes", "To check it at one site.", "integer"),
            _key("area", "The delivery area that must act on a 'no'."),
            _text("tags", "Its tags, with commas between them."),
            Column("reviewed", "date", "When the committee last reviewed it."),
        ),
    ),
    Table(
        "clients", "One row a client, former ones too, with the agreement of the day.", ("client",),
        (
            _CLIENT,
            _key("name", "The client's name."),
            _key("status", "onboarding, active or former."),
            Column("served", "flag", "Whether it is a client on the day of the export.", needed=True),
            _text("tam", "Who visits: the person's id."),
            _text("vcio", "The vCIO's id."),
            _text("sales", "The sales rep's id."),
            _text("tags", "Its tags, with commas between them."),
            Column("since", "date", "The start of its first agreement."),
            Column("agreement_starts", "date", "Of the agreement in force."),
            Column("agreement_ends", "date", "Its last day; null where it has none."),
            _text("service_model", "fully-managed or co-managed."),
            Column("mrr", "money", "Monthly recurring revenue."),
            Column("seats", "integer", "Seats of the agreement."),
            Column("servers", "integer", "Servers of the agreement."),
            Column("storage_gb", "integer", "Storage of the agreement, in GB."),
            Column("endpoints", "integer", "Devices under care; otherwise seats and servers."),
            Column("onsite_days", "integer", "Agreed visits a year."),
            Column("reactive_hours", "double", "Reactive hours a month, as the agreement says."),
            _note("notes", "The practice's notes."),
        ),
    ),
    Table(
        "reviews", "One row a review that was begun, the open one too.", ("client", "review"),
        (
            _CLIENT,
            _key("review", "The review's id."),
            _key("day", "When it was finished; of an open one the last day that it was worked on.", "date"),
            _key("status", "open or finished."),
            _text("by", "The person's id."),
            _key("started", "When it was begun.", "time"),
            Column("finished", "time", "When it was finished."),
            _text("library_commit", "The commit of the library that it was done with."),
            _key("asked", "Standards that it asks.", "integer"),
            _key("answered", "Of these the answered ones.", "integer"),
            _key("yes", "Answers yes.", "integer"),
            _key("no", "Answers no.", "integer"),
            _key("not_applicable", "Answers n/a.", "integer"),
            _key("fixed_onsite", "Put right during the visits.", "integer"),
            _key("visit_days", "Days at the client.", "integer"),
        ),
        day="day",
    ),
    Table(
        "answers", "One row an answer of a finished review: the whole history.", ("client", "review", "asked_as"),
        (
            _CLIENT,
            _key("review", "The review that it was given in."),
            _key("asked_as", "The standard's id when it was asked."),
            _STANDARD,
            _key("day", "The day of the answer.", "date"),
            _key("answer", "yes, no or n/a."),
            _key("priority", "The standard's priority when it was asked."),
            _key("question", "Fingerprint of the question as it was asked."),
            Column("counts_now", "flag", "Whether it answers the question as it is worded now.", needed=True),
            Column("fixed_onsite", "flag", "Found misaligned and put right during the visit.", needed=True),
            _text("hand_over", "The delivery area that follows up."),
            _text("by", "Who visited on that day, else who did the review: the person's id."),
            _note("note", "What was seen."),
            _note("feedback", "For the standards committee."),
        ),
        day="day",
    ),
    Table(
        "standings", "One row a client of the day and standard that applies to it: its present answer, and what it scores.",
        ("client", "standard"),
        (
            _CLIENT,
            _key("standard", "The standard's id."),
            _key("category", "Its category's id."),
            _key("priority", "high, medium or low."),
            _key("weight", "Points of the priority.", "integer"),
            _text("answer", "yes, no or n/a; null where nothing that counts was answered."),
            Column("day", "date", "The day of the answer."),
            _text("review", "The review that it was given in."),
            Column("credit", "double", "The share of the weight that is earned: 1 or 0; null for n/a and unanswered."),
            Column("credit_vcio", "double", "The same under the method vcio: a 'no' earns 1, 0.5 or 0 by its triage."),
            Column("overdue", "flag", "Whether the answer has run out.", needed=True),
        ),
    ),
    Table(
        "findings", "One row a current 'no' of a client of the day.", ("client", "standard"),
        (
            _CLIENT,
            _key("standard", "The standard's id."),
            _key("since", "The first 'no' of this run.", "date"),
            _key("age_days", "Days since then.", "integer"),
            _key("times", "How many runs of 'no' there were; 2 is once back.", "integer"),
            _key("answer_day", "The day of the last 'no'.", "date"),
            _key("severity", "high, medium or low."),
            _key("weight", "Points that a 'yes' would earn.", "integer"),
            _key("status", "open, triaged, accepted or reopened."),
            _text("stage", "The vCIO's triage that holds: aligned, marginal, vulnerable or accepted."),
            _text("way", "How it gets fixed, where the triage says so."),
            _key("area", "The delivery area that must act."),
            Column("judged_on", "date", "The day of the last triage."),
            _text("judged_by", "Whose it is: the person's id."),
            _text("accepted_by", "Who at the client accepts it as a risk."),
            Column("until", "date", "The last day of an accepted risk."),
            _note("reason", "The vCIO's words."),
        ),
        day="since",
    ),
    Table(
        "recommendations", "One row a recommendation on a client's roadmap.", ("client", "recommendation"),
        (
            _CLIENT,
            _key("recommendation", "The recommendation's id."),
            _key("title", "Its title, as the client reads it."),
            _key("status", "proposed, approved, deferred, declined, risk-accepted, done, verified or came-back."),
            _key("area", "The delivery area that carries it out."),
            _text("owner", "Who sees to it: the person's id."),
            _text("way", "How the findings get fixed."),
            _text("initiative", "The initiative that it belongs to."),
            _text("quarter", "Of the client's fiscal year, such as 2027-Q2."),
            _key("raised", "When it was raised.", "date"),
            Column("hours", "double", "Hours of work.", needed=True),
            Column("one_time", "money", "What it costs the client once, without tax.", needed=True),
            Column("monthly", "money", "What it costs every month, without tax.", needed=True),
            _key("basis", "estimate or quote."),
            _text("standards", "The standards that it puts right, with commas between them."),
            _key("findings", "The current findings among them.", "integer"),
            _key("points", "Points that they would earn.", "integer"),
            Column("decided_on", "date", "The day of the client's last decision."),
            _text("decided_by", "Who took it, by role and name."),
            Column("until", "date", "Deferred or accepted as a risk until this day."),
            Column("done_on", "date", "When it was carried out."),
            _note("notes", "The practice's notes."),
        ),
        day="raised",
    ),
    Table(
        "visits", "One row a visit of the year plans, cancelled ones too.", ("visit",),
        (
            _key("visit", "What the visit is called, whatever its day: client, year, number."),
            _CLIENT,
            _key("day", "The day, as it is planned now.", "date"),
            _key("tam", "Who visits: the person's id."),
            _key("status", "planned, confirmed, done or cancelled."),
            Column("ideal", "date", "The day that the plan aims at."),
            _key("moves", "How often it was moved.", "integer"),
        ),
        day="day",
    ),
    Table(
        "kpis", "One row a recorded figure of a client, or of the practice, in a month or week.", ("client", "kpi", "period"),
        (
            _key("client", "The client's id; empty for a figure of the whole practice."),
            _key("kpi", "The KPI's id."),
            _key("name", "Its name."),
            _key("unit", "share, count, hours, minutes, money or ratio."),
            _key("period", "A month such as 2026-10, or a week such as 2026-w44."),
            _key("period_starts", "Its first day.", "date"),
            Column("numerator", "double", "What is counted above the line.", needed=True),
            Column("denominator", "double", "What is below the line; null where there is nothing."),
            Column("value", "double", "The figure; null where there is nothing to divide by."),
            Column("target", "double", "Good from here on, by the settings of the day."),
            _key("source", "Where the figure comes from."),
            _key("recorded", "When it was written down.", "date"),
            _text("by", "Who wrote it down: the person's id."),
            _note("note", "The practice's note."),
        ),
        day="period_starts",
    ),
    META,
)  # fmt: skip

BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}
