"""Which column of a spreadsheet holds which field: by our own headers, by those of other tools, or as the user says."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from msptool.exchange.layout import CATEGORY_COLUMNS, CATEGORY_PREFIX, STANDARD_COLUMNS, is_ours
from msptool.workspace.problems import Refusal, UsageRefusal, unknown

# Field -> the headers it has in the spreadsheets of the field, as `plain` writes them; the first that is there counts.
ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("standard id", "slug"),
    "source_id": ("id", "question id", "item id", "external id", "source id", "uuid", "guid", "key", "identifier"),
    "section": ("section", "assessment name", "assessment"),
    "category": ("category", "category name", "group"),
    "question": ("question text", "question", "text", "item"),
    "name": ("question name", "name", "title", "standard", "item", "standard name", "short name"),
    "why": ("why are we asking", "why", "explanation", "rationale", "justification", "business impact text"),
    "how": ("how to", "how", "how to find the answer", "scoring instructions", "instructions", "steps"),
    "yes": ("satisfactory response", "satisfactory"),
    "at_risk": ("at risk response", "at risk"),
    "needs_attention": ("needs attention response", "needs attention"),
    "acceptable_risk": ("acceptable risk response", "acceptable risk"),
    "not_applicable": ("not applicable response", "not applicable"),
    "unknown": ("unknown response",),
    "priority": ("priority", "severity", "importance"),
    "business_impact": ("business impact",),
    "technical_risk": ("technical risk",),
    "frequency": (
        "frequency", "review frequency", "frequency in months", "frequency months", "months", "review frequency months",
        "review frequency in months", "interval", "interval in months", "review interval",
    ),
    "tags": ("tags", "tag", "labels"),
    "url": ("url", "source", "reference", "link", "authority"),
    "minutes": ("minutes", "minutes to check"),
}  # fmt: skip
# What the answers of other tools mean here. Their texts become steps of `how` behind these words.
ANSWERS: dict[str, str] = {
    "yes": "Yes means",
    "at_risk": "No, at risk",
    "needs_attention": "No, needs attention",
    "acceptable_risk": "No, a risk that is accepted",
    "not_applicable": "Not applicable",
    "unknown": "Not known yet",
}


@dataclass(frozen=True)
class Columns:
    """The columns of one table. `fields` is header -> field; `ours` tells a file that `msptool export` made."""

    ours: bool
    fields: Mapping[str, str]
    unmapped: tuple[str, ...]

    def header(self, field: str) -> str:
        """The header of a field's column; the field itself where the table has none."""
        return next((name for name, each in self.fields.items() if each == field), field)


def plain(text: str) -> str:
    """Lower-case letters and digits with single spaces: how headers are compared."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split())


def is_header(cells: Sequence[str], named: Collection[str]) -> bool:
    """Whether a row holds the headers: those of a question and of another field, ours, or one that the user `named`."""
    texts = {plain(cell) for cell in cells if cell}
    known = texts & {alias for aliases in ALIASES.values() for alias in aliases}
    asked = known & set(ALIASES["question"])
    return is_ours(cells) or bool(asked and len(known) > 1) or any(plain(name) in texts for name in named)


def columns_of(header: Sequence[str], chosen: Mapping[str, str], *, category_given: bool, where: str) -> Columns:
    """The columns of a table; refuses one without a question, or without a category where none is given.

    `chosen` is header -> field, from the user, and goes before everything else. `where` is what holds the table.
    """
    if not chosen and is_ours(header):
        return _ours(header)
    found = dict(chosen)
    texts = {name: plain(name) for name in header if name and name not in found}
    for field, aliases in ALIASES.items():
        if field in found.values():
            continue
        for alias in aliases:
            name = next((name for name, text in texts.items() if text == alias and name not in found), None)
            if name is not None:
                found[name] = field
                break
    if "question" not in found.values():
        known = ", ".join(f"'{alias}'" for alias in ALIASES["question"])
        raise Refusal(
            f"No column holds the question in {where}: it has {_listed(header)}. Name one of them {known}, or use --map "
            "'HEADER=question'."
        )
    if "category" not in found.values() and not category_given:
        raise Refusal(
            f"No column holds the category in {where}: it has {_listed(header)}. Name one 'Category', or use --category."
        )
    ordered = {name: found[name] for name in header if name in found}
    return Columns(False, ordered, tuple(name for name in header if name and name not in found))


def _listed(header: Sequence[str]) -> str:
    named = [repr(name[:40]) for name in header if name]
    return ", ".join([*named[:10], *([f"{len(named) - 10} more"] if len(named) > 10 else [])])


def _ours(header: Sequence[str]) -> Columns:
    beside = [f"{CATEGORY_PREFIX}{column.header}" for column in CATEGORY_COLUMNS]
    known = {**{column.header: column.field for column in STANDARD_COLUMNS}, **{name: name for name in beside}}
    for column in STANDARD_COLUMNS:
        outer = column.field.partition(".")[0]
        family = [each.header for each in STANDARD_COLUMNS if each.field.startswith(f"{outer}.")]
        missing = [name for name in family if name not in header]
        if missing and len(missing) < len(family):
            raise Refusal(f"The column '{missing[0]}' is missing: {', '.join(family)} go together, or none of them.")
    fields = {name: known[name] for name in header if name in known}
    return Columns(True, fields, tuple(name for name in header if name and name not in known))


def chosen_columns(pairs: Sequence[str], header: Sequence[str]) -> dict[str, str]:
    """Header -> field of the user's `HEADER=FIELD` pairs; refuses a header or a field that is not there."""
    chosen: dict[str, str] = {}
    by_plain = {plain(name): name for name in reversed(header)}
    for pair in pairs:
        written, equals, field = pair.rpartition("=")
        if not equals:
            raise UsageRefusal(f"--map takes HEADER=FIELD, not {pair!r}.")
        name = written if written in header else by_plain.get(plain(written), "")
        if not name:
            raise unknown(f"--map: there is no column {written!r}.", written, header, f"There are {', '.join(header)}.")
        field = field.strip().lower()
        if field not in ALIASES:
            known = ", ".join(ALIASES)
            raise unknown(f"--map: {field!r} is not a field.", field, ALIASES, f"The fields are {known}.")
        if field in chosen.values() or name in chosen:
            raise UsageRefusal(f"--map: {field if field in chosen.values() else name!r} is given twice.")
        chosen[name] = field
    return chosen
