"""The field types: an e-mail address, a telephone number, a login (either), a name (a country: http/countries). No schema has its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from functions.shared.contact.emails import MAX_EMAIL, normal_email, same_email
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


def normal_login(text: str) -> str:
    """An e-mail address or a telephone number in its one spelling. Raises ValueError for what is neither."""
    if "@" in unicodedata.normalize("NFKC", text):
        return normal_email(text)
    return normal_phone(text.removeprefix("tel:"), (settings().default_country,))


def same_login(text: str) -> str:
    """What all spellings of one login have in common; what is none stays a text that nobody has."""
    try:
        return normal_login(text)
    except ValueError:
        return same_email(text)


def _searched(text: str) -> str:
    if not 5 <= len(digits_of(text)) <= 20:
        raise ValueError("a telephone number has 5 digits at least")
    return text


Email = Annotated[
    str, StringConstraints(min_length=3, max_length=MAX_EMAIL), _checked(normal_email, "invalid_email"), Field(examples=["ada@example.com"])
]
Login = Annotated[
    str,
    StringConstraints(min_length=3, max_length=MAX_EMAIL),
    _checked(normal_login, "invalid_login"),
    Field(description="An e-mail address, or a telephone number in any usual spelling.", examples=["ada@example.com"]),
]
AnyLogin = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_EMAIL, pattern=r"^[^\x00-\x1f\x7f]+$"),
    AfterValidator(same_login),
    Field(description="An e-mail address, or a telephone number in any usual spelling.", examples=["ada@example.com"]),
]
"""Of somebody who should have one: what is wrong with it is no other answer than that nobody has it."""
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
