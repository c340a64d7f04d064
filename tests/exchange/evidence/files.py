"""Results of tools, as small as they can be, in the shapes that the tools write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.small_practice import Practice

TAKEN = "2026-11-10T17:15:48.307Z"
TENANT = "1f0c-acme"
HEADER = "Control ID,Requirement,Result,Criticality,Details,OmittedEvaluationResult\n"
TOOLS = """\
practice: {name: Northgate IT Partners}
evidence:
  tools:
    rmm:
      name: Our RMM
      check: Check
      result: Status
      device: Device
      details: Message
      taken: Last run
      client: Site
"""


def control(id: str, result: str, details: str = "Requirement met.", **more: Any) -> dict[str, Any]:
    """One policy with its result."""
    requirement = f"It SHALL be so.<div class='x'><a href='https://example.org'>{id}</a></div>"
    return {"Control ID": id, "Requirement": requirement, "Result": result, "Details": details, **more}


def scuba(
    *controls: dict[str, Any], tool: str = "ScubaGear", taken: str = TAKEN, tenant: str = TENANT, **more: Any
) -> bytes:
    """A JSON result with a byte-order mark, as PowerShell writes it."""
    data = {
        "MetaData": {
            "TenantId": tenant, "DisplayName": "Acme", "DomainName": "acme.example", "Tool": tool, "ToolVersion": "1.8.0",
            "TimestampZulu": taken,
        },
        "Results": {"AAD": [{"GroupName": "Sign-in", "GroupNumber": "1", "Controls": list(controls)}]},
        "Raw": {"anything": [1, None, {"x": "y"}]}, **more,
    }  # fmt: skip
    return b"\xef\xbb\xbf" + json.dumps(data, indent=4).encode()


def with_checks(practice: Practice) -> None:
    """Name checks in the small practice's standards."""
    practice.standard("firewall-backup", decided_by={"rmm": ["backup", "restore"]})
    practice.standard("mailbox-login", category="email", decided_by={"scubagear": ["MS.AAD.1.1v1"], "rmm": ["login"]})
    practice.standard("mailbox-quota", category="email", decided_by={"scubagear": ["MS.NEW.5.1v1 or MS.OLD.6.1v1"]})


def put(practice: Practice, name: str, content: bytes | str) -> Path:
    """A file of a tool, outside the workspace."""
    path = practice.home / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
