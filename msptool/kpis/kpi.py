"""What a KPI is, wherever it comes from: msptool, the practice's own files, or both with the settings' targets."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from msptool.kpis.model import Direction, Level, Unit

Origin = Literal["computed", "imported", "recorded"]
Every = Literal["month", "week"]


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI. `numerator` and `denominator` name what is counted; `denominator` is empty where the figure is the count itself.

    `origin` says whether msptool computes it from the workspace, a ticket export brings it, or somebody records it.
    `target` and `watch` are the ends of the good and of the watched band; `against_before`: there is no target, and
    the figure is compared with the months before. `adds`: the figures of the clients add up to the practice's.
    `steady`: whoever has it once has it every month.
    `whole`: a count, a share or a weekly figure is of things, each of which is there or not; hours and money may be in parts.
    `part_of` names the KPI of which it is a part, by ticket category; `heavy` ones take long to compute.
    """

    id: str
    name: str
    meaning: str
    formula: str
    unit: Unit
    numerator: str
    denominator: str
    direction: Direction
    level: Level
    origin: Origin
    source: str
    target: Decimal | None = None
    watch: Decimal | None = None
    against_before: bool = False
    adds: bool = True
    steady: bool = True
    whole: bool = True
    part_of: str | None = None
    every: Every = "month"
    on_client_page: bool = False
    heavy: bool = False
    own: bool = False
