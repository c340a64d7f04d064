"""The journal of a run: that of a review, which says how this one goes on."""

from __future__ import annotations

from pathlib import Path

from msptool.reviews.journal import Event, Journal
from msptool.workspace.problems import Refusal

__all__ = ["Event", "RunJournal"]


class RunJournal(Journal):
    """An append-only file of events, each on disk before the next."""

    def __init__(self, path: Path, run: str) -> None:
        super().__init__(path)
        self._run = run

    def append(self, event: Event) -> None:
        """Write one event and wait until the disk has it."""
        try:
            super().append(event)
        except Refusal as refusal:
            sentence = str(refusal).replace("msptool review resume", f"msptool runbook run {self._run} --resume")
            raise Refusal(sentence) from None
