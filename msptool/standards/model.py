"""A standard and its category, as their YAML files hold them."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cached_property
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Discriminator, Field, Tag, field_validator
from pydantic_core import PydanticCustomError

from msptool.workspace.entities import Day, Entity, Kind, Many, Slug, Text

Frequency = Literal["monthly", "quarterly", "semiannual", "annual", "biennial"]
Level = Literal["high", "medium", "low"]
Area = Literal["tam", "vcio", "service-desk", "centralized-services", "professional-services", "design-desk"]
Status = Literal["draft", "active", "retired"]

MONTHS: dict[Frequency, int] = {"monthly": 1, "quarterly": 3, "semiannual": 6, "annual": 12, "biennial": 24}
AREAS: dict[str, str] = {
    "tam": "Technology Alignment Manager",
    "vcio": "vCIO",
    "service-desk": "Service Desk",
    "centralized-services": "Centralized Services",
    "professional-services": "Professional Services",
    "design-desk": "Design Desk",
}
_LEVELS = {"high": 3, "medium": 2, "low": 1}


class ControlReference(Entity):
    """A control of a framework. CIS, PCI and ISO are cited by number only."""

    framework: str = Field(
        pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=60, description="With its version: nist-csf-2.0."
    )
    id: Text


class PageReference(Entity):
    """A page of the authority: a vendor, a regulator or a neutral body."""

    url: str = Field(pattern=r"^https?://[^\s]+$", max_length=500)
    title: str = ""
    publisher: str = ""

    @field_validator("url")
    @classmethod
    def _has_a_host(cls, url: str) -> str:
        try:
            host = urlsplit(url).hostname
        except ValueError:
            host = None
        if not host:
            raise PydanticCustomError("url", "{url} is no web address", {"url": url})
        return url


def _kind_of_reference(value: Any) -> str:
    return (
        "control"
        if isinstance(value, ControlReference) or (isinstance(value, dict) and "framework" in value)
        else "page"
    )


Reference = Annotated[
    Annotated[ControlReference, Tag("control")] | Annotated[PageReference, Tag("page")],
    Discriminator(_kind_of_reference),
]


class AppliesTo(Entity):
    """Which clients a standard is for. Empty: every client."""

    technologies: Many[Slug] = Field(default=(), description="The client has at least one of these.")
    tags: Many[Slug] = Field(default=(), description="The client carries at least one of these tags (opt-in).")


class Remedy(Entity):
    """What usually fixes a 'no'; later the start of a recommendation."""

    summary: Text
    area: Area
    hours: float = Field(ge=0, le=2000, strict=False)
    cost: Literal["none", "low", "medium", "high", "major"] = "none"


class Retirement(Entity):
    """Why a standard is no longer asked."""

    on: Day
    reason: Text
    replaced_by: Many[Slug] = ()


class Standard(Entity):
    """One objective yes/no question; 'yes' is the aligned answer (seed 004)."""

    id: Slug
    category: Slug
    name: Text
    question: Text
    why: str = Field(default="", description="Why we ask, in the client's language.")
    how: Many[Text] = Field(default=(), description="Steps to find the answer, and the value that means yes.")
    vendors: dict[str, Many[Text]] = Field(default_factory=dict, description="Steps that differ, by vendor.")
    kind: Literal["technology", "compliance"] = "technology"
    level: Literal["base", "core", "advanced"] = "core"
    business_impact: Level = "medium"
    technical_risk: Level = "medium"
    frequency: Frequency | None = Field(default=None, description="Where it differs from the category's.")
    minutes: int = Field(default=5, ge=1, le=480, description="Minutes to check at one site.")
    checked: Many[Literal["onsite", "remote", "automated"]] = Field(default=("onsite",), min_length=1)
    decided_by: dict[Slug, Annotated[Many[Text], Field(min_length=1)]] = Field(
        default_factory=dict,
        description="Checks of a tool that answer it, by tool: all passed is yes, one failed is no. "
        "'A or B' names one check that has two ids in two versions of the tool.",
    )
    tags: Many[Slug] = ()
    applies_to: AppliesTo = AppliesTo()
    status: Status = "draft"
    reviewed: Day | None = Field(default=None, description="When the committee last reviewed it.")
    references: Many[Reference] = ()
    remedy: Remedy | None = None
    retirement: Retirement | None = None
    formerly: Many[Slug] = Field(default=(), description="Earlier ids; answers given under them still count.")
    earlier_wordings: Many[Text] = Field(
        default=(), description="Earlier wordings of the same question; answers to them still count."
    )
    external: dict[str, str] = Field(default_factory=dict, description="Ids in other systems.")

    @cached_property
    def priority(self) -> Level:
        """High, medium or low from business impact and technical risk: their sum on 3-2-1 of 5+, 4, less."""
        total = _LEVELS[self.business_impact] + _LEVELS[self.technical_risk]
        return "high" if total >= 5 else "medium" if total == 4 else "low"

    @cached_property
    def fingerprint(self) -> str:
        """What identifies the question as it is worded now."""
        return fingerprint(self.question)

    @cached_property
    def fingerprints(self) -> frozenset[str]:
        """Fingerprints of every wording whose answers count."""
        return frozenset({self.fingerprint, *map(fingerprint, self.earlier_wordings)})


class Category(Entity):
    """A category of standards: `_category.yaml` in its folder."""

    id: Slug
    name: Text
    section: str = Field(default="", description="The part of the environment that it belongs to.")
    order: int = Field(default=1000, ge=0, le=100000)
    frequency: Frequency = "quarterly"
    owner: Area | None = None
    description: str = ""


def fingerprint(question: str) -> str:
    """Twelve hexadecimal digits that are the same for the same words, whatever their spacing and case."""
    words = " ".join(unicodedata.normalize("NFKC", question).casefold().split()).rstrip(" ?.")
    return hashlib.sha256(words.encode()).hexdigest()[:12]


STANDARD = Kind("standard", "standards/{category}/{id}.yaml", Standard)
CATEGORY = Kind("category", "standards/{id}/_category.yaml", Category)
