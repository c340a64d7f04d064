"""An imported library is a library: it lints, is reviewed and is scored; and any text survives the way in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msptool.exchange.plan import Plan, plan_import
from msptool.exchange.tables import Source
from msptool.standards.library import Library
from msptool.standards.model import STANDARD
from msptool.workspace.delimited import Table
from msptool.workspace.documents import read_document
from msptool.workspace.entities import parse
from tests.exchange.sheets import QUESTION, csv_text
from tests.small_practice import Practice

HEADER = ("Category", "Question Name", "Question Text", "Why Are We Asking", "How To", "Priority", "Tags", "URL", "ID")
PIECES = [
    "plain",
    "two  spaces",
    "tab\there",
    "a: b",
    "#comment",
    "- item",
    "'quoted'",
    "\x1b[A",
    "größer",
    "\n",
    "\x07",
    "=1+1",
    "x" * 60,
]
CELL = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)


def planned(row: dict[str, str]) -> Plan:
    table = Table(HEADER, ((2, {"Category": "Email", "Question Text": QUESTION, **row}),))
    return plan_import(Source(table, "a sheet"), Library({}, {}))


@given(CELL, CELL, CELL, CELL, CELL)
def test_whatever_the_cells_hold_the_file_written_is_read_as_what_was_meant(
    name: str, why: str, how: str, tags: str, url: str
) -> None:
    plan = planned(
        {
            "Question Name": name,
            "Why Are We Asking": why,
            "How To": how,
            "Tags": tags,
            "URL": f"https://x.example/{url}",
        }
    )
    for made in plan.created.values():
        document, problems = read_document(made.path, made.content)
        assert document is not None, problems
        entry, problems = parse(STANDARD, document)
        assert entry is not None, problems
        assert not problems
        standard = entry.entity
        fields = made.fields
        assert (standard.question, standard.why, list(standard.how)) == (
            QUESTION,
            fields.get("why", ""),
            fields.get("how", []),
        )
        assert (standard.name, list(standard.tags)) == (fields["name"], fields.get("tags", []))


@given(CELL, CELL)
def test_whatever_id_and_category_hold_the_path_stays_in_the_library(identifier: str, category: str) -> None:
    plan = planned({"ID": identifier, "Category": category})
    assert len(plan.created) + len(plan.faults) == 1
    for made, creation in plan.created.items():
        folder, path = creation.category, Path(creation.path)
        assert STANDARD.match(path.as_posix()) == {"category": folder, "id": made}
        assert path.resolve().is_relative_to(Path("standards").resolve())
        assert len(made) <= 100
        assert len(folder) <= 100


@given(st.lists(st.tuples(st.sampled_from([QUESTION, "Is the backup tested?", "What is it?", ""]), CELL), max_size=6))
@settings(max_examples=50)
def test_every_row_is_accounted_for_once(rows: list[tuple[str, str]]) -> None:
    table = Table(
        HEADER,
        tuple(
            (number, {"Category": "Email", "Question Text": text, "ID": id})
            for number, (text, id) in enumerate(rows, 2)
        ),
    )
    plan = plan_import(Source(table, "a sheet"), Library({}, {}))
    told = {each.row for each in plan.faults} | {each.row for each in plan.not_yes_no}
    assert len(plan.created) + len(plan.updated) + len(told) == len(rows)


THINGS = ["firewall", "switch", "router", "server", "backup", "mailbox", "laptop", "printer", "phone", "licence"]


@pytest.fixture
def imported(practice: Practice) -> Practice:
    rows = [
        [
            f"Category {number % 4}",
            "",
            f"Is every {thing} listed in the {place} inventory?",
            f"Why {thing}.",
            "Look.",
            "high",
            "x",
            "https://a.example",
            "",
        ]
        for number, (thing, place) in enumerate((thing, place) for thing in THINGS for place in ("asset", "warranty"))
    ]
    rows.append(["Category 0", "", "How many servers are there?", "", "", "", "", "", ""])
    file = practice.home / "sheet.csv"
    file.write_text(csv_text(*rows, header=HEADER), encoding="utf-8")
    done = practice.run("standard", "import", str(file), "--json", "--status", "active")
    assert (done.code, len(done.json["created"]), len(done.json["not_yes_no"])) == (0, 20, 1)
    return practice


def test_an_imported_library_lints_without_errors(imported: Practice) -> None:
    done = imported.run("lint", "--format", "json")
    assert done.code == 0
    assert [each for each in done.json["problems"] if each["severity"] == "error"] == []


def test_an_imported_library_can_be_reviewed_and_scored(imported: Practice) -> None:
    imported.commit()
    listed = imported.run("standard", "list", "--category", "category-0", "--json").json["standards"]
    assert len(listed) == 5
    rows = "".join(f"{each['id']},{'yes' if number % 2 else 'no'},\n" for number, each in enumerate(listed))
    imported.review("acme", rows)
    document = imported.run("score", "acme", "--json").json
    category = next(each for each in document["categories"] if each["category"] == "category-0")
    assert (category["earned"], category["possible"], category["answered"]) == (10, 25, 5)
    assert document["applicable"] == 26
