"""The TAM accepts evidence in the session; nothing is answered without it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.exchange.evidence.files import control, put, scuba, with_checks
from tests.sheets.sheets import data_of, export, said
from tests.small_practice import Practice

SIGN_IN = "clients/acme/evidence/scubagear-2026-11-10.yaml"
PATH = "reviews/acme/2026-11-16.yaml"


@pytest.fixture
def examined(practice: Practice) -> Practice:
    """The small practice after ScubaGear looked at Acme: sign-in fails, the quota passes."""
    with_checks(practice)
    file = put(
        practice, "scuba.json", scuba(control("MS.AAD.1.1v1", "Fail", "2 policies"), control("MS.OLD.6.1v1", "Pass"))
    )
    assert practice.run("evidence", "import", str(file), "--client", "acme").code == 0
    return practice


def test_an_import_answers_nothing(examined: Practice) -> None:
    done = examined.run("review", "start", "acme", "--all", "--answers", "-", "--json", stdin="standard,answer\n")
    assert done.json["answered"] == 0
    assert "answers" not in examined.data(PATH)


def test_the_plain_face_shows_a_proposal_and_e_accepts_it(examined: Practice) -> None:
    done = examined.run("review", "start", "acme", "--all", "--plain", stdin="j mailbox-login\ne\nq\n")
    assert "Evidence: no. ScubaGear 1.8.0, 2026-11-10: MS.AAD.1.1v1 failed: 2 policies. 'e' accepts" in done.err
    assert "Saved: no, as the evidence says - Mailbox login" in done.err
    given = examined.data(PATH)["answers"]["mailbox-login"]
    assert given["answer"] == "no"
    assert given["note"] == "ScubaGear 1.8.0, 2026-11-10: MS.AAD.1.1v1 failed: 2 policies."
    assert given["evidence"]["record"] == "scubagear-2026-11-10"
    assert given["evidence"]["sha256"] == examined.data(SIGN_IN)["file"]["sha256"]
    assert examined.run("lint").code == 0


def test_a_note_of_ones_own_stays(examined: Practice) -> None:
    examined.run("review", "start", "acme", "--all", "--plain", stdin="j mailbox-login\no Seen in the portal.\ne\nq\n")
    assert examined.data(PATH)["answers"]["mailbox-login"]["note"] == "Seen in the portal."


def test_an_answer_of_ones_own_does_not_rest_on_the_evidence(examined: Practice) -> None:
    examined.run("review", "start", "acme", "--all", "--plain", stdin="j mailbox-login\ne\nj mailbox-login\ny\nq\n")
    given = examined.data(PATH)["answers"]["mailbox-login"]
    assert given["answer"] == "yes"
    assert "evidence" not in given


def test_where_nothing_is_proposed_e_says_why(examined: Practice) -> None:
    done = examined.run("review", "start", "acme", "--all", "--plain", stdin="j firewall-backup\ne\nq\n")
    assert "No evidence says anything about this standard." in done.err


def test_an_accepted_answer_survives_a_killed_session(examined: Practice) -> None:
    examined.run("review", "start", "acme", "--all", "--plain", stdin="j mailbox-login\ne\nq\n")
    done = examined.run("review", "resume", "acme", "--plain", stdin="j mailbox-login\nu\ne\nq\n")
    assert "Evidence: no." in done.err
    assert examined.data(PATH)["answers"]["mailbox-login"]["evidence"]["record"] == "scubagear-2026-11-10"


def test_a_contradiction_makes_a_current_standard_due(examined: Practice) -> None:
    for name in ("mailbox-login", "mailbox-quota"):
        examined.review("acme", f"{name},yes,\n", today=date(2026, 11, 10), scope=("--limit", "1"))
    due = examined.run("review", "status", "acme", "--json").json["clients"][0]["due"]
    assert due["evidence differs"] == 1
    done = examined.run("review", "start", "acme", "--plain", stdin="j mailbox-login\ne\nq\n")
    assert "The last answer was yes." in " ".join(done.err.split())


def test_evidence_that_has_become_stale_is_not_offered(examined: Practice) -> None:
    done = examined.run(
        "review", "start", "acme", "--all", "--plain", stdin="j mailbox-login\ne\nq\n", today=date(2026, 12, 24)
    )
    assert "proposes nothing: the evidence is stale" in " ".join(done.err.split())
    assert "answers" not in examined.data("reviews/acme/2026-12-24.yaml")


def test_the_finish_names_a_record_that_is_not_committed_and_the_score_names_the_evidence(examined: Practice) -> None:
    examined.run("review", "start", "acme", "--all", "--plain", stdin="j mailbox-login\ne\nq\n")
    done = examined.run("review", "finish", "acme")
    assert f"Not committed yet: {SIGN_IN}." in done.err
    parts = examined.run("score", "acme", "--explain", "--json").json["parts"]
    assert {each["standard"]: each["evidence"] for each in parts}["mailbox-login"] == "scubagear-2026-11-10"
    assert "accepted from scubagear-2026-11-10" in examined.run("review", "show", "acme").out


def test_lint_misses_evidence_that_an_answer_rests_on(examined: Practice) -> None:
    examined.run("review", "start", "acme", "--all", "--plain", stdin="j mailbox-login\ne\nq\n")
    record = examined.read(SIGN_IN)
    examined.write(SIGN_IN, record.replace(examined.data(SIGN_IN)["file"]["sha256"], "b" * 64))
    changed = examined.run("lint")
    assert changed.code == 1
    assert "R111" in changed.out
    (examined.root / SIGN_IN).unlink()
    assert "R111" in examined.run("lint").out


def test_a_review_of_what_tools_answered_asks_that_alone_due_or_not(examined: Practice) -> None:
    examined.review("acme", "mailbox-quota,yes,\n", today=date(2026, 11, 10), scope=("--limit", "1"))
    done = examined.run("review", "start", "acme", "--evidence", "--plain", stdin="e all right\ne\nq\n")
    assert "2 standards." in done.err
    answers = examined.data(PATH)["answers"]
    assert {name: answer["answer"] for name, answer in answers.items()} == {
        "mailbox-login": "no",
        "mailbox-quota": "yes",
    }
    assert answers["mailbox-login"]["note"] == "all right"


def test_lint_finds_a_record_whose_result_was_changed(examined: Practice) -> None:
    examined.run("review", "start", "acme", "--all", "--plain", stdin="j mailbox-login\ne\nq\n")
    examined.write(SIGN_IN, examined.read(SIGN_IN).replace("result: failed", "result: passed"))
    done = examined.run("lint")
    assert (done.code, "R111" in done.out) == (1, True)


def test_taking_a_sheet_back_keeps_the_evidence_of_the_same_answer(examined: Practice, tmp_path: Path) -> None:
    examined.run("review", "start", "acme", "--all", "--plain", stdin="j mailbox-login\ne\nq\n")
    before = examined.data(PATH)["answers"]["mailbox-login"]
    done = examined.run("review", "sheet", "acme", "--html", str(tmp_path / "sheet.html"))
    assert done.code == 0, done.err
    sheet = data_of((tmp_path / "sheet.html").read_text(encoding="utf-8"))
    content = export(sheet, {"mailbox-login": {**said("no"), "note": before["note"], "hand_over": "vcio"}})
    (tmp_path / "export.json").write_text(json.dumps(content))
    assert examined.run("review", "apply", str(tmp_path / "export.json")).code == 0
    after = examined.data(PATH)["answers"]["mailbox-login"]
    assert (after["hand_over"], after["evidence"]) == ("vcio", before["evidence"])
