"""What is said to be fixed is asked again by the next review, which so verifies it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from rich.console import Console

from msptool.clients.model import Client
from msptool.reviews.coverage import cover
from msptool.reviews.due import Item, choose, items
from msptool.reviews.model import Claim, Recheck, Scope
from msptool.reviews.plain import before
from msptool.reviews.recheck import pending, plan_recheck
from msptool.reviews.record import Given, by_standard
from msptool.reviews.screen_look import DARK
from msptool.reviews.screen_text import record
from msptool.reviews.session import Draft
from msptool.reviews.wording import why_due
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.settings import Settings
from msptool.workspace.writes import write
from tests.reviews.builders import TODAY, given, library, never_asked, review, standard
from tests.small_practice import HIGH, Practice

CLIENT = Client(id="acme", name="Acme")
NEW_CLIENT = Client(id="acme", name="Acme", status="onboarding")
ONE = standard("mail-mfa")
WORK = date(2026, 11, 2)
PATH = "clients/acme/recheck.yaml"
BECAUSE = "recommendation mail-mfa is done"


def recheck(*days: date, name: str = "mail-mfa") -> Recheck:
    claims = [{"since": str(day), "because": BECAUSE} for day in days]
    return Recheck.model_validate({"client": "acme", "standards": {name: claims}})


def one(*answers: Given, said: Recheck | None = None, today: date = TODAY) -> Item:
    lib = library(ONE)
    return items(CLIENT, lib, by_standard(answers), today, due_soon_days=30, recheck=said or recheck(WORK))[0]


@pytest.mark.parametrize("value", ["yes", "no", "n/a"])
@pytest.mark.parametrize(("days", "asked"), [(-100, True), (-1, True), (0, True), (1, False), (10, False)])
def test_a_claim_waits_until_an_answer_of_a_later_day(value: str, days: int, asked: bool) -> None:
    answers = by_standard([given(ONE, value, WORK + timedelta(days))])
    assert bool(pending(recheck(WORK), answers, library(ONE))) == asked
    found = one(given(ONE, value, WORK + timedelta(days)))
    assert (found.reason == "to verify", bool(found.claims)) == (asked, asked)
    assert found.is_due or not asked


def test_what_was_never_answered_can_be_verified_too() -> None:
    assert one().reason == "to verify"
    assert one().previous is None


def test_only_the_claims_after_the_last_answer_wait() -> None:
    found = one(given(ONE, "no", "2026-10-05"), said=recheck(date(2026, 9, 1), date(2026, 10, 9), WORK))
    assert [each.since for each in found.claims] == [date(2026, 10, 9), WORK]


def test_nothing_waits_without_a_claim_and_none_waits_before_its_day() -> None:
    assert pending(None, {}, library(ONE)) == {}
    assert pending(recheck(WORK, name="gone"), {}, library(ONE)) == {}
    assert one(given(ONE, "no", "2026-10-05"), today=date(2026, 10, 20)).reason == "last answer no"


def test_a_claim_survives_the_renaming_of_its_standard() -> None:
    renamed = standard("mail-login", formerly=["mail-mfa"])
    asked = by_standard([given(renamed, "no", "2026-10-05", "mail-mfa")])
    assert list(pending(recheck(WORK), asked, library(renamed))) == ["mail-login"]
    answered = by_standard([given(renamed, "yes", "2026-11-09")])
    assert pending(recheck(WORK), answered, library(renamed)) == {}


def test_what_does_not_apply_is_not_asked_to_be_verified() -> None:
    vpn = standard("mail-mfa", applies_to={"technologies": ["vpn"]})
    assert items(CLIENT, library(vpn), {}, TODAY, due_soon_days=30, recheck=recheck(WORK)) == []


def claimed(item: Item) -> Item:
    claim = Claim(since=WORK, because=BECAUSE)
    return Item(item.standard, item.previous, "to verify", item.due, item.frequency, claims=(claim,))


def late(name: str, priority: str, days: int, **fields: Any) -> Item:
    return Item(standard(name, priority, **fields), None, "overdue", TODAY - timedelta(days), "quarterly")


def asked(pool: list[Item], limit: int, client: Client = CLIENT) -> list[str]:
    found = choose(client, pool, Scope(limit=limit), Settings(), [review("2026-05-12")], TODAY)
    return [item.standard.id for item in found]


def test_what_is_to_be_verified_is_asked_first_within_its_priority() -> None:
    pool = [
        late("high-late", "high", 300), late("high-new", "high", 0), late("medium-late", "medium", 200),
        claimed(late("medium-fixed", "medium", 0)), late("medium-new", "medium", 0),
    ]  # fmt: skip
    assert asked(pool, 2) == ["high-late", "medium-fixed"]
    assert asked(pool, 3) == ["high-late", "medium-late", "medium-fixed"]


@for_all(
    st.lists(st.tuples(st.sampled_from(["high", "medium", "low"]), st.integers(0, 900), st.booleans()), max_size=12)
)
def test_nothing_of_its_priority_is_asked_before_it(rows: list[tuple[str, int, bool]]) -> None:
    made = [(late(f"s-{number}", row[0], row[1]), row[2]) for number, row in enumerate(rows)]
    pool = [claimed(item) if verify else item for item, verify in made]
    for limit in range(1, len(pool)):
        found = set(asked(pool, limit))
        for item in pool:
            if item.claims and item.standard.id not in found:
                same = [each for each in pool if each.standard.priority == item.standard.priority and not each.claims]
                assert not found & {each.standard.id for each in same}


def test_a_client_under_onboarding_is_asked_it_whatever_its_level() -> None:
    pool = [claimed(never_asked(standard("fixed"))[0]), *never_asked(standard("core"), standard("base", level="base"))]
    assert asked(pool, 9, NEW_CLIENT) == ["fixed", "base"]
    (day,) = cover(NEW_CLIENT, pool, [TODAY], Settings(), 0, TODAY).days
    assert [item.standard.id for item in day.onsite] == ["fixed", "base"]


def test_the_next_visit_takes_it_and_the_one_after_does_not() -> None:
    current = Item(standard("fixed", frequency="annual"), None, "current", TODAY + timedelta(300), "annual")
    for item, days in ((current, []), (claimed(current), [TODAY])):
        coverage = cover(CLIENT, [item], [TODAY, TODAY + timedelta(30)], Settings(), 3, TODAY)
        assert [day.day for day in coverage.days if day.onsite] == days


def test_on_a_full_day_it_is_not_left_to_the_office() -> None:
    remote = {"minutes": 100, "checked": ["remote"]}
    pool = [late(f"onsite-{number}", "medium", 300, minutes=100) for number in range(3)]
    pool += [late("remote", "medium", 300, **remote), claimed(late("fixed", "medium", 0, **remote))]
    (day,) = cover(CLIENT, pool, [TODAY], Settings(), 3, TODAY).days
    assert day.onsite[0].standard.id == "fixed"
    assert [item.standard.id for item in day.office] == ["remote"]


def test_the_screen_and_the_lines_say_what_to_verify() -> None:
    found = one(given(ONE, "no", "2026-10-05"))
    assert why_due(found, TODAY) == "Asked to verify a fix."
    console = Console(width=80, no_color=True)
    with console.capture() as shown:
        console.print(record(found, Draft(), TODAY, DARK))
    assert f"Verify  Since 2026-11-02: {BECAUSE}" in shown.get()
    other = given(standard("mail-mfa", question="Is it on?"), "no", "2026-10-05")
    assert why_due(one(other), TODAY) == "Asked to verify a fix. The question was worded differently then."
    assert before(one(other)).endswith("The question was worded differently then.")


@pytest.fixture
def fixed(practice: Practice) -> Practice:
    """A finding of the spring, whose fix the roadmap says is done since the second of November."""
    practice.standard("firewall-backup", frequency="biennial", minutes=10, **HIGH)
    practice.commit()
    practice.review("acme", "firewall-backup,no,No copy.\nmailbox-quota,yes,\n", today=date(2026, 5, 12))
    write(plan_recheck(practice.root, "acme", ["firewall-backup"], WORK, "recommendation backup is done"))
    return practice


def due(work: Practice, today: date = TODAY) -> dict[str, int]:
    return dict(work.run("review", "status", "acme", "--json", today=today).json["clients"][0]["due"])


def test_status_counts_it_like_the_other_reasons(fixed: Practice) -> None:
    assert due(fixed) == {"to verify": 1, "never asked": 4, "overdue": 1}
    assert "1 to verify" in fixed.run("review", "status", "acme").out
    assert fixed.run("lint", "--json").code == 0


def test_the_review_asks_it_says_why_and_so_settles_it(fixed: Practice) -> None:
    done = fixed.run("review", "start", "acme", "--plain", stdin="y Restored one.\nq\n")
    assert "Is the firewall backup documented?" in done.err
    assert "  To verify: recommendation backup is done (since 2026-11-02)" in done.err
    assert "  Before: no on 2026-05-12 - No copy." in done.err
    assert due(fixed)["to verify"] == 1, "the review is still open"
    assert fixed.run("review", "finish", "acme").code == 0
    assert "to verify" not in due(fixed)
    assert "to verify" not in due(fixed, TODAY + timedelta(1))


def test_a_no_settles_the_claim_and_the_finding_stays(fixed: Practice) -> None:
    fixed.review("acme", "firewall-backup,no,Still none.\n")
    assert due(fixed, TODAY + timedelta(1))["last answer no"] == 1
    assert "to verify" not in due(fixed, TODAY + timedelta(1))


def test_the_list_of_a_planned_visit_has_it(fixed: Practice) -> None:
    fixed.write("practice/schedule/2026/acme.yaml", f"visits:\n  - {{id: 1, day: {TODAY}, tam: jim}}\n")
    fixed.review("acme", "firewall-backup,yes,\n", today=date(2026, 11, 9))
    visits = fixed.run("schedule", "cover", "acme", "--json").json["visits"]
    assert "firewall-backup" not in visits[0]["onsite"]
    write(plan_recheck(fixed.root, "acme", ["firewall-backup"], date(2026, 11, 10), "Owen says that it is mended"))
    visits = fixed.run("schedule", "cover", "acme", "--json").json["visits"]
    assert "firewall-backup" in visits[0]["onsite"]
    done = fixed.run("review", "start", "acme", "--plain", stdin="j firewall-backup\nq\n")
    assert "  To verify: Owen says that it is mended (since 2026-11-10)" in done.err


def test_claims_are_kept_and_none_is_written_twice(practice: Practice) -> None:
    root = practice.root
    write(plan_recheck(root, "acme", ["mailbox-quota", "firewall-label", "mailbox-quota"], WORK, " One. "))
    assert practice.read(PATH).startswith("# yaml-language-server: $schema=../../.schemas/recheck.json\n")
    practice.write(PATH, "# From the roadmap.\n" + practice.read(PATH))
    again = plan_recheck(root, "acme", ["mailbox-quota"], WORK, "One.")
    assert not again.changes
    write(plan_recheck(root, "acme", ["mailbox-quota"], WORK, "Two."))
    write(plan_recheck(root, "acme", ["mailbox-quota"], TODAY, "One."))
    assert practice.read(PATH).startswith("# From the roadmap.\n")
    found = practice.data(PATH)["standards"]
    assert {name: [(each["since"], each["because"]) for each in claims] for name, claims in found.items()} == {
        "mailbox-quota": [("2026-11-02", "One."), ("2026-11-02", "Two."), ("2026-11-16", "One.")],
        "firewall-label": [("2026-11-02", "One.")],
    }


def test_planning_writes_nothing_and_refuses_what_says_nothing(practice: Practice) -> None:
    plan_recheck(practice.root, "acme", ["mailbox-quota"], WORK, "One.")
    assert not (practice.root / PATH).exists()
    for names, because in (([], "One."), (["mailbox-quota"], " ")):
        with pytest.raises(UsageRefusal, match="names at least one standard, and says why"):
            plan_recheck(practice.root, "acme", names, WORK, because)
    with pytest.raises(UsageRefusal):
        plan_recheck(practice.root, "acme", ["Mailbox Quota"], WORK, "One.")


def test_a_broken_file_is_named_before_a_review_begins(practice: Practice) -> None:
    practice.write(PATH, "standards:\n  mailbox-quota:\n    - {since: soon, because: x}\n")
    done = practice.run("review", "start", "acme", "--plain", stdin="q\n")
    assert done.code == 3
    assert f"{PATH}:3:" in done.err
