"""`msptool toolmap show`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msptool.terminal import invocation, print_json
from msptool.workspace.problems import UsageRefusal


def show(
    ctx: typer.Context,
    as_mermaid: Annotated[bool, typer.Option("--mermaid", help="Print it as a Mermaid flow chart.")] = False,
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it as a picture.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """The tools of the practice, what flows between them, and which one is right about what."""
    from msptool.changes.toolmap.register import require_tool_map
    from msptool.people.register import load_people

    run = invocation(ctx)
    if as_mermaid and as_json:
        raise UsageRefusal("--mermaid and --json both print: name one of them.")
    found, settings = require_tool_map(run.workspace.source), run.workspace.settings
    people = {each.id: each.name for each in load_people(run.workspace.source).values()}
    if svg is not None:
        from msptool.reports.toolmap_svg import tool_map_svg
        from msptool.workspace.files import write_output

        if not found.tools:
            raise UsageRefusal("The tool map has no tool to draw: 'msptool toolmap add' adds one.")
        picture = tool_map_svg(found, f"Tool map of {settings.practice.name}", people, settings.branding.accent)
        write_output(svg, picture.encode())
        run.remark(f"Wrote {svg}.")
    if as_json:
        from msptool.changes.toolmap.data import map_data

        print_json("toolmap", **map_data(found), svg=str(svg) if svg else None)
    elif as_mermaid:
        from msptool.changes.toolmap.mermaid import mermaid

        typer.echo(mermaid(found), nl=False)
    elif svg is None:
        from msptool.changes.toolmap.view import map_text

        run.console().print(map_text(found, people))
