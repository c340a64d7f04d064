"""What every command that begins or goes on with a review needs first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from msptool.terminal import Invocation
from msptool.workspace.problems import unknown

if TYPE_CHECKING:
    from msptool.clients.model import Client
    from msptool.reviews.model import Scope
    from msptool.standards.library import Library

# How the standards of a review are chosen, wherever one begins.
Everything = Annotated[bool, typer.Option("--all", help="Every standard that applies, due or not.")]
OnlyEvidence = Annotated[bool, typer.Option("--evidence", help="Only what tools found an answer to, due or not.")]
Categories = Annotated[list[str] | None, typer.Option("--category", help="Only this category (repeat it).")]
Tags = Annotated[list[str] | None, typer.Option("--tag", help="Only with this tag (repeat it: any of them).")]
Limit = Annotated[int | None, typer.Option(min=1, help="At most so many standards.")]
Minutes = Annotated[int | None, typer.Option(min=1, help="At most so many minutes of checking.")]


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


def refuse_unknown_scope(library: Library, scope: Scope) -> None:
    """Refuse a category or a tag that no standard has."""
    known_tags = {tag for standard in library for tag in standard.tags}
    for what, names, known in (
        ("category", scope.categories, set(library.categories)),
        ("tag", scope.tags, known_tags),
    ):
        for name in names:
            if name not in known:
                raise unknown(f"There is no {what} {name!r}.", name, known)


def moment_of(run: Invocation) -> datetime:
    """The clock of the machine, on the day that counts as today."""
    return datetime.combine(run.today, datetime.now(UTC).astimezone().timetz()).replace(microsecond=0)
