"""`msptool kpi assess`: the self-assessment of the TAM process, from a file or in the terminal, and what got better."""

from __future__ import annotations

import sys
from datetime import date

import pexpect
import pytest

from msptool.kpis.assessment_questions import QUESTIONS
from tests.kpis.records import month
from tests.small_practice import TODAY, Golden, Practice, environment
from tests.trees import only_sentence

SPRING = date(2026, 5, 14)


def answers(*noes: str, notes: dict[str, str] | None = None) -> str:
    """All answers as CSV."""
    rows = [f"{name},{'no' if name in noes else 'yes'},{(notes or {}).get(name, '')}" for name in QUESTIONS]
    return "question,answer,note\n" + "\n".join(rows) + "\n"


def test_answers_from_a_file_and_what_got_better(practice: Practice, golden: Golden) -> None:
    first = answers("rhem-falls", "visits-are-scheduled", notes={"rhem-falls": "Nobody counts hours yet."})
    assert practice.run("kpi", "assess", "--answers", "-", "--by", "jim", stdin=first, today=SPRING).code == 0
    done = practice.run("kpi", "assess", "--answers", "-", stdin=answers("rhem-falls", "tams-grow"))
    assert done.err.startswith("Wrote practice/self-assessment/2026-11-16.yaml.\n")
    golden.check("assess.txt", done.out)
    found = practice.run("kpi", "assess", "--history", "--json").json["assessments"]
    assert [(each["day"], each["yes"], each["answered"], each["questions"]) for each in found] == [
        ("2026-05-14", 13, 15, 15), ("2026-11-16", 13, 15, 15),
    ]  # fmt: skip
    assert (found[1]["better"], found[1]["worse"]) == (["visits-are-scheduled"], ["tams-grow"])
    assert (found[0]["by"], found[0]["answers"]["rhem-falls"]["note"]) == ("jim", "Nobody counts hours yet.")
    assert practice.run("lint", "--strict").code == 0


def test_an_assessment_that_was_stopped_early_is_marked_and_on_no_scorecard(practice: Practice) -> None:
    """One hurried 'yes' must not stand where the last complete look stood: '1 of 1 answers'."""
    practice.run("kpi", "assess", "--answers", "-", stdin=answers("tams-grow"), today=SPRING)
    practice.run("kpi", "assess", "--answers", "-", stdin="question,answer\nrhem-falls,yes\n")
    page = practice.run("report", "scorecard").out
    assert "14 of 15" in page
    assert "1 of 1" not in page
    lines = practice.run("kpi", "assess", "--history").out.splitlines()
    assert "not complete: 14 questions left" in next(line for line in lines if line.startswith("2026-11-16"))
    assert "The scorecard shows complete assessments only." in lines
    assert "not complete" not in next(line for line in lines if line.startswith("2026-05-14"))
    found = practice.run("kpi", "assess", "--history", "--json").json["assessments"]
    assert [each["complete"] for each in found] == [True, False]


def test_the_same_answers_again_change_nothing(practice: Practice) -> None:
    practice.run("kpi", "assess", "--answers", "-", stdin=answers())
    before = practice.files()
    assert "These answers are there already." in practice.run("kpi", "assess", "--answers", "-", stdin=answers()).err
    assert practice.files() == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "question,answer\nrhem-fals,yes\n",
            "standard input, row 2: there is no question 'rhem-fals'. Did you mean 'rhem-falls'?",
        ),
        (
            "question,answer\nrhem-falls,maybe\n",
            "standard input, row 2: the answer is yes or no, never maybe, not 'maybe'.",
        ),
        (
            "question,answer\nrhem-falls,yes\nrhem-falls,no\n",
            "standard input, row 3: rhem-falls is answered in an earlier row already.",
        ),
        ("question,answer\n", "standard input holds no answer."),
    ],
)
def test_what_is_no_answer_is_refused_in_one_sentence(content: str, sentence: str, practice: Practice) -> None:
    before = practice.files()
    done = practice.run("kpi", "assess", "--answers", "-", stdin=content)
    assert done.code == 3
    assert only_sentence(done) == sentence
    assert practice.files() == before


def test_where_nobody_can_be_asked_a_file_is_wanted(practice: Practice) -> None:
    assert "give the answers with --answers FILE" in only_sentence(practice.run("kpi", "assess"))
    assert "name one of them" in only_sentence(practice.run("kpi", "assess", "--history", "--questions"))
    assert "There is no self-assessment yet" in practice.run("kpi", "assess", "--history").err


def test_the_workspace_says_what_it_knows(office: Practice) -> None:
    month(office, "2026-03", reactive_hours=12)
    month(office, "2026-10", reactive_hours=9)
    found = {
        each["id"]: each["evidence"] for each in office.run("kpi", "assess", "--questions", "--json").json["questions"]
    }
    assert found["rhem-falls"] == "RHEM is lower than at the start of the year at 1 of 1 client with hours."
    assert found["twenty-clients"] == "A TAM has 2 clients on average (1 TAM)."
    assert found["visits-are-scheduled"] == "0 of 2 clients have a visit ahead on the calendar."
    assert found["frequencies-are-set"] == "2 of 2 categories have a file with a frequency."
    assert found["tams-grow"] is None


@pytest.mark.slow
def test_in_a_terminal_every_answer_is_kept_at_once(practice: Practice) -> None:
    command = practice.command("kpi", "assess", "--by", "jim")
    child = pexpect.spawn(
        command[0], command[1:], env={**environment(practice.home, TODAY), "PATH": ""}, encoding="utf-8", timeout=60
    )
    child.logfile_read = sys.stderr
    child.expect("1 of 15: Could every client")
    child.sendline("y")
    child.expect("why")
    child.sendline("We asked them.")
    child.expect("2 of 15: ")
    child.sendline("perhaps")
    child.expect("y, n, s, b or q, please.")
    child.sendline("")
    child.expect("y, n, s, b or q, please.")
    child.sendline("b")
    child.expect("1 of 15: ")
    child.sendline("s")
    child.expect("2 of 15: ")
    child.sendline("n")
    child.expect("why")
    child.sendline("")
    child.expect("3 of 15: ")
    child.kill(9)
    child.close()
    found = practice.data("practice/self-assessment/2026-11-16.yaml")
    assert found["answers"] == {
        "clients-know-the-role": {"answer": "yes", "note": "We asked them."},
        "rhem-falls": {"answer": "no"},
    }
    child = pexpect.spawn(
        command[0], command[1:], env={**environment(practice.home, TODAY), "PATH": ""}, encoding="utf-8", timeout=60
    )
    child.expect("1 of 13: Could every TAM explain")
    child.sendline("s")
    child.expect("2 of 13: ")
    child.sendline("q")
    child.expect("1 of 2")
    child.expect(pexpect.EOF)
    assert practice.run("lint", "--strict").code == 0
