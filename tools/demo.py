"""`make demo`: the whole job once, in a throw-away copy of the sample practice.

Makes a workspace, lints it, reviews a client from a script, finishes and commits the review, scores
the client and writes its reports. The checkout is not touched.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLIENT = "acme-explosives"
# The sample practice ends in November 2026; a fixed day makes every figure reproducible.
TODAY = "2026-11-16"


def main() -> int:
    """Run the steps; the exit code of the first one that fails."""
    folder = Path(tempfile.mkdtemp(prefix="msptool-demo-"))
    practice, reports = folder / "practice", folder / "reports"
    reports.mkdir()
    answers = HERE / "demo_answers.csv"
    steps = [
        ("A new workspace with the sample practice", ["init", str(practice), "--sample"]),
        ("Lint the library, the clients and their reviews", ["lint"]),
        ("What is due at the client", ["review", "status", CLIENT]),
        ("A visit: the answers come from a script", ["review", "start", CLIENT, "--answers", str(answers), "--finish"]),
        ("What the visit hands over", ["review", "handoffs", CLIENT]),
        ("The score, with coverage and the pessimistic bound", ["score", CLIENT]),
        ("What is misaligned", ["finding", "list", CLIENT]),
        ("The visit summary for the client", ["report", "visit", CLIENT, "--output", str(reports / "visit.html")]),
        ("The same as Markdown", ["report", "visit", CLIENT, "--output", str(reports / "visit.md")]),
        ("The findings pack for the vCIO", ["report", "findings", CLIENT, "--output", str(reports / "findings.html")]),
    ]
    for title, arguments in steps:
        print(f"\n=== {title}\n$ msptool {' '.join(arguments)}", flush=True)
        status = _msptool(arguments, practice if arguments[0] != "init" else folder)
        if status:
            print(f"This step failed with exit code {status}.", file=sys.stderr)
            return status
    print(f"\nThe workspace, with the review committed: {practice}")
    print("The reports:")
    for report in sorted(reports.iterdir()):
        print(f"  {report}")
    return 0


def _msptool(arguments: list[str], folder: Path) -> int:
    command = [sys.executable, "-m", "msptool", "--today", TODAY, *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MSPTOOL_")}
    return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
