"""The part of `msptool.yaml` about evidence: how long it counts, and the exports of the practice's own tools."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from msptool.workspace.entities import Entity, Many, Slug, Text

PASSED: tuple[str, ...] = (
    "pass", "passed", "ok", "success", "successful", "succeeded", "compliant", "true", "yes", "healthy", "protected", "enabled",
)  # fmt: skip
FAILED: tuple[str, ...] = (
    "fail", "failed", "failure", "non-compliant", "noncompliant", "not compliant", "false", "no", "unhealthy", "unprotected",
    "disabled", "vulnerable", "critical",
)  # fmt: skip


class ToolExport(Entity):
    """What the columns (of a CSV) or the fields (of a JSON list) of a tool's export are called, and what its words mean."""

    name: Text = Field(description="What the tool is called.")
    check: Text = Field(
        description="The column with the id or name of the check, as standards name it in 'decided_by'."
    )
    result: Text = Field(description="The column with the result.")
    passed: Many[Text] = Field(default=PASSED, min_length=1, description="Words that mean passed, in any case.")
    failed: Many[Text] = Field(
        default=FAILED, min_length=1, description="Words that mean failed; any other decides nothing."
    )
    device: str = Field(default="", description="The column with the device or user, where a check has a row for each.")
    details: str = Field(default="", description="The column with a text beside the result.")
    taken: str = Field(default="", description="The column with the time of the check.")
    dates: Literal["dmy", "mdy"] = Field(
        default="mdy", description="Day or month first, where the column does not tell."
    )
    client: str = Field(
        default="",
        description="The column with the client, where one file holds all: its id, name or id in 'external'.",
    )


class EvidenceSettings(Entity):
    """How long what a tool found counts, and the tools whose exports are read by a mapping."""

    max_age_days: int = Field(default=30, ge=1, le=730, description="After so many days evidence is stale.")
    tools: dict[Slug, ToolExport] = Field(default_factory=dict, description="By the name that standards use.")
