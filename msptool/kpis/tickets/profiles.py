"""What the columns of ticket exports are called, by product. Columns are found by name, in any order.

A name is compared without case, spaces and signs, so `Date Entered`, `date_entered` and `dateEntered` are one. The names are
those of the products' ticket lists and of their interfaces.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msptool.words import squeezed
from msptool.workspace.csv_dates import Order
from msptool.workspace.problems import Refusal, unknown

FIELDS = (
    "id",
    "client",
    "opened",
    "responded",
    "response_minutes",
    "response_hours",
    "subject",
    "asset",
    "worked_hours",
    "worked_minutes",
)
NEEDED = ("id", "client", "opened")
WHAT = {"id": "the ticket's number", "client": "the client", "opened": "when it was opened"}


@dataclass(frozen=True, slots=True)
class Profile:
    """One product's names, the best first; `categories` are the columns that say what a ticket is about, the finest first.

    `order` is how its dates are read where the column itself does not tell.
    """

    id: str
    name: str
    columns: Mapping[str, tuple[str, ...]]
    categories: tuple[str, ...]
    order: Order


GENERIC = Profile(
    "generic", "ticket export",
    {
        "id": ("id", "ticket", "ticketid", "ticketnumber", "number", "ticketno", "reference", "key", "case", "caseid"),
        "client": (
            "client", "clientname", "company", "companyname", "customer", "customername", "account", "accountname",
            "organization", "organisation",
        ),
        "opened": (
            "opened", "openedat", "created", "createdat", "createdate", "createddate", "createdtime", "dateopened",
            "datecreated", "opendate", "date",
        ),
        "responded": (
            "firstresponse", "firstresponseat", "firstresponsedate", "firstresponsetime", "firstresponded",
            "firstrespondedon", "responded", "respondedat",
        ),
        "response_minutes": (
            "firstresponseminutes", "responseminutes", "minutestofirstresponse", "firstresponsemin", "firstresponsetimeminutes",
        ),
        "response_hours": ("firstresponsehours", "responsehours", "hourstofirstresponse"),
        "subject": ("subject", "summary", "title", "description", "name"),
        "asset": (
            "asset", "assetname", "assettag", "device", "devicename", "computer", "computername", "hostname",
            "configurationitem", "configuration",
        ),
        "worked_hours": ("hours", "hoursworked", "workedhours", "totalhours", "timespenthours", "timehours"),
        "worked_minutes": ("minutes", "minutesworked", "timespentminutes", "timeminutes"),
    },
    ("subcategory", "category", "subtype", "type", "issuetype", "tickettype", "queue"), "mdy",
)  # fmt: skip
_CONNECTWISE = Profile(
    "connectwise", "ConnectWise export",
    {
        "id": ("ticket", "ticketid", "ticketnbr", "srservicerecid", "ticketnumber"),
        "client": ("company", "companyname"),
        "opened": ("dateentered", "entered", "enteredon", "dateopened", "enteredutc", "dateenteredutc"),
        "responded": ("dateresponded", "dateresp", "responded", "respondedon", "dateresputc", "daterespondedutc"),
        "response_minutes": ("respondedminutes", "responseminutes"),
        "response_hours": ("respondedhours", "responsehours"),
        "subject": ("summarydescription", "summary", "ticketsummary"),
        "asset": ("configuration", "configurationname", "configurations"),
        "worked_hours": ("actualhours", "totalhours", "hoursactual", "hours"),
    },
    ("item", "subtype", "type", "servicetype", "board"), "mdy",
)  # fmt: skip
_AUTOTASK = Profile(
    "autotask", "Autotask export",
    {
        "id": ("ticketnumber", "number", "ticketid"),
        "client": ("organization", "account", "accountname", "company", "companyname", "organizationname"),
        "opened": ("created", "createdate", "createdatetime", "createddatetime", "dateandtimecreated"),
        "responded": ("firstresponsedatetime", "firstresponse", "firstresponsedate", "firstresponsetime"),
        "response_hours": ("firstresponsehours", "hourstofirstresponse"),
        "subject": ("title", "tickettitle"),
        "asset": ("configurationitem", "configurationitemname", "installedproduct", "device", "deviceconfigurationitem"),
        "worked_hours": ("hoursworked", "workedhours", "totalworkedhours", "totalhoursworked"),
    },
    ("subissuetype", "subissue", "issuetype", "issue", "tickettype", "queue", "queuename"), "mdy",
)  # fmt: skip
_HALO = Profile(
    "halopsa", "HaloPSA export",
    {
        "id": ("ticketid", "faultid", "id", "ticket"),
        "client": ("customer", "customername", "client", "clientname", "area"),
        "opened": ("dateoccurred", "dateoccured", "datelogged", "dateopened", "opened", "datereported"),
        "responded": ("firstresponsedate", "responsedate", "dateresponded", "firstresponse", "dateresponsed"),
        "response_hours": ("responsetime", "responsehours", "firstresponsehours", "responsetimehours"),
        "subject": ("summary", "subject", "symptom"),
        "asset": ("asset", "assetnumber", "assettag", "assetname", "device", "inventorynumber"),
        "worked_hours": ("timetaken", "timespent", "hourslogged", "totaltime"),
    },
    ("category3", "category2", "category1", "category", "tickettype", "requesttype"), "dmy",
)  # fmt: skip
PROFILES = {each.id: each for each in (_CONNECTWISE, _AUTOTASK, _HALO, GENERIC)}
# The sources of figures that an import counted.
EXPORTS = frozenset(each.name for each in PROFILES.values())


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the fields of a ticket stand in a row, by the column's place; `categories` the finest first."""

    profile: Profile
    header: tuple[str, ...]
    places: Mapping[str, int]
    categories: tuple[int, ...]

    def name(self, field: str) -> str:
        """The column of a field as the file writes it."""
        return self.header[self.places[field]]

    @property
    def unused(self) -> tuple[str, ...]:
        """The columns that nothing is read from."""
        used = {*self.places.values(), *self.categories}
        return tuple(name for place, name in enumerate(self.header) if place not in used and name)


def require_profile(name: str) -> Profile:
    """The profile of that name; refuses an unknown one with the nearest known."""
    if name not in PROFILES:
        raise unknown(f"There is no profile {name!r}.", name, PROFILES, f"They are {', '.join(PROFILES)} and figures.")
    return PROFILES[name]


def find_columns(file: str, header: Sequence[str], profile: Profile | None, named: Mapping[str, str]) -> Columns:
    """The columns of a header: by the profile (the one that knows the most of them where none is named), then by general names.

    `named` are columns that the user assigns to fields. Refuses a file without one of those that every ticket needs.
    """
    plain = [squeezed(name) for name in header]
    chosen = profile or max(PROFILES.values(), key=lambda each: len(_places(each, plain)))
    places = {**_places(GENERIC, plain), **_places(chosen, plain), **_assigned(file, header, plain, named)}
    categories = _categories(chosen, plain) or _categories(GENERIC, plain)
    if "category" in named:
        categories = (_place(file, header, plain, named["category"]),)
    missing = [field for field in NEEDED if field not in places]
    if missing:
        known = ", ".join(repr(name) for name in header if name)[:300] or "no column at all"
        raise Refusal(
            f"{file} has no column for {WHAT[missing[0]]}. It has {known}: say which it is with --column {missing[0]}=COLUMN."
        )
    return Columns(chosen, tuple(header), places, categories)


def _places(profile: Profile, plain: Sequence[str]) -> dict[str, int]:
    found = {}
    for field, names in profile.columns.items():
        place = next((plain.index(name) for name in names if name in plain), None)
        if place is not None:
            found[field] = place
    return found


def _categories(profile: Profile, plain: Sequence[str]) -> tuple[int, ...]:
    return tuple(plain.index(name) for name in profile.categories if name in plain)


def _assigned(file: str, header: Sequence[str], plain: Sequence[str], named: Mapping[str, str]) -> dict[str, int]:
    for field in named:
        if field not in (*FIELDS, "category"):
            raise unknown(
                f"--column knows no {field!r}.",
                field,
                (*FIELDS, "category"),
                f"It takes {', '.join(FIELDS)} or category.",
            )
    return {field: _place(file, header, plain, name) for field, name in named.items() if field != "category"}


def _place(file: str, header: Sequence[str], plain: Sequence[str], name: str) -> int:
    if name in header:
        return list(header).index(name)
    if squeezed(name) and squeezed(name) in plain:
        return plain.index(squeezed(name))
    raise unknown(f"{file} has no column {name!r}.", name, header, f"It has {', '.join(filter(None, header))[:300]}.")
