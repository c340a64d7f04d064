"""A proposal in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.alignment.impact import ChangeImpact
from msptool.alignment.view import percent
from msptool.committee.proposal import Proposal
from msptool.standards.diff import Change
from msptool.words import counted


def proposal_text(found: Proposal) -> RenderableType:
    """What changes, group by group, then the effect on the clients."""
    if not found.headline:
        return Text("No standard changes in meaning.")
    effects = {id(each.change): each for each in found.impact.changes}
    parts: list[RenderableType] = [
        Text(f"{found.headline}, from {found.base.named} to {found.head.named}", style="bold")
    ]
    for group in found.groups:
        parts += [Text(""), Text(group.title, style="bold cyan")]
        parts += [Padding(_change(change, effects[id(change)]), (0, 0, 0, 2), expand=False) for change in group.changes]
    if found.difference.categories:
        parts += [Text(""), Text("Categories", style="bold cyan")]
        parts += [
            Text(
                f"  {name}: "
                + "; ".join(f"{each.field}: {each.before or '-'} → {each.after or '-'}" for each in fields)
            )
            for name, fields in found.difference.categories
        ]
    return Group(*parts, Text(""), *_effect(found))


def _change(change: Change, effect: ChangeImpact) -> RenderableType:
    former = f"  (before: {change.renamed_from})" if change.renamed_from else ""
    lines = [Text.assemble((change.id, "bold"), former)]
    if change.editorial:
        lines.append(Text(f"  new texts: {', '.join(each.field for each in change.fields)}", style="dim"))
        return Group(*lines)
    if change.before and change.after and change.reworded:
        lines += [
            Text(f"  - {change.before.question}", style="red"),
            Text(f"  + {change.after.question}", style="green"),
        ]
    else:
        lines.append(Text(f"  {change.standard.question}"))
    if change.kind == "retired" and change.after and change.after.retirement:
        lines.append(Text(f"  {change.after.retirement.reason}", style="dim"))
    lines += [
        Text(f"  {each.field}: {each.before or '-'} → {each.after or '-'}")
        for each in change.fields if each.field != "question" and not each.editorial
    ]  # fmt: skip
    said = [counted(effect.clients, "client")]
    said += [f"drops {counted(effect.answers_dropped, 'answer')}"] if change.drops_answers else []
    said += [f"makes {counted(effect.answers_overdue, 'answer')} overdue"] if effect.answers_overdue else []
    said += [f"{effect.minutes / 60:+.1f} h of TAM time a year"] if effect.minutes else []
    return Group(*lines, Text(f"  {', '.join(said)}", style="dim"))


def _effect(found: Proposal) -> Iterator[RenderableType]:
    effect = found.impact
    if not effect.clients:
        yield Text("There are no clients yet, so nobody is affected.", style="dim")
        return
    yield Text(
        f"On {counted(len(effect.clients), 'client')}: drops {counted(effect.answers_dropped, 'answer')}, "
        f"makes {effect.answers_overdue} overdue, "
        f"{effect.hours:+.1f} h of TAM time a year (now {effect.minutes_after / 60:,.0f} h)."
    )
    moved = [each for each in effect.clients if each.before != each.after]
    if moved:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
        table.add_column("client")
        for name in ("score", "→", "coverage", "→ "):
            table.add_column(name, justify="right", no_wrap=True)
        for each in moved:
            table.add_row(
                Text(each.client.name), percent(each.before.score), percent(each.after.score),
                percent(each.before.coverage), percent(each.after.coverage),
            )  # fmt: skip
        yield Group(Text(""), table)
