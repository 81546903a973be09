"""I03: the holder of a coupon hears once that it ends, in their language."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.customers.model.customer import Customer
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, customer_pk
from functions.notifications.app import notify as consume
from functions.notifications.store.records import NotificationsTable
from functions.shared.events.contracts.points import PointsExpiring
from functions.shared.events.contracts.promotions import CouponExpiring
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump
from tests.support.events import sqs_of_events


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def expiring(customer_id: str) -> Envelope:
    data = CouponExpiring("cpn_1", customer_id, "2026-11-12T16:00:00.000Z", {"zh": "减十元", "en": "Ten off"})
    return Envelope(ids.derived_id("evt", customer_id), CouponExpiring.TYPE, 1, "2026-11-11T16:00:00.000Z", "cpn_1", SYSTEM, vars(data))


@pytest.mark.parametrize(
    ("language", "subject", "line"),
    [
        ("zh", "您的优惠券“减十元”即将到期", "将于 2026-11-13 00:00 (UTC+0800) 到期"),
        ("en-GB", "Your coupon “Ten off” ends soon", "ends at 2026-11-13 00:00 (UTC+0800)"),
    ],
)
def test_the_holder_is_told_once(language: str, subject: str, line: str) -> None:
    customer = Customer(fresh.new_id("cus"), "li.lei@example.com", "李雷", language, "2026-01-01T00:00:00.000Z")
    CustomerRecord(pk=customer_pk(customer.id), sk=CUSTOMER_SK, kind="customer", body=dump(customer)).save()
    with clock.frozen(times.parse("2026-11-11T16:05:00.000Z")):
        assert consume(sqs_of_events([expiring(customer.id)] * 2), None) == {"batchItemFailures": []}
    (mail,) = ses_backends["123456789012"]["us-east-1"].sent_messages
    assert (mail.destinations["ToAddresses"], mail.subject, line in mail.body) == (["li.lei@example.com"], subject, True)


def test_a_customer_who_is_gone_is_skipped() -> None:
    customer = fresh.new_id("cus")
    assert consume(sqs_of_events([expiring(customer)]), None) == {"batchItemFailures": []}
    (message,) = NotificationsTable.query(f"CUS#{customer}")
    assert '"reason":"no_email"' in (message.body or "")


def test_who_has_points_that_end_is_told_how_many_and_when() -> None:
    customer = Customer(fresh.new_id("cus"), "li.lei@example.com", "李雷", "zh", "2026-01-01T00:00:00.000Z")
    CustomerRecord(pk=customer_pk(customer.id), sk=CUSTOMER_SK, kind="customer", body=dump(customer)).save()
    data = PointsExpiring(customer.id, 300, "2026-11-12T16:00:00.000Z")
    told = Envelope("evt_1", data.TYPE, 1, "2026-11-11T16:00:00.000Z", customer.id, SYSTEM, vars(data))
    with clock.frozen(times.parse("2026-11-11T16:05:00.000Z")):
        assert consume(sqs_of_events([told] * 2), None) == {"batchItemFailures": []}
    (mail,) = ses_backends["123456789012"]["us-east-1"].sent_messages
    assert (mail.subject, "300 积分" in mail.body, "2026-11-13 00:00 (UTC+0800)" in mail.body) == ("您的部分积分即将到期", True, True)
