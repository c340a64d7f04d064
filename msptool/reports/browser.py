"""Where an installed Chrome, Edge or Chromium is: on Linux, macOS and Windows."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msptool.workspace.problems import Refusal

VARIABLE = "MSPTOOL_BROWSER"
_COMMANDS = (
    "google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable", "chromium", "chromium-browser",
)  # fmt: skip
_MAC = ("Google Chrome", "Microsoft Edge", "Chromium")
_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
_WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


def find_browser(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    which: Callable[[str], str | None] = shutil.which,
    home: Path | None = None,
) -> str | None:
    """The program to start; None where there is none. Refuses a MSPTOOL_BROWSER that names no program."""
    named = environment.get(VARIABLE, "").strip()
    if named:
        found = which(named) or (named if _is_program(Path(named)) else None)
        if found is None:
            raise Refusal(
                f"{VARIABLE} names {named}, and that is no program here: name Chrome, Edge or Chromium, or unset it."
            )
        return found
    places = (str(path) for path in _places(environment, platform, home or Path.home()) if _is_program(path))
    return next(places, None) or next(filter(None, map(which, _COMMANDS)), None)


def scratch_folder(program: str, snap: Path = Path("/snap/bin/chromium"), home: Path | None = None) -> Path | None:
    """Where the browser can write; None for the usual place. Ubuntu's Chromium is a snap, and sees only a folder of its own."""
    if not snap.exists() or not Path(program).name.startswith("chromium"):
        return None
    folder = (home or Path.home()) / "snap/chromium/common"
    return folder if folder.is_dir() else None


def _places(environment: Mapping[str, str], platform: str, home: Path) -> Iterator[Path]:
    """Where an installer puts it, on systems that do not put it on the PATH."""
    if platform == "darwin":
        for top in (Path("/Applications"), home / "Applications"):
            yield from (top / f"{name}.app/Contents/MacOS/{name}" for name in _MAC)
    if platform == "win32":
        for folder in filter(None, map(environment.get, _WINDOWS_FOLDERS)):
            yield from (Path(folder) / each for each in _WINDOWS)


def _is_program(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)
