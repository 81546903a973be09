"""What callers say of consents and are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from functions.privacy.model.consent import Consent, Purpose, Source
from functions.shared.contact.fields import Email
from functions.shared.http.validation import Schema

CustomerId = Annotated[
    str, StringConstraints(pattern=r"^cus_[0-7][0-9A-HJKMNP-TV-Z]{25}$"), Field(examples=["cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
]


class ConsentIn(Schema):
    purpose: Purpose
    given: bool
    text_version: str = Field(
        "", max_length=64, pattern=r"^[\x21-\x7e]*$", description="Of the words that were shown.", examples=["2026-11"]
    )

    @model_validator(mode="after")
    def _in_which_words(self) -> ConsentIn:
        if self.given and not self.text_version:
            raise ValueError("who agrees agrees to certain words: send their text_version")
        return self


def _each_once(given: list[ConsentIn]) -> list[ConsentIn]:
    if len({one.purpose for one in given}) < len(given):
        raise ValueError("a purpose stands here twice")
    return given


_Consents = Annotated[list[ConsentIn], Field(min_length=1, max_length=len(Purpose)), AfterValidator(_each_once)]


class ConsentsIn(Schema):
    consents: _Consents


class PersonConsentsIn(ConsentsIn):
    """Of a customer, or of an address that somebody gave without an account."""

    customer_id: CustomerId | None = None
    email: Email | None = Field(None, examples=[None])

    @model_validator(mode="after")
    def _of_one(self) -> PersonConsentsIn:
        if (self.customer_id is None) == (self.email is None):
            raise ValueError("send customer_id or email")
        return self


class PersonQuery(Schema):
    customer_id: CustomerId | None = None
    email: Email | None = Field(None, examples=[None])

    @model_validator(mode="after")
    def _of_one(self) -> PersonQuery:
        if (self.customer_id is None) == (self.email is None):
            raise ValueError("send customer_id or email")
        return self


class ConsentOut(Schema):
    purpose: Purpose
    given: bool = Field(description="False also where nothing was ever decided.")
    text_version: str | None
    source: Source | None
    decided_at: str | None = Field(examples=["2026-01-31T08:00:00.000Z"])


class ConsentsOut(Schema):
    data: list[ConsentOut]
    next_cursor: str | None = None

    @classmethod
    def of(cls, known: Iterable[Consent]) -> ConsentsOut:
        by_purpose = {one.purpose: one for one in known}
        return cls(data=[_out(purpose, by_purpose.get(purpose)) for purpose in Purpose])


def _out(purpose: Purpose, known: Consent | None) -> ConsentOut:
    if known is None:
        return ConsentOut(purpose=purpose, given=False, text_version=None, source=None, decided_at=None)
    return ConsentOut(
        purpose=purpose, given=known.given, text_version=known.text_version or None, source=known.source, decided_at=known.decided_at
    )
