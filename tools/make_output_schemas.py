"""Make the JSON Schemas of what commands print from what they printed: `python tools/make_output_schemas.py FOLDER`.

`RECORD_OUTPUTS=FOLDER pytest` puts every document that a test saw into FOLDER. A value that was seen may always be null
(the contract says so), a number may always have decimals, and an object whose keys are ids is a mapping.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OUTPUTS = Path(__file__).resolve().parents[1] / "msptool" / "lint" / "outputs"
_KEY = re.compile(r"[a-z][a-z0-9_]*")
# Objects whose keys are ids, though some of them look like fields.
MAPPINGS = frozenset("answers remarks due external counts checks handoffs rows".split())


@dataclass
class Shape:
    """What was seen at one place of a document."""

    types: set[str] = field(default_factory=set)
    items: Shape | None = None
    fields: dict[str, Shape] = field(default_factory=dict)
    always: set[str] | None = None
    mapping: bool = False

    def see(self, value: Any, name: str = "") -> None:
        """Take one value into account."""
        kind = _kind(value)
        self.types.add(kind)
        if kind == "array":
            self.items = self.items or Shape()
            for each in value:
                self.items.see(each)
        elif kind == "object":
            self.mapping = self.mapping or name in MAPPINGS or any(not _KEY.fullmatch(key) for key in value)
            self.always = set(value) if self.always is None else self.always & set(value)
            for key, each in value.items():
                self.fields.setdefault(key, Shape()).see(each, key)

    def schema(self) -> dict[str, Any]:
        """As JSON Schema; what was only ever null, and what is in an array that was always empty, may be anything."""
        types = sorted(self.types - {"null"})
        if not types:
            return {}
        found: dict[str, Any] = {"type": [*types, "null"]}
        if self.items is not None:
            found["items"] = self.items.schema()
        if "object" in types and self.mapping:
            every = Shape()
            for each in self.fields.values():
                every.merge(each)
            found["additionalProperties"] = every.schema()
        elif "object" in types:
            found["properties"] = {name: each.schema() for name, each in sorted(self.fields.items())}
            found["required"] = sorted(self.always or ())
        return found

    def merge(self, other: Shape) -> None:
        """Take everything that another shape has seen into account."""
        self.types |= other.types
        self.mapping = self.mapping or other.mapping
        if other.items is not None:
            self.items = self.items or Shape()
            self.items.merge(other.items)
        if other.always is not None:
            self.always = set(other.always) if self.always is None else self.always & other.always
        for name, each in other.fields.items():
            self.fields.setdefault(name, Shape()).merge(each)


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    return {int: "number", float: "number", str: "string", list: "array", dict: "object"}[type(value)]


def documents(folder: Path) -> Iterator[dict[str, Any]]:
    """Every recorded document."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def main() -> int:
    """Write one file for each document."""
    shapes: dict[str, Shape] = {}
    for document in documents(Path(sys.argv[1])):
        shapes.setdefault(document["schema"], Shape()).see(document)
    OUTPUTS.mkdir(exist_ok=True)
    for name, shape in sorted(shapes.items()):
        schema = shape.schema()
        schema["type"] = "object"
        schema["properties"]["schema"] = {"const": name}
        content = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name, **schema}
        path = OUTPUTS / f"{name.split('/')[1]}.json"
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(shapes)} schemas are in {OUTPUTS}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
