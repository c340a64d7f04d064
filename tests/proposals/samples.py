"""A proposal, a template and a practice of the Design Desk to test with."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from msptool.proposals.model import Proposal, Template
from tests.small_practice import Practice, dump

FIREWALL = "clients/acme/proposals/firewall.yaml"
TEMPLATE = "practice/proposal-templates/switches.yaml"
SETTINGS = """\
practice:
  name: Northgate IT Partners
  email: hello@northgate.example
  phone: +1 555 0100
  website: https://northgate.example
  currency: USD
proposals:
  rates:
    professional-services: {price: 100, cost: 40}
    service-desk: {price: 60, cost: 30}
  tax: {rate: 10, taxable: [hardware]}
"""

# Every price is easy to check by head: see test_pricing.py.
PROPOSAL: dict[str, Any] = {
    "title": "Replace the firewall",
    "template": "switches",
    "status": "draft",
    "version": 1,
    "requested": "2026-11-02",
    "requested_by": "bob",
    "designer": "dora",
    "priority": 1,
    "due": "2026-11-20",
    "start": "2027-01-11",
    "finish": "2027-02-05",
    "summary": "A firewall that is kept up to date.\n\nOne evening without internet.",
    "reason": "The old one gets no updates.",
    "steps": [
        {"text": "Read the old rules.", "area": "professional-services"},
        {"text": "Exchange the firewall.", "area": "professional-services"},
        {"text": "Set the second one up.", "area": "professional-services", "option": "pair"},
        {"text": "Check it at the next visit.", "area": "tam"},
    ],
    "timeline": [
        {
            "phase": "project-management", "title": "Planning", "area": "professional-services",
            "hours": {"best": 1, "likely": 2, "worst": 3}, "weeks": 4,
        },
        {
            "phase": "implementation", "title": "The exchange", "area": "professional-services",
            "hours": {"best": 2, "likely": 4, "worst": 12}, "week": 2,
        },
        {
            "phase": "standby", "title": "Help after the exchange", "area": "service-desk",
            "hours": {"best": 1, "likely": 1, "worst": 1}, "week": 3,
        },
        {
            "phase": "close-out", "title": "Your confirmation", "area": "service-desk",
            "hours": {"best": 0.5, "likely": 0.5, "worst": 0.5}, "week": 4,
        },
        {
            "phase": "implementation", "title": "The second firewall", "area": "professional-services",
            "hours": {"best": 2, "likely": 2, "worst": 2}, "week": 2, "option": "pair",
        },
    ],
    "equipment": [
        {"kind": "hardware", "name": "Firewall", "unit_cost": 3000, "markup": 30, "vendor": "Distri", "price_until": "2027-01-31"},
        {"kind": "software", "name": "Subscription", "unit_cost": 100, "margin": 50, "billing": "annual"},
        {"kind": "service", "name": "Second line", "quantity": 2, "unit_cost": 10, "unit_price": 15, "billing": "monthly"},
        {"kind": "hardware", "name": "Second firewall", "unit_cost": 1000, "price_until": "2027-01-31", "option": "pair"},
        {"kind": "service", "name": "Warranty, next day", "unit_cost": 100, "option": "next-day"},
        {"kind": "service", "name": "Warranty, four hours", "unit_cost": 300, "option": "four-hours"},
    ],
    "resources": [
        {"kind": "technical", "who": "A network engineer", "purpose": "The exchange"},
        {"kind": "non-technical", "who": "Somebody with the keys", "purpose": "Opening the cabinet"},
        {"kind": "vendor", "who": "Your internet provider", "purpose": "The addresses of the line"},
        {"kind": "vendor", "who": "Distri's help line", "purpose": "The size of the model", "internal": True},
    ],
    "options": [
        {"id": "pair", "title": "A second firewall", "summary": "It takes over by itself."},
        {"id": "next-day", "title": "Repair on the next day", "choice": "alternative", "recommended": True},
        {"id": "four-hours", "title": "Repair within four hours", "choice": "alternative"},
    ],
    "assumptions": ["The line stays as it is."],
    "exclusions": ["New cables"],
    "notes": "Ann decides fast.",
    "history": [{"version": 1, "on": "2026-11-02", "by": "bob", "reason": "First version."}],
    "progress": [{"status": "draft", "version": 1, "on": "2026-11-02", "by": "bob"}],
}  # fmt: skip

SWITCHES: dict[str, Any] = {
    "title": "Replace the switches",
    "summary": "New switches.",
    "steps": [{"text": "Exchange them.", "area": "professional-services"}],
    "timeline": [
        {
            "phase": phase, "title": f"Work of {phase}", "area": "professional-services",
            "hours": {"best": 0.5, "likely": 1, "worst": 1.5},
        }
        for phase in ("project-management", "implementation", "standby", "close-out")
    ],
    "equipment": [
        {"kind": "hardware", "name": "Switch", "unit_cost": 900.5, "per": "seat", "every": 24},
        {"kind": "hardware", "name": "Cable", "quantity": 2, "unit_cost": 3.4, "per": "seat"},
        {"kind": "software", "name": "Agent", "unit_cost": 6, "billing": "monthly", "per": "server"},
        {"kind": "service", "name": "Electrician", "unit_cost": 80, "per": "site"},
    ],
    "resources": [{"kind": "technical", "who": "An engineer", "purpose": "The exchange"}],
}  # fmt: skip


def proposal(**changes: Any) -> Proposal:
    """The proposal as an entity, with other fields."""
    return Proposal.model_validate({"id": "firewall", "client": "acme", **deepcopy(PROPOSAL), **changes})


def template(**changes: Any) -> Template:
    """The template as an entity, with other fields."""
    return Template.model_validate({"id": "switches", **deepcopy(SWITCHES), **changes})


def changed(**changes: Any) -> str:
    """The proposal's file with other fields; None leaves one out."""
    data = {**deepcopy(PROPOSAL), **changes}
    return dump({name: value for name, value in data.items() if value is not None})


@pytest.fixture
def desk(practice: Practice) -> Practice:
    """The small practice with a writer, an agreement, a decision maker, a template and a proposal; all committed."""
    practice.write("msptool.yaml", SETTINGS)
    practice.write("practice/people/dora.yaml", dump({"name": "Dora Desk", "roles": ["design-desk"]}))
    practice.client(
        "acme", name="Acme Explosives", agreement={"starts": "2026-01-01", "seats": 35, "servers": 2, "mrr": 4000},
        technologies=["windows-server"], sites=[{"name": "Works"}, {"name": "Office"}],
        contacts=[{"name": "Ann Lee", "role": "decision-maker", "title": "Managing Director"}],
    )  # fmt: skip
    practice.write(TEMPLATE, dump(SWITCHES))
    practice.write(FIREWALL, dump(PROPOSAL))
    practice.commit("Add a proposal")
    return practice


def ok(practice: Practice, *arguments: str, **more: Any) -> str:
    """Run a command that must work; what it prints."""
    done = practice.run(*arguments, **more)
    assert done.code == 0, done.err
    return done.out


def refused(practice: Practice, *arguments: str, **more: Any) -> str:
    """Run a command that must be refused as wrong usage, and must write nothing; its sentence."""
    before = practice.files()
    done = practice.run(*arguments, **more)
    assert (done.code, done.out) == (2, ""), done.out
    assert practice.files() == before
    return done.err.removeprefix("msptool: ").rstrip("\n")


def codes(practice: Practice) -> list[str]:
    """What lint finds, by code."""
    return [each["code"] for each in practice.run("lint", "--json").json["problems"]]


def sent(practice: Practice, **more: Any) -> None:
    """Take the proposal to 'sent'."""
    ok(practice, "proposal", "advance", "acme", "firewall", "ready", "--by", "dora", **more)
    ok(practice, "proposal", "advance", "acme", "firewall", "sent", "--by", "bob", **more)
