"""`msptool kpi exception`: what is not patched for a while, and until when."""

from __future__ import annotations

from typing import Annotated

import typer

from msptool.arguments import ClientId
from msptool.terminal import invocation, parse_day, print_json
from msptool.workspace.problems import UsageRefusal


def exception(
    ctx: typer.Context,
    client: ClientId,
    identifier: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Its id, such as old-till; without it they are listed.")
    ] = None,
    covers: Annotated[str | None, typer.Option(help="What stays unpatched: this makes a new exception.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    by: Annotated[str | None, typer.Option(help="Who agreed, by role or name.")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The last day, of a new one or a new last day.")
    ] = None,
    closed: Annotated[bool, typer.Option("--closed", help="It was patched after all.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Exceptions from patching: list them, agree one until a day, agree it for longer, or close it."""
    from msptool.clients.register import require_client
    from msptool.kpis.defining import plan_exception, plan_exception_change
    from msptool.kpis.register import load_exceptions
    from msptool.workspace.writes import write

    run = invocation(ctx)
    workspace = run.workspace
    require_client(workspace.source, client)
    if identifier is None:
        found = load_exceptions(workspace.source, client)
        if as_json:
            print_json(
                "kpi-exceptions",
                client=client,
                exceptions=[each.model_dump(mode="json", exclude={"client"}) for each in found],
            )
            return
        from msptool.kpis.view import exception_table

        if found:
            run.console().print(exception_table(found, run.today))
        else:
            run.remark(f"{client} has no exception from patching.")
        return
    last = parse_day(until) if until else None
    if covers is not None:
        if last is None or not (reason or "").strip() or not (by or "").strip():
            raise UsageRefusal(
                "A new exception needs --reason, --by and --until: nothing stays unpatched without an end."
            )
        planned = plan_exception(
            workspace.root, client, identifier, covers=covers, reason=reason or "", by=by or "", since=run.today, until=last
        )  # fmt: skip
    elif last is None and not closed:
        raise UsageRefusal(
            "Say what to do: --covers makes a new exception, --until moves its last day, --closed ends it."
        )
    else:
        planned = plan_exception_change(
            workspace.root, client, identifier, until=last, closed=run.today if closed else None
        )
    written = write(planned)
    if as_json:
        print_json("kpi-exception", path=planned.path, written=bool(written))
    else:
        typer.echo(f"Wrote {planned.path}." if written else f"{planned.path} says so already.")
