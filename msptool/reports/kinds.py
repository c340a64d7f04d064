"""The kinds of report. A new kind is one line in the table and two templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal

from msptool.words import Progress, silent
from msptool.workspace.problems import UsageRefusal, unknown
from msptool.workspace.workspace import Workspace

Format = Literal["md", "html", "pdf"]
FORMATS: tuple[Format, ...] = ("md", "html", "pdf")


@dataclass(frozen=True, slots=True)
class Request:
    """What a report is asked for: `client` by id, `review` by day, `year`, `proposal` by id, `month`; each may be left out.

    `progress` hears how far the reading of all clients is. `memory` holds what one report has read and the next of the same
    run may use.
    """

    workspace: Workspace
    client: str | None = None
    review: str | None = None
    year: int | None = None
    proposal: str | None = None
    month: str | None = None
    progress: Progress = field(default=silent, compare=False)
    memory: dict[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Report:
    """A context for the templates, and what the person who asked should know besides.

    `context` is a frozen dataclass of plain values, so a template can show nothing but what it holds.
    """

    context: Any
    remarks: tuple[str, ...] = ()


About = Literal["review", "year", "practice", "client", "proposal", "month"]
# The options that a kind takes, and what to say of another one. A few kinds alone are about a proposal or a month.
_TAKEN: dict[About, tuple[tuple[str, ...], str]] = {
    "review": (("review",), "about a review: name it with --review, and leave out --year"),
    "year": (("year",), "about a year: name it with --year, and leave out --review"),
    "practice": ((), "about the whole practice as it is today: it takes neither --review nor --year"),
    "client": ((), "about a client as it is today: it takes neither --review nor --year"),
    "proposal": (("proposal",), "about a proposal: name it with --proposal, without --review and --year"),
    "month": (("month",), "about a month: name it with --month, without --review and --year"),
}
_OF_ONE = ("month", "proposal")
_OPTIONS = ("review", "year", *_OF_ONE)


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One kind: who reads it and `module:function` that builds it. Its templates are `templates/<name>.<format>.j2`.

    `about` is what it tells, and says which options it takes; see `_TAKEN`. A PDF is the HTML page, printed.
    """

    name: str
    help: str
    audience: Literal["client", "internal"]
    builder: str
    needs_client: bool = True
    about: About = "review"
    formats: tuple[Format, ...] = FORMATS

    def build(self, request: Request) -> Report:
        """The report's context; refuses a request without its client, and one with an option that the kind does not take."""
        if self.needs_client and request.client is None:
            raise UsageRefusal(f"The {self.name} report is about one client: 'msptool report {self.name} CLIENT'.")
        taken, said = _TAKEN[self.about]
        given = [name for name in _OPTIONS if name not in taken and getattr(request, name) is not None]
        if self.about in ("practice", "month") and not self.needs_client and request.client is not None:
            more = " as it is today" if self.about == "practice" else ""
            raise UsageRefusal(f"The {self.name} report is about the whole practice{more}: leave out the client.")
        if given:
            of_none = f"about no {given[0]}: leave out --{given[0]}" if given[0] in _OF_ONE else said
            raise UsageRefusal(f"The {self.name} report is {of_none}.")
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
    ReportKind(
        "client", "the strategy review for the client's leaders", "client", "msptool.reports.strategy:build", about="client",
    ),
    ReportKind("roadmap", "the roadmap and its budget, for the client", "client", "msptool.reports.roadmap:build", about="client"),
    ReportKind("risk", "the risk register with signatures, for the client", "client", "msptool.reports.risk:build", about="client"),
    ReportKind("proposal", "a proposal as the client gets it", "client", "msptool.reports.proposal:build", about="proposal"),
    ReportKind(
        "worksheet", "what a proposal costs and leaves, internal", "internal", "msptool.reports.worksheet:build", about="proposal"
    ),
    ReportKind(
        "portfolio", "all clients by category, who slips, what fails most, internal", "internal",
        "msptool.reports.portfolio:build", needs_client=False, about="practice",
    ),
    ReportKind(
        "owner", "one page for the owner of the practice, internal", "internal", "msptool.reports.owner:build",
        needs_client=False, about="practice",
    ),
    ReportKind(
        "monthly", "the monthly business report for a client's leader, one page", "client", "msptool.reports.monthly:build",
        about="month",
    ),
    ReportKind(
        "scorecard", "the practice's figures of a month on one page, internal", "internal", "msptool.reports.scorecard:build",
        needs_client=False, about="month",
    ),
    ReportKind(
        "agreement", "the agreement chart with agreed and advised days, internal", "internal",
        "msptool.reports.agreement:build", needs_client=False, about="practice",
    ),
)  # fmt: skip
KINDS: dict[str, ReportKind] = {kind.name: kind for kind in _ALL}


def require_kind(name: str) -> ReportKind:
    """The kind of that name; refuses an unknown one with the nearest known."""
    if name not in KINDS:
        raise unknown(f"There is no report {name!r}.", name, KINDS, f"The kinds are {', '.join(KINDS)}.")
    return KINDS[name]
