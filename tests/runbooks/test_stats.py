"""Where runbooks fail: figures of the records by hand, and what calls for a change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.runbooks.builders import RUNBOOK
from tests.small_practice import Golden, Practice, dump


def record(desk: Practice, day: str, minutes: int, *path: dict[str, str], **more: Any) -> None:
    """Write the record of a run."""
    ended = path[-1]["step"]
    outcome = {"outcome": "resolved"} if ended == "close" else {"outcome": "escalated", "to": "level-2"}
    number = (
        len(list((desk.root / "practice/runbook-runs").glob("*/*.yaml")))
        if (desk.root / "practice/runbook-runs").exists()
        else 0
    )
    data = {
        "runbook": "vpn", "fingerprint": "0" * 12, "started": f"{day}T09:00:00+00:00", "finished": f"{day}T10:00:00+00:00",
        "minutes": minutes, **outcome, "path": list(path), **more,
    }  # fmt: skip
    desk.write(f"practice/runbook-runs/{day[:4]}/{day}-vpn-{number}.yaml", dump(data))


UP, RESTART, CLOSE, HAND = ({"step": step, "answer": "x"} for step in ("up", "restart", "close", "hand-over"))


@pytest.fixture
def used(desk: Practice) -> Practice:
    desk.write("runbooks/wifi.yaml", RUNBOOK.replace("VPN fails", "Wi-Fi fails"))
    desk.write("runbooks/vpn.yaml", RUNBOOK + "formerly: [remote-access]\n")
    record(desk, "2026-10-05", 10, UP, RESTART, CLOSE)
    record(desk, "2026-10-12", 18, UP, RESTART, CLOSE, runbook="remote-access")
    record(desk, "2026-10-19", 25, UP, RESTART, HAND)
    record(desk, "2026-10-26", 40, UP, {"step": "restart", "unclear": "Which service?"}, HAND)
    record(desk, "2026-11-02", 12, {"step": "up"}, why="Another firewall.")
    record(desk, "2026-11-09", 5, CLOSE, runbook="gone")
    return desk


def test_the_figures_by_hand(used: Practice) -> None:
    # Five runs of vpn (one under its former name): 2 of 5 resolved; minutes 10, 12, 18, 25, 40: the median is 18; target 20.
    found = {each["id"]: each for each in used.run("runbook", "stats", "--json").json["runbooks"]}
    vpn = found["vpn"]
    assert (vpn["runs"], vpn["resolved"], vpn["resolved_share"]) == (5, 2, 0.4)
    assert (vpn["minutes"], vpn["target_minutes"], vpn["over_target"]) == (18, 20, 2)
    assert vpn["escalated_at"] == [{"step": "hand-over", "runs": 2}, {"step": "up", "runs": 1}]
    assert vpn["resolved_at"] == [{"step": "close", "runs": 2}]
    assert (vpn["left_the_way"], vpn["older_version"]) == (1, 5)
    assert [(each["step"], each["text"]) for each in vpn["unclear"]] == [("restart", "Which service?")]
    assert vpn["to_change"] == [
        {"date": "2026-10-26", "source": "the run 2026-10-26-vpn-3", "why": "restart: Which service?"}
    ]
    assert (found["wifi"]["runs"], found["wifi"]["resolved_share"], found["wifi"]["minutes"]) == (0, None, None)
    assert (found["gone"]["known"], found["gone"]["runs"]) == (False, 1)


def test_only_runs_since_a_day(used: Practice) -> None:
    found = used.run("runbook", "stats", "vpn", "--since", "2026-10-20", "--json").json["runbooks"]
    assert [(each["id"], each["runs"], each["resolved"]) for each in found] == [("vpn", 2, 0)]


def test_in_words(used: Practice, golden: Golden) -> None:
    golden.check("stats.txt", used.run("runbook", "stats").out)
    golden.check("list.txt", used.run("runbook", "list").out)


def test_a_change_of_the_runbook_answers_what_was_unclear_before_it(used: Practice) -> None:
    text = used.read("runbooks/vpn.yaml")
    used.write(
        "runbooks/vpn.yaml", text + "changed_after:\n  - {on: 2026-10-26, because: T-3, what: Named the service.}\n"
    )
    assert used.run("runbook", "stats", "vpn", "--json").json["runbooks"][0]["to_change"] == []
    assert "B112" not in used.run("runbook", "lint").out
    used.write(
        "runbooks/vpn.yaml", text + "changed_after:\n  - {on: 2026-10-25, because: T-3, what: Named the service.}\n"
    )
    done = used.run("runbook", "lint", "vpn")
    assert done.code == 0, "a warning fails nothing"
    assert "warning B112 vpn failed on 2026-10-26 (step restart) and was not changed since" in done.out


def test_a_list_of_one_category(used: Practice) -> None:
    assert len(used.run("runbook", "list", "--category", "network", "--json").json["runbooks"]) == 2
    assert used.run("runbook", "list", "--category", "saas", "--json").json["runbooks"] == []
    assert "Did you mean 'network'?" in used.run("runbook", "list", "--category", "netwrok").err


def test_a_broken_runbook_is_left_out_of_the_list_and_said(used: Practice) -> None:
    used.write("runbooks/broken.yaml", "title: x\n")
    done = used.run("runbook", "list", "--json")
    assert [each["id"] for each in done.json["runbooks"]] == ["vpn", "wifi"]
    assert "Left out: runbooks/broken.yaml" in done.err


def test_a_broken_record_stops_the_figures(used: Practice) -> None:
    used.write("practice/runbook-runs/2026/2026-11-10-vpn-x.yaml", "runbook: vpn\n")
    done = used.run("runbook", "stats")
    assert done.code == 3
    assert "practice/runbook-runs/2026/2026-11-10-vpn-x.yaml" in done.err


def test_show_has_the_version_history_of_git_under_all_its_names(desk: Practice) -> None:
    desk.commit("Write the runbook", date(2026, 2, 1))
    desk.git("mv", "runbooks/vpn.yaml", "runbooks/remote.yaml")
    desk.write("runbooks/remote.yaml", RUNBOOK + "formerly: [vpn]\n")
    desk.commit("Call it otherwise", date(2026, 3, 1))
    found = desk.run("runbook", "show", "vpn", "--json").json
    assert found["id"] == "remote"
    assert [(each["date"], each["subject"]) for each in found["versions"]] == [
        ("2026-03-01", "Call it otherwise"), ("2026-02-01", "Write the runbook"),
    ]  # fmt: skip


def test_the_commits_of_one_day_are_shown_the_newest_first(desk: Practice) -> None:
    day = date(2026, 2, 1)
    for number in range(3):
        desk.write("runbooks/vpn.yaml", RUNBOOK.replace("minutes: 20", f"minutes: {number + 1}"))
        desk.commit(f"Version {number}", day)
    desk.write("runbooks/vpn.yaml", RUNBOOK)
    desk.commit("Version of March", date(2026, 3, 1))
    found = desk.run("runbook", "show", "vpn", "--json").json["versions"]
    assert [each["subject"] for each in found] == ["Version of March", "Version 2", "Version 1", "Version 0"]


def test_show_in_words(desk: Practice, golden: Golden) -> None:
    golden.check("show.txt", desk.run("runbook", "show", "vpn").out)


def test_runs_of_the_same_day_are_told_apart_by_their_names(used: Practice) -> None:
    days = [date.fromisoformat(path.stem[:10]) for path in (used.root / "practice/runbook-runs/2026").glob("*.yaml")]
    assert len(days) == 6
