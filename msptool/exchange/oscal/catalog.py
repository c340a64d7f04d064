"""The library as an OSCAL 1.2.1 catalog, NIST's format for controls.

The same commit gives the same bytes on every machine, in whole clones that have the same tags: the identifiers are made
of names, and no clock is read. Version, moment and `uuid` come from git, so that a shallow clone or other tags change them.
https://pages.nist.gov/OSCAL/resources/concepts/layer/control/catalog/
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

from msptool import __version__
from msptool.exchange.oscal.citations import resources
from msptool.exchange.oscal.controls import exported, groups
from msptool.exchange.oscal.document import Edition, document, metadata, practice_party, rendered
from msptool.exchange.oscal.text import NAMESPACE, Json, filled, line
from msptool.standards.library import Library, require_library
from msptool.workspace.files import write_output
from msptool.workspace.settings import Practice, Settings
from msptool.workspace.workspace import Workspace

_REMARKS = line(
    "Each control is one yes/no question, and yes is the answer of an environment that is aligned. "
    f"Names in the namespace {NAMESPACE} are those of msptool."
)
_LONG_AGO = date(1970, 1, 1)


def write_catalog(workspace: Workspace, folder: Path) -> Path:
    """Write the library as `catalog.json` into a folder; what stood there is replaced. Returns the file's path."""
    library = require_library(workspace.source)
    path = folder / "catalog.json"
    write_output(path, rendered(catalog(library, workspace.settings, edition_of(workspace, library))))
    return path


def catalog(library: Library, settings: Settings, edition: Edition) -> Json:
    """The OSCAL document. Its `uuid` is made of everything else in it, so that it changes with the content."""
    cited = resources(standard for standard in exported(library) if standard.status == "active")
    return document(
        "catalog",
        metadata=_metadata(settings.practice, edition),
        groups=groups(library),
        back_matter={"resources": cited} if cited else None,
    )


def edition_of(workspace: Workspace, library: Library) -> Edition:
    """The last commit that changed the standards, with its moment; else msptool's version and the day a standard was last reviewed."""
    history = workspace.history
    last = history.log.last_change("standards")
    if last is None:
        reviewed = max((standard.reviewed or _LONG_AGO for standard in library), default=_LONG_AGO)
        return Edition(__version__, datetime.combine(max(reviewed, _LONG_AGO), time(), UTC))
    commit, moment = last
    more = "-modified" if history.modified("standards") else ""
    return Edition(history.log.name_of(commit) + more, moment)


def _metadata(practice: Practice, edition: Edition) -> Json:
    party = practice_party(practice)
    return filled(
        **metadata(f"Standards of {party['name']}", edition),
        roles=[{"id": "creator", "title": "Creator"}],
        parties=[party],
        responsible_parties=[{"role-id": "creator", "party-uuids": [party["uuid"]]}],
        remarks=_REMARKS,
    )
