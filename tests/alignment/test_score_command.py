"""`msptool score`: the figure with everything that must stand beside it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.small_practice import FIRST_COMMIT, Golden, Practice

ROWS = """\
firewall-backup,yes,
firewall-firmware,no,Two versions old.
firewall-label,n/a,One device only.
mailbox-archive,yes,
mailbox-login,no,Off for two.
"""


@pytest.fixture
def reviewed(practice: Practice) -> Practice:
    practice.review("acme", ROWS)
    return practice


def test_the_score_for_a_person(reviewed: Practice, golden: Golden) -> None:
    golden.check("score.txt", reviewed.run("score", "acme").out.replace(commit(reviewed), "COMMIT...."))


def commit(practice: Practice, revision: str = "HEAD") -> str:
    return practice.git("rev-parse", revision)[:10]


def test_the_score_as_data_has_the_fields_of_the_contract(reviewed: Practice) -> None:
    document = reviewed.run("score", "acme", "--json").json
    categories, sections = document.pop("categories"), document.pop("sections")
    assert document == {
        "schema": "msptool/score/1", "client": "acme", "method": "weighted", "as_of": "2026-11-16",
        "library": {"commit": reviewed.git("rev-parse", "HEAD").strip(), "modified": False},
        # high yes, high no, low n/a; medium yes, high no, medium unanswered
        "score": round(8 / 18, 6), "coverage": round(5 / 6, 6), "lower_bound": round(8 / 21, 6),
        "earned": 8, "possible": 18, "answered": 5, "applicable": 6, "overdue": 0,
    }  # fmt: skip
    assert [(each["category"], each["earned"], each["possible"], each["score"]) for each in categories] == [
        ("firewalls", 5, 10, 0.5), ("email", 3, 8, 0.375),
    ]  # fmt: skip
    assert [(each["section"], each["score"]) for each in sections] == [("Network", 0.5), ("Cloud", 0.375)]


@pytest.mark.parametrize(("method", "earned", "possible"), [("weighted", 8, 18), ("plain", 2, 4), ("vcio", 10.5, 18)])
def test_each_method_counts_in_its_own_way(reviewed: Practice, method: str, earned: float, possible: int) -> None:
    reviewed.run("finding", "triage", "acme", "firewall-firmware", "marginal", "--reason", "Behind another one.")
    document = reviewed.run("score", "acme", "--method", method, "--json").json
    assert (document["method"], document["earned"], document["possible"]) == (method, earned, possible)


def test_the_method_of_the_settings_is_the_default(reviewed: Practice) -> None:
    reviewed.write("msptool.yaml", reviewed.read("msptool.yaml") + "score_method: plain\n")
    assert reviewed.run("score", "acme", "--json").json["method"] == "plain"


def test_explain_traces_every_point_to_question_answer_and_commit(reviewed: Practice) -> None:
    document = reviewed.run("score", "acme", "--explain", "--json").json
    parts = document["parts"]
    assert sum(part["earned"] or 0 for part in parts) == document["earned"]
    assert sum(part["possible"] or 0 for part in parts) == document["possible"]
    assert len(parts) == document["applicable"]
    head, library = reviewed.git("rev-parse", "HEAD", "HEAD~1").split()
    assert parts[1] == {
        "standard": "firewall-firmware", "category": "firewalls", "question": "Is the firewall firmware documented?",
        "priority": "high", "weight": 5, "answer": "no", "stage": None, "earned": 0, "possible": 5, "overdue": False,
        "answered_on": "2026-11-16", "note": "Two versions old.", "evidence": None, "review": "2026-11-16", "review_library": library,
        "commit": head,
    }  # fmt: skip
    assert (parts[2]["answer"], parts[2]["earned"], parts[2]["possible"]) == ("n/a", None, None)
    assert (parts[5]["answer"], parts[5]["commit"], parts[5]["answered_on"]) == (None, None, None)


def test_explain_for_a_person_names_the_day_and_the_commit_of_each_answer(reviewed: Practice, golden: Golden) -> None:
    reviewed.review("acme", "mailbox-login,yes,\n", today=date(2026, 11, 20))
    reviewed.run("review", "start", "acme", "--answers", "-", "--finish", "--no-commit",
                 stdin="standard,answer\nmailbox-quota,no\n", today=date(2026, 11, 21))  # fmt: skip
    shown = reviewed.run("score", "acme", "--explain", today=date(2027, 3, 1)).out
    first, second = commit(reviewed, "HEAD~1"), commit(reviewed)
    assert first[:8] in shown
    golden.check(
        "explain.txt",
        shown.replace(second, "SECOND....").replace(second[:8], "SECOND..").replace(first[:8], "FIRST..."),
    )


def test_all_clients_and_the_practice_as_a_whole(reviewed: Practice, golden: Golden) -> None:
    reviewed.client("nova", name="Nova")
    reviewed.client("silent", name="Silent")
    reviewed.client("bygone", name="Bygone", status="former")
    reviewed.client("coming", name="Coming", agreement={"starts": "2026-12-01"})
    reviewed.commit()
    reviewed.review("nova", "firewall-label,yes,\n")
    document = reviewed.run("score", "--json").json
    assert document["schema"] == "msptool/scores/1"
    assert {each["client"]: each["score"] for each in document["clients"]} == {
        "acme": round(8 / 18, 6), "nova": 1, "silent": None,
    }  # fmt: skip
    assert (document["practice"]["earned"], document["practice"]["possible"]) == (9, 19)
    assert (document["practice"]["answered"], document["practice"]["applicable"]) == (6, 18)
    golden.check("scores.txt", reviewed.run("score").out.replace(commit(reviewed), "COMMIT...."))


def test_without_any_review_the_score_is_null_and_a_dash(practice: Practice) -> None:
    document = practice.run("score", "acme", "--json").json
    assert (document["score"], document["coverage"], document["lower_bound"], document["answered"]) == (None, 0, 0, 0)
    assert all(each["score"] is None for each in document["categories"])
    shown = practice.run("score", "acme").out
    assert "Acme Explosives  - aligned" in shown
    assert "0.0% aligned" not in shown


def test_outside_git_a_score_has_no_commit(reviewed: Practice) -> None:
    import shutil

    shutil.rmtree(reviewed.root / ".git")
    document = reviewed.run("score", "acme", "--explain", "--json").json
    assert document["library"] == {"commit": None, "modified": False}
    assert {part["commit"] for part in document["parts"]} == {None}
    assert "library not in git" in reviewed.run("score", "acme").out


def test_a_library_with_uncommitted_changes_is_marked(reviewed: Practice) -> None:
    reviewed.standard("firewall-label", why="Changed.", business_impact="low", technical_risk="low")
    assert reviewed.run("score", "acme", "--json").json["library"]["modified"] is True
    assert "with uncommitted changes" in reviewed.run("score", "acme").out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["acne"], "There is no client 'acne'. Did you mean 'acme'?"),
        (["acme", "--method", "median"], "--method takes weighted, plain, vcio, not 'median'."),
        (["--explain"], "--explain and --trend need a client."),
        (["--trend"], "--explain and --trend need a client."),
        (["acme", "--as-of", "2026-11-17"], "--as-of 2026-11-17 is in the future; today is 2026-11-16."),
        (["acme", "--as-of", "2026-02-30"], "There is no such day: 2026-02-30."),
        (["acme", "--as-of", "yesterday"], "'yesterday' is neither a date (YYYY-MM-DD) nor a commit, branch or tag"),
        (["acme", "--as-of", "--output=/tmp/x"], "'--output=/tmp/x' is neither a date"),
        (["acme", "--as-of", ""], "is neither a date"),
        (["acme", "--library", "v9"], "'v9' is neither a date"),
        (["acme", "--library", "HEAD:standards"], "is neither a date"),
    ],
)
def test_what_cannot_be_scored_is_wrong_usage(reviewed: Practice, arguments: list[str], sentence: str) -> None:
    done = reviewed.run("score", *arguments)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err


def test_without_git_there_is_no_commit_to_stand_at(practice: Practice) -> None:
    import shutil

    shutil.rmtree(practice.root / ".git")
    done = practice.run("score", "acme", "--as-of", "main")
    assert done.code == 3
    assert "is not in a git repository, so there is no history to look up 'main' in." in done.err
    assert practice.run("score", "acme", "--as-of", FIRST_COMMIT.isoformat()).code == 0


@pytest.mark.parametrize("columns", [80, 60, 40])
def test_in_a_narrow_terminal_no_figure_disappears(reviewed: Practice, columns: int) -> None:
    shown = reviewed.run("score", "acme", env={"COLUMNS": str(columns)}).out
    words = shown.split()
    for figure in ("44.4%", "50.0%", "37.5%", "3/3", "2/3"):
        assert figure in words, shown
    assert all(len(line) <= columns for line in shown.splitlines())
