"""Arguments that many commands take, and what a shell completes them with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from msptool.workspace.files import SLUG
from msptool.workspace.problems import Refusal
from msptool.workspace.workspace import find_root


def client_ids(ctx: typer.Context, incomplete: str) -> list[str]:
    """The clients of the workspace whose ids begin so; none where there is no workspace."""
    return _names(ctx, "clients/*/client.yaml", incomplete, lambda path: path.parent.name)


def standard_ids(ctx: typer.Context, incomplete: str) -> list[str]:
    """The standards of the workspace whose ids begin so; none where there is no workspace."""
    return _names(ctx, "standards/*/*.yaml", incomplete, lambda path: path.stem)


def _names(ctx: typer.Context, pattern: str, incomplete: str, name: Callable[[Path], str]) -> list[str]:
    # While a line is completed no command runs: the workspace that it names is among the words before the command.
    named = ctx.find_root().params.get("workspace")
    try:
        found = {name(path) for path in find_root(Path(named) if named else None).glob(pattern)}
    except (Refusal, OSError):
        return []
    # A shell puts the words into its line as they are: a stranger's folder must not be one that it would run.
    return sorted(each for each in found if SLUG.fullmatch(each) and each.startswith(incomplete))


ClientId = Annotated[str, typer.Argument(metavar="CLIENT", help="The client's id.", autocompletion=client_ids)]
StandardId = Annotated[str, typer.Argument(metavar="ID", help="The standard's id.", autocompletion=standard_ids)]
