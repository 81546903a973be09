"""Mainland China by administrative code: province, city and district from their names, short names, readings or codes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from functools import lru_cache

from functions.shared.places.files import china_rows
from functions.shared.places.fold import bare, fold
from functions.shared.places.place import UNKNOWN, Place, Problem, Resolution, Written
from functions.shared.plain import spelling
from functions.shared.plain.deferred import dataclass

_MUNICIPALITIES = {"11", "12", "31", "50"}
_READ_KINDS = ("zizhizhou", "zizhixian", "zizhiqu", "sheng", "diqu", "xian", "city", "shi", "qu", "meng", "qi")
Index = dict[str, list[str]]


@dataclass(frozen=True)
class _Provinces:
    """Their two-digit codes by key, and of each code the name and the end of its ISO 3166-2 code."""

    index: Index = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)
    iso: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Below:
    """Cities and districts by key, of one province or of all; `of_city`: the districts of each city."""

    names: dict[str, str] = field(default_factory=dict)
    cities: Index = field(default_factory=lambda: defaultdict(list))
    districts: Index = field(default_factory=lambda: defaultdict(list))
    of_city: dict[str, Index] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    city_of: dict[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _provinces() -> _Provinces:
    found = _Provinces()
    for code, name, more in china_rows("provinces"):
        keys, province = [name, *more.split(" ")], code[:2]
        found.names[province] = name
        found.iso[province] = next(key[2:] for key in keys if len(key) == 4 and key.startswith("cn")).upper()
        # The codes of provinces are short for people too: 33, 330000.
        for key in [*keys, province, code]:
            found.index[key].append(province)
    return found


@lru_cache(maxsize=40)
def _below(province: str) -> _Below:
    """Of the province; of all of them for an empty one, which is only looked at where nobody says the province."""
    found = _Below()
    for code, name, more in china_rows(province):
        keys = [name, *more.split(" ")]
        found.names[code] = name
        found.city_of[code] = next((key[1:] + "00" for key in keys if key.startswith("@")), code[:4] + "00")
        if code.endswith("00"):
            for key in [*keys, code, code[:4]]:
                found.cities[key].append(code)
            continue
        of_city = found.of_city[found.city_of[code]]
        for key in [*keys, code]:
            found.districts[key].append(code)
            of_city[key].append(code)
    return found


def _find(index: Index, text: str) -> list[str]:
    key = fold(text)
    tries = [key, bare(key)]
    if key.isascii():
        tries += [key.removesuffix(kind) for kind in _READ_KINDS if key.endswith(kind) and len(key) > len(kind) + 2]
    return next((index[wanted] for wanted in tries if wanted in index), [])


def name_in_china(code: str) -> str:
    """The name of a province (`CN-ZJ`, `330000`), a city or a district (six digits); empty when there is none."""
    known = _provinces()
    if code.startswith("CN-") or code.endswith("0000"):
        return next((known.names[key] for key, iso in known.iso.items() if code in (f"CN-{iso}", f"{key}0000")), "")
    return _below(code[:2]).names.get(code, "") if code[:2] in known.names else ""


def city_of_district(code: str) -> str:
    """The code of the city a district lies in; the code itself of what is none."""
    return _below(code[:2]).city_of.get(code, code) if code[:2] in _provinces().names else code


def is_province(text: str) -> bool:
    return bool(_find(_provinces().index, text))


def in_mainland(text: str, province: str = "") -> bool:
    """Whether a city or district of the mainland (or of the province) is called so."""
    below = _below(_find(_provinces().index, province)[0] if province else "")
    return bool(_find(below.cities, text) or _find(below.districts, text))


def resolve_china(written: Written) -> Resolution:
    known = _provinces()
    provinces = _find(known.index, written.province) if written.province else []
    province = provinces[0] if provinces else ""
    if written.province and not province:
        if (moved := _one_field_too_high(written)) is not None:
            return resolve_china(moved)
        near = spelling.nearest(fold(written.province), known.index, cutoff=0.5)
        named = [known.names[known.index[key][0]] for key in near]
        problem = Problem("province", "unknown_subdivision", _unknown("province of China", written.province, named))
        subdivision = UNKNOWN + fold(written.province)
        return Resolution(Place("CN", (subdivision,), _as_typed(written.city), _as_typed(written.district)), (problem,))
    city, district = _city(_below(province), province, written)
    province = province or (city or district)[:2]
    if not province:
        return _unplaced(written)
    return _within(_below(province), province, city, district, written)


def _one_field_too_high(written: Written) -> Written | None:
    """浙江省杭州市 or 杭州市 in the field of the province, and the district in that of the city."""
    text = fold(written.province)
    district = written.district or written.city
    for code, name in _provinces().names.items():
        for lead in (name, bare(name)):
            rest = text.removeprefix(lead)
            if rest != text and _find(_below(code).cities, rest):
                return Written("CN", name, rest, district, written.postal_code)
    if len(set(_find(_below("").cities, text))) == 1:
        return Written("CN", "", written.province, district, written.postal_code)
    return None


def _within(below: _Below, province: str, city: str, district: str, written: Written) -> Resolution:
    iso = (f"CN-{_provinces().iso[province]}",)
    if province in _MUNICIPALITIES and not city and written.city and not in_mainland(written.city):
        # There is one city only, whatever its parts are called.
        city = province + "0100"
    if not city and written.city:
        named = [below.names[below.cities[key][0]] for key in spelling.nearest(fold(written.city), below.cities, cutoff=0.4)]
        problem = Problem("city", "unknown_city", _unknown(f"city of {_provinces().names[province]}", written.city, named))
        return Resolution(Place("CN", iso, _as_typed(written.city), _as_typed(written.district)), (problem,))
    if written.district and not district:
        found = set(_find(below.of_city[city] if city else below.districts, written.district))
        district = min(found) if len(found) == 1 else _as_typed(written.district)
    return Resolution(Place("CN", iso, city, district))


def _city(below: _Below, province: str, written: Written) -> tuple[str, str]:
    """City and, where a county-level city or a district was written as the city, its district; empty when it is not (uniquely) known."""
    text = _without_province(below, province, written.city)
    if not text:
        if province in _MUNICIPALITIES:
            return province + "0100", ""
        found = set(_find(below.districts, written.district)) if written.district else set()
        return _only(below, found)
    cities = set(_find(below.cities, text))
    if len(cities) > 1 and written.district:
        cities = {city for city in cities if _find(below.of_city[city], written.district)}
    if len(cities) == 1:
        return min(cities), ""
    return _only(below, set() if cities else set(_find(below.districts, text)))


def _only(below: _Below, districts: set[str]) -> tuple[str, str]:
    return (below.city_of[min(districts)], min(districts)) if len(districts) == 1 else ("", "")


def _without_province(below: _Below, province: str, text: str) -> str:
    """浙江省杭州市 in the field of the city is 杭州市."""
    name = _provinces().names.get(province, "")
    for lead in filter(None, (name, bare(name))):
        rest = fold(text).removeprefix(lead)
        if rest != fold(text) and _find(below.cities, rest):
            return rest
    return text


def _unplaced(written: Written) -> Resolution:
    place = Place("CN", (), _as_typed(written.city), _as_typed(written.district))
    if not written.city:
        problem = Problem("province", "subdivision_required", "The province is needed.")
    elif in_mainland(written.city):
        problem = Problem("province", "subdivision_required", "Several places are called so: say the province.")
    else:
        problem = Problem("city", "unknown_city", _unknown("city", written.city, []))
    return Resolution(place, (problem,))


def _as_typed(text: str) -> str:
    return UNKNOWN + fold(text) if text else ""


def _unknown(what: str, text: str, near: list[str]) -> str:
    meant = f" Did you mean {', '.join(dict.fromkeys(near))}?" if near else ""
    return f"There is no {what} called {text}.{meant}"
