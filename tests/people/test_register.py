"""The people of the practice, by id."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from msptool.people.model import Person
from msptool.people.register import load_people, name_of
from msptool.workspace.sources import FolderSource
from tests.small_practice import Practice
from tests.trees import only_sentence


def test_everyone_is_known_by_the_name_of_their_file(practice: Practice) -> None:
    people = load_people(FolderSource(practice.root))
    assert {id: person.name for id, person in people.items()} == {
        "bob": "Bob Vee",
        "gary": "Gary Sell",
        "jim": "Jim Tam",
    }
    assert people["jim"].roles == ("tam",)


def test_one_broken_file_does_not_hide_the_others_and_lint_names_it(practice: Practice) -> None:
    practice.write("practice/people/bob.yaml", "name: Bob\nroles: [boss]\n")
    assert list(load_people(FolderSource(practice.root))) == ["gary", "jim"]
    done = practice.run("lint")
    assert done.code == 1
    assert "practice/people/bob.yaml:2" in done.out


def test_a_name_stands_for_an_id_and_an_id_for_itself_where_nobody_has_it(practice: Practice) -> None:
    people = load_people(FolderSource(practice.root))
    assert [name_of(people, id) for id in ("jim", "ann", None)] == ["Jim Tam", "ann", ""]


@pytest.mark.parametrize(
    "command",
    [
        ("kpi", "record", "tickets", "--client", "acme", "--period", "2026-10", "--numerator", "1", "--source", "x", "--by"),
        ("kpi", "assess", "--history", "--by"),
        ("owner", "interruption", "add", "--why", "x", "--minutes", "1", "--by"),
        ("toolmap", "add", "psa", "--name", "x", "--kind", "psa", "--owner"),
    ],
)  # fmt: skip
def test_every_command_says_alike_that_it_does_not_know_somebody(practice: Practice, command: tuple[str, ...]) -> None:
    before = practice.files()
    for who, sentence in (
        ("jmi", "There is nobody 'jmi' in practice/people/. Did you mean 'jim'?"),
        ("xyz", "There is nobody 'xyz' in practice/people/. Create practice/people/xyz.yaml, or name somebody else."),
        (" ", "Say who it is, with the id of a person of practice/people/."),
    ):
        done = practice.run(*command, who)
        assert (done.code, only_sentence(done)) == (2, sentence)
    assert practice.files() == before


def test_somebody_whose_file_is_broken_is_not_called_unknown(practice: Practice) -> None:
    practice.write("practice/people/jim.yaml", "name: Jim\nroles: [boss]\n")
    done = practice.run("owner", "interruption", "add", "--why", "x", "--minutes", "1", "--by", "jim")
    assert done.code == 3
    assert "practice/people/jim.yaml:2" in only_sentence(done)


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"email": "no-at-sign"}, {"email": "a b@c"}, {"roles": ["boss"]}, {"age": 40}, {"id": "Jim"}],
)
def test_a_person_has_a_name_a_real_address_and_known_roles(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Person.model_validate({"id": "jim", "name": "Jim", **wrong})


def test_a_person_needs_nothing_but_a_name() -> None:
    assert Person.model_validate({"id": "jim", "name": "Jim"}).email == ""
