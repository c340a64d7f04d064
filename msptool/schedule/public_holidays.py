"""Public holidays, from the `holidays` library into a calendar of the workspace."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from msptool.schedule.model import CALENDAR
from msptool.workspace.problems import unknown
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import plan, write


@dataclass(frozen=True)
class Place:
    """A country and a region of it (empty: the whole country), as the library spells them."""

    country: str
    region: str = ""

    @property
    def calendar(self) -> str:
        """What its calendar is called: `us-tx`."""
        words = unicodedata.normalize("NFKD", f"{self.country} {self.region}").encode("ascii", "ignore").decode()
        return "-".join(re.findall("[a-z0-9]+", words.lower()))


def require_place(country: str, region: str) -> Place:
    """The place, whatever the case of its letters; refuses a country or region that the library does not know."""
    import holidays

    known = holidays.list_supported_countries()
    if country.upper() not in known:
        raise unknown(
            f"There is no country {country!r}.", country.upper(), known, "Write its ISO 3166 code, such as US."
        )
    regions = {each.casefold(): each for each in known[country.upper()]}
    if region and region.casefold() not in regions:
        listed = (
            f"The regions of {country.upper()} are {', '.join(regions.values())}."
            if regions
            else f"{country.upper()} has no regions."
        )
        raise unknown(f"There is no region {region!r} of {country.upper()}.", region, regions.values(), listed)
    return Place(country.upper(), regions.get(region.casefold(), ""))


def public_holidays(place: Place, years: Collection[int]) -> dict[date, str]:
    """Day -> name, in order."""
    import holidays

    found = holidays.country_holidays(place.country, subdiv=place.region or None, years=sorted(years))
    return {day: str(name) for day, name in sorted(found.items())}


def write_holidays(workspace: Workspace, place: Place, days: Mapping[date, str]) -> list[str]:
    """Put the days into the calendar of a place; days that it holds beside them were written by somebody, and stay."""

    def apply(data: Any) -> None:
        if not data:
            data.update(name=f"Public holidays {place.country} {place.region}".strip(), country=place.country)
            if place.region:
                data["region"] = place.region
        held = {str(day): name for day, name in (data.get("days") or {}).items()}
        data["days"] = dict(sorted({**held, **{day.isoformat(): name for day, name in days.items()}}.items()))

    return write(plan(workspace.root, CALENDAR, apply, id=place.calendar))
