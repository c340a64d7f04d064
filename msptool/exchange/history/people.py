"""Users of the peer as people of the practice."""

from __future__ import annotations

import re
from collections import Counter

from msptool.exchange.history.fields import Record, RecordFault, Ref
from msptool.exchange.history.outcome import Note
from msptool.exchange.history.texts import line
from msptool.exchange.history.vocabulary import role_of
from msptool.exchange.history.work import Matches, Work, folded_name, names_of
from msptool.people.model import PERSON, Person, Role
from msptool.people.register import require_people
from msptool.workspace.workspace import Workspace

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def take_people(work: Work, workspace: Workspace) -> None:
    """Every user, and everyone else whom the records name with an id and a name.

    Whoever was assigned to a review as its engineer is a TAM, as its vCIO a vCIO. Somebody who is no user any more
    becomes a person without a role, so that a review still says who did it; somebody without a name is reported.
    """
    people = Matches(require_people(workspace.source).values(), work.source, lambda person: person.name)
    users = work.dump.of("users")
    names = names_of(users.values(), _name)
    roles = _assigned(work)
    work.each("users", lambda record: _take(work, people, record, names, roles))
    for ref, record in _named(work).values():
        if ref.id in users:
            continue
        work.out.unknown_users[ref.id] = line(ref.name)
        if work.out.unknown_users[ref.id]:
            _take_unknown(work, people, ref, record)


def person_of(work: Work, ref: Ref | None) -> str | None:
    """The person that a record names, where there is one."""
    return work.people.get(ref.id) if ref else None


def _name(record: Record) -> str:
    name = " ".join(part for part in (line(record.text("first")), line(record.text("last"))) if part)
    return name or line(record.needed("name"))


def _take(
    work: Work, people: Matches[Person], record: Record, names: Counter[str], assigned: dict[str, set[Role]]
) -> None:  # fmt: skip
    name, email, said = _name(record), record.text("email"), record.text("role")
    role = role_of(said)
    roles = sorted({*assigned.get(record.id, ()), *([role] if role else [])})
    fields = {
        "name": name, "email": email if _EMAIL.fullmatch(email) else "", "roles": roles, "external": work.external(record),
    }  # fmt: skip
    known, by_name = people.find(record, name, names)
    if known is not None:
        work.people[record.id], work.roles[known.id] = known.id, known.roles
        work.match(record, PERSON, known, fields, ("name", "email"), by_name=by_name)
        return
    identifier = people.free(name, f"user-{record.id}")
    work.create(record, PERSON, fields, id=identifier)
    work.people[record.id], work.roles[identifier] = identifier, roles
    if email and not fields["email"]:
        work.note(record, f"'{line(email)[:60]}' is no e-mail address: it is left out.")
    if not roles:
        hint = f"Write the role under 'roles' of practice/people/{identifier}.yaml, if there is one."
        work.note(record, f"{name} has no role here: the role there is '{line(said)[:40]}'.", hint)


def _take_unknown(work: Work, people: Matches[Person], ref: Ref, record: Record) -> None:
    name = work.out.unknown_users[ref.id]
    user = Record("users", ref.id, {"fullname": name}, {"fullname": "fullName"}, record.where)
    try:
        known, by_name = people.find(user, name, Counter({folded_name(name): 1}))
        if known is not None:
            work.people[ref.id] = known.id
            work.match(user, PERSON, known, {"name": name, "external": work.external(user)}, ("name",), by_name=by_name)
            return
        identifier = people.free(name, f"user-{ref.id}")
        work.create(user, PERSON, {"name": name, "external": work.external(user)}, id=identifier)
        work.people[ref.id] = identifier
    except RecordFault as fault:
        work.out.faults.append(Note.of(user, f"{fault.reason}.", fault.hint))


def _assigned(work: Work) -> dict[str, set[Role]]:
    """Who was assigned to reviews, and as what."""
    found: dict[str, set[Role]] = {}
    roles: tuple[tuple[str, Role], ...] = (("engineer", "tam"), ("vcio", "vcio"))
    for record in work.dump.of("reviews").values():
        for name, role in roles:
            try:
                ref = record.ref(name)
            except RecordFault:  # reported where the review is read
                continue
            if ref:
                found.setdefault(ref.id, set()).add(role)
    return found


def _named(work: Work) -> dict[str, tuple[Ref, Record]]:
    """Everyone whom reviews and meetings name, with the first record that gives a name."""
    found: dict[str, tuple[Ref, Record]] = {}
    for resource, names in (("reviews", ("engineer", "vcio")), ("meetings", ("by",))):
        for record in work.dump.of(resource).values():  # type: ignore[arg-type]
            for name in names:
                try:
                    ref = record.ref(name)
                except RecordFault:
                    continue
                if ref and not (ref.id in found and found[ref.id][0].name):
                    found[ref.id] = (ref, record)
    return found
