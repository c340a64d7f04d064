"""What changed between two libraries in meaning, not in lines: the committee reads this, not YAML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from msptool.standards.library import Library
from msptool.standards.model import Category, ControlReference, Standard, Status

Kind = Literal["added", "proposed", "rejected", "reinstated", "retired", "withdrawn", "deleted", "changed"]
# What a change of a field means to the people who read it, the weightiest first.
_EDITORIAL = frozenset(
    {"name", "why", "how", "vendors", "references", "tags", "external", "remedy", "checked", "decided_by", "kind"}
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, in words that a person reads."""

    field: str
    before: str
    after: str

    @property
    def editorial(self) -> bool:
        """Whether it changes neither what is asked, of whom, how often, nor how much it counts."""
        return self.field in _EDITORIAL


@dataclass(frozen=True, slots=True)
class Change:
    """One standard that is not the same in the two libraries. `before` and `after` are None where it is missing."""

    kind: Kind
    id: str
    before: Standard | None
    after: Standard | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def standard(self) -> Standard:
        """The standard as it is after the change, else as it was."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def renamed_from(self) -> str | None:
        """Its id before, where that was another one."""
        return self.before.id if self.before and self.after and self.before.id != self.after.id else None

    @property
    def reworded(self) -> bool:
        """Whether the question has other words than before."""
        return bool(self.before and self.after and self.before.fingerprint != self.after.fingerprint)

    @property
    def drops_answers(self) -> bool:
        """Whether answers given before stop counting, because they answered another question."""
        return bool(self.before and self.after and self.before.fingerprint not in self.after.fingerprints)

    @property
    def editorial(self) -> bool:
        """Whether only texts around the question changed."""
        return self.kind == "changed" and not self.renamed_from and all(each.editorial for each in self.fields)


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that changed from one library to another, in library order.

    `reviewed` counts the standards that a committee looked at in between; that alone is no change.
    """

    changes: tuple[Change, ...]
    categories: tuple[tuple[str, tuple[FieldChange, ...]], ...]
    reviewed: int = 0

    def of(self, *kinds: Kind) -> list[Change]:
        """The changes of these kinds."""
        return [change for change in self.changes if change.kind in kinds]


def difference(before: Library, after: Library) -> Difference:
    """Compare two libraries, standard by standard; a renamed one is found by its former ids."""
    changes = []
    met = set()
    for standard in after:
        old = _earlier(before, standard)
        if old is not None:
            met.add(old.id)
        change = _change(before, after, old, standard)
        if change is not None:
            changes.append(change)
    gone = [standard for standard in before if standard.id not in met and after.find(standard.id) is None]
    changes += [
        Change("rejected" if standard.status == "draft" else "deleted", standard.id, standard, None)
        for standard in gone
    ]
    reviewed = sum(
        standard.reviewed is not None
        and (old := _earlier(before, standard)) is not None
        and old.reviewed != standard.reviewed
        for standard in after
    )
    return Difference(tuple(changes), tuple(_categories(before, after)), reviewed)


def _earlier(before: Library, standard: Standard) -> Standard | None:
    names = (standard.id, *reversed(standard.formerly))
    return next((before.standards[name] for name in names if name in before.standards), None)


def _change(before: Library, after: Library, old: Standard | None, new: Standard) -> Change | None:
    if old is None:
        kind: Kind | None = {"active": "added", "draft": "proposed"}.get(new.status)  # type: ignore[assignment]
        return Change(kind, new.id, None, new) if kind else None
    fields = tuple(_fields(before, after, old, new))
    if old.status != new.status:
        return Change(_turn(old, new), new.id, old, new, fields)
    return Change("changed", new.id, old, new, fields) if fields or old.id != new.id else None


def _turn(old: Standard, new: Standard) -> Kind:
    return _TURNS[old.status, new.status]


_TURNS: dict[tuple[Status, Status], Kind] = {
    ("draft", "active"): "added", ("draft", "retired"): "rejected",
    ("active", "draft"): "withdrawn", ("active", "retired"): "retired",
    ("retired", "draft"): "proposed", ("retired", "active"): "reinstated",
}  # fmt: skip


def _fields(before: Library, after: Library, old: Standard, new: Standard) -> Iterator[FieldChange]:
    pairs = [
        ("question", old.question if old.fingerprint != new.fingerprint else new.question, new.question),
        ("category", old.category, new.category),
        ("priority", old.priority, new.priority),
        ("frequency", before.frequency(old), after.frequency(new)),
        ("minutes", old.minutes, new.minutes), ("level", old.level, new.level),
        ("applies to", _audience(old), _audience(new)),
        ("earlier wordings", list(old.earlier_wordings), list(new.earlier_wordings)),
        *((name, getattr(old, name), getattr(new, name)) for name in Standard.model_fields if name in _EDITORIAL),
    ]  # fmt: skip
    for name, one, other in pairs:
        if one != other:
            yield FieldChange(name, shown(one), shown(other))


def _audience(standard: Standard) -> str:
    wanted = [*standard.applies_to.technologies, *(f"tag {tag}" for tag in standard.applies_to.tags)]
    return " or ".join(wanted) or "every client"


def _categories(before: Library, after: Library) -> Iterator[tuple[str, tuple[FieldChange, ...]]]:
    for identifier in dict.fromkeys([*before.categories, *after.categories]):
        old, new = before.categories.get(identifier), after.categories.get(identifier)
        if old is None or new is None:
            yield identifier, (FieldChange("category", old.name if old else "", new.name if new else ""),)
        elif old != new:
            names = [name for name in Category.model_fields if getattr(old, name) != getattr(new, name)]
            yield (
                identifier,
                tuple(FieldChange(each, shown(getattr(old, each)), shown(getattr(new, each))) for each in names),
            )


def shown(value: Any) -> str:
    """A field's value as one text, for a person."""
    if value is None or value == "":
        return ""
    if isinstance(value, ControlReference):
        return f"{value.framework} {value.id}"
    if hasattr(value, "url"):
        return str(value.url)
    if hasattr(value, "summary"):
        return f"{value.summary} ({value.area}, {value.hours:g} h, cost {value.cost})"
    if isinstance(value, list | tuple):
        return "; ".join(shown(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {shown(each)}" for key, each in value.items())
    return str(value)
