"""`msptool kpi ...`: define, record, import, show and check figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from msptool.arguments import client_ids
from msptool.kpis import assess_commands, exception_commands, import_commands, smart_commands
from msptool.terminal import invocation, print_json
from msptool.words import counted
from msptool.workspace.problems import EXIT_PROBLEMS, UsageRefusal

if TYPE_CHECKING:
    from msptool.kpis.periods import Month

app = typer.Typer(
    help="KPIs: what each figure means, its records, and where it stands.", no_args_is_help=True, rich_markup_mode=None
)
app.command(name="import")(import_commands.import_)
app.command(name="exception")(exception_commands.exception)
app.command(name="smart")(smart_commands.smart)
app.command(name="assess")(assess_commands.assess)

Kpi = Annotated[str, typer.Argument(metavar="KPI", help="The KPI's id; 'msptool kpi list' shows them.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_HEAVY_MONTHS = 4


@app.command(name="list")
def list_(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Every KPI: what it means, its formula, its target and where it comes from."""
    from msptool.kpis.definitions import require_kpis

    run = invocation(ctx)
    kpis = require_kpis(run.workspace.source, run.workspace.settings)
    currency = run.workspace.settings.practice.currency
    if as_json:
        from msptool.kpis.data import kpi_data

        print_json("kpi-definitions", currency=currency, kpis=[kpi_data(each) for each in kpis.values()])
        return
    from msptool.kpis.view import definition_list

    run.console().print(definition_list(kpis.values(), currency))


@app.command()
def define(
    ctx: typer.Context,
    kpi: Annotated[str, typer.Argument(metavar="KPI", help="The id of your own KPI, such as phones-locked.")],
    name: Annotated[str | None, typer.Option(help="What people call it.")] = None,
    meaning: Annotated[str | None, typer.Option(help="What it says, in plain language.")] = None,
    unit: Annotated[str | None, typer.Option(metavar="share|count|hours|minutes|money|ratio")] = None,
    numerator: Annotated[str | None, typer.Option(help="What is counted, such as 'phones with a screen lock'.")] = None,
    denominator: Annotated[str | None, typer.Option(help="What it is a part of, such as 'phones'.")] = None,
    direction: Annotated[
        str | None, typer.Option(metavar="up|down|none", help="Whether more or less is better.")
    ] = None,
    target: Annotated[str | None, typer.Option(help="Good from here on; a share is 0 to 1.")] = None,
    watch: Annotated[str | None, typer.Option(help="Not good, and not yet bad, up to here.")] = None,
    level: Annotated[str | None, typer.Option(metavar="client|practice")] = None,
    on_client_page: Annotated[
        bool | None,
        typer.Option("--on-client-page/--internal", help="Whether the monthly report shows it to the client."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a KPI of your own, or change it: practice/kpis/definitions/KPI.yaml."""
    from msptool.kpis.defining import plan_definition
    from msptool.kpis.recording import parse_number
    from msptool.workspace.writes import write

    run = invocation(ctx)
    fields: dict[str, Any] = {
        "name": name, "meaning": meaning, "unit": unit, "numerator": numerator, "denominator": denominator, "direction": direction,
        "target": parse_number(target, "--target") if target else None, "watch": parse_number(watch, "--watch") if watch else None,
        "level": level, "on_client_page": on_client_page,
    }  # fmt: skip
    planned = plan_definition(run.workspace.root, kpi, fields)
    written = write(planned)
    if as_json:
        print_json("kpi-define", kpi=kpi, path=planned.path, written=bool(written))
    else:
        typer.echo(f"Wrote {planned.path}." if written else f"{planned.path} says so already.")


@app.command()
def record(
    ctx: typer.Context,
    kpi: Kpi,
    period: Annotated[
        str, typer.Option(metavar="YYYY-MM", help="The month; a week such as 2026-W44 for what is counted by the week.")
    ],
    numerator: Annotated[str, typer.Option(metavar="N", help="What was counted.")],
    source: Annotated[str, typer.Option(metavar="TEXT", help="Where the figure comes from.")],
    denominator: Annotated[str | None, typer.Option(metavar="D", help="What it is a part of.")] = None,
    client: Annotated[
        str | None,
        typer.Option(metavar="C", autocompletion=client_ids, help="The client's id; without it the practice's figure."),
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="PERSON", help="Who records it.")] = None,
    note: Annotated[str, typer.Option(help="Internal.")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Correct a figure that is recorded already.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write down one figure of one period, with what it is made of and where it comes from."""
    from msptool.clients.register import require_client
    from msptool.kpis.definitions import require_kpi, require_kpis
    from msptool.kpis.model import Record
    from msptool.kpis.neighbours import refuse_logged
    from msptool.kpis.periods import parse_period
    from msptool.kpis.recording import Figure, confirm_change, parse_number, plan_records, refuse_impossible
    from msptool.kpis.register import Records
    from msptool.people.register import require_person
    from msptool.workspace.writes import write

    run = invocation(ctx)
    workspace = run.workspace
    chosen = require_kpi(require_kpis(workspace.source, workspace.settings), kpi)
    who = require_client(workspace.source, client) if client is not None else None
    if by is not None:
        require_person(workspace.source, by)
    figure = Figure(
        chosen, client, parse_period(period, run.today), parse_number(numerator, "--numerator"),
        parse_number(denominator, "--denominator") if denominator is not None else None, source.strip(), by, note.strip(),
    )  # fmt: skip
    refuse_impossible(figure, who, run.today)
    refuse_logged(workspace.source, chosen)
    new = Record(
        numerator=figure.numerator, denominator=figure.denominator, source=figure.source, recorded=run.today, by=by,
        note=figure.note,
    )  # fmt: skip
    there = Records(workspace.source).of(client, figure.period).get(kpi)
    planned = plan_records(workspace.root, client, figure.period, {kpi: new})
    written = write(planned) if confirm_change(there, new, figure.place, replace=replace) else []
    if as_json:
        from msptool.kpis.data import reading_data
        from msptool.kpis.reading import of_record

        print_json(
            "kpi-record",
            path=planned.path,
            written=bool(written),
            **reading_data(of_record(chosen, client, figure.period, new)),
        )
    else:
        typer.echo(f"Wrote {figure.place} to {planned.path}." if written else f"{figure.place} is recorded so already.")


@app.command()
def show(
    ctx: typer.Context,
    client: Annotated[
        str | None,
        typer.Argument(metavar="[CLIENT]", autocompletion=client_ids, help="The client's id; without it the practice."),
    ] = None,
    kpi: Annotated[str | None, typer.Option("--kpi", metavar="KPI", help="Only this one, with every month.")] = None,
    period: Annotated[
        str | None, typer.Option(metavar="YYYY-MM", help="Otherwise the last month that is over.")
    ] = None,
    months: Annotated[
        int | None, typer.Option(min=1, max=60, help="How many months the trend has; otherwise 12.")
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Every KPI: by ticket category too, and those without data.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Where each figure stands: value, target, status, trend, and what moved."""
    from msptool.clients.register import require_client
    from msptool.kpis.definitions import require_kpi
    from msptool.kpis.figures import Figures
    from msptool.kpis.periods import last_whole_month, parse_month
    from msptool.kpis.standing import standing

    run = invocation(ctx)
    who = require_client(run.workspace.source, client) if client is not None else None
    month = parse_month(period, run.today) if period else last_whole_month(run.today)
    figures = Figures.of(run.workspace)
    wanted = [require_kpi(figures.kpis, kpi)] if kpi else list(figures.shown(who, parts=all_ or as_json))
    if kpi and who is not None and wanted[0].level == "practice":
        raise UsageRefusal(f"{kpi} is a figure of the whole practice: leave out the client.")
    currency = run.workspace.settings.practice.currency
    found = [
        standing(figures.series(each, who, _months(month, months, short=each.heavy and who is None and not kpi)), currency)
        for each in wanted
    ]  # fmt: skip
    if as_json:
        from msptool.kpis.data import standing_data

        print_json(
            "kpis",
            client=client,
            period=month.id,
            currency=currency,
            kpis=[standing_data(each, currency) for each in found],
        )
        return
    from msptool.kpis.view import one_text, standings_text

    console = run.console()
    if kpi:
        console.print(one_text(found[0], currency))
        return
    known = [each for each in found if all_ or each.status != "no data"]
    name = who.name if who else run.workspace.settings.practice.name
    console.print(standings_text(known, name, month, currency, console.width))
    if len(known) < len(found):
        left = counted(len(found) - len(known), "KPI")
        run.remark(f"{left} without data: '--all' shows them, 'msptool kpi check' says which are missing.")


def _months(last: Month, many: int | None, *, short: bool) -> list[Month]:
    """Scores of the whole practice take long to compute: without a wish their trend is short."""
    from msptool.kpis.periods import months_until

    return months_until(last, many or (_HEAVY_MONTHS if short else 12))


@app.command()
def check(
    ctx: typer.Context,
    period: Annotated[
        str | None, typer.Option(metavar="YYYY-MM", help="Otherwise the last month that is over.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What is missing for a month, and every figure that cannot be; exits with 1 when there is any."""
    from msptool.kpis.checking import check as problems_of
    from msptool.kpis.periods import last_whole_month, parse_month

    run = invocation(ctx)
    month = parse_month(period, run.today) if period else last_whole_month(run.today)
    missing, impossible = problems_of(run.workspace, month)
    if as_json:
        print_json(
            "kpi-check", period=month.id,
            missing=[{"kpi": each.kpi, "clients": list(each.clients), "practice": each.practice} for each in missing],
            impossible=[{"path": each.path, "kpi": each.kpi, "message": each.message} for each in impossible],
        )  # fmt: skip
    elif missing or impossible:
        from msptool.kpis.view import check_text

        run.console().print(check_text(missing, impossible, month))
    else:
        typer.echo(f"Nothing is missing for {month.label}, and every figure can be.")
    if missing or impossible:
        raise typer.Exit(EXIT_PROBLEMS)
