"""`msptool kpi import`: the tickets of an export, counted by client, month and category, each once."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.kpis.records import month, shown
from tests.small_practice import TODAY, Done, Golden, Practice
from tests.trees import only_sentence

EXPORTS = Path(__file__).parent / "exports"
HEAD = "Ticket,Client,Opened,First response,Subject,Category,Asset,Hours\n"


def imported(practice: Practice, content: str | bytes, *options: str, today: date = TODAY) -> Done:
    """Import a file of its own."""
    file = practice.home / "tickets.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return practice.run("kpi", "import", str(file), *options, today=today)


def counted(done: Done, client: str | None, period: str) -> dict[str, tuple[Any, Any]]:
    """Numerator and denominator by KPI, as the import says them."""
    return {
        each["kpi"]: (each["numerator"], each["denominator"]) for each in done.json["figures"]
        if (each["client"], each["period"]) == (client, period)
    }  # fmt: skip


def test_a_connectwise_export(office: Practice) -> None:
    """Seed 003: volume, first answer against its target, and issues that came back, by category."""
    done = office.run("kpi", "import", str(EXPORTS / "connectwise.csv"), "--json")
    assert done.code == 0, done.err
    found = done.json
    assert (found["profile"], found["encoding"], found["separator"]) == ("connectwise", "UTF-8", "comma")
    assert found["columns"]["opened"] == "Date Entered"
    assert found["category_columns"] == ["Item", "Subtype", "Type", "Board"]
    assert found["dates"][0]["read_as"] == "month/day/year"
    assert (found["rows"], found["tickets"], found["kept_aside"]) == (6, 6, 0)
    assert found["unmapped_types"] == [{"type": "Service Desk / Mystery", "rows": 1}]
    acme = counted(done, "acme", "2026-10")
    # Identity in 18 of 30 minutes; endpoints in 75, 160 and 40 of 120: three of four in time, the median of 18, 40, 75, 160.
    assert acme["tickets"] == (4, None)
    assert (acme["tickets-identity"], acme["tickets-endpoint"], acme["tickets-saas"]) == (
        (1, None),
        (3, None),
        (0, None),
    )
    assert acme["first-response"] == (3, 4)
    assert (acme["first-response-identity"], acme["first-response-endpoint"]) == ((1, 1), (2, 3))
    assert acme["first-response-time"] == (57.5, None)
    assert acme["recurring-issues"] == (1, None)
    assert acme["reactive-hours"] == (2.5, None)
    assert "first-response-saas" not in acme, "nothing was answered, which is no data"
    tesso = counted(done, "tesso", "2026-10")
    # The VPN has no answer yet; the mystery was answered after 16 hours.
    assert tesso["first-response"] == (0, 1)
    assert counted(done, None, "2026-10")["first-response-time"] == (75, None)


@pytest.mark.parametrize(
    ("name", "encoding", "separator", "read_as"),
    [
        ("autotask", "UTF-8, 2 lines of it as Windows-1252", "comma", "month/day/year"),
        ("halopsa", "UTF-8", "semicolon", "day/month/year"), ("generic", "UTF-16", "tab", "year-month-day"),
    ],
)  # fmt: skip
def test_an_export_is_recognised_by_its_columns(
    name: str, encoding: str, separator: str, read_as: str, office: Practice
) -> None:
    done = office.run("kpi", "import", str(EXPORTS / f"{name}.csv"), "--json")
    found = done.json
    assert (found["profile"], found["encoding"], found["separator"]) == (name, encoding, separator)
    assert found["dates"][0]["read_as"] == read_as
    assert (found["rows"], found["tickets"], found["kept_aside"]) == (3, 3, 0)


def test_what_the_other_products_say_is_counted_alike(office: Practice) -> None:
    autotask = office.run("kpi", "import", str(EXPORTS / "autotask.csv"), "--json")
    assert counted(autotask, "acme", "2026-10")["tickets-endpoint"] == (1, None)
    assert counted(autotask, "acme", "2026-10")["reactive-hours"] == (1.5, None)
    assert counted(autotask, "tesso", "2026-10")["first-response-network"] == (0, 1)
    assert counted(autotask, "tesso", "2026-11")["tickets-saas"] == (1, None)
    halo = office.run("kpi", "import", str(EXPORTS / "halopsa.csv"), "--json")
    assert counted(halo, "acme", "2026-10")["first-response-identity"] == (1, 1)
    assert counted(halo, "tesso", "2026-10")["tickets-application"] == (1, None)
    assert counted(halo, "tesso", "2026-10")["reactive-hours"] == (2.25, None), "with the ticket of the other import"


def test_a_time_with_a_zone_is_on_the_practices_clock(office: Practice) -> None:
    """Half past midnight of November 1 in Europe is October 31 for a practice on universal time."""
    done = office.run("kpi", "import", str(EXPORTS / "generic.csv"), "--json")
    assert counted(done, "tesso", "2026-10")["tickets-application"] == (1, None)
    assert counted(done, "acme", "2026-10")["first-response-endpoint"] == (1, 2)


def test_the_figures_are_shown_with_their_source(office: Practice) -> None:
    office.run("kpi", "import", str(EXPORTS / "connectwise.csv"))
    found = shown(office, "acme")
    assert found["tickets"]["source"] == "ConnectWise export"
    assert found["tickets"]["recorded"] == "2026-11-16"
    assert found["first-response"]["value"] == 0.75
    assert found["recurring-issues"]["issues"][0]["issue"] == "prn-03"
    assert found["rhem"]["value"] == pytest.approx(2.5 / 37, abs=1e-6)
    assert shown(office)["first-response-time"]["cases"] == 5
    assert office.run("lint", "--strict").code == 0


def test_the_same_file_changes_nothing(office: Practice) -> None:
    file = str(EXPORTS / "connectwise.csv")
    office.run("kpi", "import", file)
    before = office.files()
    done = office.run("kpi", "import", file, today=date(2026, 11, 20))
    assert "was imported on 2026-11-16 already" in done.out
    assert office.run("kpi", "import", file, "--json").json["already_imported"] == "2026-11-16"
    again = office.run("kpi", "import", file, "--again", today=date(2026, 11, 20))
    assert "no figure changes" in again.err
    changed = {path for path, content in office.files().items() if before.get(path) != content}
    assert {path for path in changed if "imports/" not in path} == set()


def test_the_same_tickets_in_another_file_change_nothing(office: Practice) -> None:
    text = (EXPORTS / "connectwise.csv").read_bytes()
    office.run("kpi", "import", str(EXPORTS / "connectwise.csv"))
    before = {path: content for path, content in office.files().items() if "imports/" not in path}
    lines = text.split(b"\r\n")
    done = imported(office, b"\r\n".join([lines[0], *reversed(lines[1:-1]), b""]))
    assert "no figure changes" in done.err
    assert {path: content for path, content in office.files().items() if "imports/" not in path} == before


def test_two_exports_that_overlap_are_counted_together(office: Practice) -> None:
    row = "{0},Acme Explosives,2026-10-{1:02d} 09:00,2026-10-{1:02d} 09:10,x,printer,,\n"
    rows = [row.format(number, number) for number in range(1, 21)]
    imported(office, HEAD + "".join(rows[:12]))
    done = imported(office, HEAD + "".join(rows[8:]), "--json")
    assert counted(done, "acme", "2026-10")["tickets"] == (20, None)


def test_a_ticket_is_counted_as_the_last_export_has_it(office: Practice) -> None:
    """It was answered since, and moved to the client that it is of."""
    imported(
        office, HEAD + "1,Acme Explosives,2026-10-31 09:00,,x,printer,,\n2,Acme Explosives,2026-10-30 09:00,,x,vpn,,\n"
    )
    done = imported(
        office,
        HEAD + "1,Acme Explosives,2026-10-31 09:00,2026-10-31 09:30,x,printer,,\n2,Tesso,2026-10-30 09:00,,x,vpn,,\n",
        "--json",
    )
    assert counted(done, "acme", "2026-10")["tickets"] == (1, None)
    assert counted(done, "acme", "2026-10")["first-response"] == (1, 1)
    assert counted(done, "tesso", "2026-10")["tickets-network"] == (1, None)
    assert "2 " not in office.read("clients/acme/kpis/tickets/2026-10.yaml").split("tickets: |")[1]


def test_a_ticket_whose_day_was_read_wrong_leaves_the_month_in_which_it_was_counted(office: Practice) -> None:
    """April 3, read as March 4 at first: the same file read again with the day first counts it in April alone."""
    text = HEAD + "T-1,Acme Explosives,03/04/2026 09:00,,VPN,vpn,,2\n"
    imported(office, text, "--dates", "mdy")
    assert office.data("clients/acme/kpis/2026-03.yaml")["records"]["tickets"]["numerator"] == "1"
    done = imported(office, text, "--dates", "dmy", "--again", "--json")
    assert counted(done, "acme", "2026-04")["tickets"] == (1, None)
    assert not (office.root / "clients/acme/kpis/tickets/2026-03.yaml").exists()
    march = office.data("clients/acme/kpis/2026-03.yaml")["records"]
    assert (march or {}) == {}, "nothing is known of March any more, its hours neither"
    assert office.run("lint", "--strict").code == 0


def test_of_a_month_that_loses_a_ticket_the_others_stay_and_hours_by_hand_too(office: Practice) -> None:
    """One of March's two tickets turns out to be Tesso's of August."""
    row = "{0},{1},{2} 09:00,,x{0},vpn,,\n"
    imported(
        office, HEAD + row.format(1, "Acme Explosives", "2026-03-04") + row.format(2, "Acme Explosives", "2026-03-05")
    )
    options = ("--client", "acme", "--period", "2026-03", "--numerator", "7", "--source", "time sheets")
    assert office.run("kpi", "record", "reactive-hours", *options).code == 0
    imported(office, HEAD + row.format(1, "Tesso", "2026-08-05"))
    march = office.data("clients/acme/kpis/2026-03.yaml")["records"]
    assert (march["tickets"]["numerator"], march["reactive-hours"]["numerator"]) == ("1", "7")
    imported(office, HEAD + row.format(2, "Tesso", "2026-08-05"))
    assert list(office.data("clients/acme/kpis/2026-03.yaml")["records"]) == ["reactive-hours"]
    assert office.data("clients/tesso/kpis/2026-08.yaml")["records"]["tickets"]["numerator"] == "2"


def test_an_issue_comes_back_across_the_end_of_a_month(office: Practice) -> None:
    """Two in October and one in November, within 30 days: it came back in November."""
    row = "{0},Acme Explosives,{1} 09:00,,VPN does not connect,network,,\n"
    imported(office, HEAD + row.format(1, "2026-10-20") + row.format(2, "2026-10-28"))
    done = imported(office, HEAD + row.format(3, "2026-11-10"), "--json")
    assert counted(done, "acme", "2026-11")["recurring-issues"] == (1, None)
    found = shown(office, "acme", "--period", "2026-11")["recurring-issues"]["issues"]
    assert [(each["issue"], each["times"]) for each in found] == [("vpn does not connect", 3)]


def test_an_earlier_month_that_comes_later_tells_the_month_after(office: Practice) -> None:
    row = "{0},Acme Explosives,{1} 09:00,,VPN does not connect,network,,\n"
    imported(office, HEAD + row.format(3, "2026-11-10"))
    assert shown(office, "acme", "--period", "2026-11")["recurring-issues"]["value"] == 0
    done = imported(office, HEAD + row.format(1, "2026-10-20") + row.format(2, "2026-10-28"), "--json")
    assert "clients/acme/kpis/2026-11.yaml" in done.json["written"]
    assert shown(office, "acme", "--period", "2026-11")["recurring-issues"]["value"] == 1


BAD = (
    HEAD
    + """\
1,Acme Explosives,2026-10-05 09:00,2026-10-05 09:30,ok,printer,,0.5
2,,2026-10-05 09:00,,no client,printer,,
3,Acme Explosivs,2026-10-05 09:00,,unknown client,printer,,
,Acme Explosives,2026-10-05 09:00,,no number,printer,,
4,Acme Explosives,32/13/2026,,no date,printer,,
5,Acme Explosives,,,no day,printer,,
6,Acme Explosives,2026-12-24 09:00,,of the future,printer,,
7,Acme Explosives,2026-10-05 09:00,2026-10-04 09:00,answered before,printer,,
8,Acme Explosives,2026-10-05 09:00,,negative hours,printer,,-1
9,Acme Explosives,2026-10-05 09:00,,no hours,printer,,soon
10,Acme Explosives,2026-10-05 09:00,,too many cells,printer,,1,what
11,Acme Explosives,2026-10-06 09:00,,"a "quote" inside,printer,,
12,Acme Explosives,2026-10-06 09:00,,ok,printer,,
"""
)


def test_bad_rows_are_kept_aside_with_their_reason_and_good_ones_count(office: Practice) -> None:
    rejects = office.home / "rejects.csv"
    done = imported(office, BAD, "--rejects", str(rejects), "--json")
    assert done.code == 0
    found = done.json
    assert (found["rows"], found["tickets"], found["kept_aside"], found["without_client"]) == (13, 2, 11, 1)
    assert found["unknown_clients"] == [{"name": "Acme Explosivs", "rows": 1}]
    reasons = {each["row"]: each["reason"] for each in found["rejected"]}
    assert reasons[3] == "It names no client."
    assert reasons[4] == "There is no client 'Acme Explosivs'. Did you mean 'Acme Explosives'?"
    assert reasons[5] == "It has no ticket number."
    assert reasons[6] == "Opened: '32/13/2026' is no date."
    assert reasons[7] == "Opened is empty: nobody knows when it was opened."
    assert reasons[8] == "It was opened on 2026-12-24, which is still to come."
    assert reasons[9] == "Its first answer is before it was opened."
    assert reasons[10] == "Hours is '-1': time is never less than 0."
    assert reasons[11] == "Hours is 'soon': that is no time."
    assert reasons[12] == "It has more cells than the header (9, not 8)."
    assert reasons[13] == "The quotation marks do not match."
    with rejects.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [int(row["row"]) for row in rows] == sorted(reasons)
    assert rows[1]["Subject"] == "unknown client"
    assert rows[1]["reason"] == reasons[4]


def test_mended_rejects_are_an_export_again(office: Practice) -> None:
    rejects = office.home / "rejects.csv"
    imported(office, BAD, "--rejects", str(rejects))
    text = rejects.read_text(encoding="utf-8").replace("Acme Explosivs", "Acme Explosives")
    done = imported(office, text, "--json")
    assert done.json["tickets"] == 1
    assert counted(done, "acme", "2026-10")["tickets"] == (3, None)


def test_a_dry_run_writes_nothing(office: Practice) -> None:
    before = office.files()
    done = office.run("kpi", "import", str(EXPORTS / "connectwise.csv"), "--dry-run", "--json")
    assert (done.json["tickets"], done.json["written"]) == (6, [])
    assert office.files() == before
    assert "5 files would change" in office.run("kpi", "import", str(EXPORTS / "connectwise.csv"), "--dry-run").err


def test_a_file_of_strangers_exits_with_1_and_writes_nothing(office: Practice) -> None:
    before = office.files()
    done = imported(office, HEAD + "1,Nobody,2026-10-05 09:00,,x,printer,,\n", "--json")
    assert (done.code, done.json["tickets"]) == (1, 0)
    assert office.files() == before


def test_a_client_is_known_by_its_id_in_the_other_system(office: Practice) -> None:
    office.client("acme", name="Acme Explosives", external={"psa": "ACME-1004"})
    done = imported(office, HEAD + "1,acme 1004,2026-10-05 09:00,,x,printer,,\n", "--json")
    assert counted(done, "acme", "2026-10")["tickets"] == (1, None)


def test_names_that_are_alike_without_signs_are_told_apart_or_kept_aside(office: Practice) -> None:
    """Nothing of one client may silently count for another one."""
    office.client("ab", name="AB")
    office.client("a-and-b", name="A&B")
    office.client("mueller", name="Müller")
    office.client("miller", name="M Ller")
    office.client("star", name="星辰")
    office.client("moon", name="月光", external={"psa": "Luna"})
    names = ("A&B", "AB", "A-B", "MÜLLER", "星辰", "月光", "luna")
    rows = [f"{number},{name},2026-10-05 09:00,,x,vpn,,\n" for number, name in enumerate(names)]
    done = imported(office, HEAD + "".join(rows), "--json")
    tickets = {
        client: counted(done, client, "2026-10").get("tickets")
        for client in ("ab", "a-and-b", "mueller", "miller", "star", "moon")
    }
    assert tickets == {
        "ab": (1, None), "a-and-b": (1, None), "mueller": (1, None), "miller": None, "star": (1, None), "moon": (2, None),
    }  # fmt: skip
    assert done.json["ambiguous_clients"] == [{"name": "A-B", "rows": 1}]
    assert done.json["rejected"] == [
        {
            "row": 4,
            "reason": "'A-B' may be A&B (a-and-b) or AB (ab). Add the name under 'external' of the one that is meant.",
        }
    ]
    office.client("a-and-b", name="A&B", external={"psa": "A-B"})
    again = imported(office, HEAD + "".join(rows), "--again")
    assert "A-B" not in again.out
    assert office.data("clients/a-and-b/kpis/2026-10.yaml")["records"]["tickets"]["numerator"] == "2"


def test_a_name_that_fits_two_clients_is_said(office: Practice) -> None:
    office.client("ab", name="A.B.")
    office.client("a-and-b", name="A&B")
    done = imported(office, HEAD + "1,AB,2026-10-05 09:00,,x,vpn,,\n2,A B,2026-10-05 09:00,,x,vpn,,\n")
    assert "Names that fit more than one client\n  A B: 1 row" in done.out
    assert office.data("clients/ab/kpis/2026-10.yaml")["records"]["tickets"]["numerator"] == "1"


@pytest.mark.parametrize(
    ("separator", "said", "minutes"),
    [
        (",", '"1,234"', "1234"), (",", '"1,234.5"', "1234"), (",", '"1,5"', "2"), (",", '"0,250"', "0"), (",", "90.4", "90"),
        (";", "1,234", "1"), (";", "90,4", "90"),
    ],
)  # fmt: skip
def test_a_comma_sets_thousands_apart_unless_the_cells_are_apart_by_semicolons(
    office: Practice, separator: str, said: str, minutes: str
) -> None:
    """Whoever writes 1,5 for one and a half has its cells apart by semicolons."""
    head, row = ["Ticket", "Client", "Opened", "Minutes"], ["1", "Acme Explosives", "2026-10-05 09:00", said]
    imported(office, f"{separator.join(head)}\n{separator.join(row)}\n")
    line = office.read("clients/acme/kpis/tickets/2026-10.yaml").splitlines()[-1].split()
    assert line[4] == minutes


def test_the_practices_words_for_types_go_first(office: Practice) -> None:
    text = HEAD + "1,Acme Explosives,2026-10-05 09:00,,x,Printer: password,,\n"
    assert counted(imported(office, text, "--json"), "acme", "2026-10")["tickets-identity"] == (1, None)
    office.write(
        "msptool.yaml",
        "kpis:\n  tickets:\n    categories: {'Printer: password': endpoint}\n    response_minutes: {endpoint: 5}\n",
    )
    again = imported(office, text, "--again", "--json")
    assert counted(again, "acme", "2026-10")["tickets-endpoint"] == (1, None)


def test_columns_may_be_named(office: Practice) -> None:
    text = "A,B,C\n1,Acme Explosives,2026-10-05\n"
    refused = imported(office, text)
    assert only_sentence(refused) == (
        f"{office.home / 'tickets.csv'} has no column for the ticket's number. It has 'A', 'B', 'C': say which it is with --column id=COLUMN."
    )
    done = imported(office, text, "--column", "id=A", "--column", "client=b", "--column", "opened=C", "--json")
    assert (done.json["tickets"], done.json["columns"]) == (1, {"id": "A", "client": "B", "opened": "C"})


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--profile", "conectwise"), "There is no profile 'conectwise'. Did you mean 'connectwise'?"),
        (("--column", "client"), "--column takes FIELD=COLUMN, such as client=Company, not 'client'."),
        (("--column", "cleint=Client"), "--column knows no 'cleint'. Did you mean 'client'?"),
        (("--column", "client=Cleint"), "tickets.csv has no column 'Cleint'. Did you mean 'Client'?"),
        (("--dates", "us"), "--dates takes dmy (day first) or mdy (month first), not 'us'."),
    ],
)
def test_a_wrong_option_is_refused_in_one_sentence(options: tuple[str, ...], sentence: str, office: Practice) -> None:
    done = imported(office, HEAD, *options)
    assert done.code == 2
    assert only_sentence(done).replace(f"{office.home}/", "") == sentence


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty: it has no header and no rows."), (b"\n \n", "is empty: it has no header and no rows."),
        (bytes(range(1, 256)) * 4, "is not a text file: export a CSV, and import that file."),
        (b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03,\x01;\n", "is not a text file: export a CSV, and import that file."),
        (b"PK\x03\x04rest", "is a spreadsheet: save it as CSV, and import that file."),
        (b'"Ticket,Client\n', "is not a CSV file: its header cannot be read. The quotation marks do not match."),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_in_one_sentence(content: bytes, sentence: str, office: Practice) -> None:
    done = imported(office, content)
    assert done.code == 3
    assert only_sentence(done).endswith(sentence)


def test_a_missing_file_and_a_folder_are_refused(office: Practice) -> None:
    assert "nowhere.csv cannot be read: No such file" in only_sentence(
        office.run("kpi", "import", str(office.home / "nowhere.csv"))
    )
    assert "is a folder" in only_sentence(office.run("kpi", "import", str(office.home)))


def test_standard_input_may_bring_the_tickets(office: Practice) -> None:
    done = office.run("kpi", "import", "-", "--json", stdin=(EXPORTS / "halopsa.csv").read_bytes())
    assert (done.json["file"], done.json["tickets"]) == ("standard input", 3)


def test_nothing_is_half_written(office: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full at the third file: the first two get back what they held."""
    month(office, "2026-10", tickets=99)
    before, real, count = office.files(), os.replace, 0

    def full(source: str, target: str) -> None:
        nonlocal count
        count += 1
        if count == 3:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(os, "replace", full)
    done = office.run("-q", "kpi", "import", str(EXPORTS / "connectwise.csv"))
    assert done.code == 3
    assert "No space left on device" in only_sentence(done)
    monkeypatch.undo()
    assert office.files() == before


def test_a_ticket_list_that_was_broken_by_hand_is_refused(office: Practice) -> None:
    office.run("kpi", "import", str(EXPORTS / "connectwise.csv"))
    path = "clients/acme/kpis/tickets/2026-10.yaml"
    office.write(path, office.read(path).replace("endpoint", "endpiont", 1))
    done = office.run("-q", "kpi", "import", str(EXPORTS / "halopsa.csv"))
    assert done.code == 3
    assert f"{path}:2: tickets: line 2 of the tickets is no ticket" in only_sentence(done)
    assert [each["code"] for each in office.run("lint", "--json").json["problems"]] == ["W111"]


def test_what_is_printed(office: Practice, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXPORTS)
    golden.check("import.txt", office.run("kpi", "import", "connectwise.csv").out)
    done = office.run("kpi", "import", "-", stdin=BAD)
    golden.check("import-bad-rows.txt", done.out + "--\n" + done.err)
