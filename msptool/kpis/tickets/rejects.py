"""The rows that are kept aside, in a file of their own that can be mended and imported."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from msptool.workspace.csv_rows import Broken, Row
from msptool.workspace.files import current_umask, refuse_workspace_file
from msptool.workspace.problems import Refusal, UsageRefusal


class Rejects:
    """A CSV of rows with number and reason in front; it takes its place when all are in, and no row makes no file."""

    def __init__(self, path: Path | None, header: Sequence[str]) -> None:
        self._path, self._header = path.expanduser().absolute() if path else None, header
        self._stream: IO[str] | None = None

    def __enter__(self) -> Rejects:
        if self._path is not None and self._path.is_dir():
            raise UsageRefusal(f"{self._path} is a folder: name a file in it.")
        if self._path is not None:
            refuse_workspace_file(self._path)
        return self

    def add(self, number: int, reason: str, row: Row) -> None:
        """A row with its number in the file."""
        if self._path is None:
            return
        if self._stream is None:
            self._stream = self._open(self._path)
            self._writer = csv.writer(self._stream)
            self._writer.writerow(("row", "reason", *self._header))
        self._writer.writerow((number, reason, *([row.text] if isinstance(row, Broken) else row)))

    def _open(self, path: Path) -> IO[str]:
        try:
            return tempfile.NamedTemporaryFile(
                "w", dir=path.parent, prefix=f".{path.name}.", suffix=".tmp", encoding="utf-8", newline="", delete=False
            )  # fmt: skip
        except OSError as error:
            raise Refusal(f"{path} cannot be written: {error.strerror}.") from None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is None or self._path is None:
            return
        self._stream.close()
        temporary = Path(self._stream.name)
        if error is not None:
            temporary.unlink(missing_ok=True)
            return
        temporary.chmod(0o666 & ~current_umask())
        os.replace(temporary, self._path)
