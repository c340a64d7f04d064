"""How proposals, their queue and their templates look in a terminal. For the practice alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from msptool.alignment.finding_view import area_name
from msptool.proposals.model import PHASES, Proposal, Template
from msptool.proposals.pricing import Priced, Totals, expected, taken
from msptool.proposals.queue import Queued, in_work
from msptool.words import counted
from msptool.workspace.log import Commit

_TURNS = {"design-desk": "Design Desk", "vcio": "vCIO", "client": "client"}


def template_table(templates: Iterable[Template]) -> RenderableType:
    """Each template with its title, how much it holds and what it counts."""
    out = _table("template", "title", "steps", "lines", "hours", "counts")
    for each in templates:
        scaled = sorted({line.per for line in (*each.timeline, *each.equipment) if line.per is not None})
        own = sum(expected(work.hours) for work in each.timeline if work.per is None)
        more = "+" if any(work.per is not None for work in each.timeline) else ""
        out.add_row(
            Text(each.id, style="bold"), Text(each.title), str(len(each.steps)), str(len(each.equipment)),
            f"{float(own):g}{more}", ", ".join(f"{name}s" for name in scaled) or "-",
        )  # fmt: skip
    return out


def proposal_table(found: Sequence[tuple[Proposal, str, Totals]], *, one_client: bool) -> RenderableType:
    """A line for each proposal: how it stands and what it offers, with tax."""
    out = _table(*([] if one_client else ["client"]), "id", "title", "status", "v", "due", "once", "monthly", "yearly")
    for proposal, currency, totals in found:
        out.add_row(
            *([] if one_client else [Text(proposal.client)]), Text(proposal.id, style="bold"), Text(proposal.title),
            Text(proposal.status, style=_style(proposal)), str(proposal.version), str(proposal.due or "-"),
            *(_sum(each.gross, currency) for each in (totals.once, totals.monthly, totals.annual)),
        )  # fmt: skip
    return out


def queue_text(found: Sequence[Queued], today: date) -> RenderableType:
    """The queue in the vCIO's order: whose turn it is, and what is late or runs out."""
    out = _table("priority", "client", "proposal", "turn", "by", "")
    for each in found:
        proposal, turn = each.proposal, each.turn
        who = f"{_TURNS[turn.role]}{f', {turn.person}' if turn.person else ''}"
        name = Text.assemble(
            proposal.title, (f"  {proposal.id}", "dim"), (f"  {proposal.status} v{proposal.version}", "dim")
        )
        out.add_row(
            str(proposal.priority or "-"), Text(each.client.name), name, Text(who), str(each.due or "-"),
            Group(*_remarks(each, today)),
        )  # fmt: skip
    drafts = in_work(found)
    said = ", ".join(f"{name} {number}" for name, number in drafts.items())
    return Group(out, *([Text(f"Drafts in work: {said}.", style="dim")] if drafts else []))


def proposal_text(
    proposal: Proposal, found: Priced, people: Mapping[str, str], commit: Commit | None
) -> RenderableType:
    """The whole proposal as the practice reads it."""
    head = Text.assemble((proposal.title, "bold"), f"  {proposal.client}/{proposal.id}")
    parts: list[RenderableType] = [head, *(Text(f"  {fact}", style="dim") for fact in _facts(proposal, people, commit))]
    for title, text in (("", proposal.summary), ("Why", proposal.reason), ("Notes", proposal.notes)):
        if text:
            parts += [Text(""), *([Text(title, style="bold cyan")] if title else []), Text(text)]
    parts += _listed(
        "Steps", [f"{each.text}  ({area_name(each.area)}{_of(each.option)})" for each in proposal.steps], number=True
    )
    parts += _listed("Timeline", list(_timeline(found)))
    parts += _listed("Equipment", list(_equipment(found)))
    parts += _listed(
        "Resources",
        [
            f"{each.who}: {each.purpose}  ({each.kind}{', internal' if each.internal else ''})"
            for each in proposal.resources
        ],
    )
    parts += _listed("Assumptions", proposal.assumptions)
    parts += _listed("Not included", proposal.exclusions)
    parts += _listed("Options", list(_options(found)))
    parts += [
        Text(""),
        Text("Price", style="bold cyan"),
        totals_table([("", found.totals(taken(proposal, found)))], found.terms.currency),
    ]
    parts += _listed(
        "Versions",
        [_version_line(each.version, each.on, each.sent, each.total, each.reason) for each in proposal.history],
    )
    parts += _listed(
        "Progress",
        [f"{each.on}  {each.status} v{each.version}{_said(each.by, each.reason)}" for each in proposal.progress],
    )
    return Group(*parts)


def totals_table(rows: Sequence[tuple[str, Totals]], currency: str) -> Table:
    """What the client pays, without and with tax, by way of billing."""
    out = _table("", "without tax", "tax", f"with tax ({currency})")
    for name, totals in rows:
        for label, amounts in (
            ("once", totals.once), ("a month", totals.monthly), ("a year", totals.annual), ("first year", totals.first_year),
        ):  # fmt: skip
            if amounts.net or label == "first year":
                said = f"{name} {label}" if len(rows) > 1 else label
                out.add_row(said, *(f"{each:,.2f}" for each in (amounts.net, amounts.tax, amounts.gross)))
    return out


def _table(*names: str) -> Table:
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    numbers = {"steps", "lines", "hours", "v", "once", "monthly", "yearly", "without tax", "tax", "priority"}
    for name in names:
        right = name in numbers or name.startswith("with tax")
        ids = name in ("template", "id", "due", "by")
        out.add_column(name, justify="right" if right else "left", no_wrap=right or ids, overflow="fold")
    return out


def _sum(amount: object, currency: str) -> str:
    return f"{currency} {amount:,.2f}" if amount else "-"


def _style(proposal: Proposal) -> str:
    return {"accepted": "green", "declined": "red", "withdrawn": "dim", "sent": "cyan"}.get(proposal.status, "")


def _remarks(each: Queued, today: date) -> Iterator[Text]:
    if each.days_late:
        what = "the offer ran out" if each.proposal.status == "sent" else "late"
        yield Text(f"{what}, {counted(each.days_late, 'day')}", style="bold red")
    if each.proposal.status == "ready" and each.since is not None:
        yield Text(f"waits to be sent, {counted((today - each.since).days, 'day')}", style="yellow")
    for items, said, style in ((each.run_out, "ran out", "red"), (each.running_out, "runs out", "yellow")):
        if items:
            first = min(items, key=lambda item: item.price_until or date.max)
            more = f" (and of {counted(len(items) - 1, 'other line')})" if len(items) > 1 else ""
            yield Text(f"the price of '{first.name}'{more} {said} on {first.price_until}", style=style)
    if each.proposal.priority is None:
        yield Text("no priority yet", style="dim")


def _facts(proposal: Proposal, people: Mapping[str, str], commit: Commit | None) -> Iterator[str]:
    begun = proposal.begun
    sent = f"sent {begun.sent}, stands until {begun.valid_until}" if begun and begun.sent else ""
    status = "" if proposal.status == "sent" and sent else proposal.status
    yield ", ".join(filter(None, (f"version {proposal.version}", status, sent)))
    by = f" by {people.get(proposal.requested_by, proposal.requested_by)}" if proposal.requested_by else ""
    writer = f", written by {people.get(proposal.designer, proposal.designer)}" if proposal.designer else ""
    order = f"priority {proposal.priority}, " if proposal.priority else ""
    due = f", due {proposal.due}" if proposal.due else ""
    yield f"{order}requested {proposal.requested}{by}{due}{writer}"
    if proposal.start or proposal.finish:
        yield f"project {proposal.start or '?'} to {proposal.finish or '?'}"
    if proposal.recommendations:
        yield f"carries out {', '.join(proposal.recommendations)}"
    if proposal.chosen:
        yield f"the client chose {', '.join(proposal.chosen)}"
    if commit is not None:
        yield f"as of commit {commit.id[:10]}, {commit.day}: {commit.subject}"


def _timeline(found: Priced) -> Iterator[str]:
    for part in found.parts:
        for each in part.work:
            weeks = f"week {each.work.week}" + (
                f"-{each.work.week + each.work.weeks - 1}" if each.work.weeks > 1 else ""
            )
            where = f"{area_name(each.work.area)}, {weeks}{_of(each.work.option)}"
            yield f"{PHASES[each.work.phase]}: {each.work.title}  {float(each.hours):g} h  ({where})"


def _equipment(found: Priced) -> Iterator[str]:
    for part in found.parts:
        for each in part.items:
            item = each.item
            more = f", {item.billing}" if item.billing != "once" else ""
            yield f"{float(item.quantity):g} x {item.name}, {each.unit_price:,.2f} each  ({item.kind}{more}{_of(item.option)})"


def _options(found: Priced) -> Iterator[str]:
    for part in found.options:
        if part.option is not None:
            totals = part.totals
            once, monthly, annual = totals.once.gross, totals.monthly.gross, totals.annual.gross
            price = [
                f"{amount:,.2f}{unit}"
                for amount, unit in ((once, ""), (monthly, " a month"), (annual, " a year"))
                if amount
            ]
            advised = ", recommended" if part.option.recommended else ""
            yield f"{part.option.title}: {' + '.join(price) or 'no charge'}  ({part.option.id}, {part.option.choice}{advised})"


def _listed(title: str, lines: Sequence[str], *, number: bool = False) -> list[RenderableType]:
    if not lines:
        return []
    marks = [f"{place}." if number else "-" for place in range(1, len(lines) + 1)]
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", no_wrap=True, min_width=4)
    grid.add_column(overflow="fold")
    for mark, line in zip(marks, lines, strict=True):
        grid.add_row(mark, Text(line))
    return [Text(""), Text(title, style="bold cyan"), grid]


def _version_line(version: int, on: date, sent: date | None, total: object, reason: str) -> str:
    return (
        f"v{version} {on}{f', sent {sent}' if sent else ''}{f', {total:,.2f}' if total is not None else ''}: {reason}"
    )


def _said(by: str, reason: str) -> str:
    return f"{f', {by}' if by else ''}{f': {reason}' if reason else ''}"


def _of(option: str | None) -> str:
    return f", option {option}" if option else ""
