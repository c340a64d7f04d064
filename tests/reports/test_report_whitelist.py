"""Two audiences: whatever is internal in the data, none of it reaches the client's page."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel

from msptool.alignment.model import Judgement, Triage
from msptool.clients.model import Agreement, Client, Contact, Exemption, Site, Team, VisitDays
from msptool.people.model import Person
from msptool.reports.kinds import Request
from msptool.reports.occasion import occasion
from msptool.reports.visit import VisitReport, visit_report
from msptool.reviews.model import Answer, LibraryPin, Remark, Review, Scope, Ticket, Unmatched, Visit
from msptool.standards.model import (
    AppliesTo,
    Category,
    ControlReference,
    PageReference,
    Remedy,
    Retirement,
    Standard,
    fingerprint,
)
from msptool.workspace.entities import Span
from msptool.workspace.workspace import Workspace
from tests.reports.samples import TODAY
from tests.small_practice import Practice, dump

SECRET = "zq-secret"

# Every field of the data, and whether a client may see its content. A new field fails the test below
# until somebody has decided; what is internal is planted in the practice that the other tests use.
SHOWN: dict[type[BaseModel], set[str]] = {
    Review: {"client", "answers", "visits", "by", "library", "id", "finished", "status", "started"},
    Answer: {"answer", "on", "fixed_onsite", "question"},
    Remark: set(),
    Visit: {"on", "by", "maintenance", "tickets", "changes", "unresolved", "next_visit", "summary"},
    Ticket: {"summary", "id", "done"},
    LibraryPin: {"commit", "tree"},
    Scope: set(),
    Unmatched: set(),
    Client: {"id", "name", "team"},
    Contact: set(),
    Site: set(),
    Team: {"tam", "vcio"},
    Agreement: set(),
    Exemption: set(),
    VisitDays: set(),
    Span: set(),
    Standard: {"id", "name", "question", "why", "category", "earlier_wordings"},
    Category: {"id", "name", "order"},
    AppliesTo: set(),
    ControlReference: set(),
    PageReference: set(),
    Remedy: set(),
    Retirement: set(),
    Person: {"id", "name"},
    Triage: set(),
    Judgement: set(),
}
# Internal, but a number, a date or a choice that also stands elsewhere, or that has no text to plant.
CHOICES: dict[type[BaseModel], set[str]] = {
    Review: {"scope", "asked", "remarks", "sheets"},
    Answer: {"priority", "hand_over", "evidence"},
    Remark: {"hand_over"},
    Scope: {"everything", "evidence", "categories", "tags", "limit", "minutes"},
    Client: {"fiscal_year_starts", "status", "tags", "technologies", "sites", "contacts", "visiting", "agreement", "earlier_agreements", "exemptions"},
    Contact: {"role"},
    Team: {"sales"},
    Agreement: {"starts", "ends", "seats", "servers", "storage_gb", "endpoints", "onsite_days", "service_model", "renews", "reactive_hours"},
    Exemption: {"standard", "category", "tag", "since", "until"},
    Standard: {
        "kind", "level", "business_impact", "technical_risk", "frequency", "minutes", "checked", "tags", "applies_to",
        "status", "reviewed", "references", "remedy", "retirement", "formerly", "decided_by",
    },
    Category: {"frequency", "owner"},
    AppliesTo: {"technologies", "tags"},
    ControlReference: {"framework"},
    Remedy: {"area", "cost"},
    Retirement: {"on", "reason", "replaced_by"},
    VisitDays: {"weekdays", "closed", "min_gap"},
    Span: {"since", "until"},
    Person: {"roles", "weekdays", "calendars", "leave", "starts", "ends"},
    Triage: {"client", "findings"},
    Judgement: {"stage", "on", "by", "way", "until"},
}  # fmt: skip
PLANTED: dict[type[BaseModel], set[str]] = {
    Review: {"title", "unmatched", "external"},
    Answer: {"note", "feedback"},
    Remark: {"note", "feedback"},
    Visit: {"our_items", "client_items", "tools_checked"},
    Unmatched: {"question", "answer", "note", "external"},
    Client: {"notes", "external"},
    Contact: {"name", "title", "email", "phone"},
    Site: {"name", "address", "notes"},
    Agreement: {"mrr"},
    Exemption: {"reason", "by"},
    Span: {"reason"},
    Standard: {"how", "vendors", "external"},
    Category: {"section", "description"},
    ControlReference: {"id"},
    PageReference: {"url", "title", "publisher"},
    Remedy: {"summary", "hours"},
    Person: {"email", "phone", "external"},
    Judgement: {"reason", "accepted_by"},
}
NUMBERS = ("98765", "1777", "77.25")


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model.__name__)
def test_somebody_decided_for_every_field_whether_a_client_may_see_it(model: type[BaseModel]) -> None:
    decided = [SHOWN[model], CHOICES.get(model, set()), PLANTED.get(model, set())]
    assert set().union(*decided) == set(model.model_fields)
    assert sum(map(len, decided)) == len(model.model_fields)


@pytest.fixture
def told(practice: Practice) -> Practice:
    """The small practice, with a secret in every internal field of everything that a visit touches."""
    inside: dict[str, Any] = {
        "how": [f"{SECRET}-how"], "vendors": {f"{SECRET}-vendor": [f"{SECRET}-step"]}, "external": {"psa": f"{SECRET}-id"},
        "remedy": {"summary": f"{SECRET}-remedy", "area": "design-desk", "hours": 77.25, "cost": "major"},
        "references": [
            {"framework": "nist-csf-2.0", "id": f"{SECRET}-control"},
            {"url": f"https://{SECRET}.example/", "title": f"{SECRET}-title", "publisher": f"{SECRET}-publisher"},
        ],
    }  # fmt: skip
    names = ("firewall-backup", "firewall-firmware", "firewall-label")
    practice.category("firewalls", name="Firewalls", section=f"{SECRET}-section", description=f"{SECRET}-description")
    for name in names:
        practice.standard(name, **inside)
    for name in ("mailbox-archive", "mailbox-login", "mailbox-quota"):
        practice.standard(name, category="email", **inside)
    for person in ("jim", "bob"):
        known: dict[str, Any] = {
            "name": f"{person.title()} Tam",
            "email": f"{person}@{SECRET}.example",
            "phone": f"{SECRET}-phone",
            "external": {"psa": f"{SECRET}-person"},
        }
        known["leave"] = [{"since": "2026-11-13", "reason": f"{SECRET}-leave"}]
        practice.write(f"practice/people/{person}.yaml", dump(known))
    practice.client(
        "acme", name="Acme Explosives", notes=f"{SECRET}-client", external={"psa": f"{SECRET}-psa"}, tags=[f"{SECRET}-tag"],
        technologies=[f"{SECRET}-technology"],
        sites=[{"name": f"{SECRET}-site", "address": f"{SECRET}-street", "notes": f"{SECRET}-code"}],
        contacts=[{"name": f"{SECRET}-who", "title": f"{SECRET}-boss", "email": f"x@{SECRET}.example", "phone": f"{SECRET}-1"}],
        agreement={"starts": "2026-01-01", "mrr": 98765.43, "seats": 1777},
        visiting={"closed": [{"since": "2026-12-24", "reason": f"{SECRET}-closed"}]},
        exemptions=[{"standard": "mailbox-archive", "reason": f"{SECRET}-reason", "by": f"{SECRET}-owner", "since": "2026-01-01"}],
    )  # fmt: skip
    answers: dict[str, dict[str, Any]] = {
        "firewall-backup": {"answer": "yes", "fixed_onsite": True, "hand_over": "centralized-services"},
        "firewall-firmware": {"answer": "no", "hand_over": "professional-services"},
        "mailbox-login": {"answer": "n/a"},
    }
    said = {"note": f"{SECRET}-note", "feedback": f"{SECRET}-feedback", "on": "2026-11-12", "priority": "high"}
    review = {
        "status": "finished", "by": "jim", "started": "2026-11-12T09:00:00+00:00", "finished": "2026-11-12T16:00:00+00:00",
        "scope": {"tags": [f"{SECRET}-scope"]}, "asked": [*answers, "mailbox-quota"],
        "visits": [
            {
                "on": "2026-11-12", "by": "jim", "our_items": [f"{SECRET}-ours"], "client_items": [f"{SECRET}-theirs"],
                "tools_checked": [f"{SECRET}-tool"], "maintenance": ["Dusted."], "summary": "All is well.",
                "tickets": [{"summary": "Toner", "done": True}], "unresolved": ["Screen"],
            }
        ],
        "answers": {
            name: {**answer, **said, "question": fingerprint(f"Is the {name.replace('-', ' ')} documented?")}
            for name, answer in answers.items()
        },
        "title": f"{SECRET}-imported", "external": {"psa": f"{SECRET}-review"},
        "unmatched": [
            {
                "question": f"{SECRET}-question", "answer": f"{SECRET}-answer", "note": f"{SECRET}-beside",
                "external": {"psa": f"{SECRET}-finding"},
            }
        ],
        "remarks": {"mailbox-quota": {"note": f"{SECRET}-remark", "feedback": f"{SECRET}-wish", "hand_over": "vcio"}},
    }  # fmt: skip
    practice.write("reviews/acme/2026-11-12.yaml", dump(review))
    judged = {
        "stage": "accepted", "on": "2026-11-13", "by": "bob", "reason": f"{SECRET}-judged", "way": "out-of-scope",
        "accepted_by": f"{SECRET}-who", "until": "2027-11-13",
    }  # fmt: skip
    practice.write("clients/acme/triage.yaml", dump({"findings": {"firewall-firmware": [judged]}}))
    return practice


@pytest.mark.parametrize("arguments", [["--format", "md"], ["--format", "html"], ["--json"]])
def test_nothing_internal_reaches_the_client(told: Practice, arguments: list[str]) -> None:
    done = told.run("report", "visit", "acme", *arguments)
    assert done.code == 0, done.err
    assert "Acme Explosives" in done.out
    assert "Firewall firmware" in done.out
    assert SECRET not in done.out.lower()
    assert not [number for number in NUMBERS if number in done.out.replace(",", "")]
    for word in ("accepted", "professional-services", "Professional Services", "Centralized", "Design Desk", "major"):
        assert word not in done.out


def test_the_practice_itself_sees_what_the_client_does_not(told: Practice) -> None:
    """The secrets are really there: the internal pack quotes those that belong to it."""
    done = told.run("report", "findings", "acme")
    assert done.code == 0, done.err
    for part in ("note", "feedback", "remedy", "judged", "remark", "wish"):
        assert f"{SECRET}-{part}" in done.out


def test_a_client_never_reads_an_id_where_a_name_is_missing(told: Practice) -> None:
    told.write("practice/people/jim.yaml", "name: {broken")
    (told.root / "practice/people/bob.yaml").unlink()
    data = told.run("report", "visit", "acme", "--json").json
    assert data["tam"] is None
    assert data["vcio"] is None


def test_the_report_holds_plain_values_and_nothing_behind_them(told: Practice) -> None:
    report = visit_report(occasion(Request(Workspace(told.root, TODAY), "acme"), at_review=True))
    assert isinstance(report, VisitReport)
    for value in _values(report):
        assert value is None or type(value) in (str, int, float, bool, date, Decimal), value


def _values(value: Any) -> list[Any]:
    if is_dataclass(value):
        return [each for field in fields(value) for each in _values(getattr(value, field.name))]
    return [each for part in value for each in _values(part)] if isinstance(value, tuple) else [value]
