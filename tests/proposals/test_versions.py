"""Earlier versions of a proposal, from the git history."""

from __future__ import annotations

from datetime import date

from tests.proposals.samples import FIREWALL, desk, ok, refused, sent
from tests.small_practice import Practice

__all__ = ["desk"]
SHOW = ("proposal", "show", "acme", "firewall", "--json", "--version")


def twice(practice: Practice) -> str:
    """Send a first version, commit, and send a second one with another firewall; the first one's commit."""
    sent(practice)
    commit = practice.commit("Send the first version", day=date(2026, 11, 16))
    ok(practice, "proposal", "revise", "acme", "firewall", "--reason", "A larger one")
    practice.write(FIREWALL, practice.read(FIREWALL).replace("unit_cost: 3000", "unit_cost: 4000"))
    practice.commit("Price a larger one", day=date(2026, 11, 17))
    sent(practice)
    practice.commit("Send the second version", day=date(2026, 11, 18))
    return commit


def test_an_earlier_version_is_shown_as_it_was_sent(desk: Practice) -> None:
    commit = twice(desk)
    first = desk.run(*SHOW, "1").json
    assert (first["version"], first["status"], first["commit"]) == (1, "sent", commit)
    assert first["base"]["equipment"][0]["unit_price"] == "3900.00"
    second = desk.run(*SHOW, "2").json
    assert (second["version"], second["commit"], second["base"]["equipment"][0]["unit_price"]) == (2, None, "5200.00")
    totals = [each["total"] for each in second["history"]]
    assert totals == [first["totals"]["first_year"]["gross"], second["totals"]["first_year"]["gross"]]


def test_what_was_committed_on_the_way_to_the_next_version_is_not_what_was_sent(desk: Practice) -> None:
    sent(desk)
    commit = desk.commit("Send it")
    # Somebody changes the offer by hand, commits that too, and only then remembers to revise.
    desk.write(FIREWALL, desk.read(FIREWALL).replace("Read the old rules.", "Read nothing."))
    desk.commit("Change it")
    ok(desk, "proposal", "revise", "acme", "firewall", "--reason", "x")
    first = desk.run(*SHOW, "1").json
    assert (first["commit"], first["steps"][0]["text"]) == (commit, "Read the old rules.")


def test_the_terminal_says_which_commit_it_comes_from(desk: Practice) -> None:
    commit = twice(desk)
    out = ok(desk, "proposal", "show", "acme", "firewall", "--version", "1")
    assert f"as of commit {commit[:10]}, 2026-11-16: Send the first version" in out


def test_a_version_that_there_is_not_or_that_was_never_committed_is_refused(desk: Practice) -> None:
    twice(desk)
    assert refused(desk, *SHOW, "3") == "acme/firewall has 2 versions: there is no version 3."
    desk.write(FIREWALL, desk.read(FIREWALL).replace("version: 2", "version: 3"))
    desk.git("rm", "-r", "--quiet", "--cached", FIREWALL)
    assert "1 of acme/firewall" not in desk.run(*SHOW, "2").err
    desk.write("clients/acme/proposals/other.yaml", desk.read(FIREWALL))
    said = refused(desk, "proposal", "show", "acme", "other", "--version", "1")
    assert said == "Version 1 of acme/other is in no commit of this branch, so it cannot be shown."
