"""What a change may reach, read off the tool map by hand."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from msptool.changes.toolmap.model import ToolMap
from msptool.changes.toolmap.reach import reach
from tests.changes.texts import TOOL_MAP

FOUND = ToolMap.model_validate(yaml.safe_load(TOOL_MAP))


def test_a_change_of_the_ticket_tool_reaches_the_reports_that_read_tickets() -> None:
    # The example of seed document 000: a field of the PSA changes, and automation, dashboards and mails did not.
    found = reach(FOUND, ["psa"])
    assert found.tools == {"rmm": "sends alerts to psa", "board": "gets tickets from psa"}
    assert found.workflows == {"incident": "uses psa"}
    assert found.automations == {
        "routing": "uses psa",
        "monthly-report": "uses board, which gets data from there",
    }
    assert found.clients == "all"


def test_only_the_data_that_changes_is_followed() -> None:
    found = reach(FOUND, ["rmm"], ["inventory"])
    assert found.tools == {"docs": "gets inventory from rmm"}
    assert found.workflows == {"incident": "uses docs, which gets data from there", "patching": "uses rmm"}
    assert reach(FOUND, ["rmm"], ["alerts"]).tools == {"psa": "gets alerts from rmm"}


def test_data_that_is_passed_on_is_followed_to_its_end() -> None:
    flow = {"often": "daily", "data": ["alerts"]}
    chained = FOUND.model_copy(
        update={
            "flows": ToolMap.model_validate(
                {"flows": [{"source": "rmm", "to": ["psa"], **flow}, {"source": "psa", "to": ["board", "rmm"], **flow}]}
            ).flows
        }
    )
    found = reach(chained, ["rmm"])
    assert found.tools == {
        "psa": "gets alerts from rmm; sends alerts to rmm",
        "board": "gets alerts through psa",
    }


def test_the_clients_are_those_of_the_tools_and_of_their_automations() -> None:
    tools = [each.model_copy(update={"clients": ("acme",)} if each.id == "docs" else {}) for each in FOUND.tools]
    only = FOUND.model_copy(update={"tools": tuple(tools)})
    assert reach(only, ["docs"]).clients == ("acme",)
    assert reach(only, ["docs", "psa"]).clients == "all"
    assert reach(only, []).clients == ()


names = st.sampled_from(["a", "b", "c", "d", "e"])
flows = st.lists(st.tuples(names, names, st.sampled_from(["x", "y"])), max_size=15)


@given(flows, st.sets(names, max_size=2))
def test_what_is_reached_is_what_a_walk_along_the_data_reaches(
    found: list[tuple[str, str, str]], touched: set[str]
) -> None:
    data = {
        "tools": [{"id": each, "name": each, "kind": "other"} for each in "abcde"],
        "flows": [{"source": one, "to": [two], "data": [name], "often": "daily"} for one, two, name in found],
    }
    reached = reach(ToolMap.model_validate(data), touched).tools
    walked = {(two, name) for one, two, name in found if one in touched and two not in touched}
    for _ in range(len(found)):
        walked |= {(two, name) for one, two, name in found if (one, name) in walked and two not in touched}
    feeds = {one for one, two, _ in found if two in touched and one not in touched}
    assert set(reached) == {tool for tool, _ in walked} | feeds
