"""The library as an OSCAL 1.2.1 catalog, NIST's format for controls.

The same commit gives the same bytes on every machine, in whole clones that have the same tags: the identifiers are made
of names, and no clock is read. Version, moment and `uuid` come from git, so that a shallow clone or other tags change them.
https://pages.nist.gov/OSCAL/resources/concepts/layer/control/catalog/
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from msptool import __version__
from msptool.exchange.oscal_controls import exported, groups
from msptool.exchange.oscal_references import resources
from msptool.exchange.oscal_text import NAMESPACE, Json, address, filled, line, stable_uuid, word
from msptool.standards.library import Library, require_library
from msptool.workspace.files import digest, write_output
from msptool.workspace.settings import Practice, Settings
from msptool.workspace.workspace import Workspace

OSCAL_VERSION = "1.2.1"
_REMARKS = line(
    "Each control is one yes/no question, and yes is the answer of an environment that is aligned. "
    f"Names in the namespace {NAMESPACE} are those of msptool."
)
_MAIL = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}")
_LONG_AGO = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Edition:
    """Which state of the library a catalog holds: its version, and when it was last changed (in UTC)."""

    version: str
    changed: datetime


def write_catalog(workspace: Workspace, folder: Path) -> Path:
    """Write the library as `catalog.json` into a folder; what stood there is replaced. Returns the file's path."""
    library = require_library(workspace.source)
    path = folder / "catalog.json"
    write_output(path, rendered(catalog(library, workspace.settings, edition_of(workspace, library))))
    return path


def rendered(document: Json) -> bytes:
    """A document as JSON: sorted, indented by two, in UTF-8."""
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def catalog(library: Library, settings: Settings, edition: Edition) -> Json:
    """The OSCAL document. Its `uuid` is made of everything else in it, so that it changes with the content."""
    cited = resources(standard for standard in exported(library) if standard.status == "active")
    content = filled(
        metadata=_metadata(settings.practice, edition),
        groups=groups(library),
        back_matter={"resources": cited} if cited else None,
    )
    return {"catalog": {"uuid": stable_uuid("catalog", digest(rendered(content))), **content}}


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
    name = word(practice.name) or "The practice"
    party = stable_uuid("party", name)
    return filled(
        title=line(f"Standards of {name}"),
        last_modified=edition.changed.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        version=edition.version,
        oscal_version=OSCAL_VERSION,
        roles=[{"id": "creator", "title": "Creator"}],
        parties=[_party(party, name, practice)],
        responsible_parties=[{"role-id": "creator", "party-uuids": [party]}],
        remarks=_REMARKS,
    )


def _party(uuid: str, name: str, practice: Practice) -> Json:
    website = address(practice.website.strip())
    return filled(
        uuid=uuid,
        type="organization",
        name=name,
        email_addresses=[practice.email] if _MAIL.fullmatch(practice.email) else [],
        links=[{"href": website, "rel": "homepage"}] if website else [],
    )
