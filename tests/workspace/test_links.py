"""Links, pipes and files that may not be read: nothing outside of the workspace is ever opened."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from msptool.people.model import PERSON
from msptool.workspace.entities import load, load_one
from msptool.workspace.files import inside
from msptool.workspace.problems import Refusal
from msptool.workspace.sources import FolderSource
from tests.small_practice import Practice
from tests.trees import GOOD, SPF, Build, as_ordinary_user, posix

pytestmark = posix

SECRET = "hunter2"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside the workspaces with files that are nobody's business."""
    folder = tmp_path / "outside"
    (folder / "email").mkdir(parents=True)
    for name in ("secret.yaml", "email/secret.yaml", "msptool.yaml"):
        (folder / name).write_text(f"name: {SECRET}\n{SECRET}: 1\n")
    return folder


def lint(work: Practice, *codes: str) -> str:
    """What lint prints, when it finds exactly these problems and shows nothing from outside."""
    done = work.run("lint", "--json")
    text = done.out + done.err + work.run("lint").out
    assert [problem["code"] for problem in done.json["problems"]] == list(codes)
    assert done.code == (1 if codes else 0)
    assert SECRET not in text
    return text


def test_a_linked_file_outside_of_the_workspace_is_not_read(build: Build, outside: Path) -> None:
    work = build(GOOD)
    (work.root / "standards/email/leak.yaml").symlink_to(outside / "secret.yaml")
    text = lint(work, "W109")
    assert "standards/email/leak.yaml" in text
    assert "leads out of the workspace" in text
    assert "regular file" in text


@pytest.mark.parametrize(
    "target", ["/etc/passwd", "/dev/zero", "../../../../../../etc/hostname", "/proc/self/environ", "/nowhere"]
)
def test_a_link_to_a_file_of_the_system_is_not_read(target: str, build: Build) -> None:
    work = build(GOOD)
    (work.root / "standards/email/leak.yaml").symlink_to(target)
    lint(work, "W109")


def test_a_link_without_the_ending_of_a_data_file_is_seen_too(build: Build, outside: Path) -> None:
    work = build(GOOD)
    (work.root / "standards/email/leak").symlink_to(outside / "secret.yaml")
    codes = [problem["code"] for problem in work.run("lint", "--json").json["problems"]]
    assert "W109" in codes


@pytest.mark.parametrize("place", ["standards/leak", "reviews/acme/leak", "clients/leak", "practice/leak"])
def test_a_linked_folder_outside_of_the_workspace_is_not_read(place: str, build: Build, outside: Path) -> None:
    work = build(GOOD)
    (work.root / place).symlink_to(outside)
    assert "leads out of the workspace" in lint(work, *_codes(work))
    assert "W109" in _codes(work)


@pytest.mark.parametrize("folder", ["standards", "clients", "reviews", "practice", "runbooks"])
def test_a_data_folder_that_is_itself_a_link_outside_is_not_read(folder: str, build: Build, outside: Path) -> None:
    work = build({})
    (work.root / folder).symlink_to(outside)
    text = lint(work, *_codes(work))
    assert "W109" in _codes(work)
    assert "secret.yaml" not in text
    assert "leads out of the workspace" in text


def _codes(work: Practice) -> list[str]:
    return [problem["code"] for problem in work.run("lint", "--json").json["problems"]]


def test_a_part_of_the_data_that_is_a_link_outside_is_not_loaded(build: Build, outside: Path) -> None:
    (outside / "email" / "jim.yaml").write_text(f"name: {SECRET}\n")
    work = build({"practice/x.txt": ""})
    (work.root / "practice" / "people").symlink_to(outside / "email")
    entries, problems = load(FolderSource(work.root), PERSON)
    assert entries == []
    assert [problem.code for problem in problems] in (["W109"], [])
    assert SECRET not in repr(load_one(FolderSource(work.root), PERSON, "practice/people/jim.yaml"))


def test_settings_that_are_a_link_outside_are_not_read(build: Build, outside: Path) -> None:
    work = build(GOOD)
    (work.root / "msptool.yaml").unlink()
    (work.root / "msptool.yaml").symlink_to(outside / "msptool.yaml")
    assert "msptool.yaml" in lint(work, "W109")
    done = work.run("client", "agreements")
    assert done.code in (0, 3)
    assert SECRET not in done.out + done.err


def test_a_link_within_the_workspace_is_followed(build: Build) -> None:
    work = build(GOOD)
    (work.root / "shared").mkdir()
    (work.root / SPF).rename(work.root / "shared" / "spf.yaml")
    (work.root / SPF).symlink_to("../../shared/spf.yaml")
    lint(work)


def test_a_link_to_a_text_of_the_workspace_is_left_alone(build: Build) -> None:
    work = build({**GOOD, "README.md": "# Notes: for us\n"})
    (work.root / "standards/email/README.md").symlink_to("../../README.md")
    lint(work)


@pytest.mark.parametrize("target", ["leak.yaml", "other.yaml"])
def test_a_loop_of_links_is_a_problem_and_does_not_hang(target: str, build: Build) -> None:
    work = build(GOOD)
    (work.root / "standards/email/leak.yaml").symlink_to(target)
    (work.root / "standards/email/other.yaml").symlink_to("leak.yaml")
    codes = _codes(work)
    assert len(codes) == 2
    assert set(codes) <= {"W101", "W109"}
    lint(work, *codes)


def test_a_folder_that_links_to_its_parent_does_not_hang(build: Build) -> None:
    work = build(GOOD)
    (work.root / "standards/email/up").symlink_to("..")
    done = work.run("lint", "--json")
    assert done.code in (0, 1)
    assert done.json["checked"] <= len(GOOD) + 1


def test_a_pipe_with_the_name_of_a_data_file_does_not_hang(build: Build) -> None:
    work = build(GOOD)
    pipe = work.root / "standards/email/pipe.yaml"
    os.mkfifo(pipe)
    ends = threading.Timer(10, _open_and_close, [pipe])
    ends.start()
    done = work.run("lint", "--json")
    assert ends.is_alive(), "it waited for somebody to write into the pipe"
    ends.cancel()
    assert done.code == 1
    assert [problem["path"] for problem in done.json["problems"]] == ["standards/email/pipe.yaml"]
    assert [problem["code"] for problem in done.json["problems"]] == ["W101"]


def _open_and_close(pipe: Path) -> None:
    with suppress(OSError):
        os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))


def test_a_folder_with_the_name_of_a_data_file_is_looked_into(build: Build) -> None:
    work = build({**GOOD, "standards/email/folder.yaml/x.yaml": "a: 1\n"})
    assert _codes(work) == ["W114"]


@as_ordinary_user
def test_a_file_that_may_not_be_read_is_a_problem_and_the_rest_is_checked(build: Build) -> None:
    work = build({**GOOD, "standards/email/closed.yaml": "", "standards/email/wrong.yaml": "nmae: x\n"})
    (work.root / "standards/email/closed.yaml").chmod(0)
    problems = work.run("lint", "--json").json["problems"]
    assert problems[0]["code"] == "W101"
    assert problems[0]["path"] == "standards/email/closed.yaml"
    assert "Permission denied" in problems[0]["message"]
    assert "permissions" in problems[0]["hint"]
    assert any(problem["path"] == "standards/email/wrong.yaml" for problem in problems)


@as_ordinary_user
def test_a_folder_that_may_not_be_read_is_a_problem_and_the_rest_is_checked(build: Build) -> None:
    work = build({**GOOD, "standards/closed/x.yaml": "", "standards/email/wrong.yaml": "nmae: x\n"})
    (work.root / "standards/closed").chmod(0)
    try:
        problems = work.run("lint", "--json").json["problems"]
    finally:
        (work.root / "standards/closed").chmod(0o755)
    assert ("W101", "standards/closed") in [(problem["code"], problem["path"]) for problem in problems]
    assert any(problem["path"] == "standards/email/wrong.yaml" for problem in problems)


def test_a_folder_that_vanishes_or_refuses_while_it_is_read_is_no_bug(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = build({**GOOD, "standards/closed/x.yaml": ""})
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    problems = work.run("lint", "--json").json["problems"]
    assert [(problem["code"], problem["path"]) for problem in problems] == [("W101", "standards/closed")]


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/etc/passwd", "link/x", "link"])
def test_a_path_that_leads_out_is_refused(path: str, build: Build, outside: Path) -> None:
    work = build({"a/x": ""})
    (work.root / "link").symlink_to(outside)
    with pytest.raises(Refusal, match="leads out of the workspace"):
        inside(work.root, path)


def test_a_workspace_that_is_reached_over_a_link_is_one_like_any_other(build: Build, tmp_path: Path) -> None:
    work = build(GOOD)
    (tmp_path / "link").symlink_to(work.root)
    linked = Practice(tmp_path / "link", work.home)
    lint(linked)
    assert inside(linked.root, "standards/x.yaml") == linked.root / "standards/x.yaml"
    assert linked.run("lint", "--json", str(linked.root / SPF)).json["checked"] == 1


def test_a_loop_of_links_leads_nowhere(build: Build) -> None:
    work = build({})
    (work.root / "loop").symlink_to("loop")
    with pytest.raises(Refusal, match="leads out"):
        inside(work.root, "loop/x.yaml")
