"""`msptool evidence ...`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msptool.arguments import ClientId, client_ids
from msptool.terminal import invocation, parse_day, print_json
from msptool.words import counted
from msptool.workspace.problems import unknown

app = typer.Typer(help="Results of tools that answer standards.", no_args_is_help=True, rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A result of ScubaGear or ScubaGoggles, or a tool's export.")
    ],
    client: Annotated[str, typer.Option("--client", metavar="CLIENT", autocompletion=client_ids, help="Whose it is.")],
    tool: Annotated[str, typer.Option(metavar="NAME", help="A tool of 'evidence.tools' in msptool.yaml.")] = "",
    version: Annotated[
        str, typer.Option(metavar="TEXT", help="The tool's version, where the file does not say it.")
    ] = "",
    taken: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="When the tool looked, where the file does not say it.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="PERSON", help="Who imports it; otherwise the client's TAM.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep a copy in .msptool/evidence/, outside git.")] = False,
    other_tenant: Annotated[
        bool, typer.Option("--other-tenant", help="It is of another tenant than the client's evidence so far.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be proposed; write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take a tool's results as evidence. It proposes answers; the TAM accepts them in the review, one by one."""
    from msptool.clients.register import require_client
    from msptool.exchange.evidence.data import evidence_data, proposals_data
    from msptool.exchange.evidence.importing import Wish, plan_import, write_import
    from msptool.people.register import require_person
    from msptool.standards.library import require_library

    run = invocation(ctx)
    whose = require_client(run.workspace.source, client)
    person = require_person(run.workspace.source, by) if by else None
    day = parse_day(taken, "--taken takes a date") if taken else None
    wish = Wish(tool, version, day, person.id if person else whose.team.tam, keep, other_tenant)
    found = plan_import(run.workspace, require_library(run.workspace.source), whose, file, wish, run.progress)
    written = None if dry_run else write_import(run.workspace, found)
    for remark in found.remarks:
        run.remark(remark)
    if as_json:
        print_json(
            "evidence-import", client=client, **evidence_data(found.evidence), unnamed_checks=found.unnamed,
            **proposals_data(found.proposals), written=written,
        )  # fmt: skip
        return
    from msptool.exchange.evidence.view import proposals_text

    evidence = found.evidence
    about = f" of {evidence.subject.name}" if evidence.subject.name else ""
    typer.echo(
        f"{evidence.title}{about}: {counted(len(evidence.checks), 'check')} that standards name, {found.unnamed} others."
    )
    if found.proposals:
        run.console().print(proposals_text(found.proposals))
    else:
        run.remark(f"No standard that applies to {whose.name} names a check of this file in 'decided_by'.")
    if written:
        again = " again" if found.again else ""
        run.remark(
            f"Wrote {written}{again}. 'msptool review start {client} --evidence' asks what it answers; e accepts an answer."
        )


@app.command()
def show(
    ctx: typer.Context,
    client: ClientId,
    record: Annotated[str | None, typer.Argument(metavar="[RECORD]", help="One record, with every check.")] = None,
    as_json: AsJson = False,
) -> None:
    """The evidence that is kept of a client, how old it is, and what it proposes today."""
    from msptool.clients.register import require_client
    from msptool.exchange.evidence.data import checks_data, evidence_data, proposals_data
    from msptool.exchange.evidence.importing import file_state
    from msptool.reviews.evidence.register import require_evidence
    from msptool.reviews.record import answers_given, by_standard, require_reviews
    from msptool.reviews.store import proposals_of
    from msptool.standards.library import require_library

    run = invocation(ctx)
    workspace = run.workspace
    whose, library = require_client(workspace.source, client), require_library(workspace.source)
    known = require_evidence(workspace.source, client)
    if record is not None:
        one = next((each for each in known if each.id == record), None)
        if one is None:
            raise unknown(f"There is no evidence {record!r} of {whose.name}.", record, [each.id for each in known])
        if as_json:
            state = file_state(workspace, one)
            print_json(
                "evidence-record", client=client, **evidence_data(one), file_state=state, checks=checks_data(one)
            )
            return
        from msptool.exchange.evidence.view import record_text

        run.console().print(record_text(one, library, file_state(workspace, one)))
        return
    given = by_standard(answers_given(require_reviews(workspace.source, client)))
    found = proposals_of(workspace, whose, library, given, known)
    if as_json:
        records = [{**evidence_data(each), "file_state": file_state(workspace, each)} for each in known]
        print_json("evidence", client=client, records=records, **proposals_data(found))
        return
    if not known:
        run.remark(
            f"There is no evidence of {whose.name} yet: 'msptool evidence import FILE --client {client}' takes some."
        )
        return
    from msptool.exchange.evidence.view import proposals_text, records_table

    rows = [(each, (run.today - each.taken.date()).days, file_state(workspace, each)) for each in known]
    run.console().print(records_table(rows))
    if found:
        typer.echo("")
        run.console().print(proposals_text(found))
