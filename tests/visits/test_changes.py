"""What happens to a visit, and what cannot happen to it."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from msptool.visits.changes import cancel, confirm, done, move, reassign
from msptool.visits.register import require_visit, require_years
from msptool.workspace.problems import Refusal, UsageRefusal
from msptool.workspace.sources import FolderSource
from msptool.workspace.writes import Planned, write
from tests.small_practice import TODAY, Practice

FILE = "practice/schedule/2026/acme.yaml"
TEXT = """\
# The client likes Tuesdays.
visits:
  - {id: 1, day: 2026-11-10, tam: jim}
  - {id: 2, day: 2026-12-08, tam: jim, status: confirmed}
"""


@pytest.fixture
def planned(practice: Practice) -> Practice:
    practice.write(FILE, TEXT)
    return practice


def step(practice: Practice, what: str, day: str, *arguments: object) -> None:
    year, visit = require_visit(require_years(FolderSource(practice.root)), "acme", date.fromisoformat(day))
    steps = {"confirm": confirm, "done": done, "cancel": cancel, "move": move, "reassign": reassign}
    found: Planned = steps[what](practice.root, year, visit, *arguments)  # type: ignore[operator]
    write(found)


def test_each_step_is_kept_with_its_day_and_reason(planned: Practice) -> None:
    step(planned, "move", "2026-12-08", date(2026, 12, 10), TODAY, "The client asked.")
    step(planned, "cancel", "2026-12-10", TODAY, "Stocktaking.")
    step(planned, "done", "2026-11-10", TODAY)
    text = planned.read(FILE)
    assert text.startswith("# The client likes Tuesdays.\n")
    first, second = planned.data(FILE)["visits"]
    assert (first["status"], second["status"], second["day"]) == ("done", "cancelled", "2026-12-10")
    assert second["changes"] == [
        {"on": "2026-11-16", "step": "moved", "day": "2026-12-10", "was": "2026-12-08", "reason": "The client asked."},
        {"on": "2026-11-16", "step": "cancelled", "reason": "Stocktaking."},
    ]
    assert planned.run("lint", "--json").json["problems"] == []


@pytest.mark.parametrize(
    ("what", "day", "arguments", "sentence"),
    [
        ("confirm", "2026-12-08", (TODAY,), "is confirmed already"),
        ("done", "2026-12-08", (TODAY,), "2026-12-08 is still to come"),
        ("cancel", "2026-12-08", (TODAY, " "), "Say why the visit is cancelled"),
        ("move", "2026-12-08", (date(2026, 12, 8), TODAY), "is on 2026-12-08 already"),
        ("move", "2026-12-08", (date(2026, 11, 10), TODAY), "acme has a visit on 2026-11-10 already"),
        ("move", "2026-12-08", (date(2027, 1, 5), TODAY), "2027-01-05 is in another year"),
        ("confirm", "2026-12-09", (TODAY,), "acme has no visit on 2026-12-09. The nearest is on 2026-12-08."),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    what: str, day: str, arguments: tuple[object, ...], sentence: str, planned: Practice
) -> None:
    with pytest.raises(UsageRefusal, match=sentence):
        step(planned, what, day, *arguments)
    assert planned.read(FILE) == TEXT


def test_what_is_done_stays_as_it_is(planned: Practice) -> None:
    step(planned, "done", "2026-11-10", TODAY)
    for what, arguments in (("move", (date(2026, 11, 12), TODAY)), ("cancel", (TODAY, "x")), ("done", (TODAY,))):
        with pytest.raises(UsageRefusal, match="done"):
            step(planned, what, "2026-11-10", *arguments)


def test_a_visit_that_somebody_else_changed_meanwhile_is_left_alone(planned: Practice) -> None:
    year, visit = require_visit(require_years(FolderSource(planned.root)), "acme", date(2026, 12, 8))
    step(planned, "move", "2026-12-08", date(2026, 12, 10), TODAY)
    before = planned.read(FILE)
    changes = (
        partial(move, planned.root, year, visit, date(2026, 12, 9), TODAY),
        partial(cancel, planned.root, year, visit, TODAY, "Stocktaking."),
        partial(reassign, planned.root, year, visit, "bob", TODAY),
    )
    for change in changes:
        with pytest.raises(Refusal, match=f"{FILE} changed while the command was at work"):
            change()
    assert planned.read(FILE) == before


def test_whoever_made_a_visit_before_stays_in_its_history(planned: Practice) -> None:
    step(planned, "reassign", "2026-12-08", "bob", TODAY, "Jim is away.")
    _, second = planned.data(FILE)["visits"]
    assert (second["tam"], second["status"], second["changes"]) == (
        "bob", "confirmed",
        [{"on": "2026-11-16", "step": "reassigned", "was_tam": "jim", "reason": "Jim is away."}],
    )  # fmt: skip
