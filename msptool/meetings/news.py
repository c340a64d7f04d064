"""What changed in a client's agreement, as a person says it. Internal: it names money."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msptool.clients.model import Agreement, Client

_SOON = timedelta(90)
_FIELDS = {
    "mrr": "MRR", "seats": "seats", "servers": "servers", "onsite_days": "visits a year", "service_model": "service model",
}  # fmt: skip


def agreement_news(client: Client, since: date | None, day: date) -> Iterator[str]:
    """A new agreement since the last visit, one that ends within 90 days, or none at all."""
    now = client.agreement_on(day)
    before = client.agreement_on(since) if since else None
    if now is None:
        yield from _without(client, day)
        return
    if before is not now and (since is None or now.starts > since):
        changes = ", ".join(_changes(before, now)) if before else ""
        yield f"The agreement runs since {now.starts}{f': {changes}' if changes else ''}."
    if now.ends is not None and now.ends - day <= _SOON:
        yield f"The agreement {'renews after' if now.renews else 'ends on'} {now.ends}."


def _without(client: Client, day: date) -> Iterator[str]:
    ahead = [each.starts for each in client.agreements if each.starts > day]
    ended = [each for each in client.agreements if each.ends and each.ends < day]
    if ahead:
        yield f"The agreement starts on {min(ahead)}."
    elif ended and ended[0].renews:
        yield f"The agreement renewed itself after {ended[0].ends}."
    else:
        yield f"No agreement runs: the last one ended on {ended[0].ends}." if ended else "No agreement is written."


def _changes(before: Agreement, now: Agreement) -> Iterator[str]:
    for field, name in _FIELDS.items():
        old, new = getattr(before, field), getattr(now, field)
        if old != new:
            yield f"{name} {_said(old)} to {_said(new)}"


def _said(value: object) -> str:
    return "none" if value is None else str(value)
