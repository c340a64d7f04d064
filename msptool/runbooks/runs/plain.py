"""A run in a terminal: lines in, lines out, over SSH, in dumb terminals and through pipes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TextIO

from msptool.runbooks.graph import ways
from msptool.runbooks.model import Input, Level, Step, spoken
from msptool.runbooks.runs.walk import Walk
from msptool.terminal import Lines
from msptool.words import counted
from msptool.workspace.problems import UsageRefusal

HELP = """\
  Enter          goes on where there is nothing to choose; leaves an optional input empty
  2              the second answer; its own words do as well
  2 NOTE         at a step: the second answer, with a note
  /b             back: takes the last answer back
  /u TEXT        something in this step is not clear; whoever keeps the runbook reads it
  /e WHY         escalate from here: this runbook does not help
  /s             show the step again
  /q             pause; 'msptool runbook run --resume' goes on"""


class Plain:
    """Runs a walk on two text streams until it ends, the input ends, or the technician pauses.

    `signoffs` says for a sign-off of the map who must agree; `limit` are the minutes after which the technician's level
    hands over, None for no limit; `up` is the level above.
    """

    def __init__(
        self, walk: Walk, source: TextIO, out: TextIO, *, signoffs: Callable[[str], Sequence[str]], limit: int | None,
        up: Level,
    ) -> None:  # fmt: skip
        self.walk = walk
        self._lines = Lines(source, out)
        self._signoffs = signoffs
        self._limit = limit
        self._up = up
        self._warned = False
        self._commands: dict[str, Callable[[str], bool]] = {
            "/b": self._back,
            "/u": self._unclear,
            "/e": self._escalate,
            "/s": lambda _: True,
            "/?": self._help,
            "?": self._help,
        }

    def run(self) -> None:
        """Ask until the run is over or paused."""
        runbook = self.walk.runbook
        self._lines.wrap(f"{runbook.title}. {runbook.trigger}", "")
        self._lines.say(
            f"About {counted(runbook.minutes, 'minute')}. ? shows the keys, /q pauses; every answer is saved at once."
        )
        show = True
        while self.walk.place.key:
            if show:
                self._show()
            line = self._lines.ask("> ")
            if line is None or line.lower() in ("/q", "/quit"):
                return
            show = self._run(line)

    def _run(self, line: str) -> bool:
        key, _, text = line.partition(" ")
        command = self._commands.get(key.lower())
        try:
            if command is not None:
                return command(text.strip())
            if line.startswith("/"):
                self._lines.say(f"'{key}' is no key. ? shows them.")
                return False
            self._answer(line)
        except UsageRefusal as refusal:
            self._lines.say(str(refusal))
            return False
        return True

    def _answer(self, line: str) -> None:
        step = self.walk.place.step
        if step is None or not step.outcomes:
            self.walk.answer("" if step else line, line if step else "")
            self._lines.say("Saved.")
            return
        answer, note = split_answer(line, tuple(step.outcomes))
        self.walk.answer(answer, note)
        self._lines.say(f"Saved: {self.walk.path[-1].answer}")

    def _back(self, _: str) -> bool:
        self.walk.back()
        return True

    def _unclear(self, text: str) -> bool:
        self.walk.step_to_mark()
        self.walk.unclear(text or self._lines.ask("What is not clear? ") or "")
        self._lines.say("Saved. The step is marked; now answer it as well as you can.")
        return False

    def _escalate(self, text: str) -> bool:
        self.walk.step_to_leave()
        why = text or self._lines.ask("Why does this runbook not help here? ") or ""
        self.walk.give_up(self._up, why)
        self._lines.say(f"Saved: escalated to {spoken(self._up)}.")
        for sent in self.walk.messages[-1:]:
            self._lines.say("  To the client:")
            self._quote(sent.text)
        return True

    def _help(self, _: str) -> bool:
        self._lines.say(HELP)
        return False

    def _show(self) -> None:
        place = self.walk.place
        self._lines.say("")
        if place.input is not None:
            self._show_input(place.input)
        elif place.check is not None:
            checks = self.walk.runbook.first_checks
            self._lines.say(f"--- first check {place.check + 1} of {len(checks)} ---")
            self._lines.wrap(checks[place.check], "")
            self._lines.say("  What did you find? Enter: nothing to note.")
        elif place.step is not None:
            self._warn_of_time()
            self._show_step(place.step)

    def _show_input(self, asked: Input) -> None:
        inputs = self.walk.runbook.inputs
        self._lines.say(f"--- to collect, {inputs.index(asked) + 1} of {len(inputs)} ---")
        self._lines.wrap(asked.ask, "")
        for number, choice in enumerate(("yes", "no") if asked.kind == "yes-no" else asked.choices, 1):
            self._lines.wrap(choice, f"  [{number}] ")
        hints = [*(["a number"] if asked.kind == "number" else []), *([] if asked.required else ["Enter: not known"])]
        if hints:
            self._lines.say(f"  ({'; '.join(hints)})")

    def _show_step(self, step: Step) -> None:
        title = "sign-off" if step.kind == "signoff" else step.kind
        self._lines.say(f"--- {title} | {step.id} | {int(self.walk.seconds_now() // 60)} min ---")
        self._lines.wrap(step.do, "")
        for each in step.how:
            self._lines.wrap(each, "  - ")
        if step.needs:
            for each in self._signoffs(step.needs):
                self._lines.wrap(each, "  ")
        if step.send is not None:
            self._show_message(step.send)
        if step.kind == "done":
            for each in self.walk.runbook.done:
                self._lines.wrap(each, "  [ ] ")
        for number, way in enumerate(ways(self.walk.runbook, step), 1):
            if way.answer:
                self._lines.wrap(way.answer, f"  [{number}] ")
        self._lines.say(f"  ({_prompt(step)})")

    def _show_message(self, name: str) -> None:
        filled = self.walk.message(name)
        self._lines.say("  To the client:")
        self._quote(filled.text)
        self._lines.say("")
        if filled.gaps:
            self._lines.say(f"  Nobody said: {', '.join(filled.gaps)}. Complete the text before you send it.")

    def _warn_of_time(self) -> None:
        if self._limit is not None and not self._warned and self.walk.seconds_now() > self._limit * 60:
            self._warned = True
            self._lines.wrap(
                f"You have been at this for more than {self._limit} minutes, which is the limit of your level: "
                f"/e hands it to {spoken(self._up)} with everything that you collected.",
                "*** ",
            )

    def _quote(self, text: str) -> None:
        for line in text.splitlines():
            self._lines.wrap(line, "  | ", "  | ")


def _prompt(step: Step) -> str:
    if step.outcomes:
        return "number of the answer, with a note behind it if you like"
    return {
        "fix": "Enter when it is done, or what you did",
        "message": "Enter when it is sent",
        "done": "Enter when all of this is true",
        "escalate": "Enter to hand it over",
    }[step.kind]


def split_answer(line: str, outcomes: Sequence[str]) -> tuple[str, str]:
    """An answer and the note behind it: `2 since Monday`, or an outcome's own words."""
    said = " ".join(line.split())
    for outcome in sorted(outcomes, key=len, reverse=True):
        if said.casefold() == outcome.casefold() or said.casefold().startswith(f"{outcome.casefold()} "):
            return outcome, said[len(outcome) :].strip()
    first, _, rest = said.partition(" ")
    # The beginning of an outcome of several words is no number with a note.
    return (first, rest.strip()) if first.isdecimal() else (said, "")
