"""Everything of one finding: its answers, its runs of 'no', its judgements, and the fixes that wait to be verified."""

from __future__ import annotations

from dataclasses import dataclass

from msptool.alignment.findings import Finding
from msptool.alignment.model import Judgement
from msptool.alignment.scores import judgements_of
from msptool.alignment.viewpoint import Viewpoint
from msptool.clients.applicability import why_not
from msptool.clients.model import Client
from msptool.reviews.model import Claim
from msptool.reviews.recheck import pending_claims, require_recheck
from msptool.reviews.record import Given, Run, answers_to, current_answer, history_of, runs_of_no
from msptool.standards.model import Category, Standard
from msptool.workspace.problems import UsageRefusal


@dataclass(frozen=True, slots=True)
class Detail:
    """One finding with its history, oldest first.

    `answers` are also those to another wording of the question; they count in no run. `judgements` are those of all
    runs. `claims` say of a fix that it is done; the next review verifies them.
    """

    finding: Finding
    category: Category
    answers: tuple[Given, ...]
    runs: tuple[Run, ...]
    judgements: tuple[Judgement, ...]
    claims: tuple[Claim, ...]


def detail(view: Viewpoint, client: Client, standard: Standard) -> Detail:
    """The finding of a client at a standard; refuses where there is none, and says why."""
    given, triage = view.given(client.id), view.triage(client.id)
    found = require_finding(view, client, standard)
    answers = tuple(history_of(standard, given))
    return Detail(
        found,
        view.library.category(standard),
        answers,
        tuple(runs_of_no(answers_to(standard, given))),
        tuple(judgements_of(triage, standard, view.as_of)),
        pending_claims(standard, require_recheck(view.source, client.id), given),
    )


def require_finding(view: Viewpoint, client: Client, standard: Standard) -> Finding:
    """The client's finding at a standard; refuses where there is none, and says why."""
    given = view.given(client.id)
    found = next((each for each in view.findings(client, given) if each.standard.id == standard.id), None)
    if found is not None:
        return found
    head = f"{standard.id} is no finding of {client.name}"
    if (reason := why_not(client, standard, view.as_of)) is not None:
        raise UsageRefusal(f"{head}. {reason}")
    current = current_answer(standard, given)
    if current is None:
        reworded = " as it is worded now" if history_of(standard, given) else ""
        raise UsageRefusal(f"{head}: it was never answered{reworded}.")
    raise UsageRefusal(f"{head}: its last answer, of {current.answer.on}, is {current.answer.answer}.")
