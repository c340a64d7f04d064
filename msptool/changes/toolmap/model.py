"""The tool map of the practice: `practice/tool-map.yaml`. Internal: no client sees any of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.standards.model import Area
from msptool.workspace.entities import Entity, Kind, Many, Slug, Text

ToolKind = Literal[
    "rmm", "psa", "monitoring", "backup", "documentation", "identity", "reporting", "security", "other"
]  # fmt: skip
TOOL_KINDS: dict[ToolKind, str] = {
    "rmm": "RMM",
    "psa": "PSA",
    "monitoring": "Monitoring",
    "backup": "Backup",
    "documentation": "Documentation",
    "identity": "Identity",
    "reporting": "Reporting",
    "security": "Security",
    "other": "Other",
}


def _scope(value: object) -> object:
    if isinstance(value, str) and value != "all":
        raise PydanticCustomError("clients", "clients are 'all', or a list of their ids")
    return value


Scope = Annotated[Literal["all"] | Many[Slug], BeforeValidator(_scope)]


class Tool(Entity):
    """One tool of the practice."""

    id: Slug
    name: Text
    kind: ToolKind
    owner: Slug | None = Field(default=None, description="Who answers for it, by practice/people/.")
    clients: Scope = Field(default="all", description="Whose work it is used for: 'all', or client ids.")
    status: Literal["live", "retiring"] = "live"
    data: dict[Slug, Text] = Field(
        default_factory=dict, description="What comes to be in this tool, such as alerts, and how it gets there."
    )
    notes: str = ""


class Flow(Entity):
    """Data that leaves a tool for other tools, or for people."""

    source: Slug = Field(description="The tool that it leaves.")
    data: Many[Slug] = Field(min_length=1, description="By the names under 'data' of the tool where it came to be.")
    to: Many[Slug] = Field(default=(), description="The tools that get it.")
    readers: Many[Slug] = Field(
        default=(), description="Who reads it: people of practice/people/, their roles, or 'clients'."
    )
    often: Text = Field(description="How often, such as 'at once', daily, or 'by request'.")
    by_hand: bool = Field(default=False, description="Whether somebody carries it over.")


class Truth(Entity):
    """The tool that is right about a subject where two of them disagree."""

    subject: Slug = Field(description="Such as assets, passwords, alerts, incidents or billing.")
    tool: Slug | None = Field(default=None, description="Nothing while nobody has decided it.")
    notes: str = ""


class Automation(Entity):
    """Something that runs by itself."""

    id: Slug
    name: Text
    tools: Many[Slug] = Field(min_length=1)
    does: Text = Field(description="What it does, in one sentence.")
    clients: Scope = "all"
    known_by: Many[Slug] = Field(default=(), description="Who can change it and mend it, by practice/people/.")


class Workflow(Entity):
    """A way of working that goes through tools."""

    id: Slug
    name: Text
    area: Area
    tools: Many[Slug] = Field(min_length=1)
    clients: Scope = "all"


class ToolMap(Entity):
    """The tools, the flows between them, and what hangs on them."""

    tools: Many[Tool] = ()
    flows: Many[Flow] = ()
    sources_of_truth: Many[Truth] = ()
    automations: Many[Automation] = ()
    workflows: Many[Workflow] = ()

    @model_validator(mode="after")
    def _has_each_once(self) -> ToolMap:
        for what, found in (("tools", self.tools), ("automations", self.automations), ("workflows", self.workflows)):
            ids = [each.id for each in found]
            twice = next((each for each in ids if ids.count(each) > 1), None)
            if twice is not None:
                raise PydanticCustomError("ids", "two {what} have the id {id}", {"what": what, "id": twice})
        return self

    def tool(self, identifier: str) -> Tool | None:
        """The tool of an id."""
        return next((each for each in self.tools if each.id == identifier), None)

    def subjects_of(self, tool: str) -> list[str]:
        """What a tool is the source of truth for."""
        return [each.subject for each in self.sources_of_truth if each.tool == tool]


def names_of(found: Iterable[Tool | Automation | Workflow]) -> dict[str, str]:
    """Names by id."""
    return {each.id: each.name for each in found}


TOOL_MAP = Kind("tool map", "practice/tool-map.yaml", ToolMap)
