"""The trend: one point after each finished review, under the library of its time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from msptool.alignment.view import bar, percent, sparkline
from tests.small_practice import HIGH, LOW, Practice

HEAD = "standard,answer,note\n"
MARCH, JUNE = date(2026, 3, 10), date(2026, 6, 10)


def trend(practice: Practice, *options: str) -> list[Any]:
    done = practice.run("score", "acme", "--trend", "--json", *options)
    assert done.code == 0, done.err
    points: list[Any] = done.json["trend"]
    return points


@pytest.fixture
def half_year(practice: Practice) -> Practice:
    practice.review("acme", "firewall-backup,no,\nfirewall-label,yes,\n", today=MARCH)
    practice.standard("firewall-label", **HIGH)
    practice.standard("firewall-backup", **LOW)
    practice.commit("Reweigh", date(2026, 5, 1))
    practice.review("acme", "mailbox-login,yes,\n", today=JUNE)
    return practice


def test_each_review_is_a_point_with_the_figures_of_its_day(half_year: Practice) -> None:
    points = trend(half_year)
    assert [(point["date"], point["review"], point["earned"], point["possible"]) for point in points] == [
        ("2026-03-10", "2026-03-10", 1, 6), ("2026-06-10", "2026-06-10", 10, 11),
    ]  # fmt: skip
    assert all(point["library_known"] for point in points)


def test_points_stay_where_they_are_when_the_library_changes(half_year: Practice) -> None:
    before = trend(half_year)
    half_year.standard("firewall-label", question="Is the firewall labelled with its name?", **LOW)
    half_year.run("standard", "retire", "mailbox-login", "--reason", "Old.")
    half_year.commit("Everything is different", date(2026, 7, 1))
    assert trend(half_year) == before


def test_a_review_by_content_is_found_after_the_history_was_rewritten(half_year: Practice) -> None:
    before = trend(half_year)
    half_year.git("commit", "--quiet", "--amend", "--no-edit", "--author", "Other <o@example.com>", day=JUNE)
    half_year.git("rebase", "--quiet", "--root", "--force-rebase", day=JUNE)
    half_year.git("reflog", "expire", "--expire=now", "--all")
    half_year.git("gc", "--quiet", "--prune=now")
    assert trend(half_year) == before


def test_a_review_of_an_unknown_library_is_scored_under_the_present_one_and_marked(half_year: Practice) -> None:
    path = "reviews/acme/2026-03-10.yaml"
    review = half_year.data(path)["library"]
    text = half_year.read(path)
    for pin in (review["commit"], review["tree"]):
        text = text.replace(pin, "a" * 40)
    half_year.write(path, text)
    assert [(point["earned"], point["possible"], point["library_known"]) for point in trend(half_year)] == [
        (5, 6, False), (10, 11, True),
    ]  # fmt: skip


def test_an_open_review_is_no_point_and_its_answers_do_not_count(half_year: Practice) -> None:
    before = trend(half_year)
    half_year.run("review", "start", "acme", "--answers", "-", stdin=f"{HEAD}firewall-label,no,\n")
    assert trend(half_year) == before


def test_the_last_point_is_the_score_even_of_a_review_over_two_days(practice: Practice) -> None:
    lines = "y\nv summary The first day.\nq\n"
    practice.run("review", "start", "acme", "--all", "--plain", stdin=lines, today=MARCH)
    second = ("review", "resume", "acme", "--answers", "-", "--finish")
    done = practice.run(*second, stdin=f"{HEAD}mailbox-login,no,\n", today=date(2026, 3, 12))
    assert done.code == 0, done.err
    points = trend(practice)
    assert [(point["date"], point["earned"], point["possible"]) for point in points] == [("2026-03-12", 5, 10)]
    assert points[-1]["earned"] == practice.run("score", "acme", "--json").json["earned"]


def test_the_trend_as_of_a_day_ends_there(half_year: Practice) -> None:
    assert [point["date"] for point in trend(half_year, "--as-of", "2026-06-09")] == ["2026-03-10"]
    assert [point["date"] for point in trend(half_year, "--as-of", "2026-06-10")] == ["2026-03-10", "2026-06-10"]


def test_the_vcio_s_judgement_is_in_the_trend_from_its_day_on(practice: Practice) -> None:
    practice.review("acme", "firewall-backup,no,\n", today=MARCH)
    judged = ("finding", "triage", "acme", "firewall-backup", "marginal", "--reason", "Spare in the rack.")
    assert practice.run(*judged, today=date(2026, 4, 1)).code == 0
    practice.review("acme", "firewall-label,yes,\n", today=JUNE)
    points = trend(practice, "--method", "vcio")
    assert [(point["earned"], point["possible"]) for point in points] == [(0, 5), (3.5, 6)]


def test_one_review_draws_no_line_and_two_do(half_year: Practice) -> None:
    assert "trend" in half_year.run("score", "acme").out
    assert "trend" not in half_year.run("score", "acme", "--as-of", "2026-03-31").out


def test_shares_are_drawn_as_characters() -> None:
    assert sparkline([0, 0.5, 1, None], ascii_only=True) == "059 "
    assert sparkline([0, 0.5, 1, None], ascii_only=False) == "▁▅█ "
    assert (percent(None), percent(0), percent(0.65625)) == ("-", "0.0%", "65.6%")
    assert (bar(None), bar(0, 4), bar(0.5, 4), bar(1, 4)) == ("", "....", "##..", "####")


def test_a_review_counts_nothing_of_a_later_one_of_its_day(practice: Practice) -> None:
    practice.review("acme", "firewall-backup,no,\n")
    practice.review("acme", "firewall-firmware,yes,\n")
    points = trend(practice)
    assert [(point["review"], point["answered"]) for point in points] == [("2026-11-16", 1), ("2026-11-16-2", 2)]


def test_the_trend_is_a_table_for_a_person(half_year: Practice) -> None:
    out = half_year.run("score", "acme", "--trend").out
    assert "2026-03-10  16.7%" in " ".join(out.split()).replace("2026-03-10 ", "2026-03-10  ")
