"""Counts in words, as every table and page says them."""

from __future__ import annotations


def counted(number: int, word: str, many: str = "") -> str:
    """`1 client`, `19 clients`; `many` is the plural where it is not `word` with an s."""
    return f"{number:,} {word if number == 1 else many or word + 's'}"
