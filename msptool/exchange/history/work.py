"""What the readers of all resources share: the workspace, the ids that are taken, and how a record gets its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from pydantic import ValidationError

from msptool.exchange.history.dump import Dump
from msptool.exchange.history.fields import Record, RecordFault, Resource
from msptool.exchange.history.outcome import Difference, Note, Outcome, Placed
from msptool.exchange.identity import USUAL_SOURCE
from msptool.standards.edits import slug_of
from msptool.standards.library import Library
from msptool.words import shortened
from msptool.workspace.edits import folded_all, refuse_bad_file, render
from msptool.workspace.entities import Entity, Kind
from msptool.workspace.files import inside, numbered
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.writes import Planned, plan


class Identified(Protocol):
    """What is matched: it has an id here, and ids elsewhere."""

    @property
    def id(self) -> str:
        """The id here."""
        ...

    @property
    def external(self) -> dict[str, str]:
        """The ids in other systems, by the name of each."""
        ...


M = TypeVar("M", bound=Identified)
_LONGEST_ID = 60
_SHOWN = 120


class Matches(Generic[M]):
    """The entities of one kind that the workspace has, by the id that they have in the source, and by name."""

    def __init__(self, entities: Iterable[M], source: str, name: Callable[[M], str]) -> None:
        found = list(entities)
        self._by_external: dict[str, list[M]] = {}
        self._by_name: dict[str, list[M]] = {}
        for each in found:
            if source in each.external:
                self._by_external.setdefault(each.external[source], []).append(each)
            else:
                self._by_name.setdefault(folded_name(name(each)), []).append(each)
        self.ids = {each.id for each in found}

    def find(self, record: Record, name: str, names: Counter[str]) -> tuple[M | None, bool]:
        """The entity that a record means, and whether it is known by its name alone.

        `names` counts the names of the dump: where two records and an entity share one, nobody can say which is meant.
        """
        known = self._by_external.get(record.id, [])
        if len(known) > 1:
            both = " and ".join(each.id for each in known[:2])
            raise RecordFault(f"{both} both have the id '{record.id}' of it", "Keep it in one of the two files.")
        if known:
            return known[0], False
        same = self._by_name.get(folded_name(name), [])
        if not same:
            return None, False
        if len(same) > 1 or names[folded_name(name)] > 1:
            raise RecordFault(
                f"'{name[:60]}' may be any of {len(same)} here and {names[folded_name(name)]} in the dump that are called so",
                f"Write the id '{record.id}' under 'external' of the one that is meant.",
            )
        del self._by_name[folded_name(name)]  # no second record is taken for it
        return same[0], True

    def free(self, name: str, otherwise: str) -> str:
        """A new id made of a name, else of `otherwise`; it is taken from now on."""
        base = slug_of(name)[:_LONGEST_ID].strip("-") or slug_of(otherwise)
        found = next(each for each in numbered(base) if each not in self.ids)
        self.ids.add(found)
        return found


@dataclass
class Work:
    """One import. `people`, `clients` and the others say which of ours each record became: id there to id here.

    `roles` and `fiscal_years` go by our ids; `standards` and `finding_days` by the ids of findings.
    """

    root: Path
    today: date
    zone: tzinfo
    source: str
    dump: Dump
    library: Library
    out: Outcome
    people: dict[str, str] = field(default_factory=dict)
    roles: dict[str, Collection[str]] = field(default_factory=dict)
    clients: dict[str, str] = field(default_factory=dict)
    fiscal_years: dict[str, int] = field(default_factory=dict)
    initiatives: dict[str, str] = field(default_factory=dict)
    recommendations: dict[str, str] = field(default_factory=dict)
    standards: dict[str, str] = field(default_factory=dict)
    finding_days: dict[str, date] = field(default_factory=dict)

    @property
    def there(self) -> str:
        """How our texts call the product: by the name of the source, where the user gave one."""
        return self.source if self.source != USUAL_SOURCE else "the former product"

    def each(self, resource: Resource, take: Callable[[Record], None]) -> None:
        """Take every record of a resource; one with a fault is left out and reported."""
        for record in self.dump.of(resource).values():
            try:
                take(record)
            except RecordFault as fault:
                self.out.faults.append(Note.of(record, f"{fault.reason}.", fault.hint))

    def note(self, record: Record, reason: str, hint: str = "") -> None:
        """Say something about a record that comes in."""
        self.out.notes.append(Note.of(record, reason, hint))

    def client(self, record: Record) -> str:
        """The client that a record is of."""
        ref = record.ref("client")
        if ref is None:
            raise RecordFault("it names no client")
        if ref.id not in self.clients:
            known = ref.id in self.dump.of("clients")
            what = f"its client {ref.id} is left out" if known else f"the dump has no client {ref.id}"
            raise RecordFault(what, "See the fault of the client." if known else "Pull the clients again.")
        return self.clients[ref.id]

    def external(self, record: Record) -> dict[str, str]:
        """The id of a record, as our files keep it."""
        return {self.source: record.id}

    def create(self, record: Record, kind: Kind[Any], fields: Mapping[str, Any], **path: str) -> Planned:
        """Plan a new file with these fields, the empty ones left out, in the model's order."""
        order = [name for name in kind.model.model_fields if name not in path]
        said = _filled(fields)
        filled = {name: said[name] for name in order if name in said}
        where = kind.path(**path)
        content = render(kind, folded_all(filled))
        try:
            refuse_bad_file(kind, where, content)
        except UsageRefusal as refusal:
            raise RecordFault(f"it cannot be a {kind.name} here: {str(refusal).rstrip('.')}") from None
        made = Planned(where, inside(self.root, where), content, None)
        self.out.planned.append(made)
        self.out.created.append(Placed(record.resource, record.id, where))
        return made

    def match(
        self, record: Record, kind: Kind[Any], entity: Entity, fields: Mapping[str, Any], keys: Sequence[str], *, by_name: bool
    ) -> None:  # fmt: skip
        """A record that the workspace has: say what differs, and give a file that is known by its name the record's id."""
        path = {name: str(getattr(entity, name)) for name in kind.path_fields}
        where, said = kind.path(**path), _filled(fields)
        try:
            wanted = kind.model.model_validate({**said, **path})
        except ValidationError as error:
            raise RecordFault(f"it cannot be a {kind.name} here: {error.errors()[0]['msg']}") from None
        self.out.matched.append(Placed(record.resource, record.id, where))
        for key in keys:
            here, there = getattr(entity, key), getattr(wanted, key)
            if key in said and here != there:
                self.differs(record, where, key, here, there)
        if by_name:
            planned = plan(self.root, kind, lambda data: _link(data, self.external(record)), **path)
            self.out.planned.append(planned)
            self.out.linked.append(Placed(record.resource, record.id, where))

    def differs(self, record: Record, path: str, key: str, here: object, there: object) -> None:
        """Report that a file says otherwise than the dump."""
        self.out.differences.append(Difference(record.resource, record.id, path, key, _shown(here), _shown(there)))


def folded_name(name: str) -> str:
    """A name without case and spacing: how two are compared."""
    return " ".join(name.split()).casefold()


def names_of(records: Iterable[Record], name: Callable[[Record], str]) -> Counter[str]:
    """How often each name stands in the records, those with a fault aside."""
    found: Counter[str] = Counter()
    for record in records:
        try:
            found[folded_name(name(record))] += 1
        except RecordFault:
            continue
    return found


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {}, ())}


def _link(data: Any, external: Mapping[str, str]) -> None:
    if data.get("external") is None:
        data["external"] = {}
    data["external"].update(external)


def _shown(value: object) -> str:
    if isinstance(value, Entity):
        value = value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, tuple | list):
        text = ", ".join(str(each) for each in value)
    else:
        text = "(nothing)" if value in (None, "", {}) else str(value)
    return shortened(text, _SHOWN)
