"""The files of a visit day: the agenda, the afternoon summary and a handoff for each delivery area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msptool.meetings.afternoon import afternoon, afternoon_page
from msptool.meetings.agenda import Agenda
from msptool.meetings.agenda_view import agenda_page, area_name
from msptool.meetings.outline import Line, Page, Section, page_markdown
from msptool.people.model import Person
from msptool.people.register import name_of
from msptool.reviews.handoffs import COMMITTEE, Handoff, handoffs
from msptool.workspace.files import write_output
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.settings import Settings


def day_files(found: Agenda, settings: Settings) -> dict[str, str]:
    """File name -> Markdown. The summary and the handoffs come once the day has a review."""
    files = {"agenda.md": page_markdown(agenda_page(found, settings))}
    said = afternoon(found, settings.practice.name)
    if said is not None:
        files["afternoon.md"] = page_markdown(afternoon_page(said))
    for area, items in day_handoffs(found).items():
        files[f"handoff-{area}.md"] = page_markdown(handoff_page(found, area, items))
    return files


def day_handoffs(found: Agenda) -> dict[str, list[Handoff]]:
    """What each area takes over from the day's review."""
    return handoffs(found.reported, found.library) if found.reported else {}


def write_files(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Write the files into a folder, which is made where it is not there; returns their paths."""
    if folder.exists() and not folder.is_dir():
        raise UsageRefusal(f"{folder} is a file: name a folder for the files of the day.")
    for name, text in files.items():
        write_output(folder / name, text.encode())
    return [str(folder / name) for name in files]


def left_behind(folder: Path, files: Iterable[str]) -> list[str]:
    """Files of an earlier run in the folder that this one did not write, and that could be sent by mistake."""
    names = {path.name for path in folder.glob("handoff-*.md")} | {path.name for path in folder.glob("afternoon.md")}
    return sorted(names - {Path(file).name for file in files})


def handoff_page(found: Agenda, area: str, items: Sequence[Handoff]) -> Page:
    """The items of one area, ready to send: to whom, from whom, about whom, and each with what is known. Internal."""
    review = found.reported
    assert review is not None
    facts = [
        f"To: {_recipients(found, area)}",
        f"From: {name_of(found.people, found.tam) or 'the TAM'}",
        f"Client: {found.client.name}, visit of {found.day} (review {review.id}{', still open' if review.status == 'open' else ''})",
    ]
    facts += [f"Ask there: {text}" for text in _asks(found) if area != COMMITTEE]
    lines = tuple(Line(each.title, tuple(_details(found, each, area)), done=False) for each in items)
    return Page(
        f"Handoff to {area_name(area)}: {found.client.name}", tuple(facts), (Section(f"Items ({len(items)})", lines),)
    )


def _recipients(found: Agenda, area: str) -> str:
    own = {"vcio": found.client.team.vcio, "tam": found.client.team.tam}.get(area)
    people: list[Person] = [found.people[own]] if own in found.people else []
    people = people or [each for each in found.people.values() if area in each.roles]
    names = "; ".join(", ".join(filter(None, (each.name, each.email))) for each in people)
    return ": ".join(filter(None, (area_name(area), names)))


def _asks(found: Agenda) -> Iterator[str]:
    for each in found.client.contacts:
        if each.role == "point-of-contact":
            yield ", ".join(filter(None, (each.name, each.title, each.phone, each.email)))


def _details(found: Agenda, item: Handoff, area: str) -> Iterator[str]:
    yield item.text
    standard = found.library.find(item.standard) if item.standard else None
    if standard is not None:
        yield f"{standard.question} ({standard.id})"
        if standard.remedy is not None and area != COMMITTEE:
            yield f"What usually fixes it: {standard.remedy.summary} ({standard.remedy.hours:g} h)"
