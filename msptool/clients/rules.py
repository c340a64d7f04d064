"""The lint rules of clients."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from msptool.clients.model import Client, Exemption
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, did_you_mean

UNKNOWN_PERSON = Rule(
    "C101", "unknown-person", "error", "The team of a client names people of practice/people/.",
    "team:\n  tam: jimm", "team:\n  tam: jim",
)  # fmt: skip
UNKNOWN_TECHNOLOGY = Rule(
    "C102", "client-unknown-technology", "error",
    "Technologies are listed in msptool.yaml. A wrong word would silently exempt the client from standards.",
    "technologies: [fire-wall]", "technologies: [firewall]",
)  # fmt: skip
UNKNOWN_EXEMPTION = Rule(
    "C103", "exemption-of-nothing", "error", "An exemption names a standard, category or tag that exists.",
    "exemptions:\n  - standard: firewal-current", "exemptions:\n  - standard: firewall-firmware-current",
)  # fmt: skip
NO_TAM = Rule(
    "C104", "client-without-tam", "warning", "An active client has a TAM; it is the same one at every visit.",
    "team: {}", "team:\n  tam: jim",
)  # fmt: skip

NOT_BEGUN = Rule(
    "C105", "agreement-not-begun", "warning",
    "The agreements of an active client have begun, or no score counts the client yet. A renewed agreement keeps the old "
    "one under 'earlier_agreements'.",
    "agreement: {starts: 2062-01-01, mrr: 4000}",
    "agreement: {starts: 2062-01-01, mrr: 4000}\nearlier_agreements:\n  - {starts: 2024-01-01, ends: 2061-12-31, mrr: 3500}",
)  # fmt: skip
NO_SERVER_TECHNOLOGY = Rule(
    "C106", "servers-without-technology", "warning",
    "A client whose agreement counts servers has a server technology: without one no standard for servers is asked.",
    "technologies: [firewall]\nagreement: {servers: 2, ...}",
    "technologies: [firewall, windows-server]\nagreement: {servers: 2, ...}",
)  # fmt: skip
NO_END = Rule(
    "C107", "former-client-served-on", "error",
    "The last agreement of a former client has an end that is past: it says until when it was a client.",
    "status: former\nagreement: {starts: 2024-03-01}", "status: former\nagreement: {starts: 2024-03-01, ends: 2026-02-28}",
)  # fmt: skip
NO_TAMS_ROLE = Rule(
    "C108", "tam-without-the-role", "warning", "The TAM of a client has the role of one: capacity and plans count on that.",
    "team: {tam: gary} (gary has 'roles: [sales]')", "team: {tam: jim} (jim has 'roles: [tam]')",
)  # fmt: skip
_SERVERS = frozenset("windows-server on-premises-server hyper-v vmware azure aws exchange-server sql-server".split())

RULES = (
    UNKNOWN_PERSON,
    UNKNOWN_TECHNOLOGY,
    UNKNOWN_EXEMPTION,
    NO_TAM,
    NOT_BEGUN,
    NO_SERVER_TECHNOLOGY,
    NO_END,
    NO_TAMS_ROLE,
)


def who_instead(name: str, clients: Collection[str]) -> str:
    """What to do where a file names a client that is not there: the nearest one, else the file that would make it."""
    return did_you_mean(name, clients) or f"Create clients/{name}/client.yaml."


def check_client(entry: Entry[Client], known: Known) -> Iterator[Problem]:
    """What a client's file says that the rest of the workspace does not know."""
    client, people, technologies = entry.entity, known["person"], known["technology"]
    for role in ("tam", "vcio", "sales"):
        person = getattr(client.team, role)
        if person is not None and person not in people:
            hint = did_you_mean(person, people) or f"Create practice/people/{person}.yaml."
            yield entry.problem(UNKNOWN_PERSON, f"'{person}' is nobody in practice/people/", hint, "team", role)
    tam = client.team.tam
    if client.is_current and tam in known["no tam"]:
        hint = f"Add 'tam' to 'roles' in practice/people/{tam}.yaml, or name somebody else."
        yield entry.problem(NO_TAMS_ROLE, f"'{tam}' does not have the role of a TAM", hint, "team", "tam")
    if client.status == "active" and tam is None:
        yield entry.problem(NO_TAM, "an active client has no TAM", "Name one under 'team'.", "team")
    for index, technology in enumerate(client.technologies):
        if technology not in technologies:
            message = f"'{technology}' is not a technology of this practice"
            hint = (
                did_you_mean(technology, technologies)
                or "'msptool client technologies' lists them; add others to msptool.yaml."
            )
            yield entry.problem(UNKNOWN_TECHNOLOGY, message, hint, "technologies", index)
    yield from _agreement(entry, known)
    for index, exemption in enumerate(client.exemptions):
        yield from _exemption(entry, index, exemption, known)


def _agreement(entry: Entry[Client], known: Known) -> Iterator[Problem]:
    client = entry.entity
    if client.status == "former" and client.agreement and (client.agreement.ends or date.max) >= known.today:
        runs = f"runs until {client.agreement.ends}" if client.agreement.ends else "has no end"
        hint = "Set 'ends' to the last day, and 'status: active' until then."
        yield entry.problem(NO_END, f"the agreement of a former client {runs}", hint, "agreement")
    if client.agreement is None or client.status != "active":
        return
    if not client.served_on(known.today):
        hint = "Correct the day, move the old agreement to 'earlier_agreements', or set 'status: onboarding'."
        yield entry.problem(NOT_BEGUN, "the agreement of an active client has not begun", hint, "agreement", "starts")
    if client.agreement.servers and not _SERVERS & {*client.technologies}:
        message = f"{client.agreement.servers} servers are agreed, but no server technology is listed"
        hint = f"Add what they are to 'technologies', such as {', '.join(sorted(_SERVERS)[-3:])}."
        yield entry.problem(NO_SERVER_TECHNOLOGY, message, hint, "agreement", "servers")


def _exemption(entry: Entry[Client], index: int, exemption: Exemption, known: Known) -> Iterator[Problem]:
    for what, name, options in (
        ("standard", exemption.standard, known["standard"] | known["former standard"]),
        ("category", exemption.category, known["category"]),
        ("tag", exemption.tag, known["tag"]),
    ):
        if name is not None and name not in options:
            hint = did_you_mean(name, options) or "Remove the exemption."
            yield entry.problem(UNKNOWN_EXEMPTION, f"there is no {what} '{name}'", hint, "exemptions", index, what)
