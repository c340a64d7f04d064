"""How changes and their success rate look in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.changes.model import Affected, Change
from msptool.changes.requirements import Lack
from msptool.changes.states import PATHS, next_status
from msptool.changes.success import Judged, SuccessRate
from msptool.changes.toolmap.reach import Reach
from msptool.words import counted

_STATUS = {"judged": "green", "rolled-out": "cyan", "withdrawn": "dim", "pilot": "yellow", "approved": "yellow"}
_COUNTS = {"success": "green", "failure": "bold red", "pending": "dim", "not-judged": "yellow"}
_SAID = {"success": "success", "failure": "failure", "pending": "pending", "not-judged": "not judged yet"}


def change_table(found: Sequence[tuple[Change, Judged | None]]) -> RenderableType:
    """Each change with how it stands, and what is next."""
    out = _table("status", "change", "tools", "next", wide=("change", "tools", "next"))
    out.columns[1].min_width = max(len(change.id) for change, _ in found)
    for change, judged in found:
        kind = "" if change.kind == "normal" else f" ({change.kind})"
        name = Text.assemble((change.id, "bold"), f"\n{change.title}{kind}")
        out.add_row(_status(change), name, Text(", ".join(change.tools)), Text(_next(change, judged)))
    return out


def _status(change: Change) -> Text:
    if change.outcome is not None:
        return Text(change.outcome.result, style="green" if change.outcome.result == "success" else "bold red")
    return Text(change.status, style=_STATUS.get(change.status, ""))


def _next(change: Change, judged: Judged | None) -> str:
    if change.status == "rolled-out" and judged is not None:
        return "to be judged" if judged.verdict == "not-judged" else f"judge it after {judged.watched_until}"
    if change.status == "approved" and change.window is not None:
        return f"starts {change.window.starts}"
    if change.status == "pilot" and change.pilot is not None:
        return f"pilot until {change.pilot.until}"
    return next_status(change.kind, change.status) or "-"


def reach_text(reached: Reach, touched: Sequence[str]) -> RenderableType:
    """What a change of some tools may reach, and how the tool map leads there."""
    clients = "all clients" if reached.clients == "all" else ", ".join(reached.clients) or "no client"
    parts: list[RenderableType] = [
        Text(f"What {', '.join(touched)} may reach", style="bold"),
        Text.assemble(("clients      ", "cyan"), clients),
    ]
    for name, found in (
        ("tools", reached.tools),
        ("workflows", reached.workflows),
        ("automations", reached.automations),
    ):
        parts.append(Text.assemble((f"{name:12} ", "cyan"), counted(len(found), name.removesuffix("s"))))
        parts += [Text.assemble("  ", (identifier, "bold"), f"  {why}") for identifier, why in found.items()]
    return Group(*parts)


def change_text(
    change: Change, people: Mapping[str, str], left: Sequence[Lack], judged: Judged | None
) -> RenderableType:  # fmt: skip
    """The whole checklist, and what is left to do for the next state."""
    head = Text.assemble((change.title, "bold"), f"  {change.id}")
    parts: list[RenderableType] = [
        head,
        Text(change.why),
        *(Text(f"  {each}", style="dim") for each in _facts(change, people)),
    ]
    parts += _section("Impact", _impact(change))
    parts += _section("Tests", _tests(change))
    parts += _section("Pilot", _pilot(change))
    parts += _section("Roll-out", _window(change))
    parts += _section("Rollback", _rollback(change, people))
    parts += _section("Training", _training(change, people))
    parts += _section("Communication", _messages(change))
    parts += _section("Progress", _progress(change, people))
    parts += _section("Outcome", _outcome(change, people, judged))
    parts += _section("Notes", [change.notes] if change.notes else [])
    further = next_status(change.kind, change.status)
    if further is not None and change.status != "withdrawn":
        parts += [Text(""), Text(f"Before it is {further}", style="bold yellow" if left else "bold green")]
        parts += [_inner(f"{each.sentence[:1].upper()}{each.sentence[1:]}. {each.hint}") for each in left]
        if not left:
            parts.append(_inner("Nothing is missing."))
    return Group(*parts)


def _facts(change: Change, people: Mapping[str, str]) -> Iterator[str]:
    path = PATHS[change.kind]
    where = f", {path.index(change.status) + 1} of {len(path)}" if change.status in path else ""
    yield f"{change.kind} change, {change.status}{where}; by {people.get(change.author, change.author)}"
    yield f"changes {', '.join(change.tools)}" + (f": {', '.join(change.data)}" if change.data else "")
    if change.like:
        yield f"like {change.like}"
    if change.emergency:
        yield f"cannot wait: {change.emergency}"
    if change.standards:
        yield f"for the standards {', '.join(change.standards)}"
    if change.recommendations:
        yield f"for the recommendations {', '.join(change.recommendations)}"


def _impact(change: Change) -> Iterator[str]:
    impact = change.impact
    who = "all clients" if impact.clients.who == "all" else ", ".join(impact.clients.who) or "no client"
    yield f"{who}: {impact.clients.review or 'NOT LOOKED AT'}"
    parts: tuple[tuple[str, tuple[Affected, ...]], ...] = (
        ("tool", impact.tools), ("workflow", impact.workflows), ("automation", impact.automations),
    )  # fmt: skip
    for word, found in parts:
        for each in found:
            yield f"{word} {each.id} ({each.why}): {each.review or 'NOT LOOKED AT'}"


def _tests(change: Change) -> Iterator[str]:
    for number, each in enumerate(change.tests, 1):
        where = f" ({each.where})" if each.where else ""
        result = f"{each.result} {each.on or ''}".rstrip() if each.result else "no result yet"
        note = f"; {each.note}" if each.note else ""
        yield f"{number}. {each.step}{where}: {result}{note}"


def _pilot(change: Change) -> Iterator[str]:
    pilot = change.pilot
    if pilot is None:
        return
    yield f"{pilot.since} to {pilot.until}: {', '.join((*pilot.clients, *pilot.users))}"
    checks = {"tickets": pilot.tickets, "routing": pilot.routing, "documentation": pilot.documentation}
    yield ", ".join(f"{name} {found or 'not looked at'}" for name, found in checks.items())
    if pilot.notes:
        yield pilot.notes


def _window(change: Change) -> Iterator[str]:
    window = change.window
    if window is None:
        return
    days = str(window.starts) if window.last == window.starts else f"{window.starts} to {window.last}"
    yield ", ".join(filter(None, (f"{window.starts:%A} {days}", window.time)))
    if window.reason:
        yield f"why then: {window.reason}"
    yield from (f"{number}. {step}" for number, step in enumerate(window.order, 1))


def _rollback(change: Change, people: Mapping[str, str]) -> Iterator[str]:
    found = change.rollback
    if found is None:
        return
    who = f" ({people.get(found.decides, found.decides)} decides)" if found.decides else ""
    yield f"when: {found.trigger}{who}"
    yield from (f"{number}. {step}" for number, step in enumerate(found.steps, 1))


def _training(change: Change, people: Mapping[str, str]) -> Iterator[str]:
    found = change.training
    if found is None:
        return
    who = ", ".join(people.get(each, each) for each in found.people)
    yield ": ".join(filter(None, (", ".join(filter(None, (str(found.on or ""), who))), found.plan)))
    if found.tickets:
        yield f"example tickets: {', '.join(found.tickets)}"


def _messages(change: Change) -> Iterator[str]:
    for each in change.communication:
        done = f"told {each.done}" if each.done else "not told yet"
        yield f"{each.on}  {each.to}: {each.about} ({done})"


def _progress(change: Change, people: Mapping[str, str]) -> Iterator[str]:
    for each in change.progress:
        who = f" by {people.get(each.by, each.by)}" if each.by else ""
        yield f"{each.on}  {each.status}{who}{f': {each.reason}' if each.reason else ''}"


def _outcome(change: Change, people: Mapping[str, str], judged: Judged | None) -> Iterator[str]:
    if judged is None:
        return
    outcome = change.outcome
    if outcome is None:
        yield f"rolled out {judged.day}; watched until {judged.watched_until}: {_SAID[judged.verdict]}"
        return
    noticed = f", noticed {outcome.noticed}" if outcome.noticed else ""
    yield f"{outcome.result}{noticed}; judged {outcome.on} by {people.get(outcome.by, outcome.by)}"
    if outcome.notes:
        yield outcome.notes
    if outcome.result != "success" and judged.verdict == "success":
        yield f"after the business days that count, which ended on {judged.watched_until}: a success of the rate"


def stats_text(found: SuccessRate, trend: Sequence[SuccessRate]) -> RenderableType:
    """The rate with numerator, denominator, period and source; what is pending; and each change."""
    rate, low = found.rate, found.lower_bound
    reached = "reached" if found.meets_goal else "missed"
    said = (
        "no data"
        if rate is None
        else f"{float(rate):.1%} ({found.numerator} of {found.denominator}); goal {found.goal:.0%} {reached}"
    )
    style = "" if rate is None else "bold green" if found.meets_goal else "bold red"
    parts: list[RenderableType] = [
        Text("Change Rollout Success Rate", style="bold"),
        Text(said, style=style),
        Text(
            f"Rolled out from {found.since} to {found.until}, no rollback and no disruption in the business days after.",
            style="dim",
        ),
        Text(f"Source: {found.source}.", style="dim"),
    ]
    waiting = found.of("pending"), found.of("not-judged")
    if waiting[0]:
        parts.append(Text(f"Pending, in neither number: {counted(len(waiting[0]), 'change')}."))
    if waiting[1]:
        least = "" if low is None else f" If none of them went well, the rate is {float(low):.1%}."
        parts.append(
            Text(f"Not judged yet, in neither number: {counted(len(waiting[1]), 'change')}.{least}", style="yellow")
        )
    if found.rolled_out:
        out = _table("rolled out", "watched until", "counts as", "change", wide=("change",))
        out.columns[3].min_width = max(len(each.change.id) for each in found.rolled_out)
        for each in found.rolled_out:
            outcome = each.change.outcome
            text = outcome.notes if outcome and each.verdict == "failure" else each.change.title
            name = Text.assemble((each.change.id, "bold"), f"\n{text}")
            counts = Text(_SAID[each.verdict], style=_COUNTS[each.verdict])
            out.add_row(str(each.day), str(each.watched_until), counts, name)
        parts += [Text(""), out]
    if trend:
        parts += [Text(""), Text("Over time", style="bold cyan"), _trend(trend)]
    return Group(*parts)


def _trend(found: Sequence[SuccessRate]) -> Table:
    days = (found[0].until - found[0].since).days + 1
    out = _table(f"{counted(days, 'day')} to", "rate", "good", "of")
    for each in found:
        rate = "no data" if each.rate is None else f"{float(each.rate):.1%}"
        out.add_row(str(each.until), rate, str(each.numerator), str(each.denominator))
    return out


def _section(title: str, lines: Iterator[str] | Sequence[str]) -> list[RenderableType]:
    listed = [_inner(each) for each in lines]
    return [Text(""), Text(title, style="bold cyan"), *listed] if listed else []


def _inner(line: str) -> RenderableType:
    return Padding(Text(line), (0, 0, 0, 2), expand=False)


def _table(*names: str, wide: Sequence[str] = ()) -> Table:
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name in names:
        out.add_column(name, no_wrap=name not in wide, overflow="fold")
    return out
