"""Write docs/rules.md from the rules, and the tables in docs/warehouse.md and docs/exchange.md from their definitions.

`--check` exits 1 when one of them is stale.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from msptool.exchange.history.fields import ALIASES
from msptool.exchange.warehouse.listing import tables_markdown
from msptool.lint.catalog import RULES

DOCS = Path(__file__).resolve().parents[1] / "docs"
TARGET = DOCS / "rules.md"
WAREHOUSE = DOCS / "warehouse.md"
EXCHANGE = DOCS / "exchange.md"
_TABLES = "## Tables\n"
_FIELDS, _AFTER = "### Fields of the records\n", "## Out: "
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


def warehouse_text() -> str:
    """The page of the warehouse: what people wrote, and the tables as they are defined."""
    written, _, generated = WAREHOUSE.read_text(encoding="utf-8").partition(_TABLES)
    lead = generated.partition("### ")[0]
    return f"{written}{_TABLES}{lead}{tables_markdown()}"


def exchange_text() -> str:
    """The page of other formats: what people wrote, and the fields of a dump as they are read."""
    before, _, rest = EXCHANGE.read_text(encoding="utf-8").partition(_FIELDS)
    lead = rest.partition("| ")[0]
    rows = ["| resource | field | how it may be spelt |", "| --- | --- | --- |"]
    for resource, fields in ALIASES.items():
        rows += [
            f"| {resource} | {name} | {', '.join(f'`{each}`' for each in aliases)} |"
            for name, aliases in fields.items()
        ]
    return f"{before}{_FIELDS}{lead}" + "\n".join(rows) + f"\n\n{_AFTER}{rest.partition(_AFTER)[2]}"


def main() -> int:
    """Write or check the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    pages = {TARGET: text(), WAREHOUSE: warehouse_text(), EXCHANGE: exchange_text()}
    if parser.parse_args().check:
        return int(any(not page.is_file() or page.read_text(encoding="utf-8") != said for page, said in pages.items()))
    for page, said in pages.items():
        page.write_text(said, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
