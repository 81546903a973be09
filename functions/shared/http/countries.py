"""A country as it is sent, for rooms that need no telephone numbers (`contact.fields`) beside it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from functions.shared.places import country_code


def known_country(text: str) -> str:
    """Its code."""
    code = country_code(text)
    if code is None:
        raise PydanticCustomError("unknown_country", "There is no such country: send its ISO 3166-1 code, such as CN.")
    return code


Country = Annotated[
    str,
    StringConstraints(min_length=2, max_length=100),
    AfterValidator(known_country),
    Field(description="ISO 3166-1 alpha-2 (and XK); names are understood.", examples=["CN"]),
]
