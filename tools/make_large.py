"""Write a workspace of any size, for measuring: `python tools/make_large.py DIR --clients N`.

Each client has eight quarterly reviews of 300 answers on the shipped library, over two years that end on 2026-11-16, with
runs of 'no' that open and close. Every third client has a triage, every second one visits, every fourth KPIs and
recommendations. The YAML is written as text, fast, and lints without errors; the same number of clients gives the same bytes.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from msptool.clients.applicability import applicable
from msptool.clients.model import Client
from msptool.standards.library import require_library
from msptool.standards.model import Standard
from msptool.workspace.creation import create
from msptool.workspace.settings import TECHNOLOGIES
from msptool.workspace.sources import FolderSource

TODAY = date(2026, 11, 16)
REVIEWS = 8
ANSWERS = 300
CLIENTS_PER_TAM = 20
_FIRST = date(2024, 12, 2)
_QUARTER = timedelta(days=91)
_NAMES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Hazel", "Juniper", "Larch", "Maple", "Oak", "Rowan")
_TRADES = ("Dental", "Foods", "Freight", "Legal", "Metals", "Motors", "Optics", "Paper", "School", "Textiles")


def write(folder: Path, clients: int, *, git: bool = False) -> None:
    """Make the workspace in `folder`, which must not exist or be empty."""
    create(folder, sample=False, git=False, furnish=lambda _: [], name=f"Large practice of {clients}")
    library = require_library(FolderSource(folder))
    everything = Client(id="x", name="x", technologies=tuple(TECHNOLOGIES))
    asked = list(applicable(everything, library.active, TODAY))[:ANSWERS]
    _write_people(folder, clients)
    for number in range(1, clients + 1):
        _write_client(folder, number, asked)
    if git:
        for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", f"{clients} clients")):
            subprocess.run(
                ["git", "-c", "user.name=x", "-c", "user.email=x@x.example", *command], cwd=folder, check=True
            )


def _write_people(folder: Path, clients: int) -> None:
    for number in range(1, (clients - 1) // CLIENTS_PER_TAM + 2):
        _put(folder, f"practice/people/tam-{number}.yaml", [f"name: Tam Number{number}", "roles: [tam]"])
    _put(folder, "practice/people/vera.yaml", ["name: Vera Cio", "roles: [vcio]"])


def _write_client(folder: Path, number: int, asked: Sequence[Standard]) -> None:
    chance = random.Random(number)
    name, tam = f"client-{number:05}", f"tam-{(number - 1) // CLIENTS_PER_TAM + 1}"
    seats = chance.randint(8, 120)
    lines = [
        f"name: {_NAMES[number % 12]} {_TRADES[number % 10]} {number}", f"technologies: [{', '.join(TECHNOLOGIES)}]",
        f"team: {{tam: {tam}, vcio: vera}}", "agreement:", "  starts: 2024-10-01",
        f"  mrr: {seats * 110}.00", f"  seats: {seats}", f"  servers: {seats // 20}", "  onsite_days: 4",
    ]  # fmt: skip
    _put(folder, f"clients/{name}/client.yaml", lines)
    first = _FIRST + timedelta(days=chance.randint(0, 60))
    since_no: dict[str, date] = {}
    state = {each.id: "yes" if chance.random() < 0.6 else "no" for each in asked}
    for quarter in range(REVIEWS):
        day = first + quarter * _QUARTER
        _write_review(folder, name, tam, day, asked, state, since_no, chance)
    if number % 3 == 0:
        _write_triage(folder, name, since_no, chance)
    if number % 2 == 0:
        _write_visits(folder, name, tam, first)
    if number % 4 == 0:
        _write_kpis(folder, name, seats, chance)
        _write_recommendations(folder, name, since_no)


def _write_review(
    folder: Path, client: str, tam: str, day: date, asked: Sequence[Standard], state: dict[str, str], since_no: dict[str, date],
    chance: random.Random,
) -> None:  # fmt: skip
    lines = [
        "status: finished",
        f"by: {tam}",
        f"started: {day}T08:30:00-06:00",
        f"finished: {day}T16:45:00-06:00",
        "asked:",
    ]
    lines += [f"  - {each.id}" for each in asked]
    lines += ["visits:", f"  - on: {day}", f"    by: {tam}", "answers:"]
    for each in asked:
        draw = chance.random()
        if state[each.id] == "no":
            state[each.id] = "yes" if draw < 0.25 else "no"
        else:
            state[each.id] = "no" if draw < 0.04 else "n/a" if draw > 0.99 else "yes"
        answer = state[each.id]
        lines += [
            f"  {each.id}:",
            f"    answer: {answer}",
            f"    on: {day}",
            f"    question: {_text(each.fingerprint)}",
        ]
        lines.append(f"    priority: {each.priority}")
        if answer == "no":
            since_no.setdefault(each.id, day)
            if draw > 0.9:
                lines += ["    note: Seen on two of the machines.", "    hand_over: service-desk"]
        else:
            since_no.pop(each.id, None)
        if answer == "n/a":
            lines.append("    note: There is none of it here.")
        if answer == "yes" and draw < 0.06:
            lines.append("    fixed_onsite: true")
    _put(folder, f"reviews/{client}/{day}.yaml", lines)


def _write_triage(folder: Path, client: str, since_no: dict[str, date], chance: random.Random) -> None:
    lines = ["findings:"]
    for name, since in sorted(since_no.items())[:20]:
        stage = chance.choice(("marginal", "vulnerable", "accepted"))
        lines += [f"  {name}:", f"    - stage: {stage}", f"      on: {since}", "      by: vera"]
        if stage == "accepted":
            lines += ["      accepted_by: Managing director, Ann Lee", "      until: 2027-06-30"]
        lines.append("      reason: As agreed in the meeting.")
    _put(folder, f"clients/{client}/triage.yaml", lines if len(lines) > 1 else ["findings: {}"])


def _write_visits(folder: Path, client: str, tam: str, first: date) -> None:
    # One TAM has twenty clients: the offset keeps two of them from sharing a day.
    number = int(client.removeprefix("client-"))
    days = [date(2026, month, 1) + timedelta(days=number % CLIENTS_PER_TAM) for month in (1, 4, 7, 10, 12)]
    lines = ["visits:"]
    for at, day in enumerate(days, 1):
        lines += [f"  - id: {at}", f"    day: {day}", f"    tam: {tam}"]
        lines.append(f"    status: {'done' if day <= TODAY else 'planned'}")
    _put(folder, f"practice/schedule/2026/{client}.yaml", lines)


def _write_kpis(folder: Path, client: str, seats: int, chance: random.Random) -> None:
    for month in range(1, 11):
        tail = f"source: RMM report, recorded: 2026-{month + 1:02}-03"
        lines = ["records:", f"  tickets: {{numerator: {chance.randint(5, 60)}, {tail}}}"]
        lines.append(
            f"  patch-endpoints: {{numerator: {chance.randint(seats // 2, seats)}, denominator: {seats}, {tail}}}"
        )
        lines.append(f"  reactive-hours: {{numerator: {chance.randint(1, 40)}.5, {tail}}}")
        _put(folder, f"clients/{client}/kpis/2026-{month:02}.yaml", lines)


def _write_recommendations(folder: Path, client: str, since_no: dict[str, date]) -> None:
    for at, (name, since) in enumerate(sorted(since_no.items())[:5]):
        lines = [f"title: Put right number {at + 1}", f"standards: [{name}]", "area: professional-services", "hours: 4"]
        lines += ["costs:", f"  one_time: {300 * (at + 1)}.00", "  monthly: 25.50", f"raised: {max(since, _FIRST)}"]
        if at == 0:
            lines += ["decisions:", "  - choice: approved", f"    on: {TODAY}", "    by: Managing director, Ann Lee"]
            lines.insert(-4, "quarter: 2027-Q1")
        _put(folder, f"clients/{client}/roadmap/fix-{name}.yaml", lines)


def _text(fingerprint: str) -> str:
    # Twelve digits, or digits with one 'e' among them, would be a number to YAML.
    return f"'{fingerprint}'" if set(fingerprint) <= set("0123456789e") else fingerprint


def _put(folder: Path, path: str, lines: Iterable[str]) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--git", action="store_true", help="make it a git repository with one commit")
    parser.add_argument("--force", action="store_true", help="remove the folder first")
    given = parser.parse_args()
    if given.force:
        shutil.rmtree(given.folder, ignore_errors=True)
    write(given.folder, given.clients, git=given.git)
    return 0


if __name__ == "__main__":
    sys.exit(main())
