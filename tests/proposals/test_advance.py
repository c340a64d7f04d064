"""The life of a proposal: one state after the other, and what was sent stays what was sent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.proposals.samples import FIREWALL, PROPOSAL, SETTINGS, changed, codes, desk, ok, refused, sent
from tests.small_practice import TODAY, Practice, dump

__all__ = ["desk"]
ADVANCE = ("proposal", "advance", "acme", "firewall")
REVISE = ("proposal", "revise", "acme", "firewall")


def advance(practice: Practice, *arguments: str, **more: Any) -> str:
    return ok(practice, *ADVANCE, *arguments, **more)


def test_each_step_is_kept_with_its_day_and_by_whom(desk: Practice) -> None:
    assert advance(desk, "ready", "--by", "dora") == "acme/firewall: draft → ready, version 1.\n"
    said = advance(desk, "sent", "--by", "bob", "--reason", "Ann wants it before Christmas.", today=date(2026, 11, 18))
    assert said == "acme/firewall: ready → sent, version 1, stands until 2026-12-18.\n"
    advance(desk, "accepted", "--by", "Ann Lee, Managing Director", "--option", "next-day", today=date(2026, 12, 1))
    data = desk.data(FIREWALL)
    assert data["status"] == "accepted"
    assert data["chosen"] == ["next-day"]
    assert data["progress"] == [
        {"status": "draft", "version": "1", "on": "2026-11-02", "by": "bob"},
        {"status": "ready", "version": "1", "on": "2026-11-16", "by": "dora"},
        {"status": "sent", "version": "1", "on": "2026-11-18", "by": "bob", "reason": "Ann wants it before Christmas."},
        {"status": "accepted", "version": "1", "on": "2026-12-01", "by": "Ann Lee, Managing Director"},
    ]
    version = data["history"][0]
    assert (version["sent"], version["valid_until"]) == ("2026-11-18", "2026-12-18")
    # One-time 5,210, twelve months of 30, and 200 a year.
    assert float(version["total"]) == 5770
    assert desk.run("--today", "2026-12-02", "lint", "--json").json["problems"] == []


@pytest.mark.parametrize(
    ("taken", "to", "sentence"),
    [
        ((), "sent", "acme/firewall is draft: next it may become ready or withdrawn, not sent."),
        ((), "accepted", "acme/firewall is draft: next it may become ready or withdrawn, not accepted."),
        ((), "draft", "acme/firewall is draft already."),
        ((), "finished", "'finished' is no status. They are draft, ready, sent, accepted, declined, withdrawn."),
        ((), "redy", "'redy' is no status. Did you mean 'ready'?"),
        (("ready",), "draft", "'msptool proposal revise acme firewall' makes it a draft again."),
        (("ready",), "declined", "acme/firewall is ready: next it may become sent or withdrawn, not declined."),
        (("ready", "sent"), "ready", "acme/firewall is sent: next it may become accepted or declined or withdrawn, not ready."),
        (("withdrawn",), "ready", "acme/firewall is withdrawn: its status does not change any more."),
        (("ready", "sent", "declined"), "accepted",
         "acme/firewall is declined: its status does not change any more. 'msptool proposal revise' begins a new version."),
    ],
)  # fmt: skip
def test_no_state_can_be_skipped(desk: Practice, taken: tuple[str, ...], to: str, sentence: str) -> None:
    for status in taken:
        advance(desk, status, "--by", "bob", "--reason", "x")
    assert refused(desk, *ADVANCE, to, "--by", "bob") == sentence


def test_who_and_why_are_asked_for(desk: Practice) -> None:
    assert "Say who" in refused(desk, *ADVANCE, "ready", "--by", " ")
    assert refused(desk, *ADVANCE, "withdrawn", "--by", "bob") == "Say why it is withdrawn: --reason '...'."
    sent(desk)
    assert refused(desk, *ADVANCE, "declined", "--by", "Ann Lee") == "Say why it is declined: --reason '...'."
    assert desk.run(*ADVANCE, "declined").code == 2


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2026-11-15", "The price of 'Firewall' ran out on 2026-11-15: ask for a new one."),
        ("2026-12-01", "The price of 'Firewall' holds until 2026-12-01, and the proposal until 2026-12-16: ask for one that holds "
         "longer, or let the proposal stand for 15 days ('validity_days')."),
        ("2026-11-16", "The price of 'Firewall' holds until 2026-11-16, and the proposal until 2026-12-16: ask for one that holds longer."),
    ],
)  # fmt: skip
def test_nothing_is_sent_at_a_price_that_does_not_hold_as_long_as_the_offer(
    desk: Practice, until: str, sentence: str
) -> None:
    lines = [{**each, "price_until": until} if each["name"] == "Firewall" else each for each in PROPOSAL["equipment"]]
    desk.write(FIREWALL, changed(equipment=lines))
    advance(desk, "ready", "--by", "dora")
    assert refused(desk, *ADVANCE, "sent", "--by", "bob") == sentence


def test_the_price_of_an_option_counts_too_and_the_first_to_end_is_named(desk: Practice) -> None:
    lines = [{**each, "price_until": f"2026-12-0{place + 1}"} for place, each in enumerate(PROPOSAL["equipment"])]
    desk.write(FIREWALL, changed(equipment=list(reversed(lines))))
    advance(desk, "ready", "--by", "dora")
    said = refused(desk, *ADVANCE, "sent", "--by", "bob")
    assert said.startswith("The price of 'Firewall' (and of 5 other lines) holds until 2026-12-01")


def test_a_price_that_ends_with_the_offer_is_enough(desk: Practice) -> None:
    lines = [{**each, "price_until": "2026-12-16"} for each in PROPOSAL["equipment"]]
    desk.write(FIREWALL, changed(equipment=lines))
    sent(desk)
    assert desk.data(FIREWALL)["history"][0]["valid_until"] == "2026-12-16"


def test_how_long_it_stands_is_said_by_the_proposal_or_the_settings(desk: Practice) -> None:
    desk.write("msptool.yaml", SETTINGS + "  validity_days: 14\n")
    sent(desk)
    assert desk.data(FIREWALL)["history"][0]["valid_until"] == "2026-11-30"
    desk.write(FIREWALL, changed(validity_days=7))
    sent(desk)
    assert desk.data(FIREWALL)["history"][0]["valid_until"] == "2026-11-23"


def test_what_was_sent_keeps_its_prices_whatever_the_settings_become(desk: Practice) -> None:
    sent(desk)
    desk.write("msptool.yaml", "practice: {currency: EUR}\nproposals: {markup: 99, tax: {rate: 25}}\n")
    found = desk.run("proposal", "show", "acme", "firewall", "--json").json
    assert (found["currency"], found["totals"]["one_time"]["gross"]) == ("USD", "5210.00")
    assert codes(desk) == []


def test_an_acceptance_names_the_alternative(desk: Practice) -> None:
    sent(desk)
    by = ("accepted", "--by", "Ann Lee")
    assert refused(desk, *ADVANCE, *by) == "Say which one the client took with --option: next-day or four-hours."
    assert "Say which one" in refused(desk, *ADVANCE, *by, "--option", "next-day", "--option", "four-hours")
    assert refused(desk, *ADVANCE, *by, "--option", "par").startswith("There is no option 'par'. Did you mean 'pair'?")
    advance(desk, *by, "--option", "four-hours", "--option", "pair")
    assert desk.data(FIREWALL)["chosen"] == ["pair", "four-hours"]
    found = desk.run("proposal", "list", "acme", "--json").json["proposals"][0]
    assert found["totals"]["one_time"]["gross"] == "7100.00"


def test_an_option_belongs_to_the_acceptance(desk: Practice) -> None:
    assert "it belongs to 'accepted'" in refused(desk, *ADVANCE, "ready", "--by", "dora", "--option", "pair")


def test_an_offer_that_ran_out_is_not_accepted(desk: Practice) -> None:
    sent(desk)
    late, in_time = date(2026, 12, 17), date(2026, 12, 16)
    accepted = ("accepted", "--by", "Ann Lee", "--option", "next-day")
    said = refused(desk, *ADVANCE, *accepted, today=late)
    assert said.startswith("acme/firewall stood until 2026-12-16: revise it, so that its prices are of today.")
    advance(desk, *accepted, today=in_time)


def test_a_change_after_sending_is_found_and_a_note_is_none(desk: Practice) -> None:
    sent(desk)
    text = desk.read(FIREWALL)
    for internal in (
        "notes: Ann decides fast.",
        "vendor: Distri",
        "priority: 1",
        "designer: dora",
        "due: '2026-11-20'",
    ):
        assert text.count(internal) == 1
    text = (
        text.replace("Ann decides fast.", "Ann decides slowly.")
        .replace("Distri\n", "Other Distri\n")
        .replace("priority: 1", "priority: 4")
    )
    desk.write(FIREWALL, text)
    assert codes(desk) == []
    for old, new in (
        ("Read the old rules.", "Read no rules."), ("New cables", "Nothing"), ("unit_cost: 3000", "unit_cost: 3100"),
        ("quantity: 2", "quantity: 3"), ("worst: 12", "worst: 13"), ("rate: 10", "rate: 11"), ("recommended: true", "recommended: false"),
        ("start: '2027-01-11'", "start: '2027-01-18'"), ("who: A network engineer", "who: A trainee"),
    ):  # fmt: skip
        assert text.count(old) == 1, old
        desk.write(FIREWALL, text.replace(old, new))
        assert codes(desk) == (["W111"] if new == "recommended: false" else ["D108"]), new


def test_a_revision_is_a_new_version_with_todays_prices(desk: Practice) -> None:
    sent(desk)
    desk.commit("Send it")
    assert (
        ok(desk, *REVISE, "--reason", "A second office", "--by", "bob") == "acme/firewall: sent → draft, version 2.\n"
    )
    data = desk.data(FIREWALL)
    assert (data["version"], data["status"]) == ("2", "draft")
    assert "terms" not in data
    assert data["history"][1] == {"version": "2", "on": "2026-11-16", "by": "bob", "reason": "A second office"}
    assert data["history"][0]["sent"] == "2026-11-16"
    assert data["progress"][-1] == {
        "status": "draft",
        "version": "2",
        "on": "2026-11-16",
        "by": "bob",
        "reason": "A second office",
    }
    assert codes(desk) == []
    sent(desk)
    assert codes(desk) == []


def test_what_was_only_ready_goes_back_without_a_new_version(desk: Practice) -> None:
    advance(desk, "ready", "--by", "dora")
    assert ok(desk, *REVISE, "--reason", "The second line is missing") == "acme/firewall: ready → draft, version 1.\n"
    assert len(desk.data(FIREWALL)["history"]) == 1
    assert codes(desk) == []


def test_a_version_that_nobody_could_read_any_more_is_not_replaced(desk: Practice) -> None:
    sent(desk)
    said = refused(desk, *REVISE, "--reason", "x")
    assert said.startswith(f"Commit {FIREWALL} first, as version 1 was sent")
    desk.commit("Send it")
    # What is changed on the way to the next version may stay uncommitted.
    desk.write(FIREWALL, desk.read(FIREWALL).replace("Read the old rules.", "Read all rules."))
    ok(desk, *REVISE, "--reason", "x")


@pytest.mark.parametrize(
    ("taken", "sentence"),
    [
        ((), "acme/firewall is a draft: change its file, it needs no new version."),
        (("withdrawn",), "acme/firewall is withdrawn: what comes after it is a new proposal."),
    ],
)
def test_what_is_over_or_not_sent_needs_no_version(desk: Practice, taken: tuple[str, ...], sentence: str) -> None:
    for status in taken:
        advance(desk, status, "--by", "bob", "--reason", "x")
    assert refused(desk, *REVISE, "--reason", "x") == sentence


def test_a_revision_needs_a_reason(desk: Practice) -> None:
    assert refused(desk, *REVISE, "--reason", " ") == "Say why it is revised: --reason '...'."
    assert desk.run(*REVISE).code == 2


def test_a_version_without_history_cannot_be_sent(desk: Practice) -> None:
    desk.write(FIREWALL, changed(history=None))
    advance(desk, "ready", "--by", "dora")
    assert refused(desk, *ADVANCE, "sent", "--by", "bob").startswith("Version 1 has no entry in 'history'")


def test_a_file_by_hand_keeps_its_comments(desk: Practice) -> None:
    desk.write(
        FIREWALL,
        "# Ask Ann about the date.\n" + desk.read(FIREWALL).replace("priority: 1", "priority: 1  # before the audit"),
    )
    sent(desk)
    text = desk.read(FIREWALL)
    assert text.startswith("# Ask Ann about the date.\n")
    assert "priority: 1  # before the audit\n" in text


def test_the_answer_as_data(desk: Practice) -> None:
    found = desk.run(*ADVANCE, "ready", "--by", "dora", "--json").json
    assert found["schema"] == "msptool/proposal-advance/1"
    assert (found["was"], found["status"], found["version"], found["written"]) == ("draft", "ready", 1, [FIREWALL])
    assert TODAY.isoformat() in desk.read(FIREWALL)


ROADMAP = "clients/acme/roadmap/new-firewall.yaml"


def offered(practice: Practice, *names: str) -> None:
    """The proposal is for these recommendations, and the client has it in hand; one is on the roadmap."""
    costs = {"one_time": 4000, "monthly": 5}
    recommendation = {"title": "x", "area": "tam", "raised": "2026-11-01", "costs": costs, "notes": "keep"}
    practice.write(ROADMAP, dump(recommendation))
    practice.write(FIREWALL, changed(recommendations=list(names)))
    sent(practice)


def test_what_was_accepted_becomes_the_cost_of_its_recommendation(desk: Practice) -> None:
    offered(desk, "new-firewall")
    done = desk.run(*ADVANCE, "accepted", "--by", "Ann Lee", "--option", "next-day")
    assert done.code == 0, done.err
    found = desk.data(ROADMAP)
    price = desk.run("proposal", "price", "acme", "firewall", "--json").json["totals"]
    once, monthly, annual = (Decimal(price[name]["net"]) for name in ("one_time", "monthly", "annual"))
    monthly += round(annual / 12, 2)
    assert (Decimal(found["costs"]["one_time"]), Decimal(found["costs"]["monthly"])) == (once, monthly)
    assert (found["costs"]["basis"], found["notes"]) == ("quote", "keep")
    assert done.err == (
        f"Estimated on the roadmap: new-firewall USD 4,000.00 and USD 5.00 a month. Quoted, without tax: USD {once:,.2f} and "
        f"USD {monthly:,.2f} a month. Written to {ROADMAP}.\n"
    )


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("new-firewall", "other"), "The roadmap of acme has no other: nothing was written there."),
        (("new-firewall", "second"), "It is for several recommendations: write the part of each into its file in clients/acme/roadmap/."),
        (("other",), "Quoted, without tax: USD"),
        ((), ""),
    ],
)  # fmt: skip
def test_what_is_accepted_for_several_or_none_leaves_the_roadmap_alone(
    desk: Practice, names: tuple[str, ...], said: str
) -> None:
    desk.write("clients/acme/roadmap/second.yaml", dump({"title": "x", "area": "tam", "raised": "2026-11-01"}))
    offered(desk, *names)
    before = desk.read(ROADMAP)
    done = desk.run(*ADVANCE, "accepted", "--by", "Ann Lee", "--option", "next-day", "--json")
    assert done.json["written"] == [FIREWALL]
    assert desk.read(ROADMAP) == before
