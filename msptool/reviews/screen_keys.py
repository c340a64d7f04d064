"""The keys of the full screen: one table for the bindings, the line at the bottom and the help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text
from textual.binding import Binding, BindingType

from msptool.reviews.screen_look import Look


@dataclass(frozen=True, slots=True)
class Key:
    """A key, what it does, and how badly it is wanted on a narrow line (1 first; 0 is never shown there)."""

    key: str
    label: str
    help: str
    action: str
    also: str = ""
    rank: int = 0

    @property
    def bindings(self) -> Sequence[Binding]:
        """The bindings, in both cases of a letter: caps lock must not cost an answer."""
        names = [_NAMES.get(self.key, self.key), *self.also.split()]
        names += [name.upper() for name in names if len(name) == 1 and name.isalpha()]
        # With priority a key takes effect before the next one is looked at: a text typed right after
        # 'o' cannot be read as answers.
        return [Binding(name, self.action, self.label, show=False, priority=True) for name in names]


REVIEW = (
    Key("y", "yes", "yes, aligned", "answer('yes')", rank=14),
    Key("n", "no", "no, misaligned", "answer('no')", rank=15),
    Key("a", "n/a", "not applicable (reason)", "not_applicable", rank=16),
    Key("s", "next", "next (also ↓ → Enter)", "step(1)", "down right enter", rank=3),
    Key("b", "back", "back (also ↑ ←)", "step(-1)", "up left", rank=4),
    Key("g", "unanswered", "next unanswered", "next_open", rank=12),
    Key("j", "jump", "jump: number, id, words", "jump", rank=10),
    Key("/", "filter", "filter by words", "filter", rank=11),
    Key("PgDn", "", "read on (also Space)", "read_on(1)", "space"),
    Key("PgUp", "", "read back", "read_on(-1)"),
    Key("o", "note", "note", "note", rank=5),
    Key("x", "fixed", "fixed onsite, so yes", "fixed", rank=6),
    Key("e", "evidence", "accept the evidence", "accept"),
    Key("h", "hand over", "hand over to an area", "hand_over", rank=7),
    Key("f", "flag", "flag for the committee", "flag", rank=8),
    Key("v", "visit", "visit day", "visit", rank=9),
    Key("u", "undo", "take the answer back", "take_back", rank=13),
    Key("?", "help", "this help", "help", rank=1),
    Key("q", "quit", "quit (also Ctrl-C)", "app.quit", rank=2),
)
VISIT = (
    Key("Enter", "add or change", "", "edit", rank=1),
    Key("Space", "done", "", "done", rank=3),
    Key("Del", "remove", "", "remove", rank=4),
    Key("Esc", "back to the review", "", "leave", rank=2),
)
PROMPT = (Key("Enter", "saves", "", "", rank=1), Key("Esc", "cancels", "", "", rank=2))

_NAMES = {
    "/": "slash", "?": "question_mark", "PgDn": "pagedown", "PgUp": "pageup",
    "Enter": "enter", "Space": "space", "Del": "delete", "Esc": "escape",
}  # fmt: skip


def bindings_of(keys: Iterable[Key]) -> list[BindingType]:
    """The bindings of a table of keys."""
    return [binding for key in keys for binding in key.bindings]


def key_line(keys: Sequence[Key], look: Look, width: int) -> Text:
    """The keys and what they do on one line; the least wanted are left out where it is too narrow."""
    room, fitting = width, set()
    for key in sorted((key for key in keys if key.rank), key=lambda each: each.rank):
        room -= len(key.key) + 1 + len(key.label)
        if room < 0:
            break
        fitting.add(key.key)
        room -= 2
    parts = [Text.assemble((key.key, look.accent), f" {key.label}") for key in keys if key.key in fitting]
    return Text("  ").join(parts)


def help_table(look: Look) -> Table:
    """Every key of the review with what it does, in two columns."""
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    half = -(-len(REVIEW) // 2)
    for _ in range(2):
        table.add_column(width=4)
        table.add_column(ratio=1)
    for at in range(half):
        row = (REVIEW[at], *REVIEW[half + at : half + at + 1])
        table.add_row(*(cell for key in row for cell in (Text(key.key, style=look.accent), Text(key.help))))
    return table
