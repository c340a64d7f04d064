"""What an import of a history does: the files that it would write, and everything that it has to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from msptool.exchange.history.dump import Dump
from msptool.exchange.history.fields import RESOURCES, Record, Resource
from msptool.workspace.writes import Planned


@dataclass(frozen=True, slots=True)
class Note:
    """Something about one record: where it stands, what is said, and what to do."""

    resource: Resource
    id: str
    where: str
    reason: str
    hint: str = ""

    @classmethod
    def of(cls, record: Record, reason: str, hint: str = "") -> Note:
        """A note about a record."""
        return cls(record.resource, record.id, record.where, reason, hint)


@dataclass(frozen=True, slots=True)
class Placed:
    """A record that is in the workspace now, or was before: the path of its file."""

    resource: Resource
    id: str
    path: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a file that says otherwise than the dump; the file keeps its own."""

    resource: Resource
    id: str
    path: str
    field: str
    here: str
    there: str


@dataclass(slots=True)
class Unmatched:
    """A question that no standard asks, the id it has there, and how many answers it got."""

    question: str
    external: str
    answers: int = 0


@dataclass
class Outcome:
    """`faults` are of records that are left out, `notes` of records that came in with something to say.

    `unmatched` goes by the fingerprint of the question; `reworded` counts the answers to other words than a standard has now.
    `linked` are files that got the id of the record that they match. `unmapped` counts the words that are no answer.
    """

    source: str
    dump: Dump
    planned: list[Planned] = field(default_factory=list)
    created: list[Placed] = field(default_factory=list)
    matched: list[Placed] = field(default_factory=list)
    linked: list[Placed] = field(default_factory=list)
    skipped: list[Note] = field(default_factory=list)
    faults: list[Note] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    unmapped: Counter[str] = field(default_factory=Counter)
    unmatched: dict[str, Unmatched] = field(default_factory=dict)
    unknown_users: dict[str, str] = field(default_factory=dict)
    reworded: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)

    def counts(self) -> Iterator[tuple[Resource, dict[str, int]]]:
        """For each resource of the dump how many records there are, and what became of them."""
        for resource in (each for each in RESOURCES if each in self.dump.records):
            yield (
                resource,
                {
                    "records": len(self.dump.of(resource)),
                    "created": _count(self.created, resource),
                    "matched": _count(self.matched, resource),
                    "skipped": _count(self.skipped, resource),
                    "faults": _count(self.faults, resource),
                },
            )


def _count(placed: list[Placed] | list[Note], resource: Resource) -> int:
    return len({each.id for each in placed if each.resource == resource})
