"""What the rooms of the changes and of the runbooks say about the practice."""

from __future__ import annotations

from decimal import Decimal

from msptool.changes.register import practice_of, require_changes
from msptool.changes.success import success_rate
from msptool.kpis.facts import Facts
from msptool.kpis.kpi import Kpi
from msptool.kpis.periods import Month, weeks_until
from msptool.runbooks.owner.interruptions import WEEKS, average
from msptool.runbooks.owner.register import require_months
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.sources import Source

Fraction = tuple[Decimal, Decimal | None]
CHANGES, INTERRUPTIONS = "change-success", "owner-interruptions"


def change_success(facts: Facts, month: Month) -> Fraction | None:
    """The success rate of the rolling 30 days at the month's end (seed 000); what is not judged yet is in neither."""
    workspace = facts.workspace
    found = success_rate(require_changes(workspace.source), practice_of(workspace), facts.until(month), facts.today)
    return (Decimal(found.numerator), Decimal(found.denominator)) if found.denominator else None


def owner_interruptions(facts: Facts, month: Month) -> Fraction | None:
    """The interruptions of the four weeks up to the month's end (seed 002), by the log; without one by recorded weeks."""
    months = require_months(facts.workspace.source)
    if months:
        found = average(months, facts.until(month), 0, WEEKS)
        return None if found.interruptions is None else (Decimal(found.interruptions), Decimal(WEEKS))
    weeks = [facts.records.of(None, week).get(INTERRUPTIONS) for week in weeks_until(facts.until(month), WEEKS)]
    known = [each.numerator for each in weeks if each is not None]
    return (sum(known, Decimal(0)), Decimal(len(known))) if known else None


def refuse_logged(source: Source, kpi: Kpi) -> None:
    """Refuse to record a count of owner interruptions beside the log of them."""
    if kpi.id == INTERRUPTIONS and require_months(source):
        raise UsageRefusal(
            f"{INTERRUPTIONS} comes from the log below practice/owner/interruptions/: add the interruption there, with 'msptool owner'."
        )
