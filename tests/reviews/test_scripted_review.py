"""`msptool review start --answers`: a review from a file, for tests and automation."""

from __future__ import annotations

from typing import Any

import pytest

from tests.small_practice import Done, Practice

HEAD = "standard,answer,note\n"
ALL = ["firewall-backup", "firewall-firmware", "firewall-label", "mailbox-archive", "mailbox-login", "mailbox-quota"]


def start(practice: Practice, rows: str, *more: str, head: str = HEAD) -> Done:
    return practice.run("review", "start", "acme", "--answers", "-", "--json", *more, stdin=head + rows)


def saved(practice: Practice, name: str = "2026-11-16") -> Any:
    return practice.data(f"reviews/acme/{name}.yaml")


def test_a_review_is_started_answered_and_stays_open(practice: Practice) -> None:
    done = start(practice, "firewall-label,yes,\nmailbox-login,no,Two are old.\nfirewall-backup,n/a,None here.\n")
    assert done.code == 0
    assert done.json == {
        "schema": "msptool/review-session/1", "client": "acme", "review": "2026-11-16",
        "path": "reviews/acme/2026-11-16.yaml", "status": "open", "asked": 6, "answered": 3,
        "counts": {"yes": 1, "no": 1, "n/a": 1}, "refused": [], "commit": None,
    }  # fmt: skip
    review = saved(practice)
    assert (review["status"], review["by"], review["asked"]) == ("open", "jim", ALL)
    assert review["answers"]["mailbox-login"]["note"] == "Two are old."
    assert practice.run("lint").code == 0


def test_for_a_person_it_says_what_is_done_and_how_to_go_on(practice: Practice) -> None:
    done = practice.run("review", "start", "acme", "--answers", "-", stdin=f"{HEAD}firewall-label,yes,\n")
    assert done.out == "1 of 6 answered: 1 yes, 0 no, 0 n/a. Saved in reviews/acme/2026-11-16.yaml.\n"
    assert done.err == "The review is open: go on with 'msptool review resume acme'.\n"


@pytest.mark.parametrize(
    ("row", "standard", "reason"),
    [
        ("firewal-label,yes,", "firewal-label", "There is no standard 'firewal-label'. Did you mean 'firewall-label'?"),
        ("mailbox-login,n/a,", "mailbox-login", "'n/a' needs a note that says why the standard does not apply here."),
        (
            "mailbox-login,n/a,   ",
            "mailbox-login",
            "'n/a' needs a note that says why the standard does not apply here.",
        ),
        ("mailbox-login,maybe,x", "mailbox-login", "'maybe' is not an answer: yes, no or n/a."),
        ("mailbox-login,,x", "mailbox-login", "The row has no answer: yes, no or n/a."),
        (",yes,x", "", "The row names no standard."),
        ("../../etc,yes,x", "../../etc", "There is no standard '../../etc'."),
        (
            "generator,yes,",
            "generator",
            "generator does not apply to Acme Explosives. The client has none of: generator.",
        ),
        ("old-label,yes,", "old-label", "old-label does not apply to Acme Explosives. The standard is retired."),
    ],
)
def test_a_bad_row_is_refused_by_its_number_and_the_good_ones_stay(
    practice: Practice, row: str, standard: str, reason: str
) -> None:
    practice.standard("generator", applies_to={"technologies": ["generator"]})
    practice.standard("old-label", status="retired", retirement={"on": "2026-11-01", "reason": "Old."})
    done = start(practice, f"firewall-label,yes,\n{row}\nfirewall-backup,no,Old.\n")
    assert done.code == 1
    assert done.json["refused"] == [{"row": 3, "standard": standard, "reason": reason}]
    assert f"row 3: {standard or '(no standard)'} refused: {reason}\n" in done.err
    assert list(saved(practice)["answers"]) == ["firewall-backup", "firewall-label"]


def test_an_unknown_area_refuses_the_row(practice: Practice) -> None:
    head = "standard,answer,note,hand_over\n"
    done = start(practice, "firewall-label,no,x,helpdesk\nfirewall-backup,no,x,vcio\n", head=head)
    assert done.code == 1
    assert [each["row"] for each in done.json["refused"]] == [2]
    assert "'helpdesk' is not a delivery area" in done.json["refused"][0]["reason"]
    assert saved(practice)["answers"]["firewall-backup"]["hand_over"] == "vcio"


def test_a_refused_row_leaves_nothing_of_itself(practice: Practice) -> None:
    start(practice, "firewall-label,no,x,helpdesk\n", head="standard,answer,note,hand_over\n")
    assert "answers" not in saved(practice)


def test_fixed_onsite_handed_over_and_feedback_come_from_a_file(practice: Practice) -> None:
    head = "standard,answer,note,fixed_onsite,hand_over,feedback\n"
    start(practice, "firewall-label,no,Labelled it.,yes,service-desk,Ask per site.\n", head=head)
    answer = saved(practice)["answers"]["firewall-label"]
    assert (answer["answer"], answer["fixed_onsite"], answer["hand_over"]) == ("yes", "true", "service-desk")
    assert (answer["note"], answer["feedback"]) == ("Labelled it.", "Ask per site.")


def test_with_finish_a_whole_review_is_one_command(practice: Practice) -> None:
    done = start(practice, "firewall-label,yes,\n", "--finish")
    assert (done.code, done.json["status"]) == (0, "finished")
    assert done.json["commit"] == practice.git("rev-parse", "HEAD").strip()


def test_with_a_refused_row_finish_does_not_finish(practice: Practice) -> None:
    before = practice.git("rev-parse", "HEAD")
    done = start(practice, "firewall-label,yes,\nnothing,yes,\n", "--finish")
    assert (done.code, done.json["status"], done.json["commit"]) == (1, "open", None)
    assert practice.git("rev-parse", "HEAD") == before
    again = practice.run("review", "resume", "acme", "--answers", "-", "--finish", "--json", stdin=HEAD)
    assert (again.code, again.json["status"], again.json["answered"]) == (0, "finished", 1)


def test_yaml_from_a_file_is_taken_as_well(practice: Practice) -> None:
    file = practice.home / "answers.yaml"
    file.write_text("firewall-label: yes\nmailbox-login: {answer: no, note: Two are old.}\n", encoding="utf-8")
    done = practice.run("review", "start", "acme", "--answers", str(file), "--json")
    assert done.json["counts"] == {"yes": 1, "no": 1, "n/a": 0}


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        ("missing.csv", None, "missing.csv cannot be read: No such file or directory."),
        ("bad.csv", b"a;b\n", "its first line must be 'standard,answer,note'"),
        ("bad.yaml", b"a: [\n", "bad.yaml:"),
    ],
)
def test_a_file_that_cannot_be_read_begins_no_review(
    practice: Practice, file: str, content: bytes | None, sentence: str
) -> None:
    path = practice.home / file
    if content is not None:
        path.write_bytes(content)
    done = practice.run("review", "start", "acme", "--answers", str(path))
    assert (done.code, done.out) == (3, "")
    assert sentence in done.err
    assert not (practice.root / "reviews").exists()


def test_a_folder_is_no_answers_file(practice: Practice) -> None:
    done = practice.run("review", "start", "acme", "--answers", str(practice.home))
    assert done.code == 3
    assert "cannot be read: Is a directory." in done.err


def test_a_standard_that_is_not_due_can_be_answered_all_the_same(practice: Practice) -> None:
    done = start(practice, "mailbox-login,yes,\n", "--category", "firewalls")
    assert (done.code, done.json["asked"], done.json["answered"]) == (0, 4, 1)


def test_a_former_id_answers_the_standard_as_it_is_called_now(practice: Practice) -> None:
    practice.standard("firewall-label", formerly=["firewall-sticker"])
    start(practice, "firewall-sticker,yes,\n")
    assert list(saved(practice)["answers"]) == ["firewall-label"]


def test_the_later_of_two_rows_for_one_standard_stands(practice: Practice) -> None:
    done = start(practice, "firewall-label,no,Gone.\nfirewall-label,yes,Found.\n")
    assert done.json["counts"] == {"yes": 1, "no": 0, "n/a": 0}


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        (["--category", "email"], 3), (["--tag", "backup"], 1), (["--tag", "backup", "--tag", "identity"], 2),
        (["--limit", "2"], 2), (["--minutes", "30"], 3), (["--all", "--limit", "4"], 4), (["--all"], 6), ([], 6),
    ],
)  # fmt: skip
def test_the_visit_is_as_large_as_asked_for(practice: Practice, options: list[str], asked: int) -> None:
    assert start(practice, "", *options).json["asked"] == asked


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--category", "firewals"], "There is no category 'firewals'. Did you mean 'firewalls'?"),
        (["--tag", "bakcup"], "There is no tag 'bakcup'. Did you mean 'backup'?"),
        (["--limit", "0"], "--limit"), (["--minutes", "-5"], "--minutes"), (["--limit", "many"], "--limit"),
        (["--by", "Jim Smith"], "Jim Smith"),
    ],
)  # fmt: skip
def test_a_scope_that_means_nothing_begins_no_review(practice: Practice, options: list[str], sentence: str) -> None:
    done = start(practice, "", *options)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert not (practice.root / "reviews").exists()


def test_somebody_else_than_the_tam_may_do_it(practice: Practice) -> None:
    start(practice, "firewall-label,yes,\n", "--by", "bob")
    assert saved(practice)["by"] == "bob"


def test_the_real_program_reads_a_pipe_and_keeps_the_streams_apart(practice: Practice) -> None:
    rows = f"{HEAD}firewall-label,yes,\nnothing,no,\n"
    done = practice.program("review", "start", "acme", "--answers", "-", "--json", stdin=rows)
    assert (done.code, done.json["answered"], done.err.count("\n")) == (1, 1, 1)
    assert done.err.startswith("row 3: nothing refused:")
