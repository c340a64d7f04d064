"""The two things that open over the question: the choice of a delivery area, and the help."""

from __future__ import annotations

from rich.console import Group
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from msptool.reviews.screen_keys import help_table
from msptool.reviews.screen_look import Look
from msptool.standards.model import AREAS

TAKE_BACK = ""
_CLOSING = "Everything is saved at once. Hold Shift to select text with the mouse."


class AreaChoice(ModalScreen[str]):
    """Choose a delivery area by one key: gives its id, `TAKE_BACK`, or nothing when cancelled."""

    BINDINGS = [
        *(Binding(str(number), f"choose('{area}')", show=False, priority=True) for number, area in enumerate(AREAS, 1)),
        Binding("h,H,0", "choose('')", show=False, priority=True),
        Binding("escape,q", "cancel", show=False, priority=True),
    ]

    def __init__(self, look: Look, current: str | None, usual: str | None) -> None:
        super().__init__()
        self._look = look
        self._current = current
        self._usual = usual

    def compose(self) -> ComposeResult:
        """The areas, the one chosen marked, and the one that usually follows up named."""
        table = Table.grid(padding=(0, 2, 0, 0))
        for number, area in enumerate(AREAS, 1):
            self._add(table, str(number), AREAS[area], chosen=area == self._current, remark=self._remark(area))
        self._add(table, "h", "Nobody: take it back" if self._current else "Nobody", chosen=False, remark="")
        with Vertical() as box:
            box.border_title = "Hand over to"
            box.border_subtitle = "Esc cancels"
            yield Static(table)

    def _remark(self, area: str) -> str:
        return "chosen" if area == self._current else "the usual one" if area == self._usual else ""

    def _add(self, table: Table, key: str, name: str, *, chosen: bool, remark: str) -> None:
        style = self._look.strong if chosen else ""
        table.add_row(Text(key, style=self._look.accent), Text(name, style=style), Text(remark, style=self._look.muted))

    def action_choose(self, area: str) -> None:
        """Give the area; the one that was chosen already is taken back."""
        self.dismiss(TAKE_BACK if area == self._current else area)

    def action_cancel(self) -> None:
        """Give nothing."""
        self.dismiss(None)


class Help(ModalScreen[None]):
    """Every key; any key closes it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def compose(self) -> ComposeResult:
        """The table of keys."""
        with Vertical() as box:
            box.border_title = "Keys"
            box.border_subtitle = "any key closes"
            yield Static(Group(help_table(self._look), Text(), Text(_CLOSING, style=self._look.muted)))

    def on_key(self) -> None:
        """Close."""
        self.dismiss(None)
