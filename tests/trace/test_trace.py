"""From a standard to its verified fix, by the commands."""

from __future__ import annotations

from datetime import date

import pytest

from tests.small_practice import Golden, Practice

ASKED, DONE, LATER = date(2026, 10, 5), date(2026, 10, 20), date(2026, 11, 2)
PROPOSAL = """\
title: Safe sign-in
recommendations: [mailbox-login]
status: accepted
requested: 2026-10-07
history:
  - {version: 1, on: 2026-10-07, reason: Begun, sent: 2026-10-09}
progress:
  - {status: sent, version: 1, on: 2026-10-09, by: Bob}
  - {status: accepted, version: 1, on: 2026-10-12, by: 'Owner, Ann Lee'}
"""


@pytest.fixture
def story(practice: Practice) -> Practice:
    """A 'no' that was triaged, recommended, approved, offered, done and found in order at the next review."""
    practice.review("acme", "mailbox-login,no,No second factor\nfirewall-backup,no,\n", today=ASKED)
    assert (
        practice.run(
            "finding", "triage", "acme", "mailbox-login", "vulnerable", "--reason", "Mail is money", today=ASKED
        ).code
        == 0
    )
    assert practice.run("roadmap", "propose", "acme", "--each", "--write", today=ASKED).code == 0
    decided = practice.run(
        "roadmap", "decide", "acme", "mailbox-login", "approved", "--by", "Owner, Ann Lee", "--on", "2026-10-08", today=DONE
    )  # fmt: skip
    assert decided.code == 0, decided.err
    practice.write("clients/acme/proposals/safe-sign-in.yaml", PROPOSAL)
    assert practice.run("roadmap", "done", "acme", "mailbox-login", "--by", "jim", today=DONE).code == 0
    practice.commit("Work", DONE)
    practice.review("acme", "mailbox-login,yes,\n", today=LATER)
    return practice


def test_the_whole_chain_in_order(story: Practice, golden: Golden) -> None:
    done = story.run("trace", "acme/mailbox-login", "--json")
    assert done.code == 0, done.err
    (chain,) = done.json["chains"]
    assert chain["state"] == "verified"
    assert [(each["on"], each["kind"]) for each in chain["events"]] == [
        ("2026-10-05", "answer"), ("2026-10-05", "finding"), ("2026-10-05", "triage"), ("2026-10-05", "recommendation"),
        ("2026-10-07", "proposal"), ("2026-10-08", "decision"), ("2026-10-09", "proposal"), ("2026-10-12", "proposal"),
        ("2026-10-20", "done"), ("2026-11-02", "answer"), ("2026-11-02", "verified"),
    ]  # fmt: skip
    commits = {each["path"]: each["commit"] for each in chain["events"]}
    for path, commit in commits.items():
        assert commit == story.git("log", "-1", "--format=%H", "--", path).strip()
    shown = story.run("trace", "acme/mailbox-login").out
    for commit in commits.values():
        shown = shown.replace(commit[:8], "c0ffee00")
    golden.check("trace.txt", shown)


def test_the_change_that_carried_it_out_is_part_of_the_story(story: Practice) -> None:
    story.write(
        "practice/changes/second-factor.yaml",
        "title: A second factor for all\nwhy: x\nauthor: jim\ntools: [psa]\nrecommendations: [acme/mailbox-login]\nstatus: assessed\n"
        "progress:\n  - {status: draft, on: 2026-10-13, by: jim}\n  - {status: assessed, on: 2026-10-14, by: jim}\n",
    )  # fmt: skip
    (chain,) = story.run("trace", "acme/mailbox-login", "--json").json["chains"]
    assert [(each["on"], each["text"]) for each in chain["events"] if each["kind"] == "change"] == [
        ("2026-10-13", "second-factor draft"), ("2026-10-14", "second-factor assessed")
    ]  # fmt: skip
    by_change = story.run("trace", "second-factor", "--json").json["chains"]
    assert [(each["client"], each["standard"]) for each in by_change] == [("acme", "mailbox-login")]


def test_a_proposal_that_names_no_known_recommendation_leads_nowhere_and_says_so(story: Practice) -> None:
    story.write("clients/acme/proposals/wifi.yaml", PROPOSAL.replace("[mailbox-login]", "[wify]"))
    done = story.run("trace", "acme/wifi")
    assert (done.code, done.out) == (0, "")
    assert "'acme/wifi' names no recommendation of a roadmap that fixes a standard" in done.err


def test_what_is_not_committed_yet_is_said_so(story: Practice) -> None:
    path = "clients/acme/triage.yaml"
    judge = ("finding", "triage", "acme", "firewall-backup", "vulnerable", "--reason", "x")
    assert story.run(*judge, today=LATER).code == 0
    (chain,) = story.run("trace", "acme/firewall-backup", "--json").json["chains"]
    assert [each["commit"] for each in chain["events"] if each["path"] == path] == [None]
    assert all(each["commit"] for each in chain["events"] if each["path"] != path)
    assert "not committed" in story.run("trace", "acme/firewall-backup").out
    story.commit("Triage", LATER)
    (chain,) = story.run("trace", "acme/firewall-backup", "--json").json["chains"]
    assert all(each["commit"] for each in chain["events"])


def test_the_first_no_is_no_finding_again(practice: Practice) -> None:
    for day, answer in ((ASKED, "yes"), (DONE, "no"), (LATER, "yes"), (date(2026, 11, 9), "no")):
        practice.review("acme", f"firewall-backup,{answer},\n", today=day)
    (chain,) = practice.run("trace", "acme/firewall-backup", "--json").json["chains"]
    assert [each["text"] for each in chain["events"] if each["kind"] == "finding"] == [
        "it becomes a finding", "it is a finding again"
    ]  # fmt: skip


def test_a_proposal_leads_to_the_same_chain(story: Practice) -> None:
    by_proposal, by_standard = (
        story.run("trace", name, "--json").json["chains"] for name in ("safe-sign-in", "mailbox-login")
    )
    assert by_proposal == by_standard
    assert len(by_proposal) == 1


def test_a_fix_that_did_not_hold_shows(story: Practice) -> None:
    story.review("acme", "mailbox-login,no,Switched off again\n", today=date(2026, 11, 9))
    (chain,) = story.run("trace", "mailbox-login", "--json").json["chains"]
    assert [(each["kind"], each["text"]) for each in chain["events"]][-1] == ("finding", "it is a finding again")
    assert chain["state"].startswith("a finding")


def test_what_nobody_recommended_says_so(practice: Practice) -> None:
    practice.review("acme", "firewall-backup,no,\n", today=ASKED)
    (chain,) = practice.run("trace", "firewall-backup", "--json").json["chains"]
    assert chain["state"] == "a finding that no recommendation names"


def test_a_standard_that_was_never_a_no_is_asked_for_by_client(story: Practice) -> None:
    nothing = story.run("trace", "firewall-firmware")
    assert (nothing.code, nothing.out) == (0, "")
    assert "was never a 'no' at any client" in nothing.err
    (chain,) = story.run("trace", "firewall-firmware", "--client", "acme", "--json").json["chains"]
    assert (chain["state"], chain["events"]) == ("not answered yet", [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("mailbox-logn",),
            "'mailbox-logn' is no standard, recommendation, proposal or change. Did you mean 'mailbox-login'?",
        ),
        (("acmee/mailbox-login",), "Did you mean 'acme'?"),
        (("acme/mailbox-login", "--client", "other"), "Leave one of them out."),
    ],
)
def test_an_unknown_id_is_refused(story: Practice, arguments: tuple[str, ...], said: str) -> None:
    done = story.run("trace", *arguments)
    assert done.code == 2
    assert said in done.err


def state(practice: Practice, today: date = date(2026, 11, 16)) -> str:
    (chain,) = practice.run("trace", "acme/mailbox-login", "--json", today=today).json["chains"]
    return str(chain["state"])


def test_a_day_knows_nothing_of_what_came_after_it(story: Practice) -> None:
    assert [state(story, day) for day in (date(2026, 10, 4), ASKED, date(2026, 10, 9), DONE, LATER)] == [
        "not answered yet", "a finding; recommended", "a finding; approved by Owner, Ann Lee",
        "done, to be verified by the next review", "verified",
    ]  # fmt: skip
    (chain,) = story.run("trace", "acme/mailbox-login", "--json", today=date(2026, 10, 9)).json["chains"]
    assert max(each["on"] for each in chain["events"]) == "2026-10-09"


def test_what_is_done_waits_for_its_review_whatever_else_happens(story: Practice) -> None:
    path = "clients/acme/proposals/safe-sign-in.yaml"
    story.write(path, story.read(path) + "  - {status: withdrawn, version: 1, on: 2026-10-25, by: bob}\n")
    assert state(story, date(2026, 10, 26)) == "done, to be verified by the next review"


def test_a_yes_verifies_only_the_work_before_it(story: Practice) -> None:
    story.review("acme", "mailbox-login,no,\n", today=date(2026, 11, 9))
    assert state(story) == "a finding again, after the work of 2026-10-20"
    story.review("acme", "mailbox-login,yes,\n", today=date(2026, 11, 10))
    assert state(story) == "answered yes"
    story.write(
        "clients/acme/roadmap/again.yaml",
        "title: Again\narea: tam\nstandards: [mailbox-login]\nraised: 2026-11-09\ndone: {on: 2026-11-10}\n",
    )
    assert state(story) == "done, to be verified by the next review"
    story.review("acme", "mailbox-login,yes,\n", today=date(2026, 11, 11))
    assert state(story) == "verified"


def test_an_answer_to_another_question_verifies_nothing(story: Practice) -> None:
    story.standard("mailbox-login", category="email", question="Is every mailbox behind a second factor?")
    (chain,) = story.run("trace", "acme/mailbox-login", "--json").json["chains"]
    assert chain["state"] == "not answered yet"
    assert [each["text"] for each in chain["events"] if each["kind"] == "answer"] == [
        "no (to another wording of the question): No second factor", "yes (to another wording of the question)",
    ]  # fmt: skip
    assert not {"finding", "verified"} & {each["kind"] for each in chain["events"]}


def test_a_reason_ends_with_one_full_stop(story: Practice) -> None:
    decide = (
        "roadmap",
        "decide",
        "acme",
        "firewall-backup",
        "deferred",
        "--by",
        "Owner",
        "--reason",
        "Ask again in spring.",
    )
    assert story.run(*decide).code == 0
    shown = story.run("trace", "acme/firewall-backup").out
    assert "Ask again in spring." in shown
    assert "spring.." not in shown
