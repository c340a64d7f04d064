"""Any order of edits and steps: whoever gets a status has earned it, and a refused step writes nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from msptool.changes.advancing import advance, close
from msptool.changes.model import CHANGE, Change
from msptool.changes.register import practice_of, require_change
from msptool.changes.rules import ChangesCheck, note_days_off
from msptool.changes.states import PATHS
from msptool.schedule.model import CALENDAR
from msptool.workspace.checks import Known
from msptool.workspace.entities import load, load_one
from msptool.workspace.problems import Problem, Refusal
from msptool.workspace.settings import SETTINGS, SettingsCheck
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, write
from tests.changes.texts import APPROVED
from tests.changes.texts import CHANGE as FILE
from tests.small_practice import dump

pytestmark = pytest.mark.slow
START = date(2026, 10, 26)
PEOPLE = ("jim", "sam")


class AnyOrder(RuleBasedStateMachine):
    """A person who fills in the file in any order, rightly or wrongly, and tries every step as the days go by."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        self.today = START

    def teardown(self) -> None:
        self.folder.cleanup()

    @initialize(kind=st.sampled_from(["normal", "normal", "emergency"]), good=st.sampled_from([True, True, False]))
    def begin(self, kind: str, good: bool) -> None:
        (self.root / "practice/calendars").mkdir(parents=True)
        (self.root / "practice/calendars/us.yaml").write_text(
            "name: US\ndays: {2026-11-03: Election Day, 2026-11-11: Veterans Day}\n"
        )
        (self.root / "msptool.yaml").write_text("schedule: {calendars: [us]}\n")
        (self.root / "practice/people").mkdir()
        for each in PEOPLE:
            (self.root / f"practice/people/{each}.yaml").write_text(f"name: {each.title()}\n")
        (self.root / FILE).parent.mkdir()
        head = APPROVED.split("tests:")[0].replace(
            "tools: [psa]", f"tools: [psa]\nkind: {kind}\nemergency: Alerts are lost."
        )
        progress = "status: draft\nprogress:\n  - {status: draft, on: 2026-10-26, by: jim}\n"
        (self.root / FILE).write_text(head + progress)
        if good:
            self.test_it("passed")
            self.plan_a_pilot(1, 3, "ok")
            self.choose_a_window(9, 9, "The vendor's date.")
            self.fill_in_the_rest(0)

    def edit(self, **parts: Any) -> None:
        """Change the file as a person does: the parts in question, and the status last."""
        data = yaml.load((self.root / FILE).read_bytes(), Loader=yaml.BaseLoader)
        (self.root / FILE).write_text(dump({**data, **parts}))

    def later(self, days: int) -> str:
        return (self.today + timedelta(days)).isoformat()

    @rule(days=st.integers(1, 2))
    def wait(self, days: int) -> None:
        self.today += timedelta(days)

    @rule(what=st.sampled_from(["tests", "pilot", "window", "rest"]), right=st.booleans(), days=st.integers(0, 3))
    def fill_in(self, what: str, right: bool, days: int) -> None:
        match what:
            case "tests":
                self.test_it("passed" if right else "failed")
            case "pilot":
                self.plan_a_pilot(days, 3 if right else days, "ok" if right else "failed")
            case "window":
                self.choose_a_window(days, 9, "The vendor's date." if right else "")
            case _:
                self.fill_in_the_rest(0 if right else -days)

    def test_it(self, result: str) -> None:
        self.edit(tests=[{"step": "Send an alert", "result": result, "on": self.later(0), "by": "sam"}])

    def plan_a_pilot(self, days: int, length: int, tickets: str) -> None:
        checks = {"tickets": tickets, "routing": "ok", "documentation": "not-affected"}
        self.edit(pilot={"clients": ["acme"], "since": self.later(days), "until": self.later(days + length), **checks})

    def choose_a_window(self, days: int, length: int, reason: str) -> None:
        self.edit(window={"starts": self.later(days), "ends": self.later(days + length), "reason": reason})

    def fill_in_the_rest(self, days: int) -> None:
        message = {"to": "All", "about": "x", "on": self.later(days), "done": self.later(days)}
        self.edit(rollback={"trigger": "x", "steps": ["x"]}, training={"plan": "x"}, communication=[message])

    @rule(by=st.sampled_from(["jim", "sam", "sam"]))
    def take_the_next_step(self, by: str) -> None:
        self.step(None, by)

    @rule(by=st.sampled_from(["jim", "sam", "sam"]), days=st.integers(1, 2))
    def take_the_next_step_later(self, by: str, days: int) -> None:
        self.today += timedelta(days)
        self.step(None, by)

    @rule(status=st.sampled_from([*PATHS["normal"], *PATHS["normal"][1:], "withdrawn"]))
    def take_any_step(self, status: str) -> None:
        self.step(status, "sam")

    def step(self, status: str | None, by: str) -> None:
        work, change = self.open()
        self.attempt(change, lambda: advance(work, change, status, practice_of(work), by=by, reason="x"))

    @rule(result=st.sampled_from(["success", "success", "rolled-back"]))
    def judge_it(self, result: str) -> None:
        work, change = self.open()
        self.attempt(change, lambda: close(work, change, result, practice_of(work), by="sam", notes="x"))

    def open(self) -> tuple[Workspace, Change]:
        work = Workspace(self.root, self.today)
        return work, require_change(work.source, "route-alerts")

    def attempt(self, change: Change, step: Callable[[], Planned]) -> None:
        before = (self.root / FILE).read_bytes()
        try:
            write(step())
        except Refusal as refusal:
            assert (self.root / FILE).read_bytes() == before
            assert "\n" not in str(refusal)
            return
        after = self.open()[1]
        event(after.status)
        states = [each.status for each in after.progress]
        assert states == [*(each.status for each in change.progress), after.status]
        earned = {"draft": set[str](), "withdrawn": set[str]()}.get(after.status, {"G125", "G126", "G129", "G130"})
        # A pilot and a window that are planned wrongly are said at once, and refused when it is their turn.
        if after.kind == "normal" and after.status in ("pilot", "approved", "rolled-out", "judged"):
            earned |= {"G127"}
        if after.status in ("approved", "rolled-out", "judged"):
            earned |= {"G128"}
        assert [each for each in self.problems() if each.code in earned] == []
        if after.status == "rolled-out":
            run = states[max(place for place, each in enumerate(states) if each == "draft") :]
            assert tuple(run) == PATHS[after.kind][: len(run)]
            assert after.sign_off is not None
            assert after.sign_off.by != after.author

    def problems(self) -> Iterator[Problem]:
        """What the rules of lint say."""
        source, known, check = Workspace(self.root, self.today).source, Known(self.today), ChangesCheck()
        settings_file, _ = load_one(source, SETTINGS, "msptool.yaml")
        assert settings_file is not None
        SettingsCheck().file(settings_file, known)
        for calendar in load(source, CALENDAR)[0]:
            note_days_off(calendar, known)
        known.add("person", PEOPLE)
        known.add("client", ["acme"])
        for entry in load(source, CHANGE)[0]:
            yield from check.file(entry, known)


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
