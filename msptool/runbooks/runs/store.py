"""Where runs are kept: the journal of each that is under way, its lock, and the record of each that is over."""

from __future__ import annotations

import contextlib
import json
import math
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from msptool.runbooks.model import Runbook
from msptool.runbooks.runs.journal import RunJournal
from msptool.runbooks.runs.model import MOST_MINUTES, RUN, Run
from msptool.runbooks.runs.walk import Walk
from msptool.workspace import edits
from msptool.workspace.files import inside, numbered, write_file
from msptool.workspace.locks import held
from msptool.workspace.problems import Refusal, UsageRefusal
from msptool.workspace.workspace import Workspace

_FOLDER = "runbook-runs"
_LONGEST = 100

Clock = Callable[[], datetime]
KnownValues = Callable[["About"], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class About:
    """What a run is about: ids of client and technician, None where nobody said."""

    ticket: str = ""
    client: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Paused:
    """A run that is under way, or was when its terminal was closed."""

    id: str
    runbook: Runbook
    about: About
    started: datetime

    @property
    def name(self) -> str:
        """`vpn-authentication for NG-20411`."""
        return f"{self.runbook.id} for {self.about.ticket}" if self.about.ticket else self.id


@dataclass
class OpenRun:
    """A run that this process holds. `recovered` counts the actions of earlier sessions."""

    workspace: Workspace
    paused: Paused
    walk: Walk
    journal: RunJournal
    recovered: int

    @property
    def path(self) -> str:
        """The record's file below the workspace, once the run is over."""
        return _record_path(self.paused.id)

    def record(self, now: datetime) -> Run:
        """The record of a run that is at its end."""
        walk, about, started = self.walk, self.paused.about, self.paused.started
        assert walk.outcome is not None
        return Run(
            year=started.year, id=self.paused.id, runbook=self.paused.runbook.id,
            fingerprint=self.paused.runbook.fingerprint, ticket=about.ticket, client=about.client, by=about.by,
            started=started, finished=max(now.replace(microsecond=0), started),
            minutes=min(math.ceil(walk.seconds / 60), MOST_MINUTES),
            outcome=walk.outcome, to=walk.escalated_to, why=walk.why, inputs=walk.values, checks=tuple(walk.checks),
            path=tuple(walk.path), messages=tuple(walk.messages),
        )  # fmt: skip

    def finish(self, now: datetime, minutes: int | None = None) -> Run:
        """Write the record, then drop the journal. `minutes` instead of the time that the clock says.

        A record that no later command could read is refused, and the journal stays.
        """
        run = self.record(now)
        run = run if minutes is None else run.model_copy(update={"minutes": minutes})
        content = render(run)
        edits.refuse_bad_file(RUN, self.path, content)
        write_file(inside(self.workspace.root, self.path), content, expected=None)
        self.journal.remove()
        return run

    def discard(self) -> None:
        """Forget the run."""
        self.journal.remove()


def render(run: Run) -> bytes:
    """The record's file: what is empty left out, long texts folded."""
    data = run.model_dump(mode="json", exclude_defaults=True, exclude={"year", "id"})
    return edits.render(RUN, edits.folded_all(data))


@contextmanager
def start(workspace: Workspace, runbook: Runbook, about: About, clock: Clock, known: KnownValues) -> Iterator[OpenRun]:
    """Begin a run and hold it for this process. Refuses a second one of the runbook for the same ticket."""
    other = next(
        (each for each in paused_runs(workspace) if about.ticket and _same(each, runbook.id, about.ticket)), None
    )
    if other is not None:
        raise Refusal(
            f"A run of {other.name} is under way since {other.started:%Y-%m-%d %H:%M}: "
            f"go on with 'msptool runbook run {other.id} --resume', or add --discard to forget it."
        )
    now = clock().replace(microsecond=0)
    found = Paused(_free_id(workspace, runbook, about, now), runbook, about, now)
    with _held(workspace, found):
        journal = RunJournal(_journal_path(workspace, found.id), found.id)
        journal.append(
            {
                "event": "start", "at": now.isoformat(), "ticket": about.ticket, "client": about.client, "by": about.by,
                "runbook": runbook.model_dump(mode="json"),
            }
        )  # fmt: skip
        walk = Walk(runbook, journal, clock, known(about))
        walk.begin_session()
        yield OpenRun(workspace, found, walk, journal, 0)


@contextmanager
def resume(workspace: Workspace, found: Paused, clock: Clock, known: KnownValues) -> Iterator[OpenRun]:
    """Go on with a run, with everything that its journal holds and the runbook as it was when the run began."""
    with _held(workspace, found):
        journal = RunJournal(_journal_path(workspace, found.id), found.id)
        walk = Walk(found.runbook, journal, clock, known(found.about))
        recovered = walk.replay(journal.events())
        if walk.outcome is None:
            walk.begin_session()
        yield OpenRun(workspace, found, walk, journal, recovered)


def paused_runs(workspace: Workspace) -> list[Paused]:
    """The runs that are not over, oldest first."""
    folder = workspace.state_file(_FOLDER, "x").parent
    found = (_read(workspace, path) for path in sorted(folder.glob("*.jsonl")))
    return sorted((each for each in found if each is not None), key=lambda each: (each.started, each.id))


def find_paused(workspace: Workspace, name: str | None, ticket: str) -> Paused:
    """The one run under way that is meant by its id, its runbook or its ticket; refuses none and several."""
    everything = paused_runs(workspace)
    found = [
        each for each in everything
        if name in (None, each.id, *each.runbook.names) and (not ticket or each.about.ticket == ticket)
    ]  # fmt: skip
    if len(found) == 1:
        return found[0]
    if not found:
        others = f" Under way: {', '.join(each.id for each in everything)}." if everything else ""
        raise UsageRefusal(f"No such run is under way.{others}")
    raise UsageRefusal(f"Several runs are under way: name one of {', '.join(each.id for each in found)}.")


def _same(each: Paused, runbook: str, ticket: str) -> bool:
    return runbook in each.runbook.names and each.about.ticket == ticket


def _read(workspace: Workspace, path: Path) -> Paused | None:
    """What a journal says of its run; None where nothing was begun, and where the record is written already."""
    journal = RunJournal(path, path.stem)
    if inside(workspace.root, _record_path(path.stem)).exists():
        # The run was killed between its record and the end of its journal.
        journal.remove()
        return None
    first = next(journal.events(), {})
    if first.get("event") != "start":
        return None
    try:
        data = json.dumps(first["runbook"])
        runbook = Runbook.model_validate_json(data)
        about = About(first["ticket"], first["client"], first["by"])
        return Paused(path.stem, runbook, about, datetime.fromisoformat(first["at"]))
    except (ValidationError, KeyError, ValueError):
        # Of a later version of msptool, say: it stays as it is.
        return None


def _record_path(run: str) -> str:
    return RUN.path(year=run[:4], id=run)


def _journal_path(workspace: Workspace, run: str) -> Path:
    return workspace.state_file(_FOLDER, f"{run}.jsonl")


def _free_id(workspace: Workspace, runbook: Runbook, about: About, now: datetime) -> str:
    ticket = re.sub(r"[^a-z0-9]+", "-", about.ticket.lower()).strip("-") or secrets.token_hex(3)
    name = f"{now.date()}-{runbook.id}"[: _LONGEST - 40].strip("-")
    first = f"{name}-{ticket[:30].strip('-')}"
    return next(
        each for each in numbered(first)
        if not inside(workspace.root, _record_path(each)).exists() and not _journal_path(workspace, each).exists()
    )  # fmt: skip


@contextmanager
def _held(workspace: Workspace, found: Paused) -> Iterator[None]:
    path = workspace.state_file(_FOLDER, f"{found.id}.lock")
    busy = f"The run {found.id} is open in another window: pause it there with /q, then run the command again."
    with held(path, lambda: busy, "A run needs it to keep every answer safe."):
        try:
            yield
        finally:
            if not _journal_path(workspace, found.id).exists():
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
