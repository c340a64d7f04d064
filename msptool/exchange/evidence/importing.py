"""An import of evidence from end to end: read, checked against the client and the day, and kept as one record."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msptool.clients.model import Client
from msptool.clients.naming import Clients
from msptool.clients.register import require_clients
from msptool.exchange.evidence import scuba
from msptool.exchange.evidence.mapped import Reading, read_export
from msptool.exchange.evidence.results import Results, Wanted
from msptool.reviews.evidence.model import EVIDENCE, Evidence, ResultFile
from msptool.reviews.evidence.proposing import Proposal
from msptool.reviews.evidence.register import require_evidence
from msptool.reviews.record import answers_given, by_standard, require_reviews
from msptool.reviews.store import proposals_of
from msptool.standards.library import Library
from msptool.words import Progress, counted, silent
from msptool.workspace.csv_rows import CsvRows, TextFile
from msptool.workspace.entities import load
from msptool.workspace.files import digest_of_file, numbered
from msptool.workspace.json_files import read_json
from msptool.workspace.problems import Refusal, UsageRefusal, unknown
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, plan, write


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user says of the file: the tool, its version and the day where the file does not, who imports it.

    `keep` copies the file into the workspace's state folder, outside git. `other_subject` allows another tenant than
    the client's evidence is of.
    """

    tool: str = ""
    version: str = ""
    taken: date | None = None
    by: str | None = None
    keep: bool = False
    other_subject: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """The record of an import, what all evidence of the client proposes with it, and what a person should know.

    `unnamed` counts the checks of the file that no standard names; `again` says that the file was imported before.
    """

    evidence: Evidence
    proposals: Sequence[Proposal]
    unnamed: int
    again: bool
    remarks: Sequence[str]
    planned: Planned
    source: Path
    keep: bool = False


def plan_import(
    workspace: Workspace, library: Library, client: Client, path: Path, wish: Wish, progress: Progress = silent
) -> Imported:
    """Read a file and plan its record. Nothing is written yet. `progress` hears how far a large export is read.

    Refuses a file of no known tool, stale evidence, a day in the future, and a tenant that is another client's.
    """
    try:
        size, sha256 = path.stat().st_size, digest_of_file(path)
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.") from None
    results = _read(workspace, library, client, path, wish, progress)
    if path.stat().st_size != size or digest_of_file(path) != sha256:
        raise Refusal(f"{path} changed while it was read: wait until the tool has ended, and import it again.")
    taken = _taken(workspace, results, path, wish)
    known = require_evidence(workspace.source, client.id)
    before = next((each for each in known if each.tool == results.tool and each.file.sha256 == sha256), None)
    _refuse_other_subject(workspace, client, results, known, wish)
    wanted = Wanted.of(results.tool, library)
    evidence = Evidence(
        client=client.id, id=before.id if before else _free_id(results.tool, taken, known), tool=results.tool,
        name=results.name, version=wish.version or results.version, taken=taken,
        imported=workspace.today, by=wish.by, subject=results.subject,
        file=ResultFile(name=path.name, sha256=sha256, bytes=size, place=_place(workspace, path, sha256, wish.keep)),
        checks={name: check for name, check in sorted(results.checks.items()) if name in wanted},
    )  # fmt: skip
    given = by_standard(answers_given(require_reviews(workspace.source, client.id)))
    every = sorted(
        [evidence, *(each for each in known if each.id != evidence.id)], key=lambda each: each.taken, reverse=True
    )
    return Imported(
        evidence, proposals_of(workspace, client, library, given, every), len(results.checks) - len(evidence.checks),
        before is not None, results.remarks, _plan(workspace, evidence), path, wish.keep,
    )  # fmt: skip


def write_import(workspace: Workspace, found: Imported) -> str:
    """Write the record, after the copy of the file where one is to be kept; returns the record's path."""
    if found.keep:
        target = workspace.state_file("evidence", Path(found.evidence.file.place).name)
        try:
            if not (target.exists() and target.samefile(found.source)):
                shutil.copyfile(found.source, target)
        except OSError as error:
            raise Refusal(f"{target} cannot be written: {error.strerror}.") from None
    write(found.planned)
    return found.planned.path


def _plan(workspace: Workspace, evidence: Evidence) -> Planned:
    data = evidence.model_dump(mode="json", exclude_defaults=True, exclude={"client", "id"})

    def change(file: dict[str, Any]) -> None:
        for key in [key for key in file if key not in data]:
            del file[key]
        file |= data

    return plan(workspace.root, EVIDENCE, change, client=evidence.client, id=evidence.id)


def _read(
    workspace: Workspace, library: Library, client: Client, path: Path, wish: Wish, progress: Progress
) -> Results:
    settings = workspace.settings.evidence
    if wish.tool and wish.tool not in scuba.TOOLS.values():
        export = settings.tools.get(wish.tool)
        if export is None:
            raise unknown(f"There is no tool {wish.tool!r}.", wish.tool, settings.tools, _known_tools(settings.tools))
        zone = ZoneInfo(workspace.settings.schedule.timezone)
        oldest = datetime.combine(workspace.today - timedelta(settings.max_age_days), time.min, zone)
        clients = Clients(require_clients(workspace.source))
        how = Reading(wish.tool, export, client.id, clients, zone, oldest, progress)
        return read_export(path, how, Wanted.of(wish.tool, library))
    found = _scuba(path)
    if found is None:
        raise Refusal(
            f"{path.name} is no result of ScubaGear or ScubaGoggles: add --tool NAME. {_known_tools(settings.tools)}"
        )
    if wish.tool and wish.tool != found.tool:
        raise UsageRefusal(f"{path.name} is a result of {found.name}, not of {wish.tool}.")
    return found


def _scuba(path: Path) -> Results | None:
    if path.suffix.lower() == ".json":
        data = read_json(path)
        return scuba.read_json(path.name, data) if scuba.is_scuba_json(data) else None
    rows = CsvRows(TextFile(path, path.name))
    return scuba.read_csv(path.name, rows) if scuba.is_scuba_csv(rows.header) else None


def _known_tools(tools: Mapping[str, Any]) -> str:
    if not tools:
        return "Exports of other tools are described under 'evidence.tools' of msptool.yaml; none is yet."
    return f"Those of msptool.yaml are {', '.join(tools)}."


def _taken(workspace: Workspace, results: Results, path: Path, wish: Wish) -> datetime:
    zone = ZoneInfo(workspace.settings.schedule.timezone)
    # The practice's own day counts: late in its evening it is tomorrow elsewhere.
    moment = results.taken.astimezone(zone) if results.taken else None
    if wish.taken is not None:
        if moment is not None and moment.date() != wish.taken:
            raise UsageRefusal(f"{path.name} says itself that it was made on {moment.date()}: leave --taken out.")
        moment = moment or datetime.combine(wish.taken, time.min, zone)
    if moment is None:
        raise Refusal(f"{path.name} does not say when the tool looked: add --taken YYYY-MM-DD.")
    age, most = (workspace.today - moment.date()).days, workspace.settings.evidence.max_age_days
    refusal = Refusal if results.taken else UsageRefusal
    if age < 0:
        raise refusal(f"{path.name} is of {moment.date()}, which is in the future; today is {workspace.today}.")
    if age > most:
        raise refusal(
            f"{path.name} is stale: it is of {moment.date()}, {counted(age, 'day')} ago, and evidence counts for {most}. "
            "Run the tool again, or change 'evidence.max_age_days' in msptool.yaml."
        )
    return moment


def _refuse_other_subject(
    workspace: Workspace, client: Client, results: Results, known: Sequence[Evidence], wish: Wish
) -> None:
    """A result of another client's tenant would answer for the wrong company."""
    subject = results.subject
    if not subject.id:
        return
    for other in require_clients(workspace.source).values():
        if other.id == client.id:
            continue
        # A broken file of another client is no reason to refuse this one's: lint names it.
        entries, _ = load(workspace.source, EVIDENCE, f"clients/{other.id}/evidence")
        theirs = [entry.entity for entry in entries if entry.entity.tool == results.tool]
        record = next((each for each in theirs if each.subject.id == subject.id), None)
        if record is not None or other.external.get(results.tool) == subject.id:
            undo = (
                f" If that import was a mistake, delete {EVIDENCE.path(client=other.id, id=record.id)}."
                if record
                else ""
            )
            raise Refusal(
                f"The file is about {_said(subject.name, subject.id)}, which is {other.name} ({other.id}).{undo}"
            )
    named = client.external.get(results.tool)
    before = named or next((each.subject.id for each in known if each.tool == results.tool and each.subject.id), None)
    if before is not None and before != subject.id and not wish.other_subject:
        raise Refusal(
            f"The file is about {_said(subject.name, subject.id)}, and {client.name}'s evidence so far about {before}: "
            "is it the right client? --other-tenant says that it is."
        )


def _said(name: str, identifier: str) -> str:
    return f"{name} ({identifier})" if name else identifier


def _free_id(tool: str, taken: datetime, known: Sequence[Evidence]) -> str:
    name, names = f"{tool}-{taken.date()}", {each.id for each in known}
    return next(each for each in numbered(name) if each not in names)


def _place(workspace: Workspace, path: Path, sha256: str, keep: bool) -> str:
    if keep:
        return f".msptool/evidence/{sha256}{path.suffix.lower()}"
    full = path.absolute()
    if full.is_relative_to(workspace.root):
        return full.relative_to(workspace.root).as_posix()
    return f"~/{full.relative_to(Path.home()).as_posix()}" if full.is_relative_to(Path.home()) else full.as_posix()


def file_state(workspace: Workspace, evidence: Evidence) -> str:
    """Whether the tool's file is where it was: `unchanged`, `changed`, or `not here`."""
    place = evidence.file.place
    if not place or place.startswith(("//", "\\\\")):
        return "not here"
    path = Path(place).expanduser() if place.startswith("~/") else workspace.root / place
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return "not here"
        # A place is only what a file of the repository says: nothing else than a file of the same size is read.
        same = found.st_size == evidence.file.bytes and digest_of_file(path) == evidence.file.sha256
    except (OSError, RuntimeError, ValueError):
        return "not here"
    return "unchanged" if same else "changed"
