"""The planning problem as plain data, `visit-plan-problem/1`: read, checked and written.

Everything in it is already resolved: a TAM's days are those on which he can visit, without holidays
and leave. What the words mean is said at the fields. The cost of a plan is a sum of whole numbers:

- deviation: a client's sorted dates are matched with its sorted ideals in order; each visit costs
  `deviation_weight` x (date - ideal)^2, or x |date - ideal| where `deviation` is "abs", in days.
  With fewer dates than ideals the cheapest choice of ideals counts.
- weekday: `weekday_weight` for each visit that is not on one of the client's `weekdays`.
- moves: `move_weight` for each visit on a date that is not one of the client's `existing` dates,
  where the client has any.
- unscheduled: `unscheduled_weight` for each ideal without a visit.

Hard: one visit per TAM and date, only on the TAM's days, never on a closed date, not before
`not_before`, at most `window` days from its ideal, consecutive visits of a client at least `min_gap`
days apart. A locked date is always in the plan and takes its place in the order of the dates; it is
exempt from days, closed, not_before and window, and two locked dates may be closer than `min_gap`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from msptool.workspace.entities import Day
from msptool.workspace.problems import Refusal, did_you_mean, unknown

FORMAT = "visit-plan-problem/1"
LARGEST_WEIGHT = 10**9

_STRICT = ConfigDict(extra="forbid", strict=True)
Weight = Annotated[int, Field(ge=0, le=LARGEST_WEIGHT)]
Days = Annotated[int, Field(ge=0, le=100_000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Weekday = Annotated[int, Field(ge=0, le=6)]


@dataclass(frozen=True, slots=True)
class Objective:
    """What a plan costs. `moves-first`: fewest unscheduled, then fewest moves, then the weighted sum."""

    __pydantic_config__ = _STRICT

    deviation: Literal["square", "abs"] = "square"
    deviation_weight: Weight = 1
    weekday_weight: Weight = 9
    move_weight: Weight = 0
    unscheduled_weight: Weight = 1_000_000
    order: Literal["weighted", "moves-first"] = "weighted"

    def deviation_cost(self, days: int) -> int:
        """The weighted cost of one visit that is `days` away from its ideal."""
        return self.deviation_weight * (days * days if self.deviation == "square" else abs(days))


@dataclass(frozen=True, slots=True)
class Tam:
    """A technology alignment manager and the days on which one client can be visited."""

    __pydantic_config__ = _STRICT

    id: Name
    days: tuple[Day, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", tuple(sorted(self.days)))


@dataclass(frozen=True, slots=True)
class Client:
    """A client: one ideal date per wanted visit. Dates are kept sorted; `closed` has first and last days."""

    __pydantic_config__ = _STRICT

    id: Name
    tam: Name
    ideals: tuple[Day, ...]
    closed: tuple[tuple[Day, Day], ...] = ()
    weekdays: tuple[Weekday, ...] | None = None
    min_gap: Days = 0
    existing: tuple[Day, ...] = ()
    locked: tuple[Day, ...] = ()

    def __post_init__(self) -> None:
        for name in ("ideals", "closed", "existing", "locked"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name))))

    def is_closed(self, day: date) -> bool:
        """Whether the client takes no visit on `day`."""
        return any(first <= day <= last for first, last in self.closed)

    def likes(self, day: date) -> bool:
        """Whether `day` is on a preferred weekday, or any day is."""
        return self.weekdays is None or day.weekday() in self.weekdays

    def moves(self, day: date) -> bool:
        """Whether a visit on `day` is a move: the client has dates already, and this is none of them."""
        return bool(self.existing) and day not in self.existing


@dataclass(frozen=True, slots=True)
class Problem:
    """A planning problem. TAMs are independent of each other: a client has one TAM."""

    __pydantic_config__ = _STRICT

    tams: tuple[Tam, ...]
    clients: tuple[Client, ...]
    objective: Objective = Objective()
    not_before: Day | None = None
    window: Days | None = None

    def clients_of(self, tam: str) -> tuple[Client, ...]:
        """The clients of one TAM, in the order of the problem."""
        return tuple(client for client in self.clients if client.tam == tam)


_PROBLEM: TypeAdapter[Problem] | None = None


def read_problem(name: str, content: bytes) -> Problem:
    """The problem in a file's bytes; `name` is what messages call the file. Refuses what cannot be meant."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Refusal(f"{name} is not JSON: {error}. A problem is a file of the format {FORMAT}.") from None
    if not isinstance(data, dict) or "format" not in data:
        raise Refusal(f"{name} is no visit plan problem: it needs 'format': '{FORMAT}'.")
    if data["format"] != FORMAT:
        raise Refusal(f"{name} has the format {_shown(data['format'])}; this program reads '{FORMAT}'.")
    body = {key: value for key, value in data.items() if key != "format"}
    try:
        problem = _adapter().validate_json(json.dumps(body))
    except ValidationError as error:
        raise Refusal(f"{name}: {_sentence(body, error.errors(include_url=False)[0])}") from None
    refuse_contradictions(name, problem)
    return problem


def refuse_contradictions(name: str, problem: Problem) -> None:
    """Refuse a problem that says two things at once, such as more locked visits than wanted ones."""
    _refuse_twice(name, "TAM", (tam.id for tam in problem.tams))
    _refuse_twice(name, "client", (client.id for client in problem.clients))
    tams = {tam.id for tam in problem.tams}
    taken: dict[tuple[str, date], str] = {}
    for tam in problem.tams:
        _refuse_twice(name, f"day of TAM '{tam.id}':", tam.days)
    for client in problem.clients:
        where = f"{name}: client '{client.id}'"
        if client.tam not in tams:
            raise unknown(
                f"{where} has the TAM '{client.tam}', who is not in 'tams'.",
                client.tam,
                tams,
                "Add him, or change 'tam'.",
                refusal=Refusal,
            )
        _refuse_twice(name, f"existing date of client '{client.id}':", client.existing)
        _refuse_twice(name, f"locked date of client '{client.id}':", client.locked)
        for first, last in client.closed:
            if last < first:
                raise Refusal(f"{where} is closed from {first} to {last}, which ends before it starts. Swap the two.")
        if len(client.locked) > len(client.ideals):
            raise Refusal(
                f"{where} has {len(client.locked)} locked dates but wants only {len(client.ideals)} visits. "
                "Add ideals, or unlock some."
            )
        for day in client.locked:
            other = taken.setdefault((client.tam, day), client.id)
            if other != client.id:
                raise Refusal(
                    f"{name}: '{other}' and '{client.id}' both have a locked visit of {client.tam} on {day}. "
                    "A TAM makes one visit a day: unlock one of them."
                )


def problem_data(problem: Problem) -> dict[str, Any]:
    """The problem as the data of its JSON file, every key written. `read_problem` reads it back as it was."""
    return {
        "format": FORMAT,
        "objective": {field.name: getattr(problem.objective, field.name) for field in fields(Objective)},
        "not_before": problem.not_before and problem.not_before.isoformat(),
        "window": problem.window,
        "tams": [{"id": tam.id, "days": _written(tam.days)} for tam in problem.tams],
        "clients": [
            {
                "id": client.id,
                "tam": client.tam,
                "ideals": _written(client.ideals),
                "closed": [_written(span) for span in client.closed],
                "weekdays": None if client.weekdays is None else list(client.weekdays),
                "min_gap": client.min_gap,
                "existing": _written(client.existing),
                "locked": _written(client.locked),
            }
            for client in problem.clients
        ],
    }


def _written(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in days]


def _adapter() -> TypeAdapter[Problem]:
    global _PROBLEM  # noqa: PLW0603 - built once, when a problem is read
    _PROBLEM = _PROBLEM or TypeAdapter(Problem)
    return _PROBLEM


def _refuse_twice(name: str, what: str, values: Iterable[object]) -> None:
    for one, next_one in pairwise(sorted(values, key=str)):
        if one == next_one:
            raise Refusal(f"{name}: the {what} {one} is there twice. Delete one of the two.")


_SENTENCES = {
    "literal_error": "{shown} is not one of {expected}. Use one of them.",
    "int_type": "{shown} is not a whole number. Write one, such as 10.",
    "greater_than_equal": "{shown} is too small. The smallest number here is {ge}.",
    "less_than_equal": "{shown} is too large. The largest number here is {le:,}.",
    "string_type": "{shown} is not text. Put it in quotes.",
    "string_too_short": "{shown} cannot be an id. An id has 1 to 200 characters.",
    "string_too_long": "{shown} cannot be an id. An id has 1 to 200 characters.",
    "tuple_type": "{shown} is not a list. Write [...].",
    "dataclass_type": "{shown} is not an object of keys and values. Write {{...}}.",
    "too_long": "{shown} is not a pair of dates. Write [first day, last day].",
    "missing": "{shown} is not a pair of dates. Write [first day, last day].",
}


def _sentence(data: object, details: ErrorDetails) -> str:
    """One error of Pydantic as a sentence: where, what, and what to do."""
    location, kind, shown = details["loc"], details["type"], _shown(details["input"])
    key = location[-1]
    if kind == "unexpected_keyword_argument":
        known = did_you_mean(str(key), _keys_at(location)) or "Delete it."
        return f"{_where(data, location[:-1])}'{key}' is not a key here. {known}"
    if kind == "missing_argument" or (kind == "missing" and isinstance(key, str)):
        return f"{_where(data, location[:-1])}'{key}' is missing. Add it."
    where = _where(data, location[:-1] if kind == "missing" else location)
    message = details["msg"][:1].lower() + details["msg"][1:]
    said = _SENTENCES.get(kind, "{message} (here: {shown}).")
    return where + said.format(shown=shown, message=message, **details.get("ctx", {}))


def _where(data: Any, location: tuple[int | str, ...]) -> str:
    """`client 'acme', ideals, 3rd: ` as people count and name things."""
    words = list(_places(data, location))
    return f"{', '.join(words)}: " if words else ""


def _places(data: Any, location: tuple[int | str, ...]) -> Iterator[str]:
    for place, step in enumerate(location):
        try:
            data = data[step]
        except (TypeError, KeyError, IndexError):
            return
        if isinstance(step, str):
            if step not in ("clients", "tams") or place == len(location) - 1:
                yield f"'{step}'"
            continue
        named = isinstance(data, dict) and isinstance(data.get("id"), str) and data["id"]
        if location[place - 1] in ("clients", "tams"):
            noun = "client" if location[place - 1] == "clients" else "TAM"
            yield f"{noun} {repr(data['id']) if named else f'number {step + 1}'}"
        else:
            yield f"number {step + 1}"


def _keys_at(location: tuple[int | str, ...]) -> list[str]:
    owner = {"objective": Objective, "tams": Tam, "clients": Client}.get(str(location[0]), Problem)
    keys = [field.name for field in fields(Problem if len(location) == 1 else owner)]
    return [*keys, "format"] if len(location) == 1 else keys


def _shown(value: object) -> str:
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
