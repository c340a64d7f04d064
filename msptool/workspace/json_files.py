"""A JSON file that a stranger made, read without trust: size, encoding, depth, numbers and keys have limits.

Every fault is a Refusal that names the file and, where it has one, the line and column, and says what to do (`again`).
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from msptool.workspace.problems import Refusal

MAX_BYTES = 200_000_000
MAX_DEPTH = 64
_LONGEST_NUMBER = 30
_LARGEST_EXPONENT = 30
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\]:,]|[^\s"{}\[\]:,]+')


class _Odd(ValueError):
    """A value that JSON, or this reader, does not take; `token` is how it stands in the file."""

    def __init__(self, message: str, token: str) -> None:
        super().__init__(message)
        self.message, self.token = message, token


def read_json(
    path: Path, *, most_bytes: int = MAX_BYTES, depth: int = MAX_DEPTH, again: str = "Export it again."
) -> Any:
    """The value of a file, decimal numbers as Decimal; a file of more than `most_bytes` is not read."""
    name = path.name
    try:
        size = path.stat().st_size
        if size > most_bytes:
            raise Refusal(f"{name} has {size // 1_000_000} MB: a file may have {most_bytes // 1_000_000}. Split it.")
        content = path.read_bytes()
    except OSError as error:
        raise Refusal(f"{name} cannot be read: {error.strerror}.") from None
    return parse_json(name, content, depth=depth, again=again)


def parse_json(name: str, content: bytes, *, depth: int = MAX_DEPTH, again: str = "Export it again.") -> Any:
    """The value of a file's content; see `read_json`."""
    text = _text(name, content)
    if not text.strip():
        raise Refusal(f"{name} is empty. {again}")
    too_deep = f"{name} nests deeper than {depth} levels: it is not read."
    try:
        value = json.loads(
            text, parse_constant=_constant, parse_int=_whole, parse_float=_decimal, object_pairs_hook=_object
        )
    except _Odd as odd:
        raise Refusal(f"{_place(name, text, odd)}: {odd.message}. Mend the file. {again}") from None
    except json.JSONDecodeError as error:
        cut = not text[error.pos :].strip() or error.msg.startswith("Unterminated")
        what = "the file is cut off here" if cut else f"this is no JSON ({error.msg})"
        raise Refusal(f"{name}:{error.lineno}:{error.colno}: {what}. {again}") from None
    except RecursionError:
        raise Refusal(too_deep) from None
    if _deeper_than(value, depth):
        raise Refusal(too_deep)
    return value


def _text(name: str, content: bytes) -> str:
    # Windows PowerShell writes UTF-16 with a mark.
    encoding = next((known for mark, known in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding).removeprefix("\ufeff")  # some programs write two marks
    except UnicodeDecodeError:
        raise Refusal(f"{name} is no text in UTF-8 or UTF-16: save it again with the encoding UTF-8.") from None


def _constant(token: str) -> Any:
    raise _Odd(f"{token} is no number of JSON", token)


def _whole(token: str) -> int:
    if len(token) > _LONGEST_NUMBER:
        raise _Odd(f"a number of {len(token)} digits stands here", token)
    return int(token)


def _decimal(token: str) -> Decimal:
    number = Decimal(token) if len(token) <= _LONGEST_NUMBER * 2 else None
    if number is None or not number.is_finite() or (number and abs(number.adjusted()) > _LARGEST_EXPONENT):
        raise _Odd("a number stands here that is too long, too large or too small", token)
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise _Odd(f"the key '{twice[:60]}' stands twice in one object", twice)
    return found


def _deeper_than(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit + 1):
        level = [inner for each in level for inner in _inner(each)]
        if not level:
            return False
    return True


def _inner(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _place(name: str, text: str, odd: _Odd) -> str:
    """`name:line:column` of what is odd: of a second key in one object, or of the number."""
    keys, last = list[set[str]](), ("", 0)
    for found in _TOKEN.finditer(text):
        part = found.group()
        if part in ("{", "["):
            keys.append(set())
        elif part in ("}", "]"):
            keys.pop()
        elif part == ":":
            key = json.loads(last[0])
            if key == odd.token and key in keys[-1]:
                return _spot(name, text, last[1])
            keys[-1].add(key)
        elif part == odd.token:
            return _spot(name, text, found.start())
        last = (part, found.start())
    return name


def _spot(name: str, text: str, offset: int) -> str:
    line = text.count("\n", 0, offset) + 1
    return f"{name}:{line}:{offset - text.rfind(chr(10), 0, offset)}"
