"""An import as JSON values."""

from __future__ import annotations

from typing import Any

from msptool.kpis.data import number
from msptool.kpis.tickets.importing import Imported
from msptool.kpis.tickets.recurring import rule_said
from msptool.workspace.kpi_settings import Tickets

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def import_data(done: Imported, settings: Tickets, *, dry_run: bool) -> dict[str, Any]:
    """What was read, how, what was kept aside and why, and every figure that was counted."""
    columns = done.columns
    return {
        "file": done.file,
        "already_imported": done.before.imported if done.before else None,
        "dry_run": dry_run,
        "profile": columns.profile.id if columns else None,
        "encoding": done.encoding or None,
        "separator": _SEPARATORS.get(done.separator, done.separator or None),
        "columns": {field: columns.header[place] for field, place in columns.places.items()} if columns else {},
        "category_columns": [columns.header[place] for place in columns.categories] if columns else [],
        "unused_columns": list(columns.unused) if columns else [],
        "dates": [{"column": each.name, "read_as": each.said, "example": each.example, "certain": each.certain} for each in done.dates],
        "recurring_rule": rule_said(settings.recurring),
        "rows": done.rows,
        "tickets": done.tickets,
        "repeated": done.repeated,
        "kept_aside": done.kept_aside,
        "without_client": done.without_client,
        "unknown_clients": [{"name": name, "rows": rows} for name, rows in done.unknown_clients.most_common()],
        "ambiguous_clients": [{"name": name, "rows": rows} for name, rows in done.ambiguous_clients.most_common()],
        "unmapped_types": [{"type": name, "rows": rows} for name, rows in done.unmapped.most_common()],
        "rejected": [{"row": row, "reason": reason} for row, reason in done.rejected],
        "kept": [
            {"client": each.client, "period": each.month.id, "kpis": list(each.kpis)} for each in done.written.kept
        ],
        "written": [] if dry_run else done.written.paths,
        "figures": [
            {
                "kpi": name, "client": client, "period": month.id, "numerator": number(record.numerator),
                "denominator": number(record.denominator), "cases": record.cases,
            }
            for client, month, records in done.written.counted for name, record in records.items()
        ],
    }  # fmt: skip
