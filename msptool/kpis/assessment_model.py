"""The self-assessment of the TAM process: `practice/self-assessment/<day>.yaml` (seed 004: results, essence, core)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from msptool.workspace.entities import Day, Entity, Kind, Slug

Given = Literal["yes", "no"]


def _yes_or_no(value: object) -> object:
    # Another YAML tool may have written `answer: true` for yes.
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


class AssessedAnswer(Entity):
    """One answer. Internal."""

    answer: Annotated[Given, BeforeValidator(_yes_or_no)]
    note: str = Field(default="", description="What speaks for it, or what is to be done. Internal.")


class Assessment(Entity):
    """One self-assessment. Internal."""

    day: Day
    by: Slug | None = None
    answers: dict[Slug, AssessedAnswer] = Field(default_factory=dict, description="By question.")


ASSESSMENT = Kind("self-assessment", "practice/self-assessment/{day}.yaml", Assessment)
