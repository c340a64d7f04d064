"""The business days of the practice: Monday to Friday, without the days off that everybody has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from msptool.schedule.team import require_calendars
from msptool.words import counted
from msptool.workspace.problems import Refusal
from msptool.workspace.workspace import Workspace

_SATURDAY = 5


@dataclass(frozen=True)
class BusinessDays:
    """`off` are days on which nobody works, by date, each with its name."""

    off: Mapping[date, str] = field(default_factory=dict)

    def has(self, day: date) -> bool:
        """Whether people work on `day`."""
        return day.weekday() < _SATURDAY and day not in self.off

    def between(self, first: date, last: date) -> int:
        """How many there are from `first` to `last`, both included."""
        return sum(self.has(first + timedelta(step)) for step in range((last - first).days + 1))

    def after(self, day: date, number: int) -> date:
        """The business day that comes `number` of them after `day`, which itself does not count."""
        while number > 0:
            day += timedelta(1)
            number -= self.has(day)
        return day

    def objection(self, day: date) -> str:
        """What speaks against starting a change on `day`, in a few words; nothing when the next day is a business day too."""
        if not self.has(day):
            return self.off.get(day) or f"a {day:%A}"
        following = day + timedelta(1)
        if self.has(following):
            return ""
        return "a Friday" if following.weekday() == _SATURDAY else f"the day before {self.off[following]}"

    def remark(self, days: Iterable[date]) -> str:
        """Says that only weekends were left out in the years of which no calendar holds a day off."""
        known = {each.year for each in self.off}
        missing = sorted({each.year for each in days} - known)
        if not missing:
            return ""
        years = ", ".join(map(str, missing))
        return (
            f"No calendar of the settings has a day off in {years}: only weekends were left out of the business days."
        )


def business_days(workspace: Workspace) -> BusinessDays:
    """By the calendars of the settings; refuses one that is not there."""
    calendars = require_calendars(workspace.source)
    found: dict[date, str] = {}
    for name in workspace.settings.schedule.calendars:
        if name not in calendars:
            hint = f"create practice/calendars/{name}.yaml, or 'msptool schedule holidays COUNTRY --year YEAR --write'"
            raise Refusal(f"msptool.yaml uses the calendar '{name}', which is not there: {hint}.")
        found = {**calendars[name].days, **found}
    return BusinessDays(found)


def business(number: int) -> str:
    """`1 business day`, `4 business days`."""
    return counted(number, "business day")
