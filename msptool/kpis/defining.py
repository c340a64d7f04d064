"""Making a KPI of the practice's own, and an exception from patching."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from msptool.kpis.builtin import builtin
from msptool.kpis.model import KPI_DEFINITION, PATCH_EXCEPTION
from msptool.kpis.recording import yaml_number
from msptool.workspace.edits import folded
from msptool.workspace.files import check_slug, inside
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.writes import Planned, plan


def plan_definition(root: Path, identifier: str, fields: dict[str, Any]) -> Planned:
    """The definition's file with these fields set, made new where there is none; refuses an id that msptool has.

    `fields` without a value (None) stay as they are.
    """
    check_slug(identifier, "KPI")
    if identifier in builtin():
        raise UsageRefusal(
            f"{identifier} is a KPI that msptool brings: choose another id, or set its target in msptool.yaml under 'kpis.targets'."
        )

    def change(data: Any) -> None:
        for key, value in fields.items():
            if value is not None:
                data[key] = yaml_number(value) if isinstance(value, Decimal) else _text(value)

    return plan(root, KPI_DEFINITION, change, id=identifier)


def plan_exception(
    root: Path, client: str, identifier: str, *, covers: str, reason: str, by: str, since: date, until: date
) -> Planned:  # fmt: skip
    """A new patch exception; refuses an id that the client has already."""
    check_slug(identifier, "patch exception")
    _refuse_unless(root, client, identifier, there=False)

    def change(data: Any) -> None:
        data |= {
            "covers": folded(covers.strip()), "reason": folded(reason.strip()), "by": by.strip(),
            "since": since.isoformat(), "until": until.isoformat(),
        }  # fmt: skip

    return plan(root, PATCH_EXCEPTION, change, client=client, id=identifier)


def plan_exception_change(
    root: Path, client: str, identifier: str, *, until: date | None = None, closed: date | None = None
) -> Planned:  # fmt: skip
    """An exception that is agreed for longer, or is over because the thing was patched.

    Refuses one that is not there, and one that is closed.
    """
    _refuse_unless(root, client, identifier, there=True)

    def change(data: Any) -> None:
        if data.get("closed"):
            path = PATCH_EXCEPTION.path(client=client, id=identifier)
            raise UsageRefusal(f"{path} was closed on {data['closed']}: agree a new exception where one is needed.")
        for key, day in (("until", until), ("closed", closed)):
            if day is not None:
                data[key] = day.isoformat()

    return plan(root, PATCH_EXCEPTION, change, client=client, id=identifier)


def _refuse_unless(root: Path, client: str, identifier: str, *, there: bool) -> None:
    path = PATCH_EXCEPTION.path(client=client, id=identifier)
    if inside(root, path).is_file() != there:
        raise UsageRefusal(f"There is no {path}." if there else f"{path} exists already: choose another id.")


def _text(value: Any) -> Any:
    return folded(value.strip()) if isinstance(value, str) else value
