"""The fast reader and the editor of files give a file the same meaning, and neither touches it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from ruamel.yaml.scalarbool import ScalarBoolean

from msptool.workspace.documents import read_document
from msptool.workspace.edits import edit
from msptool.workspace.shipped import shipped_files
from tests.workspace.yaml_texts import Text, some_examples, texts

SHIPPED = dict(shipped_files("msptool.yaml", "standards", "practice", "clients", "runbooks"))
YAML_FILES = {path: file for path, file in SHIPPED.items() if file.suffix == ".yaml"}


def meaning(value: Any) -> Any:
    """Data with nothing of the editor's own types left; numbers and switches stay told apart."""
    if isinstance(value, dict):
        return {meaning(key): meaning(each) for key, each in value.items()}
    if isinstance(value, list):
        return [meaning(each) for each in value]
    if isinstance(value, bool | ScalarBoolean):
        return ("switch", bool(value))
    return {int: int, float: float, str: str}[kind](value) if (kind := _kind(value)) else None


def _kind(value: Any) -> type | None:
    return next((kind for kind in (int, float, str) if isinstance(value, kind)), None)


def edited(content: bytes) -> Any:
    """The editor's reading of a file, and what it would write when nothing was changed."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "x.yaml").write_bytes(content)
        return edit(Path(folder), "x.yaml")


@given(texts())
@some_examples
def test_both_readers_agree_on_any_file(text: Text) -> None:
    document, problems = read_document("x.yaml", text.content())
    assert problems == []
    assert document is not None
    assert document.data == text.data
    file = edited(text.content())
    assert repr(meaning(file.data)) == repr(meaning(document.data))


@given(texts())
@some_examples
def test_a_file_that_was_not_changed_is_written_as_it_was(text: Text) -> None:
    assert edited(text.content()).render() == text.content()


@pytest.mark.parametrize("folder", sorted({"/".join(path.split("/")[:2]) for path in YAML_FILES}))
def test_both_readers_agree_on_the_files_that_msptool_ships_and_neither_changes_them(folder: str) -> None:
    for path, file in YAML_FILES.items():
        if path == folder or path.startswith(f"{folder}/"):
            content = file.read_bytes()
            document, problems = read_document(path, content)
            assert problems == []
            assert document is not None
            opened = edited(content)
            assert repr(meaning(opened.data)) == repr(meaning(document.data)), path
            assert opened.render() == content, path
