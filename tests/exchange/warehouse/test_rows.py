"""What the tables hold is what the workspace's own commands say."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from msptool.exchange.warehouse.definition import BY_NAME, TABLES
from msptool.exchange.warehouse.rows import Extract
from msptool.workspace.workspace import Workspace
from tests.small_practice import TODAY, Practice

Rows = dict[str, list[dict[str, Any]]]


def rows_of(practice: Practice, *, notes: bool = False, today: date = TODAY) -> Rows:
    """All rows, by table, as mappings."""
    extract = Extract.of(Workspace(practice.root, today), notes=notes)
    found: Rows = {table.name: [] for table in TABLES}
    for batch in (extract.shared(), *(extract.of_client(client) for client in extract.clients)):
        for table, rows in batch:
            found[table.name] += [dict(zip((each.name for each in table.columns), row, strict=True)) for row in rows]
    return found


def test_every_row_has_its_key_once_and_no_needed_value_is_missing(busy: Practice, sample: Practice) -> None:
    for practice in (busy, sample):
        for name, rows in rows_of(practice, notes=True).items():
            table = BY_NAME[name]
            assert rows, name
            keys = Counter(tuple(row[column] for column in table.primary_key) for row in rows)
            assert keys.most_common(1)[0][1] == 1, name
            for row in rows:
                assert {each.name for each in table.columns if each.needed and row[each.name] is None} == set(), name
                if table.day:
                    assert row["year"] == row[table.day].year


def test_no_column_is_always_empty(busy: Practice, sample: Practice) -> None:
    both = [rows_of(practice, notes=True) for practice in (busy, sample)]
    for name, table in BY_NAME.items():
        filled = {column for found in both for row in found[name] for column, value in row.items() if value is not None}
        assert {each.name for each in table.columns} - filled == set(), name


def test_notes_are_left_out_unless_asked_for(busy: Practice) -> None:
    assert "ZQ-" not in repr(rows_of(busy))
    found = rows_of(busy, notes=True)
    for table, column in (
        ("clients", "notes"), ("answers", "note"), ("findings", "reason"), ("recommendations", "notes"), ("kpis", "note"),
    ):  # fmt: skip
        assert any("ZQ-" in (row[column] or "") for row in found[table]), table


def test_an_answer_of_a_renamed_standard_counts_under_its_new_id(busy: Practice) -> None:
    [answer] = [each for each in rows_of(busy)["answers"] if each["asked_as"] == "firewall-label"]
    assert (answer["standard"], answer["counts_now"], answer["answer"]) == ("firewall-sticker", True, "yes")


def test_an_answer_to_other_words_does_not_count_any_more(busy: Practice) -> None:
    found = rows_of(busy)
    answers = [each for each in found["answers"] if each["standard"] == "firewall-firmware"]
    assert answers
    assert not any(each["counts_now"] for each in answers)
    assert {each["answer"] for each in found["standings"] if each["standard"] == "firewall-firmware"} == {None}


def test_a_former_client_keeps_its_answers_and_has_no_standing(busy: Practice) -> None:
    found = rows_of(busy)
    assert [each["client"] for each in found["clients"] if not each["served"]] == ["gone"]
    assert [each["day"] for each in found["answers"] if each["client"] == "gone"] == [date(2025, 12, 1)]
    assert {each["client"] for each in (*found["standings"], *found["findings"])} == {"acme", "nova"}


def test_an_open_review_is_a_review_without_answers(busy: Practice) -> None:
    before = len(rows_of(busy)["answers"])
    assert (
        busy.run("review", "start", "nova", "--all", "--answers", "-", stdin="standard,answer\nmailbox-login,no\n").code
        == 0
    )
    found = rows_of(busy)
    assert len(found["answers"]) == before
    [review] = [each for each in found["reviews"] if each["status"] == "open"]
    assert (review["client"], review["answered"], review["no"], review["finished"]) == ("nova", 1, 1, None)


def test_as_of_an_earlier_day_the_later_reviews_are_not_there(busy: Practice) -> None:
    found = rows_of(busy, today=date(2026, 9, 1))
    assert {(each["client"], each["day"]) for each in found["reviews"]} == {
        ("gone", date(2025, 12, 1)), ("acme", date(2026, 4, 1)),
    }  # fmt: skip
    assert found["recommendations"] == []
    assert max(each["day"] for each in found["answers"]) == date(2026, 4, 1)


def test_money_is_exact_and_a_recommendation_says_what_it_earns(busy: Practice) -> None:
    found = rows_of(busy)
    [each] = found["recommendations"]
    assert (each["one_time"], each["monthly"], each["status"]) == (Decimal("1200.10"), Decimal("30.05"), "approved")
    assert (each["findings"], each["points"], each["decided_by"]) == (1, 5, "Ann Lee")
    assert [each["mrr"] for each in found["clients"] if each["client"] == "acme"] == [Decimal("4000.50")]


def test_a_figure_of_the_practice_is_of_no_client(busy: Practice) -> None:
    found = {(each["client"], each["kpi"]): each for each in rows_of(busy)["kpis"]}
    assert found["acme", "patch-endpoints"]["value"] == pytest.approx(0.75)
    assert found["", "employees"]["value"] == 7


def test_figures_are_those_of_kpi_show(sample: Practice) -> None:
    found = {(each["client"], each["kpi"], each["period"]): each for each in rows_of(sample)["kpis"]}
    shown = sample.run("kpi", "show", "hotel-marisquay", "--period", "2026-10", "--all", "--json").json["kpis"]
    known = 0
    for each in shown:
        row = found.get(("hotel-marisquay", each["kpi"], "2026-10"))
        if row is not None and each["value"] is not None:
            known += 1
            assert row["value"] == pytest.approx(float(each["value"])), each["kpi"]
    assert known > 5


@pytest.mark.parametrize("method", ["weighted", "plain", "vcio"])
def test_the_standings_add_up_to_the_score(method: str, sample: Practice) -> None:
    rows = rows_of(sample)["standings"]
    scored = sample.run("score", "--method", method, "--json").json
    assert len(scored["clients"]) == len({row["client"] for row in rows}) > 10
    for each in scored["clients"]:
        own = [row for row in rows if row["client"] == each["client"]]
        credit = "credit_vcio" if method == "vcio" else "credit"
        counted = [row for row in own if row[credit] is not None]
        weights = [1 if method == "plain" else row["weight"] for row in counted]
        earned = sum(weight * row[credit] for weight, row in zip(weights, counted, strict=True))
        assert (earned, sum(weights)) == (each["earned"], each["possible"])
        assert (len(own), sum(row["answer"] is not None for row in own)) == (each["applicable"], each["answered"])
        assert sum(row["overdue"] for row in own) == each["overdue"]


def test_findings_are_those_of_finding_list(sample: Practice) -> None:
    rows = {(row["client"], row["standard"]): row for row in rows_of(sample)["findings"]}
    listed = sample.run("finding", "list", "--json").json["findings"]
    assert len(listed) == len(rows)
    for each in listed:
        row = rows[each["client"], each["standard"]]
        assert (row["since"].isoformat(), row["status"], row["severity"]) == (
            each["since"], each["status"], each["severity"],
        )  # fmt: skip


def test_a_sign_that_no_database_takes_is_left_out(busy: Practice) -> None:
    busy.write("clients/acme/client.yaml", 'name: "Ac\\0me"\n')
    assert "Acme" in {each["name"] for each in rows_of(busy)["clients"]}


def test_a_broken_file_is_named_and_nothing_is_written(busy: Practice) -> None:
    busy.write("reviews/acme/2026-10-01.yaml", "status: done\n")
    done = busy.run("export", "--duckdb", str(busy.home / "w.duckdb"))
    assert done.code == 3
    assert "reviews/acme/2026-10-01.yaml:1" in done.err
    assert list(busy.home.glob("w.duckdb*")) == []
