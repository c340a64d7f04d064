"""Cells that a spreadsheet program would run as a formula: made harmless on the way out, and read back as they were.

A leading apostrophe does it. It is set before a text that begins with a dangerous sign, and before one that begins
so after apostrophes or spaces, so that taking one apostrophe away is always exact.
"""

from __future__ import annotations

import re

# =, +, - and @ begin a formula in one program or another, also in full width; a tab or a line break may hide one.
_DANGEROUS = re.compile(r"['\s]*[=+\-@＝＋－＠]|'*[\t\r\n]")


def neutral(text: str) -> str:
    """`text` as a cell that no spreadsheet program takes for a formula."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def restored(cell: str) -> str:
    """The text of which `neutral` made the cell; any other cell as it is."""
    return cell[1:] if cell.startswith("'") and _DANGEROUS.match(cell, 1) else cell
