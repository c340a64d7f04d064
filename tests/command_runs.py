"""One run of every command, and what it needs, for the tests of the program as a whole."""

from __future__ import annotations

import json
from pathlib import Path

from tests.changes import texts
from tests.exchange.evidence.files import control, scuba
from tests.exchange.history import dumps
from tests.runbooks.builders import LEAVER, furnish
from tests.sheets.sheets import export, new_sheet, said
from tests.small_practice import Practice

EXPORTS = Path(__file__).with_name("kpis") / "exports"

# One run of every command that ends at once; {tmp} is a folder of the test.
RUNS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("init",): ("{tmp}/new", "--no-git"), ("lint",): (), ("schema",): (),
    ("completion",): ("bash",), ("index", "build"): (), ("index", "status"): (), ("index", "check"): (), ("index", "clear"): (), ("standard", "list"): (),
    ("standard", "search"): ("firewall",),
    ("standard", "show"): ("firewall-backup",),
    ("standard", "new"): ("mailbox-size", "--category", "email", "--question", "Is every mailbox below 50 GB?"),
    ("standard", "edit"): ("firewall-label", "--set", "minutes=3"), ("standard", "rename"): ("firewall-label", "firewall-sticker"),
    ("standard", "retire"): ("firewall-label", "--reason", "Nobody reads labels."),
    ("standard", "check-question"): ("Is it on?", "What is on?"),
    ("standard", "import"): ("{tmp}/questions.csv", "--category", "email"), ("standard", "diff"): ("main",), ("client", "list"): (), ("client", "show"): ("acme",),
    ("client", "agreements"): (), ("client", "technologies"): (), ("review", "start"): ("acme", "--all", "--answers", "{tmp}/answers.csv"),
    ("review", "resume"): ("acme", "--answers", "{tmp}/answers.csv"),
    ("review", "finish"): ("acme", "--no-commit"), ("review", "discard"): ("acme", "--yes"), ("review", "status"): (), ("review", "show"): ("acme",),
    ("review", "handoffs"): ("acme",), ("review", "push"): ("acme", "--dry-run"),
    ("evidence", "import"): ("{tmp}/scuba.json", "--client", "acme"), ("evidence", "show"): ("acme",),
    ("review", "sheet"): ("acme", "--html", "{tmp}/sheet.html", "--all"), ("review", "apply"): ("{tmp}/export.json",),
    ("score",): ("acme",), ("finding", "list"): (),
    ("finding", "triage"): ("acme", "firewall-backup", "marginal", "--reason", "x", "--by", "bob"),
    ("proposal", "templates"): (), ("proposal", "new"): ("acme", "--template", "switches"), ("proposal", "list"): (), ("proposal", "queue"): (),
    ("proposal", "show"): ("acme", "firewall"), ("proposal", "price"): ("acme", "firewall"),
    ("proposal", "revise"): ("acme", "firewall", "--reason", "x"), ("proposal", "advance"): ("acme", "firewall", "sent", "--by", "bob"),
    ("import", "history"): ("{tmp}/dump",), ("export",): ("--csv", "{tmp}/library.csv"),
    ("query",): ("SELECT name FROM clients",),
    ("report",): ("visit", "acme"), ("committee", "calendar"): (), ("committee", "agenda"): (), ("committee", "owners"): (),
    ("committee", "minutes"): ("2026-11-10", "--keep", "firewall-backup"), ("committee", "changelog"): ("main",),
    ("schedule", "capacity"): (), ("schedule", "plan"): ("--year", "2027"), ("schedule", "show"): (), ("schedule", "check"): (),
    ("schedule", "solve"): ("{tmp}/problem.json",), ("schedule", "confirm"): ("acme", "2026-12-08"), ("schedule", "done"): ("acme", "2026-11-10"),
    ("schedule", "move"): ("acme", "2026-12-08", "2026-12-09", "--anyway"), ("schedule", "cancel"): ("acme", "2026-12-08", "--reason", "x"),
    ("schedule", "reassign"): ("acme", "2026-12-08", "bob"), ("schedule", "reopen"): ("acme", "2026-12-15", "--reason", "x"),
    ("schedule", "cover"): ("acme",), ("schedule", "goals"): ("acme",), ("schedule", "export"): ("--ics", "{tmp}/visits.ics"),
    ("schedule", "holidays"): ("US",), ("review", "agenda"): ("acme",), ("schedule", "rhythm"): (), ("schedule", "onboard"): ("nova",),
    ("standard", "upstream", "status"): (), ("standard", "upstream", "merge"): ("firewall-firmware-current",),
    ("finding", "show"): ("acme", "firewall-backup"), ("trace",): ("firewall-backup",), ("site", "build"): ("{tmp}/site",),
    ("roadmap", "propose"): ("acme",), ("roadmap", "show"): ("acme",), ("roadmap", "plan"): ("acme", "--budget", "1000"), ("roadmap", "budget"): ("acme",),
    ("roadmap", "decide"): ("acme", "mfa", "approved", "--by", "Owner"), ("roadmap", "done"): ("acme", "mfa"),
    ("roadmap", "group"): ("acme", "sign-in", "mfa", "--title", "Sign-in"),
    ("toolmap", "show"): (), ("toolmap", "add"): ("vault", "--name", "Vault", "--kind", "security", "--owner", "jim"),
    ("change", "new"): ("route-more", "--title", "x", "--why", "x", "--tool", "psa", "--by", "jim"), ("change", "list"): (),
    ("change", "show"): ("route-alerts",), ("change", "impact"): ("route-alerts",), ("change", "stats"): (),
    ("change", "advance"): ("route-alerts", "draft", "--by", "jim", "--reason", "x"),
    ("change", "close"): ("rolled-out", "rolled-back", "--by", "sam", "--notes", "x"), ("techdebt", "show"): (), ("techdebt", "new"): (),
    ("techdebt", "add"): ("copy-names", "--what", "x", "--where", "x", "--minutes", "5", "--times", "20"),
    ("kpi", "list"): (), ("kpi", "show"): ("acme",), ("kpi", "check"): (), ("kpi", "smart"): (), ("kpi", "assess"): ("--history",),
    ("kpi", "exception"): ("acme",), ("kpi", "import"): ("{tmp}/tickets.csv",),
    ("kpi", "define"): ("phones", "--name", "Phones", "--meaning", "x", "--unit", "count", "--numerator", "phones"),
    ("kpi", "record"): ("tickets", "--client", "acme", "--period", "2026-10", "--numerator", "3", "--source", "x"),
    ("runbook", "list"): (), ("runbook", "show"): ("vpn",), ("runbook", "lint"): (), ("runbook", "stats"): (),
    ("runbook", "run"): ("vpn", "--answers", "{tmp}/steps.csv"), ("escalate",): ("--runbook", "vpn", "--impact", "user"),
    ("owner", "interruption", "add"): ("--by", "dana", "--why", "x", "--minutes", "1"), ("owner", "interruption", "list"): (),
    ("owner", "interruption", "none"): ("2026-10",),
    ("owner", "drill", "plan"): ("--write",), ("owner", "drill", "list"): (), ("owner", "drill", "review"): (),
    ("checklist", "list"): (), ("checklist", "show"): ("leaver",), ("checklist", "start"): ("leaver", "acme", "Ann"),
    ("checklist", "tick"): ("acme", "zoe", "block"),
}  # fmt: skip
VISITS = "visits:\n  - {id: 1, day: 2026-11-10, tam: jim}\n  - {id: 2, day: 2026-12-08, tam: jim}\n  - {id: 3, day: 2026-12-15, tam: jim, status: confirmed}\n"
PROPOSAL = (
    "title: Firewall\nstatus: ready\nrequested: 2026-11-02\nhistory: [{version: 1, on: 2026-11-02, reason: x}]\n"
    "progress: [{status: draft, version: 1, on: 2026-11-02}, {status: ready, version: 1, on: 2026-11-03}]\n"
)
NEEDS_VISITS = {
    ("schedule", step)
    for step in ("confirm", "done", "move", "reassign", "cancel", "reopen", "cover", "export", "show", "check")
}
NEEDS_OPEN = {("review", "resume"), ("review", "finish"), ("review", "discard")}
WITHOUT_WORKSPACE = {
    ("init",),
    ("schema",),
    ("completion",),
    ("standard", "check-question"),
    ("schedule", "solve"),
    ("schedule", "holidays"),
}
NEEDS_FINISHED = {
    ("review", "show"),
    ("review", "handoffs"),
    ("review", "push"),
    ("score",),
    ("finding", "triage"),
    ("finding", "show"),
    ("trace",),
    ("roadmap", "propose"),
    ("report",),
}
ARRAYS = {("standard", "check-question")}


def ready(practice: Practice, path: tuple[str, ...], tmp: Path) -> tuple[str, ...]:
    """Bring the small practice to where the command makes sense; returns its arguments."""
    (tmp / "answers.csv").write_text("standard,answer,note\nfirewall-backup,no,\nfirewall-firmware,yes,\n")
    (tmp / "questions.csv").write_text("Question,Category\nIs the mailbox size below 50 GB?,email\nWhat is it?,email\n")
    if path[0] == "import":
        dumps.write(tmp / "dump", dumps.small())
    if path == ("schedule", "onboard"):
        practice.client("nova", status="onboarding", agreement={"starts": "2026-11-02", "onsite_days": 6})
    if path[0] == "proposal":
        practice.write("practice/proposal-templates/switches.yaml", "title: Switches\n")
        practice.write("clients/acme/proposals/firewall.yaml", PROPOSAL)
    if path[0] == "roadmap":
        practice.write(
            "clients/acme/roadmap/mfa.yaml", "title: x\narea: tam\nraised: 2026-11-01\nstandards: [mailbox-login]\n"
        )
    if path[0] in ("toolmap", "change", "techdebt"):
        _with_changes(practice)
    if path[0] in ("runbook", "escalate", "owner", "checklist"):
        _with_a_desk(practice)
    if path in NEEDS_VISITS:
        practice.write("practice/schedule/2026/acme.yaml", VISITS)
    (tmp / "steps.csv").write_text("step,answer\nuser,Ann\nplace,Home\nup,Down\nrestart,Works\n")
    (tmp / "tickets.csv").write_bytes((EXPORTS / "generic.csv").read_bytes())
    (tmp / "scuba.json").write_bytes(scuba(control("MS.AAD.1.1v1", "Fail")))
    (tmp / "problem.json").write_text('{"format": "visit-plan-problem/1", "tams": [], "clients": []}')
    if path == ("review", "apply"):
        content = export(new_sheet(practice, tmp), {"firewall-backup": said("no"), "firewall-firmware": said("n/a")})
        (tmp / "export.json").write_text(json.dumps(content))
    if path in NEEDS_OPEN:
        assert practice.run("review", "start", "acme", "--all", "--answers", str(tmp / "answers.csv")).code == 0
    if path in NEEDS_FINISHED:
        practice.review("acme", "firewall-backup,no,\nfirewall-firmware,yes,\n")
    return tuple(argument.replace("{tmp}", str(tmp)) for argument in RUNS[path])


def _with_changes(practice: Practice) -> None:
    practice.write("practice/people/sam.yaml", "name: Sam Central\n")
    practice.write(texts.MAP, texts.TOOL_MAP)
    practice.write(texts.CHANGE, texts.APPROVED)
    rolled_out = texts.APPROVED.replace("starts: 2026-11-17", "starts: 2026-11-12")
    rolled_out = rolled_out.replace("status: approved\n", "status: rolled-out\nrolled_out: 2026-11-12\n")
    rolled_out += "  - {status: rolled-out, on: 2026-11-12, by: jim}\n"
    practice.write(texts.CHANGE.replace("route-alerts", "rolled-out"), rolled_out)
    practice.write(texts.AUDIT, texts.TECH_DEBT)


def _with_a_desk(practice: Practice) -> None:
    furnish(practice)
    practice.write("practice/checklists/leaver.yaml", LEAVER)
    practice.write("practice/owner/drills/2026-10-13.yaml", "until: 2026-10-15\nowner: ruth\n")
    assert practice.run("checklist", "start", "leaver", "acme", "Zoe").code == 0
