"""Checklists: a run is begun for somebody, ticked item by item, and stays as a record."""

from __future__ import annotations

from datetime import date

import pytest

from msptool.runbooks.checklists.runs import run_id
from tests.runbooks.builders import LEAVER
from tests.small_practice import Golden, Practice
from tests.trees import only_sentence

RUN = "clients/acme/checklists/2026-11-16-leaver-zoe-muller.yaml"


@pytest.fixture
def lists(desk: Practice) -> Practice:
    desk.write("practice/checklists/leaver.yaml", LEAVER)
    return desk


def start(lists: Practice, *options: str) -> None:
    assert lists.run("checklist", "start", "leaver", "acme", "Zoë Müller", *options).code == 0


def test_a_run_from_its_start_to_its_last_tick(lists: Practice, golden: Golden) -> None:
    started = lists.run("checklist", "start", "leaver", "acme", "Zoë Müller", "--ticket", "T-1", "--by", "dana")
    assert started.out == f"3 items, due 2026-11-18. {RUN}\n"
    assert lists.run("checklist", "tick", "acme", "zoe", "block", "--by", "dana", "--note", "at 17:02").out.startswith(
        "2 items left of 3."
    )
    assert (
        lists.run("checklist", "tick", "acme", "zoe", "phone", "--na", "She has none.", today=date(2026, 11, 17)).code
        == 0
    )
    shown = lists.run("checklist", "show", "acme", "zoe", today=date(2026, 11, 19))
    golden.check("checklist-run.txt", shown.out)
    assert "late, 1 item left" in lists.run("checklist", "list", today=date(2026, 11, 19)).out
    done = lists.run("checklist", "tick", "acme", "zoe", "mailbox", today=date(2026, 11, 19))
    assert done.out == f"All 3 settled. {RUN}\n"
    data = lists.run("checklist", "list", "acme", "--json", today=date(2026, 11, 30)).json["runs"][0]
    assert (data["state"], data["finished"], data["due"]) == ("done late", "2026-11-19", "2026-11-18")
    assert [(each["id"], each["on"], each["na"]) for each in data["items"]] == [
        ("block", "2026-11-16", None), ("mailbox", "2026-11-19", None), ("phone", "2026-11-17", "She has none."),
    ]  # fmt: skip
    assert lists.run("checklist", "list", "--json").json["runs"] == []
    assert lists.run("runbook", "lint", "--json", today=date(2026, 11, 19)).json["problems"] == []


def test_a_run_keeps_the_words_of_the_day_on_which_it_began(lists: Practice) -> None:
    start(lists)
    lists.write("practice/checklists/leaver.yaml", LEAVER.replace("Block the sign-in.", "Do something else."))
    assert lists.data(RUN)["items"][0]["do"] == "Block the sign-in."


def test_a_tick_can_be_taken_back(lists: Practice) -> None:
    start(lists)
    lists.run("checklist", "tick", "acme", "zoe", "block", "--by", "dana")
    assert "block is settled since 2026-11-16" in lists.run("checklist", "tick", "acme", "zoe", "block").err
    assert (
        lists.run("checklist", "tick", "acme", "zoe", "block", "--undo", "--note", "It was the wrong person.").code == 0
    )
    assert lists.data(RUN)["items"][0] == {
        "id": "block",
        "do": "Block the sign-in.",
        "note": "It was the wrong person.",
    }
    assert "phone is not ticked" in lists.run("checklist", "tick", "acme", "zoe", "phone", "--undo").err


def test_a_checklist_in_words(lists: Practice) -> None:
    out = lists.run("checklist", "show", "leaver").out
    assert "[ ] Block the sign-in.  block" in out
    assert "In the admin center." in out
    assert lists.run("checklist", "show", "leaver", "--json").json["items"][0]["id"] == "block"


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("start", "leavr", "acme", "Zoe"), "Did you mean 'leaver'?"), (("start", "leaver", "acem", "Zoe"), "Did you mean 'acme'?"),
        (("start", "leaver", "acme", " "), "Say whom or what it is about."),
        (("start", "leaver", "acme", "Zoë Müller"), "is there already"),
        (("start", "leaver", "acme", "Zoe", "--due", "2026-11-15"), "2026-11-15 is past"),
        (("tick", "acme", "zoe", "blokc"), "Did you mean 'block'?"), (("tick", "acme", "nobody", "block"), "acme has no run 'nobody'."),
        (("tick", "acme", "zoe", "block", "--by", "dnaa"), "Did you mean 'dana'?"),
        (("tick", "acme", "zoe", "block", "--undo", "--na", "x"), "one of the two"),
        (("show", "leavr"), "Did you mean 'leaver'?"), (("show", "acme", "nobody"), "acme has no run 'nobody'."),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    lists: Practice, command: tuple[str, ...], sentence: str
) -> None:
    start(lists)
    before = lists.files()
    done = lists.run("checklist", *command)
    assert done.code == 2
    assert sentence in only_sentence(done)
    assert lists.files() == before


def test_several_open_runs_that_match_are_named(lists: Practice) -> None:
    start(lists)
    lists.run("checklist", "start", "leaver", "acme", "Zoe Abel")
    assert "Several open runs of acme match 'zoe'" in lists.run("checklist", "tick", "acme", "zoe", "block").err


@pytest.mark.parametrize(
    ("about", "name"),
    [("Zoë Müller-Lüdenscheidt", "zoe-muller-ludenscheidt"), ("日本", "x"), ("../../etc", "etc"), ("a" * 80, "a" * 50)],
)
def test_a_run_is_named_by_day_checklist_and_person(about: str, name: str) -> None:
    assert run_id(date(2026, 11, 16), "leaver", about) == f"2026-11-16-leaver-{name}"
