"""Which client another program means: exports name clients by an id of their own, or in their own spelling."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from msptool.clients.model import Client
from msptool.words import squeezed
from msptool.workspace.problems import did_you_mean

NO_CLIENT, UNKNOWN_CLIENT, AMBIGUOUS_CLIENT = "no client", "unknown client", "ambiguous client"
_MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is kept aside. `sort` is empty, or says that the client is missing, unknown or may be one of several."""

    reason: str
    sort: str = ""
    client: str = ""


@dataclass
class Clients:
    """Which client an export means: by an id in another system, by id or name, then by any of them without case and signs.

    A name that fits several clients alike is none of them.
    """

    clients: Mapping[str, Client]
    _known: dict[str, str | Refused] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._external: dict[str, set[str]] = {}
        self._exact: dict[str, set[str]] = {}
        self._alike: dict[str, set[str]] = {}
        for client in self.clients.values():
            own, other = (client.id, client.name), tuple(client.external.values())
            for names, known in ((other, self._external), (own, self._exact)):
                for name in names:
                    known.setdefault(_as_said(name), set()).add(client.id)
            for name in (*own, *other):
                self._alike.setdefault(squeezed(name), set()).add(client.id)

    def find(self, name: str) -> str | Refused:
        """The client's id, or why there is none."""
        if name not in self._known:
            if len(self._known) > _MOST_REMEMBERED:
                self._known.clear()
            self._known[name] = self._find(name)
        return self._known[name]

    def _find(self, name: str) -> str | Refused:
        said, plain, shown = _as_said(name), squeezed(name), name.strip()
        if not said:
            return Refused("It names no client.", NO_CLIENT)
        fitting = self._external.get(said) or self._exact.get(said) or (plain and self._alike.get(plain)) or set()
        if len(fitting) == 1:
            return next(iter(fitting))
        if fitting:
            several = " or ".join(f"{self.clients[each].name} ({each})" for each in sorted(fitting))
            hint = "Add the name under 'external' of the one that is meant."
            return Refused(f"{shown[:60]!r} may be {several}. {hint}", AMBIGUOUS_CLIENT, shown[:100])
        known = [each.name for each in self.clients.values()]
        hint = did_you_mean(name, known) or "Add the name under 'external' of the client that is meant."
        return Refused(f"There is no client {shown[:60]!r}. {hint}", UNKNOWN_CLIENT, shown[:100])


def _as_said(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
