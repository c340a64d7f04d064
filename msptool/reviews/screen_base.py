"""The parts that the session's screens share: panes that hold still, the line for messages, the line for input."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.visual import VisualType
from textual.widgets import Input, Static

from msptool.clients.model import Client
from msptool.reviews.screen_keys import PROMPT, Key, key_line
from msptool.reviews.screen_look import Look
from msptool.reviews.screen_text import banner, one_line, progress
from msptool.reviews.session import Session
from msptool.workspace.problems import Refusal, UsageRefusal


class Pane(VerticalScroll):
    """A region of a fixed size. A text that is longer scrolls inside, and the lower edge says so."""

    def __init__(self, identifier: str) -> None:
        super().__init__(id=identifier, can_focus=False)
        self._body = Static(markup=False)
        self._caption = ""

    def compose(self) -> ComposeResult:
        """The text."""
        yield self._body

    def show(self, content: VisualType, *, heading: str = "", caption: str = "", top: bool = True) -> None:
        """Show a text, from its beginning unless `top` is False."""
        self._body.update(content)
        self.border_title = Content(heading)
        self._caption = caption
        if top:
            self.scroll_to(y=0, animate=False, immediate=True)
        self.call_after_refresh(self.say_more)

    def read_on(self, pages: int) -> bool:
        """Scroll by pages; False where there is no more."""
        before = self.scroll_offset.y
        step = max(1, self.scrollable_content_region.height - 1)
        self.scroll_to(y=before + pages * step, animate=False, immediate=True)
        return self.scroll_offset.y != before

    def keep_in_view(self, line: int) -> None:
        """Scroll as little as shows a line."""
        height = self.scrollable_content_region.height
        low = max(0, line + 2 - height)
        self.scroll_to(y=min(max(self.scroll_offset.y, low), line), animate=False, immediate=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep the lower edge true."""
        super().watch_scroll_y(old_value, new_value)
        self.say_more()

    def say_more(self) -> None:
        """Say on the lower edge whether there is more to read."""
        more = "▼ PgDn" if self.scroll_offset.y < self.max_scroll_y else "▲ PgUp" if self.max_scroll_y else ""
        self.border_subtitle = Content("   ".join(part for part in (self._caption, more) if part))

    def on_resize(self) -> None:
        """Measure again."""
        self.call_after_refresh(self.say_more)


class SessionScreen(Screen[None]):
    """A screen with a line for messages that turns into a line for input, and the keys below it."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False, priority=True),
        Binding("tab,shift+tab", "stay", show=False, priority=True),
    ]
    KEYS: Sequence[Key] = ()

    def __init__(self, session: Session, client: Client, look: Look) -> None:
        super().__init__()
        self.session = session
        self.client = client
        self.look = look
        self._then: Callable[[str], None] | None = None
        self._over = False

    def compose_head(self) -> ComposeResult:
        """The two lines at the top."""
        with Horizontal(id="header"):
            yield Static(id="where", classes="line", markup=False)
            yield Static(id="progress", classes="line", markup=False)
        yield Static(id="banner", classes="line", markup=False)

    def compose_foot(self) -> ComposeResult:
        """The two lines at the bottom."""
        yield Static(id="status", classes="line", markup=False)
        with Horizontal(id="prompt"):
            yield Static(id="prompt-label", markup=False)
            yield Input(id="prompt-input", compact=True, select_on_focus=False)
        yield Static(id="keys", classes="line", markup=False)

    def on_mount(self) -> None:
        """Nothing blinks here."""
        self.query_one(Input).cursor_blink = False

    @property
    def asking(self) -> bool:
        """Whether the line for input is open."""
        return self._then is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the line for input is open, every key but Esc belongs to it."""
        return action in ("cancel", "stay") if self.asking else action != "cancel"

    def say(self, text: str, *, refused: bool = False) -> None:
        """Put one message on the line for messages."""
        status = self.query_one("#status", Static)
        status.set_class(refused, "-refused")
        status.update(Content(one_line(text)))

    def attempt(self, action: Callable[[], object]) -> bool:
        """Do something to the session. What it refuses is shown; a disk that fails ends the screen."""
        if self._over:
            return False
        try:
            action()
        except UsageRefusal as refusal:
            self.say(str(refusal), refused=True)
            if self.asking:
                self.query_one("#keys", Static).update(Text(one_line(str(refusal)), style=self.look.no))
            return False
        except Refusal as refusal:
            self._over = True
            self.app.exit(refusal)
            return False
        return True

    def ask(self, label: str, value: str, then: Callable[[str], None]) -> None:
        """Open the line for input; `then` gets the text, and may ask again."""
        self._then = then
        self.query_one("#prompt-label", Static).update(Content(label))
        line = self.query_one(Input)
        line.value = one_line(value)
        line.cursor_position = len(line.value)
        self._turn(open_line=True)
        self.set_focus(line)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        then = self._then
        if then is not None and self.attempt(lambda: then(one_line(event.value))) and self._then is then:
            self._close_line()

    @on(Input.Blurred)
    def _hold(self) -> None:
        # A click elsewhere must not turn the rest of a text into answers.
        if self.asking:
            self.set_focus(self.query_one(Input))

    def action_cancel(self) -> None:
        """Close the line for input, and keep everything as it was."""
        self.say("Cancelled; nothing was changed.")
        self._close_line()

    def action_stay(self) -> None:
        """Tab has nowhere to go."""

    def _close_line(self) -> None:
        self._then = None
        self.set_focus(None)
        self._turn(open_line=False)

    def _turn(self, *, open_line: bool) -> None:
        self.query_one("#prompt").display = open_line
        self.query_one("#status").display = not open_line
        self.show_keys()

    def draw_head(self, place: str) -> None:
        """Show the client, the place, the progress, and what holds until it is changed."""
        width = self.app.size.width
        name = Text(one_line(self.client.name), style=self.look.strong)
        name.truncate(max(16, width // 3), overflow="ellipsis")
        self.query_one("#where", Static).update(Text.assemble(name, (f"   {place}", self.look.muted)))
        self.query_one("#progress", Static).update(progress(self.session, self.look, width))
        self.query_one("#banner", Static).update(Content(banner(self.session)))

    def show_keys(self) -> None:
        """Show the keys that work now."""
        keys = PROMPT if self.asking else self.KEYS
        self.query_one("#keys", Static).update(key_line(keys, self.look, min(self.app.size.width, 172) - 2))
