"""What an import does: every row looked at before anything is written, so that `--dry-run` and the real run say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from msptool.exchange.categories import Categories, chosen_categories
from msptool.exchange.columns import Columns, chosen_columns, columns_of
from msptool.exchange.identity import Identities
from msptool.exchange.merging import Creation, Update, creation, update
from msptool.exchange.rows import Fault, Row, read_row
from msptool.exchange.tables import Source
from msptool.standards.library import Library
from msptool.standards.model import Standard
from msptool.standards.question import check
from msptool.workspace.delimited import PUT_IN_QUOTES


@dataclass(frozen=True, slots=True)
class NotYesNo:
    """A text that is no yes/no question, with the rule's code and what to write instead."""

    row: int
    column: str
    text: str
    code: str
    hint: str


@dataclass
class Plan:
    """What an import does. `created` and `updated` go by id; rows are numbered as the spreadsheet shows them.

    `reading` says how the file was read, where that matters. `faults` are those of the rows that are left out.
    `unchanged` is id -> what is said of a row that changes nothing; with a hint where it says otherwise.
    """

    columns: Columns
    categories: Categories
    source: str
    reading: str = ""
    created: dict[str, Creation] = field(default_factory=dict)
    updated: dict[str, Update] = field(default_factory=dict)
    unchanged: dict[str, Fault] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    not_yes_no: list[NotYesNo] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def faulty_rows(self) -> int:
        """How many rows are left out for a fault; no question is counted for itself."""
        return len({each.row for each in self.faults})

    @property
    def drafts(self) -> list[str]:
        """The new standards that are drafts."""
        return [name for name, each in self.created.items() if each.fields["status"] == "draft"]


@dataclass(frozen=True)
class Wishes:
    """What the user asks of an import. Empty means: as the file says, or as usual. `pairs` are HEADER=FIELD.

    `category_pairs` are NAME=ID. `update_same` lets a row change a standard that it is known by the question alone.
    """

    status: str = ""
    category: str = ""
    source: str = ""
    pairs: Sequence[str] = ()
    category_pairs: Sequence[str] = ()
    update_same: bool = False


def plan_import(source: Source, library: Library, wishes: Wishes | None = None) -> Plan:
    """Decide about every row. Refuses a table without a question column, or without any category."""
    table, wanted = source.table, wishes or Wishes()
    chosen = chosen_columns(wanted.pairs, table.header)
    columns = columns_of(table.header, chosen, category_given=bool(wanted.category), where=source.where)
    rows = [read_row(number, record, columns) for number, record in table.rows]
    identities = Identities.of(library, columns, rows, wanted.source)
    given = {row.cells.get("category", "") for row in rows} - {""}
    meant = chosen_categories(wanted.category_pairs, library, given)
    found = Categories(library, source.categories.rows if source.categories else (), meant)
    plan = Plan(columns, found, identities.source, table.remark)
    plan.faults += [Fault(row, "", reason, PUT_IN_QUOTES) for row, reason in table.broken]
    names = Counter(str(row.fields.get("name") or "") for row in rows)
    for row in rows:
        _consider(plan, identities, row, wanted, unique_name=names[str(row.fields.get("name") or "")] == 1)
    plan.faults.sort(key=lambda fault: fault.row)
    plan.remarks += plan.categories.remarks()
    if plan.drafts and not wanted.status and not columns.ours:
        plan.remarks.append("No review asks a draft before the committee adopts it; --status active asks at once.")
    return plan


def _consider(plan: Plan, identities: Identities, row: Row, wanted: Wishes, *, unique_name: bool) -> None:
    """Put one row into the plan."""
    identity = identities.identify(row)
    known = identity.known
    faults = [*identity.faults, *_question_faults(plan, row, known)]
    refused = _refused_question(plan, row, known)
    category = wanted.category or row.cells.get("category", "")
    if known is None:
        faults += _category_faults(plan, row, category)
    else:
        faults += _place_faults(plan, row, known, wanted)
    unread = {each.column for each in row.faults}
    faults = [*row.faults, *(each for each in faults if each.column not in unread)]
    if faults or refused:
        plan.faults += faults
        return
    if known is not None:
        plan.categories.compare(known.category, row)
        changed, more = update(known, row, plan.columns, identity.external)
        other = identities.asks_the_same(row.question) if changed and "question" in changed.changes else None
        if other is not None and other.id != known.id:
            more = [*more, Fault(row.number, plan.columns.header("question"), f"It asks the same as {other.id}.")]
        if more:
            plan.faults += more
            return
        identities.take(row, known.id)
        if changed is None:
            plan.unchanged[known.id] = Fault(row.number, "", f"The same as {known.id}, which exists.")
            return
        other_fields = [name for name in changed.changes if name != "external"]
        if identity.same_question and other_fields and not wanted.update_same:
            plan.unchanged[known.id] = _kept(plan, row, known, other_fields)
            return
        plan.updated[known.id] = changed
        if changed.loses_answers:
            plan.remarks.append(
                f"Row {row.number} words the question of {known.id} anew: answers given before will not count. If it asks "
                f"the same, use 'msptool standard edit {known.id} --same-meaning --set question=...' instead."
            )
        return
    folder = plan.categories.place(category, row)
    plan.remarks += _namesakes(identities.library, row, folder)
    identifier = identity.new_id or identities.free_id(row.question)
    made, more = creation(
        identifier, folder, row, plan.columns, identity.external, wanted.status or "draft", unique_name=unique_name
    )
    plan.faults += more
    if made is not None:
        plan.created[identifier] = made
        plan.categories.use(folder)
        identities.take(row, identifier)


def _kept(plan: Plan, row: Row, known: Standard, fields: Sequence[str]) -> Fault:
    """What is said of a row that asks what a standard asks, and says otherwise in these fields."""
    what = f"The same question as {known.id}, which keeps its own {', '.join(fields)}."
    return Fault(row.number, plan.columns.header("question"), what, "--update-same takes the row's values instead.")


def _namesakes(library: Library, row: Row, category: str) -> list[str]:
    """What is said of a new standard that has the name of another one in its category: it may be meant to replace it."""
    name = str(row.fields.get("name") or "").casefold()
    return [
        f"Row {row.number} has the name of {each.id}, whose question is '{each.question}' If it replaces that one, give the "
        f"row its id."
        for each in library
        if each.category == category and each.status != "retired" and each.name.casefold() == name
    ]


def _question_faults(plan: Plan, row: Row, known: Standard | None) -> list[Fault]:
    column = plan.columns.header("question")
    told = any(each.column == column for each in row.faults)
    if not row.question and not told and (known is None or column in row.cells or not plan.columns.ours):
        return [Fault(row.number, column, "The question is empty.", "Write one question that 'yes' answers well.")]
    return []


def _refused_question(plan: Plan, row: Row, known: Standard | None) -> bool:
    """Whether the text is no yes/no question, which is then told. One that stands in the library is not judged anew."""
    if not row.question:
        return False
    if plan.columns.ours and (row.fields.get("status") == "retired" or (known and known.question == row.question)):
        return False
    verdict = check(row.question)
    if not verdict.accepted:
        first = verdict.problems[0]
        column = plan.columns.header("question")
        plan.not_yes_no.append(NotYesNo(row.number, column, row.question, first.code, first.hint))
    return not verdict.accepted


def _category_faults(plan: Plan, row: Row, category: str) -> list[Fault]:
    column = plan.columns.header("category")
    if not category:
        return [Fault(row.number, column, "The category is empty.", "Name a category, or use --category.")]
    if not plan.categories.can_place(category):
        return [Fault(row.number, column, f"'{category}' makes no id of a category.", "Use letters a to z and digits.")]
    return []


def _place_faults(plan: Plan, row: Row, known: Standard, wanted: Wishes) -> list[Fault]:
    """What is said where a row names another category than the standard has: an import moves no file."""
    said = wanted.category or row.cells.get("category", "")
    if not said or plan.categories.find(said) == known.category:
        return []
    what = f"{known.id} is in '{known.category}', not in '{said}'"
    if plan.columns.ours and not wanted.category:
        hint = f"Move its file with 'git mv', or write '{known.category}'."
        return [Fault(row.number, "category", f"{what}.", hint)]
    plan.remarks.append(f"Row {row.number}: {what}: it stays where it is.")
    return []
