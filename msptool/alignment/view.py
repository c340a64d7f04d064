"""How scores look in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from msptool.alignment.scores import Assessment, Method, Tally, added
from msptool.alignment.trend import Point
from msptool.alignment.viewpoint import Viewpoint
from msptool.clients.model import Client

_BLOCKS = " ▁▂▃▄▅▆▇█"


def percent(value: float | None) -> str:
    """A share as a person reads it; a dash for no data."""
    return "-" if value is None else f"{value:.1%}"


def bar(value: float | None, width: int = 10) -> str:
    """A share as a bar in ASCII, readable in every terminal."""
    full = round((value or 0) * width)
    return "" if value is None else "#" * full + "." * (width - full)


def sparkline(values: Sequence[float | None], *, ascii_only: bool) -> str:
    """Shares as one character each; digits 0-9 where the terminal has no blocks."""
    scale = "0123456789" if ascii_only else _BLOCKS[1:]
    return "".join(" " if value is None else scale[min(int(value * len(scale)), len(scale) - 1)] for value in values)


def scored(assessment: Assessment, view: Viewpoint, points: Sequence[Point], width: int) -> RenderableType:
    """One client's score with everything that must stand beside it."""
    total = assessment.total
    head = Text.assemble((assessment.client.name, "bold"), ("  "), (percent(total.score), "bold cyan"), " aligned")
    facts = [
        f"{total.answered} of {total.applicable} standards answered ({percent(total.coverage)} coverage)"
        + (f", {total.overdue} overdue" if total.overdue else ""),
        f"{_points(total.earned)} of {_points(total.possible)} points; if everything unanswered were a no: {percent(total.lower_bound)}",
        f"method {assessment.method}, as of {view.as_of}, {_library(view)}",
    ]
    parts: list[RenderableType] = [head, *(Text(f"  {fact}", style="dim") for fact in facts)]
    if len(points) > 1:
        line = sparkline([point.tally.score for point in points], ascii_only=not _unicode())
        first, last = points[0], points[-1]
        ends = f"{percent(first.tally.score)} on {first.day} to {percent(last.tally.score)} on {last.day}"
        parts.append(Text(f"  trend {line}  {ends}"))
    table = _tallies(
        "category", [(category.name, found) for category, found in assessment.by_category(view.library)], width
    )
    return Group(*parts, Text(""), table)


def trend_table(points: Sequence[Point]) -> RenderableType:
    """The figures behind the trend, the latest review last."""
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name in ("review", "score", "coverage", "bound", "answered"):
        out.add_column(name, justify="left" if name == "review" else "right", no_wrap=True)
    for point in points:
        each = point.tally
        figures = (percent(each.score), percent(each.coverage), percent(each.lower_bound))
        out.add_row(Text(point.review), *figures, f"{each.answered}/{each.applicable}")
    return Group(Text(""), out)


def score_table(found: Iterable[tuple[Client, Tally]], view: Viewpoint, method: Method, width: int) -> RenderableType:
    """All clients, and the practice as a whole."""
    every = sorted(
        ((client.name, total) for client, total in found), key=lambda each: (each[1].score is None, each[1].score or 0)
    )
    table = _tallies("client", every, width, total=("all clients", added(total for _, total in every)))
    return Group(
        table, Text(f"method {method}, as of {view.as_of}, {_library(view)}; the least aligned first", style="dim")
    )


_FIGURES = ("score", "coverage", "bound", "answered", "overdue")
_SHORT_FIGURES = ("score", "cover", "bound", "done", "late")
_ROOMY, _NARROW = 76, 60


def _tallies(what: str, rows: Iterable[tuple[str, Tally]], width: int, total: tuple[str, Tally] | None = None) -> Table:
    """A line for each tally. Names wrap and bars go where there is no room; a figure never does."""
    found = [*rows, *([total] if total else [])]
    cells = [
        (percent(each.score), percent(each.coverage), percent(each.lower_bound),
         f"{each.answered}/{each.applicable}", str(each.overdue or "-"))
        for _, each in found
    ]  # fmt: skip
    out = Table(box=None, padding=(0, 1, 0, 0), header_style="bold", show_edge=False, pad_edge=False)
    out.add_column(what, overflow="fold", min_width=8)
    for place, name in enumerate(_FIGURES if width >= _NARROW else _SHORT_FIGURES):
        widest = max([len(name), *(len(row[place]) for row in cells)])
        out.add_column(name, justify="right", no_wrap=True, min_width=widest)
    if width >= _ROOMY:
        out.add_column("", no_wrap=True)
    for (name, each), row in zip(found, cells, strict=True):
        style = "bold" if total and name == total[0] else ""
        bars = [Text(bar(each.score), style="cyan")] if width >= _ROOMY else []
        out.add_row(Text(name, style=style), *row, *bars)
    return out


def explained(assessment: Assessment, view: Viewpoint) -> RenderableType:
    """Every standard's points, with the answer, its day, its review and commit."""
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    out.add_column("points", justify="right", no_wrap=True)
    out.add_column("answer", no_wrap=True)
    out.add_column("question", ratio=1)
    out.add_column("from", no_wrap=True)
    commits = view.commits_of(assessment.client.id, (part.given.review.id for part in assessment.parts if part.given))
    for category, parts in assessment.parts_by_category(view.library):
        out.add_row("", "", Text(category.name, style="bold cyan"), "")
        for part in parts:
            points = "-" if part.credit is None else f"{_points(part.weight * part.credit)}/{part.weight}"
            origin = "not answered"
            if part.given is not None:
                commit = commits.get(part.given.review.id)
                origin = f"{part.given.answer.on}{' overdue' if part.overdue else ''} {commit[:8] if commit else 'not committed'}"
            answer = f"{part.answer or '-'}{f' ({part.stage})' if part.stage else ''}"
            out.add_row(
                points,
                Text(answer, style="bold red" if part.answer == "no" else ""),
                Text(part.standard.question),
                origin,
            )
    return Group(Text(""), out)


def _points(value: float) -> str:
    return f"{value:g}"


def _library(view: Viewpoint) -> str:
    if view.commit is None:
        return "library not in git"
    return f"library {view.commit[:10]}{' with uncommitted changes' if view.modified else ''}"


def _unicode() -> bool:
    import sys

    return (sys.stdout.encoding or "").lower().replace("-", "") in ("utf8", "utf16")
