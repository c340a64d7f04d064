"""What goes into the ticket: everything that was collected, in the order in which it was found. Internal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.people.register import name_of
from msptool.runbooks.model import Runbook, spoken
from msptool.runbooks.runs.model import Run
from msptool.words import counted


def handoff(run: Run, runbook: Runbook, client: Client | None, people: Mapping[str, Person]) -> str:
    """Plain text to paste: outcome, inputs, first checks, steps with answers and notes, messages, what comes next."""
    return "\n".join(_lines(run, runbook, client, people)) + "\n"


def _lines(run: Run, runbook: Runbook, client: Client | None, people: Mapping[str, Person]) -> Iterator[str]:
    ended = f"ESCALATED to {spoken(run.to)}" if run.to else "RESOLVED"
    yield f"{ended}: {runbook.title}"
    facts = [
        f"Ticket {run.ticket}" if run.ticket else "",
        client.name if client else run.client or "",
        name_of(people, run.by),
        f"{run.finished:%Y-%m-%d %H:%M}",
        counted(run.minutes, "minute"),
        f"runbook {run.runbook} {run.fingerprint}",
    ]
    yield " | ".join(fact for fact in facts if fact)
    if run.why:
        yield f"Why: {run.why}"
    if run.inputs:
        yield from ("", "Collected")
        yield from (f"- {each.ask} {run.inputs[each.name]}" for each in runbook.inputs if each.name in run.inputs)
    if run.checks:
        yield from ("", "Checked first")
        yield from (f"- {each.check}{f' Found: {each.found}' if each.found else ''}" for each in run.checks)
    yield from ("", "Steps")
    for number, taken in enumerate(run.path, 1):
        step = runbook.by_id.get(taken.step)
        said = [taken.answer and f"-> {taken.answer}", taken.note and f"({taken.note})"]
        yield " ".join([f"{number}. {step.do if step else taken.step}", *(each for each in said if each)])
        if taken.unclear:
            yield f"   Not clear in the runbook: {taken.unclear}"
    for message in run.messages:
        yield from ("", "Sent to the client")
        yield message.text
