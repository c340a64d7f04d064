"""Calendars of days off."""

from __future__ import annotations

from pydantic import Field

from msptool.workspace.entities import Day, Entity, Kind, Slug, Text


class Calendar(Entity):
    """Days on which nobody visits: the public holidays of a country or region, or the practice's internal days."""

    id: Slug
    name: Text
    country: str = Field(default="", pattern=r"^$|^[A-Z]{2}$", description="ISO 3166, such as US.")
    region: str = Field(default="", max_length=40, description="A part of the country, such as TX.")
    days: dict[Day, Text] = Field(default_factory=dict, description="Day and what it is.")


CALENDAR = Kind("calendar", "practice/calendars/{id}.yaml", Calendar)
