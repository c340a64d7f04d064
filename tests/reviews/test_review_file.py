"""A review's file: it says what was said, in a form that a pull request reads like a sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.reviews.model import REVIEW, Review
from msptool.reviews.session import State, contents, initial_state
from msptool.reviews.store import render
from msptool.workspace.documents import read_document
from msptool.workspace.entities import parse
from tests.reviews.builders import answer, review, standard
from tests.small_practice import Golden

ONE, TWO = standard("mail-mfa", "high"), standard("vpn-mfa")
# Everything that a note may hold: several lines, colons, quotes, control characters, any script.
PIECES = [
    "plain",
    "two  spaces",
    "tab\there",
    "a: b",
    "#comment",
    "- item",
    "'quoted'",
    "\x1b[A",
    "größer",
    "\n",
    "\n\n  indented",
    "x" * 60,
]
TEXT = (
    st.text(st.characters(exclude_categories=["Cs"])) | st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)
).map(str.strip)
SHORT = TEXT.filter(bool)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 16)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=moment.hour % 12)))
)


def reread(saved: Review) -> Review:
    document, problems = read_document(REVIEW.path(client=saved.client, id=saved.id), render(saved))
    assert document is not None, problems
    entry, problems = parse(REVIEW, document)
    assert entry is not None, problems
    return entry.entity


@given(
    st.sampled_from(["yes", "no", "n/a"]), SHORT, TEXT, st.booleans(), st.sampled_from([None, "vcio", "tam"]), MOMENTS,
    st.lists(SHORT, max_size=3), st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)  # fmt: skip
def test_a_review_is_read_as_it_was_written_whatever_the_notes_hold(
    value: str, note: str, feedback: str, fixed: bool, area: str | None, started: datetime, items: list[str], day: date | None
) -> None:  # fmt: skip
    said = {"note": note, "feedback": feedback, "hand_over": area}
    saved = review(
        started=started, asked=["mail-mfa", "vpn-mfa"], remarks={"vpn-mfa": said},
        answers={"mail-mfa": answer(ONE, value, "2026-05-12", fixed_onsite=fixed, **said)},
        visits=[{"on": "2026-05-12", "by": "jim", "our_items": items, "summary": feedback, "next_visit": day}],
    )  # fmt: skip
    assert reread(saved) == saved


@given(st.sampled_from(["yes", "no", "n/a"]), SHORT, TEXT)
def test_saving_twice_changes_nothing(value: str, note: str, feedback: str) -> None:
    saved = review(answers={"mail-mfa": answer(ONE, value, "2026-05-12", note=note, feedback=feedback)})
    assert render(reread(saved)) == render(saved)


def test_a_file_makes_a_state_and_the_state_the_same_file() -> None:
    saved = review(
        asked=["mail-mfa", "vpn-mfa"], answers={"mail-mfa": answer(ONE, "no", "2026-05-12", note="Old.", hand_over="vcio")},
        remarks={"vpn-mfa": {"feedback": "Unclear."}}, visits=[{"on": "2026-05-12", "maintenance": ["Dust"]}],
    )  # fmt: skip
    answers, remarks, visits = contents(initial_state(saved), saved.asked)
    assert (answers, remarks, tuple(visits)) == (saved.answers, saved.remarks, saved.visits)


def test_answers_stand_in_the_order_asked_and_days_in_theirs() -> None:
    saved = review(
        asked=["vpn-mfa", "mail-mfa"],
        answers={"mail-mfa": answer(ONE, "no", "2026-05-12"), "vpn-mfa": answer(TWO, "yes", "2026-05-12")},
        visits=[{"on": "2026-05-20"}, {"on": "2026-05-12"}],
    )
    answers, _, visits = contents(initial_state(saved), saved.asked)
    assert list(answers) == ["vpn-mfa", "mail-mfa"]
    assert [str(visit.on) for visit in visits] == ["2026-05-12", "2026-05-20"]


@pytest.mark.parametrize(
    "text",
    [
        "two\x85lines",
        "two\u2028lines",
        "two\u2029lines",
        "\x1f\nsecond",
        "a" * 95 + " \x85 b",
        "\ufeffmark",
        "tab\t\nend",
    ],
)
def test_characters_that_few_editors_show_come_back_as_they_were(text: str) -> None:
    saved = review(
        answers={"mail-mfa": answer(ONE, "no", "2026-05-12", note=text, feedback=text)},
        visits=[{"on": "2026-05-12", "our_items": [text], "tickets": [{"summary": text}], "summary": text}],
    )
    assert reread(saved) == saved


@pytest.mark.parametrize("mark", ["123456789012", "000000000000", "12345678e901", "1e0000000000", "0e1234567890"])
def test_a_fingerprint_that_looks_like_a_number_stays_text(mark: str) -> None:
    saved = review(
        answers={"mail-mfa": answer(ONE, "no", "2026-05-12", question=mark)}, library={"commit": mark * 3 + "0000"}
    )
    assert reread(saved) == saved


def test_an_empty_state_holds_nothing() -> None:
    assert contents(State(), ["mail-mfa"]) == ({}, {}, [])


def test_the_file_of_a_finished_review(golden: Golden) -> None:
    long = "Two of the five mailboxes have no second factor: the scanner's and the one that the board shares. Owen knows why."
    fields: dict[str, Any] = {
        "by": "jim", "started": datetime(2026, 11, 16, 9, 30, tzinfo=UTC), "finished": datetime(2026, 11, 16, 12, tzinfo=UTC),
        "library": {"commit": "a" * 40, "tree": "b" * 40}, "scope": {"everything": True, "tags": ["identity"]},
        "asked": ["mail-mfa", "vpn-mfa", "wifi"],
        "answers": {
            "mail-mfa": answer(ONE, "no", "2026-11-16", note=long, hand_over="professional-services"),
            "vpn-mfa": answer(TWO, "yes", "2026-11-16", fixed_onsite=True, note="Off: 'default', now on."),
        },
        "remarks": {"wifi": {"note": "First line.\nSecond line.", "feedback": "Ask per site."}},
        "visits": [
            {
                "on": "2026-11-16", "by": "jim", "our_items": ["Licences"], "maintenance": ["Dust in the rack"],
                "tickets": [{"summary": "Printer: no paper", "id": "T-1", "done": True}, {"summary": "Scanner"}],
                "unresolved": ["Scanner"], "next_visit": "2026-12-14", "summary": "A calm day.",
            }
        ],
    }  # fmt: skip
    golden.check("review.yaml", render(review("2026-11-16", **fields)).decode())
