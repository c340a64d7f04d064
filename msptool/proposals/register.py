"""All proposals and templates, as they are written."""

from __future__ import annotations

from typing import get_args

from msptool.clients.register import require_client
from msptool.proposals.model import PROPOSAL, TEMPLATE, Proposal, Status, Template
from msptool.workspace.entities import load, load_one
from msptool.workspace.problems import one_of, refuse_first, unknown
from msptool.workspace.sources import Source


def require_templates(source: Source) -> dict[str, Template]:
    """The templates by id; refuses a broken file."""
    entries, problems = load(source, TEMPLATE)
    refuse_first(problems)
    return {entry.entity.id: entry.entity for entry in entries}


def require_template(source: Source, identifier: str) -> Template:
    """One template; refuses an unknown id (naming the nearest) and a broken file."""
    templates = require_templates(source)
    if identifier not in templates:
        otherwise = "'msptool proposal templates' lists them."
        raise unknown(f"There is no proposal template {identifier!r}.", identifier, templates, otherwise)
    return templates[identifier]


def require_proposals(source: Source, client: str | None = None) -> list[Proposal]:
    """The proposals of one client or of all, by client and id; refuses an unknown client and a broken file."""
    if client is not None:
        require_client(source, client)
    folder = "" if client is None else PROPOSAL.pattern.partition("/{id}")[0].format(client=client)
    entries, problems = load(source, PROPOSAL, folder)
    refuse_first(problems)
    return sorted((entry.entity for entry in entries), key=lambda each: (each.client, each.id))


def require_proposal(source: Source, client: str, identifier: str) -> Proposal:
    """One proposal; refuses an unknown client or id (naming the nearest) and a broken file."""
    require_client(source, client)
    folder = PROPOSAL.pattern.partition("/{id}")[0].format(client=client)
    known = {fields["id"] for each in source.paths(folder) if (fields := PROPOSAL.match(each))}
    if identifier not in known:
        sentence = f"{client} has no proposal {identifier!r}."
        raise unknown(sentence, identifier, known, f"'msptool proposal list {client}' shows them.")
    entry, problems = load_one(source, PROPOSAL, PROPOSAL.path(client=client, id=identifier))
    refuse_first(problems)
    assert entry is not None
    return entry.entity


def require_status(text: str) -> Status:
    """A status as it is written; refuses an unknown one and names the nearest."""
    known: tuple[Status, ...] = get_args(Status)
    return one_of(text, known, "status")
