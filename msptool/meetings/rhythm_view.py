"""The agenda of a TAM and a vCIO as a page. Internal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from msptool.alignment.findings import Finding
from msptool.alignment.view import percent
from msptool.meetings.outline import Line, Page, Section, section
from msptool.meetings.rhythm import Meeting, Talk, process_facts
from msptool.people.model import Person
from msptool.people.register import name_of
from msptool.words import counted

# What a pair asks itself in every meeting; no file can answer it.
QUESTIONS = (
    "Which decisions of the last weeks does a client feel, and how?",
    "Does each client still see what the visits are worth to it?",
    "What stands between us and a client, and who takes it up?",
    "Which step of our own work cost time and helped nobody?",
)


def meeting_page(found: Meeting, people: Mapping[str, Person], since: date, today: date, most: int | None) -> Page:
    """The agenda of one pair; `most` findings of a client, None for all."""
    vcio = name_of(people, found.vcio) or "nobody (these clients have no vCIO)"
    sections = [_client(each, people, today, most) for each in found.talks]
    said = [
        Line(f"{each.standard}: {' '.join(each.text.split())}", (f"{each.client.name}, {each.on}",))
        for each in found.feedback
    ]
    sections.append(section("For the standards committee", said))
    sections.append(Section("How we work", tuple(Line(each) for each in (*process_facts(found), *QUESTIONS))))
    return Page(
        f"{name_of(people, found.tam)} and {vcio}, {today:%A} {today}",
        (f"since {since}; {counted(len(found.talks), 'client')}, the one that needs most talk first",), tuple(sections),
    )  # fmt: skip


def _client(each: Talk, people: Mapping[str, Person], today: date, most: int | None) -> Section:
    change = "" if each.change is None else f", {round(each.change * 100, 1) or 0.0:+.1f} points"
    status = " (onboarding)" if each.client.status == "onboarding" else ""
    return Section(
        f"{each.client.name}{status}: {percent(each.now.score)} aligned{change}, {percent(each.now.coverage)} checked",
        tuple(_lines(each, people, today, most)),
    )


def _lines(each: Talk, people: Mapping[str, Person], today: date, most: int | None) -> Iterator[Line]:
    yield from (Line(text) for text in each.news)
    done = f"visited on {', '.join(map(str, each.visited))}" if each.visited else "not visited in the period"
    ahead = f"next on {each.ahead[0]}" if each.ahead else "none planned"
    text = f"Visits: {done}; {ahead}{', none within 60 days' if each.ahead and each.no_visit_soon else ''}"
    yield Line(text, loud=each.no_visit_soon)
    yield from (Line(f"Visit {text.rstrip('.')}.") for text in each.visit_news)
    if each.open_review:
        yield Line(f"The review of {each.open_review.id} is still open.", loud=True)
    if each.new:
        yield Line(f"{counted(each.new, 'new finding')} in the period.")
    yield from _some("not triaged yet, oldest first", each.untriaged, lambda one: _open(one, today), most)
    yield from _some("judged over a year ago: does it still hold?", each.stale, lambda one: _judged(one, people), most)
    yield from _some("accepted as a risk that ends: ask the client anew", each.ending, _ending, most)
    yield from _some("decided in the period", each.decided, lambda one: _judged(one, people), most)
    if each.overdue:
        minutes = sum(part.standard.minutes for part in each.overdue)
        yield Line(f"{counted(len(each.overdue), 'standard')} overdue, {minutes} minutes of checking.")
    if each.left:
        left = [f"{' '.join(filter(None, (one.id, one.text)))} ({one.since})" for one in each.left]
        yield Line(f"{counted(len(left), 'open issue')} left by the visits:", tuple(left[:most]))


def _some(what: str, found: Sequence[Finding], say: Callable[[Finding], str], most: int | None) -> Iterable[Line]:
    if found:
        details = [say(each) for each in found[:most]]
        if len(found) > len(details):
            details.append(f"and {len(found) - len(details)} more (--all shows them)")
        yield Line(f"{counted(len(found), 'finding')} {what}", tuple(details))


def _open(each: Finding, today: date) -> str:
    return f"{each.severity}: {each.standard.name}, since {each.since} ({counted(each.age(today), 'day')})"


def _ending(each: Finding) -> str:
    held = each.acceptance
    assert held is not None
    when = "until" if each.status == "accepted" else "ended on"
    return f"{each.standard.name}: {when} {held.until}, accepted by {held.accepted_by}"


def _judged(each: Finding, people: Mapping[str, Person]) -> str:
    assert each.judged is not None
    judge = name_of(people, each.judged.by)
    who = f" by {judge}" if judge else ""
    return f"{each.standard.name}: {each.judged.stage}, {each.judged.on}{who}: {' '.join(each.judged.reason.split())}"
