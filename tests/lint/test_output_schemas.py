"""`msptool schema` of what commands print."""

from __future__ import annotations

import jsonschema
import pytest

from msptool.lint.schemas import output_schemas
from tests.small_practice import Practice


@pytest.mark.parametrize("name", output_schemas())
def test_each_is_a_schema_and_is_printed_under_its_name(practice: Practice, name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(output_schemas()[name])
    assert practice.run("schema", name).out.startswith('{\n  "$schema": "https://json-schema.org/draft/2020-12/schema"')


def test_their_names_are_listed(practice: Practice) -> None:
    listed = practice.run("schema", "--outputs").out.split()
    assert "msptool/score/1" in listed
    assert practice.run("schema", "--json").json["outputs"] == listed


def test_an_unknown_name_gets_the_nearest(practice: Practice) -> None:
    done = practice.run("schema", "msptool/scor/1")
    assert (done.code, "Did you mean 'msptool/score/1'?" in done.err) == (2, True)
