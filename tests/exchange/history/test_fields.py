"""Values of a record: dates in all their forms, numbers, references, and the peer's words in ours."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from msptool.exchange.history.fields import ALIASES, RESOURCES, SIGNS, Record, RecordFault, Ref, key_of
from msptool.exchange.history.vocabulary import answer_of, fate_of, meeting_status, role_of, stage_of

CHICAGO = ZoneInfo("America/Chicago")


def record(resource: Any = "reviews", **fields: Any) -> Record:
    return Record(
        resource, "1", {key_of(key): each for key, each in fields.items()}, {key_of(key): key for key in fields}, "x"
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-03-05T23:30:00-06:00", "2024-03-05T23:30:00-06:00"), ("2024-03-05T23:30:00Z", "2024-03-05T23:30:00+00:00"),
        ("2024-03-05T23:30:00", "2024-03-05T23:30:00-06:00"), ("2024-07-05", "2024-07-05T00:00:00-05:00"),
        ("2024-03-05T23:30:00.1234567Z", "2024-03-05T23:30:00.123456+00:00"), ("/Date(1709681400000)/", "2024-03-05T23:30:00+00:00"),
        ("0001-01-01T00:00:00", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_moment_keeps_the_zone_that_it_is_given_in(written: str | None, read: str | None) -> None:
    found = record(createdDate=written).moment("created", CHICAGO)
    assert (found.isoformat() if found else None) == read


@pytest.mark.parametrize(
    "written", ["5.3.2024", "2024-02-30", "24:00", "/Date(999999999999999)/", 20240305, True, ["2024-03-05"]]
)
def test_what_is_no_date_is_a_fault(written: Any) -> None:
    with pytest.raises(RecordFault, match="'createdDate' is"):
        record(createdDate=written).moment("created", CHICAGO)


@pytest.mark.parametrize(
    ("written", "read"),
    [(5, "5"), (Decimal("99.95"), "99.95"), ("1,200.50", "1200.50"), ("$ 3000", "3000"), ("", None), (None, None)],
)
def test_a_number_is_read_as_people_write_it(written: Any, read: str | None) -> None:
    found = record("recommendations", budget=written).number("budget")
    assert (str(found) if found is not None else None) == read


@pytest.mark.parametrize("written", ["1e9", "1,2.3.4", "NaN", True, {}, "\u0663"])
def test_what_is_no_number_is_a_fault(written: Any) -> None:
    with pytest.raises(RecordFault, match="'budget' is not a number"):
        record("recommendations", budget=written).number("budget")


def test_a_reference_is_an_id_or_an_object_with_one() -> None:
    assert record(client={"ID": 7, "Name": " Acme "}).ref("client") == Ref("7", "Acme")
    assert record(clientId="7").ref("client") == Ref("7")
    assert record(client=None).ref("client") is None
    assert record("recommendations", findingsIds=[1, "1", {"id": 2}]).refs("findings") == (Ref("1"), Ref("2"))


def test_no_resource_is_taken_for_another() -> None:
    for one in RESOURCES:
        for other in RESOURCES:
            spelt = {alias for aliases in ALIASES[other].values() for alias in aliases}
            assert one == other or not SIGNS[one] & SIGNS[other]
            assert SIGNS[other] <= spelt


@pytest.mark.parametrize(
    ("word", "answer", "stage"),
    [
        ("Aligned with Best Practice", "yes", "aligned"), ("AlignedWithBestPractice", "yes", "aligned"), ("Yes", "yes", None),
        ("Marginal", "no", "marginal"), ("Highly Vulnerable", "no", "vulnerable"), ("At risk", "no", "vulnerable"),
        ("Misaligned", "no", None), ("Acceptable Risk", "no", None), ("N/A", "n/a", None), ("Not applicable", "n/a", None),
        ("Maybe", None, None), ("3", None, None), ("", None, None),
    ],
)  # fmt: skip
def test_answers_and_judgements(word: str, answer: str | None, stage: str | None) -> None:
    assert (answer_of(word), stage_of(word)) == (answer, stage)


def test_other_words() -> None:
    assert [fate_of(word) for word in ("", "In-Progress", "Risk accepted", "?!")] == [
        "proposed",
        "approved",
        "risk-accepted",
        "proposed",
    ]
    assert [role_of(word) for word in ("vCIO", "Engineer", "Admin")] == ["vcio", "tam", None]
    assert [meeting_status(word) for word in ("Scheduled", "Completed", "Canceled", "x")] == [
        "planned",
        "held",
        "cancelled",
        None,
    ]
