"""What a workspace's repository needs beside its data: checks of pull requests, their owners, the state of upstream."""

from __future__ import annotations

from pathlib import Path

from msptool import __version__
from msptool.committee.owners import code_owners, owners_file, ownership, with_code_owners
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


def furnish(workspace: Workspace) -> None:
    """Write these files into a new workspace: for GitHub and GitLab alike, with this msptool's version in them."""
    library = require_library(workspace.source)
    people = load_people(workspace.source)
    lines = code_owners(ownership(library, people, workspace.settings.committee))
    files = {
        **{place: (_STARTER / name).read_text(encoding="utf-8").replace("@VERSION@", __version__) for name, place in _PLACES.items()},
        owners_file(workspace.root).name: with_code_owners("", lines),
        RECORD: write_base(base_of(library, __version__)).decode(),
    }  # fmt: skip
    for place, text in files.items():
        write_file(workspace.root / place, text.encode(), expected=None)
