"""Face: what gift cards and credit paid of an order that is placed in this moment, as captured payments of the same transaction.

No provider is asked and none tells anything later: the value was taken from its ledger (functions/loyalty) beside these writes. From here
on they are payments like others: refunds, amendments and cancelled orders give them back (providers/stored_value.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from functions.payments.attempts.start_payment import counted
from functions.payments.model.attempt import Attempt
from functions.payments.model.ledger import entry_of
from functions.payments.model.payment_state import PaymentStatus
from functions.payments.model.provider_event import EventType
from functions.payments.providers.answered import answered
from functions.payments.providers.stored_value import ACCOUNT
from functions.payments.store.ledger_store import ledger_record
from functions.payments.store.payment_lists import constant_places, status_place
from functions.payments.store.records import PAYMENT_SK, PaymentRecord, PaymentsTable, ProviderEventRecord, order_partition, payment_pk
from functions.shared.events.contracts.payments import PaymentCaptured
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.plain.bodies import dump
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money
from functions.shared.store.transactions import Write, put_new


@dataclass(frozen=True)
class Tendered:
    """`provider`: gift_card | store_credit; `account`: which, as its ledger names it."""

    payment_id: str
    provider: str
    account: str
    amount: int


@dataclass(frozen=True)
class TenderedOrder:
    order_id: str
    number: str
    customer_id: str | None
    currency: str
    language: str
    placed_at: str


def tender_writes(order: TenderedOrder, tenders: Sequence[Tendered]) -> list[Write]:
    """For the transaction that places the order."""
    return [*[write for one in tenders for write in _captured(order, one)], *([counted(order.order_id, len(tenders))] if tenders else [])]


def _captured(order: TenderedOrder, tender: Tendered) -> list[Write]:
    money, at = Money(tender.amount, order.currency), order.placed_at
    attempt = Attempt(
        id=tender.payment_id,
        order_id=order.order_id,
        order_number=order.number,
        customer_id=order.customer_id,
        provider=tender.provider,
        account=ACCOUNT,
        method=tender.provider,
        capture="auto",
        money=money,
        return_url="",
        language=order.language,
        created_at=at,
        expires_at=at,
    )
    fact = answered(EventType.CHARGE_SUCCESS, attempt, tender.account, money, occurred_at=at)
    listed_pk, listed_sk = status_place(attempt, PaymentStatus.CAPTURED.value)
    record = PaymentRecord(
        pk=payment_pk(attempt.id),
        sk=PAYMENT_SK,
        kind="payment",
        body=dump(attempt),
        status=PaymentStatus.CAPTURED.value,
        captured=tender.amount,
        refundable=tender.amount,
        captured_at=at,
        provider_ref=tender.account,
        gsi1pk=order_partition(order.order_id),
        gsi1sk=f"{at}#{attempt.id}",
        listed_pk=listed_pk,
        listed_sk=listed_sk,
    )
    told_by = ProviderEventRecord(
        pk=record.pk, sk=f"PEV#{fact.digest}", kind="provider_event", body=dump(fact), **constant_places(attempt)
    )  # fmt: skip
    entry = entry_of(fact, provider=tender.provider, payment_id=attempt.id, order_id=order.order_id)
    told = PaymentCaptured(attempt.id, order.order_id, tender.provider, tender.account, tender.amount, order.currency, at)
    actor = Actor("provider", tender.provider)
    return [
        put_new(record),
        put_new(told_by),
        *([put_new(ledger_record(entry, fact.digest))] if entry else []),
        event_put(PaymentsTable, record.pk, told, subject=attempt.id, actor=actor, cause=fact.business_key),
    ]
