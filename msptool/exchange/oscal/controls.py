"""Standards as OSCAL controls, in groups for their sections and categories.

A control's id is the standard's; the ids of its parts begin with it and go on with `_smt`, `_gdn`, `_obj`, `_asm` as in
NIST's own catalogs, which no slug contains. A retired standard is a withdrawn control: it keeps its place and says where
its content is now. A draft is nobody's standard yet and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable

from msptool.exchange.oscal.citations import reference_links
from msptool.exchange.oscal.text import (
    NAMESPACE,
    NIST_RMF,
    Json,
    block,
    filled,
    line,
    own_prop,
    prop,
    stable_uuid,
    steps,
    token,
    word,
)
from msptool.standards.edits import slug_of
from msptool.standards.library import Library
from msptool.standards.model import AREAS, Category, Remedy, Standard

_OBJECTIVE = "Determine whether the answer to the question of the statement is yes."


def exported(library: Library) -> list[Standard]:
    """The standards that a catalog holds: those in use and those retired."""
    return [standard for standard in library if standard.status != "draft"]


def groups(library: Library) -> list[Json]:
    """The catalog's groups in the library's order: sections with their categories, and categories without a section."""
    controls: dict[str, list[Json]] = {}
    categories: dict[str, Category] = {}
    for standard in exported(library):
        category = library.category(standard)
        categories[category.id] = category
        controls.setdefault(category.id, []).append(control(library, standard))
    found: dict[str, Json] = {}
    ids = _section_ids(category.section for category in categories.values())
    for category in categories.values():
        group = _category(category, controls[category.id])
        section = ids.get(category.section)
        if section is None:
            found[group["id"]] = group
        else:
            found.setdefault(section, _section(section, category.section))["groups"].append(group)
    return list(found.values())


def _section_ids(names: Iterable[str]) -> dict[str, str]:
    """Section -> an id of its own, readable where its name is the only one that reads so."""
    found: dict[str, str] = {}
    for name in sorted({name for name in names if word(name)}):
        readable = f"section.{slug_of(name)}"
        free = slug_of(name) and readable not in found.values()
        found[name] = readable if free else f"section.{stable_uuid('section', name)}"
    return found


def _section(id: str, name: str) -> Json:
    return {"id": id, "class": "section", "title": line(name), "groups": []}


def _category(category: Category, controls: list[Json]) -> Json:
    id = f"category.{category.id}"
    description = block(category.description)
    return filled(
        id=id,
        class_="category",
        title=line(category.name) or category.id,
        props=[
            prop("label", category.id),
            *([own_prop("owner", category.owner, remarks=AREAS[category.owner])] if category.owner else []),
        ],
        parts=[{"id": f"{id}_ovw", "name": "overview", "prose": description}] if description else [],
        controls=controls,
    )


def control(library: Library, standard: Standard) -> Json:
    """One standard as a control."""
    id = token(standard.id)
    names = [prop("label", standard.id), *(prop("alt-identifier", each) for each in dict.fromkeys(standard.formerly))]
    title = line(standard.name) or standard.id
    if standard.status == "retired":
        props = [*names, prop("status", "withdrawn"), *_retirement(standard)]
        return filled(id=id, class_="standard", title=title, props=props, links=_successors(library, standard))
    return filled(
        id=id,
        class_="standard",
        title=title,
        props=[*names, *_facts(library, standard)],
        links=reference_links(standard),
        parts=_parts(id, standard),
    )


def _retirement(standard: Standard) -> list[Json]:
    if standard.retirement is None:
        return []
    reason = block(standard.retirement.reason)
    return [own_prop("retired", standard.retirement.on.isoformat(), **({"remarks": reason} if reason else {}))]


def _successors(library: Library, standard: Standard) -> list[Json]:
    named = standard.retirement.replaced_by if standard.retirement else ()
    found = dict.fromkeys(each.id for each in map(library.find, named) if each and each.status != "draft")
    return [{"href": f"#{token(id)}", "rel": "incorporated-into"} for id in found if id != standard.id]


def _facts(library: Library, standard: Standard) -> list[Json]:
    """Every key of the standard that is a fact and no text, by the key's own name. What is a list is several properties."""
    return [
        own_prop("kind", standard.kind),
        own_prop("level", standard.level),
        own_prop("priority", standard.priority),
        own_prop("business-impact", standard.business_impact),
        own_prop("technical-risk", standard.technical_risk),
        own_prop("frequency", library.frequency(standard)),
        own_prop("minutes", str(standard.minutes)),
        *(own_prop("checked", each) for each in dict.fromkeys(standard.checked)),
        *(own_prop("applies-to-technology", each) for each in dict.fromkeys(standard.applies_to.technologies)),
        *(own_prop("applies-to-tag", each) for each in dict.fromkeys(standard.applies_to.tags)),
        *(own_prop("tag", each) for each in dict.fromkeys(standard.tags)),
        *([own_prop("reviewed", standard.reviewed.isoformat())] if standard.reviewed else []),
    ]


def _parts(id: str, standard: Standard) -> list[Json]:
    guidance = block(standard.why)
    return [
        filled(id=f"{id}_smt", name="statement", prose=block(standard.question)),
        *([{"id": f"{id}_gdn", "name": "guidance", "prose": guidance}] if guidance else []),
        {"id": f"{id}_obj", "name": "assessment-objective", "prose": _OBJECTIVE},
        *_method(f"{id}_asm", standard),
        *([_remedy(f"{id}_rem", standard.remedy)] if standard.remedy else []),
    ]


def _method(id: str, standard: Standard) -> list[Json]:
    """How to find the answer. The steps look at what is there, which NIST calls to examine."""
    prose = steps(standard.how)
    vendors = [
        filled(id=f"{id}.{number}", name="vendor-steps", ns=NAMESPACE, title=line(vendor), prose=steps(texts))
        for number, (vendor, texts) in enumerate(standard.vendors.items(), 1)
    ]
    if not prose and not vendors:
        return []
    props = [prop("method", "EXAMINE", ns=NIST_RMF)]
    return [filled(id=id, name="assessment-method", props=props, prose=prose, parts=vendors)]


def _remedy(id: str, remedy: Remedy) -> Json:
    """What usually fixes a no; its class is the delivery area."""
    return filled(
        id=id,
        name="remedy",
        ns=NAMESPACE,
        class_=remedy.area,
        props=[own_prop("hours", f"{remedy.hours:g}"), own_prop("cost", remedy.cost)],
        prose=block(remedy.summary),
    )
