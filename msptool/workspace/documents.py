"""Reading YAML: fast, safe, with YAML 1.2 meaning, and with the place of every key at hand.

The reader is libyaml's (PyYAML's C loader) with its own scalar rules: `no` is the text "no", dates
stay text, a key may stand once. Anchors, aliases and tags are refused, so a small file cannot unfold
into a large one. Positions are looked up only when a problem is reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from msptool.workspace.problems import Problem, Rule

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 24
_LONGEST_NUMBER = 40

NOT_UTF8 = Rule(
    "W102", "not-utf8", "error",
    "Files are UTF-8 text. Another encoding would show wrong characters to some readers.",
    "standards/email/spf.yaml saved as UTF-16", "the same file saved as UTF-8",
)  # fmt: skip
TOO_LARGE = Rule(
    "W103", "file-too-large", "error",
    "A data file is small: one entity a file. A file of many megabytes is not one of ours.",
    "a 100 MB file in reviews/", "one file a review",
)  # fmt: skip
SYNTAX = Rule(
    "W104", "yaml-syntax", "error", "The file must be valid YAML.",
    "name: Backup: nightly", "name: 'Backup: nightly'",
)  # fmt: skip
DUPLICATE_KEY = Rule(
    "W105", "duplicate-key", "error",
    "A key may stand once in a mapping; otherwise one of the two values would silently be lost.",
    "minutes: 5\nminutes: 10", "minutes: 10",
)  # fmt: skip
MERGE_CONFLICT = Rule(
    "W106", "merge-conflict", "error",
    "Git left a conflict in the file: two people changed the same lines. Keep what is right and remove the markers.",
    "<<<<<<< HEAD\nminutes: 5\n=======\nminutes: 10\n>>>>>>> theirs", "minutes: 10",
)  # fmt: skip
NO_ANCHORS = Rule(
    "W107", "anchor-or-tag", "error",
    "Anchors (&), aliases (*) and tags (!) are not used: every file reads as it stands, and none can unfold into a huge one.",
    "why: *shared", "why: The text itself.",
)  # fmt: skip
TOO_DEEP = Rule(
    "W108", "nested-too-deep", "error",
    f"No file of a workspace nests deeper than {MAX_DEPTH} levels.",
    "how: [[[[[[[[[[[[[[[[[[[[[[[[[[ ... ]]]]", "how:\n  - One step.",
)  # fmt: skip

READING_RULES = (NOT_UTF8, TOO_LARGE, SYNTAX, DUPLICATE_KEY, MERGE_CONFLICT, NO_ANCHORS, TOO_DEEP)

_CONFLICT = re.compile(r"^(?:<{7} |>{7} |={7}$)", re.MULTILINE)
# Signs that call for a look at the parser's events. Looking for plain text costs a hundredth of a pattern.
_SUSPECT = re.compile(r"(?<![^\s\[{,:])(?:[&*](?=\S)|!)")
_DEEP_INDENT = " " * MAX_DEPTH
_DASHES = ("- -", "- ?", "? -", "? ?", "-  ", "?  ", "-\t", "?\t")
_DEEP_DASHES = re.compile(r"(?:[-?][ \t]+){6}")
_INVISIBLE_BREAKS = ("\x85", "\u2028", "\u2029")
_NO_CHARACTER = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff\ufeff]"
_HINTS = (
    ("mapping values are not allowed", "Put quotes around a value that contains ': '."),
    ("cannot start any token", "Indent with spaces, not tabs, and quote a value that begins with a special character."),
    ("expected a single document", "One file holds one entity: delete the line '---' and what belongs elsewhere."),
    ("could not find expected ':'", "Every line of a mapping needs 'key: value'; check the line above too."),
    ("unknown escape character", "Use single quotes, or double each backslash."),
    ("while scanning a quoted scalar", "Close the quotation mark."),
    ("expected ',' or ']'", "Close the bracket, or quote the text that contains a comma."),
    ("did not find expected", "Check the indentation: keys of one mapping start in the same column."),
    ("expected <block end>", "Check the indentation: keys of one mapping start in the same column."),
)


TAG = "tag:yaml.org,2002:"
_TEXT, _LIST, _MAPPING = f"{TAG}str", f"{TAG}seq", f"{TAG}map"
# The scalars of YAML 1.2's core schema: tag, pattern, possible first characters.
_SCALARS: tuple[tuple[str, re.Pattern[str], list[str]], ...] = (
    (f"{TAG}null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]),
    (f"{TAG}bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")),
    (f"{TAG}int", re.compile(r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$"), list("-+0123456789")),
    (
        f"{TAG}float",
        re.compile(
            r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"
        ),
        list("-+0123456789."),
    ),
)
SCALARS_BY_FIRST: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
for _tag, _pattern, _firsts in _SCALARS:
    for _first in _firsts:
        SCALARS_BY_FIRST.setdefault(_first, []).append((_tag, _pattern))


class _Loader(yaml.CSafeLoader):
    """libyaml's loader with the scalars of YAML 1.2. It composes nodes; `plain_data` makes data of them."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: Any) -> str:
        if kind is yaml.ScalarNode:
            if implicit[0]:
                for tag, pattern in SCALARS_BY_FIRST.get(value[:1], ()):
                    if pattern.match(value):
                        return tag
            return _TEXT
        return _MAPPING if kind is yaml.MappingNode else _LIST

    # Path resolvers are not used; libyaml's binding asks for them at every node.
    def descend_resolver(self, current_node: Any, current_index: Any) -> None: ...

    def ascend_resolver(self) -> None: ...


class _DuplicateKey(yaml.MarkedYAMLError):
    pass


def plain_data(node: yaml.Node) -> Any:
    """The plain data of a node tree: str, int, float, bool, None, list, dict."""
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.tag == _TEXT else _CONVERTERS[node.tag](node)
    if isinstance(node, yaml.SequenceNode):
        return [plain_data(each) for each in node.value]
    mapping: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(problem="a key must be plain text", problem_mark=key_node.start_mark)
        key = plain_data(key_node)
        if key in mapping:
            raise _DuplicateKey(problem=str(key), problem_mark=key_node.start_mark)
        mapping[key] = plain_data(value_node)
    return mapping


def _integer(node: yaml.ScalarNode) -> int:
    text = str(node.value)
    if len(text) > _LONGEST_NUMBER:
        raise yaml.MarkedYAMLError(problem="a number of absurd length", problem_mark=node.start_mark)
    base = {"0o": 8, "0x": 16}.get(text[:2], 10)
    return int(text[2:], base) if base != 10 else int(text)


_CONVERTERS: dict[str, Callable[[yaml.ScalarNode], Any]] = {
    f"{TAG}null": lambda _: None,
    f"{TAG}bool": lambda node: node.value.lower() == "true",
    f"{TAG}int": _integer,
    f"{TAG}float": lambda node: float(node.value.lower().replace(".inf", "inf").replace(".nan", "nan")),
}


@dataclass(frozen=True, slots=True)
class Document:
    """One file as it was read: its path below the workspace, its text and its plain data."""

    path: str
    text: str
    data: Any
    _nodes: list[yaml.Node] = field(default_factory=list, repr=False, compare=False)

    def without_data(self) -> Document:
        """The same text and places, without the data that a model has taken over."""
        return Document(self.path, self.text, None)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1; empty past the end."""
        return source_line(self.text, number)

    def root(self) -> yaml.Node:
        """The file's node tree, with the place of every key; parsed when first asked for."""
        if not self._nodes:
            root = yaml.compose(self.text, Loader=_Loader)
            self._nodes.append(root if root is not None else yaml.ScalarNode("", ""))
        return self._nodes[0]

    def position(self, keys: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the value at `keys` (with `key=True`: of the last key itself).

        Follows as much of `keys` as the file has, so a missing key points at its parent.
        """
        if not key and not self._nodes and len(keys) == 1 and (place := self._top_level(str(keys[0]))):
            return place
        node = mark = self.root()
        for step in keys:
            found = _child(node, step)
            if found is not None:
                mark, node = (found[0] if key else found[1]), found[1]
        start = mark.start_mark
        return (1, 1) if start is None else (start.line + 1, start.column + 1)

    def _top_level(self, key: str) -> tuple[int, int] | None:
        """The place of a value on the line of its top-level key, without parsing: a line break and the key are enough."""
        at = self.text.find(f"\n{key}: ") + 1
        if not at:
            return None
        line = self.text[at : self.text.find("\n", at)]
        value = line[len(key) + 1 :].lstrip()
        if not value or value[0] in ">|#&*!":
            return None
        return self.text.count("\n", 0, at) + 1, len(line) - len(value) + 1


def source_line(text: str, number: int) -> str:
    """Line `number` of `text`, counted from 1; empty past the end."""
    lines = text.splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def read_document(path: str, content: bytes) -> tuple[Document | None, list[Problem]]:
    """Parse one file. `path` is what problems name. A file that cannot be read gives None and why."""
    if len(content) > MAX_BYTES:
        return None, [
            Problem(
                TOO_LARGE,
                f"the file is larger than {MAX_BYTES // 1_000_000} MB",
                "Move it out of the workspace's data folders.",
                path,
            )
        ]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return None, [
            Problem(NOT_UTF8, "the file is not UTF-8 text", "Save it again with the encoding UTF-8.", path, line)
        ]
    problem = _first_trap(path, text)
    if problem is not None:
        return None, [problem]
    try:
        node = yaml.compose(text, Loader=_Loader)
        data = None if node is None else plain_data(node)
    except yaml.YAMLError as error:
        return None, [_syntax_problem(path, text, error)]
    return Document(path, text, data), []


def _first_trap(path: str, text: str) -> Problem | None:
    if ("<<<<<<< " in text or ">>>>>>> " in text) and (conflict := _CONFLICT.search(text)):
        line = text.count("\n", 0, conflict.start()) + 1
        return Problem(
            MERGE_CONFLICT, "git left a merge conflict here", "Keep the right lines and delete the markers <<<<<<<, ======= and >>>>>>>.",
            path, line, 1, source_line(text, line),
        )  # fmt: skip
    if not text.isascii() and (stray := next((each for each in _INVISIBLE_BREAKS if each in text), "")):
        line, column = _place(text, text.index(stray))
        message = f"an invisible line break (U+{ord(stray):04X}) stands here, which not every program reads as one"
        return Problem(SYNTAX, message, "Delete it, or break the line as usual.", path, line, column)
    deep = (
        text.count("[") + text.count("{") > MAX_DEPTH
        or _DEEP_INDENT in text
        or (any(dashes in text for dashes in _DASHES) and _DEEP_DASHES.search(text))
    )
    if deep or (("&" in text or "*" in text or "!" in text) and _SUSPECT.search(text)):
        return _trap_in_events(path, text)
    return None


def _trap_in_events(path: str, text: str) -> Problem | None:
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if getattr(event, "anchor", None) or getattr(event, "tag", None):
                return Problem(
                    NO_ANCHORS,
                    "anchors, aliases and tags are not used in these files",
                    "Write the value itself; put quotes around text that begins with &, * or !.",
                    path,
                    *_event_place(event, text),
                )
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    return Problem(
                        TOO_DEEP,
                        f"nested deeper than {MAX_DEPTH} levels",
                        "No file needs that; check the brackets and the indentation.",
                        path,
                        *_event_place(event, text)[:2],
                    )
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError as error:
        return _syntax_problem(path, text, error)
    return None


def _event_place(event: yaml.Event, text: str) -> tuple[int, int, str]:
    """Line and column, from 1, and the whole line."""
    mark = event.start_mark
    assert mark is not None
    return mark.line + 1, mark.column + 1, source_line(text, mark.line + 1)


def _place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset in the text."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _syntax_problem(path: str, text: str, error: yaml.YAMLError) -> Problem:
    if isinstance(error, yaml.reader.ReaderError) and (stray := re.search(_NO_CHARACTER, text)):
        message = f"the control character U+{ord(stray[0]):04X} cannot stand in a text"
        return Problem(SYNTAX, message, "Delete it.", path, *_place(text, stray.start()))
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if "end of stream" in str(getattr(error, "problem", "")):
        mark = getattr(error, "context_mark", None) or mark  # where it was opened, not the end of the file
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    source = source_line(text, line)
    if isinstance(error, _DuplicateKey):
        return Problem(
            DUPLICATE_KEY, f"the key '{error.problem}' stands twice", "Keep one of the two.", path, line, column, source
        )
    what = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be parsed")
    indent = source[: len(source) - len(source.lstrip())]
    if "\t" in indent:
        return Problem(
            SYNTAX, "a tab stands in the indentation", "Indent with spaces, not tabs.", path, line, 1, source
        )
    said = f"{getattr(error, 'context', '') or ''} {what}"
    hint = next(
        (hint for cue, hint in _HINTS if cue in said),
        "Check the quotes, colons and indentation of this line and the one above.",
    )
    return Problem(SYNTAX, f"this is not valid YAML: {what}", hint, path, line, column, source)
