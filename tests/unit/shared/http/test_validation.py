"""Every fault of a payload is named by where it is."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, StringConstraints

from functions.shared.http.validation import Currency, LocalizedText, Metadata, MoneyModel, Price, Schema, Slug, Text, parse, parse_json
from functions.shared.plain.errors import Invalid, Unreadable
from functions.shared.plain.money import MAX_AMOUNT, Money


class Part(Schema):
    price: Price


class Thing(Schema):
    name: Text
    parts: list[Part] = Field(default_factory=list)
    titles: LocalizedText = Field(default_factory=lambda: {"zh": "物"})
    slug: Slug = "a"
    currency: Currency = "CNY"
    metadata: Metadata = Field(default_factory=dict)


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (b"{}", ["/name"]),
        (b"", ["/name"]),
        (b"[]", [""]),
        (b"null", [""]),
        (b'{"name": " "}', ["/name"]),
        (b'{"name": "\\u0007"}', ["/name"]),
        (b'{"name": "\\ud800"}', ["/name"]),
        (b'{"name": 5, "other": 1}', ["/name", "/other"]),
        (b'{"name": "a", "parts": [{"price": {"amount": 1, "currency": "CNY"}}, {"price": {"amount": 1.5, "currency": "X"}}]}',
         ["/parts/1/price/amount", "/parts/1/price/currency"]),
        (b'{"name": "a", "parts": [{"price": {"amount": -1, "currency": "XXX"}}]}', ["/parts/0/price/amount", "/parts/0/price/currency"]),
        (b'{"name": "a", "titles": {}}', ["/titles"]),
        (b'{"name": "a", "titles": {"zh": ""}}', ["/titles/zh"]),
        (b'{"name": "a", "titles": {"german": "x"}}', ["/titles/german"]),
        (b'{"name": "a", "slug": "A b"}', ["/slug"]),
        (b'{"name": "a", "metadata": {"a/b~c": 5}}', ["/metadata/a~1b~0c"]),
        (b'{"name": "a", "metadata": {"": "x"}}', ["/metadata/"]),
    ],
)  # fmt: skip
def test_pointers_name_every_fault(body: bytes, pointers: list[str]) -> None:
    """X01"""
    with pytest.raises(Invalid) as caught:
        parse_json(body, Thing)
    assert [fault.pointer for fault in caught.value.faults] == pointers


@pytest.mark.parametrize(
    "body", [b"{", b"{'a': 1}", b'{"a": NaN}', b'{"a": -Infinity}', b'{"a": 1e999}', b"\xff", b"[" * 100_000, b"1" * 5000, b"{}x"]
)
def test_what_is_no_json_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_json(body, Thing)
    assert (caught.value.status, caught.value.code) == (400, "invalid_json")


NAMES = st.sampled_from(["name", "parts", "price", "titles", "x"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "parts", "price", "titles", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.binary(max_size=40) | JSON)
def test_whatever_is_sent_gets_an_answer_of_ours(sent: Any) -> None:
    thing = None
    with suppress(Invalid, Unreadable):
        thing = parse_json(sent if isinstance(sent, bytes) else json.dumps(sent).encode(), Thing)
    assert thing is None or isinstance(thing, Thing)


def test_good_payloads_are_read_exactly() -> None:
    thing = parse_json('{"name": " 名 ", "parts": [{"price": {"amount": 89900, "currency": "CNY"}}]}'.encode(), Thing)
    assert (thing.name, thing.parts[0].price.money()) == ("名", Money(89900, "CNY"))


@given(st.integers(-MAX_AMOUNT, MAX_AMOUNT))
def test_money_crosses_the_edge_unchanged(amount: int) -> None:
    assert MoneyModel.of(Money(amount, "JPY")).money() == Money(amount, "JPY")


@pytest.mark.parametrize("amount", [b"1.0", b'"1"', b"true", b"1e2", b"null", b"10000000000001"])
def test_amounts_are_whole_numbers_and_bounded(amount: bytes) -> None:
    with pytest.raises(Invalid):
        parse_json(b'{"amount": ' + amount + b', "currency": "CNY"}', MoneyModel)


class _Inner(Schema):
    text: str
    free: Any = None


class _Outer(Schema):
    name: str
    words: list[str] = Field(default=[])
    texts: dict[str, list[str]] = Field(default={})
    inner: list[_Inner] = Field(default=[])
    secret: Annotated[str, StringConstraints(strip_whitespace=False)] = ""


def test_texts_lose_outer_blanks_when_they_are_received() -> None:
    """F-C5: in nested places too, but neither in free JSON nor where blanks count."""
    inner = {"text": " d ", "free": {" k ": " v "}}
    sent = {"name": " a ", "words": [" b "], "texts": {" en ": [" c "]}, "inner": [inner], "secret": " s "}
    assert parse(sent, _Outer).model_dump() == {
        "name": "a",
        "words": ["b"],
        "texts": {"en": ["c"]},
        "inner": [{"text": "d", "free": {" k ": " v "}}],
        "secret": " s ",
    }
    assert sent["inner"] == [inner]


def test_what_is_answered_keeps_its_blanks() -> None:
    """F-C5"""
    answer = _Outer(name="Gold ", words=[" x"], inner=[_Inner(text=" Elephant ")])
    assert answer.model_dump_json() == (
        '{"name":"Gold ","words":[" x"],"texts":{},"inner":[{"text":" Elephant ","free":null}],"secret":""}'
    )


def test_a_text_of_blanks_is_as_short_as_an_empty_one() -> None:
    with pytest.raises(Invalid) as refused:
        parse({"amount": 1, "currency": "   "}, MoneyModel)
    assert [fault.pointer for fault in refused.value.faults] == ["/currency"]
