"""A person of the practice: `practice/people/<id>.yaml`."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from msptool.workspace.entities import Day, Entity, Kind, Many, Slug, Span, Text
from msptool.workspace.settings import WEEKDAYS, Weekday

Role = Literal[
    "owner", "tam", "vcio", "sales", "service-desk", "centralized-services", "professional-services", "design-desk"
]


class Person(Entity):
    """Someone who works for the MSP. Clients and reviews name people by id."""

    id: Slug
    name: Text
    email: str = Field(default="", pattern=r"^$|^[^@\s]+@[^@\s]+$")
    phone: str = ""
    roles: Many[Role] = ()
    weekdays: Many[Weekday] = Field(
        default=("monday", "tuesday", "wednesday", "thursday", "friday"), min_length=1, description="Working days."
    )
    calendars: Many[Slug] | None = Field(
        default=None, description="Days off by practice/calendars/; otherwise those of the settings."
    )
    leave: Many[Span] = Field(default=(), description="Days away: holiday, training, parental leave.")
    starts: Day | None = Field(default=None, description="The first working day, where it is still to come or recent.")
    ends: Day | None = Field(default=None, description="The last working day of somebody who leaves.")
    external: dict[str, str] = Field(default_factory=dict, description="Ids in other systems.")

    def works_on(self, day: date) -> bool:
        """Whether it is a working day of this person, public holidays and internal days aside."""
        employed = (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)
        return employed and WEEKDAYS[day.weekday()] in self.weekdays and not any(span.has(day) for span in self.leave)


PERSON = Kind("person", "practice/people/{id}.yaml", Person)
