"""Any answers: filled in, exported, taken back, and the review says exactly these."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msptool.clients.register import require_client
from msptool.reviews.model import Review, Scope
from msptool.reviews.record import require_reviews
from msptool.reviews.session import initial_state
from msptool.reviews.store import OpenReview, resume, start
from msptool.sheets.filled import read_export, tidy
from msptool.sheets.sheet import make_sheet, said_data
from msptool.sheets.taking import Outcome, carry_out, plan
from msptool.standards.library import require_library
from msptool.standards.model import AREAS
from msptool.workspace.workspace import Workspace
from tests.sheets.sheets import export, said
from tests.small_practice import TODAY, Practice

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
STANDARDS = (
    "firewall-backup",
    "firewall-firmware",
    "firewall-label",
    "mailbox-archive",
    "mailbox-login",
    "mailbox-quota",
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
AREA = st.sampled_from([None, *AREAS])
ENTRIES = st.fixed_dictionaries({"note": TEXT, "feedback": TEXT, "hand_over": AREA}).flatmap(
    lambda words: st.one_of(
        st.builds(lambda fixed: {"answer": "yes", "fixed_onsite": fixed, **words}, st.booleans()),
        st.just({"answer": "no", **words}), st.just({"answer": None, **words}),
        TEXT.filter(tidy).map(lambda note: {"answer": "n/a", **words, "note": note}),
    )
)  # fmt: skip
LINES = st.lists(TEXT, max_size=3)
TICKETS = st.lists(st.fixed_dictionaries({"id": TEXT, "summary": TEXT.filter(tidy), "done": st.booleans()}), max_size=2)
VISITS = st.fixed_dictionaries(
    {},
    optional={
        "our_items": LINES, "maintenance": LINES, "tickets": TICKETS, "changes": TICKETS, "summary": TEXT,
        "next_visit": st.none() | st.sampled_from(["2026-11-17", "2027-02-01"]),
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def workspace(prepared: Practice, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("round-trip") / "work"
    shutil.copytree(prepared.root, folder, symlinks=True)
    return Workspace(folder, TODAY)


def begun(workspace: Workspace) -> dict[str, Any]:
    """A new review of acme, and its sheet."""
    client, library = require_client(workspace.source, "acme"), require_library(workspace.source)
    with start(workspace, client, library, Scope(everything=True), by="jim", now=NOW) as opened:
        made = make_sheet(opened, library, id="0123456789", made=NOW, practice="x", commit=None, by_name="Jim")
        return made.as_data()


def taken(workspace: Workspace, content: dict[str, Any]) -> tuple[list[Outcome], Review]:
    client, library = require_client(workspace.source, "acme"), require_library(workspace.source)
    text = json.dumps(content, ensure_ascii=False).encode()
    with resume(workspace, client, library) as opened:
        outcomes = plan(opened, library, read_export("x.json", text), NOW, None)
        carry_out(opened.session, outcomes)
        opened.save()
    return outcomes, require_reviews(workspace.source, "acme")[0]


def discard(workspace: Workspace) -> None:
    client, library = require_client(workspace.source, "acme"), require_library(workspace.source)
    with resume(workspace, client, library) as opened:
        found: OpenReview = opened
        found.discard()


def tidied(entry: dict[str, Any]) -> dict[str, Any]:
    words = {key: tidy(entry[key]) for key in ("note", "feedback")}
    on = str(TODAY) if entry["answer"] else None
    return {
        "answer": entry["answer"],
        "on": on,
        "fixed_onsite": entry.get("fixed_onsite", False),
        "hand_over": entry["hand_over"],
        **words,
    }


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(STANDARDS), ENTRIES), VISITS)
def test_any_answers_come_back_as_they_were_given(
    workspace: Workspace, entries: dict[str, Any], visit: dict[str, Any]
) -> None:
    sheet = begun(workspace)
    try:
        content = export(sheet, {name: said(**entry) for name, entry in entries.items()}, visit=visit)
        outcomes, review = taken(workspace, content)
        assert {each.verdict for each in outcomes} <= {"given", "same"}
        drafts = initial_state(review).drafts
        for name, entry in entries.items():
            expected = tidied(entry)
            assert (
                said_data(drafts[name])
                if name in drafts
                else tidied({"answer": None, "note": "", "feedback": "", "hand_over": None})
            ) == expected
            if entry["answer"]:
                assert review.answers[name].question == sheet["standards"][name]["question"]
        days = review.visits[0].model_dump(mode="json") if review.visits else {}
        for field in ("our_items", "maintenance"):
            assert days.get(field, []) == [each for each in map(tidy, visit.get(field, [])) if each]
        for field in ("tickets", "changes"):
            assert days.get(field, []) == [
                {"summary": tidy(each["summary"]), "id": tidy(each["id"]), "done": each["done"]}
                for each in visit.get(field, [])
            ]
        assert days.get("summary", "") == tidy(visit.get("summary", ""))
        assert days.get("next_visit") == visit.get("next_visit")

        again, same = taken(workspace, content)
        assert {each.verdict for each in again} <= {"same"}
        assert same == review
    finally:
        discard(workspace)
