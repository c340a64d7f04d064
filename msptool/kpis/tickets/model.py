"""What stays of an import: the tickets that were counted, and which file they came from."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from msptool.kpis.periods import MONTH
from msptool.workspace.entities import Day, Entity, Kind, Slug, Text

# id, opened, category, minutes to the first answer, minutes of work, keys of subject and asset
LINE = (
    r"(?P<id>[^\s]{1,80}) (?P<opened>\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d) "
    r"(?P<category>identity|endpoint|network|saas|application|other) (?P<response>\d{1,8}|-) (?P<worked>\d{1,8}|-) "
    r"(?P<subject>[0-9a-f]{10}|-) (?P<asset>[0-9a-f]{10}|-)"
)
_LINE = re.compile(re.sub(r"\?P<\w+>", "?:", LINE))


def _lines(value: Any) -> Any:
    if not isinstance(value, str):
        raise PydanticCustomError("tickets", "the tickets are lines of text")
    for number, line in enumerate(value.splitlines(), 1):
        if not _LINE.fullmatch(line):
            raise PydanticCustomError(
                "tickets", "line {number} of the tickets is no ticket: {line}", {"number": number, "line": line[:80]}
            )
    return value


def _month_and_part(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(MONTH + r"(-[1-9]\d*)?", value):
        return value
    raise PydanticCustomError("period", "the file is named after its month, such as 2026-10")


class TicketList(Entity):
    """The tickets of one client and month that imports have counted. Written by 'msptool kpi import' alone."""

    client: Slug
    id: Annotated[str, BeforeValidator(_month_and_part)]
    tickets: Annotated[str, BeforeValidator(_lines)] = Field(
        default="",
        description="A line for each: id, opened, category, minutes to the first answer, minutes of work, and keys of "
        "subject and asset, by which an issue that comes back is found without keeping its words. Internal.",
    )  # fmt: skip


class TicketImport(Entity):
    """A file of tickets that was imported. Internal."""

    id: Slug
    file: Text = Field(description="Its name.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of its content: the same file changes nothing.")
    profile: Text
    imported: Day
    rows: int = Field(ge=0, description="Rows below the header.")
    tickets: int = Field(ge=0, description="Different tickets that were counted.")
    kept_aside: int = Field(ge=0, description="Rows that were not counted.")


TICKET_LIST = Kind("ticket list", "clients/{client}/kpis/tickets/{id}.yaml", TicketList)
TICKET_IMPORT = Kind("ticket import", "practice/kpis/imports/{id}.yaml", TicketImport)
