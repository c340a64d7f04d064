"""Filling in a workbook as a spreadsheet program does: the cells of its XML, and nothing else."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ElementTree.register_namespace("", SPACE)
PAGES = {
    "Answers": "xl/worksheets/sheet1.xml",
    "Visit day": "xl/worksheets/sheet2.xml",
    "msptool": "xl/worksheets/sheet3.xml",
}


def fill(source: Path, target: Path, cells: Mapping[str, Mapping[str, str | date | bool | None]]) -> Path:
    """A copy of the workbook with other values in cells: `{"Answers": {"I2": "Yes"}}`; None empties one."""
    changed = {PAGES[page]: values for page, values in cells.items()}
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _changed(content, changed[name]) if name in changed else content)
    return target


def _changed(content: bytes, values: Mapping[str, str | date | bool | None]) -> bytes:
    root = ElementTree.fromstring(content)
    found = {cell.get("r"): cell for cell in root.iter(f"{{{SPACE}}}c")}
    for place, value in values.items():
        cell = found[place]
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if isinstance(value, date):
            ElementTree.SubElement(cell, f"{{{SPACE}}}v").text = str((value - date(1899, 12, 30)).days)
        elif isinstance(value, bool):
            cell.set("t", "b")
            ElementTree.SubElement(cell, f"{{{SPACE}}}v").text = str(int(value))
        elif value is not None:
            cell.set("t", "inlineStr")
            text = ElementTree.SubElement(ElementTree.SubElement(cell, f"{{{SPACE}}}is"), f"{{{SPACE}}}t")
            text.text = value
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def xml_of(file: Path, page: str) -> str:
    """The XML of a page."""
    with zipfile.ZipFile(file) as book:
        return book.read(PAGES[page]).decode()


def unlocked(file: Path, page: str) -> set[str]:
    """The cells that a person may change."""
    with zipfile.ZipFile(file) as book:
        styles = book.read("xl/styles.xml").decode()
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", re.search(r"<cellXfs.*?</cellXfs>", styles, re.DOTALL)[0])  # type: ignore[index]
    free = {str(number) for number, each in enumerate(formats) if 'locked="0"' in each}
    return {place for place, style in re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', xml_of(file, page)) if style in free}
