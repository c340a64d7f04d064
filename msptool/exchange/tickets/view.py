"""How a push looks in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from msptool.exchange.tickets.pushing import Outcome, State
from msptool.words import counted

_WORDS: dict[State, tuple[str, str]] = {
    "new": ("would be sent", "green"),
    "sent": ("sent", "green"),
    "known": ("sent before", "dim"),
    "refused": ("refused", "bold red"),
    "failed": ("not sent", "bold red"),
    "not-tried": ("not tried", "yellow"),
}


def push_table(outcomes: Sequence[Outcome]) -> Table:
    """A row a ticket: what became of it, the receiver's id, the area, the title, and why it was not taken."""
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name in ("", "id", "for", "ticket"):
        out.add_column(name)
    untried = sum(each.state == "not-tried" for each in outcomes)
    for each in outcomes:
        if each.state == "not-tried":
            continue
        word, style = _WORDS[each.state]
        title = Text(each.ticket.title)
        if each.why:
            title.append(f"\n{each.why}", style="dim")
        out.add_row(Text(word, style=style), Text(each.id or "-"), Text(each.ticket.area_name), title)
    if untried:
        out.add_row(
            Text("not tried", style="yellow"),
            Text("-"),
            Text("-"),
            Text(f"{counted(untried, 'more ticket')}: the push ended before"),
        )
    return out
