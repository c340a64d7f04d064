"""`make demo`: the whole job once, in a throw-away copy of the sample practice.

Makes a workspace, lints it, reviews a client from a script, finishes and commits the review, scores the client; then
what follows from it: triage, roadmap, proposals, the year, figures, pages. The checkout is not touched.
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
    steps: list[tuple[str, list[str]]] = [
        ("A new workspace with the sample practice", ["init", str(practice), "--sample"]),
        ("Lint the library, the clients and their reviews", ["lint"]),
        ("What is due at the client", ["review", "status", CLIENT]),
        ("A visit: the answers come from a script", ["review", "start", CLIENT, "--answers", str(answers), "--finish"]),
        ("What the visit hands over", ["review", "handoffs", CLIENT]),
        ("The score, with coverage and the pessimistic bound", ["score", CLIENT]),
        ("What is misaligned", ["finding", "list", CLIENT]),
        (
            "The vCIO judges a finding",
            [
                "finding",
                "triage",
                CLIENT,
                "patch-pilot-group-first",
                "marginal",
                "--way",
                "catch-up",
                "--reason",
                "Two policies are enough.",
            ],
        ),
        ("Recommendations from the findings", ["roadmap", "propose", CLIENT, "--write"]),
        (
            "The best that 8,000 can do: proven, and what 1,000 more would buy",
            ["roadmap", "plan", CLIENT, "--budget", "8000"],
        ),
        (
            "The story of one standard, from its answers to the fix",
            ["trace", "backup-passphrase-proven", "--client", CLIENT],
        ),
        ("The Design Desk's queue", ["proposal", "queue"]),
        ("Can the year be done at all?", ["schedule", "capacity", "--year", "2027"]),
        ("The year, planned to the proven optimum", ["schedule", "plan", "--year", "2027"]),
        ("Does a technician decide this?", ["escalate", "--category", "endpoint", "--impact", "team", "--cost", "700"]),
        ("Where the client's figures stand", ["kpi", "show", CLIENT]),
        ("AISP, MRR, RHEM, and what less noise would free", ["kpi", "smart", "--what-if-rhem", "-0.05"]),
        *(
            (title, ["report", kind, *client, "--output", str(reports / f"{kind}.html")])
            for kind, client, title in (
                ("visit", [CLIENT], "The visit summary for the client"),
                ("findings", [CLIENT], "The findings pack for the vCIO"),
                ("client", [CLIENT], "The strategy review for the client's leaders"),
                ("monthly", [CLIENT], "The monthly business report"),
                ("portfolio", [], "All clients on a few pages"),
                ("scorecard", [], "The practice's month on one page"),
                ("year", [], "The year as a wall calendar"),
            )
        ),
        ("Everything as a site", ["site", "build", str(reports / "site")]),
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
        print(f"  {report / 'index.html' if report.is_dir() else report}")
    return 0


def _msptool(arguments: list[str], folder: Path) -> int:
    command = [sys.executable, "-m", "msptool", "--today", TODAY, *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MSPTOOL_")}
    return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
