"""`msptool review status`, `show` and `handoffs`: what is open, what was said, and who takes over what."""

from __future__ import annotations

from datetime import date

import pytest

from tests.small_practice import Golden, Practice

HEAD = "standard,answer,note,fixed_onsite,hand_over,feedback\n"
ROWS = """\
firewall-backup,no,"No copy outside the building; [b]ask[/] Owen.",,professional-services,
firewall-firmware,yes,Updated to 7.3.,yes,,
firewall-label,no,Gone.,,vcio,Ask per site.
mailbox-login,n/a,No mailboxes of their own.,,,
mailbox-quota,yes,,,centralized-services,
"""
FRAME = """\
j mailbox-archive
o Marta has the list.
h tam
f Unclear what counts.
v ours Licences
v ticket done Printer: no paper
v ticket Scanner jams
v change New starter's laptop
v unresolved VPN drops at night
v summary A calm day.
v next 2026-12-14
q
"""
NEXT_YEAR = date(2027, 3, 1)


@pytest.fixture
def visited(practice: Practice) -> Practice:
    done = practice.run("review", "start", "acme", "--all", "--answers", "-", stdin=HEAD + ROWS)
    assert done.code == 0, done.err
    assert practice.run("review", "resume", "acme", "--plain", stdin=FRAME).code == 0
    return practice


@pytest.fixture
def finished(visited: Practice) -> Practice:
    assert visited.run("review", "finish", "acme").code == 0
    return visited


def test_a_review_is_shown_with_every_note(finished: Practice, golden: Golden) -> None:
    shown = finished.run("review", "show", "acme").out
    head, pin, rest = shown.split("\n", 2)
    assert pin.startswith("library ")
    golden.check("show.txt", f"{head}\nlibrary PIN\n{rest}")


def test_a_review_as_data_is_its_file_and_says_what_was_reworded(finished: Practice) -> None:
    document = finished.run("review", "show", "acme", "--json").json
    assert (document["schema"], document["client"], document["review"]) == ("msptool/review/1", "acme", "2026-11-16")
    assert document["answers"]["firewall-label"] == {
        "answer": "no", "on": "2026-11-16", "question": document["answers"]["firewall-label"]["question"],
        "priority": "low", "note": "Gone.", "fixed_onsite": False, "hand_over": "vcio", "feedback": "Ask per site.",
        "evidence": None, "reworded": False,
    }  # fmt: skip
    assert document["remarks"]["mailbox-archive"]["note"] == "Marta has the list."
    assert document["visits"][0]["next_visit"] == "2026-12-14"


def test_a_question_reworded_since_is_marked_and_another_is_not(finished: Practice) -> None:
    change = ("standard", "edit", "firewall-label", "--set", "question=Is every firewall labelled with its name?")
    assert finished.run(*change).code == 0
    same = ("standard", "edit", "firewall-backup", "--set", "question=Is the backup of the firewall documented?")
    assert finished.run(*same, "--same-meaning").code == 0
    shown = finished.run("review", "show", "acme").out
    assert [line.split("  ")[1].strip() for line in shown.splitlines() if "reworded since" in line] == [
        "Firewall label"
    ]
    answers = finished.run("review", "show", "acme", "--json").json["answers"]
    assert [name for name, answer in answers.items() if answer["reworded"]] == ["firewall-label"]


def test_an_answer_to_a_standard_that_is_gone_is_still_shown(finished: Practice) -> None:
    (finished.root / "standards/firewalls/firewall-label.yaml").unlink()
    assert "firewall-label" in finished.run("review", "show", "acme").out
    assert finished.run("review", "show", "acme", "--json").json["answers"]["firewall-label"]["reworded"] is False
    assert "firewall-label" in finished.run("review", "handoffs", "acme").out


def test_an_earlier_review_is_shown_by_its_day(finished: Practice) -> None:
    finished.review("acme", "mailbox-archive,yes,\n", today=NEXT_YEAR)
    assert finished.run("review", "show", "acme", "--json").json["review"] == "2027-03-01"
    assert finished.run("review", "show", "acme", "2026-11-16", "--json").json["review"] == "2026-11-16"


@pytest.mark.parametrize("wanted", ["2026-11-17", "../acme/2026-11-16", "2026"])
def test_a_review_that_does_not_exist_is_wrong_usage(finished: Practice, wanted: str) -> None:
    for command in ("show", "handoffs"):
        done = finished.run("review", command, "acme", wanted)
        assert (done.code, done.out) == (2, "")
        assert f"There is no review '{wanted}' of Acme Explosives. The last ones: 2026-11-16." in done.err


def test_before_the_first_review_there_is_nothing_to_show(practice: Practice) -> None:
    for command in ("show", "handoffs"):
        done = practice.run("review", command, "acme")
        assert done.code == 2
        assert "There is no review of Acme Explosives yet." in done.err


def test_each_area_gets_what_is_its_own(finished: Practice, golden: Golden) -> None:
    golden.check("handoffs.txt", finished.run("review", "handoffs", "acme").out)


def test_handoffs_as_data_leave_out_areas_without_any(finished: Practice) -> None:
    document = finished.run("review", "handoffs", "acme", "--json").json
    assert (document["schema"], document["client"], document["review"]) == ("msptool/handoffs/1", "acme", "2026-11-16")
    found = {area: [each["standard"] for each in items] for area, items in document["handoffs"].items()}
    assert found == {
        "tam": ["mailbox-archive"],
        "vcio": ["firewall-backup", "firewall-firmware", "firewall-label"],
        "service-desk": [None, None, None],
        "centralized-services": ["mailbox-quota"],
        "professional-services": ["firewall-backup"],
        "committee": ["firewall-label", "mailbox-archive"],
    }
    assert [each["title"] for each in document["handoffs"]["service-desk"]] == [
        "VPN drops at night", "Scanner jams", "New starter's laptop",
    ]  # fmt: skip


def test_the_vcio_gets_a_misaligned_item_once_even_when_it_was_handed_to_the_vcio(finished: Practice) -> None:
    vcio = finished.run("review", "handoffs", "acme", "--json").json["handoffs"]["vcio"]
    assert [each["title"] for each in vcio] == [
        "Misaligned (high): Firewall backup", "Fixed onsite: Firewall firmware", "Misaligned (low): Firewall label",
    ]  # fmt: skip


def test_status_says_what_is_open_and_what_is_due(visited: Practice, golden: Golden) -> None:
    visited.client("nova", name="Nova")
    visited.client("bygone", name="Bygone", status="former")
    golden.check("status.txt", visited.run("review", "status").out)


def test_status_as_data(visited: Practice) -> None:
    document = visited.run("review", "status", "acme", "--json").json
    assert document == {
        "schema": "msptool/review-status/1",
        "clients": [
            {
                "client": "acme", "open_review": "2026-11-16", "answered": 5, "asked": 6, "unsaved_actions": 0,
                "last_review": None, "due": {"never asked": 6}, "minutes_due": 57, "applicable": 6,
            }
        ],
    }  # fmt: skip


def test_status_counts_why_things_are_due_after_a_while(finished: Practice) -> None:
    day = finished.run("review", "status", "acme", "--json").json["clients"][0]
    assert (day["open_review"], day["last_review"], day["due"]) == (None, "2026-11-16", {"never asked": 1})
    assert (day["answered"], day["asked"], day["unsaved_actions"]) == (None, None, 0)
    later = finished.run("review", "status", "acme", "--json", today=NEXT_YEAR).json["clients"][0]
    assert later["due"] == {"last answer no": 2, "overdue": 2, "never asked": 1}
    assert later["minutes_due"] == 10 + 2 + 20 + 15 + 5


def test_what_was_said_last_time_is_before_the_tam_s_eyes(finished: Practice) -> None:
    shown = finished.run(
        "review", "start", "acme", "--all", "--plain", stdin="j mailbox-archive\nq\n", today=NEXT_YEAR
    ).err
    assert "Before: no on 2026-11-16 - No copy outside the building; [b]ask[/] Owen." in " ".join(shown.split())
    assert "Since: 2026-11-16: Marta has the list.; handed to Technology Alignment Manager" in " ".join(shown.split())
