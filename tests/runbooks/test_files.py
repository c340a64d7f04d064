"""Files of this room that contradict themselves are refused with a sentence that says what to write."""

from __future__ import annotations

import pytest

from tests.runbooks.builders import MAP, RUNBOOK
from tests.small_practice import Practice
from tests.trees import only_sentence

RUN = """\
runbook: vpn
fingerprint: "0123456789ab"
started: 2026-11-02T09:00:00+00:00
finished: 2026-11-02T09:20:00+00:00
minutes: 20
outcome: resolved
path: [{step: up}]
"""
RUN_PATH = "practice/runbook-runs/2026/2026-11-02-vpn-x.yaml"
PINGS = "interruptions: [{on: 2026-11-03, by: dana, why: x, minutes: 5}]\n"
DRILL = "until: 2026-11-05\nowner: ruth\nreached: [{ticket: T-1, on: 2026-11-03}]\n"
LIST = "title: Leaver\nwhen: x\narea: tam\nitems: [{id: block, do: Block it.}, {id: phone, do: Wipe it.}]\n"
TICKS = "checklist: leaver\nabout: Ann\nstarted: 2026-11-02\nitems: [{id: block, do: x}, {id: phone, do: x}]\n"
TICKS_PATH = "clients/acme/checklists/2026-11-02-leaver-ann.yaml"

BAD = [
    ("runbooks/vpn.yaml", RUNBOOK, "id: restart,", "id: up,", "two steps are called up"),
    ("runbooks/vpn.yaml", RUNBOOK, "name: place,", "name: user,", "two inputs are called user"),
    ("runbooks/vpn.yaml", RUNBOOK, "name: user,", "name: ticket,", "'ticket' is known already: call the input otherwise"),
    ("runbooks/vpn.yaml", RUNBOOK, "kind: choice, choices: [Home, Office]", "kind: choice", "a choice needs its choices"),
    ("runbooks/vpn.yaml", RUNBOOK, "kind: number,", "kind: number, choices: ['1'],", "only a choice has choices"),
    ("runbooks/vpn.yaml", RUNBOOK, "needs: restart-server, ", "", "the kind 'signoff' needs 'needs'"),
    ("runbooks/vpn.yaml", RUNBOOK, "kind: done, ", "kind: done, needs: restart-server, ", "only the kind 'signoff' has 'needs'"),
    ("runbooks/vpn.yaml", RUNBOOK, "to: level-2, ", "", "the kind 'escalate' needs 'to'"),
    ("runbooks/vpn.yaml", RUNBOOK, "to: level-2,", "to: level-1,", "a ticket is escalated to level-2 or to the owner"),
    ("runbooks/vpn.yaml", RUNBOOK, "send: news, ", "", "the kind 'message' needs 'send', and an end may have it"),
    ("runbooks/vpn.yaml", RUNBOOK, "kind: fix, do: Restart the server", "kind: fix, send: news, do: Restart the server", "the kind 'message' needs 'send'"),
    ("runbooks/vpn.yaml", RUNBOOK, "kind: done, ", "kind: done, outcomes: {a: up}, ", "the kind 'done' has no outcomes"),
    ("runbooks/vpn.yaml", RUNBOOK, "kind: check, ", "kind: check, next: agree, ", "'next' is for a fix without outcomes or a message"),
    ("runbooks/vpn.yaml", RUNBOOK, "category: network", "category: netwrok", "'netwrok' is not one of"),
    ("practice/escalation.yaml", MAP, "  owner: {does: Decides rare cases., roles: [owner], reach: Call.}\n", "", "the level 'owner' is missing"),
    ("practice/escalation.yaml", MAP, "id: breach", "id: two-any", "two rules are called two-any"),
    ("practice/escalation.yaml", MAP, "[point-of-contact, level-2]", "[level-3]", "'level-3' is not one of"),
    ("practice/escalation.yaml", MAP, "cost: 50,", "cost: 49.999,", "an amount is a number with at most two decimals"),
    (RUN_PATH, RUN, "T09:20:00", "T08:00:00", "it is finished before it was started"),
    (RUN_PATH, RUN, "outcome: resolved", "outcome: escalated", "says to which level, and no other one does"),
    (RUN_PATH, RUN, "outcome: resolved", "outcome: resolved\nto: owner", "says to which level, and no other one does"),
    (RUN_PATH.replace("2026/", "2025/"), RUN, "runbook: vpn", "runbook: vpn", "it was not started in 2025"),
    ("practice/owner/interruptions/2026-10.yaml", PINGS, "why: x", "why: x", "2026-11-03 is not in 2026-10"),
    ("practice/owner/interruptions/2026-13.yaml", PINGS, "why: x", "why: x", "'2026-13' has characters that are not allowed here"),
    ("practice/owner/interruptions/2026-11.yaml", PINGS, "why: x", "why: x, missing: y, failed: vpn", "name one of the two"),
    ("practice/owner/interruptions/2026-11.yaml", PINGS, "minutes: 5", "minutes: -5", "-5 is less than 0"),
    ("practice/owner/drills/2026-11-06.yaml", DRILL, "owner: ruth", "owner: ruth", "it ends before it starts"),
    ("practice/owner/drills/2026-11-03.yaml", DRILL, "on: 2026-11-03", "on: 2026-11-06", "2026-11-06 is none of its days"),
    ("practice/owner/drills/2026-11-03.yaml", DRILL, "owner: ruth", "owner: ruth\nreviewed: 2026-11-04", "it was reviewed before it ended"),
    ("practice/checklists/leaver.yaml", LIST, "id: phone", "id: block", "two items are called block"),
    (TICKS_PATH, TICKS, "id: phone", "id: block", "two items are called block"),
    (TICKS_PATH, TICKS, "{id: block, do: x}", "{id: block, do: x, na: y}", "has the day on which that was said"),
    (TICKS_PATH, TICKS, "{id: block, do: x}", "{id: block, do: x, on: 2026-11-01}", "block is ticked before the run began"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "old", "new", "sentence"), BAD, ids=[each[-1][:50] for each in BAD])
def test_a_file_that_contradicts_itself(
    desk: Practice, path: str, text: str, old: str, new: str, sentence: str
) -> None:
    assert text.count(old) >= 1
    desk.write("practice/checklists/leaver.yaml", LIST)
    desk.write(path, text.replace(old, new, 1))
    problems = desk.run("runbook", "lint", "--json").json["problems"]
    assert {each["path"] for each in problems} == {path}, problems
    assert any(sentence in each["message"] for each in problems)


def test_everything_in_order_has_no_problem(desk: Practice) -> None:
    for path, text in ((RUN_PATH, RUN), ("practice/owner/interruptions/2026-11.yaml", PINGS), (TICKS_PATH, TICKS),
                       ("practice/owner/drills/2026-11-03.yaml", DRILL), ("practice/checklists/leaver.yaml", LIST)):  # fmt: skip
        desk.write(path, text)
    assert desk.run("runbook", "lint", "--json").json == {
        "schema": "msptool/runbook-lint/1",
        "checked": 7,
        "problems": [],
    }


def test_the_rooms_own_lint_and_the_whole_one_say_the_same(desk: Practice) -> None:
    desk.write("runbooks/vpn.yaml", RUNBOOK.replace("{Up: agree, Down: restart}", "{Up: agre}"))
    desk.write(RUN_PATH, RUN + "by: dnaa\n")
    own = desk.run("runbook", "lint", "--json").json["problems"]
    whole = [each for each in desk.run("lint", "--json").json["problems"] if each["code"].startswith("B")]
    assert own == whole
    assert desk.run("runbook", "lint").code == 1
    assert {each["path"] for each in desk.run("runbook", "lint", "vpn", "--json").json["problems"]} == {
        "runbooks/vpn.yaml"
    }
    assert desk.run("runbook", "lint", "nix").code == 2


def test_lint_of_one_runbook_says_what_is_of_it_and_nothing_else(desk: Practice) -> None:
    """`vpn` is neither `setup-vpn` nor its records; it answers to its former name, as in 'runbook show'."""
    desk.write("runbooks/vpn.yaml", RUNBOOK + "formerly: [remote-access]\n")
    desk.write("runbooks/setup-vpn.yaml", RUNBOOK)
    ping = "  - {{on: 2026-11-{0:02d}, by: dana, why: '?', minutes: 1, failed: {1}}}\n"
    months = "interruptions:\n" + ping.format(3, "setup-vpn") + ping.format(4, "vpn") + ping.format(5, "remote-access")
    desk.write("practice/owner/interruptions/2026-11.yaml", months)
    for name in ("vpn", "remote-access"):
        found = desk.run("runbook", "lint", name, "--json").json
        assert [each["message"] for each in found["problems"]] == [
            "vpn failed on 2026-11-04 and was not changed since",
            "remote-access failed on 2026-11-05 and was not changed since",
        ]
        assert found["checked"] == 2, "its file and the month in which it failed"
    assert desk.run("runbook", "lint", "setup-vpn", "--json").json["checked"] == 2
    desk.write("runbooks/vpn.yaml", "title: x\n")
    assert desk.run("runbook", "lint", "vpn").code == 1
    refused = desk.run("runbook", "lint", "vnp")
    assert (refused.code, only_sentence(refused)) == (2, "There is no runbook 'vnp'. Did you mean 'vpn'?")


def test_a_loop_is_found_and_its_steps_are_named(desk: Practice) -> None:
    desk.write("runbooks/vpn.yaml", RUNBOOK.replace("next: close", "next: tell"))
    done = desk.run("runbook", "lint")
    assert "error B104 nobody gets out of these steps: tell, wait and back to tell" in done.out
    assert done.code == 1
