"""Lint: what is wrong in a proposal or a template, and where."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.proposals.samples import FIREWALL, PROPOSAL, SWITCHES, TEMPLATE, changed, codes, desk, ok, sent
from tests.small_practice import Practice, dump

__all__ = ["desk"]


def lint(practice: Practice) -> list[str]:
    """What lint finds: code, place and message."""
    found = practice.run("lint", "--json").json["problems"]
    return [f"{each['code']} {each['path']}:{each['line']} {each['message']}" for each in found]


def lined(practice: Practice, key: str, path: str = FIREWALL, nth: int = 0) -> int:
    """The line on which a key stands for the nth time."""
    lines = practice.read(path).split("\n")
    return [number for number, line in enumerate(lines, 1) if line.lstrip("- ").startswith(f"{key}:")][nth]


def moves(*states: str, **days: str) -> list[dict[str, Any]]:
    return [{"status": each, "version": 1, "on": days.get(each, "2026-11-02")} for each in states]


@pytest.mark.parametrize(
    ("changes", "key", "code", "words"),
    [
        ({"template": "swiches"}, "template", "D102", "there is no template 'swiches'"),
        ({"designer": "door"}, "designer", "D103", "'door' is nobody in practice/people/"),
        ({"requested_by": "bobb"}, "requested_by", "D103", "'bobb' is nobody in practice/people/"),
        ({"due": "2026-11-01"}, "due", "D105", "'due' is before 'requested', 2026-11-02"),
        ({"finish": "2027-01-10"}, "finish", "D105", "'finish' is before 'start', 2027-01-11"),
        ({"version": 2}, "history", "D106", "version 2 needs a history of every version up to it, and has 1"),
        ({"history": None}, "version", "D106", "and has nothing"),
        ({"status": "ready"}, "status", "D107", "the status is ready, and the progress says draft"),
        ({"progress": None}, "status", "D107", "the status is draft, and the progress says nothing"),
        ({"progress": moves("ready", "draft")}, "status", "D107", "the progress says ready, draft"),
    ],
)  # fmt: skip
def test_each_rule_fires_at_its_place(desk: Practice, changes: dict[str, Any], key: str, code: str, words: str) -> None:
    desk.write(FIREWALL, changed(**changes))
    found = lint(desk)
    assert len(found) == 1, found
    # A list begins on the line below its key.
    line = lined(desk, key) + (key == "history")
    assert found[0].startswith(f"{code} {FIREWALL}:{line} ")
    assert words in found[0]


def test_a_proposal_of_nobody(desk: Practice) -> None:
    desk.write(FIREWALL.replace("acme", "acmee"), changed())
    assert lint(desk) == ["D101 clients/acmee/proposals/firewall.yaml:1 there is no client 'acmee'"]


def test_a_recommendation_is_looked_up_once_there_is_a_roadmap(desk: Practice) -> None:
    desk.write(FIREWALL, changed(recommendations=["firewall-firmware", "new-firewal"]))
    assert codes(desk) == []
    for name in ("firewall-firmware", "new-firewall"):
        recommendation = {"title": "x", "area": "tam", "raised": "2026-11-01"}
        desk.write(f"clients/acme/roadmap/{name}.yaml", dump(recommendation))
    found = desk.run("lint", "--json").json["problems"]
    assert [(each["code"], each["hint"]) for each in found] == [("D104", "Did you mean 'new-firewall'?")]


def test_a_recommendation_of_another_client_is_none_of_this_one(desk: Practice) -> None:
    desk.client("nova")
    for client, name in (("acme", "label-cables"), ("nova", "firewall-firmware")):
        recommendation = {"title": "x", "area": "tam", "raised": "2026-11-01"}
        desk.write(f"clients/{client}/roadmap/{name}.yaml", dump(recommendation))
    desk.write(FIREWALL, changed(recommendations=["firewall-firmware"]))
    assert [each.split(" ", 2)[::2] for each in lint(desk)] == [
        ["D104", "acme has no recommendation 'firewall-firmware'"]
    ]


def test_steps_stand_in_the_order_of_their_days_and_none_is_still_to_come(desk: Practice) -> None:
    desk.write(FIREWALL, changed(status="withdrawn", progress=moves("draft", "ready", "withdrawn", ready="2026-11-01")))
    assert ["2026-11-01 is before the step above it, 2026-11-02" in each for each in lint(desk)] == [True]
    desk.write(FIREWALL, changed(status="withdrawn", progress=moves("draft", "withdrawn", withdrawn="2026-11-17")))
    assert ["2026-11-17 is still to come" in each for each in lint(desk)] == [True]


def test_a_state_that_was_skipped_by_hand_is_found(desk: Practice) -> None:
    desk.write(FIREWALL, changed(status="declined", progress=moves("draft", "sent", "declined")))
    found = desk.run("lint", "--json").json["problems"]
    assert {each["code"] for each in found} == {"D106", "D107"}
    skipped = next(each for each in found if each["code"] == "D107")
    assert (skipped["message"], skipped["hint"]) == (
        "sent does not follow draft",
        "After draft comes ready or withdrawn.",
    )


def test_a_sent_version_says_when_for_how_much_and_by_which_terms(desk: Practice) -> None:
    sent(desk)
    text = desk.read(FIREWALL)
    desk.write(FIREWALL, text.replace("    total: 5770\n", ""))
    assert codes(desk) == ["D106"]
    desk.write(FIREWALL, text)
    assert codes(desk) == []


def test_prices_end_before_today_or_before_the_end_of_the_offer(desk: Practice) -> None:
    lines = [{**each, "price_until": "2026-12-10"} for each in PROPOSAL["equipment"][:1]]
    desk.write(FIREWALL, changed(equipment=lines, validity_days=20))
    assert codes(desk) == []
    on = ("--today", "2026-12-11", "lint", "--json")
    found = desk.run(*on, today=None).json["problems"]
    assert [(each["code"], each["severity"], each["message"]) for each in found] == [
        ("D109", "warning", "the price of 'Firewall' holds until 2026-12-10, which is past")
    ]
    sent(desk)
    desk.write(FIREWALL, desk.read(FIREWALL).replace("price_until: '2026-12-10'", "price_until: '2026-11-30'"))
    assert ["which is before the end of the offer, 2026-12-06" in each for each in lint(desk)] == [True]


def test_a_ready_proposal_says_until_when_hardware_prices_hold_and_lacks_no_part(desk: Practice) -> None:
    progress = moves("draft", "ready")
    bare = [
        {"kind": "hardware", "name": "Firewall", "unit_cost": 10},
        {"kind": "software", "name": "Agent", "unit_cost": 10},
    ]
    lacking: dict[str, Any] = {
        "equipment": bare, "resources": None, "timeline": PROPOSAL["timeline"][:2], "options": None,
        "steps": PROPOSAL["steps"][:2],
    }  # fmt: skip
    desk.write(FIREWALL, changed(status="ready", progress=progress, **lacking))
    found = desk.run("lint", "--json").json["problems"]
    assert {each["code"]: each["message"] for each in found} == {
        "D110": "nobody noted until when the price of 'Firewall' holds",
        "D112": "3 parts are missing: resources, the phase standby, the phase close-out",
    }
    # A draft may still be in the making.
    desk.write(FIREWALL, changed(**lacking))
    assert codes(desk) == []


def test_nothing_is_sold_below_its_cost(desk: Practice) -> None:
    desk.write(FIREWALL, changed(equipment=[{"kind": "software", "name": "Gift", "unit_cost": 10, "unit_price": 9.99}]))
    assert [each.split(" ", 2)[2] for each in lint(desk)] == ["'Gift' costs 10.00 and is sold for 9.99"]


def test_a_template_lacks_no_part_and_sells_nothing_below_its_cost(desk: Practice) -> None:
    data = deepcopy(SWITCHES)
    del data["timeline"][2:], data["resources"]
    data["equipment"][0]["unit_price"] = 1
    desk.write(TEMPLATE, dump(data))
    assert sorted(codes(desk)) == ["D111", "D112"]


def test_an_extra_for_which_nothing_is_priced_is_noticed_before_the_client_reads_no_charge(desk: Practice) -> None:
    options = [*PROPOSAL["options"], {"id": "gift", "title": "A gift"}]
    desk.write(FIREWALL, changed(options=options))
    assert [each.split(" ", 2)[2] for each in lint(desk)] == ["nothing is priced for the option 'A gift'"]


def test_what_the_client_accepted_is_not_to_be_revised(desk: Practice) -> None:
    sent(desk)
    desk.write(FIREWALL, desk.read(FIREWALL).replace("name: Firewall", "name: Wall"))
    hints = [each["hint"] for each in desk.run("lint", "--json").json["problems"]]
    assert hints == ["Undo the change, or 'msptool proposal revise acme firewall --reason ...' first."]
    desk.write(FIREWALL, desk.read(FIREWALL).replace("name: Wall", "name: Firewall"))
    desk.commit("Sent")
    ok(desk, "proposal", "advance", "acme", "firewall", "accepted", "--by", "Ann Lee", "--option", "next-day")
    desk.write(FIREWALL, desk.read(FIREWALL).replace("name: Firewall", "name: Wall"))
    hints = [each["hint"] for each in desk.run("lint", "--json").json["problems"]]
    assert hints == ["Undo the change, or make a new proposal of what changes."]
