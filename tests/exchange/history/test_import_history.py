"""A dump as clients, people, reviews, roadmaps and meetings: what comes in, and what is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.history import dumps
from tests.exchange.history.bringing import bring
from tests.small_practice import Golden, Practice


def test_everything_comes_in_and_lints_clean(practice: Practice, tmp_path: Path) -> None:
    report = bring(practice, tmp_path / "dump", dumps.small(), "--source", "peer")
    assert report["counts"]["findings"] == {"records": 9, "created": 0, "matched": 0, "skipped": 0, "faults": 0}
    assert report["counts"]["clients"] == {"records": 2, "created": 1, "matched": 1, "skipped": 0, "faults": 0}
    assert report["answers"] == {"yes": 2, "no": 2, "n/a": 1}
    client = practice.data("clients/nova-labs/client.yaml")
    assert client["external"] == {"peer": "12"}
    assert client["team"] == {"tam": "pat-engels", "vcio": "kim-visio"}
    assert "alignment score 71.5" in client["notes"]
    assert practice.data("practice/people/pat-engels.yaml")["roles"] == ["tam"]
    lint = practice.run("lint", "--json")
    assert lint.json["problems"] == []


def test_a_review_keeps_its_day_and_every_answer_or_word(practice: Practice, tmp_path: Path) -> None:
    bring(practice, tmp_path / "dump", dumps.small())
    review = practice.data("reviews/nova-labs/2024-03-05.yaml")
    assert review["finished"] == "2024-03-05T23:30:00-06:00"
    assert (review["by"], review["title"]) == ("pat-engels", "2024 Q1 Review")
    assert {name: each["answer"] for name, each in review["answers"].items()} == {
        "firewall-backup": "no", "firewall-firmware": "yes", "firewall-label": "n/a",
    }  # fmt: skip
    assert review["answers"]["firewall-backup"]["note"] == "No **copy** since May."
    assert review["answers"]["firewall-label"]["note"] == "Not applicable in the former product, which gives no reason."
    assert review["remarks"] == {"mailbox-login": {"note": "In the former product it was answered 'Sort of'."}}
    assert review["unmatched"] == [
        {"question": "Is the moon full?", "answer": "Highly Vulnerable", "external": {"import": "Q9"}}
    ]
    # Without a zone it is the practice's own, and a finer fraction than ours is cut.
    assert practice.data("reviews/nova-labs/2023-02-03.yaml")["started"] == "2023-02-01T08:00:00+00:00"


def test_scores_findings_and_the_roadmap_show_the_history(practice: Practice, tmp_path: Path) -> None:
    bring(practice, tmp_path / "dump", dumps.small())
    score = practice.run("score", "nova-labs", "--json").json
    assert (score["answered"], score["earned"], score["possible"]) == (3, 5, 10)
    assert practice.run("score", "nova-labs", "--method", "vcio", "--json").json["earned"] == 7.5
    earlier = practice.run("score", "nova-labs", "--method", "vcio", "--as-of", "2023-12-31", "--json").json
    assert earlier["earned"] == 5
    [finding] = practice.run("finding", "list", "nova-labs", "--json").json["findings"]
    assert (finding["standard"], finding["since"], finding["stage"]) == ("firewall-backup", "2023-02-03", "marginal")
    items = {
        each["id"]: each for each in practice.run("roadmap", "show", "nova-labs", "--json").json["recommendations"]
    }
    assert items["replace-the-firewall"]["status"] == "approved"
    assert items["watch-the-firewall"]["status"] == "verified"
    shown = practice.run("review", "show", "nova-labs").out
    assert "2024 Q1 Review" in shown
    assert "Is the moon full?" in shown


def test_recommendations_bring_money_quarters_decisions_and_joins(practice: Practice, tmp_path: Path) -> None:
    report = bring(practice, tmp_path / "dump", dumps.small(), "--source", "peer")
    found = practice.data("clients/nova-labs/roadmap/replace-the-firewall.yaml")
    assert found["costs"] == {"one_time": "4200.50"}
    assert (found["quarter"], found["initiative"], found["hours"]) == ("2030-Q2", "safe-edge", "6.0")
    assert (found["standards"], found["raised"]) == (["firewall-backup"], "2023-02-03")
    assert found["why"] == "It is **old**.\n\nReally."
    assert found["decisions"] == [
        {
            "choice": "approved",
            "on": "2023-02-03",
            "by": "The client",
            "reason": "'Approved' in peer, which gives no day.",
        }
    ]
    assert "priority High" in found["notes"]
    assert "Wants it in spring." in found["notes"]
    done = practice.data("clients/nova-labs/roadmap/watch-the-firewall.yaml")
    assert done["costs"] == {"monthly": "99.00"}
    assert done["done"]["on"] == "2023-02-03"
    assert done["initiative"] == "safe-edge"  # the initiative alone names it
    assert "part of 'Replace the firewall'" in done["notes"]
    meeting = practice.data("clients/nova-labs/meetings/2024-04-10.yaml")
    assert (meeting["status"], meeting["by"]) == ("held", "kim-visio")
    assert meeting["purpose"] == "- Budget\n- Edge"
    assert meeting["recommendations"] == ["replace-the-firewall"]
    assert report["faults"] == []


def test_the_report_names_what_is_no_answer_and_who_is_unknown(practice: Practice, tmp_path: Path) -> None:
    records = dumps.small()
    records["clients"][0]["psa"] = "x"
    report = bring(practice, tmp_path / "dump", records)
    assert report["unmapped_answers"] == [{"answer": "Sort of", "count": 1}]
    assert report["unmatched_standards"] == [{"question": "Is the moon full?", "external": "Q3", "answers": 2}]
    assert report["unknown_users"] == [{"id": "777", "name": "Gone Person"}]
    assert [(each["id"], each["reason"]) for each in report["skipped"]] == [
        ("902", "No finding of it is in the dump: there is nothing to keep.")
    ]
    assert report["ignored_fields"]["clients"] == {"psa": 1}
    assert practice.data("practice/people/gone-person.yaml") == {"name": "Gone Person", "external": {"import": "777"}}
    text = practice.run("import", "history", str(tmp_path / "dump"), "--dry-run").out
    assert "known already" in text


def test_a_dry_run_writes_nothing_and_says_the_same(practice: Practice, tmp_path: Path) -> None:
    before = practice.files()
    planned = bring(practice, tmp_path / "dump", dumps.small(), "--dry-run")
    assert practice.files() == before
    assert planned["written"] == []
    done = bring(practice, tmp_path / "dump", dumps.small())
    assert {**planned, "dry_run": False, "written": done["written"]} == done
    assert len(done["written"]) == len(set(practice.files()) - set(before)) + 1  # and Acme got its id


def test_two_answers_to_one_standard_become_a_remark(practice: Practice, tmp_path: Path) -> None:
    records = dumps.small()
    records["findings"].append({**records["findings"][3], "id": 10, "vcioAnswerType": dumps.ALIGNED, "notes": None})
    bring(practice, tmp_path / "dump", records)
    review = practice.data("reviews/nova-labs/2024-03-05.yaml")
    assert "firewall-backup" not in review["answers"]
    assert review["remarks"]["firewall-backup"]["note"] == (
        "In the former product it was answered 'Marginal' and 'Aligned with Best Practice'.\n\nNo **copy** since May."
    )


@pytest.mark.parametrize(
    ("status", "archived", "wanted"),
    [
        ("Proposed", False, "proposed"), ("", False, "proposed"), ("In Progress", False, "approved"), ("On Hold", False, "deferred"),
        ("Rejected", False, "declined"), ("Risk Accepted", False, "declined"), ("Approved", True, "declined"), ("Mystery", False, "proposed"),
        ("Completed", True, "done"), (None, True, "declined"),
    ],
)  # fmt: skip
def test_what_became_of_a_recommendation(
    status: str | None, archived: bool, wanted: str, practice: Practice, tmp_path: Path
) -> None:
    records = dumps.small()
    records["recommendations"][0] |= {"status": status, "isArchived": archived}
    report = bring(practice, tmp_path / "dump", records)
    # A later review found the backup missing again.
    items = {
        each["id"]: each for each in practice.run("roadmap", "show", "nova-labs", "--json").json["recommendations"]
    }
    assert items["replace-the-firewall"]["status"] == wanted
    assert [each["id"] for each in report["notes"] if "'Mystery'" in each["reason"]] == (
        ["30"] if status == "Mystery" else []
    )
    if status:
        assert f"status {status}" in practice.data("clients/nova-labs/roadmap/replace-the-firewall.yaml")["notes"]


def test_a_quarter_that_is_past_is_kept_in_the_notes(practice: Practice, tmp_path: Path) -> None:
    records = dumps.small()
    records["recommendations"][0]["budgetMonth"] = "2022-05-01T00:00:00"
    report = bring(practice, tmp_path / "dump", records)
    found = practice.data("clients/nova-labs/roadmap/replace-the-firewall.yaml")
    assert "quarter" not in found
    assert "budget month 2022-05" in found["notes"]
    assert any("2022-05, which is past" in each["reason"] for each in report["notes"])
    assert practice.run("lint", "--json").json["problems"] == []


def test_the_report_for_a_person(practice: Practice, tmp_path: Path, golden: Golden) -> None:
    records = dumps.small()
    records["clients"][0]["psa"] = "x"
    records["clients"][1]["name"] = "ACME Explosives"
    records["recommendations"][1]["budget"] = -1
    records["meetings"][0]["status"] = "Sent round"
    dumps.write(tmp_path / "dump", records)
    (tmp_path / "dump" / "notes.txt").write_text("x")
    golden.check("dry-run.txt", practice.run("import", "history", str(tmp_path / "dump"), "--dry-run").out)
    done = practice.run("import", "history", str(tmp_path / "dump"))
    assert done.err == "Look at what came in with 'git status' and 'msptool lint', then commit it.\n"
    golden.check("recommendation.yaml", practice.read("clients/nova-labs/roadmap/replace-the-firewall.yaml"))
    golden.check("review.yaml", practice.read("reviews/nova-labs/2024-03-05.yaml"))
    golden.check("meeting.yaml", practice.read("clients/nova-labs/meetings/2024-04-10.yaml"))
