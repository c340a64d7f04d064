"""Text in Markdown: whatever stands in a YAML file is shown as it stands, and formats nothing."""

from __future__ import annotations

import re
import unicodedata

# Overrides and isolates would turn the rest of a line round; marks and joiners are part of words and emoji.
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ALWAYS = re.compile(r"[\\`*\[\]|~$]")
# Inside a word an underscore is only an underscore.
_UNDERSCORE = re.compile(r"_(?!(?<=[^\W_]_)[^\W_])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_CALLS = re.compile(r"[@#!%~](?=\w)|:(?=//)|www(?=\.)")
_START = re.compile(r"^(?:[-+=#>:](?=\s|[-=#>:]|$)|>|\d{1,9}(?=[.)](?:\s|$)))")


def visible(text: str) -> str:
    """`text` without control characters other than line breaks and tabs, and without bidirectional overrides."""
    return "".join(
        character for character in text
        if character in "\n\t" or (unicodedata.category(character) not in ("Cc", "Cs") and character not in _BIDI_CONTROLS)
    )  # fmt: skip


def plain(text: object) -> str:
    """Any value as one line of Markdown that shows exactly its words, in a paragraph, a list or a table cell."""
    line = " ".join(visible(str(text)).split())
    line = _ENTITY.sub("&amp;", line)
    line = _ALWAYS.sub(r"\\\g<0>", line)
    line = _UNDERSCORE.sub(r"\\_", line)
    line = line.replace("<", "&lt;")
    return _START.sub(_escaped_start, line)


def quiet(text: object) -> str:
    """`plain` for where a page is read by others: an `@` notifies nobody, a `#12` or an address is no link."""
    return _CALLS.sub(r"\g<0>&#8203;", plain(text))


def _escaped_start(found: re.Match[str]) -> str:
    start = found.group()
    return f"{start}\\" if start.isdigit() else f"\\{start}"
