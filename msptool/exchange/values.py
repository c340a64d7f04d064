"""What people write into cells, as values: priorities, months, minutes. What is not understood is never guessed."""

from __future__ import annotations

import re

from msptool.exchange.cell_texts import CellFault
from msptool.standards.edits import slug_of
from msptool.standards.model import MONTHS, Frequency, Level

_LEVELS: dict[str, Level] = {
    "h": "high", "high": "high", "highest": "high", "critical": "high", "p1": "high",
    "m": "medium", "med": "medium", "medium": "medium", "normal": "medium", "moderate": "medium",
    "l": "low", "low": "low", "lowest": "low", "minor": "low",
}  # fmt: skip
_BESIDE_A_LEVEL = frozenset("priority risk impact severity importance level".split())
_WORDS: dict[str, Frequency] = {
    "monthly": "monthly", "every month": "monthly", "once a month": "monthly",
    "quarterly": "quarterly", "every quarter": "quarterly", "once a quarter": "quarterly",
    "semiannual": "semiannual", "semi annual": "semiannual", "semiannually": "semiannual", "semi annually": "semiannual",
    "half yearly": "semiannual", "biannual": "semiannual", "twice a year": "semiannual",
    "annual": "annual", "annually": "annual", "yearly": "annual", "every year": "annual", "once a year": "annual",
    "biennial": "biennial", "biennially": "biennial", "every other year": "biennial",
}  # fmt: skip
_NUMBERS = {"one": 1, "two": 2, "three": 3, "six": 6, "twelve": 12, "a": 1}
_SPAN = re.compile(
    r"(?:every )?(?:([0-9]{1,3})(?:\.0+)? ?|([a-z]+) (?=.))(m|mo|mos|mth|mths|month|months|monthly|y|yr|yrs|year|years)?"
)
_LONGEST_ADDRESS = 500  # as the model of a standard has it
_BY_MONTHS: dict[int, Frequency] = {months: name for name, months in MONTHS.items()}


def level(cell: str) -> Level:
    """`H`, `1 - High`, `Critical`, `P1`, `Med.` as high, medium or low."""
    words = re.findall(r"[a-z]+\d*", cell.lower())
    meant = {_LEVELS.get(word) for word in words if word not in _BESIDE_A_LEVEL}
    if len(meant) > 1:  # `P2 - High`: the word says what the number means
        meant = {_LEVELS.get(word) for word in words if word not in _BESIDE_A_LEVEL and not re.fullmatch(r"p\d", word)}
    found = meant.pop() if len(meant) == 1 else None
    if found is None:
        raise CellFault(f"'{cell}' is not high, medium or low", "Write high, medium or low.")
    return found


def frequency(cell: str) -> Frequency:
    """`3`, `3.0`, `every 3 months`, `3 mo`, `Quarterly`, `1 year` as a frequency."""
    text = " ".join(re.sub(r"[^\w.]+", " ", cell.lower().replace("(s)", "s")).split()).rstrip(".")
    if text in _WORDS:
        return _WORDS[text]
    span = _SPAN.fullmatch(text)
    if span is not None and not cell.lstrip().startswith("-"):
        count = int(span[1]) if span[1] else _NUMBERS.get(span[2], 0)
        found = _BY_MONTHS.get(count * 12 if (span[3] or "").startswith("y") else count)
        if found is not None:
            return found
    raise CellFault(f"'{cell}' is none of 1, 3, 6, 12 or 24 months", "Write one of these numbers, or quarterly.")


def minutes(cell: str) -> int:
    """A whole number from 1 to 480."""
    found = re.fullmatch(r"([0-9]{1,3})(?:\.0+)?", cell)
    if found is None or not 1 <= int(found[1]) <= 480:
        raise CellFault(f"'{cell[:40]}' is not a number from 1 to 480", "Write the minutes as a whole number.")
    return int(found[1])


def tags(cell: str) -> list[str]:
    """Tags as ids, sorted; commas, semicolons, bars and lines separate them."""
    return sorted({slug for tag in re.split(r"[,;|\n]", cell) if (slug := slug_of(tag))})


def references(cell: str) -> list[dict[str, str]]:
    """The addresses of pages in a cell; other words are left out. `www.nist.gov` is one as a browser takes it."""
    found = []
    for word in cell.split():
        url = f"https://{word}" if re.match(r"www\.[^.]", word, re.IGNORECASE) else word
        if re.match(r"https?://.", url):
            if len(url) > _LONGEST_ADDRESS:
                raise CellFault(
                    f"the address {url[:40]}... has {len(url)} characters", f"Write one of at most {_LONGEST_ADDRESS}."
                )
            found.append({"url": url})
    return found
