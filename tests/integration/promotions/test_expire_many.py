"""Coupons that end, or are told of their end, in the same minute: many per transaction, each once."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from functions.promotions.app import run_due
from functions.promotions.coupons import expire_coupons
from functions.promotions.model.codes import key, made
from functions.promotions.store.due import set_due
from functions.promotions.store.records import CODE_SK, FLASH_SK, CodeRecord, PromotionsTable, code_pk, customer_pk, due_pk, flash_pk
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.transactions import Write, transact
from tests.integration.orders.buyer import counted
from tests.integration.promotions.shop import NOON, a_coupon, funds
from tests.support.events import events_in, sqs

END = times.iso(NOON + timedelta(days=1))


def handed_out(coupon_id: str, number: int, worth: int = 1000) -> list[list[str]]:
    """Claimed coupons that end at END, written straight; their keys."""
    keys = []
    for n in range(number):
        code = made(coupon_id.encode(), n)
        record = CodeRecord(pk=code_pk(key(code)), sk=CODE_SK, kind="code", code=code, state="claimed", coupon_id=coupon_id)
        record.customer_id, record.worth, record.expires_at = f"cus_{uuid.uuid4().hex}", worth, END
        record.gsi1pk, record.gsi1sk = customer_pk(record.customer_id), code
        set_due(record)
        record.save()
        keys.append([record.pk, CODE_SK])
    return keys


def test_a_message_of_a_full_transaction_takes_two_requests() -> None:
    """I03: also with the releases of two budgets, and one more transaction where one does not hold them all."""
    first, second = (a_coupon(distribution="claim", limits={"budget": 500_000})["id"] for _ in range(2))
    keys = [*handed_out(first, 25), *handed_out(second, 24)]
    with clock.frozen(NOON + timedelta(days=1)):
        with counted() as calls:
            assert run_due(sqs([{"keys": keys}]), None) == {"batchItemFailures": []}
        assert calls == {"BatchGetItem": 1, "TransactWriteItems": 1}
        more = handed_out(first, 75)[25:]
        with counted() as calls:
            assert run_due(sqs([{"keys": more}]), None) == {"batchItemFailures": []}
        assert calls == {"BatchGetItem": 1, "TransactWriteItems": 2}
    assert len(events_in(PromotionsTable, "coupon.expired")) == 99
    assert (funds(first).budget_left, funds(second).budget_left) == (500_000 + 75_000, 500_000 + 24_000)


def test_holders_are_told_many_at_a_time_and_once() -> None:
    """I03"""
    keys = handed_out(a_coupon(distribution="claim")["id"], 49)
    with clock.frozen(NOON + timedelta(seconds=1)):
        with counted() as calls:
            assert run_due(sqs([{"keys": keys}]), None) == {"batchItemFailures": []}
        assert calls == {"BatchGetItem": 2, "TransactWriteItems": 1}
        assert run_due(sqs([{"keys": keys}]), None) == {"batchItemFailures": []}
    told = events_in(PromotionsTable, "coupon.expiring")
    assert (len(told), len({e.data["customer_id"] for e in told})) == (49, 49)
    assert {record.due_at for record in CodeRecord.scan(CodeRecord.state == "claimed")} == {END}


def test_one_that_another_worker_ended_in_between_does_not_make_the_others_dear(monkeypatch: pytest.MonkeyPatch) -> None:
    """I03: read again, it is not due any more; the others still go together."""
    coupon = a_coupon(distribution="claim", limits={"budget": 500_000})["id"]
    keys = handed_out(coupon, 40)
    overtaken: list[Any] = []

    def after_another_worker(writes: list[Write]) -> None:
        if not overtaken:
            overtaken.append(keys[7])
            expire_coupons.work_on({"keys": [keys[7]]})
        transact(writes)

    monkeypatch.setattr(expire_coupons, "transact", after_another_worker)
    with clock.frozen(NOON + timedelta(days=1)), counted() as calls:
        assert run_due(sqs([{"keys": keys}]), None) == {"batchItemFailures": []}
    assert calls == {"BatchGetItem": 3, "TransactWriteItems": 3}
    assert (len(events_in(PromotionsTable, "coupon.expired")), funds(coupon).budget_left) == (40, 540_000)


def test_a_flash_sale_that_cannot_be_closed_stops_no_coupon() -> None:
    """I03: only its message is tried again."""
    keys = handed_out(a_coupon(distribution="claim")["id"], 2)
    with clock.frozen(NOON + timedelta(days=1)):
        broken = PromotionsTable(pk=flash_pk("unknown"), sk=FLASH_SK, body="{}", due_pk=due_pk(1), due_at=times.iso(clock.now()))
        broken.save()
        answer = run_due(sqs([{"keys": [[broken.pk, broken.sk], *keys]}]), None)
    assert len(answer["batchItemFailures"]) == 1
    assert len(events_in(PromotionsTable, "coupon.expired")) == 2


def test_a_coupon_that_always_fails_stops_no_other_and_is_left_to_people_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of those in one message one cannot be ended: the others are; it is tried ever more rarely, then only from the dead letters."""
    keys = handed_out(a_coupon(distribution="claim")["id"], 3)
    start, asked, ending = NOON + timedelta(days=1), list[int](), expire_coupons._ending
    for pk, sk in keys:
        CodeRecord(pk, sk).update([CodeRecord.due_at.set(END)])

    def broken(record: CodeRecord) -> Any:
        if record.pk == keys[1][0]:
            raise RuntimeError("a fault that no repetition mends")
        return ending(record)

    monkeypatch.setattr(expire_coupons, "_ending", broken)
    for minute in range(6 * 60):
        with clock.frozen(start + timedelta(minutes=minute)):
            if due := list(expire_coupons._due_keys()):
                asked.append(minute)
                answer = run_due(sqs([{"keys": due}]), None)
                assert len(answer["batchItemFailures"]) == 1
                again = run_due(sqs([{"keys": due}]), None)["batchItemFailures"]
                assert bool(again) is (minute == 243), "delivered again it fails only when it is the last time"
    assert asked == [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]
    assert len(events_in(PromotionsTable, "coupon.expired")) == 2
    monkeypatch.setattr(expire_coupons, "_ending", ending)
    assert run_due(sqs([{"keys": [keys[1]]}]), None) == {"batchItemFailures": []}
    assert (len(events_in(PromotionsTable, "coupon.expired")), CodeRecord.get(keys[1][0], CODE_SK).state) == (3, "expired")
