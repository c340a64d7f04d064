"""`msptool schedule rhythm`: what a TAM and a vCIO should talk about."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.small_practice import Golden, Practice, dump

HEAD = "standard,answer,note,fixed_onsite,hand_over,feedback\n"
GOOD = "firewall-backup,yes,,,,\nfirewall-firmware,yes,,,,\n"


def answered(practice: Practice, client: str, rows: str, day: date) -> None:
    done = practice.run(
        "review", "start", client, "--all", "--answers", "-", "--finish", stdin=HEAD + rows, today=day
    )  # fmt: skip
    assert done.code == 0, done.err


def visits(practice: Practice, client: str, *entries: dict[str, Any], year: int = 2026) -> None:
    practice.write(f"practice/schedule/{year}/{client}.yaml", dump({"visits": list(entries)}))


@pytest.fixture
def shared(practice: Practice) -> Practice:
    """Four clients of Jim: two with findings of Bob's, one that is fine, and one of another vCIO; and one of Tess."""
    for id, name, role in (("tess", "Tess Tam", "tam"), ("vera", "Vera Cio", "vcio")):
        practice.write(f"practice/people/{id}.yaml", dump({"name": name, "roles": [role]}))
    practice.client("calm", name="Calm Foods")
    practice.client("noisy", name="Noisy Metals", agreement={"starts": "2025-01-01", "ends": "2026-12-31"})
    practice.client("vera-one", name="Vera's Own", team={"tam": "jim", "vcio": "vera"})
    practice.client("tess-one", name="Tess's Own", team={"tam": "tess"})
    practice.client("bygone", name="Bygone", status="former")
    practice.commit("Clients")
    answered(practice, "acme", "firewall-label,no,,,,\nmailbox-login,yes,,,,\n", date(2026, 6, 1))
    answered(practice, "calm", GOOD, date(2026, 9, 1))
    answered(practice, "noisy", GOOD + "mailbox-login,no,Shared.,,,\n", date(2025, 9, 1))
    judged = ("finding", "triage", "noisy", "mailbox-login", "marginal", "--reason", "They wait for the new mail.")
    assert practice.run(*judged, today=date(2025, 9, 10)).code == 0
    answered(practice, "noisy", "firewall-backup,no,No copy.,,,The step names an old menu.\n", date(2026, 11, 2))
    moved = [{"on": "2026-11-05", "step": "moved", "was": "2026-12-01", "reason": "Stocktaking."}]
    visits(
        practice, "acme", {"id": 1, "day": "2026-11-03", "tam": "jim", "status": "done"},
        {"id": 2, "day": "2026-12-08", "tam": "jim", "changes": moved},
    )  # fmt: skip
    visits(practice, "calm", {"id": 1, "day": "2026-11-10", "tam": "jim"}, {"id": 2, "day": "2026-12-15", "tam": "jim"})
    visits(practice, "noisy", {"id": 1, "day": "2027-03-02", "tam": "jim"}, year=2027)
    return practice


def meeting(practice: Practice, *arguments: str) -> dict[str, Any]:
    done = practice.run("schedule", "rhythm", *arguments, "--json")
    assert done.code == 0, done.err
    [found] = done.json["meetings"]
    return dict(found)


def test_the_agenda_for_reading(shared: Practice, golden: Golden) -> None:
    done = shared.run("schedule", "rhythm", "jim", "--with", "bob", env={"COLUMNS": "80"})
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 80
    golden.check("rhythm.txt", done.out)


def test_who_needs_talk_most_comes_first(shared: Practice) -> None:
    found = meeting(shared, "jim", "--with", "bob")
    # Noisy: a high finding untriaged (5), one judged long ago (5), the score fell from 10 of 15 to 5 of 15 points,
    # and no visit within 60 days (5). Acme: a low finding. Calm: nothing.
    assert [(each["client"], each["weight"]) for each in found["clients"]] == [
        ("noisy", 48.33), ("acme", 1.0), ("calm", 0.0),
    ]  # fmt: skip
    noisy = found["clients"][0]
    assert (noisy["score_before"], noisy["score"], noisy["change"]) == (0.666667, 0.333333, -0.333333)
    assert [each["standard"] for each in noisy["untriaged"]] == ["firewall-backup"]
    assert [each["standard"] for each in noisy["judged_over_a_year_ago"]] == ["mailbox-login"]
    assert (noisy["no_visit_within_60_days"], noisy["new_findings"]) == (True, 1)
    assert found["feedback"] == [
        {"client": "noisy", "standard": "firewall-backup", "text": "The step names an old menu.", "on": "2026-11-02"}
    ]


def test_a_judgement_takes_a_finding_out_of_the_waiting_ones(shared: Practice) -> None:
    assert shared.run("finding", "triage", "noisy", "firewall-backup", "vulnerable", "--reason", "Now.").code == 0
    noisy = next(each for each in meeting(shared, "jim", "--with", "bob")["clients"] if each["client"] == "noisy")
    assert noisy["untriaged"] == []
    assert [each["judged"]["reason"] for each in noisy["decided"]] == ["Now."]
    assert noisy["weight"] == 43.33


def test_a_risk_whose_acceptance_ends_is_talked_about_before_and_after(shared: Practice) -> None:
    accept = (
        "finding",
        "triage",
        "noisy",
        "firewall-backup",
        "accepted",
        "--accepted-by",
        "Owner",
        "--reason",
        "No money.",
    )
    assert shared.run(*accept, "--until", "2026-12-10").code == 0
    noisy = next(each for each in meeting(shared, "jim", "--with", "bob")["clients"] if each["client"] == "noisy")
    assert noisy["untriaged"] == []
    [ending] = noisy["acceptances_that_end"]
    assert (ending["standard"], ending["status"], ending["until"]) == ("firewall-backup", "accepted", "2026-12-10")
    later = shared.run("schedule", "rhythm", "jim", "--with", "bob", "--json", today=date(2026, 12, 12)).json[
        "meetings"
    ][0]
    noisy = next(each for each in later["clients"] if each["client"] == "noisy")
    assert [each["status"] for each in noisy["acceptances_that_end"]] == ["reopened"]
    page = shared.run("schedule", "rhythm", "jim", "--with", "bob", today=date(2026, 12, 12)).out
    assert "1 finding accepted as a risk that ends: ask the client anew" in page
    assert "ended on 2026-12-10, accepted by Owner" in " ".join(page.split())


def test_visits_done_moved_and_forgotten_are_told(shared: Practice) -> None:
    clients = {each["client"]: each for each in meeting(shared, "jim", "--with", "bob")["clients"]}
    assert clients["acme"]["visited"] == ["2026-11-03"]
    assert clients["acme"]["visits_ahead"] == ["2026-12-08"]
    assert clients["acme"]["visit_news"] == ["2026-12-01 moved to 2026-12-08: Stocktaking."]
    assert clients["calm"]["visit_news"] == ["2026-11-10 is past, and neither done nor moved"]
    assert clients["noisy"]["visited"] == ["2026-11-02"]


def test_a_visit_that_moved_twice_is_one_visit_with_each_of_its_days(shared: Practice) -> None:
    moved = [
        {"on": "2026-11-05", "step": "moved", "was": "2026-12-01", "reason": "Stocktaking."},
        {"on": "2026-11-09", "step": "moved", "was": "2026-12-08"},
        {"on": "2026-11-10", "step": "cancelled", "reason": "They moved house."},
    ]
    cancelled = {"id": 1, "day": "2026-12-14", "tam": "jim", "status": "cancelled", "changes": moved}
    visits(shared, "acme", cancelled)
    visits(shared, "calm")
    found = meeting(shared, "jim", "--with", "bob")
    news = {each["client"]: each["visit_news"] for each in found["clients"]}["acme"]
    assert news == [
        "2026-12-01 moved to 2026-12-08: Stocktaking; 2026-12-08 moved to 2026-12-14; 2026-12-14 cancelled: They moved house."
    ]
    assert "1 visit moved, cancelled or left open." in found["process"][0]


def test_the_last_meeting_is_named_by_its_day(shared: Practice) -> None:
    found = meeting(shared, "jim", "--with", "bob", "--since", "2026-11-04")
    clients = {each["client"]: each for each in found["clients"]}
    assert (clients["noisy"]["change"], clients["noisy"]["new_findings"]) == (0.0, 0)
    assert clients["acme"]["visited"] == []
    assert found["feedback"] == []


def test_without_names_every_pair_has_its_agenda(shared: Practice) -> None:
    found = shared.run("schedule", "rhythm", "--json").json["meetings"]
    assert [(each["tam"], each["vcio"], sorted(client["client"] for client in each["clients"])) for each in found] == [
        ("jim", "bob", ["acme", "calm", "noisy"]), ("jim", "vera", ["vera-one"]), ("tess", None, ["tess-one"]),
    ]  # fmt: skip
    shown = shared.run("schedule", "rhythm").out
    assert "Tess Tam and nobody (these clients have no vCIO)" in shown


def test_a_long_list_is_cut_on_the_screen_only(shared: Practice) -> None:
    rows = "firewall-firmware,no,,,,\nfirewall-label,no,,,,\nmailbox-archive,no,,,,\nmailbox-quota,no,,,,\n"
    answered(shared, "calm", rows + "firewall-backup,no,,,,\nmailbox-login,no,,,,\n", date(2026, 11, 12))
    assert "and 1 more (--all shows them)" in shared.run("schedule", "rhythm", "jim").out
    assert "(--all shows them)" not in shared.run("schedule", "rhythm", "jim", "--all").out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("jmi",), "'jmi' is nobody in practice/people/. Did you mean 'jim'?"),
        (("jim", "--with", "bbo"), "'bbo' is nobody in practice/people/. Did you mean 'bob'?"),
        (("tess", "--with", "bob"), "tess and bob share no client."),
        (("gary",), "There is no client of gary."),
        (("jim", "--since", "2026-11-16"), "--since takes a day before today, 2026-11-16, not 2026-11-16."),
        (("jim", "--since", "last month"), "A day is written such as 2026-11-16, not 'last month'."),
    ],
)
def test_what_is_no_meeting_is_wrong_usage(shared: Practice, arguments: tuple[str, ...], sentence: str) -> None:
    done = shared.run("schedule", "rhythm", *arguments)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
