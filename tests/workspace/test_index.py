"""The index: faster answers, never other ones, whatever happens to it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from msptool.clients.model import CLIENT, Client
from msptool.workspace.entities import load, load_one
from msptool.workspace.index import Index, clear, files_of, index_file, key
from msptool.workspace.settings import SETTINGS
from msptool.workspace.sources import FolderSource
from tests.small_practice import Practice, environment

PATH = "clients/acme/client.yaml"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """An index that is written at once."""
    found = Index(tmp_path / "cache" / "x.sqlite", least=0)
    yield found
    found.close()


def read(practice: Practice, index: Index, path: str = PATH) -> Client | None:
    entry, _ = load_one(FolderSource(practice.root, index), CLIENT, path)
    return entry.entity if entry else None


def test_a_file_is_parsed_once(practice: Practice, index: Index) -> None:
    first = read(practice, index)
    index.flush()
    assert read(practice, index) == first
    assert (index.hits, index.misses, index.count()) == (1, 1, 1)


def test_a_changed_file_is_never_answered_from_the_index(practice: Practice, index: Index) -> None:
    read(practice, index)
    index.flush()
    full = practice.root / PATH
    stamp = full.stat()
    full.write_bytes(full.read_bytes().replace(b"Acme Explosives", b"Acme Fireworks!"))
    os.utime(full, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    found = read(practice, index)
    assert found is not None
    assert found.name == "Acme Fireworks!"


def test_the_same_content_at_another_path_is_another_client(practice: Practice, index: Index) -> None:
    practice.write("clients/nova/client.yaml", practice.read(PATH))
    read(practice, index)
    index.flush()
    found = read(practice, index, "clients/nova/client.yaml")
    assert found is not None
    assert found.id == "nova"


def test_a_faulty_file_is_not_kept_and_keeps_its_problem(practice: Practice, index: Index) -> None:
    practice.write(PATH, "name: Acme\nnmae: x\n")
    for _ in range(2):
        _, problems = load_one(FolderSource(practice.root, index), CLIENT, PATH)
        assert [problem.code for problem in problems] == ["W110"]
        index.flush()
    assert index.count() == 0


def test_a_problem_found_later_has_its_place_all_the_same(practice: Practice, index: Index) -> None:
    read(practice, index)
    index.flush()
    entry, _ = load_one(FolderSource(practice.root, index), CLIENT, PATH)
    assert entry is not None
    assert entry.document.position(["team", "vcio"]) == (4, 9)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 5000, b"x" * 100_000])
def test_an_index_that_is_none_is_thrown_away(practice: Practice, index: Index, content: bytes) -> None:
    index.path.parent.mkdir()
    index.path.write_bytes(content)
    found = read(practice, index)
    assert found is not None
    assert found.name == "Acme Explosives"


def test_an_entry_that_makes_no_sense_is_not_believed(practice: Practice, index: Index) -> None:
    read(practice, index)
    index.flush()
    with sqlite3.connect(index.path) as connection:
        connection.execute("UPDATE entities SET content = x'00'")
    found = read(practice, index)
    assert found is not None
    assert found.name == "Acme Explosives"


def test_a_folder_that_cannot_be_made_means_no_index(practice: Practice, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    index = Index(tmp_path / "file" / "x.sqlite", least=0)
    assert read(practice, index) is not None
    index.flush()
    assert index.count() == 0


def test_few_files_leave_no_index_behind(practice: Practice) -> None:
    assert practice.program("score").code == 0
    assert files_of(practice.root) == []


def fill(practice: Practice, many: int = 230) -> None:
    for number in range(many):
        practice.client(f"client-{number}", name=f"Client {number}")


def test_many_files_are_remembered_and_the_answer_is_the_same(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(practice)
    first = practice.program("client", "list", "--json")
    file = index_file(practice.root)
    assert file is not None
    assert file.is_relative_to(practice.home)
    assert file.exists()
    again = practice.program("client", "list", "--json")
    off = practice.program("client", "list", "--json", env={"MSPTOOL_INDEX": "off"})
    assert first.out == again.out == off.out
    assert not any("sqlite" in path for path in practice.files())


def test_two_processes_fill_one_index_at_once(practice: Practice) -> None:
    fill(practice, 300)
    env = {**os.environ, **environment(practice.home)}
    running = [
        subprocess.Popen(
            practice.command("index", "build", "--json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
        )
        for _ in range(3)
    ]
    ended = [each.communicate(timeout=120) for each in running]
    assert [each.returncode for each in running] == [0, 0, 0], ended
    assert practice.program("index", "check").code == 0
    status = practice.program("index", "status", "--json").json
    assert status["contents"] == practice.program("index", "build", "--json").json["known"]


def test_a_process_that_is_killed_leaves_a_usable_index(practice: Practice) -> None:
    fill(practice, 600)
    code = (
        "import os, sys\nfrom msptool.workspace import index\n"
        "keep = index.Index.flush\n"
        "def flush(self):\n    keep(self)\n    os._exit(9)\n"
        "index.Index.flush = flush\nsys.argv = sys.argv[1:]\nfrom msptool.__main__ import run\nrun()"
    )
    command = [sys.executable, "-c", code, *practice.command("client", "list", "--json")[2:]]
    done = subprocess.run(
        command, env={**os.environ, **environment(practice.home)}, check=False, capture_output=True, timeout=60
    )
    assert done.returncode == 9
    built = practice.program("index", "build", "--json").json
    assert built["known"] >= 200
    assert practice.program("index", "check").code == 0


def test_build_status_check_and_clear(practice: Practice) -> None:
    built = practice.program("index", "build", "--json").json
    assert (built["known"], built["faulty"]) == (0, 0)
    assert built["files"] == built["parsed"] > 10
    practice.standard("firewall-label", minutes=3)
    again = practice.program("index", "build", "--json").json
    assert (again["parsed"], again["dropped"]) == (1, 1)
    status = practice.program("index", "status", "--json").json
    assert status["contents"] == built["files"]
    assert practice.program("index", "check").err == "The index says what the files say.\n"
    cleared = practice.program("index", "clear", "--json").json
    assert cleared["deleted"] >= 1
    assert files_of(practice.root) == []
    off = practice.program("index", "status", env={"MSPTOOL_INDEX": "off"})
    assert (off.code, "switched off" in off.err) == (3, True)


def test_an_index_that_says_something_else_is_found_by_a_check(practice: Practice) -> None:
    import zlib

    practice.program("index", "build")
    [file] = [each for each in files_of(practice.root) if each.suffix == ".sqlite"]
    name = key(CLIENT, PATH, (practice.root / PATH).read_bytes())
    with sqlite3.connect(file) as connection:
        forged = zlib.compress(b'{"id": "acme", "name": "Somebody else"}')
        connection.execute("UPDATE entities SET content = ? WHERE key = ?", (forged, name))
    found = practice.program("index", "check", "--json")
    assert (found.code, found.json["differing"]) == (1, [PATH])


def test_an_index_of_another_version_is_not_used_and_deleted_by_the_next_build(practice: Practice) -> None:
    practice.program("index", "build")
    [old] = files_of(practice.root)
    stale = old.with_name(old.name.replace(old.stem.split("-")[1], "0" * 16))
    old.rename(stale)
    assert practice.program("index", "status", "--json").json["of_other_versions"] == 1
    practice.program("index", "build")
    assert [each.name for each in files_of(practice.root)] == [old.name]
    assert clear(practice.root) == 1


def test_a_repository_cannot_bring_an_index_along(practice: Practice) -> None:
    file = index_file(practice.root)
    assert file is not None
    assert not file.is_relative_to(practice.root)
    assert file.is_relative_to(practice.home)


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(str.strip)


@settings(max_examples=60, deadline=None)
@for_all(st.lists(st.tuples(NAMES, st.integers(0, 10**6)), min_size=1, max_size=4, unique_by=lambda each: each[0]))
def test_whatever_a_file_holds_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int]]
) -> None:
    import yaml

    folder = tmp_path_factory.mktemp("round")
    for number, (name, seats) in enumerate(rows):
        data = {
            "name": name,
            "notes": name * 3,
            "agreement": {"starts": "2026-01-31", "mrr": f"{seats}.50", "seats": seats},
            "external": {name: name},
        }
        file = folder / f"clients/c-{number}/client.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    plain = [entry.entity for entry in load(FolderSource(folder), CLIENT)[0]]
    index = Index(folder / "x.sqlite", least=0)
    for _ in range(2):
        assert [entry.entity for entry in load(FolderSource(folder, index), CLIENT)[0]] == plain
        index.flush()
    assert index.hits == len(plain)
    index.close()


def test_what_a_file_says_is_told_from_what_is_the_default(practice: Practice, index: Index) -> None:
    practice.write("msptool.yaml", "schedule: {timezone: UTC}\n")
    for _ in range(2):
        entry, _ = load_one(FolderSource(practice.root, index), SETTINGS, "msptool.yaml")
        assert entry is not None
        assert entry.entity.schedule.said_timezone == "UTC"
        index.flush()
    assert index.hits == 1


def test_an_index_that_another_program_holds_stays(practice: Practice, index: Index) -> None:
    read(practice, index)
    index.flush()
    index.close()
    waiting = Index(index.path, least=0)
    with contextlib.closing(sqlite3.connect(index.path)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        practice.client("acme", name="Another name")
        connection = waiting._open(make=True)
        assert connection is not None
        connection.execute("PRAGMA busy_timeout = 10")
        found = read(practice, waiting)
        assert found is not None
        assert found.name == "Another name"
        waiting.flush()
    assert index.path.exists()
    assert Index(index.path).count() == 1


def test_a_damaged_index_is_no_bug(practice: Practice) -> None:
    fill(practice, 300)
    assert practice.program("index", "build").code == 0
    [file] = [each for each in files_of(practice.root) if each.suffix == ".sqlite"]
    content = bytearray(file.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    file.write_bytes(content)
    for command in ("status", "build", "check"):
        assert practice.program("index", command).code == 0
