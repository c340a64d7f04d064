"""Standards from a spreadsheet: find the columns, check every row, then write what is good.

First a plan is made of the whole table, so that `--dry-run` and the real run say the same; nothing is
written before every row has been looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msptool.exchange.tables import Table
from msptool.standards.edits import change, render, slug_of
from msptool.standards.library import Library
from msptool.standards.model import CATEGORY, STANDARD, Standard, fingerprint
from msptool.standards.question import check
from msptool.workspace import edits
from msptool.workspace.files import SLUG, inside, write_file
from msptool.workspace.problems import UsageRefusal

# Field -> the headers it has in spreadsheets, as `_plain` writes them.
ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id", "standard id", "slug", "key"),
    "section": ("section", "assessment name", "assessment"),
    "category": ("category", "category name", "group"),
    "name": ("question name", "name", "title", "standard", "item", "standard name"),
    "question": ("question text", "question", "text"),
    "why": ("why are we asking", "why", "explanation", "rationale", "justification", "business impact text"),
    "how": ("how to", "how", "how to find the answer", "scoring instructions", "instructions", "steps"),
    "priority": ("priority", "severity", "importance"),
    "frequency": ("frequency", "review frequency", "frequency in months", "frequency months"),
    "tags": ("tags", "tag", "labels"),
    "url": ("url", "source", "reference", "link", "authority"),
    "minutes": ("minutes", "minutes to check"),
}
_LONGEST_ID = 60
_FREQUENCIES = {
    "monthly": "monthly", "1": "monthly", "quarterly": "quarterly", "3": "quarterly", "semiannual": "semiannual",
    "semi annual": "semiannual", "half yearly": "semiannual", "biannual": "semiannual", "6": "semiannual",
    "annual": "annual", "yearly": "annual", "annually": "annual", "12": "annual", "biennial": "biennial", "24": "biennial",
}  # fmt: skip
_PRIORITIES = {
    "high": "high",
    "critical": "high",
    "medium": "medium",
    "normal": "medium",
    "moderate": "medium",
    "low": "low",
}
_SKIPPED_WORDS = frozenset(
    "a an the is are was were be been being do does did has have had can could will would should of to for in on at by "
    "with from and or that which this these those it its their there any all each every".split()
)


@dataclass
class Plan:
    """What an import does. Rows are numbered as the spreadsheet shows them."""

    created: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    updated: dict[str, dict[str, Any]] = field(default_factory=dict)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    not_yes_no: list[tuple[int, str, str]] = field(default_factory=list)
    unmapped_columns: list[str] = field(default_factory=list)
    categories: dict[str, dict[str, Any]] = field(default_factory=dict)


def plan_import(table: Table, library: Library, *, status: str, category: str | None = None) -> Plan:
    """Decide about every row. Refuses a table without a question column, or without any category."""
    columns = _columns(table.header)
    if "question" not in columns.values():
        known = ", ".join(f"'{alias}'" for alias in ALIASES["question"])
        raise UsageRefusal(f"No column holds the question. Name one of them {known}.")
    if "category" not in columns.values() and category is None:
        raise UsageRefusal("No column holds the category: name one 'Category', or use --category.")
    plan = Plan(unmapped_columns=[name for name in table.header if name and name not in columns])
    records = [(number, {field: row.get(name, "") for name, field in columns.items()}) for number, row in table.rows]
    names = Counter(record.get("name", "") for _, record in records)
    seen: dict[str, int] = {}
    for number, record in records:
        if record.get("name") and names[record["name"]] > 1:
            record["name"] = ""
        reason = _plan_row(plan, library, number, record, seen, status, category)
        if reason:
            plan.skipped.append((number, reason))
    return plan


def _columns(header: tuple[str, ...]) -> dict[str, str]:
    """Header -> field, each field once, by its first alias that is present."""
    plain = {name: _plain(name) for name in header}
    found: dict[str, str] = {}
    for wanted, aliases in ALIASES.items():
        for alias in aliases:
            name = next((name for name, text in plain.items() if text == alias and name not in found), None)
            if name is not None:
                found[name] = wanted
                break
    return found


def _plain(header: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", header.lower()).split())


def _plan_row(
    plan: Plan, library: Library, number: int, record: Mapping[str, str], seen: dict[str, int],
    status: str, category: str | None,
) -> str:  # fmt: skip
    """Put one row into the plan; returns why it was skipped, or nothing."""
    question = " ".join(record.get("question", "").split())
    if not question:
        return "The question is empty."
    verdict = check(question)
    if not verdict.accepted:
        plan.not_yes_no.append((number, question, verdict.problems[0].code))
        return ""
    mark = fingerprint(question)
    if mark in seen:
        return f"The same question as row {seen[mark]}."
    seen[mark] = number
    fields, reason = _fields(record, question, status)
    if reason:
        return reason
    wanted = record.get("id", "")
    if wanted and (len(wanted) > 100 or not SLUG.fullmatch(wanted)):
        wanted = slug_of(wanted)
    known = library.find(wanted) if wanted else next((each for each in library if mark in each.fingerprints), None)
    if known is not None:
        return _plan_update(plan, known, fields, mark)
    return _plan_new(plan, library, record, wanted or _new_id(question, library, plan), fields, category)


def _plan_update(plan: Plan, known: Standard, fields: Mapping[str, Any], mark: str) -> str:
    if known.status == "retired":
        return f"It asks the same as {known.id}, which is retired."
    if known.id in plan.updated:
        return f"An earlier row changes {known.id} already."
    changes = _changes(known, fields)
    if mark in known.fingerprints:
        changes.pop("question", None)  # a wording of the same question, maybe an earlier one
    if not changes:
        return f"The same as {known.id}, which exists."
    plan.updated[known.id] = changes
    return ""


def _plan_new(
    plan: Plan,
    library: Library,
    record: Mapping[str, str],
    identifier: str,
    fields: dict[str, Any],
    category: str | None,
) -> str:
    folder = category or slug_of(record.get("category", ""))
    if not folder:
        return "The category is empty."
    if identifier in plan.created:
        return f"The id '{identifier}' stands in an earlier row."
    if folder not in library.categories and folder not in plan.categories:
        order = 1000 + 10 * len(plan.categories)
        plan.categories[folder] = {
            "name": record.get("category") or folder,
            "section": record.get("section", ""),
            "order": order,
        }
    plan.created[identifier] = (folder, fields)
    return ""


def _fields(record: Mapping[str, str], question: str, status: str) -> tuple[dict[str, Any], str]:
    name = re.sub(r"^[\d.)\s]+", "", " ".join(record.get("name", "").split()))
    fields: dict[str, Any] = {
        "name": name or _short(question),
        "question": question,
        "why": _clean(record.get("why", "")),
        "how": [_clean(line) for line in record.get("how", "").splitlines() if line.strip()],
        "tags": sorted({slug for tag in re.split(r"[,;|]", record.get("tags", "")) if (slug := slug_of(tag))}),
        "status": status,
        "references": [
            {"url": url} for url in record.get("url", "").split() if re.fullmatch(r"https?://\S{1,490}", url)
        ],
    }
    if said := record.get("priority", "").strip().lower():
        if said not in _PRIORITIES:
            return {}, f"Column priority: '{said}' is not high, medium or low."
        fields["business_impact"] = fields["technical_risk"] = _PRIORITIES[said]
    if said := _plain(record.get("frequency", "")).removesuffix(" months").removesuffix(" month"):
        if said not in _FREQUENCIES:
            return {}, f"Column frequency: '{said}' is none of 1, 3, 6, 12 or 24 months."
        fields["frequency"] = _FREQUENCIES[said]
    if said := record.get("minutes", "").strip():
        if not re.fullmatch("[0-9]{1,3}", said) or not 1 <= int(said) <= 480:
            return {}, f"Column minutes: '{said}' is not a number from 1 to 480."
        fields["minutes"] = int(said)
    return fields, ""


def _changes(known: Standard, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that the row fills and that differ from the standard as it is. Its status stays."""
    found = {}
    for name, value in fields.items():
        if name in ("status", "name") or value in ("", [], None):
            continue
        current = getattr(known, name)
        now = [each.model_dump(exclude_defaults=True) for each in current] if name == "references" else current
        if (list(now) if isinstance(now, tuple) else now) != value:
            found[name] = value
    return found


def _new_id(question: str, library: Library, plan: Plan) -> str:
    words = [word for word in slug_of(question).split("-") if word not in _SKIPPED_WORDS]
    while len("-".join(words)) > _LONGEST_ID:
        words.pop()
    base = "-".join(words[:7]) or "standard"
    candidates = (base, *(f"{base}-{number}" for number in range(2, 10_000)))
    return next(name for name in candidates if library.find(name) is None and name not in plan.created)


def _short(question: str) -> str:
    text = question.rstrip(" ?.")
    return text if len(text) <= 80 else text[:77].rsplit(" ", 1)[0] + " ..."


def _clean(text: str) -> str:
    return "\n".join(line.strip() for line in text.replace("\r", "").replace("\t", " ").splitlines()).strip()


def apply_plan(root: Path, library: Library, plan: Plan) -> None:
    """Write the new categories, the new standards and the changes, each file in one step."""
    for identifier, fields in plan.categories.items():
        data = {name: value for name, value in fields.items() if value != ""}
        write_file(inside(root, CATEGORY.path(id=identifier)), edits.render(CATEGORY, data), expected=None)
    for identifier, (category, fields) in plan.created.items():
        write_file(inside(root, STANDARD.path(category=category, id=identifier)), render(fields), expected=None)
    for identifier, fields in plan.updated.items():
        change(root, library.require(identifier), fields)
