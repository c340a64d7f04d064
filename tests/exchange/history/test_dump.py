"""The files of a dump: every page there, nothing twice with two contents, nothing in a wrong file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from msptool.exchange.history.dump import read_dump, refuse_missing
from msptool.workspace.problems import Refusal


def put(folder: Path, **files: Any) -> Path:
    """Files by their names without the ending; two underscores stand for a hyphen."""
    for name, value in files.items():
        (folder / f"{name.replace('__', '-')}.json").write_text(json.dumps(value), encoding="utf-8")
    return folder


def page(number: int, total: int, *ids: int, **more: Any) -> dict[str, Any]:
    items = [{"id": id, "name": f"Client {id}", "isActive": True, **more} for id in ids]
    return {"page": number, "pageSize": 2, "totalCount": total, "items": items}


def test_pages_are_put_together_and_overlapping_ones_count_once(tmp_path: Path) -> None:
    put(tmp_path, clients__1=page(1, 3, 1, 2), clients__page__2=page(2, 3, 2, 3), notes={"x": 1})
    dump = read_dump(tmp_path)
    assert list(dump.of("clients")) == ["1", "2", "3"]
    assert dump.of("clients")["3"].where == "clients-page-2.json, record 2"
    assert dump.unread == ["notes.json"]
    assert dump.files == [("clients-1.json", "clients", 2), ("clients-page-2.json", "clients", 2)]


@pytest.mark.parametrize(
    "envelope",
    [
        {"Page": 1, "PageSize": 100, "TotalCount": 1, "Items": [{"Id": 7, "Name": "Acme", "IsActive": True}]},
        {"page": 1, "page_size": 100, "total_count": 1, "data": [{"id": "7", "name": "Acme", "is_active": True}]},
        {"page": 1, "totalCount": 1, "items": {"id": 7, "name": "Acme", "isActive": True}},
        [{"id": 7, "name": "Acme", "isActive": True}],
    ],
)
def test_the_spellings_of_other_programs_are_read(envelope: Any, tmp_path: Path) -> None:
    record = read_dump(put(tmp_path, clients=envelope)).of("clients")["7"]
    assert record.text("name") == "Acme"
    assert record.flag("active") is True


def test_fields_that_nothing_reads_are_counted_as_they_are_spelt(tmp_path: Path) -> None:
    put(tmp_path, clients=page(1, 2, 1, 2, psaNumber="x"))
    assert read_dump(tmp_path).ignored() == {"clients": {"psaNumber": 2}}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"clients": page(1, 3, 1, 2)}, "clients.json counts 3 clients in all, and the files hold 2."),
        ({"clients__1": page(1, 5, 1, 2), "clients__3": page(3, 5, 5)}, "Page 2 of clients is missing: clients-3.json is page 3."),
        ({"clients__2": page(2, 3, 3)}, "Page 1 of clients is missing"),
        ({"clients__1": [{"id": 1}], "clients__3": [{"id": 2}]}, "Page 2 of clients is missing"),
        ({"clients__1": page(1, 3, 1, 2), "clients__2": page(2, 4, 3)}, "clients-1.json counts 3 clients in all, clients-2.json counts 4"),
        ({"clients__1": page(1, 2, 1), "clients__2": page(2, 2, 1, name="Other")},
         "clients-2.json, record 1: the id 1 stands in clients-1.json, record 1 with another 'name'."),
        ({"clients__1": page(1, 1, 1), "clients__2": [{"id": 2}]}, "clients-1.json and clients-2.json: one is a page, the other a plain list"),
        ({"clients": {"page": 1}}, "clients.json: the page has no 'items'"),
        ({"clients": {"items": "x"}}, "clients.json: items is no list of clients"),
        ({"clients": 7}, "clients.json: the file is no list of clients"),
        ({"clients": {"totalCount": "many", "items": []}}, "clients.json: 'totalCount' is no count, but text"),
        ({"clients": {"page": True, "items": []}}, "clients.json: 'page' is no count, but true or false"),
        ({"clients": [{"id": 1}, "x"]}, "clients.json, record 2: it is no object with fields, but text"),
        ({"clients": [{"name": "x"}]}, "clients.json, record 1: its 'id' is nothing"),
        ({"clients": [{"id": {"a": 1}}]}, "clients.json, record 1: its 'id' is an object"),
        ({"clients": [{"id": True}]}, "clients.json, record 1: its 'id' is true or false"),
        ({"clients": [{"id": " "}]}, "clients.json, record 1: its 'id' is empty"),
        ({"clients": [{"id": "x" * 200}]}, "clients.json, record 1: its 'id' has 200 characters"),
        ({"clients": [{"id": 1, "isActive": True, "is_active": False}]}, "clients.json, record 1: 'isActive' and 'is_active' are the same field"),
        ({"clients": [{"id": 1, "question": {}, "review": {}}]},
         "clients.json, record 1: this looks like one of the findings (it has 'question'), not of the clients"),
        ({"users": [{"id": 1, "name": "x", "isActive": True}]}, "users.json, record 1: this looks like one of the clients"),
        ({"notes": []}, "holds no file of the dump"),
    ],
)  # fmt: skip
def test_a_dump_that_is_not_whole_is_refused(files: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read_dump(put(tmp_path, **files))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_more_records_than_counted_are_said_and_kept(tmp_path: Path) -> None:
    dump = read_dump(put(tmp_path, clients=page(1, 1, 1, 2)))
    assert len(dump.of("clients")) == 2
    assert dump.remarks == ["clients.json counts 1 clients in all, and the files hold 2."]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="is no folder"):
        read_dump(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"reviews": [{"id": 1, "client": {"id": 2}, "assignedEngineer": None}]}, "reviews.json, record 1 refers to clients"),
        ({"findings": [{"id": 1, "review": {"id": 2}, "question": "x"}]}, "findings.json, record 1 refers to reviews"),
        ({"clients": [], "recommendations": [{"id": 1, "client": 2, "findingsIds": [3]}]}, "recommendations.json, record 1 refers to findings"),
        ({"clients": [], "meetings": [{"id": 1, "purpose": "", "client": 2, "recommendationIds": [3]}]},
         "meetings.json, record 1 refers to recommendations"),
    ],
)  # fmt: skip
def test_a_resource_that_is_referred_to_must_be_there(files: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        refuse_missing(read_dump(put(tmp_path, **files)))
    assert str(refused.value).startswith(said)


def test_a_resource_that_nothing_refers_to_may_be_missing(tmp_path: Path) -> None:
    refuse_missing(
        read_dump(
            put(tmp_path, clients=[], recommendations=[{"id": 1, "client": 2, "findingsIds": [], "initiative": None}])
        )
    )
