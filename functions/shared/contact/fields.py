"""The field types: an e-mail address (or login), a telephone number, a name (a country: http/countries). No schema declares its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from functions.shared.contact.emails import MAX_EMAIL, normal_email
from functions.shared.contact.names import person_name
from functions.shared.contact.phones import MAX_PHONE, digits_of, normal_phone
from functions.shared.plain.settings import settings


def _checked(check: Callable[[str], str], code: str) -> AfterValidator:
    """`check`'s ValueError as a fault with a code of its own."""

    def checked(text: str) -> str:
        try:
            return check(text)
        except ValueError as error:
            raise PydanticCustomError(code, "{reason}", {"reason": f"{str(error)[:1].upper()}{str(error)[1:].rstrip('.')}."}) from error

    return AfterValidator(checked)


def _searched(text: str) -> str:
    if not 5 <= len(digits_of(text)) <= 20:
        raise ValueError("a telephone number has 5 digits at least")
    return text


Email = Annotated[
    str, StringConstraints(min_length=3, max_length=MAX_EMAIL), _checked(normal_email, "invalid_email"), Field(examples=["ada@example.com"])
]
EmailText = Annotated[str, StringConstraints(min_length=3, max_length=MAX_EMAIL), Field(examples=["ada@example.com"])]
"""As it is typed, to be compared with one that is kept and never kept itself."""
PhoneText = Annotated[
    str,
    StringConstraints(min_length=5, max_length=MAX_PHONE),
    Field(description="In any usual spelling; kept as E.164.", examples=["+8613800138000"]),
]
"""As it is typed; which country it is of decides what it means, so the schema with the country checks it."""
HomePhone = Annotated[PhoneText, _checked(lambda text: normal_phone(text, (settings().default_country,)), "invalid_phone")]
"""A number that belongs to no address: without `+` it is one of the shop's own country."""
PhoneSearch = Annotated[str, StringConstraints(min_length=5, max_length=MAX_PHONE), _checked(_searched, "invalid_phone")]
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=200), _checked(person_name, "invalid_name")]
ShownName = Annotated[str, StringConstraints(max_length=50), _checked(person_name, "invalid_name")]
OptionalName = Annotated[str, StringConstraints(max_length=100), _checked(person_name, "invalid_name")]
