"""The integer program of one TAM, for HiGHS: clients walk along the dates, and share them.

Each client is a path through its states (`choices`), and an arc of the path is a visit on a
date, a wanted visit left out, or waiting for a later date. The gap is in the arcs: a visit starts from
a state in which every earlier visit is far enough away. So a client alone is a shortest path, and only
"one visit a date" and the budgets tie the clients together. The relaxation of this model is much
tighter than one with a row for every pair of dates that are too close, and is often integral.

Only arcs that are asked for are in the model. States without a visit are left out: waiting leads from
one state in use to the next, and leaving a visit out leads from the last state in use to the next one
from which a later visit starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from msptool.highs import highspy
from msptool.planner.arcs import Arcs, arcs_of
from msptool.planner.choices import Choices, Flags, Ints
from msptool.planner.paths import Costs, Reduced

_WHOLE = 1e-6
_NUDGE = 2e-6


@dataclass(frozen=True, eq=False)
class Answer:
    """What HiGHS found. `bound` and the prices are floating point: hints, until `paths` has proven them.

    `plan` [k, c] is the place of each visit's date or -1; None where there is no whole-number answer.
    """

    solved: bool
    bound: float
    date_prices: NDArray[Any]
    budget_prices: NDArray[Any]
    plan: Ints | None


class Model:
    """The integer program over the visits `takes` [k, c, t] and the omissions `skips` [k, c]."""

    def __init__(self, choices: Choices, costs: Costs, takes: Flags, skips: Flags) -> None:
        self.choices, self.costs = choices, costs
        self.arcs = arcs_of(choices, takes, skips)

    def relaxed(self, seconds: float) -> Answer:
        """The answer of the linear program, with the prices of the dates and the budgets."""
        arcs = self.arcs
        costs = np.zeros(len(arcs.starts), dtype=np.int64)
        costs[arcs.visits] = self.costs.takes[arcs.k, arcs.c, arcs.t][arcs.visits]
        costs[arcs.omitted] = self.costs.skips[arcs.k, arcs.c][arcs.omitted]
        away = self.choices.deviation[arcs.k, arcs.c, arcs.t] * arcs.visits
        nudged = costs + _NUDGE * (away * away)
        keep = np.ones(len(arcs.starts), dtype=np.bool_)
        answer = self._answer(self._run(nudged, keep, None, seconds, "ipx"), keep, whole=False)
        return (
            answer
            if answer.solved
            else self._answer(self._run(nudged, keep, None, seconds, "simplex"), keep, whole=False)
        )

    def whole(self, reduced: Reduced, room: int, seconds: float) -> Answer:
        """The answer in whole visits, up to `room` above the bound of `reduced`, proven to less than one unit of cost.

        The costs that HiGHS sees are between 0 and `room`, so that its tolerances are far below a unit.
        """
        arcs = self.arcs
        reached = reduced.reached[arcs.node_k, arcs.node_c, arcs.node_e]
        costs = reached[arcs.starts] - reached[arcs.ends]
        costs[arcs.visits] += reduced.takes[arcs.k, arcs.c, arcs.t][arcs.visits]
        costs[arcs.omitted] += reduced.skips[arcs.k, arcs.c][arcs.omitted]
        keep = costs <= room
        return self._answer(self._run(costs[keep] / reduced.scale, keep, reduced, seconds, "choose"), keep, whole=True)

    def _run(self, costs: NDArray[Any], keep: Flags, reduced: Reduced | None, seconds: float, solver: str) -> Any:
        library = highspy()
        arcs = self.arcs.only(keep)
        rows, columns, values, lower, upper = self._matrix(arcs, -library.kHighsInf)
        most = np.ones(len(arcs.starts))
        if reduced is not None:
            prices = np.concatenate([reduced.dates, np.array(reduced.budgets, dtype=np.int64)])
            priced = np.nonzero(prices)[0]
            first = len(lower) - len(prices)
            rows = np.concatenate([rows, first + priced])
            columns = np.concatenate([columns, len(costs) + np.arange(len(priced))])
            values = np.concatenate([values, np.ones(len(priced))])
            costs = np.concatenate([costs, prices[priced] / reduced.scale])
            most = np.concatenate([most, upper[first + priced]])
            lower[first + priced] = upper[first + priced]
        order = np.lexsort((rows, columns))
        program = library.HighsLp()
        program.num_col_, program.num_row_ = len(costs), len(lower)
        program.col_cost_, program.col_lower_, program.col_upper_ = costs, np.zeros(len(costs)), most
        program.row_lower_, program.row_upper_ = lower, upper
        program.a_matrix_.format_ = library.MatrixFormat.kColwise
        program.a_matrix_.start_ = np.searchsorted(columns[order], np.arange(len(costs) + 1))
        program.a_matrix_.index_, program.a_matrix_.value_ = rows[order], values[order]
        options: dict[str, Any] = {
            "output_flag": False,
            "threads": 1,
            "random_seed": 0,
            "time_limit": max(seconds, 0.0),
            "solver": solver,
        }
        if reduced is not None:
            kinds = (library.HighsVarType.kContinuous, library.HighsVarType.kInteger)
            program.integrality_ = [
                kinds[int(place < len(arcs.visits) and bool(arcs.visits[place]))] for place in range(len(costs))
            ]
            options |= {"mip_rel_gap": 0.0, "mip_abs_gap": 0.99}
        highs = library._Highs()  # Highs() prints a banner before it can be told not to
        for name, value in options.items():
            highs.setOptionValue(name, value)
        highs.passModel(program)
        highs.run()
        return highs

    def _matrix(self, arcs: Arcs, endless: float) -> tuple[Ints, Ints, NDArray[Any], NDArray[Any], NDArray[Any]]:
        """The matrix as rows, columns and values, and the rows' bounds: states, then dates, then budgets."""
        place = np.arange(len(arcs.starts))
        one = np.ones(len(place))
        nodes, dates = len(arcs.node_k), self.choices.shape[2]
        balance = np.zeros(nodes)
        balance[arcs.sources] -= 1
        balance[arcs.sinks] += 1
        visited = arcs.visits & self.choices.shared[arcs.t]
        parts = [
            (arcs.starts, place, -one),
            (arcs.ends, place, one),
            (nodes + arcs.t[visited], place[visited], one[visited]),
        ]
        for number, budget in enumerate(self.costs.budgets):
            used = arcs.visits * budget.takes[arcs.c, arcs.t] + arcs.omitted * budget.skips[arcs.k, arcs.c]
            counted = np.nonzero(used)[0]
            parts.append((np.full_like(counted, nodes + dates + number), counted, used[counted].astype(float)))
        rows, columns, values = (np.concatenate(each) for each in zip(*parts, strict=True))
        limits = [float(budget.limit) for budget in self.costs.budgets]
        lower = np.concatenate([balance, np.full(dates + len(limits), endless)])
        return rows, columns, values, lower, np.concatenate([balance, np.ones(dates), limits])

    def _answer(self, highs: Any, keep: Flags, *, whole: bool) -> Answer:
        status = highspy().HighsModelStatus
        info, solution, found = highs.getInfo(), highs.getSolution(), highs.getModelStatus()
        dates, solved = self.choices.shape[2], found == status.kOptimal
        plan = self._plan(np.array(solution.col_value), keep) if solved or (whole and solution.value_valid) else None
        first = len(self.arcs.node_k)
        duals = (
            np.array(solution.row_dual)[first:] if solved and not whole else np.zeros(dates + len(self.costs.budgets))
        )
        prices = np.maximum(-duals, 0)
        bound = info.mip_dual_bound if whole else info.objective_function_value
        if found == status.kInfeasible:
            solved, bound = True, float("inf")
        return Answer(solved, bound, prices[:dates], prices[dates:], plan)

    def _plan(self, values: NDArray[Any], keep: Flags) -> Ints | None:
        arcs = self.arcs.only(keep)
        values = values[: len(arcs.starts)]
        made = arcs.visits & (values > 0.5)
        if np.abs(values - made)[arcs.visits].max(initial=0.0) > _WHOLE:
            return None
        plan = np.full(self.choices.shape[:2], -1, dtype=np.int64)
        plan[arcs.k[made], arcs.c[made]] = arcs.t[made]
        return plan
