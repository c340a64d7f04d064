"""Which category a name in a spreadsheet means: one that exists, or a new one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from msptool.exchange.cell_texts import CellFault
from msptool.exchange.columns import plain
from msptool.exchange.layout import CATEGORY_COLUMNS, CATEGORY_PREFIX, CATEGORY_SHEET, read_cells
from msptool.exchange.neutral import restored
from msptool.exchange.rows import Fault, Row
from msptool.standards.edits import slug_of
from msptool.standards.library import Library
from msptool.standards.model import CATEGORY, Category
from msptool.workspace.documents import read_document
from msptool.workspace.edits import render
from msptool.workspace.entities import parse
from msptool.workspace.files import SLUG
from msptool.workspace.problems import UsageRefusal, did_you_mean, unknown

_FILLERS = frozenset(("and", "the", "of", "for"))


@dataclass(frozen=True, slots=True)
class CategoryFault(Fault):
    """Why a cell of a category is left out. `sheet` is empty for the first one."""

    sheet: str = ""


@dataclass
class Categories:
    """The categories of a library, and the new ones that an import makes.

    `rows` are those of the file's second sheet, each with its number; `chosen` is name -> id, as the user wants it. `new`
    are the categories that will be written, by id; `meant` is every name as written -> the id that it became. The cells
    that mean nothing are in `faults`.
    """

    library: Library
    rows: Sequence[tuple[int, Mapping[str, str]]] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    new: dict[str, dict[str, Any]] = field(default_factory=dict)
    meant: dict[str, str] = field(default_factory=dict)
    _offered: dict[str, dict[str, Any]] = field(default_factory=dict)
    _alike: dict[str, str] = field(default_factory=dict)
    _waiting: dict[str, dict[str, Any]] = field(default_factory=dict)
    _different: dict[str, str] = field(default_factory=dict)
    _faults: dict[tuple[str | int, str, str], CategoryFault] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.library.categories.values():
            self._alike.setdefault(likeness(each.name), each.id)
        for each in self.library.categories.values():
            self._alike[likeness(each.id)] = each.id
        self._alike.update({likeness(name): identifier for name, identifier in self.chosen.items()})
        for number, cells in self.rows:
            identifier, fields, faults = read_category(number, {name: restored(cell) for name, cell in cells.items()})
            self._tell(identifier or number, faults)
            if identifier:
                self._offered[identifier] = fields

    @property
    def faults(self) -> list[CategoryFault]:
        """The cells of categories that are left out, by sheet and row."""
        return sorted(self._faults.values(), key=lambda each: (each.sheet, each.row))

    def find(self, name: str) -> str:
        """The id of the category that a name means; nothing where there is none yet."""
        exact = name in self.library.categories or name in self.new
        return name if exact else self._alike.get(likeness(name), "")

    def can_place(self, name: str) -> bool:
        """Whether there is such a category, or the name makes the id of a new one."""
        return bool(self.find(name) or slug_of(name))

    def place(self, name: str, row: Row) -> str:
        """The id of the category that a row is put into; the row may say more of it. Made by `use`, when it is new."""
        identifier = name if name in self._offered else self.find(name) or slug_of(name)
        if identifier in self.library.categories:
            self.compare(identifier, row)
        elif identifier not in self.new:
            said = self._said(identifier, row)
            self._waiting[identifier] = {"name": name, "section": row.cells.get("section", ""), **said}
        self.meant[name] = identifier
        return identifier

    def compare(self, identifier: str, row: Row) -> None:
        """Remember what the file says otherwise of a category that exists."""
        current = self.library.categories.get(identifier)
        said = self._said(identifier, row) if current else {}
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
                what = f"The category '{fields['name']}' is new."
                said.append(f"{what} {hint} Then correct the file, or use --category-map '{fields['name']}=ID'.")
        said += [
            f"The file says another {what} of the category '{name}': an import changes no category that exists. "
            f"Edit standards/{name}/_category.yaml."
            for name, what in self._different.items()
        ]
        return said

    def _said(self, identifier: str, row: Row) -> Mapping[str, Any]:
        """The fields that the file says of a category: in its second sheet, else beside the standard."""
        if identifier in self._offered:
            return self._offered[identifier]
        _, fields, faults = read_category(row.number, row.cells, identifier)
        self._tell(identifier, faults)
        return fields

    def _tell(self, category: str | int, faults: Iterable[CategoryFault]) -> None:
        # Each standard's row repeats the cells of its category: what is wrong with them is told once.
        for each in faults:
            self._faults.setdefault((category, each.column, each.reason), each)


def chosen_categories(pairs: Sequence[str], library: Library, names: Collection[str]) -> dict[str, str]:
    """Name -> id of the user's `NAME=ID` pairs; refuses a category that is not there, and a name that the file lacks."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, identifier = (part.strip() for part in pair.rpartition("="))
        if not equals or not name:
            raise UsageRefusal(f"--category-map takes NAME=ID, not {pair!r}.")
        if identifier not in library.categories:
            there = f"There are {', '.join(library.categories)}."
            raise unknown(
                f"--category-map: there is no category {identifier!r}.", identifier, library.categories, there
            )
        if likeness(name) not in map(likeness, names):
            raise unknown(f"--category-map: no row has the category {name!r}.", name, names)
        found[name] = identifier
    return found


def read_category(
    number: int, cells: Mapping[str, str], identifier: str = ""
) -> tuple[str, dict[str, Any], list[CategoryFault]]:
    """Id, filled fields and faults of a category in a file that msptool exported; a bad cell costs no other.

    The cells are a row of the second sheet or, where the category's `identifier` is known, those beside a standard.
    """
    prefix, sheet = (CATEGORY_PREFIX, "") if identifier else ("", CATEGORY_SHEET)
    about = {name.removeprefix(prefix): cell for name, cell in cells.items() if name.startswith(prefix)}
    read, found = read_cells(about, CATEGORY_COLUMNS)
    fields = {name: value for name, value in read.items() if value is not None}
    own = str(fields.pop("id", identifier)) if sheet else identifier
    if not SLUG.fullmatch(own):
        hint = "Write lower-case letters, digits and single hyphens."
        return "", {}, [CategoryFault(number, "id", f"'{own[:60]}' cannot be the id of a category.", hint, sheet)]
    for name, fault in _refused(own, fields):
        del fields[name]
        found.append((name, fault))
    return (
        own,
        fields,
        [CategoryFault(number, f"{prefix}{name}", each.reason, each.hint, sheet) for name, each in found],
    )


def _refused(identifier: str, fields: Mapping[str, Any]) -> list[tuple[str, CellFault]]:
    """The fields that no category can have, each with what is wrong."""
    data = {"name": identifier, **fields}
    try:
        Category.model_validate({**data, "id": identifier})
    except ValidationError:
        document, problems = read_document(CATEGORY.path(id=identifier), render(CATEGORY, data))
        if document is not None:
            _, problems = parse(CATEGORY, document)
        told = [(name, said, each.hint) for each in problems for name, _, said in [each.message.partition(": ")]]
        return [(name, CellFault(said, hint)) for name, said, hint in told if name in fields]
    return []


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
