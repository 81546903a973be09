"""Safety data as staff send them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator
from pydantic_core import PydanticCustomError

from functions.catalog.model.safety import Contact, Exempt, ProductSafety
from functions.shared.contact.fields import Email
from functions.shared.contact.web import WebAddress
from functions.shared.http.countries import Country
from functions.shared.http.input_types import not_null
from functions.shared.http.validation import Language, LongText, Schema, Text
from functions.shared.plain.lost_text import says_something


def _said(text: str) -> str:
    if not says_something(text):
        raise PydanticCustomError("blank", "A blank text says nothing.")
    return text.strip()


Said = Annotated[Text, AfterValidator(_said)]
Warning_ = Annotated[LongText, StringConstraints(max_length=4000), AfterValidator(_said)]
ShortAddress = Annotated[WebAddress, StringConstraints(max_length=500)]


class ContactIn(Schema):
    """Whoever answers for a product. What is not known yet is left out: a draft may be incomplete."""

    name: Said | None = Field(None, examples=["Beispiel Holz GmbH"])
    address: Said | None = Field(None, description="The postal address, as it is shown.", examples=["Musterweg 1, 10115 Berlin"])
    country: Country | None = Field(None, examples=["DE"])
    email: Email | None = None
    url: ShortAddress | None = Field(
        None, description="Where they are reached, if not by e-mail.", examples=["https://holz.example/contact"]
    )

    def contact(self) -> Contact:
        return Contact(**{name: value for name, value in vars(self).items() if value is not None})


class SafetyIn(Schema):
    """What an offer shows of a product's safety (Regulation (EU) 2023/988, Article 19)."""

    manufacturer: ContactIn | None = None
    responsible_persons: list[ContactIn] = Field(
        default=[], max_length=10, description="Where the manufacturer is not: in the European Union, or in the country of a market."
    )
    identifier: Said | None = Field(
        None, description="Type, model or batch. Not needed where every variant has a barcode.", examples=["BX-200"]
    )
    warnings: dict[Language, Warning_] = Field(
        default={}, max_length=50, description="Warnings and safety information.", examples=[{"de": "Nicht für Kinder unter 3 Jahren."}]
    )
    no_warnings: bool = Field(False, strict=True, description="None are needed.")
    exempt: Exempt | None = Field(None, description="A kind that the Regulation does not cover (Article 2).")

    @field_validator("responsible_persons", "warnings", mode="before")
    @classmethod
    def _there(cls, value: object) -> object:
        return not_null(value)

    @model_validator(mode="after")
    def _one_of_both(self) -> SafetyIn:
        if self.no_warnings and self.warnings:
            raise PydanticCustomError("contradicting", "There are warnings, so it cannot be that none are needed.")
        return self

    def safety(self) -> ProductSafety | None:
        made = ProductSafety(
            self.manufacturer.contact() if self.manufacturer else None,
            [one.contact() for one in self.responsible_persons],
            self.identifier or "",
            dict(self.warnings),
            self.no_warnings,
            self.exempt,
        )
        return None if made == ProductSafety() else made
