"""What every test has at hand: golden files, small workspaces, and no trace of the machine's own settings."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.small_practice import Practice, environment, golden, practice, prepared
from tests.trees import Build, Files

__all__ = ["golden", "practice", "prepared"]

# The same examples in every run; HYPOTHESIS_PROFILE=search looks for new ones, much longer.
hypothesis_settings.register_profile(
    "house", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile(
    "search", deadline=None, database=None, max_examples=5000, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


# A suite that was started in the background ignores Ctrl-C, and so would every program that it tries it on.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the golden files anew."""
    parser.addoption(
        "--update-golden", action="store_true", help="Write golden files as the program prints now; then read the diff."
    )


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(("MSPTOOL_", "GIT_", "GITHUB_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that serves as HOME; git's author, its dates and the terminal are set for the test."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name, value in environment(folder).items():
        monkeypatch.setenv(name, value)
    return folder


@pytest.fixture
def build(tmp_path: Path, home: Path) -> Build:
    """Write a file tree as a workspace of its own: `build({path: text})`; an empty msptool.yaml unless given."""
    count = 0

    def _build(files: Files) -> Practice:
        nonlocal count
        count += 1
        made = Practice(tmp_path / f"work{count}", home)
        made.root.mkdir()
        for path, content in {"msptool.yaml": "", **files}.items():
            made.write(path, content)
        return made

    return _build
