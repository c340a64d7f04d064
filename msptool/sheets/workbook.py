"""The sheet as an Excel workbook: one row a standard, the answers to be filled in, everything else protected."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msptool.sheets.filled import SCHEMA
from msptool.sheets.layout import (
    ANSWER_WORDS,
    ANSWERS,
    BASE_OF_VISIT,
    COLUMNS,
    CREATED,
    DAY_OF_VISIT,
    HEAD,
    HIDDEN,
    PINNED,
    VISIT,
    YES,
    as_made,
)
from msptool.sheets.sheet import DAY_FIELDS, Asked, Sheet, visit_data
from msptool.standards.model import AREAS
from msptool.workspace.problems import Refusal

_LONGEST_CELL = 32_000
_SPARE_TICKETS = 10
_PROTECTION = {"format_columns": True, "format_rows": True, "autofilter": True, "select_locked_cells": True}


def workbook(sheet: Sheet) -> bytes:
    """The bytes of an `.xlsx`, for the practice alone: it holds notes."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": f"Review {sheet.review} of {sheet.client_name} (internal)", "created": CREATED})
    formats = _formats(book)
    _answers(book.add_worksheet(ANSWERS), sheet, formats)
    _visit(book.add_worksheet(VISIT), sheet, formats)
    _hidden(book.add_worksheet(HIDDEN), sheet)
    book.close()
    return stream.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    plain = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#CDD6DC"}
    open_cell = {**plain, "locked": False, "bg_color": "#FFF9E8"}
    return {
        "head": book.add_format({"bold": True, "valign": "vcenter", "text_wrap": True, "bg_color": "#0B5F76", "font_color": "#FFFFFF"}),
        "locked": book.add_format(plain),
        "question": book.add_format({**plain, "bold": True}),
        "quiet": book.add_format({**plain, "font_color": "#51606C", "text_wrap": False}),
        "text": book.add_format({**open_cell, "num_format": "@"}),
        "answer": book.add_format({**open_cell, "bold": True, "align": "center", "num_format": "@"}),
        "day": book.add_format({**open_cell, "align": "left", "num_format": "yyyy-mm-dd"}),
        "yes": book.add_format({"bg_color": "#CDE8D6", "font_color": "#17663A"}),
        "no": book.add_format({"bg_color": "#F8D5D1", "font_color": "#A3261D"}),
        "missing": book.add_format({"bg_color": "#F8D5D1"}),
        "title": book.add_format({"bold": True, "font_size": 12}),
    }  # fmt: skip


def _answers(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    columns = {field: number for number, (_, _, field) in enumerate(COLUMNS) if field}
    for number, (header, width, _) in enumerate(COLUMNS):
        page.set_column(number, number, width)
        page.write_string(0, number, header, formats["head"])
    page.set_row(0, 32)
    row = 0
    for group in sheet.groups:
        for each in group.asked:
            row += 1
            _row(page, row, group.name, each, formats, columns)
    last = max(row, 1)
    _choices(page, sheet, columns, last, formats)
    page.freeze_panes(1, 3)
    page.autofilter(0, 0, last, len(COLUMNS) - 1)
    page.protect("", _PROTECTION)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_header(f"&L{_for_header(sheet.client_name)}, review {sheet.review}&RInternal: not for the client")


def _row(page: Any, row: int, category: str, each: Asked, formats: dict[str, Any], columns: dict[str, int]) -> None:
    said = each.recorded
    told = (category, each.name, each.question, each.why, _how(each), each.priority, str(each.minutes), _last(each))
    for number, text in enumerate(told):
        page.write_string(row, number, _cut(text), formats["question" if number == 2 else "locked"])
    words = {value: word for word, value in ANSWER_WORDS.items()}
    for field, text in (
        ("answer", words.get(said.answer or "", "")), ("note", said.note), ("fixed_onsite", YES if said.fixed_onsite else ""),
        ("hand_over", AREAS.get(said.hand_over or "", "")), ("feedback", said.feedback),
    ):  # fmt: skip
        if len(text) > _LONGEST_CELL:
            raise Refusal(f"What is noted about {each.id} is too long for a cell of Excel: make the sheet with --html.")
        _put(page, row, columns[field], text, formats["answer" if field == "answer" else "text"])
    if said.on is not None:
        page.write_datetime(row, columns["on"], datetime(said.on.year, said.on.month, said.on.day), formats["day"])
    else:
        page.write_blank(row, columns["on"], None, formats["day"])
    page.write_string(row, columns["id"], each.id, formats["quiet"])


def _choices(page: Any, sheet: Sheet, columns: dict[str, int], last: int, formats: dict[str, Any]) -> None:
    from xlsxwriter.utility import xl_rowcol_to_cell

    def choose(field: str, choices: list[str], message: str) -> None:
        rule = {"validate": "list", "source": choices, "error_title": "Not a choice", "error_message": message}
        page.data_validation(1, columns[field], last, columns[field], rule)

    choose("answer", list(ANSWER_WORDS), "Yes, No or n/a. With n/a say in the note why it does not apply.")
    choose("fixed_onsite", [YES], "Yes, or nothing.")
    choose("hand_over", list(AREAS.values()), "One of the delivery areas of the list.")
    began = sheet.started.date()
    rule = {
        "validate": "date", "criteria": ">=", "value": datetime(began.year, began.month, began.day),
        "error_title": "Not a day of this review", "error_message": f"A day from {began} on. Empty: the day of the visit.",
    }  # fmt: skip
    page.data_validation(1, columns["on"], last, columns["on"], rule)
    for word, look in (("Yes", "yes"), ("No", "no")):
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": formats[look]}
        page.conditional_format(1, columns["answer"], last, columns["answer"], rule)
    answer, note = (xl_rowcol_to_cell(1, columns[field], col_abs=True) for field in ("answer", "note"))
    rule = {"type": "formula", "criteria": f'=AND({answer}="n/a",TRIM({note})="")', "format": formats["missing"]}
    page.conditional_format(1, columns["note"], last, columns["note"], rule)


def _visit(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.set_column(0, 0, None, None, {"hidden": True})
    for column, width in ((1, 34), (2, 22), (3, 60), (4, 9)):
        page.set_column(column, column, width)
    page.write_string(0, 1, "One item a line (Alt+Enter begins a new one)", formats["title"])
    row = 1
    data = {**visit_data(sheet.visit), DAY_OF_VISIT: sheet.visit.on.isoformat()}
    for field, label, kind in ((DAY_OF_VISIT, "Day of the visit", "day"), *DAY_FIELDS):
        value = data[field]
        if kind == "tickets":
            row = _tickets(page, row + 1, field, label, value, formats)
            continue
        page.write_string(row, 0, field)
        page.write_string(row, 1, label, formats["locked"])
        cells = formats["day" if kind == "day" else "text"]
        page.merge_range(row, 2, row, 4, "", cells)
        if kind == "day" and value:
            page.write_datetime(row, 2, datetime.fromisoformat(value), cells)
        elif value:
            page.write_string(row, 2, _cut("\n".join(value) if isinstance(value, list) else value), cells)
        if kind != "day":
            page.set_row(row, 48)
        row += 1
    page.protect("", _PROTECTION)


def _tickets(
    page: Any, row: int, field: str, label: str, tickets: list[dict[str, Any]], formats: dict[str, Any]
) -> int:
    """The rows of one list of tickets, with room for more; returns the row after them."""
    for column, header in ((1, label), (2, "Number"), (3, "What it is about"), (4, "Done")):
        page.write_string(row, column, header, formats["head"])
    first = row + 1
    last = row + len(tickets) + _SPARE_TICKETS
    for place, number in enumerate(range(first, last + 1)):
        ticket: dict[str, Any] = tickets[place] if place < len(tickets) else {"id": "", "summary": "", "done": False}
        page.write_string(number, 0, field)
        page.write_string(number, 1, str(place + 1), formats["locked"])
        for column, text in ((2, ticket["id"]), (3, ticket["summary"]), (4, YES if ticket["done"] else "")):
            _put(page, number, column, text, formats["text"])
    page.data_validation(first, 4, last, 4, {"validate": "list", "source": [YES]})
    return last + 2


def _hidden(page: Any, sheet: Sheet) -> None:
    page.hide()
    values = (
        SCHEMA, sheet.id, sheet.client, sheet.review, sheet.started.isoformat(), sheet.made.isoformat(), sheet.commit or "",
        sheet.by or "", sheet.visit.on.isoformat(),
    )  # fmt: skip
    rows = [*zip(HEAD, values, strict=True), *((BASE_OF_VISIT, *pair) for pair in sheet.visit_base.items()), PINNED]
    rows += [
        (each.id, each.fingerprint, each.priority, each.base, as_made(each.recorded), each.recorded.answer or "",
         str(each.recorded.on or ""))
        for each in sheet.asked
    ]  # fmt: skip
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            page.write_string(row, column, text)
    page.protect("")


def _put(page: Any, row: int, column: int, text: str, cells: Any) -> None:
    if text:
        page.write_string(row, column, text, cells)
    else:
        page.write_blank(row, column, None, cells)


def _how(each: Asked) -> str:
    return "\n".join(_how_lines(each))


def _how_lines(each: Asked) -> Iterator[str]:
    yield from (f"{number}. {step}" for number, step in enumerate(each.how, 1))
    for name, steps in each.vendors:
        yield f"{name}:"
        yield from (f"- {step}" for step in steps)
    yield from each.links


def _last(each: Asked) -> str:
    before = each.before
    first = [f"{before.answer}, {before.on} ({before.ago})", before.remark] if before else []
    return "\n".join(filter(None, [*first, each.reason, *each.since, *(f"VERIFY: {line}" for line in each.verify)]))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}…"


def _for_header(text: str) -> str:
    # An ampersand begins a command of Excel's headers, which take 255 characters.
    return text[:100].replace("&", "&&")
