"""What the full screen shows, as rich text: nothing here changes state or knows a widget.

Every text of the library, the client or the TAM goes through `clean` and into a `Text`, so that neither
markup nor control characters in somebody's YAML are ever interpreted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from msptool.reviews.due import Item
from msptool.reviews.evidence.proposing import Proposal
from msptool.reviews.record import Given
from msptool.reviews.screen_look import Look
from msptool.reviews.session import Draft, Session
from msptool.reviews.wording import ago, why_due
from msptool.standards.library import Library
from msptool.standards.model import AREAS, PageReference, Remedy, Standard

SIGNS = {"yes": "✓", "no": "✗", "n/a": "–"}
WORDS = {"yes": "Yes", "no": "No", "n/a": "Not applicable"}
CHOICES = (("y", "yes"), ("n", "no"), ("a", "n/a"))
NARROW = 100  # columns; below it the regions stand under each other


def clean(text: str) -> str:
    """The text without control and invisible characters; line breaks stay."""
    return "\n".join("".join(_visible(character) for character in line) for line in text.splitlines()).strip()


def one_line(text: str) -> str:
    """The text on a single line."""
    return " ".join(clean(text).split())


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else ""


def place(library: Library, session: Session) -> str:
    """The category in view, and the place in it."""
    if session.current is None:
        return ""
    standard = session.current.standard
    inside = [index for index, item in enumerate(session.items) if item.standard.category == standard.category]
    return f"{one_line(library.category(standard).name)} {inside.index(session.position) + 1} of {len(inside)}"


def progress(session: Session, look: Look, width: int) -> Text:
    """The bar and the counts, always as wide, so that nothing beside it moves."""
    found = session.progress()
    cells = 10 if width < NARROW else 24 if width < 150 else 40
    full = _filled(cells, found.answered, found.asked)
    counts = _counts(found.answered, found.asked, found.minutes_left, width)
    widest = _counts(found.asked, found.asked, sum(item.standard.minutes for item in session.items), width)
    counts = counts.rjust(len(widest) + 2)
    return Text.assemble(("━" * full, look.accent), ("─" * (cells - full), look.faint), (counts, look.muted))


def _filled(cells: int, answered: int, asked: int) -> int:
    # One cell from the first answer on, and the last cell only with the last answer.
    return -(-(cells - 1) * answered // asked) if answered < asked else cells if asked else 0


def _counts(answered: int, asked: int, minutes: int, width: int) -> str:
    return f"{answered}/{asked}{'' if width < NARROW else ' answered'} · {minutes} min left"


def banner(session: Session) -> str:
    """What holds until it is changed: that everything is answered, and the filter in force."""
    found = session.progress()
    parts = []
    if found.asked and found.answered == found.asked:
        parts.append(f"✓ All {found.asked} answered. q to leave, then 'msptool review finish'.")
    if session.filtered:
        parts.append(f"Filter '{one_line(session.filtered)}': {len(session.shown())} of {found.asked}. / changes it.")
    return "   ".join(parts)


def title(item: Item, session: Session) -> str:
    """The number and the name of the standard in view."""
    return f"{session.position + 1}. {one_line(item.standard.name)}"


def weight(item: Item) -> str:
    """How much the question matters and takes."""
    return f"{item.standard.priority} priority · about {item.standard.minutes} min"


def choices(draft: Draft, look: Look, width: int) -> Text:
    """The three answers with their keys; the one given is marked by a sign and reversed.

    On a narrow screen, where the record below may be scrolled away, what else was said follows in short.
    """
    said = Text()
    for key, value in CHOICES:
        if draft.answer == value:
            said.append(f" {SIGNS[value]} {WORDS[value]} ", style=f"{look.answer(value)} reverse")
        else:
            said.append(f" {key} ", style=f"{look.accent} {look.chip}").append(f"{WORDS[value]} ", style=look.chip)
        said.append("  ")
    return said.append(" · ".join(_marks(draft)), style=look.muted) if width < NARROW else said


def _marks(draft: Draft) -> list[str]:
    marks = ["fixed onsite"] if draft.fixed_onsite else []
    marks += [f"to {AREAS[draft.hand_over]}"] if draft.hand_over else []
    return [*marks, *(["note"] if draft.note else []), *(["flagged"] if draft.feedback else [])]


def record(item: Item, draft: Draft, today: date, look: Look) -> RenderableType:
    """The answer of before, then what has been said in this review."""
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=6, no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    before, now = _before(item, today, look), _now(item.standard, draft, today, look)
    table.add_row(Text("Before", style=look.muted), Group(*before, Text()))
    if item.claims:
        claims = [Text(clean(f"Since {each.since}: {each.because}")) for each in item.claims]
        table.add_row(Text("Verify", style=look.muted), Group(*claims, Text()))
    if item.since:
        since = [Text(f"{each.on}: {clean(each.text)}") for each in item.since]
        table.add_row(Text("Since", style=look.muted), Group(*since, Text()))
    if item.proposal is not None:
        table.add_row(Text("Tools", style=look.muted), Group(*_proposed(item.proposal, look), Text()))
    table.add_row(Text("Now", style=look.muted), Group(*now))
    return table


def _before(item: Item, today: date, look: Look) -> list[Text]:
    if item.previous is None:
        return [Text("Never asked here.")]
    given = item.previous.answer
    said = _answered(given.answer, look)
    said.append(f"  {given.on}, {ago((today - given.on).days)}{_by(item.previous)}", style=look.muted)
    return [
        said,
        *_remarks(given.fixed_onsite, given.hand_over, given.note),
        Text(why_due(item, today), style=look.muted),
    ]


def _proposed(proposal: Proposal, look: Look) -> list[Text]:
    if proposal.answer is None:
        title = f"{proposal.grounds.evidence.title} proposes nothing: {proposal.reason}."
        return [Text(clean(title), style=look.muted)]
    said = _answered(proposal.answer, look).append("  e accepts it", style=look.accent)
    if proposal.contradicts and proposal.previous is not None:
        said.append(f"  (the last answer was {WORDS[proposal.previous.answer.answer].lower()})", style=look.no)
    return [said, Text(clean(proposal.note))]


def _now(standard: Standard, draft: Draft, today: date, look: Look) -> list[Text]:
    if draft.answer is None:
        said = Text("Not answered yet.", style=look.muted)
    else:
        said = _answered(draft.answer, look)
        if draft.on is not None and draft.on != today:
            said.append(f"  {draft.on}, {ago((today - draft.on).days)}", style=look.muted)
    lines = [said, *_remarks(draft.fixed_onsite, draft.hand_over, draft.note)]
    if draft.evidence is not None:
        lines.append(Text(f"Accepted from {draft.evidence.record}.", style=look.muted))
    if draft.feedback:
        lines.append(Text(f"For the committee: {clean(draft.feedback)}"))
    if draft.question and draft.question not in standard.fingerprints:
        lines.append(Text("The question has been reworded since this answer.", style=look.no))
    return lines


def _answered(value: str, look: Look) -> Text:
    return Text().append(f"{SIGNS[value]} {WORDS[value]}", style=look.answer(value))


def _remarks(fixed_onsite: bool, hand_over: str | None, note: str) -> list[Text]:
    marks = ["fixed onsite"] if fixed_onsite else []
    marks += [f"handed over to {AREAS[hand_over]}"] if hand_over else []
    sentence = ", ".join(marks)
    lines = [Text(f"{sentence[:1].upper()}{sentence[1:]}.")] if sentence else []
    return [*lines, Text(clean(note))] if note else lines


def _by(given: Given) -> str:
    visit = next((each for each in given.review.visits if each.on == given.answer.on), None)
    person = (visit.by if visit else None) or given.review.by
    return f", by {person}" if person else ""


def guide(item: Item, library: Library, look: Look, width: int) -> RenderableType:
    """Why, how, the vendors' own steps, the usual remedy, what the authority says, and the standard's own data."""
    standard, remedy = item.standard, item.standard.remedy
    sections: list[tuple[str, list[RenderableType]]] = [
        ("Why", [Text(clean(standard.why))] if standard.why else []),
        ("How", [_steps(standard.how, look, numbered=True)] if standard.how else []),
        ("Vendor", [part for vendor in standard.vendors.items() for part in _vendor(*vendor, look)]),
        ("If no", _remedy(remedy, look) if remedy else []),
        ("Source", _references(standard, look)),
        ("About", [_about(standard, library, look)]),
    ]
    return _sections([(heading, body) for heading, body in sections if body], look, width)


def _sections(sections: Sequence[tuple[str, list[RenderableType]]], look: Look, width: int) -> RenderableType:
    # Where rows are scarce, the headings stand beside their texts and not above them.
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    if width < NARROW:
        table.add_column(width=6, no_wrap=True)
    table.add_column(ratio=1)
    for number, (heading, body) in enumerate(sections, 1):
        label, gap = Text(heading, style=look.accent), [Text()] if number < len(sections) else []
        if width < NARROW:
            table.add_row(label, Group(*body, *gap))
        else:
            table.add_row(Group(label, *body, *gap))
    return table


def _vendor(name: str, steps: Iterable[str], look: Look) -> list[RenderableType]:
    return [Text(one_line(name), style=look.strong), _steps(steps, look)]


def _remedy(remedy: Remedy, look: Look) -> list[RenderableType]:
    usual = f"Usually {AREAS[remedy.area]}, {remedy.hours:g} h."
    return [Text(clean(remedy.summary)), Text(usual, style=look.muted)]


def _steps(steps: Iterable[str], look: Look, *, numbered: bool = False) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for number, step in enumerate(steps, 1):
        table.add_row(Text(f"{number}." if numbered else "·", style=look.muted), Text(clean(step)))
    return table


def _references(standard: Standard, look: Look) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for reference in standard.references:
        if isinstance(reference, PageReference):
            name = ", ".join(one_line(part) for part in (reference.title, reference.publisher) if part)
            lines += [Text(name)] if name else []
            lines.append(Text(one_line(reference.url), style=look.muted, overflow="fold"))
    controls = [
        f"{each.framework} {one_line(each.id)}" for each in standard.references if not isinstance(each, PageReference)
    ]
    return [*lines, Text(" · ".join(controls), style=look.muted)] if controls else lines


def _about(standard: Standard, library: Library, look: Look) -> Text:
    facts = [
        standard.id, f"{standard.level} level", standard.kind, library.frequency(standard), f"checked {' or '.join(standard.checked)}",
        f"impact {standard.business_impact}", f"risk {standard.technical_risk}", *(f"#{tag}" for tag in standard.tags),
    ]  # fmt: skip
    return Text(" · ".join(facts), style=look.muted)
