"""The open review of a client: one at a time, held by one process, and safe when something goes wrong."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

import pytest
from filelock import FileLock

from tests.small_practice import Practice

HEAD = "standard,answer,note\n"
EVERYTHING = "".join(
    f"{name},yes,\n"
    for name in (
        "firewall-backup", "firewall-firmware", "firewall-label", "mailbox-archive", "mailbox-login", "mailbox-quota",
    )
)  # fmt: skip
TOMORROW = date(2026, 11, 17)


def begin(practice: Practice, rows: str = "firewall-label,yes,\n") -> None:
    done = practice.run("review", "start", "acme", "--all", "--answers", "-", stdin=HEAD + rows)
    assert done.code == 0, done.err


def journal(practice: Practice, *events: Mapping[str, object]) -> None:
    """What a session that died had written."""
    file = practice.root / ".msptool/reviews/acme.2026-11-16.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"".join(json.dumps(event).encode() + b"\n" for event in events))


NO = {
    "event": "answer", "standard": "mailbox-login", "answer": "no", "on": "2026-11-16", "question": "0123456789ab",
    "priority": "high", "note": "Two are old.",
}  # fmt: skip


def test_a_second_review_while_one_is_open_is_refused_with_the_way_on(practice: Practice) -> None:
    begin(practice)
    done = practice.run("review", "start", "acme", "--answers", "-", stdin=HEAD)
    assert done.code == 3
    assert "The review of Acme Explosives from 2026-11-16 is still open" in done.err
    assert "'msptool review resume acme'" in done.err
    assert "'msptool review finish acme'" in done.err


def test_another_client_s_review_may_be_open_beside_it(practice: Practice) -> None:
    practice.client("nova")
    begin(practice)
    assert practice.run("review", "start", "nova", "--answers", "-", stdin=HEAD).code == 0


@pytest.mark.parametrize("command", ["resume", "finish"])
def test_without_an_open_review_there_is_nothing_to_go_on_with(practice: Practice, command: str) -> None:
    done = practice.run("review", command, "acme")
    assert done.code == 3
    assert "No review of Acme Explosives is open: begin one with 'msptool review start acme'." in done.err


@contextmanager
def held(practice: Practice) -> Iterator[None]:
    folder = practice.root / ".msptool/reviews"
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "acme.lock")
    with lock:
        (folder / "acme.owner.json").write_text('{"process": 4711, "host": "laptop"}', encoding="utf-8")
        yield


@pytest.mark.parametrize("command", ["start", "resume", "finish"])
def test_a_second_session_on_one_review_is_told_who_has_it(practice: Practice, command: str) -> None:
    if command != "start":
        begin(practice)
    before = practice.files()
    with held(practice):
        done = practice.run("review", command, "acme")
    assert (done.code, done.out) == (3, "")
    assert (
        "The review of Acme Explosives is open in another window (process 4711 on laptop): quit it there, then run the command again."
        in done.err
    )
    assert practice.files() == before


def test_reading_is_possible_while_a_session_is_open(practice: Practice) -> None:
    begin(practice)
    with held(practice):
        assert practice.run("review", "status", "--json").json["clients"][0]["open_review"] == "2026-11-16"
        assert practice.run("score", "acme").code == 0
        assert practice.run("lint").code == 0


def test_the_owner_of_a_dead_session_is_nobody(practice: Practice) -> None:
    begin(practice)
    (practice.root / ".msptool/reviews/acme.owner.json").write_text('{"process": 1, "host": "gone"}', encoding="utf-8")
    assert practice.run("review", "resume", "acme", "--answers", "-", stdin=HEAD).code == 0


def test_what_a_dead_session_had_written_is_recovered_and_said(practice: Practice) -> None:
    begin(practice)
    journal(practice, NO, {"event": "feedback", "standard": "firewall-label", "text": "Unclear."})
    status = practice.run("review", "status", "acme", "--json").json["clients"][0]
    assert (status["answered"], status["unsaved_actions"]) == (1, 2)
    done = practice.run("review", "resume", "acme", "--answers", "-", "--json", stdin=HEAD)
    assert done.err == "2 actions of an interrupted session recovered.\n"
    assert done.json["counts"] == {"yes": 1, "no": 1, "n/a": 0}
    answers = practice.data("reviews/acme/2026-11-16.yaml")["answers"]
    assert (answers["mailbox-login"]["note"], answers["firewall-label"]["feedback"]) == ("Two are old.", "Unclear.")
    assert not (practice.root / ".msptool/reviews/acme.2026-11-16.jsonl").exists()


def test_finishing_after_a_kill_takes_everything_along_and_says_so(practice: Practice) -> None:
    begin(practice)
    journal(practice, NO)
    done = practice.run("review", "finish", "acme", "--json")
    assert done.json["counts"] == {"yes": 1, "no": 1, "n/a": 0}
    assert "1 action of an interrupted session recovered." in done.err


def test_a_torn_last_line_of_the_journal_is_dropped(practice: Practice) -> None:
    begin(practice)
    journal(practice, NO)
    file = practice.root / ".msptool/reviews/acme.2026-11-16.jsonl"
    file.write_bytes(file.read_bytes() + b'{"event":"answer","standard":"mailbox-qu')
    done = practice.run("review", "resume", "acme", "--answers", "-", "--json", stdin=HEAD)
    assert (done.code, done.json["answered"]) == (0, 2)


def test_a_journal_of_a_review_that_is_on_another_branch_is_not_written_over(practice: Practice) -> None:
    journal(practice, NO)
    begin(practice)
    assert (practice.root / "reviews/acme/2026-11-16-2.yaml").is_file()
    assert (practice.root / ".msptool/reviews/acme.2026-11-16.jsonl").is_file()


def test_the_state_folder_never_gets_into_git(practice: Practice) -> None:
    practice.write(".gitignore", "")
    practice.commit()
    begin(practice)
    assert practice.git("status", "--porcelain", "--untracked-files=all") == "?? reviews/acme/2026-11-16.yaml\n"


def test_a_review_may_take_two_days(practice: Practice) -> None:
    begin(practice)
    done = practice.run(
        "review",
        "resume",
        "acme",
        "--answers",
        "-",
        "--finish",
        "--json",
        stdin=f"{HEAD}mailbox-login,no,\n",
        today=TOMORROW,
    )
    assert (done.json["review"], done.json["answered"]) == ("2026-11-16", 2)
    answers = practice.data("reviews/acme/2026-11-16.yaml")["answers"]
    assert {name: answer["on"] for name, answer in answers.items()} == {
        "firewall-label": "2026-11-16", "mailbox-login": "2026-11-17",
    }  # fmt: skip


def test_a_second_review_on_one_day_gets_its_own_file(practice: Practice) -> None:
    practice.review("acme", "firewall-label,no,Gone.\n")
    practice.review("acme", "firewall-label,yes,Found.\n")
    assert sorted(path.name for path in (practice.root / "reviews/acme").iterdir()) == [
        "2026-11-16-2.yaml",
        "2026-11-16.yaml",
    ]
    assert practice.run("finding", "list", "acme", "--json").json["findings"] == []
    assert practice.run("review", "show", "acme", "--json").json["review"] == "2026-11-16-2"


def test_when_nothing_is_due_nothing_is_left_open_and_the_advice_given_works(practice: Practice) -> None:
    practice.review("acme", EVERYTHING)
    done = practice.run("review", "start", "acme", "--plain")
    assert done.code == 0
    assert "Nothing is due at Acme Explosives. 'msptool review start acme --all' asks everything." in done.err
    assert practice.run("review", "status", "acme", "--json").json["clients"][0]["open_review"] is None
    everything = practice.run("review", "start", "acme", "--all", "--answers", "-", "--json", stdin=HEAD)
    assert (everything.code, everything.json["asked"]) == (0, 6)


def test_a_file_edited_by_hand_during_a_session_is_not_overwritten_and_no_answer_is_lost(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(practice)
    path = practice.root / "reviews/acme/2026-11-16.yaml"
    real = os.fsync

    def edited_meanwhile(handle: int) -> None:
        real(handle)
        if b"by hand" not in path.read_bytes():
            path.write_bytes(path.read_bytes() + b"# by hand\n")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", edited_meanwhile)
        done = practice.run("review", "resume", "acme", "--answers", "-", stdin=f"{HEAD}mailbox-login,no,\n")
    assert done.code == 3
    assert "was changed by someone else since msptool read it" in done.err
    assert path.read_bytes().endswith(b"# by hand\n")
    again = practice.run("review", "resume", "acme", "--answers", "-", "--json", stdin=HEAD)
    assert again.json["answered"] == 2


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_full_disk_stops_the_session_and_every_earlier_answer_is_there_afterwards(
    practice: Practice, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    begin(practice)
    real, calls = os.fsync, [0]

    def full_after_two(handle: int) -> None:
        calls[0] += 1
        if calls[0] > 2:
            raise OSError(number, os.strerror(number))
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full_after_two)
        rows = "mailbox-login,no,\nmailbox-quota,no,\nmailbox-archive,no,\n"
        done = practice.run("review", "resume", "acme", "--answers", "-", stdin=HEAD + rows)
    assert (done.code, done.out) == (3, "")
    assert os.strerror(number) in done.err
    again = practice.run("review", "resume", "acme", "--answers", "-", "--json", stdin=HEAD)
    assert again.json["counts"] == {"yes": 1, "no": 2, "n/a": 0}
    assert "2 actions of an interrupted session recovered." in again.err


def test_a_disk_that_is_full_from_the_start_is_one_sentence(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        done = practice.run("review", "start", "acme", "--answers", "-", stdin=HEAD)
    assert done.code == 3
    assert "No space left on device" in done.err
    assert list((practice.root / "reviews").rglob("*.yaml")) == []
    begin(practice)


@pytest.mark.parametrize("what", [".msptool", ".msptool/reviews"])
def test_a_state_folder_that_cannot_be_made_is_one_sentence(practice: Practice, what: str) -> None:
    practice.write(what, "A file stands where the folder should be.")
    done = practice.run("review", "start", "acme", "--answers", "-", stdin=HEAD)
    assert (done.code, done.out) == (3, "")
    assert ".msptool" in done.err
    assert not (practice.root / "reviews").exists()


@pytest.mark.parametrize("limit", [0, 40])
def test_a_disk_without_any_room_is_one_sentence_of_the_real_program(practice: Practice, limit: int) -> None:
    import resource

    (practice.root / ".msptool/reviews").mkdir(parents=True)
    done = practice.program(
        "review", "start", "acme", "--answers", "-", stdin=HEAD,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert (done.code, done.out) == (3, "")
    assert "Traceback" not in done.err
    assert "File too large" in done.err
    begin(practice)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into read-only folders")
@pytest.mark.parametrize("with_reviews", [True, False])
def test_a_read_only_state_folder_is_one_sentence(practice: Practice, with_reviews: bool) -> None:
    folder = practice.root / ".msptool"
    (folder / "reviews").mkdir(parents=True)
    if not with_reviews:
        (folder / "reviews").rmdir()
    for path in (folder / "reviews", folder):
        if path.exists():
            path.chmod(0o555)
    try:
        done = practice.run("review", "start", "acme", "--answers", "-", stdin=HEAD)
        assert (done.code, done.out) == (3, "")
        assert "cannot be" in done.err
    finally:
        folder.chmod(0o755)
        if with_reviews:
            (folder / "reviews").chmod(0o755)


def test_a_review_begun_by_mistake_is_taken_back(practice: Practice) -> None:
    before = practice.files()
    assert practice.run("review", "start", "acme", "--plain", stdin="q\n").code == 0
    done = practice.run("review", "discard", "acme")
    assert (done.code, done.out) == (0, "The review 2026-11-16 of Acme Explosives is taken back.\n")
    assert practice.files() == before
    begin(practice)


def test_a_review_that_holds_something_is_taken_back_only_on_request_and_kept(practice: Practice) -> None:
    begin(practice)
    content = practice.read("reviews/acme/2026-11-16.yaml")
    refused = practice.run("review", "discard", "acme")
    assert refused.code == 3
    assert "add --yes" in refused.err
    assert practice.read("reviews/acme/2026-11-16.yaml") == content
    done = practice.run("review", "discard", "acme", "--yes", "--json")
    assert practice.read(".msptool/discarded/acme.2026-11-16.yaml") == content
    assert done.json["kept"].endswith(".msptool/discarded/acme.2026-11-16.yaml")
    assert not (practice.root / "reviews/acme/2026-11-16.yaml").exists()


@pytest.mark.parametrize("name", ["acme.owner.json", "acme.lock", "acme.2026-11-16.jsonl"])
def test_a_link_in_the_state_folder_never_leads_a_review_out_of_the_workspace(practice: Practice, name: str) -> None:
    precious = practice.home / "precious"
    precious.write_text("keep")
    link = practice.root / ".msptool/reviews" / name
    link.parent.mkdir(parents=True)
    link.symlink_to(precious)
    done = practice.run("review", "start", "acme", "--answers", "-", stdin=HEAD + "firewall-label,yes,\n")
    assert done.code == 3
    assert "is a symbolic link: delete it" in done.err
    assert precious.read_text() == "keep"


def test_a_broken_standard_does_not_end_a_visit(practice: Practice) -> None:
    begin(practice, "firewall-label,yes,\nmailbox-login,no,Two are old.\n")
    practice.write("standards/email/mailbox-login.yaml", "nmae: x\n")
    done = practice.run("review", "resume", "acme", "--answers", "-", stdin=HEAD + "firewall-backup,yes,\n")
    assert done.code == 0
    assert "Left out: standards/email/mailbox-login.yaml:1: 'nmae' is not a key of a standard." in done.err
    saved = practice.data("reviews/acme/2026-11-16.yaml")
    assert saved["answers"]["mailbox-login"]["note"] == "Two are old."
    assert len(saved["asked"]) == 6
    assert practice.run("score", "acme").code == 3, "a score without it would be silently wrong"


def test_an_answer_is_not_covered_by_that_of_a_standard_that_took_over_its_id(practice: Practice) -> None:
    begin(practice, "firewall-label,yes,The new one.\nfirewall-backup,no,The old one.\n")
    fields = practice.data("standards/firewalls/firewall-label.yaml")
    practice.standard("firewall-label", **{**fields, "formerly": ["firewall-backup"]})
    (practice.root / "standards/firewalls/firewall-backup.yaml").unlink()
    assert practice.run("review", "resume", "acme", "--plain", stdin="q\n").code == 0
    answers = practice.data("reviews/acme/2026-11-16.yaml")["answers"]
    assert {name: each["note"] for name, each in answers.items()} == {
        "firewall-label": "The new one.", "firewall-backup": "The old one.",
    }  # fmt: skip


@pytest.mark.parametrize("options", [("--by", "jmi"), ()])
def test_nobody_unknown_does_a_review(practice: Practice, options: tuple[str, ...]) -> None:
    if not options:
        practice.client("acme", name="Acme Explosives", team={"tam": "jmi"})
    done = practice.run("review", "start", "acme", *options, "--answers", "-", stdin=HEAD)
    assert done.code == 2
    assert "'jmi' is nobody in practice/people/. Did you mean 'jim'?" in done.err
    assert not (practice.root / "reviews").exists()


def test_a_client_under_onboarding_is_asked_the_base_standards_alone(practice: Practice) -> None:
    practice.standard("firewall-backup", level="base")
    practice.client("acme", name="Acme Explosives", status="onboarding")
    done = practice.run("review", "start", "acme", "--answers", "-", "--json", stdin=HEAD)
    assert practice.data(done.json["path"])["asked"] == ["firewall-backup"]
