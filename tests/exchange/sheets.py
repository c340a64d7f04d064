"""Spreadsheets as people send them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

QUESTION = "Is every firewall rule reviewed at least once a year?"
HEADER = ("Category", "Question Name", "Question Text", "Why Are We Asking", "How To", "Priority", "Frequency", "Tags")


def csv_text(*rows: Sequence[str], separator: str = ",", header: Sequence[str] = HEADER) -> str:
    """Rows below a header, every cell quoted."""
    return "".join(
        separator.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in (header, *rows)
    )


def xlsx(path: Path, rows: Iterable[Sequence[object]], *, sheets: Sequence[str] = ("Sheet1",)) -> Path:
    """An Excel workbook with these rows on its first sheet; the others are empty."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for number, name in enumerate(sheets):
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows if number == 0 else ()):
                for column, cell in enumerate(cells):
                    sheet.write(row, column, cell)
    return path
