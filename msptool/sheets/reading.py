"""A filled sheet from the file that a user names."""

from __future__ import annotations

import sys
from pathlib import Path

from msptool.clients.model import Client
from msptool.clients.register import require_client
from msptool.sheets.filled import MAX_BYTES, Filled, read_export
from msptool.workspace.problems import Refusal, UsageRefusal
from msptool.workspace.workspace import Workspace


def read_filled(file: Path) -> Filled:
    """The answers in an export (`-`: on standard input) or in a filled workbook; refuses any other file."""
    kind = file.suffix.lower()
    if str(file) == "-":
        return read_export("standard input", sys.stdin.buffer.read(MAX_BYTES + 1))
    if kind == ".xlsx":
        from msptool.sheets.workbook_reading import read_workbook

        return read_workbook(file)
    if kind in (".html", ".htm"):
        raise Refusal(f"{file.name} is the sheet itself: open it, press 'Export answers', and take the .json.")
    if kind == ".xlsm":
        raise Refusal(f"{file.name} is a workbook with macros: save it as .xlsx.")
    if kind != ".json":
        raise Refusal(f"{file.name} is no filled sheet: take the exported .json, or the filled .xlsx.")
    try:
        with file.open("rb") as stream:
            return read_export(file.name, stream.read(MAX_BYTES + 1))
    except OSError as error:
        raise Refusal(f"{file} cannot be read: {error.strerror}.") from None


def client_of(workspace: Workspace, name: str, filled: Filled) -> Client:
    """The client of a sheet; refuses one that this workspace does not have."""
    try:
        return require_client(workspace.source, filled.client)
    except UsageRefusal as refusal:
        raise Refusal(f"{name} is a sheet for the client {filled.client!r}. {refusal}") from None
