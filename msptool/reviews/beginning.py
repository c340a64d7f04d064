"""What every command that begins or goes on with a review needs first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msptool.terminal import Invocation
from msptool.workspace.problems import unknown

if TYPE_CHECKING:
    from msptool.clients.model import Client
    from msptool.standards.library import Library


def client_and_library(run: Invocation, client: str) -> tuple[Client, Library]:
    """The client with this id, and the library; refuses an unknown client."""
    from msptool.clients.register import require_client

    return require_client(run.workspace.source, client), library_of(run)


def library_of(run: Invocation) -> Library:
    """The library without the files that are broken: a typing mistake in one standard must not end a visit."""
    from msptool.standards.library import load_library

    library, problems = load_library(run.workspace.source)
    for problem in problems[:3]:
        run.remark(f"Left out: {problem.path}:{problem.line}: {problem.message}. {problem.hint}")
    if len(problems) > 3:
        run.remark(f"{len(problems) - 3} more problems: 'msptool lint' shows them.")
    return library


def reviewer(run: Invocation, person: str | None) -> str | None:
    """The person who does the review; refuses one whom the practice does not know."""
    from msptool.people.model import PERSON
    from msptool.people.register import load_people

    known = load_people(run.workspace.source)
    if person is not None and person not in known:
        otherwise = f"Create {PERSON.path(id=person)}, or name somebody else with --by."
        raise unknown(f"{person!r} is nobody in practice/people/.", person, known, otherwise)
    return person


def refuse_unknown_scope(library: Library, categories: Iterable[str], tags: Iterable[str]) -> None:
    """Refuse a category or a tag that no standard has."""
    known_tags = {tag for standard in library for tag in standard.tags}
    for what, names, known in (("category", categories, set(library.categories)), ("tag", tags, known_tags)):
        for name in names:
            if name not in known:
                raise unknown(f"There is no {what} {name!r}.", name, known)


def moment_of(run: Invocation) -> datetime:
    """The clock of the machine, on the day that counts as today."""
    return datetime.combine(run.today, datetime.now(UTC).astimezone().timetz()).replace(microsecond=0)
