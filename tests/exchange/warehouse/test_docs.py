"""The page about the warehouse: its queries run everywhere, and its tables are those of the code."""

from __future__ import annotations

import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.warehouse.server import Server
from tests.small_practice import Practice

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "warehouse.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)


def test_the_pages_are_written_from_the_code() -> None:
    done = subprocess.run(
        [sys.executable, "tools/make_docs.py", "--check"], cwd=ROOT, check=False, env={"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, "run tools/make_docs.py"


@pytest.mark.slow
def test_every_query_of_the_page_says_the_same_everywhere(sample: Practice, server: Server) -> None:
    assert len(QUERIES) > 5
    assert sample.run("export", "--postgres", server.url).code == 0
    for query in QUERIES:
        done = sample.run("query", query, "--json", "--limit", "100000")
        assert done.code == 0, done.err
        ours = [[_number(each) for each in row] for row in done.json["rows"]]
        theirs = [[_number(each) for each in row] for row in server.sql(query, schema="msptool")]
        assert len(ours) > 1, query
        assert ours == theirs, query


def test_the_heat_map_is_the_portfolio(sample: Practice) -> None:
    rows = sample.run("query", QUERIES[0], "--json", "--limit", "100000").json["rows"]
    for client, name in (("hotel-marisquay", "Hotel Marisquay"), ("acme-explosives", "Acme Explosives")):
        shown = sample.run("score", client, "--json").json["categories"]
        found = {
            category: (_rounded(score), _rounded(coverage)) for _, who, category, score, coverage in rows if who == name
        }
        assert found == {each["category"]: (each["score"], each["coverage"]) for each in shown}


def _rounded(value: Any) -> float | None:
    return None if value is None else round(float(value), 6)


def _number(value: Any) -> Any:
    """A number as one, whatever type an engine gives a sum; anything else as text."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return round(float(value), 6)
    if isinstance(value, str) and re.fullmatch(r"-?\d+\.\d+", value):
        return round(float(value), 6)
    return value if value is None else str(value)
