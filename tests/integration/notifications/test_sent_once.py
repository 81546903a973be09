"""P07: once per event and person, whoever dies, hangs or is slow between the claim of a message and its mark (ADR 118)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.notifications.app import note_mail_events, notify
from functions.notifications.channels import mail
from functions.notifications.model.channel import NotSent
from functions.notifications.model.message import Message
from functions.notifications.model.rules import WORD
from functions.notifications.sending import notify as telling
from functions.notifications.sending import rendering
from functions.notifications.store.messages import due_messages, messages_in_partition
from functions.notifications.store.records import order_pk
from functions.orders.store.records import OrdersTable
from functions.shared.events.contracts.orders import OrderRefunded
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.events.events import envelope_of, event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.support.events import sqs, sqs_of_events
from tests.support.orders import an_order, store_order

NOW = times.parse("2026-11-27T08:00:00Z")


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


@pytest.fixture
def event() -> Envelope:
    """A refund, and a buyer."""
    order = store_order(an_order(language="en", email="buyer@example.com"))
    told = OrderRefunded(order.summary(), "rf_1", "pay_1", 1234, "CNY", 0, 1234, 1234, fully=False, reason="broken", refunded_at="")
    put = event_put(OrdersTable, "x", told, subject=order.id, actor=SYSTEM, cause="rf_1 succeeded", at=NOW)
    return envelope_of(put.record)


def mails() -> int:
    return len(ses_backends["123456789012"]["us-east-1"].sent_messages)


def told(event: Envelope, at: datetime = NOW) -> bool:
    """Whether nothing is left for the queue."""
    with clock.frozen(at):
        return not notify(sqs_of_events([event]), None)["batchItemFailures"]


def kept(event: Envelope) -> Message:
    (one,) = messages_in_partition(order_pk(event.subject), limit=9).data
    return one


def ses_tells(event: Envelope, kind: str = "Send") -> None:
    tags = {"message_id": [kept(event).id], "of": [f"ORD-{event.subject}"], "stage": ["test"]}
    assert note_mail_events(sqs([{"told": kind, "tags": tags, "at": "2026-11-27T08:00:01Z"}]), None) == {"batchItemFailures": []}


def sent_and(then: Callable[[], None]) -> Callable[..., str]:
    """SES has the mail; and then."""
    send = mail.send

    def sends(*what: Any) -> str:
        found = send(*what)
        then()
        return found

    return sends


def lose_the_answer() -> None:
    raise NotSent("no_answer", word_follows=True)


def test_a_mail_whose_answer_was_lost_is_not_sent_again_once_ses_tells_of_it(event: Envelope, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as lost:
        lost.setattr(mail, "send", sent_and(lose_the_answer))
        assert told(event), "it waits by itself, not in the queue"
    assert (mails(), kept(event).state.value, kept(event).reason) == (1, "failed", "no_answer")
    assert list(due_messages(NOW + WORD - timedelta(seconds=1), most=9)) == [], "what SES tells is waited for"
    ses_tells(event)
    assert kept(event).state.value == "sent"
    assert list(due_messages(NOW + timedelta(days=1), most=9)) == []
    assert told(event, NOW + timedelta(hours=1))
    assert mails() == 1


def test_without_a_word_of_ses_it_is_sent_again_since_it_may_not_have_it(event: Envelope, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as lost:
        lost.setattr(mail, "send", lambda *_: lose_the_answer())
        assert told(event)
    assert len(list(due_messages(NOW + WORD, most=9))) == 1
    assert told(event, NOW + WORD)
    assert (mails(), kept(event).state.value) == (1, "sent")


def test_a_worker_that_dies_between_sending_and_marking_leaves_the_mark_to_ses(event: Envelope, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as crash:
        crash.setattr(telling, "mark_sent", dies)
        with pytest.raises(KeyboardInterrupt):
            told(event)
    assert (mails(), kept(event).state.value) == (1, "sending")
    assert not told(event, NOW + timedelta(seconds=1)), "perhaps somebody is at it"
    ses_tells(event)
    assert told(event, NOW + timedelta(minutes=6))
    assert (mails(), kept(event).state.value) == (1, "sent")


def test_ses_may_tell_of_it_before_its_sender_does(event: Envelope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "send", sent_and(lambda: ses_tells(event, "Delivery")))
    assert told(event)
    assert (mails(), kept(event).state.value) == (1, "delivered")


def test_who_was_slow_finds_their_message_taken_and_sends_nothing(event: Envelope, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two consumers at once: the second one takes over when the lease of the first is over, who then is quick again."""
    rendered, real, by_second = rendering.rendered, clock.now, list[bool]()

    def slow(*what: Any) -> Any:
        monkeypatch.setattr(telling, "rendered", rendered)
        by_second.append(told(event, NOW + telling.LEASE + timedelta(seconds=1)))
        monkeypatch.setattr(clock, "now", lambda: real() + telling.LEASE + timedelta(seconds=2))
        return rendered(*what)

    monkeypatch.setattr(telling, "rendered", slow)
    assert not told(event), "it comes again, and finds it sent"
    assert (by_second, mails(), kept(event).attempts, kept(event).state.value) == ([True], 1, 2, "sent")


def test_whose_lease_is_nearly_over_renews_it_before_they_send(event: Envelope, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered, late = rendering.rendered, timedelta(seconds=25)

    def slow(*what: Any) -> Any:
        real = clock.now
        monkeypatch.setattr(clock, "now", lambda: real() + late)
        return rendered(*what)

    monkeypatch.setattr(telling, "rendered", slow)
    monkeypatch.setattr(mail, "send", sent_and(lambda: leases.append(kept(event).lease_until)))
    leases: list[str] = []
    assert told(event)
    assert (leases, mails(), kept(event).state.value) == ([times.iso(NOW + late + telling.LEASE)], 1, "sent")
