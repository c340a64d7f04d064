"""Whatever is done in a session, in whatever order, and whenever it dies: what was said is there again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from msptool.reviews.journal import Journal
from msptool.reviews.model import REVIEW, Review
from msptool.reviews.session import ANSWERS, Session, State, apply, contents, initial_state
from msptool.reviews.store import render
from msptool.standards.model import AREAS
from msptool.workspace.documents import read_document
from msptool.workspace.entities import parse
from msptool.workspace.problems import UsageRefusal
from tests.reviews.builders import TODAY, never_asked, review, standard

STANDARDS = [
    standard("a-firewall", "high", minutes=10), standard("b-backup", tags=["quick"]), standard("c-wifi", minutes=20),
    standard("d-wifi-guests", "low"), standard("e-extra"),
]  # fmt: skip
ASKED = STANDARDS[:4]
WHICH = st.sampled_from([None, *(each.id for each in STANDARDS), "unknown"])
# One line, as the plain face reads it; files with more lines have their own test.
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Zl", "Zp"], exclude_characters="\n\r\v\f\x1c\x1d\x1e\x85"), max_size=120
)
WORDS = st.sampled_from(["", "wifi", "quick", "guests wifi", "nothing at all", "0", "2", "9", "c-wifi"])
ITEMS = st.lists(TEXT.filter(str.strip), max_size=3)

Said = tuple[object, ...]


def content_of(state: State) -> Said:
    """What a review's file would hold of a state: two states with the same content are the same to everyone."""
    answers, remarks, visits = contents(state, [each.id for each in STANDARDS])
    return (answers, remarks, visits)


class SessionMachine(RuleBasedStateMachine):
    """A session, its journal, and the review's file as it was last saved."""

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.journal = Journal(Path(self.folder.name) / "acme.jsonl")
        self.day = TODAY
        self.saved = review(str(TODAY), status="open", asked=[each.id for each in ASKED])
        self.session = Session(never_asked(*ASKED), initial_state(self.saved), self.journal, self.day, "jim")

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def attempt(self, action: Callable[[], object]) -> None:
        """Do something that may be refused; a refusal changes nothing."""
        before, place = content_of(self.session.state), self.session.position
        try:
            action()
        except UsageRefusal:
            assert (content_of(self.session.state), self.session.position) == (before, place)

    @rule(value=st.sampled_from([*ANSWERS, "maybe"]), note=st.none() | TEXT, which=WHICH)
    def answer(self, value: str, note: str | None, which: str | None) -> None:
        self.attempt(lambda: self.session.answer(value, note, standard=which))

    @rule(which=WHICH)
    def take_back(self, which: str | None) -> None:
        self.attempt(lambda: self.session.clear(which))

    @rule(text=TEXT, which=WHICH)
    def note(self, text: str, which: str | None) -> None:
        self.attempt(lambda: self.session.note(text, standard=which))

    @rule(value=st.booleans(), which=WHICH)
    def fixed(self, value: bool, which: str | None) -> None:
        self.attempt(lambda: self.session.fixed(value, standard=which))

    @rule(area=st.none() | st.sampled_from([*AREAS, "nobody"]), which=WHICH)
    def hand_over(self, area: str | None, which: str | None) -> None:
        self.attempt(lambda: self.session.hand_over(area, standard=which))

    @rule(text=TEXT, which=WHICH)
    def feedback(self, text: str, which: str | None) -> None:
        self.attempt(lambda: self.session.feedback(text, standard=which))

    @rule(field=st.sampled_from(["our_items", "client_items", "maintenance", "unresolved"]), items=ITEMS)
    def list_of_the_day(self, field: str, items: list[str]) -> None:
        self.attempt(lambda: self.session.visit(field, items))

    @rule(field=st.sampled_from(["tickets", "changes"]), items=ITEMS, done=st.booleans())
    def tickets_of_the_day(self, field: str, items: list[str], done: bool) -> None:
        self.attempt(lambda: self.session.visit(field, [{"summary": each, "done": done} for each in items]))

    @rule(text=TEXT, days=st.integers(-1, 30))
    def end_of_the_day(self, text: str, days: int) -> None:
        self.attempt(lambda: self.session.visit("summary", text))
        self.attempt(lambda: self.session.visit("next_visit", (self.day + timedelta(days=days)).isoformat()))

    @rule(steps=st.sampled_from([1, -1]))
    def move(self, steps: int) -> None:
        before = self.session.position
        moved = self.session.move(steps)
        assert moved == (self.session.position != before)
        assert not moved or self.session.position in self.session.shown()

    @rule(words=WORDS)
    def jump(self, words: str) -> None:
        self.attempt(lambda: self.session.jump(words))

    @rule(words=WORDS)
    def filter(self, words: str) -> None:
        with suppress(UsageRefusal):
            assert self.session.filter(words) == len(self.session.shown())
            assert self.session.position in self.session.shown()

    @rule()
    def next_open(self) -> None:
        if self.session.next_open():
            assert self.session.current is not None
            assert self.session.draft(self.session.current.standard.id).answer is None

    @precondition(lambda self: len(self.session.items) == len(ASKED))
    @rule()
    def add_one(self) -> None:
        self.session.add(never_asked(STANDARDS[4])[0])

    @rule()
    def quit_and_resume(self) -> None:
        self.save()
        self.journal.remove()
        self.resume()

    @rule()
    def die_and_resume(self) -> None:
        self.resume()

    @rule()
    def die_after_the_file_was_saved_but_before_the_journal_was_dropped(self) -> None:
        self.save()
        self.resume()

    @rule()
    def go_on_another_day(self) -> None:
        self.day += timedelta(days=1)
        self.resume()

    def save(self) -> None:
        answers, remarks, visits = contents(self.session.state, [item.standard.id for item in self.session.items])
        update = {"answers": answers, "remarks": remarks, "visits": tuple(visits)}
        self.saved = reread(self.saved.model_copy(update=update))

    def resume(self) -> None:
        before = content_of(self.session.state)
        items = self.session.items
        self.session = Session(items, self.on_disk(), self.journal, self.day, "jim")
        assert content_of(self.session.state) == before

    def on_disk(self) -> State:
        state = initial_state(self.saved)
        for event in self.journal.events():
            apply(state, event)
        return state

    @invariant()
    def everything_said_is_on_disk(self) -> None:
        if hasattr(self, "session"):
            assert content_of(self.on_disk()) == content_of(self.session.state)

    @invariant()
    def what_is_not_applicable_has_a_reason(self) -> None:
        for draft in self.session.state.drafts.values() if hasattr(self, "session") else ():
            assert draft.answer != "n/a" or draft.note.strip()
            assert not draft.fixed_onsite or draft.answer == "yes"

    @invariant()
    def progress_adds_up(self) -> None:
        if hasattr(self, "session"):
            found = self.session.progress()
            given = [self.session.draft(item.standard.id).answer for item in self.session.items]
            assert found.asked == len(given)
            assert (
                found.answered == found.yes + found.no + found.not_applicable == sum(each is not None for each in given)
            )
            assert (found.minutes_left == 0) == (found.answered == found.asked)

    @invariant()
    def something_of_the_review_is_in_view(self) -> None:
        if hasattr(self, "session"):
            assert 0 <= self.session.position < len(self.session.items)
            assert self.session.shown()


def reread(saved: Review) -> Review:
    """The review as its file gives it back."""
    document, problems = read_document(REVIEW.path(client="acme", id=saved.id), render(saved))
    assert document is not None, problems
    entry, problems = parse(REVIEW, document)
    assert entry is not None, problems
    return entry.entity


TestSession = SessionMachine.TestCase
TestSession.settings = settings(max_examples=settings().max_examples * 3 // 10, stateful_step_count=30)
