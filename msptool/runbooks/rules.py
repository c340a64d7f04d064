"""The lint rules of runbooks: a technician who follows one always gets to an end, and it says nothing that does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msptool.runbooks.escalation.rules import MAP_RULES, SIGNOFFS
from msptool.runbooks.graph import loops, lost, unreachable, ways
from msptool.runbooks.messages import placeholders, public_names
from msptool.runbooks.model import ASKING, RUNBOOK, Runbook
from msptool.runbooks.naming import FORMER, check_day
from msptool.runbooks.signals import CHANGES, changed_on
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry, load_one
from msptool.workspace.problems import Problem, Refusal, Rule, did_you_mean
from msptool.workspace.sources import Source

UNREACHABLE = Rule(
    "B101", "step-unreachable", "error", "Every step follows another one, or nobody would ever come to it.",
    "steps: [{id: look, ..., outcomes: {up: close, down: close}}, {id: restart, ...}]",
    "steps: [{id: look, ..., outcomes: {up: close, down: restart}}, {id: restart, ...}]",
)  # fmt: skip
NO_OUTCOMES = Rule(
    "B102", "question-without-outcomes", "error",
    "A check, a decision and a sign-off have at least two outcomes, each with the step that follows it.",
    "{id: look, kind: check, do: Is the service up?}",
    "{id: look, kind: check, do: Is the service up?, outcomes: {up: close, down: restart}}",
)  # fmt: skip
NOWHERE = Rule(
    "B103", "outcome-to-nowhere", "error", "An outcome leads to a step of the same runbook.",
    "outcomes: {up: close, down: restrat}", "outcomes: {up: close, down: restart}",
)  # fmt: skip
ENDLESS = Rule(
    "B104", "loop-without-exit", "error", "A technician who goes round must be able to leave: some answer leads to an end.",
    "{id: a, kind: fix, do: ..., next: b}, {id: b, kind: fix, do: ..., next: a}",
    "{id: a, kind: fix, do: ..., next: b}, {id: b, kind: check, do: ..., outcomes: {works: close, does not: escalate}}",
)  # fmt: skip
LOOP = Rule(
    "B105", "loop", "warning",
    "A runbook that leads back to an earlier step has no natural end: better a step that says how often, and then escalates.",
    "{id: again, kind: check, do: Does it work?, outcomes: {yes: close, no: restart}}",
    "{id: again, kind: check, do: Does it work after the second restart?, outcomes: {yes: close, no: escalate}}",
)  # fmt: skip
NO_NEXT = Rule(
    "B106", "nothing-follows", "error", "After a fix and a message comes another step; the last step of a way is 'done' or 'escalate'.",
    "steps: [..., {id: restart, kind: fix, do: ...}]", "steps: [..., {id: restart, kind: fix, do: ...}, {id: close, kind: done, ...}]",
)  # fmt: skip
NO_DONE = Rule(
    "B107", "never-done", "error", "A runbook can end well: it has a step of the kind 'done'.",
    "steps: [{id: look, ...}, {id: hand-over, kind: escalate, ...}]",
    "steps: [{id: look, ...}, {id: close, kind: done, ...}, {id: hand-over, kind: escalate, ...}]",
)  # fmt: skip
NO_ESCALATION = Rule(
    "B108", "never-escalated", "error",
    "When the standard path fails, the runbook says who gets the ticket: it has a step of the kind 'escalate'.",
    "steps: [{id: look, ...}, {id: close, kind: done, ...}]",
    "steps: [{id: look, ...}, {id: close, kind: done, ...}, {id: hand-over, kind: escalate, to: level-2, do: ...}]",
)  # fmt: skip
PLACEHOLDER = Rule(
    "B109", "unknown-placeholder", "error",
    "A message to the client names inputs that are not internal, and known names: client, ticket, technician, practice, phone, email, day.",
    "messages: {resolved: 'Dear {usr}, it works again.'}", "messages: {resolved: 'Dear {user}, it works again.'}",
)  # fmt: skip
NO_MESSAGE = Rule(
    "B110", "unknown-message", "error", "A step sends one of the runbook's messages.",
    "{id: tell, kind: message, send: resovled, do: ...}", "{id: tell, kind: message, send: resolved, do: ...}",
)  # fmt: skip
NO_SIGNOFF = Rule(
    "B111", "unknown-signoff", "error", "Who must agree is written in practice/escalation.yaml, once for all runbooks.",
    "{id: agree, kind: signoff, needs: restore-fiels, ...}", "{id: agree, kind: signoff, needs: restore-files, ...}",
)  # fmt: skip
RUNBOOK_RULES = (
    UNREACHABLE, NO_OUTCOMES, NOWHERE, ENDLESS, LOOP, NO_NEXT, NO_DONE, NO_ESCALATION, PLACEHOLDER, NO_MESSAGE, NO_SIGNOFF,
)  # fmt: skip


# What keeps a run from going on once it has come there; with the others a technician still gets to an end.
_STOPS_A_RUN = (NO_OUTCOMES, NOWHERE, NO_NEXT, NO_MESSAGE)


def refuse_broken(source: Source, runbook: Runbook, today: date) -> list[Problem]:
    """Refuse a runbook that stops a run half-way, before anybody has answered anything; returns its other errors."""
    entry, _ = load_one(source, RUNBOOK, RUNBOOK.path(id=runbook.id))
    assert entry is not None
    errors = [each for each in check_runbook_file(entry, Known(today)) if each.severity == "error"]
    first = next((each for each in errors if each.rule in _STOPS_A_RUN), None)
    if first is not None:
        raise Refusal(
            f"{first.path}:{first.line}: {first.message}, so a run could not be finished. {first.hint} "
            f"'msptool runbook lint {runbook.id}' says everything."
        )
    return errors


def check_runbook_file(entry: Entry[Runbook], known: Known) -> Iterator[Problem]:
    """Everything that is wrong in one runbook; tells the records what it is called and when it changed."""
    runbook = entry.entity
    known.add(FORMER, runbook.formerly)
    known.add(CHANGES, changed_on(runbook))
    yield from _steps(entry)
    yield from _whole(entry)
    yield from _words(entry, known)
    for index, change in enumerate(runbook.changed_after):
        yield from check_day(entry, known, change.on, "changed_after", index, "on")


def _steps(entry: Entry[Runbook]) -> Iterator[Problem]:
    runbook = entry.entity
    never = set(unreachable(runbook))
    after_nothing = {step.id for step in lost(runbook)}
    for index, step in enumerate(runbook.steps):
        place = ("steps", index)
        if step.id in never:
            hint = "Let an outcome or a 'next' lead to it, or delete it."
            yield entry.problem(UNREACHABLE, f"no step leads to '{step.id}'", hint, *place, "id")
        if step.kind in ASKING and len(step.outcomes) < 2:
            has = "has no outcomes" if not step.outcomes else "has one outcome only"
            hint = "Write at least two, each with the step that follows: outcomes: {yes: STEP, no: STEP}."
            yield entry.problem(NO_OUTCOMES, f"the {step.kind} '{step.id}' {has}", hint, *place, "id")
        if step.id in after_nothing:
            hint = "Name it with 'next', or write a step of the kind done or escalate below."
            yield entry.problem(NO_NEXT, f"no step follows '{step.id}'", hint, *place, "id")
        for way in ways(runbook, step):
            if way.target not in runbook.by_id:
                hint = did_you_mean(way.target, runbook.by_id) or f"Write a step '{way.target}', or name another one."
                keys = ("outcomes", way.answer) if way.answer else ("next",)
                yield entry.problem(NOWHERE, f"there is no step '{way.target}'", hint, *place, *keys)


def _whole(entry: Entry[Runbook]) -> Iterator[Problem]:
    runbook = entry.entity
    for loop in loops(runbook):
        place = ("steps", runbook.steps.index(runbook.by_id[loop.steps[0]]), "id")
        if loop.exits:
            yield entry.problem(LOOP, f"the steps go round: {loop.path}", "Say how often, and then escalate.", *place)
        else:
            hint = "Give one of these steps an outcome that leads on to an end."
            yield entry.problem(ENDLESS, f"nobody gets out of these steps: {loop.path}", hint, *place)
    kinds = {step.kind for step in runbook.steps}
    if "done" not in kinds:
        yield entry.problem(
            NO_DONE, "no step is the end of a resolved ticket", "Add a step of the kind 'done'.", "steps"
        )
    if "escalate" not in kinds:
        hint = "Add a step of the kind 'escalate' with the level that gets the ticket."
        yield entry.problem(NO_ESCALATION, "no step hands the ticket over when the way fails", hint, "steps")


def _words(entry: Entry[Runbook], known: Known) -> Iterator[Problem]:
    runbook = entry.entity
    public = public_names(runbook)
    internal = {each.name for each in runbook.inputs if each.internal}
    for name, text in runbook.messages.items():
        for used in dict.fromkeys(placeholders(text)):
            if used in internal:
                hint = "Say it without, or delete 'internal' where a client may read it."
                yield entry.problem(PLACEHOLDER, f"the input '{used}' is internal", hint, "messages", name)
            elif used not in public:
                hint = did_you_mean(used, public) or f"Names are {', '.join(sorted(public))}."
                yield entry.problem(PLACEHOLDER, f"'{{{used}}}' is no input and no known name", hint, "messages", name)
    for index, step in enumerate(runbook.steps):
        if step.send is not None and step.send not in runbook.messages:
            hint = did_you_mean(step.send, runbook.messages) or f"Write it under 'messages': {step.send}: ..."
            yield entry.problem(NO_MESSAGE, f"there is no message '{step.send}'", hint, "steps", index, "send")
        # Where the map is broken or not there, its own problem is enough.
        if step.needs is not None and known[MAP_RULES] and step.needs not in known[SIGNOFFS]:
            hint = did_you_mean(step.needs, known[SIGNOFFS]) or "Write it under 'signoffs' in practice/escalation.yaml."
            yield entry.problem(
                NO_SIGNOFF, f"the escalation map has no sign-off '{step.needs}'", hint, "steps", index, "needs"
            )
