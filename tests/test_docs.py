"""What the documents point at is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from msptool.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_link_leads_to_a_file(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_command_that_is_named_exists(document: Path) -> None:
    for name in re.findall(r"`msptool ([a-z]+)", document.read_text(encoding="utf-8")):
        assert name in COMMANDS
