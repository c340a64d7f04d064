"""The fields of a record: how the peer and its clients spell them, and their values, each of the type that it must have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any, Literal

Resource = Literal["users", "clients", "reviews", "findings", "initiatives", "recommendations", "meetings"]
RESOURCES: tuple[Resource, ...] = (
    "users", "clients", "reviews", "findings", "initiatives", "recommendations", "meetings",
)  # fmt: skip

_CLIENT = ("client", "clientid", "organization", "organizationid")
_CREATED = ("createddate", "createdat", "datecreated", "createdon")
_UPDATED = ("lastupdateddate", "updateddate", "updatedat", "lastmodifieddate", "modifieddate")
_ARCHIVED = ("isarchived", "archived")
# Ours: how it is spelt, without case, hyphens and underscores.
ALIASES: dict[Resource, dict[str, tuple[str, ...]]] = {
    "users": {
        "first": ("firstname", "givenname"), "last": ("lastname", "surname", "familyname"),
        "name": ("fullname", "name", "displayname"), "role": ("rolename", "role"), "email": ("email", "emailaddress"),
        "seen": ("lastlogindate",),
    },
    "clients": {
        "name": ("name", "clientname", "organizationname"), "active": ("isactive", "active"), "created": _CREATED,
        "deactivated": ("deactivateddate",), "reviewed": ("lastreviewdate",),
        "activity": ("lastassignedmemberactivitydate",), "score": ("alignmentscore",),
    },
    "reviews": {
        "name": ("name", "title", "reviewname"), "client": _CLIENT, "status": ("status", "reviewstatus"),
        "engineer": ("assignedengineer", "assignedengineerid", "engineer", "engineerid"),
        "vcio": ("assignedvcio", "assignedvcioid", "vcio", "vcioid"), "created": _CREATED, "updated": _UPDATED,
        "completed": ("completeddate", "completedat", "completiondate", "reviewdate"),
    },
    "findings": {
        "question": ("question",), "question id": ("questionid",), "text": ("questiontext",), "label": ("questionlabel",),
        "review": ("review", "reviewid"), "engineer": ("engineeranswer", "engineeranswertype", "answer", "answertype"),
        "vcio": ("vcioanswertype", "vcioanswer"),
        "notes": ("notes", "note", "comment", "comments", "engineernotes", "engineernote", "engineercomment"),
        "vcio notes": ("vcionotes", "vcionote", "vciocomment"), "priority": ("priority",), "archived": _ARCHIVED,
    },
    "initiatives": {
        "title": ("title", "name"), "client": _CLIENT, "description": ("description",), "archived": _ARCHIVED,
        "recommendations": ("recommendationsids", "recommendationids", "recommendations"),
    },
    "recommendations": {
        "title": ("name", "title"), "client": _CLIENT, "initiative": ("initiative", "initiativeid"),
        "parent": ("parentid", "parent"), "description": ("description", "details"),
        "budget": ("budget", "estimatedbudget"), "month": ("budgetmonth",), "hours": ("hours", "estimatedhours"),
        "type": ("type", "budgettype"), "responsible": ("responsibleparty",), "status": ("status",), "priority": ("priority",),
        "archived": _ARCHIVED, "feedback": ("recommendationfeedback", "feedback"),
        "findings": ("findingsids", "findingids", "findings"), "created": _CREATED, "updated": _UPDATED,
        "completed": ("completeddate", "completedat", "completiondate"),
    },
    "meetings": {
        "title": ("title", "name"), "client": _CLIENT, "status": ("status",), "purpose": ("purpose",),
        "starts": ("startdate", "startsat", "date"), "ends": ("enddate", "endsat"), "location": ("location",),
        "summary": ("summarydescription", "summary"), "by": ("createdby", "createdbyid"),
        "recommendations": ("recommendationids", "recommendationsids", "recommendations"),
    },
}  # fmt: skip
# Fields that only one resource has: by them a record in a wrong file is seen.
SIGNS: dict[Resource, frozenset[str]] = {
    "users": frozenset({"firstname", "lastname", "rolename", "lastlogindate"}),
    "clients": frozenset({"isactive", "deactivateddate", "lastreviewdate", "alignmentscore"}),
    "reviews": frozenset({"assignedengineer", "assignedvcio", "assignedengineerid", "assignedvcioid"}),
    "findings": frozenset({"question", "questionid", "questiontext", "vcioanswertype"}),
    "initiatives": frozenset({"recommendationsids"}),
    "recommendations": frozenset(
        {"budget", "budgetmonth", "findingsids", "responsibleparty", "recommendationfeedback"}
    ),
    "meetings": frozenset({"startdate", "enddate", "purpose", "summarydescription"}),
}
LONGEST_TEXT = 50_000
_TICKS = re.compile(r"/Date\((-?[0-9]{1,15})(?:[+-][0-9]{4})?\)/")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


class RecordFault(Exception):
    """One record cannot be taken: what is wrong, and what to do."""

    def __init__(self, reason: str, hint: str = "Correct it there and pull it again, or mend the file.") -> None:
        super().__init__(reason)
        self.reason, self.hint = reason, hint


@dataclass(frozen=True, slots=True)
class Ref:
    """What a field refers to: the id, and the name that the dump gives beside it."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `fields` go by their bare key, `names` give each key as it is written; `where` is file and place."""

    resource: Resource
    id: str
    fields: Mapping[str, Any]
    names: Mapping[str, str]
    where: str

    def raw(self, name: str) -> Any:
        """The value of one of our fields as it stands; None where the record has none."""
        return next(
            (self.fields[key] for key in ALIASES[self.resource][name] if self.fields.get(key) is not None), None
        )

    def text(self, name: str) -> str:
        """A text without its margins; empty where there is none. A number is its digits."""
        value = self.raw(name)
        if value is None:
            return ""
        if isinstance(value, str):
            if len(value) > LONGEST_TEXT:
                raise RecordFault(f"{self._said(name)} has {len(value):,} characters, more than {LONGEST_TEXT:,}")
            return value.strip()
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return str(value)
        raise self._odd(name, value, "a text")

    def needed(self, name: str) -> str:
        """A text that must be there."""
        found = self.text(name)
        if not found:
            raise RecordFault(f"{self._said(name)} is missing or empty")
        return found

    def flag(self, name: str) -> bool | None:
        """True or false, also written as text or as 1 and 0; None where there is none."""
        value = self.raw(name)
        if isinstance(value, str):
            value = {"true": True, "yes": True, "false": False, "no": False, "": None}.get(value.strip().lower(), value)
        if isinstance(value, int) and value in (0, 1):
            return bool(value)
        if value is None:
            return None
        raise self._odd(name, value, "true or false")

    def number(self, name: str) -> Decimal | None:
        """A number, also written as text (`1,200.50`, `$1200`); None where there is none."""
        value = self.raw(name)
        if isinstance(value, str):
            bare = re.sub(r"[\s,$€£]", "", value)
            if not bare:
                return None
            value = Decimal(bare) if re.fullmatch(r"-?[0-9]{1,20}(?:\.[0-9]{1,10})?", bare) else value
        if value is None or (isinstance(value, int | Decimal) and not isinstance(value, bool)):
            return None if value is None else Decimal(value)
        raise self._odd(name, value, "a number")

    def moment(self, name: str, zone: tzinfo) -> datetime | None:
        """A date-time in the zone that it is given in, else in `zone`; None where there is none, or only the year 1."""
        value = self.raw(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise self._odd(name, value, "a date-time")
        found = _moment(value.strip())
        if found is None:
            raise RecordFault(
                f"{self._said(name)} is no date: '{value[:40]}'", "Dates are written like 2024-03-05T10:30:00."
            )
        if found.year == 1:  # how the peer's platform writes no date
            return None
        if not 1990 <= found.year <= 2150:
            raise RecordFault(f"{self._said(name)} is in the year {found.year}")
        return found if found.tzinfo else found.replace(tzinfo=zone)

    def month(self, name: str) -> date | None:
        """The first day of a month, of a date or of `2024-03`; None where there is none."""
        value = self.raw(name)
        if isinstance(value, str) and (written := _MONTH.fullmatch(value.strip())):
            if not 1 <= int(written[2]) <= 12 or not 1990 <= int(written[1]) <= 2150:
                raise RecordFault(f"{self._said(name)} is no month: '{value[:40]}'")
            return date(int(written[1]), int(written[2]), 1)
        found = self.moment(name, UTC)
        return found.date().replace(day=1) if found else None

    def ref(self, name: str) -> Ref | None:
        """What a field refers to: an object with an id, or the id itself; None where there is none."""
        value = self.raw(name)
        if value is None or value in ("", {}):
            return None
        return self._ref(name, value)

    def refs(self, name: str) -> tuple[Ref, ...]:
        """What a list refers to, each once."""
        value = self.raw(name)
        if value is None or value == "":
            return ()
        if not isinstance(value, list):
            value = [value]
        return tuple({each.id: each for each in (self._ref(name, one) for one in value)}.values())

    def inner(self, name: str) -> Mapping[str, Any]:
        """An object by bare keys; empty where the field is none."""
        value = self.raw(name)
        return {key_of(key): each for key, each in value.items()} if isinstance(value, dict) else {}

    def _ref(self, name: str, value: Any) -> Ref:
        called = ""
        if isinstance(value, dict):
            bare = {key_of(key): each for key, each in value.items()}
            called = next((each for key in ("fullname", "name", "title") if isinstance(each := bare.get(key), str)), "")
            value = bare.get("id")
        if (
            isinstance(value, bool)
            or not isinstance(value, int | str)
            or (isinstance(value, str) and not value.strip())
        ):
            raise self._odd(name, value, "an id, or an object with one")
        if isinstance(value, str) and value.startswith("@{"):
            raise RecordFault(
                f"{self._said(name)} is a text that stands for an object: '{value[:40]}'",
                "The dump was written too flat: PowerShell takes 'ConvertTo-Json -Depth 10'.",
            )
        return Ref(str(value).strip(), called.strip()[:200])

    def _said(self, name: str) -> str:
        """The field as the record spells it, in quotes."""
        keys = ALIASES[self.resource][name]
        return f"'{next((self.names[key] for key in keys if key in self.fields), keys[0])}'"

    def _odd(self, name: str, value: Any, wanted: str) -> RecordFault:
        shown = str(value)
        if isinstance(value, dict | list):
            shown = "an object" if isinstance(value, dict) else "a list"
        return RecordFault(f"{self._said(name)} is not {wanted}: {shown[:40]}")


def key_of(name: str) -> str:
    """A key without case, hyphens, underscores and spaces: `assigned_vCIO` and `assignedVCIO` are one."""
    return re.sub(r"[-_ ]", "", name).casefold()


def _moment(text: str) -> datetime | None:
    if ticks := _TICKS.fullmatch(text):
        try:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(ticks[1]))
        except OverflowError:
            return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
