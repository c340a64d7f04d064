"""May I do this? The lowest level whose limits hold, the rule that says so, and why no lower one may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from msptool.runbooks.escalation.model import Allowance, EscalationMap, OwnerOnly
from msptool.runbooks.model import CATEGORIES, IMPACTS, LEVELS, Category, Impact, Level

_ORDER = tuple(IMPACTS)


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked: cost in the practice's currency, minutes of work on the ticket so far or expected."""

    category: Category
    impact: Impact
    cost: Decimal = Decimal("0.00")
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a level may not: the rule of it that comes nearest, and each limit that the case is over."""

    level: Level
    rule: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Ruling:
    """The level that decides, by which rule; `says` is the rule's own text. `rule` is None where only the owner is left."""

    case: Case
    level: Level
    rule: str | None
    says: str
    lower: tuple[Refused, ...]
    limits: Allowance | None = None

    def allows(self, asking: Level) -> bool:
        """Whether somebody on this level may go ahead."""
        return _above(self.level) <= _above(asking)


def decide(found: EscalationMap, case: Case, currency: str) -> Ruling:
    """Who may do this. A case that is the owner's alone comes first; then the lowest level with a rule that covers it."""
    own = next((each for each in found.owner_only if _is_owners(each, case)), None)
    if own is not None:
        return Ruling(case, "owner", own.id, own.when, ())
    lower: list[Refused] = []
    for level in LEVELS:
        covering = limits_of(found, case, level, currency)
        if covering is not None:
            return Ruling(case, level, covering.id, covering.may, tuple(lower), covering)
        if level != "owner":
            rules = [each for each in found.rules if each.level == level and each.category in (None, case.category)]
            lower.append(_nearest(level, rules, case, currency))
    return Ruling(case, "owner", None, "No rule lets Level 1 or Level 2 do this.", tuple(lower))


def limits_of(found: EscalationMap, case: Case, level: Level, currency: str) -> Allowance | None:
    """The first rule of a level that covers a case: how far somebody on it may go. None for the owner, who has none."""
    rules = [each for each in found.rules if each.level == level and each.category in (None, case.category)]
    return next((each for each in rules if not list(_over(each, case, currency))), None)


def time_limit(found: EscalationMap, category: Category, level: Level) -> int | None:
    """The most minutes that a level has for a ticket of this category; None for a level without rules."""
    rules = [each.minutes for each in found.rules if each.level == level and each.category in (None, category)]
    return max(rules, default=None)


def _above(level: Level) -> int:
    return tuple(LEVELS).index(level)


def _is_owners(each: OwnerOnly, case: Case) -> bool:
    return (
        each.impact is not None
        and each.category in (None, case.category)
        and _ORDER.index(case.impact) >= _ORDER.index(each.impact)
    )


def _over(rule: Allowance, case: Case, currency: str) -> Iterator[str]:
    if _ORDER.index(case.impact) > _ORDER.index(rule.impact):
        yield f"it affects {IMPACTS[case.impact]}, and the limit is {IMPACTS[rule.impact]}"
    if case.cost > rule.cost:
        yield f"it costs {currency} {case.cost:,.2f}, and the limit is {currency} {rule.cost:,.2f}"
    if case.minutes > rule.minutes:
        yield f"it takes {case.minutes} minutes, and the limit is {rule.minutes}"


def _nearest(level: Level, rules: list[Allowance], case: Case, currency: str) -> Refused:
    if not rules:
        return Refused(level, None, (f"it has no rule for the category {CATEGORIES[case.category]}",))
    over = {each.id: tuple(_over(each, case, currency)) for each in rules}
    nearest = min(over, key=lambda each: len(over[each]))
    return Refused(level, nearest, over[nearest])
