"""What an import leaves as it is, and what it says of the file: recorded figures, columns, repeated rows."""

from __future__ import annotations

from typing import Any

from tests.kpis.records import month
from tests.kpis.test_ticket_import import BAD, HEAD, counted, imported
from tests.small_practice import Practice
from tests.trees import only_sentence

RECORDED: dict[str, Any] = {
    "tickets": 14, "first-response": (13, 14), "first-response-time": {"numerator": 22, "cases": 14}, "reactive-hours": 8,
}  # fmt: skip
ONE = HEAD + "1,Acme Explosives,2026-10-05 09:00,2026-10-05 09:10,x,vpn,,0.5\n"


def recorded_october(practice: Practice) -> None:
    """Acme's October and the practice's, as another tool counted them: there is no list of the tickets."""
    month(practice, "2026-10", **RECORDED)
    month(practice, "2026-10", None, first_response_time={"numerator": 30, "cases": 40, "source": "Autotask export"})


def test_recorded_figures_without_a_list_of_their_tickets_stay_until_a_word(office: Practice) -> None:
    recorded_october(office)
    before = {path: text for path, text in office.files().items() if "imports/" not in path}
    done = imported(office, ONE)
    assert done.code == 1
    assert "Recorded already, and left as it is (--replace puts the figures of this file in its place)" in done.out
    assert "  acme in 2026-10: tickets and first answers, without the list of the tickets behind them" in done.out
    assert "What changes" not in done.out
    assert {path: text for path, text in office.files().items() if "imports/" not in path} == before
    replaced = imported(office, ONE, "--replace", "--json")
    assert (replaced.code, replaced.json["kept"]) == (0, []), "the same file again, and this time in earnest"
    assert counted(replaced, "acme", "2026-10")["tickets"] == (1, None)
    assert office.data("practice/kpis/2026-10.yaml")["records"]["first-response-time"]["cases"] == "1"


def test_beside_a_month_that_stays_the_other_clients_count(office: Practice) -> None:
    """The practice's medians are of more tickets than those of the lists, however often something is imported."""
    recorded_october(office)
    two = ONE + "2,Tesso,2026-10-05 09:00,2026-10-05 09:10,x,vpn,,0.5\n"
    for text in (two, two + "3,Tesso,2026-10-06 09:00,2026-10-06 09:10,x,vpn,,0.5\n"):
        done = imported(office, text, "--json")
        assert [(each["client"], each["period"]) for each in done.json["kept"]] == [
            ("acme", "2026-10"),
            (None, "2026-10"),
        ]
    assert counted(done, "tesso", "2026-10")["tickets"] == (2, None)
    assert office.data("clients/acme/kpis/2026-10.yaml")["records"]["tickets"]["numerator"] == "14"
    assert office.data("practice/kpis/2026-10.yaml")["records"]["first-response-time"]["cases"] == "40"


def test_hours_that_somebody_wrote_down_stay_until_a_word(office: Practice) -> None:
    month(office, "2026-10", reactive_hours=7)
    done = imported(office, ONE)
    assert "reactive-hours of acme in 2026-10: written down by hand" in done.out
    records = office.data("clients/acme/kpis/2026-10.yaml")["records"]
    assert (records["tickets"]["numerator"], records["reactive-hours"]["numerator"]) == ("1", "7")
    assert imported(office, ONE, "--replace").code == 0
    assert office.data("clients/acme/kpis/2026-10.yaml")["records"]["reactive-hours"]["numerator"] == "0.5"


def test_the_table_shows_what_this_file_changes_alone(office: Practice) -> None:
    row = "{0},{1},2026-10-0{0} 09:00,,x{0},vpn,,\n"
    imported(office, HEAD + row.format(1, "Acme Explosives") + row.format(2, "Tesso"))
    more = HEAD + row.format(3, "Acme Explosives")
    for done in (imported(office, more, "--dry-run"), imported(office, more)):
        lines = done.out.split("What changes, with the tickets that were counted before\n")[1].splitlines()
        assert [line.split()[:3] for line in lines[1:]] == [["acme", "2026-10", "2"]]
    assert "What changes" not in imported(office, more, "--again").out


def test_the_columns_that_are_not_used_are_named(office: Practice) -> None:
    """First answers of a column with a strange name would be missing without a word."""
    text = "Ticket ID,Customer,Date Occurred,First Response (hrs),Mood\n1,Tesso,2026-10-05,0.5,sad\n"
    assert "  Not used: First Response (hrs), Mood. --column FIELD=COLUMN" in imported(office, text).out
    done = imported(office, text, "--again", "--column", "response_hours=First Response (hrs)")
    assert "Not used: Mood." in done.out


def test_rows_kept_aside_never_take_the_place_of_a_file_of_the_workspace(office: Practice) -> None:
    before = office.files()
    done = imported(office, BAD, "--rejects", str(office.root / "clients/acme/client.yaml"))
    assert "client.yaml is a file of the workspace, and its content would be lost" in only_sentence(done)
    assert office.files() == before


def test_one_row_repeats_a_ticket(office: Practice) -> None:
    assert "1 row repeats a ticket" in imported(office, ONE + ONE.removeprefix(HEAD)).out
