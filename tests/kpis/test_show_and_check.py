"""`msptool kpi show`, `list` and `check`: where each figure stands, what moved it, and what is missing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from msptool.kpis.builtin import builtin
from msptool.kpis.wording import step_said
from tests.kpis.records import month, shown
from tests.small_practice import Golden, Practice, dump
from tests.trees import only_sentence


def year(office: Practice) -> None:
    """Some figures of three months."""
    month(office, "2026-08", tickets=18, backup_success=(119, 120), recurring_issues=2, reactive_hours=9.5)
    month(office, "2026-09", tickets=18, backup_success=(114, 120), recurring_issues=2, first_response=(17, 18))
    month(
        office,
        "2026-10",
        tickets=23,
        backup_success=(118, 120),
        recurring_issues=4,
        first_response=(18, 23),
        reactive_hours=12.25,
    )
    month(office, "2026-10", "tesso", tickets=5, backup_success=(60, 62))


@pytest.mark.parametrize(("before", "now", "said"), [
    ("91810", "96010", "up USD 4,200"), ("4000", "4200.5", "up USD 200.50"), ("96010.20", "96010.10", ""), ("120.10", "120", "down USD 0.10"),
])  # fmt: skip
def test_a_step_has_cents_where_its_figure_has(before: str, now: str, said: str) -> None:
    assert step_said(builtin()["mrr"], Decimal(before), Decimal(now), "USD") == said


def test_the_contract_of_the_json(office: Practice) -> None:
    year(office)
    done = office.run("kpi", "show", "acme", "--json")
    assert done.json["schema"] == "msptool/kpis/1"
    assert (done.json["client"], done.json["period"]) == ("acme", "2026-10")
    found = next(each for each in done.json["kpis"] if each["kpi"] == "backup-success")
    assert found | {"trend": found["trend"][-3:]} == {
        "kpi": "backup-success", "client": "acme", "period": "2026-10", "value": 0.983333, "numerator": 118, "denominator": 120,
        "source": "a test", "recorded": "2026-11-02", "cases": None, "clients": None, "issues": [],
        "name": "Backups that succeeded", "unit": "share", "currency": None, "target": 0.98, "status": "good", "direction": "up",
        "change": 0.033333,
        "moved": "up 3.3 points since September: backup jobs that succeeded 114 to 118, backup jobs unchanged at 120",
        "trend": [{"period": "2026-08", "value": 0.991667}, {"period": "2026-09", "value": 0.95}, {"period": "2026-10", "value": 0.983333}],
    }  # fmt: skip
    assert len(done.json["kpis"]) == sum(kpi.level == "client" for kpi in builtin().values())


def test_a_figure_without_a_target_of_its_own_is_compared_with_the_months_before(office: Practice) -> None:
    """Seed 003 (trend down is the goal): 4 issues against a mean of 2 are bad, 2 good; without earlier ones nothing is said."""
    year(office)
    assert shown(office, "acme")["recurring-issues"]["status"] == "bad"
    assert shown(office, "acme", "--period", "2026-09")["recurring-issues"]["status"] == "good"
    assert shown(office, "acme", "--period", "2026-08")["recurring-issues"]["status"] == "no target"


@pytest.mark.parametrize(
    ("kpi", "before", "now", "moved"),
    [
        ("tickets", 18, 23, "up 5 since September: 18 then"), ("tickets", 18, 18, "the same as in September"),
        ("patch-endpoints", (38, 40), (38, 50), "down 19 points since September: computers patched in the weekly window unchanged at 38, "
         "computers under care 40 to 50"),
        ("baseline-users", (999, 1000), (1998, 2000), "the same as in September: users who meet the baseline 999 to 1,998, users 1,000 to 2,000"),
        ("reactive-hours", 12, 9.5, "down 2.5 h since September: 12 h then"),
    ],
)  # fmt: skip
def test_what_moved_is_said_by_its_counts(kpi: str, before: object, now: object, moved: str, office: Practice) -> None:
    month(office, "2026-09", "acme", **{kpi: before})
    month(office, "2026-10", "acme", **{kpi: now})
    assert shown(office, "acme")[kpi]["moved"] == moved


def test_a_gap_is_no_zero_and_no_change(office: Practice) -> None:
    month(office, "2026-07", tickets=10)
    month(office, "2026-10", tickets=12)
    found = shown(office, "acme")["tickets"]
    assert found["moved"] == "up 2 since July: 10 then"
    assert [each["value"] for each in found["trend"]] == [None] * 8 + [10, None, None, 12]


def test_only_all_is_a_hundred_percent(office: Practice) -> None:
    month(office, "2026-10", baseline_users=(9999, 10000), baseline_devices=(1, 10000))
    out = office.run("kpi", "show", "acme").out
    assert "99.9%" in out
    assert " 0.1%" in out


def test_how_it_looks(office: Practice, golden: Golden) -> None:
    year(office)
    golden.check("show-client.txt", office.run("kpi", "show", "acme").out)
    golden.check("show-practice.txt", office.run("kpi", "show").out)
    golden.check("show-one.txt", office.run("kpi", "show", "acme", "--kpi", "backup-success").out)
    golden.check("show-narrow.txt", office.run("kpi", "show", "acme", env={"COLUMNS": "60"}).out)
    golden.check("list.txt", office.run("kpi", "list").out)


def test_every_kpi_explains_itself(office: Practice) -> None:
    found = office.run("kpi", "list", "--json").json["kpis"]
    assert len(found) == len(builtin())
    for each in found:
        assert each["meaning"].endswith("."), each["id"]
        assert each["formula"]
        assert each["source"]
        assert each["numerator"]
        assert (each["denominator"] is not None) == (
            each["unit"] in ("share", "ratio") or "/" in each["formula"]
        ) or each["unit"] == "ratio"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("acmee",), "There is no client 'acmee'. Did you mean 'acme'?"),
        (("acme", "--kpi", "backups"), "There is no KPI 'backups'."),
        (("acme", "--kpi", "employees"), "employees is a figure of the whole practice: leave out the client."),
        (("--period", "2027-01"), "January 2027 is in the future: today is 2026-11-16."),
        (("--period", "2026-W44"), "A month is written YYYY-MM, such as 2026-10, not '2026-W44'."),
    ],
)
def test_a_wrong_wish_is_refused_in_one_sentence(arguments: tuple[str, ...], sentence: str, office: Practice) -> None:
    done = office.run("kpi", "show", *arguments)
    assert done.code == 2
    assert only_sentence(done).startswith(sentence)


def test_a_broken_month_is_refused_with_its_place(office: Practice) -> None:
    office.write(
        "clients/acme/kpis/2026-10.yaml", "records:\n  tickets: {numerator: -3, source: x, recorded: 2026-11-02}\n"
    )
    done = office.run("kpi", "show", "acme")
    assert done.code == 3
    assert only_sentence(done).startswith(
        "clients/acme/kpis/2026-10.yaml:2: records.tickets.numerator: a figure is 0 or more"
    )


def test_what_is_missing_is_listed_by_kpi(office: Practice, golden: Golden) -> None:
    whole = {
        "tickets": 1,
        "patch_endpoints": (1, 1),
        "backup_success": (1, 1),
        "baseline_devices": (1, 1),
        "baseline_users": (1, 1),
    }
    month(office, "2026-10", "acme", **whole)
    month(office, "2026-10", "tesso", **{**whole, "tickets": 0})
    assert office.run("kpi", "check").out == "Nothing is missing for October 2026, and every figure can be.\n"
    month(office, "2026-08", reactive_hours=5, restore_tests=(1, 1))
    month(office, "2026-09", None, service_revenue=5)
    month(office, "2026-10", "tesso", patch_endpoints=(1, 1))
    done = office.run("kpi", "check", "--json")
    assert done.code == 1
    assert done.json["missing"] == [
        {"kpi": "tickets", "clients": ["tesso"], "practice": False}, {"kpi": "backup-success", "clients": ["tesso"], "practice": False},
        {"kpi": "baseline-devices", "clients": ["tesso"], "practice": False}, {"kpi": "baseline-users", "clients": ["tesso"], "practice": False},
        {"kpi": "reactive-hours", "clients": ["acme"], "practice": False}, {"kpi": "service-revenue", "clients": [], "practice": True},
    ]  # fmt: skip
    month(office, "2026-09", "tesso", patch_endpoints=(5, 4))
    golden.check("check.txt", office.run("kpi", "check").out)


def test_what_cannot_be_is_listed_with_its_file(office: Practice) -> None:
    month(office, "2026-09", patch_endpoints=(5, 4), alignment=(1, 2), bakups=3)
    month(office, "2027-03", "tesso", tickets=1)
    office.write("practice/kpis/2026-10.yaml", "records: []\n")
    found = office.run("kpi", "check", "--json").json["impossible"]
    assert [(each["path"], each["kpi"]) for each in found] == [
        ("practice/kpis/2026-10.yaml", ""), ("clients/acme/kpis/2026-09.yaml", "patch-endpoints"), ("clients/acme/kpis/2026-09.yaml", "alignment"),
        ("clients/acme/kpis/2026-09.yaml", "bakups"), ("clients/tesso/kpis/2027-03.yaml", ""),
    ]  # fmt: skip


def test_the_largest_moves_are_shown_and_how_they_were_chosen(office: Practice) -> None:
    """A small step down must not hide a large one up: seven figures moved, and there is room for six."""
    small: dict[str, Any] = {"patch_servers": (900, 901), "backup_success": (900, 903), "baseline_users": (900, 904)}
    before: dict[str, Any] = {
        "patch_endpoints": (60, 100),
        "baseline_devices": (60, 100),
        "restore_tests": (1, 4),
        "first_response": (60, 100),
    }
    then: dict[str, Any] = dict.fromkeys(small, (901, 901))
    month(office, "2026-09", **then, **before)
    now: dict[str, Any] = {name: (of, of) for name, (_, of) in before.items()}
    month(office, "2026-10", **small, **now)
    out = office.run("kpi", "show", "acme").out
    moved = out.split("What moved (the 6 largest of 7 changes)\n")[1]
    assert "Computers up to date (better): up 40 points" in moved
    assert "Servers up to date" not in moved
    assert moved.index("Backups that succeeded (worse)") < moved.index("Computers up to date (better)")


def test_figures_in_parts_and_of_months_before_the_agreement_are_listed(office: Practice) -> None:
    month(office, "2026-10", tickets=1.5, patch_servers=(1.5, 2), reactive_hours=7.5)
    month(office, "2019-10", backup_success=(9, 10), tickets={"numerator": 3, "source": "Autotask export"})
    found = office.run("kpi", "check", "--json").json["impossible"]
    assert [(each["kpi"], each["message"]) for each in found] == [
        ("backup-success", "acme was no client in October 2019: its first agreement starts on 2025-01-01"),
        ("tickets", "1.5 tickets cannot be: they are counted one by one"),
        ("patch-servers", "1.5 servers patched in the monthly window cannot be: they are counted one by one"),
    ]


def test_a_client_that_is_none_any_more_misses_nothing(office: Practice) -> None:
    office.write(
        "clients/tesso/client.yaml",
        dump({"name": "Tesso", "status": "former", "agreement": {"starts": "2024-01-01", "ends": "2026-06-30"}}),
    )
    month(
        office,
        "2026-10",
        tickets=1,
        patch_endpoints=(1, 1),
        backup_success=(1, 1),
        baseline_devices=(1, 1),
        baseline_users=(1, 1),
    )
    assert office.run("kpi", "check").code == 0
