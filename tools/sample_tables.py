"""The tables beside this tool: clients with their stories, notes by standard, and what is said on a visit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.workspace.documents import read_document
from msptool.workspace.entities import Day, Entity, Many, Slug
from msptool.workspace.problems import refuse_first

HERE = Path(__file__).resolve().parent
PEOPLE_DOMAIN = "northgate.example"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


class Turn(Entity):
    """From a day on, things go another way at a client."""

    on: Day
    pace: float
    slip: float


class Story(Entity):
    """How the reviews of a client go. See the head of sample_clients.yaml."""

    prefix: str
    start: float
    pace: float
    slip: float
    turn: Turn | None = None
    first: Day
    last: Day
    next: Day | None = None
    reviews: int
    visits: int = Field(description="Visit days of one review.")
    weekday: Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
    weak: Many[Slug] = ()
    strong: Many[Slug] = ()
    themes: dict[int, Many[Slug]] = Field(default_factory=dict, description="Reviews of some categories only.")
    app: str
    rooms: Many[str]
    people: Many[str]
    items: Many[str]
    tickets: Many[str]


class StandardTexts(Entity):
    """What technicians note about one standard. See the head of sample_notes.yaml."""

    no: Many[str] = ()
    yes: Many[str] = ()
    fixed: Many[str] = ()
    na: Many[str] = ()
    na_share: float = Field(default=0.0, strict=False)
    na_if_no: str = ""
    na_if_yes: str = ""
    no_if_no: str = ""
    forced: Many[str] = ()
    feedback: Many[str] = ()


class Text(Entity):
    """A text for clients that have a technology."""

    text: str
    needs: str = ""


class VisitTexts(Entity):
    """The texts of sample_visits.yaml, by the key of a visit that they are for."""

    our_items: Many[Text]
    client_items: Many[Text]
    maintenance: Many[Text]
    tools_checked: Many[Text]
    tickets: Many[Text]
    changes: Many[Text]
    unresolved: Many[Text]
    left_open: Many[str]
    still_no: Many[str]
    still_no_costed: Many[str]
    now_yes: Many[str]
    broke_again: Many[str]
    summary_opening: Many[str]
    summary_short: Many[str]
    summary_some: Many[str]
    summary_good: Many[str]
    summary_all_good: Many[str]
    summary_fixed_one: Many[str]
    summary_fixed_many: Many[str]
    summary_open_high: Many[str]
    summary_open: Many[str]
    summary_tickets: Many[str]
    summary_tickets_open: Many[str]
    summary_close: Many[str]
    topics: dict[str, str]


@dataclass(frozen=True)
class Tables:
    """Everything that the generator knows beforehand."""

    people: dict[str, Person]
    clients: dict[str, Client]
    stories: dict[str, Story]
    notes: dict[str, StandardTexts]
    visits: VisitTexts


def load_tables() -> Tables:
    """Read and check all tables."""
    raw = _read("sample_clients.yaml")
    return Tables(
        people={name: _person(name, data) for name, data in raw["people"].items()},
        clients={name: _client(name, data["client"]) for name, data in raw["clients"].items()},
        stories={name: Story.model_validate(_whole_keys(data["story"])) for name, data in raw["clients"].items()},
        notes={name: StandardTexts.model_validate(data) for name, data in _read("sample_notes.yaml").items()},
        visits=VisitTexts.model_validate(_read("sample_visits.yaml")),
    )


def _read(name: str) -> dict[str, Any]:
    document, problems = read_document(name, (HERE / name).read_bytes())
    refuse_first(problems)
    assert document is not None
    data: dict[str, Any] = document.data
    return data


def _person(identifier: str, data: dict[str, Any]) -> Person:
    email = f"{data['name'].split()[0].lower()}@{PEOPLE_DOMAIN}"
    return Person.model_validate({"id": identifier, "email": email, **data})


def _client(identifier: str, data: dict[str, Any]) -> Client:
    contacts = [
        {"email": f"{_local_part(contact['name'])}@{identifier}.example", **contact} for contact in data["contacts"]
    ]
    return Client.model_validate({"id": identifier, **data, "contacts": contacts})


def _local_part(name: str) -> str:
    return ".".join(name.removeprefix("Dr. ").lower().split())


def _whole_keys(story: dict[str, Any]) -> dict[str, Any]:
    # Numbers of a review count from 1, as a person does.
    return {**story, "themes": {int(number): names for number, names in story.get("themes", {}).items()}}
