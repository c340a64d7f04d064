"""The vCIO's judgements of imported findings, in the triage of each client: they make the score by the method `vcio`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msptool.alignment.model import TRIAGE
from msptool.exchange.history.reviews import Judged
from msptool.exchange.history.work import Work
from msptool.workspace.writes import plan


def take_judgements(work: Work, judged: Sequence[Judged]) -> None:
    """Add the judgements to each client's file, oldest first; one of a day that has one already is left out."""
    clients: dict[str, dict[str, list[Judged]]] = {}
    for each in sorted(judged, key=lambda each: each.on):
        clients.setdefault(each.client, {}).setdefault(each.standard, []).append(each)
    for client, standards in clients.items():
        work.out.planned.append(
            plan(work.root, TRIAGE, lambda data, found=standards: _add(data, found, work.there), client=client)  # type: ignore[misc]
        )


def _add(data: Any, standards: Mapping[str, Sequence[Judged]], there: str) -> None:
    if data.get("findings") is None:
        data["findings"] = {}
    for name, judged in standards.items():
        lines = data["findings"].setdefault(name, [])
        for each in judged:
            on = each.on.isoformat()
            place = next((index for index, line in enumerate(lines) if str(line["on"]) >= on), len(lines))
            if place == len(lines) or str(lines[place]["on"]) != on:
                lines.insert(place, _fields(each, there))


def _fields(judged: Judged, there: str) -> dict[str, str]:
    by = {"by": judged.by} if judged.by else {}
    return {"stage": judged.stage, "on": judged.on.isoformat(), **by, "reason": f"Judged '{judged.word}' in {there}."}
