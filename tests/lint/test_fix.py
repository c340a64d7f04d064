"""`msptool lint --fix`: mends what needs no decision, and only that."""

from __future__ import annotations

import os

import pytest

from tests.trees import GOOD, MFA, SPF, Build, tree

QUESTION = "question: Does every mail domain publish an SPF record?"


def texts(**changes: str) -> dict[str, str]:
    """The good tree with lines of the SPF record replaced."""
    text = GOOD[SPF]
    for old, new in (("tags: [dns, mail]", changes.get("tags")), (QUESTION, changes.get("question"))):
        text = text.replace(old, new) if new else text
    return {**GOOD, SPF: text}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"tags": "tags: [dns, mail, dns]"}, {"tags": "tags: [dns, mail]"}),
        ({"tags": "tags:\n  - dns   # of all domains\n  - dns"}, {"tags": "tags:\n  - dns   # of all domains"}),
        ({"question": "question: Does every  mail domain publish an SPF record?"}, {"question": QUESTION}),
        ({"question": "question: ' Does every mail domain publish an SPF record? '"}, {"question": QUESTION.replace(": D", ": 'D") + "'"}),
        ({"question": f"{QUESTION.replace('every', 'every  ')}  # ask twice"}, {"question": f"{QUESTION}  # ask twice"}),
    ],
)  # fmt: skip
def test_a_fix_changes_its_line_and_no_other(before: dict[str, str], after: dict[str, str], build: Build) -> None:
    work = build(texts(**before))
    assert work.run("lint", "--json").json["problems"] != []
    done = work.run("lint", "--fix")
    assert done.code == 0
    assert done.err == "1 problem mended.\n"
    assert done.out == "8 files checked, no problems.\n"
    wanted = texts(**after)[SPF]
    assert work.read(SPF).split() == wanted.split()
    lines = work.read(SPF).splitlines()
    assert [line for line in lines if not line.startswith(("tags", "question", "  - dns"))] == [
        line for line in GOOD[SPF].splitlines() if not line.startswith(("tags", "question"))
    ]
    assert {path: text for path, text in work.files().items() if path != SPF} == {
        path: text.encode() for path, text in GOOD.items() if path != SPF
    }


def test_mending_twice_is_mending_once(build: Build) -> None:
    work = build(texts(tags="tags: [dns, dns]", question="question: Does  every mail domain publish an SPF record?"))
    assert work.run("lint", "--fix").err == "2 problems mended.\n"
    before = tree(work.root)
    again = work.run("lint", "--fix")
    assert again.err == ""
    assert again.code == 0
    assert tree(work.root) == before


def test_what_needs_a_decision_is_left_and_still_reported(build: Build) -> None:
    work = build({**texts(tags="tags: [dns, dns]"), MFA: GOOD[MFA].replace("status: active", "status: actve")})
    done = work.run("lint", "--fix", "--json")
    assert [problem["code"] for problem in done.json["problems"]] == ["W111"]
    assert done.code == 1
    assert done.err == "1 problem mended.\n"
    assert work.read(MFA) == GOOD[MFA].replace("status: active", "status: actve")


def test_only_the_named_files_are_mended(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    work = build({**texts(tags="tags: [dns, dns]"), MFA: GOOD[MFA] + "tags: [a, a]\n"})
    monkeypatch.chdir(work.root)
    work.run("lint", "--fix", MFA)
    assert "[dns, dns]" in work.read(SPF)
    assert work.run("lint", "--json", MFA).json["problems"] == []


def test_an_allowed_problem_is_not_mended(build: Build) -> None:
    line = "tags: [dns, dns]  # msptool: allow S111 because the portal wants it"
    work = build(texts(tags=line))
    assert work.run("lint", "--fix").err == ""
    assert line in work.read(SPF)


def test_windows_line_ends_and_the_mark_of_notepad_stay(build: Build) -> None:
    text = texts(tags="tags: [dns, dns]")[SPF]
    work = build({**GOOD, SPF: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()})
    work.run("lint", "--fix")
    content = (work.root / SPF).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf# Asked")
    assert content.count(b"\r\n") == content.count(b"\n")


def test_a_disk_that_is_full_loses_nothing_and_says_so(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    work = build(texts(tags="tags: [dns, dns]"))
    before = work.files()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    done = work.run("lint", "--fix")
    assert done.code == 3
    assert "No space left on device" in done.err
    assert work.files() == before
