"""What a value of a declared field may be: one check per type, and what may be said of each type besides. Pure.

Patterns are those of a linear-time engine (pydantic's): whatever staff write, a value is judged in time that grows with its length only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any

from pydantic import StringConstraints, TypeAdapter, ValidationError
from pydantic_core import SchemaError

from functions.shared.plain import ids, times
from functions.shared.plain.money import CURRENCIES, MAX_AMOUNT
from functions.shared.plain.web.address import LONGEST, split_address

LONGEST_STRING, LONGEST_TEXT, LONGEST_JSON, DEEPEST_JSON = 500, 5_000, 5_000, 20
# Beyond it, readers of JSON no longer tell one whole number from the next.
LARGEST_NUMBER = 2**53 - 1
MOST_DIGITS = 15

UNITS = frozenset(
    {"mg", "g", "kg", "t", "oz", "lb", "mm", "cm", "m", "km", "in", "ft", "yd", "ml", "cl", "l", "m3", "fl_oz", "gal", "cm2", "m2", "ft2",
     "s", "min", "h", "d", "w", "month", "year", "w_h", "kwh", "watt", "v", "a", "mah", "hz", "mhz", "ghz", "mb", "gb", "tb", "c", "f",
     "percent", "piece"}
)  # fmt: skip

REFERENCES: Mapping[str, str] = {
    "product": "prod",
    "variant": "var",
    "category": "cat",
    "brand": "brd",
    "customer": "cus",
    "order": "ord",
}


class FieldType(StrEnum):
    STRING = "string"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    ENUM = "enum"
    URL = "url"
    REFERENCE = "reference"
    MONEY = "money"
    MEASUREMENT = "measurement"
    JSON = "json"


class NotOfType(ValueError):
    """A sentence saying what is wanted instead."""


def _text(most: int, *, lines: bool) -> Callable[[Any], Any]:
    def check(value: Any) -> str:
        _want(isinstance(value, str) and 0 < len(value) <= most, f"a text of 1 to {most} characters")
        control = any((ord(c) < 32 and not (lines and c in "\n\t\r")) or ord(c) == 127 or 0xD800 <= ord(c) < 0xE000 for c in value)
        _want(not control, "a text without control characters" if lines else "one line without control characters")
        return str(value)

    return check


def _integer(value: Any) -> int:
    whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_NUMBER
    _want(whole, f"a whole number between -{LARGEST_NUMBER} and {LARGEST_NUMBER}")
    return int(value)


def _decimal(value: Any) -> int | float:
    _want(isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST_NUMBER, "a number")
    digits = Decimal(repr(value)).normalize().as_tuple().digits
    _want(len(digits) <= MOST_DIGITS, f"a number of at most {MOST_DIGITS} digits")
    return value  # type: ignore[no-any-return]


def _boolean(value: Any) -> bool:
    _want(isinstance(value, bool), "true or false")
    return bool(value)


def _date(value: Any) -> str:
    wanted = "a date such as 2026-01-31, from 1970-01-01 to 2200-01-01"
    _want(isinstance(value, str) and len(value) == len("2026-01-31") and value.isascii(), wanted)
    try:
        day = times.bounded_day(date.fromisoformat(value))
    except ValueError as error:
        raise NotOfType(wanted) from error
    _want(day.isoformat() == value, wanted)
    return day.isoformat()


def _datetime(value: Any) -> str:
    wanted = "a time with its zone such as 2026-01-31T08:00:00Z, from 1970-01-01 to 2200-01-01"
    _want(isinstance(value, str) and len(value) <= 40 and value.isascii() and "T" in value, wanted)
    try:
        return times.iso(times.bounded(times.parse(value)))
    except (ValueError, OverflowError) as error:
        raise NotOfType(wanted) from error


def _url(value: Any) -> str:
    wanted = "an address that begins with https:// or http://"
    _want(isinstance(value, str) and len(value) <= LONGEST and split_address(value) is not None, wanted)
    return str(value)


def _money(value: Any) -> dict[str, Any]:
    _want(isinstance(value, dict) and value.keys() == {"amount", "currency"}, 'an amount such as {"amount": 500, "currency": "CNY"}')
    amount, currency = value["amount"], value["currency"]
    _want(isinstance(amount, int) and not isinstance(amount, bool) and abs(amount) <= MAX_AMOUNT, "a whole amount of minor units")
    _want(isinstance(currency, str) and currency in CURRENCIES, "an ISO 4217 currency code")
    return {"amount": amount, "currency": currency}


def _measurement(value: Any) -> dict[str, Any]:
    _want(isinstance(value, dict) and value.keys() == {"value", "unit"}, 'a measure such as {"value": 1.5, "unit": "kg"}')
    _want(isinstance(value["unit"], str) and value["unit"] in UNITS, "a unit out of " + ", ".join(sorted(UNITS)))
    return {"value": _decimal(value["value"]), "unit": value["unit"]}


def _json(value: Any) -> Any:
    levels, layer = 0, [value]
    while layer and levels <= DEEPEST_JSON:
        layer = [inner for one in layer for inner in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())]
        levels += 1
    _want(levels <= DEEPEST_JSON, f"JSON of at most {DEEPEST_JSON} levels")
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        text.encode()
    except ValueError as error:
        raise NotOfType("JSON") from error
    _want(len(text) <= LONGEST_JSON, f"JSON of at most {LONGEST_JSON} characters")
    return value


def _reference(value: Any) -> str:
    _want(isinstance(value, str) and any(ids.is_id(prefix, value) for prefix in REFERENCES.values()), "an id of this shop")
    return str(value)


CHECKS: Mapping[FieldType, Callable[[Any], Any]] = {
    FieldType.STRING: _text(LONGEST_STRING, lines=False),
    FieldType.TEXT: _text(LONGEST_TEXT, lines=True),
    FieldType.INTEGER: _integer,
    FieldType.DECIMAL: _decimal,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _date,
    FieldType.DATETIME: _datetime,
    FieldType.ENUM: _text(LONGEST_STRING, lines=False),
    FieldType.URL: _url,
    FieldType.REFERENCE: _reference,
    FieldType.MONEY: _money,
    FieldType.MEASUREMENT: _measurement,
    FieldType.JSON: _json,
}


@lru_cache(maxsize=256)
def matcher(pattern: str) -> Callable[[str], bool]:
    """Whether a whole text fits the pattern. Raises ValueError for what is no pattern, or one that cannot be judged in linear time."""
    try:
        TypeAdapter(Annotated[str, StringConstraints(pattern=pattern)])
        adapter: TypeAdapter[str] = TypeAdapter(Annotated[str, StringConstraints(pattern=rf"^(?:{pattern})\z")])
    except SchemaError as error:
        raise ValueError("a regular expression without look-around and back-references is wanted") from error

    def fits(text: str) -> bool:
        try:
            adapter.validate_python(text)
        except ValidationError:
            return False
        return True

    return fits


def exact(number: float) -> Decimal:
    """For comparing: 0.1 is a tenth, as it was written."""
    try:
        return Decimal(repr(number))
    except InvalidOperation as error:  # pragma: no cover — only finite numbers come here
        raise NotOfType("a number") from error


def _want(holds: bool, wanted: str) -> None:
    if not holds:
        raise NotOfType(wanted)
