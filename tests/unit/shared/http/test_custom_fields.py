"""X10: what each type of a custom field takes, and what it refuses."""

from __future__ import annotations

import time
from typing import Any

import pytest

from functions.shared.fields.custom_fields import FieldDefinition, Resource, Validation, Visibility, check_fields, filter_texts, has_fields
from functions.shared.fields.field_types import FieldType, NotOfType, matcher
from functions.shared.plain.errors import Invalid

PRODUCT = "prod_01JD0000000000000000000000"


def field(kind: str, *, public: bool = True, many: bool = False, refers_to: str | None = None, **rules: Any) -> FieldDefinition:
    visibility = Visibility.PUBLIC if public else Visibility.PRIVATE
    return FieldDefinition(
        Resource.PRODUCT, "f", FieldType(kind), visibility, many=many, refers_to=refers_to, validation=Validation(**rules)
    )


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("string", ["A&B <small>", "😀"], ["", 1, None, "two\nlines", "\ud800", "x" * 501]),
        ("text", ["two\nlines"], ["", "\x00", "x" * 5001]),
        ("integer", [0, -5, 2**53 - 1], [1.0, True, "1", 2**53]),
        ("decimal", [0, 1.5, -0.001], [True, "1.5", 2**53, float("nan"), float("inf"), 0.1234567890123456]),
        ("boolean", [True, False], [0, 1, "true"]),
        ("date", ["2026-02-28", "1970-01-01", "2200-01-01"],
         ["2026-02-30", "20260228", "2026-2-8", "2026-02-28T00:00:00Z", 5, "0001-01-01", "1969-12-31", "2200-01-02"]),
        ("datetime",
         ["2026-02-28T08:00:00.000Z"], ["2026-02-28", "2026-02-28T08:00:00", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59Z",
          "2200-01-01T00:00:01Z"]),
        ("url", ["https://example.com/a?b=c"], ["javascript:alert(1)", "https://", "ftp://example.com", 'https://a"b', "https://[", "//x"]),
        ("money",
         [{"amount": 5, "currency": "CNY"}], [{"amount": 5}, {"amount": 5.0, "currency": "CNY"}, {"amount": 5, "currency": "XXQ"}, 5]),
        ("measurement", [{"value": 1.5, "unit": "kg"}], [{"value": 1.5, "unit": "stone age"}, {"value": "1", "unit": "kg"}, {"value": 1}]),
        ("json", [{"a": [1, None, "x"]}, [], "x"], [{"a": float("nan")}, "x" * 5000]),
        ("reference", [PRODUCT], ["prod_x", "nothing", 5]),
    ],
)  # fmt: skip
def test_each_type_takes_its_values_and_nothing_else(kind: str, good: list[Any], bad: list[Any]) -> None:
    for value in good:
        assert field(kind).checked(value) == value
    for value in bad:
        with pytest.raises(NotOfType):
            field(kind).checked(value)


def test_json_too_deep_is_refused_before_it_is_written() -> None:
    deep: Any = []
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(NotOfType):
        field("json").checked(deep)


@pytest.mark.parametrize(
    ("one", "good", "bad"),
    [
        (field("integer", min=1, max=10), 10, 11),
        (field("decimal", min=0.1), 0.1, 0.09),
        (field("money", min=100), {"amount": 100, "currency": "CNY"}, {"amount": 99, "currency": "CNY"}),
        (field("date", min="2026-01-01", max="2026-12-31"), "2026-12-31", "2027-01-01"),
        (field("string", min_length=2, max_length=3), "abc", "abcd"),
        (field("string", regex="[A-Z]{2}-[0-9]+"), "AB-12", "xAB-12x"),
        (field("string", regex="a|b"), "b", "bb"),
        (field("enum", allowed_values=["s", "l"]), "l", "m"),
        (field("integer", allowed_values=[0, 1]), 1, True),
        (field("integer", many=True, max_items=2), [1, 2], [1, 2, 3]),
        (field("integer", many=True), [], 1),
        (field("enum", many=True, allowed_values=["s"]), ["s"], ["m"]),
        (field("reference", refers_to="product"), PRODUCT, PRODUCT.replace("prod", "cat")),
    ],
)
def test_rules_hold_at_their_edges(one: FieldDefinition, good: Any, bad: Any) -> None:
    assert one.checked(good) == good
    with pytest.raises(NotOfType):
        one.checked(bad)


@pytest.mark.parametrize("pattern", ["[", "(?=a)b", r"(a)\1", "a)|(b", "((a{100}){100}){100}"])
def test_patterns_that_could_not_be_judged_in_linear_time_are_none(pattern: str) -> None:
    with pytest.raises(ValueError, match="regular expression"):
        matcher(pattern)


def test_a_pattern_made_to_explode_does_not() -> None:
    started = time.perf_counter()
    assert not matcher("(a+)+")("a" * 5_000 + "b")
    assert time.perf_counter() - started < 1


def test_what_is_sent_is_parted_and_every_fault_is_named() -> None:
    known = {"a": field("integer"), "b": field("string", public=False)}
    checked = check_fields(known, {"a": 1, "b": "x"})
    assert (checked.public, checked.private) == ({"a": 1}, {"b": "x"})
    assert check_fields(known, {"a": None}).public == {}
    with pytest.raises(Invalid) as refused:
        check_fields(known, {"a": "x", "no/such": 1})
    assert [(f.pointer, f.code) for f in refused.value.faults] == [
        ("/custom_fields/a", "invalid_field"),
        ("/custom_fields/no~1such", "unknown_field"),
    ]
    with pytest.raises(Invalid):
        check_fields(known, {"b": "x"}, public_only=True)


def test_values_are_found_by_their_texts() -> None:
    assert filter_texts([1.50, True, "Oak"]) == ["1.5", "true", "Oak"]
    assert filter_texts({"amount": 5, "currency": "CNY"}) == ["5 CNY"]
    assert has_fields({"wood": ["oak", "elm"]}, {"wood": "Oak"}, {})
    assert not has_fields({"wood": ["oak"], "x": ["1"]}, {"wood": "Oak"})
