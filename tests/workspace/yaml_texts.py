"""Texts as people write YAML: every style of value, comments anywhere, either line ending."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Any

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from msptool.workspace.documents import read_document

# Each example is read and written with ruamel: fewer of them than for other properties.
some_examples = hypothesis_settings(max_examples=hypothesis_settings().max_examples * 2 // 5)


@dataclass(frozen=True)
class Block:
    """One key with its value as it is written, and the comments and empty lines that follow it."""

    key: str
    value: Any
    lines: tuple[str, ...]
    tail: tuple[str, ...] = ()
    inner: tuple[Block, ...] = field(default=())

    @property
    def all_lines(self) -> tuple[str, ...]:
        """The lines of the block."""
        return (*self.lines, *(line for block in self.inner for line in block.all_lines), *self.tail)


@dataclass(frozen=True)
class Text:
    """A whole file."""

    head: tuple[str, ...]
    blocks: tuple[Block, ...]
    line_end: str = "\n"
    byte_order_mark: bool = False
    final_line_end: bool = True

    @property
    def data(self) -> dict[str, Any]:
        """What the file means."""
        return {block.key: block.value for block in self.blocks}

    def content(self, first: int = 0, last: int | None = None) -> bytes:
        """The bytes of the blocks from `first` to before `last`; the head belongs to the first one."""
        lines = [*self.head] if first == 0 else []
        lines += [line for block in self.blocks[first:last] for line in block.all_lines]
        text = "".join(line + self.line_end for line in lines)
        if not self.final_line_end and (last is None or last == len(self.blocks)):
            text = text.removesuffix(self.line_end)
        return (b"\xef\xbb\xbf" if self.byte_order_mark and first == 0 else b"") + text.encode()


_WORDS = st.text(
    st.sampled_from("abcXYZ019éß漢😀 .,;:-_/()%@<>=+'\"#&*!?[]{}|~\\"), min_size=1, max_size=24
).map(lambda text: " ".join(text.split()))  # fmt: skip
_KEYS = st.from_regex(r"[a-z][a-z_-]{0,8}", fullmatch=True).filter(lambda key: key not in ("null", "true", "false"))
_NUMBERS = st.sampled_from(
    [*"0 7 -3 +5 007 010 1000000 0o17 0xFF 0xff 1.5 -0.25 2.50 4000.00 1e3 1.0E+2 5. .5 .inf -.INF".split(),
     *"true False TRUE ~ null Null".split()]
)  # fmt: skip
_LOOKALIKES = st.sampled_from(
    "no yes on off y N 2026-11-16 2026-11-16T09:30:00+01:00 12:30 1_000 0b1 0o9 1.2.3 10.0.0.1 nULL tRue -- .. = << x: @ % `".split()
)  # fmt: skip
_COMMENT = st.sampled_from(["# note", "#", "# key: value", "#- item", "## é 😀", "# 'quote", "# msptool: allow Q201"])


def _plain(text: str) -> Any:
    """What a plain scalar means, or the ellipsis where it cannot be written plain."""
    document, problems = read_document("", f"k: {text}\n".encode())
    if document is None or problems or not isinstance(document.data, dict):
        return ...
    value = document.data.get("k")
    odd = isinstance(value, list | dict) or " #" in text or text[:1] in (">", "|")
    return ... if odd or (isinstance(value, float) and math.isnan(value)) else value


@st.composite
def _scalar(draw: st.DrawFn) -> tuple[str, Any]:
    """A value on one line, and what it means."""
    kind = draw(st.sampled_from(["plain", "number", "lookalike", "single", "double"]))
    if kind == "number":
        written = draw(_NUMBERS)
        return written, _plain(written)
    if kind == "single":
        text = draw(_WORDS | _NUMBERS)
        return "'" + text.replace("'", "''") + "'", text
    if kind == "double":
        text = draw(_WORDS | _NUMBERS | st.sampled_from(["tab\tx", "two\nlines", " spaces ", ""]))
        written = json.dumps(text, ensure_ascii=False)
        if draw(st.booleans()):
            written = "".join(each if each.isascii() else f"\\U{ord(each):08X}" for each in written)
        return written, text
    written = draw(_WORDS if kind == "plain" else _LOOKALIKES)
    value = _plain(written)
    return (written, value) if value is not ... and written else ("'x'", "x")


@st.composite
def _long(draw: st.DrawFn, indent: str) -> tuple[list[str], Any]:
    """A value over several lines, beginning on the line of its key."""
    words = draw(st.lists(st.from_regex(r"[A-Za-zé0-9][a-zé0-9.]{0,12}", fullmatch=True), min_size=2, max_size=30))
    width = draw(st.integers(1, 6))
    lines = [" ".join(words[start : start + width]) for start in range(0, len(words), width)]
    inner = indent + draw(st.sampled_from(["  ", "   ", "    "]))
    match draw(st.sampled_from([">-", ">", "|", "|-", "plain", "'", '"', ">-gap", *([] if indent else ["|+"])])):
        case ">-":
            return [">-", *(inner + line for line in lines)], " ".join(lines)
        case ">":
            return [">", *(inner + line for line in lines)], " ".join(lines) + "\n"
        case "|":
            return ["|", *(inner + line for line in lines)], "\n".join(lines) + "\n"
        case "|-":
            return ["|-", *(inner + line for line in lines)], "\n".join(lines)
        case "|+":
            return ["|+", *(inner + line for line in lines)], "\n".join(lines) + "\n"
        case ">-gap":
            return [">-", inner + lines[0], "", *(inner + line for line in lines)], lines[0] + "\n" + " ".join(lines)
        case "plain":
            return ["x" + lines[0], *(inner + "x" + line for line in lines[1:])], " ".join("x" + line for line in lines)
        case quote:
            return [quote + lines[0], *(inner + line for line in lines[1:-1]), inner + lines[-1] + quote] if len(lines) > 1 else [
                quote + lines[0] + quote
            ], " ".join(lines)  # fmt: skip


_FLOW_ITEM = st.sampled_from(["a", "b-c", "12", "no", "true", "1.5", "'q, r'", '"x: y"', "é"])


@st.composite
def _flow(draw: st.DrawFn) -> tuple[str, Any]:
    items = draw(st.lists(_FLOW_ITEM, max_size=4))
    if draw(st.booleans()):
        return "[" + ", ".join(items) + "]", [_plain(item) for item in items]
    pairs = [(f"k{number}", item) for number, item in enumerate(items)]
    return "{" + ", ".join(f"{key}: {item}" for key, item in pairs) + "}", {key: _plain(item) for key, item in pairs}


@st.composite
def _items(draw: st.DrawFn, indent: str) -> tuple[list[str], list[Any]]:
    """A block list below its key."""
    dash = indent + draw(st.sampled_from(["  - ", "- ", "    - "]))
    lines, values = [], []
    for number in range(draw(st.integers(1, 4))):
        written, value = draw(_scalar())
        if draw(st.booleans()):
            lines.append(f"{dash}{written}{draw(_ending())}")
            values.append(value)
        else:
            other, second = draw(_scalar())
            lines += [f"{dash}id: {written}", f"{' ' * len(dash)}n{number}: {other}{draw(_ending())}"]
            values.append({"id": value, f"n{number}": second})
        if draw(st.integers(0, 5)) == 0:
            lines.append(" " * draw(st.sampled_from([len(indent), len(dash) - 2])) + draw(_COMMENT))
    return lines, values


@st.composite
def _ending(draw: st.DrawFn) -> str:
    """Nothing, or a comment at the end of a line."""
    return draw(st.sampled_from(["", "", "", " ", "  "])) if draw(st.integers(0, 2)) else "  " + draw(_COMMENT)


@st.composite
def _block(draw: st.DrawFn, key: str, indent: str = "", depth: int = 0) -> Block:
    kinds = ["scalar", "scalar", "long", "flow", "items", "empty", *(["mapping"] if depth < 2 else [])]
    kind = draw(st.sampled_from(kinds))
    inner: tuple[Block, ...] = ()
    value: Any = None
    if kind == "scalar":
        written, value = draw(_scalar())
        lines = [f"{indent}{key}: {written}{draw(_ending())}"]
    elif kind == "flow":
        written, value = draw(_flow())
        lines = [f"{indent}{key}: {written}{draw(_ending())}"]
    elif kind == "long":
        rest, value = draw(_long(indent))
        lines = [f"{indent}{key}: {rest[0]}", *rest[1:]]
    elif kind == "items":
        below, value = draw(_items(indent))
        lines = [f"{indent}{key}:{draw(_ending())}", *below]
    elif kind == "empty":
        lines = [f"{indent}{key}:{draw(_ending())}"]
    else:
        inner = draw(_blocks(indent + draw(st.sampled_from(["  ", " ", "    "])), depth + 1))
        value = {block.key: block.value for block in inner}
        lines = [f"{indent}{key}:{draw(_ending())}"]
    tail = draw(st.lists(st.just("") | _COMMENT.map(lambda comment: indent + comment), max_size=2))
    if lines[0].endswith(("|+", "|+ ")):
        tail = []  # The empty lines after it would belong to the text.
    return Block(key, value, tuple(lines), tuple(tail), inner)


@st.composite
def _blocks(draw: st.DrawFn, indent: str = "", depth: int = 0) -> tuple[Block, ...]:
    keys = draw(st.lists(_KEYS, min_size=1, max_size=6 if depth == 0 else 3, unique=True))
    return tuple(draw(_block(key, indent, depth)) for key in keys)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """Any file of the workspace as somebody may have written it."""
    head = draw(st.lists(_COMMENT | st.just(""), max_size=2)) + draw(st.sampled_from([[], [], ["---"]]))
    blocks = draw(_blocks())
    # A block of text that keeps its last line end has none to keep where the file ends without one.
    keeps = any(line.endswith((" >", " |", " |+")) for line in blocks[-1].all_lines)
    line_end, mark = draw(st.sampled_from(["\n", "\n", "\r\n"])), draw(st.integers(0, 4)) == 0
    return Text(tuple(head), blocks, line_end, mark, keeps or draw(st.integers(0, 4)) != 0)
