"""What callers send to change what they sign in with, and get."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from functions.customers.model.contact_change import ContactChange
from functions.customers.model.login import is_phone
from functions.shared.contact.fields import Email, HomePhone
from functions.shared.contact.masking import masked_email, masked_phone
from functions.shared.http.validation import Schema

_Code = Annotated[str, StringConstraints(pattern=r"^\S{1,64}$"), Field(examples=["123456"])]


class EmailIn(Schema):
    email: Email


class PhoneIn(Schema):
    phone: HomePhone


class ChangeAsked(Schema):
    """The same whether the new one is the login of somebody else or not."""

    status: Literal["codes_sent"] = "codes_sent"
    own_code_to: str | None = Field(
        description="Where the code went that proves whose the account is, masked; null where nothing is known of you yet.",
        examples=["l***@example.com"],
    )
    expires_at: str = Field(examples=["2026-01-31T08:05:00.000Z"])

    @classmethod
    def of(cls, change: ContactChange) -> ChangeAsked:
        owner = change.owner
        shown = (masked_phone(owner) if is_phone(owner) else masked_email(owner)) if owner else None
        return cls(own_code_to=shown, expires_at=change.expires_at)


class ConfirmChangeIn(Schema):
    """The code that went to the new one, and the one that went to `own_code_to`."""

    code: _Code
    own_code: Annotated[str, StringConstraints(pattern=r"^\S{0,64}$"), Field(examples=["654321"])] = ""
