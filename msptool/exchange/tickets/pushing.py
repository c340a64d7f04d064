"""Pushing tickets one by one: what is new is sent, what fails for a while is tried again, what is refused is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from msptool.exchange.tickets.http import Answer, Unreachable
from msptool.exchange.tickets.memory import Memory, Taken
from msptool.exchange.tickets.pushed import pushed_bytes
from msptool.exchange.tickets.ticket import Ticket
from msptool.workspace.ticket_settings import HandoffTickets

State = Literal["new", "sent", "known", "refused", "failed", "not-tried"]
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
# A wrong token or address is wrong for all tickets: none of the others is tried.
_FOR_ALL = (401, 403, 404, 405, 407)


class Post(Protocol):
    """What sends one ticket."""

    def post(self, body: bytes, key: str) -> Answer:
        """See `Sender.post`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a ticket. `id` is the receiver's; `why` says why it was not taken; `tries` counts the requests."""

    ticket: Ticket
    state: State
    id: str | None = None
    status: int | None = None
    why: str = ""
    tries: int = 0


def preview(tickets: Sequence[Ticket], taken: dict[str, Taken]) -> list[Outcome]:
    """What a push would send."""
    return [_known(each, taken) or Outcome(each, "new") for each in tickets]


def push(
    tickets: Sequence[Ticket], wishes: HandoffTickets, sender: Post, memory: Memory, sleep: Callable[[float], None]
) -> Iterator[Outcome]:
    """Send what the receiver has not taken yet, in order; yields each ticket as soon as it is decided.

    The push ends where the receiver cannot be reached, or refuses a ticket for a reason that holds for all of them.
    """
    taken, ended = memory.taken(), ""
    for ticket in tickets:
        known = _known(ticket, taken)
        if known is not None:
            yield known
            continue
        if ended:
            yield Outcome(ticket, "not-tried", why=ended)
            continue
        outcome = _send(ticket, wishes, sender, sleep)
        if outcome.state == "sent":
            memory.add(Taken(ticket.key, outcome.id), ticket.review)
        elif outcome.state == "failed" or outcome.status in _FOR_ALL or _is_redirect(outcome.status):
            ended = "the push ended before it"
        yield outcome


def _known(ticket: Ticket, taken: dict[str, Taken]) -> Outcome | None:
    found = taken.get(ticket.key)
    return Outcome(ticket, "known", found.id) if found else None


def _send(ticket: Ticket, wishes: HandoffTickets, sender: Post, sleep: Callable[[float], None]) -> Outcome:
    body, most = pushed_bytes(ticket, wishes), wishes.push.attempts
    why, status = "", None
    for tries in range(1, most + 1):
        wait: float | None = None
        try:
            answer = sender.post(body, ticket.key)
        except Unreachable as error:
            why, status = f"The receiver could not be reached: {error}.", None
        else:
            status = answer.status
            if 200 <= status < 300:
                return Outcome(ticket, "sent", answer.ticket_id, status, tries=tries)
            if status != 429 and status < 500:
                return Outcome(ticket, "refused", None, status, _refusal(answer), tries)
            why, wait = f"The receiver answered {status}, which passes.", answer.wait
        if tries == most:
            break
        pause = min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT) if wait is None else wait
        if pause > LONGEST_WAIT:
            return Outcome(ticket, "failed", None, status, f"The receiver asks to wait {pause:.0f} seconds.", tries)
        sleep(pause)
    return Outcome(ticket, "failed", None, status, f"{why} Tried {most} times.", most)


def _refusal(answer: Answer) -> str:
    if _is_redirect(answer.status):
        return f"The receiver answered {answer.status}, a redirect, which is not followed: write the address that it leads to."
    if answer.status in (401, 403):
        return f"The receiver answered {answer.status}: look at the token in MSPTOOL_PUSH_TOKEN or in the keyring."
    return f"The receiver answered {answer.status}{f': {answer.said}' if answer.said else '.'}"


def _is_redirect(status: int | None) -> bool:
    return status is not None and 300 <= status < 400
