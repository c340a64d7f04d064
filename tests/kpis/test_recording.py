"""`msptool kpi record`, `define`, `exception`, and a table of figures: what can be is written, the rest refused in a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kpis.records import month, shown
from tests.small_practice import Done, Practice
from tests.trees import only_sentence

BACKUP = ("kpi", "record", "backup-success", "--client", "acme", "--period", "2026-10", "--numerator", "118", "--denominator", "120",
          "--source", "backup console")  # fmt: skip


def test_a_figure_is_written_with_what_it_is_made_of(office: Practice) -> None:
    done = office.run(*BACKUP, "--by", "jim", "--note", "two jobs of the old server")
    assert done.code == 0, done.err
    assert done.out == "Wrote backup-success of acme in 2026-10 to clients/acme/kpis/2026-10.yaml.\n"
    assert office.read("clients/acme/kpis/2026-10.yaml") == (
        "# yaml-language-server: $schema=../../../.schemas/client-kpis.json\nrecords:\n"
        "  backup-success: {numerator: 118, denominator: 120, source: backup console, recorded: 2026-11-16, by: jim, "
        "note: two jobs of the old server}\n"
    )
    found = shown(office, "acme")["backup-success"]
    assert (found["value"], found["source"], found["recorded"], found["status"]) == (
        0.983333,
        "backup console",
        "2026-11-16",
        "good",
    )
    assert office.run("lint", "--strict").code == 0


def test_what_stands_in_the_file_stays_as_it_was(office: Practice) -> None:
    text = "# By hand.\nrecords:\n  tickets: {numerator: 14, source: PSA, recorded: 2026-11-01}  # counted twice\n"
    office.write("clients/acme/kpis/2026-10.yaml", text)
    office.run(*BACKUP)
    assert office.read("clients/acme/kpis/2026-10.yaml").startswith(text)


def test_the_same_figure_twice_changes_nothing_and_another_one_needs_a_word(office: Practice) -> None:
    office.run(*BACKUP)
    before = office.files()
    again = office.run(*BACKUP, today=date(2026, 11, 20))
    assert again.out == "backup-success of acme in 2026-10 is recorded so already.\n"
    other = [*BACKUP]
    other[8] = "110"
    refused = office.run(*other)
    assert refused.code == 2
    assert only_sentence(refused) == (
        "backup-success of acme in 2026-10 is recorded already: 118 of 120, from backup console, on 2026-11-16. "
        "--replace puts the new figure in its place."
    )
    assert office.files() == before
    assert office.run(*other, "--replace").code == 0
    assert shown(office, "acme")["backup-success"]["numerator"] == 110


def test_json_says_what_was_written(office: Practice) -> None:
    found = office.run(*BACKUP, "--json").json
    assert found["schema"] == "msptool/kpi-record/1"
    assert (found["kpi"], found["client"], found["period"], found["value"], found["written"]) == (
        "backup-success", "acme", "2026-10", 0.983333, True,
    )  # fmt: skip


def recorded(practice: Practice, kpi: str, *options: str) -> Done:
    """Record with a source; what is not given is Acme's October and 1."""
    plain = {"--client": "acme", "--period": "2026-10", "--numerator": "1", "--source": "x"}
    given = dict(zip(options[::2], options[1::2], strict=True))
    words = [word for pair in {**plain, **given}.items() if pair[1] for word in pair]
    return practice.run("kpi", "record", kpi, *words)


@pytest.mark.parametrize(
    ("kpi", "options", "sentence"),
    [
        ("backup-succes", (), "There is no KPI 'backup-succes'. Did you mean 'backup-success'?"),
        ("tickets", ("--client", "acmee"), "There is no client 'acmee'. Did you mean 'acme'?"),
        ("tickets", ("--by", "jmi"), "There is nobody 'jmi' in practice/people/. Did you mean 'jim'?"),
        ("patch-endpoints", ("--numerator", "41", "--denominator", "40"),
         "41 computers patched in the weekly window of only 40 computers under care is more than 100%. Correct one of the two."),
        ("backup-success", ("--numerator", "101", "--denominator", "100"),
         "101 backup jobs that succeeded of only 100 backup jobs is more than 100%. Correct one of the two."),
        ("reactive-hours", ("--numerator", "-3"), "--numerator is -3: a figure is never less than 0."),
        ("backup-success", ("--denominator", "-1"), "--denominator is -1: a figure is never less than 0."),
        ("backup-success", ("--numerator", "97.5%"),
         "--numerator is '97.5%': write the count and, as --denominator, what it is a part of (97.5 of 100)."),
        ("tickets", ("--numerator", "many"), "--numerator is a number such as 118 or 12.5, not 'many'."),
        ("tickets", ("--numerator", "1e30"), "--numerator is a number such as 118 or 12.5, not '1e30'."),
        ("tickets", ("--period", "2026-12"), "December 2026 is in the future: today is 2026-11-16."),
        ("tickets", ("--period", "October"), "A period is a month such as 2026-10 or a week such as 2026-W44, not 'October'."),
        ("tickets", ("--period", "2026-13"), "A period is a month such as 2026-10 or a week such as 2026-W44, not '2026-13'."),
        ("tickets", ("--period", "2026-W44"), "tickets is counted by the month. Name a month, such as 2026-10."),
        ("owner-interruptions", ("--client", ""), "owner-interruptions is counted by the week. Name a week, such as 2026-W44."),
        ("owner-interruptions", ("--client", "", "--period", "2026-W44", "--denominator", "4"),
         "owner-interruptions has no denominator. Give only the number of owner interruptions."),
        ("tickets", ("--client", ""), "tickets is a figure of a client. Name the client; the practice's figure is added up from them."),
        ("employees", (), "employees is a figure of the whole practice. Record it without a client."),
        ("alignment", ("--denominator", "2"), "alignment is computed from the reviews. Nobody records it by hand."),
        ("mrr", (), "mrr is computed from the agreements. Nobody records it by hand."),
        ("backup-success", (), "backup-success needs a denominator. Give the number of backup jobs."),
        ("tickets", ("--denominator", "2"), "tickets has no denominator. Give only the number of tickets."),
        ("restore-tests", ("--denominator", "0"), "1 restore tests passed of 0 restore tests due cannot be. Correct one of the two."),
        ("tickets", ("--numerator", "1.5"), "1.5 tickets cannot be: they are counted one by one. Give a whole number."),
        ("patch-servers", ("--numerator", "1.5", "--denominator", "2"),
         "1.5 servers patched in the monthly window cannot be: they are counted one by one. Give a whole number."),
        ("tickets", ("--period", "2019-10"),
         "acme was no client in October 2019: its first agreement starts on 2025-01-01. "
         "Correct the period, or the agreement in its client.yaml."),
        ("tickets", ("--source", " "), "Say where the figure comes from: --source 'backup console'."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_sentence(
    kpi: str, options: tuple[str, ...], sentence: str, office: Practice
) -> None:
    before = office.files()
    done = recorded(office, kpi, *options)
    assert done.code == 2
    assert only_sentence(done) == sentence
    assert office.files() == before


def test_a_former_client_has_no_figures_any_more(office: Practice) -> None:
    office.client(
        "tesso", name="Tesso", status="former", agreement={"starts": "2025-02-15", "ends": "2026-09-10", "mrr": 2500}
    )
    done = recorded(office, "tickets", "--client", "tesso")
    assert only_sentence(done).startswith("tesso was no client in October 2026: its last agreement had ended.")
    (office.home / "figures.csv").write_text(
        "kpi,client,period,numerator\ntickets,tesso,2026-10,4\ntickets,tesso,2026-09,1.5\n"
    )
    table = office.run("kpi", "import", str(office.home / "figures.csv"), "--json").json
    assert [each["row"] for each in table["rejected"]] == [2, 3]
    assert recorded(office, "tickets", "--client", "tesso", "--period", "2026-09").code == 0, (
        "its last month is one of it"
    )


def test_hours_and_money_may_be_in_parts(office: Practice) -> None:
    assert recorded(office, "reactive-hours", "--numerator", "7.5").code == 0
    assert recorded(office, "employees", "--client", "", "--numerator", "9.5").code == 0
    assert recorded(office, "utilisation", "--client", "", "--numerator", "130.5", "--denominator", "176").code == 0


def test_a_number_may_set_thousands_apart(office: Practice) -> None:
    office.run(
        "kpi", "record", "service-revenue", "--period", "2026-10", "--numerator", "122,410.50", "--source", "accounts"
    )
    assert shown(office)["service-revenue"]["value"] == "122410.50"


def test_a_week_is_recorded_in_a_file_of_its_own(office: Practice) -> None:
    for week, count in (("2026-W42", 3), ("2026-w43", 1)):
        done = office.run(
            "kpi", "record", "owner-interruptions", "--period", week, "--numerator", str(count), "--source", "tally"
        )
        assert done.code == 0, done.err
    assert "practice/kpis/2026-w43.yaml" in done.out
    assert shown(office)["owner-interruptions"]["value"] == 2
    assert office.run("lint", "--strict").code == 0


def test_beside_the_log_no_week_is_recorded(office: Practice) -> None:
    office.write("practice/owner/interruptions/2026-10.yaml", "interruptions: []\n")
    done = recorded(office, "owner-interruptions", "--client", "", "--period", "2026-W43")
    assert "comes from the log below practice/owner/interruptions/" in only_sentence(done)


TABLE = """\
kpi,client,period,numerator,denominator,source
backup-success,acme,2026-10,118,120,backup console
patch-endpoints,acme,2026-10,35,37,RMM
patch-endpoints,tesso,2026-10,24,23,RMM
alignment,tesso,2026-10,1,2,x
backup-success,acme,2026-10,1,2,x
service-revenue,,2026-10,100000,,accounts
"""


def test_a_table_of_figures_is_recorded_row_by_row(office: Practice) -> None:
    (office.home / "figures.csv").write_text(TABLE)
    done = office.run("kpi", "import", str(office.home / "figures.csv"), "--json")
    assert done.code == 1, "some rows are wrong"
    found = done.json
    assert (found["profile"], found["rows"], found["recorded"]) == ("figures", 6, 3)
    assert [each["row"] for each in found["rejected"]] == [4, 5, 6]
    assert "more than 100%" in found["rejected"][0]["reason"]
    assert found["rejected"][2]["reason"] == "backup-success of acme in 2026-10 stands in an earlier row already."
    assert found["written"] == ["practice/kpis/2026-10.yaml", "clients/acme/kpis/2026-10.yaml"]
    assert shown(office, "acme")["patch-endpoints"]["numerator"] == 35
    again = office.run("kpi", "import", str(office.home / "figures.csv"), "--profile", "figures")
    assert again.out.startswith("0 figures of 6 rows recorded, 3 there already.\nrow 4: ")


def test_a_table_cannot_go_around_the_log_of_interruptions(office: Practice) -> None:
    """As 'kpi record' refuses it: two figures of the same thing would contradict each other."""
    office.write("practice/owner/interruptions/2026-10.yaml", "interruptions: []\n")
    (office.home / "figures.csv").write_text(
        "kpi,client,period,numerator,denominator,source\nowner-interruptions,,2026-W43,3,,notes\n"
    )
    done = office.run("kpi", "import", str(office.home / "figures.csv"), "--json")
    assert (done.code, done.json["recorded"]) == (1, 0)
    assert done.json["rejected"][0]["reason"].startswith("owner-interruptions comes from the log below practice/owner/")


def test_a_table_may_be_tried_first(office: Practice) -> None:
    (office.home / "figures.csv").write_text(TABLE)
    before = office.files()
    assert office.run("kpi", "import", str(office.home / "figures.csv"), "--dry-run").out.startswith(
        "3 figures of 6 rows would be recorded"
    )
    assert office.files() == before


def test_a_kpi_of_ones_own(office: Practice) -> None:
    done = office.run(
        "kpi", "define", "phones-locked", "--name", "Phones with a lock", "--meaning", "How many phones lock.", "--unit", "share",
        "--numerator", "phones with a lock", "--denominator", "phones", "--target", "1", "--watch", "0.9",
    )  # fmt: skip
    assert done.out == "Wrote practice/kpis/definitions/phones-locked.yaml.\n", done.err
    assert recorded(office, "phones-locked", "--numerator", "19", "--denominator", "20").code == 0
    found = shown(office, "acme")["phones-locked"]
    assert (found["name"], found["value"], found["target"], found["status"]) == ("Phones with a lock", 0.95, 1, "watch")
    office.run("kpi", "define", "phones-locked", "--target", "0.9")
    assert shown(office, "acme")["phones-locked"]["status"] == "good"
    assert office.run("lint", "--strict").code == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("Phones!",), "'Phones!' cannot be the id of a KPI: use lower-case letters"),
        (("backup-success", "--name", "x"), "backup-success is a KPI that msptool brings: choose another id"),
        (("a", "--name", "x", "--meaning", "x", "--unit", "share", "--numerator", "x"), "a share or a ratio needs a denominator"),
        (("a", "--name", "x", "--meaning", "x", "--unit", "shares", "--numerator", "x"), "unit: 'shares' is not one of"),
        (("a", "--name", "x", "--meaning", "x", "--unit", "count", "--numerator", "x", "--target", "5", "--watch", "6"),
         "'watch' lies beyond the target"),
        (("a", "--name", "x", "--meaning", "x", "--unit", "share", "--numerator", "x", "--denominator", "y", "--target", "95"),
         "the target of a share is 0 to 1, such as 0.95"),
        (("a", "--name", "x"), "'meaning' is missing"),
    ],
)  # fmt: skip
def test_a_definition_that_makes_no_sense_is_refused(
    arguments: tuple[str, ...], sentence: str, office: Practice
) -> None:
    before = office.files()
    done = office.run("kpi", "define", *arguments)
    assert done.code == 2
    assert sentence in only_sentence(done)
    assert office.files() == before


def test_targets_are_settings(office: Practice) -> None:
    month(office, "2026-10", backup_success=(97, 100))
    assert shown(office, "acme")["backup-success"]["status"] == "watch"
    office.write(
        "msptool.yaml", "kpis:\n  targets:\n    backup-success: {target: 0.97}\n    mrr-per-tam: {target: 5000}\n"
    )
    assert (shown(office, "acme")["backup-success"]["target"], shown(office, "acme")["backup-success"]["status"]) == (
        0.97,
        "good",
    )
    assert shown(office)["mrr-per-tam"]["status"] == "bad", "without a band what misses the target is bad"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            "targets: {backup-succes: {target: 1}}",
            "kpis.targets names 'backup-succes', and there is no such KPI. Did you mean 'backup-success'?",
        ),
        ("expected: [tikets]", "kpis.expected names 'tikets', and there is no such KPI. Did you mean 'tickets'?"),
        ("targets: {mrr: {target: 1}}", "kpis.targets.mrr: this figure is neither good nor bad, so it has no target."),
        (
            "targets: {backup-success: {target: 98}}",
            "kpis.targets.backup-success: the target of a share is 0 to 1, such as 0.95.",
        ),
        ("targets: {rhem: {target: 0.3, watch: 0.2}}", "kpis.targets.rhem: 'watch' lies beyond the target."),
    ],
)
def test_a_target_that_makes_no_sense_is_refused(settings: str, sentence: str, office: Practice) -> None:
    office.write("msptool.yaml", f"kpis:\n  {settings}\n")
    done = office.run("kpi", "show")
    assert done.code == 3
    assert only_sentence(done) == f"msptool.yaml: {sentence}"


def test_an_exception_is_agreed_until_a_day_moved_and_closed(office: Practice) -> None:
    said = ("--covers", "The till", "--reason", "Its program stops.", "--by", "Owner, Ann")
    assert "needs --reason, --by and --until" in only_sentence(office.run("kpi", "exception", "acme", "till", *said))
    assert office.run("kpi", "exception", "acme", "till", *said, "--until", "2026-11-30").code == 0
    assert office.run("kpi", "exception", "acme", "till", *said, "--until", "2026-11-30").code == 2
    assert office.run("kpi", "exception", "acme", "till", "--until", "2026-12-20").code == 0
    assert "34 days left" in office.run("kpi", "exception", "acme").out
    assert office.run("lint", "--strict", today=date(2026, 12, 22)).code == 1
    assert office.run("kpi", "exception", "acme", "till", "--closed").code == 0
    found = office.run("kpi", "exception", "acme", "--json").json["exceptions"]
    assert [(each["id"], each["until"], each["closed"]) for each in found] == [("till", "2026-12-20", "2026-11-16")]
    assert office.run("lint", "--strict", today=date(2026, 12, 22)).code == 0
    for again in (("--closed",), ("--until", "2027-01-31")):
        refused = office.run("kpi", "exception", "acme", "till", *again, today=date(2026, 12, 22))
        assert refused.code == 2
        assert "till.yaml was closed on 2026-11-16: agree a new exception" in only_sentence(refused)
    assert "There is no clients/acme/kpis/patch-exceptions/safe.yaml." in only_sentence(
        office.run("kpi", "exception", "acme", "safe", "--closed")
    )
    assert "Say what to do" in only_sentence(office.run("kpi", "exception", "acme", "till"))
