"""Reading payments: one item, a payment with everything known of it, or the payments of an order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field, replace
from typing import Any, cast

from functions.payments.model.attempt import Attempt
from functions.payments.model.capture import Capture, CaptureStatus
from functions.payments.model.provider_event import ProviderEvent
from functions.payments.model.refund import Refund
from functions.payments.model.risk.assessment import Assessment
from functions.payments.store.records import (
    PAYMENT_SK,
    CaptureRecord,
    PaymentRecord,
    PaymentsTable,
    ProviderEventRecord,
    QuarantineRecord,
    RefundRecord,
    on_delivery_partition,
    order_partition,
    payment_pk,
)
from functions.payments.store.risk_items import AssessmentRecord
from functions.shared.plain import ids
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.pages import Page
from functions.shared.store.listing import query_all, query_page
from functions.shared.store.records import Record, connection, find, find_many


@dataclass(frozen=True)
class KnownRefund:
    """`fresh`: it has no item yet."""

    record: RefundRecord
    refund: Refund
    fresh: bool = False


@dataclass(frozen=True)
class KnownCapture:
    record: CaptureRecord
    capture: Capture

    @property
    def pending(self) -> bool:
        return self.record.status == CaptureStatus.PENDING


@dataclass(frozen=True)
class History:
    """A payment and all that is known of it, as of one moment (`record.version`)."""

    record: PaymentRecord
    attempt: Attempt
    events: list[ProviderEvent]
    refunds: dict[str, KnownRefund]
    quarantined: frozenset[str]
    captures: list[KnownCapture] = field(default_factory=list)
    risk: Assessment | None = None


def find_payment(payment_id: str) -> PaymentRecord | None:
    """One GetItem; None for an id that names no payment."""
    if not ids.is_id("pay", payment_id):
        return None
    return find(PaymentRecord, payment_pk(payment_id), PAYMENT_SK)


def attempt_of(record: PaymentRecord) -> Attempt:
    attempt = load(Attempt, record.body)
    return replace(attempt, provider_ref=record.provider_ref or "", expires_at=record.expires_at or attempt.expires_at)


def order_numbers(payment_ids: Iterable[str]) -> dict[str, str]:
    """Of what each of them pays, by payment. One BatchGetItem per 100."""
    wanted = {payment_pk(one): one for one in payment_ids if ids.is_id("pay", one)}
    found = find_many({PaymentRecord: [(pk, PAYMENT_SK) for pk in wanted]}, consistent=False) if wanted else {}
    return {
        wanted[pk]: load(Attempt, record.body).order_number for (_, pk, _), record in found.items() if isinstance(record, PaymentRecord)
    }


def history(payment_id: str) -> History | None:
    """One consistent Query: payment, provider events, quarantine and refunds lie next to each other."""
    if not ids.is_id("pay", payment_id):
        return None
    models: dict[str, type[Record]] = {
        "payment": PaymentRecord,
        "provider_event": ProviderEventRecord,
        "quarantine": QuarantineRecord,
        "refund": RefundRecord,
        "capture": CaptureRecord,
        "assessment": AssessmentRecord,
    }
    found: dict[str, list[Any]] = {kind: [] for kind in models}
    start: dict[str, Any] | None = None
    while True:
        answer = _query(payment_pk(payment_id), start)
        for item in answer["Items"]:
            kind = item["kind"]["S"]
            found[kind].append(models[kind].from_raw_data(item))
        start = answer.get("LastEvaluatedKey")
        if start is None:
            break
    if not found["payment"]:
        return None
    record = cast("PaymentRecord", found["payment"][0])
    refunds = [KnownRefund(item, load(Refund, item.body)) for item in found["refund"]]
    return History(
        record=record,
        attempt=attempt_of(record),
        events=[load(ProviderEvent, item.body) for item in found["provider_event"]],
        refunds={known.refund.reference: known for known in refunds},
        quarantined=frozenset(item.sk for item in found["quarantine"]),
        captures=[KnownCapture(item, load(Capture, item.body)) for item in found["capture"]],
        risk=load(Assessment, found["assessment"][0].body) if found["assessment"] else None,
    )


def payments_of(order_id: str, *, limit: int, cursor: str | None) -> Page[PaymentRecord]:
    """The payments of an order, oldest first."""
    return query_page(PaymentRecord, order_partition(order_id), query={"payments": order_id}, limit=limit, cursor=cursor, index="gsi1")


def find_on_delivery(order_number: str) -> Attempt | None:
    """The attempt by which the order was to be paid on delivery, from the index."""
    newest = query_all(PaymentRecord, on_delivery_partition(order_number), index="gsi2", newest_first=True)
    return next((attempt_of(record) for record in newest), None)


def histories_of(order_id: str, of: Callable[[Attempt], bool] = lambda _: True) -> list[History]:
    """Everything known of the order's payments, oldest first: each read consistently, its being there by the index. `of`: by what an
    attempt is from its beginning, so that nothing is read of others."""
    records = query_all(PaymentRecord, order_partition(order_id), index="gsi1")
    found = [history(record.pk.removeprefix(payment_pk(""))) for record in records if of(attempt_of(record))]
    return [known for known in found if known is not None]


def _query(pk: str, start: dict[str, Any] | None) -> dict[str, Any]:
    request: dict[str, Any] = {
        "TableName": PaymentsTable.Meta.table_name,
        "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
        "ExpressionAttributeValues": {":pk": {"S": pk}, ":first": {"S": PAYMENT_SK}, ":last": {"S": "REF#~"}},
        "ConsistentRead": True,
    }
    if start is not None:
        request["ExclusiveStartKey"] = start
    return cast("dict[str, Any]", connection().client.query(**request))
