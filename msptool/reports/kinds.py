"""The kinds of report. A new kind is one line in the table and two templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

from msptool.workspace.problems import UsageRefusal, unknown
from msptool.workspace.workspace import Workspace

Format = Literal["md", "html"]
FORMATS: tuple[Format, ...] = ("md", "html")


@dataclass(frozen=True, slots=True)
class Request:
    """What a report is asked for: `client` by id, `review` by day, `year`; each may be left out."""

    workspace: Workspace
    client: str | None = None
    review: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A context for the templates, and what the person who asked should know besides.

    `context` is a frozen dataclass of plain values, so a template can show nothing but what it holds.
    """

    context: Any
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One kind: who reads it and `module:function` that builds it. Its templates are `templates/<name>.<format>.j2`.

    `about` is what it tells: a review, or a year of visits.
    """

    name: str
    help: str
    audience: Literal["client", "internal"]
    builder: str
    needs_client: bool = True
    about: Literal["review", "year"] = "review"
    formats: tuple[Format, ...] = FORMATS

    def build(self, request: Request) -> Report:
        """The report's context; refuses a request without its client, or for a review where it is about a year."""
        if self.needs_client and request.client is None:
            raise UsageRefusal(f"The {self.name} report is about one client: 'msptool report {self.name} CLIENT'.")
        if self.about == "review" and request.year is not None:
            raise UsageRefusal(
                f"The {self.name} report is about a review: name it with --review, and leave out --year."
            )
        if self.about == "year" and request.review is not None:
            raise UsageRefusal(f"The {self.name} report is about a year: name it with --year, and leave out --review.")
        module, _, function = self.builder.partition(":")
        builder: Callable[[Request], Report] = getattr(import_module(module), function)
        return builder(request)


_ALL = (
    ReportKind("visit", "the summary of a visit, for the client", "client", "msptool.reports.visit:build"),
    ReportKind("findings", "the findings for the vCIO, internal", "internal", "msptool.reports.findings_pack:build"),
    ReportKind(
        "year", "the practice's year of visits as a calendar, internal", "internal", "msptool.reports.year:build",
        needs_client=False, about="year",
    ),
    ReportKind(
        "client-year", "the client's own year of visits, for the client", "client", "msptool.reports.client_year:build",
        about="year",
    ),
    ReportKind(
        "notification", "the text that tells a client its visits", "client", "msptool.reports.notification:build", about="year"
    ),
)  # fmt: skip
KINDS: dict[str, ReportKind] = {kind.name: kind for kind in _ALL}


def require_kind(name: str) -> ReportKind:
    """The kind of that name; refuses an unknown one with the nearest known."""
    if name not in KINDS:
        raise unknown(f"There is no report {name!r}.", name, KINDS, f"The kinds are {', '.join(KINDS)}.")
    return KINDS[name]
