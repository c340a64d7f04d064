"""JSON Schemas: of every file type, generated from the models, and of every document that a command prints."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from msptool.lint.catalog import FILES
from msptool.workspace.entities import Kind


def schema_of(kind: Kind[Any]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a file; what the path says is not part of it."""
    schema = kind.model.model_json_schema()
    _close_patterns(schema)
    for name in kind.path_fields:
        schema["properties"].pop(name, None)
    schema["required"] = [name for name in schema.get("required", []) if name not in kind.path_fields]
    if not schema["required"]:
        del schema["required"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"msptool {kind.name}",
        "description": f"{schema.pop('description', '')} File: {kind.pattern.replace('{', '<').replace('}', '>')}".strip(),
        **{key: value for key, value in schema.items() if key != "title"},
    }


def _close_patterns(schema: Any) -> None:
    """A mapping whose keys follow a pattern takes no other keys."""
    if isinstance(schema, dict):
        if "patternProperties" in schema:
            schema.setdefault("additionalProperties", False)
        for inner in schema.values():
            _close_patterns(inner)
    elif isinstance(schema, list):
        for inner in schema:
            _close_patterns(inner)


def schema_files() -> dict[str, str]:
    """File name -> text of every schema, as `.schemas/` holds them."""
    return {
        f"{each.kind.schema}.json": json.dumps(schema_of(each.kind), indent=2, ensure_ascii=False) + "\n"
        for each in FILES
    }


@cache
def output_schemas() -> dict[str, dict[str, Any]]:
    """`msptool/<name>/1` -> the JSON Schema of the document with that `schema`, which a command prints with `--json`."""
    folder = Path(__file__).with_name("outputs")
    found = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))
    return {each["title"]: each for each in found}
