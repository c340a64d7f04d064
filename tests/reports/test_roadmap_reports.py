"""The strategy review, the roadmap and the risk register: what a client's leaders read, and what never reaches them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.small_practice import HIGH, LOW, Golden, Practice

ASKED, TODAY = date(2026, 5, 4), date(2026, 11, 16)
SECRET = "SECRET-7f3a"
KINDS = ("client", "roadmap", "risk")


@pytest.fixture
def story(practice: Practice) -> Practice:
    """acme with a verified, an approved, an undecided and an accepted recommendation, and internal notes everywhere."""
    remedies = {
        "firewall-backup": ("Export the settings", 1, "none", HIGH), "firewall-firmware": ("Replace the firewall", 8, "high", HIGH),
        "firewall-label": ("Label it", 0.5, "none", LOW), "mailbox-login": ("Require a second factor", 4, "medium", HIGH),
    }  # fmt: skip
    for id, (summary, hours, cost, more) in remedies.items():
        category = "email" if id.startswith("mail") else "firewalls"
        practice.standard(
            id, category=category, remedy={"summary": summary, "area": "tam", "hours": hours, "cost": cost}, **more
        )
    practice.client("acme", name="Acme Explosives", notes=f"{SECRET} notes", fiscal_year_starts=7)
    practice.commit("Remedies", ASKED)
    practice.review(
        "acme", f"firewall-backup,no,{SECRET} note\nfirewall-firmware,no,\nfirewall-label,no,\nmailbox-login,no,\nmailbox-quota,yes,\n",
        today=ASKED,
    )  # fmt: skip
    assert practice.run("roadmap", "propose", "acme", "--each", "--write", today=ASKED).code == 0
    owner = ("--by", "Owner, Ann Lee")
    commands = [
        ("roadmap", "decide", "acme", "firewall-firmware", "approved", *owner, "--quarter", "2026-Q3"),
        (
            "roadmap",
            "decide",
            "acme",
            "firewall-label",
            "risk-accepted",
            *owner,
            "--until",
            "2027-06-30",
            "--reason",
            f"{SECRET} reason",
        ),
        ("finding", "triage", "acme", "mailbox-login", "vulnerable", "--reason", f"{SECRET} triage"),
        ("roadmap", "group", "acme", "cloud", "--title", "Cloud & <b>mail</b>"),
        ("roadmap", "done", "acme", "firewall-backup", "--note", f"{SECRET} done"),
    ]
    for command in commands:
        done = practice.run(*command, today=ASKED)
        assert done.code == 0, done.err
    path = "clients/acme/roadmap/mailbox-login.yaml"
    practice.write(path, practice.read(path) + f"notes: {SECRET} notes\nexternal: {{psa: {SECRET}}}\n")
    practice.commit("Decisions", ASKED)
    practice.review("acme", "firewall-backup,yes,\n", today=date(2026, 8, 3))
    return practice


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_client_reads(story: Practice, golden: Golden, kind: str) -> None:
    done = story.run("report", kind, "acme", today=TODAY)
    assert done.code == 0, done.err
    golden.check(f"{kind}.md", done.out)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_internal_reaches_the_client(story: Practice, kind: str) -> None:
    for arguments in (("--format", "md"), ("--format", "html"), ("--json",)):
        done = story.run("report", kind, "acme", *arguments, today=TODAY)
        assert done.code == 0, done.err
        assert SECRET not in done.out
        assert "<b>mail</b>" not in done.out or "--json" in arguments


def test_the_budget_is_by_the_client_s_fiscal_year(story: Practice) -> None:
    found = story.run("report", "roadmap", "acme", "--json", today=TODAY).json["outlook"]
    assert found["now"] == "2026-Q2"
    assert [(each["name"], each["total"], each["approved"]) for each in found["years"]] == [
        ("FY 2026", "6000.00", "6000.00")
    ]
    assert found["unplaced"] == "1500.00"


def test_an_accepted_risk_is_open_again_after_its_day(story: Practice) -> None:
    before = story.run("report", "risk", "acme", "--json", today=TODAY).json
    assert [(each["accepted_by"], each["until"]) for each in before["accepted"]] == [("Owner, Ann Lee", "2027-06-30")]
    after = story.run("report", "risk", "acme", "--json", today=date(2027, 7, 1)).json
    assert after["accepted"] == []
    assert len(after["open"]) == len(before["open"]) + 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_client_that_was_never_reviewed_has_a_page_too(practice: Practice, kind: str) -> None:
    done = practice.run("report", kind, "acme")
    assert done.code == 0, done.err
    assert "never reviewed" in done.err


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_about_one_client_as_it_is_today(practice: Practice, kind: str) -> None:
    assert practice.run("report", kind).code == 2
    assert practice.run("report", kind, "acme", "--year", "2027").code == 2
    assert practice.run("report", kind, "acme", "--review", "2026-01-01").code == 2


@pytest.mark.parametrize("kind", ["client", "risk"])
def test_a_risk_is_not_read_as_what_is_in_place(story: Practice, kind: str) -> None:
    assert "| Not in place: Mailbox login |" in story.run("report", kind, "acme", today=TODAY).out
    html = story.run("report", kind, "acme", "--format", "html", today=TODAY).out
    assert '<span class="soft">Not in place:</span> <span dir="auto">Mailbox login</span>' in html


def test_a_gain_below_one_point_is_not_said(story: Practice) -> None:
    for number in range(150):
        story.standard(f"password-{number}", category="email", **HIGH)
    story.commit("Many standards", TODAY)
    story.review("acme", "".join(f"password-{number},yes,\n" for number in range(150)), today=TODAY)
    for kind in ("client", "roadmap"):
        for form in ("md", "html"):
            page = story.run("report", kind, "acme", "--format", form, today=TODAY).out
            assert "ailbox login" in page
            assert "raises your score" not in page
