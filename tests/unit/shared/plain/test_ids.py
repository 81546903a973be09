"""Ids say what they are and when they were made."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ulid import ULID

from functions.shared.outside import clock, fresh
from functions.shared.plain import ids

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize("prefix", sorted(ids.PREFIXES))
def test_every_prefix_makes_ids(prefix: str) -> None:
    made = fresh.new_id(prefix)
    assert ids.is_id(prefix, made)
    assert ids.is_id(prefix, ids.derived_id(prefix, "a"))
    assert not ids.is_id("cart" if prefix == "ord" else "ord", made)


def test_ids_sort_by_the_shops_time() -> None:
    with clock.frozen(NOON):
        first = fresh.new_id("ord")
    with clock.frozen(NOON + timedelta(milliseconds=1)):
        second = fresh.new_id("ord")
    assert first < second
    assert len({fresh.new_id("ord") for _ in range(1000)}) == 1000


def test_unknown_prefixes_are_a_bug() -> None:
    with pytest.raises(ValueError, match="unknown id prefix"):
        fresh.new_id("user")


PARTS = st.lists(st.text(alphabet=st.characters(exclude_characters="\x1f", exclude_categories=["Cs"]), max_size=10), max_size=4)


@given(PARTS, st.data())
def test_the_same_cause_has_the_same_id(parts: list[str], data: st.DataObject) -> None:
    other = data.draw(st.lists(st.text(alphabet="ab", max_size=3), max_size=4))
    assert ids.derived_id("evt", *parts) == ids.derived_id("evt", *parts)
    if "\x1f".join(other) != "\x1f".join(parts):
        assert ids.derived_id("evt", *parts) != ids.derived_id("evt", *other)


@given(st.uuids())
def test_a_user_has_one_customer_id(subject: uuid.UUID) -> None:
    made = ids.customer_id(str(subject))
    assert ids.is_id("cus", made)
    assert made == ids.customer_id(str(subject).upper())


@pytest.mark.parametrize("text", ["", "ord_", "ord_01JD5Z6N7W8X9Y0Z1A2B3C4D5", "ord_01JD5Z6N7W8X9Y0Z1A2B3C4D5E\n", "ORD_x"])
def test_what_is_no_id(text: str) -> None:
    assert not ids.is_id("ord", text)


def test_a_subject_that_is_no_uuid_is_refused() -> None:
    with pytest.raises(ValueError, match="badly formed"):
        ids.customer_id("ada")


def test_tokens_are_long_and_only_their_hash_is_stored() -> None:
    token = fresh.new_token()
    assert len(token) == 43
    assert token != fresh.new_token()
    assert len(ids.token_hash(token)) == 64
    assert token not in ids.token_hash(token)


@given(st.binary(min_size=16, max_size=16))
def test_ulids_are_those_of_the_package(raw: bytes) -> None:
    text = ids.ulid_of(raw)
    assert text == str(ULID.from_bytes(raw))
    assert ids.bytes_of(text) == raw


@pytest.mark.parametrize("text", ["", "A" * 25, "8" + "0" * 25, "0" * 25 + "U", "0" * 25 + "a", "0" * 25 + "ü", "0" * 27])
def test_what_is_no_ulid_has_no_bytes(text: str) -> None:
    with pytest.raises(ValueError):
        ids.bytes_of(text)


@pytest.mark.parametrize("size", [0, 15, 17, 20])
def test_other_bytes_are_no_ulid(size: int) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        ids.ulid_of(bytes(size))


def test_ids_of_one_millisecond_sort_as_they_were_made() -> None:
    with clock.frozen(NOON):
        made = [fresh.new_ulid() for _ in range(1000)]
    assert made == sorted(set(made))
    assert ULID.from_str(made[0]).datetime == NOON


def test_threads_share_no_id() -> None:
    with clock.frozen(NOON), ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: fresh.new_ulid(), range(2000)))
    assert len(set(made)) == len(made)
