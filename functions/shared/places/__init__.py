"""Places as codes: one resolver for addresses, taxes, delivery zones and settings (docs/adr/0013)."""

from functions.shared.places.address import codes_of, place_of, written
from functions.shared.places.area import Area, Rank, area_codes, area_of, area_problem
from functions.shared.places.clocks import clocks_of_country, zones_of
from functions.shared.places.coded import Codes, by_codes
from functions.shared.places.countries import country_code, subdivisions
from functions.shared.places.files import clocks_of_state, country_codes
from functions.shared.places.fold import fold
from functions.shared.places.place import ANYWHERE, UNKNOWN, Place, Problem, Resolution, Written
from functions.shared.places.postcodes import parse_range
from functions.shared.places.resolve import resolve
from functions.shared.places.written_area import WrittenArea

__all__ = [
    "ANYWHERE",
    "UNKNOWN",
    "Area",
    "Codes",
    "Place",
    "Problem",
    "Rank",
    "Resolution",
    "Written",
    "WrittenArea",
    "area_codes",
    "area_of",
    "area_problem",
    "by_codes",
    "clocks_of_country",
    "clocks_of_state",
    "codes_of",
    "country_code",
    "country_codes",
    "fold",
    "parse_range",
    "place_of",
    "resolve",
    "subdivisions",
    "written",
    "zones_of",
]
