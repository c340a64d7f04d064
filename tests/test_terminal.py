"""What every command shares at the terminal."""

from __future__ import annotations

from datetime import date

import pytest

from msptool.terminal import Invocation

TODAY = date(2026, 11, 16)


def test_progress_is_a_line_for_a_person_at_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    loud, quiet = Invocation(None, TODAY), Invocation(None, TODAY, quiet=True)
    loud.progress(1, 3, "clients")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    loud.progress(1, 3, "clients")
    assert "1 of 3 clients" in capsys.readouterr().err
    loud.progress(3, 3, "clients")
    assert capsys.readouterr().err == "\r\x1b[K"
    quiet.progress(1, 3, "clients")
    assert capsys.readouterr().err == ""
