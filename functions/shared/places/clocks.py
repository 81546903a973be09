"""By which clocks people live in a place. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from functions.shared.places.files import clocks_of_state

# Where one clock is the law although the tables name more than one.
_ONE_CLOCK = {"CN": "Asia/Shanghai"}
_LAST_ON_EARTH = ZoneInfo("Etc/GMT+12")


def zones_of(place_code: str) -> tuple[ZoneInfo, ...]:
    """The clocks of a state where they are known, else of its country; of a country that nobody knows, the last on earth. `place_code`: of
    a country, or of a state of one (ISO 3166-2)."""
    country = place_code.partition("-")[0]
    names = clocks_of_state(place_code) or clocks_of_country(country)
    return tuple(ZoneInfo(name) for name in names) or (_LAST_ON_EARTH,)


def clocks_of_country(country_code: str) -> Sequence[str]:
    if only := _ONE_CLOCK.get(country_code):
        return (only,)
    return _names().get(country_code, ())


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    """From the time zone database's own table: country, place, name."""
    found: dict[str, list[str]] = {}
    for line in resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, name = line.split("\t")[:3]
            found.setdefault(country, []).append(name)
    return found
