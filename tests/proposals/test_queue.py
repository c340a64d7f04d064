"""The queue: the vCIO's order, whose turn it is, and what is late or runs out."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.proposals.samples import PROPOSAL, changed, desk, ok, sent
from tests.small_practice import Practice

__all__ = ["desk"]


def add(practice: Practice, name: str, **changes: Any) -> None:
    practice.write(f"clients/acme/proposals/{name}.yaml", changed(**{"title": name.capitalize(), **changes}))


def queue(practice: Practice, today: date = date(2026, 11, 16)) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = practice.run("proposal", "queue", "--json", today=today).json["queue"]
    return found


def test_the_vcios_order_counts_and_then_the_day(desk: Practice) -> None:
    add(desk, "urgent", priority=1, due="2026-11-18")
    add(desk, "third", priority=3, due="2026-11-17")
    add(desk, "nobody-ordered", priority=None, due="2026-11-10")
    assert [each["id"] for each in queue(desk)] == ["urgent", "firewall", "third", "nobody-ordered"]


def test_whose_turn_it_is_follows_from_the_status(desk: Practice) -> None:
    turns = []
    for status in ("ready", "sent"):
        turns.append(queue(desk)[0]["turn"])
        ok(desk, "proposal", "advance", "acme", "firewall", status, "--by", "x")
    turns.append(queue(desk)[0]["turn"])
    assert turns == [
        {"role": "design-desk", "person": "Dora Desk"}, {"role": "vcio", "person": "Bob Vee"}, {"role": "client", "person": "Ann Lee"},
    ]  # fmt: skip


def test_what_is_decided_is_in_the_queue_no_more(desk: Practice) -> None:
    sent(desk)
    ok(desk, "proposal", "advance", "acme", "firewall", "declined", "--by", "Ann Lee", "--reason", "Next year")
    assert queue(desk) == []
    done = desk.run("proposal", "queue")
    assert (done.out, done.err) == ("", "0 open proposals.\n")


def test_a_document_is_late_after_its_day_and_an_offer_after_its_last(desk: Practice) -> None:
    assert queue(desk, date(2026, 11, 20))[0]["days_late"] == 0
    assert queue(desk, date(2026, 11, 23))[0]["days_late"] == 3
    ok(desk, "proposal", "advance", "acme", "firewall", "ready", "--by", "dora")
    found = queue(desk, date(2026, 11, 23))[0]
    assert (found["since"], found["act_by"], found["days_late"]) == ("2026-11-16", None, 0)
    assert "waits to be sent, 7 days" in ok(desk, "proposal", "queue", today=date(2026, 11, 23))
    ok(desk, "proposal", "advance", "acme", "firewall", "sent", "--by", "bob")
    found = queue(desk, date(2026, 11, 23))[0]
    assert (found["act_by"], found["days_late"]) == ("2026-12-16", 0)
    assert queue(desk, date(2026, 12, 20))[0]["days_late"] == 4


def test_prices_that_ran_out_or_soon_will_are_named(desk: Practice) -> None:
    days = ["2026-11-15", "2026-11-16", "2026-11-23", "2026-11-24", None, None]
    add(
        desk,
        "prices",
        equipment=[{**each, "price_until": day} for each, day in zip(PROPOSAL["equipment"], days, strict=True)],
    )
    found = next(each for each in queue(desk) if each["id"] == "prices")
    assert found["prices_until"] == "2026-11-15"
    assert found["prices_ran_out"] == ["Firewall"]
    assert found["prices_run_out_soon"] == ["Subscription", "Second line"]


def test_drafts_in_work_are_counted_by_writer(desk: Practice) -> None:
    add(desk, "second")
    add(desk, "third", designer=None)
    found = desk.run("proposal", "queue", "--json").json
    assert found["drafts_by_designer"] == {"Dora Desk": 2, "nobody yet": 1}


def test_what_it_is_worth_stands_beside_it(desk: Practice) -> None:
    found = queue(desk)[0]
    assert (found["currency"], found["totals"]["first_year"]["gross"]) == ("USD", "5770.00")


def test_a_long_id_is_shown_whole_in_a_narrow_window(desk: Practice) -> None:
    name = "a-proposal-with-a-name-that-is-much-longer-than-its-column-is"
    desk.write(f"clients/acme/proposals/{name}.yaml", changed())
    shown = ok(desk, "proposal", "queue")
    assert "…" not in shown
    assert shown.startswith("priority")
