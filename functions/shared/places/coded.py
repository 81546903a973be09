"""Codes of a place beside its names: they stand for names that are missing, and must not say anything else than those there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from functions.shared.places.china import city_of_district, name_in_china
from functions.shared.places.countries import country_code, subdivisions
from functions.shared.places.place import ANYWHERE, Place, Problem, Written
from functions.shared.places.resolve import resolve
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Codes:
    """As somebody sends them: empty where nothing is said."""

    country_code: str = ""
    subdivision: str = ""
    city_code: str = ""
    district_code: str = ""

    def said(self) -> Iterator[tuple[str, str]]:
        return ((name, code) for name, code in vars(self).items() if code)


def by_codes(written: Written, codes: Codes) -> tuple[Written, Problem | None]:
    """What is written, with names in the place of codes that had none, and what is wrong with a code: nobody knows it, or it is of
    another place than the names. Codes are never left out of account: a rule without its code would hold for more than was meant."""
    if not any(codes.said()):
        return written, None
    if written.country == ANYWHERE:
        name, _ = next(codes.said())
        return written, Problem(name, "country_needed", "Say in which country this lies.")
    country = country_code(written.country)
    if country is None:
        return written, None
    filled = _filled(country, written, codes)
    place = resolve(filled).place
    return filled, next((problem for name, code in codes.said() if (problem := _problem(country, place, name, code))), None)


def _filled(country: str, written: Written, codes: Codes) -> Written:
    """Codes of cities and districts also tell what they lie in."""
    province = written.province or _subdivision_name(country, codes.subdivision) or _own_code(country, codes.country_code)
    if country == "CN" and (lowest := codes.city_code or codes.district_code):
        return replace(
            written,
            province=province or name_in_china(lowest[:2] + "0000"),
            city=written.city or name_in_china(codes.city_code or city_of_district(codes.district_code)),
            district=written.district or name_in_china(codes.district_code),
        )
    return replace(written, province=province)


def _own_code(country: str, code: str) -> str:
    """HK beside China is the part of it that has this code."""
    part = country_code(code) if code else None
    return part if part and part != country and _of_code(country, part).country == part else ""


def _subdivision_name(country: str, code: str) -> str:
    """Its name where that means this one only, else the code."""
    if not code:
        return ""
    place = _of_code(country, code)
    known = subdivisions(country).by_code.get(place.subdivision)
    name = known.name if known else name_in_china(place.subdivision)
    return name if name and _of_code(country, name) == place else code


def _of_code(country: str, code: str) -> Place:
    return resolve(Written(country, code)).place


def _problem(country: str, place: Place, name: str, code: str) -> Problem | None:
    if name == "country_code":
        known = country_code(code)
        return None if known in (place.country, country) else _wrong(name, code, known=known is not None)
    if name == "subdivision":
        meant = _of_code(country, code)
        inside = meant.country == place.country and place.subdivisions[: len(meant.subdivisions)] == meant.subdivisions
        known_code = bool(meant.subdivision) or meant.country != country
        return None if inside and known_code else _wrong(name, code, known=known_code)
    if country != "CN":
        return Problem(name, "unknown_code", "Cities and districts have codes in mainland China only: send their names.")
    return None if getattr(place, name) == code else _wrong(name, code, known=bool(name_in_china(code)))


def _wrong(name: str, code: str, *, known: bool) -> Problem:
    if not known:
        return Problem(name, "unknown_code", f"There is no place with the code {code} in this country.")
    return Problem(
        name, "contradicting_code", f"The code {code} is of another place than the names: send one of them, or both of one place."
    )
