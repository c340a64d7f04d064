"""The result of a tool at one client, as `clients/<client>/evidence/<id>.yaml` keeps it. The tool's file stays outside git."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from msptool.workspace.entities import Day, Entity, Kind, Moment, Slug, Text

Result = Literal["passed", "failed", "by-hand", "omitted", "disputed", "error"]


class Check(Entity):
    """What a tool said of one of its checks."""

    result: Result = Field(
        description="by-hand: the tool cannot decide it; omitted: left out when it ran; "
        "disputed: somebody marked the tool's result as wrong; error: the tool failed."
    )
    details: str = Field(default="", description="Internal: what the tool says beside it.")


class Subject(Entity):
    """What was examined, as the tool names it: a tenant, a domain, a site."""

    id: str = ""
    name: str = ""


class ResultFile(Entity):
    """The tool's file: what it was and where it lay. Its content is not in git."""

    name: Text
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    bytes: int = Field(ge=0)
    place: str = Field(default="", description="Internal: the path from which it was imported.")


class Evidence(Entity):
    """The checks of one run of a tool that standards of the library name in `decided_by`."""

    client: Slug
    id: Slug
    tool: Slug = Field(description="As standards name it in 'decided_by'.")
    name: Text = Field(description="What the tool is called.")
    version: str = ""
    taken: Moment = Field(description="When the tool looked.")
    imported: Day
    by: Slug | None = Field(default=None, description="Who imported it.")
    subject: Subject = Subject()
    file: ResultFile
    checks: dict[Text, Check] = Field(default_factory=dict)

    @property
    def title(self) -> str:
        """The tool, its version and the day, for people."""
        return f"{' '.join(filter(None, (self.name, self.version)))}, {self.taken.date()}"


EVIDENCE = Kind("evidence", "clients/{client}/evidence/{id}.yaml", Evidence)
