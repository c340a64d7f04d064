"""A meeting with a client's decision makers: `clients/<client>/meetings/<day>.yaml`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.workspace.entities import Entity, Kind, Many, Moment, Slug, Text

MeetingStatus = Literal["planned", "held", "cancelled"]


class ClientMeeting(Entity):
    """What a vCIO and a client talked about, or will. Internal: no page for the client is made of it."""

    client: Slug
    id: Slug
    title: Text
    status: MeetingStatus = "planned"
    starts: Moment
    ends: Moment | None = None
    location: str = ""
    purpose: str = ""
    summary: str = Field(default="", description="What came of it.")
    by: Slug | None = Field(default=None, description="The person of the practice who called it.")
    recommendations: Many[Slug] = Field(default=(), description="Of this client: what was talked about.")
    notes: str = ""
    external: dict[str, str] = Field(default_factory=dict, description="Ids in other systems.")

    @model_validator(mode="after")
    def _in_order(self) -> ClientMeeting:
        if self.ends is not None and self.ends < self.starts:
            raise PydanticCustomError("meeting", "the meeting ends before it starts")
        return self


CLIENT_MEETING = Kind("client meeting", "clients/{client}/meetings/{id}.yaml", ClientMeeting)
