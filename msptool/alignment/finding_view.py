"""How a list of findings looks in a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import get_args

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from msptool.alignment.findings import Finding, Status
from msptool.alignment.model import Judgement
from msptool.standards.model import AREAS, Area
from msptool.words import counted

_ROOMY = 96
STYLES = {"high": "bold red", "medium": "yellow"}


def area_name(area: Area) -> str:
    """What a delivery area is called where there is little room."""
    return "TAM" if area == "tam" else AREAS[area]


def judgement_text(judged: Judgement) -> str:
    """A judgement without its reason: `marginal, out of scope`; `accepted by Managing director, Ann Lee until ...`."""
    stage = f"accepted by {judged.accepted_by} until {judged.until}" if judged.stage == "accepted" else judged.stage
    return f"{stage}, {judged.way.replace('-', ' ')}" if judged.way else stage


def finding_list(found: Sequence[Finding], *, one_client: bool, width: int) -> RenderableType:
    """The findings with age, how often they came back, who must act, stage and way; by client where there are several."""
    out = Table(box=None, padding=(0, 1, 0, 0), header_style="bold", show_edge=False, pad_edge=False)
    roomy = width >= _ROOMY
    out.add_column("severity", no_wrap=True)
    out.add_column("finding", ratio=1, overflow="fold")
    if roomy:
        out.add_column("since", no_wrap=True)
    out.add_column("days", justify="right", no_wrap=True)
    out.add_column("came\nback", justify="right", no_wrap=True)
    out.add_column("who acts", width=21 if roomy else 12)
    out.add_column("stage, way", width=16 if roomy else 13)
    for client, members in groupby(found, key=lambda each: each.client.id):
        if not one_client:
            name = next(each.client.name for each in found if each.client.id == client)
            rest: list[RenderableType] = [""] * (len(out.columns) - 2)
            out.add_row("", Text.assemble((name, "bold cyan"), (f"  {client}", "dim")), *rest)
        for each in members:
            since = [str(each.since)] if roomy else []
            out.add_row(
                Text(each.severity, style=STYLES.get(each.severity, "")), _what(each), *since, str(each.age(each.as_of)),
                f"{each.came_back}x" if each.came_back else "-", area_name(each.area), _standing(each),
            )  # fmt: skip
    return Group(out, Text(_summary(found), style="dim"))


def _what(each: Finding) -> Text:
    text = Text.assemble(each.standard.name, (f"\n{each.standard.id}", "dim"))
    note = " ".join(each.given.answer.note.split())
    return text.append(f"\n{note}", style="dim") if note else text


def _standing(each: Finding) -> Text:
    """Stage and way, and of an acceptance until when."""
    held, run_out = each.judged, each.acceptance
    if held is None:
        return Text(f"reopened: accepted until {run_out.until}", style="bold yellow") if run_out else Text("-")
    lines = [held.stage, *([held.way.replace("-", " ")] if held.way else [])]
    text = Text("\n".join(lines))
    if held.until is not None:
        text.append(f"\nuntil {held.until}")
    if each.runs_out_soon:
        text.append("\nruns out soon", style="bold yellow")
    return text


def _summary(found: Sequence[Finding]) -> str:
    counts = Counter(each.status for each in found)
    parts = [f"{counts[status]} {status}" for status in get_args(Status) if counts[status]]
    soon = sum(each.runs_out_soon for each in found)
    more = f"; {soon} accepted {'risk runs' if soon == 1 else 'risks run'} out soon" if soon else ""
    return f"{counted(len(found), 'finding')}: {', '.join(parts)}{more}."
