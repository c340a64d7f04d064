"""Write docs/rules.md from the rules themselves. `--check` exits 1 when the file is stale."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from msptool.lint.catalog import RULES

TARGET = Path(__file__).resolve().parents[1] / "docs" / "rules.md"
ROOMS = {
    "W": "Files", "L": "Allowances", "S": "Standards", "Q": "Questions", "C": "Clients", "V": "Visits",
    "N": "Onboarding", "R": "Reviews", "T": "Triage",
    "P": "Roadmap", "D": "Proposals", "G": "Changes and the tool map", "B": "Runbooks, escalation and checklists", "F": "KPIs",
    "M": "Meetings of the committee and with clients", "K": "Links, with `--links`",
}  # fmt: skip


def text() -> str:
    """The page."""
    parts = ["# Rules of `msptool lint`\n", "Written from the code by `python tools/make_docs.py`.\n"]
    parts.append(
        "`msptool lint --explain CODE` prints the same. A standard, client or review may allow a problem, with a reason,"
    )
    parts.append("in a comment on the line or the line above: `# msptool: allow Q201 because ...`.\n")
    room = ""
    for rule in sorted(RULES, key=lambda rule: (list(ROOMS).index(rule.code[0]), rule.code)):
        if rule.code[0] != room:
            room = rule.code[0]
            parts.append(f"## {ROOMS[room]}\n")
        parts += [f"### {rule.code} {rule.name}\n", f"{rule.severity.capitalize()}. {rule.explanation}\n"]
        parts += [f"Bad:\n\n```yaml\n{rule.bad}\n```\n", f"Good:\n\n```yaml\n{rule.good}\n```\n"]
    return "\n".join(parts)


def main() -> int:
    """Write or check the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        return int(not TARGET.is_file() or TARGET.read_text(encoding="utf-8") != text())
    TARGET.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
