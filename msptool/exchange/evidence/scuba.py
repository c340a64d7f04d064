"""Results of CISA's ScubaGear (Microsoft 365) and ScubaGoggles (Google Workspace), JSON and CSV.

Both write the same shapes; sources are the tools' documentation and their sample reports. `Warning` is a failed
"should"; `N/A` and `No events found` are left to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from msptool.exchange.evidence.results import LONGEST_DETAILS, Results, weightier
from msptool.exchange.markup import one_line
from msptool.reviews.evidence.model import Check, Result, Subject
from msptool.words import counted, shortened
from msptool.workspace.csv_rows import Broken, CsvRows
from msptool.workspace.problems import Refusal

TOOLS = {"ScubaGear": "scubagear", "ScubaGoggles": "scubagoggles"}
_PREFIXES = {"MS.": "ScubaGear", "GWS.": "ScubaGoggles"}
_COLUMNS = ("Control ID", "Requirement", "Result", "Details")
_RESULTS: dict[str, Result] = {
    "pass": "passed", "fail": "failed", "warning": "failed", "n/a": "by-hand", "no events found": "by-hand",
    "omitted": "omitted", "incorrect result": "disputed",
}  # fmt: skip


def is_scuba_json(data: Any) -> bool:
    """Whether a JSON document is a result of one of the two tools."""
    meta = data.get("MetaData") if isinstance(data, dict) else None
    return isinstance(meta, dict) and meta.get("Tool") in TOOLS


def is_scuba_csv(header: Iterable[str]) -> bool:
    """Whether a header is that of their CSV files, in any order."""
    return set(_COLUMNS) <= set(header)


def read_json(name: str, data: Mapping[str, Any]) -> Results:
    """The results of a JSON file; refuses one whose parts are not where the tools write them."""
    meta, results = data["MetaData"], data.get("Results")
    if not isinstance(results, dict):
        raise Refusal(f"{name} has no 'Results': it is not a whole result of {meta['Tool']}.")
    checks: dict[str, Check] = {}
    for product, groups in results.items():
        for control in _controls(name, str(product), groups):
            _add(checks, control)
    subject = Subject(id=_text(meta.get("TenantId")), name=_text(meta.get("DomainName") or meta.get("DisplayName")))
    tool = meta["Tool"]
    return Results(TOOLS[tool], tool, _text(meta.get("ToolVersion")), _moment(name, meta), subject, checks)


def _controls(name: str, product: str, groups: Any) -> Iterator[Mapping[str, Any]]:
    for group in groups if isinstance(groups, list) else [groups]:
        controls = group.get("Controls") if isinstance(group, dict) else None
        # PowerShell writes a list of one as the thing itself.
        for control in controls if isinstance(controls, list) else [controls]:
            if not isinstance(control, dict) or not all(
                isinstance(control.get(key), str) for key in ("Control ID", "Result")
            ):
                raise Refusal(
                    f"{name} has an entry without 'Control ID' and 'Result' in the results of {product[:60]}."
                )
            yield control


def _moment(name: str, meta: Mapping[str, Any]) -> datetime:
    written = _text(meta.get("TimestampZulu"))
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise Refusal(f"{name} does not say when it was made: its 'TimestampZulu' is {written[:40]!r}.") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).replace(microsecond=0)


def read_csv(name: str, rows: CsvRows) -> Results:
    """The results of a CSV file, which says neither its version nor when it was made."""
    checks: dict[str, Check] = {}
    broken = 0
    for _, row in rows:
        if isinstance(row, Broken):
            broken += 1
        else:
            _add(checks, dict(zip(rows.header, row, strict=False)))
    tool = next((tool for prefix, tool in _PREFIXES.items() if any(each.startswith(prefix) for each in checks)), None)
    if tool is None:
        raise Refusal(f"{name} has no policy of Microsoft 365 (MS. ...) or Google Workspace (GWS. ...).")
    remarks = (f"Left out: {counted(broken, 'row')} of {name} that cannot be read.",) if broken else ()
    return Results(TOOLS[tool], tool, "", None, Subject(), checks, remarks)


def _add(checks: dict[str, Check], control: Mapping[str, Any]) -> None:
    identifier = control["Control ID"].strip()
    if identifier:
        check = Check(
            result=_result(control["Result"]),
            details=shortened(one_line(_text(control.get("Details"))), LONGEST_DETAILS),
        )
        checks[identifier] = weightier(checks[identifier], check) if identifier in checks else check


def _result(written: str) -> Result:
    # An error is followed by what went wrong; a word of a later version is left to a person too.
    word = written.strip().lower()
    return "error" if word.startswith("error") else _RESULTS.get(word, "by-hand")


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
