"""`msptool report portfolio`: every figure is one that a person can find again, and what is late or falls stands there."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from typing import Any

import pytest

from msptool.alignment import viewpoint
from msptool.alignment.scores import assess
from msptool.reports.heat import level
from msptool.reports.standings import quarter_ends
from tests.reports.year_practice import visit, write_visits
from tests.small_practice import FIRST_COMMIT, TODAY, Practice, dump

ALL_YES = "".join(f"{name},yes,\n" for name in (
    "firewall-backup", "firewall-firmware", "firewall-label", "mailbox-archive", "mailbox-login", "mailbox-quota",
))  # fmt: skip


@pytest.fixture
def served(practice: Practice) -> Practice:
    """Acme fell in its last review, Bakery rose, and Cafe was never reviewed."""
    practice.client("acme", name="Acme Explosives", agreement={"starts": "2025-01-01", "mrr": 4000})
    practice.client("bakery", name="Bakery", agreement={"starts": "2025-01-01", "mrr": 1000})
    practice.client("cafe", name="Cafe", agreement={"starts": "2026-01-01", "mrr": 500})
    practice.client("gone", name="Gone", status="former", agreement={"starts": "2024-01-01", "ends": "2026-06-30"})
    practice.commit("Clients", FIRST_COMMIT)
    practice.review("acme", ALL_YES, today=date(2026, 5, 12))
    practice.review("acme", "firewall-firmware,no,Old\nmailbox-login,no,\n", today=date(2026, 11, 3))
    practice.review("bakery", "firewall-firmware,no,\nmailbox-login,no,\n", today=date(2026, 3, 3))
    practice.review("bakery", "mailbox-login,yes,\n", today=date(2026, 11, 10))
    return practice


def test_every_client_of_today_has_a_row_and_every_category_a_column(served: Practice) -> None:
    data = served.run("report", "portfolio", "--json").json
    assert data["schema"] == "msptool/report-portfolio/1"
    assert data["clients"] == 3
    assert [each["name"] for each in data["heat"]["columns"]] == ["Firewalls", "Email"]
    # The least aligned first; without a score last.
    assert [row["client"] for row in data["heat"]["rows"]] == ["Bakery", "Acme Explosives", "Cafe"]
    bakery, acme, cafe = data["heat"]["rows"]
    assert [cell["state"] for cell in cafe["cells"]] == ["unchecked", "unchecked"]
    # 5 + 1 of 5 + 5 + 1 points; 3 + 3 of 5 + 3 + 3.
    assert [cell["score"] for cell in acme["cells"]] == [
        pytest.approx(6 / 11, abs=1e-6),
        pytest.approx(6 / 11, abs=1e-6),
    ]
    assert [(cell["score"], cell["thin"]) for cell in bakery["cells"]] == [(0.0, True), (1.0, True)]


def test_the_figures_are_those_of_the_score_command(served: Practice) -> None:
    data = served.run("report", "portfolio", "--json").json
    scores = served.run("score", "--json").json
    for name in ("score", "coverage", "lower_bound", "answered", "applicable"):
        assert data["figure"][name] == scores["practice"][name]
    by_client = {each["client"]: each for each in scores["clients"]}
    assert {row["client_id"]: row["score"] for row in data["heat"]["rows"]} == {
        name: each["score"] for name, each in by_client.items()
    }


def test_the_practice_over_time_is_what_score_says_of_those_days(served: Practice) -> None:
    points = served.run("report", "portfolio", "--json").json["trend"]
    assert [point["day"] for point in points] == ["2026-03-31", "2026-06-30", "2026-09-30", TODAY.isoformat()]
    for point in points:
        then = served.run("score", "--as-of", point["day"], "--json").json["practice"]
        assert (point["score"], point["coverage"]) == (then["score"], then["coverage"])
    assert [point["clients"] for point in points] == [4, 4, 3, 3]
    assert all(point["own_library"] for point in points)


def test_a_day_whose_library_the_history_does_not_hold_is_marked(practice: Practice) -> None:
    practice.review("acme", "firewall-label,yes,\n", today=date(2025, 11, 3))
    # The workspace was brought into git later than its first review.
    shutil.rmtree(practice.root / ".git")
    practice.git("init", "--quiet")
    practice.commit("Begin", FIRST_COMMIT)
    first = practice.run("report", "portfolio", "--json").json["trend"][0]
    assert (first["day"], first["own_library"]) == ("2025-12-31", False)
    assert "the history does not hold its own" in practice.run("report", "portfolio", "--format", "html").out


def test_who_fell_slips_with_the_reasons_and_who_rose_does_not(served: Practice) -> None:
    slips = served.run("report", "portfolio", "--json").json["slipping"]
    assert [each["client"] for each in slips] == ["Acme Explosives"]
    slip = slips[0]
    # 22 of 22 points became 12; the quarter began before the last review.
    assert (slip["change"], slip["review_change"], slip["review"]) == (55 - 100, 55 - 100, "2026-11-03")
    assert slip["reasons"][0] == "score down 45 points in the quarter and 45 points at the last review"


def test_answers_that_go_out_of_date_make_a_client_slip(practice: Practice) -> None:
    practice.review("acme", ALL_YES, today=date(2026, 7, 20))
    slips = practice.run("report", "portfolio", "--json").json["slipping"]
    # Firewalls are quarterly and the quota is monthly: four of six are overdue; a quarter ago none was.
    assert [(each["overdue"], each["late_change"]) for each in slips] == [(4, 67)]
    assert slips[0]["reasons"] == ["overdue answers up 67 points in the quarter"]
    assert slips[0]["change"] == 0


def test_coverage_that_falls_is_seen_although_no_answer_was_lost(practice: Practice) -> None:
    practice.review("acme", ALL_YES, today=date(2026, 7, 20))
    for number in range(4):
        practice.standard(f"firewall-extra-{number}")
    practice.commit("More standards", date(2026, 10, 1))
    slip = practice.run("report", "portfolio", "--json").json["slipping"][0]
    assert slip["coverage_change"] == 60 - 100
    assert "coverage down 40 points in the quarter" in slip["reasons"]


def test_a_fall_of_one_point_is_no_slip(practice: Practice) -> None:
    for number in range(97):
        practice.standard(f"firewall-extra-{number}", business_impact="low", technical_risk="low", frequency="biennial")
    every = "".join(f"firewall-extra-{number},yes,\n" for number in range(97))
    practice.commit("More standards", FIRST_COMMIT)
    practice.review("acme", every, today=date(2026, 8, 1))
    practice.review("acme", "firewall-extra-1,no,\n", today=date(2026, 11, 1))
    data = practice.run("report", "portfolio", "--json").json
    assert data["heat"]["rows"][0]["change"] == -1
    assert data["slipping"] == []
    assert "Nobody slips" in practice.run("report", "portfolio").out


def test_the_standard_that_most_clients_fail_stands_first_with_its_share(served: Practice) -> None:
    failing = served.run("report", "portfolio", "--json").json["failing"]
    assert [(each["standard"], each["no"], each["asked"], each["applies"]) for each in failing] == [
        ("firewall-firmware", 2, 2, 3), ("mailbox-login", 1, 2, 3),
    ]  # fmt: skip
    assert "2 of 2 | 100%" in served.run("report", "portfolio").out


def test_findings_wait_for_the_area_of_their_remedy(served: Practice) -> None:
    served.standard("mailbox-login", category="email", business_impact="high", technical_risk="high",
                    remedy={"summary": "Turn it on.", "area": "service-desk", "hours": 2.5})  # fmt: skip
    areas = served.run("report", "portfolio", "--json").json["areas"]
    assert [(each["area"], each["findings"], each["hours"], each["oldest"]) for each in areas] == [
        ("Technology Alignment Manager", {"high": 2, "medium": 0, "low": 0}, 2.0, (TODAY - date(2026, 3, 3)).days),
        ("Service Desk", {"high": 1, "medium": 0, "low": 0}, 2.5, (TODAY - date(2026, 11, 3)).days),
    ]  # fmt: skip


def test_an_accepted_risk_that_runs_out_or_has_is_named(served: Practice) -> None:
    accept = (
        "finding",
        "triage",
        "acme",
        "{}",
        "accepted",
        "--reason",
        "Rebuild.",
        "--accepted-by",
        "Owner, Ann Lee",
        "--until",
    )
    for standard, until in (("firewall-firmware", "2027-02-01"), ("mailbox-login", "2027-06-01")):
        done = served.run(*(each.format(standard) for each in accept), until)
        assert done.code == 0, done.err
    found = served.run("report", "portfolio", "--json").json["acceptances"]
    assert [(each["standard"], each["until"], each["days"], each["by"]) for each in found] == [
        ("firewall-firmware", "2027-02-01", 77, "Owner, Ann Lee"),
    ]  # fmt: skip
    later = served.run("report", "portfolio", "--json", today=date(2027, 2, 3)).json
    assert [each["days"] for each in later["acceptances"]] == [-2]
    assert later["untriaged"] == 2


def test_a_review_is_late_after_one_and_a_half_intervals(served: Practice) -> None:
    # Acme has twelve visits a year, so after 45 days; the others four, so after 136.
    def late(day: date) -> list[str]:
        found = served.run("report", "portfolio", "--json", today=day).json["rounds"]["late"]
        return [each["client"] for each in found]

    assert late(date(2026, 12, 18)) == ["Cafe"]
    assert late(date(2026, 12, 19)) == ["Cafe", "Acme Explosives"]
    never = served.run("report", "portfolio", "--json").json["rounds"]["late"][0]
    assert (never["last"], never["every"]) == (None, 91)


def test_a_review_that_was_begun_is_named_where_the_last_one_is_late(served: Practice) -> None:
    start = ("review", "start", "cafe", "--all", "--answers", "-")
    assert served.run(*start, stdin="standard,answer,note\nfirewall-backup,yes,\n").code == 0
    assert served.run("report", "portfolio", "--json").json["rounds"]["late"][0]["opened"] == "2026-11-16"


def test_visits_come_by_day_and_who_has_none_is_named(served: Practice) -> None:
    write_visits(
        served,
        "acme",
        [visit(1, "2026-11-10"), visit(2, "2026-11-18"), visit(3, "2026-12-30", status="cancelled")],
        "2026",
    )
    write_visits(served, "bakery", [visit(1, "2027-01-15", status="confirmed"), visit(2, "2027-01-16")], "2027")
    found = served.run("report", "portfolio", "--json").json["rounds"]
    assert [(each["client"], each["day"], each["days"], each["tam"], each["status"]) for each in found["coming"]] == [
        ("Acme Explosives", "2026-11-18", 2, "Jim Tam", "planned"), ("Bakery", "2027-01-15", 60, "Jim Tam", "confirmed"),
    ]  # fmt: skip
    assert found["without"] == ["Cafe"]
    assert [(each["client"], each["day"]) for each in found["open_ends"]] == [("Acme Explosives", "2026-11-10")]


def test_a_practice_without_clients_or_git_has_a_page_all_the_same(practice: Practice) -> None:
    (practice.root / "clients/acme/client.yaml").unlink()
    for format in ("md", "html"):
        done = practice.run("report", "portfolio", "--format", format)
        assert done.code == 0, done.err
        assert "There is no client yet." in done.out
    (practice.root / ".git").rename(practice.home / "git")
    practice.client("lone", team={})
    for kind in ("portfolio", "owner", "agreement"):
        done = practice.run("report", kind)
        assert done.code == 0, done.err
        assert "Lone" in done.out or kind == "owner"


def test_a_category_without_a_file_of_its_own_has_a_column(practice: Practice) -> None:
    practice.standard("fax-line", category="telephony")
    assert [each["name"] for each in practice.run("report", "portfolio", "--json").json["heat"]["columns"]] == [
        "Firewalls", "Email", "Telephony",
    ]  # fmt: skip


def test_reading_changes_nothing_and_gives_the_same_bytes(served: Practice) -> None:
    before = served.files()
    for kind in ("portfolio", "owner", "agreement"):
        assert len({served.run("report", kind, "--format", "html").out for _ in range(2)}) == 1
    assert served.files() == before


def test_another_day_or_a_new_review_says_what_it_says_without_an_index(served: Practice) -> None:
    def both(day: date) -> tuple[str, str]:
        off = served.run("report", "portfolio", "--json", today=day, env={"MSPTOOL_INDEX": "off"})
        return served.run("report", "portfolio", "--json", today=day).out, off.out

    assert served.run("index", "build").code == 0
    said = [both(TODAY + timedelta(days)) for days in (0, 0, 1, 60)]
    served.review("cafe", "firewall-label,no,\n")
    served.review("acme", ALL_YES, today=TODAY + timedelta(1))
    said += [both(TODAY + timedelta(days)) for days in (1, 2)]
    assert all(one == other for one, other in said)
    assert len({one for one, _ in said}) == 5


def test_another_day_computes_again_only_what_the_day_changes(
    served: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counted(*given: Any, **more: Any) -> Any:
        assessed.append(given[0].id)
        return assess(*given, **more)

    assessed: list[str] = []
    monkeypatch.setattr(viewpoint, "assess", counted)
    assert served.run("index", "build").code == 0
    many = []
    for days in (0, 1, 1):
        assessed.clear()
        assert served.run("report", "portfolio", today=TODAY + timedelta(days)).code == 0
        many.append(assessed.count("acme"))
    # At first also the ends of six quarters and the last two reviews; then the day itself and a quarter before it.
    assert many == [10, 2, 0]


def test_a_broken_file_stops_the_report_with_its_name(served: Practice) -> None:
    served.write("clients/bakery/client.yaml", dump({"name": 7}))
    done = served.run("report", "portfolio")
    assert done.code == 3
    assert "clients/bakery/client.yaml" in done.err


@pytest.mark.parametrize(
    ("score", "letter"),
    [(1.0, "a"), (0.95, "a"), (0.944, "b"), (0.85, "b"), (0.84, "c"), (0.7, "c"), (0.69, "d"), (0.5, "d"), (0.494, "e"), (0.0, "e"), (None, None)],
)  # fmt: skip
def test_a_level_is_that_of_the_percentage_shown(score: float | None, letter: str | None) -> None:
    assert level(score) == letter


def test_quarters_end_before_the_day() -> None:
    assert quarter_ends(date(2026, 12, 31), 3) == [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]
    assert quarter_ends(date(2027, 1, 1), 2) == [date(2026, 9, 30), date(2026, 12, 31)]
