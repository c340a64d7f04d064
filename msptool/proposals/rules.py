"""The lint rules of proposals and their templates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msptool.clients.rules import who_instead
from msptool.proposals.model import AFTER, PHASES, Proposal, Template
from msptool.proposals.offer import fingerprint, ran_out
from msptool.words import counted
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, did_you_mean

NOBODY = Rule(
    "D101", "proposal-of-nobody", "error", "A proposal is for a client: it stands in the client's folder.",
    "clients/acmee/proposals/firewall.yaml", "clients/acme/proposals/firewall.yaml",
)  # fmt: skip
UNKNOWN_TEMPLATE = Rule(
    "D102", "unknown-proposal-template", "error",
    "The template that a proposal was made from is one of practice/proposal-templates/.",
    "template: firewal-replacement", "template: firewall-replacement",
)  # fmt: skip
UNKNOWN_PERSON = Rule(
    "D103", "proposal-by-nobody", "error", "Who asked for a proposal and who writes it are people of practice/people/.",
    "designer: samm", "designer: sam",
)  # fmt: skip
UNKNOWN_RECOMMENDATION = Rule(
    "D104", "proposal-for-no-recommendation", "error",
    "What a proposal carries out are recommendations of the roadmap, clients/CLIENT/roadmap/.",
    "recommendations: [firewal-firmware]", "recommendations: [firewall-firmware]",
)  # fmt: skip
DATES = Rule(
    "D105", "proposal-dates", "error",
    "Days follow each other: requested, due; start, finish; each step of the progress. None of the progress is in the future.",
    "requested: 2026-11-02\ndue: 2026-10-30", "requested: 2026-11-02\ndue: 2026-11-16",
)  # fmt: skip
NO_HISTORY = Rule(
    "D106", "version-without-history", "error",
    "Every version says when and why it was begun, and a version that was sent says when and for how much. 'msptool proposal "
    "revise' and 'advance' write it.",
    "version: 2\nhistory:\n  - {version: 1, on: 2026-11-02, reason: First version.}",
    "version: 2\nhistory:\n  - {version: 1, on: 2026-11-02, reason: First version.}\n"
    "  - {version: 2, on: 2026-11-20, reason: A second firewall.}",
)  # fmt: skip
SKIPPED = Rule(
    "D107", "proposal-status-skipped", "error",
    "A proposal goes from draft to ready to sent to the client's decision, and the progress ends with its status. 'msptool "
    "proposal advance' takes the steps.",
    "status: sent\nprogress:\n  - {status: draft, version: 1, on: 2026-11-02}",
    "status: ready\nprogress:\n  - {status: draft, version: 1, on: 2026-11-02}\n  - {status: ready, version: 1, on: 2026-11-09}",
)  # fmt: skip
CHANGED = Rule(
    "D108", "changed-after-sending", "error",
    "What the client was sent stays as it is. A change is a new version: 'msptool proposal revise CLIENT ID --reason ...'.",
    "status: sent (and a quantity was changed since)", "status: draft\nversion: 2 (after 'msptool proposal revise')",
)  # fmt: skip
PRICE_ENDED = Rule(
    "D109", "price-ran-out", "warning",
    "The vendor's price of a line holds while the proposal is open: for what was sent, until the last day of the offer.",
    "price_until: 2020-01-31", "price_until: 2062-01-31",
)  # fmt: skip
NO_END = Rule(
    "D110", "hardware-price-without-end", "warning",
    "Hardware prices move. Before a proposal is ready, the Design Desk asks the vendor and notes until when the price holds.",
    "status: ready\nequipment:\n  - {kind: hardware, name: Firewall, unit_cost: 900}",
    "status: ready\nequipment:\n  - {kind: hardware, name: Firewall, unit_cost: 900, price_until: 2062-01-31}",
)  # fmt: skip
BELOW_COST = Rule(
    "D111", "sold-below-cost", "warning", "A line is not sold for less than it costs; a gift says so by an allowance.",
    "{kind: hardware, name: Firewall, unit_cost: 900, unit_price: 90}",
    "{kind: hardware, name: Firewall, unit_cost: 900, unit_price: 1190}",
)  # fmt: skip
MISSING = Rule(
    "D112", "proposal-part-missing", "warning",
    "A proposal has steps, resources, and time for each of the four phases: project management, implementation, standby and "
    "close-out. What was forgotten is worked for nothing. A draft may still be in the making.",
    "timeline:\n  - {phase: implementation, ...}", "timeline:\n  - {phase: project-management, ...}\n  - ...",
)  # fmt: skip
EMPTY_OPTION = Rule(
    "D113", "option-without-price", "warning",
    "An option that the client may choose has work or equipment. Without, the client's document offers it at no charge.",
    "options:\n  - {id: second-firewall, title: A second firewall} (and no line names it)",
    "equipment:\n  - {kind: hardware, name: Second firewall, unit_cost: 900, option: second-firewall}",
)  # fmt: skip
RULES = (
    NOBODY, UNKNOWN_TEMPLATE, UNKNOWN_PERSON, UNKNOWN_RECOMMENDATION, DATES, NO_HISTORY, SKIPPED, CHANGED, PRICE_ENDED,
    NO_END, BELOW_COST, MISSING, EMPTY_OPTION,
)  # fmt: skip


def check_template(entry: Entry[Template], known: Known) -> Iterator[Problem]:
    """What a template lacks."""
    yield from _missing(entry)
    yield from _below_cost(entry)
    yield from _empty_options(entry)


def check_proposal(entry: Entry[Proposal], known: Known) -> Iterator[Problem]:
    """What is wrong in one proposal, and what it names that is not there."""
    proposal = entry.entity
    yield from _names(entry, known)
    yield from _dates(entry, known)
    yield from _versions(entry)
    yield from _progress(entry)
    if proposal.open:
        yield from _prices(entry, known)
        yield from _below_cost(entry)
        yield from _empty_options(entry)
        if proposal.status != "draft":
            yield from _missing(entry)


def _names(entry: Entry[Proposal], known: Known) -> Iterator[Problem]:
    proposal, people = entry.entity, known["person"]
    if proposal.client not in known["client"]:
        hint = who_instead(proposal.client, known["client"])
        yield entry.problem(NOBODY, f"there is no client '{proposal.client}'", hint)
    templates = known["proposal template"]
    if proposal.template is not None and proposal.template not in templates:
        hint = did_you_mean(proposal.template, templates) or "Remove the line: the proposal stands on its own."
        yield entry.problem(UNKNOWN_TEMPLATE, f"there is no template '{proposal.template}'", hint, "template")
    for role in ("requested_by", "designer"):
        person = getattr(proposal, role)
        if person is not None and person not in people:
            hint = did_you_mean(person, people) or f"Create practice/people/{person}.yaml."
            yield entry.problem(UNKNOWN_PERSON, f"'{person}' is nobody in practice/people/", hint, role)
    # Silent in a workspace that has no roadmap at all.
    recommendations = known[f"recommendation of {proposal.client}"]
    for place, name in enumerate(proposal.recommendations if known["recommendation"] else ()):
        if name not in recommendations:
            hint = did_you_mean(name, recommendations) or f"Create clients/{proposal.client}/roadmap/{name}.yaml."
            message = f"{proposal.client} has no recommendation '{name}'"
            yield entry.problem(UNKNOWN_RECOMMENDATION, message, hint, "recommendations", place)


def _dates(entry: Entry[Proposal], known: Known) -> Iterator[Problem]:
    proposal = entry.entity
    for first, second in (("requested", "due"), ("start", "finish")):
        before, after = getattr(proposal, first), getattr(proposal, second)
        if before is not None and after is not None and after < before:
            yield entry.problem(DATES, f"'{second}' is before '{first}', {before}", "Correct one of the days.", second)
    for part, lines in (("progress", proposal.progress), ("history", proposal.history)):
        days = [each.on for each in lines]
        for place, (before, after) in enumerate(pairwise(days), 1):
            if after < before:
                hint = "The steps stand in the order in which they were taken."
                yield entry.problem(DATES, f"{after} is before the step above it, {before}", hint, part, place, "on")
        if days and days[-1] > known.today:
            yield entry.problem(DATES, f"{days[-1]} is still to come", "Correct the day.", part, len(days) - 1, "on")


def _versions(entry: Entry[Proposal]) -> Iterator[Problem]:
    proposal = entry.entity
    numbers = [each.version for each in proposal.history]
    if numbers != list(range(1, proposal.version + 1)):
        said = ", ".join(map(str, numbers)) or "nothing"
        hint = "Add an entry with 'version', 'on' and 'reason' for each version, in order."
        message = f"version {proposal.version} needs a history of every version up to it, and has {said}"
        yield entry.problem(NO_HISTORY, message, hint, "history" if numbers else "version")
        return
    begun = proposal.history[-1]
    was_sent = any(each.status == "sent" and each.version == proposal.version for each in proposal.progress)
    if was_sent and (begun.sent is None or begun.total is None or proposal.terms is None):
        message = (
            f"version {proposal.version} was sent, and the file does not say when, for how much and by which terms"
        )
        hint = "Set the status back and take the step with 'msptool proposal advance'."
        yield entry.problem(NO_HISTORY, message, hint, "history", len(numbers) - 1)
    elif proposal.terms is not None and begun.fingerprint not in ("", fingerprint(proposal, proposal.terms)):
        message = f"this is not what the client was sent as version {proposal.version} on {begun.sent}"
        again = f"'msptool proposal revise {proposal.client} {proposal.id} --reason ...' first"
        other = "make a new proposal of what changes" if proposal.status in ("accepted", "withdrawn") else again
        hint = f"Undo the change, or {other}."
        yield entry.problem(CHANGED, message, hint, "status")


def _progress(entry: Entry[Proposal]) -> Iterator[Problem]:
    proposal = entry.entity
    states = [each.status for each in proposal.progress]
    if not states or states[-1] != proposal.status or states[0] != "draft":
        message = f"the status is {proposal.status}, and the progress says {', '.join(states) or 'nothing'}"
        hint = "Take the steps with 'msptool proposal advance'; the progress begins with draft."
        yield entry.problem(SKIPPED, message, hint, "status")
    for place, (before, after) in enumerate(pairwise(states), 1):
        revised = after == "draft" and before in ("ready", "sent", "declined")
        if after not in AFTER[before] and not revised:
            message = f"{after} does not follow {before}"
            hint = f"After {before} comes {' or '.join(AFTER[before]) or 'nothing'}."
            yield entry.problem(SKIPPED, message, hint, "progress", place, "status")


def _prices(entry: Entry[Proposal], known: Known) -> Iterator[Problem]:
    proposal = entry.entity
    until = proposal.begun.valid_until if proposal.status == "sent" and proposal.begun is not None else None
    day = known.today if until is None else until
    for place, item in ran_out(proposal, day):
        what = "is past" if until is None else f"is before the end of the offer, {until}"
        hint = "Ask the vendor for a new price."
        yield entry.problem(
            PRICE_ENDED, f"the price of '{item.name}' holds until {item.price_until}, which {what}", hint,
            "equipment", place, "price_until",
        )  # fmt: skip
    for place, item in enumerate(proposal.equipment if proposal.status != "draft" else ()):
        if item.kind == "hardware" and item.price_until is None:
            message, hint = f"nobody noted until when the price of '{item.name}' holds", "Add 'price_until'."
            yield entry.problem(NO_END, message, hint, "equipment", place)


def _below_cost(entry: Entry[Proposal] | Entry[Template]) -> Iterator[Problem]:
    for place, item in enumerate(entry.entity.equipment):
        # Markups and margins are never negative.
        if item.unit_price is not None and item.unit_price < item.unit_cost:
            message = f"'{item.name}' costs {item.unit_cost} and is sold for {item.unit_price}"
            yield entry.problem(BELOW_COST, message, "Correct the price.", "equipment", place, "unit_price")


def _empty_options(entry: Entry[Proposal] | Entry[Template]) -> Iterator[Problem]:
    found = entry.entity
    priced = {each.option for each in found.timeline} | {each.option for each in found.equipment}
    for place, option in enumerate(found.options):
        # The alternative that adds nothing to the base costs nothing more: that is a choice.
        if option.id not in priced and option.choice == "extra":
            hint = f"Remove it, or give it lines with 'option: {option.id}'."
            yield entry.problem(
                EMPTY_OPTION, f"nothing is priced for the option '{option.title}'", hint, "options", place
            )


def _missing(entry: Entry[Proposal] | Entry[Template]) -> Iterator[Problem]:
    found = entry.entity
    lacking = [name for name in ("steps", "resources") if not getattr(found, name)]
    phases = {each.phase for each in found.timeline}
    lacking += [f"the phase {name}" for name in PHASES if name not in phases]
    if lacking:
        message = (
            f"{counted(len(lacking), 'part')} {'is' if len(lacking) == 1 else 'are'} missing: {', '.join(lacking)}"
        )
        yield entry.problem(MISSING, message, "Add what the project needs, so that it is paid for.", "timeline")
