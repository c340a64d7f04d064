"""Who must approve a change of which standards: the CODEOWNERS file of GitHub and GitLab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from msptool.people.model import Person
from msptool.standards.library import Library
from msptool.workspace.files import inside, write_output
from msptool.workspace.problems import Refusal
from msptool.workspace.settings import Committee

_BEGIN = "# msptool: owners of the standards, by the delivery area that owns the category."
_HINT = "# 'msptool committee owners --write' writes these lines from committee.code_owners in msptool.yaml."
_END = "# msptool: end"
# The first that is there counts for GitHub, and for GitLab, which does not look into .github.
_PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
# Whose change changes what everybody's review is worth.
_REPOSITORY = ("standards/", "msptool.yaml", ".github/", ".gitlab-ci.yml", "CODEOWNERS")
COMMITTEE = "committee"


@dataclass(frozen=True, slots=True)
class Ownership:
    """A folder of the repository, the delivery area that owns it, and who that is on the git host ("" for nobody)."""

    path: str
    area: str
    owners: str


def ownership(library: Library, people: Mapping[str, Person], settings: Committee, prefix: str = "") -> list[Ownership]:
    """Whom each path belongs to; a later one goes before an earlier. `prefix` is the workspace's folder, with a slash.

    A category's owners are those of its area in `committee.code_owners` of the settings, else the addresses of the
    area's people. The settings, the pipelines and what has no category belong to `committee` in the same mapping.
    """
    common = " ".join(settings.code_owners.get(COMMITTEE, "").split())
    found = [Ownership(f"/{prefix}{path}", COMMITTEE, common) for path in _REPOSITORY]
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


@dataclass(frozen=True, slots=True)
class OwnersFile:
    """The repository's CODEOWNERS as it is (`before`, empty where there is none) and as it should be."""

    path: str
    before: str
    after: str

    @property
    def is_stale(self) -> bool:
        """Whether it is to be written anew."""
        return self.before != self.after

    def write(self, root: Path) -> None:
        """Write it, unless it is as it should be."""
        if self.is_stale:
            write_output(inside(root, self.path), self.after.encode(errors="surrogateescape"))


def owners_file(root: Path, rows: Sequence[Ownership]) -> OwnersFile:
    """The CODEOWNERS file of a workspace that is a repository of its own."""
    place = next((each for each in _PLACES if inside(root, each).is_file()), _PLACES[1])
    file = inside(root, place)
    before = file.read_bytes().decode(errors="surrogateescape") if file.is_file() else ""
    return OwnersFile(place, before, with_code_owners(before, code_owners(rows)))


def with_code_owners(existing: str, lines: str) -> str:
    """An existing file with these lines in place of those written before; everything else stays byte for byte.

    Refuses a file that has the mark of their beginning and not that of their end: what to replace is not known.
    """
    newline = "\r\n" if "\r\n" in existing else "\n"
    new = lines.replace("\n", newline)
    rows = existing.split(newline)
    if _BEGIN not in rows:
        gap = (
            ""
            if not existing or existing.endswith(newline * 2)
            else newline
            if existing.endswith(newline)
            else newline * 2
        )
        return f"{existing}{gap}{new}"
    first = rows.index(_BEGIN)
    if _END not in rows[first:]:
        raise Refusal(
            f"CODEOWNERS has the line '{_BEGIN}' without the line '{_END}': put it below the lines that may be replaced."
        )
    last = rows.index(_END, first)
    before = "".join(row + newline for row in rows[:first])
    after = newline.join(rows[last + 1 :])
    return f"{before}{new}{after}" if last + 1 < len(rows) else f"{before}{new.removesuffix(newline)}"
