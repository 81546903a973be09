"""The schema of an area, a country or a part of it: of delivery zones, carriers, warehouses. Checked by what is known of places."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.shared.contact.address import Part
from functions.shared.http.countries import Country
from functions.shared.http.validation import Schema, Text
from functions.shared.places import (
    ANYWHERE,
    Codes,
    Problem,
    Written,
    WrittenArea,
    area_codes,
    area_problem,
    by_codes,
    country_code,
    fold,
    parse_range,
)


def _area_country(text: str) -> str:
    if text == ANYWHERE:
        return text
    code = country_code(text)
    if code is None:
        raise PydanticCustomError("unknown_country", "There is no such country: send its ISO 3166-1 code, or * for every country.")
    return code


def _postcodes(text: str) -> str:
    try:
        parse_range(text)
    except ValueError as error:
        raise PydanticCustomError("invalid_postcodes", "{reason}", {"reason": str(error)}) from error
    return text


def _refuse(problem: Problem | None) -> None:
    if problem is not None:
        raise PydanticCustomError(problem.code, "{detail}", {"detail": problem.detail, "at": problem.field})


def known_names(written: Written, *codes: str | None) -> Written:
    """With names for codes that had none. Refuses codes and names of no place, or of several."""
    names, wrong = by_codes(written, Codes(*(code or "" for code in codes)))
    _refuse(wrong or area_problem(names.country, names.province, names.city, names.district))
    return names


def _whole(text: object) -> object:
    """An address in Scotland is one in the United Kingdom, but a rule for Scotland is none for all of it."""
    if isinstance(text, str) and fold(text) in {"england", "scotland", "wales", "northernireland"}:
        raise PydanticCustomError("unknown_country", "This is a part of a country: send country GB, and it as the province.")
    return text


AreaCountry = Annotated[
    str, BeforeValidator(_whole), StringConstraints(min_length=1, max_length=100), AfterValidator(_area_country), Field(examples=["CN"])
]
WholeCountry = Annotated[Country, BeforeValidator(_whole)]
Postcodes = Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(_postcodes), Field(examples=["10000-10499"])]


class AreaParts(Schema):
    """A country (`*`: every country) or a part of it; an empty field means all of the area above.

    `postcodes`: codes, beginnings (`100*`) or ranges (`10000-10499`) that an address must have besides. Codes stand for names that are
    missing; one that nobody knows, or of another place than the names, is refused (`unknown_code`, `contradicting_code`). An area in
    China named 香港 is HK, as the addresses there are.
    """

    country: AreaCountry
    province: Part = ""
    city: Part = ""
    district: Part = ""
    postcodes: list[Postcodes] = Field([], max_length=200)
    country_code: Text | None = Field(None, description="ISO 3166-1 alpha-2.", examples=["CN"])
    subdivision: Text | None = Field(None, description="ISO 3166-2.", examples=["CN-ZJ"])
    city_code: Text | None = Field(None, description="Administrative code, in mainland China.", examples=["330100"])
    district_code: Text | None = Field(None, description="Administrative code, in mainland China.", examples=["330106"])

    def area(self) -> WrittenArea:
        return WrittenArea(self.country, self.province, self.city, self.district, tuple(self.postcodes))


class AreaModel(AreaParts):
    @model_validator(mode="after")
    def _known(self) -> AreaModel:
        written = Written(self.country, self.province, self.city, self.district)
        names = known_names(written, self.country_code, self.subdivision, self.city_code, self.district_code)
        # Frozen for its readers; here it is still being made.
        self.__dict__.update(province=names.province, city=names.city, district=names.district)
        return self


class AreaShown(AreaParts):
    """As it was set, also before names were checked, with its codes."""

    country: str
    postcodes: list[str] = Field(default_factory=list)

    @classmethod
    def of(cls, area: WrittenArea) -> AreaShown:
        return cls(**vars(area) | {"postcodes": list(area.postcodes)} | area_codes(area.country, area.province, area.city, area.district))
