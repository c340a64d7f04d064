"""The templates that msptool ships: whole, plausible, and fit for every client of the sample."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from msptool.clients.register import require_clients
from msptool.proposals.model import PHASES, PROPOSAL, Proposal, Template
from msptool.proposals.pricing import margin_of, priced, terms_of, unit_price
from msptool.proposals.register import require_templates
from msptool.proposals.scaling import Size, counted_for, size_of
from msptool.workspace.creation import create
from msptool.workspace.settings import Settings
from msptool.workspace.shipped import shipped_root
from msptool.workspace.sources import FolderSource
from tests.proposals.samples import ok
from tests.small_practice import Practice

SHIPPED = require_templates(FolderSource(shipped_root()))
CLIENTS = require_clients(FolderSource(shipped_root()))
TODAY = date(2026, 11, 27)
each_template = pytest.mark.parametrize("template", SHIPPED.values(), ids=SHIPPED)


def made(template: Template, size: Size) -> Proposal:
    """A proposal with the template's lines for a client of this size."""
    lines = counted_for(template, "acme", size)
    return Proposal(
        id=template.id, client="acme", title=template.title, requested=TODAY, steps=template.steps, options=template.options,
        timeline=lines.timeline, equipment=lines.equipment,
    )  # fmt: skip


def test_there_are_those_that_an_msp_needs_most() -> None:
    assert set(SHIPPED) >= {
        "firewall-replacement", "server-refresh", "microsoft-365-hardening", "backup-and-disaster-recovery", "wifi",
        "workstation-refresh", "battery-backup", "client-onboarding",
    }  # fmt: skip


@each_template
def test_a_template_has_the_four_sections_of_the_manual(template: Template) -> None:
    assert len(template.steps) >= 10
    assert {each.phase for each in template.timeline if each.option is None} == set(PHASES)
    assert template.equipment
    assert {each.kind for each in template.resources} >= {"technical", "non-technical"}
    assert len({each.area for each in template.steps}) >= 4
    for text in (template.summary, template.reason, template.notes):
        assert len(text) > 60
    assert template.assumptions
    assert template.exclusions


@each_template
def test_a_template_holds_no_gap_to_fill_and_no_price_that_is_old_already(template: Template) -> None:
    text = template.model_dump_json()
    for gap in ("TODO", "TBD", "XXX", "{{", "<", "lorem"):
        assert gap not in text
    assert [each.name for each in template.equipment if each.price_until or not each.unit_cost] == []
    assert [each.id for each in template.options if not each.summary] == []


@each_template
def test_every_option_changes_something(template: Template) -> None:
    used = {each.option for part in (template.steps, template.timeline, template.equipment) for each in part}
    assert used - {None} == {each.id for each in template.options}


@each_template
def test_a_template_is_sold_with_a_margin(template: Template) -> None:
    for each in template.equipment:
        found = margin_of(each.unit_cost, unit_price(each, Decimal(30)))
        assert found is not None
        assert 10 <= found < 60, each.name


@each_template
def test_a_larger_client_never_pays_less(template: Template) -> None:
    settings = Settings()
    sums = []
    for size in (Size(5, 1, 1), Size(35, 2, 1), Size(90, 6, 3), Size(240, 12, 5)):
        proposal = made(template, size)
        found = priced(proposal, terms_of(proposal, settings))
        sums.append(found.totals(found.offered).first_year.net)
        assert found.base.hours >= 3
        assert found.base.totals.first_year.profit > 0
    assert sums == sorted(sums)
    assert sums[0] < sums[-1]


@each_template
def test_a_template_fits_every_client_of_the_sample(template: Template) -> None:
    for client in CLIENTS.values():
        size = size_of(client, TODAY, Size())
        lines = counted_for(template, client.id, size)
        assert all(each.quantity == int(each.quantity) for each in lines.equipment)
        assert {each.phase for each in lines.timeline} == set(PHASES) or size.servers == 0


@pytest.mark.parametrize("sample", [True, False])
def test_a_new_workspace_has_the_templates(practice: Practice, sample: bool) -> None:
    new = Practice(practice.home / "new", practice.home)
    create(new.root, sample=sample, git=True, furnish=lambda folder: [])
    found = ok(new, "proposal", "templates", "--json")
    for name in SHIPPED:
        assert f'"id": "{name}"' in found
    assert new.run("lint", str(new.root / "practice/proposal-templates")).code == 0


def test_each_makes_a_proposal_that_lints_clean(practice: Practice) -> None:
    new = Practice(practice.home / "new", practice.home)
    create(new.root, sample=True, git=False, furnish=lambda folder: [])
    for name in SHIPPED:
        ok(new, "proposal", "new", "acme-explosives", "--template", name)
    assert new.run("lint", "--strict", str(new.root / "clients/acme-explosives/proposals")).code == 0
    files = [path for path in new.files() if PROPOSAL.match(path) and path.startswith("clients/acme-explosives/")]
    assert len(files) >= len(SHIPPED)
