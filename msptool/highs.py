"""The gateway to HiGHS, the solver of whole-number programs: imported only when something is to be planned."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msptool.workspace.problems import Refusal

_TRIES = 100


def highspy() -> Any:
    """The library; refuses in one sentence where it is not installed."""
    try:
        import highspy
    except ImportError:
        raise Refusal(
            "Planning needs the solver HiGHS, which is not installed here. Install it: pip install highspy."
        ) from None
    return highspy


@dataclass(frozen=True, slots=True)
class Solved:
    """The best choice: which variables are taken, what that is worth, and a proven upper bound on what any is worth."""

    taken: frozenset[int]
    value: int
    bound: int


class Program:
    """Which of `count` things to take, under rows of whole numbers. Nothing that the solver says is believed as it is."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._rows: list[tuple[dict[int, int], int]] = []

    def at_most(self, row: Mapping[int, int], limit: int) -> None:
        """The sum of the coefficients in `row` of what is taken may not exceed `limit`."""
        kept = {place: value for place, value in row.items() if value}
        divisor = math.gcd(*kept.values()) if kept else 1
        self._rows.append(({place: value // divisor for place, value in kept.items()}, limit // divisor))

    def at_least(self, row: Mapping[int, int], limit: int) -> None:
        """The sum must reach `limit`."""
        self.at_most({place: -value for place, value in row.items()}, -limit)

    def best(self, worth: Mapping[int, int], seconds: float) -> Solved | None:
        """The choice that is worth most; None where none keeps every row. The same program gives the same choice.

        The solver keeps rows within a tolerance; a choice that breaks one in whole numbers is forbidden, and it is asked again.
        """
        for _ in range(_TRIES):
            found = self._run(worth, seconds)
            if found is None or all(self._sum(row, found.taken) <= limit for row, limit in self._rows):
                return found
            apart = {place: 1 if place in found.taken else -1 for place in range(self.count)}
            self._rows.append((apart, len(found.taken) - 1))
        raise Refusal("The solver found no plan that keeps every limit exactly. Round the amounts to whole units.")

    @staticmethod
    def _sum(row: Mapping[int, int], taken: frozenset[int]) -> int:
        return sum(value for place, value in row.items() if place in taken)

    def _run(self, worth: Mapping[int, int], seconds: float) -> Solved | None:
        if any(not row and limit < 0 for row, limit in self._rows):
            return None
        if not self.count:
            return Solved(frozenset(), 0, 0)
        library = highspy()
        rows = [(row, limit) for row, limit in self._rows if row]
        program = library.HighsLp()
        program.num_col_, program.num_row_ = self.count, len(rows)
        program.sense_ = library.ObjSense.kMaximize
        program.col_cost_ = [float(worth.get(place, 0)) for place in range(self.count)]
        program.col_lower_, program.col_upper_ = [0.0] * self.count, [1.0] * self.count
        program.row_lower_ = [-library.kHighsInf] * len(rows)
        program.row_upper_ = [float(limit) for _, limit in rows]
        program.integrality_ = [library.HighsVarType.kInteger] * self.count
        matrix = program.a_matrix_
        matrix.format_ = library.MatrixFormat.kRowwise
        starts, places, values = [0], list[int](), list[float]()
        for row, _ in rows:
            places += row
            values += [float(value) for value in row.values()]
            starts.append(len(places))
        matrix.start_, matrix.index_, matrix.value_ = starts, places, values
        highs = library._Highs()  # Highs() prints a banner before it can be told not to
        options = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": 0.5}
        for name, value in {**options, "time_limit": seconds}.items():
            highs.setOptionValue(name, value)
        highs.passModel(program)
        highs.run()
        info, solution = highs.getInfo(), highs.getSolution()
        if not solution.value_valid:
            if highs.getModelStatus() == library.HighsModelStatus.kInfeasible:
                return None
            raise Refusal("No plan was found in the time. Plan fewer quarters.")
        taken = frozenset(place for place, value in enumerate(solution.col_value) if value > 0.5)
        return Solved(taken, self._sum(worth, taken), math.floor(info.mip_dual_bound + 1e-4))
