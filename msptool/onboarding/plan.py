"""A new client's first ninety days: the plan by the TAM's working days, and how far it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from msptool.clients.agreements import visits_a_year
from msptool.clients.model import Client
from msptool.meetings.past_visits import days_of
from msptool.onboarding.model import ONBOARDING, Onboarding, Phase, Task
from msptool.onboarding.tasks import DAYS, PHASES
from msptool.people.model import Person
from msptool.people.register import load_people
from msptool.reviews.record import require_reviews
from msptool.schedule.team import require_calendars, working_year
from msptool.standards.model import Area
from msptool.visits.register import Appointment, appointments, require_years
from msptool.workspace.entities import load_one
from msptool.workspace.problems import UsageRefusal, refuse_first, unknown
from msptool.workspace.settings import WEEKDAYS
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import put

# Where the first and the last base-level review aim at, in days from the start.
_FIRST_REVIEW, _LAST_REVIEW = 10, 85
_FEWEST_REVIEWS = 2


@dataclass(frozen=True, slots=True)
class ReviewDay:
    """A day of the plan for a base-level review; `status` is that of the written visit, or `proposed`."""

    day: date
    status: str


@dataclass(frozen=True)
class Onboarded:
    """A plan with its reviews. `written` says that it has its file."""

    client: Client
    plan: Onboarding
    reviews: tuple[ReviewDay, ...]
    people: Mapping[str, Person]
    written: bool

    @property
    def last(self) -> date:
        """Day 90."""
        return last_day(self.plan.starts)


def last_day(starts: date) -> date:
    """The ninetieth day of a plan."""
    return starts + timedelta(DAYS - 1)


def onboarding(workspace: Workspace, client: Client, start: date | None = None) -> Onboarded:
    """The client's written plan, else the one that it would get, from its agreement's first day or from `start`.

    Refuses a client that is no new one, one without a first day, and another start of a plan that is written.
    """
    plan = _written(workspace, client)
    if plan is not None and start not in (None, plan.starts):
        raise UsageRefusal(
            f"The plan of {client.name} is written, and starts on {plan.starts}: change {ONBOARDING.path(client=client.id)}."
        )
    is_written = plan is not None
    people = load_people(workspace.source)
    is_working = _working_days(workspace, people.get(client.team.tam or ""))
    if plan is None:
        _refuse_no_new_one(client, workspace.today)
        plan = planned(client, start or _first_day(client), people, is_working)
    found = [each for each in appointments(require_years(workspace.source)) if each.visit.stands]
    reviews = _reviews(workspace, client, plan.starts, found, is_working)
    return Onboarded(client, plan, tuple(reviews), people, is_written)


def write_plan(workspace: Workspace, found: Onboarded) -> str:
    """Write the plan; refuses where there is one. Returns its path."""
    path = ONBOARDING.path(client=found.client.id)
    if found.written:
        raise UsageRefusal(f"{path} is there already: without --write the command shows how far it is.")
    data = json.loads(found.plan.model_dump_json(exclude_defaults=True, exclude={"client"}))
    return put(workspace.root, ONBOARDING, lambda file: file.update(data), client=found.client.id)


def tick(workspace: Workspace, found: Onboarded, names: Sequence[str]) -> str:
    """Note that tasks were done today; returns the file's path. Refuses an unknown task and one that is done."""
    path = ONBOARDING.path(client=found.client.id)
    if not found.written:
        raise UsageRefusal(f"The plan of {found.client.name} is not written yet: --write makes {path}.")
    by_id = {task.id: task for task in found.plan.tasks}
    for name in names:
        if name not in by_id:
            raise unknown(f"There is no task {name!r} in {path}.", name, by_id)
        if by_id[name].done is not None:
            raise UsageRefusal(f"The task {name} is done since {by_id[name].done}.")

    def apply(data: Any) -> None:
        for phase in data["phases"]:
            for task in phase.get("tasks") or ():
                if task["id"] in names:
                    task["done"] = workspace.today.isoformat()

    return put(workspace.root, ONBOARDING, apply, client=found.client.id)


def _written(workspace: Workspace, client: Client) -> Onboarding | None:
    entry, problems = load_one(workspace.source, ONBOARDING, ONBOARDING.path(client=client.id))
    refuse_first(problems)
    return entry.entity if entry else None


def _first_start(client: Client) -> date | None:
    """The day on which the client's first agreement starts: a later one makes no new client of it."""
    return min((each.starts for each in client.agreements), default=None)


def _refuse_no_new_one(client: Client, today: date) -> None:
    """Refuse a client that is neither under onboarding nor in its first ninety days."""
    first = _first_start(client)
    is_young = client.is_current and first is not None and today <= last_day(first)
    if client.status != "onboarding" and not is_young:
        since = f" and has been a client since {first}" if first else ""
        raise UsageRefusal(
            f"{client.name} is {client.status}{since}: the plan is for new clients "
            f"('status: onboarding' in clients/{client.id}/client.yaml)."
        )


def _first_day(client: Client) -> date:
    first = _first_start(client)
    if first is None:
        raise UsageRefusal(
            f"{client.name} has no agreement that says when it starts: add one to clients/{client.id}/client.yaml, or name "
            "the day with --start."
        )
    return first


def _working_days(workspace: Workspace, tam: Person | None) -> Callable[[date], bool]:
    """Whether a day is a working day of the TAM; without one, whether it is none of a weekend."""
    if tam is None:
        return lambda day: day.weekday() < 5
    calendars, settings, years = require_calendars(workspace.source), workspace.settings.schedule, {}

    def works(day: date) -> bool:
        if day.year not in years:
            years[day.year] = working_year(tam, day.year, calendars, settings).onsite
        return day in years[day.year]

    return works


def planned(
    client: Client, starts: date, people: Mapping[str, Person], is_working: Callable[[date], bool]
) -> Onboarding:
    """The plan from its first day on: each task is due on the last working day up to its day, within its phase."""

    def on(day: int) -> date:
        return starts + timedelta(day - 1)

    phases = [
        Phase(
            id=phase.id, name=phase.name, starts=on(phase.first), ends=on(phase.last),
            tasks=tuple(
                Task(
                    id=task.id, task=task.task, area=task.area, by=_owner(client, task.area, people),
                    due=_at_the_latest(on(task.day), on(phase.first), is_working),
                )
                for task in phase.tasks
            ),
        )
        for phase in PHASES
    ]  # fmt: skip
    return Onboarding(client=client.id, starts=starts, phases=tuple(phases))


def _at_the_latest(day: date, first: date, is_working: Callable[[date], bool]) -> date:
    """The last working day up to a day, as far back as the phase goes; the day itself where there is none."""
    back = (day - timedelta(days) for days in range((day - first).days + 1))
    return next((each for each in back if is_working(each)), day)


def _owner(client: Client, area: Area, people: Mapping[str, Person]) -> str | None:
    """The client's own TAM or vCIO; of another area whoever is alone in it."""
    own = {"tam": client.team.tam, "vcio": client.team.vcio}
    if area in own:
        return own[area] if own[area] in people else None
    members = [each.id for each in people.values() if area in each.roles]
    return members[0] if len(members) == 1 else None


def _reviews(
    workspace: Workspace, client: Client, starts: date, found: Sequence[Appointment], is_working: Callable[[date], bool]
) -> list[ReviewDay]:
    """The days of reviews and the written visits of the ninety days; where no visit is written, proposed days ahead.

    Proposed are a quarter of the year's visits, at least two, evenly from day 10 to day 85.
    """
    last, today = last_day(starts), workspace.today
    reviews = require_reviews(workspace.source, client.id)
    days = {day: "done" for review in reviews for day in days_of(review) if starts <= day <= last}
    own = (each.visit for each in found if each.client == client.id)
    written: dict[date, str] = {visit.day: visit.status for visit in own if starts <= visit.day <= last}
    if not written:
        taken = {each.visit.day for each in found if each.visit.tam == client.team.tam} | set(days)
        number = max(_FEWEST_REVIEWS, round(visits_a_year(client, workspace.settings.visits).planned / 4))
        ideals = [
            starts + timedelta(_FIRST_REVIEW - 1 + index * (_LAST_REVIEW - _FIRST_REVIEW) // (number - 1))
            for index in range(number)
        ]
        free = _free_days(client, max(starts, today), last, taken, is_working)
        written = dict.fromkeys(_nearest([each for each in ideals if each >= today], free), "proposed")
    return [ReviewDay(day, status) for day, status in sorted({**written, **days}.items())]


def _free_days(
    client: Client, first: date, last: date, taken: Set[date], is_working: Callable[[date], bool]
) -> list[date]:
    """The working days of the TAM without a visit, on which the client is open; those that it likes, if there are any."""
    days = (first + timedelta(number) for number in range((last - first).days + 1))
    closed, liked = client.visiting.closed, client.visiting.weekdays
    free = [day for day in days if is_working(day) and day not in taken and not any(each.has(day) for each in closed)]
    return [day for day in free if WEEKDAYS[day.weekday()] in liked] or free


def _nearest(ideals: Iterable[date], free: list[date]) -> Iterator[date]:
    """A free day of its own near each of the ideal days, if there is one."""
    left = list(free)
    for ideal in ideals:
        near = min(left, key=lambda day: (abs((day - ideal).days), day), default=None)
        if near is not None:
            left.remove(near)
            yield near
