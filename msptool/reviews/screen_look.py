"""How the full-screen session looks: its colours, with and without a terminal that has them, and its layout.

Yes is a green blue and no an amber, which stay apart for colour-blind eyes; wherever one of them is
used, a word and a sign say the same.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

from rich.console import Console
from textual.theme import BUILTIN_THEMES, Theme


@dataclass(frozen=True, slots=True)
class Look:
    """The theme of the widgets, and the rich styles of the text inside them."""

    theme: Theme
    strong: str = "bold"
    muted: str = ""
    faint: str = "dim"
    accent: str = "bold"
    yes: str = "bold"
    no: str = "bold"
    other: str = "bold"
    chip: str = ""

    @property
    def native(self) -> bool:
        """Whether the terminal's own colours are used."""
        return self.theme.ansi

    def answer(self, value: str | None) -> str:
        """The style of an answer."""
        return {"yes": self.yes, "no": self.no, "n/a": self.other}.get(value or "", self.muted)


def _designed(
    name: str, *, dark: bool, paper: str, card: str, rule: str, ink: str, grey: str, hues: tuple[str, str, str]
) -> Look:
    accent, yes, no = hues
    theme = Theme(
        name=name, dark=dark, primary=accent, secondary=accent, accent=accent, success=yes, warning=no, error=no,
        foreground=ink, background=paper, surface=card, panel=rule, boost=card,
        variables={"text-muted": grey, "input-cursor-background": accent, "input-cursor-foreground": paper},
    )  # fmt: skip
    return Look(
        theme, strong=f"bold {ink}", muted=grey, faint=rule, accent=f"bold {accent}",
        yes=f"bold {yes}", no=f"bold {no}", other=f"bold {grey}", chip=f"on {card}",
    )  # fmt: skip


DARK = _designed(
    "msptool-dark", dark=True, paper="#15171a", card="#22252a", rule="#454a52", ink="#dde3e9", grey="#94a1ae",
    hues=("#84b6dc", "#72c5ae", "#e8ab72"),
)  # fmt: skip
LIGHT = _designed(
    "msptool-light", dark=False, paper="#f6f7f8", card="#ffffff", rule="#bfc6cc", ink="#1d2731", grey="#56636f",
    hues=("#1c5d8f", "#0d6b56", "#9a4a00"),
)  # fmt: skip
# Textual's own theme for a terminal's own colours, without the colours.
NATIVE = Look(
    replace(
        BUILTIN_THEMES["ansi-dark"], name="msptool-native", primary="ansi_default", secondary="ansi_default",
        accent="ansi_default", success="ansi_default", warning="ansi_default", error="ansi_default",
    )
)  # fmt: skip
SIXTEEN = replace(NATIVE, accent="bold cyan", yes="bold green", no="bold yellow")


def look_of_terminal() -> Look:
    """The look that fits the terminal: designed colours where it has 256 of them, else its own.

    `NO_COLOR` asks for none at all. A terminal that says in `COLORFGBG` that it is light gets the light one.
    """
    if "NO_COLOR" in os.environ:
        return NATIVE
    if Console(force_terminal=True).color_system not in ("256", "truecolor"):
        return SIXTEEN
    background = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if background in ("7", "15") else DARK


CSS = """
Screen { background: $background; color: $foreground; align-horizontal: center; }
SessionScreen > Vertical { max-width: 172; padding: 0 1; }

.line { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
#header { height: 1; }
#where { width: 1fr; }
#progress { width: auto; padding-left: 2; }
#banner { color: $success; text-style: bold; }
#board { height: 1fr; }
.-tall #banner { height: 2; }

Pane { scrollbar-size: 0 0; border-subtitle-color: $text-muted; border-title-color: $primary; border-title-style: bold; }
#question { background: $surface; border: blank $surface; border-title-background: $surface; border-subtitle-background: $surface; }
#choices { height: 3; padding: 1 0; }
#record, #guide { border: none; border-bottom: solid $panel; }

.-narrow #board { layout: vertical; }
.-narrow #left { height: 13; }
.-narrow #question { height: 5; padding: 0 2; }
.-narrow #guide { height: 1fr; }
.-narrow.-tall #left { height: 45%; }
.-narrow.-tall #question { height: 8; padding: 1 2; }

.-wide #board { layout: horizontal; }
.-wide #left { width: 9fr; }
.-wide #question { height: 6; padding: 0 2; }
.-wide #guide { width: 11fr; padding: 0 0 0 4; }
.-wide.-tall #question { height: 9; padding: 1 2; }

#prompt { height: 1; display: none; }
#prompt-label { width: auto; padding: 0 1 0 0; color: $primary; text-style: bold; }
#prompt-input { width: 1fr; background: $surface; }
#status { color: $foreground; }
#status.-refused { color: $warning; text-style: bold; }
#keys { color: $text-muted; }

ModalScreen { align: center middle; background: $background 70%; }
ModalScreen > Vertical {
    width: 62; height: auto; max-width: 100%; max-height: 100%; background: $surface; border: round $primary;
    border-title-color: $primary; border-title-style: bold; border-subtitle-color: $text-muted; padding: 1 3;
}
Help > Vertical { width: 78; }
ModalScreen:ansi { background: transparent; }

#visit { border: none; border-bottom: solid $panel; height: 1fr; }

Screen:ansi #question { border: round ansi_default; }
Screen:ansi #prompt-input > .input--cursor { text-style: reverse; }
"""
