"""`msptool report ...`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from msptool.arguments import client_ids
from msptool.reports.kinds import KINDS, Format, ReportKind, Request, require_kind
from msptool.terminal import invocation, print_json
from msptool.workspace.problems import UsageRefusal

_BY_ENDING = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".txt": "md", ".pdf": "pdf"}
_KINDS_HELP = "; ".join(f"{name}: {kind.help}" for name, kind in KINDS.items())


def report(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=_KINDS_HELP)],
    client: Annotated[
        str | None, typer.Argument(metavar="[CLIENT]", autocompletion=client_ids, help="The client's id.")
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="md|html|pdf",
            help="Otherwise by the ending of the file, else md. A pdf needs --output.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write a file instead of standard output; folders that are missing are made.",
        ),
    ] = None,
    review: Annotated[
        str | None, typer.Option(metavar="DAY", help="The review's day; otherwise the last finished one.")
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(
            metavar="YEAR",
            min=1900,
            max=2200,
            help="The year of visits; otherwise the next planned one, else this one.",
        ),
    ] = None,
    proposal: Annotated[
        str | None, typer.Option(metavar="ID", help="The client's proposal; otherwise its only open one.")
    ] = None,
    month: Annotated[
        str | None, typer.Option(metavar="YYYY-MM", help="The month; otherwise the last one that is over.")
    ] = None,
    all_clients: Annotated[
        bool,
        typer.Option(
            "--all-clients", help="One file for each client, into the folder of --output; Markdown without --format."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what the report says as JSON.")] = False,
) -> None:
    """Write a report as Markdown, as one HTML file that needs no network, or as a PDF printed from it."""
    run = invocation(ctx)
    chosen = require_kind(kind)
    if as_json and (format_ or output):
        raise UsageRefusal("--json prints the report's data to standard output: leave out --format and --output.")
    shape = _format(chosen, format_, None if all_clients else output)
    request = Request(run.workspace, client, review, year, proposal, month, run.progress)
    if all_clients:
        from msptool.reports.all_clients import write_all

        write_all(run, chosen, request, shape, output, as_json=as_json)
        return
    found = chosen.build(request)
    for remark in found.remarks:
        run.remark(remark)
    if as_json:
        from msptool.reports.context import as_data

        data: dict[str, Any] = as_data(found.context)
        print_json(f"report-{kind}", **data)
        return
    from msptool.reports.render import render
    from msptool.workspace.files import write_output

    if shape == "pdf":
        if output is None:
            raise UsageRefusal("A PDF goes into a file: name it with --output FILE.")
        from msptool.reports.pdf import pdf

        write_output(output, pdf(render(run.workspace, f"{chosen.name}.html.j2", found.context)))
        typer.echo(str(output))
        return
    text = render(run.workspace, f"{chosen.name}.{shape}.j2", found.context)
    if output is None:
        typer.echo(text.encode(), nl=False)
        return
    write_output(output, text.encode())
    typer.echo(str(output))


def _format(kind: ReportKind, asked: str | None, output: Path | None) -> Format:
    """The format that was asked for, else the one that the file's name says, else Markdown."""
    wanted = asked or (_BY_ENDING.get(output.suffix.lower()) if output and output.suffix else "md")
    if wanted is None:
        raise UsageRefusal(f"The name {output} does not say the format: end it in .md, .html or .pdf, or add --format.")
    for known in kind.formats:
        if wanted == known:
            return known
    raise UsageRefusal(f"--format takes {', '.join(kind.formats[:-1])} or {kind.formats[-1]}, not {wanted!r}.")
