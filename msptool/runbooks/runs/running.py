"""What a run needs of the workspace: who is at work, who must agree, how long a level has, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from msptool.clients.model import Client
from msptool.clients.register import require_client
from msptool.people.model import Person
from msptool.people.register import load_people, require_person
from msptool.runbooks.escalation.answer import time_limit
from msptool.runbooks.escalation.model import EscalationMap
from msptool.runbooks.escalation.register import find_map, level_of, who_agrees
from msptool.runbooks.model import LEVELS, Category, Level
from msptool.runbooks.runs.handoff import handoff
from msptool.runbooks.runs.known import known_values
from msptool.runbooks.runs.model import Run
from msptool.runbooks.runs.script import Refused
from msptool.runbooks.runs.store import About, OpenRun
from msptool.workspace.files import write_output
from msptool.workspace.workspace import Workspace


@dataclass(frozen=True)
class Desk:
    """The workspace as a run sees it."""

    workspace: Workspace

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """Everybody of the practice."""
        return load_people(self.workspace.source)

    @cached_property
    def map(self) -> EscalationMap | None:
        """The escalation map, None where there is none."""
        return find_map(self.workspace.source)

    def clock(self) -> datetime:
        """The time of the machine, on the day that counts as today."""
        return datetime.now(UTC).astimezone() + timedelta((self.workspace.today - self._started.date()).days)

    @cached_property
    def _started(self) -> datetime:
        return datetime.now(UTC).astimezone()

    def client(self, about: About) -> Client | None:
        """The client that a run is about; refuses one that is not known."""
        return require_client(self.workspace.source, about.client) if about.client else None

    def technician(self, named: str | None) -> str | None:
        """Who is at work: who is named, else the person with git's address; refuses a name that nobody has."""
        if named is not None:
            return require_person(self.workspace.source, named).id
        address = self.address.lower()
        return next((each.id for each in self.people.values() if address and each.email.lower() == address), None)

    @cached_property
    def address(self) -> str:
        """Git's address; empty where git has none."""
        history = self.workspace.history
        return history.run("config", "user.email", fail=False).decode().strip() if history.exists else ""

    def known(self, about: About) -> Mapping[str, str]:
        """The known names of messages."""
        return known_values(
            self.workspace.settings.practice, self.workspace.today, ticket=about.ticket, client=self.client(about),
            by=about.by, people=self.people,
        )  # fmt: skip

    def level(self, about: About) -> Level:
        """The level of who is at work; Level 1 where nobody knows."""
        found = level_of(self.map, about.by, self.people) if self.map and about.by else None
        return found or "level-1"

    def up(self, about: About) -> Level:
        """The level above."""
        levels = tuple(LEVELS)
        return levels[min(levels.index(self.level(about)) + 1, len(levels) - 1)]

    def limit(self, about: About, category: Category) -> int | None:
        """Minutes that the level has for such a ticket."""
        return time_limit(self.map, category, self.level(about)) if self.map else None

    def signoff(self, name: str, about: About) -> Sequence[str]:
        """Who must agree, as lines for a technician."""
        found = self.map.signoffs.get(name) if self.map else None
        if found is None or self.map is None:
            return [f"The escalation map does not say who must agree to '{name}': ask the level above."]
        who = who_agrees(found, self.map, self.people, self.client(about))
        joined = " or ".join(who) if found.any_one else " and ".join(who)
        return [f"Must agree{' in writing' if found.written else ''}: {joined}.", f"To what: {found.what}"]


def text_of_run(desk: Desk, opened: OpenRun, run: Run) -> str:
    """The text for the ticket."""
    return handoff(run, opened.paused.runbook, desk.client(opened.paused.about), desk.people)


def write_handoff(desk: Desk, opened: OpenRun, run: Run, file: Path) -> None:
    """Write the text for the ticket to a file that the user names."""
    write_output(file, text_of_run(desk, opened, run).encode())


def run_data(opened: OpenRun, run: Run | None, refused: Sequence[Refused]) -> dict[str, Any]:
    """A run as JSON values, over or paused."""
    walk, about = opened.walk, opened.paused.about
    return {
        "id": opened.paused.id,
        "path": opened.path if run else None,
        "runbook": opened.paused.runbook.id,
        "ticket": about.ticket or None,
        "client": about.client,
        "by": about.by,
        "outcome": run.outcome if run else None,
        "to": run.to if run else None,
        "minutes": run.minutes if run else None,
        "at": None if run else walk.place.key,
        "inputs": walk.values,
        "steps": [
            {
                "step": each.step,
                "answer": each.answer or None,
                "note": each.note or None,
                "unclear": each.unclear or None,
            }
            for each in walk.path
        ],
        "messages": [each.text for each in walk.messages],
        "refused": [{"row": each.row, "step": each.step, "reason": each.reason} for each in refused],
    }
