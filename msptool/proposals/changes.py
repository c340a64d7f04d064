"""What happens to a proposal: it becomes ready, is sent and decided, one state after the other, or gets a new version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from msptool.proposals.creation import written
from msptool.proposals.model import AFTER, PROPOSAL, Proposal, Status, Terms
from msptool.proposals.offer import fingerprint, ran_out, valid_days
from msptool.proposals.pricing import priced, terms_of
from msptool.proposals.register import require_status
from msptool.proposals.versions import keeps_what_was_sent
from msptool.words import counted
from msptool.workspace.edits import folded
from msptool.workspace.problems import UsageRefusal, unknown
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, plan

_NEED_A_REASON: tuple[Status, ...] = ("declined", "withdrawn")


def advance(
    workspace: Workspace, proposal: Proposal, to: str, *, by: str, reason: str = "", chosen: Sequence[str] = ()
) -> Planned:
    """Give a proposal its next status; `chosen` are the options that the client took.

    Refuses a status that is skipped, a decision without its reason, a sending whose prices do not hold as long as the
    offer, and a late acceptance.
    """
    status = _allowed(proposal, to)
    if not by.strip():
        raise UsageRefusal("Say who: --by with a role or a name, for a decision the client's.")
    if status in _NEED_A_REASON and not reason.strip():
        raise UsageRefusal(f"Say why it is {status}: --reason '...'.")
    if chosen and status != "accepted":
        raise UsageRefusal("--option names what the client took: it belongs to 'accepted'.")
    today = workspace.today
    more: dict[str, Any] = {}
    sent: dict[str, Any] = {}
    if status == "sent":
        terms = terms_of(proposal, workspace.settings)
        until = today + timedelta(valid_days(proposal, workspace.settings.proposals))
        _refuse_old_prices(proposal, today, until)
        prices = priced(proposal, terms)
        sent = {
            "sent": today.isoformat(), "valid_until": until.isoformat(),
            "total": written(prices.totals(prices.offered).first_year.gross), "fingerprint": fingerprint(proposal, terms),
        }  # fmt: skip
        more = {"terms": _terms(terms)}
    elif status == "accepted":
        _refuse_late(proposal, today)
        more = {"chosen": _choice(proposal, chosen)}

    def apply(data: Any) -> None:
        data["status"] = status
        for name, value in more.items():
            if value:
                _put_before(data, name, value, "history")
        if sent:
            entry = next((each for each in data.get("history") or () if each["version"] == proposal.version), None)
            if entry is None:
                raise UsageRefusal(
                    f"Version {proposal.version} has no entry in 'history': add when and why it was begun."
                )
            entry.update(sent)
        _note(data, status, proposal.version, today, by, reason)

    return plan(workspace.root, PROPOSAL, apply, client=proposal.client, id=proposal.id)


def revise(workspace: Workspace, proposal: Proposal, *, reason: str, by: str = "") -> Planned:
    """Back to a draft: what was sent gets a new version, what was only ready stays the same one.

    Refuses what is decided for good, and a version that is not committed yet, because it could not be read any more.
    """
    name = f"{proposal.client}/{proposal.id}"
    if not reason.strip():
        raise UsageRefusal("Say why it is revised: --reason '...'.")
    if proposal.status == "draft":
        raise UsageRefusal(f"{name} is a draft: change its file, it needs no new version.")
    if proposal.status in ("accepted", "withdrawn"):
        raise UsageRefusal(f"{name} is {proposal.status}: what comes after it is a new proposal.")
    is_new = proposal.status != "ready"
    version = proposal.version + is_new
    if is_new:
        _refuse_uncommitted(workspace, proposal)
    day = workspace.today.isoformat()
    entry = {"version": version, "on": day, **({"by": by} if by else {}), "reason": folded(reason.strip())}

    def apply(data: Any) -> None:
        data["status"] = "draft"
        if is_new:
            data["version"] = version
            data.pop("terms", None)
            data["history"] = [*(data.get("history") or ()), entry]
        _note(data, "draft", version, workspace.today, by, reason)

    return plan(workspace.root, PROPOSAL, apply, client=proposal.client, id=proposal.id)


def _allowed(proposal: Proposal, to: str) -> Status:
    wanted = require_status(to)
    name, allowed = f"{proposal.client}/{proposal.id}", AFTER[proposal.status]
    if wanted == proposal.status:
        raise UsageRefusal(f"{name} is {wanted} already.")
    if wanted == "draft":
        raise UsageRefusal(f"'msptool proposal revise {proposal.client} {proposal.id}' makes it a draft again.")
    if not allowed:
        again = " 'msptool proposal revise' begins a new version." if proposal.status == "declined" else ""
        raise UsageRefusal(f"{name} is {proposal.status}: its status does not change any more.{again}")
    if wanted not in allowed:
        raise UsageRefusal(f"{name} is {proposal.status}: next it may become {' or '.join(allowed)}, not {wanted}.")
    return wanted


def _refuse_old_prices(proposal: Proposal, today: date, until: date) -> None:
    lines = sorted((item for _, item in ran_out(proposal, until)), key=lambda each: each.price_until or until)
    if not lines:
        return
    first = lines[0]
    more = f" (and of {counted(len(lines) - 1, 'other line')})" if len(lines) > 1 else ""
    assert first.price_until is not None
    if first.price_until < today:
        raise UsageRefusal(f"The price of '{first.name}'{more} ran out on {first.price_until}: ask for a new one.")
    days = (first.price_until - today).days
    shorter = f", or let the proposal stand for {counted(days, 'day')} ('validity_days')" if days > 0 else ""
    raise UsageRefusal(
        f"The price of '{first.name}'{more} holds until {first.price_until}, and the proposal until {until}: "
        f"ask for one that holds longer{shorter}."
    )


def _refuse_late(proposal: Proposal, today: date) -> None:
    until = proposal.begun.valid_until if proposal.begun else None
    if until is not None and until < today:
        raise UsageRefusal(
            f"{proposal.client}/{proposal.id} stood until {until}: revise it, so that its prices are of today. If the client "
            "signed in time, say so with that day: 'msptool --today DAY proposal advance ...'."
        )


def _choice(proposal: Proposal, chosen: Sequence[str]) -> list[str]:
    """The options that the client took; refuses an unknown one, and not exactly one alternative where there are some."""
    known = [each.id for each in proposal.options]
    for name in chosen:
        if name not in known:
            raise unknown(
                f"There is no option {name!r}.", name, known, f"The options are {', '.join(known) or 'none'}."
            )
    alternatives = [each.id for each in proposal.options if each.choice == "alternative"]
    if alternatives and len(set(alternatives) & set(chosen)) != 1:
        raise UsageRefusal(f"Say which one the client took with --option: {' or '.join(alternatives)}.")
    return [each for each in known if each in chosen]


def _refuse_uncommitted(workspace: Workspace, proposal: Proposal) -> None:
    if not keeps_what_was_sent(workspace, proposal):
        path = PROPOSAL.path(client=proposal.client, id=proposal.id)
        raise UsageRefusal(
            f"Commit {path} first, as version {proposal.version} was sent: otherwise nobody could read that version any more."
        )


def _terms(terms: Terms) -> dict[str, Any]:
    data: dict[str, Any] = {name: written(value) for name, value in terms.model_dump().items()}
    data["rates"] = dict(data["rates"])
    return data


def _note(data: Any, status: Status, version: int, today: date, by: str, reason: str) -> None:
    entry: dict[str, Any] = {"status": status, "version": version, "on": today.isoformat()}
    if by.strip():
        entry["by"] = by.strip()
    if reason.strip():
        entry["reason"] = folded(reason.strip())
    data["progress"] = [*(data.get("progress") or ()), entry]


def _put_before(data: Any, name: str, value: Any, other: str) -> None:
    if name not in data and other in data:
        data.insert(list(data).index(other), name, value)
    else:
        data[name] = value
