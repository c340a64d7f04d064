"""`catalog.json` of the library and, for a client, `assessment-plan.json`, `assessment-results.json` and `poam.json` beside it.

The documents of a client are for its auditor. They speak of the last day that the client's files speak of, and of the last
commit that changed them, so that the same commit gives the same bytes on any day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date
from pathlib import Path

from msptool import __version__
from msptool.alignment.viewpoint import Viewpoint, viewpoint
from msptool.clients.applicability import applicable
from msptool.clients.model import Client
from msptool.clients.register import require_client
from msptool.exchange.oscal.catalog import catalog, edition_of
from msptool.exchange.oscal.document import Edition, rendered
from msptool.exchange.oscal.integrity import dangling
from msptool.exchange.oscal.parts import Parts
from msptool.exchange.oscal.plan import assessment_plan
from msptool.exchange.oscal.poam import plan_of_action
from msptool.exchange.oscal.record import Record, last_day, moment, record_of
from msptool.exchange.oscal.results import assessment_results
from msptool.exchange.oscal.text import Json
from msptool.roadmap.items import roadmap_of
from msptool.standards.library import require_library
from msptool.words import counted
from msptool.workspace.problems import Refusal, UsageRefusal
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, write

CATALOG, PLAN, RESULTS, POAM = "catalog.json", "assessment-plan.json", "assessment-results.json", "poam.json"


@dataclass(frozen=True, slots=True)
class Written:
    """The files that an export wrote, those that it removed because nothing is in them now, and what to say."""

    files: tuple[Path, ...]
    removed: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()


def export_client(workspace: Workspace, folder: Path, client: str) -> Written:
    """Write a client's package into a folder, all of its files or none; what stood there is replaced.

    Refuses a client without a finished review, since OSCAL has no results without one.
    """
    found = require_client(workspace.source, client)
    package, record = client_package(workspace, found)
    faults = dangling(package)
    if faults:
        raise Refusal(
            f"The files of {found.name} contradict each other, so no package is made: {faults[0]}. 'msptool lint' says where."
        )
    contents = {name: rendered(document) for name, document in package.items()}
    planned = list(_planned(folder, {**dict.fromkeys([POAM]), **contents}))
    write(*planned)
    removed = tuple(each.full for each in planned if each.content is None and each.before is not None)
    return Written(
        tuple(folder / name for name in contents),
        removed,
        (*_uncommitted(workspace, found), *_remarks(record, workspace.today)),
    )


def client_package(workspace: Workspace, client: Client) -> tuple[dict[str, Json], Record]:
    """The documents of a client by file name, and what they were made of."""
    library = require_library(workspace.source)
    settings = workspace.settings
    whole = replace(viewpoint(workspace), as_of=date.max)
    reviews = [each for each in whole.reviews(client.id) if each.finished is not None]
    if not reviews:
        raise UsageRefusal(
            f"{client.name} has no finished review yet, and OSCAL has no results without one: "
            "leave --client out to write the catalog alone."
        )
    edition, day = _edition(workspace, whole, client)
    view = replace(whole, as_of=day)
    road = roadmap_of(view, client)
    record = record_of(view, client, applicable(client, library.active, day), road.items)
    parts = Parts(record, settings.practice, edition)
    standards = catalog(library, settings, edition_of(workspace, library))
    package = {
        CATALOG: standards,
        PLAN: assessment_plan(parts, rendered(standards)),
        RESULTS: assessment_results(parts, PLAN),
    }
    actions = plan_of_action(parts)
    return ({**package, POAM: actions} if actions else package), record


def _edition(workspace: Workspace, whole: Viewpoint, client: Client) -> tuple[Edition, date]:
    """The version and moment of the client's files, and the day of which they speak."""
    road = roadmap_of(whole, client)
    spoken = last_day(whole.reviews(client.id), road.findings, road.items)
    history = workspace.history
    paths = _paths(client)
    last = history.log.last_change(*paths)
    if last is None:
        return Edition(__version__, moment(spoken)), spoken
    commit, changed = last
    more = "-modified" if history.modified(*paths) else ""
    return Edition(history.log.name_of(commit) + more, changed), max(spoken, changed.astimezone(UTC).date())


def _paths(client: Client) -> tuple[str, ...]:
    return ("msptool.yaml", "standards", "practice/people", f"clients/{client.id}", f"reviews/{client.id}")


def _uncommitted(workspace: Workspace, client: Client) -> Iterator[str]:
    history = workspace.history
    changed = [path for path in _paths(client) if history.exists and history.modified(path)]
    if changed:
        yield (
            f"Not committed yet: changes of {', '.join(changed)}. They are in the documents, whose time is that of the last "
            "commit: commit them, and export again."
        )


def _planned(folder: Path, contents: dict[str, bytes | None]) -> Iterator[Planned]:
    for name, content in contents.items():
        full = (folder / name).expanduser().absolute()
        try:
            before = full.read_bytes() if full.is_file() else None
        except OSError as error:
            raise Refusal(f"{full} cannot be read: {error.strerror}.") from None
        yield Planned(str(full), full, content, before)


def _remarks(record: Record, today: date) -> Iterator[str]:
    """What a reader of today should know of documents that speak of an earlier day."""
    ended = [each for each in record.weaknesses if each.accepted and each.accepted.until < today]
    if ended:
        yield (
            f"The documents speak of {record.as_of}: since then the acceptance of {counted(len(ended), 'risk')} has run out."
        )
    if all(each.stage == "aligned" for each in record.weaknesses):
        yield f"{record.name} has no open finding, so there is no {POAM}."
