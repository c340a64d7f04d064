"""`make bench`: msptool beside its peers, on the same texts, in one run on one machine.

Prints, for 300 and 3,000 standards, the time of each program (the best of several runs) and its peak
memory, and how many times faster msptool is. No figure is asserted: look at the ratios.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
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
        for size in options.sizes:
            _lint(folder / str(size), size, options.runs if size <= 1000 else min(options.runs, 3))
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


def _lint(folder: Path, size: int, runs: int) -> None:
    workspace, tree = folder / "workspace", folder / "doorstop"
    files = write_workspace(workspace, size)
    write_doorstop(tree, size)
    schema = workspace / ".schemas" / "standard.json"
    _table(
        f"checking {size:,} standards",
        _measure("msptool lint", [BIN / "msptool", "lint"], workspace, runs),
        [
            _measure("doorstop, read-only", [BIN / "doorstop", "--no-reformat", "--quiet"], tree, runs),
            _measure("check-jsonschema", [BIN / "check-jsonschema", "--schemafile", schema, *files], workspace, runs),
            _measure("yamllint", [BIN / "yamllint", "--no-warnings", "-d", "relaxed", "standards"], workspace, runs),
        ],
    )


def _measure(name: str, command: list[object], folder: Path, runs: int) -> Run:
    times, peak = [], 0.0
    environment = {**os.environ, "NO_COLOR": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    for _ in range(runs):
        started = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        times.append(time.perf_counter() - started)
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = max(peak, _megabytes(usage))
        if process.returncode:
            raise SystemExit(f"{name} failed:\n{output.decode()[-2000:]}")
    return Run(name, min(times), peak)


def _megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def _table(title: str, ours: Run, peers: list[Run]) -> None:
    print(f"\n{title}\n{'':28}{'seconds':>10}{'MB':>8}{'ours is':>22}")
    print(f"  {ours.name:26}{ours.seconds:>10.3f}{ours.megabytes:>8.0f}")
    for peer in peers:
        ratio = peer.seconds / ours.seconds
        word = f"{ratio:.1f}x faster" if ratio >= 1 else f"{1 / ratio:.2f}x its time"
        print(f"  {peer.name:26}{peer.seconds:>10.3f}{peer.megabytes:>8.0f}{word:>22}")


if __name__ == "__main__":
    sys.exit(main())
