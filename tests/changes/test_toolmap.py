"""The tool map by its commands: as a table, as JSON, as Mermaid; begun with its first tool."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from msptool.changes.toolmap.findings import lonely, remarks, unread
from msptool.changes.toolmap.mermaid import mermaid
from msptool.changes.toolmap.model import ToolMap
from tests.changes.texts import MAP, TOOL_MAP
from tests.small_practice import Golden, Practice, dump

BY_HAND = "  - {source: psa, data: [tickets], readers: [jim], often: weekly, by_hand: true}\n"


def read(text: str) -> ToolMap:
    return ToolMap.model_validate(yaml.safe_load(text))


def test_the_map_as_a_table(mapped: Practice, golden: Golden) -> None:
    mapped.write(MAP, TOOL_MAP.replace("sources_of_truth:", f"{BY_HAND}sources_of_truth:"))
    done = mapped.run("toolmap", "show")
    assert (done.code, done.err) == (0, "")
    golden.check("toolmap.txt", done.out)


def test_the_map_as_data(mapped: Practice) -> None:
    mapped.write(MAP, TOOL_MAP.replace("sources_of_truth:", f"{BY_HAND}sources_of_truth:"))
    found = mapped.run("toolmap", "show", "--json").json
    assert found["schema"] == "msptool/toolmap/1"
    assert [each["id"] for each in found["tools"]] == ["rmm", "psa", "board", "docs"]
    assert found["tools"][0]["clients"] == "all"
    assert found["by_hand"] == [
        {"source": "psa", "data": ["tickets"], "to": [], "readers": ["jim"], "often": "weekly", "by_hand": True}
    ]
    assert found["remarks"] == ["By hand: tickets from psa to jim, weekly."]
    assert (found["lonely"], found["unread"], found["svg"]) == ([], [], None)


def test_what_is_loose_is_found() -> None:
    found = read(TOOL_MAP.replace(", to: [psa]", "").replace("known_by: [jim, sam]", "known_by: [jim]"))
    assert unread(found) == [("rmm", "alerts")]
    assert lonely(found) == []
    assert list(remarks(found)) == ["Only jim can mend 'Routing': show it to somebody else."]
    retiring = read(TOOL_MAP.replace("kind: rmm, ", "kind: rmm, status: retiring, "))
    assert list(remarks(retiring)) == [
        "Remote management is retiring, and is the source of truth for assets, alerts: say which tool follows."
    ]


def test_the_map_as_mermaid(mapped: Practice, golden: Golden) -> None:
    mapped.write(MAP, TOOL_MAP.replace("sources_of_truth:", f"{BY_HAND}sources_of_truth:"))
    golden.check("toolmap.mmd", mapped.run("toolmap", "show", "--mermaid").out)
    both = mapped.run("toolmap", "show", "--mermaid", "--json")
    assert (both.code, both.out) == (2, "")


@given(st.text(min_size=1, max_size=40).filter(lambda text: not re.search("[\ud800-\udfff]", text)))
def test_no_name_breaks_out_of_its_quotes(name: str) -> None:
    data: dict[str, Any] = yaml.safe_load(TOOL_MAP)
    plain = mermaid(ToolMap.model_validate(data)).splitlines()
    data["tools"][0]["name"] = name
    lines = mermaid(ToolMap.model_validate(data)).splitlines()
    assert len(lines) == len(plain)
    assert lines[2:] == plain[2:]
    inner = lines[1].removeprefix('  t0["<b>').removesuffix('</b><br>RMM<br>right about assets, alerts"]')
    assert not set(inner) & set('"<>[]{}|`\\')


def test_a_practice_without_a_map_is_told_how_to_begin_and_begins(practice: Practice) -> None:
    done = practice.run("toolmap", "show")
    assert (done.code, done.out) == (3, "")
    assert "'msptool toolmap add ID --name NAME --kind KIND --owner PERSON' begins it." in done.err
    add = ("toolmap", "add", "psa", "--name", "Tickets", "--kind", "psa", "--owner", "jim")
    assert practice.run(*add).out == f"Added 'psa' to {MAP}.\n"
    assert (
        practice.run("toolmap", "add", "rmm", "--name", "R", "--kind", "rmm", "--owner", "bob", "--client", "acme").code
        == 0
    )
    assert practice.data(MAP)["tools"] == [
        {"id": "psa", "name": "Tickets", "kind": "psa", "owner": "jim", "clients": "all"},
        {"id": "rmm", "name": "R", "kind": "rmm", "owner": "bob", "clients": ["acme"]},
    ]
    codes = {each["code"] for each in practice.run("lint", "--json").json["problems"]}
    assert codes == {"G103", "G107"}
    before = practice.files()
    for arguments, sentence in (
        (add, "has a tool 'psa' already: change it in the file."),
        ((*add[:2], "x", *add[3:-1], "jmi"), "There is nobody 'jmi' in practice/people/. Did you mean 'jim'?"),
        ((*add[:2], "x", *add[3:], "--client", "acmee"), "There is no client 'acmee'. Did you mean 'acme'?"),
        (
            (*add[:2], "x", "--name", "x", "--kind", "pas", "--owner", "jim"),
            "'pas' is no kind of tool. Did you mean 'psa'?",
        ),
        ((*add[:2], "A b", *add[3:]), "cannot be the id of a tool"),
    ):
        done = practice.run(*arguments)
        assert done.code == 2
        assert sentence in done.err
    assert practice.files() == before


@pytest.mark.parametrize(
    ("tool", "message"),
    [
        ({"id": "x", "name": "X", "kind": "crm"}, "'crm' is not one of 'rmm', 'psa'"),
        ({"id": "x", "name": "X", "kind": "rmm", "clients": "acme"}, "clients are 'all', or a list of their ids"),
        ({"id": "rmm", "name": "X", "kind": "rmm"}, "two tools have the id rmm"),
    ],
)
def test_a_map_that_cannot_be_read_is_refused_with_its_line(
    tool: dict[str, str], message: str, mapped: Practice
) -> None:
    mapped.write(MAP, dump({**yaml.safe_load(TOOL_MAP), "tools": [*yaml.safe_load(TOOL_MAP)["tools"], tool]}))
    done = mapped.run("toolmap", "show")
    assert (done.code, done.out) == (3, "")
    assert re.search(rf"{MAP}:\d+: ", done.err)
    assert message in done.err
