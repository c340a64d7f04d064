"""What is wrong with a value of a file, in words: what stands there, what belongs there, and what to do."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from msptool.workspace.problems import did_you_mean

# By Pydantic's name of the error; in braces what Pydantic says about it.
_SENTENCES = {
    "literal_error": "{shown} is not one of {expected}",
    "string_type": "{shown} is not text",
    "string_too_short": "the text is empty",
    "string_too_long": "the text is longer than {max_length} characters",
    "string_pattern_mismatch": "{shown} has characters that are not allowed here",
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "{shown} is not a whole number"),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), "{shown} is not a number"),
    **dict.fromkeys(("decimal_type", "decimal_parsing"), "{shown} is not a number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "{shown} is not true or false"),
    **dict.fromkeys(("tuple_type", "list_type"), "{shown} is not a list"),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), "{shown} is not a mapping of keys to values"),
    "too_short": "the list is too short: it has {actual_length}, and needs at least {min_length}",
    "too_long": "the list is too long: it has {actual_length}, and at most {max_length} may stand here",
    "greater_than_equal": "{shown} is less than {ge}",
    "greater_than": "{shown} is not more than {gt}",
    "less_than_equal": "{shown} is more than {le}",
    "less_than": "{shown} is not less than {lt}",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A key that nobody knows, one that is missing, or a value that does not fit: a sentence without its full stop, and a hint."""

    about: Literal["unknown", "missing", "value"]
    message: str
    hint: str


def explained(noun: str, model: type[BaseModel], data: object, details: ErrorDetails) -> Fault:
    """One error of Pydantic about the data of a file that holds a `noun`."""
    location = details["loc"]
    name = str(location[-1]) if location else noun
    if details["type"] == "extra_forbidden":
        known = did_you_mean(name, _keys_at(model, location[:-1]))
        return Fault("unknown", f"'{name}' is not a key of a {noun}", known or "Delete it, or check its indentation.")
    if details["type"] == "missing":
        return Fault("missing", f"'{name}' is missing", f"Add the line '{name}: ...'.")
    where = ".".join(_names(data, location)) or noun
    return Fault("value", f"{where}: {_sentence(details)}", _hint(details))


def _names(data: Any, location: tuple[int | str, ...]) -> Iterator[str]:
    """The keys of a location as the file has them: without list places, and without the tags of a union."""
    for step in location:
        if isinstance(data, dict) and step in data:
            data = data[step]
            yield str(step)
        elif isinstance(data, list | tuple) and isinstance(step, int):
            data = data[step]


def _sentence(details: ErrorDetails) -> str:
    message, shown = details["msg"][:1].lower() + details["msg"][1:], _shown(details["input"])
    if shown == "nan":  # which is beyond every limit
        return "nan is not a number"
    # A whole mapping says nothing that its place does not say.
    otherwise = "{message}" if isinstance(details["input"], dict) else "{message} (here: {shown})"
    said = _SENTENCES.get(details["type"], otherwise)
    limits = {
        name: f"{value:g}" if isinstance(value, float) else value for name, value in details.get("ctx", {}).items()
    }
    return said.format(**{**limits, "shown": shown, "message": message})


def _hint(details: ErrorDetails) -> str:
    value, kind = details["input"], details["type"]
    if kind == "literal_error" and isinstance(value, str | bool):
        options = re.findall(r"'([^']+)'", str(details.get("ctx", {}).get("expected", "")))
        return did_you_mean(str(value), options) or "Use one of the values named."
    if kind == "string_type":
        return f"Put it in quotes: '{_shown(value)}'." if isinstance(value, int | float) else "Write text here."
    if kind in ("tuple_type", "list_type"):
        return "Write a list: one '- item' a line, or [item, item]."
    if kind == "string_pattern_mismatch":
        return "Use lower-case letters, digits and single hyphens."
    return "Change the value."


def _shown(value: object) -> str:
    text = {True: "true", False: "false", None: "null"}.get(value) if isinstance(value, bool | None) else None
    text = text or (repr(value) if isinstance(value, str) else str(value))
    return text if len(text) <= 60 else f"{text[:57]}..."


def _keys_at(model: type[BaseModel], location: tuple[int | str, ...]) -> set[str]:
    models: set[type[BaseModel]] = {model}
    for step in location:
        inner = {
            found
            for each in models
            if isinstance(step, str) and step in each.model_fields
            for found in _models_in(each.model_fields[step].annotation)
        }
        models = inner or models
    return {name for each in models for name in each.model_fields}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is not None:
        for argument in typing.get_args(annotation):
            yield from _models_in(argument)
