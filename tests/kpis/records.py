"""Records and clients for the tests of KPIs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.small_practice import Practice, dump

AGREEMENT = {"starts": "2025-01-01", "mrr": 4000, "seats": 35, "servers": 2}


@pytest.fixture
def office(practice: Practice) -> Practice:
    """The small practice with agreements: Acme Explosives (4,000 for 35 seats, 2 servers) and Tesso (2,500, 22, 1)."""
    practice.client("acme", name="Acme Explosives", technologies=["windows-server"], agreement=AGREEMENT)
    practice.client(
        "tesso",
        name="Tesso",
        technologies=["windows-server"],
        agreement={"starts": "2025-02-15", "mrr": 2500, "seats": 22, "servers": 1},
    )
    practice.commit("Agreements")
    return practice


def month(practice: Practice, period: str, client: str | None = "acme", **records: Any) -> None:
    """Write a month; a record is `numerator`, or `(numerator, denominator)`; `_` in a name stands for `-`."""
    found = {name.replace("_", "-"): _record(said) for name, said in records.items()}
    folder = f"clients/{client}/kpis" if client else "practice/kpis"
    practice.write(f"{folder}/{period}.yaml", dump({"records": found}))


def _record(said: Any) -> dict[str, Any]:
    if isinstance(said, dict):
        return {"source": "a test", "recorded": "2026-11-02", **said}
    numerator, denominator = said if isinstance(said, tuple) else (said, None)
    more = {} if denominator is None else {"denominator": denominator}
    return {"numerator": numerator, **more, "source": "a test", "recorded": "2026-11-02"}


def shown(practice: Practice, *arguments: str, **more: Any) -> dict[str, Any]:
    """The figures that `kpi show --json` prints, by KPI."""
    done = practice.run("kpi", "show", *arguments, "--json", **more)
    assert done.code == 0, done.err
    return {each["kpi"]: each for each in done.json["kpis"]}
