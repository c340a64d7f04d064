"""The files of a dump as records by resource and id: every page there, each record once, nothing in a wrong file.

The peer is the reporting API of a product for alignment reviews. Each of its seven resources comes in pages
`{page, pageSize, totalCount, items}`; a plain array of records is taken too. What is wrong with the files as such
refuses the whole dump; what is wrong with one record is left to those who read it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msptool.exchange.history.fields import ALIASES, RESOURCES, SIGNS, Record, Resource, key_of
from msptool.words import counted
from msptool.workspace.json_files import read_json
from msptool.workspace.problems import Refusal

MAX_FILES = 20_000
MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 32
MAX_TOTAL = 512 * 1024 * 1024
_NAME = re.compile(rf"({'|'.join(RESOURCES)})[-_. ]*(?:page)?[-_. ]*([0-9]{{1,9}})?\.json", re.IGNORECASE)
_ITEMS = ("items", "data", "results", "records", "value")
_PULL = "Pull the resource again, every page."


@dataclass(frozen=True, slots=True)
class Page:
    """One file: its records, and what its envelope says of the whole."""

    file: str
    number: int | None
    total: int | None
    items: tuple[Mapping[str, Any], ...]
    enveloped: bool


@dataclass
class Dump:
    """All records, in the order of their pages. `files` are those read, `unread` the names of other files."""

    records: dict[Resource, dict[str, Record]] = field(default_factory=dict)
    files: list[tuple[str, Resource, int]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def of(self, resource: Resource) -> dict[str, Record]:
        """The records of one resource by id; none where it was not pulled."""
        return self.records.get(resource, {})

    def ignored(self) -> dict[Resource, dict[str, int]]:
        """The fields that nothing reads, and in how many records each stands."""
        found: dict[Resource, dict[str, int]] = {}
        for resource, records in self.records.items():
            known = {"id", *(alias for aliases in ALIASES[resource].values() for alias in aliases)}
            counts = Counter(
                record.names[key] for record in records.values() for key in record.fields if key not in known
            )
            if counts:
                found[resource] = dict(sorted(counts.items()))
        return found


def read_dump(folder: Path) -> Dump:
    """Read a folder; refuses one that is no folder, holds none of the resources, or is not whole."""
    if not folder.is_dir():
        raise Refusal(f"{folder} is no folder: name the one that holds {RESOURCES[0]}.json, {RESOURCES[1]}.json ...")
    dump, found = Dump(), dict[Resource, list[tuple[int, Path]]]()
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise Refusal(f"{folder} cannot be read: {error.strerror}.") from None
    if len(paths) > MAX_FILES:
        raise Refusal(f"{folder} holds {len(paths):,} files: a dump may have {MAX_FILES:,}.")
    for path in paths:
        match = _NAME.fullmatch(path.name)
        if match is None:
            dump.unread.append(path.name)
            continue
        resource = next(each for each in RESOURCES if each == match[1].lower())
        found.setdefault(resource, []).append((int(match[2] or 0), path))
    if not found:
        raise Refusal(f"{folder} holds no file of the dump: they are called clients.json, reviews-1.json and so on.")
    budget = MAX_TOTAL
    for resource in (each for each in RESOURCES if each in found):
        pages = []
        for number, path in sorted(found[resource]):
            value = read_json(path, most_bytes=MAX_BYTES, depth=MAX_DEPTH, again="Pull it again.")
            budget -= path.stat().st_size
            if budget < 0:
                raise Refusal(f"{path.name}: the files together are too large. Import the dump in parts.")
            pages.append(_page(path.name, number, value, resource))
        _check_pages(pages, resource)
        dump.records[resource] = _records(pages, resource)
        _check_total(pages, len(dump.records[resource]), resource, dump)
        dump.files += [(each.file, resource, len(each.items)) for each in pages]
    return dump


def _page(file: str, number: int, value: Any, resource: Resource) -> Page:
    total, enveloped = None, isinstance(value, dict)
    if isinstance(value, dict):
        envelope = {key_of(key): each for key, each in value.items()}
        name = next((each for each in _ITEMS if each in envelope), None)
        if name is None:
            raise Refusal(
                f"{file}: the page has no 'items'. A page is {{page, pageSize, totalCount, items}}, or an array."
            )
        value = envelope[name]
        total = _count(file, "totalCount", envelope.get("totalcount"))
        given = _count(file, "page", envelope.get("page"))
        _count(file, "pageSize", envelope.get("pagesize"))
        number = given if given is not None else number
        if isinstance(value, dict):  # PowerShell makes one record of an array with one
            value = [value]
    if not isinstance(value, list):
        raise Refusal(f"{file}: {'items' if enveloped else 'the file'} is no list of {resource}. {_PULL}")
    for place, item in enumerate(value, 1):
        if not isinstance(item, dict):
            raise Refusal(f"{file}, record {place}: it is no object with fields, but {_kind(item)}. {_PULL}")
    return Page(file, number, total, tuple(value), enveloped)


def _count(file: str, name: str, value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise Refusal(f"{file}: '{name}' is no count, but {_kind(value)}. {_PULL}")


def _kind(value: Any) -> str:
    names = {bool: "true or false", str: "text", int: "a number", list: "a list", dict: "an object"}
    return "nothing" if value is None else names.get(type(value), "a number with decimals")


def _check_pages(pages: list[Page], resource: Resource) -> None:
    """Refuse a gap in the numbers: of the pages where they have one, else of the files."""
    if {each.enveloped for each in pages} == {True, False}:
        other = next(each.file for each in pages if each.enveloped != pages[0].enveloped)
        raise Refusal(
            f"{pages[0].file} and {other}: one is a page, the other a plain list. Keep one form of {resource}."
        )
    numbers = {each.number: each.file for each in pages if each.number is not None}
    if not numbers:
        return
    first = 0 if 0 in numbers and (1 in numbers or len(numbers) == 1) else 1
    wanted = range(first, max(numbers) + 1)
    if 0 in numbers and first:  # clients.json beside clients-2.json is the first one
        numbers[1] = numbers.pop(0)
    missing = next((each for each in wanted if each not in numbers), None)
    if missing is not None:
        raise Refusal(
            f"Page {missing} of {resource} is missing: {numbers[max(numbers)]} is page {max(numbers)}. {_PULL}"
        )


def _check_total(pages: list[Page], found: int, resource: Resource, dump: Dump) -> None:
    totals = {each.total: each.file for each in pages if each.total is not None}
    if len(totals) > 1:
        (one, first), (two, second), *_ = totals.items()
        raise Refusal(
            f"{first} counts {one:,} {resource} in all, {second} counts {two:,}: they were pulled at different times. {_PULL}"
        )
    for total, file in totals.items():
        if found < total:
            raise Refusal(f"{file} counts {total:,} {resource} in all, and the files hold {found:,}. {_PULL}")
        if found > total:
            dump.remarks.append(f"{file} counts {total:,} {resource} in all, and the files hold {found:,}.")


def _records(pages: list[Page], resource: Resource) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for page in pages:
        for place, item in enumerate(page.items, 1):
            record = _record(page.file, place, item, resource)
            earlier = found.setdefault(record.id, record)
            if earlier is not record and earlier.fields != record.fields:
                differs = next(iter(_differing(earlier, record)))
                raise Refusal(
                    f"{record.where}: the id {record.id[:60]} stands in {earlier.where} with another '{differs}'. "
                    f"Pages of different days do not go together. {_PULL}"
                )
    return found


def _differing(one: Record, other: Record) -> Iterator[str]:
    for key in [*one.fields, *other.fields]:
        if one.fields.get(key) != other.fields.get(key):
            yield one.names.get(key) or other.names[key]


def _record(file: str, place: int, item: Mapping[str, Any], resource: Resource) -> Record:
    where, fields, names = f"{file}, record {place}", dict[str, Any](), dict[str, str]()
    for name, value in item.items():
        key = key_of(name)
        if key in fields:
            raise Refusal(f"{where}: '{names[key][:60]}' and '{name[:60]}' are the same field. {_PULL}")
        fields[key], names[key] = value, name
    _check_resource(where, fields, resource)
    identifier = fields.get("id")
    if isinstance(identifier, str):
        identifier = identifier.strip()
    if identifier in (None, "") or isinstance(identifier, bool) or not isinstance(identifier, int | str):
        raise Refusal(
            f"{where}: its 'id' is {_kind(identifier) if identifier != '' else 'empty'}: each record has one. {_PULL}"
        )
    if len(str(identifier)) > 100:
        raise Refusal(f"{where}: its 'id' has {counted(len(str(identifier)), 'character')}. {_PULL}")
    return Record(resource, str(identifier), fields, names, where)


def _check_resource(where: str, fields: Mapping[str, Any], resource: Resource) -> None:
    """Refuse a record that has nothing of its own resource and something of another one."""
    if SIGNS[resource] & fields.keys():
        return
    other = next((each for each in RESOURCES if SIGNS[each] & fields.keys()), None)
    if other is not None:
        sign = sorted(SIGNS[other] & fields.keys())[0]
        raise Refusal(
            f"{where}: this looks like one of the {other} (it has '{sign}'), not of the {resource}. Rename the file."
        )


def refuse_missing(dump: Dump) -> None:
    """Refuse a dump in which records refer to a resource that was not pulled at all."""
    for resource, name, target in (
        ("findings", "review", "reviews"), ("reviews", "client", "clients"), ("recommendations", "client", "clients"),
        ("initiatives", "client", "clients"), ("meetings", "client", "clients"), ("recommendations", "findings", "findings"),
        ("recommendations", "initiative", "initiatives"), ("initiatives", "recommendations", "recommendations"),
        ("meetings", "recommendations", "recommendations"),
    ):  # fmt: skip
        if target in dump.records:
            continue
        referring = next((each for each in dump.of(resource).values() if each.raw(name) not in (None, [], "")), None)  # type: ignore[arg-type]
        if referring is not None:
            raise Refusal(f"{referring.where} refers to {target}, and no file of {target} is there. Pull {target} too.")
