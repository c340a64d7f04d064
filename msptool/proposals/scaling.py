"""A template for one client: how many seats, servers and sites there are, and the lines counted by them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from msptool.clients.model import Client
from msptool.proposals.model import Item, Option, Per, Scaled, Step, Template, TemplateItem, TemplateWork, Work
from msptool.words import counted
from msptool.workspace.problems import UsageRefusal

L = TypeVar("L", Work, Item)
T = TypeVar("T", Step, Work, Item)


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
    """The lines of a template for one client, and the titles of the lines and the options that it needs none of."""

    steps: tuple[Step, ...]
    timeline: tuple[Work, ...]
    equipment: tuple[Item, ...]
    options: tuple[Option, ...]
    left_out: tuple[str, ...]
    left_options: tuple[str, ...]


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
    timeline = tuple(_work(each, times) for each, times in work if times)
    equipment = tuple(_item(each, times, size) for each, times in items if times)
    before: list[TemplateWork | TemplateItem] = [*template.timeline, *template.equipment]
    after: list[Work | Item] = [*timeline, *equipment]
    lost = {each.option for each in before} - {each.option for each in after}
    kept, taken = _choices([each for each in template.options if each.id not in lost])
    return Counted(
        _without(template.steps, lost, taken), _without(timeline, lost, taken), _without(equipment, lost, taken), kept,
        (*_names(each.title for each, times in work if not times), *_names(each.name for each, times in items if not times)),
        _names(each.title for each in template.options if each.id in lost),
    )  # fmt: skip


def _choices(options: list[Option]) -> tuple[tuple[Option, ...], str | None]:
    """The options that are left to choose from, and the id of the only alternative left, which is no choice any more."""
    alternatives = [each for each in options if each.choice == "alternative"]
    if len(alternatives) == 1:
        return tuple(each for each in options if each not in alternatives), alternatives[0].id
    if alternatives and not any(each.recommended for each in alternatives):
        first = alternatives[0]
        options = [each.model_copy(update={"recommended": True}) if each is first else each for each in options]
    return tuple(options), None


def _without(lines: tuple[T, ...], lost: Collection[str | None], taken: str | None) -> tuple[T, ...]:
    """The lines without those of lost options; those of the option that is `taken` belong to the base."""
    return tuple(
        each.model_copy(update={"option": None}) if taken is not None and each.option == taken else each
        for each in lines
        if each.option is None or each.option not in lost
    )


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
