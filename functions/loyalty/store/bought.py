"""Gift cards of orders as they are stored: what was bought, whom they are for (sealed), and what is to be sent of each card (sealed)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from functions.loyalty.model.bought import Bought
from functions.loyalty.store.records import (
    BOUGHT_SK,
    SEND_SK,
    SENT_TO_SK,
    BoughtRecord,
    SendRecord,
    SentToRecord,
    card_pk,
    due_shard,
    order_pk,
)
from functions.shared.contact.card_to import CardTo
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, dump_brief, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings
from functions.shared.sealing import opened as opened_text
from functions.shared.sealing import opened_body, opened_of_month, sealed_body, sealed_for, sealed_this_month
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, put_new
from functions.shared.store.versions import locked_put

KEPT_AFTER_SENT = timedelta(days=30)
"""So long a code can be sent again."""
_MONTHS = "gift_cards"
_SENT_TO = tuple(f"to.*.{name}" for name in ("email", "name", "message"))


@dataclass(frozen=True)
class SentTo:
    """By line."""

    to: dict[str, CardTo] = field(default_factory=dict)


@dataclass(frozen=True)
class CardToSend:
    """`content`: code and addressee, sealed with the key of the order, or of the month for a card of no order. `sent`: how often."""

    card_id: str
    currency: str
    order_id: str
    content: str
    send_at: str
    sent: int = 0
    version: int = 0


@dataclass(frozen=True)
class CardLetter:
    """What is sealed of it."""

    code: str
    to: CardTo


def bought_of(order_id: str) -> Bought | None:
    """One GetItem."""
    record = find(BoughtRecord, order_pk(order_id), BOUGHT_SK)
    return replace(load(Bought, record.body), version=int(record.version)) if record else None


def bought_put(bought: Bought) -> Put:
    """New with the order, or in place of what was read. The transaction raises Overtaken."""
    body = dump_brief(replace(bought, version=0))
    record = BoughtRecord(pk=order_pk(bought.order_id), sk=BOUGHT_SK, kind="cards_bought", body=body, version=bought.version + 1)
    return locked_put(record, bought.version)


def sent_to_put(order_id: str, to: Mapping[str, CardTo]) -> Put:
    pk = order_pk(order_id)
    body = sealed_body(SentTo(dict(to)), _SENT_TO, key=order_id, place=f"{pk}|{SENT_TO_SK}")
    return put_new(SentToRecord(pk=pk, sk=SENT_TO_SK, kind="cards_sent_to", body=body))


def sent_to_of(order_id: str) -> Mapping[str, CardTo]:
    """One GetItem. Raises Erased."""
    pk = order_pk(order_id)
    record = find(SentToRecord, pk, SENT_TO_SK)
    return opened_body(SentTo, record.body, place=f"{pk}|{SENT_TO_SK}").to if record else {}


def sealed_letter(card_id: str, order_id: str, letter: CardLetter) -> str:
    """Raises Erased."""
    return sealed_for(order_id, card_id, dump(letter)) if order_id else sealed_this_month(_MONTHS, card_id, dump(letter))


def letter_put(card_id: str, currency: str, order_id: str, code: str, to: CardTo) -> Put:
    """That it is to be sent: at once, or on the day that was named. Raises Erased."""
    now = clock.now()
    send_at = max(now, _morning_of(to.on)) if to.on else now
    content = sealed_letter(card_id, order_id, CardLetter(code, to))
    return to_send_put(CardToSend(card_id, currency, order_id, content, times.iso(send_at)), due=send_at)


def _morning_of(day: str) -> datetime:
    """Nine o'clock in the store."""
    local = datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=ZoneInfo(settings().store_timezone))
    return local.astimezone(UTC)


def letter_of(one: CardToSend) -> CardLetter:
    """Raises Erased."""
    if one.order_id:
        return load(CardLetter, opened_text(one.order_id, one.card_id, one.content))
    return load(CardLetter, opened_of_month(_MONTHS, one.card_id, one.content))


def to_send(card_id: str) -> CardToSend | None:
    """One GetItem."""
    record = find(SendRecord, card_pk(card_id), SEND_SK)
    return replace(load(CardToSend, record.body), version=int(record.version)) if record else None


def to_send_put(one: CardToSend, *, due: datetime | None) -> Put:
    """`due`: when it is sent; None: it was, and is forgotten after a while. The transaction raises Overtaken."""
    body = dump_brief(replace(one, version=0))
    record = SendRecord(pk=card_pk(one.card_id), sk=SEND_SK, kind="card_to_send", body=body, version=one.version + 1)
    if due is not None:
        record.due_pk, record.due_at = due_shard(one.card_id), times.iso(due)
    else:
        record.ttl = int((times.parse(one.send_at) + KEPT_AFTER_SENT).timestamp())
    return locked_put(record, one.version)
