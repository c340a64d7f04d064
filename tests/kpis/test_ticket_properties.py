"""What holds for any tickets: neither their order nor how they are cut into files changes a figure, and none counts twice."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from msptool.kpis.model import CLIENT_MONTH, ClientMonth, Issue, Record
from msptool.kpis.recording import record_data
from msptool.kpis.tickets.importing import Wish, import_tickets
from msptool.kpis.tickets.model import TicketList
from msptool.kpis.tickets.ticket import ZERO, Ticket, of_line
from msptool.workspace.documents import read_document
from msptool.workspace.edits import render
from msptool.workspace.entities import parse
from msptool.workspace.kpi_settings import TICKET_CATEGORIES
from msptool.workspace.workspace import Workspace

HEAD = "Ticket,Client,Opened,First response,Subject,Category,Asset,Hours\n"
START = datetime(2026, 8, 25)
KEYS = st.text("0123456789abcdef", min_size=10, max_size=10)


@st.composite
def rows(draw: st.DrawFn) -> list[str]:
    """Tickets of two clients around the ends of months, few subjects and assets, so that some come back."""
    found = []
    for number in range(draw(st.integers(1, 25))):
        opened = START + timedelta(minutes=draw(st.integers(0, 70 * 1440)))
        answered = opened + timedelta(minutes=draw(st.integers(0, 500)))
        said = answered.strftime("%Y-%m-%d %H:%M") if draw(st.booleans()) else ""
        cells = (
            str(number), draw(st.sampled_from(["Acme", "Tesso"])), opened.strftime("%Y-%m-%d %H:%M"), said,
            draw(st.sampled_from(["jam", "vpn down", ""])), draw(st.sampled_from(["printer", "network", "thing"])),
            draw(st.sampled_from(["PC-1", ""])), draw(st.sampled_from(["", "0.5", "1.25"])),
        )  # fmt: skip
        found.append(",".join(cells) + "\n")
    return found


def workspace(folder: Path) -> Workspace:
    for name in ("acme", "tesso"):
        (folder / "clients" / name).mkdir(parents=True)
        (folder / "clients" / name / "client.yaml").write_text(f"name: {name.title()}\n", encoding="utf-8")
    (folder / "msptool.yaml").write_text("{}\n", encoding="utf-8")
    return Workspace(folder, date(2026, 11, 16))


def bring(work: Workspace, found: Sequence[str]) -> None:
    file = work.root.parent / f"{work.root.name}.csv"
    file.write_text(HEAD + "".join(found), encoding="utf-8")
    import_tickets(work, file, "x.csv", Wish(), None, lambda _: None, dry_run=False)


def figures(work: Workspace) -> dict[str, str]:
    """All records and lists, without the log of imports."""
    return {
        path.relative_to(work.root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(work.root.rglob("kpis/**/*.yaml"))
        if "imports" not in path.parts
    }


@settings(max_examples=30)
@given(rows(), st.integers(0, 24), st.randoms(use_true_random=False))
def test_order_and_cuts_change_nothing(tmp_path_factory, found: list[str], cut: int, chance: random.Random) -> None:  # type: ignore[no-untyped-def]
    whole, parts = (workspace(tmp_path_factory.mktemp("work")) for _ in range(2))
    bring(whole, found)
    mixed = list(found)
    chance.shuffle(mixed)
    # The second file brings some of the first once more.
    bring(parts, mixed[: cut + 3])
    bring(parts, mixed[cut:] or mixed)
    before = figures(parts)
    assert _without_order(before) == _without_order(figures(whole))
    bring(parts, found)
    assert figures(parts) == before, "the same tickets once more change nothing"


def _without_order(found: dict[str, str]) -> dict[str, list[str]]:
    return {path: sorted(text.splitlines()) for path, text in found.items()}


@given(
    st.builds(
        Ticket, st.text(st.characters(min_codepoint=33, max_codepoint=0x2000, categories=("L", "N", "P")), min_size=1, max_size=80), st.just("acme"),
        st.integers(0, 40_000_000), st.sampled_from(TICKET_CATEGORIES), st.none() | st.integers(0, 99_999_999),
        st.none() | st.integers(0, 99_999_999), st.just("") | KEYS, st.just("") | KEYS,
    )
)  # fmt: skip
def test_a_ticket_comes_back_from_its_line_as_it_was(ticket: Ticket) -> None:
    assert ZERO + timedelta(minutes=ticket.opened)
    assert of_line("acme", ticket.line) == ticket
    assert TicketList(client="acme", id="2026-10", tickets=f"{ticket.line}\n").tickets == f"{ticket.line}\n"


NUMBERS = st.decimals(0, 10**9, places=6) | st.integers(0, 10**11).map(Decimal) | st.decimals(0, 10**9, places=2)


@given(
    st.builds(
        Record, numerator=NUMBERS, denominator=st.none() | NUMBERS, source=st.text(min_size=1, max_size=60).filter(str.isprintable),
        recorded=st.dates(date(1990, 1, 1), date(2100, 1, 1)), by=st.none() | st.just("jim"), cases=st.none() | st.integers(0, 10**6),
        note=st.text(max_size=200).filter(str.isprintable),
        issues=st.lists(st.builds(Issue, issue=st.text(min_size=1, max_size=60).filter(str.isprintable), key=KEYS,
                                  category=st.sampled_from(TICKET_CATEGORIES), times=st.integers(2, 99)), max_size=3).map(tuple),
    )
)  # fmt: skip
def test_a_record_comes_back_from_its_file_as_it_was(record: Record) -> None:
    content = render(CLIENT_MONTH, {"records": {"tickets": record_data(record)}})
    document, problems = read_document(CLIENT_MONTH.path(client="acme", period="2026-10"), content)
    assert problems == []
    assert document is not None
    entry, problems = parse(CLIENT_MONTH, document)
    assert problems == []
    assert entry is not None
    assert entry.entity == ClientMonth(client="acme", period="2026-10", records={"tickets": record})
