"""The engine of a run: everything that a technician can do with a runbook, without a terminal.

The plain face and a script both drive this class. Each action is written to the journal before it takes effect, and the
state is nothing but the events in order, so what a resumed run shows is what was there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from msptool.runbooks.graph import ways
from msptool.runbooks.messages import Filled, fill
from msptool.runbooks.model import ENDS, Input, Level, Runbook, Step
from msptool.runbooks.runs.model import Checked, Outcome, Sent, Taken
from msptool.workspace.problems import Refusal, UsageRefusal

Event = dict[str, Any]
_YES = {"y": "yes", "yes": "yes", "1": "yes", "n": "no", "no": "no", "2": "no"}


class EventLog(Protocol):
    """Where a run writes what happened, before it takes effect."""

    def append(self, event: Event) -> None:
        """Keep one event for good, or raise."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where the run is: at an input, at a first check, at a step, or at its end (all three None)."""

    input: Input | None = None
    check: int | None = None
    step: Step | None = None

    @property
    def key(self) -> str:
        """What an answers file calls it: the input's name, `check-1`, the step's id; empty at the end."""
        if self.input is not None:
            return self.input.name
        if self.check is not None:
            return f"check-{self.check + 1}"
        return self.step.id if self.step else ""


class Walk:
    """A run in progress. `known` are the values of the known names of messages."""

    def __init__(
        self, runbook: Runbook, log: EventLog, clock: Callable[[], datetime], known: Mapping[str, str]
    ) -> None:
        self.runbook = runbook
        self._log = log
        self._clock = clock
        self._known = known
        self._told: list[Event] = []
        self._sessions: list[tuple[datetime, datetime]] = []

    def replay(self, events: Iterable[Event]) -> int:
        """Take over what a journal holds; returns how many actions. An event of an unknown kind is passed over."""
        for event in events:
            self._apply(event)
        return len(self._told)

    def begin_session(self) -> None:
        """Time counts from now on, until the last action before the run is paused."""
        self._record({"event": "session"})

    # What was said so far

    @property
    def values(self) -> dict[str, str]:
        """The inputs that were given."""
        return {event["name"]: event["value"] for event in self._of("input") if event["value"]}

    @property
    def checks(self) -> list[Checked]:
        """The first checks that were made, with what was found."""
        return [
            Checked(check=self.runbook.first_checks[event["number"]], found=event["found"])
            for event in self._of("check")
        ]

    @property
    def path(self) -> list[Taken]:
        """The steps in the order in which they were taken; what was unclear stands at the last time that its step was."""
        taken = [event for event in self._told if event["event"] in ("answer", "give-up")]
        unclear: dict[int, list[str]] = {}
        for event in self._of("unclear"):
            at = [number for number, each in enumerate(taken) if each["step"] == event["step"]]
            said = event["text"] if at else f"{event['step']}: {event['text']}"
            unclear.setdefault(at[-1] if at else len(taken) - 1, []).append(said)
        return [
            Taken(
                step=event["step"],
                answer=event["answer"],
                note=event["note"],
                unclear="; ".join(unclear.get(number, ())),
            )
            for number, event in enumerate(taken)
        ]

    @property
    def messages(self) -> list[Sent]:
        """The messages that were sent."""
        return [
            Sent(step=event["step"], text=event["text"])
            for event in self._told
            if event["event"] in ("answer", "give-up") and event.get("text")
        ]

    @property
    def place(self) -> Place:
        """Where the run is now."""
        given = {event["name"] for event in self._of("input")}
        open_input = next((each for each in self.runbook.inputs if each.name not in given), None)
        if open_input is not None:
            return Place(input=open_input)
        checked = len(list(self._of("check")))
        if checked < len(self.runbook.first_checks):
            return Place(check=checked)
        if self.outcome is not None:
            return Place()
        last = next(reversed(list(self._of("answer"))), None)
        return Place(step=self.runbook.by_id[last["next"]] if last else self.runbook.steps[0])

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None while it goes on."""
        last = self._told[-1] if self._told else {}
        if last.get("event") == "give-up":
            return "escalated"
        if last.get("event") == "answer" and last["next"] is None:
            return "resolved" if self.runbook.by_id[last["step"]].kind == "done" else "escalated"
        return None

    @property
    def escalated_to(self) -> Level | None:
        """The level that gets the ticket, once the run is escalated."""
        if self.outcome != "escalated":
            return None
        last = self._told[-1]
        return last["to"] if last["event"] == "give-up" else self.runbook.by_id[last["step"]].to

    @property
    def why(self) -> str:
        """Why the technician left the way; empty where the runbook itself leads to the escalation."""
        last = self._told[-1] if self._told else {}
        return str(last["note"]) if last.get("event") == "give-up" else ""

    @property
    def seconds(self) -> float:
        """Time at work: from the start of each session to its last action, and to now in the open one."""
        return sum((end - start for start, end in self._sessions), timedelta()).total_seconds()

    def seconds_now(self) -> float:
        """Like `seconds`, with the time since the last action of the open session."""
        idle = (self._clock() - self._sessions[-1][1]).total_seconds() if self._sessions else 0.0
        return self.seconds + max(idle, 0.0)

    def message(self, name: str) -> Filled:
        """One of the runbook's messages, filled with what is known by now."""
        text = self.runbook.messages.get(name)
        if text is None:
            raise Refusal(f"runbooks/{self.runbook.id}.yaml has no message {name!r}: 'msptool lint' says more.")
        return fill(text, self.runbook, {**self.values, **self._known})

    # What can be done

    def answer(self, text: str, note: str = "") -> None:
        """Answer what the run is at: a value for an input, a finding for a check, an outcome or nothing for a step."""
        place = self.place
        if place.input is not None:
            self._record({"event": "input", "name": place.input.name, "value": read_value(place.input, text)})
        elif place.check is not None:
            self._record({"event": "check", "number": place.check, "found": (text or note).strip()})
        elif place.step is not None:
            self._take(place.step, text, note)
        else:
            raise UsageRefusal("This run is at its end.")

    def _take(self, step: Step, text: str, note: str) -> None:
        on = ways(self.runbook, step)
        answer = choose(text, tuple(way.answer for way in on)) if step.outcomes else ""
        target = None if step.kind in ENDS else next((way.target for way in on if way.answer == answer), None)
        if step.kind not in ENDS and target not in self.runbook.by_id:
            raise Refusal(
                f"runbooks/{self.runbook.id}.yaml: {f'no step {target!r} follows' if target else 'nothing follows'} "
                f"the step {step.id!r}. Escalate from here, and mend the runbook: 'msptool lint' says more."
            )
        event: Event = {"event": "answer", "step": step.id, "answer": answer, "note": note.strip(), "next": target}
        if step.send is not None:
            event["text"] = self.message(step.send).text
        self._record(event)

    def step_to_mark(self) -> Step:
        """The step at which something can be said to be unclear; refuses at the inputs and first checks."""
        step = self.place.step
        if step is None:
            raise UsageRefusal("Say that at a step, where it can be mended.")
        return step

    def step_to_leave(self) -> Step:
        """The step from which the ticket can be handed over; refuses at the inputs and first checks."""
        step = self.place.step
        if step is None:
            raise UsageRefusal("Give the inputs and make the first checks: whoever gets the ticket needs them.")
        return step

    def unclear(self, text: str) -> None:
        """Say what is not clear at the step that the run is at."""
        step = self.step_to_mark()
        if not text.strip():
            raise UsageRefusal("Say in some words what is not clear.")
        self._record({"event": "unclear", "step": step.id, "text": text.strip()})

    def back(self) -> None:
        """Take the last answer back; what was said to be unclear stays."""
        if not any(event["event"] != "unclear" for event in self._told):
            raise UsageRefusal("This is the beginning.")
        self._record({"event": "back"})

    def give_up(self, to: Level, why: str) -> None:
        """Leave the way and hand the ticket to a level, with the reason in words; the client gets the runbook's message."""
        step = self.step_to_leave()
        if not why.strip():
            raise UsageRefusal("Say in some words why this runbook does not help here.")
        event: Event = {"event": "give-up", "step": step.id, "answer": "", "note": why.strip(), "to": to}
        handing_over = next((each.send for each in self.runbook.steps if each.kind == "escalate" and each.send), None)
        if handing_over is not None:
            event["text"] = self.message(handing_over).text
        self._record(event)

    def _of(self, kind: str) -> Iterable[Event]:
        return (event for event in self._told if event["event"] == kind)

    def _record(self, event: Event) -> None:
        dated = {**event, "at": self._clock().isoformat()}
        self._log.append(dated)
        self._apply(dated)

    def _apply(self, event: Event) -> None:
        kind, at = event.get("event"), datetime.fromisoformat(event["at"]) if "at" in event else None
        if kind not in ("session", "input", "check", "answer", "unclear", "back", "give-up") or at is None:
            return
        if kind == "session" or not self._sessions:
            self._sessions.append((at, at))
        else:
            self._sessions[-1] = (self._sessions[-1][0], max(at, self._sessions[-1][0]))
        if kind == "back":
            last = max(number for number, each in enumerate(self._told) if each["event"] != "unclear")
            del self._told[last]
        elif kind != "session":
            self._told.append(event)


def read_value(asked: Input, text: str) -> str:
    """An input as it is kept; refuses what is not of its kind, and nothing where something is required."""
    said = text.strip()
    if not said:
        if asked.required:
            raise UsageRefusal("This is needed: without it the next steps make no sense.")
        return ""
    if asked.kind == "choice":
        return choose(said, asked.choices)
    if asked.kind == "yes-no":
        if said.lower() not in _YES:
            raise UsageRefusal(f"{said!r} is neither yes nor no: 1 yes; 2 no.")
        return _YES[said.lower()]
    if asked.kind == "number":
        try:
            number = float(said.replace(",", "."))
        except ValueError:
            number = float("nan")
        if not -1e12 < number < 1e12:
            raise UsageRefusal(f"{said!r} is not a number.")
        return f"{number:g}" if number != int(number) else str(int(number))
    return said


def choose(text: str, choices: tuple[str, ...]) -> str:
    """The choice that is meant by its number (from 1), its words, or the beginning of its words."""
    said = " ".join(text.split()).casefold()
    if said.isdecimal() and len(said) < 4 and 1 <= int(said) <= len(choices):
        return choices[int(said) - 1]
    exact = [each for each in choices if each.casefold() == said]
    alike = exact or [each for each in choices if said and each.casefold().startswith(said)]
    if len(alike) != 1:
        named = "; ".join(f"{number} {each}" for number, each in enumerate(choices, 1))
        what = f"{text.strip()!r} is none of the answers" if said else "An answer is needed"
        raise UsageRefusal(f"{what}: {named}.")
    return alike[0]
