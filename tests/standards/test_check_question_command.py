"""`msptool standard check-question`: the yes/no rule for scripts and editors."""

from __future__ import annotations

import pytest

from msptool.standards.question import check
from tests.small_practice import Practice

GOOD = "Is the firewall firmware current?"
OPEN = "What size is the system partition?"
ORDER = "Describe the backup."


def test_a_good_question_is_fine(practice: Practice) -> None:
    done = practice.run("standard", "check-question", GOOD)
    assert (done.code, done.out) == (0, f"yes/no  {GOOD}\n")


def test_one_bad_question_among_good_ones_is_a_problem_found(practice: Practice) -> None:
    done = practice.run("standard", "check-question", GOOD, OPEN)
    assert done.code == 1
    assert f"no: open  {OPEN}\n    error Q" in done.out


def test_the_answer_for_programs_is_a_bare_array_in_the_order_given(practice: Practice) -> None:
    done = practice.run("standard", "check-question", OPEN, GOOD, "--json")
    assert done.code == 1
    assert [(each["text"], each["form"], each["accepted"]) for each in done.json] == [
        (OPEN, "open", False), (GOOD, "yes-no", True),
    ]  # fmt: skip
    assert all(set(each) == {"text", "form", "accepted", "problems"} for each in done.json)
    assert all(set(problem) == {"code", "severity", "message", "hint"} for problem in done.json[0]["problems"])


def test_every_verdict_is_that_of_lint(practice: Practice) -> None:
    texts = [GOOD, OPEN, ORDER, "Is it enough?", "Are backups onsite or offsite?"]
    found = practice.run("standard", "check-question", "--json", "--", *texts).json
    for text, entry in zip(texts, found, strict=True):
        verdict = check(text)
        assert entry["accepted"] == verdict.accepted
        assert [problem["code"] for problem in entry["problems"]] == [problem.code for problem in verdict.problems]


def test_a_warning_alone_does_not_fail(practice: Practice) -> None:
    done = practice.run("standard", "check-question", "Is the password policy adequate?", "--json")
    assert [problem["severity"] for problem in done.json[0]["problems"]] == ["warning"]
    assert (done.code, done.json[0]["accepted"]) == (0, True)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_questions_come_from_standard_input_one_a_line(practice: Practice, ending: str, mark: str) -> None:
    lines = mark + ending.join([GOOD, OPEN, "Ist es grün?"]) + ending
    done = practice.run("standard", "check-question", "--file", "-", "--json", stdin=lines.encode())
    assert [each["text"] for each in done.json] == [GOOD, OPEN, "Ist es grün?"]


def test_questions_come_from_a_file_after_those_of_the_command_line(practice: Practice) -> None:
    file = practice.home / "questions.txt"
    file.write_text(f"{OPEN}\n\n{ORDER}", encoding="utf-8")
    done = practice.run("standard", "check-question", GOOD, "--file", str(file), "--json")
    assert [each["text"] for each in done.json] == [GOOD, OPEN, ORDER]


def test_an_empty_file_has_no_verdicts_and_no_problems(practice: Practice) -> None:
    done = practice.run("standard", "check-question", "--file", "-", "--json", stdin=b"")
    assert (done.code, done.json) == (0, [])


def test_no_question_at_all_is_wrong_usage(practice: Practice) -> None:
    done = practice.run("standard", "check-question")
    assert done.code == 2
    assert "Name a question in quotes, or a file with --file." in done.err


def test_a_missing_file_and_one_that_is_not_utf8_are_named(practice: Practice) -> None:
    missing = practice.run("standard", "check-question", "--file", str(practice.home / "none.txt"))
    assert missing.code == 3
    assert "none.txt cannot be read: No such file or directory." in missing.err
    latin = practice.run("standard", "check-question", "--file", "-", stdin="Ist es grün?".encode("latin-1"))
    assert latin.code == 3
    assert "is not UTF-8 text: save it again as UTF-8." in latin.err


def test_it_needs_no_workspace(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    (practice.root / "msptool.yaml").unlink()
    assert practice.run("standard", "check-question", GOOD).code == 0


def test_exit_codes_hold_for_the_real_program(practice: Practice) -> None:
    asked = practice.program("standard", "check-question", "--file", "-", "--json", stdin=f"{GOOD}\n{OPEN}\n")
    assert (asked.code, len(asked.json), asked.err) == (1, 2, "")
