"""What the library's changes are told as: to the team, in the words of the work, and to the clients, in theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Literal, get_args

from msptool.committee.proposal import Proposal
from msptool.markdown import quiet
from msptool.standards.diff import Change
from msptool.standards.library import Library
from msptool.words import counted

Audience = Literal["team", "clients"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


def changelog(found: Proposal, audience: Audience, practice: str, day: date) -> str:
    """Release notes of the library in Markdown. `day` is the day of the newer library.

    The clients' notes say what is checked and why, and nothing of how, how often, or what the team discussed.
    """
    if audience == "team":
        title = f"# Standards library: {quiet(found.base.named)} to {quiet(found.head.named)}"
        body = [part for make in _TEAM for part in make(found)]
        nothing = "No standard changed in meaning."
    else:
        title = f"# What {quiet(practice)} checks for you: news of {day:%B} {day.year}"
        body = [part for make in _CLIENTS for part in make(found)]
        nothing = "Our checks are the same as before."
    return "\n\n".join([title, *(body or [nothing])]) + "\n"


def _of(found: Proposal, wanted: Callable[[Change], bool]) -> list[Change]:
    return [change for change in found.difference.changes if wanted(change)]


def _asked_from_now_on(change: Change) -> bool:
    return change.kind in ("added", "reinstated")


def _no_longer_asked(change: Change) -> bool:
    return change.kind in ("retired", "withdrawn") or (
        change.kind == "deleted" and change.before is not None and change.before.status == "active"
    )


def _by_category(library: Library, changes: Iterable[Change], line: Callable[[Change], str]) -> Iterator[str]:
    """A bold line for each category, in library order, with its changes below."""
    grouped: dict[str, list[str]] = {}
    for change in changes:
        grouped.setdefault(library.category(change.standard).name, []).append(line(change))
    for category, lines in grouped.items():
        yield "\n".join([f"**{quiet(category)}**", "", *lines])


def _team_summary(found: Proposal) -> Iterator[str]:
    if found.headline:
        effect = found.impact
        said = f"{found.headline}. {counted(len(found.head.library.active), 'standard')} are asked now."
        if effect.clients:
            said += (
                f" On the {counted(len(effect.clients), 'client')} of today: {counted(effect.answers_dropped, 'answer')} to ask again, "
                f"{effect.hours:+.1f} h of TAM time a year."
            )
        yield said


def _team_added(found: Proposal) -> Iterator[str]:
    added = _of(found, _asked_from_now_on)
    if added:
        library = found.head.library

        def line(change: Change) -> str:
            standard = change.standard
            facts = f"{standard.priority}, {library.frequency(standard)}, {standard.minutes} min"
            return f"- {quiet(standard.question)} (`{standard.id}`; {facts})"

        yield "## New questions"
        yield from _by_category(library, added, line)


def _team_reworded(found: Proposal) -> Iterator[str]:
    asked_again = _of(found, lambda change: change.kind == "changed" and change.drops_answers)
    if asked_again:
        yield "## Reworded: ask again"
        yield "\n".join(_rewording(change) for change in asked_again)
    clearer = _of(found, lambda change: change.kind == "changed" and change.reworded and not change.drops_answers)
    if clearer:
        yield "## Reworded with the same meaning: answers still count"
        yield "\n".join(_rewording(change) for change in clearer)


def _rewording(change: Change) -> str:
    assert change.before is not None and change.after is not None
    return f"- `{change.id}`: {quiet(change.after.question)}\\\n  before: {quiet(change.before.question)}"


def _team_gone(found: Proposal) -> Iterator[str]:
    gone = _of(found, _no_longer_asked)
    if gone:
        yield "## Not asked any more"
        yield "\n".join(f"- {quiet(change.standard.question)} (`{change.id}`{_why_gone(change)})" for change in gone)


def _why_gone(change: Change) -> str:
    retirement = change.after.retirement if change.after else None
    if retirement is None:
        return ""
    successors = ", ".join(f"`{each}`" for each in retirement.replaced_by)
    return f": {quiet(retirement.reason.rstrip('.'))}{f'; now {successors}' if successors else ''}"


def _team_counted(found: Proposal) -> Iterator[str]:
    """What stays the same question, but is asked of others, at another time, or weighs differently."""
    lines = []
    for change in _of(found, lambda change: change.kind == "changed"):
        said = [f"before `{change.renamed_from}`"] if change.renamed_from else []
        said += [
            f"{each.field} {quiet(each.before) or 'none'} → {quiet(each.after) or 'none'}"
            for each in change.fields if not each.editorial and each.field not in ("question", "earlier wordings")
        ]  # fmt: skip
        if said:
            lines.append(f"- `{change.id}`: {'; '.join(said)}")
    if lines:
        yield "## Asked of others, at another time, under another name, or counted differently"
        yield "\n".join(lines)


def _team_texts(found: Proposal) -> Iterator[str]:
    texts = [f"`{change.id}`" for change in found.difference.changes if change.editorial]
    if texts:
        yield "## Better steps and texts"
        yield ", ".join(texts)


def _clients_added(found: Proposal) -> Iterator[str]:
    added = _of(found, _asked_from_now_on)
    if added:
        yield "## New in our checks"
        yield from _by_category(
            found.head.library,
            added,
            lambda change: f"- **{quiet(change.standard.name)}.** {quiet(change.standard.why)}",
        )


def _clients_sharper(found: Proposal) -> Iterator[str]:
    sharper = _of(found, lambda change: change.kind == "changed" and change.drops_answers)
    if sharper:
        yield "## Checked more exactly"
        yield "\n".join(f"- {quiet(change.standard.name)}" for change in sharper)


def _clients_gone(found: Proposal) -> Iterator[str]:
    gone = _of(found, _no_longer_asked)
    if gone:
        yield "## No longer checked"
        yield "\n".join(f"- {quiet(change.standard.name)}" for change in gone)


_TEAM = (_team_summary, _team_added, _team_reworded, _team_gone, _team_counted, _team_texts)
_CLIENTS = (_clients_added, _clients_sharper, _clients_gone)
