"""Tickets as files: a CSV or JSON with the columns or fields of one PSA. Internal, for the practice's own PSA."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from msptool.exchange.neutral import neutral
from msptool.exchange.tickets.profiles import Profile, body, row
from msptool.exchange.tickets.ticket import Ticket
from msptool.workspace.ticket_settings import HandoffTickets


def as_csv(tickets: Sequence[Ticket], profile: Profile, wishes: HandoffTickets) -> bytes:
    """CSV as in RFC 4180, in UTF-8; a cell that a spreadsheet program would run begins with an apostrophe.

    The generic one has the mark that Excel needs; an importer might take it for a part of the first column's name.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(map(neutral, dict.fromkeys([*(each.name for each in profile.table), *wishes.fields])))
    for ticket in tickets:
        writer.writerow(map(neutral, row(ticket, profile, wishes).values()))
    return (b"\xef\xbb\xbf" if profile.id == "generic" else b"") + stream.getvalue().encode(errors="replace")


def as_json(tickets: Sequence[Ticket], profile: Profile, wishes: HandoffTickets) -> bytes:
    """A JSON array with one object a ticket, as the PSA's interface takes it."""
    found = [body(each, profile, wishes) for each in tickets]
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode(errors="replace")
