"""A small practice with a planned year, as files."""

from __future__ import annotations

from typing import Any

from tests.small_practice import SETTINGS, Practice, dump

YEAR = "2027"


def visit(number: int, day: str, *changes: dict[str, str], **fields: Any) -> dict[str, Any]:
    """A visit as its file holds it, by Jim unless said otherwise."""
    return {
        "id": number, "day": day, "tam": "jim", "status": "planned", **fields,
        "changes": [{"on": "2026-11-16", "step": "planned"}, *map(dict, changes)],
    }  # fmt: skip


def step(name: str, reason: str = "", **fields: str) -> dict[str, str]:
    """One step in the life of a visit."""
    return {"on": "2026-11-20", "step": name, **fields, **({"reason": reason} if reason else {})}


CONFIRMED = step("confirmed")
MOVED = step("moved", "The client asked for a Tuesday.", was="2027-01-11")
ACME = [
    visit(1, "2027-01-12", MOVED, CONFIRMED, status="confirmed"),
    visit(2, "2027-02-09", CONFIRMED, step("cancelled", "Stocktaking."), status="cancelled"),
    visit(3, "2027-03-09", step("cancelled", "Planned twice."), status="cancelled"),
    visit(4, "2027-04-13"),
    visit(5, "2027-05-11", CONFIRMED, step("moved", "Fair.", was="2027-05-04"), step("cancelled"), status="cancelled"),
]


def plan_year(practice: Practice) -> Practice:
    """Acme and Bakery with visits in 2027, holidays, an internal day and leave."""
    schedule = {"calendars": ["us", "own"], "timezone": "America/Chicago", "starts": "08:30", "ends": "16:30"}
    address = {"email": "hello@northgate.example", "phone": "+1 555 0100"}
    practice.write("msptool.yaml", SETTINGS + "".join(f"  {key}: '{value}'\n" for key, value in address.items()))
    practice.write("msptool.yaml", practice.read("msptool.yaml") + dump({"schedule": schedule}))
    practice.write("practice/calendars/us.yaml", dump({"name": "US", "days": {"2027-01-01": "New Year's Day"}}))
    practice.write("practice/calendars/own.yaml", dump({"name": "Ours", "days": {"2027-03-12": "Team day"}}))
    person = {
        "name": "Jim Tam",
        "roles": ["tam"],
        "leave": [{"since": "2027-07-12", "until": "2027-07-16", "reason": "Spain"}],
    }
    practice.write("practice/people/jim.yaml", dump(person))
    practice.write("practice/people/priya.yaml", dump({"name": "Priya Nair", "roles": ["tam"], "calendars": ["us"]}))
    practice.client("bakery", name="Bakery", team={"tam": "priya"})
    contacts = [{"name": "Wendell Crouse", "role": "decision-maker"}, {"name": "Marta Bielski"}]
    practice.client("acme", name="Acme Explosives", contacts=contacts)
    write_visits(practice, "acme", ACME)
    write_visits(practice, "bakery", [visit(1, "2027-01-12", tam="priya"), visit(2, "2027-06-01", tam="priya")])
    return practice


def write_visits(practice: Practice, client: str, visits: list[dict[str, Any]], year: str = YEAR) -> None:
    """Write the file of a client's year."""
    practice.write(f"practice/schedule/{year}/{client}.yaml", dump({"visits": visits}))
