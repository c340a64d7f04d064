"""What a change of the library does to the clients."""

from __future__ import annotations

from typing import Any

import pytest

from msptool.alignment.impact import Impact, impact, minutes_a_year
from msptool.alignment.viewpoint import viewpoint
from msptool.standards.diff import difference
from msptool.standards.library import require_library
from msptool.workspace.workspace import Workspace
from tests.reviews.builders import library, standard
from tests.small_practice import HIGH, TODAY, Practice


def effect(practice: Practice) -> Impact:
    """From the last commit to the working folder."""
    workspace = Workspace(practice.root, TODAY)
    view = viewpoint(workspace, library="HEAD")
    after = require_library(workspace.source)
    return impact(view, view.library, after, difference(view.library, after), "weighted")


def one(found: Impact) -> tuple[Any, ...]:
    (change,) = found.changes
    return change.clients, change.answers_dropped, change.answers_overdue, round(change.minutes, 2)


@pytest.fixture
def answered(practice: Practice) -> Practice:
    """Two clients; acme has answers to three standards, of which one is a no."""
    practice.client("initech", name="Initech")
    practice.commit("A second client")
    practice.review("acme", "firewall-backup,no,\nfirewall-label,yes,\nmailbox-login,yes,\n")
    return practice


def test_an_unchanged_library_does_nothing(answered: Practice) -> None:
    found = effect(answered)
    assert found.changes == ()
    assert found.minutes_before == found.minutes_after
    assert all(each.before == each.after for each in found.clients)
    assert [each.client.id for each in found.clients] == ["acme", "initech"]


def test_a_reworded_question_drops_what_was_answered(answered: Practice) -> None:
    answered.standard(
        "firewall-backup", question="Is a copy of every firewall kept elsewhere?", minutes=10, tags=["backup"], **HIGH
    )
    found = effect(answered)
    assert one(found) == (2, 1, 0, 0)
    acme = found.clients[0]
    assert acme.before.score == pytest.approx(6 / 11)
    assert acme.after.score == 1
    assert (acme.before.answered, acme.after.answered) == (3, 2)


def test_a_new_standard_costs_minutes_at_every_client_that_it_is_asked_of(answered: Practice) -> None:
    answered.standard("generator", minutes=6, frequency="monthly")
    found = effect(answered)
    assert one(found) == (2, 0, 0, 2 * 6 * 12)
    assert found.minutes_after - found.minutes_before == 144


def test_a_retired_one_saves_them(answered: Practice) -> None:
    assert answered.run("standard", "retire", "firewall-firmware", "--reason", "Old.").code == 0
    assert one(effect(answered)) == (2, 0, 0, -2 * 20 * 4)


def test_a_shorter_frequency_lets_answers_fall_overdue(answered: Practice) -> None:
    answered.git("commit", "--quiet", "--amend", "--no-edit")
    for path in (answered.root / "reviews/acme").iterdir():
        path.write_bytes(path.read_bytes().replace(b"2026-11-16", b"2026-09-30"))
    answered.standard("firewall-label", minutes=2, frequency="monthly", business_impact="low", technical_risk="low")
    assert one(effect(answered)) == (2, 0, 1, 2 * (2 * 12 - 2 * 4))


def test_a_rename_touches_no_answer(answered: Practice) -> None:
    assert answered.run("standard", "rename", "firewall-backup", "firewall-copy").code == 0
    found = effect(answered)
    assert one(found) == (2, 0, 0, 0)
    assert all(each.before == each.after for each in found.clients)


def test_one_that_is_asked_of_fewer_clients(answered: Practice) -> None:
    answered.standard("firewall-firmware", tags=["high-impact"], minutes=20, applies_to={"tags": ["hipaa"]}, **HIGH)
    assert one(effect(answered)) == (2, 0, 0, -2 * 20 * 4)


def test_minutes_of_a_year() -> None:
    monthly, biennial = standard("a", minutes=5, frequency="monthly"), standard("b", minutes=30, frequency="biennial")
    assert minutes_a_year(library(monthly), monthly) == 60
    assert minutes_a_year(library(biennial), biennial) == 15
