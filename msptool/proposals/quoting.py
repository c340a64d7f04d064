"""What an accepted proposal means to the roadmap: the price that the client took, in place of the estimate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from msptool.proposals.model import Proposal
from msptool.proposals.pricing import cents, priced, terms_of
from msptool.roadmap.items import recommendations
from msptool.roadmap.model import RECOMMENDATION, Costs, Recommendation
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, plan


@dataclass(frozen=True, slots=True)
class Quoted:
    """What the client took, without tax; what is paid a year counts with a twelfth a month.

    `estimated` is what the roadmap said of the proposal's recommendations, by id, and `missing` are ids that it does not
    have. `planned` writes the quote into the one recommendation; None where there are several, or none that is there.
    """

    costs: Costs
    estimated: dict[str, Costs]
    missing: tuple[str, ...]
    planned: Planned | None


def quoted(workspace: Workspace, proposal: Proposal, chosen: Sequence[str]) -> Quoted | None:
    """The quote of a proposal with the options that the client took; None where it carries out no recommendation."""
    if not proposal.recommendations:
        return None
    totals = priced(proposal, terms_of(proposal, workspace.settings)).totals(chosen)
    costs = Costs(one_time=totals.once.net, monthly=totals.monthly.net + cents(totals.annual.net / 12), basis="quote")
    known = {each.id: each for each in recommendations(workspace.source, proposal.client)}
    named = dict.fromkeys(proposal.recommendations)
    found = [known[name] for name in named if name in known]
    planned = _written(workspace, found[0], costs) if len(named) == len(found) == 1 else None
    missing = tuple(name for name in named if name not in known)
    return Quoted(costs, {each.id: each.costs for each in found}, missing, planned)


def _written(workspace: Workspace, found: Recommendation, costs: Costs) -> Planned:
    def change(data: Any) -> None:
        if data.get("costs") is None:
            data["costs"] = {}
        data["costs"]["one_time"] = costs.one_time
        if costs.monthly or "monthly" in data["costs"]:
            data["costs"]["monthly"] = costs.monthly
        data["costs"]["basis"] = costs.basis

    return plan(workspace.root, RECOMMENDATION, change, client=found.client, id=found.id)


def quoted_text(found: Quoted, client: str, currency: str) -> str:
    """The sentences for a person: what was estimated, what was quoted, and where it stands now."""
    estimated = "; ".join(f"{name} {cost_text(costs, currency)}" for name, costs in found.estimated.items())
    said = f"Estimated on the roadmap: {estimated}. " if estimated else ""
    said += f"Quoted, without tax: {cost_text(found.costs, currency)}."
    if found.planned is not None:
        return f"{said} Written to {found.planned.path}."
    if found.missing:
        return f"{said} The roadmap of {client} has no {', '.join(found.missing)}: nothing was written there."
    return (
        f"{said} It is for several recommendations: write the part of each into its file in clients/{client}/roadmap/."
    )


def cost_text(costs: Costs, currency: str) -> str:
    """`USD 1,500.00 and USD 20.00 a month`."""
    parts = [f"{currency} {costs.one_time:,.2f}"] if costs.one_time or not costs.monthly else []
    parts += [f"{currency} {costs.monthly:,.2f} a month"] if costs.monthly else []
    return " and ".join(parts)
