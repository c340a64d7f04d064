"""For every rule: a change to the good tree that makes it fire, and where."""

from __future__ import annotations

from dataclasses import dataclass

from tests.changes import texts
from tests.kpis.lint_cases import KPI_CASES
from tests.trees import CATEGORY, CLIENT, GOOD, MEETING, MFA, PERSON, REVIEW, SPF, TRIAGE


@dataclass(frozen=True)
class Case:
    """Files in place of, or beside, those of the good tree; the rules that fire, each with its place."""

    name: str
    files: dict[str, str | bytes | None]
    found: tuple[str, ...]

    @property
    def tree(self) -> dict[str, str | bytes]:
        """All files."""
        return {path: text for path, text in {**GOOD, **self.files}.items() if text is not None}


def case(name: str, path: str, old: str | None, new: str | bytes, *found: str, **more: str | bytes | None) -> Case:
    """`new` in place of `old` (of the whole file where that is None) in the file at `path`."""
    if old is None:
        text = new
    else:
        assert isinstance(new, str)
        assert GOOD[path].count(old) == 1
        text = GOOD[path].replace(old, new)
    return Case(name, {path: text, **more}, found)


def asks(name: str, question: str, *found: str) -> Case:
    """Another question for the SPF record."""
    return case(name, SPF, "Does every mail domain publish an SPF record?", question, *found)


DEEP = "standards/email/deep.yaml"
OTHER = "standards/email/other.yaml"
PLAN = "clients/acme/onboarding.yaml"
ONBOARDING = (
    "starts: 2026-10-01\nphases:\n  - {{id: a, name: A, starts: 2026-10-01, ends: 2026-10-14, "
    "tasks: [{{id: t, task: T, area: tam, due: 2026-10-02{}}}]}}\n"
)
RECHECK = "clients/acme/recheck.yaml"
MEETING_WITH = "clients/acme/meetings/2026-11-02.yaml"
TALK = "title: Budget\nstarts: 2026-11-02T09:00:00Z\n{}\n"
CLAIM = "standards: {{{}: [{{since: {}, because: x}}]}}\n"
VISITS = "practice/schedule/2027/acme.yaml"
MINUTES = "attendees: [{}]\ndecisions:\n  - {{standard: {}, decision: {}}}\n"
TWIN = "standards/cloud/spf-record.yaml"
BOOK = "runbooks/vpn.yaml"
BOOK_TEXT = """\
title: VPN fails
category: network
trigger: Nobody can connect.
area: service-desk
minutes: 20
inputs:
  - {name: user, ask: Who is it, internal: true}
steps:
  - {id: look, kind: check, do: Is it up, outcomes: {up: tell, down: restart}}
  - {id: restart, kind: fix, do: Restart it., next: tell}
  - {id: tell, kind: message, send: news, do: Tell them.}
  - {id: again, kind: check, do: Does it work, outcomes: {works: close, fails: hand-over}}
  - {id: close, kind: done, do: Close it.}
  - {id: hand-over, kind: escalate, to: level-2, do: Hand it over.}
messages:
  news: It is up again.
done: [It is up.]
"""
DESK_MAP = """\
levels:
  level-1: {does: x, reach: x}
  level-2: {does: x, reach: x}
  owner: {does: x, reach: x}
rules: [{id: all, level: level-1, impact: user, minutes: 30, may: x}]
"""
DESK_RUN = "practice/runbook-runs/2026/2026-11-02-vpn-t-1.yaml"
DESK_RUN_TEXT = """\
runbook: vpn
fingerprint: "0123456789ab"
started: 2026-11-02T09:00:00+00:00
finished: 2026-11-02T09:20:00+00:00
minutes: 20
outcome: resolved
path:
  - {step: look, answer: up}
"""
RUN = (
    "tool: gear\nname: Gear\ntaken: {}T09:00:00+00:00\nimported: 2026-11-16\n"
    f"file: {{{{name: x.json, sha256: {'a' * 64}, bytes: 1}}}}\n"
)
PINGS = "practice/owner/interruptions/2026-11.yaml"
PING = "interruptions:\n  - {on: 2026-11-03, by: jim, why: x, minutes: 5%s}\n"
DRILL = "practice/owner/drills/2026-11-03.yaml"
DRILL_TEXT = "until: 2026-11-05\nowner: jim\nreached: [{ticket: T-1, on: 2026-11-03, %s}]\n"
LIST = {"practice/checklists/leaver.yaml": "title: Leaver\nwhen: x\narea: tam\nitems: [{id: block, do: Block it.}]\n"}
TICKS = "clients/acme/checklists/2026-11-02-leaver-ann.yaml"
TICKS_TEXT = (
    "checklist: leaver\nabout: Ann\nstarted: 2026-11-02\nitems: [{id: block, do: Block it., on: 2026-11-02, by: jim}]\n"
)


def book(name: str, old: str, new: str, *found: str, **more: str) -> Case:
    """`new` in place of `old` in a runbook that is in order."""
    assert BOOK_TEXT.count(old) == 1
    return Case(name, {BOOK: BOOK_TEXT.replace(old, new), **more}, found)


def record(name: str, path: str, text: str, *found: str, **more: str) -> Case:
    """A record beside the runbook."""
    return Case(name, {BOOK: BOOK_TEXT, path: text, **more}, found)


MAP, CHANGE, AUDIT = texts.MAP, texts.CHANGE, texts.AUDIT
SAM = "practice/people/sam.yaml"


def tools(name: str, old: str, new: str, *found: str) -> Case:
    """`new` in place of `old` in a good tool map."""
    assert texts.TOOL_MAP.count(old) == 1
    return Case(name, {SAM: "name: Sam Central\n", MAP: texts.TOOL_MAP.replace(old, new)}, found)


def change(name: str, old: str, new: str, *found: str) -> Case:
    """`new` in place of `old` in a good change, beside a good tool map."""
    assert texts.APPROVED.count(old) == 1
    files: dict[str, str | bytes | None] = {
        SAM: "name: Sam Central\n", MAP: texts.TOOL_MAP, CHANGE: texts.APPROVED.replace(old, new),
    }  # fmt: skip
    return Case(name, files, found)


OFFER = "clients/acme/proposals/firewall.yaml"
DRAFT = (
    "title: Firewall\nrequested: 2026-11-02\nhistory: [{version: 1, on: 2026-11-02, reason: x}]\n"
    "progress: [{status: draft, version: 1, on: 2026-11-02}]\n"
)
ACCEPTED = (
    "title: Firewall\nrequested: 2026-11-02\nstatus: accepted\nterms: {currency: USD, markup: 30, rates: {}, tax: {}}\n"
    "history:\n  - {version: 1, on: 2026-11-02, reason: x, sent: 2026-11-02, total: 0, fingerprint: '000000000000'}\nprogress:\n"
    + "".join(
        f"  - {{status: {each}, version: 1, on: 2026-11-02}}\n" for each in ("draft", "ready", "sent", "accepted")
    )
)

ROADMAP = "clients/acme/roadmap/mfa.yaml"
ADVICE = "title: x\narea: tam\nraised: 2026-11-01\n"
CASES = [
    case("a file that is not UTF-8", SPF, None, "name: café\n".encode("latin-1"), f"W102 {SPF}:1:1"),
    case("a file of many megabytes", SPF, None, b"# " + b"x" * 4_200_000, f"W103 {SPF}:1:1"),
    case("a colon in a plain text", SPF, "name: SPF record", "name: SPF: record", f"W104 {SPF}:2:10"),
    case("a key twice", SPF, "status: active", "status: active\nname: Other", f"W105 {SPF}:9:1"),
    case("a merge conflict", SPF, "status: active", "<<<<<<< HEAD\nstatus: active\n=======\n>>>>>>> x", f"W106 {SPF}:8:1"),
    case("an anchor", SPF, "name: SPF record", "name: &name SPF record", f"W107 {SPF}:2:7"),
    case("deep nesting", DEEP, None, "how: " + "[" * 30 + "]" * 30, f"W108 {DEEP}:1:29"),
    case("a mistyped key", SPF, "why:", "wyh:", f"W110 {SPF}:4:1"),
    case("a wrong word", SPF, "status: active", "status: actve", f"W111 {SPF}:8:9"),
    case("a missing key", SPF, "name: SPF record\n", "", f"W112 {SPF}:2:1"),
    case("a file name with spaces", "standards/email/SPF Record.yaml", None, GOOD[SPF], "W113 standards/email/SPF Record.yaml:1:1"),
    case("a file that nothing reads", "standards/spf.yaml", None, "name: x\n", "W114 standards/spf.yaml:1:1"),
    case("a file with the wrong ending", "clients/acme/client.yml", None, "name: x\n", "W114 clients/acme/client.yml:1:1"),
    case("an allowance without a reason", SPF, "tags: [dns, mail]", "tags: [dns, dns]  # msptool: allow S111", f"L101 {SPF}:7:19"),
    case("an allowance of nothing", SPF, "tags: [dns, mail]", "tags: [dns]  # msptool: allow S111 because x", f"L102 {SPF}:7:14"),
    case("no reason to ask", SPF, "why: Without it anybody can send mail in the client's name.\n", "", f"S101 {SPF}:2:1"),
    case("no way to find out", SPF, "how:\n  - Look up the TXT record of each domain.\n", "", f"S102 {SPF}:2:1"),
    case("no authority", SPF, "references:\n  - framework: nist-csf-2.0\n    id: PR.DS-02\n", "references: []\n", f"S103 {SPF}:9:13"),
    Case("a category without its file", {CATEGORY: None}, (f"S104 {CATEGORY}:1:1",)),
    case("an id twice", TWIN, None, GOOD[SPF].replace("Does every", "Does each"),
        f"S105 {SPF}:2:1", **{"standards/cloud/_category.yaml": "name: Cloud\nowner: vcio\n"}),
    case("a former id of another standard", MFA, "status: active", "status: active\nformerly: [spf-record]", f"S105 {SPF}:2:1"),
    case("an unknown technology", SPF, "tags:", "applies_to:\n  technologies: [azure, azur]\ntags:", f"S106 {SPF}:8:25"),
    case("retired without a word", MFA, "status: active", "status: retired", f"S107 {MFA}:5:9"),
    case("a retirement of what is still asked", SPF, "status: active", "status: active\nretirement: {on: 2026-01-01, reason: x}",
        f"S107 {SPF}:8:9"),
    case("reviewed tomorrow", SPF, "reviewed: 2026-10-01", "reviewed: 2026-11-17", f"S108 {SPF}:12:11"),
    case("never reviewed", SPF, "reviewed: 2026-10-01\n", "", f"S119 {SPF}:2:1"),
    case("reviewed long ago", SPF, "reviewed: 2026-10-01", "reviewed: 2025-11-16", f"S119 {SPF}:12:11"),
    case("nothing that fixes it", SPF, "remedy: {summary: Publish it., area: professional-services, hours: 1}\n", "", f"S118 {SPF}:2:1"),
    case("a high one asked every two years", SPF, "status: active",
         "status: active\nbusiness_impact: high\ntechnical_risk: high\nfrequency: biennial", f"S120 {SPF}:11:12"),
    case("a low one asked every month", CATEGORY, "name: Email", "name: Email\nfrequency: monthly", f"S120 {SPF}:2:1",
         **{SPF: GOOD[SPF].replace("status: active", "status: active\nbusiness_impact: low\ntechnical_risk: low")}),
    case("a category of nobody", CATEGORY, "\nowner: centralized-services", "", f"S121 {CATEGORY}:1:1"),
    case("the same in other words", OTHER, None,
         GOOD[SPF].replace("Does every mail domain publish an SPF record?", "Do all mail domains publish an SPF record?"),
         f"S117 {SPF}:3:11"),
    case("a question that another one asks", OTHER, None, GOOD[SPF].replace("an SPF record?", "an  spf RECORD ?"),
        f"S109 {SPF}:3:11", f"S112 {OTHER}:3:11"),
    case("a successor that is not there", MFA, "status: active",
        "status: retired\nretirement: {on: 2026-01-01, reason: x, replaced_by: [spf-recrd]}", f"S110 {MFA}:6:55"),
    case("a tag twice", SPF, "tags: [dns, mail]", "tags: [dns, dns]", f"S111 {SPF}:7:7"),
    asks("spare spaces", "Does every  mail domain publish an SPF record?", f"S112 {SPF}:3:11"),
    asks("an open question", "What is the SPF record?", f"Q101 {SPF}:3:11"),
    asks("an order", "Ensure that every mail domain has an SPF record.", f"Q102 {SPF}:3:11"),
    asks("a statement", "An SPF record is published.", f"Q103 {SPF}:3:*"),
    asks("a choice", "Is the SPF record soft or hard?", f"Q104 {SPF}:3:*"),
    asks("a list to choose from", "'Which of the following are in place: SPF, DKIM, DMARC?'", f"Q105 {SPF}:3:*"),
    asks("a question with a request", "Is there an SPF record? If so, describe it.", f"Q106 {SPF}:3:*"),
    asks("two questions", "Are backups encrypted? Are restores tested each quarter?", f"Q107 {SPF}:3:*"),
    asks("a thing", "SPF record complexity", f"Q108 {SPF}:3:*"),
    asks("a page of text", "Is the firewall, " + "which protects the office, " * 40 + "under warranty?", f"Q109 {SPF}:3:*"),
    asks("a word without a measure", "Are patches installed in a timely manner?", f"Q201 {SPF}:3:*"),
    asks("a way out", "Is an SPF record published where possible?", f"Q202 {SPF}:3:*"),
    asks("two halves", "Is antivirus installed, and are its alerts reviewed each day?", f"Q203 {SPF}:3:*"),
    asks("a word that points elsewhere", "Are they tested every quarter?", f"Q204 {SPF}:3:*"),
    asks("a negation in front", "Isn't an SPF record published?", f"Q206 {SPF}:3:*"),
    asks("a yes that is bad", "Are there any users without MFA?", f"Q205 {SPF}:3:*"),
    case("a person who is nobody", CLIENT, "tam: jim", "tam: jmi", f"C101 {CLIENT}:4:8"),
    Case("a team without its files", {PERSON: None}, (f"C101 {CLIENT}:4:8", f"R105 {REVIEW}:2:5")),
    case("a review by nobody", REVIEW, "by: jim", "by: jmi", f"R105 {REVIEW}:2:5"),
    case("a technology that nobody knows", CLIENT, "[microsoft-365]", "[microsoft-356]", f"C102 {CLIENT}:2:16"),
    case("an exemption of nothing", CLIENT, "standard: mailbox-mfa", "standard: mailbox-mfaa", f"C103 {CLIENT}:6:15"),
    case("an exemption of no tag", CLIENT, "standard: mailbox-mfa", "tag: dnss", f"C103 {CLIENT}:6:10"),
    case("an exemption of no category", CLIENT, "standard: mailbox-mfa", "category: e-mail", f"C103 {CLIENT}:6:15"),
    case("a client without a TAM", CLIENT, "team:\n  tam: jim\n", "", f"C104 {CLIENT}:1:1"),
    case("an agreement that begins later", CLIENT, "team:", "agreement: {starts: 2027-01-01}\nteam:", f"C105 {CLIENT}:3:21"),
    case("servers of no kind", CLIENT, "team:", "agreement: {starts: 2026-01-01, servers: 2}\nteam:", f"C106 {CLIENT}:3:42"),
    case("a review of nobody", "reviews/acmee/2026-10-05.yaml", None, GOOD[REVIEW], "R101 reviews/acmee/2026-10-05.yaml:1:1"),
    case("an answer to nothing", REVIEW, "  spf-record:", "  spf-recrod:", f"R102 {REVIEW}:8:5"),
    case("an answer of tomorrow", REVIEW, "on: 2026-10-05", "on: 2026-11-17", f"R103 {REVIEW}:9:9"),
    case("an answer without its evidence", REVIEW, "on: 2026-10-05", f"evidence: {{record: gear, sha256: {'b' * 64}}}\n    on: 2026-10-05",
         f"R111 {REVIEW}:9:15", **{"clients/acme/evidence/gear.yaml": RUN.format("2026-10-01")}),
    case("a remark on nothing", REVIEW, "answers:", "remarks:\n  spf-recrod: {note: x}\nanswers:", f"R102 {REVIEW}:7:15"),
    case("a question about nothing", REVIEW, "[spf-record]", "[spf-recrod]", f"R102 {REVIEW}:5:9"),
    case("two open reviews", "reviews/acme/2026-11-02.yaml", None, "status: open\nstarted: 2026-11-02T09:00:00Z\n",
         "R104 reviews/acme/2026-11-03.yaml:1:9", **{"reviews/acme/2026-11-03.yaml": "status: open\nstarted: 2026-11-03T09:00:00Z\n"}),
    case("an unknown framework", SPF, "nist-csf-2.0", "nist-csf", f"S113 {SPF}:10:16"),
    case("a control that is not in the framework", SPF, "PR.DS-02", "PR.DS-2", f"S114 {SPF}:11:9"),
    case("a control that was withdrawn", SPF, "framework: nist-csf-2.0\n    id: PR.DS-02",
         "framework: nist-sp-800-53-r5\n    id: AC-2(10)", f"S115 {SPF}:11:9"),
    case("an address of nothing", SPF, "references:", "references:\n  - url: 'http://[::1/'", f"W111 {SPF}:10:10"),
    case("hearsay", SPF, "references:", "references:\n  - url: https://old.reddit.com/r/msp/x", f"S116 {SPF}:10:10"),
    case("a triage of nobody", "clients/acmee/triage.yaml", None, GOOD[TRIAGE], "T101 clients/acmee/triage.yaml:1:1"),
    case("a triage of nothing", TRIAGE, "spf-record", "spf-recrod", f"T102 {TRIAGE}:3:5"),
    case("a triage by nobody", TRIAGE, "stage: marginal", "by: jmi\n      stage: marginal", f"T103 {TRIAGE}:3:11"),
    case("a triage of tomorrow", TRIAGE, "2026-10-06", "2026-11-17", f"T104 {TRIAGE}:4:11"),
    case("an acceptance that has run out", TRIAGE, "stage: marginal", "stage: accepted\n      accepted_by: Owner\n      until: 2026-11-15",
         f"T105 {TRIAGE}:5:14"),
    case("an acceptance that ends before it begins", TRIAGE, "stage: marginal",
         "stage: accepted\n      accepted_by: Owner\n      until: 2026-10-06", f"W111 {TRIAGE}:3:7"),
    case("judgements out of order", TRIAGE, "sends mail.\n", "sends mail.\n    - {stage: aligned, on: 2026-10-05, reason: x}\n",
         f"T106 {TRIAGE}:6:28"),
    case("a recheck of nobody", "clients/acmee/recheck.yaml", None, "standards: {}\n", "R106 clients/acmee/recheck.yaml:1:1"),
    case("a recheck of nothing", RECHECK, None, CLAIM.format("spf-recrod", "2026-11-01"), f"R107 {RECHECK}:1:25"),
    case("evidence of nobody", "clients/acmee/evidence/gear.yaml", None, RUN.format("2026-11-10"), "R109 clients/acmee/evidence/gear.yaml:1:1"),
    case("evidence of tomorrow", "clients/acme/evidence/gear.yaml", None, RUN.format("2026-11-17"), "R110 clients/acme/evidence/gear.yaml:3:8"),
    case("a fix of tomorrow", RECHECK, None, CLAIM.format("spf-record", "2026-11-17"), f"R108 {RECHECK}:1:34"),
    case("a meeting with nobody", "clients/acmee/meetings/2026-11-02.yaml", None, TALK.format("by: jim"),
         "M201 clients/acmee/meetings/2026-11-02.yaml:1:1"),
    case("a meeting called by nobody", MEETING_WITH, None, TALK.format("by: jmi"), f"M202 {MEETING_WITH}:3:5"),
    case("a meeting about nothing", MEETING_WITH, None, TALK.format("recommendations: [new-firewall]"), f"M203 {MEETING_WITH}:3:19"),
    case("a meeting that ends before it starts", MEETING_WITH, None, TALK.format("ends: 2026-11-02T08:00:00Z"), f"W111 {MEETING_WITH}:1:1"),
    case("a former client without an end", CLIENT, "technologies:", "status: former\nagreement: {starts: 2026-01-01}\ntechnologies:",
         f"C107 {CLIENT}:3:12"),
    case("a TAM who is none", PERSON, "roles: [tam]", "roles: [vcio]", f"C108 {CLIENT}:4:8"),
    case("visits of nobody", "practice/schedule/2027/acmee.yaml", None, "visits: [{id: 1, day: 2027-01-05, tam: jim}]\n",
         "V101 practice/schedule/2027/acmee.yaml:1:1"),
    case("a visit by nobody", VISITS, None, "visits: [{id: 1, day: 2027-01-05, tam: jmi}]\n", f"V102 {VISITS}:1:40"),
    case("two visits on one day", VISITS, None, "visits: [{id: 1, day: 2027-01-05, tam: jim}]\n", f"V103 {VISITS.replace('acme', 'tesso')}:1:23",
         **{"clients/tesso/client.yaml": GOOD[CLIENT], VISITS.replace("acme", "tesso"): "visits: [{id: 1, day: 2027-01-05, tam: jim}]\n"}),
    case("a visit that is done too early", VISITS, None, "visits: [{id: 1, day: 2027-01-05, tam: jim, status: done}]\n",
         f"V104 {VISITS}:1:53"),
    case("a day that its history does not know", VISITS, None,
         "visits: [{id: 1, day: 2027-01-06, tam: jim, changes: [{on: 2026-11-16, step: planned, day: 2027-01-05}]}]\n", f"V106 {VISITS}:1:23"),
    case("a calendar name that two files have", VISITS, None, "uid: acme\nvisits: []\n", f"V107 {VISITS.replace('2027', '2028')}:1:6",
         **{VISITS.replace("2027", "2028"): "uid: acme\nvisits: []\n"}),
    case("a calendar that is not there", PERSON, "roles: [tam]", "roles: [tam]\ncalendars: [us-tx]", f"V105 {PERSON}:3:13"),
    case("an onboarding of nobody", "clients/acmee/onboarding.yaml", None, ONBOARDING.format(""), "N101 clients/acmee/onboarding.yaml:1:1"),
    case("a task of nobody", PLAN, None, ONBOARDING.format(", by: jmi"), f"N102 {PLAN}:3:117"),
    case("a task done tomorrow", PLAN, None, ONBOARDING.format(", done: 2026-11-17"), f"N103 {PLAN}:3:119"),
    case("a decision on nothing", MEETING, None, MINUTES.format("jim", "spf-recrod", "keep"), f"M101 {MEETING}:3:16"),
    case("minutes by nobody", MEETING, None, MINUTES.format("jmi", "spf-record", "keep"), f"M102 {MEETING}:1:13"),
    case("minutes of a meeting to come", "practice/committee/2026-12-08.yaml", None, MINUTES.format("jim", "spf-record", "keep"),
         "M103 practice/committee/2026-12-08.yaml:1:1"),
    tools("a flow to an unknown tool", "to: [psa]", "to: [psa, pas]", f"G101 {MAP}:7:45"),
    tools("a flow from an unknown tool", "{source: psa", "{source: pas", f"G101 {MAP}:9:14", f"G104 {MAP}:3:69"),
    tools("two sources of truth", "  - {subject: billing", "  - {subject: assets, tool: docs}\n  - {subject: billing", f"G102 {MAP}:17:5"),
    tools("a subject without a source", "{subject: billing, tool: psa}", "{subject: billing}", f"G103 {MAP}:17:5"),
    tools("a subject that nobody thought of", "  - {subject: billing, tool: psa}\n", "", f"G103 {MAP}:13:3"),
    tools("a flow that nobody receives", ", to: [psa]", "", f"G104 {MAP}:7:5"),
    tools("data that goes nowhere", "alerts: Agents report.", "alerts: Agents report., health: Agents report.", f"G104 {MAP}:2:102"),
    tools("a tool without an owner", "kind: rmm, owner: jim", "kind: rmm", f"G105 {MAP}:2:5"),
    tools("a tool of nobody", "kind: rmm, owner: jim", "kind: rmm, owner: jmi", f"G106 {MAP}:2:58"),
    tools("a reader who is nobody", "readers: [service-desk]", "readers: [service-dsk]", f"G106 {MAP}:11:45"),
    tools("an automation that nobody knows", "known_by: [jim, sam]", "known_by: [jmi]", f"G106 {MAP}:20:85"),
    tools("a lonely tool", "\nflows:\n", "\n  - {id: poll, name: Poll, kind: other, owner: jim}\nflows:\n", f"G107 {MAP}:6:5"),
    tools("a tool for no client", "kind: rmm, owner: jim", "kind: rmm, owner: jim, clients: [acmee]", f"G108 {MAP}:2:73"),
    tools("data from nowhere", "data: [alerts]", "data: [alerts, alrets]", f"G109 {MAP}:7:34"),
    change("a change by nobody", "author: jim", "author: jmi", f"G121 {CHANGE}:3:9"),
    change("a change of no tool", "tools: [psa]", "tools: [psa, pas]", f"G122 {CHANGE}:4:14"),
    change("a change of data that no tool has", "tools: [psa]", "tools: [psa]\ndata: [tickts]", f"G122 {CHANGE}:5:8"),
    change("a change for no client", "clients: [acme]", "clients: [acmee]", f"G123 {CHANGE}:18:13"),
    change("a change for no standard", "tools: [psa]", "tools: [psa]\nstandards: [spf-recrod]", f"G124 {CHANGE}:5:13"),
    change("a change for no recommendation", "tools: [psa]", "tools: [psa]\nrecommendations: [acme/mfa]", f"G124 {CHANGE}:5:19"),
    change("a change like none", "tools: [psa]", "tools: [psa]\nlike: rout-alerts", f"G124 {CHANGE}:5:7"),
    change("a state that was skipped", "  - {status: pilot, on: 2026-11-03, by: jim}\n", "", f"G125 {CHANGE}:43:14"),
    change("a status beside its progress", "status: approved\nprogress", "status: pilot\nprogress", f"G125 {CHANGE}:38:9"),
    change("a change that was not tested", "result: passed", "result: failed", f"G126 {CHANGE}:16:5"),
    change("a pilot of two days", "until: 2026-11-06", "until: 2026-11-04", f"G127 {CHANGE}:20:10"),
    change("a change that starts on a Friday", "starts: 2026-11-17", "starts: 2026-11-20", f"G128 {CHANGE}:25:11"),
    change("a change approved by its author", "sign_off: {by: sam", "sign_off: {by: jim", f"G129 {CHANGE}:37:16"),
    change("steps out of order", "{status: tested, on: 2026-10-30", "{status: tested, on: 2026-11-05", f"G130 {CHANGE}:43:25"),
    change("a day of roll-out too many", "status: approved\nprogress", "status: approved\nrolled_out: 2026-11-11\nprogress", f"G130 {CHANGE}:39:13"),
    Case("an audit of tomorrow", {AUDIT.replace("10-06", "11-17"): "by: [jim]\n"}, (f"G142 {AUDIT.replace('10-06', '11-17')}:1:1",)),
    Case("an audit of no tool", {SAM: "name: Sam Central\n", MAP: texts.TOOL_MAP, AUDIT: texts.TECH_DEBT.replace("tool: psa", "tool: pas")},
         (f"G141 {AUDIT}:3:73",)),
    Case("an audit by nobody", {AUDIT: texts.TECH_DEBT.replace("by: [jim]", "by: [jmi]")}, (f"G141 {AUDIT}:1:6",)),
    book("a step that nothing leads to", "down: restart}", "down: tell}", f"B101 {BOOK}:10:10"),
    book("a check without outcomes", ", outcomes: {works: close, fails: hand-over}", "", "B101 *", "B101 *", f"B102 {BOOK}:12:10"),
    book("a check with one outcome", "{up: tell, down: restart}", "{down: restart}", f"B102 {BOOK}:9:10"),
    book("an outcome that leads nowhere", "down: restart}", "down: restrat}", "B101 *", f"B103 {BOOK}:9:70"),
    book("a next that leads nowhere", "next: tell", "next: tlel", f"B103 {BOOK}:10:53"),
    book("steps that nobody gets out of", "{works: close, fails: hand-over}", "{works: look, fails: tell}", "B101 *", "B101 *", f"B104 {BOOK}:9:10"),
    book("steps that go round", "fails: hand-over}", "fails: hand-over, again: restart}", f"B105 {BOOK}:10:10"),
    book("a fix that nothing follows", "  - {id: hand-over, kind: escalate, to: level-2, do: Hand it over.}\n",
         "  - {id: hand-over, kind: fix, do: Hand it over.}\n", f"B106 {BOOK}:14:10", f"B108 {BOOK}:9:3"),
    book("a runbook that never ends well", "{id: close, kind: done, do: Close it.}", "{id: close, kind: escalate, to: owner, do: Close it.}", f"B107 {BOOK}:9:3"),
    book("a runbook that is never handed over", "kind: escalate, to: level-2, do", "kind: done, do", f"B108 {BOOK}:9:3"),
    book("a message that names nothing", "It is up again.", "Dear {usr}, it is up.", f"B109 {BOOK}:16:9"),
    book("a message that names something internal", "It is up again.", "Dear {user}, it is up.", f"B109 {BOOK}:16:9"),
    book("a message that is not there", "send: news", "send: nwes", f"B110 {BOOK}:11:37"),
    book("a sign-off that the map does not know", "{id: restart, kind: fix, do: Restart it., next: tell}",
         "{id: restart, kind: signoff, needs: restart, do: May I, outcomes: {yes: tell, no: hand-over}}", f"B111 {BOOK}:10:41",
         **{"practice/escalation.yaml": DESK_MAP}),
    record("a run in which a step was unclear", DESK_RUN, DESK_RUN_TEXT.replace("answer: up}", "answer: up, unclear: Which one}"), f"B112 {DESK_RUN}:8:39"),
    record("an interruption by a runbook that failed", PINGS, PING % ", failed: vpn", f"B112 {PINGS}:2:59"),
    book("a lesson of tomorrow", "done: [It is up.]", "done: [It is up.]\nchanged_after: [{on: 2026-11-17, because: x, what: x}]", f"B113 {BOOK}:18:22"),
    record("a run of tomorrow", DESK_RUN.replace("11-02", "11-17"), DESK_RUN_TEXT.replace("11-02", "11-17"), f"B113 {DESK_RUN.replace('11-02', '11-17')}:4:11"),
    record("a run of no runbook", DESK_RUN, DESK_RUN_TEXT.replace("runbook: vpn", "runbook: vnp"), f"B114 {DESK_RUN}:1:10"),
    record("a run by nobody", DESK_RUN, DESK_RUN_TEXT + "by: jmi\n", f"B115 {DESK_RUN}:9:5"),
    record("an interruption by nobody", PINGS, PING.replace("jim", "jmi") % "", f"B115 {PINGS}:2:26"),
    record("a level of nobody", "practice/escalation.yaml", DESK_MAP.replace("level-1: {does: x,", "level-1: {does: x, people: [jmi],"),
           "B115 practice/escalation.yaml:2:31"),
    record("a run for no client", DESK_RUN, DESK_RUN_TEXT + "client: acmee\n", f"B116 {DESK_RUN}:9:9"),
    record("a drill that improved nothing", DRILL, DRILL_TEXT % "improved: vpn", f"B117 {DRILL}:3:51"),
    record("a run of no checklist", TICKS, TICKS_TEXT, f"B118 {TICKS}:1:12"),
    record("a tick of tomorrow", TICKS, TICKS_TEXT.replace("on: 2026-11-02", "on: 2026-11-17"), f"B113 {TICKS}:4:40", **LIST),
    record("a drill that tightened nothing", DRILL, DRILL_TEXT % "tightened: al", f"B119 {DRILL}:3:52", **{"practice/escalation.yaml": DESK_MAP}),
    case("a decision without a reason", MEETING, None, MINUTES.format("jim", "spf-record", "postpone"), f"M104 {MEETING}:3:5"),
    case("a roadmap of nobody", "clients/acmee/roadmap/mfa.yaml", None, ADVICE, "P101 clients/acmee/roadmap/mfa.yaml:1:1"),
    case("an initiative of nobody", "clients/acmee/initiatives/network.yaml", None, "title: x\n", "P101 clients/acmee/initiatives/network.yaml:1:1"),
    case("a recommendation that fixes nothing", ROADMAP, None, f"{ADVICE}standards: [spf-recrod]\n", f"P102 {ROADMAP}:4:13"),
    case("a recommendation of no initiative", ROADMAP, None, f"{ADVICE}initiative: netwrok\n", f"P103 {ROADMAP}:4:13"),
    case("a recommendation after nothing", ROADMAP, None, f"{ADVICE}after: [mfaa]\n", f"P104 {ROADMAP}:4:9"),
    case("a recommendation after itself", ROADMAP, None, f"{ADVICE}after: [mfa]\n", f"P104 {ROADMAP}:4:9"),
    case("a recommendation that nobody sees to", ROADMAP, None, f"{ADVICE}owner: jmi\n", f"P105 {ROADMAP}:4:8"),
    case("a decision before anybody recommended it", ROADMAP, None,
         f"{ADVICE}decisions:\n  - {{choice: approved, on: 2026-10-01, by: Owner}}\n", f"P106 {ROADMAP}:5:28"),
    case("a recommendation of tomorrow", ROADMAP, None, ADVICE.replace("2026-11-01", "2062-11-01"), f"P106 {ROADMAP}:3:9"),
    case("a recommendation for a quarter that is over", ROADMAP, None, f"{ADVICE}quarter: 2026-Q3\n", f"P107 {ROADMAP}:4:10"),
    case("a proposal of nobody", "clients/acmee/proposals/firewall.yaml", None, DRAFT, "D101 clients/acmee/proposals/firewall.yaml:1:1"),
    case("a proposal of no template", OFFER, None, f"{DRAFT}template: firewal\n", f"D102 {OFFER}:5:11"),
    case("a proposal by nobody", OFFER, None, f"{DRAFT}designer: jmi\n", f"D103 {OFFER}:5:11"),
    case("a proposal for no recommendation", OFFER, None, f"{DRAFT}recommendations: [mfa, mfaa]\n", f"D104 {OFFER}:5:24",
         **{"clients/acme/roadmap/mfa.yaml": "title: x\narea: tam\nraised: 2026-11-01\n"}),
    case("a document that was due before anybody asked", OFFER, None, f"{DRAFT}due: 2026-11-01\n", f"D105 {OFFER}:5:6"),
    case("a version without a history", OFFER, None, f"{DRAFT}version: 2\n", f"D106 {OFFER}:3:10"),
    case("a status that was skipped", OFFER, None, f"{DRAFT}status: withdrawn\n", f"D107 {OFFER}:5:9"),
    case("a proposal that was changed after it was sent", OFFER, None, ACCEPTED, f"D108 {OFFER}:3:9"),
    case("a price that ran out", OFFER, None, f"{DRAFT}equipment: [{{kind: hardware, name: x, unit_cost: 1, price_until: 2026-11-15}}]\n",
         f"D109 {OFFER}:5:66"),
    case("a line below its cost", OFFER, None, f"{DRAFT}equipment: [{{kind: software, name: x, unit_cost: 2, unit_price: 1}}]\n",
         f"D111 {OFFER}:5:65"),
    case("a template without its parts", "practice/proposal-templates/x.yaml", None, "title: x\n", "D112 practice/proposal-templates/x.yaml:1:1"),
    case("an option that nothing is priced for", OFFER, None, f"{DRAFT}options: [{{id: x, title: X}}]\n", f"D113 {OFFER}:5:11"),
    *(Case(*each) for each in KPI_CASES),
]  # fmt: skip

# Rules that need more than texts; test_links.py and the tests named for them have these.
ELSEWHERE = {
    "D110": "tests/proposals/test_rules.py",
    "W101": "tests/workspace/test_links.py", "W109": "tests/workspace/test_links.py",
    **dict.fromkeys(("K101", "K102", "K103", "K104"), "tests/lint/test_link_check.py"),
}  # fmt: skip
