"""Whether every reference in a package of OSCAL documents leads somewhere: what no schema and no public validator says.

A plan's activities and tasks are known to the results that import it; everything else is looked for in the document itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msptool.exchange.oscal.text import Json

# The field that names something -> the list that holds it, in the same document or in one that it imports.
_HELD = {
    "party-uuid": "parties",
    "party-uuids": "parties",
    "actor-uuid": "parties",
    "subject-uuid": "parties",
    "member-of-organizations": "parties",
    "observation-uuid": "observations",
    "risk-uuid": "risks",
    "finding-uuid": "findings",
    "response-uuid": "remediations",
    "task-uuid": "tasks",
    "activity-uuid": "activities",
    "role-id": "roles",
    "control-id": "controls of the catalog",
    "target-id": "parts of the catalog",
}
_IMPORTED = ("tasks", "activities")
_ELSEWHERE = ("http:", "https:", "urn:", "mailto:")


def dangling(package: Mapping[str, Json]) -> list[str]:
    """What is wrong with the references of documents, by file name; nothing where all is well.

    The controls are those of `catalog.json`. A `uuid` that stands twice in a document is a fault too.
    """
    catalog = _known(package.get("catalog.json", {}))
    faults: list[str] = []
    for name, document in package.items():
        known = _known(document)
        for imported in _imports(document):
            for held in _IMPORTED:
                known.setdefault(held, set()).update(_known(package.get(imported, {})).get(held, ()))
        known |= {f"{held} of the catalog": catalog.get(held, set()) for held in ("controls", "parts")}
        faults += [f"{name}: the uuid {each} stands twice" for each in _twice(document)]
        faults += [f"{name}: {field} {value} leads nowhere" for field, value in _broken(document, known, set(package))]
    return faults


def _fields(inside: Any) -> Iterator[tuple[str, Any]]:
    """Every field of a document, at any depth, in order."""
    if isinstance(inside, dict):
        for name, value in inside.items():
            yield name, value
            yield from _fields(value)
    elif isinstance(inside, list):
        for each in inside:
            yield from _fields(each)


def _known(document: Json) -> dict[str, set[str]]:
    """The identifiers of a document by the list that holds them."""
    known: dict[str, set[str]] = {}
    for name, value in _fields(document):
        for each in value if isinstance(value, list) else ():
            if isinstance(each, dict):
                found = known.setdefault(name, set())
                found.update(each[key] for key in ("uuid", "id") if key in each)
    return known


def _imports(document: Json) -> Iterator[str]:
    for name, value in _fields(document):
        if name == "import-ap":
            yield value["href"]


def _twice(document: Json) -> list[str]:
    uuids = [value for name, value in _fields(document) if name == "uuid"]
    return sorted({each for each in uuids if uuids.count(each) > 1}) if len(uuids) > len(set(uuids)) else []


def _broken(document: Json, known: Mapping[str, set[str]], files: set[str]) -> Iterator[tuple[str, str]]:
    for name, value in _fields(document):
        if name in _HELD:
            named = value if isinstance(value, list) else [value]
            yield from ((name, each) for each in named if each not in known.get(_HELD[name], ()))
        elif name == "href" and not (value in files or _leads(value, known)):
            yield name, value


def _leads(href: str, known: Mapping[str, set[str]]) -> bool:
    if href.startswith("#"):
        return any(href[1:] in known.get(held, ()) for held in ("resources", "controls"))
    return href.startswith(_ELSEWHERE)
