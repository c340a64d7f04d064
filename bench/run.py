"""`make bench`: msptool beside its peers, on the same texts, in one run on one machine.

Prints, for 300 and 3,000 standards, the time of each program (the best of several runs), its peak memory,
and how many times faster msptool is: once with every field of a standard in each program, once with the
texts alone. No figure is asserted: look at the ratios.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from texts import write_doorstop, write_workspace

BIN = Path(sys.executable).parent
EMPTY_TYPER = """
import typer
app = typer.Typer()
@app.command()
def main() -> None: ...
app()
"""


@dataclass(frozen=True)
class Run:
    """The best time (seconds) and the peak memory (MB) of a program over several runs."""

    name: str
    seconds: float
    megabytes: float


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="*", default=[300, 3000])
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="msptool-bench-"))
    try:
        _start_up(folder, options.runs)
        for size, whole in itertools.product(options.sizes, (True, False)):
            _lint(folder / f"{size}-{whole}", size, options.runs if size <= 1000 else min(options.runs, 3), whole=whole)
    finally:
        shutil.rmtree(folder)
    return 0


def _start_up(folder: Path, runs: int) -> None:
    program = folder / "empty_typer.py"
    program.write_text(EMPTY_TYPER)
    _table(
        "start-up",
        _measure("msptool --version", [BIN / "msptool", "--version"], folder, 3 * runs),
        [_measure("an empty Typer program", [sys.executable, program], folder, 3 * runs)],
    )


def _lint(folder: Path, size: int, runs: int, *, whole: bool) -> None:
    workspace, tree = folder / "workspace", folder / "doorstop"
    files = write_workspace(workspace, size, whole=whole)
    write_doorstop(tree, size, whole=whole)
    schema = workspace / ".schemas" / "standard.json"
    _table(
        f"checking {size:,} standards, {'every field' if whole else 'their texts alone'}",
        _measure("msptool lint", [BIN / "msptool", "lint"], workspace, runs),
        [
            _measure("doorstop, read-only", [BIN / "doorstop", "--no-reformat", "--quiet"], tree, runs),
            _measure("check-jsonschema", [BIN / "check-jsonschema", "--schemafile", schema, *files], workspace, runs),
            _measure("yamllint", [BIN / "yamllint", "--no-warnings", "-d", "relaxed", "standards"], workspace, runs),
        ],
    )


def _measure(name: str, command: list[object], folder: Path, runs: int) -> Run:
    environment = {**os.environ, "NO_COLOR": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    arguments = [sys.executable, "-I", "-S", str(Path(__file__).with_name("measure.py")), str(runs), *map(str, command)]
    done = subprocess.run(arguments, cwd=folder, env=environment, stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)
    if found["status"]:
        raise SystemExit(f"{name} failed with exit code {found['status']}.")
    return Run(name, found["seconds"], found["megabytes"])


def _table(title: str, ours: Run, peers: list[Run]) -> None:
    print(f"\n{title}\n{'':28}{'seconds':>10}{'MB':>8}{'ours is':>22}")
    print(f"  {ours.name:26}{ours.seconds:>10.3f}{ours.megabytes:>8.0f}")
    for peer in peers:
        ratio = peer.seconds / ours.seconds
        word = f"{ratio:.1f}x faster" if ratio >= 1 else f"{1 / ratio:.2f}x its time"
        print(f"  {peer.name:26}{peer.seconds:>10.3f}{peer.megabytes:>8.0f}{word:>22}")


if __name__ == "__main__":
    sys.exit(main())
