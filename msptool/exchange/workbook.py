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
_LAST_ROW = 1_048_575


def workbook(standards: Sequence[Sequence[str]], categories: Sequence[Sequence[str]]) -> bytes:
    """The bytes of an `.xlsx` with these rows below their headers."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": "Standards library", "created": _CREATED})
    _fill(book, STANDARD_SHEET, STANDARD_COLUMNS, standards)
    _fill(book, CATEGORY_SHEET, CATEGORY_COLUMNS, categories)
    book.close()
    return stream.getvalue()


def _fill(book: Any, name: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    from xlsxwriter.utility import xl_range

    head = book.add_format({"bold": True, "valign": "top", "bg_color": "#DDE3EA", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width, body)
        sheet.write_string(0, number, column.header, head)
    for row, cells in enumerate(rows, 1):
        for number, cell in enumerate(cells):
            if cell:
                sheet.write_string(row, number, cell, body)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, _LAST_ROW, len(columns) - 1)})
