"""`msptool standard edit` in a terminal opens the person's own editor."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pexpect
import pytest

from tests.small_practice import Practice, environment

PATH = "standards/firewalls/firewall-label.yaml"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX terminal")


@contextmanager
def editing(practice: Practice, editor: str) -> Iterator[Any]:
    command = practice.command("standard", "edit", "firewall-label")
    env = {**os.environ, **environment(practice.home), "EDITOR": editor}
    child = pexpect.spawn(command[0], command[1:], env=env, encoding="utf-8", timeout=60, cwd=str(practice.home))
    try:
        yield child
    finally:
        child.close(force=True)


def end(child: Any) -> tuple[int, str]:
    said = str(child.read())
    child.wait()
    return child.exitstatus, " ".join(said.split())


def test_what_the_editor_saves_is_the_change(practice: Practice) -> None:
    with editing(practice, "sed -i 's/status: active/status: draft/'") as child:
        assert end(child) == (0, f"Changed: {PATH}")
    assert practice.data(PATH)["status"] == "draft"


def test_another_question_saved_in_the_editor_is_remarked(practice: Practice) -> None:
    with editing(practice, "sed -i 's/Is the firewall label/Is the serial number/'") as child:
        code, said = end(child)
    assert code == 0
    assert "earlier answers no longer count for it" in said


def test_a_file_that_the_editor_broke_is_named_with_its_line(practice: Practice) -> None:
    with editing(practice, "sed -i 's/^status: active/status: alive/'") as child:
        code, said = end(child)
    assert code == 3
    assert f"{PATH}:" in said
    assert "'alive' is not one of" in said


def test_an_editor_that_does_not_exist_is_said(practice: Practice) -> None:
    with editing(practice, "no-such-editor --wait") as child:
        code, said = end(child)
    assert code == 2
    assert "The editor 'no-such-editor --wait' cannot be started: set EDITOR to one that can." in said
