"""Mainland China by administrative code: province, city and district from their names, short names, readings or codes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache

from functions.shared.places.files import china_rows
from functions.shared.places.fold import bare, fold
from functions.shared.places.place import UNKNOWN, Place, Problem, Resolution, Written

_MUNICIPALITIES = {"11", "12", "31", "50"}
_READ_KINDS = ("zizhizhou", "zizhixian", "zizhiqu", "sheng", "diqu", "xian", "city", "shi", "qu", "meng", "qi")
Index = dict[str, list[str]]


@dataclass(frozen=True)
class _Tree:
    """Keys to codes: provinces of the country, cities and districts of each province (and of the country under the empty one)."""

    names: dict[str, str] = field(default_factory=dict)
    iso: dict[str, str] = field(default_factory=dict)
    provinces: Index = field(default_factory=lambda: defaultdict(list))
    cities: dict[str, Index] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    districts: dict[str, Index] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    city_of: dict[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _tree() -> _Tree:
    tree = _Tree()
    for code, name, more in china_rows():
        tree.names[code] = name
        keys, province = [fold(name), *more.split(" ")], code[:2]
        if code.endswith("0000"):
            tree.iso[province] = next(key[2:] for key in keys if len(key) == 4 and key.startswith("cn")).upper()
            # The codes of provinces are short for people too: 33, 330000.
            for key in [*keys, province, code]:
                tree.provinces[key].append(province)
            continue
        level = tree.cities if code.endswith("00") else tree.districts
        tree.city_of[code] = next((key[1:] + "00" for key in keys if key.startswith("@")), code[:4] + "00")
        for key in filter(None, [*keys, code, code[:4] if code.endswith("00") else ""]):
            level[province][key].append(code)
            level[""][key].append(code)
            if not code.endswith("00"):
                level[tree.city_of[code]][key].append(code)
    return tree


def _find(index: Index, text: str) -> list[str]:
    key = fold(text)
    tries = [key, bare(key)]
    if key.isascii():
        tries += [key.removesuffix(kind) for kind in _READ_KINDS if key.endswith(kind) and len(key) > len(kind) + 2]
    return next((index[wanted] for wanted in tries if wanted in index), [])


def is_province(text: str) -> bool:
    return bool(_find(_tree().provinces, text))


def in_mainland(text: str, province: str = "") -> bool:
    """Whether a city or district of the mainland (or of the province) is called so."""
    tree = _tree()
    within = _find(tree.provinces, province)[0] if province else ""
    return bool(_find(tree.cities[within], text) or _find(tree.districts[within], text))


def resolve_china(written: Written) -> Resolution:
    tree = _tree()
    provinces = _find(tree.provinces, written.province) if written.province else []
    province = provinces[0] if provinces else ""
    if written.province and not province:
        near = get_close_matches(fold(written.province), tree.provinces, n=3, cutoff=0.5)
        named = [tree.names[tree.provinces[key][0] + "0000"] for key in near]
        problem = Problem("province", "unknown_subdivision", _unknown("province of China", written.province, named))
        subdivision = UNKNOWN + fold(written.province)
        return Resolution(Place("CN", (subdivision,), _as_typed(written.city), _as_typed(written.district)), (problem,))
    city, district = _city(tree, province, written)
    province = province or (city or district)[:2]
    if not province:
        return _unplaced(tree, written)
    iso = (f"CN-{tree.iso[province]}",)
    if province in _MUNICIPALITIES and not city and written.city:
        city = province + "0100"
    if not city and written.city:
        named = [
            tree.names[tree.cities[province][key][0]]
            for key in get_close_matches(fold(written.city), tree.cities[province], n=3, cutoff=0.4)
        ]
        problem = Problem("city", "unknown_city", _unknown(f"city of {tree.names[province + '0000']}", written.city, named))
        return Resolution(Place("CN", iso, _as_typed(written.city), _as_typed(written.district)), (problem,))
    if written.district and not district:
        found = _find(tree.districts[city or province], written.district)
        district = found[0] if len(found) == 1 else UNKNOWN + fold(written.district)
        if not city and len(found) == 1:
            city = tree.city_of[found[0]]
    return Resolution(Place("CN", iso, city, district))


def _city(tree: _Tree, province: str, written: Written) -> tuple[str, str]:
    """City and, where a county-level city or a district was written as the city, its district; empty when it is not (uniquely) known."""
    text = written.city
    if not text:
        if province in _MUNICIPALITIES:
            return province + "0100", ""
        found = _find(tree.districts[province], written.district) if written.district else []
        return (tree.city_of[found[0]], found[0]) if len(found) == 1 else ("", "")
    if province:
        # 浙江省杭州市 in the field of the city.
        for lead in (tree.names[province + "0000"], bare(tree.names[province + "0000"])):
            rest = fold(text).removeprefix(lead)
            if rest != fold(text) and _find(tree.cities[province], rest):
                text = rest
                break
    cities = _find(tree.cities[province], text)
    if len(cities) > 1 and written.district:
        cities = [city for city in cities if _find(tree.districts[city], written.district)]
    if len(set(cities)) == 1:
        return cities[0], ""
    counties = [] if cities else _find(tree.districts[province], text)
    if len(set(counties)) == 1:
        return tree.city_of[counties[0]], counties[0]
    return "", ""


def _unplaced(tree: _Tree, written: Written) -> Resolution:
    known = bool(written.city) and bool(_find(tree.cities[""], written.city) or _find(tree.districts[""], written.city))
    code = "subdivision_required" if known or not written.city else "unknown_city"
    where, said = ("province", "Several places are called so: say the province.") if known else ("city", _unknown("city", written.city, []))
    if not written.city:
        where, said = "province", "The province is needed."
    return Resolution(Place("CN", (), _as_typed(written.city), _as_typed(written.district)), (Problem(where, code, said),))


def _as_typed(text: str) -> str:
    return UNKNOWN + fold(text) if text else ""


def _unknown(what: str, text: str, near: list[str]) -> str:
    meant = f" Did you mean {', '.join(dict.fromkeys(near))}?" if near else ""
    return f"There is no {what} called {text}.{meant}"
