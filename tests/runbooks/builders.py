"""A small service desk to test with: three people, an escalation map and one runbook; and graphs for property tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from msptool.runbooks.model import Runbook
from msptool.runbooks.runs.walk import Event, Walk
from tests.small_practice import Practice, dump

RUNBOOK = """\
title: VPN fails
category: network
trigger: Somebody cannot connect.
area: service-desk
minutes: 20
inputs:
  - {name: user, ask: 'Who cannot connect?'}
  - {name: place, ask: 'From where?', kind: choice, choices: [Home, Office]}
  - {name: times, ask: 'How often this week?', kind: number, required: false}
  - {name: device, ask: 'Which device?', required: false, internal: true}
first_checks: [Look at the alerts.]
steps:
  - {id: up, kind: check, do: 'Is the service up?', how: [Open the dashboard.], outcomes: {Up: agree, Down: restart}}
  - {id: restart, kind: fix, do: Restart the service., outcomes: {Works: close, Does not: hand-over}}
  - {id: agree, kind: signoff, needs: restart-server, do: 'May the server be restarted?', outcomes: {Agreed: tell, Not agreed: hand-over}}
  - {id: tell, kind: message, send: news, do: Tell them that it stops for a moment.}
  - {id: wait, kind: fix, do: Restart the server and wait ten minutes., next: close}
  - {id: close, kind: done, send: resolved, do: Close the ticket.}
  - {id: hand-over, kind: escalate, to: level-2, send: handed-over, do: Hand over with the log.}
messages:
  news: 'Dear {user}, the VPN stops for ten minutes.'
  resolved: |-
    Dear {user},

    it works again from {place}.

    Ticket {ticket}, {technician}
  handed-over: 'Dear {user}, a specialist takes over. {practice}, {phone}'
done: [The person is connected.]
"""

LEAVER = """\
title: Leaver
when: Somebody leaves.
area: service-desk
days: 2
items:
  - {id: block, do: Block the sign-in., how: In the admin center.}
  - {id: mailbox, do: Share the mailbox.}
  - {id: phone, do: Wipe the phone.}
"""

MAP = """\
levels:
  level-1: {does: Takes tickets., roles: [service-desk], reach: The queue Level 1.}
  level-2: {does: Takes what is handed over., roles: [centralized-services], reach: The queue Level 2.}
  owner: {does: Decides rare cases., roles: [owner], reach: Call.}
rules:
  - {id: one-network, level: level-1, category: network, impact: user, cost: 50, minutes: 30, may: Mend one connection.}
  - {id: two-any, level: level-2, impact: client, cost: 500, minutes: 240, may: Change what must be changed.}
owner_only:
  - {id: many-down, when: Several clients are down., impact: clients, emergency: true}
  - {id: breach, when: Data was stolen., emergency: true}
  - {id: credit, when: A client asks for a credit.}
signoffs:
  restart-server: {what: A server is restarted in working hours., who: [point-of-contact, level-2]}
"""

CLIENT_CONTACTS = [
    {"name": "Marta Bielski", "role": "point-of-contact"}, {"name": "Wendell Crouse", "role": "decision-maker"},
]  # fmt: skip


def furnish(practice: Practice) -> Practice:
    """Give the small practice its desk."""
    practice.write("runbooks/vpn.yaml", RUNBOOK)
    practice.write("practice/escalation.yaml", MAP)
    for id, name, role in (
        ("dana", "Dana Desk", "service-desk"), ("sam", "Sam Two", "centralized-services"), ("ruth", "Ruth Own", "owner"),
    ):  # fmt: skip
        practice.write(
            f"practice/people/{id}.yaml", dump({"name": name, "roles": [role], "email": f"{id}@northgate.example"})
        )
    practice.client("acme", name="Acme Explosives", contacts=CLIENT_CONTACTS)
    return practice


class Clock:
    """A clock that goes on by some seconds each time that somebody looks."""

    def __init__(self, step: float = 30.0) -> None:
        self.now = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
        self.step = step

    def __call__(self) -> datetime:
        """The time."""
        self.now += timedelta(seconds=self.step)
        return self.now


class Kept:
    """A journal in memory."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def append(self, event: Event) -> None:
        """Keep an event."""
        self.events.append(event)


KNOWN = {"ticket": "T-1", "technician": "Dana Desk", "practice": "Northgate", "phone": "", "client": "Acme"}


def walk(runbook: Runbook, step: float = 30.0) -> tuple[Walk, Kept]:
    """A run at its beginning, with its journal."""
    log = Kept()
    begun = Walk(runbook, log, Clock(step), KNOWN)
    begun.begin_session()
    return begun, log


def runbook(**changes: Any) -> Runbook:
    """The small runbook as a model, with other values for some keys."""
    import yaml

    data = yaml.load(RUNBOOK, Loader=yaml.BaseLoader)
    data["minutes"] = 20
    for each in data["inputs"]:
        each["required"] = each.get("required", "true") == "true"
        each["internal"] = each.get("internal", "false") == "true"
    return Runbook.model_validate({**data, "id": "vpn", **changes})


def steps_of(arrows: dict[str, list[str]], ends: dict[str, str]) -> list[dict[str, Any]]:
    """Steps for a graph: each with two or more followers asks, with one it is a fix, without any it is an end."""
    made: list[dict[str, Any]] = []
    for name, targets in arrows.items():
        if name in ends:
            level: dict[str, Any] = {"to": "level-2"} if ends[name] == "escalate" else {}
            made.append({"id": name, "kind": ends[name], "do": "End."} | level)
        elif len(targets) == 1:
            made.append({"id": name, "kind": "fix", "do": f"Do {name}.", "next": targets[0]})
        else:
            outcomes = {f"answer {number}": target for number, target in enumerate(targets)}
            made.append({"id": name, "kind": "decision", "do": f"Which of {name}?", "outcomes": outcomes})
    return made


@st.composite
def graphs(draw: st.DrawFn, most: int = 12) -> Runbook:
    """Runbooks of every shape: with loops, with steps that nothing reaches, with any number of ends."""
    count = draw(st.integers(1, most))
    names = [f"s{number}" for number in range(count)]
    ends = {name: draw(st.sampled_from(["done", "escalate"])) for name in names[1:] if draw(st.integers(0, 3)) == 0}
    arrows = {
        name: [] if name in ends else draw(st.lists(st.sampled_from(names), min_size=1, max_size=4)) for name in names
    }
    return runbook(steps=steps_of(arrows, ends), inputs=[], first_checks=[], messages={})
