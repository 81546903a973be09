"""P07: what further steps tell their buyer: a payment that failed, an invoice and a credit note, a coupon that was given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.loyalty.model.levels import Level, Levels
from functions.loyalty.store.programmes import change_levels
from functions.notifications.app import notify, tell_in_inbox
from functions.notifications.store.inbox import entries_of
from functions.shared.events.contracts.catalog import QuestionAnswered, QuestionAsked
from functions.shared.events.contracts.invoices import InvoiceIssued
from functions.shared.events.contracts.order_notes import OrderHoldExtended
from functions.shared.events.contracts.order_reviews import OrderGroupCompleted
from functions.shared.events.contracts.orders import OrderCancelled, OrderPartiallyPaid
from functions.shared.events.contracts.payments import PaymentFailed
from functions.shared.events.contracts.points import (
    LevelDropped,
    LevelRaised,
    PointsAdjusted,
    PointsGranted,
    PointsReleased,
    PointsTakenBack,
)
from functions.shared.events.contracts.promotions import CouponClaimed, CouponReturned, CouponRevoked
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import as_json
from functions.shared.sealing import key_for
from tests.integration.notifications.channel_shop import ME, customer
from tests.support.events import sqs_of_events
from tests.support.orders import an_order, store_order


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def told(payload: Any, subject: str, cause: str = "1") -> list[str]:
    """The subjects of all mails, after the event was told twice."""
    now = times.iso(clock.now())
    one = Envelope(ids.derived_id("evt", payload.TYPE, subject, cause), payload.TYPE, 1, now, subject, SYSTEM, as_json(payload))
    assert notify(sqs_of_events([one, one]), None) == {"batchItemFailures": []}
    return [str(mail.subject) for mail in ses_backends["123456789012"]["us-east-1"].sent_messages]


def order_of(status: str, language: str = "en") -> str:
    later = times.iso(clock.now() + timedelta(minutes=30))
    order = replace(an_order(language=language), payment_deadline=later)
    key_for(order.id)
    store_order(order, status)
    return order.id


def failed(order_id: str, payment: str) -> PaymentFailed:
    return PaymentFailed(payment, order_id, "sandbox", "declined")


def test_a_payment_that_failed_is_told_once_while_the_order_can_be_paid() -> None:
    """P07: three cards, one mail; after the order was paid or ended, none."""
    order_id = order_of("pending_payment")
    for number in range(3):
        subjects = told(failed(order_id, f"pay_{number}"), f"pay_{number}")
    assert subjects == ["Your payment for order 2025010100001 did not succeed"]
    for status in ("paid", "cancelled"):
        assert len(told(failed(order_of(status), f"pay_{status}"), f"pay_{status}")) == 1


@pytest.mark.parametrize(
    ("kind", "language", "subject"),
    [
        ("invoice", "en", "Invoice RE-7 for order 2025010100001"),
        ("credit_note", "en", "Credit note RE-7 for order 2025010100001"),
        ("credit_note", "zh", "订单 2025010100001 的红字发票 RE-7"),
    ],
)
def test_invoices_and_credit_notes(kind: str, language: str, subject: str) -> None:
    """P07"""
    issued = InvoiceIssued("inv_1", "RE-7", kind, order_of("paid", language), "de", "EUR", 11_900, 1_900)
    assert told(issued, "inv_1") == [subject]
    assert "119.00" in str(ses_backends["123456789012"]["us-east-1"].sent_messages[0].body)


def test_a_coupon_that_was_given_and_not_one_that_was_taken() -> None:
    """P07"""
    customer()
    ends = times.iso(clock.now() + timedelta(days=30))
    assert told(CouponClaimed("cpn_1", ME, ends, "claim"), "cpn_1") == []
    assert told(CouponClaimed("cpn_2", ME, ends, "welcome"), "cpn_2") == ["A coupon for you"]


def test_coupons_that_come_back_and_go() -> None:
    """P07: once for an order however many it used, also to a guest; one that nobody held was taken from nobody."""
    customer()
    order_id = order_of("cancelled")
    for coupon in ("cpn_1", "cpn_2"):
        subjects = told(CouponReturned(coupon, order_id, None, 300, "CNY"), coupon)
    assert subjects == ["Coupons of order 2025010100001 can be used again"]
    assert told(CouponRevoked("cpn_3", None), "cpn_3") == subjects
    assert told(CouponRevoked("cpn_3", ME), "cpn_3", "2")[1:] == ["A coupon of yours was withdrawn"]


def test_points_are_told_when_they_can_be_used_and_lie_in_the_inbox_before() -> None:
    """P07: pending ones call upon nobody; what staff give and take is told as that."""
    customer()
    order_id = order_of("paid")
    ends = times.iso(clock.now() + timedelta(days=365))
    granted = PointsGranted(ME, 120, order_id, "issued", "pending", "", 0, 120)
    assert told(granted, ME) == []
    now = times.iso(clock.now())
    one = Envelope("evt_1", granted.TYPE, 1, now, ME, SYSTEM, as_json(granted))
    assert tell_in_inbox(sqs_of_events([one]), None) == {"batchItemFailures": []}
    (entry,) = entries_of(ME, limit=9, cursor=None).data
    assert (entry.title, "when its returns are over" in entry.text) == ("120 points for order 2025010100001", True)
    assert told(PointsReleased(ME, 120, order_id, "pending", "usable", ends, 120, 0), ME) == ["120 points can be used now"]
    told(PointsTakenBack(ME, 20, order_id, "usable", "issued", ends, 100, 0), ME)
    told(PointsAdjusted(ME, 50, "", "adjusted", "usable", "", 150, 0), ME)
    last = told(PointsAdjusted(ME, 150, "", "usable", "adjusted", "", 0, 0), ME, "2")
    assert last[1:] == ["20 points were taken back", "50 points for you", "150 points were taken off your account"]
    assert "You have 100 points to use." in ses_backends["123456789012"]["us-east-1"].sent_messages[1].body


def test_what_is_still_to_be_paid_and_until_when() -> None:
    """P07"""
    order_id, until = order_of("pending_payment"), "2036-11-12T16:00:00.000Z"
    told(OrderPartiallyPaid(order_id, "2025010100001", "pay_1", 5_000, "CNY", 5_000, 7_900, until), order_id)
    subjects = told(OrderHoldExtended(order_id, "2025010100001", until), order_id)
    assert subjects == ["CNY 79.00 of order 2025010100001 is still to be paid", "You have longer to pay order 2025010100001"]


def test_who_asked_is_told_of_each_answer_once_and_the_shop_of_each_question() -> None:
    """K03: by mail and in the inbox; whoever answers their own question is told nothing."""
    customer()
    subjects = told(QuestionAnswered("qst_1", "ans_1", "prod_1", ME, "merchant"), "qst_1")
    assert subjects == ["Your question has an answer"]
    assert told(QuestionAnswered("qst_1", "ans_2", "prod_1", "", "buyer"), "qst_1", "2") == subjects
    assert len(told(QuestionAsked("qst_1", "prod_1"), "qst_1")) == 1, "no address of the shop is set"
    data = as_json(QuestionAnswered("qst_1", "ans_1", "prod_1", ME, "buyer"))
    one = Envelope("evt_1", QuestionAnswered.TYPE, 1, times.iso(clock.now()), "qst_1", SYSTEM, data)
    for _ in range(2):
        assert tell_in_inbox(sqs_of_events([one]), None) == {"batchItemFailures": []}
    assert [entry.title for entry in entries_of(ME, limit=9, cursor=None).data] == ["Your question has an answer"]


def test_a_level_that_rises_or_drops_is_told_by_its_name() -> None:
    """I11: by mail and in the inbox, in the reader's language; one that is no more has no name."""
    customer(language="zh")
    levels = Levels(enabled=True, levels=[Level("gold", {"zh": "金卡", "en": "Gold"}, 9, 9)])
    change_levels(lambda _: levels, if_match=None, remember=lambda *_: [])
    subjects = told(LevelRaised(ME, "", "gold", "reached"), ME)
    assert subjects == ["您已升级：金卡"]
    assert told(LevelDropped(ME, "gold", "", "dropped"), ME)[1:] == ["您的会员等级有变化"]
    assert "普通会员" in ses_backends["123456789012"]["us-east-1"].sent_messages[1].body
    one = Envelope("evt_1", LevelRaised.TYPE, 1, times.iso(clock.now()), ME, SYSTEM, as_json(LevelRaised(ME, "", "gone", "given")))
    for _ in range(2):
        assert tell_in_inbox(sqs_of_events([one]), None) == {"batchItemFailures": []}
    assert [entry.title for entry in entries_of(ME, limit=9, cursor=None).data] == ["您已升级"]


def test_a_group_that_is_full_is_told_and_one_that_failed_says_why() -> None:
    """I07: by mail, each once."""
    order_id = order_of("paid")
    now = times.iso(clock.now())
    summary = an_order().summary()
    assert told(OrderGroupCompleted(summary, "grp_1", now), order_id) == ["Your group is complete: order 2025010100001"]
    told(OrderCancelled(summary, "group_failed", "paid", paid=True), order_id)
    body = ses_backends["123456789012"]["us-east-1"].sent_messages[-1].body
    assert "Its group did not fill up in time" in body
