"""The visit day on the full screen: what was brought, done and left, and the next visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from msptool.clients.model import Client
from msptool.reviews.model import Ticket
from msptool.reviews.screen_base import Pane, SessionScreen
from msptool.reviews.screen_keys import VISIT, bindings_of
from msptool.reviews.screen_look import Look
from msptool.reviews.screen_text import clean, one_line
from msptool.reviews.session import Session


@dataclass(frozen=True, slots=True)
class Part:
    """One field of the visit."""

    key: str
    label: str
    kind: Literal["texts", "tickets", "line"] = "texts"


UNRESOLVED = Part("unresolved", "Left for the Service Desk")
NEXT_VISIT = Part("next_visit", "Next visit", "line")
SUMMARY = Part("summary", "Summary for the client", "line")
DAY = (
    ("Morning meeting", (Part("our_items", "We bring"), Part("client_items", "The client brings"))),
    ("Proactive work", (Part("maintenance", "Maintenance done"), Part("tools_checked", "Tools checked"))),
    ("Reactive work", (Part("tickets", "Tickets", "tickets"), Part("changes", "Moves, adds, changes", "tickets"))),
    ("Afternoon meeting", (UNRESOLVED, NEXT_VISIT, SUMMARY)),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line that the cursor stops at: a field, or one item of its list."""

    part: Part
    index: int | None = None


class VisitScreen(SessionScreen):
    """Fill in today's visit; every change is on disk at once."""

    KEYS = VISIT
    BINDINGS = [
        *bindings_of(VISIT),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("backspace", "remove", show=False, priority=True),
        Binding("q,v,Q,V", "leave_now", show=False, priority=True),
    ]

    def __init__(self, session: Session, client: Client, look: Look) -> None:
        super().__init__(session, client, look)
        self._cursor = 0

    def compose(self) -> ComposeResult:
        """The day, between the lines that every screen of the session has."""
        with Vertical():
            yield from self.compose_head()
            yield Pane("visit")
            yield from self.compose_foot()

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.draw()

    @property
    def rows(self) -> list[Row]:
        """The lines that the cursor stops at, from top to bottom."""
        return [row for _, parts in DAY for part in parts for row in self._rows_of(part)]

    def _rows_of(self, part: Part) -> list[Row]:
        items = [] if part.kind == "line" else [Row(part, index) for index in range(len(self._items(part)))]
        return [Row(part), *items]

    def _items(self, part: Part) -> list[Any]:
        found = getattr(self.session.today_visit, part.key)
        return [each.model_dump() if isinstance(each, Ticket) else each for each in found]

    def draw(self) -> None:
        """Draw the day, with the line at the cursor in view."""
        rows = self.rows
        self._cursor = max(0, min(self._cursor, len(rows) - 1))
        lines: list[RenderableType] = []
        at = 0
        for heading, parts in DAY:
            lines.append(Text(heading, style=self.look.accent))
            for row in (row for part in parts for row in self._rows_of(part)):
                here = row == rows[self._cursor]
                at = len(lines) if here else at
                lines.append(self._line(row, here))
            lines.append(Text())
        self.draw_head(f"Visit day {self.session.today}")
        pane = self.query_one("#visit", Pane)
        pane.show(Group(*lines), top=False)
        pane.call_after_refresh(pane.keep_in_view, at)
        self.show_keys()

    def _line(self, row: Row, here: bool) -> RenderableType:
        style = f"{self.look.accent} reverse" if here else ""
        if row.index is not None:
            item = Text("    ", no_wrap=True, overflow="ellipsis")
            return item.append(f" {_item_line(self._items(row.part)[row.index])} ", style=style)
        value = getattr(self.session.today_visit, row.part.key)
        shown = clean(str(value)) if value and row.part.kind == "line" else "" if value else "–"
        table = Table.grid(padding=(0, 1, 0, 0), expand=True)
        table.add_column(width=32, no_wrap=True)
        table.add_column(ratio=1, overflow="fold")
        table.add_row(Text("  ").append(f" {row.part.label} ", style=style), Text(shown))
        return table

    def action_move(self, steps: int) -> None:
        """Move the cursor."""
        self._cursor = max(0, min(self._cursor + steps, len(self.rows) - 1))
        self.draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Esc closes the line for input, and then the visit."""
        return action == "leave" or super().check_action(action, parameters)

    def action_leave(self) -> None:
        """Close the line for input, else go back to the review."""
        if self.asking:
            self.action_cancel()
        else:
            self.dismiss()

    def action_leave_now(self) -> None:
        """Back to the review."""
        self.dismiss()

    def action_edit(self) -> None:
        """Add to the list at the cursor, or change the item or the line there."""
        row = self.rows[self._cursor]
        if row.part.kind == "tickets":
            self._ask_ticket(row)
        elif row.part.kind == "texts":
            old = "" if row.index is None else str(self._items(row.part)[row.index])
            self.ask(f"{row.part.label}:", old, lambda text: self._put(row, text or None))
        else:
            value = str(getattr(self.session.today_visit, row.part.key) or "")
            if row.part is NEXT_VISIT:
                self.ask("Next visit (YYYY-MM-DD):", value, lambda text: self._set(row.part, text or None))
            else:
                self.ask(f"{row.part.label}:", value, lambda text: self._set(row.part, text))

    def _ask_ticket(self, row: Row) -> None:
        old: dict[str, Any] = {"id": "", "summary": "", "done": False}
        if row.index is not None:
            old = self._items(row.part)[row.index]

        def about(number: str) -> None:
            def put(text: str) -> None:
                self._put(row, {**old, "id": number, "summary": text} if text else None)

            self.ask("What it is about:", old["summary"], put)

        self.ask("Its number in the ticket system, if any:", old["id"], about)

    def action_done(self) -> None:
        """Done, or not done after all."""
        row = self.rows[self._cursor]
        if row.part.kind == "tickets" and row.index is not None:
            old = self._items(row.part)[row.index]
            self.attempt(lambda: self._put(row, {**old, "done": not old["done"]}))

    def action_remove(self) -> None:
        """Take the item at the cursor out of its list."""
        row = self.rows[self._cursor]
        if row.index is not None:
            self.attempt(lambda: self._put(row, None))

    def _put(self, row: Row, value: Any) -> None:
        """Put an item into its list: a new one, another one for the one at the cursor, or None to remove that."""
        items = self._items(row.part)
        if row.index is not None:
            items[row.index : row.index + 1] = [] if value is None else [value]
        elif value is not None:
            items.append(value)
        self._set(row.part, items)

    def _set(self, part: Part, value: Any) -> None:
        self.session.visit(part.key, value)
        self.say(f"Saved: {part.label.lower()}")
        self.draw()


def _item_line(item: Any) -> str:
    if isinstance(item, str):
        return f"· {one_line(item)}"
    number = f"{one_line(item['id'])}  " if item["id"] else ""
    return f"{'[x]' if item['done'] else '[ ]'} {number}{one_line(item['summary'])}"
