"""Reading JSON that a stranger made: limited in size and depth, and never more than data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from msptool.workspace.problems import UsageRefusal

MOST_BYTES = 200_000_000


def read_json_file(path: Path, most_bytes: int = MOST_BYTES) -> Any:
    """The data of a JSON file (UTF-8 or UTF-16, with or without a byte-order mark). Refuses what is none, in one sentence."""
    try:
        if path.stat().st_size > most_bytes:
            raise UsageRefusal(f"{path} is larger than {most_bytes // 1_000_000} MB: it is not read.")
        content = path.read_bytes()
    except OSError as error:
        raise UsageRefusal(f"{path} cannot be read: {error.strerror}.") from None
    return parse_json(str(path), content)


def parse_json(name: str, content: bytes) -> Any:
    """The data of a JSON text; `name` is what a refusal calls it. NaN, infinity and a key twice in one object are refused."""
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_each_once)
    except json.JSONDecodeError as error:
        raise UsageRefusal(
            f"{name} is no JSON, or was cut off: line {error.lineno}, column {error.colno}. Export it again."
        ) from None
    except RecursionError:
        raise UsageRefusal(f"{name} nests too deeply: it is not read.") from None
    except UnicodeDecodeError:
        raise UsageRefusal(f"{name} is no JSON: it is not a text in UTF-8 or UTF-16.") from None
    except ValueError as error:
        raise UsageRefusal(f"{name} is no JSON that can be used: {error}.") from None


def _no_constant(text: str) -> None:
    raise ValueError(f"it holds {text}, which is no number")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for index, (key, _) in enumerate(pairs) if any(key == other for other, _ in pairs[:index]))
        raise ValueError(f"an object has the key {twice[:60]!r} twice")
    return found
