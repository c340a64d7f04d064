"""A template for one client: how many seats, servers and sites there are, and the lines counted by them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from msptool.clients.model import Client
from msptool.proposals.model import Item, Per, Scaled, Template, TemplateItem, TemplateWork, Work
from msptool.words import counted
from msptool.workspace.problems import UsageRefusal

L = TypeVar("L", Work, Item)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a client is, as a template counts it; None for what nobody knows."""

    seats: int | None = None
    servers: int | None = None
    sites: int | None = None

    def of(self, per: Per) -> int | None:
        """The number of seats, servers or sites."""
        return {"seat": self.seats, "server": self.servers, "site": self.sites}[per]


@dataclass(frozen=True, slots=True)
class Counted:
    """The lines of a template for one client, and the titles of those that it needs none of."""

    timeline: tuple[Work, ...]
    equipment: tuple[Item, ...]
    left_out: tuple[str, ...]


def size_of(client: Client, day: date, given: Size) -> Size:
    """The size by the agreement of the day (else the latest) and by the sites on file; what is `given` wins."""
    agreement = client.agreement_on(day) or client.agreement
    known = Size(
        agreement.seats if agreement else None, agreement.servers if agreement else None, max(1, len(client.sites))
    )
    return Size(
        known.seats if given.seats is None else given.seats,
        known.servers if given.servers is None else given.servers,
        known.sites if given.sites is None else given.sites,
    )


def counted_for(template: Template, client: str, size: Size) -> Counted:
    """The template's lines for a client of this size; refuses a template that counts what nobody knows."""
    work = [(each, _times(each, client, size)) for each in template.timeline]
    items = [(each, _times(each, client, size)) for each in template.equipment]
    return Counted(
        tuple(_work(each, times) for each, times in work if times),
        tuple(_item(each, times, size) for each, times in items if times),
        (*_names(each.title for each, times in work if not times), *_names(each.name for each, times in items if not times)),
    )  # fmt: skip


def _times(line: Scaled, client: str, size: Size) -> int:
    if line.per is None:
        return 1
    number = size.of(line.per)
    if number is None:
        raise UsageRefusal(
            f"The template counts by {line.per}, and {client} has no agreement that says how many there are: "
            f"add --{line.per}s NUMBER."
        )
    return math.ceil(number / line.every)


def _work(line: TemplateWork, times: int) -> Work:
    hours = {name: getattr(line.hours, name) * times for name in ("best", "likely", "worst")}
    fields = {name: getattr(line, name) for name in Work.model_fields}
    return _filled(Work, line.title, times, {**fields, "hours": hours})


def _item(line: TemplateItem, times: int, size: Size) -> Item:
    fields = {name: getattr(line, name) for name in Item.model_fields}
    fields |= {"quantity": line.quantity * times, "basis": line.basis or _basis(line, size)}
    return _filled(Item, line.name, times, fields)


def _filled(model: type[L], name: str, times: int, fields: dict[str, Any]) -> L:
    try:
        return model.model_validate(fields)
    except ValidationError:
        raise UsageRefusal(
            f"'{name}' of the template, {times:,} times, is more than a line of a proposal holds: check how many seats, "
            "servers and sites there are, and what the template counts for each."
        ) from None


def _basis(line: TemplateItem, size: Size) -> str:
    if line.per is None:
        return ""
    each = line.per if line.every == 1 else f"{line.every} {line.per}s"
    return f"{_plain(line.quantity)} for {'each' if line.every == 1 else 'every'} {each}, {counted(size.of(line.per) or 0, line.per)}"


def _plain(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".")


def _names(titles: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"'{title}'" for title in titles)
