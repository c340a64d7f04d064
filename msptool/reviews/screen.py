"""The full screen of a review session: the question, everything around it, and one key an answer.

The screen decides nothing: it calls the session, which has every action on disk before it takes effect,
and shows the session's state.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from msptool.clients.model import Client
from msptool.reviews.due import Item
from msptool.reviews.screen_base import Pane, SessionScreen
from msptool.reviews.screen_dialogs import TAKE_BACK, AreaChoice, Help
from msptool.reviews.screen_keys import REVIEW, bindings_of
from msptool.reviews.screen_look import CSS, Look, look_of_terminal
from msptool.reviews.screen_text import choices, guide, one_line, place, record, title, weight
from msptool.reviews.screen_visit import VisitScreen
from msptool.reviews.session import Draft, Session
from msptool.standards.library import Library
from msptool.standards.model import AREAS
from msptool.workspace.problems import Refusal


def run(session: Session, client: Client, library: Library) -> None:
    """Show the session until the TAM quits; everything said is then already on disk.

    Raises the session's Refusal when an answer cannot be saved. Needs a real terminal; honours `NO_COLOR`.
    """
    app = ReviewApp(session, client, library, look_of_terminal())
    stopped = app.run() or app.bug
    if stopped is not None:
        raise stopped


class ReviewApp(App[Refusal]):
    """The session's screens. Ends with the refusal that stopped it, if one did."""

    CSS = CSS
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]
    BINDINGS = [Binding("ctrl+c,ctrl+q", "quit", show=False, priority=True)]

    def __init__(self, session: Session, client: Client, library: Library, look: Look) -> None:
        # Textual chooses its filter for NO_COLOR here, before it knows the theme.
        super().__init__(ansi_color=look.native)
        self._session = session
        self._client = client
        self._library = library
        self._look = look
        self.animation_level = "none"
        self.bug: Exception | None = None

    def on_mount(self) -> None:
        """Show the question."""
        self.register_theme(self._look.theme)
        self.theme = self._look.theme.name
        self.push_screen(ReviewScreen(self._session, self._client, self._library, self._look))

    def _handle_exception(self, error: Exception) -> None:
        # Textual would print the traceback with all local variables, the client's data among them.
        if self.is_headless:
            super()._handle_exception(error)
        else:
            self.bug = self.bug or error
            self.panic()


class ReviewScreen(SessionScreen):
    """One question at a time."""

    KEYS = REVIEW
    BINDINGS = bindings_of(REVIEW)

    def __init__(self, session: Session, client: Client, library: Library, look: Look) -> None:
        super().__init__(session, client, look)
        self._library = library
        self._shown: Item | None = None
        self._just_answered: tuple[int, int] | None = None

    def compose(self) -> ComposeResult:
        """The regions, which keep their place and size from question to question."""
        with Vertical():
            yield from self.compose_head()
            with Horizontal(id="board"):
                with Vertical(id="left"):
                    yield Pane("question")
                    yield Static(id="choices", markup=False)
                    yield Pane("record")
                yield Pane("guide")
            yield from self.compose_foot()

    def on_mount(self) -> None:
        """Greet."""
        super().on_mount()
        self.say("Every answer is saved at once. ? shows all keys.")

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.draw()

    def draw(self) -> None:
        """Show the session as it stands."""
        session, item, width = self.session, self.session.current, self.app.size.width
        self.draw_head(place(self._library, session))
        self.show_keys()
        question, answers, said, how = self._regions()
        if item is None:
            question.show(Content("This review has no standards."))
            return
        new, self._shown = item is not self._shown, item
        draft = session.draft(item.standard.id)
        asked = Content.styled(one_line(item.standard.question), "bold")
        question.show(asked, heading=title(item, session), caption=weight(item), top=new)
        answers.update(choices(draft, self.look, width))
        said.show(record(item, draft, session.today, self.look), top=new)
        how.show(guide(item, self._library, self.look, width), top=new)

    def _regions(self) -> tuple[Pane, Static, Pane, Pane]:
        return (
            self.query_one("#question", Pane),
            self.query_one("#choices", Static),
            self.query_one("#record", Pane),
            self.query_one("#guide", Pane),
        )

    def on_key(self, event: Key) -> None:
        """Say that a key has no meaning here."""
        if event.is_printable and not self.asking:
            self.say(f"'{event.character}' is no key here. ? shows all keys.")

    def action_answer(self, value: str) -> None:
        """Answer, and go on."""
        self.attempt(lambda: self._answer(value, None))

    def action_not_applicable(self) -> None:
        """Ask for the reason, then answer."""
        self._ask("Why does it not apply?", self._draft.note, lambda text: self._answer("n/a", text))

    def _answer(self, value: str, note: str | None) -> None:
        def give() -> str:
            self.session.answer(value, note)
            return value

        self._answered(give)

    def _answered(self, give: Callable[[], str]) -> None:
        """Give an answer, and go on."""
        session, position, name = self.session, self.session.position, self._standard_name
        value = give()
        more = session.next_open()
        self._just_answered = (position, session.position)
        left = session.progress()
        rest = " Everything in this filter is answered." if not more and left.answered < left.asked else ""
        self.draw()
        self.say(f"Saved: {value} - {name}.{rest}" + (" b goes back to it." if more else ""))

    def action_accept(self) -> None:
        """Take the answer that evidence proposes, and go on."""
        self.attempt(lambda: self._answered(self.session.accept))

    def action_take_back(self) -> None:
        """Take back the answer in view, or the one just given when that led on to the next question."""
        session = self.session
        if self._draft.answer is None and self._just_answered is not None:
            answered, led_to = self._just_answered
            session.position = answered if session.position == led_to else session.position
        given, name = self._draft.answer, self._standard_name
        if given is None:
            self.say("There is no answer here to take back.")
        else:
            self._do(session.clear, f"Taken back: {given} - {name}.")

    def action_fixed(self) -> None:
        """Mark as fixed onsite, or not after all."""
        if self._draft.fixed_onsite:
            self._do(lambda: self.session.fixed(False), "Saved: not fixed onsite; the answer stays yes.")
        else:
            self._do(self.session.fixed, "Saved: yes, fixed onsite. o notes what was done, g goes on.")

    def action_note(self) -> None:
        """Write the note."""
        self._ask(
            f"Note on {self._number}:", self._draft.note, lambda text: self._change(self.session.note, text, "the note")
        )

    def action_flag(self) -> None:
        """Tell the standards committee what is wrong with the standard."""
        said = self._draft.feedback
        self._ask(
            f"For the committee, on {self._number}:",
            said,
            lambda text: self._change(self.session.feedback, text, "for the committee"),
        )

    def _change(self, action: Callable[[str], None], text: str, what: str) -> None:
        action(text)
        self.draw()
        self.say(f"Saved: {what}{'' if text else ', empty'}.")

    def action_hand_over(self) -> None:
        """Choose the delivery area that follows up."""
        item = self.session.current
        if item is not None:
            usual = item.standard.remedy.area if item.standard.remedy else None
            self.app.push_screen(AreaChoice(self.look, self._draft.hand_over, usual), self._hand_over)

    def _hand_over(self, area: str | None) -> None:
        if area == TAKE_BACK:
            self._do(lambda: self.session.hand_over(None), "Saved: handed over to nobody.")
        elif area is not None:
            self._do(lambda: self.session.hand_over(area), f"Saved: handed over to {AREAS[area]}.")

    def action_step(self, steps: int) -> None:
        """Go to the next or the previous question."""
        if self.session.move(steps):
            self.draw()
            self.say("")
        else:
            self.say("That was the last one." if steps > 0 else "That is the first one.")

    def action_next_open(self) -> None:
        """Go to the next question without an answer."""
        if self.session.next_open():
            self.draw()
            self.say("")
        else:
            self.say("None is unanswered.")

    def action_jump(self) -> None:
        """Ask where to go."""
        self._ask("Jump to (number, id or words):", "", self._jump)

    def _jump(self, text: str) -> None:
        if text:
            self.session.jump(text)
        self.draw()
        self.say("")

    def action_filter(self) -> None:
        """Ask what to show."""
        self._ask("Show only (words; empty shows all):", self.session.filtered, self._filter)

    def _filter(self, text: str) -> None:
        count = self.session.filter(text)
        self.draw()
        self.say(f"{count} of {len(self.session.items)} shown." if text else f"All {count} shown.")

    def action_visit(self) -> None:
        """Open the visit day."""
        self.app.push_screen(VisitScreen(self.session, self.client, self.look), lambda _: self.draw())

    def action_read_on(self, pages: int) -> None:
        """Scroll the first region that has more to read."""
        names = ("question", "record", "guide")
        for name in names if pages > 0 else reversed(names):
            if self.query_one(f"#{name}", Pane).read_on(pages):
                break

    def action_help(self) -> None:
        """Show all keys."""
        self.app.push_screen(Help(self.look))

    @property
    def _draft(self) -> Draft:
        item = self.session.current
        return self.session.draft(item.standard.id) if item else Draft()

    @property
    def _standard_name(self) -> str:
        item = self.session.current
        return one_line(item.standard.name) if item else ""

    @property
    def _number(self) -> str:
        return f"question {self.session.position + 1}"

    def _do(self, action: Callable[[], object], said: str) -> None:
        if self.attempt(action):
            self.draw()
            self.say(said)

    def _ask(self, label: str, value: str, then: Callable[[str], None]) -> None:
        if self.session.current is None:
            self.say("This review has no standards.", refused=True)
        else:
            self.ask(label, value, then)
