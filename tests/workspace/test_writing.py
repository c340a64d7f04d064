"""Writing files: whole or not at all, and never over somebody else's change."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.workspace.edits import edit
from msptool.workspace.files import SLUG, check_slug, digest, inside, write_file
from msptool.workspace.problems import Refusal, UsageRefusal
from tests.trees import GOOD, SPF, Build, as_ordinary_user, mounted, posix, tree


def names(folder: Path) -> list[str]:
    """Everything in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written_with_its_folders(tmp_path: Path) -> None:
    write_file(tmp_path / "a" / "b" / "x.yaml", b"a: 1\n", expected=None)
    assert (tmp_path / "a" / "b" / "x.yaml").read_bytes() == b"a: 1\n"
    assert names(tmp_path / "a" / "b") == ["x.yaml"]


def test_a_file_that_appeared_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"theirs")
    with pytest.raises(Refusal, match=r"x\.yaml exists already: msptool does not overwrite it"):
        write_file(tmp_path / "x.yaml", b"ours", expected=None)
    assert (tmp_path / "x.yaml").read_bytes() == b"theirs"
    assert names(tmp_path) == ["x.yaml"]


def test_a_file_that_somebody_changed_since_it_was_read_is_not_overwritten(build: Build) -> None:
    work = build({"x.yaml": "a: 1\n"})
    file = edit(work.root, "x.yaml")
    work.write("x.yaml", "a: 1  # theirs\n")
    file.data["a"] = 2
    with pytest.raises(Refusal, match=r"x\.yaml was changed by someone else since.*run the command again"):
        file.save()
    assert work.read("x.yaml") == "a: 1  # theirs\n"
    assert names(work.root) == ["msptool.yaml", "x.yaml"]


def test_a_file_that_was_deleted_meanwhile_is_not_brought_back(build: Build) -> None:
    work = build({"x.yaml": "a: 1\n"})
    file = edit(work.root, "x.yaml")
    (work.root / "x.yaml").unlink()
    file.data["a"] = 2
    with pytest.raises(Refusal):
        file.save()
    assert not (work.root / "x.yaml").exists()


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_the_digest_notices_any_change(one: bytes, other: bytes) -> None:
    assert (digest(one) == digest(other)) == (one == other)
    assert digest(one) == hashlib.sha256(one).hexdigest()


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("old", [b"a: 1\n", None])
def test_a_full_disk_leaves_the_old_file_and_no_rest(
    call: str, old: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.yaml"
    if old is not None:
        path.write_bytes(old)
    monkeypatch.setattr(os, call, _full)
    with pytest.raises(Refusal) as caught:
        write_file(path, b"a: 2\n", expected=digest(old) if old is not None else None)
    assert caught.value.exit_code == 3
    for part in (str(path), "No space left on device", "as it was", "free some space"):
        assert part in str(caught.value)
    assert names(tmp_path) == (["x.yaml"] if old is not None else [])
    assert old is None or path.read_bytes() == old


def test_a_folder_that_cannot_be_synced_does_not_undo_a_write_that_happened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = os.fsync, []

    def fsync(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 1:  # The folder's: some network drives cannot.
            raise OSError(errno.EINVAL, "Invalid argument")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    write_file(tmp_path / "x.yaml", b"a: 2\n", expected=None)
    assert (tmp_path / "x.yaml").read_bytes() == b"a: 2\n"
    assert len(calls) == 2 or os.name == "nt"


def test_the_content_is_on_the_disk_before_it_takes_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    real_sync, real_replace = os.fsync, os.replace

    def fsync(handle: int) -> None:
        order.append("fsync")
        real_sync(handle)

    def replace(*paths: Path) -> None:
        order.append("replace")
        real_replace(*paths)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    write_file(tmp_path / "x.yaml", b"a: 2\n", expected=None)
    assert order[:2] == ["fsync", "replace"]


def test_a_file_held_open_by_a_virus_scanner_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, tries = os.replace, []

    def replace(*paths: Path) -> None:
        tries.append(paths)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "Permission denied")
        real(*paths)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    write_file(tmp_path / "x.yaml", b"a: 2\n", expected=None)
    assert len(tries) == 3
    tries[:] = []

    def denied(*paths: Path) -> None:
        tries.append(paths)
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "replace", denied)
    with pytest.raises(Refusal, match="Permission denied"):
        write_file(tmp_path / "x.yaml", b"a: 3\n", expected=digest(b"a: 2\n"))
    assert 3 <= len(tries) <= 10
    assert (tmp_path / "x.yaml").read_bytes() == b"a: 2\n"
    assert names(tmp_path) == ["x.yaml"]


@posix
def test_the_permissions_of_a_file_stay_and_new_ones_follow_the_umask(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"")
    (tmp_path / "x.yaml").chmod(0o640)
    write_file(tmp_path / "x.yaml", b"a", expected=digest(b""))
    assert (tmp_path / "x.yaml").stat().st_mode & 0o777 == 0o640
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "new.yaml", b"a", expected=None)
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert (tmp_path / "new.yaml").stat().st_mode & 0o777 == 0o640


@as_ordinary_user
def test_a_folder_without_write_permission_is_said_so(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    with pytest.raises(Refusal, match="Permission denied"):
        write_file(folder / "x.yaml", b"a", expected=None)
    with pytest.raises(Refusal, match="Permission denied"):
        write_file(folder / "below" / "x.yaml", b"a", expected=None)


def test_a_file_where_a_folder_should_be_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "standards").write_text("")
    with pytest.raises(Refusal, match="cannot be written"):
        write_file(tmp_path / "standards" / "email" / "x.yaml", b"a", expected=None)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 64 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    with mounted(folder, "64k"):
        yield folder


def test_a_disk_that_is_really_full_loses_nothing(small_disk: Path) -> None:
    path = small_disk / "x.yaml"
    write_file(path, b"a: 1\n", expected=None)
    with pytest.raises(Refusal, match="No space left on device"):
        write_file(path, b"a: '" + b"x" * 100_000 + b"'\n", expected=digest(b"a: 1\n"))
    assert path.read_bytes() == b"a: 1\n"
    assert names(small_disk) == ["x.yaml"]
    write_file(path, b"a: 2\n", expected=digest(b"a: 1\n"))
    assert path.read_bytes() == b"a: 2\n"


WRITER = """
import sys
from pathlib import Path
from msptool.workspace.files import digest, write_file
path = Path(sys.argv[1])
old = path.read_bytes()
print("ready", flush=True)
for number in range(10**9):
    new = b"a: '" + b"%d" % (number % 10) * 40000 + b"'\\nend: 1\\n"
    write_file(path, new, expected=digest(old))
    old = new
"""


@posix
@pytest.mark.slow
def test_a_program_killed_while_it_writes_never_leaves_half_a_file(build: Build) -> None:
    work = build({**GOOD, SPF: "a: ''\nend: 1\n"})
    path = work.root / SPF
    for attempt in range(12):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.003 * (attempt + 1))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        content = path.read_bytes()
        assert content.startswith(b"a: '")
        assert content.endswith(b"'\nend: 1\n")
        assert len(content) in (13, 40013)
        assert len(set(content[4:-9])) <= 1
    assert len(path.read_bytes()) == 40013  # It did write.


@posix
def test_what_a_killed_writer_leaves_behind_is_not_read(build: Build) -> None:
    work = build({**GOOD, "standards/email/.spf-record.yaml.x1y2.tmp": "name: half"})
    done = work.run("lint", "--json")
    assert done.json["problems"] == []
    assert done.json["checked"] == len(GOOD)


@pytest.mark.parametrize("value", ["a", "firewall-firmware-current", "365", "a1-b2", "x" * 100])
def test_a_readable_slug_is_an_id(value: str) -> None:
    assert check_slug(value, "standard") == value


@pytest.mark.parametrize(
    "value",
    [
        *["", "-", "a-", "-a", "a--b", "A", "a_b", "a b", "é", "a.yaml", "a\n", "a/b", "../../etc/passwd", "..", "/a", "C:", "a\\b"],
        *["x" * 101, "a\0b", "con/", "~", "\u0661", "_category"],
    ],
)  # fmt: skip
def test_anything_else_is_refused_before_it_becomes_a_path(value: str) -> None:
    with pytest.raises(UsageRefusal) as caught:
        check_slug(value, "standard")
    assert caught.value.exit_code == 2
    assert "id of a standard" in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text(max_size=30))
def test_no_slug_ever_leads_anywhere(value: str) -> None:
    if SLUG.fullmatch(value):
        assert set(value) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert inside(Path("/work"), f"standards/{value}.yaml").parent == Path("/work/standards")


@pytest.mark.parametrize("command", [
    ("standard", "new", "../../evil", "--category", "email", "--question", "Is it on?"),
    ("standard", "new", "evil", "--category", "../../..", "--question", "Is it on?"),
    ("standard", "rename", "spf-record", "../evil"),
    ("standard", "show", "../../msptool"), ("client", "show", "../../etc"), ("review", "start", "../acme", "--answers", "-"),
    ("review", "show", "acme", "../../../x"), ("score", "../acme"), ("finding", "list", "../acme"),
])  # fmt: skip
def test_an_id_with_a_path_in_it_touches_nothing(command: tuple[str, ...], build: Build) -> None:
    work = build(GOOD)
    before = tree(work.root.parent)
    done = work.run(*command)
    assert done.code in (2, 3)
    assert "msptool: " in done.err
    after = {path: facts for path, facts in tree(work.root.parent).items() if ".msptool" not in path}
    assert {path: facts[2] for path, facts in after.items()} == {path: facts[2] for path, facts in before.items()}
