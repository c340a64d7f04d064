"""The records of the workspace: each file is read once, and only when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msptool.kpis.model import CLIENT_MONTH, PATCH_EXCEPTION, PRACTICE_PERIOD, PatchException, Record
from msptool.kpis.periods import Month, Period
from msptool.workspace.entities import load, load_one
from msptool.workspace.problems import refuse_first
from msptool.workspace.sources import Source

_NOTHING: Mapping[str, Record] = {}


@dataclass
class Records:
    """What was recorded, by client (None: the practice) and period; a broken file is refused."""

    source: Source
    _read: dict[tuple[str | None, str], Mapping[str, Record]] = field(default_factory=dict)

    def of(self, client: str | None, period: Period) -> Mapping[str, Record]:
        """The records of one client, or of the practice, in one period, by KPI."""
        key = (client, period.id)
        if key not in self._read:
            self._read[key] = self._load(client, period)
        return self._read[key]

    def _load(self, client: str | None, period: Period) -> Mapping[str, Record]:
        if client is None:
            practice, problems = load_one(self.source, PRACTICE_PERIOD, PRACTICE_PERIOD.path(period=period.id))
            refuse_first(problems)
            return practice.entity.records if practice else _NOTHING
        if not isinstance(period, Month):
            return _NOTHING
        path = CLIENT_MONTH.path(client=client, period=period.id)
        month, problems = load_one(self.source, CLIENT_MONTH, path)
        refuse_first(problems)
        return month.entity.records if month else _NOTHING


def load_exceptions(source: Source, client: str) -> list[PatchException]:
    """The patch exceptions of a client, by id; refuses a broken file."""
    entries, problems = load(source, PATCH_EXCEPTION, f"clients/{client}/kpis/patch-exceptions")
    refuse_first(problems)
    return [entry.entity for entry in entries]
