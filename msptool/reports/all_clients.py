"""`msptool report KIND --all-clients`: the same report for every client, each in its own file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import typer

from msptool.clients.register import require_clients
from msptool.reports.kinds import Format, ReportKind, Request
from msptool.reports.render import render
from msptool.terminal import Invocation
from msptool.words import counted
from msptool.workspace.files import write_output
from msptool.workspace.problems import Refusal, UsageRefusal


def write_all(
    run: Invocation, kind: ReportKind, request: Request, shape: Format, folder: Path | None, *, as_json: bool
) -> None:  # fmt: skip
    """Write `FOLDER/CLIENT.SHAPE` for every client of today, and say after each how far it is.

    A client for which there can be no report is named on stderr with the reason. Refuses a kind that is not about a
    client, a client or a review that is named besides, and a folder that is none.
    """
    if not kind.needs_client or kind.about == "proposal":
        raise UsageRefusal(f"The {kind.name} report is not one for each client: leave out --all-clients.")
    if as_json or request.client is not None or request.review is not None:
        raise UsageRefusal(
            "--all-clients takes neither a client nor --review nor --json: it writes a file for each client."
        )
    if folder is None:
        raise UsageRefusal("--all-clients writes a file for each client: name the folder with --output DIR.")
    if folder.exists() and not folder.is_dir():
        raise UsageRefusal(f"{folder} is a file: name a folder.")
    if folder.suffix.lower() in (".html", ".md", ".pdf") and not folder.exists():
        raise UsageRefusal(
            f"{folder} would be a folder: name it without {folder.suffix}, and say the format with --format."
        )
    clients = [each for each in require_clients(request.workspace.source).values() if each.is_current]
    written = 0
    for number, client in enumerate(clients, 1):
        path = folder / f"{client.id}.{shape}"
        try:
            found = kind.build(replace(request, client=client.id))
        except Refusal as refusal:
            run.remark(f"{number} of {len(clients)}  {client.id}: left out. {refusal}")
            continue
        write_output(path, _content(request, kind, shape, found.context))
        written += 1
        run.remark(f"{number} of {len(clients)}  {path}")
        for remark in found.remarks:
            run.remark(f"  {remark}")
    typer.echo(f"{counted(written, 'report')} in {folder}")


def _content(request: Request, kind: ReportKind, shape: Format, context: object) -> bytes:
    if shape != "pdf":
        return render(request.workspace, f"{kind.name}.{shape}.j2", context).encode()
    from msptool.reports.pdf import pdf

    return pdf(render(request.workspace, f"{kind.name}.html.j2", context))
