"""The library as an OSCAL catalog: both public validators accept it, and it is the same bytes every time."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from msptool.exchange.oscal.catalog import catalog, write_catalog
from msptool.exchange.oscal.document import Edition, rendered
from msptool.standards.frameworks import framework
from msptool.standards.library import Library, require_library
from msptool.standards.model import Category, Standard
from msptool.workspace.problems import Refusal
from msptool.workspace.settings import Practice as PracticeSettings
from msptool.workspace.settings import Settings
from msptool.workspace.shipped import shipped_root
from msptool.workspace.sources import FolderSource
from msptool.workspace.workspace import Workspace
from tests.exchange.oscal.checks import (
    check_rules,
    controls,
    groups,
    schema_errors,
    trestle_catalog,
    trestle_validate,
)
from tests.small_practice import TODAY, Golden, Practice
from tests.trees import Build, python

EDITION = Edition("v3", datetime(2026, 10, 1, 12, tzinfo=UTC))
WHOLE = require_library(FolderSource(shipped_root()))
SECRET = "zq-secret"

# Every field of the data, and whether the catalog says it. A new field fails the test below until somebody has decided.
SAID = {
    Standard: {
        "id", "category", "name", "question", "why", "how", "vendors", "kind", "level", "business_impact", "technical_risk",
        "frequency", "minutes", "checked", "tags", "applies_to", "status", "reviewed", "references", "remedy", "retirement",
        "formerly",
    },
    Category: {"id", "name", "section", "order", "frequency", "owner", "description"},
    PracticeSettings: {"name", "email", "website"},
}  # fmt: skip
UNSAID = {
    Standard: {"earlier_wordings", "external", "decided_by"},
    Category: set[str](),
    PracticeSettings: {"id", "currency", "phone"},
}


def exported(practice: Practice, folder: str = "out") -> tuple[bytes, Any]:
    """What is written for a workspace, as bytes and as data."""
    path = write_catalog(Workspace(practice.root, TODAY), practice.home / folder)
    content = path.read_bytes()
    return content, json.loads(content)["catalog"]


def own_props(thing: Any) -> dict[str, list[str]]:
    """The values of msptool's own properties, by name."""
    found: dict[str, list[str]] = {}
    for prop in thing["props"]:
        if prop.get("ns") == "urn:msptool:oscal":
            found.setdefault(prop["name"], []).append(prop["value"])
    return found


@pytest.fixture(scope="module")
def whole() -> bytes:
    """The catalog of the library that msptool ships."""
    return rendered(catalog(WHOLE, Settings(), EDITION))


def test_the_shipped_library_is_valid_by_nist_s_schema(whole: bytes) -> None:
    document = json.loads(whole)
    assert schema_errors(document) == []
    assert set(controls(document["catalog"])) == {each.id for each in WHOLE if each.status != "draft"}


def test_the_shipped_library_is_valid_by_compliance_trestle(whole: bytes, tmp_path: Path) -> None:
    assert len(trestle_catalog(whole).groups or ()) > 5
    done = trestle_validate(whole, tmp_path / "trestle")
    assert done.code == 0, done.out + done.err
    assert "VALID: Model" in done.out
    assert "INVALID" not in done.out


def test_the_shipped_library_keeps_the_rules_that_no_schema_says(whole: bytes) -> None:
    check_rules(json.loads(whole)["catalog"])


def test_the_validators_do_refuse(whole: bytes, tmp_path: Path) -> None:
    document = json.loads(whole)
    first = next(iter(controls(document["catalog"]).values()))
    first["id"] = "1 bad id"
    assert "'1 bad id' does not match" in schema_errors(document)[0]
    with pytest.raises(ValueError, match="1 bad id"):
        trestle_catalog(rendered(document))
    assert trestle_validate(rendered(document), tmp_path / "bad-id").code != 0
    document = json.loads(whole)
    document["catalog"]["back-matter"]["resources"][0]["uuid"] = document["catalog"]["uuid"]
    assert schema_errors(document) == []
    assert trestle_validate(rendered(document), tmp_path / "twice").code != 0


def test_groups_follow_the_library_and_stand_in_their_sections(whole: bytes) -> None:
    document = json.loads(whole)["catalog"]
    shown = {group["id"]: [each["id"] for each in group.get("groups", ())] for group in document["groups"]}
    assert shown["section.network"] == [
        "category.switches", "category.firewalls", "category.routers", "category.wireless-access",
    ]  # fmt: skip
    for group in groups(document):
        if "controls" in group:
            members = [each.id for each in WHOLE if f"category.{each.category}" == group["id"]]
            assert [control["id"] for control in group["controls"]] == members
    firsts = [next(iter(controls({"groups": [group]}))) for group in document["groups"]]
    assert firsts == sorted(firsts, key=list(WHOLE.standards).index)


def test_controls_of_frameworks_are_cited_by_number_and_never_by_title(whole: bytes) -> None:
    cited = set()
    for resource in json.loads(whole)["catalog"]["back-matter"]["resources"]:
        facts = own_props(resource)
        if "framework" not in facts:
            continue
        known = framework(facts["framework"][0])
        number = facts["control"][0]
        assert known is not None
        cited.add(known.id)
        unescaped = {name: re.sub(r"\\(.)", r"\1", text) for name, text in (("title", resource["title"]), *resource["citation"].items())}  # fmt: skip
        assert unescaped == {
            "title": f"{known.title} ({known.version}): {number}",
            "text": f"{known.publisher}, {known.title} ({known.version}): {number}",
        }
        assert set(resource) == {"uuid", "title", "props", "citation", "rlinks"}
    assert {"cis-controls-v8.1", "pci-dss-4.0.1", "nist-csf-2.0"} <= cited


def test_no_client_is_in_it(whole: bytes) -> None:
    names = [
        re.search(r"^name: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        for path in (shipped_root() / "clients").glob("*/client.yaml")
    ]
    assert len(names) > 10
    assert [found[1] for found in names if found and found[1].strip("'\"").encode() in whole] == []


@pytest.mark.parametrize("model", list(SAID), ids=lambda model: model.__name__)
def test_somebody_decided_about_every_field(model: type[Standard | Category | PracticeSettings]) -> None:
    assert set(model.model_fields) == SAID[model] | UNSAID[model]
    assert SAID[model].isdisjoint(UNSAID[model])


def test_what_is_internal_stays_inside(practice: Practice) -> None:
    practice.write("msptool.yaml", f"practice:\n  name: Northgate\n  phone: {SECRET}\n")
    practice.standard("firewall-label", earlier_wordings=[f"Is the {SECRET} on it?"], external={"psa": SECRET})
    practice.standard("firewall-idea", status="draft", why=f"A {SECRET}.")
    practice.write(f"clients/{SECRET}/client.yaml", f"name: {SECRET}\n")
    content, _ = exported(practice)
    assert b"firewall-label" in content
    assert SECRET.encode() not in content
    assert b"Acme" not in content


FULL = """\
name: Two factors
question: Is a second factor required at every *administrator* sign-in?
why: |
  A password alone is soon lost.

  Then `anybody` is an administrator.
how:
  - Open Users & groups <all>.
  - Yes means that nobody signs in with one factor.
vendors:
  Cisco Meraki MX: [Open Organization > Settings.]
level: base
business_impact: high
technical_risk: high
frequency: monthly
minutes: 10
checked: [onsite, remote]
tags: [security]
applies_to: {technologies: [firewall], tags: [core-client]}
status: active
reviewed: 2026-09-30
references:
  - {framework: cis-controls-v8.1, id: '6.5'}
  - {url: 'https://docs.example.com/two-factors|ä', title: Two_factors, publisher: Example}
remedy: {summary: Require it., area: service-desk, hours: 1.5, cost: low}
formerly: [second-factor]
"""
RETIRED = """\
name: Telnet
question: Is Telnet off on every switch?
status: retired
retirement: {on: 2026-10-01, reason: Asked with the others., replaced_by: [second-factor, telnet-idea]}
"""


def test_a_standard_in_use_and_a_retired_one(build: Build, golden: Golden) -> None:
    made = build({
        "msptool.yaml": "practice: {name: Northgate *IT*, email: hello@northgate.example, website: 'https://northgate.example'}\n",
        "standards/firewalls/_category.yaml": "name: Firewalls\nowner: service-desk\ndescription: At every site.\n",
        "standards/firewalls/2fa.yaml": FULL,
        "standards/firewalls/telnet.yaml": RETIRED,
        "standards/firewalls/telnet-idea.yaml": "name: Idea\nquestion: Is it?\nstatus: draft\n",
    })  # fmt: skip
    space = Workspace(made.root, TODAY)
    document = catalog(require_library(space.source), space.settings, EDITION)
    assert schema_errors(document) == []
    check_rules(document["catalog"])
    trestle_catalog(rendered(document))
    golden.check("catalog.json", rendered(document).decode())


def test_the_same_bytes_in_any_process_zone_folder_and_order_of_hashes(practice: Practice, tmp_path: Path) -> None:
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from msptool.exchange.oscal.catalog import write_catalog; from msptool.workspace.workspace import Workspace\n"
        "print(write_catalog(Workspace(Path(sys.argv[1]), date.fromisoformat(sys.argv[3])), Path(sys.argv[2])))"
    )
    shutil.copytree(practice.root, tmp_path / "elsewhere")
    found = set()
    for number, (root, seed, zone, day) in enumerate((
        (practice.root, "1", "UTC", "2026-11-16"), (practice.root, "2", "Pacific/Kiritimati", "2027-03-01"),
        (tmp_path / "elsewhere", "3", "America/Los_Angeles", "2026-11-16"),
    )):  # fmt: skip
        out = tmp_path / f"out{number}"
        done = python(code, str(root), str(out), day, cwd=tmp_path, env={"PYTHONHASHSEED": seed, "TZ": zone})
        assert done.code == 0, done.err
        found.add((out / "catalog.json").read_bytes())
    assert len(found) == 1
    (content,) = found
    assert content.endswith(b"}\n")
    assert content == (json.dumps(json.loads(content), indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def test_a_changed_standard_changes_its_own_control_and_nothing_else(practice: Practice) -> None:
    _, before = exported(practice)
    practice.standard(
        "firewall-label", why="Nobody finds it otherwise.", minutes=3, references=[{"url": "https://a.example/"}]
    )
    practice.commit("Explain the label", date(2026, 11, 1))
    _, after = exported(practice)
    assert before["uuid"] != after["uuid"]
    assert (before["metadata"]["last-modified"], after["metadata"]["last-modified"]) == (
        "2026-01-05T12:00:00Z", "2026-11-01T12:00:00Z",
    )  # fmt: skip
    old, new = controls(before), controls(after)
    assert list(old) == list(new)
    assert {id for id in old if old[id] != new[id]} == {"firewall-label"}
    (added,) = [each for each in after["back-matter"]["resources"] if each not in before["back-matter"]["resources"]]
    assert added["rlinks"] == [{"href": "https://a.example/"}]
    assert before["metadata"]["parties"] == after["metadata"]["parties"]


def test_a_release_is_called_by_its_tag(practice: Practice) -> None:
    practice.git("tag", "2026.1")
    assert exported(practice)[1]["metadata"]["version"] == "2026.1"
    practice.standard("firewall-label", minutes=3)
    assert exported(practice)[1]["metadata"]["version"] == "2026.1-modified"
    commit = practice.commit("Slower")
    assert exported(practice)[1]["metadata"]["version"] == f"2026.1-1-g{commit[:12]}"


def test_a_commit_that_leaves_the_standards_alone_changes_no_byte(practice: Practice) -> None:
    before, _ = exported(practice)
    practice.write("clients/new/client.yaml", "name: New\n")
    practice.commit("A client", date(2026, 12, 1))
    assert exported(practice)[0] == before


def test_the_version_is_the_commit_and_says_when_there_is_more(practice: Practice) -> None:
    _, found = exported(practice)
    assert found["metadata"]["version"] == practice.git("rev-parse", "HEAD")[:12]
    practice.standard("firewall-door")
    assert exported(practice)[1]["metadata"]["version"] == found["metadata"]["version"] + "-modified"


def test_a_shallow_clone_is_told_that_its_catalog_may_be_another(practice: Practice) -> None:
    assert practice.run("export", "--oscal", str(practice.home / "whole")).err == ""
    practice.git("tag", "2026.1")
    practice.standard("firewall-door")
    practice.commit("A door")
    clone = Practice(practice.home / "clone", practice.home)
    practice.git("clone", "--quiet", "--depth=1", practice.root.as_uri(), str(clone.root))
    for options in ((), ("--json",)):
        done = clone.run("export", "--oscal", str(practice.home / "shallow"), *options)
        assert (done.code, done.err) == (
            0, "This clone is shallow: version, date and uuid may be others than in a whole one.\n",
        )  # fmt: skip
    assert exported(clone)[1]["metadata"]["version"] != exported(practice)[1]["metadata"]["version"]


def test_without_a_history_the_last_review_of_a_standard_is_the_time(practice: Practice) -> None:
    shutil.rmtree(practice.root / ".git")
    practice.standard("firewall-label", reviewed="2026-03-04")
    metadata = exported(practice)[1]["metadata"]
    assert metadata["last-modified"] == "2026-03-04T00:00:00Z"
    assert re.fullmatch(r"\d+\.\d+\.\d+", metadata["version"])


def test_a_library_without_standards_is_a_valid_catalog() -> None:
    document = catalog(Library({}, {}), Settings(), EDITION)
    assert schema_errors(document) == []
    assert trestle_catalog(rendered(document)).groups is None


def test_an_export_replaces_the_earlier_one_and_is_refused_in_one_sentence(practice: Practice) -> None:
    first, _ = exported(practice)
    practice.standard("firewall-door")
    assert exported(practice)[0] != first
    (practice.home / "file").write_text("x")
    with pytest.raises(Refusal, match="cannot be written"):
        exported(practice, "file")
    assert (practice.home / "file").read_text() == "x"


def test_the_command_writes_the_catalog_and_says_where(practice: Practice) -> None:
    folder = practice.home / "oscal"
    done = practice.run("export", "--oscal", str(folder))
    assert (done.code, done.out) == (0, f"Wrote {folder / 'catalog.json'}.\n")
    assert (folder / "catalog.json").read_bytes() == exported(practice)[0]
    assert practice.run("export", "--oscal", str(folder), "--json").json["files"] == [str(folder / "catalog.json")]
    done = practice.run("export", "--oscal", str(folder), "--category", "email")
    assert (done.code, done.err) == (
        2, "msptool: An OSCAL catalog holds the whole library: leave out --status and --category.\n",
    )  # fmt: skip
    (practice.home / "file").write_text("")
    assert practice.run("export", "--oscal", str(practice.home / "file")).code == 3
