"""Figures of a client that are computed once for the same files, day, library and settings."""

from __future__ import annotations

import json

from msptool.alignment.scores import Method, Tally
from msptool.alignment.viewpoint import Viewpoint
from msptool.clients.model import Client


def total_of(view: Viewpoint, client: Client, method: Method) -> Tally:
    """The client's tally over everything that applies; see `Viewpoint.assess`."""
    index = view.source.index
    if index is None:
        return view.assess(client, method).total

    def compute() -> bytes:
        return json.dumps(view.assess(client, method).total.figures).encode()

    return Tally(*json.loads(index.result(f"total {method} ".encode() + view.inputs(client.id), compute)))
