"""Every KPI of a workspace: those of msptool with the settings' targets, and the practice's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from msptool.kpis.builtin import builtin
from msptool.kpis.kpi import Kpi
from msptool.kpis.model import KPI_DEFINITION, Definition, in_order
from msptool.workspace.entities import load
from msptool.workspace.kpi_settings import TICKET_CATEGORIES, Target
from msptool.workspace.problems import Refusal, did_you_mean, refuse_first, unknown
from msptool.workspace.settings import Settings
from msptool.workspace.sources import Source
from msptool.workspace.workspace import MARKER


def require_kpis(source: Source, settings: Settings) -> dict[str, Kpi]:
    """All KPIs by id, in the order in which they are shown; refuses a broken definition and targets of nothing."""
    entries, problems = load(source, KPI_DEFINITION)
    refuse_first(problems)
    return all_kpis((entry.entity for entry in entries), settings)


def all_kpis(own: Iterable[Definition], settings: Settings) -> dict[str, Kpi]:
    """All KPIs by id; see `require_kpis`."""
    found = {**{kpi.id: kpi for kpi in _with_other_settings(settings)}, **{each.id: own_kpi(each) for each in own}}
    for what, names in (("kpis.targets", settings.kpis.targets), ("kpis.expected", settings.kpis.expected)):
        for name in names:
            if name not in found:
                hint = did_you_mean(name, found) or "'msptool kpi list' shows them."
                raise Refusal(f"{MARKER}: {what} names {name!r}, and there is no such KPI. {hint}")
    return {name: _aimed(kpi, settings.kpis.targets) for name, kpi in found.items()}


def require_kpi(kpis: Mapping[str, Kpi], identifier: str) -> Kpi:
    """One KPI; refuses an unknown one with the nearest known."""
    if identifier not in kpis:
        raise unknown(f"There is no KPI {identifier!r}.", identifier, kpis, "'msptool kpi list' shows them.")
    return kpis[identifier]


def _with_other_settings(settings: Settings) -> Iterator[Kpi]:
    """The KPIs of msptool, with the limits that stand elsewhere in the settings."""
    rhem = Decimal(str(settings.visits.rhem_target))
    limits = {
        "rhem": (rhem, rhem * Decimal("1.4")),
        "change-success": (goal := Decimal(str(settings.changes.success_goal)), min(goal, Decimal("0.85"))),
        "clients-per-tam": (Decimal(settings.schedule.clients_per_tam), Decimal(settings.schedule.clients_per_tam + 2)),
        "mrr-per-tam": (settings.schedule.mrr_per_tam, settings.schedule.mrr_per_tam * Decimal("1.1")),
        **{
            f"first-response-time-{each}": (minutes, minutes * Decimal("1.5"))
            for each in TICKET_CATEGORIES
            if (minutes := Decimal(settings.kpis.tickets.response_minutes.of(each)))
        },
    }
    for kpi in builtin().values():
        target, watch = limits.get(kpi.id, (kpi.target, kpi.watch))
        yield replace(kpi, target=target, watch=watch)


def own_kpi(each: Definition) -> Kpi:
    """A KPI of the practice's own."""
    formula = f"{each.numerator} / {each.denominator}" if each.denominator else each.numerator
    return Kpi(
        each.id, each.name, each.meaning, formula, each.unit, each.numerator, each.denominator, each.direction, each.level,
        "recorded", "a record", each.target, each.watch, on_client_page=each.on_client_page, own=True,
        # A share of one's own may be one of hours: only the unit of a count tells.
        whole=each.unit == "count",
    )  # fmt: skip


def _aimed(kpi: Kpi, targets: Mapping[str, Target]) -> Kpi:
    said = targets.get(kpi.id)
    if said is None:
        return kpi
    problem = target_problem(kpi, said)
    if problem:
        raise Refusal(f"{MARKER}: kpis.targets.{kpi.id}: {problem}.")
    return replace(kpi, target=said.target, watch=said.watch, against_before=False)


def target_problem(kpi: Kpi, said: Target) -> str:
    """Why a KPI cannot have this target; nothing where it can."""
    if kpi.direction == "none":
        return "this figure is neither good nor bad, so it has no target"
    if kpi.unit == "share" and max(said.target, said.watch or Decimal(0)) > 1:
        return "the target of a share is 0 to 1, such as 0.95"
    if said.watch is not None and not in_order(kpi.direction, said.target, said.watch):
        return "'watch' lies beyond the target"
    return ""
