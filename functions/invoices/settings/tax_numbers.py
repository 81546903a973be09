"""Tax numbers: written in one way, and their check digits right."""

from __future__ import annotations

from stdnum import get_cc_module
from stdnum.eu import vat
from stdnum.exceptions import ValidationError


class WrongTaxNumber(ValueError):
    """It is none of its country."""


def vat_number(country: str, text: str) -> str:
    """With the prefix of its country in the European Union; empty stays empty. Raises WrongTaxNumber. Of countries whose numbers nobody
    wrote a rule for, as it is."""
    if not text.strip():
        return ""
    if country.lower() in vat.MEMBER_STATES:
        prefix = {"GR": "EL"}.get(country, country)
        compact = "".join(char for char in text.upper() if char.isalnum())
        number = compact if compact.startswith(prefix) else prefix + compact
        if not vat.is_valid(number):
            raise WrongTaxNumber(f"{text[:30]!r} is no VAT number of {country}.")
        return number
    return _by_rule(country, text)


def tax_number(country: str, text: str) -> str:
    """Of China its unified social credit code, checked; of others as the country writes it."""
    return _by_rule(country, text) if text.strip() and country == "CN" else text.strip()


def _by_rule(country: str, text: str) -> str:
    rule = get_cc_module(country.lower(), "vat") if country else None
    if rule is None:
        return text.strip()
    try:
        return str(rule.validate(text))
    except ValidationError as error:
        raise WrongTaxNumber(f"{text[:30]!r} is no tax number of {country}.") from error
