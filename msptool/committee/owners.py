"""Who must approve a change of which standards: the CODEOWNERS file of GitHub and GitLab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from msptool.people.model import Person
from msptool.standards.library import Library
from msptool.workspace.settings import Committee

_BEGIN = "# msptool: owners of the standards, by the delivery area that owns the category."
_HINT = "# 'msptool committee owners --write' writes these lines from committee.code_owners in msptool.yaml."
_END = "# msptool: end"
# Where GitHub and GitLab look for it.
_PLACES = ("CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS")


@dataclass(frozen=True, slots=True)
class Ownership:
    """A folder of the repository, the delivery area that owns it, and who that is on the git host ("" for nobody)."""

    path: str
    area: str
    owners: str


def ownership(library: Library, people: Mapping[str, Person], settings: Committee, prefix: str = "") -> list[Ownership]:
    """One for each category. `prefix` is the workspace's folder in its repository, with a slash at its end.

    An area's owners are those of `committee.code_owners` in the settings, else the addresses of its people.
    """
    found = []
    for identifier, category in library.categories.items():
        area = category.owner or ""
        named = " ".join(settings.code_owners.get(area, "").split())
        addresses = " ".join(person.email for person in people.values() if area in person.roles and person.email)
        found.append(Ownership(f"/{prefix}standards/{identifier}/", area, named or addresses))
    return found


def code_owners(rows: Sequence[Ownership]) -> str:
    """The lines of CODEOWNERS. A category without owners stands in a comment, and anybody may approve its changes."""
    width = max((len(row.path) for row in rows if row.owners), default=0)
    lines = [
        f"{row.path:<{width}} {row.owners}" if row.owners else f"# {row.path} ({row.area or 'nobody'}: no address yet)"
        for row in rows
    ]
    return "\n".join([_BEGIN, _HINT, *lines, _END, ""])


def owners_file(root: Path) -> Path:
    """The repository's CODEOWNERS file, or where a new one belongs."""
    return next((root / place for place in _PLACES if (root / place).is_file()), root / _PLACES[0])


def with_code_owners(existing: str, lines: str) -> str:
    """An existing file with these lines in place of those written before; everything else stays as it is."""
    before, begin, rest = existing.partition(_BEGIN)
    if begin:
        _, _, after = rest.partition(f"{_END}\n")
        return f"{before}{lines}{after}"
    gap = "" if not existing or existing.endswith("\n\n") else "\n" if existing.endswith("\n") else "\n\n"
    return f"{existing}{gap}{lines}"
