"""The project's own data is clean, and what is shipped is what is in the repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

from msptool.workspace.shipped import shipped_root
from tests.small_practice import Practice
from tests.trees import tree

ROOT = Path(__file__).parents[2]
DATA = ("standards", "clients", "practice", "reviews", "runbooks", ".schemas")


def test_the_repository_lints_clean_and_is_not_touched(home: Path) -> None:
    before = {folder: tree(ROOT / folder) for folder in DATA}
    done = Practice(ROOT, home).program("lint", "--strict")
    assert done.out.endswith(" files checked, no problems.\n"), done.out
    assert (done.code, done.err) == (0, "")
    assert {folder: tree(ROOT / folder) for folder in DATA} == before


def test_every_data_file_of_the_repository_is_checked(home: Path) -> None:
    files = [path for folder in DATA[:-1] for path in (ROOT / folder).rglob("*.yaml")]
    assert Practice(ROOT, home).run("lint", "--json").json["checked"] == len(files) + 1
    assert len(files) > 80


def test_what_is_shipped_is_the_repository_itself() -> None:
    assert shipped_root() == ROOT
    built = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name in (*DATA, "templates", "msptool.yaml"):
        assert f'"{name}" = "msptool/_shipped/{name}"' in built
        assert (ROOT / name).exists()


def test_no_state_of_a_review_is_in_the_repository() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", ".msptool", "*.tmp"], cwd=ROOT, capture_output=True, check=False
    ).stdout
    assert tracked == b""
