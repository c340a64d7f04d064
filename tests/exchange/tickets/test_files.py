"""`msptool review handoffs --csv` and `--tickets-json`: the columns and fields of each PSA."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msptool.clients.model import Client
from msptool.exchange.neutral import restored
from msptool.exchange.tickets.files import as_csv, as_json
from msptool.exchange.tickets.profiles import PROFILES
from msptool.exchange.tickets.ticket import tickets_of
from msptool.reviews.model import Review
from msptool.standards.library import Library
from msptool.workspace.ticket_settings import HandoffTickets
from tests.small_practice import Golden, Practice

ALL = tuple(PROFILES)


def table(practice: Practice, *options: str) -> list[dict[str, str]]:
    """The rows that the command writes."""
    path = practice.home / "tickets.csv"
    done = practice.run("review", "handoffs", "acme", "--csv", str(path), *options)
    assert done.code == 0, done.err
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def bodies(practice: Practice, *options: str) -> list[Any]:
    """The objects that the command writes."""
    path = practice.home / "tickets.json"
    done = practice.run("review", "handoffs", "acme", "--tickets-json", str(path), *options)
    assert done.code == 0, done.err
    return list(json.loads(path.read_bytes()))


@pytest.mark.parametrize("profile", ALL)
def test_each_psa_gets_its_own_columns_and_fields(visited: Practice, golden: Golden, profile: str) -> None:
    table(visited, "--profile", profile)
    golden.check(f"{profile}.csv", (visited.home / "tickets.csv").read_bytes().decode())
    golden.check(f"{profile}.json", json.dumps(bodies(visited, "--profile", profile), indent=1) + "\n")


def test_every_item_of_a_delivery_area_is_a_ticket_but_what_is_done_already(visited: Practice) -> None:
    rows = table(visited)
    assert [(each["area"], each["kind"], each["title"]) for each in rows] == [
        ("vcio", "misaligned", "Misaligned (high): Firewall backup"),
        ("vcio", "misaligned", "Misaligned (low): Firewall label"),
        ("service-desk", "handed-over", "Firewall backup"),
        ("service-desk", "unresolved", "VPN drops at night"),
        ("service-desk", "not-done", "T-7 Scanner jams"),
        ("professional-services", "handed-over", "Mailbox quota"),
    ]
    assert {each["company"] for each in rows} == {"1004"}
    assert [each["due"] for each in rows] == ["2026-10-12", "2027-01-03", "2026-10-12", *["2026-11-04"] * 3]
    assert len({each["key"] for each in rows}) == len(rows)


def test_a_key_stays_when_a_note_is_reworded(visited: Practice) -> None:
    before = {each["title"]: each["key"] for each in table(visited)}
    path = "reviews/acme/2026-10-05.yaml"
    visited.write(path, visited.read(path).replace("No copy since May.", "No copy at all."))
    assert {each["title"]: each["key"] for each in table(visited)} == before


def test_the_areas_of_the_settings_or_of_the_command(visited: Practice) -> None:
    assert {each["area"] for each in table(visited, "--area", "committee", "--area", "vcio")} == {"committee", "vcio"}
    visited.write("msptool.yaml", "tickets: {areas: [service-desk]}\n")
    assert {each["area"] for each in table(visited)} == {"service-desk"}
    assert table(visited, "--area", "tam") == []


def test_the_practice_names_boards_priorities_days_and_more_fields(visited: Practice) -> None:
    visited.write("msptool.yaml", """\
tickets:
  profile: connectwise
  external: cw
  boards: {service-desk: Help Desk}
  priorities: {high: P1}
  due_days: {high: 1}
  fields: {status/name: New (msptool), summary/odd: x, customFields/0/id: '12', customFields/0/value: review}
""")  # fmt: skip
    visited.client("acme", name="Acme Explosives", external={"psa": "1004", "cw": "AcmeExp"})
    first = next(each for each in bodies(visited) if each["board"]["name"] == "Help Desk")
    assert first["priority"] == {"name": "P1"}
    assert first["company"] == {"identifier": "AcmeExp"}
    assert first["requiredDate"] == "2026-10-06T12:00:00Z"
    assert first["status"] == {"name": "New (msptool)"}
    assert first["customFields"] == [{"id": 12, "value": "review"}]
    assert table(visited)[0]["status/name"] == "New (msptool)"


def test_days_are_written_as_the_psa_takes_them(visited: Practice) -> None:
    due = "[required] Due Date/Time"
    assert table(visited, "--profile", "autotask")[0][due] == "10/12/2026"
    visited.write("msptool.yaml", "tickets: {dates: dmy}\n")
    assert table(visited, "--profile", "autotask")[0][due] == "12/10/2026"


def test_no_cell_is_a_formula(visited: Practice) -> None:
    texts = [each["text"] for each in table(visited)]
    assert "'=HYPERLINK(1)" in texts
    assert [each["text"] for each in bodies(visited)][1] == "=HYPERLINK(1)"


def test_a_title_that_is_too_long_is_cut_and_stands_whole_in_the_text(visited: Practice) -> None:
    long = "A" * 150
    path = "reviews/acme/2026-10-05.yaml"
    visited.write(path, visited.read(path).replace("VPN drops at night", long))
    found = next(each for each in bodies(visited, "--profile", "connectwise") if each["summary"].startswith("AAA"))
    assert found["summary"] == "A" * 99 + "…"
    assert found["initialInternalAnalysis"].startswith(long + "\n\n")


def test_a_client_without_an_id_in_the_psa_is_said(visited: Practice) -> None:
    visited.client("acme", name="Acme Explosives")
    done = visited.run("review", "handoffs", "acme", "--csv", str(visited.home / "t.csv"), "--profile", "halopsa")
    assert (done.code, done.err) == (0, (
        "Acme Explosives has no id of the PSA: write it under 'external: {psa: ...}' in clients/acme/client.yaml.\n"
    ))  # fmt: skip
    assert "client_id" not in bodies(visited, "--profile", "halopsa")[0]


def test_a_field_that_takes_a_number_is_left_out_where_none_is_told(visited: Practice) -> None:
    path = str(visited.home / "t.json")
    done = visited.run("review", "handoffs", "acme", "--tickets-json", path, "--profile", "autotask")
    assert (done.code, done.err) == (0, (
        "Autotask takes numbers, so queueID is left out where there is none: write them under 'tickets' in msptool.yaml, "
        "and the client's under its 'external'.\n"
    ))  # fmt: skip
    assert "queueID" not in bodies(visited, "--profile", "autotask")[0]
    visited.write("msptool.yaml", "tickets: {boards: {vcio: '29683', service-desk: '8', professional-services: '9'}}\n")
    done = visited.run("review", "handoffs", "acme", "--tickets-json", path, "--profile", "autotask")
    assert (done.code, done.err) == (0, "")
    assert [each["queueID"] for each in bodies(visited, "--profile", "autotask")] == [29683, 29683, 8, 8, 8, 9]


def test_what_was_written_is_said_and_is_data(visited: Practice) -> None:
    path = visited.home / "t.json"
    done = visited.run("review", "handoffs", "acme", "--tickets-json", str(path), "--profile", "autotask")
    assert done.out == f"Wrote 6 tickets for Autotask to {path}.\n"
    found = visited.run("review", "handoffs", "acme", "--csv", str(visited.home / "t.csv"), "--json").json
    assert found == {
        "schema": "msptool/handoff-tickets/1", "client": "acme", "review": "2026-10-05", "profile": "generic",
        "path": str(visited.home / "t.csv"), "format": "csv", "tickets": 6,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--csv", "{}/a.csv", "--tickets-json", "{}/a.json"), "Name one file"),
        (("--profile", "halopsa"), "--profile and --area go with"),
        (("--csv", "{}/a.json"), "must end in .csv"),
        (("--csv", "{}/a.csv", "--profile", "haloo"), "halopsa"),
        (("--csv", "{}/a.csv", "--area", "desk"), "service-desk"),
    ],
)
def test_wrong_usage(visited: Practice, options: tuple[str, ...], said: str) -> None:
    done = visited.run("review", "handoffs", "acme", *(each.format(visited.home) for each in options))
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize(
    "line", ["push: {url: 'ftp://x.example/'}", "push: {url: 'https://me:secret@x.example/'}", "profile: zendesk"]
)
def test_settings_that_cannot_be_are_refused_where_they_stand(visited: Practice, line: str) -> None:
    visited.write("msptool.yaml", f"tickets:\n  {line}\n")
    done = visited.run("review", "push", "acme", "--dry-run")
    assert done.code == 3
    assert done.err.startswith("msptool: msptool.yaml:2")


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=60)


@settings(max_examples=50, deadline=None)
@given(st.lists(TEXT, max_size=5, unique=True), st.sampled_from(ALL), st.dictionaries(TEXT, TEXT, max_size=3))
def test_any_text_comes_out_as_it_went_in(texts: list[str], name: str, fields: dict[str, str]) -> None:
    review = Review.model_validate({
        "client": "a", "id": "b", "status": "finished", "started": "2026-10-05T09:00:00+00:00",
        "finished": "2026-10-05T10:00:00+00:00", "visits": [{"on": "2026-10-05", "unresolved": texts}],
    })  # fmt: skip
    wishes = HandoffTickets(fields=fields)
    client = Client(id="a", name="A", external={"psa": "7"})
    tickets = tickets_of(client, review, Library({}, {}), wishes, ("service-desk",), "")
    assert [each.title for each in tickets] == texts
    profile = PROFILES[name]  # type: ignore[index]
    content = as_csv(tickets, profile, wishes).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert len(rows) == len(texts) + 1
    assert len({len(each) for each in rows}) == 1
    title = next(each for each in profile.table if each.source == "title").name
    if title not in fields:
        assert [restored(row[rows[0].index(title)]) for row in rows[1:]] == texts
    assert len(json.loads(as_json(tickets, profile, wishes))) == len(texts)
