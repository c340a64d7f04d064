"""The generator of large practices: what it writes lints clean, and the tables hold all of it in little memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_practice import Practice

ROOT = Path(__file__).resolve().parents[3]
CLIENTS = 6


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """A generated practice."""
    folder = tmp_path_factory.mktemp("large")
    (folder / "home").mkdir()
    command = [sys.executable, "tools/make_large.py", str(folder / "work"), "--clients", str(CLIENTS)]
    subprocess.run(command, cwd=ROOT, check=True, env={"PYTHONPATH": str(ROOT)})
    return Practice(folder / "work", folder / "home")


@pytest.mark.slow
def test_a_generated_practice_lints_clean(large: Practice) -> None:
    done = large.run("lint", "--strict")
    assert done.code == 0, done.out


@pytest.mark.slow
def test_all_of_it_arrives_and_scores_as_the_command_says(large: Practice, tmp_path: Path) -> None:
    rows = large.run("export", "--duckdb", str(tmp_path / "w.duckdb"), "--json").json["rows"]
    assert (rows["clients"], rows["reviews"], rows["answers"]) == (CLIENTS, 8 * CLIENTS, 8 * 300 * CLIENTS)
    assert rows["findings"] == len(large.run("finding", "list", "--json").json["findings"]) > 100
    sql = "SELECT client, sum(weight * credit) / sum(weight) FILTER (credit IS NOT NULL) FROM standings GROUP BY client"
    found = {name: round(score, 6) for name, score in large.run("query", sql, "--json").json["rows"]}
    assert found == {each["client"]: each["score"] for each in large.run("score", "--json").json["clients"]}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="tells memory by /proc")
def test_memory_does_not_grow_with_the_clients(large: Practice) -> None:
    code = (
        "import sys\nfrom datetime import date\nfrom pathlib import Path\n"
        "from msptool.exchange.warehouse.rows import Extract\nfrom msptool.workspace.workspace import Workspace\n"
        "def peak():\n"
        "    return int(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])\n"
        "extract = Extract.of(Workspace(Path(sys.argv[1]), date(2026, 11, 16)))\n"
        "for place, client in enumerate(extract.clients):\n"
        "    rows = sum(len(rows) for _, rows in extract.of_client(client))\n"
        "    first = peak() if place == 1 else first if place > 1 else 0\n"
        "print(rows, (peak() - first) / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(large.root)], cwd=ROOT, check=True, capture_output=True)
    rows, more = done.stdout.decode().split()
    assert int(rows) > 2400
    assert float(more) < 10, "four more clients take more than 10 MB"
