"""Editing YAML by hand's standards: what is not changed stays byte for byte as it was.

ruamel's round-trip keeps comments, key order and quotes; `grafting` keeps the lines that it would wrap
anew; this module restores line endings and the byte-order mark, and refuses a file that changed on disk since it was read.
"""

from __future__ import annotations

import io
import itertools
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msptool.workspace.documents import SCALARS_BY_FIRST, TAG, read_document
from msptool.workspace.entities import Kind, parse
from msptool.workspace.files import digest, inside, write_file
from msptool.workspace.grafting import graft
from msptool.workspace.problems import Refusal, UsageRefusal, refuse_first

if TYPE_CHECKING:
    from ruamel.yaml import YAML

_SHORT, _WIDTH = 90, 98
_SEXAGESIMAL = re.compile(r"\d+(?::[0-5]\d)+")
_BOM = b"\xef\xbb\xbf"


@dataclass
class Edit:
    """A file that is being changed. `data` is ruamel's round-trip mapping: change it in place."""

    path: Path
    data: Any
    original: bytes

    def render(self) -> bytes:
        """The file's new content: the original bytes wherever the meaning did not change."""
        body = self.original.removeprefix(_BOM)
        stream = io.StringIO()
        _yaml(explicit_start=_starts_with_marker(body)).dump(self.data, stream)
        text = graft(body.decode(), stream.getvalue(), plain(self.data), fresh)
        return (_BOM if self.original.startswith(_BOM) else b"") + text.encode()

    def save(self) -> None:
        """Write the file; raises Refusal when it changed on disk meanwhile."""
        content = self.render()
        write_file(self.path, content, expected=digest(self.original))
        self.original = content


def edit(root: Path, relative: str) -> Edit:
    """Open a workspace file for editing; refuses one that is missing or not valid YAML."""
    path = inside(root, relative)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refusal(f"{relative} cannot be read: {error.strerror}.") from None
    document, problems = read_document(relative, content)
    refuse_first(problems)
    assert document is not None
    from ruamel.yaml.error import YAMLError

    text = document.text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return Edit(path, _yaml().load(text), content)
    except YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise Refusal(f"{relative}:{line}: this cannot be edited by a program. Change it by hand.") from None


def render(kind: Kind[Any], data: Any) -> bytes:
    """A new file's content in the house style, with the line that names its JSON Schema."""
    return (kind.schema_line + fresh(data)).encode()


def save(file: Edit, kind: Kind[Any], path: str) -> None:
    """Write an edited file, unless its kind's model refuses what it says now."""
    refuse_bad_file(kind, path, file.render())
    file.save()


def refuse_bad_file(kind: Kind[Any], path: str, content: bytes) -> None:
    """Raise a UsageRefusal that names the first problem of a content that is about to be written."""
    document, problems = read_document(path, content)
    if document is not None:
        _, problems = parse(kind, document)
    if problems:
        raise UsageRefusal(f"{problems[0].message}. {problems[0].hint}")


def plain(data: Any) -> Any:
    """The data of an edit without ruamel's types: what a reader of the file will see."""
    if isinstance(data, Mapping):
        return {plain(key): plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [plain(value) for value in data]
    for kind in (bool, str, int, float):
        if isinstance(data, kind):
            return kind(data)
    return data


def fresh(data: Any) -> str:
    """Data as YAML in the house style."""
    stream = io.StringIO()
    _yaml().dump(data, stream)
    return stream.getvalue()


def folded(text: str) -> str:
    """`text` in the style in which it reads best and means exactly the same.

    Several lines become a literal block (`|-`), a long line a folded one (`>-`). What such a block cannot
    hold (control characters, spaces at the ends) stays plain, and is written in quotes.
    """
    from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString

    printable = all(character == "\n" or character.isprintable() for character in text)
    if not printable or text != text.strip() or (len(text) <= _SHORT and "\n" not in text):
        return text
    if "\n" in text:
        ends_clean = all(line == line.rstrip() for line in text.split("\n"))
        return LiteralScalarString(text) if ends_clean else text
    if text != " ".join(text.split()):
        return text
    lines = textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    block = FoldedScalarString(text)
    folds = itertools.accumulate(len(line) + (number > 0) for number, line in enumerate(lines[:-1]))
    block.fold_pos = list(folds)  # type: ignore[attr-defined]
    return block


def folded_all(data: Any) -> Any:
    """Mappings and lists with every text in them folded."""
    if isinstance(data, dict):
        return {key: folded_all(value) for key, value in data.items()}
    if isinstance(data, list):
        return [folded_all(each) for each in data]
    return folded(data) if isinstance(data, str) else data


def _starts_with_marker(body: bytes) -> bool:
    return any(line.rstrip() == b"---" for line in body.splitlines()[:20] if not line.startswith(b"#"))


def _yaml(*, explicit_start: bool = False) -> YAML:
    from ruamel.yaml import YAML
    from ruamel.yaml.resolver import VersionedResolver

    class SameScalars(VersionedResolver):
        """Reads and writes plain scalars by the same rules as the fast reader."""

        @property
        def versioned_resolver(self) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
            return SCALARS_BY_FIRST

    yaml = YAML(typ="rt")
    yaml.Resolver = SameScalars
    yaml.width = 4096
    yaml.preserve_quotes = True
    yaml.explicit_start = explicit_start
    yaml.indent(mapping=2, sequence=4, offset=2)
    # An empty value stays empty instead of becoming `null`.
    yaml.representer.add_representer(str, _represent_text)
    yaml.representer.add_representer(
        Decimal, lambda representer, amount: representer.represent_scalar(f"{TAG}float", f"{amount:.2f}")
    )
    yaml.representer.add_representer(type(None), lambda representer, _: representer.represent_scalar(f"{TAG}null", ""))
    return yaml


def _represent_text(representer: Any, text: str) -> Any:
    # Half a character (a lone surrogate, from a terminal that is not UTF-8) can be written in no file.
    whole = text.encode("utf-8", "replace").decode()
    style = '"' if any(each in whole for each in "\x85\u2028\u2029\ufeff") else None
    # A time of the day is a number of seconds for readers of YAML 1.1.
    style = "'" if _SEXAGESIMAL.fullmatch(whole) else style
    return representer.represent_scalar(f"{TAG}str", whole, style=style)
