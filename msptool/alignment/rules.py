"""The lint rules of the vCIO's triage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msptool.alignment.model import Judgement, Triage
from msptool.clients.rules import who_instead
from msptool.reviews.rules import days_without_no
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, did_you_mean

UNKNOWN_CLIENT = Rule(
    "T101", "triage-of-unknown-client", "error", "A triage stands beside the client that it is about.",
    "clients/acmee/triage.yaml without clients/acmee/client.yaml", "clients/acme/triage.yaml",
)  # fmt: skip
UNKNOWN_STANDARD = Rule(
    "T102", "triage-of-nothing", "error", "What is triaged is the finding of a standard that exists.",
    "findings:\n  firewal-current: ...", "findings:\n  firewall-firmware-current: ...",
)  # fmt: skip
UNKNOWN_JUDGE = Rule(
    "T103", "triage-by-nobody", "error", "Who judged a finding is one of the people of practice/people/.", "by: bobb", "by: bob",
)  # fmt: skip
FUTURE = Rule(
    "T104", "triage-in-the-future", "error", "No finding was judged later than today.", "on: 2062-11-16", "on: 2026-11-16",
)  # fmt: skip
RUN_OUT = Rule(
    "T105", "acceptance-run-out", "warning",
    "An accepted risk is looked at again after its last day: the client accepts it anew, or it gets fixed. "
    "Nothing is said where it was answered with yes or not applicable since.",
    "{stage: accepted, on: 2026-03-02, until: 2026-09-30, ...} in November 2026",
    "a later judgement, such as {stage: accepted, on: 2026-10-01, until: 2027-09-30, ...}",
)  # fmt: skip
OUT_OF_ORDER = Rule(
    "T106", "judgements-out-of-order", "error", "The judgements of a finding stand oldest first, one a day: the last one holds.",
    "firewall-firmware-current:\n  - {on: 2026-11-16, ...}\n  - {on: 2026-08-10, ...}",
    "firewall-firmware-current:\n  - {on: 2026-08-10, ...}\n  - {on: 2026-11-16, ...}",
)  # fmt: skip

RULES = (UNKNOWN_CLIENT, UNKNOWN_STANDARD, UNKNOWN_JUDGE, FUTURE, RUN_OUT, OUT_OF_ORDER)


def check_triage(entry: Entry[Triage], known: Known) -> Iterator[Problem]:
    """What a triage says that the rest of the workspace does not know."""
    triage, people, standards = entry.entity, known["person"], known["standard"] | known["former standard"]
    if triage.client not in known["client"]:
        hint = who_instead(triage.client, known["client"])
        yield entry.problem(UNKNOWN_CLIENT, f"there is no client '{triage.client}'", hint)
    for name, judgements in triage.findings.items():
        if name not in standards:
            hint = did_you_mean(name, standards) or "Bring the standard back as retired."
            yield entry.problem(UNKNOWN_STANDARD, f"there is no standard '{name}'", hint, "findings", name)
        for index, judged in enumerate(judgements):
            place = ("findings", name, index)
            if judged.by is not None and judged.by not in people:
                hint = did_you_mean(judged.by, people) or f"Create practice/people/{judged.by}.yaml."
                yield entry.problem(UNKNOWN_JUDGE, f"'{judged.by}' is nobody in practice/people/", hint, *place, "by")
            if judged.on > known.today:
                yield entry.problem(
                    FUTURE, f"{judged.on} is in the future", "Write the day of the triage.", *place, "on"
                )
            if index and judged.on <= judgements[index - 1].on:
                message = f"{judged.on} stands below {judgements[index - 1].on}"
                yield entry.problem(OUT_OF_ORDER, message, "Put the older one above; keep one of a day.", *place, "on")
        yield from _run_out(entry, name, judgements, known)


def _run_out(entry: Entry[Triage], name: str, judgements: Sequence[Judgement], known: Known) -> Iterator[Problem]:
    last = judgements[-1] if judgements else None
    if last is None or last.until is None or last.until >= known.today:
        return
    answered = known[days_without_no(entry.entity.client, name)]
    if not any(date.fromisoformat(day) > last.on for day in answered):
        hint = f"Talk to the client, then run 'msptool finding triage {entry.entity.client} {name} ...'."
        place = ("findings", name, len(judgements) - 1, "until")
        yield entry.problem(RUN_OUT, f"{last.accepted_by} accepted this risk until {last.until}", hint, *place)
