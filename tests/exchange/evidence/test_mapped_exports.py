"""Exports of other tools, read by the mapping in the settings."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.exchange.evidence.files import TOOLS, put, with_checks
from tests.small_practice import Practice

HEADER = "Site,Device,Check,Status,Message,Last run\n"
RECORD = "clients/acme/evidence/rmm-2026-11-12.yaml"


@pytest.fixture
def ready(practice: Practice) -> Practice:
    """The small practice with an RMM whose export holds all clients."""
    practice.write("msptool.yaml", TOOLS)
    with_checks(practice)
    practice.client("nova", name="Nova Cafe", external={"rmm": "NC-7"})
    return practice


def take(practice: Practice, rows: str, *more: str, client: str = "acme", name: str = "rmm.csv") -> Any:
    file = put(practice, name, rows if name.endswith("json") else HEADER + rows)
    return practice.run(
        "evidence", "import", str(file), "--client", client, "--tool", "rmm", *more, env={"COLUMNS": "200"}
    )


def row(
    device: str, check: str, status: str, day: str = "2026-11-12", site: str = "Acme Explosives", message: str = ""
) -> str:
    return f"{site},{device},{check},{status},{message},{day} 08:00\n"


def test_a_check_of_many_devices_fails_with_the_first_that_fails(ready: Practice) -> None:
    rows = "".join(row(f"PC-{number}", "login", "Passed") for number in range(40))
    rows += "".join(row(f"LAP-{number}", "login", "FAILED", message="no lock") for number in range(7))
    done = take(ready, rows, "--json")
    assert done.code == 0, done.err
    [proposal] = done.json["proposals"]
    assert (proposal["standard"], proposal["answer"]) == ("mailbox-login", "no")
    assert proposal["why"] == "login failed: 7 of 47 failed: LAP-0, LAP-1, LAP-2, LAP-3, LAP-4 ...; no lock"
    assert proposal["evidence"]["taken"] == "2026-11-12T08:00:00+00:00"
    assert done.json["written"] == RECORD


def test_all_checks_of_a_standard_pass_together(ready: Practice) -> None:
    done = take(ready, row("S1", "backup", "ok") + row("S1", "restore", "Success"), "--json")
    assert [(each["standard"], each["answer"]) for each in done.json["proposals"]] == [("firewall-backup", "yes")]
    assert done.json["proposals"][0]["why"] == "backup, restore passed"


def test_rows_of_other_clients_do_not_count(ready: Practice) -> None:
    rows = (
        row("A", "login", "passed")
        + row("B", "login", "failed", site="NC-7")
        + row("C", "login", "failed", site="Who?")
    )
    assert take(ready, rows, "--json").json["proposals"][0]["answer"] == "yes"
    assert take(ready, rows, "--json", client="nova").json["proposals"][0]["answer"] == "no"
    assert "1 row of no client of yours: 'Who?'." in take(ready, rows).err
    none = take(ready, row("A", "login", "passed", site="Somebody"))
    assert (none.code, "No row of rmm.csv is of acme: write the name" in none.err) == (3, True)
    assert "'external: {rmm: NAME}'" in none.err


def test_two_clients_with_one_name_are_told_apart_by_their_ids_alone(ready: Practice) -> None:
    ready.client("acme-two", name="Acme Explosives")
    rows = row("A", "login", "failed") + row("B", "login", "passed", site="acme")
    assert take(ready, rows, "--json").json["proposals"][0]["answer"] == "yes"


def test_results_that_are_too_old_or_without_a_time_decide_nothing(ready: Practice) -> None:
    rows = (
        row("A", "login", "passed")
        + row("B", "login", "passed", day="2026-09-01")
        + row("C", "login", "failed", day="soon")
    )
    done = take(ready, rows, "--json")
    assert done.json["undecided"] == [
        {"standard": "mailbox-login", "reason": "login is to be checked by hand: 2 of 3 results are too old to count"}
    ]


def test_a_word_without_a_meaning_decides_nothing(ready: Practice) -> None:
    done = take(ready, row("A", "login", "passed") + row("B", "login", "Pending"), "--json")
    assert done.json["undecided"][0]["reason"] == "login is to be checked by hand: 1 of 2 results say 'Pending'"


def test_a_json_list_is_read_alike_whatever_it_stands_under(ready: Practice) -> None:
    fields = dict(zip(HEADER.strip().split(","), row("A", "login", "passed").strip().split(","), strict=True))
    for data in ([fields], {"items": [fields]}, {"count": 1, "results": [fields, "noise", None]}):
        done = take(ready, json.dumps(data), "--json", name="rmm.json")
        assert len(done.json["proposals"]) == (0 if "noise" in str(data) else 1), data
    assert "is no list of results" in take(ready, '{"x": 1}', name="rmm.json").err
    assert (
        "Left out: 2 rows of rmm.json that cannot be read."
        in take(ready, json.dumps([fields, 1, 2]), name="rmm.json").err
    )


def test_columns_may_stand_in_any_order_and_a_missing_one_is_named(ready: Practice) -> None:
    file = put(ready, "x.csv", "Last run;Status;Check;Device;Site;Message\n2026-11-12 08:00;ok;login;A;acme;\n")
    done = ready.run("evidence", "import", str(file), "--client", "acme", "--tool", "rmm", "--json")
    assert done.json["proposals"][0]["answer"] == "yes"
    file = put(ready, "y.csv", "Site,Device,Check,State,Message,Last run\n")
    done = ready.run("evidence", "import", str(file), "--client", "acme", "--tool", "rmm")
    assert (
        "y.csv has no column 'Status', which 'evidence.tools.rmm' of msptool.yaml names. Did you mean 'State'?"
        in done.err
    )


def test_a_row_that_cannot_be_read_is_counted_and_left_out(ready: Practice) -> None:
    done = take(ready, row("A", "login", "passed") + "acme,B,login,failed,x,2026-11-12,too,many\n", "--json")
    # It may be the one that failed.
    assert done.json["undecided"][0]["reason"] == "login is to be checked by hand: 1 row of the file cannot be read"
    assert "Left out: 1 row of rmm.csv that cannot be read." in done.err


def test_an_unknown_tool_is_named_with_those_that_are_known(ready: Practice) -> None:
    file = put(ready, "x.csv", HEADER)
    done = ready.run("evidence", "import", str(file), "--client", "acme", "--tool", "rmmm")
    assert "There is no tool 'rmmm'. Did you mean 'rmm'?" in done.err
    assert "Those of msptool.yaml are rmm." in ready.run("evidence", "import", str(file), "--client", "acme").err


@pytest.mark.slow
def test_a_large_export_is_read_without_holding_it(ready: Practice) -> None:
    file = ready.home / "large.csv"
    with file.open("w") as stream:
        stream.write(HEADER)
        for number in range(600_000):
            stream.write(row(f"PC-{number}", "login" if number % 3 else "other", "passed", message="m" * 60))
    code = (
        "import sys; sys.argv=['msptool',*sys.argv[1:]]\nfrom msptool.__main__ import run\ncode=run()\n"
        "peak=[int(l.split()[1]) for l in open('/proc/self/status') if l.startswith('VmHWM')][0]\n"
        "print(peak, file=sys.stderr)\nsys.exit(code)"
    )
    import os
    import subprocess
    import sys

    from tests.small_practice import environment

    done = subprocess.run(
        [sys.executable, "-c", code, "-C", str(ready.root), "--today", "2026-11-16", "evidence", "import", str(file), "--client", "acme", "--tool", "rmm"],
        capture_output=True, text=True, check=True, env={**os.environ, **environment(ready.home)},
    )  # fmt: skip
    assert "400000 of 400000 passed" in " ".join(done.stdout.split())
    assert int(done.stderr.split()[-1]) * 1024 < 1.5 * file.stat().st_size + 120_000_000
