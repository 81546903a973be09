"""Who is written to: the order's address, else the account's; a registration's address; and an unproven one not without end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.customers.accounts.register import register
from functions.customers.model.customer import Customer
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, CustomersTable, customer_pk
from functions.notifications.app import notify as consume
from functions.notifications.sending import notify as telling
from functions.notifications.sending.guest_limit import MOST_PER_HOUR
from functions.notifications.store.records import HourRecord
from functions.shared.events.envelope import Envelope
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.plain.settings import settings
from tests.integration.customers.conftest import PASSWORD, jwks, pool  # noqa: F401 — the user pool
from tests.support.events import events_in, sqs_of_events
from tests.support.orders import an_order, paid_event, store_order

ADDRESS = "li.lei@example.com"


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def mails() -> list[Any]:
    return list(ses_backends["123456789012"]["us-east-1"].sent_messages)


def told(*events: Envelope) -> None:
    assert consume(sqs_of_events(events), None) == {"batchItemFailures": []}


def an_account(language: str = "zh") -> Customer:
    customer = Customer(fresh.new_id("cus"), ADDRESS, "李雷", language, "2026-01-01T00:00:00.000Z")
    CustomerRecord(pk=customer_pk(customer.id), sk=CUSTOMER_SK, kind="customer", body=dump(customer)).save()
    return customer


@pytest.mark.parametrize(("given", "to"), [(None, ADDRESS), ("gift@example.com", "gift@example.com")])
def test_a_signed_in_buyer_who_gave_no_address_is_written_to_at_their_account(given: str | None, to: str) -> None:
    """F-D1"""
    order = store_order(replace(an_order(email=given), customer_id=an_account().id))
    told(paid_event(order), paid_event(order))
    (sent,) = mails()
    assert sent.destinations["ToAddresses"] == [to]


def test_an_order_without_a_language_is_told_in_the_accounts() -> None:
    """F-D1"""
    order = store_order(replace(an_order(email=None, language=""), customer_id=an_account("en").id))
    told(paid_event(order))
    assert mails()[0].subject.isascii()


def test_a_code_is_mailed_and_a_taken_address_is_told_so() -> None:
    """F-B2"""
    register(ADDRESS, PASSWORD, name="Lei", language="en")
    boto3.client("cognito-idp").admin_create_user(UserPoolId=settings().user_pool_id, Username="has@example.com", MessageAction="SUPPRESS")
    register("has@example.com", PASSWORD, name="", language="zh")
    told(*events_in(CustomersTable))
    by_address = {mail.destinations["ToAddresses"][0]: mail for mail in mails()}
    code = by_address[ADDRESS].subject.removeprefix("Your code: ")
    assert (len(code), code.isdigit(), code in by_address[ADDRESS].body) == (6, True, True)
    assert by_address["has@example.com"].subject == "您已有账户"


def test_an_unproven_address_gets_so_many_mails_an_hour_and_a_customers_any_number() -> None:
    """F-B10"""
    with clock.frozen(times.parse("2026-11-26T10:00:00Z")):
        guests = [store_order(an_order(email=ADDRESS)) for _ in range(MOST_PER_HOUR + 2)]
        told(*(paid_event(order) for order in guests))
        assert len(mails()) == MOST_PER_HOUR
        told(*(paid_event(order) for order in guests))
        assert len(mails()) == MOST_PER_HOUR, "told again, still skipped"
        told(paid_event(store_order(replace(an_order(email=None), customer_id=an_account().id))))
        assert len(mails()) == MOST_PER_HOUR + 1
    with clock.frozen(times.parse("2026-11-26T11:00:00Z")):
        told(paid_event(store_order(an_order(email=ADDRESS))))
        assert len(mails()) == MOST_PER_HOUR + 2


def counted() -> list[int]:
    """Against the limits of each hour."""
    return [int(one.sent) for one in HourRecord.scan(HourRecord.kind == "mails_of_hour")]


@pytest.mark.parametrize("at", ["judged", "rendered"])
def test_a_mail_whose_worker_died_counts_once_before_it_was_counted_and_after(monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    """F-B10"""
    told_of, start = paid_event(store_order(an_order(email=ADDRESS))), times.parse("2026-11-26T10:00:00Z")

    def dies(*_: Any) -> None:
        raise KeyboardInterrupt

    with clock.frozen(start), monkeypatch.context() as crash:
        crash.setattr(telling, at, dies)
        with pytest.raises(KeyboardInterrupt):
            consume(sqs_of_events([told_of]), None)
    with clock.frozen(start + telling.LEASE + timedelta(seconds=1)):
        told(told_of)
    assert (len(mails()), counted()) == (1, [1])


def test_a_mail_that_waited_for_its_turn_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-B10"""
    told_of, start = paid_event(store_order(an_order(email=ADDRESS))), times.parse("2026-11-26T10:00:00Z")
    with clock.frozen(start), monkeypatch.context() as busy:
        busy.setattr(telling, "wait_for_turn", lambda *_: False)
        told(told_of)
    assert mails() == []
    with clock.frozen(start + timedelta(minutes=6)):
        told(told_of)
    assert (len(mails()), counted()) == (1, [1])
