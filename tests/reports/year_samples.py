"""Years of visits as values, for the tests of templates: nothing here is read from files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from msptool.reports.client_year import ClientYearReport, Hours, OwnDay, OwnMonth, OwnVisit
from msptool.reports.context import Practice
from msptool.reports.notification import Notification
from msptool.reports.planned_year import months
from msptool.reports.year import (
    Booked,
    CalendarDay,
    Changed,
    ClientVisits,
    Listed,
    Month,
    MonthLoad,
    TamYear,
    Totals,
    YearReport,
)
from tests.reports.samples import NORTHGATE, TODAY

YEAR = 2027
HOURS = Hours("09:00", "17:00", "America/Chicago")
JIM, PRIYA = ("Jim Tam", "JT"), ("Priya Nair", "PN")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
ACME, BAKERY = "Acme Explosives", "Baker and Sons Wholesale Bakery"

VISITS = {
    date(2027, 1, 12): (Booked(ACME, *JIM, "done"),),
    date(2027, 2, 9): (Booked(ACME, *JIM, "cancelled"), Booked(BAKERY, *PRIYA, "confirmed")),
    date(2027, 12, 30): (Booked(BAKERY, *PRIYA, "planned"),),
}
OFF = {date(2027, 1, 1): ("New Year's Day",), date(2027, 7, 5): ("Independence Day (JT)",)}
AWAY = {date(2027, 12, 30): ("JT",)}


def calendar(visits: dict[date, tuple[Booked, ...]]) -> tuple[Month, ...]:
    """The twelve months with these visits, Monday to Friday."""
    return tuple(
        Month(
            first,
            tuple(
                tuple(
                    None if day is None else CalendarDay(day, visits.get(day, ()), OFF.get(day, ()), AWAY.get(day, ()))
                    for day in week
                )
                for week in weeks
            ),
        )
        for first, weeks in months(YEAR, range(5))
    )


def year_report(**changes: object) -> YearReport:
    """A year with something in every part."""
    moved = Changed(date(2026, 11, 20), "moved", date(2027, 2, 8), "The client asked for a Tuesday.")
    cancelled = Changed(date(2026, 12, 1), "cancelled", None, "Stocktaking.")
    load = tuple(MonthLoad(1 if number in (0, 1) else 0, 19) for number in range(12))
    plain = YearReport(
        practice=NORTHGATE,
        year=YEAR,
        prepared=TODAY,
        totals=Totals(1, 1, 1, 1),
        weekdays=WEEKDAYS,
        months=calendar(VISITS),
        tams=(
            TamYear(*JIM, load, MonthLoad(2, 228)),
            TamYear(*PRIYA, tuple(MonthLoad(0, None) for _ in range(12)), MonthLoad(0, None)),
        ),
        clients=(
            ClientVisits(
                ACME, 1, ("Jim Tam",),
                (
                    Listed(date(2027, 1, 12), "Jim Tam", "done", ()),
                    Listed(date(2027, 2, 9), "Jim Tam", "cancelled", (moved, cancelled)),
                ),
            ),
            ClientVisits(
                BAKERY, 2, ("Priya Nair", "Jim Tam"),
                (
                    Listed(date(2027, 2, 9), "Priya Nair", "confirmed", ()),
                    Listed(date(2027, 12, 30), "Jim Tam", "planned", ()),
                ),
            ),
        ),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def empty_year() -> YearReport:
    """A year for which nothing is planned, of a practice that has nobody yet."""
    return year_report(totals=Totals(0, 0, 0, 0), months=calendar({}), tams=(), clients=())


def full_year() -> YearReport:
    """About 230 visits by three TAMs to twenty clients, as a practice of that size has them."""
    names = (
        ACME,
        BAKERY,
        "Hotel Marisquay",
        "Open Larder",
        "Velmont Logistics",
        "Tesso Hardware",
        "Grindle Machine Works",
    )
    tams = (JIM, PRIYA, ("Tom Reyes", "TR"))
    days = [day for number in range(365) if (day := date(YEAR, 1, 1) + timedelta(number)).weekday() < 5]
    visits: dict[date, tuple[Booked, ...]] = {}
    for number in range(234):
        day = days[number * 37 % len(days)] if number % 5 else days[number]
        entry = Booked(names[number % 7], *tams[number % 3], ("planned", "confirmed", "done")[number % 3])
        visits[day] = (*visits.get(day, ()), entry)
    return year_report(months=calendar(visits))


def client_year_report(**changes: object) -> ClientYearReport:
    """A client's year with a visit of every status."""
    visits = (
        OwnVisit(date(2027, 1, 12), "Jim Tam", "done"),
        OwnVisit(date(2027, 4, 13), "Jim Tam", "confirmed"),
        OwnVisit(date(2027, 7, 13), "Jim Tam", "cancelled"),
        OwnVisit(date(2027, 10, 12), "Priya Nair", "planned"),
    )
    status = {each.day: each.status for each in visits}
    grid = tuple(
        OwnMonth(
            first,
            tuple(tuple(None if day is None else OwnDay(day, status.get(day)) for day in week) for week in weeks),
        )
        for first, weeks in months(YEAR, range(7))
    )
    plain = ClientYearReport(ACME, NORTHGATE, YEAR, TODAY, ("Jim Tam", "Priya Nair"), HOURS, 3, grid, visits)
    return replace(plain, **changes)  # type: ignore[arg-type]


def notification(**changes: object) -> Notification:
    """A letter about two visits by two TAMs, and about one that no longer takes place."""
    visits = (
        OwnVisit(date(2027, 4, 13), "Jim Tam", "confirmed"),
        OwnVisit(date(2027, 10, 12), "Priya Nair", "planned"),
    )
    plain = Notification(
        ACME, NORTHGATE, YEAR, TODAY, "Marta Bielski", ("Jim Tam", "Priya Nair"), HOURS, visits, (date(2027, 7, 13),)
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def bare_notification() -> Notification:
    """A letter about one visit by nobody in particular, to nobody in particular, from a practice without an address."""
    return notification(
        practice=Practice("Your practice", "", "", ""), contact=None, tams=(), cancelled=(),
        visits=(OwnVisit(date(2027, 4, 13), None, "planned"),),
    )  # fmt: skip
