"""The Excel workbook of a library: a table that a person can filter and edit. Every cell is text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msptool.exchange.layout import CATEGORY_COLUMNS, CATEGORY_SHEET, STANDARD_COLUMNS, Column

LONGEST_EXCEL_CELL = 32_767
STANDARD_SHEET = "standards"
# The same library gives the same bytes: the workbook names no moment of its making.
_CREATED = datetime(2000, 1, 1)
_ALL_ROWS = 1_048_576


def workbook(standards: Sequence[Sequence[str]], categories: Sequence[Sequence[str]]) -> bytes:
    """The bytes of an `.xlsx` with these rows below their headers."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": "Standards library", "created": _CREATED})
    _fill(book, STANDARD_SHEET, STANDARD_COLUMNS, standards, frozen=1)
    _fill(book, CATEGORY_SHEET, CATEGORY_COLUMNS, categories, frozen=1)
    book.close()
    return stream.getvalue()


def _fill(book: Any, name: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, frozen: int) -> None:
    head = book.add_format({"bold": True, "valign": "top", "bg_color": "#DDE3EA", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, frozen)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width, body)
        sheet.write_string(0, number, column.header, head)
    for row, cells in enumerate(rows, 1):
        for number, cell in enumerate(cells):
            if cell:
                sheet.write_string(row, number, cell, body)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    last = xl_column(len(columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{last}{_ALL_ROWS}"})


def xl_column(number: int) -> str:
    """The letters of a column, counted from 0."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(number))
