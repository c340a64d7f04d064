"""Arguments that many commands take, and what a shell completes them with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from msptool.workspace.problems import Refusal
from msptool.workspace.workspace import find_root


def client_ids(ctx: typer.Context, incomplete: str) -> list[str]:
    """The clients of the workspace whose ids begin so; none where there is no workspace."""
    return _names(ctx, "clients/*/client.yaml", incomplete, lambda path: path.parent.name)


def standard_ids(ctx: typer.Context, incomplete: str) -> list[str]:
    """The standards of the workspace whose ids begin so; none where there is no workspace."""
    return _names(ctx, "standards/*/[!_.]*.yaml", incomplete, lambda path: path.stem)


def _names(ctx: typer.Context, pattern: str, incomplete: str, name: Callable[[Path], str]) -> list[str]:
    # While a line is completed no command runs: the workspace that it names is among the words before the command.
    named = ctx.find_root().params.get("workspace")
    try:
        root = find_root(Path(named) if named else None)
    except Refusal:
        return []
    return sorted(found for found in map(name, root.glob(pattern)) if found.startswith(incomplete))


ClientId = Annotated[str, typer.Argument(metavar="CLIENT", help="The client's id.", autocompletion=client_ids)]
StandardId = Annotated[str, typer.Argument(metavar="ID", help="The standard's id.", autocompletion=standard_ids)]
