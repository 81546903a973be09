"""ADR 0018: how long the first answer of a call is kept, to whom it is told, and what is said where it is not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from functions.platform.store.records import PlatformTable
from functions.shared.http.idempotency import LARGEST_KEPT, AlreadyAnswered, Answer, IdempotencyKey, key_for
from functions.shared.http.proof import nothing_proven, opened
from functions.shared.outside import clock
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.transactions import transact

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = timedelta(hours=24)


@pytest.fixture(autouse=True)
def _request() -> Iterator[None]:
    with nothing_proven(), clock.frozen(NOON):
        yield


def a_key(*, person: str = "cus_1", by_resource: bool = False, body: bytes = b"{}") -> IdempotencyKey:
    key = "4d7c6a9e-2b0f-4f52-9d0f-3a1b7f6f3c55"
    return key_for(PlatformTable, key, person=person, by_resource=by_resource, operation="POST /v1/x", path="/v1/x?", body=body)


def test_the_first_answer_is_told_again_to_the_same_call_only() -> None:
    assert a_key().first_answer() is None
    transact([a_key().remember(201, '{"name": "杯"}', '"7"')])
    assert a_key().first_answer() == Answer(a_key().fingerprint, 201, '{"name": "杯"}', '"7"')
    assert a_key(person="cus_2").first_answer() is None
    with pytest.raises(Invalid) as reused:
        a_key(body=b"[]").first_answer()
    assert reused.value.code == "idempotency_key_reused"


def test_an_answer_is_kept_for_a_day_to_the_second() -> None:
    """DynamoDB deletes late: what is over is neither told nor in the way."""
    transact([a_key().remember(201, "first")])
    with clock.frozen(NOON + DAY - timedelta(seconds=1)):
        assert a_key().first_answer() is not None
        with pytest.raises(AlreadyAnswered):
            transact([a_key().remember(201, "second")])
    with clock.frozen(NOON + DAY):
        assert a_key().first_answer() is None
        transact([a_key(body=b"[]").remember(201, "second")])
        assert a_key(body=b"[]").first_answer() == Answer(a_key(body=b"[]").fingerprint, 201, "second")


def test_what_was_answered_before_anything_was_opened_is_found_afterwards() -> None:
    """The person's own answers come second; those of what was opened first."""
    transact([a_key(by_resource=True).remember(201, "before")])
    opened("cart", "cart_1")
    assert a_key(by_resource=True).first_answer() == Answer(a_key().fingerprint, 201, "before")
    assert a_key(person="", by_resource=True).first_answer() is None
    transact([a_key(by_resource=True).remember(201, "after")])
    assert a_key(by_resource=True).first_answer() == Answer(a_key().fingerprint, 201, "after")
    assert a_key(person="", by_resource=True).first_answer() == Answer(a_key().fingerprint, 201, "after")


def test_a_guest_and_a_person_with_the_same_key_are_told_nothing_of_each_other() -> None:
    """F-B3"""
    transact([a_key(person="", by_resource=True).remember(201, "the guest's")])
    assert a_key(by_resource=True).first_answer() is None
    opened("cart", "cart_1")
    assert a_key(person="", by_resource=True).first_answer() is None
    with nothing_proven():
        assert a_key(person="", by_resource=True).first_answer() is not None


def test_of_an_answer_that_was_too_large_to_be_kept_the_status_is_told() -> None:
    """F-A30"""
    transact([a_key().remember(201, random.Random(1).randbytes(LARGEST_KEPT).hex())])
    with pytest.raises(Conflict) as refused:
        a_key().first_answer()
    assert (refused.value.code, refused.value.extra) == ("answer_not_kept", {"first_status": 201})
