"""The lint rules of the tool map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from msptool.changes.toolmap.findings import held_by, lonely, sources_of, unread
from msptool.changes.toolmap.model import Automation, Tool, ToolMap, Workflow
from msptool.clients.rules import who_instead
from msptool.people.model import Role
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, did_you_mean
from msptool.workspace.settings import Changes

UNKNOWN_TOOL = Rule(
    "G101", "unknown-tool-in-map", "error", "Flows, sources of truth, automations and workflows name tools of the map.",
    "flows:\n  - {source: rmm, data: [alerts], to: [pas], often: at once}",
    "flows:\n  - {source: rmm, data: [alerts], to: [psa], often: at once}",
)  # fmt: skip
TWO_SOURCES = Rule(
    "G102", "two-sources-of-truth", "error",
    "One tool is right about a subject. With two of them nobody knows which one to mend when they disagree.",
    "sources_of_truth:\n  - {subject: assets, tool: rmm}\n  - {subject: assets, tool: docs}",
    "sources_of_truth:\n  - {subject: assets, tool: rmm}",
)  # fmt: skip
NO_SOURCE = Rule(
    "G103", "no-source-of-truth", "warning",
    "Every subject of 'changes.subjects' in msptool.yaml has a tool that is right about it.",
    "sources_of_truth:\n  - {subject: billing}", "sources_of_truth:\n  - {subject: billing, tool: psa}",
)  # fmt: skip
UNREAD = Rule(
    "G104", "data-nobody-receives", "warning",
    "Data that goes nowhere is work for nothing, or an alert that nobody sees: a flow takes it to a tool or to people.",
    "flows:\n  - {source: rmm, data: [alerts], often: at once}",
    "flows:\n  - {source: rmm, data: [alerts], to: [psa], often: at once}",
)  # fmt: skip
NO_OWNER = Rule(
    "G105", "tool-without-owner", "warning", "Somebody answers for every tool: its settings, its licences, its failures.",
    "{id: rmm, name: Remote management, kind: rmm}", "{id: rmm, name: Remote management, kind: rmm, owner: sam}",
)  # fmt: skip
UNKNOWN_PERSON = Rule(
    "G106", "tool-map-of-nobody", "error",
    "Owners and those who know an automation are people of practice/people/; readers are people, roles, or 'clients'.",
    "{id: rmm, name: Remote management, kind: rmm, owner: smm}", "{id: rmm, name: Remote management, kind: rmm, owner: sam}",
)  # fmt: skip
LONELY = Rule(
    "G107", "lonely-tool", "warning",
    "A tool that nothing feeds and that feeds nothing is either unused, or the map does not say what it is for.",
    "tools: [..., {id: survey, ...}] (and no flow that names it)",
    "flows:\n  - {source: survey, data: [answers], readers: [owner], often: weekly}",
)  # fmt: skip
UNKNOWN_CLIENT = Rule(
    "G108", "tool-for-no-client", "error", "Tools, automations and workflows are for clients of clients/, or for all.",
    "clients: [acmee]", "clients: [acme]",
)  # fmt: skip
FROM_NOWHERE = Rule(
    "G109", "data-from-nowhere", "warning",
    "What a tool sends comes to be in it (under its 'data'), or has flowed into it before.",
    "flows:\n  - {source: rmm, data: [alrets], to: [psa], often: at once}",
    "flows:\n  - {source: rmm, data: [alerts], to: [psa], often: at once}",
)  # fmt: skip
RULES = (
    UNKNOWN_TOOL, TWO_SOURCES, NO_SOURCE, UNREAD, NO_OWNER, UNKNOWN_PERSON, LONELY, UNKNOWN_CLIENT, FROM_NOWHERE,
)  # fmt: skip

Place = tuple[str | int, ...]


def check_tool_map(entry: Entry[ToolMap], known: Known) -> Iterator[Problem]:
    """What the tool map says that is not there, and what it leaves open. Tells the other files which tools there are."""
    found = entry.entity
    known.add("tool", [each.id for each in found.tools])
    known.add("workflow", [each.id for each in found.workflows])
    known.add("automation", [each.id for each in found.automations])
    known.add("tool data", [name for each in found.tools for name in each.data])
    yield from _tools(entry)
    yield from _people(entry, known)
    yield from _clients(entry, known)
    yield from _truth(entry, known)
    yield from _data(entry)


def _tools(entry: Entry[ToolMap]) -> Iterator[Problem]:
    known = {each.id for each in entry.entity.tools}
    for place, name in _named_tools(entry.entity):
        if name not in known:
            hint = did_you_mean(name, known) or "Add it under 'tools'."
            yield entry.problem(UNKNOWN_TOOL, f"the map has no tool '{name}'", hint, *place)
    for name in lonely(entry.entity):
        index = next(place for place, each in enumerate(entry.entity.tools) if each.id == name)
        hint = "Write the flows that it is part of, or remove it."
        yield entry.problem(LONELY, f"nothing feeds '{name}', and it feeds nothing", hint, "tools", index)


def _named_tools(found: ToolMap) -> Iterator[tuple[Place, str]]:
    for index, flow in enumerate(found.flows):
        yield ("flows", index, "source"), flow.source
        yield from ((("flows", index, "to", place), name) for place, name in enumerate(flow.to))
    for index, truth in enumerate(found.sources_of_truth):
        if truth.tool is not None:
            yield ("sources_of_truth", index, "tool"), truth.tool
    used: tuple[tuple[str, Sequence[Automation | Workflow]], ...] = (
        ("automations", found.automations), ("workflows", found.workflows),
    )  # fmt: skip
    for part, listed in used:
        for index, each in enumerate(listed):
            yield from (((part, index, "tools", place), name) for place, name in enumerate(each.tools))


def _people(entry: Entry[ToolMap], known: Known) -> Iterator[Problem]:
    people = known["person"]
    readers = {*people, *get_args(Role), "clients"}
    for index, tool in enumerate(entry.entity.tools):
        if tool.owner is None:
            hint = "Write 'owner:' with the id of a person."
            yield entry.problem(NO_OWNER, f"nobody answers for '{tool.id}'", hint, "tools", index)
        else:
            yield from _nobody(entry, [(("tools", index, "owner"), tool.owner)], people)
    for index, automation in enumerate(entry.entity.automations):
        named = [(("automations", index, "known_by", place), name) for place, name in enumerate(automation.known_by)]
        yield from _nobody(entry, named, people)
    for index, flow in enumerate(entry.entity.flows):
        named = [(("flows", index, "readers", place), name) for place, name in enumerate(flow.readers)]
        yield from _nobody(entry, named, readers)


def _nobody(
    entry: Entry[ToolMap], named: Iterable[tuple[Place, str]], known: Iterable[str]
) -> Iterator[Problem]:  # fmt: skip
    names = set(known)
    for place, name in named:
        if name not in names:
            hint = did_you_mean(name, names) or f"Create practice/people/{name}.yaml."
            yield entry.problem(UNKNOWN_PERSON, f"'{name}' is nobody in practice/people/", hint, *place)


def _clients(entry: Entry[ToolMap], known: Known) -> Iterator[Problem]:
    found, clients = entry.entity, known["client"]
    parts: tuple[tuple[str, Sequence[Tool | Automation | Workflow]], ...] = (
        ("tools", found.tools), ("automations", found.automations), ("workflows", found.workflows),
    )  # fmt: skip
    for part, listed in parts:
        for index, each in enumerate(listed):
            for place, name in enumerate(() if each.clients == "all" else each.clients):
                if name not in clients:
                    hint = who_instead(name, clients)
                    message = f"there is no client '{name}'"
                    yield entry.problem(UNKNOWN_CLIENT, message, hint, part, index, "clients", place)


def _truth(entry: Entry[ToolMap], known: Known) -> Iterator[Problem]:
    found = entry.entity
    seen: set[str] = set()
    for index, truth in enumerate(found.sources_of_truth):
        if truth.tool is not None and truth.subject in seen:
            tools = " and ".join(sources_of(found, truth.subject))
            message = f"'{truth.subject}' has more than one source of truth: {tools}"
            yield entry.problem(TWO_SOURCES, message, "Decide for one of them.", "sources_of_truth", index)
        if truth.tool is not None:
            seen.add(truth.subject)
    listed = [each.subject for each in found.sources_of_truth]
    settings = settings_of(known)
    for subject in dict.fromkeys((*listed, *(settings.subjects if settings and found.tools else ()))):
        if not sources_of(found, subject):
            place: Place = ("sources_of_truth",)
            place += (listed.index(subject),) if subject in listed else ()
            message = f"no tool is the source of truth for '{subject}'"
            hint = f"Add '{{subject: {subject}, tool: ...}}' under 'sources_of_truth'."
            yield entry.problem(NO_SOURCE, message, hint, *place)


def _data(entry: Entry[ToolMap]) -> Iterator[Problem]:
    found = entry.entity
    ids = [each.id for each in found.tools]
    silent = {(flow.source, name) for flow in found.flows if not flow.to and not flow.readers for name in flow.data}
    for tool, name in unread(found):
        # The flow without a receiver says it already.
        if (tool, name) not in silent:
            hint = f"Write a flow of '{name}' from {tool} to a tool or to people."
            yield entry.problem(
                UNREAD, f"nobody receives '{name}' of {tool}", hint, "tools", ids.index(tool), "data", name
            )
    for index, flow in enumerate(found.flows):
        if not flow.to and not flow.readers:
            message = f"nobody receives {', '.join(flow.data)} of {flow.source}"
            yield entry.problem(UNREAD, message, "Name tools under 'to', or people under 'readers'.", "flows", index)
        if flow.source in ids:
            held = held_by(found, flow.source)
            for place, name in enumerate(flow.data):
                if name not in held:
                    hint = did_you_mean(name, held) or f"Add it under 'data' of {flow.source}, with how it gets there."
                    message = f"{flow.source} has no '{name}' to send"
                    yield entry.problem(FROM_NOWHERE, message, hint, "flows", index, "data", place)


def settings_of(known: Known) -> Changes | None:
    """The settings for changes, None where the settings file cannot be used."""
    return next((Changes.model_validate_json(each) for each in known["settings of changes"]), None)
