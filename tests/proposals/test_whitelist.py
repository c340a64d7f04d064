"""Whatever of a proposal is internal, none of it reaches the client's document."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel

from msptool.proposals.model import Estimate, Item, Move, Option, Proposal, Resource, Step, Terms, Version, Work
from msptool.reports.kinds import KINDS, Request
from msptool.reports.proposal import build
from msptool.workspace.settings import Proposals, Rate, Tax
from msptool.workspace.workspace import Workspace
from tests.proposals.samples import ok
from tests.small_practice import TODAY, Practice, dump

SECRET = "zq-secret"
NUMBERS = ("77777", "61234", "31.37", "43.21", "987.65", "876.54", "765.43", "77.75", "66.25", "88.5", "9191")

# Every field of the data, and whether a client may see its content. A new field fails the test below
# until somebody has decided; what is internal is planted in the practice that the other tests use.
SHOWN: dict[type[BaseModel], set[str]] = {
    Proposal: {
        "id", "client", "title", "summary", "reason", "steps", "timeline", "equipment", "resources", "options", "assumptions",
        "exclusions", "status", "version", "start", "finish", "requested_by", "tax_exempt", "chosen", "history", "progress", "terms",
    },
    Step: {"text", "area", "option"},
    Work: {"phase", "title", "area", "week", "weeks", "option"},
    Estimate: set(),
    Item: {"kind", "name", "quantity", "unit_price", "billing", "option"},
    Resource: {"kind", "who", "purpose"},
    Option: {"id", "title", "summary", "choice", "recommended"},
    Version: {"version", "sent", "valid_until"},
    Move: {"status", "on"},
    Terms: {"currency", "rates", "tax"},
    Rate: {"price"},
    Tax: {"name", "rate", "taxable"},
    Proposals: {"rates", "tax", "validity_days"},
}  # fmt: skip
# Internal, but a date, a choice, or what only says whether and how something is shown.
CHOICES: dict[type[BaseModel], set[str]] = {
    Proposal: {"requested", "due", "validity_days"},
    Work: {"hours"},
    Item: {"price_until"},
    Resource: {"internal"},
    Version: {"on"},
    Move: {"version"},
    Proposals: {"writing_days", "notice_days"},
}
PLANTED: dict[type[BaseModel], set[str]] = {
    Proposal: {"template", "recommendations", "designer", "priority", "notes"},
    Estimate: {"best", "likely", "worst"},
    Item: {"unit_cost", "markup", "margin", "vendor", "basis"},
    Version: {"by", "reason", "total", "fingerprint"},
    Move: {"by", "reason"},
    Terms: {"markup"},
    Rate: {"cost"},
    Proposals: {"markup"},
}


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model.__name__)
def test_somebody_decided_for_every_field_whether_a_client_may_see_it(model: type[BaseModel]) -> None:
    decided = [SHOWN[model], CHOICES.get(model, set()), PLANTED.get(model, set())]
    assert set().union(*decided) == set(model.model_fields)
    assert sum(map(len, decided)) == len(model.model_fields)


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model.__name__)
def test_an_internal_field_says_so_in_its_description(model: type[BaseModel]) -> None:
    whole = (model.__doc__ or "").startswith("Internal.")
    for name in PLANTED.get(model, set()) - {"best", "likely", "worst", "total"}:
        assert whole or "Internal" in (model.model_fields[name].description or "") or model is Proposals, name


@pytest.fixture(params=["draft", "sent", "accepted"])
def told(request: pytest.FixtureRequest, practice: Practice) -> Practice:
    """The small practice, with a secret in every internal field of a proposal."""
    rate = {"price": 100, "cost": 987.65}
    rates = {"professional-services": rate, "service-desk": {**rate, "cost": 876.54}, "tam": {**rate, "cost": 765.43}}
    practice.write(
        "msptool.yaml", dump({"practice": {"name": "Northgate"}, "proposals": {"markup": 31.37, "rates": rates}})
    )
    practice.write(f"practice/people/{SECRET}-writer.yaml", dump({"name": f"{SECRET}-name", "roles": ["design-desk"]}))
    practice.write(f"practice/proposal-templates/{SECRET}-template.yaml", dump({"title": f"{SECRET}-title"}))
    work = {
        "title": "The exchange",
        "area": "professional-services",
        "hours": {"best": 66.25, "likely": 77.75, "worst": 88.5},
    }
    until = {"price_until": "2027-12-31", "vendor": f"{SECRET}-vendor", "basis": f"{SECRET}-basis"}
    moves = [
        "draft",
        *(["ready", "sent"] if request.param != "draft" else []),
        *(["accepted"] if request.param == "accepted" else []),
    ]
    data: dict[str, Any] = {
        "title": "Replace the firewall", "template": f"{SECRET}-template", "recommendations": [f"{SECRET}-recommendation"],
        "status": request.param, "version": 1, "requested": "2026-11-02", "requested_by": "bob", "designer": f"{SECRET}-writer",
        "priority": 919, "due": "2026-11-20", "notes": f"{SECRET}-notes",
        "steps": [{"text": "Exchange it.", "area": "tam"}],
        "timeline": [{"phase": "implementation", **work}, {"phase": "standby", **work, "option": "pair"}],
        "equipment": [
            {"kind": "hardware", "name": "Firewall", "unit_cost": 77777.77, "unit_price": 90000, **until},
            {"kind": "software", "name": "Agent", "unit_cost": 61234, "margin": 43.21, **until},
            {"kind": "service", "name": "Line", "unit_cost": 61234, "markup": 31.37, "billing": "monthly", **until, "option": "pair"},
        ],
        "resources": [
            {"kind": "vendor", "who": "Your provider", "purpose": "The line"},
            {"kind": "vendor", "who": f"{SECRET}-help", "purpose": f"{SECRET}-purpose", "internal": True},
        ],
        "options": [{"id": "pair", "title": "A second one"}],
        "history": [{"version": 1, "on": "2026-11-02", "by": f"{SECRET}-by", "reason": f"{SECRET}-reason"}],
        "progress": [{"status": each, "version": 1, "on": "2026-11-02", "by": f"{SECRET}-who", "reason": f"{SECRET}-why"} for each in moves],
    }  # fmt: skip
    if request.param != "draft":
        data["history"][0] |= {
            "sent": "2026-11-16",
            "valid_until": "2026-12-16",
            "total": 91919191.91,
            "fingerprint": f"{SECRET}-print",
        }
        data["terms"] = {"currency": "USD", "markup": 31.37, "rates": rates, "tax": {"rate": 5}}
        data["chosen"] = ["pair"] if request.param == "accepted" else []
    # Through JSON, so that no two lines share a value: YAML would write an alias.
    practice.write("clients/acme/proposals/firewall.yaml", dump(json.loads(json.dumps(data))))
    return practice


@pytest.mark.parametrize("arguments", [["--format", "md"], ["--format", "html"], ["--json"]])
def test_nothing_internal_reaches_the_client(told: Practice, arguments: list[str]) -> None:
    out = ok(told, "report", "proposal", "acme", "--proposal", "firewall", *arguments)
    assert "Replace the firewall" in out
    assert "Your provider" in out
    assert SECRET not in out.lower()
    assert not [number for number in NUMBERS if number in out.replace(",", "")]
    for word in ("markup", "margin", "Cost", "deviation"):
        assert word not in out.split("</style>")[-1]


def test_the_worksheet_has_what_the_client_does_not_get(told: Practice) -> None:
    out = ok(told, "report", "worksheet", "acme", "--proposal", "firewall").replace(",", "")
    for part in ("vendor", "basis", "notes", "help", "reason", "recommendation"):
        assert f"{SECRET}-{part}" in out
    for number in ("77777.77", "61234.00", "31.4%", "43.2%", "77.75"):
        assert number in out


def test_the_document_holds_plain_values_and_nothing_behind_them(told: Practice) -> None:
    found = build(Request(Workspace(told.root, TODAY), "acme", proposal="firewall")).context
    for value in _values(found):
        assert value is None or type(value) in (str, int, float, bool, date, Decimal), value


def _values(value: Any) -> list[Any]:
    if is_dataclass(value):
        return [each for field in fields(value) for each in _values(getattr(value, field.name))]
    return [each for part in value for each in _values(part)] if isinstance(value, tuple) else [value]


def test_the_document_is_for_the_client_and_the_worksheet_is_not() -> None:
    assert (KINDS["proposal"].audience, KINDS["worksheet"].audience) == ("client", "internal")
