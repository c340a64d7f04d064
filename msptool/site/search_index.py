"""What the search finds, as a script that a browser loads without asking any server.

`window.msptoolIndex = {"standards": [...], "clients": [...], "findings": [...], "reviews": [...]}`. A standard, client or
review is `[name, detail, address, more words]`. A finding is `[client, standard, detail, note]`, where the first two are
places in the lists of clients and standards: a large practice has many thousands of findings.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from msptool.markdown import visible
from msptool.reports.figures import percent, short_date
from msptool.site.parts import client_url, review_url, standard_url
from msptool.site.reading import Known, Reading
from msptool.words import counted

Entry = list[Any]


def search_index(reading: Reading, every: Sequence[Known]) -> str:
    """The script."""
    place = {name: number for number, name in enumerate(reading.library.standards)}
    data = {
        "standards": [_standard(reading, name) for name in place],
        "clients": [_client(reading, each) for each in every],
        "findings": [
            [number, place[found.standard.id], f"{found.severity}, since {short_date(found.since)}", _words(found.given.answer.note)]
            for number, each in enumerate(every) for found in each.findings
        ],
        "reviews": [_review(reading, each, number) for each in every for number in range(len(each.reviews))],
    }  # fmt: skip
    return f"window.msptoolIndex = {json.dumps(data, separators=(',', ':'))};\n"


def _standard(reading: Reading, name: str) -> Entry:
    standard = reading.library.standards[name]
    category = reading.library.category(standard).name
    more = (standard.id, *standard.formerly, *standard.tags, *standard.vendors, standard.priority, standard.status)
    return [_words(standard.name), _words(f"{category}: {standard.question}"), standard_url(name), _words(*more)]


def _client(reading: Reading, each: Known) -> Entry:
    client, technologies = each.client, reading.settings.all_technologies
    team = ", ".join(filter(None, map(reading.person, (client.team.tam, client.team.vcio, client.team.sales))))
    more = (client.id, *client.tags, *(technologies.get(name, name) for name in client.technologies),
            *(contact.name for contact in client.contacts))  # fmt: skip
    detail = (
        f"{percent(each.assessment.total.score)}, {counted(len(each.findings), 'finding')}{f', {team}' if team else ''}"
    )
    return [_words(client.name), _words(detail), client_url(client.id), _words(*more)]


def _review(reading: Reading, each: Known, number: int) -> Entry:
    review = each.reviews[number]
    answers = counted(len(review.answers), "answer")
    state = "" if review.finished else ", open"
    by = reading.person(review.by)
    detail = f"{short_date(review.day)}, {answers}{state}{f', {by}' if by else ''}"
    return [_words(f"{each.client.name}, review {review.id}"), _words(detail), review_url(review.client, review.id), ""]


def _words(*texts: str) -> str:
    return " ".join(visible(" ".join(texts)).split())
