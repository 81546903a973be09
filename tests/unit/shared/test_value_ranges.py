"""X10: ranges in filters: what is one, what is nearly one, and what it holds."""

from __future__ import annotations

from typing import Any

import pytest

from functions.shared.fields.custom_fields import FieldDefinition, Resource, Visibility, has_fields
from functions.shared.fields.field_filters import readable, wanted_fields
from functions.shared.fields.field_types import FieldType
from functions.shared.plain.errors import Invalid
from functions.shared.plain.value_ranges import range_faults, range_of


@pytest.mark.parametrize(
    ("value", "inside", "outside"),
    [
        ("10..20", ["10", "20", "15.5"], ["9.99", "20.01", "x", "2026-01-01"]),
        ("-5..", ["-5", "0", "99999999999999999999"], ["-5.1", ""]),
        ("..0.1", ["0.1", "-7", "0." + "0" * 299 + "1"], ["0.11"]),
        ("2026-01-01..2026-01-31", ["2026-01-01", "2026-01-31"], ["2025-12-31", "2026-02-01", "2026", "2026-01-31T00:00:00.000Z"]),
        ("..2026-01-31T08:00:00.000Z", ["2026-01-31T08:00:00.000Z", "1999-01-01T00:00:00.000Z"], ["2026-01-31T08:00:00.001Z"]),
    ],
)
def test_a_range_holds_both_of_its_ends_and_values_of_its_kind_only(value: str, inside: list[str], outside: list[str]) -> None:
    found = range_of(value)
    assert found is not None
    assert [one for one in [*inside, *outside] if found.holds(one)] == inside


@pytest.mark.parametrize(
    "value",
    ["nan..", "..NaN", "inf..", "-Infinity..5", "1e999..", "..1e5", "..", "1..x", "x..1", "1...2", "1..2..3", "١..٢", "１..", "1_0..20",
     "2026-13-45..", "2026-1-1..2026-2-1", "2026-01-01..5", "2026-01-01..2026-01-02T00:00:00.000Z", "0000-01-01..", "9" * 21 + ".."],
)  # fmt: skip
def test_what_is_nearly_a_range_is_refused(value: str) -> None:
    assert [(fault.pointer, fault.code) for fault in range_faults({"attr.width": [value, "7"]})] == [("/attr.width", "range_unreadable")]


@pytest.mark.parametrize("value", ["oak..elm", "wait...", "a..", "10", "nan", "", "v1..v2"])
def test_a_text_with_two_dots_is_a_text(value: str) -> None:
    assert range_faults({"attr.wood": [value]}) == []
    assert range_of(value) is None


@pytest.mark.parametrize("value", ["9..3", "0.2..0.1", "2026-02-01..2026-01-01"])
def test_a_reversed_range_is_refused(value: str) -> None:
    assert [fault.code for fault in range_faults({"field.width": [value]})] == ["range_reversed"]


def declared(**types: FieldType) -> dict[str, FieldDefinition]:
    return {key: FieldDefinition(Resource.PRODUCT, key, kind, Visibility.PUBLIC, filterable=True) for key, kind in types.items()}


KNOWN = declared(
    months=FieldType.INTEGER, width=FieldType.DECIMAL, made=FieldType.DATE, seen=FieldType.DATETIME, wood=FieldType.STRING,
    cost=FieldType.MONEY, gift=FieldType.BOOLEAN,
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "held", "fits"),
    [
        ({"months": ["12..24"]}, {"months": 24}, True),
        ({"months": ["12..24"]}, {"months": 25}, False),
        ({"months": ["1..2", "24.0"]}, {"months": 24}, True),
        ({"width": ["..0.5"]}, {"width": 0.5}, True),
        ({"width": ["..0.5"]}, {"width": [0.6, 0.4]}, True),
        ({"width": ["1.."]}, {}, False),
        ({"made": ["2026-01-31.."]}, {"made": "2026-02-01"}, True),
        ({"made": ["..2026-01-31"]}, {"made": "2026-02-01"}, False),
        # A day of the store (Shanghai) begins and ends at 16:00 UTC.
        ({"seen": ["2026-01-01..2026-01-31"]}, {"seen": "2026-01-31T15:59:59.999Z"}, True),
        ({"seen": ["2026-01-01..2026-01-31"]}, {"seen": "2026-01-31T16:00:00.000Z"}, False),
        ({"seen": ["2026-01-31"]}, {"seen": "2026-01-30T16:00:00.000Z"}, True),
        ({"seen": ["2026-01-31T08:00:00+08:00"]}, {"seen": "2026-01-31T00:00:00.000Z"}, True),
        ({"wood": ["a..b"]}, {"wood": "A..B"}, True),
        ({"gift": ["true"]}, {"gift": True}, True),
        ({"cost": ["500 CNY"]}, {"cost": {"amount": 500, "currency": "CNY"}}, True),
    ],
)
def test_filters_are_read_by_the_type_of_their_field(asked: dict[str, list[str]], held: dict[str, Any], fits: bool) -> None:
    assert has_fields(wanted_fields(KNOWN, asked), held) is fits


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"months": ["nan.."]}, "range_unreadable"),
        ({"months": [".."]}, "range_unreadable"),
        ({"months": ["24..12"]}, "range_reversed"),
        ({"months": ["a..b"]}, "range_unreadable"),
        ({"months": ["2026-01-01.."]}, "range_unreadable"),
        ({"months": ["inf"]}, "invalid_field"),
        ({"made": ["2026-02-30.."]}, "range_unreadable"),
        ({"made": ["5.."]}, "range_unreadable"),
        ({"made": ["2026-02-01..2026-01-01"]}, "range_reversed"),
        ({"made": ["soon"]}, "invalid_field"),
        ({"seen": ["2300-01-01.."]}, "range_unreadable"),
        ({"seen": ["..9999-12-31"]}, "range_unreadable"),
        ({"cost": ["1..2"]}, "range_unreadable"),
        ({"gift": ["true.."]}, "range_unreadable"),
        ({"wood": ["1e999.."]}, "range_unreadable"),
        ({"months": [str(n) for n in range(51)]}, "too_many"),
    ],
)
def test_what_no_field_of_that_type_holds_is_refused(asked: dict[str, list[str]], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        wanted_fields(KNOWN, asked)
    assert [fault.code for fault in refused.value.faults] == [code]
    assert refused.value.faults[0].pointer == f"/field.{next(iter(asked))}"


def test_fields_that_are_not_there_are_refused_for_staff_and_find_nothing_for_shoppers() -> None:
    hidden = {"hidden": FieldDefinition(Resource.PRODUCT, "hidden", FieldType.STRING, Visibility.PUBLIC)}
    for key in ("hidden", "nothing"):
        with pytest.raises(Invalid) as refused:
            wanted_fields(hidden, {key: ["x"]})
        assert refused.value.code == "unknown_field"
    assert readable({}, {"nothing": ["x"]}) == {"nothing": ["x"]}
