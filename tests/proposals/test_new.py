"""Beginning a proposal: from a template, counted for the client."""

from __future__ import annotations

from typing import Any

import pytest

from tests.proposals.samples import SETTINGS, SWITCHES, TEMPLATE, codes, desk, ok, refused
from tests.small_practice import Practice, dump

__all__ = ["desk"]
NEW = ("proposal", "new", "acme", "--template", "switches")
FILE = "clients/acme/proposals/switches.yaml"


def quantities(practice: Practice, path: str = FILE) -> dict[str, str]:
    return {each["name"]: each.get("quantity", "1") for each in practice.data(path)["equipment"]}


def test_what_depends_on_the_client_is_counted_by_its_agreement_and_sites(desk: Practice) -> None:
    assert ok(desk, *NEW) == f"Wrote {FILE}.\n"
    # 35 seats: two switches of 24 ports, and two cables each. Two servers, two sites.
    assert quantities(desk) == {"Switch": "2", "Cable": "70", "Agent": "2", "Electrician": "2"}
    data = desk.data(FILE)
    assert data["equipment"][0]["basis"] == "1 for every 24 seats, 35 seats"
    assert data["equipment"][1]["basis"] == "2 for each seat, 35 seats"
    assert "per" not in desk.read(FILE).split()
    assert codes(desk) == []


def test_who_asks_when_and_until_when_comes_from_the_client_and_the_settings(desk: Practice) -> None:
    ok(desk, *NEW)
    data = desk.data(FILE)
    wanted = {"status": "draft", "version": "1", "requested": "2026-11-16", "requested_by": "bob", "due": "2026-11-26"}
    assert {name: data[name] for name in wanted} == wanted
    assert "priority" not in data
    assert data["history"] == [{"version": "1", "on": "2026-11-16", "by": "bob", "reason": "First version."}]
    assert data["progress"] == [{"status": "draft", "version": "1", "on": "2026-11-16", "by": "bob"}]


def advise(practice: Practice, *names: str) -> None:
    for name in names:
        recommendation = {"title": "x", "area": "tam", "raised": "2026-11-01"}
        practice.write(f"clients/acme/roadmap/{name}.yaml", dump(recommendation))


def test_everything_may_be_said_otherwise(desk: Practice) -> None:
    advise(desk, "new-switches", "label-cables")
    more = (
        "--id", "lan-2027", "--title", "A new network", "--recommendation", "new-switches", "--recommendation", "label-cables",
        "--due", "2026-12-24", "--priority", "3", "--by", "jim", "--designer", "dora", "--seats", "10", "--servers", "0", "--sites", "1",
    )  # fmt: skip
    done = desk.run(*NEW, *more, "--json")
    assert done.json == {
        "schema": "msptool/proposal-new/1", "client": "acme", "id": "lan-2027", "path": "clients/acme/proposals/lan-2027.yaml",
        "left_out": ["'Agent'"], "left_options": [], "written": ["clients/acme/proposals/lan-2027.yaml"],
    }  # fmt: skip
    data = desk.data("clients/acme/proposals/lan-2027.yaml")
    wanted = {
        "title": "A new network", "due": "2026-12-24", "priority": "3", "requested_by": "jim", "designer": "dora",
        "recommendations": ["new-switches", "label-cables"],
    }  # fmt: skip
    assert {name: data[name] for name in wanted} == wanted
    assert quantities(desk, "clients/acme/proposals/lan-2027.yaml") == {
        "Switch": "1",
        "Cable": "20",
        "Electrician": "1",
    }


def test_what_the_client_has_none_of_is_left_out_and_said(desk: Practice) -> None:
    done = desk.run(*NEW, "--servers", "0")
    assert done.code == 0
    assert "Left out, because Acme Explosives has none of what they count: 'Agent'." in done.err


def optional(choice: str, name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": f"With {name}", "choice": choice, **more}


def test_an_option_of_which_nothing_is_left_is_not_offered_at_no_charge(desk: Practice) -> None:
    agent = {"kind": "software", "name": "Agent", "unit_cost": 6, "per": "server", "option": "agents"}
    step = {"text": "Set the agents up.", "area": "professional-services", "option": "agents"}
    data = {**SWITCHES, "equipment": [SWITCHES["equipment"][0], agent], "steps": [*SWITCHES["steps"], step]}
    desk.write(TEMPLATE, dump({**data, "options": [optional("extra", "agents")]}))
    done = desk.run(*NEW, "--servers", "0")
    assert "Not offered, because nothing is left of it: the option 'With agents'." in done.err
    made = desk.data(FILE)
    assert "options" not in made
    assert [each["text"] for each in made["steps"]] == ["Exchange them."]
    assert codes(desk) == []
    document = ok(desk, "report", "proposal", "acme", "--proposal", "switches", "--format", "md")
    assert "no charge" not in document
    ok(desk, *NEW, "--id", "whole")
    assert [each["id"] for each in desk.data("clients/acme/proposals/whole.yaml")["options"]] == ["agents"]


def test_the_only_alternative_that_is_left_is_no_choice_any_more(desk: Practice) -> None:
    lines = [
        {"kind": "service", "name": f"Care {name}", "unit_cost": 6, "per": per, "option": name}
        for name, per in (("a", "server"), ("b", "seat"), ("c", "seat"))
    ]
    choices = [
        optional("alternative", "a", recommended=True),
        optional("alternative", "b"),
        optional("alternative", "c"),
    ]
    desk.write(TEMPLATE, dump({**SWITCHES, "equipment": lines, "options": choices}))
    ok(desk, *NEW, "--servers", "0")
    assert [(each["id"], each.get("recommended")) for each in desk.data(FILE)["options"]] == [
        ("b", "true"),
        ("c", None),
    ]
    desk.write(TEMPLATE, dump({**SWITCHES, "equipment": lines[:2], "options": choices[:2]}))
    ok(desk, *NEW, "--servers", "0", "--id", "one")
    made = desk.data("clients/acme/proposals/one.yaml")
    assert "options" not in made
    assert [(each["name"], "option" in each) for each in made["equipment"]] == [("Care b", False)]


def test_a_recommendation_that_is_not_on_the_roadmap_is_refused(desk: Practice) -> None:
    advise(desk, "new-switches")
    assert refused(desk, *NEW, "--recommendation", "new-swiches") == (
        "acme has no recommendation 'new-swiches'. Did you mean 'new-switches'?"
    )
    assert "'msptool roadmap show acme' lists them." in refused(desk, *NEW, "--recommendation", "nope")


def test_a_second_one_gets_a_number(desk: Practice) -> None:
    ok(desk, *NEW)
    assert ok(desk, *NEW) == "Wrote clients/acme/proposals/switches-2.yaml.\n"
    assert refused(desk, *NEW, "--id", "switches") == (
        "clients/acme/proposals/switches.yaml exists already: give the new proposal another --id."
    )


def test_a_client_without_an_agreement_is_counted_by_hand(desk: Practice) -> None:
    desk.client("nova")
    new = ("proposal", "new", "nova", "--template", "switches")
    assert refused(desk, *new) == (
        "The template counts by seat, and nova has no agreement that says how many there are: add --seats NUMBER."
    )
    ok(desk, *new, "--seats", "30", "--servers", "1")
    assert quantities(desk, "clients/nova/proposals/switches.yaml")["Electrician"] == "1"


def test_more_than_a_line_can_hold_is_refused(desk: Practice) -> None:
    assert desk.run(*NEW, "--seats", "2000000").code == 2
    desk.client("nova", agreement={"starts": "2026-01-01", "seats": 2_000_000, "servers": 1})
    said = refused(desk, "proposal", "new", "nova", "--template", "switches")
    assert said.startswith("'Cable' of the template, 2,000,000 times, is more than a line of a proposal holds")
    assert not (desk.root / "clients/nova/proposals").exists()


def test_hours_are_counted_too(desk: Practice) -> None:
    work = {
        "phase": "implementation",
        "title": "Seats",
        "area": "tam",
        "hours": {"best": 0.25, "likely": 0.5, "worst": 1},
    }
    desk.write(TEMPLATE, dump({"title": "Seats", "timeline": [{**work, "per": "seat", "every": 4}]}))
    ok(desk, *NEW)
    assert desk.data(FILE)["timeline"][0]["hours"] == {"best": "2.25", "likely": "4.5", "worst": "9"}
    assert "    hours: {best: 2.25, likely: 4.5, worst: 9}\n" in desk.read(FILE)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("acme", "--template", "swiches"), "There is no proposal template 'swiches'. Did you mean 'switches'?"),
        (("acmee", "--template", "switches"), "There is no client 'acmee'. Did you mean 'acme'?"),
        (("acme", "--template", "switches", "--by", "bobb"), "There is nobody 'bobb' in practice/people/. Did you mean 'bob'?"),
        (("acme", "--template", "switches", "--designer", "door"), "There is nobody 'door' in practice/people/. Did you mean 'dora'?"),
        (("acme", "--template", "switches", "--due", "tomorrow"), "--due takes a date such as 2026-11-16, not 'tomorrow'."),
        (("acme", "--template", "switches", "--due", "2026-11-15"), "2026-11-15 is past: the document is due today or later."),
        (("acme", "--template", "switches", "--recommendation", "../x"), "'../x' cannot be the id of a recommendation"),
        (("acme", "--template", "switches", "--id", "../../x"), "'../../x' cannot be the id of a proposal"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(desk: Practice, arguments: tuple[str, ...], sentence: str) -> None:
    assert refused(desk, "proposal", "new", *arguments).startswith(sentence)


def test_the_days_to_write_it_are_a_setting(desk: Practice) -> None:
    desk.write("msptool.yaml", SETTINGS + "  writing_days: 3\n")
    ok(desk, *NEW)
    assert desk.data(FILE)["due"] == "2026-11-19"


def test_a_long_text_of_the_template_stays_the_same_text(desk: Practice) -> None:
    long = "A switch that is " + "very " * 40 + "good: with 'quotes', colons and\n\na second paragraph."
    desk.write(TEMPLATE, dump({"title": "Switches", "summary": long, "assumptions": [long]}))
    ok(desk, *NEW)
    data = desk.data(FILE)
    assert (data["summary"], data["assumptions"]) == (long, [long])
