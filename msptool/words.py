"""Words: counts as every table and page says them, names as they are compared, texts that are too long."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

# Hears how far long work is: what is done, of how many, and of what, such as "clients".
Progress = Callable[[int, int, str], None]


def silent(done: int, every: int, what: str) -> None:
    """A `Progress` that nobody hears."""


def counted(number: int, word: str, many: str = "") -> str:
    """`1 client`, `19 clients`; `many` is the plural where it is not `word` with an s."""
    return f"{number:,} {word if number == 1 else many or word + 's'}"


def squeezed(name: str) -> str:
    """A name without case, spaces and signs; letters and digits of every script stay, with the marks on them."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(each for each in plain if unicodedata.category(each)[0] in "LMN")


def shortened(text: str, most: int) -> str:
    """A text on one line, with a sign at its end where it was longer than `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
