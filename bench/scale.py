"""What a large practice takes: `python bench/scale.py --clients 100 1000 [--postgres URL]`.

Each client has eight reviews of 300 answers (tools/make_large.py). For each number of clients it prints the seconds on the
clock, those of the processor, the peak memory and what lies on disk, and at the end by how much each step grew. It asserts
nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
TODAY = "2026-11-16"
NEXT_DAY = ["--today", "2026-11-17"]
QUERY = (
    "SELECT client, sum(weight * credit) / sum(weight) FILTER (credit IS NOT NULL) AS score "
    "FROM standings GROUP BY client ORDER BY score"
)
Step = tuple[str, list[str], Path | None]


def main() -> int:
    """Generate, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, nargs="+", default=[100])
    parser.add_argument("--postgres", default="", help="also into this server")
    options = parser.parse_args()
    found = {clients: measured(clients, options.postgres) for clients in options.clients}
    small, large = min(found), max(found)
    if small != large:
        print(f"\nFrom {small:,} to {large:,} clients ({large / small:.0f} times as many), in time of the processor")
        for name, seconds in found[large].items():
            print(f"  {name:42}{seconds / found[small][name]:>8.1f} times")
    return 0


def measured(clients: int, postgres: str) -> dict[str, float]:
    """Seconds of the processor by step."""
    folder = Path(tempfile.mkdtemp(prefix="msptool-bench-"))
    try:
        practice, cache = folder / "practice", folder / "cache"
        make = [sys.executable, str(HERE.parent / "tools" / "make_large.py"), str(practice)]
        subprocess.run([*make, "--clients", str(clients), "--git"], check=True)
        print(f"\n{clients:,} clients, {clients * 8:,} reviews, {clients * 2400:,} answers")
        print(f"{'':44}{'seconds':>10}{'processor':>12}{'MB':>8}{'on disk, MB':>14}")
        return {name: _measure(name, practice, cache, rest, target) for name, rest, target in _steps(folder, postgres)}
    finally:
        shutil.rmtree(folder)


def _steps(folder: Path, postgres: str) -> Iterator[Step]:
    practice, cache = folder / "practice", folder / "cache"
    page = ["report", "portfolio", "--format", "html", "--output", str(folder / "portfolio.html")]
    yield "the first index", ["index", "build"], cache
    yield "index, nothing changed", ["index", "build"], None
    yield "portfolio with its heat map, the first", page, None
    yield "portfolio, nothing changed", page, None
    yield "portfolio, the next day", [*NEXT_DAY, *page], None
    _change(practice, 1)
    yield "index, one review changed", ["index", "build"], None
    yield "score of all clients", ["score", "--json"], None
    yield "score of all clients, again", ["score", "--json"], None
    yield "KPIs of the practice", ["kpi", "show", "--json"], None
    yield "KPIs, the next day", [*NEXT_DAY, "kpi", "show", "--json"], None
    _change(practice, 2)
    yield "portfolio, one review changed", page, None
    yield "KPIs, one review changed", ["kpi", "show", "--json"], None
    parquet, database = folder / "parquet", folder / "warehouse.duckdb"
    yield "export --parquet", ["export", "--parquet", str(parquet)], parquet
    yield "export --duckdb", ["export", "--duckdb", str(database)], database
    if postgres:
        yield "export --postgres", ["export", "--postgres", postgres], None
    yield "query, the first", ["query", QUERY], cache / "warehouse"
    yield "query, nothing changed", ["query", QUERY], None
    _change(practice, 3)
    yield "query, one client changed", ["query", QUERY], None


def _change(practice: Path, client: int) -> None:
    review = next((practice / "reviews" / f"client-{client:05}").glob("*.yaml"))
    review.write_text(review.read_text(encoding="utf-8").replace("answer: no", "answer: yes"), encoding="utf-8")


def _measure(name: str, practice: Path, cache: Path, arguments: list[str], target: Path | None) -> float:
    command = [sys.executable, "-m", "msptool", "-C", str(practice), "--today", TODAY, *arguments]
    run = [sys.executable, "-I", "-S", str(HERE / "measure.py"), "1", *command]
    env = {**os.environ, "NO_COLOR": "1", "MSPTOOL_INDEX": str(cache)}
    found = json.loads(subprocess.run(run, env=env, stdout=subprocess.PIPE, check=True).stdout)
    if found["status"]:
        raise SystemExit(f"{name} failed with exit code {found['status']}.")
    size = f"{_bytes(target) / 1e6:>14.1f}" if target else ""
    print(
        f"  {name:42}{found['seconds']:>10.1f}{found['processor']:>12.1f}{found['megabytes']:>8.0f}{size}", flush=True
    )
    return float(found["processor"])


def _bytes(path: Path) -> int:
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return sum(each.stat().st_size for each in files)


if __name__ == "__main__":
    sys.exit(main())
