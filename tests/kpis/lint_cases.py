"""For every rule of KPIs: files beside those of the good tree that make it fire, and where."""

from __future__ import annotations

MONTH = "clients/acme/kpis/2026-10.yaml"
OWN = "practice/kpis/definitions/{}.yaml"
PHONES = "name: Phones\nmeaning: Phones that lock.\nunit: share\nnumerator: locked\ndenominator: phones\n"
TILL = "clients/acme/kpis/patch-exceptions/till.yaml"
EXCEPTION = "covers: x\nreason: x\nby: Owner\nsince: 2026-09-01\nuntil: {}\n"
TICKETS = "clients/acmee/kpis/tickets/2026-10.yaml"
ASSESSMENT = "practice/self-assessment/2026-11-05.yaml"


def records(**found: str) -> str:
    """A month with these records; `_` in a name stands for `-`."""
    lines = [
        f"  {name.replace('_', '-')}: {{{said}, source: x, recorded: 2026-11-02}}\n" for name, said in found.items()
    ]
    return "records:\n" + "".join(lines)


Said = tuple[str, dict[str, str | bytes | None], tuple[str, ...]]
KPI_CASES: list[Said] = [
    ("a record of no KPI", {MONTH: records(backup_succes="numerator: 1, denominator: 1")}, (f"F101 {MONTH}:2:18",)),
    ("a KPI of ones own is known", {MONTH: records(phones="numerator: 1, denominator: 1"), OWN.format("phones"): PHONES}, ()),
    ("more patched than there are", {MONTH: records(patch_endpoints="numerator: 41, denominator: 40")}, (f"F102 {MONTH}:2:20",)),
    ("more of ones own than there are", {MONTH: records(phones="numerator: 2, denominator: 1"), OWN.format("phones"): PHONES}, (f"F102 {MONTH}:2:11",)),
    ("a share without its whole", {MONTH: records(backup_success="numerator: 41")}, (f"F102 {MONTH}:2:19",)),
    ("a score by hand", {MONTH: records(alignment="numerator: 1, denominator: 2")}, (f"F102 {MONTH}:2:14",)),
    ("a figure of the practice at a client", {MONTH: records(employees="numerator: 1")}, (f"F102 {MONTH}:2:14",)),
    ("a figure of a client at the practice", {"practice/kpis/2026-10.yaml": records(tickets="numerator: 1")}, ("F102 practice/kpis/2026-10.yaml:2:12",)),
    ("a week of a figure of the month", {"practice/kpis/2026-w44.yaml": records(employees="numerator: 1")}, ("F102 practice/kpis/2026-w44.yaml:2:14",)),
    ("a month to come", {"practice/kpis/2026-12.yaml": "records: {}\n"}, ("F103 practice/kpis/2026-12.yaml:1:1",)),
    ("recorded tomorrow", {MONTH: records(tickets="numerator: 1").replace("11-02", "11-17")}, (f"F103 {MONTH}:2:48",)),
    ("an assessment of tomorrow", {ASSESSMENT.replace("11-05", "11-17"): "answers: {}\n"}, (f"F103 {ASSESSMENT.replace('11-05', '11-17')}:1:1",)),
    ("figures of nobody", {MONTH.replace("acme", "acmee"): "records: {}\n"}, (f"F104 {MONTH.replace('acme', 'acmee')}:1:1",)),
    ("tickets of nobody", {TICKETS: "tickets: |\n  1 2026-10-05T08:00 other - - - -\n"}, (f"F104 {TICKETS}:1:1",)),
    ("an exception of nobody", {TILL.replace("acme", "acmee"): EXCEPTION.format("2026-12-01")}, (f"F104 {TILL.replace('acme', 'acmee')}:1:1",)),
    ("a record by nobody", {MONTH: records(tickets="numerator: 1, by: jmi")}, (f"F105 {MONTH}:2:31",)),
    ("an assessment by nobody", {ASSESSMENT: "by: jmi\n"}, (f"F105 {ASSESSMENT}:1:5",)),
    ("a KPI that msptool has", {OWN.format("tickets"): PHONES}, (f"F106 {OWN.format('tickets')}:1:1",)),
    ("an exception that ran out", {TILL: EXCEPTION.format("2026-11-15")}, (f"F107 {TILL}:5:8",)),
    ("an exception that ran out and was patched", {TILL: EXCEPTION.format("2026-11-15") + "closed: 2026-11-10\n"}, ()),
    ("a target of nothing", {"msptool.yaml": "kpis:\n  targets:\n    tikets: {target: 1}\n"}, ("F108 msptool.yaml:1:1",)),
    ("a question that nobody asks", {ASSESSMENT: "answers:\n  rhem-fals: {answer: yes}\n"}, (f"F109 {ASSESSMENT}:2:14",)),
    ("a negative figure", {MONTH: records(reactive_hours="numerator: -2")}, (f"W111 {MONTH}:2:31",)),
    ("a file of no month", {"clients/acme/kpis/october.yaml": "records: {}\n"}, ("W111 clients/acme/kpis/october.yaml:1:1",)),
    ("a file of no week", {"practice/kpis/2026-w54.yaml": "records: {}\n"}, ("W111 practice/kpis/2026-w54.yaml:1:1",)),
    ("a line that is no ticket", {TICKETS.replace("acmee", "acme"): "tickets: |\n  1 yesterday other - - - -\n"},
     (f"W111 {TICKETS.replace('acmee', 'acme')}:1:10",)),
]  # fmt: skip
