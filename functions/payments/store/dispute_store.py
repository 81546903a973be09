"""Cases of disputes: opened and closed in the transaction of the fact that the provider told, changed by staff under their version."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from functions.payments.model.dispute import OF_DISPUTES, Dispute, DisputeStatus, deadline_of, dispute_status
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.store.records import DISPUTE_SK, DisputeRecord, PaymentsTable, dispute_pk, disputes_partition
from functions.payments.store.repository import History
from functions.shared.events.contracts.payments import PaymentDisputeClosed, PaymentDisputed
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.plain import ids
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money
from functions.shared.plain.pages import Page
from functions.shared.sealing import opened_body, sealed_body
from functions.shared.store.listing import in_turn, query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, Write
from functions.shared.store.versions import locked_put

_SEALED = ("evidence", "files.*.name")
"""What the payer said, bought and signed for: sealed with the key of their order (ADR 77)."""


@dataclass(frozen=True)
class KnownDispute:
    dispute: Dispute
    status: DisputeStatus
    version: int


def find_dispute(dispute_id: str) -> KnownDispute | None:
    record = find(DisputeRecord, dispute_pk(dispute_id), DISPUTE_SK) if ids.is_id("dsp", dispute_id) else None
    return _known(record) if record else None


def disputes(*, is_open: bool, limit: int, cursor: str | None) -> Page[KnownDispute]:
    """Those that must be answered first come first; of the closed ones the latest."""
    partition = disputes_partition(is_open=is_open)
    page = query_page(DisputeRecord, partition, query={"open": is_open}, limit=limit, cursor=cursor, index="gsi1", newest_first=not is_open)
    return Page([_known(record) for record in page.data], page.next_cursor)


def all_disputes(*, limit: int, cursor: str | None) -> Page[KnownDispute]:
    """Those that must be answered, then the closed ones, each in their order."""
    lists = [partial(disputes, is_open=is_open) for is_open in (True, False)]
    return in_turn(lists, query={"disputes": "all"}, limit=limit, cursor=cursor)


def dispute_writes(known: History, event: ProviderEvent) -> list[Write]:
    """What the fact does to its case: opens it, or closes it. Nothing for facts about anything else."""
    if event.type not in OF_DISPUTES or event.money is None:
        return []
    case = find_dispute(ids.derived_id("dsp", known.attempt.id, event.provider_ref))
    dispute = _told(known, event, event.money, case)
    status = dispute_status([*known.events, event], dispute)
    writes: list[Write] = [changed(dispute, status, case.version if case else 0)]
    payload = _payload(dispute, event, status, case)
    if payload is not None:
        actor = Actor("provider", dispute.provider)
        pk = dispute_pk(dispute.id)
        writes.append(event_put(PaymentsTable, pk, payload, subject=dispute.id, actor=actor, cause=event.business_key))
    return writes


def changed(dispute: Dispute, status: DisputeStatus, version: int) -> Put:
    """The case as it is now, provided it is still in `version` (0: not there). Fails with Overtaken."""
    record = DisputeRecord(
        pk=dispute_pk(dispute.id),
        sk=DISPUTE_SK,
        kind="dispute",
        version=version + 1,
        status=status.value,
        body=sealed_body(dispute, _SEALED, key=dispute.order_id, place=f"{dispute_pk(dispute.id)}|{DISPUTE_SK}"),
        gsi1pk=disputes_partition(is_open=not status.is_over),
        gsi1sk=f"{dispute.deadline}#{dispute.id}",
    )
    return locked_put(record, version)


def _told(known: History, event: ProviderEvent, money: Money, case: KnownDispute | None) -> Dispute:
    """The case with what the event says of it. An outcome can be told before the opening, which then only adds reason and deadline."""
    attempt = known.attempt
    fresh = Dispute(
        id=ids.derived_id("dsp", attempt.id, event.provider_ref),
        payment_id=attempt.id,
        order_id=attempt.order_id,
        order_number=attempt.order_number,
        provider=attempt.provider,
        provider_ref=event.provider_ref,
        money=money,
        reason=event.reason,
        opened_at=event.occurred_at,
        deadline=deadline_of(event),
    )
    if case is None:
        return fresh
    if event.type is not EventType.CHARGE_BACK:
        return case.dispute
    return replace(case.dispute, money=money, reason=fresh.reason, opened_at=fresh.opened_at, deadline=fresh.deadline)


def _payload(dispute: Dispute, event: ProviderEvent, status: DisputeStatus, case: KnownDispute | None) -> Payload | None:
    money = dispute.money
    if event.type is EventType.CHARGE_BACK_REVERSE and event.money is not None:
        money = event.money  # what is ours again, which may be less than was asked for
    about = (dispute.id, dispute.payment_id, dispute.order_id, dispute.provider, money.amount, money.currency)
    if event.type is EventType.CHARGE_BACK:
        if status.is_over:
            return PaymentDisputeClosed(*about, status.value, opened_at=event.occurred_at)
        return PaymentDisputed(*about, dispute.reason, dispute.deadline, event.occurred_at)
    if case is not None and case.status is status:
        return None
    return PaymentDisputeClosed(*about, status.value, event.occurred_at)


def _known(record: DisputeRecord) -> KnownDispute:
    dispute = opened_body(Dispute, record.body, place=f"{record.pk}|{record.sk}")
    return KnownDispute(dispute, DisputeStatus(record.status), int(record.version))
