"""An agenda as a page: the points in the order of the day. Internal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msptool.alignment.findings import Finding
from msptool.clients.model import Contact
from msptool.meetings.afternoon import afternoon, next_visit, summary_lines
from msptool.meetings.agenda import Agenda, Asked
from msptool.meetings.closed_findings import Closed
from msptool.meetings.outline import Line, Page, Section, section
from msptool.meetings.past_visits import Kept, Repeated
from msptool.people.register import name_of
from msptool.reviews.model import Ticket
from msptool.standards.model import AREAS
from msptool.words import counted
from msptool.workspace.settings import Settings

MORNING_MINUTES = 15
_KINDS = {"ticket": "ticket", "change": "move, add or change", "service desk": "for the Service Desk"}
_MEETS = ("point-of-contact", "decision-maker")


def agenda_page(found: Agenda, settings: Settings) -> Page:
    """The whole day."""
    return Page(
        f"{found.client.name}, {found.day:%A} {found.day}", tuple(_facts(found, settings)),
        (*_morning(found, settings), *_findings(found), *_proactive(found), *_reactive(found), *_afternoon(found, settings)),
    )  # fmt: skip


def _facts(found: Agenda, settings: Settings) -> Iterator[str]:
    status = f"the visit is {found.visit.visit.status}" if found.visit else "no visit is planned on this day"
    who = name_of(found.people, found.tam) or "nobody is named as TAM"
    yield f"{settings.schedule.starts} to {settings.schedule.ends}, {who}; {status}"
    if found.review is not None:
        yield f"review {found.review.id}, {found.review.status}"
    for site in found.client.sites:
        yield ": ".join(filter(None, (site.name, ". ".join(filter(None, (site.address, site.notes.strip()))))))


def _morning(found: Agenda, settings: Settings) -> Iterator[Section]:
    meets = [each for role in _MEETS for each in found.client.contacts if each.role == role]
    yield Section(
        f"Morning meeting, {settings.schedule.starts}, {MORNING_MINUTES} minutes", tuple(map(_contact, meets)),
        empty="Nobody is named to meet: add a point of contact to the client's file.",
    )  # fmt: skip
    ours = [*_ours(found), *(Line(text) for text in found.items("our_items"))]
    yield Section("We bring", tuple(ours))
    said = [Line(text) for text in found.items("client_items")]
    if found.last is not None:
        said += [
            Line(f"{text} (brought on {visit.on})") for visit in found.last.visits for text in visit.client_items
        ]  # fmt: skip
    yield Section(
        "The client brings", tuple(said), empty="Nothing is noted: ask what is on their list, and note it with 'v'."
    )


def _contact(contact: Contact) -> Line:
    title = contact.title or contact.role.replace("-", " ")
    return Line(", ".join(filter(None, (contact.name, title, contact.phone, contact.email))))


def _ours(found: Agenda) -> Iterator[Line]:
    if found.last is None:
        yield Line("This is the first review.")
    else:
        given = [answer.answer for answer in found.last.answers.values()]
        fixed = sum(answer.fixed_onsite for answer in found.last.answers.values())
        more = f", {fixed} fixed onsite" if fixed else ""
        yield Line(
            f"The last visit, {found.last.day}: {counted(len(given), 'standard')} checked, {given.count('no')} misaligned{more}."
        )
        yield Line(f"Findings: {len(found.closed)} closed at it or since, {len(found.findings)} still open.")
    yield from (Line(text) for text in found.news)
    if found.promised:
        yield Line(f"The vCIO decided on {counted(len(found.promised), 'finding')} since: see below.")
    today = sum(each.answered is None for each in found.asked)
    yield Line(f"Today: {counted(today, 'standard')} to check, about {counted(found.minutes, 'minute')}.")


def _findings(found: Agenda) -> Iterator[Section]:
    since = f" since {found.last.day}" if found.last else ""
    yield section(f"What the vCIO decided{since}", (_judged(each, found) for each in found.promised))
    yield section("Open, and not triaged yet", (_open(each, found) for each in found.untriaged))
    if found.judged_before:
        yield section("Open, triaged earlier", (_judged(each, found) for each in found.judged_before))
    yield section("Closed at the last visit or since", map(_closed, found.closed))


def _open(each: Finding, found: Agenda) -> Line:
    if each.since == found.day:
        when = "found today"
    else:
        is_new = found.last is not None and each.since >= found.last.day
        when = f"{'new, ' if is_new else ''}since {each.since} ({counted(each.age(found.day), 'day')})"
        when += ", checked today" if each.given.answer.on == found.day else ""
    again = f", came back ({each.times} times)" if each.times > 1 else ""
    note = " ".join(each.given.answer.note.split())
    return Line(f"{each.severity}: {each.standard.name}, {when}{again}", (note,), loud=each.severity == "high")


def _judged(each: Finding, found: Agenda) -> Line:
    assert each.judged is not None
    judge = name_of(found.people, each.judged.by) or "the vCIO"
    line = _open(each, found)
    said = f"{each.judged.stage}, {judge} on {each.judged.on}: {' '.join(each.judged.reason.split())}"
    return Line(line.text, (said, *line.details))


def _closed(each: Closed) -> Line:
    if each.since == each.on:
        return Line(f"{each.standard.name}: {each.how} on {each.on}", done=True)
    when = f", closed on {each.on}" if each.on else ""
    return Line(f"{each.standard.name}, open since {each.since}{when}", (each.how,), done=True)


def _proactive(found: Agenda) -> Iterator[Section]:
    office = "as planned" if found.planned else "of the review" if found.review else "what is most due"
    if found.asked:
        left = sum(each.answered is None for each in found.asked)
        head = f"{left} of {counted(len(found.asked), 'standard')} to check, {counted(found.minutes, 'minute')}"
        lines = [Line(f"{head}, {office}."), *_by_category(found)]
    else:
        lines = []
    yield Section("Today's list", tuple(lines), empty="Nothing is due.")
    work = [*(_again(each, found.items("maintenance")) for each in found.maintenance)]
    yield _with_new("Maintenance", work, found.items("maintenance"), found.maintenance)
    tools = [_again(each, found.items("tools_checked")) for each in found.tools]
    yield _with_new("Tools of Centralized Services to check", tools, found.items("tools_checked"), found.tools)


def _by_category(found: Agenda) -> Iterator[Line]:
    grouped: dict[str, list[Asked]] = {}
    for each in found.asked:
        grouped.setdefault(found.library.category(each.item.standard).name, []).append(each)
    for name, members in grouped.items():
        open_ones = [each for each in members if each.answered is None]
        minutes = sum(each.item.standard.minutes for each in open_ones)
        said = f"{len(open_ones)} of {len(members)}" if len(open_ones) < len(members) else str(len(members))
        yield Line(
            f"{name}: {said}, {minutes} min", tuple(f"{each.item.standard.name}{_why(each)}" for each in open_ones),
            done=not open_ones,
        )  # fmt: skip


def _why(each: Asked) -> str:
    return f" ({each.item.reason})" if each.item.reason in ("to verify", "last answer no", "overdue") else ""


def _again(each: Repeated, today: Iterable[str]) -> Line:
    often = f", at {each.times} of the last visits" if each.times > 1 else ""
    is_done = each.text.casefold() in {text.casefold() for text in today}
    return Line(f"{each.text} (last on {each.last}{often})", done=is_done)


def _with_new(title: str, lines: list[Line], today: Iterable[str], known: Iterable[Repeated]) -> Section:
    """Also what is noted today and was not done before."""
    names = {each.text.casefold() for each in known}
    new = [Line(text, done=True) for text in today if text.casefold() not in names]
    return Section(title, (*lines, *new), empty="The visits before noted none.")


def _reactive(found: Agenda) -> Iterator[Section]:
    for title, field in (("Scheduled tickets", "tickets"), ("Moves, adds and changes", "changes")):
        yield Section(title, tuple(map(_ticket, found.tickets(field))), empty="None noted for this day.")
    yield section("Left by the visits before: ask what became of it", map(_left, found.left))


def _ticket(ticket: Ticket) -> Line:
    return Line(" ".join(filter(None, (ticket.id, ticket.summary))), done=ticket.done)


def _left(each: Kept) -> Line:
    return Line(f"{' '.join(filter(None, (each.id, each.text)))} ({_KINDS[each.kind]}, {each.since})", done=False)


def _afternoon(found: Agenda, settings: Settings) -> Iterator[Section]:
    said = afternoon(found, settings.practice.name)
    lines: list[Line] = list(summary_lines(said)) if said else []
    yield Section(
        f"Afternoon meeting, before {settings.schedule.ends}", tuple(lines),
        empty="Report: checked of asked, tickets, moves/adds/changes, maintenance, what goes to the Service Desk.",
    )  # fmt: skip
    yield Section("Next visit", (Line(f"{next_visit(_next(found))}{_conflict(found)}"),))


def _agreed(found: Agenda) -> date | None:
    visits = found.review.visits if found.review else ()
    return next((visit.next_visit for visit in visits if visit.on == found.day and visit.next_visit), None)


def _next(found: Agenda) -> date | None:
    return _agreed(found) or found.next_visit


def _conflict(found: Agenda) -> str:
    agreed = _agreed(found)
    if agreed and found.next_visit and agreed != found.next_visit:
        return f" (agreed today; the plan says {found.next_visit}: 'msptool schedule move' brings them together)"
    return ""


def area_name(area: str) -> str:
    """What an area of the handoffs is called."""
    return AREAS.get(area, "Standards committee")
