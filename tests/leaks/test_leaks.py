"""Two artefacts: a mark in every internal text of every model, and none of them in anything that a client gets."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from msptool.lint.catalog import FILES, file_type
from msptool.reports.kinds import KINDS
from msptool.workspace.documents import read_document
from msptool.workspace.edits import fresh
from msptool.workspace.entities import parse
from tests.leaks.audience import HIDDEN, SHOWN
from tests.leaks.planting import MARK, all_models, mark, name_of, plant, sort_of
from tests.small_practice import Done, Practice

CLIENTS = ("acme-explosives", "fennimore-pharmacy")
TODAY = "2026-11-16"
CODED = {"kpis.TicketList.tickets"}  # ids, times and keys: other words are refused


@pytest.mark.parametrize("name", all_models())
def test_somebody_decided_for_every_field_who_may_see_it(name: str) -> None:
    fields, shown, hidden = set(all_models()[name].model_fields), SHOWN.get(name, set()), HIDDEN.get(name, set())
    assert not shown & hidden
    assert fields - shown - hidden == set(), (
        f"say in tests/leaks/audience.py whether a client may see these fields of {name}"
    )
    assert shown | hidden == fields, "fields that are no more"


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Practice, set[str]]:
    """The sample practice with marks in it, and the fields that were planted."""
    folder = tmp_path_factory.mktemp("leaks")
    own = Practice(folder / "work", folder / "home")
    own.home.mkdir()
    assert own.run("init", str(own.root), "--sample", "--no-git").code == 0
    shutil.rmtree(own.root / "templates", ignore_errors=True)
    retired: dict[str, Any] = {"status": "retired", "retirement": {"on": "2026-11-01", "reason": "Nobody fails it."}}
    own.standard("firewall-old-question", **retired)
    own.write(
        f"clients/{CLIENTS[0]}/meetings/2026-11-02.yaml",
        "title: Budget\nstarts: 2026-11-02T09:00:00Z\nstatus: held\n",
    )
    own.write(
        f"reviews/{CLIENTS[0]}/2019-03-05.yaml",
        "status: finished\nstarted: 2019-03-05T09:00:00Z\nfinished: 2019-03-05T15:00:00Z\nunmatched: [{question: Is it on?}]\n",
    )
    with (own.root / "msptool.yaml").open("a", encoding="utf-8") as stream:
        stream.write("\ntickets: {boards: {tam: x}, priorities: {high: x, medium: x, low: x}, fields: {x: x}}\n")
    tickets = own.root / "tickets.csv"
    tickets.write_text(
        f"id,client,subject,category,opened\nT-1,{CLIENTS[0]},Printer is stuck,printer,2026-10-05T09:00\n",
        encoding="utf-8",
    )
    imported = own.run("kpi", "import", str(tickets), "--replace")
    assert imported.code == 0, imported.err
    tickets.unlink()
    own.write(
        "msptool.yaml",
        own.read("msptool.yaml").replace("evidence:\n", "evidence:\n  tools: {rmm: {name: x, check: x, result: x}}\n"),
    )
    done: set[str] = set()
    for path in sorted(own.root.rglob("*.yaml")):
        relative = path.relative_to(own.root).as_posix()
        if (kind := file_type(relative)) is not None:
            _plant(path, relative, kind.kind.model, frozenset(kind.kind.path_fields), done)
    own.git("init", "--quiet")
    own.commit("Planted")
    return own, done


def _plant(path: Path, relative: str, model: Any, given: frozenset[str], done: set[str]) -> None:
    before, _ = read_document(relative, path.read_bytes())
    assert before is not None
    data = before.data or {}
    plant(model, data, SHOWN, done, given)
    content = fresh(data).encode()
    kind = file_type(relative)
    assert kind is not None
    document, problems = read_document(relative, content)
    entry, more = parse(kind.kind, document) if document else (None, [])
    assert entry is not None, f"{relative}: {[each.message for each in (*problems, *more)]}"
    path.write_bytes(content)


def test_every_internal_text_was_planted(planted: tuple[Practice, set[str]]) -> None:
    """A field that no file of the sample has would be looked for in vain."""
    _, done = planted
    given = {f"{name_of(each.kind.model)}.{field}" for each in FILES for field in each.kind.path_fields}
    wanted = {
        f"{name}.{field}"
        for name, model in all_models().items()
        for field, info in model.model_fields.items()
        if sort_of(info) and field not in SHOWN.get(name, set()) and field not in ("id", "client")
    }
    assert wanted - given - CODED - done == set()


@pytest.mark.slow
@pytest.mark.parametrize("client", CLIENTS)
def test_no_mark_reaches_anything_that_a_client_gets(
    planted: tuple[Practice, set[str]], tmp_path: Path, client: str
) -> None:
    practice, _ = planted
    day = ("--today", TODAY)

    def run(*arguments: str) -> Done:
        return practice.run(*arguments, today=None)

    built = run(*day, "site", "build", str(tmp_path / "site"), "--client", client)
    assert built.code == 0, built.err
    for kind in (each for each in KINDS.values() if each.audience == "client"):
        for shape in ("md", "html"):
            target = tmp_path / f"{kind.name}.{shape}"
            done = run(*day, "report", kind.name, client, "--output", str(target))
            assert done.code in (0, 2), done.err
    run(*day, "schedule", "export", "--ics", str(tmp_path / "client.ics"), "--client", client)
    run(*day, "schedule", "export", "--invitations", str(tmp_path / "mail"), "--client", client)
    audited = run(*day, "export", "--oscal", str(tmp_path / "oscal"), "--client", client)
    assert audited.code == 0, audited.err
    catalog = (tmp_path / "oscal" / "catalog.json").read_text()
    # The auditor's catalog holds the standards with their steps: their own words, and nobody else's.
    assert set(re.findall(rf"{MARK} (\w+)\.", catalog)) == {"standards"}
    assert f"{MARK} standards.Standard.external" not in catalog
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "catalog.json"]
    assert {"assessment-plan.json", "assessment-results.json", "poam.json"} <= {path.name for path in files}
    assert len(files) > 15
    leaks = {
        (path.name, line.strip()[:200]) for path in files for line in path.read_text().splitlines() if MARK in line
    }
    assert leaks == set()


def test_the_marks_are_really_there(planted: tuple[Practice, set[str]]) -> None:
    """The internal pages quote what the client's pages do not."""
    practice, _ = planted
    done = practice.run("--today", TODAY, "report", "findings", CLIENTS[0], today=None)
    assert done.code == 0, done.err
    model = all_models()["reviews.Answer"]
    assert mark(model, "note") in done.out
