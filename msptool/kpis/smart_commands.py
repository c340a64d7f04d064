"""`msptool kpi smart`: the smart numbers, and what less noise would free."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from msptool.terminal import invocation, print_json
from msptool.workspace.problems import UsageRefusal

_MOST = Decimal(100)


def smart(
    ctx: typer.Context,
    what_if: Annotated[
        str | None,
        typer.Option("--what-if-rhem", metavar="STEP", help="What RHEM changed by so much would free, such as -0.05."),
    ] = None,
    period: Annotated[
        str | None, typer.Option(metavar="YYYY-MM", help="Otherwise the last month that is over.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """AISP, MRR and RHEM; what hangs on each TAM; which accounts are good; the delivery areas and their time."""
    from msptool.kpis.figures import Figures
    from msptool.kpis.periods import last_whole_month, parse_month
    from msptool.kpis.smart import smart as smart_of

    run = invocation(ctx)
    month = parse_month(period, run.today) if period else last_whole_month(run.today)
    found = smart_of(Figures.of(run.workspace), month, _step(what_if) if what_if is not None else None)
    settings = run.workspace.settings
    if as_json:
        from msptool.kpis.smart_data import smart_data

        print_json("kpi-smart", **smart_data(found, settings.practice.currency))
        return
    from msptool.kpis.smart_view import smart_text

    console = run.console()
    console.print(smart_text(found, settings, console.width))


def _step(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite() or found == 0 or abs(found) > _MOST:
        raise UsageRefusal(f"--what-if-rhem takes a change such as -0.05, not {text!r}.")
    return found
