"""What every OSCAL document begins with: its identifier, its metadata, and who is named in it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from msptool.exchange.oscal.text import Json, address, filled, line, stable_uuid, word
from msptool.workspace.files import digest
from msptool.workspace.settings import Practice

OSCAL_VERSION = "1.2.1"
_MAIL = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Edition:
    """Which state of the workspace a document holds: its version, and when it was last changed (in UTC)."""

    version: str
    changed: datetime


def document(kind: str, **content: Any) -> Json:
    """A whole document. Its `uuid` is made of everything else in it, so that it changes with the content."""
    found = filled(**content)
    return {kind: {"uuid": stable_uuid(kind, digest(rendered(found))), **found}}


def rendered(document: Json) -> bytes:
    """A document as JSON: sorted, indented by two, in UTF-8."""
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def metadata(title: str, edition: Edition) -> dict[str, Any]:
    """The fields of the metadata that every document has, for `filled`."""
    return {
        "title": line(title),
        "last_modified": stamp(edition.changed),
        "version": edition.version,
        "oscal_version": OSCAL_VERSION,
    }


def stamp(moment: datetime) -> str:
    """A moment in UTC as OSCAL writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def practice_party(practice: Practice) -> Json:
    """The practice as a party."""
    name = word(practice.name) or "The practice"
    website = address(practice.website.strip())
    return filled(
        uuid=stable_uuid("party", name),
        type="organization",
        name=name,
        email_addresses=[practice.email] if _MAIL.fullmatch(practice.email) else [],
        links=[{"href": website, "rel": "homepage"}] if website else [],
    )
