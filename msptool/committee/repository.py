"""What a workspace's repository needs beside its data: checks of pull requests, their owners, the state of upstream."""

from __future__ import annotations

from pathlib import Path

from msptool import __version__
from msptool.committee.owners import code_owners, ownership
from msptool.people.register import load_people
from msptool.standards.library import require_library
from msptool.standards.upstream import RECORD, base_of, write_base
from msptool.workspace.files import write_file
from msptool.workspace.workspace import Workspace

_STARTER = Path(__file__).with_name("starter")
_PLACES = {
    "github-standards.yml": ".github/workflows/standards.yml",
    "github-standards-comment.yml": ".github/workflows/standards-comment.yml",
    "github-dependabot.yml": ".github/dependabot.yml",
    "gitlab-ci.yml": ".gitlab-ci.yml",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
}


def furnish(workspace: Workspace, *, inside_another: bool) -> list[str]:
    """Write these files into a new workspace, for GitHub and GitLab alike; returns what a person should know.

    A workspace inside of another repository gets none of those that a host looks for at the top alone.
    """
    library = require_library(workspace.source)
    files = {RECORD: write_base(base_of(library, "msptool", __version__)).decode()}
    remarks = []
    if inside_another:
        remarks.append(
            "The folder is part of a larger repository: the checks of pull requests and CODEOWNERS belong to its top, "
            "and were left out."
        )
    else:
        people = load_people(workspace.source)
        rows = ownership(library, people, workspace.settings.committee)
        files |= {place: (_STARTER / name).read_text(encoding="utf-8") for name, place in _PLACES.items()}
        files |= {"CODEOWNERS": code_owners(rows)}
    for place, text in files.items():
        write_file(workspace.root / place, text.encode(), expected=None)
    return remarks
