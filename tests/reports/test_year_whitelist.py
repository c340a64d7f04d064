"""The pages about a client's year: whatever is internal in the data, none of it reaches the client."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel

from msptool.clients.model import Agreement, Client, Contact, Exemption, Site, Team, VisitDays
from msptool.people.model import Person
from msptool.reports import client_year, notification
from msptool.reports.client_year import ClientYearReport
from msptool.reports.kinds import KINDS, Request
from msptool.reports.notification import Notification
from msptool.schedule.model import Calendar
from msptool.visits.model import Change, ClientYear, Visit
from msptool.workspace.entities import Span
from msptool.workspace.settings import Practice as PracticeSettings
from msptool.workspace.settings import Schedule
from msptool.workspace.workspace import Workspace
from tests.reports.samples import TODAY
from tests.small_practice import Practice, dump

SECRET = "zq-secret"
NUMBERS = ("98765", "1777", "8642", "7531")

# Every field of the data, and whether the client may see its content. A new field fails the test below
# until somebody has decided; what is internal is planted in the practice that the other tests use.
SHOWN: dict[type[BaseModel], set[str]] = {
    ClientYear: {"year", "client", "visits"},
    Visit: {"day", "tam", "status"},
    Change: set(),
    Client: {"id", "name", "team", "contacts"},
    Contact: {"name"},
    Site: set(),
    Team: {"tam"},
    Agreement: set(),
    VisitDays: set(),
    Span: set(),
    Exemption: set(),
    Person: {"id", "name"},
    Calendar: set(),
    PracticeSettings: {"name", "email", "phone", "website"},
    Schedule: {"timezone", "starts", "ends"},
}
# Internal, but a date, a choice, or what only says whether and how something is shown.
CHOICES: dict[type[BaseModel], set[str]] = {
    ClientYear: {"uid"},
    Visit: {"id", "held", "ideal", "changes"},
    Change: {"on", "step", "day", "was", "was_tam"},
    Client: {"fiscal_year_starts", "status", "sites", "visiting", "agreement", "earlier_agreements", "exemptions"},
    Contact: {"role"},
    Team: {"vcio", "sales"},
    Agreement: {
        "starts", "ends", "renews", "servers", "storage_gb", "endpoints", "onsite_days", "reactive_hours", "service_model",
    },
    VisitDays: {"weekdays", "closed", "min_gap"},
    Span: {"since", "until"},
    Exemption: {"standard", "category", "tag", "since", "until"},
    Person: {"roles", "weekdays", "calendars", "leave", "starts", "ends"},
    Calendar: {"id", "country", "region"},
    PracticeSettings: {"currency"},
    Schedule: {"calendars", "gap_share", "weekday_weight", "warn_share", "clients_per_tam"},
}  # fmt: skip
PLANTED: dict[type[BaseModel], set[str]] = {
    PracticeSettings: {"id"},
    Change: {"reason"},
    Client: {"tags", "technologies", "notes", "external"},
    Contact: {"title", "email", "phone"},
    Site: {"name", "address", "notes"},
    Agreement: {"mrr", "seats"},
    Span: {"reason"},
    Exemption: {"reason", "by"},
    Person: {"email", "phone", "external"},
    Calendar: {"name", "days"},
    Schedule: {"move_weight", "mrr_per_tam"},
}


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model.__name__)
def test_somebody_decided_for_every_field_whether_a_client_may_see_it(model: type[BaseModel]) -> None:
    decided = [SHOWN[model], CHOICES.get(model, set()), PLANTED.get(model, set())]
    assert set().union(*decided) == set(model.model_fields)
    assert sum(map(len, decided)) == len(model.model_fields)


@pytest.fixture
def told(practice: Practice) -> Practice:
    """The small practice, with a secret in every internal field of everything that a year touches."""
    settings = {
        "practice": {
            "id": f"{SECRET}-practice",
            "name": "Northgate IT Partners",
            "email": "hello@northgate.example",
            "phone": "+1 555 0100",
        },
        "schedule": {"calendars": ["us"], "timezone": "America/Chicago", "move_weight": 8642, "mrr_per_tam": 7531},
    }
    practice.write("msptool.yaml", dump(settings))
    off = {"2027-01-12": f"{SECRET}-holiday", "2027-02-09": f"{SECRET}-team-day"}
    practice.write("practice/calendars/us.yaml", dump({"name": f"{SECRET}-calendar", "days": off}))
    for person in ("jim", "bob", "gary"):
        known: dict[str, Any] = {
            "name": "Jim Tam" if person == "jim" else f"{SECRET}-{person}", "email": f"{person}@{SECRET}.example",
            "phone": f"{SECRET}-phone", "roles": ["tam"], "external": {"psa": f"{SECRET}-person"},
            "leave": [{"since": "2027-01-11", "until": "2027-01-13", "reason": f"{SECRET}-leave"}],
        }  # fmt: skip
        practice.write(f"practice/people/{person}.yaml", dump(known))
    inside: dict[str, Any] = {
        "notes": f"{SECRET}-client", "external": {"psa": f"{SECRET}-psa"}, "tags": [f"{SECRET}-tag"],
        "technologies": [f"{SECRET}-technology"], "agreement": {"starts": "2026-01-01", "mrr": 98765.43, "seats": 1777},
        "sites": [{"name": f"{SECRET}-site", "address": f"{SECRET}-street", "notes": f"{SECRET}-code"}],
        "visiting": {"closed": [{"since": "2027-01-04", "reason": f"{SECRET}-closed"}]},
        "exemptions": [{"standard": "mailbox-archive", "reason": f"{SECRET}-why", "by": f"{SECRET}-by", "since": "2026-01-01"}],
    }  # fmt: skip
    reached = {"title": f"{SECRET}-boss", "email": f"x@{SECRET}.example", "phone": f"{SECRET}-1"}
    contacts = [{"name": "Marta Bielski", **reached}, {"name": f"{SECRET}-who", "role": "finance", **reached}]
    practice.client("acme", name="Acme Explosives", contacts=contacts, **inside)
    practice.client(
        f"{SECRET}-rival", name=f"{SECRET}-competitor", contacts=[{"name": f"{SECRET}-rival-contact"}], **inside
    )
    for client in ("acme", f"{SECRET}-rival"):
        practice.write(f"practice/schedule/2027/{client}.yaml", dump({"visits": _visits()}))
    return practice


def _visits() -> list[dict[str, Any]]:
    """A visit of every status, each with a history that is full of reasons."""
    history = [
        {"on": "2026-11-16", "step": "planned", "reason": f"{SECRET}-planned"},
        {"on": "2026-11-17", "step": "moved", "was": "2026-12-30", "reason": f"{SECRET}-moved"},
        {"on": "2026-11-18", "step": "confirmed", "reason": f"{SECRET}-confirmed"},
    ]
    last = {"done": f"{SECRET}-done", "cancelled": f"{SECRET}-cancelled"}
    return [
        {
            "id": number, "day": f"2027-0{number}-12", "tam": "jim", "status": status, "ideal": "2026-12-31",
            "changes": [*map(dict, history), *([{"on": "2026-11-19", "step": status, "reason": last[status]}] if status in last else [])],
        }
        for number, status in enumerate(("planned", "confirmed", "done", "cancelled"), 1)
    ]  # fmt: skip


CLIENT_KINDS = [kind.name for kind in KINDS.values() if kind.about == "year" and kind.audience == "client"]


@pytest.mark.parametrize("arguments", [["--format", "md"], ["--format", "html"], ["--json"]])
@pytest.mark.parametrize("kind", CLIENT_KINDS)
def test_nothing_internal_reaches_the_client(told: Practice, kind: str, arguments: list[str]) -> None:
    done = told.run("report", kind, "acme", *arguments)
    assert done.code == 0, done.err
    assert "Acme Explosives" in done.out
    assert "Jim Tam" in done.out
    assert SECRET not in done.out.lower()
    assert not [number for number in NUMBERS if number in done.out.replace(",", "")]
    # Neither where a visit stood before nor where the plan wanted it.
    for day in ("2026-12-30", "2026-12-31", "December 30, 2026", "December 31, 2026"):
        assert day not in done.out


def test_both_pages_about_a_year_are_for_the_client() -> None:
    assert CLIENT_KINDS == ["client-year", "notification"]


def test_the_practice_itself_sees_what_the_client_does_not(told: Practice) -> None:
    """The secrets are really there: the internal calendar quotes those that belong to it."""
    done = told.run("report", "year")
    assert done.code == 0, done.err
    for part in ("competitor", "planned", "moved", "confirmed", "done", "cancelled", "holiday"):
        assert f"{SECRET}-{part}" in done.out
    # Why somebody is away stays in the person's file.
    assert "away: " in done.out
    assert f"{SECRET}-leave" not in done.out


def test_the_reports_hold_plain_values_and_nothing_behind_them(told: Practice) -> None:
    request = Request(Workspace(told.root, TODAY), "acme")
    year, letter = client_year.build(request).context, notification.build(request).context
    assert isinstance(year, ClientYearReport)
    assert isinstance(letter, Notification)
    for value in (*_values(year), *_values(letter)):
        assert value is None or type(value) in (str, int, date), value


def _values(value: Any) -> list[Any]:
    if is_dataclass(value):
        return [each for field in fields(value) for each in _values(getattr(value, field.name))]
    return [each for part in value for each in _values(part)] if isinstance(value, tuple) else [value]
