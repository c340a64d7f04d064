"""Files that somebody wrote to hurt: CI reads a stranger's pull request, and must not fall over."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from msptool.workspace.documents import MAX_BYTES, MAX_DEPTH, read_document
from msptool.workspace.sources import FolderSource
from tests.small_practice import Practice
from tests.trees import GOOD, SPF, Build, posix, python

N = 60
DEEP = [
    *["[" * N + "]" * N, "{a: " * N + "1" + "}" * N, "- " * N + "x", "[[a], " * N + "]" * N],
    *["-  " * N + "x", "-   " * N + "x", "? " * N + "x", "?  " * N + "x", "- ?  " * N + "x", "? -  " * N + "x"],
    *["\n".join(step * level + "a:" for level in range(N)) for step in (" ", "  ", "    ")],
    *["\n".join(" " * level + "-" for level in range(N)), "\r".join(" " * level + "-" for level in range(N))],
    *["a:\n" + "-  " * N + "x\n", "a:\n  - " + "-  " * N + "x\n", "# c\r" + "-  " * N + "x", "a: b\r\n? " + "-  " * N],
]  # fmt: skip


@pytest.mark.parametrize("text", DEEP)
def test_deep_nesting_is_refused_in_every_way_of_writing_it(text: str) -> None:
    document, problems = read_document("x.yaml", text.encode())
    assert document is None
    assert [problem.code for problem in problems] in (["W108"], ["W104"])


@pytest.mark.parametrize(
    ("start", "end"), [("[", "]"), ("- ", ""), ("{a: ", "}")], ids=["brackets", "dashes", "braces"]
)  # fmt: skip
def test_the_limit_of_nesting_is_the_one_that_the_rule_names(start: str, end: str) -> None:
    fits, _ = read_document("x.yaml", (start * MAX_DEPTH + "x" + end * MAX_DEPTH).encode())
    assert fits is not None
    times = MAX_DEPTH + 1
    document, problems = read_document("x.yaml", (start * times + "x" + end * times).encode())
    assert document is None
    assert [problem.code for problem in problems] == ["W108"]
    assert str(MAX_DEPTH) in problems[0].message


def test_many_shallow_brackets_are_no_nesting() -> None:
    document, problems = read_document("x.yaml", ("a: [" + "[1], " * 500 + "]\n").encode())
    assert problems == []
    assert document is not None


ENDLESS = [
    "[",
    "{a: ",
    "- ",
    "? ",
    "-  ",
    "?  ",
    "- ? ",
    "? - ",
    "-\t",
    "?\t",
    "- - - -  ",
    "{? ",
    "[? ",
    "[{? [",
    "- [",
    ": ",
]


@posix
def test_endless_nesting_does_not_bring_the_program_down(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom msptool.workspace.documents import read_document\n"
        "for number, unit in enumerate(sys.argv[1:]):\n"
        "    document, problems = read_document('x', (unit.encode() * (4_000_000 // len(unit)))[:2_000_000])\n"
        "    print(number, [problem.code for problem in problems], flush=True)\n"
    )
    done = python(code, *ENDLESS, cwd=tmp_path)
    assert done.code == 0, f"the program died ({done.code}) at {ENDLESS[done.out.count(chr(10))]!r}"
    for unit, line in zip(ENDLESS, done.out.splitlines(), strict=True):
        assert "W10" in line, unit


def _bomb(anchor: str, alias: str, levels: int = 9) -> str:
    entries = [anchor.format(name="a", value="[" + ",".join(['"l"'] * 9) + "]")]
    for before, name in zip("abcdefghijk"[: levels - 1], "bcdefghijkl", strict=False):
        entries.append(anchor.format(name=name, value="[" + ",".join([alias.format(name=before)] * 9) + "]"))
    return "{" + ",".join(entries) + "}"


@pytest.mark.parametrize(
    ("anchor", "alias"),
    [('"{name}": &{name} {value}', "*{name}"), ('"{name}":&{name} {value}', '{{"k":*{name} }}'), ("{name}: &{name} {value}", "*{name} ")],
)  # fmt: skip
def test_an_alias_bomb_never_unfolds(anchor: str, alias: str) -> None:
    text = _bomb(anchor, alias)
    document, problems = read_document("x.yaml", text.encode())
    assert document is None
    assert [problem.code for problem in problems] == ["W107"]
    assert problems[0].column == text.index("&") + 1


def peak(work: Practice, *arguments: str) -> tuple[int, str]:
    """Peak memory (bytes) of a run of the program, and what it printed."""
    code = (
        "import resource, sys\nfrom msptool.__main__ import run\nsys.argv = ['msptool', *sys.argv[1:]]\nrun()\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    done = python(code, "-C", str(work.root), "--today", "2026-11-16", *arguments, cwd=work.home)
    unit = 1 if sys.platform == "darwin" else 1024
    return int(done.err.split()[-1]) * unit, done.out


@posix
def test_a_file_of_100_mb_is_refused_without_reading_it(build: Build) -> None:
    plain, big = build(GOOD), build(GOOD)
    with (big.root / SPF).open("wb") as file:
        file.write(b"name: big\n")
        file.truncate(100_000_000)
    usual, _ = peak(plain, "lint")
    memory, out = peak(big, "lint")
    assert "W103" in out
    assert "larger than 4 MB" in out
    assert memory - usual < 3 * MAX_BYTES


def test_no_more_than_the_limit_of_a_file_is_read(build: Build) -> None:
    work = build({SPF: b"x" * (MAX_BYTES + 1000)})
    content, problem = FolderSource(work.root).read(SPF)
    assert problem is None
    assert content is not None
    assert len(content) == MAX_BYTES + 1


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
@example(b"%TAG ! x\n---\n")
@example(b"\r\n\t- ? : [}")
def test_whatever_the_bytes_are_there_is_a_document_or_a_problem(content: bytes) -> None:
    document, problems = read_document("x.yaml", content)
    assert (document is None) == bool(problems)
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.line <= content.count(b"\n") + content.count(b"\r") + 2


_SIGNS = st.sampled_from(
    [*"-?:,[]{}#&*!|>'\"%@`~ \n\t\\a1", "\r\n", "- ", ": ", "? ", "\n  ", "...", "---", "é", "\u2028", "\x85", "\ufeff"]
)


@given(st.lists(_SIGNS, max_size=40).map("".join))
def test_whatever_yaml_signs_are_strung_together_there_is_a_document_or_a_problem(text: str) -> None:
    document, problems = read_document("x.yaml", text.encode())
    assert (document is None) == bool(problems)
    if document is not None:
        assert document.position(["a", 0, "b"]) >= (1, 1)
        assert all(isinstance(each, dict | list | str | int | float | None) for each in _leaves(document.data))


def _leaves(data: object) -> list[object]:
    if isinstance(data, dict):
        return [leaf for pair in data.items() for each in pair for leaf in _leaves(each)]
    if isinstance(data, list):
        return [leaf for each in data for leaf in _leaves(each)]
    return [data]
