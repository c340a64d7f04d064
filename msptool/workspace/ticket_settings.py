"""The part of `msptool.yaml` about tickets: what the practice's PSA gets of a visit, and where it is pushed."""

from __future__ import annotations

import re
from typing import Literal, get_args

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from msptool.workspace.entities import Entity, Many, Slug, Text

TicketProfile = Literal["generic", "connectwise", "autotask", "halopsa", "syncro"]
TICKET_PROFILES: tuple[TicketProfile, ...] = get_args(TicketProfile)
TicketArea = Literal[
    "tam", "vcio", "service-desk", "centralized-services", "professional-services", "design-desk", "committee"
]
DateOrder = Literal["iso", "mdy", "dmy"]


class TicketPriorities(Entity):
    """What the PSA calls the priorities of the standards; empty: what the profile brings."""

    high: str = ""
    medium: str = ""
    low: str = ""

    def of(self, level: str) -> str:
        """The PSA's word for `high`, `medium` or `low`."""
        return str(getattr(self, level))


class TicketDays(Entity):
    """Days from the review until a ticket is due, by priority."""

    high: int = Field(default=7, ge=0, le=3660)
    medium: int = Field(default=30, ge=0, le=3660)
    low: int = Field(default=90, ge=0, le=3660)

    def of(self, level: str) -> int:
        """The days of `high`, `medium` or `low`."""
        return int(getattr(self, level))


class TicketPush(Entity):
    """Where 'msptool review push' sends tickets. The token is never in a file: see docs/tickets.md."""

    url: str = Field(
        default="", max_length=2000, pattern=r"^$|^https?://[^\s/?#]+([/?#]\S*)?$",
        description="An https address; http only on this machine itself.",
    )  # fmt: skip
    timeout: int = Field(default=20, ge=1, le=300, description="Seconds for one request as a whole.")
    attempts: int = Field(default=5, ge=1, le=10, description="How often a ticket is tried before the push ends.")

    @field_validator("url")
    @classmethod
    def _holds_no_password(cls, url: str) -> str:
        if "@" in re.split(r"[/?#]", url.partition("://")[2])[0]:
            raise PydanticCustomError("url", "a user name or a password has no place in an address that git keeps")
        return url


class HandoffTickets(Entity):
    """Tickets for what a visit hands over. Internal: they go to the practice's own PSA."""

    profile: TicketProfile = Field(default="generic", description="The PSA: whose columns and fields a ticket has.")
    areas: Many[TicketArea] = Field(
        default=("tam", "vcio", "service-desk", "centralized-services", "professional-services", "design-desk"),
        description="Whose items become tickets.",
    )
    external: Slug = Field(
        default="psa", description="Under which key of a client's 'external' its id in the PSA stands."
    )
    boards: dict[TicketArea, Text] = Field(
        default_factory=dict, description="The board, queue, team or issue type of an area; otherwise the area's name."
    )
    priorities: TicketPriorities = TicketPriorities()
    due_days: TicketDays = TicketDays()
    dates: DateOrder | None = Field(
        default=None, description="How the PSA writes days, where the profile's way is not it."
    )
    fields: dict[Text, Text] = Field(
        default_factory=dict,
        description="More fields of the PSA with the same value in every ticket, such as 'status/name: New'.",
    )
    push: TicketPush = TicketPush()
