"""The sheet as one page that works from a file, without any network."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from markupsafe import Markup

from msptool.reports.render import environment
from msptool.sheets.sheet import Sheet
from msptool.workspace.workspace import Workspace

# Template, style and scripts belong together: a workspace has no copy of its own that an update would leave behind.
_PARTS = Path(__file__).with_name("parts")
_SCRIPTS = ("sheet_state.js", "sheet_visit.js", "sheet_page.js")


@dataclass(frozen=True, slots=True)
class SheetPage:
    """What the template sees. `scripts` are the only ones that the page runs."""

    sheet: Sheet
    data: dict[str, Any]
    scripts: tuple[Markup, ...]


def page(workspace: Workspace, sheet: Sheet) -> str:
    """The page, for the practice alone: it holds notes."""
    found = environment(workspace, html=True).overlay(loader=FileSystemLoader(_PARTS))
    found.filters["source_hash"] = source_hash
    return found.get_template("sheet.html.j2").render(report=SheetPage(sheet, sheet.as_data(), _scripts()))


def source_hash(text: str) -> str:
    """What a Content-Security-Policy calls a script or a style of the page itself: `sha256-...`."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"


def _scripts() -> tuple[Markup, ...]:
    return tuple(Markup((_PARTS / name).read_text(encoding="utf-8")) for name in _SCRIPTS)  # noqa: S704
