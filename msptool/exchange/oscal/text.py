"""The small things that every OSCAL document is made of: texts in Markdown, names, addresses and identifiers.

OSCAL's `markup-line` and `markup-multiline` are CommonMark with two signs more: `^` for superscript, and `{{` for
a parameter. Our texts are plain, so all of it is escaped. The data types are those of
https://pages.nist.gov/OSCAL/resources/concepts/ and of NIST's JSON Schema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from msptool.markdown import plain, visible

Json = dict[str, Any]

# A name that tells our properties and parts from OSCAL's; no page stands there. It must never change.
NAMESPACE = "urn:msptool:oscal"
NIST_RMF = "http://csrc.nist.gov/ns/rmf"
_UUIDS = uuid5(NAMESPACE_URL, NAMESPACE)
_OSCAL_MARKUP = re.compile(r"[\^{]")
_ADDRESS = re.compile(r"(https?://)([^/?#]*)([^#]*)(#.*)?", re.DOTALL)
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_IN_PATHS = "/:?@!$&'()*+,;=%"


def stable_uuid(*words: str) -> str:
    """The same UUID (version 5) for the same words, on every machine."""
    return str(uuid5(_UUIDS, json.dumps(words)))


def token(slug: str) -> str:
    """A slug as an OSCAL token, which must not begin with a digit. Slugs hold no underscore, so none collide."""
    return f"_{slug}" if slug[0].isdigit() else slug


def word(text: str) -> str:
    """Text as OSCAL's `string`: one line without Markdown; empty where nothing of it can be seen."""
    return " ".join(visible(_one_line(text)).split()).strip("\ufeff ")


def line(text: str) -> str:
    """Text as `markup-line`: shows exactly its words; empty where nothing of it can be seen."""
    return _OSCAL_MARKUP.sub(r"\\\g<0>", plain(_one_line(text)))


def _one_line(text: str) -> str:
    # Some control characters part words; they must not vanish between them.
    return " ".join(text.split())


def block(text: str) -> str:
    """Text as `markup-multiline`: its line breaks stay, and empty lines part its paragraphs."""
    paragraphs: list[list[str]] = [[]]
    for each in map(line, text.splitlines()):
        if each:
            paragraphs[-1].append(each)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join("\\\n".join(lines) for lines in paragraphs if lines)


def steps(texts: Iterable[str]) -> str:
    """Texts as a numbered list in `markup-multiline`."""
    listed = []
    for number, text in enumerate(filter(None, map(block, texts)), 1):
        first, *rest = text.split("\n")
        indent = " " * len(f"{number}. ")
        listed.append("\n".join([f"{number}. {first}", *(indent + each if each else "" for each in rest)]))
    return "\n".join(listed)


def address(url: str) -> str:
    """An http or https address as a URI: what RFC 3986 does not allow is percent-encoded."""
    found = _ADDRESS.fullmatch(url)
    if found is None:
        return ""
    scheme, host, path, fragment = found.groups(default="")
    parts = [_encoded(host, _IN_PATHS + "[]"), _encoded(path, _IN_PATHS), _encoded(fragment[1:], _IN_PATHS)]
    return scheme + parts[0] + parts[1] + (f"#{parts[2]}" if fragment else "")


def _encoded(text: str, safe: str) -> str:
    return quote(_BARE_PERCENT.sub("%25", text), safe=safe, errors="replace")


def prop(name: str, value: str, **more: str) -> Json:
    """A property of NIST's own vocabulary."""
    return {"name": name, "value": value, **more}


def own_prop(name: str, value: str, **more: str) -> Json:
    """A property of ours."""
    return {"name": name, "ns": NAMESPACE, "value": value, **more}


def filled(**fields: Any) -> Json:
    """The fields that hold something, since OSCAL has no empty text and no empty list; `class_` becomes `class`."""
    return {name.rstrip("_").replace("_", "-"): value for name, value in fields.items() if value not in ("", [], None)}
