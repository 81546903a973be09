"""Countries and their subdivisions by code or by any of their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache

from functions.shared.places.files import country_codes, country_data, country_keys
from functions.shared.places.fold import bare, fold
from functions.shared.plain import spelling
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Subdivision:
    """`country`: its own ISO 3166-1 code, for the few that have one (Puerto Rico). `zips`: how its postal codes begin, as a pattern."""

    code: str
    parent: str
    name: str
    country: str
    zips: str


@dataclass(frozen=True)
class Subdivisions:
    by_code: Mapping[str, Subdivision]
    names: Mapping[str, list[str]]
    weak: Mapping[str, list[str]]

    def find(self, text: str) -> Subdivision | None:
        """By name, code, or name without its kind. Of several of one name the widest, then the first by code, is meant."""
        key = fold(text)
        tries = [(self.names, key), (self._codes, key), (self.weak, key)]
        if (short := bare(key)) != key:
            tries += [(self.names, short), (self.weak, short)]
        for index, wanted in tries:
            if found := index.get(wanted):
                return min((self.by_code[code] for code in found), key=lambda sub: (bool(sub.parent), sub.code))
        return None

    def chain(self, code: str) -> tuple[str, ...]:
        """The subdivision and those it lies in, widest first."""
        steps = [code]
        while (parent := self.by_code[steps[0]].parent) and parent in self.by_code and parent not in steps:
            steps.insert(0, parent)
        return tuple(steps)

    def near(self, text: str) -> list[str]:
        return [self.by_code[self.names[key][0]].name for key in spelling.nearest(bare(fold(text)), self.names, cutoff=0.6)]

    @property
    def _codes(self) -> Mapping[str, list[str]]:
        return _codes_of(next(iter(self.by_code)).partition("-")[0]) if self.by_code else {}


@lru_cache(maxsize=64)
def subdivisions(country: str) -> Subdivisions:
    by_code: dict[str, Subdivision] = {}
    names: dict[str, list[str]] = defaultdict(list)
    weak: dict[str, list[str]] = defaultdict(list)
    for suffix, parent, name, strong, weaker, own, zips in country_data(country).get("subs", []):
        code = f"{country}-{suffix}"
        by_code[code] = Subdivision(code, f"{country}-{parent}" if parent else "", name, own, zips)
        for key in strong.split():
            names[key].append(code)
        for key in weaker.split():
            weak[key].append(code)
    return Subdivisions(by_code, names, weak)


@lru_cache(maxsize=64)
def _codes_of(country: str) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for code in subdivisions(country).by_code:
        codes[fold(code)] = [code]
        codes.setdefault(fold(code.partition("-")[2]), [code])
    return codes


def country_code(text: str) -> str | None:
    """ISO 3166-1 alpha-2 (and XK) of a code or a name, None when there is none."""
    upper = fold(text).upper()
    if upper in country_codes():
        return upper
    return country_keys().get(fold(text)) or country_keys().get(bare(fold(text)))


@dataclass(frozen=True)
class _Cities:
    same: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unique: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=64)
def _cities(country: str) -> _Cities:
    data = country_data(country)
    same: dict[tuple[str, str], str] = {}
    unique: dict[str, str] = {}
    for entry, others in data.get("cities", {}).items():
        suffix, _, key = entry.partition("|")
        same[(suffix, key)] = key
        for other in others.split():
            same.setdefault((suffix, other), key)
    for part in filter(None, data.get("unique", "").split(";")):
        suffix, _, keys = part.partition(":")
        unique |= dict.fromkeys(keys.split(), f"{country}-{suffix}")
    return _Cities(same, unique)


def city_key(country: str, subdivisions_of_it: tuple[str, ...], text: str) -> str:
    """The folded name of the city that is meant: Brooklyn is New York in the state of New York, and nowhere else."""
    key, cities = fold(text), _cities(country).same
    suffixes = [code.partition("-")[2] for code in reversed(subdivisions_of_it)] + [""]
    for wanted in dict.fromkeys((key, key.removeprefix("cityof"), key.removesuffix("city"), bare(key))):
        for suffix in suffixes:
            if (suffix, wanted) in cities:
                return cities[(suffix, wanted)]
    key = key.removeprefix("cityof") or key
    return "saint" + key[2:] if text.casefold().startswith(("st ", "st. ")) else key


def state_of_city(country: str, text: str) -> str | None:
    """The only subdivision that has a city of this name, where that is known."""
    cities, key = _cities(country), fold(text)
    states = {f"{country}-{suffix}" for (suffix, name) in cities.same if suffix and name == key}
    if len(states) == 1 and (key in cities.unique or cities.same[(next(iter(states)).partition("-")[2], key)] == "newyork"):
        return next(iter(states))
    return cities.unique.get(key)
