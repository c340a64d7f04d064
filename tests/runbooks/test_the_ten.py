"""The ten runbooks that msptool ships: each is walked to every one of its ends, and in a real terminal."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from msptool.runbooks.escalation.model import EscalationMap
from msptool.runbooks.escalation.register import require_map
from msptool.runbooks.graph import loops, ways
from msptool.runbooks.model import ENDS, Runbook, Step
from msptool.runbooks.register import load_runbooks
from msptool.workspace.shipped import shipped_root
from msptool.workspace.sources import FolderSource
from tests.runbooks.test_terminal import ended, say, terminal
from tests.small_practice import Practice

SOURCE = FolderSource(shipped_root())
BOOKS, _ = load_runbooks(SOURCE)
WANTED = {
    "vpn-authentication", "patch-stuck", "backup-failed", "mfa-reset", "email-quarantine", "account-lockout", "printer-queue",
    "slow-or-offline-endpoint", "alert-without-ticket", "departed-user",
}  # fmt: skip
VALUES = {"text": "Ann Lee", "yes-no": "yes", "number": "3"}


def ends_of(book: Runbook) -> list[Step]:
    return [step for step in book.steps if step.kind in ENDS]


def way_to(book: Runbook, end: str) -> list[tuple[str, str]]:
    """The shortest way to an end: (step, answer) for each step on it."""
    waiting: deque[tuple[str, tuple[tuple[str, str], ...]]] = deque([(book.steps[0].id, ())])
    seen = {book.steps[0].id}
    while waiting:
        step, path = waiting.popleft()
        if step == end:
            return [*path, (step, "")]
        for way in ways(book, book.by_id[step]):
            if way.target not in seen:
                seen.add(way.target)
                waiting.append((way.target, (*path, (step, way.answer))))
    raise AssertionError(f"no way leads to {end}")


def cases() -> Iterator[tuple[str, str]]:
    for name, book in BOOKS.items():
        for end in ends_of(book):
            yield name, end.id


@pytest.fixture
def shipped(practice: Practice) -> Practice:
    """A practice with the shipped runbooks and map, and somebody on each level."""
    for path in (*(f"runbooks/{name}.yaml" for name in BOOKS), "practice/escalation.yaml"):
        practice.write(path, (shipped_root() / path).read_bytes())
    for id, role in (("dana", "service-desk"), ("sam", "centralized-services"), ("ruth", "owner")):
        practice.write(f"practice/people/{id}.yaml", f"name: {id.title()}\nroles: [{role}]\n")
    practice.write("msptool.yaml", practice.read("msptool.yaml") + "  phone: +1 555 0100\n")
    return practice


def test_the_ten_are_there() -> None:
    assert set(BOOKS) == WANTED


@pytest.mark.parametrize("name", sorted(WANTED))
def test_a_runbook_is_complete_and_short_enough_to_use_during_a_ticket(name: str) -> None:
    book = BOOKS[name]
    assert 4 <= len(book.inputs) <= 8
    assert 2 <= len(book.first_checks) <= 3
    assert len(book.edge_cases) >= 3
    assert len(book.done) >= 3
    assert {step.kind for step in book.steps} >= {"check", "fix", "done", "escalate"}
    assert loops(book) == []
    assert len(ends_of(book)) >= 2
    # Short: a screen for each step, and an end within a dozen steps.
    for step in book.steps:
        assert len(step.do) <= 170, step.id
        assert len(step.how) <= 6, step.id
        assert all(len(line) <= 220 for line in step.how), step.id
        assert all(len(answer) <= 64 for answer in step.outcomes), step.id
    assert all(len(way_to(book, end.id)) <= 14 for end in ends_of(book))


@pytest.mark.parametrize(("name", "end"), list(cases()))
def test_every_end_is_reached_by_a_script_and_the_record_lints_clean(name: str, end: str, shipped: Practice) -> None:
    book = BOOKS[name]
    answers = {each.name: each.choices[0] if each.choices else VALUES[each.kind] for each in book.inputs}
    rows = [{"step": step, "answer": answer} for step, answer in [*answers.items(), *way_to(book, end)]]
    done = shipped.run(
        "runbook", "run", name, "--ticket", "T-1", "--client", "acme", "--by", "dana", "--answers", "-", "--json", stdin=yaml.safe_dump(rows)
    )  # fmt: skip
    assert done.code == 0, done.err
    last = book.by_id[end]
    assert done.json["outcome"] == ("resolved" if last.kind == "done" else "escalated")
    assert done.json["to"] == last.to
    assert done.json["steps"][-1]["step"] == end
    for text in done.json["messages"]:
        assert not re.search(r"[\[\]{}]", text), "no gap is left in a message"
    assert shipped.run("runbook", "lint", "--json").json["problems"] == []


@pytest.mark.parametrize("name", sorted(WANTED))
def test_whoever_hands_over_tells_the_client_or_says_it_by_phone(name: str) -> None:
    book = BOOKS[name]
    for step in book.steps:
        if step.kind == "escalate" and step.send is None:
            assert re.search(r"[Cc]all|phone|unverified|The owner|RMM|part or a replacement", step.do), step.id


@pytest.mark.parametrize("name", ["mfa-reset", "account-lockout"])
def test_nothing_is_reset_before_the_caller_is_verified(name: str) -> None:
    book = BOOKS[name]
    assert book.steps[0].id == "verify"
    assert "back on the number in our contact list" in " ".join(
        book.steps[0].how
    ) or "number in our contact list" in " ".join(book.steps[0].how)


def test_every_sign_off_of_the_map_is_needed_by_a_runbook_or_named_in_one() -> None:
    found: EscalationMap = require_map(SOURCE)
    text = "".join(SOURCE.read(f"runbooks/{name}.yaml")[0].decode() for name in BOOKS)  # type: ignore[union-attr]
    assert [name for name in found.signoffs if name not in text] == []


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX terminal")
@pytest.mark.parametrize("name", sorted(WANTED))
def test_each_is_walked_in_a_real_terminal(name: str, shipped: Practice, tmp_path: Path) -> None:
    book = BOOKS[name]
    end = next(step for step in reversed(book.steps) if step.kind == "done")
    note = tmp_path / "note.txt"
    with terminal(
        shipped, name, "--ticket", "T-1", "--client", "acme", "--by", "dana", "--handoff", str(note)
    ) as child:
        say(
            child,
            *("1" if each.choices else VALUES[each.kind] for each in book.inputs),
            *("" for _ in book.first_checks),
        )
        for step, answer in way_to(book, end.id):
            outcomes = list(book.by_id[step].outcomes)
            say(child, str(outcomes.index(answer) + 1) if answer else "")
        rest = ended(child)
    assert "Resolved in 1 minute. practice/runbook-runs/2026/" in rest
    assert note.read_text(encoding="utf-8").startswith(
        f"RESOLVED: {book.title}\nTicket T-1 | Acme Explosives | Dana | "
    )
