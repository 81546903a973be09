"""The one schema of a postal address, for cart, address book and customers, checked by the rules of its country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.shared.contact.fields import Email, PersonName, PhoneText
from functions.shared.contact.phones import normal_phone
from functions.shared.http.countries import Country
from functions.shared.http.validation import LongText, Schema, Text
from functions.shared.places import Codes, by_codes, codes_of, resolve, written
from functions.shared.plain.deferred import field_names
from functions.shared.plain.settings import settings

Part = Annotated[LongText, StringConstraints(max_length=200)]
PostalCode = Annotated[LongText, StringConstraints(max_length=20)]
Code = Annotated[str, StringConstraints(max_length=10)]
_CODES = frozenset(field_names(Codes))


class AddressParts(Schema):
    """Where a parcel goes. Province, city and district are understood by code or by any usual name; what was typed is kept.

    Which of them are needed is the country's rule (Singapore has no cities; the USA need the state unless city or postal code say it).
    The codes are always answered. Sent, they stand for names that are missing; one that nobody knows, or of another place than the names,
    is refused (`unknown_code`, `contradicting_code`). `country_code` differs from `country` where a part of a country has a code of its
    own: China + 香港 is HK.
    """

    name: PersonName = Field(examples=["王小明"])
    phone: PhoneText
    email: Email | None = Field(None, examples=["ada@example.com"])
    country: Country
    province: Part = Field("", examples=["广东省"])
    city: Part = Field("", examples=["深圳市"])
    district: Part = Field("", examples=["南山区"])
    street: Text = Field(examples=["科技路 1 号"])
    postal_code: PostalCode = Field("", examples=["518057"])
    country_code: Code = Field("", description="ISO 3166-1 alpha-2.", examples=["CN"])
    subdivision: Code = Field("", description="ISO 3166-2.", examples=["CN-GD"])
    city_code: Code = Field("", description="Administrative code, in mainland China.", examples=["440300"])
    district_code: Code = Field("", description="Administrative code, in mainland China.", examples=["440305"])


class AddressIn(AddressParts):
    """An address as somebody sends it: checked by the rules of its country, its telephone number in E.164, with its codes."""

    @model_validator(mode="after")
    def _by_its_country(self) -> Self:
        names, wrong_code = by_codes(written(self), Codes(self.country_code, self.subdivision, self.city_code, self.district_code))
        found = resolve(names)
        for problem in (wrong_code, *found.problems) if wrong_code else found.problems:
            raise PydanticCustomError(problem.code, "{detail}", {"detail": problem.detail, "at": problem.field})
        regions = (found.place.country, self.country, settings().default_country)
        try:
            phone = normal_phone(self.phone, tuple(dict.fromkeys(regions)))
        except ValueError as error:
            said = f"{str(error)[:1].upper()}{str(error)[1:]}."
            raise PydanticCustomError("invalid_phone", "{detail}", {"detail": said, "at": "phone"}) from error
        # Frozen for its readers; here it is still being made.
        self.__dict__.update(
            phone=phone, postal_code=found.place.postal_code, province=names.province, city=names.city, district=names.district,
            **codes_of(found.place),
        )  # fmt: skip
        return self


def names_of(kept: Mapping[str, Any]) -> dict[str, Any]:
    """A kept address without its codes: they followed from its names when it was kept, and do so again when a name changes."""
    return {name: value for name, value in kept.items() if name not in _CODES}
