"""Write the sample practice: people, clients and two years of reviews at the top of the repository.

    python tools/make_sample.py           write everything, and remove what is no part of it any more
    python tools/make_sample.py --check   write nothing; exit 1 where a file differs

The same library always gives the same bytes. Run it again after a change to standards/: the reviews
hold the fingerprints and priorities of the questions, and ask what was due on their day.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.scalarfloat import ScalarFloat
from sample_calendar import plan
from sample_kpis import kpi_files
from sample_proposals import proposal_files
from sample_reviews import Simulation
from sample_roadmap import RoadmapStory
from sample_tables import Tables, load_tables

from msptool.clients.model import CLIENT, Client
from msptool.people.model import PERSON, Person
from msptool.reviews.model import REVIEW
from msptool.reviews.store import render as render_review
from msptool.roadmap.model import RECOMMENDATION
from msptool.standards.library import Library, require_library
from msptool.workspace.documents import read_document
from msptool.workspace.edits import folded, render
from msptool.workspace.entities import parse
from msptool.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 16)
_OWN = (
    "practice/people/*.yaml", "clients/*/client.yaml", "reviews/*/*.yaml",
    "clients/*/roadmap/*.yaml", "clients/*/initiatives/*.yaml", "clients/*/triage.yaml", "clients/*/recheck.yaml",
    "clients/*/proposals/*.yaml",
    "clients/*/kpis/*.yaml", "clients/*/kpis/patch-exceptions/*.yaml", "practice/kpis/*.yaml", "practice/kpis/definitions/*.yaml",
    "practice/self-assessment/*.yaml",
)  # fmt: skip


def main() -> int:
    """Write or check the sample; 1 when `--check` finds a difference."""
    parser = argparse.ArgumentParser(description="Write the sample practice.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file differs")
    check = parser.parse_args().check
    wanted = whole_sample(Workspace(ROOT, TODAY), load_tables())
    present = {path.relative_to(ROOT).as_posix(): path.read_bytes() for each in _OWN for path in ROOT.glob(each)}
    stale = sorted(set(present) - set(wanted))
    changed = sorted(path for path, content in wanted.items() if present.get(path) != content)
    if check:
        for path in stale:
            print(f"{path} is no part of the sample.")
        for path in changed:
            print(f"{path} differs from what tools/make_sample.py writes.")
        return 1 if stale or changed else 0
    for path in stale:
        (ROOT / path).unlink()
    for path in changed:
        file = ROOT / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(wanted[path])
    for folder in {(ROOT / path).parent for path in stale}:
        if not any(folder.iterdir()):
            folder.rmdir()
    print(f"{len(wanted)} files, {len(changed)} written, {len(stale)} removed.")
    return 0


def whole_sample(workspace: Workspace, tables: Tables) -> dict[str, bytes]:
    """Path and content of every file, the proposals that carry out its recommendations among them."""
    files = dict(sample_files(workspace, tables))
    return {**files, **dict(proposal_files(ROOT, files, _categories(files, require_library(workspace.source))))}


def _categories(files: Mapping[str, bytes], library: Library) -> dict[str, tuple[str, ...]]:
    """The categories of the standards of each recommendation, by its path."""
    found = {}
    for path, content in files.items():
        if RECOMMENDATION.match(path) is not None:
            document, _ = read_document(path, content)
            entry = parse(RECOMMENDATION, document)[0] if document else None
            if entry is not None and entry.entity.done is None:
                found[path] = tuple(library.require(name).category for name in entry.entity.standards)
    return found


def sample_files(workspace: Workspace, tables: Tables) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file of the sample."""
    library, settings = require_library(workspace.source), workspace.settings
    for person in tables.people.values():
        yield PERSON.path(id=person.id), _person_file(person)
    days = plan(tables.clients, tables.stories)
    for client in tables.clients.values():
        yield CLIENT.path(id=client.id), _client_file(client)
        reviews = list(Simulation(client, tables, library, settings, *days[client.id]).reviews())
        for review in reviews:
            yield REVIEW.path(client=review.client, id=review.id), render_review(review)
        yield from RoadmapStory(client, library, reviews, settings, TODAY).files()
    yield from kpi_files(tables.clients)


def _person_file(person: Person) -> bytes:
    data = person.model_dump(mode="json", exclude_defaults=True, exclude={"id"})
    return render(PERSON, {**data, "roles": _in_a_row(data["roles"])})


def _client_file(client: Client) -> bytes:
    data = client.model_dump(mode="json", exclude_defaults=True, exclude={"id"})
    if "tags" in data:
        data["tags"] = _in_a_row(data["tags"])
    if client.agreement is not None:
        data["agreement"]["mrr"] = _money(client.agreement.mrr)
    for holder, key in ((data, "notes"), *((site, "notes") for site in data.get("sites", ()))):
        if key in holder:
            holder[key] = folded(holder[key])
    for exemption in data.get("exemptions", ()):
        exemption["reason"] = folded(exemption["reason"])
    return render(CLIENT, data)


def _in_a_row(values: list[str]) -> Any:
    row = CommentedSeq(values)
    row.fa.set_flow_style()
    return row


def _money(amount: Decimal) -> Any:
    text = f"{amount:.2f}"
    return ScalarFloat(float(amount), width=len(text), prec=text.index("."), m_sign=False)


if __name__ == "__main__":
    sys.exit(main())
