"""The journal of a session: nothing that was written is ever lost, whatever happens to its end."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.reviews.journal import Event, Journal
from msptool.workspace.problems import Refusal

# What a keyboard, a pasted text or a file can bring; lone surrogates are no characters.
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
EVENTS = st.lists(
    st.fixed_dictionaries({"event": st.sampled_from(["answer", "note"]), "standard": TEXT, "text": TEXT}), max_size=6
)


def journal(folder: str | Path) -> Journal:
    return Journal(Path(folder) / "acme.jsonl")


def written(folder: str | Path, events: list[dict[str, Any]]) -> Journal:
    made = journal(folder)
    for event in events:
        made.append(event)
    return made


@given(EVENTS)
def test_what_is_written_is_read_again(events: list[Event]) -> None:
    with TemporaryDirectory() as folder:
        assert list(written(folder, events).events()) == events


@given(EVENTS, EVENTS, st.data())
def test_a_journal_cut_at_any_byte_loses_at_most_the_event_being_written(
    events: list[Event], later: list[Event], data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        made = written(folder, events)
        whole = made.path.read_bytes() if events else b""
        cut = data.draw(st.integers(0, len(whole)))
        made.path.write_bytes(whole[:cut])
        left = list(made.events())
        assert left == events[: len(left)]
        # Only an event whose line was not whole is gone, and the next ones are not swallowed by its remains.
        assert len(left) >= whole[:cut].count(b"}\n")
        for event in later:
            made.append(event)
        assert list(made.events()) == left + later


@given(EVENTS, st.binary(max_size=40))
def test_garbage_at_the_end_of_a_journal_does_no_harm(events: list[Event], garbage: bytes) -> None:
    with TemporaryDirectory() as folder:
        made = written(folder, events)
        with made.path.open("ab") as stream:
            stream.write(garbage)
        found = list(made.events())
        assert found[: len(events)] == events
        assert all(isinstance(event, dict) for event in found)


def test_zeros_left_by_a_power_cut_do_no_harm(tmp_path: Path) -> None:
    made = written(tmp_path, [{"event": "note"}])
    with made.path.open("ab") as stream:
        stream.write(b"\0" * 512)
    made.append({"event": "clear"})
    assert list(made.events()) == [{"event": "note"}, {"event": "clear"}]


def test_no_journal_is_an_empty_one_and_may_be_removed_twice(tmp_path: Path) -> None:
    assert list(journal(tmp_path).events()) == []
    made = written(tmp_path, [{"event": "note"}])
    made.remove()
    made.remove()
    assert not made.path.exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_a_disk_that_refuses_keeps_everything_before_and_nothing_of_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    made = written(tmp_path, [{"event": "note", "text": "kept"}])
    before = made.path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(Refusal, match="could not be saved") as told:
            made.append({"event": "note", "text": "lost"})
    assert made.path.read_bytes() == before
    assert os.strerror(number) in str(told.value)
    assert "Everything before it is safe" in str(told.value)
    made.append({"event": "note", "text": "after"})
    assert [event["text"] for event in made.events()] == ["kept", "after"]


def test_a_folder_that_is_gone_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"could not be saved \(No such file or directory\)"):
        journal(tmp_path / "gone").append({"event": "note"})


def test_every_event_is_on_disk_before_append_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    real = os.fsync

    def sync(handle: int) -> None:
        synced.append(os.fstat(handle).st_size)
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)
    made = journal(tmp_path)
    for number in range(3):
        made.append({"event": "note", "number": number})
        assert synced[-1] == made.path.stat().st_size
    assert len(synced) == 3


def test_text_that_is_no_text_is_kept_somehow_and_never_a_crash(tmp_path: Path) -> None:
    # A terminal in another encoding hands over bytes as lone surrogates.
    made = journal(tmp_path)
    made.append({"event": "note", "text": "caf\udce9"})
    made.append({"event": "note", "text": "after"})
    assert [event["text"].startswith("caf") for event in made.events()] == [True, False]
