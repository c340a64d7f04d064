"""The monthly business report: plain figures for a client's leader, and nothing that is internal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from msptool.kpis.model import ClientMonth, Definition, Issue, PatchException, PracticePeriod, Record
from msptool.kpis.tickets.model import TicketImport, TicketList
from tests.kpis.records import month
from tests.small_practice import Golden, Practice, dump
from tests.trees import only_sentence

SECRET = "zq-secret"


def year(office: Practice) -> None:
    """A year of figures, some of them with internal words."""
    month(office, "2026-07", restore_tests=(1, 1), tickets=16)
    month(
        office, "2026-09", tickets=18, first_response=(17, 18), backup_success=(114, 120), patch_endpoints=(30, 37), recurring_issues=2,
        baseline_users=(30, 35),
    )  # fmt: skip
    issue = {"issue": f"{SECRET} jams", "key": "0123456abc", "category": "endpoint", "times": 4}
    month(
        office, "2026-10", tickets={"numerator": 23, "note": SECRET, "source": "PSA", "by": "bob"}, first_response=(18, 23),
        backup_success=(118, 120), patch_endpoints=(36, 37),
        recurring_issues={"numerator": 1, "issues": [issue]}, baseline_users=(33, 35), reactive_hours=98765, tickets_network=77777,
    )  # fmt: skip
    said = {"covers": SECRET, "reason": SECRET, "by": SECRET, "since": "2026-09-01", "until": "2026-12-31"}
    office.write(f"clients/acme/kpis/patch-exceptions/{SECRET}.yaml", dump(said))
    office.write(
        "practice/kpis/definitions/inner.yaml",
        dump({"name": SECRET, "meaning": SECRET, "unit": "count", "numerator": SECRET}),
    )
    office.write("practice/schedule/2026/acme.yaml", dump({"visits": [
        {"id": 1, "day": "2026-10-13", "tam": "jim", "status": "done"}, {"id": 2, "day": "2026-10-20", "tam": "jim", "status": "cancelled"},
        {"id": 3, "day": "2026-12-03", "tam": "jim"},
    ]}))  # fmt: skip
    office.review("acme", "firewall-backup,yes,\nfirewall-firmware,no,zq-secret note\n", today=date(2026, 10, 13))


def test_what_a_leader_reads(office: Practice, golden: Golden) -> None:
    year(office)
    golden.check("monthly.md", office.run("report", "monthly", "acme").out)


def test_nothing_internal_has_a_way_onto_the_page(office: Practice) -> None:
    year(office)
    for form in ("md", "html"):
        page = office.run("report", "monthly", "acme", "--format", form).out
        for word in (SECRET, "98765", "98,765", "77777", "77,777", "AISP", "RHEM", "revenue", "4,000", "Gary"):
            assert word not in page, (form, word)
    data = office.run("report", "monthly", "acme", "--json").out
    assert SECRET not in data
    assert "0123456abc" not in data


# Every field of the files, and whether a client may see what it holds. A new field fails here until somebody has decided.
SHOWN = {
    ClientMonth: ({"client", "period", "records"}, set()),
    PracticePeriod: (set(), {"period", "records"}),
    Record: ({"numerator", "denominator", "source"}, {"recorded", "by", "note", "issues", "cases"}),
    Issue: ({"category", "times"}, {"issue", "key"}),
    Definition: (
        {"id", "name", "meaning", "unit", "numerator", "denominator", "direction", "target", "watch", "level", "on_client_page"}, set(),
    ),
    PatchException: (set(), {"client", "id", "covers", "reason", "by", "since", "until", "closed"}),
    TicketList: (set(), {"client", "id", "tickets"}),
    TicketImport: (set(), {"id", "file", "sha256", "profile", "imported", "rows", "tickets", "kept_aside"}),
}  # fmt: skip


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model.__name__)
def test_somebody_decided_for_every_field_whether_a_client_may_see_it(model: type) -> None:
    shown, internal = SHOWN[model]  # type: ignore[index]
    assert shown | internal == set(model.model_fields)  # type: ignore[attr-defined]


def test_a_kpi_of_ones_own_is_on_the_page_where_it_says_so(office: Practice) -> None:
    said = {
        "name": "Phones with a lock",
        "meaning": "Phones that lock.",
        "unit": "share",
        "numerator": "phones with a lock",
        "denominator": "phones",
    }
    month(office, "2026-10", phones=(19, 20))
    office.write("practice/kpis/definitions/phones.yaml", dump(said))
    assert "Phones with a lock" not in office.run("report", "monthly", "acme").out
    office.write("practice/kpis/definitions/phones.yaml", dump({**said, "on_client_page": True}))
    assert "| Phones with a lock | 95% | 19 of 20 |" in office.run("report", "monthly", "acme").out


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        ({"backup_success": (120, 120)}, "1 of 1 figure with a target reaches it."),
        ({"backup_success": (120, 120), "patch_endpoints": (37, 37)}, "All 2 figures with a target reach it."),
        (
            {"backup_success": (90, 120)},
            "0 of 1 figure with a target reach it. This needs attention: backups that succeeded.",
        ),
        ({"tickets": 5}, "For October 2026 there is no figure with a target yet."),
    ],
)
def test_what_a_leader_reads_first(records: dict[str, object], sentence: str, office: Practice) -> None:
    # An exemption of everything: the alignment has nothing to say here.
    exemptions = [
        {"category": name, "reason": "x", "by": "x", "since": "2020-01-01"} for name in ("firewalls", "email")
    ]
    office.client("acme", agreement={"starts": "2025-01-01", "mrr": 4000}, exemptions=exemptions)
    month(office, "2026-10", "acme", **records)
    assert f"\n{sentence}\n" in office.run("report", "monthly", "acme").out


def test_a_client_without_any_figure_gets_an_honest_page(office: Practice) -> None:
    done = office.run("report", "monthly", "tesso")
    assert done.code == 0
    assert "There is no figure for October 2026 yet." in done.out
    assert "No data for October 2026." in done.out
    assert "Tesso has no figure up to October 2026: record some, or import tickets." in done.err


def test_a_month_that_is_not_over_says_so_and_is_compared_with_nothing(office: Practice) -> None:
    year(office)
    month(office, "2026-11", tickets=5)
    page = office.run("report", "monthly", "acme", "--month", "2026-11").out
    assert "November 2026 is not over yet: these are its figures up to November 16, 2026" in page
    assert "| Figure | November | Made of | Target | Standing |\n| :-- | --: | --: | :-- | :-- |\n" in page
    assert "| Tickets | 5 |  |  |  |\n" in page
    assert "Better than the month before" not in page
    html = office.run("report", "monthly", "acme", "--month", "2026-11", "--format", "html").out
    assert "is not over yet" in html
    assert "Change</th>" not in html
    # The client's folder of the site takes a page's title for its link.
    assert "<title>Monthly report, November 2026: Acme</title>" in html.replace("Acme Explosives", "Acme")
    whole = office.run("report", "monthly", "acme").out
    assert "not over yet" not in whole
    assert "| Standing | Change |" in whole


def test_the_largest_steps_are_named_first_and_the_others_counted(office: Practice) -> None:
    month(
        office,
        "2026-09",
        first_response=(20, 40),
        backup_success=(119, 120),
        patch_endpoints=(30, 37),
        baseline_users=(30, 35),
    )
    month(
        office,
        "2026-10",
        first_response=(40, 40),
        backup_success=(120, 120),
        patch_endpoints=(37, 37),
        baseline_users=(35, 35),
    )
    page = office.run("report", "monthly", "acme").out
    assert "Better than the month before: tickets answered in time, computers up to date and 2 more." in page


def test_an_earlier_month_is_told_as_it_was(office: Practice) -> None:
    year(office)
    page = office.run("report", "monthly", "acme", "--month", "2026-09").out
    assert "| Tickets | 18 |" in page
    assert "| Restore tests passed (July 2026) | 100% | 1 of 1 |" in page
    assert "No visit in September 2026." in page


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("monthly",), "The monthly report is about one client: 'msptool report monthly CLIENT'."),
        (("monthly", "acme", "--month", "2027-01"), "January 2027 is in the future: today is 2026-11-16."),
        (("monthly", "acme", "--month", "10/2026"), "A month is written YYYY-MM, such as 2026-10, not '10/2026'."),
        (
            ("monthly", "acme", "--year", "2026"),
            "The monthly report is about a month: name it with --month, without --review and --year.",
        ),
        (("visit", "acme", "--month", "2026-10"), "The visit report is about no month: leave out --month."),
        (("scorecard", "acme"), "The scorecard report is about the whole practice: leave out the client."),
        (
            ("monthly", "--all-clients"),
            "--all-clients writes a file for each client: name the folder with --output DIR.",
        ),
        (
            ("monthly", "acme", "--all-clients", "-o", "x"),
            "--all-clients takes neither a client nor --review nor --json",
        ),
        (
            ("owner", "--all-clients", "-o", "x"),
            "The owner report is not one for each client: leave out --all-clients.",
        ),
        (("monthly", "--all-clients", "--format", "doc", "-o", "x"), "--format takes md, html or pdf, not 'doc'."),
    ],
)
def test_a_wrong_wish_is_refused_in_one_sentence(arguments: tuple[str, ...], sentence: str, office: Practice) -> None:
    done = office.run("report", *arguments)
    assert done.code == 2
    assert only_sentence(done).startswith(sentence)


def test_one_file_for_each_client(office: Practice, tmp_path: Path) -> None:
    year(office)
    office.client("oldtown", name="Oldtown", status="former", agreement={"starts": "2020-01-01", "ends": "2024-01-01"})
    folder = tmp_path / "reports of october"
    done = office.run(
        "report", "monthly", "--all-clients", "--output", str(folder), "--format", "html", "--month", "2026-10"
    )
    assert done.code == 0, done.err
    assert done.out == f"2 reports in {folder}\n"
    assert sorted(path.name for path in folder.iterdir()) == ["acme.html", "tesso.html"]
    assert f"1 of 2  {folder}/acme.html\n" in done.err
    alone = office.run("report", "monthly", "acme", "--format", "html", "--month", "2026-10").out
    assert (folder / "acme.html").read_text(encoding="utf-8") == alone
    assert office.run("-q", "report", "monthly", "--all-clients", "-o", str(folder)).err == ""
    assert (folder / "acme.md").exists()


def test_a_client_without_a_review_does_not_stop_the_others(office: Practice, tmp_path: Path) -> None:
    office.review("acme", "firewall-backup,yes,\n")
    done = office.run("report", "visit", "--all-clients", "-o", str(tmp_path / "visits"))
    assert done.out == f"1 report in {tmp_path / 'visits'}\n"
    assert "2 of 2  tesso: left out. There is no" in done.err


def test_a_file_is_no_folder(office: Practice, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    assert "is a file: name a folder." in only_sentence(
        office.run("report", "monthly", "--all-clients", "-o", str(tmp_path / "x"))
    )


def test_the_practices_scorecard(office: Practice, golden: Golden) -> None:
    year(office)
    month(office, "2026-10", "tesso", tickets=5, backup_success=(40, 62), reactive_hours=3)
    month(office, "2026-10", None, utilisation=(126, 168), hourly_rate=(22_050, 126))
    (office.root / "practice/kpis/definitions/inner.yaml").unlink()
    october = "clients/acme/kpis/2026-10.yaml"
    office.write(october, office.read(october).replace("98765", "12.25"))
    golden.check("scorecard.md", office.run("report", "scorecard").out)
    assert "Internal: not for a client" in office.run("report", "scorecard", "--format", "html").out


def test_a_scorecard_of_nothing_is_one_all_the_same(practice: Practice) -> None:
    done = practice.run("report", "scorecard")
    assert done.code == 0
    assert "no reactive hours are recorded" in done.out
