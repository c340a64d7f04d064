"""A tool map, a change and an audit as texts in which nothing is wrong, for people `jim` and `sam` and the client `acme`."""

from __future__ import annotations

MAP = "practice/tool-map.yaml"
CHANGE = "practice/changes/route-alerts.yaml"
AUDIT = "practice/tech-debt/2026-10-06.yaml"

TOOL_MAP = """\
tools:
  - {id: rmm, name: Remote management, kind: rmm, owner: jim, data: {alerts: Agents report., inventory: Agents read it.}}
  - {id: psa, name: Tickets, kind: psa, owner: sam, data: {tickets: Made of alerts.}}
  - {id: board, name: Board, kind: reporting, owner: sam, data: {figures: Computed at night.}}
  - {id: docs, name: Pages, kind: documentation, owner: sam, data: {pages: Written by hand.}}
flows:
  - {source: rmm, data: [alerts], to: [psa], often: at once}
  - {source: rmm, data: [inventory], to: [docs], often: daily}
  - {source: psa, data: [tickets], to: [board], often: daily}
  - {source: board, data: [figures], readers: [owner, clients], often: monthly}
  - {source: docs, data: [pages], readers: [service-desk], often: by request}
sources_of_truth:
  - {subject: assets, tool: rmm}
  - {subject: passwords, tool: docs}
  - {subject: alerts, tool: rmm}
  - {subject: incidents, tool: psa}
  - {subject: billing, tool: psa}
  - {subject: configuration, tool: docs}
automations:
  - {id: routing, name: Routing, tools: [psa], does: Chooses the queue., known_by: [jim, sam]}
  - {id: monthly-report, name: Monthly report, tools: [board], does: Mails the figures.}
workflows:
  - {id: incident, name: From alert to ticket, area: service-desk, tools: [psa, docs]}
  - {id: patching, name: Patching, area: centralized-services, tools: [rmm]}
"""

# Approved; its window is a Tuesday.
APPROVED = """\
title: Route alerts by category
why: One queue for all alerts hides those that matter.
author: jim
tools: [psa]
impact:
  clients: {who: all, review: Nothing changes for them.}
  tools:
    - {id: rmm, why: sends alerts to psa, review: It sends the category.}
    - {id: board, why: gets tickets from psa, review: Nothing.}
  workflows:
    - {id: incident, why: uses psa, review: Nobody sorts by hand any more.}
  automations:
    - {id: routing, why: uses psa, review: Five more rules.}
    - {id: monthly-report, why: 'uses board, which gets data from there', review: Nothing.}
tests:
  - {step: Send an alert of each kind, result: passed, on: 2026-10-30, by: sam}
pilot:
  clients: [acme]
  since: 2026-11-03
  until: 2026-11-06
  tickets: ok
  routing: ok
  documentation: not-affected
window:
  starts: 2026-11-17
  order: [Import the rules]
rollback:
  trigger: Three alerts in the wrong queue.
  steps: [Import the old rules]
  decides: sam
training:
  plan: Which queue is whose.
  people: [sam]
  on: 2026-11-12
communication:
  - {to: All technicians, about: The queues, on: 2026-11-12, done: 2026-11-12}
sign_off: {by: sam, on: 2026-11-10}
status: approved
progress:
  - {status: draft, on: 2026-10-26, by: jim}
  - {status: assessed, on: 2026-10-28, by: jim}
  - {status: tested, on: 2026-10-30, by: jim}
  - {status: pilot, on: 2026-11-03, by: jim}
  - {status: approved, on: 2026-11-10, by: sam}
"""

TECH_DEBT = """\
by: [jim]
steps:
  - {id: sort-alerts, what: Sorting alerts, where: Every morning, tool: psa, minutes: 20, times: 21, delays: 8, errors: 2}
  - {id: copy-serials, what: Copying serial numbers, where: New devices, tool: docs, minutes: 6, times: 20}
  - {id: correct-times, what: Correcting times, where: Before the invoices, minutes: 270, times: 1, delays: 1, errors: 5}
  - {id: read-portal, what: Reading a portal, where: Every morning, minutes: 15, times: 21, errors: 1}
"""
