"""What a ticket is about: its category by an alias table, and the keys by which it is known again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

from msptool.workspace.kpi_settings import TicketCategory

# The first that has a word of a cell wins, in this order: who somebody is comes before the thing that asks.
_WORDS: dict[TicketCategory, frozenset[str]] = {
    "identity": frozenset(
        "access account accounts authentication credentials directory identity joiner leaver lockout locked login logon mfa "
        "mover offboarding onboarding password passwords permission permissions signin sso unlock user users 2fa".split()
    ),
    "network": frozenset(
        "connectivity dhcp dns firewall internet isp lan network networking router switch switches vpn wan wifi wireless".split()
    ),
    "saas": frozenset(
        "calendar cloud email emails exchange gmail m365 mail mailbox o365 office365 onedrive outlook phishing quarantine saas "
        "sharepoint spam teams".split()
    ),
    "application": frozenset(
        "accounting app application applications apps crm database erp lob program programs quickbooks software sql".split()
    ),
    "endpoint": frozenset(
        "computer computers desktop desktops device devices endpoint endpoints hardware laptop laptops monitor notebook patch "
        "patching pc peripheral printer printers printing scanner server servers tablet windows workstation workstations".split()
    ),
}  # fmt: skip
_PAIRS: dict[TicketCategory, tuple[str, ...]] = {
    "identity": ("sign in", "log in", "log on", "new user", "departed user", "multi factor"),
    "saas": ("microsoft 365", "office 365", "google workspace", "e mail", "shared mailbox"),
    "application": ("line of business",),
    "network": ("wi fi",),
}
_MOST_REMEMBERED = 20_000
_REPLY = re.compile(r"^(?:\s*(?:re|fw|fwd|aw|wg)\s*:\s*)+", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]|\([^)]*#[^)]*\)")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+")
_WITH_NUMBERS = re.compile(r"\S*\d\S*")
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass
class Categories:
    """Which category a ticket type means. `unmapped` counts the types, while tickets are read, that nothing maps."""

    aliases: Mapping[str, TicketCategory]
    unmapped: Counter[str] = field(default_factory=Counter)
    _known: dict[tuple[str, ...], TicketCategory | None] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._aliases = {_plain(name): category for name, category in self.aliases.items()}

    def of(self, cells: Sequence[str]) -> TicketCategory:
        """The category of a ticket by its type columns, the finest first."""
        key = tuple(cells)
        if key not in self._known:
            if len(self._known) > _MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = self._find(key)
        found = self._known[key]
        if found is None:
            said = " / ".join(filter(None, map(str.strip, reversed(key))))
            if len(self.unmapped) < _MOST_REMEMBERED or said in self.unmapped:
                self.unmapped[said] += 1
        return found or "other"

    def _find(self, cells: tuple[str, ...]) -> TicketCategory | None:
        plain = [_plain(cell) for cell in cells]
        for cell in plain:
            if cell in self._aliases:
                return self._aliases[cell]
        for cell in plain:
            words = set(cell.split())
            for category, known in _WORDS.items():
                if words & known or any(f" {pair} " in f" {cell} " for pair in _PAIRS.get(category, ())):
                    return category
        return "other" if any(cell in ("other", "misc", "miscellaneous") for cell in plain) else None


def _plain(text: str) -> str:
    return " ".join(_NO_LETTER.sub(" ", text.casefold()).split())


@lru_cache(maxsize=_MOST_REMEMBERED)
def normalised(subject: str) -> str:
    """A subject without reply marks, what stands in brackets, addresses, words with numbers, signs and case.

    So `RE: [T-1004] Printer PRN-03 jams!` is `printer jams`; nothing where no letter is left.
    """
    text = _BRACKETS.sub(" ", _REPLY.sub("", subject))
    text = _WITH_NUMBERS.sub(" ", _ADDRESS.sub(" ", text))
    return " ".join(_NO_LETTER.sub(" ", text.casefold()).split())[:120]


@lru_cache(maxsize=_MOST_REMEMBERED)
def asset_name(text: str) -> str:
    """An asset as it is known again, whatever its case and spaces; nothing for none."""
    plain = " ".join(text.casefold().split())[:80]
    return "" if plain in ("", "-", "n/a", "none", "unassigned", "unknown") else plain


def key_of(category: str, kind: str, text: str) -> str:
    """The key of a subject or an asset within a category: ten hexadecimal digits, from which nobody reads the words."""
    return blake2b(f"{category}\0{kind}\0{text}".encode(), digest_size=5).hexdigest()
