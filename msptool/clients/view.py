"""How clients look in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.clients.agreements import Row, Visiting
from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.people.register import name_of
from msptool.words import counted
from msptool.workspace.settings import Settings


def client_table(clients: Iterable[Client], people: Mapping[str, Person]) -> Table:
    """Id, name, TAM, vCIO and tags; the ids are never cut."""
    found = list(clients)
    longest = max((len(client.id) for client in found), default=0)
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name in ("id", "name", "status", "TAM", "vCIO", "tags"):
        out.add_column(name, no_wrap=name == "id", min_width=longest if name == "id" else None)
    for client in found:
        team = client.team
        out.add_row(
            Text(client.id),
            Text(client.name),
            client.status,
            Text(name_of(people, team.tam)),
            Text(name_of(people, team.vcio)),
            Text(", ".join(client.tags)),
        )
    return out


_NAMES = ("customer", "sales", "vCIO", "technician")
_WIDE = 112


def agreement_chart(rows: Iterable[Row], currency: str, today: date, width: int) -> RenderableType:
    """The manual's chart with recommended days beside the agreed ones, and totals.

    In a terminal too narrow for its twelve columns each client is a block of lines, so that nothing is cut.
    """
    found = list(rows)
    if not found:
        return Text("No client is served yet: write clients/CLIENT/client.yaml.")
    money = f"{currency} a month"
    total = sum((row.client.agreement.mrr for row in found if row.client.agreement), Decimal(0))
    lines = [_chart_line(row, money, today) for row in found]
    totals = {
        "customer": counted(len(found), "client"),
        "days": str(sum(row.visits.planned for row in found)),
        "advised": str(sum(row.visits.recommended for row in found)),
        "seats": str(_total(found, "seats")), "servers": str(_total(found, "servers")), "GB": f"{_total(found, 'storage_gb'):,}",
        money: f"{total:,.2f}",
    }  # fmt: skip
    chart = _chart_table(lines, totals, money) if width >= _WIDE else _chart_blocks(lines, totals)
    return Group(chart, Text(""), Text("Why so many are advised", style="bold"), *_reasons(found))


def _reasons(rows: Iterable[Row]) -> Iterator[RenderableType]:
    """Each reason with the clients that it holds for, and the number advised to each."""
    grouped: dict[str, list[str]] = {}
    for row in rows:
        grouped.setdefault(row.visits.reason, []).append(f"{row.client.name} {row.visits.recommended}")
    for reason, clients in grouped.items():
        yield Padding(Text.assemble((f"{reason}: ", "dim"), ", ".join(clients)), (0, 0, 0, 2), expand=False)


def _chart_table(lines: list[dict[str, str]], totals: dict[str, str], money: str) -> Table:
    out = Table(
        box=None, padding=(0, 1, 0, 0), header_style="bold", show_edge=False, show_footer=True, footer_style="bold"
    )
    for name in (*_NAMES, "days", "advised", "seats", "servers", "GB", money, "starts", "expires"):
        is_name = name in _NAMES
        widest = max(len(text) for text in (name, totals.get(name, ""), *(line[name] for line in lines)))
        right = name in totals and not is_name
        out.add_column(
            name,
            footer=totals.get(name, ""),
            justify="right" if right else "left",
            min_width=None if is_name else widest,
            no_wrap=not is_name,
        )
    for line in lines:
        out.add_row(*(Text(value, style="yellow" if value.endswith("(over)") else "") for value in line.values()))
    return out


def _chart_blocks(lines: list[dict[str, str]], totals: dict[str, str]) -> Group:
    blocks: list[RenderableType] = []
    for line in [*lines, totals]:
        people = "  ".join(f"{name} {line[name] or '-'}" for name in _NAMES[1:] if name in line)
        facts = "  ".join(f"{name} {value}" for name, value in line.items() if name not in _NAMES)
        blocks += [Text(line["customer"], style="bold"), *([Padding(Text(people), (0, 0, 0, 2))] if people else [])]
        blocks.append(Padding(Text(facts), (0, 0, 0, 2)))
    return Group(*blocks)


def _chart_line(row: Row, money: str, today: date) -> dict[str, str]:
    agreement, visits = row.client.agreement, row.visits
    line = {
        "customer": row.client.name, "sales": row.sales, "vCIO": row.vcio, "technician": row.tam,
        "days": "-" if visits.agreed is None else str(visits.agreed), "advised": str(visits.recommended),
    }  # fmt: skip
    if agreement is None:
        return line | dict.fromkeys(("seats", "servers", "GB", money, "starts", "expires"), "-")
    over = agreement.ends is not None and agreement.ends < today
    return line | {
        "seats": str(agreement.seats), "servers": str(agreement.servers), "GB": f"{agreement.storage_gb:,}",
        money: f"{agreement.mrr:,.2f}", "starts": str(agreement.starts),
        "expires": f"{agreement.ends or '-'}{' (over)' if over else ''}",
    }  # fmt: skip


def client_details(
    client: Client,
    people: Mapping[str, Person],
    visiting: Visiting,
    reasons: Mapping[str, str | None],
    settings: Settings,
) -> RenderableType:
    """One client for reading."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="bold")
    grid.add_column()
    team = client.team
    grid.add_row(
        "team",
        Text(
            f"TAM {name_of(people, team.tam) or '-'}, vCIO {name_of(people, team.vcio) or '-'}, sales {name_of(people, team.sales) or '-'}"
        ),
    )
    if (agreement := client.agreement) is not None:
        money = f"{settings.practice.currency} {agreement.mrr:,.2f} a month"
        dates = f"{agreement.starts} to {agreement.ends or 'open'}"
        grid.add_row("agreement", f"{agreement.service_model}, {dates}, {money}")
        grid.add_row(
            "size",
            f"{counted(agreement.seats, 'seat')}, {counted(agreement.servers, 'server')}, {agreement.storage_gb:,} GB",
        )
    agreed = f", agreed {visiting.agreed}" if visiting.agreed is not None else ""
    grid.add_row("visits a year", f"advised {visiting.recommended} ({visiting.reason}){agreed}")
    technologies = settings.all_technologies
    grid.add_row("technologies", Text(", ".join(technologies.get(each, each) for each in client.technologies) or "-"))
    grid.add_row("tags", Text(", ".join(client.tags) or "-"))
    for contact in client.contacts:
        grid.add_row(
            contact.role,
            Text(
                " ".join(
                    part
                    for part in (contact.name, contact.title and f"({contact.title})", contact.email, contact.phone)
                    if part
                )
            ),
        )
    for site in client.sites:
        grid.add_row("site", Text(f"{site.name}{': ' if site.address else ''}{site.address}"))
    applies = sum(reason is None for reason in reasons.values())
    grid.add_row("standards", f"{applies} of {len(reasons)} apply")
    for exemption in client.exemptions:
        what = exemption.standard or exemption.category or exemption.tag
        grid.add_row(
            "exempt", Text(f"{what} until {exemption.until or 'further notice'} ({exemption.by}): {exemption.reason}")
        )
    if client.notes:
        grid.add_row("notes", Text(client.notes))
    return Group(Text(f"{client.name} ({client.id}, {client.status})", style="bold cyan"), grid)


def _total(rows: Iterable[Row], name: str) -> int:
    return sum(getattr(row.client.agreement, name) for row in rows if row.client.agreement)


def technology_table(rows: Iterable[Mapping[str, Any]]) -> Table:
    """Each technology with how many standards ask for it and how many clients have it."""
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name in ("technology", "name", "standards", "clients"):
        out.add_column(name, justify="right" if name in ("standards", "clients") else "left", no_wrap=True)
    for row in rows:
        out.add_row(Text(row["id"]), Text(row["name"]), str(row["standards"] or "-"), str(row["clients"] or "-"))
    return out
