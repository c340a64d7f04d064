"""The lint rules of meetings with clients."""

from __future__ import annotations

from collections.abc import Iterator

from msptool.clients.rules import who_instead
from msptool.meetings.model import ClientMeeting
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, did_you_mean

UNKNOWN_CLIENT = Rule(
    "M201", "meeting-with-nobody", "error", "A meeting stands beside the client that it is with.",
    "clients/acmee/meetings/2026-11-16.yaml without clients/acmee/client.yaml", "clients/acme/meetings/2026-11-16.yaml",
)  # fmt: skip
UNKNOWN_CALLER = Rule(
    "M202", "meeting-called-by-nobody", "error", "Whoever called a meeting is a person of practice/people/.", "by: bobb", "by: bob",
)  # fmt: skip
UNKNOWN_RECOMMENDATION = Rule(
    "M203", "meeting-about-nothing", "error", "A meeting names recommendations of the same client.",
    "recommendations: [new-firewal]", "recommendations: [new-firewall]",
)  # fmt: skip
RULES = (UNKNOWN_CLIENT, UNKNOWN_CALLER, UNKNOWN_RECOMMENDATION)


def check_client_meeting(entry: Entry[ClientMeeting], known: Known) -> Iterator[Problem]:
    """What a meeting says that the rest of the workspace does not know."""
    meeting, people = entry.entity, known["person"]
    if meeting.client not in known["client"]:
        hint = who_instead(meeting.client, known["client"])
        yield entry.problem(UNKNOWN_CLIENT, f"there is no client '{meeting.client}'", hint)
    if meeting.by is not None and meeting.by not in people:
        hint = did_you_mean(meeting.by, people) or f"Create practice/people/{meeting.by}.yaml."
        yield entry.problem(UNKNOWN_CALLER, f"'{meeting.by}' is nobody in practice/people/", hint, "by")
    recommendations = known[f"recommendation of {meeting.client}"]
    for index, name in enumerate(meeting.recommendations):
        if name not in recommendations:
            hint = did_you_mean(name, recommendations) or "Delete it."
            message = f"{meeting.client} has no recommendation '{name}'"
            yield entry.problem(UNKNOWN_RECOMMENDATION, message, hint, "recommendations", index)
