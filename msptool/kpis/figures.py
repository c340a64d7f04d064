"""Every figure of a workspace: by KPI, client and period, recorded or computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from msptool.clients.model import Client
from msptool.kpis.computed import OF_CLIENT, OF_PRACTICE, Fraction
from msptool.kpis.definitions import require_kpis
from msptool.kpis.facts import Facts
from msptool.kpis.kpi import Kpi
from msptool.kpis.neighbours import CHANGES, INTERRUPTIONS, change_success, owner_interruptions
from msptool.kpis.periods import Month
from msptool.kpis.reading import Reading, of_record, together
from msptool.workspace.workspace import Workspace

OF_NEIGHBOURS = {CHANGES: change_success, INTERRUPTIONS: owner_interruptions}


@dataclass
class Figures:
    """The figures of one workspace, as of its day."""

    facts: Facts

    @classmethod
    def of(cls, workspace: Workspace) -> Figures:
        """The figures of a workspace; nothing is read before it is asked for."""
        return cls(Facts(workspace))

    @cached_property
    def kpis(self) -> dict[str, Kpi]:
        """All KPIs by id, with the practice's targets."""
        return require_kpis(self.facts.workspace.source, self.facts.settings)

    def reading(self, kpi: Kpi, client: Client | None, month: Month) -> Reading:
        """One figure of a client, or of the practice (None), at the end of a month."""
        if client is not None:
            return self._of_client(kpi, client, month)
        if kpi.level == "practice":
            return self._of_practice(kpi, month)
        own = of_record(kpi, None, month, self.facts.records.of(None, month).get(kpi.id))
        if own.numerator is not None and not kpi.adds:
            return own
        return together(kpi, month, (self._of_client(kpi, each, month) for each in self.facts.served(month)))

    def series(self, kpi: Kpi, client: Client | None, months: Sequence[Month]) -> list[Reading]:
        """The figures of several months, in their order."""
        if client is None and kpi.heavy:
            self.facts.align(months)
        return [self.reading(kpi, client, month) for month in months]

    def shown(self, client: Client | None, *, parts: bool = False) -> Iterable[Kpi]:
        """The KPIs of a client, or of the practice, in their order; those by ticket category only with `parts`."""
        for kpi in self.kpis.values():
            if (client is None or kpi.level == "client") and (parts or kpi.part_of is None):
                yield kpi

    def _of_client(self, kpi: Kpi, client: Client, month: Month) -> Reading:
        if kpi.level == "practice" or not client.served_on(self.facts.until(month)):
            return Reading(kpi, client.id, month)
        if kpi.origin == "computed":
            return _computed(Reading(kpi, client.id, month), OF_CLIENT[kpi.id](self.facts, client, month))
        return of_record(kpi, client.id, month, self.facts.records.of(client.id, month).get(kpi.id))

    def _of_practice(self, kpi: Kpi, month: Month) -> Reading:
        compute = OF_PRACTICE.get(kpi.id) or OF_NEIGHBOURS.get(kpi.id)
        if compute is None:
            return of_record(kpi, None, month, self.facts.records.of(None, month).get(kpi.id))
        return _computed(Reading(kpi, None, month), compute(self.facts, month))


def _computed(empty: Reading, found: Fraction | None) -> Reading:
    if found is None:
        return empty
    return replace(empty, numerator=found[0], denominator=found[1], source=empty.kpi.source)
