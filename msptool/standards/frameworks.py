"""The frameworks that a standard may cite: the controls of each, and what became of withdrawn ones.

The catalogue holds identifiers, and titles only where the publisher lets them be passed on. It is read
when a framework is first asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_CATALOGUE = Path(__file__).with_name("catalogue")


@dataclass(frozen=True, slots=True)
class Framework:
    """One framework in one version. `controls` maps ids to titles (empty where they are not ours to ship).

    `withdrawn` maps ids that must not be cited any more to their successors, if they have any.
    """

    id: str
    title: str
    publisher: str
    version: str
    url: str
    terms: str
    controls: Mapping[str, str]
    withdrawn: Mapping[str, tuple[str, ...]]


@cache
def names() -> tuple[str, ...]:
    """The ids of all frameworks in the catalogue."""
    return tuple(sorted(file.stem for file in _CATALOGUE.glob("*.json")))


@cache
def framework(name: str) -> Framework | None:
    """The framework with this id; None where the catalogue does not have it."""
    if name not in names():
        return None
    data = json.loads((_CATALOGUE / f"{name}.json").read_text(encoding="utf-8"))
    withdrawn = {old: tuple(successors) for old, successors in data.pop("withdrawn").items()}
    return Framework(name, **data, withdrawn=withdrawn)
