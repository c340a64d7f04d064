"""A marker in every internal text of every model: what the tests plant, and what a client may see."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from msptool.lint.catalog import FILES

MARK = "zqmark"


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that an annotation names, however deep."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        if not isinstance(argument, str):
            yield from models_in(argument)


def all_models() -> dict[str, type[BaseModel]]:
    """Every model of every kind of file, by its room and name (`roadmap.Decision`)."""
    found: dict[str, type[BaseModel]] = {}
    waiting: list[type[BaseModel]] = [each.kind.model for each in FILES]
    while waiting:
        model = waiting.pop()
        if name_of(model) not in found:
            found[name_of(model)] = model
            waiting += [inner for field in model.model_fields.values() for inner in models_in(field.annotation)]
    return dict(sorted(found.items()))


def name_of(model: type[BaseModel]) -> str:
    """The room and the name of a model."""
    return f"{model.__module__.split('.')[1]}.{model.__name__}"


def mark(model: type[BaseModel], field: str) -> str:
    """What is planted into a field, and looked for on a client's page."""
    return f"{MARK} {name_of(model)}.{field}"


Sort = Literal["text", "texts", "words", ""]


def sort_of(field: FieldInfo) -> Sort:
    """Whether a field takes any text, a list of texts, a mapping of names to texts, or none of these."""
    annotation: Any = field.annotation
    if any(getattr(each, "pattern", None) for each in field.metadata):
        return ""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        inner = [each for each in typing.get_args(annotation) if each is not type(None)]
        annotation = inner[0] if len(inner) == 1 else annotation
    if _is_text(annotation):
        return "text"
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        origin, arguments = typing.get_origin(arguments[0]), typing.get_args(arguments[0])
    if origin is tuple and arguments and _is_text(arguments[0]):
        return "texts"
    return "words" if origin is dict and _is_text(arguments[1]) else ""


def _is_text(annotation: Any) -> bool:
    if typing.get_origin(annotation) is Annotated:
        inner, *more = typing.get_args(annotation)
        return inner is str and not any(_pattern(each) for each in more)
    return annotation is str


def _pattern(info: Any) -> bool:
    return bool(getattr(info, "pattern", None)) or any(
        getattr(each, "pattern", None) for each in getattr(info, "metadata", ())
    )


def plant(
    model: type[BaseModel], data: Any, shown: dict[str, set[str]], planted: set[str], path: frozenset[str]
) -> None:
    """Put marks into a file's data, in place: into every internal text field, also into those that the file leaves out.

    `path` are the fields that the path of the file gives; `planted` collects the names of what was planted. Where a text
    does not go with what stands beside it, such as the second of an either-or, it is left alone.
    """
    faults = _faults(model, data)
    for name, field in model.model_fields.items():
        sort = sort_of(field)
        if name in path:
            continue
        if sort and name not in shown.get(name_of(model), set()):
            before = dict(data)
            said = mark(model, name)
            if sort == "text":
                data[name] = said
            elif sort == "texts":
                data[name] = [said]
            else:
                data[name] = dict.fromkeys(data.get(name) or ("psa",), said)
            if _faults(model, data) > faults:
                data.clear()
                data.update(before)
            else:
                planted.add(f"{name_of(model)}.{name}")
        elif isinstance(data.get(name), (dict, list)):
            for inner in models_in(field.annotation):
                for each in _entities(data[name], inner):
                    plant(inner, each, shown, planted, frozenset())


def _faults(model: type[BaseModel], data: Any) -> int:
    try:
        model.model_validate(data)
    except ValidationError as error:
        return error.error_count()
    return 0


def _entities(value: Any, model: type[BaseModel]) -> Iterator[Any]:
    """The mappings in a value that are of the model; those of another model of a union are left alone."""
    if isinstance(value, list):
        for each in value:
            yield from _entities(each, model)
    elif isinstance(value, dict):
        if set(value) <= set(model.model_fields) and _required(model) <= set(value):
            yield value
        else:
            for each in value.values():
                yield from _entities(each, model)


def _required(model: type[BaseModel]) -> set[str]:
    return {name for name, field in model.model_fields.items() if field.is_required()}
