"""An MSP's own look: its logo, its colour and its words under every page. A client sees all of it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from msptool.colours import Palette, palette
from msptool.reports.svg import check_svg
from msptool.workspace.files import inside
from msptool.workspace.problems import Refusal
from msptool.workspace.settings import Branding
from msptool.workspace.workspace import MARKER, Workspace

# It is in every page.
MOST_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Brand:
    """What templates see as `brand`. `logo` is a `data:` address; each is None or empty where the settings name none."""

    logo: str | None
    colours: Palette | None
    footer: str
    paper: str


def brand(workspace: Workspace) -> Brand:
    """The look that the settings ask for; refuses a logo that is not there, too large, or no plain picture."""
    wanted: Branding = workspace.settings.branding
    return Brand(
        _logo(workspace.root, wanted.logo) if wanted.logo else None,
        palette(wanted.accent) if wanted.accent else None,
        wanted.footer.strip(),
        wanted.paper,
    )


def _logo(root: Path, name: str) -> str:
    path = inside(root, name)
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise Refusal(f"{MARKER} names the logo {name}, and there is no such file in the workspace.") from None
    except OSError as error:
        raise Refusal(f"The logo {name} cannot be read: {error.strerror}.") from None
    if len(content) > MOST_BYTES:
        raise Refusal(
            f"The logo {name} is larger than {MOST_BYTES // 1024} kB, and it is in every page: make it smaller."
        )
    return f"data:{_type(content, name)};base64,{base64.b64encode(content).decode('ascii')}"


def _type(content: bytes, name: str) -> str:
    """By the content, whatever the name says."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        check_svg(content, name)
        return "image/svg+xml"
    raise Refusal(f"The logo {name} is no SVG, PNG or JPEG: save it as one of these.")
