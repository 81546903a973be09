"""What makes two calls the same call."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from functions.platform.store.records import PlatformTable
from functions.shared.http.idempotency import LARGEST_KEPT, IdempotencyKey, key_for
from functions.shared.http.proof import nothing_proven, opened
from functions.shared.plain.errors import Invalid

KEY = "6f1c1f5e-7d5c-4f0e-9a53-0c8b8e6f2a11"


def made(
    key: str = KEY,
    *,
    person: str = "cus_1",
    by_resource: bool = True,
    operation: str = "POST /v1/x",
    path: str = "/v1/x?",
    body: bytes = b"{}",
) -> IdempotencyKey:
    return key_for(PlatformTable, key, person=person, by_resource=by_resource, operation=operation, path=path, body=body)


@pytest.fixture(autouse=True)
def _request() -> Iterator[None]:
    with nothing_proven():
        yield


@pytest.mark.parametrize("key", ["", "x" * 256, "a\nb", "a\x00", "\u200b"])
def test_unusable_keys_are_refused(key: str) -> None:
    with pytest.raises(Invalid) as caught:
        made(key)
    assert (caught.value.status, caught.value.code) == (422, "invalid_idempotency_key")
    assert caught.value.faults[0].pointer == "/headers/Idempotency-Key"


@pytest.mark.parametrize("key", ["k", "x" * 255, "键", "6f1c1f5e-7d5c-4f0e-9a53-0c8b8e6f2a11"])
def test_usable_keys(key: str) -> None:
    assert made(key).scope.startswith("IDEM#")
    assert key not in made(key).scope or len(key) == 1


def test_callers_and_operations_do_not_share_keys() -> None:
    scopes = {made().scope, made(person="cus_2").scope, made(person="").scope, made(operation="PUT /v1/x").scope, made("k2").scope}
    assert len(scopes) == 5


def test_neither_the_key_nor_what_seals_the_answer_is_printed() -> None:
    """So neither comes into a log by accident."""
    slot = next(made()._slots())
    assert KEY not in repr(made())
    assert repr(slot.secret) not in repr(slot)


def test_the_fingerprint_is_of_what_was_asked() -> None:
    assert made() == made()
    assert made().scope == made(body=b"{ }").scope
    assert len({made().fingerprint, made(body=b"{ }").fingerprint, made(path="/v1/x?a=1").fingerprint}) == 3


def test_what_was_opened_counts_more_than_who_opened_it() -> None:
    """F-B3: so a repetition after the sign-in finds its answer."""
    opened("cart", "cart_1")
    opened("order", "ord_1")
    scopes = {made().scope, made(person="").scope, made(person="cus_2").scope}
    assert len(scopes) == 1
    with nothing_proven():
        opened("cart", "cart_2")
        assert made().scope not in scopes
    with nothing_proven():
        assert made().scope not in scopes


def test_an_answer_is_looked_for_where_it_lies_once_the_call_has_opened_what_it_is_about_to() -> None:
    """And where it lies for the person, if it was given before anything was opened."""
    own, ahead, guests = made().scope, made().kept_at("cart", "cart_1"), made(person="").kept_at("cart", "cart_1")
    theirs = made(by_resource=False).kept_at("cart", "cart_1")
    opened("cart", "cart_1")
    cart = made().scope
    assert ahead == {PlatformTable: [(cart, cart), (own, own)]}
    assert guests == {PlatformTable: [(cart, cart)]}
    assert theirs == {PlatformTable: [(made(by_resource=False).scope,) * 2]}
    assert made().kept_at("order", "ord_1") == ahead, "what is opened already counts first"


def test_operations_of_people_stay_theirs_whatever_they_open() -> None:
    """F-B3"""
    before, plain = made(by_resource=False).scope, IdempotencyKey(KEY, "POST /v1/x", "f", PlatformTable, "cus_1")
    assert plain.scope == before
    opened("cart", "cart_1")
    assert made(by_resource=False).scope == plain.scope == before


@pytest.mark.parametrize(
    ("key", "person", "opens", "weak"),
    [
        ("x" * 15, "", False, True),
        ("x" * 16, "", False, False),
        ("k", "cus_1", False, False),
        ("k", "", True, False),
    ],
)
def test_a_guest_without_proof_needs_a_key_that_nobody_guesses(key: str, person: str, opens: bool, weak: bool) -> None:
    """F-B3"""
    if opens:
        opened("cart", "cart_1")
    one = made(key, person=person)
    assert one.is_weak is weak
    if weak:
        with pytest.raises(Invalid) as caught:
            one.remember(201, "{}")
        assert caught.value.code == "weak_idempotency_key"
    else:
        one.remember(201, "{}")


def test_a_large_answer_is_packed_and_one_that_fits_no_item_is_left_out() -> None:
    """F-A30"""
    packed = made().remember(200, '{"title": "很长的标题"}' * 50_000).record.body or ""
    assert len(packed) < 20_000
    noise = random.Random(1).randbytes(LARGEST_KEPT).hex()
    assert len(made().remember(200, noise).record.body or "") < 500
