"""The command on a dump, and its report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.exchange.history import dumps
from tests.exchange.history.dumps import Records
from tests.small_practice import Done, Practice


def bring(practice: Practice, folder: Path, records: Records, *options: str) -> Any:
    """Import a dump; its report."""
    done = run(practice, folder, records, *options)
    assert done.code == 0, done.err
    return done.json


def run(practice: Practice, folder: Path, records: Records, *options: str) -> Done:
    """The command on a dump that is written anew."""
    for path in folder.glob("*.json"):
        path.unlink()
    dumps.write(folder, records)
    return practice.run("import", "history", str(folder), "--json", *options)
