"""The escalation map and its rulings: as text for a technician, and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msptool.people.model import Person
from msptool.people.register import name_of
from msptool.runbooks.escalation.answer import Case, Ruling, limits_of
from msptool.runbooks.escalation.model import ESCALATION, Allowance, EscalationMap, SignOff
from msptool.runbooks.escalation.register import people_of, who_agrees
from msptool.runbooks.model import CATEGORIES, IMPACTS, LEVELS, Level, Runbook, spoken


@dataclass(frozen=True)
class Asked:
    """A question of somebody on a level (None: on none) with the ruling; `runbook` is the one that it is about."""

    ruling: Ruling
    by: str | None
    asking: Level | None
    found: EscalationMap
    people: Mapping[str, Person]
    currency: str
    runbook: Runbook | None
    runbooks: Sequence[Runbook]

    @property
    def allowed(self) -> bool:
        """Whether whoever asks may go ahead."""
        return self.asking is not None and self.ruling.allows(self.asking)

    @property
    def limits(self) -> Allowance | None:
        """How far whoever may go ahead may go, by the rules of the own level; else the limits of the level that decides."""
        ruling = self.ruling
        if self.asking is None or not self.allowed or self.asking == ruling.level:
            return ruling.limits
        if self.asking == "owner":
            return None
        return limits_of(self.found, ruling.case, self.asking, self.currency) or ruling.limits

    @property
    def names(self) -> list[str]:
        """Who is on the level that decides."""
        ids = people_of(self.found, self.ruling.level, self.people)
        return [self.people[each].name if each in self.people else each for each in ids]

    @property
    def signoffs(self) -> list[tuple[SignOff, list[str]]]:
        """What needs an agreement in the runbook, and whose."""
        needed = dict.fromkeys(step.needs for step in self.runbook.steps if step.needs) if self.runbook else ()
        known = [self.found.signoffs[name] for name in needed if name in self.found.signoffs]
        return [(each, who_agrees(each, self.found, self.people, None)) for each in known]

    @property
    def next(self) -> str:
        """What to do now, in one or two sentences."""
        if self.allowed:
            limits = f" {_limits(self.limits, self.currency)}" if self.limits else ""
            return f"Go ahead{f' with msptool runbook run {self.runbook.id}' if self.runbook else ''}.{limits}"
        rung = self.found.levels[self.ruling.level]
        who = f" ({', '.join(self.names)})" if self.names else ""
        record = " Then record it: msptool owner interruption add." if self.ruling.level == "owner" else ""
        return (
            f"Hand it to {spoken(self.ruling.level)}{who}: {rung.reach.rstrip('.')}. Give what you collected.{record}"
        )


def _limits(rule: Allowance, currency: str) -> str:
    money = f"costs more than {currency} {rule.cost:,.2f}" if rule.cost else "costs money"
    return f"Stop and escalate when it {money}, takes more than {rule.minutes} minutes or affects more than {IMPACTS[rule.impact]}."


def text(asked: Asked) -> str:
    """The answer first, then the rule, why no lower level may, and what to do."""
    return "\n".join(_lines(asked)) + "\n"


def _lines(asked: Asked) -> Iterator[str]:
    ruling = asked.ruling
    yield f"{'Yes' if asked.allowed else 'No'}: {spoken(ruling.level)} decides this {_case(ruling.case, asked.currency)}."
    if asked.asking is None:
        yield f"  {name_of(asked.people, asked.by)} is on no level of {ESCALATION.path()}."
    yield f"  Rule {ruling.rule}: {ruling.says}" if ruling.rule else f"  {ruling.says}"
    for each in ruling.lower:
        rule = f" ({each.rule})" if each.rule else ""
        yield f"  Not {LEVELS[each.level]}{rule}: {'; '.join(each.reasons)}."
    yield f"  Next: {asked.next}"
    for signoff, who in asked.signoffs:
        yield f"  Sign-off: {_agreement(signoff, who)}"
    if asked.runbook is None and asked.runbooks:
        yield f"  Runbooks of this category: {', '.join(each.id for each in asked.runbooks)}."


def _agreement(signoff: SignOff, who: Sequence[str]) -> str:
    joined = (" or " if signoff.any_one else " and ").join(who)
    return f"{signoff.what.rstrip('.')}: {joined}{', in writing' if signoff.written else ''}."


def _case(case: Case, currency: str) -> str:
    cost = f", {currency} {case.cost:,.2f}" if case.cost else ""
    time = f", {case.minutes} minutes" if case.minutes else ""
    return f"({CATEGORIES[case.category]}, {IMPACTS[case.impact]}{cost}{time})"


def data(asked: Asked) -> dict[str, Any]:
    """The same as JSON values; money is text."""
    ruling, limits = asked.ruling, asked.limits
    return {
        "category": ruling.case.category, "impact": ruling.case.impact, "cost": f"{ruling.case.cost:.2f}",
        "currency": asked.currency, "minutes": ruling.case.minutes, "asking": asked.asking, "allowed": asked.allowed,
        "level": ruling.level, "rule": ruling.rule, "says": ruling.says, "people": asked.names,
        "limits": {"impact": limits.impact, "cost": f"{limits.cost:.2f}", "minutes": limits.minutes} if limits else None,
        "not": [{"level": each.level, "rule": each.rule, "reasons": list(each.reasons)} for each in ruling.lower],
        "next": asked.next, "signoffs": [
            {"what": each.what, "who": who, "any_one": each.any_one, "written": each.written} for each, who in asked.signoffs
        ],
        "runbooks": [each.id for each in ([asked.runbook] if asked.runbook else asked.runbooks)],
    }  # fmt: skip


def map_text(found: EscalationMap, people: Mapping[str, Person], currency: str) -> str:
    """The whole map."""
    return "\n".join(_map_lines(found, people, currency)) + "\n"


def _map_lines(found: EscalationMap, people: Mapping[str, Person], currency: str) -> Iterator[str]:
    for level, title in LEVELS.items():
        names = [people[each].name if each in people else each for each in people_of(found, level, people)]
        who = f" ({', '.join(names)})" if names else ""
        yield f"{title}{who}: {found.levels[level].does}"
        yield f"  Reach: {found.levels[level].reach}"
        for rule in found.rules:
            if rule.level == level:
                kind = CATEGORIES[rule.category] if rule.category else "Every category"
                limits = f"{IMPACTS[rule.impact]}, {currency} {rule.cost:,.2f}, {rule.minutes} minutes"
                yield f"  {rule.id}: {kind}, up to {limits}. {rule.may}"
    for each in found.owner_only:
        yield f"  {each.id}{' (emergency)' if each.emergency else ''}: {each.when}"
    yield "Sign-offs"
    for name, signoff in found.signoffs.items():
        yield f"  {name}: {_agreement(signoff, who_agrees(signoff, found, people, None))}"


def map_data(found: EscalationMap, people: Mapping[str, Person], currency: str) -> dict[str, Any]:
    """The map with the people of each level; money is text."""
    data = found.model_dump(mode="json")
    for level in LEVELS:
        data["levels"][level]["people"] = people_of(found, level, people)
    return {"currency": currency, **data}
