"""The tech-debt audit: the cost of each step and the top three by hand, and what became of the audit before.

Source: seed document 000, action item 3: look for manual steps that technicians repeat, and pick the top three that cause
delays or errors.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from msptool.changes.techdebt.model import Audit, ManualStep
from msptool.changes.techdebt.ranking import cost_of, ranking
from msptool.workspace.settings import Changes
from tests.changes.texts import AUDIT, TECH_DEBT
from tests.small_practice import Golden, Practice

EARLIER = AUDIT.replace("10-06", "04-07")


def audit(text: str, day: str = "2026-10-06") -> Audit:
    return Audit.model_validate({**yaml.safe_load(text), "day": day})


def test_the_cost_by_hand() -> None:
    # 20 minutes, 21 times: 420 minutes are 7 hours. 8 late and 2 wrong at an hour each: 10 more.
    found = {each.id: cost_of(each, Changes()) for each in audit(TECH_DEBT).steps}
    assert (float(found["sort-alerts"].hours), float(found["sort-alerts"].total)) == (7, 17)
    # 270 minutes once: 4.5 hours; 1 and 5 at an hour each.
    assert (found["correct-times"].hours, found["correct-times"].total) == (Fraction(9, 2), Fraction(21, 2))
    # 15 minutes, 21 times: 5.25 hours; 1 wrong.
    assert found["read-portal"].total == Fraction(25, 4)
    # 6 minutes, 20 times, nothing late and nothing wrong.
    assert found["copy-serials"].total == 2
    double = cost_of(audit(TECH_DEBT).steps[0], Changes(hours_per_trouble=2.5))
    assert double.total == 7 + 25


def test_the_top_three_are_those_that_cause_delays_or_errors() -> None:
    busy = TECH_DEBT.replace("minutes: 6, times: 20}", "minutes: 60, times: 40}")
    found = ranking(audit(busy), None, Changes())
    # Forty hours without any trouble are the costliest, and still wait for those that hurt.
    assert [each.step.id for each in found.costs] == ["copy-serials", "sort-alerts", "correct-times", "read-portal"]
    assert [each.step.id for each in found.top] == ["sort-alerts", "correct-times", "read-portal"]
    quiet = ranking(audit(busy.replace(", errors: 1}", "}")), None, Changes())
    assert [each.step.id for each in quiet.top] == ["sort-alerts", "correct-times", "copy-serials"]


counts = st.integers(0, 30)


@given(st.lists(st.tuples(st.floats(0.5, 500), st.floats(0.5, 100), counts, counts), max_size=8), st.floats(0, 10))
def test_nothing_that_hurts_more_is_left_out_of_the_top(
    found: list[tuple[float, float, int, int]], rate: float
) -> None:
    steps = tuple(
        ManualStep(id=f"s-{place}", what="x", where="x", minutes=minutes, times=times, delays=delays, errors=errors)
        for place, (minutes, times, delays, errors) in enumerate(found)
    )
    result = ranking(audit(TECH_DEBT).model_copy(update={"steps": steps}), None, Changes(hours_per_trouble=rate))
    assert len(result.top) == min(3, len(steps))
    assert result.hours == sum((each.hours for each in steps), Fraction(0))
    left = [each for each in result.costs if each not in result.top]
    for top in result.top:
        for other in left:
            assert (bool(top.step.troubles), top.total) >= (bool(other.step.troubles), other.total)


def test_an_audit_is_compared_with_the_one_before(mapped: Practice, golden: Golden) -> None:
    mapped.write(AUDIT, TECH_DEBT)
    assert mapped.run("techdebt", "show", "--json").json["before"] is None
    gone = "  - {id: read-mails, what: Reading mails, where: Every morning, minutes: 25, times: 21, delays: 2, change: mail-tickets}\n"
    old = TECH_DEBT.replace("delays: 8, errors: 2", "delays: 6, errors: 3").split("  - {id: correct-times")[0] + gone
    mapped.write(EARLIER, old)
    found = mapped.run("techdebt", "show", "--json").json
    assert found["before"] == "2026-04-07"
    # sort-alerts: 7 hours and 9 troubles were 16, and are 17. read-mails was 8.75 and 2.
    assert {each["id"]: (each["then"], each["now"], each["difference"]) for each in found["compared"]} == {
        "read-mails": (10.75, None, -10.75), "sort-alerts": (16.0, 17.0, 1.0), "copy-serials": (2.0, 2.0, 0.0),
        "correct-times": (None, 10.5, 10.5), "read-portal": (None, 6.25, 6.25),
    }  # fmt: skip
    golden.check("techdebt.txt", mapped.run("techdebt", "show").out)
    assert mapped.run("techdebt", "show", "2026-04-07", "--json").json["day"] == "2026-04-07"
    other = mapped.run("techdebt", "show", "2026-05-01")
    assert (other.code, other.out) == (2, "")
    assert "There is no audit of 2026-05-01: they are of 2026-04-07, 2026-10-06." in other.err


ADD = (
    "techdebt",
    "add",
    "sort-alerts",
    "--what",
    "Sorting alerts",
    "--where",
    "Mornings",
    "--minutes",
    "20",
    "--times",
    "21",
)


def test_an_audit_begins_with_its_first_step_and_the_next_with_those_of_the_last(mapped: Practice) -> None:
    none = mapped.run("techdebt", "show")
    assert (none.code, none.out) == (3, "")
    assert "'msptool techdebt add ID --what ... --where ... --minutes N --times N' begins one." in none.err
    assert mapped.run(*ADD, "--errors", "2", "--tool", "psa").code == 0
    file = "practice/tech-debt/2026-11-16.yaml"
    assert mapped.data(file) == {
        "steps": [
            {
                "id": "sort-alerts", "what": "Sorting alerts", "where": "Mornings", "tool": "psa", "minutes": "20", "times": "21",
                "errors": "2",
            }
        ]
    }  # fmt: skip
    from datetime import date

    later = date(2027, 2, 1)
    assert mapped.run("techdebt", "new", today=later).out == "Wrote practice/tech-debt/2027-02-01.yaml with 1 step.\n"
    assert mapped.data("practice/tech-debt/2027-02-01.yaml") == mapped.data(file)
    again = mapped.run("techdebt", "new", today=later)
    assert "There is an audit of 2027-02-01: a new one is of a later day." in again.err
    assert not [each for each in mapped.run("lint", "--json", today=later).json["problems"] if each["code"][0] == "G"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--tool", "pas"), "There is no tool 'pas'. Did you mean 'psa'?"),
        (("--change", "x"), "There is no change 'x'."),
        (("--date", "2026-11-17"), "2026-11-17 is still to come"),
        (("--minutes", "-5"), "minutes: -5 is not more than 0."),
        (("--minutes", "nan"), "minutes: nan is not a number"),
        (("--times", "0"), "times: 0 is not more than 0."),
    ],
)
def test_a_step_with_something_wrong_is_not_added(arguments: tuple[str, ...], sentence: str, mapped: Practice) -> None:
    before = mapped.files()
    done = mapped.run(*ADD, *arguments)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert mapped.files() == before


def test_the_first_step_of_a_new_day_brings_those_of_the_last_audit_along(mapped: Practice) -> None:
    """What nobody looked at again today is not 'no longer done', and 'new' is not needed any more."""
    mapped.write(AUDIT, TECH_DEBT)
    done = mapped.run(*ADD[:2], "print-labels", *ADD[3:])
    assert (done.code, done.out) == (0, "Added 'print-labels' to practice/tech-debt/2026-11-16.yaml.\n")
    assert "A new audit, which begins with 4 steps of the last one" in done.err
    found = mapped.run("techdebt", "show", "--json").json
    assert (found["day"], len(found["steps"])) == ("2026-11-16", 5)
    assert [each["id"] for each in found["compared"] if each["now"] is None] == []
    assert "no longer done" not in mapped.run("techdebt", "show").out
    assert "begins with" not in mapped.run(*ADD[:2], "fold-letters", *ADD[3:]).err
    twice = mapped.run(*ADD, "--date", "2026-11-15")
    assert "The audit of 2026-11-15 has the step 'sort-alerts' already: change its file." in twice.err
    assert len(mapped.run("techdebt", "show", "--json").json["steps"]) == 6


def test_no_id_is_cut_in_a_narrow_terminal(mapped: Practice) -> None:
    """It must be typed into the next command, so '…' in it helps nobody."""
    name = "copy-the-integration-keys-into-the-documentation"
    mapped.run(*ADD[:2], name, *ADD[3:])
    mapped.run("techdebt", "new", "--date", "2026-11-16")
    mapped.write("practice/tech-debt/2026-11-10.yaml", mapped.read("practice/tech-debt/2026-11-16.yaml"))
    for width in ("80", "60"):
        out = mapped.run("techdebt", "show", env={"COLUMNS": width}).out
        assert out.count(name) == 3, "as one of the first three, among all, and since the audit before"
        assert "…" not in out


def test_a_step_is_added_once(mapped: Practice) -> None:
    assert mapped.run(*ADD).code == 0
    assert "has the step 'sort-alerts' already: change its file." in mapped.run(*ADD).err
