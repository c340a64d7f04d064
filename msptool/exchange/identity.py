"""Which standard a row is about: by our id, by the id it has in another system, or by its question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from msptool.exchange.columns import Columns
from msptool.exchange.rows import Fault, Row
from msptool.standards.edits import slug_of
from msptool.standards.library import Library
from msptool.standards.model import Standard, fingerprint
from msptool.workspace.files import SLUG, numbered

USUAL_SOURCE = "import"
_LONGEST_ID = 60
_SKIPPED_WORDS = frozenset(
    "s t a an the is are was were be been being do does did has have had can could will would should of to for in on at by "
    "with from and or that which this these those it its their there any all each every".split()
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a row is about: a standard that is known, or a new one with an id of its own or none yet.

    `external` is the id that it has in the source, or nothing. `same_question` tells one that is known by nothing else.
    """

    known: Standard | None = None
    new_id: str = ""
    external: tuple[str, str] | None = None
    faults: tuple[Fault, ...] = ()
    same_question: bool = False


@dataclass
class Identities:
    """The ids of a library and of one file. `taken` remembers what earlier rows were about."""

    library: Library
    columns: Columns
    source: str
    by_external: dict[str, list[Standard]]
    by_question: dict[str, Standard]
    reserved: set[str]
    taken: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library, columns: Columns, rows: Sequence[Row], source: str) -> Identities:
        """The ids of a library for a file. Without a `source` it is the one whose ids the library knows already."""
        name = source or _known_source(library, rows)
        by_external: dict[str, list[Standard]] = {}
        by_question: dict[str, Standard] = {}
        for standard in library:
            if name in standard.external:
                by_external.setdefault(standard.external[name], []).append(standard)
            for mark in standard.fingerprints:
                by_question.setdefault(mark, standard)
        return cls(library, columns, name, by_external, by_question, {row.cells.get("id", "") for row in rows})

    def identify(self, row: Row) -> Identity:
        """What the row is about, with the faults of its ids."""
        own, foreign = row.cells.get("id", ""), row.cells.get("source_id", "")
        if own:
            return self._by_own_id(row, own)
        if foreign:
            return self._by_source_id(row, foreign)
        return self._by_question(row, None)

    def take(self, row: Row, identifier: str) -> None:
        """Remember what a row was about, so that a later row about the same is told."""
        self.taken.setdefault(f"id {identifier}", row.number)
        if row.fields.get("status") != "retired":
            self.taken.setdefault(f"question {fingerprint(row.question)}", row.number)
        if foreign := row.cells.get("source_id", ""):
            self.taken.setdefault(f"source {foreign}", row.number)

    def asks_the_same(self, question: str) -> Standard | None:
        """The standard in the library that asks this question."""
        return self.by_question.get(fingerprint(question))

    def free_id(self, question: str) -> str:
        """A new id, made of the question's words."""
        words = [word for word in slug_of(question).split("-") if word not in _SKIPPED_WORDS]
        while len("-".join(words)) > _LONGEST_ID:
            words.pop()
        base = "-".join(words[:7]) or "standard"
        return next(
            name
            for name in numbered(base)
            if self.library.find(name) is None and f"id {name}" not in self.taken and name not in self.reserved
        )

    def _by_own_id(self, row: Row, own: str) -> Identity:
        known = self.library.find(own)
        wanted = known.id if known else own
        if known is None and (len(own) > 100 or not SLUG.fullmatch(own)):
            wanted = "" if self.columns.ours else slug_of(own)
            if not wanted:
                hint = "Use lower-case letters, digits and single hyphens, or leave it empty."
                return Identity(faults=(self._fault(row, "id", f"'{own[:60]}' cannot be the id of a standard.", hint),))
            known = self.library.find(wanted)
        if (earlier := self.taken.get(f"id {wanted}")) is not None:
            hint = "Give each row an id of its own."
            return Identity(faults=(self._fault(row, "id", f"The id '{own}' stands in row {earlier} already.", hint),))
        faults = (*self._second(row, known, wanted), *self._retired(row, known, f"'{own}' is retired"))
        return Identity(known, wanted, None, faults)

    def _second(self, row: Row, known: Standard | None, wanted: str) -> tuple[Fault, ...]:
        """Why the row's question must not stand in the library a second time, under the id that is wanted."""
        if self.columns.ours and (
            row.fields.get("status") == "retired" or (known is not None and known.question == row.question)
        ):
            return ()
        twin = self.asks_the_same(row.question) if known is None and row.question else None
        if twin is None or twin.status == "retired":
            return self._same_question(row)
        hint = f"Rename that one with 'msptool standard rename {twin.id} {wanted}', or give the row its id."
        return (self._fault(row, "id", f"It asks the same question as {twin.id}.", hint),)

    def _by_source_id(self, row: Row, foreign: str) -> Identity:
        if (earlier := self.taken.get(f"source {foreign}")) is not None:
            reason, hint = f"The id '{foreign}' stands in row {earlier} already.", "Give each row an id of its own."
            return Identity(faults=(self._fault(row, "source_id", reason, hint),))
        known, external = self.library.find(foreign), None
        if known is None:
            found, external = self.by_external.get(foreign, []), (self.source, foreign)
            if len(found) > 1:
                reason = f"The id '{foreign}' belongs to several standards: {', '.join(each.id for each in found)}."
                return Identity(faults=(self._fault(row, "source_id", reason, "Keep it in one of their files."),))
            if not found:
                return self._by_question(row, external)
            known = found[0]
        faults = (*self._taken(row, known), *self._retired(row, known, f"{known.id} is retired"))
        return Identity(known, "", external, faults)

    def _by_question(self, row: Row, external: tuple[str, str] | None) -> Identity:
        faults = self._same_question(row)
        known = self.asks_the_same(row.question) if row.question else None
        if known is not None and not faults:
            retired = self._retired(row, known, f"It asks the same as {known.id}, which is retired")
            faults = (*self._taken(row, known), *retired)
            other = known.external.get(external[0]) if external else None
            if external and other is not None and other != external[1]:
                reason = f"It asks the same as {known.id}, which has the id '{other}'."
                hint = "One of the two ids is wrong, or one of the questions."
                faults += (self._fault(row, "source_id", reason, hint),)
        return Identity(known, "", external, faults, same_question=known is not None)

    def _same_question(self, row: Row) -> tuple[Fault, ...]:
        earlier = self.taken.get(f"question {fingerprint(row.question)}") if row.question else None
        if earlier is None:
            return ()
        return (self._fault(row, "question", f"The same question as row {earlier}.", "Delete one of the two rows."),)

    def _taken(self, row: Row, known: Standard) -> tuple[Fault, ...]:
        earlier = self.taken.get(f"id {known.id}")
        if earlier is None:
            return ()
        return (Fault(row.number, "", f"Row {earlier} is about {known.id} already.", "Delete one of the two rows."),)

    def _retired(self, row: Row, known: Standard | None, what: str) -> tuple[Fault, ...]:
        if known is None or known.status != "retired" or self.columns.ours:
            return ()
        return (Fault(row.number, "", f"{what}.", "Leave the row out, or bring the standard back by hand."),)

    def _fault(self, row: Row, field_: str, reason: str, hint: str) -> Fault:
        return Fault(row.number, self.columns.header(field_), reason, hint)


def _known_source(library: Library, rows: Iterable[Row]) -> str:
    given = {foreign for row in rows if (foreign := row.cells.get("source_id", ""))}
    counts = Counter(
        name for standard in library for name, identifier in standard.external.items() if identifier in given
    )
    return counts.most_common(1)[0][0] if counts else USUAL_SOURCE
