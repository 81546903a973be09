"""Parts of the world that taxes and delivery zones name, and whether a place lies in one. Of several the most specific counts."""

from __future__ import annotations

from functools import lru_cache

from functions.shared.places.address import codes_of
from functions.shared.places.place import ANYWHERE, Place, Problem, Written
from functions.shared.places.postcodes import PostcodeRange, parse_range
from functions.shared.places.resolve import resolve
from functions.shared.plain.deferred import dataclass

# Postal codes say most, then district, city, subdivision (the deeper the more), country.
Rank = tuple[int, bool, bool, int, bool]
# What an area may leave open: it means all of that country, state or city then.
_OPEN = {"subdivision_required", "city_required"}


@dataclass(frozen=True)
class Area:
    """An empty field means all of what is above it. Fields are never moved up: a city without a state is that city in any state."""

    country: str
    subdivisions: tuple[str, ...] = ()
    city: str = ""
    district: str = ""
    ranges: tuple[PostcodeRange, ...] = ()

    def rank(self, place: Place) -> Rank | None:
        """How specific the area is for the place; None when the place lies outside."""
        if self.country not in (ANYWHERE, place.country):
            return None
        if self.subdivisions and self.subdivisions[-1] not in place.subdivisions:
            return None
        if (self.city and self.city != place.city) or (self.district and self.district != place.district):
            return None
        narrow = 0
        if self.ranges:
            fits = [r.narrowness for r in self.ranges if r.contains(place.country, place.postal_code)]
            if not fits:
                return None
            narrow = 1 + max(fits)
        return (narrow, bool(self.district), bool(self.city), len(self.subdivisions), self.country != ANYWHERE)


@lru_cache(maxsize=8192)
def area_of(country: str, province: str = "", city: str = "", district: str = "", postcodes: tuple[str, ...] = ()) -> Area:
    """The area that is written so. A name nobody knows covers exactly the addresses that have the same unknown name."""
    ranges = tuple(parse_range(text) for text in postcodes)
    if country == ANYWHERE:
        return Area(ANYWHERE, ranges=ranges)
    place = resolve(Written(country, province, city, district)).place
    return Area(place.country, place.subdivisions, place.city, place.district, ranges)


def area_problem(country: str, province: str = "", city: str = "", district: str = "") -> Problem | None:
    """What is wrong with an area as somebody sets it: a name or code that is not known, or a part below `*`."""
    if country == ANYWHERE:
        named = next((name for name, text in (("province", province), ("city", city), ("district", district)) if text), None)
        return Problem(named, "country_needed", "Say in which country this lies.") if named else None
    return next((p for p in resolve(Written(country, province, city, district)).problems if p.code not in _OPEN), None)


def area_codes(country: str, province: str = "", city: str = "", district: str = "") -> dict[str, str | None]:
    """The codes of an area for its readers; None where it has none."""
    if country == ANYWHERE:
        return dict.fromkeys(codes_of(Place("")))
    codes = codes_of(resolve(Written(country, province, city, district)).place)
    return {name: code or None for name, code in codes.items()}
