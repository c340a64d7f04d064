"""Who must approve a change of which standards: the CODEOWNERS file of GitHub and GitLab."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msptool.people.model import Person
from msptool.standards.library import Library
from msptool.workspace.settings import Committee

FILE = "CODEOWNERS"
_HEAD = (
    "# Who reviews a change of which standards: the delivery area that owns the category.",
    "# Written by 'msptool committee owners --write' from the categories, practice/people/ and msptool.yaml.",
)


def code_owners(library: Library, people: Mapping[str, Person], settings: Committee, prefix: str = "") -> str:
    """The file's content. `prefix` is the workspace's folder in its repository, with a slash at the end, or nothing.

    An area's owners are those of `committee.code_owners` in the settings, else the addresses of its people. A
    category whose area has neither is named in a comment, and anybody may approve it.
    """
    rows = list(_rows(library, people, settings, prefix))
    width = max((len(path) for path, owners in rows if owners), default=0)
    lines = [f"{path:<{width}} {owners}" if owners else f"# nobody owns {path}" for path, owners in rows]
    return "\n".join([*_HEAD, *lines, ""])


def _rows(
    library: Library, people: Mapping[str, Person], settings: Committee, prefix: str
) -> Iterator[tuple[str, str]]:
    for identifier, category in library.categories.items():
        area = category.owner or ""
        named = settings.code_owners.get(area, "")
        addresses = " ".join(person.email for person in people.values() if area in person.roles and person.email)
        yield f"/{prefix}standards/{identifier}/", named or addresses
