"""The JSON documents that commands print fit their published schemas."""

from __future__ import annotations

import contextlib
import copy
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from msptool.lint.schemas import output_schemas

RECORD = "RECORD_OUTPUTS"


def record_output(out: str) -> None:
    """With RECORD_OUTPUTS=FOLDER write down what a command printed, where it is one JSON document of ours."""
    folder = os.environ.get(RECORD)
    if folder and out.startswith('{\n  "schema": "msptool/'):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        with contextlib.suppress(ValueError), Path(folder, f"{worker}.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(json.loads(out)) + "\n")


def check_output(document: dict[str, Any]) -> None:
    """Check a document against its published schema; a key that this does not name is a fault as well."""
    name = document["schema"]
    assert name in output_schemas(), f"{name} has no schema: record it, see tools/make_output_schemas.py"
    error = next(iter(_validator(name).iter_errors(document)), None)
    assert error is None, f"{name}, at {list(error.path)}: {error.message[:300]}"


@cache
def _validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(closed(copy.deepcopy(output_schemas()[name])))


def closed(schema: Any) -> Any:
    """The schema without room for keys that it does not name."""
    if isinstance(schema, dict):
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
            for each in schema["properties"].values():
                closed(each)
        closed(schema.get("items"))
        closed(schema.get("additionalProperties"))
    return schema
