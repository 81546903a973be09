"""The one schema of a postal address, for cart, address book and customers, checked by the rules of its country."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.shared.contact.fields import Country, Email, PersonName, PhoneText
from functions.shared.contact.phones import normal_phone
from functions.shared.places import Written, resolve
from functions.shared.settings import settings
from functions.shared.validation import LongText, Schema, Text

Part = Annotated[LongText, StringConstraints(max_length=200)]
PostalCode = Annotated[LongText, StringConstraints(max_length=20)]


class AddressFields(Schema):
    """Where a parcel goes. Province, city and district are understood by code or by any usual name; what was typed is kept.

    Which of them are needed is the country's rule (Singapore has no cities, the USA need the state unless city or postal code say it).
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

    @model_validator(mode="after")
    def _by_its_country(self) -> AddressFields:
        found = resolve(Written(self.country, self.province, self.city, self.district, self.postal_code))
        for problem in found.problems:
            raise PydanticCustomError(problem.code, "{detail}", {"detail": problem.detail, "at": problem.field})  # type: ignore[arg-type]
        try:
            phone = normal_phone(self.phone, tuple(dict.fromkeys((found.place.country, self.country, settings().default_country))))
        except ValueError as error:
            said = f"{str(error)[:1].upper()}{str(error)[1:]}."
            raise PydanticCustomError("invalid_phone", "{detail}", {"detail": said, "at": "phone"}) from error
        # The model is frozen for its readers; here it is still being made.
        self.__dict__.update(phone=phone, postal_code=found.place.postal_code)
        return self


class AddressCodes(Schema):
    """Which place it is: `country_code` differs from `country` where a part of a country has a code of its own (China + 香港: HK)."""

    country_code: str = Field("", examples=["CN"])
    subdivision: str = Field("", description="ISO 3166-2.", examples=["CN-GD"])
    city_code: str = Field("", description="Administrative code in mainland China.", examples=["440300"])
    district_code: str = Field("", description="Administrative code in mainland China.", examples=["440305"])


def place_codes(country: str, province: str, city: str, district: str, postal_code: str) -> dict[str, Any]:
    """The codes of an address, also of one that was kept before there were codes."""
    place = resolve(Written(country, province, city, district, postal_code)).place
    code = place.country if place.country.isupper() else country
    return {
        "country_code": code,
        "subdivision": place.subdivision,
        "city_code": place.city_code,
        "district_code": place.district_code,
    }
