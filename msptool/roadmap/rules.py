"""The lint rules of recommendations and initiatives."""

from __future__ import annotations

from collections.abc import Iterator

from msptool.clients import rules as client_rules
from msptool.clients.model import Client
from msptool.clients.rules import who_instead
from msptool.roadmap.model import Initiative, Recommendation
from msptool.roadmap.quarters import named
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, did_you_mean

UNKNOWN_CLIENT = Rule(
    "P101", "roadmap-of-nobody", "error", "A roadmap stands beside the client that it is for.",
    "clients/acmee/roadmap/new-firewall.yaml without clients/acmee/client.yaml", "clients/acme/roadmap/new-firewall.yaml",
)  # fmt: skip
UNKNOWN_STANDARD = Rule(
    "P102", "fixes-nothing", "error", "A recommendation fixes the findings of standards that exist.",
    "standards: [firewal-current]", "standards: [firewall-current]",
)  # fmt: skip
UNKNOWN_INITIATIVE = Rule(
    "P103", "unknown-initiative", "error", "An initiative is a file of clients/<client>/initiatives/.",
    "initiative: netwrok", "initiative: network",
)  # fmt: skip
BAD_ORDER = Rule(
    "P104", "impossible-order", "error",
    "'after' names recommendations of the same client, and nothing comes before itself.",
    "after: [new-firewall] in new-firewall.yaml", "after: [new-switches]",
)  # fmt: skip
UNKNOWN_OWNER = Rule(
    "P105", "owned-by-nobody", "error", "Whoever sees to a recommendation, or did it, is a person of practice/people/.",
    "owner: bobb", "owner: bob",
)  # fmt: skip
BAD_DAY = Rule(
    "P106", "decision-out-of-order", "error",
    "Decisions stand oldest first; none was taken, and nothing was done, before it was raised or after today.",
    "raised: 2027-03-01 with a decision of 2027-02-01", "a decision of 2027-03-09",
)  # fmt: skip
PAST_QUARTER = Rule(
    "P107", "planned-for-the-past", "warning",
    "What is still to be done is planned for this quarter or a later one. 'msptool roadmap plan --write' or 'decide --quarter' move it.",
    "quarter: 2020-Q1", "quarter: 2062-Q1",
)  # fmt: skip
RULES = (UNKNOWN_CLIENT, UNKNOWN_STANDARD, UNKNOWN_INITIATIVE, BAD_ORDER, UNKNOWN_OWNER, BAD_DAY, PAST_QUARTER)


def check_client(entry: Entry[Client], known: Known) -> Iterator[Problem]:
    """The rules of clients; the client's recommendations will ask in which month its fiscal years begin."""
    known.add(_fiscal_year(entry.entity.id), [str(entry.entity.fiscal_year_starts)])
    yield from client_rules.check_client(entry, known)


def check_initiative(entry: Entry[Initiative], known: Known) -> Iterator[Problem]:
    """What an initiative says that the rest of the workspace does not know."""
    known.add(_initiatives(entry.entity.client), [entry.entity.id])
    yield from _client(entry, known)


class RecommendationsCheck:
    """The rules of recommendations, whose order is compared over each client."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[str, Entry[Recommendation]]] = {}

    def file(self, entry: Entry[Recommendation], known: Known) -> Iterator[Problem]:
        """See `Check`."""
        found, people = entry.entity, known["person"]
        self._entries.setdefault(found.client, {})[found.id] = entry
        known.add(f"recommendation of {found.client}", [found.id])
        yield from _client(entry, known)
        standards, initiatives = known["standard"] | known["former standard"], known[_initiatives(found.client)]
        for index, name in enumerate(found.standards):
            if name not in standards:
                hint = did_you_mean(name, standards) or "Bring the standard back as retired."
                yield entry.problem(UNKNOWN_STANDARD, f"there is no standard '{name}'", hint, "standards", index)
        if found.initiative is not None and found.initiative not in initiatives:
            hint = did_you_mean(found.initiative, initiatives) or "'msptool roadmap group' makes one."
            yield entry.problem(
                UNKNOWN_INITIATIVE, f"{found.client} has no initiative '{found.initiative}'", hint, "initiative"
            )
        named = [(found.owner, ("owner",)), (found.done.by if found.done else None, ("done", "by"))]
        for who, place in named:
            if who is not None and who not in people:
                hint = did_you_mean(who, people) or f"Create practice/people/{who}.yaml."
                yield entry.problem(UNKNOWN_OWNER, f"'{who}' is nobody in practice/people/", hint, *place)
        yield from _days(entry, known)
        yield from _quarter(entry, known)

    def end(self, known: Known) -> Iterator[Problem]:
        """See `Check`."""
        for entries in self._entries.values():
            for identifier, entry in entries.items():
                for index, name in enumerate(entry.entity.after):
                    if name not in entries:
                        hint = did_you_mean(name, entries) or "Delete it."
                        message = f"{entry.entity.client} has no recommendation '{name}'"
                        yield entry.problem(BAD_ORDER, message, hint, "after", index)
                    elif _leads_to(name, identifier, entries):
                        message = f"'{name}' must come after '{identifier}' itself"
                        yield entry.problem(BAD_ORDER, message, "Delete one of the two.", "after", index)


def _leads_to(start: str, goal: str, entries: dict[str, Entry[Recommendation]]) -> bool:
    """Whether `goal` must come before `start`."""
    seen, waiting = set[str](), [start]
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        if name not in seen and name in entries:
            seen.add(name)
            waiting += entries[name].entity.after
    return False


def _client(entry: Entry[Initiative] | Entry[Recommendation], known: Known) -> Iterator[Problem]:
    client = entry.entity.client
    if client not in known["client"]:
        hint = who_instead(client, known["client"])
        yield entry.problem(UNKNOWN_CLIENT, f"there is no client '{client}'", hint)


def _days(entry: Entry[Recommendation], known: Known) -> Iterator[Problem]:
    found = entry.entity
    if found.raised > known.today:
        yield entry.problem(BAD_DAY, f"{found.raised} is in the future", "Write the day it was raised.", "raised")
    before = found.raised
    for index, decision in enumerate(found.decisions):
        if not before <= decision.on <= known.today:
            message = f"{decision.on} is not between {before} and today"
            yield entry.problem(BAD_DAY, message, "Write the day of the decision.", "decisions", index, "on")
        before = max(before, decision.on)
    if found.done is not None and not found.raised <= found.done.on <= known.today:
        message = f"{found.done.on} is not between {found.raised} and today"
        yield entry.problem(BAD_DAY, message, "Write the day of the work.", "done", "on")


def _quarter(entry: Entry[Recommendation], known: Known) -> Iterator[Problem]:
    found, starts = entry.entity, known[_fiscal_year(entry.entity.client)]
    refused = found.decisions and found.decisions[-1].choice in ("declined", "risk-accepted")
    if found.quarter is None or found.done is not None or refused or not starts:
        return
    quarter = named(found.quarter, int(min(starts)))
    if quarter.last < known.today:
        message = f"{found.quarter} ended on {quarter.last}, and the work is not done"
        hint = f"Plan it again: 'msptool roadmap decide {found.client} {found.id} ... --quarter QUARTER'."
        yield entry.problem(PAST_QUARTER, message, hint, "quarter")


def _fiscal_year(client: str) -> str:
    return f"first month of the fiscal years of {client}"


def _initiatives(client: str) -> str:
    return f"initiative of {client}"
