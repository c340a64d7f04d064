"""Which standards apply to a client, and why one does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msptool.clients.model import Client, Exemption
from msptool.standards.model import Standard


def why_not(client: Client, standard: Standard, day: date) -> str | None:
    """One sentence that says why the standard does not apply on `day`; None when it applies."""
    wanted = standard.applies_to
    if standard.status != "active":
        return f"The standard is {standard.status}."
    if wanted.technologies and not set(wanted.technologies) & set(client.technologies):
        return f"The client has none of: {', '.join(wanted.technologies)}."
    if wanted.tags and not set(wanted.tags) & set(client.tags):
        return f"Only for clients tagged: {', '.join(wanted.tags)}."
    exemption = exemption_for(client, standard, day)
    if exemption is not None:
        until = f" until {exemption.until}" if exemption.until else ""
        return f"Exempt{until} ({exemption.by}): {exemption.reason}"
    return None


def exemption_for(client: Client, standard: Standard, day: date) -> Exemption | None:
    """The exemption in force on `day` that covers the standard, if any."""
    return next((each for each in client.exemptions if each.holds_on(day) and _covers(each, standard)), None)


def applicable(client: Client, standards: Iterable[Standard], day: date) -> Iterator[Standard]:
    """The standards that apply to the client on `day`, in the order given."""
    return (standard for standard in standards if why_not(client, standard, day) is None)


def _covers(exemption: Exemption, standard: Standard) -> bool:
    return (
        exemption.standard in (standard.id, *standard.formerly)
        or exemption.category == standard.category
        or exemption.tag in standard.tags
    )
