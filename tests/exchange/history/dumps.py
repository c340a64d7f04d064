"""Dumps of the peer, made by us: a small one to look at, and a large one as a practice of some years has it."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

Records = dict[str, list[dict[str, Any]]]
MARGINAL, VULNERABLE, ALIGNED = "Marginal", "Highly Vulnerable", "Aligned with Best Practice"


def small() -> Records:
    """Two clients, three users, two reviews, and a roadmap; questions of the small practice and one that is foreign."""
    acme, nova = {"id": 11, "name": "Acme Explosives"}, {"id": 12, "name": "Nova Labs"}
    pat, kim = {"id": 501, "fullName": "Pat Engels"}, {"id": 502, "fullName": "Kim Visio"}

    def finding(id: int, review: int, question: str, answer: str | None, **more: Any) -> dict[str, Any]:
        return {
            "id": id, "question": {"label": f"Q{id % 10}", "text": question}, "review": {"id": review, "name": "x"},
            "vcioAnswerType": answer, "isArchived": False, **more,
        }  # fmt: skip

    return {
        "clients": [
            {
                **nova, "createdDate": "2021-02-03T10:00:00Z", "isActive": True, "deactivatedDate": None,
                "lastReviewDate": "2024-03-05T23:30:00-06:00", "lastAssignedMemberActivityDate": None, "alignmentScore": 71.5,
            },
            {**acme, "createdDate": "2020-01-01T00:00:00Z", "isActive": True},
        ],
        "users": [
            {"id": 501, "firstName": "Pat", "lastName": "Engels", "roleName": "Engineer", "lastLoginDate": "2024-05-01T00:00:00Z"},
            {"id": 502, "firstName": "Kim", "lastName": "Visio", "roleName": "vCIO", "lastLoginDate": None},
            {"id": 503, "firstName": "Bo", "lastName": "Desk", "roleName": "Viewer", "lastLoginDate": None},
        ],
        "reviews": [
            {
                "id": 900, "name": "2023 Q1 Review", "status": "Completed", "assignedEngineer": pat, "assignedVCIO": kim,
                "createdDate": "2023-02-01T08:00:00.1234567", "lastUpdatedDate": "2023-02-03T16:00:00", "client": nova,
            },
            {
                "id": 901, "name": "2024 Q1 Review", "status": "Completed", "assignedEngineer": pat, "assignedVCIO": kim,
                "createdDate": "2024-03-04T08:00:00-06:00", "lastUpdatedDate": "2024-03-05T23:30:00-06:00", "client": nova,
            },
            {
                "id": 902, "name": "New one", "status": "New", "assignedEngineer": {"id": 777, "fullName": "Gone Person"},
                "assignedVCIO": None, "createdDate": "2024-04-01T08:00:00Z", "lastUpdatedDate": None, "client": acme,
            },
        ],
        "findings": [
            finding(1, 900, "Is the firewall backup documented?", VULNERABLE),
            finding(2, 900, "Is the firewall firmware documented?", ALIGNED),
            finding(3, 900, "Is the moon full?", MARGINAL),
            finding(4, 901, "Is the firewall backup documented?", MARGINAL, notes="<p>No <b>copy</b> since May.</p>"),
            finding(5, 901, "<p>Is the firewall  firmware documented</p>", ALIGNED),
            finding(6, 901, "Is the firewall label documented?", "N/A"),
            finding(7, 901, "Is the mailbox login documented?", "Sort of"),
            finding(8, 901, "Is the mailbox quota documented?", None),
            finding(9, 901, "Is the moon full?", VULNERABLE),
        ],
        "initiatives": [
            {
                "id": 70, "client": nova, "title": "Safe edge", "description": "<p>A modern edge.</p>", "isArchived": False,
                "recommendationsIds": [31],
            },
        ],
        "recommendations": [
            {
                "id": 30, "parentId": None, "client": nova, "initiative": {"id": 70}, "name": "Replace the firewall",
                "description": "<p>It is <b>old</b>.</p><script>alert(1)</script><p onclick='x()'>Really.</p>", "budget": 4200.5,
                "budgetMonth": "2030-05-01T00:00:00", "hours": 6, "type": "Project", "responsibleParty": "Provider",
                "status": "Approved", "priority": "High", "isArchived": False, "recommendationFeedback": "Wants it in spring.",
                "findingsIds": [1, 4],
            },
            {
                "id": 31, "parentId": 30, "client": nova, "initiative": None, "name": "Watch the firewall", "description": None,
                "budget": 99, "budgetMonth": None, "hours": None, "type": "Recurring", "responsibleParty": None,
                "status": "Completed", "priority": None, "isArchived": False, "recommendationFeedback": None, "findingsIds": [2],
            },
        ],
        "meetings": [
            {
                "id": 40, "status": "Completed", "title": "QBR", "purpose": "<ul><li>Budget</li><li>Edge</li></ul>",
                "startDate": "2024-04-10T15:00:00Z", "endDate": "2024-04-10T16:00:00Z", "location": "Online",
                "summaryDescription": "All agreed.", "recommendationIds": [30], "client": nova, "createdBy": kim,
            },
        ],
    }  # fmt: skip


def write(folder: Path, records: Mapping[str, Sequence[Mapping[str, Any]]], page_size: int = 100) -> Path:
    """The dump as files: `clients.json` where one page is enough, else `clients-1.json` and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    for resource, items in records.items():
        pages = [items[at : at + page_size] for at in range(0, len(items), page_size)] or [[]]
        for number, page in enumerate(pages, 1):
            name = f"{resource}.json" if len(pages) == 1 else f"{resource}-page-{number}.json"
            envelope = {"page": number, "pageSize": page_size, "totalCount": len(items), "items": list(page)}
            (folder / name).write_text(json.dumps(envelope), encoding="utf-8")
    return folder


def large(questions: Sequence[str], *, clients: int = 32, reviews: int = 220, seed: int = 7) -> Records:
    """A practice of some years. `questions` are those of the library; every tenth question is a foreign one."""
    dice = random.Random(seed)
    users = [
        {"id": 100 + n, "firstName": f"First{n}", "lastName": f"Last{n}", "roleName": "Engineer" if n < 4 else "vCIO"}
        for n in range(7)
    ]
    people = [{"id": each["id"], "fullName": f"{each['firstName']} {each['lastName']}"} for each in users]
    people += [{"id": 190, "fullName": "Left Longago"}]
    found: Records = {
        "users": users,
        "clients": [],
        "reviews": [],
        "findings": [],
        "initiatives": [],
        "recommendations": [],
        "meetings": [],
    }
    for n in range(clients):
        active = n % 9 != 8
        found["clients"].append({
            "id": n + 1, "name": f"Client {n // 2 if n in (4, 5) else n} GmbH & Co", "createdDate": "2019-05-01T00:00:00Z",
            "isActive": active, "deactivatedDate": None if active else "2024-01-01T00:00:00Z", "alignmentScore": dice.randint(20, 95),
        })  # fmt: skip
    for n in range(reviews):
        client = found["clients"][n % clients]
        day = datetime(2020, 1, 6, 9) + timedelta(days=9 * n, hours=n % 5)
        review = {
            "id": 1000 + n, "name": f"Review {n}", "status": "Completed" if n % 11 else "VcioInProgress",
            "assignedEngineer": people[n % 4] if n % 13 else people[-1], "assignedVCIO": people[4 + n % 3],
            "createdDate": day.isoformat() + "Z", "lastUpdatedDate": (day + timedelta(days=2)).isoformat() + "+02:00",
            "client": {"id": client["id"], "name": client["name"]},
        }  # fmt: skip
        found["reviews"].append(review)
        for index, question in enumerate(dice.sample(list(questions), min(25, len(questions)))):
            foreign = index % 10 == 9
            found["findings"].append({
                "id": len(found["findings"]) + 1,
                "question": {"label": f"L{index}", "text": f"Is the legacy item {index} in order?" if foreign else f"<p>{question}</p>"},
                "review": {"id": review["id"], "name": review["name"]},
                "vcioAnswerType": dice.choice([ALIGNED] * 5 + [MARGINAL, VULNERABLE, "N/A", None, "Perhaps"]),
                "isArchived": dice.random() < 0.1,
                "notes": dice.choice([None, "<p>Seen on <b>site</b>.<br>Twice.</p>", "Plain: with a colon - and #hash"]),
            })  # fmt: skip
    for n in range(clients):
        client = {"id": n + 1, "name": found["clients"][n]["name"]}
        found["initiatives"].append(
            {
                "id": 5000 + n,
                "client": client,
                "title": "Modern & safe",
                "description": "<p>x</p>",
                "isArchived": n % 5 == 0,
                "recommendationsIds": [],
            }
        )
        own = [each for each in found["findings"] if (each["review"]["id"] - 1000) % clients == n]
        for m in range(8):
            found["recommendations"].append({
                "id": 6000 + n * 10 + m, "parentId": None, "client": client, "initiative": {"id": 5000 + n} if m % 2 else None,
                "name": f"Do thing {m % 6}", "description": "<div>Because <i>so</i>.</div>", "budget": dice.choice([None, 0, 1250, 99.95, "3,000.00"]),
                "budgetMonth": dice.choice([None, "2022-03-01T00:00:00", "2031-08-01T00:00:00"]), "hours": dice.choice([None, 4, 2.5]),
                "type": dice.choice(["Project", "Recurring", None]), "responsibleParty": "Provider",
                "status": dice.choice(["Proposed", "Approved", "Declined", "Deferred", "Completed", "In Progress", "Whatever"]),
                "priority": dice.choice(["High", "Low", None]), "isArchived": dice.random() < 0.2, "recommendationFeedback": None,
                "findingsIds": [each["id"] for each in dice.sample(own, min(3, len(own)))],
            })  # fmt: skip
        found["meetings"].append({
            "id": 8000 + n, "status": "Completed", "title": "QBR", "purpose": None, "startDate": "2024-02-01T10:00:00Z",
            "endDate": "2024-02-01T11:00:00Z", "location": None, "summaryDescription": "<p>Fine.</p>",
            "recommendationIds": [6000 + n * 10], "client": client, "createdBy": people[4],
        })  # fmt: skip
    return found
