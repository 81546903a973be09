"""Tax numbers: written in one way, and their check digits right."""

from __future__ import annotations

import unicodedata

from stdnum import get_cc_module
from stdnum.eu import vat
from stdnum.exceptions import ValidationError

_QUALIFIED = "T"


class WrongTaxNumber(ValueError):
    """It is none of its country."""


def vat_number(country: str, text: str) -> str:
    """With the prefix of its country in the European Union; empty stays empty. Raises WrongTaxNumber. Of countries whose numbers nobody
    wrote a rule for, as it is."""
    text = _plain(text)
    if not text:
        return ""
    if country.lower() in vat.MEMBER_STATES:
        prefix = {"GR": "EL"}.get(country, country)
        compact = "".join(char for char in text.upper() if char.isalnum())
        number = prefix + (compact.removeprefix(prefix) if compact.startswith(prefix) else compact.removeprefix(country))
        if not vat.is_valid(number):
            raise WrongTaxNumber(f"{text[:30]!r} is no VAT number of {country}.")
        return number
    if country == "JP" and text[:1].upper() == _QUALIFIED:
        # 適格請求書発行事業者登録番号: the corporate number, or one like it, after a T.
        return _QUALIFIED + _by_rule(country, text[1:])
    return _by_rule(country, text)


def tax_number(country: str, text: str) -> str:
    """Of China its unified social credit code, checked; of others as the country writes it."""
    text = _plain(text)
    return _by_rule(country, text) if text and country == "CN" else text


def _plain(text: str) -> str:
    """Letters and digits of full width, as Chinese and Japanese keyboards give them, are the usual ones."""
    return unicodedata.normalize("NFKC", text).strip()


def _by_rule(country: str, text: str) -> str:
    rule = get_cc_module(country.lower(), "vat") if country else None
    if rule is None:
        return text
    try:
        return str(rule.validate(text))
    except ValidationError as error:
        raise WrongTaxNumber(f"{text[:30]!r} is no tax number of {country}.") from error
