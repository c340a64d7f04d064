"""The lint rules of the visits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msptool.clients.rules import who_instead
from msptool.visits.model import ClientYear
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, did_you_mean

UNKNOWN_CLIENT = Rule(
    "V101", "visits-of-nobody", "error", "The visits of a year are those of a client: the file has its id.",
    "practice/schedule/2027/acmee.yaml", "practice/schedule/2027/acme.yaml",
)  # fmt: skip
UNKNOWN_TAM = Rule(
    "V102", "visit-by-nobody", "error", "Whoever visits is a person of practice/people/.", "tam: jmi", "tam: jim",
)  # fmt: skip
TWICE = Rule(
    "V103", "two-visits-a-day", "error",
    "A visit takes a whole day: a person is at one client a day. 'msptool schedule check' says what else a plan breaks.",
    "2027-03-02 for acme and for tesso, both by jim", "2027-03-02 for acme, 2027-03-03 for tesso",
)  # fmt: skip
TOO_EARLY = Rule(
    "V104", "done-before-its-day", "error", "A visit that is still to come is not done yet.",
    "{day: 2062-01-09, status: done}", "{day: 2062-01-09, status: confirmed}",
)  # fmt: skip
DAY_BY_HAND = Rule(
    "V106", "day-beside-its-history", "warning",
    "The day of a visit is the one of the last step of its history: a day that is changed by hand does not reach the calendars.",
    "{day: 2027-03-09, changes: [{on: 2026-11-16, step: planned, day: 2027-03-02}]}",
    "msptool schedule move acme 2027-03-02 2027-03-09",
)  # fmt: skip
SAME_UID = Rule(
    "V107", "calendar-name-twice", "error",
    "Each file of visits has a 'uid' of its own, or calendar programs take its visits for those of another file.",
    "uid: acme-2027-1f2e3d4c (in the files of 2027 and of 2028)", "uid: acme-2028-1f2e3d4c (in the file of 2028)",
)  # fmt: skip
RULES = (UNKNOWN_CLIENT, UNKNOWN_TAM, TWICE, TOO_EARLY, DAY_BY_HAND, SAME_UID)


class VisitsCheck:
    """The rules of the visits, which are compared over all clients."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, date], str] = {}
        self._series: dict[str, str] = {}

    def file(self, entry: Entry[ClientYear], known: Known) -> Iterator[Problem]:
        """See `Check`."""
        year, people = entry.entity, known["person"]
        if year.client not in known["client"]:
            hint = who_instead(year.client, known["client"])
            yield entry.problem(UNKNOWN_CLIENT, f"there is no client '{year.client}'", hint)
        other = self._series.setdefault(year.series, entry.path)
        if other != entry.path:
            yield entry.problem(SAME_UID, f"{other} has the uid '{year.series}' too", "Give this one another.", "uid")
        for index, visit in enumerate(year.visits):
            place = ("visits", index)
            if visit.tam not in people:
                hint = did_you_mean(visit.tam, people) or f"Create practice/people/{visit.tam}.yaml."
                yield entry.problem(UNKNOWN_TAM, f"'{visit.tam}' is nobody in practice/people/", hint, *place, "tam")
            if visit.status == "done" and visit.day > known.today:
                hint = "Move it to the day on which it took place."
                yield entry.problem(TOO_EARLY, f"{visit.day} is still to come", hint, *place, "status")
            told = next((change.day for change in reversed(visit.changes) if change.day), visit.day)
            if told != visit.day:
                hint = f"Write {told} again, and move the visit with 'msptool schedule move'."
                yield entry.problem(DAY_BY_HAND, f"the last step of its history says {told}", hint, *place, "day")
            if visit.stands:
                other = self._taken.setdefault((visit.tam, visit.day), entry.document.path)
                if other != entry.document.path:
                    message = f"{visit.tam} is at another client on {visit.day}: {other}"
                    hint = "'msptool schedule move' gives one of them another day."
                    yield entry.problem(TWICE, message, hint, *place, "day")

    def end(self, known: Known) -> tuple[()]:
        """See `Check`. Everything is said file by file."""
        return ()
