"""`msptool standard list`, `search` and `show`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from msptool.arguments import StandardId
from msptool.terminal import Invocation, invocation, print_json
from msptool.words import counted
from msptool.workspace.problems import did_you_mean, unknown

if TYPE_CHECKING:
    from msptool.standards.library import Library
    from msptool.standards.model import Standard

OfCategory = Annotated[str | None, typer.Option(help="Only this category.")]
OfTag = Annotated[list[str] | None, typer.Option(help="Only with this tag; several: with all of them.")]
OfStatus = Annotated[str | None, typer.Option(help="draft, active or retired; otherwise all but the retired.")]
OfLevel = Annotated[str | None, typer.Option(help="base, core or advanced.")]
OfPriority = Annotated[str | None, typer.Option(help="high, medium or low.")]
OfKind = Annotated[str | None, typer.Option(help="technology or compliance.")]
OfChecked = Annotated[str | None, typer.Option(help="Where it can be checked: onsite, remote or automated.")]
OfTechnology = Annotated[str | None, typer.Option(help="Only for this technology.")]
OfFramework = Annotated[
    str | None, typer.Option(metavar="ID[:CONTROL]", help="Only what cites it: nist-csf-2.0, or nist-csf-2.0:PR.AA-03.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def list_(
    ctx: typer.Context,
    category: OfCategory = None,
    tag: OfTag = None,
    status: OfStatus = None,
    level: OfLevel = None,
    priority: OfPriority = None,
    kind: OfKind = None,
    checked: OfChecked = None,
    technology: OfTechnology = None,
    framework: OfFramework = None,
    as_json: AsJson = False,
) -> None:
    """List the standards, all or those that fit."""
    run = invocation(ctx)
    library, found = _select(
        run, category=category, tag=tag, status=status, level=level, priority=priority, kind=kind, checked=checked,
        technology=technology, framework=framework,
    )  # fmt: skip
    _print(run, library, found, as_json)


def search(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help="Words that the standard has, or begins with.")],
    category: OfCategory = None,
    tag: OfTag = None,
    status: OfStatus = None,
    level: OfLevel = None,
    priority: OfPriority = None,
    kind: OfKind = None,
    checked: OfChecked = None,
    technology: OfTechnology = None,
    framework: OfFramework = None,
    as_json: AsJson = False,
) -> None:
    """Find standards by words in the name, question, tags, why and how; the best first."""
    from msptool.standards.search import search as find

    run = invocation(ctx)
    library, among = _select(
        run, category=category, tag=tag, status=status, level=level, priority=priority, kind=kind, checked=checked,
        technology=technology, framework=framework,
    )  # fmt: skip
    wanted = " ".join(words).split()
    _print(run, library, find(among, wanted), as_json, words=wanted)


def show(
    ctx: typer.Context,
    id: StandardId,
    as_json: AsJson = False,
) -> None:
    """Show one standard whole."""
    from msptool.standards.library import require_library

    run = invocation(ctx)
    library = require_library(run.workspace.source)
    standard = library.require(id)
    if as_json:
        print_json("standard", **_whole(library, standard))
        return
    from msptool.standards.view import details

    run.console().print(details(library, standard))


def _select(run: Invocation, **options: Any) -> tuple[Library, list[Standard]]:
    """The library, and what of it fits the options; refuses a word that none of them knows."""
    from msptool.standards.frameworks import names
    from msptool.standards.library import require_library
    from msptool.standards.model import Level, Status
    from msptool.standards.search import Wanted, select

    library = require_library(run.workspace.source)
    framework, _, control = (options.pop("framework") or "").partition(":")
    tags = tuple(options.pop("tag") or ())
    known = {
        "category": list(library.categories), "status": get_args(Status), "level": ("base", "core", "advanced"),
        "priority": get_args(Level), "kind": ("technology", "compliance"), "checked": ("onsite", "remote", "automated"),
        "technology": list(run.workspace.settings.all_technologies),
    }  # fmt: skip
    for name, values in known.items():
        _refuse_unknown(name, options[name], values)
    _refuse_unknown("framework", framework or None, names())
    for tag in tags:
        _refuse_unknown("tag", tag, sorted({each for standard in library for each in standard.tags}), listed=False)
    return library, select(library, Wanted(tags=tags, framework=framework or None, control=control or None, **options))


def _refuse_unknown(name: str, value: str | None, known: Sequence[str], *, listed: bool = True) -> None:
    if value is not None and value not in known:
        raise unknown(f"There is no {name} {value!r}.", value, known, f"Known: {', '.join(known)}." if listed else "")


def _print(
    run: Invocation, library: Library, found: list[Standard], as_json: bool, words: Sequence[str] | None = None
) -> None:
    if as_json:
        print_json("standards", standards=[_brief(library, standard) for standard in found])
        return
    if not found:
        from msptool.standards.search import vocabulary

        near = [did_you_mean(word.lower(), vocabulary(library)) for word in words or ()]
        run.remark(" ".join(["No standard fits.", *filter(None, near)]))
        return
    from msptool.standards.view import hits, listing

    console = run.console()
    console.print(listing(library, found, console.width) if words is None else hits(library, found, words))
    run.remark(f"{counted(len(found), 'standard')}.")


def _brief(library: Library, standard: Standard) -> dict[str, Any]:
    return {
        "id": standard.id, "name": standard.name, "question": standard.question, "category": standard.category,
        "priority": standard.priority, "frequency": library.frequency(standard), "level": standard.level,
        "minutes": standard.minutes, "tags": list(standard.tags), "status": standard.status,
        "references": [reference.model_dump(exclude_defaults=True) for reference in standard.references],
    }  # fmt: skip


def _whole(library: Library, standard: Standard) -> dict[str, Any]:
    return {**json.loads(standard.model_dump_json()), **_brief(library, standard), "fingerprint": standard.fingerprint}
