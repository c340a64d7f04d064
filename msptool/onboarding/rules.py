"""The lint rules of onboarding plans."""

from __future__ import annotations

from collections.abc import Iterator

from msptool.clients.rules import who_instead
from msptool.onboarding.model import Onboarding
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, did_you_mean

UNKNOWN_CLIENT = Rule(
    "N101", "onboarding-of-nobody", "error", "An onboarding plan stands beside the client that it is about.",
    "clients/acmee/onboarding.yaml without clients/acmee/client.yaml", "clients/acme/onboarding.yaml",
)  # fmt: skip
UNKNOWN_OWNER = Rule(
    "N102", "task-of-nobody", "error", "Who does a task is a person of practice/people/.", "by: jmi", "by: jim",
)  # fmt: skip
FUTURE = Rule(
    "N103", "task-done-in-the-future", "error", "A task was done today or before.", "done: 2062-11-16", "done: 2026-11-16",
)  # fmt: skip
RULES = (UNKNOWN_CLIENT, UNKNOWN_OWNER, FUTURE)


def check_onboarding(entry: Entry[Onboarding], known: Known) -> Iterator[Problem]:
    """What a plan says that the rest of the workspace does not know."""
    plan, people = entry.entity, known["person"]
    if plan.client not in known["client"]:
        hint = who_instead(plan.client, known["client"])
        yield entry.problem(UNKNOWN_CLIENT, f"there is no client '{plan.client}'", hint)
    for number, phase in enumerate(plan.phases):
        for index, task in enumerate(phase.tasks):
            place = ("phases", number, "tasks", index)
            if task.by is not None and task.by not in people:
                hint = did_you_mean(task.by, people) or f"Create practice/people/{task.by}.yaml."
                yield entry.problem(UNKNOWN_OWNER, f"'{task.by}' is nobody in practice/people/", hint, *place, "by")
            if task.done is not None and task.done > known.today:
                hint = "Write the day on which it was done."
                yield entry.problem(FUTURE, f"{task.done} is in the future", hint, *place, "done")
