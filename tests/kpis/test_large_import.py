"""A large export: memory stays bounded, progress is told, and the figures are those that were put in."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.small_practice import Practice
from tests.trees import python

ROWS = 60_000
# The program with everything that it imports takes about 60 MB.
MOST_KILOBYTES = 160_000

MEASURED = r"""
import re, sys
from msptool.__main__ import run
sys.argv = ["msptool", *sys.argv[1:]]
code = run()
peak = re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]
print("PEAK", code, peak, file=sys.stderr)
"""


def export(file: Path) -> None:
    """Tickets of half a year, answered after 10 or after 200 minutes in turn."""
    start = datetime(2026, 5, 1)
    with file.open("w", encoding="utf-8", newline="") as stream:
        stream.write("Ticket #,Company,Type,Summary Description,Date Entered,Date Responded,Actual Hours\n")
        for number in range(ROWS):
            opened = start + timedelta(minutes=number * 4)
            answered = opened + timedelta(minutes=10 if number % 2 else 200)
            client = ("Acme Explosives", "Tesso")[number % 3 == 0]
            stream.write(
                f'{number},{client},Printer,"Issue {number} of {chr(97 + number % 26)}{chr(97 + number // 26 % 26)}, again",'
                f"{opened:%m/%d/%Y %I:%M %p},{answered:%m/%d/%Y %I:%M %p},0.25\n"
            )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux tells it")
def test_a_large_export_takes_little_memory(office: Practice) -> None:
    file = office.home / "tickets.csv"
    export(file)
    done = python(
        MEASURED, "-C", str(office.root), "--today", "2026-11-16", "kpi", "import", str(file), cwd=office.home
    )
    code, peak = done.err.rsplit("PEAK ", 1)[1].split()
    assert code == "0", done.err
    assert int(peak) < MOST_KILOBYTES
    assert "50,000 rows read\n" in done.err
    # All of May: 31 days of 360 tickets, a third of them Tesso's.
    may = office.data("clients/tesso/kpis/2026-05.yaml")["records"]
    assert may["tickets"]["numerator"] == "3720"
    assert (may["first-response"]["numerator"], may["first-response"]["denominator"]) == ("1860", "3720")
    assert may["first-response-time"]["numerator"] == "105"
    assert may["reactive-hours"]["numerator"] == "930"


@pytest.mark.slow
def test_very_many_tickets_of_one_month_stand_in_parts(office: Practice) -> None:
    file = office.home / "tickets.csv"
    rows = (
        f"{number},Acme Explosives,2026-10-{1 + number % 31:02d} 08:{number % 60:02d}\n" for number in range(70_000)
    )
    file.write_text("Ticket,Client,Opened\n" + "".join(rows), encoding="utf-8")
    assert office.run("kpi", "import", str(file)).code == 0
    names = sorted(path.name for path in (office.root / "clients/acme/kpis/tickets").iterdir())
    assert names == ["2026-10-2.yaml", "2026-10-3.yaml", "2026-10.yaml"]
    file.write_text(
        "Ticket,Client,Opened\n70000,Acme Explosives,2026-10-05\n1,Acme Explosives,2026-10-05\n", encoding="utf-8"
    )
    assert office.run("kpi", "import", str(file)).code == 0
    assert office.data("clients/acme/kpis/2026-10.yaml")["records"]["tickets"]["numerator"] == "70001"
    assert office.run("lint").code == 0
