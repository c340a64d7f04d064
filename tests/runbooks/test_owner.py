"""What reaches the owner: the figure of seed 002, the drills, and what each of them changed."""

from __future__ import annotations

from datetime import date

import pytest

from msptool.runbooks.owner.drills import last_day, next_start
from msptool.runbooks.owner.interruptions import average
from msptool.runbooks.owner.model import Drill, Interruptions
from tests.small_practice import Done, Golden, Practice
from tests.trees import only_sentence


def months(*days: str, empty: tuple[str, ...] = ()) -> list[Interruptions]:
    """The months in which these days are, each with an interruption."""
    names = sorted({day[:7] for day in days} | set(empty))
    return [
        Interruptions.model_validate({"month": name, "interruptions": [
            {"on": day, "by": "dana", "why": "?", "minutes": 5} for day in days if day.startswith(name)
        ]})
        for name in names
    ]  # fmt: skip


def test_the_mean_of_four_weeks_by_hand() -> None:
    # Seed 002: direct pings a week, as a four-week average. To 16 November: 1 + 0 + 3 + 2 = 6 in 4 weeks.
    found = average(
        months("2026-10-19", "2026-10-20", "2026-11-03", "2026-11-04", "2026-11-09", "2026-11-10", "2026-11-16"),
        date(2026, 11, 16),
        2,
    )
    assert [(week.since, week.until) for week in found.weeks] == [
        (date(2026, 10, 20), date(2026, 10, 26)), (date(2026, 10, 27), date(2026, 11, 2)),
        (date(2026, 11, 3), date(2026, 11, 9)), (date(2026, 11, 10), date(2026, 11, 16)),
    ]  # fmt: skip
    assert [week.count for week in found.weeks] == [1, 0, 3, 2]
    assert (found.interruptions, found.value, found.meets_goal) == (6, 1.5, True)


def test_no_record_is_no_data_and_a_month_without_any_is_zero() -> None:
    nothing = average([], date(2026, 11, 16), 2)
    assert (nothing.value, nothing.meets_goal, nothing.interruptions) == (None, None, None)
    quiet = average(months(empty=("2026-10", "2026-11")), date(2026, 11, 16), 2)
    assert (quiet.value, quiet.meets_goal) == (0.0, True)


def test_weeks_before_the_first_month_on_record_have_no_data() -> None:
    found = average(months("2026-11-09"), date(2026, 11, 16), 2)
    assert [week.count for week in found.weeks] == [None, None, 1, 0]
    assert found.value is None
    assert found.recorded_since == date(2026, 11, 1)


def test_weeks_after_the_last_month_on_record_have_no_data_either() -> None:
    found = average(months("2026-09-01", empty=("2026-10",)), date(2026, 11, 16), 2)
    assert [week.count for week in found.weeks] == [0, None, None, None]
    assert (found.value, found.missing) == (None, ("2026-11",))


def test_a_log_that_nobody_keeps_is_no_owner_at_peace(desk: Practice) -> None:
    """The last entry is of September: October and November are not known, until somebody says that nobody asked."""
    add(desk, "--on", "2026-09-03")
    listed = desk.run("owner", "interruption", "list")
    assert "no data for 4 weeks (nothing is recorded of 2026-10, 2026-11)" in listed.out
    assert "'msptool owner interruption none 2026-11'" in listed.err
    assert "no data" in desk.run("kpi", "show", "--kpi", "owner-interruptions").out
    for month in (("2026-10",), ()):
        assert desk.run("owner", "interruption", "none", *month).code == 0
    data = desk.run("owner", "interruption", "list", "--json").json
    assert (data["average"], data["missing_months"]) == (0.0, [])
    found = desk.run("kpi", "show", "--kpi", "owner-interruptions", "--json").json["kpis"][0]
    assert (found["value"], found["numerator"], found["period"]) == (0, 0, "2026-10")
    assert desk.run("runbook", "lint").code == 0


def test_that_nobody_asked_is_said_once_and_never_against_the_log(desk: Practice) -> None:
    first = desk.run("owner", "interruption", "none", "2026-10")
    assert first.out == "Recorded in practice/owner/interruptions/2026-10.yaml.\n"
    assert desk.run("owner", "interruption", "none", "2026-10").out.endswith("2026-10.yaml says so already.\n")
    add(desk, "--on", "2026-10-05")
    assert len(desk.data("practice/owner/interruptions/2026-10.yaml")["interruptions"]) == 1
    for month, sentence in (
        ("2026-10", "2026-10 has 1 interruption: 'msptool owner interruption list' shows them."),
        ("2026-12", "2026-12 is still to come."), ("2026-13", "A month is written such as 2026-11, not '2026-13'."),
    ):  # fmt: skip
        done = desk.run("owner", "interruption", "none", month)
        assert (done.code, only_sentence(done)) == (2, sentence)


def test_over_the_goal() -> None:
    days = [f"2026-11-{day:02}" for day in range(2, 11)]
    found = average(months(*days, empty=("2026-10",)), date(2026, 11, 16), 2)
    assert (found.value, found.meets_goal) == (2.25, False)


def add(desk: Practice, *options: str, minutes: str = "10") -> Done:
    return desk.run(
        "owner", "interruption", "add", "--by", "dana", "--why", "May I restart it?", "--minutes", minutes, *options
    )


def test_an_interruption_is_recorded_in_its_month(desk: Practice) -> None:
    done = add(desk, "--ticket", "T-1", "--client", "acme", "--failed", "vpn", "--via", "chat", "--on", "2026-11-03")
    assert done.out == "Recorded in practice/owner/interruptions/2026-11.yaml.\n"
    assert "Change runbooks/vpn.yaml before the week ends" in done.err
    add(desk, "--missing", "Lost phone")
    found = desk.data("practice/owner/interruptions/2026-11.yaml")["interruptions"]
    assert [each.get("failed") or each.get("missing") for each in found] == ["vpn", "Lost phone"]
    assert found[0]["via"] == "chat"
    assert [each["code"] for each in desk.run("runbook", "lint", "--json").json["problems"]] == ["B112"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--failed", "vnp"), "Did you mean 'vpn'?"), (("--client", "acem"), "Did you mean 'acme'?"),
        (("--on", "2026-11-17"), "2026-11-17 is still to come."), (("--via", "pigeon"), "via: "),
        (("--failed", "vpn", "--missing", "x"), "a runbook was missing or it failed: name one of the two"),
    ],
)  # fmt: skip
def test_an_interruption_that_makes_no_sense_is_refused(
    desk: Practice, options: tuple[str, ...], sentence: str
) -> None:
    done = add(desk, *options)
    assert done.code == 2
    assert sentence in only_sentence(done)
    assert not (desk.root / "practice/owner").exists()


def test_the_list_in_words(desk: Practice, golden: Golden) -> None:
    assert "no data for 4 weeks (nothing is recorded yet)" in desk.run("owner", "interruption", "list").out
    add(desk, "--on", "2026-10-05", "--missing", "Lost phone")
    add(desk, "--on", "2026-10-27", "--missing", "Lost phone", "--ticket", "T-1")
    add(desk, "--on", "2026-11-03", "--missing", "Lost phone", minutes="20")
    add(desk, "--on", "2026-11-10", "--failed", "vpn", "--emergency")
    done = desk.run("owner", "interruption", "list")
    golden.check("interruptions.txt", done.out)
    data = desk.run("owner", "interruption", "list", "--json").json
    assert (data["interruptions"], data["average"], data["goal"], data["meets_goal"]) == (3, 0.75, 2.0, True)
    assert data["blamed"] == [
        {"runbook": "Lost phone", "exists": False, "interruptions": 2, "minutes": 30},
        {"runbook": "vpn", "exists": True, "interruptions": 1, "minutes": 10},
    ]


def test_the_goal_is_a_setting(desk: Practice) -> None:
    desk.write("msptool.yaml", desk.read("msptool.yaml") + "owner:\n  interruptions_per_week: 0.5\n")
    for day in ("2026-11-03", "2026-11-10", "2026-11-11"):
        add(desk, "--on", day)
    add(desk, "--on", "2026-10-05")
    assert "over the goal of 0 to 0.5" in desk.run("owner", "interruption", "list").out


@pytest.mark.parametrize(
    ("today", "drills", "start"),
    [
        (date(2026, 11, 16), [], date(2026, 12, 1)),  # the 24th would leave the month too little time
        (date(2026, 11, 3), [], date(2026, 11, 10)),  # a Tuesday, at least five days ahead
        (date(2026, 11, 5), [], date(2026, 11, 10)),
        (date(2026, 11, 6), [], date(2026, 11, 17)),
        (date(2026, 11, 3), [date(2026, 11, 1)], date(2026, 12, 1)),
        (date(2026, 12, 20), [date(2026, 12, 1)], date(2027, 1, 5)),
    ],
)  # fmt: skip
def test_the_next_drill_is_a_tuesday_of_the_first_month_without_one(
    today: date, drills: list[date], start: date
) -> None:
    known = [Drill(day=day, until=day, owner="ruth") for day in drills]
    assert next_start(known, today) == start


def test_three_working_days_skip_the_weekend() -> None:
    assert last_day(date(2026, 11, 10), 3) == date(2026, 11, 12)
    assert last_day(date(2026, 11, 12), 3) == date(2026, 11, 16)
    assert last_day(date(2026, 11, 13), 1) == date(2026, 11, 13)


def test_a_drill_from_its_plan_to_its_review(desk: Practice, golden: Golden) -> None:
    plan = desk.run("owner", "drill", "plan", "--start", "2026-11-10", today=date(2026, 11, 5))
    assert "Not written yet: '--write' makes its file." in plan.err
    desk.run("owner", "drill", "plan", "--start", "2026-11-10", "--write", today=date(2026, 11, 5))
    again = desk.run("owner", "drill", "plan", "--start", "2026-11-12", today=date(2026, 11, 5))
    assert "There is a drill from 2026-11-10 to 2026-11-12 already." in again.err
    early = desk.run("owner", "drill", "review", "2026-11-10", "--note", "x", today=date(2026, 11, 9))
    assert "This drill begins on 2026-11-10" in early.err
    for day, ticket, more in (
        ("2026-11-10", "T-1", ()),
        ("2026-11-11", "T-2", ("--emergency",)),
        ("2026-11-12", "T-3", ()),
    ):
        add(desk, "--on", day, "--ticket", ticket, *more)
    add(desk, "--on", "2026-11-13", "--ticket", "T-4")
    first = desk.run(
        "owner",
        "drill",
        "review",
        "--improved",
        "T-1=vpn: The certificate comes first",
        "--failed",
        "Nobody knew the stand-in.",
    )
    assert "Not complete yet: say what was changed after T-3 with --improved or --tightened." in first.err
    done = desk.run(
        "owner",
        "drill",
        "review",
        "--tightened",
        "T-3=two-any: The limit is 400",
        "--by",
        "ruth",
        "--note",
        "Better than last time.",
    )
    golden.check("drill.txt", done.out)
    assert done.err == ""
    file = desk.data("practice/owner/drills/2026-11-10.yaml")
    assert [each["ticket"] for each in file["reached"]] == ["T-1", "T-2", "T-3"]
    assert (file["reviewed"], file["by"], file["failed"]) == ("2026-11-16", "ruth", ["Nobody knew the stand-in."])
    assert "reviewed" in desk.run("owner", "drill", "list").out
    # The runbook says nothing of it yet.
    assert [each["code"] for each in desk.run("runbook", "lint", "--json").json["problems"]] == ["B117"]
    data = desk.run("owner", "drill", "list", "--json").json["drills"][0]
    assert [each["answered"] for each in data["reached"]] == [True, True, True]


def test_an_interruption_that_is_recorded_late_opens_the_review_again(desk: Practice) -> None:
    desk.run("owner", "drill", "plan", "--start", "2026-11-10", "--write", today=date(2026, 11, 5))
    assert desk.run("owner", "drill", "review", "--write", "--by", "ruth").code == 0
    assert desk.data("practice/owner/drills/2026-11-10.yaml")["reviewed"] == "2026-11-16"
    add(desk, "--on", "2026-11-11", "--ticket", "T-1")
    late = date(2026, 11, 20)
    assert "review is late" in desk.run("owner", "drill", "list", today=late).out
    assert "Not complete yet: say what was changed after T-1" in desk.run("owner", "drill", "review", today=late).err
    desk.run("owner", "drill", "review", "--note", "One came late.", today=late)
    assert "reviewed" not in desk.data("practice/owner/drills/2026-11-10.yaml")
    desk.run("owner", "drill", "review", "--improved", "T-1=vpn: The log comes first", today=late)
    assert desk.data("practice/owner/drills/2026-11-10.yaml")["reviewed"] == "2026-11-20"
    assert desk.run("owner", "drill", "list", today=late).out.splitlines()[-1].split()[2] == "reviewed"


def test_a_review_keeps_its_day_however_often_it_is_written(desk: Practice) -> None:
    desk.run("owner", "drill", "plan", "--start", "2026-11-10", "--write", today=date(2026, 11, 5))
    desk.run("owner", "drill", "review", "--write", "--by", "ruth")
    later = date(2026, 12, 3)
    desk.run("owner", "drill", "review", "--write", today=later)
    desk.run("owner", "drill", "review", "--note", "Better than last time.", today=later)
    found = desk.data("practice/owner/drills/2026-11-10.yaml")
    assert (found["reviewed"], found["by"], found["notes"]) == ("2026-11-16", "ruth", "Better than last time.")


@pytest.mark.parametrize("emergency_first", [True, False])
def test_a_ticket_was_an_emergency_only_where_each_of_its_calls_was(desk: Practice, emergency_first: bool) -> None:
    """The first call was an emergency, the second one, on the same day, was not: it needs an answer."""
    desk.run("owner", "drill", "plan", "--start", "2026-11-10", "--write", today=date(2026, 11, 5))
    for emergency in (emergency_first, not emergency_first):
        add(desk, "--on", "2026-11-11", "--ticket", "T-1", *(["--emergency"] if emergency else []))
    add(desk, "--on", "2026-11-11", "--ticket", "T-2", "--emergency")
    done = desk.run("owner", "drill", "review", "--write", "--json")
    assert [(each["ticket"], each["answered"]) for each in done.json["reached"]] == [("T-1", False), ("T-2", True)]
    assert done.json["reviewed"] is None


def test_a_drill_that_nothing_reached_is_reviewed_by_saying_so(desk: Practice) -> None:
    desk.run("owner", "drill", "plan", "--start", "2026-11-10", "--write", today=date(2026, 11, 5))
    assert "under way" in desk.run("owner", "drill", "list", today=date(2026, 11, 11)).out
    assert "to review" in desk.run("owner", "drill", "list").out
    assert "review is late" in desk.run("owner", "drill", "list", today=date(2026, 11, 20)).out
    assert "'--write' says that it is" in desk.run("owner", "drill", "review").err
    done = desk.run("owner", "drill", "review", "--write", "--json")
    assert done.json["reviewed"] == "2026-11-16"
    assert done.json["written"] == ["practice/owner/drills/2026-11-10.yaml"]


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("plan", "--start", "2026-11-14"), "is past"), (("plan", "--start", "2026-11-21"), "is a Saturday"),
        (("plan", "--deputy", "smm"), "Did you mean 'sam'?"), (("review", "2026-01-01"), "There is no drill on 2026-01-01."),
        (("review",), "There is no drill yet."),
    ],
)  # fmt: skip
def test_a_drill_that_makes_no_sense_is_refused(desk: Practice, command: tuple[str, ...], sentence: str) -> None:
    done = desk.run("owner", "drill", *command)
    assert done.code == 2
    assert sentence in only_sentence(done)


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (("--improved", "T-1"), "--improved takes TICKET=NAME: WHAT"), (("--tightened", "=x"), "--tightened takes TICKET=NAME: WHAT"),
        (("--improved", "T-9=vpn: x"), "No ticket 'T-9' reached the owner"), (("--improved", "T-1=vnp: x"), "Did you mean 'vpn'?"),
        (("--tightened", "T-1=two-an: x"), "Did you mean 'two-any'?"),
    ],
)  # fmt: skip
def test_a_review_names_what_is_there(desk: Practice, option: tuple[str, str], sentence: str) -> None:
    desk.run("owner", "drill", "plan", "--start", "2026-11-10", "--write", today=date(2026, 11, 5))
    add(desk, "--on", "2026-11-10", "--ticket", "T-1")
    done = desk.run("owner", "drill", "review", *option)
    assert done.code == 2
    assert sentence in only_sentence(done)
    assert "reached" not in desk.read("practice/owner/drills/2026-11-10.yaml")
