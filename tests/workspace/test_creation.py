"""`msptool init`: a new workspace, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from msptool.workspace.creation import create
from msptool.workspace.problems import Refusal
from msptool.workspace.shipped import shipped_files, shipped_root
from tests.small_practice import TODAY, Done, Practice, environment
from tests.trees import Build, as_ordinary_user, mounted, only_sentence, posix, tree


def init(home: Path, *arguments: str, cwd: Path | None = None, **env: str) -> Done:
    """Run `msptool init` as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "msptool", "--today", TODAY.isoformat(), "init", *arguments], cwd=cwd or home,
        env={**os.environ, **environment(home), **env}, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Practice, Done]:
    """A workspace that the program made, and what it said; nothing may write into it."""
    home = tmp_path_factory.mktemp("home")
    done = init(home, "practice")
    return Practice(home / "practice", home), done


def test_a_new_workspace_lints_clean(made: tuple[Practice, Done]) -> None:
    work, done = made
    assert done.code == 0
    assert done.out == "The workspace is ready in practice.\n"
    assert "Next: cd practice, then 'msptool lint'" in done.err
    checked = work.run("lint", "--strict", "--json")
    assert checked.json["problems"] == []
    assert checked.json["checked"] > 80
    assert checked.code == 0


def test_a_new_workspace_is_a_repository_with_one_commit_of_everything(made: tuple[Practice, Done]) -> None:
    work, _ = made
    assert work.git("rev-list", "--count", "HEAD").strip() == "1"
    assert work.git("status", "--short", "--ignored") == ""
    assert work.git("branch", "--show-current").strip() == "main"
    committed = set(work.git("ls-files", "-z").strip("\0").split("\0"))
    assert {"msptool.yaml", ".gitignore", ".schemas/standard.json", "standards/email/_category.yaml"} <= committed


def test_a_new_workspace_has_what_msptool_ships_and_no_client_of_somebody_else(made: tuple[Practice, Done]) -> None:
    work, _ = made
    for path, file in shipped_files(".schemas", "standards", "templates"):
        assert (work.root / path).read_bytes() == file.read_bytes()
    for path, file in shipped_files("runbooks"):
        # What the sample's own tickets taught stays with the sample.
        assert file.read_bytes().startswith((work.root / path).read_bytes())
        assert "changed_after" not in work.data(path)
    for folder in ("clients", "reviews", "practice/people"):
        assert [each.name for each in (work.root / folder).iterdir()] == [".gitkeep"]
    text = work.read("msptool.yaml")
    assert "Northgate" not in text
    assert "555" not in text
    assert "name: Your practice" in text
    assert not [path for path in tree(work.root) if "__pycache__" in path or path.endswith(".pyc")]


def test_the_first_commands_work_in_a_new_workspace(made: tuple[Practice, Done]) -> None:
    work, _ = made
    assert len(work.run("standard", "list", "--json").json["standards"]) > 80
    assert work.run("client", "list", "--json").json["clients"] == []
    assert work.run("finding", "list", "--json").json["findings"] == []


def test_as_data_it_says_where_the_workspace_is(home: Path) -> None:
    done = init(home, "practice", "--json")
    assert json.loads(done.out) == {
        "schema": "msptool/init/1",
        "path": str(home / "practice"),
        "sample": False,
        "git": True,
    }


def test_without_git_it_is_a_folder_like_any_other(home: Path) -> None:
    done = init(home, "practice", "--no-git", "--json")
    assert done.json["git"] is False
    assert not (home / "practice" / ".git").exists()
    assert (home / "practice" / "msptool.yaml").is_file()


def test_where_git_is_missing_the_workspace_is_made_and_the_rest_is_said(home: Path) -> None:
    done = init(home, "practice", "--json", PATH=str(home))
    assert done.code == 0
    assert done.json["git"] is False
    assert "not a git repository yet: git is not installed" in done.err
    assert not (home / "practice" / ".git").exists()


def test_an_empty_folder_is_filled_and_stays_the_same_folder(home: Path) -> None:
    target = home / "practice"
    target.mkdir()
    before = target.stat().st_ino
    assert init(home, ".", "--no-git", cwd=target).code == 0
    assert target.stat().st_ino == before, "a shell that stands in the folder would stand in a deleted one"
    assert (target / "msptool.yaml").is_file()


def test_folders_above_are_made_too(home: Path) -> None:
    assert init(home, "clients/of/ours", "--no-git").code == 0
    assert (home / "clients/of/ours/msptool.yaml").is_file()


@pytest.mark.parametrize("kind", ["file in it", "hidden file in it", "is a file", "is a workspace"])
def test_a_place_that_is_taken_is_left_alone(kind: str, home: Path) -> None:
    target = home / "practice"
    if kind == "is a file":
        target.write_text("mine")
    else:
        target.mkdir()
        name = {"file in it": "x", "hidden file in it": ".x", "is a workspace": "msptool.yaml"}[kind]
        (target / name).write_text("mine")
    before = tree(home)
    done = init(home, "practice")
    assert done.code == 3
    assert done.out == ""
    assert only_sentence(done).endswith("practice is not an empty folder: name a new one.")
    assert tree(home) == before


def test_what_fails_half_way_leaves_nothing_behind(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.copyfile
    copied: list[object] = []

    def copyfile(source: Path, target: Path) -> object:
        copied.append(source)
        if len(copied) > 20:
            raise OSError(28, "No space left on device")
        return real(source, target)

    monkeypatch.setattr(shutil, "copyfile", copyfile)
    with pytest.raises(Refusal, match=r"practice cannot be written: No space left on device\. Nothing was left behind"):
        create(home / "practice", sample=False, git=False, furnish=lambda _: [])
    assert list(home.iterdir()) == []
    (home / "practice").mkdir()
    with pytest.raises(Refusal):
        create(home / "practice", sample=False, git=False, furnish=lambda _: [])
    assert [each.name for each in home.rglob("*")] == ["practice"]


@as_ordinary_user
def test_a_place_that_may_not_be_written_is_said_so(home: Path) -> None:
    (home / "locked").mkdir(mode=0o555)
    done = init(home, "locked/practice", "--no-git")
    assert done.code == 3
    assert "Permission denied" in only_sentence(done)


@as_ordinary_user
def test_a_folder_of_mine_within_a_folder_of_somebody_else_can_be_filled(home: Path) -> None:
    (home / "srv" / "practice").mkdir(parents=True)
    (home / "srv").chmod(0o555)
    try:
        assert init(home, "srv/practice", "--no-git").code == 0
        assert (home / "srv" / "practice" / "msptool.yaml").is_file()
    finally:
        (home / "srv").chmod(0o755)


@posix
@pytest.mark.parametrize("name", ["~nobody-of-that-name/x", "x" * 300])
def test_a_name_that_no_folder_can_have_is_refused_and_no_bug(name: str, home: Path) -> None:
    done = init(home, name, "--no-git")
    assert done.code in (2, 3)
    assert only_sentence(done)


def test_a_disk_that_is_mounted_at_the_folder_can_be_filled(home: Path) -> None:
    target = home / "practice"
    target.mkdir()
    with mounted(target, "40m"):
        done = init(home, "practice", "--no-git")
        assert done.code == 0, done.err
        assert (target / "msptool.yaml").is_file()
    assert {each.name for each in home.iterdir()} - {".cache"} == {"practice"}


@posix
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o755), (0o077, 0o700)])
def test_a_new_workspace_is_as_private_as_the_user_wants_new_folders(umask: int, mode: int, home: Path) -> None:
    before = os.umask(umask)
    try:
        assert init(home, "practice", "--no-git").code == 0
    finally:
        os.umask(before)
    assert (home / "practice").stat().st_mode & 0o777 == mode
    assert (home / "practice" / "msptool.yaml").stat().st_mode & 0o777 == mode & 0o666


has_sample = pytest.mark.skipif(
    not any((shipped_root() / "clients").glob("*/client.yaml")), reason="there is no sample practice yet"
)


@has_sample
@pytest.mark.slow
def test_the_sample_is_a_practice_with_clients_and_two_years_of_reviews(home: Path, build: Build) -> None:
    done = init(home, "sample", "--sample", "--json")
    assert done.code == 0
    assert done.json == {"schema": "msptool/init/1", "path": str(home / "sample"), "sample": True, "git": True}
    work = Practice(home / "sample", home)
    checked = work.run("lint", "--json")
    assert checked.json["problems"] == []
    clients = work.run("client", "list", "--json").json["clients"]
    assert 15 <= len(clients) <= 25
    assert work.git("rev-list", "--count", "HEAD").strip() == "2"
    assert work.git("status", "--short") == ""
    reviews = sorted((work.root / "reviews").glob("*/*.yaml"))
    days = [review.stem[:10] for review in reviews]
    assert int(max(days)[:4]) * 12 + int(max(days)[5:7]) - int(min(days)[:4]) * 12 - int(min(days)[5:7]) >= 20
    first = work.git("rev-list", "--max-parents=0", "HEAD").strip()
    assert f"  commit: {first}\n" in reviews[0].read_text(encoding="utf-8")
    assert "Northgate" in work.read("msptool.yaml")
    score = work.run("score", clients[0]["id"], "--json").json
    assert 0 < score["score"] <= 1


@has_sample
@pytest.mark.slow
def test_the_sample_without_git_lints_clean_as_well(home: Path) -> None:
    assert init(home, "sample", "--sample", "--no-git").code == 0
    assert Practice(home / "sample", home).run("lint", "--json").json["problems"] == []


def test_the_practice_has_its_name_from_the_start(home: Path) -> None:
    assert init(home, "practice", "--no-git", "--name", "Harbor: IT & Co").code == 0
    work = Practice(home / "practice", home)
    assert work.data("msptool.yaml")["practice"]["name"] == "Harbor: IT & Co"
    assert work.run("lint").code == 0
