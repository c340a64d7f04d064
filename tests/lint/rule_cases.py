"""For every rule: a change to the good tree that makes it fire, and where."""

from __future__ import annotations

from dataclasses import dataclass

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
VISITS = "practice/schedule/2027/acme.yaml"
MINUTES = "attendees: [{}]\ndecisions:\n  - {{standard: {}, decision: {}}}\n"
TWIN = "standards/cloud/spf-record.yaml"

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
    case("visits of nobody", "practice/schedule/2027/acmee.yaml", None, "visits: [{id: 1, day: 2027-01-05, tam: jim}]\n",
         "V101 practice/schedule/2027/acmee.yaml:1:1"),
    case("a visit by nobody", VISITS, None, "visits: [{id: 1, day: 2027-01-05, tam: jmi}]\n", f"V102 {VISITS}:1:40"),
    case("two visits on one day", VISITS, None, "visits: [{id: 1, day: 2027-01-05, tam: jim}]\n", f"V103 {VISITS.replace('acme', 'tesso')}:1:23",
         **{"clients/tesso/client.yaml": GOOD[CLIENT], VISITS.replace("acme", "tesso"): "visits: [{id: 1, day: 2027-01-05, tam: jim}]\n"}),
    case("a visit that is done too early", VISITS, None, "visits: [{id: 1, day: 2027-01-05, tam: jim, status: done}]\n",
         f"V104 {VISITS}:1:53"),
    case("a calendar that is not there", PERSON, "roles: [tam]", "roles: [tam]\ncalendars: [us-tx]", f"V105 {PERSON}:3:13"),
    case("an onboarding of nobody", "clients/acmee/onboarding.yaml", None, ONBOARDING.format(""), "N101 clients/acmee/onboarding.yaml:1:1"),
    case("a task of nobody", PLAN, None, ONBOARDING.format(", by: jmi"), f"N102 {PLAN}:3:117"),
    case("a task done tomorrow", PLAN, None, ONBOARDING.format(", done: 2026-11-17"), f"N103 {PLAN}:3:119"),
    case("a decision on nothing", MEETING, None, MINUTES.format("jim", "spf-recrod", "keep"), f"M101 {MEETING}:3:16"),
    case("minutes by nobody", MEETING, None, MINUTES.format("jmi", "spf-record", "keep"), f"M102 {MEETING}:1:13"),
    case("minutes of a meeting to come", "practice/committee/2026-12-08.yaml", None, MINUTES.format("jim", "spf-record", "keep"),
         "M103 practice/committee/2026-12-08.yaml:1:1"),
    case("a decision without a reason", MEETING, None, MINUTES.format("jim", "spf-record", "postpone"), f"M104 {MEETING}:3:5"),
]  # fmt: skip

# Rules that need more than texts; test_links.py and the tests named for them have these.
ELSEWHERE = {
    "W101": "tests/workspace/test_links.py", "W109": "tests/workspace/test_links.py",
    **dict.fromkeys(("K101", "K102", "K103", "K104"), "tests/lint/test_link_check.py"),
}  # fmt: skip
