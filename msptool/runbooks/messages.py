"""Messages to the client: a text with names in braces, each replaced by a value that a client may see.

Nothing is evaluated: a name is looked up in a mapping, and a value is put in as it is, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from msptool.runbooks.model import KNOWN_NAMES, Runbook

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """A message ready to send. `gaps` are the names for which there is no value: they stand in square brackets."""

    text: str
    gaps: tuple[str, ...]


def placeholders(text: str) -> list[str]:
    """The names in braces, in order."""
    return [found[1] for found in _PLACEHOLDER.finditer(text)]


def public_names(runbook: Runbook) -> set[str]:
    """The names that a message may use: the known ones and the inputs that are not internal."""
    return {*KNOWN_NAMES, *(each.name for each in runbook.inputs if not each.internal)}


def fill(text: str, runbook: Runbook, values: Mapping[str, str]) -> Filled:
    """The message with every value that the client may see; `values` may hold more than that."""
    allowed = public_names(runbook)
    gaps: list[str] = []

    def value(found: re.Match[str]) -> str:
        name = found[1]
        said = values.get(name, "").strip() if name in allowed else ""
        if not said:
            gaps.append(name)
        return said or f"[{name}]"

    return Filled(_PLACEHOLDER.sub(value, text), tuple(dict.fromkeys(gaps)))
