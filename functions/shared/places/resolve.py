"""From what is written in an address to the place: the one resolver of addresses, taxes, delivery zones and settings.

A part of a country that has a country code of its own is that country, whichever way it is written: China + 台湾, 香港, 澳门 are
TW, HK, MO; USA + Puerto Rico is PR (ISO 3166-2 lists them twice; one place must not have two taxes or fees).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from functions.shared.places.china import in_mainland, is_province, resolve_china
from functions.shared.places.countries import Subdivision, city_key, country_code, state_of_city, subdivisions
from functions.shared.places.files import country_data, country_keys
from functions.shared.places.fold import bare, fold
from functions.shared.places.place import UNKNOWN, Place, Problem, Resolution, Written
from functions.shared.places.postcodes import written_there

# Parts of Hong Kong and Macao, which ISO 3166-2 does not divide; and their administrative codes in the mainland's system (GB/T 2260).
_PARTS = {
    "HK": ("810000", "hk", "九龙", "新界", "香港岛", "港岛", "kowloon", "newterritories", "hongkongisland"),
    "MO": ("820000", "mo", "澳门半岛", "氹仔", "路环", "taipa", "coloane"),
    "TW": ("710000", "tw"),
}
_BESIDE_CHINA = {key: code for code, keys in _PARTS.items() for key in keys}


@lru_cache(maxsize=2048)
def resolve(written: Written) -> Resolution:
    """The place as far as it can be known, and every problem that its country's rules see in what is written."""
    code = country_code(written.country)
    if code is None:
        problem = Problem("country", "unknown_country", f"There is no country with the code or name {written.country}.")
        return Resolution(Place(UNKNOWN + fold(written.country)), (problem,))
    written = replace(written, country=code)
    if code == "CN":
        if (moved := _beside_china(written)) is not None:
            return resolve(moved)
        found = resolve_china(written)
        if not written.city and not found.place.city:
            found = Resolution(found.place, (*found.problems, Problem("city", "city_required", "The city is needed.")))
        return _with_postal_code(found, written)
    return _elsewhere(written)


def _beside_china(written: Written) -> Written | None:
    """The same address in TW, HK or MO, if that is where it lies. Of one name the mainland's place is meant."""
    parts = [part for part in (written.province, written.city, written.district) if part]
    mainland = written.province if written.province and is_province(written.province) else ""
    for level, text in enumerate(parts[:2]):
        if text == mainland:
            continue
        if level > 0 and not mainland and written.province:
            return None
        if (text != written.province or level > 0) and in_mainland(text, mainland):
            return None
        if (code := _own_code(text)) is not None:
            names_it = country_keys().get(_plain(text)) == code or _plain(text) in _PARTS[code][:2]
            return _moved(code, parts[level + 1 :] if names_it else parts[level:], written.postal_code)
    return None


def _plain(text: str) -> str:
    key = fold(text)
    return key.removeprefix("中国").removeprefix("china").removeprefix("cn").removesuffix("china").removesuffix("中国") or key


def _own_code(text: str) -> str | None:
    key = _plain(text)
    code = _BESIDE_CHINA.get(key) or country_keys().get(key) or country_keys().get(bare(key))
    if code in _PARTS:
        return code
    return "TW" if subdivisions("TW").find(text) is not None and not fold(text).isascii() else None


def _moved(code: str, parts: list[str], postal_code: str) -> Written:
    """`parts` of the address below the country, widest first."""
    provinces = parts[:1] if parts and subdivisions(code).find(parts[0]) else []
    rest = [*parts[len(provinces) :], "", ""]
    if provinces and not rest[0]:
        rest[0] = provinces[0]
    return Written(code, provinces[0] if provinces else "", rest[0], rest[1], postal_code)


def _elsewhere(written: Written) -> Resolution:
    country, known = written.country, subdivisions(written.country)
    problems: list[Problem] = []
    province = written.province
    sub = known.find(province) if province and known.by_code else None
    if sub is None and province and country_keys().get(fold(province)) == country:
        # The country's own name in the field of the province: the parts below stand one field too low.
        return _elsewhere(_moved(country, [part for part in (written.city, written.district) if part], written.postal_code))
    if sub is not None and sub.country:
        return resolve(_moved(sub.country, [part for part in (written.city, written.district) if part], written.postal_code))
    if sub is None and not province:
        sub = _inferred(written)
    if sub is not None and written.city and (part := known.find(written.city)) is not None and part.parent == sub.code:
        # England, London: the city says more exactly which subdivision it is.
        sub = part
    if country == "TW" and sub is not None and written.district and known.find(written.city) == sub:
        # Taipei is written as the city too; what addresses there call the city is its district.
        written = replace(written, city=written.district, district="")
    needs = country_data(country).get("require", "AC")
    chain: tuple[str, ...] = known.chain(sub.code) if sub else ()
    if sub is None and province:
        chain = (UNKNOWN + fold(province),)
    if sub is None and "S" in needs and known.by_code:
        problems.append(_province_problem(country, province))
    if not written.city and "C" in needs:
        problems.append(Problem("city", "city_required", "The city is needed."))
    place = Place(country, chain, city_key(country, chain, written.city) if written.city else "", fold(written.district))
    return _with_postal_code(Resolution(place, tuple(problems)), written)


def _province_problem(country: str, province: str) -> Problem:
    what = country_data(country)["name"]
    if not province:
        return Problem("province", "subdivision_required", f"An address in {what} needs its state or province.")
    near = subdivisions(country).near(province)
    meant = f" Did you mean {', '.join(dict.fromkeys(near))}?" if near else ""
    return Problem("province", "unknown_subdivision", f"{what} has no state or province called {province}.{meant}")


def _inferred(written: Written) -> Subdivision | None:
    """The only subdivision with this postal code, or with a city of this name."""
    country, known = written.country, subdivisions(written.country)
    code = written_there(country, written.postal_code) if written.postal_code else ""
    if code:
        fits = [sub for sub in known.by_code.values() if sub.zips and re.match(sub.zips, code)]
        if len(fits) == 1:
            return fits[0]
    if not written.city:
        return None
    if (only := state_of_city(country, written.city)) is not None:
        return known.by_code.get(only)
    # A city that is a subdivision, or gives it its name: Berlin, Tokyo, Barcelona. Not in the USA: Washington is no city of Washington.
    return known.find(written.city) if country != "US" and known.by_code else None


def _with_postal_code(found: Resolution, written: Written) -> Resolution:
    if not written.postal_code or found.place.country.startswith(UNKNOWN):
        return found
    code = written_there(found.place.country, written.postal_code)
    if code is None:
        name = country_data(found.place.country)["name"]
        examples = country_data(found.place.country).get("zipex", "").split(",")[0]
        said = f"Postal codes of {name} look like {examples}." if examples else f"This is no postal code of {name}."
        problem = Problem("postal_code", "invalid_postal_code", said)
        return Resolution(replace(found.place, postal_code=written.postal_code), (*found.problems, problem))
    return Resolution(replace(found.place, postal_code=code), found.problems)
