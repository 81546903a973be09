"""Filters by custom fields, `field.<key>=<value>`: a value, or a range of a number, date or time, as value_ranges.py writes it.

What is asked for is brought into the form in which values are compared (`filter_texts`), by the type that the field was declared with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field, StringConstraints

from functions.shared.fields.custom_fields import FieldDefinition
from functions.shared.fields.field_types import CHECKS, FieldType, NotOfType
from functions.shared.plain import times
from functions.shared.plain.errors import Fault, Invalid
from functions.shared.plain.settings import settings
from functions.shared.plain.store_time import start_of_day
from functions.shared.plain.value_ranges import BETWEEN, RANGE_REVERSED, RANGE_UNREADABLE, measure_of, number_of, range_faults, unreadable

PREFIX = "field."
FILTER_ERRORS = ((422, "unknown_field"), (422, "invalid_field"), (422, RANGE_UNREADABLE), (422, RANGE_REVERSED))
MAX_FIELDS, MAX_VALUES = 50, 50
Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]
FieldQuery = Annotated[
    dict[Word, list[Word]],
    Field(
        description="By filterable custom fields: `field.<key>=<value>`; repeated, any of the values. Of numbers, dates and times also a "
        "range, both ends included: `field.months=12..24`, `12..`, `field.made=..2026-01-31`."
    ),
]
Wanted = dict[str, list[str]]
_NUMBERS = {FieldType.INTEGER, FieldType.DECIMAL}
_TEXTS = {FieldType.STRING, FieldType.ENUM, FieldType.URL}


def wanted_fields(known: Mapping[str, FieldDefinition], asked: Mapping[str, list[str]]) -> Wanted:
    """For staff. Raises Invalid (422 `unknown_field`) for keys that are not declared as filterable, and what `readable` raises."""
    faults = [
        Fault(f"/{PREFIX}{key}", "unknown_field", "There is no such field that is filterable.")
        for key in asked
        if key not in known or not known[key].filterable
    ]
    faults += [
        Fault(f"/{PREFIX}{key}", "too_many", f"At most {MAX_VALUES} values.") for key, texts in asked.items() if len(texts) > MAX_VALUES
    ]
    if len(asked) > MAX_FIELDS:
        faults.append(Fault("/field", "too_many", f"At most {MAX_FIELDS} fields."))
    if faults:
        raise Invalid("Some fields cannot be filtered by.", code=faults[0].code, faults=faults)
    return readable(known, asked)


def readable(known: Mapping[str, FieldDefinition], asked: Mapping[str, list[str]]) -> Wanted:
    """Every value as values are compared; those of unknown keys as they are. Raises Invalid (422) for what is no value of its type
    (`invalid_field`) and no range of it (`range_unreadable`, `range_reversed`)."""
    faults: list[Fault] = []
    wanted: Wanted = {key: [_read(key, known.get(key), text, faults) for text in texts] for key, texts in asked.items()}
    faults += range_faults({PREFIX + key: texts for key, texts in wanted.items()}) if not faults else []
    if faults:
        raise Invalid("Some fields cannot be filtered by this.", code=faults[0].code, faults=faults)
    return wanted


def _read(key: str, one: FieldDefinition | None, text: str, faults: list[Fault]) -> str:
    name = PREFIX + key
    if one is None or one.type in _TEXTS:
        return text
    if one.type is FieldType.DATETIME and isinstance(measure_of(text), str) and "T" not in text:
        text = f"{text}{BETWEEN}{text}"
    read = _READERS.get(one.type)
    try:
        if BETWEEN not in text:
            return read(text, False) if read else text
        low, _, high = text.partition(BETWEEN)
        if read is None or not (low or high):
            raise NotOfType("a range")
        return (read(low, False) if low else "") + BETWEEN + (read(high, True) if high else "")
    except NotOfType as wrong:
        if BETWEEN not in text:
            faults.append(Fault(f"/{name}", "invalid_field", f"This field takes {wrong}."))
        else:
            faults.append(unreadable(name, _EXAMPLES[one.type] if read else "a value: this field has no ranges"))
        return text


def _number(text: str, _ends: bool) -> str:
    number = number_of(text)
    if number is None:
        raise NotOfType("a number such as 24 or 1.5")
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _day(text: str, _ends: bool) -> str:
    return str(CHECKS[FieldType.DATE](text))


def _time(text: str, ends: bool) -> str:
    """A day of the store is its first moment, at the end of a range its last one."""
    if measure_of(text) is None or "T" in text:
        return str(CHECKS[FieldType.DATETIME](text))
    try:
        day = date.fromisoformat(text)
        moment = start_of_day(day + timedelta(days=1), settings().store_timezone) - timedelta(milliseconds=1) if ends else None
        return times.iso(times.bounded(moment or start_of_day(day, settings().store_timezone)))
    except (ValueError, OverflowError) as error:
        raise NotOfType("a day or time from 1970 to 2200") from error


_READERS: Mapping[FieldType, Callable[[str, bool], str]] = {
    FieldType.INTEGER: _number,
    FieldType.DECIMAL: _number,
    FieldType.DATE: _day,
    FieldType.DATETIME: _time,
}
_EXAMPLES: Mapping[FieldType, str] = {
    **dict.fromkeys(_NUMBERS, "a range of numbers such as 12..24"),
    FieldType.DATE: "a range of days such as 2026-01-01..2026-01-31",
    FieldType.DATETIME: "a range of days or times such as 2026-01-01..2026-01-31T08:00:00Z",
}
