"""`msptool report`: what it takes, what it writes, and what the reports say about real reviews."""

from __future__ import annotations

import os
import stat
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.small_practice import Practice, dump
from tests.trees import only_sentence, posix, python

FIRST = "firewall-backup,yes,\nfirewall-firmware,no,Version 9.1\nmailbox-login,n/a,No mail here\nmailbox-quota,no,\n"
SECOND = "firewall-backup,yes,\nfirewall-firmware,yes,Updated\nfirewall-label,no,\n"


@pytest.fixture
def reviewed(practice: Practice) -> Practice:
    """Two finished reviews of acme."""
    practice.review("acme", FIRST, today=date(2026, 8, 18))
    practice.review("acme", SECOND, today=date(2026, 11, 12))
    return practice


def test_a_report_goes_to_standard_output_as_markdown(reviewed: Practice) -> None:
    done = reviewed.run("report", "visit", "acme")
    assert done.code == 0
    assert done.err == ""
    assert done.out.startswith("# Visit summary: Acme Explosives\n")
    assert done.out.endswith(".\n")


@pytest.mark.parametrize(
    ("name", "options", "start"),
    [
        ("visit.html", [], "<!doctype html>"), ("visit.HTM", [], "<!doctype html>"), ("visit.md", [], "# Visit"),
        ("visit.txt", [], "# Visit"), ("visit.txt", ["--format", "html"], "<!doctype html>"),
    ],
)  # fmt: skip
def test_a_file_is_written_in_its_format_and_its_path_printed(
    reviewed: Practice, tmp_path: Path, name: str, options: list[str], start: str
) -> None:
    output = tmp_path / "out" / name
    done = reviewed.run("report", "visit", "acme", *options, "--output", str(output))
    assert (done.code, done.out) == (0, f"{output}\n")
    assert output.read_text(encoding="utf-8").startswith(start)
    assert b"\r" not in output.read_bytes()
    assert [path.name for path in output.parent.iterdir()] == [name]


def test_an_earlier_report_is_replaced(reviewed: Practice, tmp_path: Path) -> None:
    output = tmp_path / "visit.md"
    output.write_text("old", encoding="utf-8")
    assert reviewed.run("report", "visit", "acme", "--output", str(output)).code == 0
    assert output.read_text(encoding="utf-8").startswith("# Visit")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["visits", "acme"], 2, "There is no report 'visits'. Did you mean 'visit'?"),
        (["zzz", "acme"], 2, "The kinds are visit, findings"),
        (["visit"], 2, "about one client: 'msptool report visit CLIENT'"),
        (["visit", "acmee"], 2, "There is no client 'acmee'"),
        (["visit", "acme", "--format", "docx"], 2, "--format takes md, html or pdf, not 'docx'"),
        (["visit", "acme", "--format", "pdf"], 2, "A PDF goes into a file: name it with --output FILE."),
        (["portfolio", "acme"], 2, "about the whole practice"),
        (["owner", "--year", "2026"], 2, "about the whole practice"),
        (["agreement", "--review", "2026-11-12"], 2, "about the whole practice"),
        (["visit", "acme", "--review", "2020-01-01"], 2, "There is no review '2020-01-01' of Acme Explosives"),
        (["visit", "acme", "--json", "--output", "x.md"], 2, "--json"),
    ],
)
def test_what_makes_no_sense_is_refused(reviewed: Practice, arguments: list[str], code: int, words: str) -> None:
    done = reviewed.run("report", *arguments)
    assert (done.code, done.out) == (code, "")
    assert words in only_sentence(done)


@posix
def test_a_folder_or_a_place_that_cannot_be_written_is_refused(reviewed: Practice, tmp_path: Path) -> None:
    done = reviewed.run("report", "visit", "acme", "--output", str(tmp_path))
    assert done.code == 2
    assert "is a folder" in only_sentence(done)
    done = reviewed.run("report", "visit", "acme", "--output", "/dev/null/visit.md")
    assert done.code == 3
    assert "cannot be written" in only_sentence(done)


def test_the_data_of_a_visit(reviewed: Practice) -> None:
    data = reviewed.run("report", "visit", "acme", "--json").json
    assert data["schema"] == "msptool/report-visit/1"
    assert (data["client"], data["tam"], data["vcio"]) == ("Acme Explosives", "Jim Tam", "Bob Vee")
    assert data["days"] == ["2026-11-12"]
    assert data["counts"] == {"checked": 3, "in_line": 2, "attention": 1, "not_applicable": 0, "fixed": 0}
    assert [(each["name"], each["answer"]) for group in data["checked"] for each in group["items"]] == [
        ("Firewall backup", "In line"), ("Firewall firmware", "In line"), ("Firewall label", "Needs attention"),
    ]  # fmt: skip
    # 5 + 5 of 5 + 5 + 1 + 3 points; before it was 5 of 5 + 5 + 3.
    assert data["figure"]["score"] == pytest.approx(10 / 14, abs=1e-6)
    assert (data["figure"]["answered"], data["figure"]["applicable"]) == (5, 6)
    assert (data["change"], data["compared_with"]) == (71 - 38, "2026-08-18")
    assert [point["day"] for point in data["trend"]] == ["2026-08-18", "2026-11-12"]
    assert data["earlier"] == ["Mailbox quota"]
    assert data["figure"]["library"] == reviewed.git("rev-parse", "HEAD~1").strip()
    states = {each["name"]: each["state"] for each in data["categories"]}
    assert states == {"Firewalls": "scored", "Email": "scored"}


def test_the_figures_are_those_of_the_score_command(reviewed: Practice) -> None:
    report = reviewed.run("report", "visit", "acme", "--json").json
    score = reviewed.run("score", "acme", "--as-of", "2026-11-12", "--trend", "--json").json
    for name in ("score", "coverage", "lower_bound", "answered", "applicable"):
        assert report["figure"][name] == score[name]
    assert [point["score"] for point in report["trend"]] == [point["score"] for point in score["trend"]]


def test_an_older_review_is_reported_as_it_was(reviewed: Practice) -> None:
    before = reviewed.run("report", "visit", "acme", "--review", "2026-08-18", "--json").json
    assert [point["day"] for point in before["trend"]] == ["2026-08-18"]
    assert before["change"] is None
    assert before["counts"]["attention"] == 2
    assert [each["name"] for each in before["attention"]] == ["Firewall firmware", "Mailbox quota"]
    reviewed.standard("firewall-firmware", question="Is the firmware new?", name="Renamed since")
    reviewed.commit("Reword", date(2026, 11, 14))
    after = reviewed.run("report", "visit", "acme", "--review", "2026-08-18", "--json").json
    assert after == before


def test_a_standard_that_was_reworded_or_lost_is_not_put_into_anybodys_mouth(reviewed: Practice) -> None:
    """Without git the pinned library is not known: the question that was asked is then not shown."""
    reviewed.standard("firewall-firmware", question="Is the firmware brand new?")
    (reviewed.root / "standards/firewalls/firewall-label.yaml").unlink()
    (reviewed.root / ".git").rename(reviewed.home / "git")
    data = reviewed.run("report", "visit", "acme", "--json").json
    by_name = {each["name"]: each for group in data["checked"] for each in group["items"]}
    assert by_name["Firewall firmware"]["question"] == ""
    assert by_name["Firewall label"] == {
        "name": "Firewall label", "question": "", "why": "", "outcome": "attention", "answer": "Needs attention", "fixed": False,
    }  # fmt: skip
    assert data["figure"]["library"] is None
    assert "library without version control" in reviewed.run("report", "visit", "acme").out


def test_an_open_review_is_refused_unless_it_is_named_and_then_a_draft(practice: Practice) -> None:
    start = ("review", "start", "acme", "--all", "--answers", "-")
    assert practice.run(*start, stdin="standard,answer,note\nfirewall-backup,yes,\n").code == 0
    done = practice.run("report", "visit", "acme")
    assert done.code == 3
    assert "is not finished" in only_sentence(done)
    assert "--review 2026-11-16" in done.err
    done = practice.run("report", "visit", "acme", "--review", "2026-11-16")
    assert "Draft" in done.out
    assert "**100% in line" in done.out
    assert "A draft: the review 2026-11-16 is not finished." in done.err


def test_an_open_review_beside_finished_ones_is_only_remarked(reviewed: Practice) -> None:
    start = ("review", "start", "acme", "--all", "--answers", "-")
    assert reviewed.run(*start, stdin="standard,answer,note\nfirewall-backup,no,\n").code == 0
    done = reviewed.run("report", "visit", "acme", "--json")
    assert done.json["review"] == "2026-11-12"
    assert done.json["draft"] is False
    assert "A newer review, 2026-11-16, is still open" in done.err
    draft = reviewed.run("report", "visit", "acme", "--review", "2026-11-16", "--json").json
    assert draft["draft"] is True
    assert [point["day"] for point in draft["trend"]] == ["2026-08-18", "2026-11-12", "2026-11-16"]
    assert [each["name"] for each in draft["attention"]] == ["Firewall backup"]


def test_a_client_without_a_review_has_no_report(practice: Practice) -> None:
    for kind in ("visit", "findings"):
        done = practice.run("report", kind, "acme")
        assert done.code == 2
        assert "There is no review of Acme Explosives yet" in only_sentence(done)


def test_a_client_without_people_sites_or_visits_gets_a_page_all_the_same(practice: Practice) -> None:
    practice.client("lone", team={})
    practice.review("lone", "mailbox-login,n/a,Not here\n")
    for format in ("md", "html"):
        done = practice.run("report", "visit", "lone", "--format", format)
        assert done.code == 0, done.err
        assert "No score yet" in done.out
        assert "so there is nothing to score" in done.out
        assert practice.run("report", "findings", "lone", "--format", format).code == 0


def test_the_visit_day_is_told(practice: Practice) -> None:
    visit = {
        "on": "2026-11-12", "by": "jim", "summary": "All went well.\n\nThank you.", "maintenance": ["Dusted the rack"],
        "tickets": [{"summary": "Toner", "id": "T-1", "done": True}, {"summary": "Label printer", "id": "T-2"}],
        "changes": [{"summary": "Desk moved", "done": True}], "unresolved": ["Screen flickers"], "next_visit": "2027-02-16",
    }  # fmt: skip
    practice.review("acme", FIRST, today=date(2026, 11, 12))
    path = "reviews/acme/2026-11-12.yaml"
    practice.write(path, practice.read(path).replace("answers:\n", dump({"visits": [visit]}) + "answers:\n", 1))
    data = practice.run("report", "visit", "acme", "--json").json
    assert data["summary"] == [{"day": "2026-11-12", "paragraphs": ["All went well.", "Thank you."]}]
    assert data["tickets"] == [{"summary": "Toner", "reference": "T-1"}]
    assert data["changes"] == [{"summary": "Desk moved", "reference": ""}]
    assert data["maintenance"] == ["Dusted the rack"]
    assert [each["summary"] for each in data["follow_up"]] == ["Screen flickers", "Label printer"]
    assert data["next_visit"] == "2027-02-16"


def test_the_data_of_a_findings_pack(reviewed: Practice) -> None:
    assert reviewed.run("finding", "triage", "acme", "mailbox-quota", "marginal", "--reason", "Few mails.").code == 0
    data = reviewed.run("report", "findings", "acme", "--json").json
    assert data["schema"] == "msptool/report-findings/1"
    assert [group["name"] for group in data["severities"]] == ["medium", "low"]
    quota, label = (group["findings"][0] for group in data["severities"])
    assert (quota["since"], quota["age_days"], quota["new"]) == ("2026-08-18", 90, False)
    assert quota["triage"] == {
        "stage": "marginal", "reason": "Few mails.", "by": "Bob Vee", "on": "2026-11-16",
        "way": None, "accepted_by": None, "until": None, "past": False,
    }  # fmt: skip
    assert (label["new"], label["times"], label["triage"]) == (True, 1, None)
    assert data["totals"] == {"findings": 2, "triaged": 1, "estimated": 2, "hours": 2.0}
    assert [each["name"] for each in data["overdue"]] == ["Mailbox quota"]
    # 10 of 14 points, and half of the 3 points of the marginal one.
    assert data["judged"]["score"] == pytest.approx(11.5 / 14, abs=1e-6)
    assert data["judged"]["method"] == "vcio"


def test_a_finding_that_came_back_says_so(practice: Practice) -> None:
    for day, answer in ((date(2026, 5, 1), "no"), (date(2026, 8, 1), "yes"), (date(2026, 11, 1), "no")):
        practice.review("acme", f"firewall-backup,{answer},\n", today=day)
    found = practice.run("report", "findings", "acme", "--json").json["severities"][0]["findings"][0]
    assert (found["times"], found["since"], found["new"]) == (2, "2026-11-01", True)
    assert "came back, 2 times in all" in practice.run("report", "findings", "acme").out


def test_money_in_the_pack_is_text_with_its_currency(reviewed: Practice) -> None:
    reviewed.client("acme", name="Acme Explosives", agreement={"starts": "2026-01-01", "mrr": 4000})
    agreement = reviewed.run("report", "findings", "acme", "--json").json["agreement"]
    assert (agreement["mrr"], agreement["currency"]) == ("4000.00", "USD")
    assert "USD 4,000.00 a month" in reviewed.run("report", "findings", "acme").out


def test_the_same_command_gives_the_same_bytes(reviewed: Practice) -> None:
    for kind in ("visit", "findings"):
        pages = {reviewed.run("report", kind, "acme", "--format", "html").out for _ in range(2)}
        assert len(pages) == 1


def test_reading_a_report_changes_nothing_in_the_workspace(reviewed: Practice) -> None:
    before = reviewed.files()
    for kind in ("visit", "findings"):
        assert reviewed.run("report", kind, "acme", "--format", "html").code == 0
    assert reviewed.files() == before


def test_naming_the_command_imports_no_template_engine(tmp_path: Path) -> None:
    code = "import sys, msptool.reports.commands; print([m for m in ('jinja2', 'pydantic', 'git') if m in sys.modules])"
    assert python(code, cwd=tmp_path).out.strip() == "[]"


def test_a_report_is_written_to_what_is_no_file_as_it_is(practice: Practice, tmp_path: Path) -> None:
    practice.review("acme", "firewall-label,yes,\n")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    assert practice.run("report", "visit", "acme", "--format", "md", "--output", str(pipe)).code == 0
    out, _ = reader.communicate(timeout=60)
    assert out.startswith(b"# ")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("name", ["visit.doc", "visit.docx"])
def test_a_name_that_says_no_format_we_write_is_refused(practice: Practice, tmp_path: Path, name: str) -> None:
    practice.review("acme", "firewall-label,yes,\n")
    done = practice.run("report", "visit", "acme", "--output", str(tmp_path / name))
    assert done.code == 2
    assert "end it in .md, .html or .pdf, or add --format" in done.err
    assert not (tmp_path / name).exists()
    assert practice.run("report", "visit", "acme", "--format", "md", "--output", str(tmp_path / name)).code == 0


def test_the_findings_pack_shows_the_agreement_that_runs(practice: Practice) -> None:
    earlier = {"starts": "2025-01-01", "ends": "2026-12-31", "mrr": 100, "seats": 3}
    practice.client("acme", agreement={"starts": "2027-01-01", "mrr": 900, "seats": 9}, earlier_agreements=[earlier])
    practice.review("acme", "firewall-label,yes,\n")
    found = practice.run("report", "findings", "acme", "--json").json["agreement"]
    assert (found["seats"], found["mrr"]) == (3, "100.00")


def test_the_monthly_page_names_the_next_visit_of_the_calendar_first(practice: Practice) -> None:
    visit = {"on": "2026-11-12", "by": "jim", "next_visit": "2026-11-20"}
    practice.review("acme", FIRST, today=date(2026, 11, 12))
    path = "reviews/acme/2026-11-12.yaml"
    practice.write(path, practice.read(path).replace("answers:\n", dump({"visits": [visit]}) + "answers:\n", 1))
    assert practice.run("report", "monthly", "acme", "--json").json["next_visit"] == "2026-11-20"
    practice.write("practice/schedule/2026/acme.yaml", dump({"visits": [{"id": 1, "day": "2026-12-03", "tam": "jim"}]}))
    assert practice.run("report", "monthly", "acme", "--json").json["next_visit"] == "2026-12-03"


def test_a_client_whose_review_is_not_finished_keeps_no_other_from_its_report(
    practice: Practice, tmp_path: Path
) -> None:
    practice.client("bakery", name="Bakery")
    practice.commit("Another client")
    practice.review("bakery", "firewall-label,yes,\n")
    assert practice.run("review", "start", "acme", "--plain", stdin="y\nq\n").code == 0
    done = practice.run("report", "visit", "--all-clients", "-o", str(tmp_path / "out"))
    assert done.code == 0, done.err
    assert "acme: left out. The review of Acme Explosives from 2026-11-16 is not finished" in done.err
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["bakery.md"]


def test_a_day_that_was_agreed_earlier_on_the_same_day_is_still_the_next_visit(practice: Practice) -> None:
    lines = "y\nv next 2026-12-14\nq\n"
    practice.run("review", "start", "acme", "--plain", "--finish", stdin=lines)
    practice.review("acme", "firewall-label,yes,\n")
    assert practice.run("report", "visit", "acme", "--json").json["next_visit"] == "2026-12-14"


@pytest.mark.parametrize("name", ["oct.html", "oct.md", "oct.pdf"])
def test_a_folder_of_reports_is_not_called_like_a_file(practice: Practice, tmp_path: Path, name: str) -> None:
    done = practice.run("report", "client", "--all-clients", "--output", str(tmp_path / name))
    assert (done.code, f"{name} would be a folder: name it without" in done.err) == (2, True)
    assert not (tmp_path / name).exists()
