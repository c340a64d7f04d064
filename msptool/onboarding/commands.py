"""`msptool schedule onboard`: the first ninety days of a new client."""

from __future__ import annotations

from typing import Annotated

import typer

from msptool.arguments import ClientId
from msptool.terminal import invocation, parse_day, print_json
from msptool.workspace.problems import UsageRefusal


def onboard(
    ctx: typer.Context,
    client: ClientId,
    start: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The first day; otherwise the agreement's.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write the plan into clients/CLIENT/onboarding.yaml.")] = False,
    done: Annotated[
        list[str] | None, typer.Option(metavar="TASK", help="This task was done today; may be repeated.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """The first ninety days of a new client: phases, tasks, base-level reviews, and the baseline."""
    from msptool.alignment.viewpoint import viewpoint
    from msptool.onboarding.baseline import baseline
    from msptool.onboarding.plan import onboarding, tick, write_plan

    run = invocation(ctx)
    if write and done:
        raise UsageRefusal("--write makes the plan and --done ticks a task of it: one after the other.")
    view = viewpoint(run.workspace)
    who = view.client(client)
    found = onboarding(run.workspace, who, parse_day(start) if start else None)
    path = None
    if write:
        path = write_plan(run.workspace, found)
    elif done:
        path = tick(run.workspace, found, done)
    if path is not None:
        found = onboarding(run.workspace, who)
    base = baseline(view, who, found.plan.starts)
    if as_json:
        from msptool.onboarding.data import onboarding_data

        print_json("schedule-onboard", **onboarding_data(found, base, run.today), written=[path] if path else [])
        return
    from msptool.onboarding.view import onboarding_text

    run.console().print(onboarding_text(found, base, run.today))
    if path is not None:
        run.remark(f"Wrote {path}.")
    elif not found.written:
        run.remark("The plan is not written yet: '--write' makes its file.")
