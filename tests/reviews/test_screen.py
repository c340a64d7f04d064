"""The full screen: what the TAM sees, and what a key does."""

from __future__ import annotations

import html
import os
import re
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pexpect
import pyte
import pytest
from textual.events import Paste
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widgets import Input

from msptool.clients.model import Client
from msptool.reviews.due import Item
from msptool.reviews.evidence.model import Check, Evidence
from msptool.reviews.evidence.proposing import Conclusion, Proposal
from msptool.reviews.journal import Event
from msptool.reviews.model import Answer, Review, Visit
from msptool.reviews.record import Given
from msptool.reviews.screen import ReviewApp
from msptool.reviews.screen_look import DARK, LIGHT, NATIVE, SIXTEEN, Look, look_of_terminal
from msptool.reviews.session import Draft, Session, State
from msptool.standards.library import Library
from msptool.standards.model import Category, Standard
from msptool.workspace.problems import Refusal

TODAY = date(2026, 11, 16)
ACME = Client(id="acme", name="Acme Explosives")
NASTY = "[bold red]Is[/] it \x1b[31m[link=x]safe\x07[/link]\u202e?"


class Log(list[Event]):
    """Keeps events in memory; `full` makes it fail as a full disk does."""

    full = False

    def append(self, event: Event) -> None:
        """Keep one event, or refuse."""
        if self.full:
            raise Refusal("The last answer could not be saved (No space left on device).")
        super().append(event)


def standard(number: int, **fields: Any) -> Standard:
    values = {
        "id": f"standard-{number}", "category": "firewalls" if number < 3 else "email", "name": f"Thing {number}",
        "question": f"Is thing {number} in order?", "why": f"Because of {number}.", "how": (f"Look at {number}.",),
        "status": "active", "minutes": 10,
    }  # fmt: skip
    return Standard.model_validate(values | fields)


def answered_before(asked: Standard) -> Given:
    answer = Answer(
        answer="no", on=date(2026, 5, 12), question=asked.fingerprint, priority=asked.priority, note="Two are old."
    )
    started = datetime(2026, 5, 12, 9, tzinfo=UTC)
    visit = Visit(on=date(2026, 5, 12), by="gary")
    review = Review(
        client="acme", id="2026-05-12", status="finished", started=started, finished=started, visits=(visit,)
    )
    return Given(asked.id, answer, review)


class Face:
    """The app under a pilot, and shorthands for what a test wants of it."""

    def __init__(self, standards: list[Standard], look: Look) -> None:
        self.log = Log()
        items = [Item(each, None, "never asked", None, "quarterly") for each in standards]
        items[0] = Item(standards[0], answered_before(standards[0]), "last answer no", TODAY, "quarterly")
        self.session = Session(items, State(), self.log, TODAY, "gary")
        library = Library(
            {each.id: each for each in standards}, {"firewalls": Category(id="firewalls", name="Firewalls")}
        )
        self.app = ReviewApp(self.session, ACME, library, look)
        self.pilot: Pilot[Refusal]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def write(self, text: str) -> None:
        self.app.post_message(Paste(text))
        await self.press("enter")

    @property
    def text(self) -> str:
        """The words on the screen, line by line."""
        rows: dict[float, str] = {}
        picture = self.app.export_screenshot()
        for y, words in re.findall(r'<text class="[^"]*-r\d+"[^>]* y="([\d.]+)"[^>]*>(.*?)</text>', picture):
            rows[float(y)] = f"{rows.get(float(y), '')} {html.unescape(words)}"
        return "\n".join(row.replace("\xa0", " ").rstrip() for _, row in sorted(rows.items()))

    @property
    def flat(self) -> str:
        return " ".join(self.text.split())

    def regions(self) -> dict[str, Region]:
        names = ("where", "progress", "question", "choices", "record", "guide", "status", "keys")
        return {name: self.app.screen.query_one(f"#{name}").region for name in names}


EVIDENCE = Evidence.model_validate(
    {
        "client": "acme", "id": "gear-2026-11-10", "tool": "gear", "name": "Gear", "version": "2", "imported": TODAY,
        "taken": datetime(2026, 11, 10, 9, tzinfo=UTC), "file": {"name": "x.json", "sha256": "a" * 64, "bytes": 1},
    }
)  # fmt: skip
THREE = [standard(number) for number in (1, 2, 3)]


def face(standards: list[Standard] | None = None, look: Look = DARK) -> Face:
    return Face(standards or THREE, look)


async def test_one_key_answers_and_brings_the_next_question() -> None:
    shown = face()
    async with shown.app.run_test(size=(120, 40)) as shown.pilot:
        assert "Is thing 1 in order?" in shown.flat
        await shown.press("y")
        assert [(event["standard"], event["answer"]) for event in shown.log] == [("standard-1", "yes")]
        assert "Saved: yes - Thing 1." in shown.flat
        assert "Is thing 2 in order?" in shown.flat
        assert "1/3 answered · 20 min left" in shown.flat
        await shown.press("N")
        assert shown.session.draft("standard-2").answer == "no"


async def test_everything_about_the_question_is_in_view() -> None:
    shown = face()
    async with shown.app.run_test(size=(120, 40)) as shown.pilot:
        await shown.pilot.pause()
        for words in (
            "Acme Explosives Firewalls 1 of 2", "0/3 answered · 30 min left", "Because of 1.", "1. Look at 1.",
            "✗ No 2026-05-12, 6 months ago, by gary", "Two are old.", "Asked again because the last answer was no.",
            "medium priority · about 10 min", "Not answered yet.",
        ):  # fmt: skip
            assert words in shown.flat
        await shown.press("s")
        assert "Never asked here." in shown.flat


async def test_evidence_is_shown_and_taken_with_one_key() -> None:
    shown = face()
    async with shown.app.run_test(size=(120, 40)) as shown.pilot:
        await shown.press("e")
        assert shown.log == []
        assert "No evidence says anything about this standard." in shown.flat
        asked, before = shown.session.items[0], answered_before(THREE[0])
        said = Conclusion(EVIDENCE, "yes", "A.1v1 passed", (("A.1v1", Check(result="passed")),))
        shown.session.items[0] = replace(asked, proposal=Proposal(THREE[0], "yes", "", (said,), before))
        await shown.press("s", "b")
        assert "Tools ✓ Yes e accepts it (the last answer was no)" in shown.flat
        assert "Gear 2, 2026-11-10: A.1v1 passed." in shown.flat
        await shown.press("e")
        assert shown.log[-1]["evidence"] == {
            "record": "gear-2026-11-10",
            "sha256": "a" * 64,
            "checks": {"A.1v1": "passed"},
        }
        assert "Saved: yes - Thing 1." in shown.flat
        assert "Is thing 2 in order?" in shown.flat
        await shown.press("b")
        assert "Accepted from gear-2026-11-10." in shown.flat


async def test_not_applicable_needs_its_reason() -> None:
    shown = face()
    async with shown.app.run_test(size=(80, 24)) as shown.pilot:
        await shown.press("a", "enter")
        assert shown.log == []
        assert "needs a note" in shown.flat
        await shown.write("No firewall here")
        draft = shown.session.draft("standard-1")
        assert (draft.answer, draft.note) == ("n/a", "No firewall here")
        assert "Is thing 2 in order?" in shown.flat
        await shown.press("b", "a")
        assert shown.app.screen.query_one(Input).value == "No firewall here"


async def test_a_text_being_written_is_never_read_as_answers() -> None:
    shown = face()
    async with shown.app.run_test(size=(80, 24)) as shown.pilot:
        await shown.press("o", *"yny", "down", "tab")
        await shown.pilot.click("#guide")
        await shown.press("y", "q")
        assert shown.app.screen.query_one(Input).value == "ynyyq"
        await shown.press("escape")
        assert shown.log == []
        await shown.press("o")
        await shown.write("yes and no")
        assert shown.session.draft("standard-1") == Draft(note="yes and no")


async def test_the_other_keys() -> None:
    shown = face()
    async with shown.app.run_test(size=(120, 40)) as shown.pilot:
        await shown.press("x", "h", "3", "f")
        await shown.write("Two questions in one")
        draft = shown.session.draft("standard-1")
        assert (draft.answer, draft.fixed_onsite, draft.hand_over) == ("yes", True, "service-desk")
        assert "Fixed onsite, handed over to Service Desk. For the committee: Two questions in one" in shown.flat
        await shown.press("h", "h", "x")
        draft = shown.session.draft("standard-1")
        assert (draft.answer, draft.fixed_onsite, draft.hand_over) == ("yes", False, None)
        await shown.press("j")
        await shown.write("3")
        assert "Is thing 3 in order?" in shown.flat
        await shown.press("slash")
        await shown.write("firewalls")
        assert "Filter 'firewalls': 2 of 3" in shown.flat
        assert shown.session.current is shown.session.items[0]
        await shown.press("g")
        assert shown.session.current is shown.session.items[1]
        await shown.press("j")
        await shown.write("nonsense")
        assert "Nothing in this review matches" in shown.flat
        await shown.press("escape", "question_mark")
        assert "take the answer back" in shown.flat
        await shown.press("y")
        assert shown.session.draft("standard-2").answer is None


async def test_u_takes_back_the_answer_just_given() -> None:
    shown = face()
    async with shown.app.run_test(size=(80, 24)) as shown.pilot:
        await shown.press("y", "u")
        assert shown.session.draft("standard-1").answer is None
        assert "Taken back: yes - Thing 1." in shown.flat
        await shown.press("y", "s", "u")
        assert shown.session.draft("standard-1").answer == "yes"


async def test_the_end_is_calm() -> None:
    shown = face()
    async with shown.app.run_test(size=(80, 24)) as shown.pilot:
        await shown.press("y", "n", "y")
        assert "All 3 answered. q to leave, then 'msptool review finish'." in shown.flat
        assert "Saved: yes - Thing 3." in shown.flat
        await shown.press("q")
    assert shown.app.return_value is None


async def test_the_visit_day() -> None:
    shown = face()
    async with shown.app.run_test(size=(80, 24)) as shown.pilot:
        await shown.press("v", "enter")
        await shown.write("Firewall renewal")
        await shown.press(*["down"] * 5, "enter")
        await shown.write("T-7")
        await shown.write("Printer moved")
        await shown.press("down", "space", *["down"] * 3, "enter")
        await shown.write("2027-02-30")
        assert "there is no such day" in shown.flat
        await shown.press(*["backspace"] * 2)
        await shown.write("11")
        visit = shown.session.today_visit
        assert visit.our_items == ("Firewall renewal",)
        assert [ticket.model_dump() for ticket in visit.tickets] == [
            {"id": "T-7", "summary": "Printer moved", "done": True}
        ]
        assert visit.next_visit == date(2027, 2, 11)
        await shown.press(*["up"] * 8, "delete", "escape", "y")
        assert shown.session.today_visit.our_items == ()
        assert shown.session.draft("standard-1").answer == "yes"


async def test_escape_closes_a_question_of_the_visit_day_and_then_the_day() -> None:
    shown = face()
    async with shown.app.run_test(size=(80, 24)) as shown.pilot:
        await shown.press("v", "enter", "q", "v", "escape")
        assert "Cancelled; nothing was changed." in shown.flat
        assert shown.session.state.visits == {}
        await shown.press("escape", "y")
        assert shown.session.draft("standard-1").answer == "yes"


@pytest.mark.parametrize("size", [(80, 24), (100, 24), (120, 40), (200, 50)])
async def test_nothing_moves_from_question_to_question(size: tuple[int, int]) -> None:
    wordy = standard(2, question="Is it " + "very " * 90 + "safe?", why="Because. " * 200, how=("Look. " * 40,) * 20)
    shown = face([THREE[0], wordy, standard(3, why="", how=(), minutes=1)])
    async with shown.app.run_test(size=size) as shown.pilot:
        await shown.pilot.pause()
        before = shown.regions()
        assert sum(region.height > 0 for region in before.values()) == len(before)
        for _ in range(2):
            await shown.press("s")
            assert shown.regions() == before
        await shown.press("b", "pagedown")
        assert "▼ PgDn" in shown.flat
        await shown.press("o")
        assert {**shown.regions(), "status": before["status"]} == before


@pytest.mark.parametrize("look", [DARK, LIGHT, SIXTEEN, NATIVE])
async def test_what_strangers_wrote_is_shown_and_not_obeyed(look: Look) -> None:
    nasty = standard(
        1, name=NASTY, question=NASTY, why=NASTY, how=(NASTY,), vendors={NASTY: (NASTY,)}, tags=("high-impact",),
        references=({"url": "https://example.com/\x1b[2J", "title": NASTY},),
    )  # fmt: skip
    shown = face([nasty, *THREE[1:]], look=look)
    async with shown.app.run_test(size=(160, 60)) as shown.pilot:
        await shown.press("o")
        await shown.write("[red]ok[/red]")
        assert shown.text.count("[bold red]Is[/] it [31m[link=x]safe[/link]?") == 7
        assert "[red]ok[/red]" in shown.text
        assert "\x1b" not in shown.text


async def test_a_full_disk_ends_the_screen_and_is_told() -> None:
    shown = face()
    async with shown.app.run_test(size=(80, 24)) as shown.pilot:
        await shown.press("y")
        shown.log.full = True
        await shown.press("y", "n")
    assert isinstance(shown.app.return_value, Refusal)
    assert shown.session.progress().answered == 1


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (300, 90)])
async def test_odd_sizes_do_no_harm(size: tuple[int, int]) -> None:
    shown = face()
    async with shown.app.run_test(size=size) as shown.pilot:
        await shown.press("y", "question_mark", "escape", "h", "escape", "v", "escape", "n")
        assert shown.session.progress().answered == 2


@pytest.mark.parametrize(
    ("look", "environ"),
    [
        (DARK, {"TERM": "xterm-256color"}),
        (LIGHT, {"TERM": "xterm-256color", "COLORFGBG": "0;15"}),
        (SIXTEEN, {"TERM": "xterm"}),
        (NATIVE, {"TERM": "xterm-256color", "NO_COLOR": "1"}),
    ],
)
def test_the_look_fits_the_terminal(monkeypatch: pytest.MonkeyPatch, look: Look, environ: dict[str, str]) -> None:
    for name in ("NO_COLOR", "COLORTERM", "COLORFGBG", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert look_of_terminal() is look


SCRIPT = """
from tests.reviews.test_screen import ACME, face
from msptool.reviews.screen import run
shown = face()
run(shown.session, ACME, shown.app._library)
print("ANSWERED", shown.session.progress().answered)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("leave", ["q", "\x03"])
def test_a_real_terminal_without_colour(leave: str) -> None:
    root = Path(__file__).parents[2]
    inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "COLORTERM")}
    environ = inherited | {"TERM": "xterm", "NO_COLOR": "1", "PYTHONPATH": str(root)}
    screen = pyte.Screen(80, 24)
    stream = pyte.Stream(screen)
    raw = ""
    child = pexpect.spawn(
        sys.executable, ["-c", SCRIPT], cwd=str(root), env=environ, dimensions=(24, 80), timeout=60, encoding="utf-8"
    )
    for key, awaited in (
        ("y", "Is thing 1 in order?"),
        ("o", "Is thing 2 in order?"),
        ("\x1b", "Note on question 2:"),
        (leave, "Cancelled"),
    ):
        while awaited not in "\n".join(screen.display):
            chunk = child.read_nonblocking(4096)
            raw += chunk
            stream.feed(chunk)
        child.send(key)
    child.expect(r"ANSWERED 1\r\n")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    colours = set(re.findall(r"\x1b\[([\d;]*)m", raw))
    assert not [codes for codes in colours if re.search(r"\b(3[0-8]|4[0-8]|9\d|10\d)\b", codes)]
