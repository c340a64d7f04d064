"""The Design Desk's proposals of the sample, made by the same functions as by hand, day after day in a folder of its own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from msptool.clients.register import require_client
from msptool.proposals.changes import advance
from msptool.proposals.creation import Wish, new_proposal
from msptool.proposals.model import PROPOSAL
from msptool.proposals.register import require_proposal, require_template
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import plan, write

_PRICES_HOLD = timedelta(80)


@dataclass(frozen=True)
class Step:
    """What became of a proposal on a day."""

    on: date
    status: str
    by: str
    reason: str = ""


@dataclass(frozen=True)
class Story:
    """One proposal: which template, what it carries out (the categories of standards), and what became of it."""

    client: str
    template: str
    categories: tuple[str, ...]
    asked: date
    due: date
    priority: int
    steps: tuple[Step, ...] = ()


STORIES = (
    Story(
        "acme-explosives", "switch-refresh", ("switches",), date(2026, 6, 15), date(2026, 6, 29), 2,
        (Step(date(2026, 6, 26), "ready", "Design Desk"), Step(date(2026, 7, 2), "sent", "Bob Lindqvist"),
         Step(date(2026, 7, 14), "accepted", "Managing Director, Wendell Crouse")),
    ),
    Story(
        "acme-explosives", "workstation-refresh", ("desktops",), date(2026, 10, 26), date(2026, 11, 9), 1,
        (Step(date(2026, 11, 6), "ready", "Design Desk"), Step(date(2026, 11, 12), "sent", "Bob Lindqvist")),
    ),
    Story("fennimore-pharmacy", "firewall-replacement", ("firewalls",), date(2026, 11, 3), date(2026, 11, 17), 2),
    Story(
        "grindle-machine", "backup-and-disaster-recovery", ("backup-system", "disaster-recovery"), date(2026, 9, 14), date(2026, 9, 28), 3,
        (Step(date(2026, 9, 25), "ready", "Design Desk"), Step(date(2026, 9, 30), "sent", "vCIO"),
         Step(date(2026, 10, 9), "declined", "Owner", "Too much at once: the copy off the premises first.")),
    ),
    Story(
        "tesso-hardware", "microsoft-365-hardening", ("cloud-services", "email", "identity"), date(2026, 11, 2), date(2026, 11, 13), 4,
        (Step(date(2026, 11, 12), "ready", "Design Desk"),),
    ),
    Story("brackenford-construction", "wifi", ("wireless-access",), date(2026, 10, 20), date(2026, 11, 6), 5),
    Story("velmont-logistics", "battery-backup", ("power-management",), date(2026, 11, 9), date(2026, 11, 23), 6),
)  # fmt: skip


def proposal_files(
    root: Path, files: Mapping[str, bytes], categories: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, bytes]]:
    """Path and content of every proposal. `files` are those of the sample, `categories` those of each recommendation's path."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("msptool.yaml", "practice/proposal-templates"):
            _copied(root / name, copy / name)
        for path, content in files.items():
            if path.startswith("practice/people/") or path.endswith("/client.yaml"):
                (copy / path).parent.mkdir(parents=True, exist_ok=True)
                (copy / path).write_bytes(content)
        for story in STORIES:
            yield _written(copy, story, _carries_out(story, categories))


def _carries_out(story: Story, categories: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    prefix = f"clients/{story.client}/roadmap/"
    own = {path: found for path, found in categories.items() if path.startswith(prefix)}
    return tuple(sorted(Path(path).stem for path, found in own.items() if set(found) & set(story.categories)))


def _written(copy: Path, story: Story, recommendations: tuple[str, ...]) -> tuple[str, bytes]:
    begun = Workspace(copy, story.asked)
    template = require_template(begun.source, story.template)
    wish = Wish(recommendations=recommendations, priority=story.priority, due=story.due)
    made = new_proposal(begun, require_client(begun.source, story.client), template, wish)
    write(made.planned)
    if story.steps:
        write(
            plan(
                copy,
                PROPOSAL,
                lambda data: _prices_hold(data, story.asked + _PRICES_HOLD),
                client=story.client,
                id=made.id,
            )
        )
    for step in story.steps:
        day = Workspace(copy, step.on)
        proposal = require_proposal(day.source, story.client, made.id)
        write(advance(day, proposal, step.status, by=step.by, reason=step.reason))
    path = PROPOSAL.path(client=story.client, id=made.id)
    return path, (copy / path).read_bytes()


def _prices_hold(data: Any, until: date) -> None:
    for item in data["equipment"]:
        if item["kind"] == "hardware":
            item["price_until"] = until.isoformat()


def _copied(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)
