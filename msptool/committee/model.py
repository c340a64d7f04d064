"""A meeting of the standards committee: `practice/committee/<day>.yaml`, planned first and minuted later."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from msptool.workspace.entities import Day, Entity, Kind, Many, Slug, Text

Verdict = Literal["keep", "adopt", "change", "retire", "reject", "postpone"]


class Decision(Entity):
    """What the committee decided on one standard."""

    standard: Slug
    decision: Verdict
    reason: str = ""
    commit: str | None = Field(
        default=None,
        pattern=r"^[0-9a-f]{7,64}$",
        description="The commit that carried it out, where it was another one.",
    )


class Meeting(Entity):
    """One meeting. Without attendees and decisions it is planned, or was not held."""

    day: Day
    time: str = Field(default="", pattern=r"^$|^([01]\d|2[0-3]):[0-5]\d$")
    minutes: int = Field(default=60, ge=5, le=960)
    attendees: Many[Slug] = ()
    decisions: Many[Decision] = ()
    notes: str = Field(default="", description="What else was said.")
    follow_ups: Many[Text] = Field(default=(), description="Who does what until the next meeting.")

    @property
    def held(self) -> bool:
        """Whether there are minutes of it."""
        return bool(self.attendees or self.decisions)


MEETING = Kind("meeting", "practice/committee/{day}.yaml", Meeting)
