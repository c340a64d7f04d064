"""`msptool import history`: from a dump to a plan, and from the plan to files, all of them or none."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from msptool.exchange.history.applying import needs_of
from msptool.exchange.history.clients import take_clients
from msptool.exchange.history.dump import Dump, refuse_missing
from msptool.exchange.history.judgements import take_judgements
from msptool.exchange.history.meetings import take_meetings
from msptool.exchange.history.outcome import Outcome
from msptool.exchange.history.people import take_people
from msptool.exchange.history.reviews import read_findings, take_reviews
from msptool.exchange.history.roadmap import take_initiatives, take_recommendations
from msptool.exchange.history.work import Work
from msptool.exchange.identity import USUAL_SOURCE
from msptool.standards.library import require_library
from msptool.workspace.files import check_slug
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import write


def plan_history(dump: Dump, workspace: Workspace, source: str = "") -> Outcome:
    """What importing a dump would do; refuses one that lacks a resource, and a workspace with a broken file.

    `source` is the name under which the ids of the dump are kept.
    """
    name = check_slug(source, "source") if source else USUAL_SOURCE
    refuse_missing(dump)
    work = Work(
        workspace.root, workspace.today, ZoneInfo(workspace.settings.schedule.timezone), name, dump,
        require_library(workspace.source), Outcome(name, dump),
    )  # fmt: skip
    take_people(work, workspace)
    heard = read_findings(work)
    take_clients(work, workspace, needs_of(work, heard))
    judged = take_reviews(work, workspace, heard)
    take_judgements(work, judged)
    take_initiatives(work, workspace)
    take_recommendations(work, workspace)
    take_meetings(work, workspace)
    return work.out


def write_history(outcome: Outcome) -> list[str]:
    """Write every file of an import, all or none; returns their paths."""
    return write(*outcome.planned)
