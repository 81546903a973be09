"""Telephone numbers: any usual spelling in, E.164 out (`+12125550100`), by the rules of the number's country."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

MAX_PHONE = 40


@lru_cache(maxsize=512)
def normal_phone(text: str, regions: Sequence[str]) -> str:
    """`text` in E.164. A number without `+` or `00` is one of the `regions`, tried in turn. Raises ValueError for what nobody can call."""
    # Loaded at the first number only: it is large, and most calls of a function never see one.
    import phonenumbers

    plain = unicodedata.normalize("NFKC", text).strip()
    if sum(c.isdigit() for c in plain) < 5 or any(unicodedata.category(c) == "Cc" for c in plain):
        raise ValueError("this is no telephone number")
    for region in (*regions, None):
        try:
            number = phonenumbers.parse(plain, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise ValueError("this is no telephone number of the country; begin with + and the country's code for one of elsewhere")


def digits_of(text: str) -> str:
    """The ASCII digits of a number in any spelling."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isascii() and c.isdigit())


def national_digits(text: str) -> str:
    """The digits without the country's code, where `text` begins with one."""
    if not unicodedata.normalize("NFKC", text).strip().startswith(("+", "00")):
        return digits_of(text)
    import phonenumbers

    try:
        return str(phonenumbers.parse("+" + digits_of(text).lstrip("0")).national_number)
    except phonenumbers.NumberParseException:
        return digits_of(text)


def same_phone(typed: str, kept: str) -> bool:
    """Whether `kept` ends as `typed` does, up to country code and trunk zero: what people read out to find an order."""
    wanted, there = digits_of(typed).lstrip("0"), digits_of(kept).lstrip("0")
    least = min(len(wanted), len(there), 9)
    return least >= 5 and wanted[-least:] == there[-least:]
