"""Public holidays, from the `holidays` library into a calendar of the workspace."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from msptool.schedule.model import CALENDAR
from msptool.workspace.problems import unknown
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import plan, write


def calendar_id(country: str, region: str) -> str:
    """What the calendar of a country or region is called: `us-tx`."""
    return "-".join(part.lower() for part in (country, region) if part)


def public_holidays(country: str, region: str, years: Collection[int]) -> dict[date, str]:
    """Day -> name, in order; refuses a country or region that the library does not know."""
    import holidays

    known = holidays.list_supported_countries()
    if country.upper() not in known:
        raise unknown(
            f"There is no country {country!r}.", country.upper(), known, "Write its ISO 3166 code, such as US."
        )
    regions = known[country.upper()]
    if region and region.upper() not in regions:
        listed = (
            f"The regions of {country.upper()} are {', '.join(regions)}."
            if regions
            else f"{country.upper()} has no regions."
        )
        raise unknown(f"There is no region {region!r} of {country.upper()}.", region.upper(), regions, listed)
    found = holidays.country_holidays(country.upper(), subdiv=region.upper() or None, years=sorted(years))
    return {day: str(name) for day, name in sorted(found.items())}


def write_holidays(workspace: Workspace, country: str, region: str, days: Mapping[date, str]) -> list[str]:
    """Put the days into the calendar of the country or region; what it holds of these years is replaced, the rest stays."""
    years = {day.year for day in days}

    def apply(data: Any) -> None:
        if not data:
            where = " ".join(part.upper() for part in (country, region) if part)
            data.update(name=f"Public holidays {where}", country=country.upper())
            if region:
                data["region"] = region.upper()
        kept = {str(day): name for day, name in (data.get("days") or {}).items() if int(str(day)[:4]) not in years}
        data["days"] = dict(sorted({**kept, **{day.isoformat(): name for day, name in days.items()}}.items()))

    return write(plan(workspace.root, CALENDAR, apply, id=calendar_id(country, region)))
