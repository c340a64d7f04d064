"""The lint rules of changes. Those of the checklist are the sentences that refuse a step; see `requirements`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from msptool.changes.business_days import BusinessDays
from msptool.changes.model import Change
from msptool.changes.requirements import Lack, Practice, lacks_so_far, own_approval, pilot_length, start_day
from msptool.changes.states import broken_step, may_follow
from msptool.changes.techdebt import rules as debt_rules
from msptool.changes.toolmap import rules as map_rules
from msptool.changes.toolmap.rules import settings_of
from msptool.clients.rules import who_instead
from msptool.schedule.model import Calendar
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, did_you_mean

UNKNOWN_PERSON = Rule(
    "G121", "change-by-nobody", "error", "Whoever writes, tests, approves or judges a change is a person of practice/people/.",
    "author: smm", "author: sam",
)  # fmt: skip
UNKNOWN_TOOL = Rule(
    "G122", "change-of-no-tool", "error",
    "A change and its impact name tools, data, workflows and automations of practice/tool-map.yaml.",
    "tools: [pas]", "tools: [psa]",
)  # fmt: skip
UNKNOWN_CLIENT = Rule(
    "G123", "change-for-no-client", "error", "The impact and the pilot name clients of clients/.",
    "pilot: {clients: [acmee], ...}", "pilot: {clients: [acme], ...}",
)  # fmt: skip
UNKNOWN_LINK = Rule(
    "G124", "change-for-nothing", "error",
    "A change names standards of the library, recommendations of a roadmap as client/id, and earlier changes.",
    "recommendations: [firewall-firmware]", "recommendations: [acme/firewall-firmware]",
)  # fmt: skip
SKIPPED = Rule(
    "G125", "change-state-skipped", "error",
    "A change is a draft, assessed, tested, in its pilot, approved, rolled out and judged, one after the other; only an "
    "emergency goes from the draft to the approval. The progress ends with the status. 'msptool change advance' takes the steps.",
    "status: approved\nprogress:\n  - {status: draft, on: 2026-11-02, by: sam}\n  - {status: approved, on: 2026-11-03, by: ruth}",
    "status: assessed\nprogress:\n  - {status: draft, on: 2026-11-02, by: sam}\n  - {status: assessed, on: 2026-11-03, by: sam}",
)  # fmt: skip
UNPROVED = Rule(
    "G126", "change-ahead-of-its-checklist", "error",
    "A change has what each state that it reached needs: the impact looked at, tests passed, a pilot in order, a window, a way "
    "back, training, communication, a signature, an outcome. 'msptool change show ID' says what is left to do.",
    "status: tested\ntests:\n  - {step: Send a test alert}",
    "status: tested\ntests:\n  - {step: Send a test alert, result: passed, on: 2026-11-04, by: dana}",
)  # fmt: skip
PILOT = Rule(
    "G127", "pilot-too-short-or-long", "error",
    "A pilot lasts three to five business days (changes.pilot_days_least and pilot_days_most): long enough to see tickets come, "
    "be routed and be documented, and short enough to be ended.",
    "pilot: {users: [sam], since: 2026-11-06, until: 2026-11-09}", "pilot: {users: [sam], since: 2026-11-04, until: 2026-11-09}",
)  # fmt: skip
START = Rule(
    "G128", "change-starts-before-days-off", "error",
    "What breaks on a Friday, or before a public holiday, is found when nobody is there. The day is another one, or the reason "
    "is on record.",
    "window: {starts: 2026-11-13}", "window: {starts: 2026-11-13, reason: The vendor turns off the old interface on Saturday.}",
)  # fmt: skip
OWN_APPROVAL = Rule(
    "G129", "approved-by-its-author", "error",
    "Somebody else signs a change off, unless changes.author_may_approve in msptool.yaml says otherwise.",
    "author: sam\nsign_off: {by: sam, on: 2026-11-10}", "author: sam\nsign_off: {by: ruth, on: 2026-11-10}",
)  # fmt: skip
DATES = Rule(
    "G130", "change-dates", "error", "The steps of a change follow each other, and none is in the future.",
    "progress:\n  - {status: draft, on: 2062-01-09, by: sam}", "progress:\n  - {status: draft, on: 2026-11-02, by: sam}",
)  # fmt: skip
RULES = (
    *map_rules.RULES,
    UNKNOWN_PERSON, UNKNOWN_TOOL, UNKNOWN_CLIENT, UNKNOWN_LINK, SKIPPED, UNPROVED, PILOT, START, OWN_APPROVAL, DATES,
    *debt_rules.RULES,
)  # fmt: skip


def note_days_off(entry: Entry[Calendar], known: Known) -> tuple[()]:
    """Remember the days of a calendar, with their names, for the business days of changes. There is no rule for them here."""
    known.add(f"day off of {entry.entity.id}", [f"{day} {name}" for day, name in entry.entity.days.items()])
    return ()


class ChangesCheck:
    """The rules of changes, by the settings and calendars that were read before them."""

    def __init__(self) -> None:
        self._practice: Practice | None = None

    def file(self, entry: Entry[Change], known: Known) -> Iterator[Problem]:
        """See `Check`."""
        yield from _people(entry, known)
        yield from _tools(entry, known)
        yield from _clients(entry, known)
        yield from _links(entry, known)
        yield from _steps(entry, known)
        if self._practice is None:
            self._practice = _practice(known)
        # Without usable settings nobody knows what is asked of a change.
        if self._practice is not None and entry.entity.status != "withdrawn":
            yield from _checklist(entry, self._practice)

    def end(self, known: Known) -> tuple[()]:
        """See `Check`. Everything is said file by file."""
        return ()


def _practice(known: Known) -> Practice | None:
    settings = settings_of(known)
    noted = (day for calendar in known["calendar of everybody"] for day in known[f"day off of {calendar}"])
    days = {date.fromisoformat(day): name for day, _, name in (each.partition(" ") for each in sorted(noted))}
    return Practice(settings, BusinessDays(days)) if settings else None


def _checklist(entry: Entry[Change], practice: Practice) -> Iterator[Problem]:
    change = entry.entity
    planned = [
        *(
            (PILOT, each)
            for each in (pilot_length(change.pilot, practice) if change.pilot and change.kind != "emergency" else ())
        ),
        *((START, each) for each in start_day(change, practice)),
        *((OWN_APPROVAL, each) for each in own_approval(change, practice)),
    ]
    said = {each.sentence for _, each in planned}
    yield from (_problem(entry, rule, each) for rule, each in planned)
    for step, each in lacks_so_far(change, practice):
        if each.sentence not in said:
            yield _problem(entry, UNPROVED, each, f"it became {step.status} on {step.on}, and ")


def _problem(entry: Entry[Change], rule: Rule, lack: Lack, before: str = "") -> Problem:
    return entry.problem(rule, f"{before}{lack.sentence}", lack.hint, *lack.keys)


def _steps(entry: Entry[Change], known: Known) -> Iterator[Problem]:
    change = entry.entity
    steps = change.progress
    last = steps[-1].status if steps else None
    if last != change.status:
        message = f"the status is {change.status}, and the progress ends with {last or 'nothing'}"
        yield entry.problem(SKIPPED, message, "Take the steps with 'msptool change advance'.", "status")
    place = broken_step(change.kind, steps)
    if place is not None:
        allowed = may_follow(change.kind, steps[place - 1].status) if place else ("draft",)
        before = f"after {steps[place - 1].status}" if place else "first"
        message = f"{steps[place].status} does not come {before}"
        hint = f"Next comes {' or '.join(allowed) or 'nothing'}."
        yield entry.problem(SKIPPED, message, hint, "progress", place, "status")
    for place, (one, two) in enumerate(pairwise(steps), 1):
        if two.on < one.on:
            message = f"{two.on} is before the step above it, {one.on}"
            hint = "The steps stand in the order in which they were taken."
            yield entry.problem(DATES, message, hint, "progress", place, "on")
    future = next((place for place, step in enumerate(steps) if step.on > known.today), None)
    if future is not None:
        message = f"{steps[future].on} is still to come"
        yield entry.problem(DATES, message, "Correct the day.", "progress", future, "on")
    out = next((step.on for step in reversed(steps) if step.status == "rolled-out"), None)
    if change.rolled_out != out:
        message = f"'rolled_out' is {change.rolled_out}, and the progress says {out or 'nothing of it'}"
        yield entry.problem(DATES, message, "Correct the day.", "rolled_out" if change.rolled_out else "status")


def _people(entry: Entry[Change], known: Known) -> Iterator[Problem]:
    change, people = entry.entity, known["person"]
    named: list[tuple[tuple[str | int, ...], str | None]] = [(("author",), change.author)]
    named += [(("tests", place, "by"), each.by) for place, each in enumerate(change.tests)]
    if change.rollback:
        named.append((("rollback", "decides"), change.rollback.decides))
    if change.training:
        named += [(("training", "people", place), each) for place, each in enumerate(change.training.people)]
    if change.sign_off:
        named.append((("sign_off", "by"), change.sign_off.by))
    named += [(("progress", place, "by"), each.by or None) for place, each in enumerate(change.progress)]
    if change.outcome:
        named.append((("outcome", "by"), change.outcome.by))
    for place, name in named:
        if name is not None and name not in people:
            hint = did_you_mean(name, people) or f"Create practice/people/{name}.yaml."
            yield entry.problem(UNKNOWN_PERSON, f"'{name}' is nobody in practice/people/", hint, *place)


def _tools(entry: Entry[Change], known: Known) -> Iterator[Problem]:
    change = entry.entity
    impact = change.impact
    parts = (
        ("tool", [(("tools", place), name) for place, name in enumerate(change.tools)]),
        ("tool data", [(("data", place), name) for place, name in enumerate(change.data)]),
        ("tool", [(("impact", "tools", place), each.id) for place, each in enumerate(impact.tools)]),
        ("workflow", [(("impact", "workflows", place), each.id) for place, each in enumerate(impact.workflows)]),
        ("automation", [(("impact", "automations", place), each.id) for place, each in enumerate(impact.automations)]),
    )
    # Silent in a practice without a tool map, and about what is over: a tool of then may be gone.
    if not change.open or not known["tool"]:
        return
    for what, named in parts:
        for keys, name in named:
            if name not in known[what]:
                hint = did_you_mean(name, known[what]) or "Add it to practice/tool-map.yaml."
                word = what.removeprefix("tool ")
                yield entry.problem(UNKNOWN_TOOL, f"the map has no {word} '{name}'", hint, *keys)


def _clients(entry: Entry[Change], known: Known) -> Iterator[Problem]:
    change, clients = entry.entity, known["client"]
    who = change.impact.clients.who
    named: list[tuple[tuple[str | int, ...], Iterable[str]]] = [
        (("impact", "clients", "who"), () if who == "all" else who),
        (("pilot", "clients"), change.pilot.clients if change.pilot else ()),
    ]
    for keys, names in named:
        for place, name in enumerate(names):
            if name not in clients:
                hint = who_instead(name, clients)
                yield entry.problem(UNKNOWN_CLIENT, f"there is no client '{name}'", hint, *keys, place)


def _links(entry: Entry[Change], known: Known) -> Iterator[Problem]:
    change = entry.entity
    standards = known["standard"] | known["former standard"]
    for place, name in enumerate(change.standards):
        if name not in standards:
            hint = did_you_mean(name, standards) or "Name a standard of the library."
            yield entry.problem(UNKNOWN_LINK, f"there is no standard '{name}'", hint, "standards", place)
    for place, name in enumerate(change.recommendations):
        client, _, identifier = name.partition("/")
        own = known[f"recommendation of {client}"]
        if client not in known["client"] or identifier not in own:
            wrong, names = (client, known["client"]) if client not in known["client"] else (identifier, own)
            hint = did_you_mean(wrong, names) or f"'msptool roadmap show {client}' lists them."
            yield entry.problem(UNKNOWN_LINK, f"there is no recommendation '{name}'", hint, "recommendations", place)
    if change.like is not None and change.like not in known["change"]:
        hint = did_you_mean(change.like, known["change"]) or "'msptool change list' shows them."
        yield entry.problem(UNKNOWN_LINK, f"there is no change '{change.like}'", hint, "like")
