"""A person of the practice: `practice/people/<id>.yaml`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from msptool.workspace.entities import Entity, Kind, Many, Slug, Text

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


PERSON = Kind("person", "practice/people/{id}.yaml", Person)
