"""What the page and asking for a lost link take, and what revoking links answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from functions.shared.contact.fields import EmailText, PhoneText
from functions.shared.http.validation import Schema, Text


class LinkQuery(Schema):
    """Anything else in the address (what mail programs and scanners add to it) is not looked at."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    lang: Annotated[str, StringConstraints(max_length=100)] = Field("", description="zh or en; otherwise the language of the order.")


class LookupIn(Schema):
    """The number and the e-mail address or telephone number that the order was placed with, in any spelling; of both, both must fit."""

    number: Annotated[Text, StringConstraints(max_length=40)] = Field(examples=["25010112345678"])
    email: EmailText | None = None
    phone: PhoneText | None = None

    @model_validator(mode="after")
    def _somebody(self) -> LookupIn:
        if not self.email and not self.phone:
            raise ValueError("send email or phone")
        return self


class LookupOut(Schema):
    """The same whether or not there is such an order."""

    status: str = Field("accepted", examples=["accepted"])


class LinksRevokedOut(Schema):
    """`times`: how often the order's links were revoked."""

    order_id: str
    times: int
    version: int
