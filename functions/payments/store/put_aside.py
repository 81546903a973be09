"""Messages that do not fit our own data: kept as they were understood, told to staff once, and open until somebody decides."""

from __future__ import annotations

from functools import partial

from functions.payments.model.attempt import Attempt
from functions.payments.model.provider_event import ProviderEvent
from functions.payments.store.records import PUT_ASIDE_SK, PaymentsTable, PutAsideRecord, put_aside_partition, put_aside_pk
from functions.shared.events.contracts.payments import PaymentQuarantined
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.pages import Page
from functions.shared.store.again import Overtaken
from functions.shared.store.listing import in_turn, query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Write, put_new

OPEN, APPLIED, DISMISSED = "open", "applied", "dismissed"


@dataclass(frozen=True)
class PutAside:
    """`event` is None where no message is the matter, but that none came (`unresolved`). `payment_id` is empty for an unknown reference."""

    id: str
    provider: str
    reason: str
    received_at: str
    payment_id: str = ""
    order_id: str = ""
    event: ProviderEvent | None = None


@dataclass(frozen=True)
class KnownPutAside:
    message: PutAside
    status: str
    decided_by: str | None = None
    decided_at: str | None = None
    decision: str | None = None


def put_aside_writes(
    provider: str, reason: str, *, cause: str, attempt: Attempt | None = None, event: ProviderEvent | None = None
) -> list[Write]:
    """The kept message and the event that tells of it; nothing when this is kept already (`cause` names it). They fail with Overtaken."""
    name = attempt.id if attempt else provider
    kept = PutAside(
        id=ids.derived_id("qtn", name, cause),
        provider=provider,
        reason=reason,
        received_at=times.iso(clock.now()),
        payment_id=attempt.id if attempt else "",
        order_id=attempt.order_id if attempt else "",
        event=event,
    )
    pk = put_aside_pk(kept.id)
    if find(PutAsideRecord, pk, PUT_ASIDE_SK) is not None:
        return []
    item = PutAsideRecord(
        pk=pk,
        sk=PUT_ASIDE_SK,
        kind="put_aside",
        status=OPEN,
        body=dump(kept),
        gsi1pk=put_aside_partition(OPEN),
        gsi1sk=f"{kept.received_at}#{kept.id}",
    )
    payload = PaymentQuarantined(kept.payment_id, kept.order_id, provider, reason)
    subject = kept.payment_id or f"{provider}:{event.event_key if event else cause}"
    told_at = f"PAY#{kept.payment_id}" if kept.payment_id else pk
    return [
        put_new(item, Overtaken()),
        event_put(PaymentsTable, told_at, payload, subject=subject, actor=Actor("provider", provider), cause=cause),
    ]


def find_put_aside(put_aside_id: str) -> KnownPutAside | None:
    record = find(PutAsideRecord, put_aside_pk(put_aside_id), PUT_ASIDE_SK)
    return _known(record) if record else None


def put_aside(status: str, *, limit: int, cursor: str | None) -> Page[KnownPutAside]:
    """The oldest first; of those that are decided the newest first. Of all, what is to be decided comes first."""
    if status == "all":
        return in_turn(
            [partial(put_aside, one) for one in (OPEN, APPLIED, DISMISSED)], query={"put aside": "all"}, limit=limit, cursor=cursor
        )
    newest = status != OPEN
    page = query_page(
        PutAsideRecord,
        put_aside_partition(status),
        query={"put aside": status},
        limit=limit,
        cursor=cursor,
        index="gsi1",
        newest_first=newest,
    )
    return Page([_known(record) for record in page.data], page.next_cursor)


def _known(record: PutAsideRecord) -> KnownPutAside:
    return KnownPutAside(load(PutAside, record.body), record.status, record.decided_by, record.decided_at, record.decision)
