"""Another TAM takes over a client, or stands in for a day: the plan, the file, and everybody's calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.schedule.calendar_checks import by_icalendar
from tests.schedule.years import JIM, PRIYA, days, do, planned, visits
from tests.small_practice import Practice, dump

JUNE = date(2027, 6, 1)


@pytest.fixture
def handed_over(year: Practice) -> Practice:
    """Acme was visited by Jim until May, one visit of October is confirmed, and Priya is its TAM from June on."""
    planned(year, "--write")
    for day in days(year, "acme")[:5]:
        do(year, "done", "acme", day, today=JUNE)
    do(year, "confirm", "acme", days(year, "acme")[9])
    year.commit("Five visits")
    year.write("practice/people/priya.yaml", dump(PRIYA))
    year.client("acme", team={"tam": "priya"}, agreement={"starts": "2026-01-01", "onsite_days": 12})
    return year


def entries(practice: Practice, folder: Path, *chosen: str) -> dict[str, tuple[str, int, str]]:
    """UID -> status, sequence and description of each entry of a calendar."""
    file = folder / "c.ics"
    do(practice, "export", "--ics", str(file), *chosen)
    return {each.uid: (each.status, each.sequence, each.description) for each in by_icalendar(file.read_bytes())}


def test_what_is_done_and_what_is_confirmed_stays_with_whoever_made_it(handed_over: Practice) -> None:
    before = visits(handed_over, "acme")
    found = planned(handed_over, "--write", "--reason", "Priya takes over.", today=JUNE)
    after = visits(handed_over, "acme")
    assert [each["tam"] for each in after] == ["jim"] * 5 + ["priya"] * 4 + ["jim"] + ["priya"] * 2
    assert [after[place] for place in (0, 1, 2, 3, 4, 9)] == [before[place] for place in (0, 1, 2, 3, 4, 9)]
    assert {each["changes"][-1]["was_tam"] for each in after[5:9]} == {"jim"}
    assert [each["tam"] for each in found["visits"] if each["client"] == "acme"] == [each["tam"] for each in after]
    assert any(f"others keep what is confirmed: {after[9]['day']} (jim)" in each for each in found["remarks"])
    assert planned(handed_over, "--write", today=JUNE)["written"] == []
    assert handed_over.run("lint", today=JUNE).code == 0


def test_visits_of_both_tams_on_one_day_do_not_stand_in_the_way(year: Practice) -> None:
    year.write("practice/people/priya.yaml", dump(PRIYA))
    year.client("umbrella", team={"tam": "priya"}, agreement={"starts": "2026-01-01", "onsite_days": 4})
    for client, tam in (("acme", "jim"), ("umbrella", "priya")):
        year.write(
            f"practice/schedule/2027/{client}.yaml",
            f"visits: [{{id: 1, day: 2027-03-02, tam: {tam}, status: done}}]\n",
        )
    year.client("acme", team={"tam": "priya"}, agreement={"starts": "2026-01-01", "onsite_days": 12})
    planned(year, "--write", today=JUNE)
    assert visits(year, "acme")[0]["tam"] == "jim"
    assert "locked" not in year.run("schedule", "check", "--year", "2027", today=JUNE).err


def test_somebody_who_stands_in_stays_and_is_not_planned_elsewhere_that_day(year: Practice) -> None:
    planned(year, "--write")
    day = days(year, "acme")[3]
    year.write("practice/people/priya.yaml", dump({**PRIYA, "roles": ["tam"]}))
    year.client("hooli", team={"tam": "priya"}, agreement={"starts": "2026-01-01", "onsite_days": 250})
    do(year, "confirm", "acme", day)
    do(year, "reassign", "acme", day, "priya", "--reason", "Jim is away.")
    year.write("practice/people/jim.yaml", dump({**JIM, "leave": [{"since": day, "until": day}]}))
    found = planned(year)
    own = [(each["date"], each["tam"]) for each in found["visits"] if each["client"] == "acme"]
    assert (day, "priya") in own
    assert len(own) == 12
    assert day not in [each["date"] for each in found["visits"] if each["client"] == "hooli"]
    near = [abs((date.fromisoformat(each) - date.fromisoformat(day)).days) for each, _ in own if each != day]
    assert min(near) >= 15, "half of an even spacing lies between a visit of the one and of the other"


def test_a_reassigned_visit_is_cancelled_in_the_calendar_of_the_former_tam(
    handed_over: Practice, tmp_path: Path
) -> None:
    before = entries(handed_over, tmp_path, "--tam", "jim")
    planned(handed_over, "--write", today=JUNE)
    after = entries(handed_over, tmp_path, "--tam", "jim")
    assert after.keys() == before.keys()
    changed = {uid: entry for uid, entry in after.items() if entry[0] != before[uid][0]}
    assert len(changed) == 6
    assert all(status == "CANCELLED" for status, _, _ in changed.values())
    assert all(after[uid][1] > before[uid][1] for uid in changed)
    assert all("Priya Nair makes this visit now." in said for _, _, said in changed.values())
    own = entries(handed_over, tmp_path, "--tam", "priya")
    everybody = entries(handed_over, tmp_path)
    assert [status for status, _, _ in own.values()] == ["TENTATIVE"] * 6
    assert "CANCELLED" not in {status for status, _, _ in everybody.values()}
    assert "CANCELLED" not in {status for status, _, _ in entries(handed_over, tmp_path, "--client", "acme").values()}
    # Whoever holds several of these in one program is never told two things about one entry.
    assert not set(after) & set(own) and not set(everybody) & (set(after) | set(own))


def test_an_invitation_never_cancels_a_visit_that_only_changed_hands(handed_over: Practice, tmp_path: Path) -> None:
    planned(handed_over, "--write", today=JUNE)
    handed_over.write("msptool.yaml", "practice: {email: help@northgate.example}\n")
    for client in ("acme", "tesco", "umbrella"):
        contacts = [{"name": "Dana Wells", "email": f"dana@{client}.example"}]
        team = {"tam": "priya" if client == "acme" else "jim"}
        handed_over.client(client, team=team, contacts=contacts, agreement={"starts": "2026-01-01"})
    do(handed_over, "export", "--invitations", str(tmp_path), "--tam", "jim", "--year", "2027", today=JUNE)
    assert all("METHOD:REQUEST" in file.read_text() for file in tmp_path.glob("*.ics"))


def test_a_client_that_lost_its_tam_keeps_its_visits(year: Practice) -> None:
    planned(year, "--write")
    do(year, "confirm", "acme", days(year, "acme")[0])
    year.client("acme", team={}, agreement={"starts": "2026-01-01", "onsite_days": 12})
    before = visits(year, "acme")
    found = planned(year, "--write")
    assert (found["written"], found["dropped"], visits(year, "acme")) == ([], [], before)
    assert "acme has no TAM: 12 visits ahead stay as they are, and none is added." in found["remarks"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("pryia",), "There is nobody 'pryia' in practice/people/. Did you mean 'priya'?"),
        (("jim",), "jim makes the visit of 2027-03-02 to acme already."),
        (("bob",), "bob is at tesco on 2027-03-02: name somebody else, or move one of the two."),
        (("priya",), "priya does not work on Tuesday, 2027-03-02. Name somebody else, or say --anyway."),
    ],
)
def test_who_cannot_take_a_visit_over(year: Practice, arguments: tuple[str, ...], sentence: str) -> None:
    year.write("practice/people/priya.yaml", dump({**PRIYA, "weekdays": ["monday"]}))
    for client, tam in (("acme", "jim"), ("tesco", "bob")):
        year.write(f"practice/schedule/2027/{client}.yaml", f"visits: [{{id: 1, day: 2027-03-02, tam: {tam}}}]\n")
    before = year.files()
    done = year.run("schedule", "reassign", "acme", "2027-03-02", *arguments)
    assert done.code in (2, 3)
    assert sentence in done.err
    assert year.files() == before
