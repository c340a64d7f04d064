"""All clients, by id."""

from __future__ import annotations

from msptool.clients.model import CLIENT, Client
from msptool.workspace.entities import load, load_one
from msptool.workspace.problems import Problem, refuse_first, unknown
from msptool.workspace.sources import Source


def load_clients(source: Source) -> tuple[dict[str, Client], list[Problem]]:
    """Every client that can be read, and what is wrong with the others."""
    entries, problems = load(source, CLIENT)
    return {entry.entity.id: entry.entity for entry in entries}, problems


def require_clients(source: Source) -> dict[str, Client]:
    """Every client; refuses a broken file."""
    clients, problems = load_clients(source)
    refuse_first(problems)
    return clients


def require_client(source: Source, identifier: str) -> Client:
    """One client; refuses an unknown id (naming the nearest) and a broken file."""
    path = CLIENT.path(id=identifier)
    known = {fields["id"] for each in source.paths("clients") if (fields := CLIENT.match(each))}
    if identifier not in known:
        raise unknown(f"There is no client {identifier!r}.", identifier, known, "'msptool client list' shows them.")
    entry, problems = load_one(source, CLIENT, path)
    refuse_first(problems)
    assert entry is not None
    return entry.entity
