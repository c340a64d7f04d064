"""The library as a framework of CISO Assistant, the open-source GRC tool of intuitem: one YAML file to load there.

For the practice and its clients' auditors: the standards' own words (question, why, how, what they cite), and nothing of
remedies, hours, costs or clients. Sections and categories are nodes to group by, each active standard is a requirement with
its question and the three answers. Written against the loader and `tools/README.md` (format v2) of
https://github.com/intuitem/ciso-assistant-community of August 2026.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msptool.exchange.oscal.document import Edition
from msptool.exchange.oscal.text import stable_uuid
from msptool.markdown import visible
from msptool.standards.edits import slug_of
from msptool.standards.frameworks import framework
from msptool.standards.library import Library
from msptool.standards.model import Category, ControlReference, PageReference, Standard
from msptool.workspace.settings import Settings
from msptool.workspace.workspace import Workspace

Node = dict[str, Any]

# Columns of its database.
LONGEST_NAME, LONGEST_URN, LONGEST_PACKAGER = 200, 255, 30
_RESERVED = "intuitem"
_ANSWERS = {"Yes": "compliant", "No": "non_compliant", "Not applicable": "not_applicable"}
_LEVELS = {
    "base": "What every client needs from the first day.",
    "core": "What a client needs in the long run.",
    "advanced": "What goes beyond that.",
}


def library_yaml(library: Library, settings: Settings, edition: Edition, version: int) -> tuple[bytes, int]:
    """The file, and how many standards it holds. `version` must rise for CISO Assistant to take an update."""
    import yaml

    data = library_data(library, settings, edition, version)
    nodes = data["objects"]["framework"]["requirement_nodes"]
    # Its reader is PyYAML's, to which a bare Yes is a truth value: so is the writer.
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
    return text.encode(), sum(each["assessable"] for each in nodes)


def library_version(workspace: Workspace) -> int:
    """One more with every commit that changed the standards, and with changes that are not committed; 1 without a history."""
    history = workspace.history
    changes = history.log.changes_of("standards") + int(history.head() is not None and history.modified("standards"))
    return max(changes, 1)


def library_data(library: Library, settings: Settings, edition: Edition, version: int) -> dict[str, Any]:
    """The library as CISO Assistant's data."""
    provider = _line(settings.practice.name) or "The practice"
    packager = slug_of(provider)[:LONGEST_PACKAGER].strip("-")
    packager = packager if packager not in ("", _RESERVED) else "practice"
    name = f"{packager}-standards"
    title, about = f"Standards of {provider}", "Yes/no questions; yes is the answer of an environment that is aligned."
    return {
        "urn": f"urn:{packager}:risk:library:{name}",
        "locale": "en",
        "ref_id": name,
        "name": title[:LONGEST_NAME],
        "description": f"{about} Edition {edition.version}.",
        "copyright": provider,
        "version": version,
        "publication_date": edition.changed.date(),
        "provider": provider[:LONGEST_NAME],
        "packager": packager,
        "objects": {
            "framework": {
                "urn": f"urn:{packager}:risk:framework:{name}",
                "ref_id": name,
                "name": title[:LONGEST_NAME],
                "description": about,
                "implementation_groups_definition": [
                    {"ref_id": level, "name": level.capitalize(), "description": said}
                    for level, said in _LEVELS.items()
                ],
                "requirement_nodes": list(_nodes(library, settings, f"urn:{packager}:risk:req_node:{name}")),
            }
        },
    }


def _nodes(library: Library, settings: Settings, base: str) -> Iterator[Node]:
    """Every section with its categories, every category with its standards, in the library's order."""
    for section, categories in _by_section(library).items():
        above = f"{base}:section.{stable_uuid('section', section)}" if section else None
        if above:
            yield _group(above, None, f"section.{slug_of(section)}"[:100], section, "")
        for category, standards in categories:
            urn = f"{base}:category.{category.id}"
            yield _group(urn, above, category.id, category.name, category.description)
            for standard in standards:
                yield _requirement(f"{base}:{standard.id}", urn, standard, settings, depth=3 if above else 2)


def _by_section(library: Library) -> dict[str, list[tuple[Category, list[Standard]]]]:
    by_category: dict[str, list[Standard]] = {}
    for standard in library.active:
        by_category.setdefault(library.category(standard).id, []).append(standard)
    found: dict[str, list[tuple[Category, list[Standard]]]] = {}
    for standards in by_category.values():
        category = library.category(standards[0])
        found.setdefault(_line(category.section), []).append((category, standards))
    return found


def _group(urn: str, parent: str | None, ref_id: str, name: str, description: str) -> Node:
    said = {"description": _text(description)} if _text(description) else {}
    return {
        "urn": urn, "assessable": False, "depth": 2 if parent else 1, **({"parent_urn": parent} if parent else {}),
        "ref_id": ref_id, "name": _line(name)[:LONGEST_NAME] or ref_id, **said,
    }  # fmt: skip


def _requirement(urn: str, parent: str, standard: Standard, settings: Settings, depth: int) -> Node:
    question = _text(standard.question)
    why, how = _text(standard.why), [_text(step) for step in standard.how]
    cited = "\n".join(f"- {each}" for each in _references(standard.references))
    annotation = "\n\n".join(filter(None, (why, f"References:\n{cited}" if cited else "")))
    evidence = "\n".join(f"{number}. {step}" for number, step in enumerate(filter(None, how), 1))
    return {
        "urn": urn,
        "assessable": True,
        "depth": depth,
        "parent_urn": parent,
        "ref_id": standard.id,
        "name": _line(standard.name)[:LONGEST_NAME] or standard.id,
        "description": question,
        **({"annotation": annotation} if annotation else {}),
        **({"typical_evidence": evidence} if evidence else {}),
        "implementation_groups": [standard.level],
        "weight": max(settings.weights.of(standard.priority), 1),
        "questions": {f"{urn}:question:1": _question(f"{urn}:question:1", question)},
    }


def _question(urn: str, text: str) -> Node:
    choices = [
        {"urn": f"{urn}:choice:{number}", "value": answer, "compute_result": result}
        for number, (answer, result) in enumerate(_ANSWERS.items(), 1)
    ]
    return {"type": "unique_choice", "text": text, "choices": choices}


def _references(references: Iterable[ControlReference | PageReference]) -> Iterator[str]:
    """What a standard cites: a control by its framework and number alone, a page by its title and address."""
    for each in references:
        if isinstance(each, ControlReference):
            known = framework(each.framework)
            yield _line(f"{known.title} ({known.version}): {each.id}" if known else f"{each.framework} {each.id}")
        else:
            yield _line(" ".join(filter(None, (each.title, each.url))))


def _line(text: str) -> str:
    return " ".join(visible(text).split())


def _text(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in visible(text).splitlines()).strip()
