"""Which category a name in a spreadsheet means: one that exists, or a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from msptool.exchange.columns import plain
from msptool.exchange.layout import CATEGORY_COLUMNS, CATEGORY_PREFIX, read_cells
from msptool.standards.edits import slug_of
from msptool.standards.library import Library
from msptool.standards.model import Category
from msptool.workspace.problems import did_you_mean

_FILLERS = frozenset(("and", "the", "of", "for"))


@dataclass
class Categories:
    """The categories of a library, and the new ones that an import makes.

    `offered` are fields of categories that come with the file, by id. `new` are those that will be written, by id;
    `meant` is every name as written -> the id that it became.
    """

    library: Library
    offered: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    new: dict[str, dict[str, Any]] = field(default_factory=dict)
    meant: dict[str, str] = field(default_factory=dict)
    _alike: dict[str, str] = field(default_factory=dict)
    _waiting: dict[str, dict[str, Any]] = field(default_factory=dict)
    _different: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.library.categories.values():
            self._alike.setdefault(likeness(each.name), each.id)
        for each in self.library.categories.values():
            self._alike[likeness(each.id)] = each.id

    def find(self, name: str) -> str:
        """The id of the category that a name means; nothing where there is none yet."""
        exact = name in self.library.categories or name in self.new
        return name if exact else self._alike.get(likeness(name), "")

    def can_place(self, name: str) -> bool:
        """Whether there is such a category, or the name makes the id of a new one."""
        return bool(self.find(name) or slug_of(name))

    def place(self, name: str, section: str, cells: Mapping[str, str]) -> str:
        """The id of the category that a row is put into; `cells` may say more of it. Made by `use`, when it is new."""
        identifier = name if name in self.offered else self.find(name) or slug_of(name)
        if identifier in self.library.categories:
            self.compare(identifier, cells)
        elif identifier not in self.new:
            self._waiting[identifier] = {"name": name, "section": section, **self._said(identifier, cells)}
        self.meant[name] = identifier
        return identifier

    def compare(self, identifier: str, cells: Mapping[str, str]) -> None:
        """Remember what the file says otherwise of a category that exists."""
        current = self.library.categories.get(identifier)
        said = self._said(identifier, cells) if current else {}
        if different := [key for key, value in said.items() if getattr(current, key) != value]:
            self._different[identifier] = ", ".join(different)

    def use(self, identifier: str) -> None:
        """Make the category that `place` returned, unless it is there."""
        fields = self._waiting.get(identifier)
        if fields is None or identifier in self.new:
            return
        filled = {
            "order": 1000 + 10 * len(self.new),
            **{key: each for key, each in fields.items() if each not in ("", None)},
        }
        self.new[identifier] = {name: filled[name] for name in Category.model_fields if name in filled}
        self._alike.setdefault(likeness(str(fields["name"])), identifier)
        self._alike[likeness(identifier)] = identifier

    def remarks(self) -> list[str]:
        """What a person should know of the categories that are made, or that are not changed."""
        known = {*self.library.categories, *(each.name for each in self.library.categories.values())}
        said = []
        for fields in self.new.values():
            if hint := did_you_mean(str(fields["name"]), known, closeness=0.8):
                said.append(f"The category '{fields['name']}' is new. {hint} Then correct the file, or use --category.")
        said += [
            f"The file says another {what} of the category '{name}': an import changes no category that exists. "
            f"Edit standards/{name}/_category.yaml."
            for name, what in self._different.items()
        ]
        return said

    def _said(self, identifier: str, cells: Mapping[str, str]) -> Mapping[str, Any]:
        """The fields that the file says of a category, where they make one."""
        fields = self.offered.get(identifier) or read_category(
            {
                name.removeprefix(CATEGORY_PREFIX): cell
                for name, cell in cells.items()
                if name.startswith(CATEGORY_PREFIX)
            }
        )
        found = {key: value for key, value in fields.items() if key != "id"}
        try:
            Category.model_validate({"name": identifier, **found, "id": identifier})
        except ValidationError:
            return {}
        return found


def read_category(cells: Mapping[str, str]) -> dict[str, Any]:
    """The filled fields of a category in a file that msptool exported; a cell that means nothing is left out."""
    fields, _ = read_cells(cells, CATEGORY_COLUMNS)
    return {name: value for name, value in fields.items() if value is not None}


def read_categories(rows: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The categories of the second sheet, each with its id."""
    found = [read_category(row) for row in rows]
    return [each for each in found if each.get("id")]


def likeness(name: str) -> str:
    """What two names have in common that mean one category: `E-mail` and `email`, `Firewall` and `firewalls`."""
    words = (word for word in plain(name).split() if word not in _FILLERS)
    return "".join(_singular(word) for word in words)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
