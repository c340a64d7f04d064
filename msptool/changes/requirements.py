"""What a change needs for each state: the manual's checklist of one page (seed 000), asked state by state.

The same sentences refuse a step, say what is left to do, and are what lint finds in a file that was changed by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from msptool.changes.business_days import BusinessDays, business
from msptool.changes.model import Affected, Change, Move, Pilot, Status
from msptool.changes.states import current_run
from msptool.workspace.settings import Changes


@dataclass(frozen=True)
class Practice:
    """The rules of the practice: its settings, and its business days."""

    settings: Changes
    days: BusinessDays

    def watched_until(self, rolled_out: date) -> date:
        """The last of the business days after a roll-out in which it shows whether the change went well."""
        return self.days.after(rolled_out, self.settings.watch_days)


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing: a sentence without its full stop, what to do, and where in the file."""

    sentence: str
    hint: str
    keys: tuple[str | int, ...]


def lacks(change: Change, status: Status, on: date, practice: Practice) -> Iterator[Lack]:
    """What a change lacks to get a status on a day, in the order in which it is best done."""
    match status:
        case "assessed":
            yield from _assessed(change)
        case "tested":
            yield from _tested(change, on)
        case "pilot":
            yield from _pilot(change, on, practice)
        case "approved":
            yield from _approved(change, on, practice)
        case "rolled-out":
            yield from _rolled_out(change, on)
        case "judged":
            yield from _judged(change, on, practice)


def lacks_so_far(change: Change, practice: Practice) -> Iterator[tuple[Move, Lack]]:
    """What a change lacks for the states that it has got since it was a draft, each with its step, and once.

    A file may be changed after a step was taken: what was right then must be right now.
    """
    said: set[str] = set()
    for _, step in current_run(change):
        for each in lacks(change, step.status, step.on, practice):
            if each.sentence not in said:
                said.add(each.sentence)
                yield step, each


def _assessed(change: Change) -> Iterator[Lack]:
    if change.kind == "standard" and change.like is None:
        yield Lack(
            "it does not say which earlier change it repeats", "Name it under 'like', or make it normal.", ("kind",)
        )
    clients = change.impact.clients
    if not clients.review.strip():
        hint = "Write under 'review' what the change means for them, or that it means nothing."
        yield Lack("nobody has looked at what it means for clients", hint, ("impact", "clients"))
    parts: tuple[tuple[str, str, tuple[Affected, ...]], ...] = (
        ("tools", "tool", change.impact.tools), ("workflows", "workflow", change.impact.workflows),
        ("automations", "automation", change.impact.automations),
    )  # fmt: skip
    for part, word, found in parts:
        for place, each in enumerate(found):
            if not each.review.strip():
                hint = "Write under 'review' what the change means for it, or that it means nothing."
                sentence = f"nobody has looked at what it means for the {word} '{each.id}'"
                yield Lack(sentence, hint, ("impact", part, place))


def _tested(change: Change, on: date) -> Iterator[Lack]:
    if not change.tests:
        yield Lack("it has no test", "Write the steps that show whether it works under 'tests'.", ("tests",))
    for place, each in enumerate(change.tests):
        if each.result != "passed" or each.on is None:
            failed = each.result == "failed"
            what = "failed" if failed else "has no day" if each.result else "has no result"
            hint = (
                "Mend the change, and test it again."
                if failed
                else "Write 'result: passed' and 'on' when it has passed."
            )
            yield Lack(f"test {place + 1} {what}", hint, ("tests", place))
        elif each.on > on:
            yield Lack(f"test {place + 1} is of {each.on}, after that", "Correct the day.", ("tests", place, "on"))


def _pilot(change: Change, on: date, practice: Practice) -> Iterator[Lack]:
    pilot = change.pilot
    if pilot is None:
        days = practice.settings
        hint = f"Choose a few non-critical clients or users, for {days.pilot_days_least} to {days.pilot_days_most} business days."
        yield Lack("it has no pilot", hint, ("pilot",))
    else:
        if not pilot.clients and not pilot.users:
            yield Lack("nobody takes part in the pilot", "Name 'clients' or 'users'.", ("pilot",))
        yield from pilot_length(pilot, practice)
        if not pilot.since <= on <= pilot.until:
            sentence = f"the pilot is from {pilot.since} to {pilot.until}, and the step is of {on}"
            yield Lack(sentence, "Take the step on a day of the pilot.", ("pilot", "since"))
    yield from _way_back(change)


def pilot_length(pilot: Pilot, practice: Practice) -> Iterator[Lack]:
    """A pilot that is too short or too long."""
    least, most = practice.settings.pilot_days_least, practice.settings.pilot_days_most
    found = practice.days.between(pilot.since, pilot.until)
    if not least <= found <= most:
        days = f"{least} to {most}" if least != most else str(least)
        hint = f"Let it last {days} business days; weekends and days off do not count."
        yield Lack(f"the pilot has {business(found)}", hint, ("pilot", "until"))


def _way_back(change: Change) -> Iterator[Lack]:
    if change.rollback is None:
        yield Lack("it has no way back", "Write 'trigger' and 'steps' under 'rollback'.", ("rollback",))


def _approved(change: Change, on: date, practice: Practice) -> Iterator[Lack]:
    if change.kind == "emergency":
        if not change.emergency.strip():
            yield Lack(
                "it does not say why it cannot wait", "Write it under 'emergency', or make it normal.", ("kind",)
            )
        yield from _way_back(change)
    elif change.pilot is not None:
        if on <= change.pilot.until:
            sentence = f"the pilot goes on until {change.pilot.until}"
            yield Lack(sentence, "Take the step after its last day.", ("pilot", "until"))
        yield from _confirmed(change.pilot)
    if change.window is None:
        yield Lack("it has no window", "Write under 'window' when it is rolled out, and in which order.", ("window",))
    else:
        yield from start_day(change, practice)
        if change.window.starts < on:
            yield Lack(
                f"the window starts on {change.window.starts}, before that", "Choose a later one.", ("window", "starts")
            )
    if change.kind != "emergency":
        if change.training is None:
            hint = "Write under 'training' what the team is shown, or why nobody needs to learn anything."
            yield Lack("nobody has thought of training", hint, ("training",))
        yield from _told(change)
    if change.sign_off is None:
        hint = "'msptool change advance' with --by signs it."
        yield Lack("nobody has signed it off", hint, ("sign_off",))
    yield from own_approval(change, practice)


def _confirmed(pilot: Pilot) -> Iterator[Lack]:
    names = {"tickets": "ticket creation", "routing": "routing", "documentation": "documentation"}
    for key, name in names.items():
        found = getattr(pilot, key)
        if found is None:
            hint = f"Look at it, and write '{key}: ok', failed or not-affected under 'pilot'."
            yield Lack(f"the pilot does not say whether {name} was in order", hint, ("pilot",))
        elif found == "failed":
            hint = "Back to a draft: 'msptool change advance ID draft --reason ...'."
            yield Lack(f"{name} failed in the pilot", hint, ("pilot", key))


def start_day(change: Change, practice: Practice) -> Iterator[Lack]:
    """A roll-out that starts on or before a day off, and does not say why."""
    window = change.window
    said_why = (window and window.reason.strip()) or (change.kind == "emergency" and change.emergency.strip())
    objection = practice.days.objection(window.starts) if window and not said_why else ""
    if window and objection:
        hint = (
            "Choose a day with a business day behind it, or say under 'reason' of the window why it cannot be another."
        )
        yield Lack(f"the window starts on {window.starts}, {objection}", hint, ("window", "starts"))


def own_approval(change: Change, practice: Practice) -> Iterator[Lack]:
    """A change that its own author signed off, where the settings forbid it."""
    if change.sign_off and change.sign_off.by == change.author and not practice.settings.author_may_approve:
        hint = "Somebody else signs it off. 'changes.author_may_approve: true' in msptool.yaml would allow it."
        yield Lack(f"{change.author} may not approve a change of their own", hint, ("sign_off", "by"))


def _told(change: Change) -> Iterator[Lack]:
    if not change.communication:
        hint = "Write under 'communication' who is told what, and when: clients and the own team."
        yield Lack("nobody is told", hint, ("communication",))


def _rolled_out(change: Change, on: date) -> Iterator[Lack]:
    window = change.window
    if window is not None and not window.starts <= on <= window.last:
        days = f"{window.starts}" if window.last == window.starts else f"{window.starts} to {window.last}"
        hint = "Say on which day of it the roll-out was done with --on, or have a new window approved."
        yield Lack(f"the window is {days}, and the roll-out of {on}", hint, ("window",))
    training = change.training
    if training is not None and training.people and (training.on is None or training.on > on):
        hint = "Write under 'on' when the team was shown the new way: it works with it from the first day on."
        yield Lack("the training has not taken place", hint, ("training",))
    if change.kind != "emergency":
        for place, each in enumerate(change.communication):
            if each.on <= on and (each.done is None or each.done > on):
                hint = "Write under 'done' when they were told."
                yield Lack(f"'{each.to}' was to be told on {each.on}", hint, ("communication", place))


def _judged(change: Change, on: date, practice: Practice) -> Iterator[Lack]:
    outcome, day = change.outcome, change.rolled_out
    if outcome is None or day is None:
        yield Lack("nobody has said how it went", "'msptool change close' does.", ("status",))
    elif outcome.result == "success":
        until = practice.watched_until(day)
        if on <= until:
            sentence = f"its {business(practice.settings.watch_days)} are over on {until}"
            yield Lack(sentence, "Judge it on a later day. A failure may be recorded at once.", ("outcome", "on"))
    else:
        if outcome.noticed is not None and not day <= outcome.noticed <= on:
            sentence = f"{outcome.noticed} is not between the roll-out of {day} and the judgement of {on}"
            yield Lack(sentence, "Correct the day.", ("outcome", "noticed"))
        if not outcome.notes.strip():
            hint = "Say it with --notes, or under 'notes' of the outcome."
            yield Lack("nobody has said what happened", hint, ("outcome", "result"))
    if change.kind == "emergency":
        # The part of the checklist that the short path left out is caught up.
        yield from _assessed(change)
        yield from _tested(change, on)
        yield from _told(change)
