"""What a record means in a workspace that has something already, and what stays as it was."""

from __future__ import annotations

from pathlib import Path

from tests.exchange.history import dumps
from tests.exchange.history.bringing import bring
from tests.small_practice import Practice


def test_the_same_dump_again_changes_nothing(practice: Practice, tmp_path: Path) -> None:
    records = dumps.small()
    records["recommendations"][1]["hours"] = None
    bring(practice, tmp_path / "dump", records)
    before = practice.files()
    again = bring(practice, tmp_path / "dump", records)
    assert practice.files() == before
    assert (again["created"], again["linked"], again["differences"], again["written"]) == ([], [], [], [])
    assert (again["faults"], again["notes"], again["counts"]["recommendations"]["matched"]) == ([], [], 2)
    assert again["counts"]["reviews"]["matched"] == 2


def test_a_newer_dump_adds_what_is_new_and_never_overwrites(practice: Practice, tmp_path: Path) -> None:
    bring(practice, tmp_path / "dump", dumps.small())
    before = practice.files()
    records = dumps.small()
    records["clients"][0]["name"] = "Nova Laboratories"
    records["recommendations"][0]["budget"] = 5000
    records["findings"][3]["vcioAnswerType"] = dumps.ALIGNED
    records["reviews"].append({**records["reviews"][1], "id": 903, "lastUpdatedDate": "2024-09-09T10:00:00Z"})
    records["findings"].append({**records["findings"][3], "id": 10, "review": {"id": 903}})
    report = bring(practice, tmp_path / "dump", records)
    after = practice.files()
    assert {path: after[path] for path in before} == before
    assert set(after) - set(before) == {"reviews/nova-labs/2024-09-09.yaml"}
    assert [(each["path"], each["field"], each["here"], each["there"]) for each in report["differences"]] == [
        ("clients/nova-labs/client.yaml", "name", "Nova Labs", "Nova Laboratories"),
        ("reviews/nova-labs/2024-03-05.yaml", "answers.firewall-backup", "no", "yes"),
        (
            "clients/nova-labs/roadmap/replace-the-firewall.yaml",
            "costs",
            "{'one_time': '4200.50'}",
            "{'one_time': '5000.00'}",
        ),
    ]


def test_a_client_that_exists_keeps_its_file_and_gets_the_id(practice: Practice, tmp_path: Path) -> None:
    practice.write("clients/acme/client.yaml", "# Ours.\nname: ACME  Explosives\nteam: {tam: jim}  # since 2019\n")
    report = bring(practice, tmp_path / "dump", dumps.small(), "--source", "peer")
    assert practice.read("clients/acme/client.yaml") == (
        "# Ours.\nname: ACME  Explosives\nteam: {tam: jim}  # since 2019\nexternal:\n  peer: '11'\n"
    )
    assert [each["path"] for each in report["linked"]] == ["clients/acme/client.yaml"]
    assert [(each["field"], each["there"]) for each in report["differences"]] == [("name", "Acme Explosives")]


def test_two_clients_of_one_name_get_ids_of_their_own(practice: Practice, tmp_path: Path) -> None:
    records = dumps.small()
    records["clients"].append({**records["clients"][0], "id": 13, "isActive": False})
    report = bring(practice, tmp_path / "dump", records)
    assert practice.data("clients/nova-labs/client.yaml")["external"] == {"import": "12"}
    second = practice.data("clients/nova-labs-2/client.yaml")
    assert (second["external"], second["status"]) == ({"import": "13"}, "former")
    assert "2 clients of the dump are called 'Nova Labs'; this one is nova-labs-2." in [
        each["reason"] for each in report["notes"]
    ]


def test_nobody_guesses_which_of_two_clients_an_existing_one_is(practice: Practice, tmp_path: Path) -> None:
    records = dumps.small()
    records["clients"].append({**records["clients"][1], "id": 13})
    before = practice.read("clients/acme/client.yaml")
    report = bring(practice, tmp_path / "dump", records)
    assert practice.read("clients/acme/client.yaml") == before
    faults = {each["id"]: each for each in report["faults"]}
    assert set(faults) == {"11", "13", "902"}
    assert "Write the id '13' under 'external'" in faults["13"]["hint"]
    assert faults["902"]["reason"] == "its client 11 is left out."


def test_a_user_and_a_stranger_of_the_same_name_are_two_people(practice: Practice, tmp_path: Path) -> None:
    records = dumps.small()
    records["users"][0] |= {"firstName": "Jim", "lastName": "Tam"}
    records["reviews"][2]["assignedEngineer"] = {"id": 777, "fullName": "Jim Tam"}
    bring(practice, tmp_path / "dump", records)
    assert practice.data("practice/people/jim.yaml")["external"] == {"import": "501"}
    assert practice.data("practice/people/jim-tam.yaml")["external"] == {"import": "777"}


def test_a_standard_is_found_by_its_id_and_another_wording_is_said(practice: Practice, tmp_path: Path) -> None:
    practice.standard("firewall-moon", question="Is the moon round?", external={"peer": "4711"})
    records = dumps.small()
    records["findings"][8]["question"] = {"id": 4711, "label": "Moon", "text": "Is the moon full?"}
    report = bring(practice, tmp_path / "dump", records, "--source", "peer")
    answer = practice.data("reviews/nova-labs/2024-03-05.yaml")["answers"]["firewall-moon"]
    assert answer["answer"] == "no"
    assert report["reworded_standards"] == [{"standard": "firewall-moon", "answers": 1}]


def test_what_a_client_has_is_read_from_its_answers(practice: Practice, tmp_path: Path) -> None:
    practice.standard("firewall-backup", applies_to={"technologies": ["firewall"]})
    practice.standard("firewall-label", applies_to={"technologies": ["switch"]})
    practice.standard("firewall-firmware", applies_to={"technologies": ["aws", "azure"]})
    report = bring(practice, tmp_path / "dump", dumps.small())
    assert practice.data("clients/nova-labs/client.yaml")["technologies"] == ["firewall"]  # the label was n/a
    [note] = [each for each in report["notes"] if each["resource"] == "clients"]
    assert note["reason"] == "Of the standards that it answered, 1 do not apply to nova-labs: they count in no score."
    assert note["hint"] == "Add what it has in clients/nova-labs/client.yaml, of 'technologies': aws, azure."


def test_judgements_go_between_those_that_are_there(practice: Practice, tmp_path: Path) -> None:
    bring(practice, tmp_path / "dump", dumps.small())
    path = "clients/nova-labs/triage.yaml"
    assert [(each["stage"], each["on"], each["by"]) for each in practice.data(path)["findings"]["firewall-backup"]] == [
        ("vulnerable", "2023-02-03", "kim-visio"), ("marginal", "2024-03-05", "kim-visio"),
    ]  # fmt: skip
    records = dumps.small()
    day = "2023-09-09T10:00:00Z"
    records["reviews"].append({**records["reviews"][1], "id": 903, "createdDate": day, "lastUpdatedDate": day})
    records["findings"].append({**records["findings"][0], "id": 10, "review": {"id": 903}})
    bring(practice, tmp_path / "dump", records)
    assert [each["on"] for each in practice.data(path)["findings"]["firewall-backup"]] == [
        "2023-02-03", "2023-09-09", "2024-03-05",
    ]  # fmt: skip
    assert practice.run("lint", "--json").json["problems"] == []
