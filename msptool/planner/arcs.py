"""The states and arcs of one TAM's integer program (`program`)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from msptool.planner.choices import Choices, Flags, Ints


@dataclass(frozen=True, eq=False)
class Arcs:
    """Arcs from the nodes `starts` to `ends`.

    `visits` and `omitted` say what an arc is (neither: waiting); `k`, `c` and `t` are its visit, 0
    where it has none. A node is the state `node_e` of the client `node_c` with `node_k` wanted visits dealt
    with; each client goes from its node in `sources` to that in `sinks`.
    """

    starts: Ints
    ends: Ints
    visits: Flags
    omitted: Flags
    k: Ints
    c: Ints
    t: Ints
    node_k: Ints
    node_c: Ints
    node_e: Ints
    sources: Ints
    sinks: Ints

    def only(self, keep: Flags) -> Arcs:
        """The same nodes with some of the arcs."""
        names = ("starts", "ends", "visits", "omitted", "k", "c", "t")
        return replace(self, **{name: getattr(self, name)[keep] for name in names})


_WAIT, _VISIT, _OMIT = 0, 1, 2


def arcs_of(choices: Choices, takes: Flags, skips: Flags) -> Arcs:
    """The arcs for the visits `takes` [k, c, t] and the omissions `skips` [k, c]."""
    arcs: list[Ints] = []
    nodes: list[Ints] = []
    sources, sinks = [], []
    total = 0
    for client in range(choices.shape[1]):
        count = int(choices.wanted[:, client].sum())
        made, rows = _client_arcs(choices, client, takes[:count, client], skips[:count, client])
        made[:, :2] += total
        arcs.append(made)
        nodes += [np.stack(np.broadcast_arrays(k, client, row), axis=1) for k, row in enumerate(rows)]
        sources.append(total + int(np.searchsorted(rows[0], 0)))
        total += sum(len(row) for row in rows)
        sinks.append(total - 1)
    starts, ends, kind, k, c, t = np.concatenate([np.empty((0, 6), dtype=np.int64), *arcs]).T
    node_k, node_c, node_e = np.concatenate([np.empty((0, 3), dtype=np.int64), *nodes]).T
    ends_of = (np.array(sources, dtype=np.int64), np.array(sinks, dtype=np.int64))
    return Arcs(starts, ends, kind == _VISIT, kind == _OMIT, k, c, t, node_k, node_c, node_e, *ends_of)


def _client_arcs(choices: Choices, client: int, takes: Flags, skips: Flags) -> tuple[Ints, list[Ints]]:
    """One client's arcs as rows (start, end, kind, k, c, t), counted from its first node, and its states by `k`."""
    count, barriers = len(takes), choices.barriers[client]
    dates = [np.nonzero(each)[0] for each in takes]
    befores = [choices.before[client, days] for days in dates]
    landings = _landings(dates, befores, skips, choices.shape[2])
    rows = [np.unique(np.concatenate([lands, [0] if k == 0 else dates[k - 1] + 1])) for k, lands in enumerate(landings)]
    first = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    arcs: list[Ints] = []

    def add(starts: Ints, ends: Ints, kind: int, k: int, days: Ints | int = 0) -> None:
        arcs.append(np.stack(np.broadcast_arrays(starts, ends, kind, k, client, days), axis=1))

    for k, row in enumerate(rows):
        waits = np.nonzero(barriers[row[:-1]] == barriers[row[1:]])[0]
        add(first[k] + waits, first[k] + waits + 1, _WAIT, 0)
        if k == count:
            break
        below = rows[k + 1]
        starts = first[k] + np.searchsorted(row, befores[k])
        add(starts, first[k + 1] + np.searchsorted(below, dates[k] + 1), _VISIT, k, dates[k])
        if skips[k]:
            froms = np.searchsorted(row, landings[k + 1], side="right") - 1
            useful = (np.diff(froms, prepend=-1) > 0) & (barriers[row[froms]] == barriers[landings[k + 1]])
            lands = landings[k + 1][useful]
            add(first[k] + froms[useful], first[k + 1] + np.searchsorted(below, lands), _OMIT, k)
    return np.concatenate(arcs), rows


def _landings(dates: list[Ints], befores: list[Ints], skips: Flags, last: int) -> list[Ints]:
    """By `k`: the states that an omission may lead to, those from which a later visit starts, or the end.

    To leave out several visits in a row, a state from which a later visit starts must be reachable
    through the rows between. It is handed up as far as a path can come from, and one state beyond.
    """
    entered = [0] + [int(days.max(initial=-1)) + 1 for days in dates]
    farthest = np.maximum.accumulate(entered)
    landings = [np.array([last])]
    for k in range(len(dates) - 1, -1, -1):
        own = befores[k]
        if skips[k]:
            later = landings[0]
            near = max(int(farthest[k]), int(own.max(initial=0)))
            own = np.concatenate([own, later[: int(np.searchsorted(later, near, side="right")) + 1]])
        landings.insert(0, np.unique(own))
    return landings
