"""A value as the text of one cell and back, without loss.

Every value has a form that reads well in a spreadsheet: a list is one item a line, a mapping `key: value` a line.
Where that form would not be read as the same value (a step of two lines, a title with the separator in it, a control
character that no workbook can hold), the cell holds JSON instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

T = TypeVar("T")

# What stands for a formula that no program has calculated yet.
NO_VALUE = "#NO VALUE!"
# As Excel shows them, in any of its languages: #N/A, #NV, #DIV/0!, #NAME?, #BEZUG!
_ERROR = re.compile(r"#(?:N/A|NV|GETTING_DATA|[A-ZÀ-Þ0-9/]{3,14}[!?])")

# What a cell cannot hold in every program: control characters, no characters, half characters, and Excel's own escapes.
_STRANGE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")


class CellFault(ValueError):
    """A cell that means nothing here: `reason` becomes a whole sentence, `hint` says what to write instead."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason = f"{reason[:1].upper()}{reason[1:]}."
        self.hint = hint


def excel_error(cell: str) -> CellFault | None:
    """What is wrong with a cell that holds an error of Excel instead of a value, or a formula without any."""
    if cell == NO_VALUE:
        return CellFault("the cell holds a formula without a value", "Open the file in Excel and save it.")
    if _ERROR.fullmatch(cell):
        return CellFault(f"the cell holds the Excel error {cell}", "Correct it in Excel, or write the value.")
    return None


def readable_or_json(value: Any, text: str, read: Callable[[str], Any]) -> str:
    """`text` where it is read as `value`, else `value` as JSON."""
    try:
        exact = not _STRANGE.search(text) and not excel_error(text) and text == text.strip() and read(text) == value
    except CellFault:
        exact = False
    if exact:
        return text
    written = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    return _STRANGE.sub(lambda found: "".join(f"\\u{ord(each):04x}" for each in found[0]), written)


def from_json(cell: str, kind: type[T]) -> T | None:
    """The value of a cell that holds JSON of this kind, else None."""
    if not cell.startswith(('"', "[", "{")):
        return None
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, kind) else None


def write_text(value: str) -> str:
    """A text; the empty one is an empty cell."""
    return readable_or_json(value, value, read_text)


def read_text(cell: str) -> str:
    """See `write_text`."""
    found = from_json(cell, str)
    return cell if found is None else str(found)


def write_lines(items: Sequence[str]) -> str:
    """One item a line."""
    return readable_or_json(list(items), "\n".join(items), read_lines)


def read_lines(cell: str) -> list[str]:
    """See `write_lines`. Empty lines do not count."""
    found = from_json(cell, list)
    if found is not None:
        if not all(isinstance(each, str) for each in found):
            raise CellFault("the JSON holds something that is no text", "Write one item a line.")
        return list(found)
    return [item for line in cell.split("\n") if (item := line.strip())]


def write_words(items: Sequence[str]) -> str:
    """Ids, separated by commas."""
    return ", ".join(items)


def read_words(cell: str) -> list[str]:
    """See `write_words`; semicolons and lines separate too."""
    return [item for word in re.split(r"[,;\n]", cell) if (item := word.strip())]


def write_pairs(pairs: Mapping[str, str]) -> str:
    """`key: value`, one a line."""
    return readable_or_json(dict(pairs), "\n".join(f"{key}: {value}" for key, value in pairs.items()), read_pairs)


def read_pairs(cell: str) -> dict[str, str]:
    """See `write_pairs`."""
    found = from_json(cell, dict)
    if found is not None:
        return {str(key): str(value) for key, value in found.items()}
    pairs: dict[str, str] = {}
    for line in read_lines(cell):
        key, colon, value = line.partition(":")
        if not colon or key.strip() in pairs:
            raise CellFault(f"the line '{line}' is no 'name: id'", "Write one 'name: id' a line, each name once.")
        pairs[key.strip()] = value.strip()
    return pairs


def write_groups(groups: Mapping[str, Sequence[str]]) -> str:
    """Each name with a colon on a line of its own, its items below it behind a hyphen."""
    lines = [line for name, items in groups.items() for line in (f"{name}:", *(f"- {item}" for item in items))]
    return readable_or_json({name: list(items) for name, items in groups.items()}, "\n".join(lines), read_groups)


def read_groups(cell: str) -> dict[str, list[str]]:
    """See `write_groups`."""
    found = from_json(cell, dict)
    if found is not None:
        return found
    groups: dict[str, list[str]] = {}
    name = ""
    for line in read_lines(cell):
        if line.startswith("- ") and name:
            groups[name].append(line[2:].strip())
        elif line.endswith(":") and line[:-1].strip() not in groups:
            name = line[:-1].strip()
            groups[name] = []
        else:
            hint = "Write each vendor with a colon on a line of its own, and its steps below it behind '- '."
            raise CellFault(f"the line '{line}' belongs to no vendor", hint)
    return groups


def write_references(references: Sequence[Mapping[str, str]]) -> str:
    """One a line: a framework and a control, or an address with its title and publisher behind bars."""
    lines = [
        f"{each['framework']} {each['id']}"
        if "framework" in each
        else " | ".join(each.get(name, "") for name in ("url", "title", "publisher")).rstrip(" |")
        for each in references
    ]
    return readable_or_json([dict(each) for each in references], "\n".join(lines), read_references)


def read_references(cell: str) -> list[dict[str, str]]:
    """See `write_references`."""
    found = from_json(cell, list)
    if found is not None:
        return found
    references = []
    for line in read_lines(cell):
        if re.match("https?://", line):
            parts = [part.strip() for part in line.split("|", 2)]
            references.append(
                {name: part for name, part in zip(("url", "title", "publisher"), parts, strict=False) if part}
            )
            continue
        framework, space, control = line.partition(" ")
        if not space:
            hint = "Write 'https://address | title | publisher', or a framework and a control: 'nist-csf-2.0 PR.AA-03'."
            raise CellFault(f"the line '{line}' is neither an address nor a control", hint)
        references.append({"framework": framework, "id": control.strip()})
    return references
