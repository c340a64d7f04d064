"""Workspaces to export, and a PostgreSQL server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from msptool.workspace.creation import create
from tests.exchange.warehouse.server import Server, new_server, programs
from tests.small_practice import Practice

TRIAGE = """\
findings:
  firewall-backup:
    - {stage: marginal, on: 2026-10-02, by: bob, way: catch-up, reason: "ZQ-REASON"}
  mailbox-login:
    - {stage: accepted, on: 2026-10-02, accepted_by: "Owner, Ann Lee", until: 2026-12-31, reason: "ZQ-REASON"}
"""
RECOMMENDATION = """\
title: Backups of the firewall
area: tam
owner: jim
way: catch-up
raised: 2026-10-03
hours: 2.5
costs: {one_time: 1200.10, monthly: 30.05}
standards: [firewall-backup]
decisions: [{choice: approved, on: 2026-10-20, by: Ann Lee}]
notes: ZQ-NOTE
"""
VISITS = "visits:\n  - {id: 1, day: 2026-10-01, tam: jim, status: done}\n  - {id: 2, day: 2026-12-08, tam: jim}\n"
KPIS = "records:\n  patch-endpoints: {numerator: 30, denominator: 40, source: RMM, recorded: 2026-11-03, by: jim, note: ZQ-NOTE}\n"
TEAM = "records:\n  employees: {numerator: 7, source: payroll, recorded: 2026-11-03}\n"


@pytest.fixture(scope="session")
def furnished(prepared: Practice, tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """A practice in which everything that a table can hold occurs once; do not write into it."""
    folder = tmp_path_factory.mktemp("furnished")
    practice = Practice(folder / "work", folder / "home")
    practice.home.mkdir()
    shutil.copytree(prepared.root, practice.root, symlinks=True)
    agreement = {
        "starts": "2026-01-01",
        "mrr": 4000.5,
        "seats": 20,
        "servers": 2,
        "onsite_days": 12,
        "reactive_hours": 7.5,
    }
    practice.client("acme", name="Acme; 'Explosives' Zürich", agreement=agreement, notes="ZQ-NOTE")
    practice.client("nova", name="=Nova()", agreement={"starts": "2026-05-01"})
    practice.client("gone", status="former", agreement={"starts": "2025-01-01", "ends": "2025-12-31"})
    practice.commit(day=date(2026, 1, 6))
    practice.review("gone", "firewall-backup,no,\n", today=date(2025, 12, 1))
    practice.review("acme", "firewall-backup,no,ZQ-NOTE\nfirewall-label,yes,\n", today=date(2026, 4, 1))
    answers = "firewall-backup,no,ZQ-NOTE\nmailbox-login,no,\nmailbox-quota,n/a,ZQ-NOTE\nfirewall-firmware,yes,\n"
    practice.review("acme", answers, today=date(2026, 10, 1))
    practice.review(
        "nova", "mailbox-archive,yes,\nfirewall-backup,no,\nfirewall-firmware,yes,\n", today=date(2026, 10, 2)
    )
    assert practice.run("standard", "rename", "firewall-label", "firewall-sticker").code == 0
    assert practice.run("standard", "edit", "firewall-firmware", "--set", "question=Is the firmware new?").code == 0
    practice.write("clients/acme/triage.yaml", TRIAGE)
    practice.write("clients/acme/roadmap/backup.yaml", RECOMMENDATION)
    practice.write("practice/schedule/2026/acme.yaml", VISITS)
    practice.write("clients/acme/kpis/2026-10.yaml", KPIS)
    practice.write("practice/kpis/2026-10.yaml", TEAM)
    practice.commit()
    return practice


@pytest.fixture
def busy(furnished: Practice, tmp_path: Path) -> Practice:
    """A copy of the furnished practice."""
    own = Practice(tmp_path / "busy", tmp_path / "home")
    own.home.mkdir()
    shutil.copytree(furnished.root, own.root, symlinks=True)
    return own


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """The sample practice of twenty clients; do not write into it."""
    folder = tmp_path_factory.mktemp("sample")
    create(folder / "work", sample=True, git=False, furnish=lambda _: [])
    (folder / "home").mkdir()
    return Practice(folder / "work", folder / "home")


@pytest.fixture(scope="session")
def running() -> Iterator[Server]:
    """A server for all tests of this process."""
    place = programs()
    if place is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    server = new_server(place)
    try:
        server.start()
        yield server
    finally:
        server.stop("immediate")
        shutil.rmtree(server.folder, ignore_errors=True)


@pytest.fixture
def server(running: Server) -> Server:
    """The server with an empty database."""
    running.clear()
    return running


@pytest.fixture
def other(busy: Practice, tmp_path: Path) -> Practice:
    """A second practice, with the same clients and other answers."""
    folder = tmp_path / "second"
    shutil.copytree(busy.root, folder, symlinks=True)
    second = Practice(folder, busy.home)
    second.write("msptool.yaml", "practice: {name: Second, id: second}\n")
    shutil.rmtree(folder / "clients" / "nova")
    shutil.rmtree(folder / "reviews" / "nova")
    second.commit()
    return second
