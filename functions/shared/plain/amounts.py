"""Amounts and numbers as people and spreadsheets of all countries write them: `1,299.00`, `1.299,00`, `12,50 €`, `￥1 299`. Pure.

Never guessed: what could mean two amounts is refused, unless the file as a whole tells which of comma and dot ends its whole numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from functions.shared.plain.money import CURRENCIES, Money, exponent, from_decimal

DecimalMark = Literal[",", "."]

_DOLLARS = {code for code in CURRENCIES if code.endswith("D")} | {"MXN", "CLP", "COP", "ARS", "UYU", "MOP", "CUP", "DOP", "CVE"}
_SIGNS: dict[str, set[str]] = {
    "$": _DOLLARS, "us$": {"USD"}, "hk$": {"HKD"}, "nt$": {"TWD"}, "a$": {"AUD"}, "au$": {"AUD"}, "c$": {"CAD"}, "ca$": {"CAD"},
    "s$": {"SGD"}, "nz$": {"NZD"}, "mx$": {"MXN"}, "r$": {"BRL"}, "€": {"EUR"}, "£": {"GBP", "GIP", "FKP", "SHP", "EGP"},
    "¥": {"CNY", "JPY"}, "元": {"CNY", "TWD", "HKD", "MOP"}, "块": {"CNY"}, "rmb": {"CNY"}, "円": {"JPY"}, "圆": {"CNY"},
    "₩": {"KRW"}, "원": {"KRW"}, "₹": {"INR"}, "rs": {"INR", "PKR", "LKR", "NPR", "MUR"}, "₽": {"RUB"}, "₫": {"VND"}, "đ": {"VND"},
    "฿": {"THB"}, "₺": {"TRY"}, "tl": {"TRY"}, "₴": {"UAH"}, "₪": {"ILS"}, "₱": {"PHP"}, "zł": {"PLN"}, "kč": {"CZK"}, "ft": {"HUF"},
    "kr": {"SEK", "NOK", "DKK", "ISK"}, "rm": {"MYR"}, "rp": {"IDR"}, "fr": {"CHF"}, "sfr": {"CHF"}, "lei": {"RON", "MDL"},
}  # fmt: skip
_SHAPE = re.compile(r"(?P<before>(?:[^\d+\-.,]+\.?)? *)(?P<number>[+\-]?[\d.,'’ ]*\d)(?P<after>(?:[^\d.,][^\d]*)?)")


class WrongCurrency(ValueError):
    """The text names a currency, and it is another one."""


def read_amount(text: str, currency: str, mark: DecimalMark | None = None) -> Money:
    """Raises ValueError for what is no amount, or not exactly one; WrongCurrency for `€5` where the currency is CNY."""
    plain = unicodedata.normalize("NFKC", text).strip()
    shape = _SHAPE.fullmatch(plain)
    if shape is None:
        raise ValueError(f"{text[:40]!r} is no amount")
    for sign in (shape["before"], shape["after"]):
        _check_sign(sign, currency)
    return from_decimal(plain_number(shape["number"], mark, decimals=exponent(currency)), currency)


def _check_sign(sign: str, currency: str) -> None:
    name = sign.strip(" .:").casefold()
    if not name:
        return
    meant = _SIGNS.get(name) or ({name.upper()} if name.upper() in CURRENCIES else None)
    if meant is None:
        raise ValueError(f"{sign!r} is no currency")
    if currency not in meant:
        raise WrongCurrency(f"{sign.strip()} is not {currency}")


def plain_number(text: str, mark: DecimalMark | None = None, *, decimals: int = 2) -> str:
    """The number with a dot for its decimals and nothing else. `decimals` are those the number may have. Raises ValueError."""
    number = unicodedata.normalize("NFKC", text).strip().replace("’", "'")
    sign, number = (number[0], number[1:].strip()) if number[:1] in ("+", "-") else ("", number)
    if not re.fullmatch(r"\d[\d.,' ]*", number) or number[-1] in ",.' ":
        raise ValueError(f"{text[:40]!r} is no number")
    whole, fraction = _split(number, mark, decimals)
    if not (whole.isdigit() or _is_grouped(whole)):
        raise ValueError(f"{text[:40]!r} is no number")
    digits = re.sub(r"\D", "", whole)
    return f"{'-' if sign == '-' else ''}{digits}{f'.{fraction}' if fraction else ''}"


def _split(number: str, mark: DecimalMark | None, decimals: int) -> tuple[str, str]:
    commas, dots = number.count(","), number.count(".")
    if commas and dots:
        last = max(number.rfind(","), number.rfind("."))
        return number[:last], _digits(number[last + 1 :])
    if commas + dots != 1:
        return number, ""
    used: DecimalMark = "," if commas else "."
    whole, _, rest = number.partition(used)
    three = len(rest) == 3 and re.fullmatch(r"[1-9]\d{0,2}", whole) is not None
    if not three or mark == used:
        return whole, _digits(rest)
    if mark is not None or (used == "," and decimals < 3):
        return number, ""
    if used == "," or decimals == 0:
        raise ValueError(f"{number} could mean two numbers")
    return whole, rest


def _digits(text: str) -> str:
    if not text.isdigit():
        raise ValueError(f"{text!r} are no decimals")
    return text


def _is_grouped(whole: str) -> bool:
    """In threes by one and the same sign; in India by twos before the last three."""
    return re.fullmatch(r"\d{1,3}(?:([.' ])\d{3})(?:\1\d{3})*|\d{1,3}(?:,\d{2,3})*,\d{3}", whole) is not None


def decimal_mark_of(texts: Iterable[str]) -> DecimalMark | None:
    """What ends the whole numbers in these cells, where some of them tell it and none tells the contrary."""
    found: set[DecimalMark] = set()
    for text in texts:
        if told := re.search(r"\d([.,])\d{1,2}(?!\d)[^\d]*$", text):
            found.add("," if told[1] == "," else ".")
    return found.pop() if len(found) == 1 else None
