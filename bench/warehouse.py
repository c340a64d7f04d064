"""Time and peak memory of the warehouse on a generated practice: `python bench/warehouse.py --clients 100 [--postgres URL]`.

Each client has eight reviews of 300 answers (tools/make_large.py). Prints what each export and query took; asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TODAY = "2026-11-16"
QUERY = (
    "SELECT client, sum(weight * credit) / sum(weight) FILTER (credit IS NOT NULL) AS score "
    "FROM standings GROUP BY client ORDER BY score"
)


def main() -> int:
    """Generate, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--postgres", default="", help="also into this server")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="msptool-bench-"))
    try:
        practice = folder / "practice"
        make = [sys.executable, str(HERE.parent / "tools" / "make_large.py"), str(practice)]
        subprocess.run([*make, "--clients", str(options.clients), "--git"], check=True)
        print(
            f"{options.clients:,} clients, {options.clients * 2400:,} answers\n{'':36}{'seconds':>10}{'MB':>8}{'on disk, MB':>14}"
        )
        parquet, database = folder / "parquet", folder / "warehouse.duckdb"
        _measure("export --parquet", practice, ["export", "--parquet", str(parquet)], parquet)
        _measure("export --parquet, again", practice, ["export", "--parquet", str(parquet)], parquet)
        _measure("export --duckdb", practice, ["export", "--duckdb", str(database)], database)
        _measure("export --duckdb, again", practice, ["export", "--duckdb", str(database)], database)
        if options.postgres:
            _measure("export --postgres", practice, ["export", "--postgres", options.postgres])
            _measure("export --postgres, again", practice, ["export", "--postgres", options.postgres])
        _measure("query, the first", practice, ["query", QUERY], practice / ".msptool")
        _measure("query, nothing changed", practice, ["query", QUERY], practice / ".msptool")
        review = next((practice / "reviews" / "client-00001").glob("*.yaml"))
        review.write_text(review.read_text(encoding="utf-8").replace("answer: no", "answer: yes"), encoding="utf-8")
        _measure("query, one client changed", practice, ["query", QUERY], practice / ".msptool")
    finally:
        shutil.rmtree(folder)
    return 0


def _measure(name: str, practice: Path, arguments: list[str], target: Path | None = None) -> None:
    command = [sys.executable, "-m", "msptool", "-C", str(practice), "--today", TODAY, *arguments]
    run = [sys.executable, "-I", "-S", str(HERE / "measure.py"), "1", *command]
    done = subprocess.run(run, env={**os.environ, "NO_COLOR": "1"}, stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)
    if found["status"]:
        raise SystemExit(f"{name} failed with exit code {found['status']}.")
    size = f"{_bytes(target) / 1e6:>14.1f}" if target else ""
    print(f"  {name:34}{found['seconds']:>10.1f}{found['megabytes']:>8.0f}{size}", flush=True)


def _bytes(path: Path) -> int:
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return sum(each.stat().st_size for each in files)


if __name__ == "__main__":
    sys.exit(main())
