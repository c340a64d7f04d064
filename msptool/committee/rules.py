"""The lint rules of the committee's meetings."""

from __future__ import annotations

from collections.abc import Iterator

from msptool.committee.model import Meeting
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, did_you_mean

UNKNOWN_STANDARD = Rule(
    "M101", "decision-on-nothing", "error", "A decision is about a standard that exists, under its present or a former id.",
    "decisions:\n  - {standard: firewal-current, decision: keep}",
    "decisions:\n  - {standard: firewall-firmware-current, decision: keep}",
)  # fmt: skip
UNKNOWN_ATTENDEE = Rule(
    "M102", "attended-by-nobody", "error", "Attendees are people of practice/people/.", "attendees: [jimm]", "attendees: [jim]",
)  # fmt: skip
FUTURE = Rule(
    "M103", "minutes-of-the-future", "error", "A meeting that is still to come has no minutes yet.",
    "practice/committee/2062-01-09.yaml with decisions", "practice/committee/2062-01-09.yaml with a time alone",
)  # fmt: skip
NO_REASON = Rule(
    "M104", "decision-without-reason", "warning",
    "Whoever reads the minutes in two years wants to know why something was retired, rejected, changed or postponed.",
    "{standard: ups-load-read, decision: retire}", "{standard: ups-load-read, decision: retire, reason: Nobody fails it.}",
)  # fmt: skip

RULES = (UNKNOWN_STANDARD, UNKNOWN_ATTENDEE, FUTURE, NO_REASON)


def check_meeting(entry: Entry[Meeting], known: Known) -> Iterator[Problem]:
    """What a meeting says that the rest of the workspace does not know."""
    meeting, people, standards = entry.entity, known["person"], known["standard"] | known["former standard"]
    if meeting.held and meeting.day > known.today:
        yield entry.problem(FUTURE, f"{meeting.day} is still to come", "Rename the file to the day of the meeting.")
    for index, person in enumerate(meeting.attendees):
        if person not in people:
            hint = did_you_mean(person, people) or f"Create practice/people/{person}.yaml."
            yield entry.problem(UNKNOWN_ATTENDEE, f"'{person}' is nobody in practice/people/", hint, "attendees", index)
    for index, each in enumerate(meeting.decisions):
        place = ("decisions", index)
        if each.standard not in standards:
            hint = did_you_mean(each.standard, standards) or "Name a standard of the library."
            yield entry.problem(UNKNOWN_STANDARD, f"there is no standard '{each.standard}'", hint, *place, "standard")
        if each.decision not in ("keep", "adopt") and not each.reason.strip():
            message = f"'{each.decision}' of {each.standard} has no reason"
            yield entry.problem(NO_REASON, message, "Say in one sentence why.", *place)
