"""Questions that ask the same in other words are named as a possible duplicate, and their neighbours are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.standards.duplicates import possible_duplicates
from msptool.standards.library import require_library
from msptool.workspace.shipped import shipped_root
from msptool.workspace.sources import FolderSource

LIBRARY = [(each.category, each.question) for each in require_library(FolderSource(shipped_root())).active]


def twins(category: str, question: str) -> list[str]:
    """What the question seems to repeat of the shipped library."""
    found = possible_duplicates([*LIBRARY, (category, question)])
    return [LIBRARY[other][1] for number, other in found if number == len(LIBRARY)]


@pytest.mark.parametrize(
    ("category", "again"),
    [
        ("desktops", "Is the system disk of each workstation encrypted?"),
        ("backup-system", "Is MFA required for every login to the backup console?"),
        ("antivirus", "Is tamper protection enabled on all protected computers?"),
        ("antivirus", "Has every computer checked in to the endpoint protection console in the last 7 days?"),
        ("switches", "Has the factory default password of every managed switch been changed?"),
        ("patch-management", "Did at least 95% of all workstations restart in the last 14 days?"),
        ("email", "Is every mailbox below 80 percent of its size limit?"),
        ("wireless-access", "Is the guest wireless network isolated from every internal network of the company?"),
    ],
)
def test_the_same_in_other_words_is_found(category: str, again: str) -> None:
    assert len(twins(category, again)) == 1


@pytest.mark.parametrize(
    ("category", "other"),
    [
        ("voice", "Has the factory administrator password been replaced on every desk phone?"),
        ("storage", "Is the firmware of every storage array less than 12 months behind its maker's newest release?"),
        ("cloud-services", "Is multi-factor authentication required for every sign-in to the domain registrar?"),
        ("patch-management", "Do at least 95% of servers run a supported version of the backup agent?"),
        ("email", "Does every domain that sends the company's mail publish an MTA-STS policy?"),
    ],
)
def test_the_same_about_another_thing_is_not(category: str, other: str) -> None:
    assert twins(category, other) == []


def test_the_shipped_library_repeats_nothing() -> None:
    assert list(possible_duplicates(LIBRARY)) == []


@given(st.lists(st.tuples(st.sampled_from("ab"), st.text(max_size=40)), max_size=12))
def test_each_question_is_said_to_repeat_an_earlier_one_and_only_one(questions: list[tuple[str, str]]) -> None:
    found = list(possible_duplicates(questions))
    assert all(other < number for number, other in found)
    assert len({number for number, _ in found}) == len(found)
    assert list(possible_duplicates(questions)) == found


def test_the_order_of_words_and_their_number_does_not_matter_for_finding_a_copy() -> None:
    question = "Is the firmware of every storage array current?"
    assert list(possible_duplicates([("a", question), ("b", question.upper())])) == [(1, 0)]
