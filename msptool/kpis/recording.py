"""Writing figures down: checked before anything is written, and never two figures of the same thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from msptool.clients.model import Client
from msptool.kpis.kpi import Kpi
from msptool.kpis.model import CLIENT_MONTH, PRACTICE_PERIOD, Record
from msptool.kpis.periods import Period
from msptool.kpis.plausible import impossible, never_served
from msptool.kpis.wording import number_said, plain
from msptool.workspace.edits import folded
from msptool.workspace.kpi_settings import number_of
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.writes import Planned, plan


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that is about to be recorded; `client` is None for the practice."""

    kpi: Kpi
    client: str | None
    period: Period
    numerator: Decimal
    denominator: Decimal | None
    source: str
    by: str | None = None
    note: str = ""

    @property
    def place(self) -> str:
        """What it is called in a sentence."""
        return f"{self.kpi.id} of {self.client or 'the practice'} in {self.period.id}"


def parse_number(text: str, what: str) -> Decimal:
    """A figure as a person types it; refuses what is none, and one below 0."""
    found = number_said(text)
    if found is not None:
        return found
    if text.strip().startswith("-") and number_of(text.strip()[1:]) is not None:
        raise UsageRefusal(f"{what} is {text.strip()}: a figure is never less than 0.")
    if text.strip().endswith("%"):
        raise UsageRefusal(
            f"{what} is {text.strip()!r}: write the count and, as --denominator, what it is a part of (97.5 of 100)."
        )
    raise UsageRefusal(f"{what} is a number such as 118 or 12.5, not {text!r}.")


def refuse_impossible(figure: Figure, client: Client | None, today: date) -> None:
    """Refuse, in one sentence, a figure that cannot be.

    It is of the wrong level or period, of a month in which its client was none, computed, or more than all.
    """
    kpi = figure.kpi
    problem = impossible(kpi, figure.client, figure.period, figure.numerator, figure.denominator)
    if problem:
        raise UsageRefusal(f"{problem[0]}. {problem[1]}")
    if figure.period.first > today:
        raise UsageRefusal(f"{figure.period.label} is in the future: today is {today}.")
    stranger = never_served(client, figure.period) if client else None
    if stranger:
        raise UsageRefusal(f"{stranger[0]}. {stranger[1]}")
    if not figure.source.strip():
        raise UsageRefusal("Say where the figure comes from: --source 'backup console'.")


def plan_records(
    root: Path, client: str | None, period: Period, records: Mapping[str, Record], drop: frozenset[str] = frozenset()
) -> Planned:  # fmt: skip
    """The period's file with these records in place of those of the same KPIs, and without those of `drop`."""

    def change(data: Any) -> None:
        if data.get("records") is None:
            data["records"] = {}
        for name, record in records.items():
            data["records"][name] = record_data(record)
        for name in drop:
            data["records"].pop(name, None)

    if client is None:
        return plan(root, PRACTICE_PERIOD, change, period=period.id)
    return plan(root, CLIENT_MONTH, change, client=client, period=period.id)


def record_data(record: Record) -> Any:
    """A record as the file holds it: on one line, unless it lists issues or has a long note."""
    from ruamel.yaml.comments import CommentedMap

    found = CommentedMap(numerator=yaml_number(record.numerator))
    if record.denominator is not None:
        found["denominator"] = yaml_number(record.denominator)
    found["source"] = record.source
    found["recorded"] = record.recorded.isoformat()
    for key, value in (("by", record.by), ("cases", record.cases)):
        if value is not None:
            found[key] = value
    note = folded(record.note)
    if record.note:
        found["note"] = note
    if record.issues:
        found["issues"] = [_in_a_row(each.model_dump(mode="json")) for each in record.issues]
    elif type(note) is str:
        found.fa.set_flow_style()
    return found


def _in_a_row(fields: Mapping[str, object]) -> Any:
    from ruamel.yaml.comments import CommentedMap

    row = CommentedMap(fields)
    row.fa.set_flow_style()
    return row


def yaml_number(value: Decimal) -> int | float:
    """A figure as YAML writes it best; six decimals come back as they were."""
    return int(value) if value == value.to_integral_value() else float(value)


def confirm_change(before: Record | None, after: Record, place: str, *, replace: bool) -> bool:
    """Whether there is something to write; refuses to replace another figure without being told to."""
    if before is None:
        return True
    if (before.numerator, before.denominator) == (after.numerator, after.denominator) and before.source == after.source:
        return False
    if not replace:
        said = plain(before.numerator, 6) + (
            f" of {plain(before.denominator, 6)}" if before.denominator is not None else ""
        )
        raise UsageRefusal(
            f"{place} is recorded already: {said}, from {before.source}, on {before.recorded}. --replace puts the new figure in its place."
        )
    return True
