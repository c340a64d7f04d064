"""The two public validators of OSCAL, and the rules of NIST's model that a JSON Schema cannot say."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from trestle.oscal.assessment_plan import AssessmentPlan
from trestle.oscal.assessment_results import AssessmentResults
from trestle.oscal.catalog import Catalog
from trestle.oscal.poam import PlanOfActionAndMilestones

from tests.small_practice import Done

SCHEMA = Path(__file__).parent / "oscal_complete_schema_1.2.1.json"

# Names that NIST's model allows where no namespace is given (oscal_catalog_metaschema.xml of OSCAL 1.2).
CONTROL_PROPS = {"label", "sort-id", "alt-identifier", "marking", "status"}
CONTROL_PARTS = {"overview", "statement", "guidance", "example", "assessment-method", "assessment-objective"}
GROUP_PROPS = {"label", "sort-id", "alt-identifier", "marking"}
GROUP_PARTS = {"overview", "instruction"}
RESOURCE_PROPS = {"type", "version", "published", "marking"}


@cache
def nist() -> Draft7Validator:
    """NIST's schema. Python's patterns know no Unicode classes, and their `$` lets a line break pass."""
    text = SCHEMA.read_text(encoding="utf-8").replace(r"\\p{L}", r"[^\\W\\d_]").replace(r"\\p{N}", r"\\d")
    schema = json.loads(text)
    for definition in schema["definitions"].values():
        if "pattern" in definition:
            definition["pattern"] = definition["pattern"].removesuffix("$") + r"\Z"
    return Draft7Validator(schema)


def schema_errors(document: Any) -> list[str]:
    """What NIST's schema says against a document, innermost causes first."""
    from jsonschema.exceptions import best_match

    found = best_match(nist().iter_errors(document))
    return [] if found is None else [f"{found.json_path}: {found.message}"[:500]]


MODELS = {
    "catalog": Catalog,
    "assessment-plan": AssessmentPlan,
    "assessment-results": AssessmentResults,
    "plan-of-action-and-milestones": PlanOfActionAndMilestones,
}
# Where a trestle workspace keeps them.
_FOLDERS = {
    "catalog": "catalogs",
    "assessment-plan": "assessment-plans",
    "assessment-results": "assessment-results",
    "plan-of-action-and-milestones": "plan-of-action-and-milestones",
}


def trestle_model(content: bytes) -> Any:
    """A document as compliance-trestle reads it; raises where its models refuse it."""
    [(kind, body)] = json.loads(content).items()
    return MODELS[kind](**body)


def trestle_catalog(content: bytes) -> Catalog:
    """The catalog as compliance-trestle reads it."""
    return Catalog(**json.loads(content)["catalog"])


def trestle_validate(content: bytes, folder: Path) -> Done:
    """Run `trestle validate` on a document, in a new trestle workspace in an empty folder."""
    [kind] = json.loads(content)
    home = folder / _FOLDERS[kind] / "ours"
    (folder / ".trestle").mkdir(parents=True)
    (folder / ".trestle" / "config.ini").write_bytes(b"")
    home.mkdir(parents=True)
    (home / f"{kind}.json").write_bytes(content)
    command = [sys.executable, "-m", "trestle", "validate", "--type", kind, "--name", "ours"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def groups(inside: Any) -> Iterator[dict[str, Any]]:
    """Every group of a catalog or a group, at any depth, in order."""
    for group in inside.get("groups", ()):
        yield group
        yield from groups(group)


def controls(catalog: Any) -> dict[str, dict[str, Any]]:
    """Every control by its id, in order; refuses one that stands twice."""
    found = [control for group in groups(catalog) for control in group.get("controls", ())]
    assert len({control["id"] for control in found}) == len(found)
    return {control["id"]: control for control in found}


def parts(inside: Any) -> Iterator[dict[str, Any]]:
    """Every part of a control, a group or a part, at any depth."""
    for part in inside.get("parts", ()):
        yield part
        yield from parts(part)


def _names(things: Any) -> set[str]:
    return {each["name"] for each in things if "ns" not in each}


def check_rules(catalog: Any) -> None:
    """Identifiers are unique, references lead somewhere, and names without a namespace are NIST's."""
    everything = controls(catalog)
    inside = [*groups(catalog), *everything.values()]
    ids = [each["id"] for each in (*inside, *(part for each in inside for part in parts(each)))]
    assert len(ids) == len(set(ids))
    resources = catalog.get("back-matter", {}).get("resources", [])
    uuids = [catalog["uuid"], *(each["uuid"] for each in (*catalog["metadata"]["parties"], *resources))]
    assert len(uuids) == len(set(uuids))
    links = [link for each in everything.values() for link in each.get("links", ())]
    assert {link["href"] for link in links if link["rel"] == "reference"} == {f"#{each['uuid']}" for each in resources}
    assert {link["href"] for link in links if link["rel"] != "reference"} <= {f"#{id}" for id in everything}
    for each in resources:
        assert each["title"]
        assert _names(each.get("props", ())) <= RESOURCE_PROPS
    for group in groups(catalog):
        assert _names(group.get("props", ())) <= GROUP_PROPS
        assert _names(parts(group)) <= GROUP_PARTS
        assert ("groups" in group) != ("controls" in group)
    for control in everything.values():
        _check_control(control)


def _check_control(control: Any) -> None:
    withdrawn = {"name": "status", "value": "withdrawn"} in control["props"]
    own = control.get("parts", [])
    assert _names(control["props"]) <= CONTROL_PROPS
    assert _names(own) <= CONTROL_PARTS
    assert withdrawn != any(part["name"] == "statement" for part in own)
    hrefs = [link["href"] for link in control.get("links", ())]
    assert len(hrefs) == len(set(hrefs))
    for part in own:
        assert _names(parts(part)) == set()
        if part["name"] == "assessment-method":
            method = {"name": "method", "ns": "http://csrc.nist.gov/ns/rmf", "value": "EXAMINE"}
            assert part["props"] == [method]
