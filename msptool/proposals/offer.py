"""What the client is offered: its fingerprint, how long it stands, and until when the prices of its lines hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from msptool.proposals.model import Item, Proposal, Terms
from msptool.proposals.pricing import priced
from msptool.workspace.entities import Entity
from msptool.workspace.settings import Proposals

_TEXTS = {
    "title", "summary", "reason", "steps", "options", "assumptions", "exclusions", "start", "finish", "tax_exempt",
}  # fmt: skip
_INTERNAL_OF_ITEM = {"unit_cost", "markup", "margin", "vendor", "price_until", "basis"}


def fingerprint(proposal: Proposal, terms: Terms) -> str:
    """Twelve hexadecimal digits that stay the same while the client would read the same document.

    A change of what is internal (a vendor, a note, how a price came about) leaves it as it is.
    """
    found = priced(proposal, terms)
    parts = found.parts
    content = {
        "texts": _plain(proposal, include=_TEXTS),
        "resources": [_plain(each) for each in proposal.resources if not each.internal],
        "work": [
            _plain(each.work, exclude={"hours"}) | {"hours": str(each.hours), "price": str(each.amounts.net)}
            for part in parts for each in part.work
        ],
        "items": [
            _plain(each.item, exclude=_INTERNAL_OF_ITEM) | {"unit_price": str(each.unit_price)}
            for part in parts for each in part.items
        ],
        "tax": [terms.currency, terms.tax.name, *(str(part.totals.first_year.tax) for part in parts)],
    }  # fmt: skip
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def _plain(entity: Entity, **which: Any) -> dict[str, Any]:
    # Without defaults: a field that msptool learns later does not change what was sent before.
    return entity.model_dump(mode="json", exclude_defaults=True, **which)


def valid_days(proposal: Proposal, settings: Proposals) -> int:
    """How many days it stands after it was sent."""
    return settings.validity_days if proposal.validity_days is None else proposal.validity_days


def valid_until(proposal: Proposal, settings: Proposals, today: date) -> date:
    """The last day on which it may be accepted; for one that is not sent yet, as if it were sent today."""
    begun = proposal.begun
    if begun is not None and begun.valid_until is not None:
        return begun.valid_until
    return today + timedelta(valid_days(proposal, settings))


def prices_until(proposal: Proposal) -> date | None:
    """The day on which the first price of a vendor runs out; None where no line says one."""
    return min((each.price_until for each in proposal.equipment if each.price_until is not None), default=None)


def ran_out(proposal: Proposal, day: date) -> Iterator[tuple[int, Item]]:
    """The lines, each with its index, whose vendor's price no longer holds on `day`."""
    for place, item in enumerate(proposal.equipment):
        if item.price_until is not None and item.price_until < day:
            yield place, item
