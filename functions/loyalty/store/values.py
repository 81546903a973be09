"""Gift cards and credit as they are stored, and the bookings of their ledger as writes of one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from functions.loyalty.model.stored import Change, Form, State, Stored, ValueEntry
from functions.loyalty.store.accounts import Found
from functions.loyalty.store.card_lists import card_place
from functions.loyalty.store.records import (
    CODE_SK,
    VALUE_MOVES,
    CodeRecord,
    LoyaltyTable,
    ValueMoveRecord,
    ValueRecord,
    ValueSumsRecord,
    accounts_key,
    batch_key,
    card_pk,
    code_pk,
    customer_pk,
    due_shard,
    shard_of,
    sums_pk,
    value_move_sk,
    value_sk,
)
from functions.shared.events.contracts.points import StoredValueMoved
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump_brief, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.pages import Page
from functions.shared.store.listing import query_all, query_page
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Update, Write, put_new
from functions.shared.store.versions import locked_put


@dataclass(frozen=True)
class ValueKey:
    """Of a card by its id, else of the customer's credit."""

    currency: str
    card_id: str = ""
    customer_id: str = ""

    @property
    def pk(self) -> str:
        return card_pk(self.card_id) if self.card_id else customer_pk(self.customer_id)

    @property
    def empty(self) -> Stored:
        """What stands where nothing is: a credit of 0, or a card that there is not."""
        if self.card_id:
            return Stored(Form.GIFT_CARD, self.currency, self.card_id, state=State.CLOSED)
        return Stored(Form.STORE_CREDIT, self.currency, customer_id=self.customer_id)


@dataclass(frozen=True)
class CardCode:
    """The card that a code opens."""

    card_id: str
    currency: str


@dataclass(frozen=True)
class ValueMove:
    """An entry of the ledger; `balance` after it."""

    id: str
    entry: ValueEntry
    currency: str
    at: str
    by: str
    order_id: str
    balance: int
    reason: str = ""


@dataclass(frozen=True)
class Booking:
    """By whom, for which order; `reason`: what staff say of it."""

    actor: Actor
    order_id: str = ""
    reason: str = ""


def key_of(one: Stored) -> ValueKey:
    return ValueKey(one.currency, one.id, "" if one.id else one.customer_id)


def value_keys(keys: Iterable[ValueKey]) -> Mapping[type[Record], list[tuple[str, str]]]:
    return {ValueRecord: [(key.pk, value_sk(key.currency)) for key in keys]}


def value_in(found: Found, key: ValueKey) -> Stored:
    """Among what was read with `value_keys`."""
    record = found.get((ValueRecord, key.pk, value_sk(key.currency)))
    return _stored(record) if isinstance(record, ValueRecord) else key.empty


def value_of(key: ValueKey) -> Stored:
    """One GetItem; `version` is 0 where there is none."""
    record = find(ValueRecord, key.pk, value_sk(key.currency))
    return _stored(record) if record else key.empty


def credits_of(customer_id: str) -> list[Stored]:
    """One per currency that they ever had any in. One Query."""
    records = query_all(ValueRecord, customer_pk(customer_id), range_condition=ValueRecord.sk.startswith("VALUE#"))
    return [_stored(one) for one in records]


def cards_of_batch(batch: str, *, limit: int, cursor: str | None) -> Page[Stored]:
    """In the order of their ids. Read by an index: a card that was changed in this moment may be shown as it was."""
    page = query_page(ValueRecord, batch_key(batch), query={"cards of": batch}, limit=limit, cursor=cursor, index="gsi2")
    return Page([_stored(one) for one in page.data], page.next_cursor)


def card_named(card_id: str) -> Stored | None:
    """One Query; None for an id that names no card."""
    if not ids.is_id("gft", card_id):
        return None
    records = query_all(ValueRecord, card_pk(card_id), range_condition=ValueRecord.sk.startswith("VALUE#"))
    return next((_stored(one) for one in records), None)


def card_of_code(code: str) -> Stored | None:
    """Two GetItem, one where there is no such code."""
    record = find(CodeRecord, code_pk(ids.token_hash(code)), CODE_SK)
    if record is None:
        return None
    known = load(CardCode, record.body)
    return value_of(ValueKey(known.currency, known.card_id))


def code_put(card: Stored, code: str) -> Write:
    """Of the code only its hash."""
    body = dump_brief(CardCode(card.id, card.currency))
    return put_new(CodeRecord(pk=code_pk(ids.token_hash(code)), sk=CODE_SK, kind="gift_code", body=body))


def booked_values(changes: Sequence[Change], booking: Booking) -> list[Write]:
    """The transaction raises Overtaken where an account was changed since it was read. Each account once at most."""
    now = clock.now()
    writes, sums = list[Write](), Counter[tuple[str, str]]()
    for change in changes:
        after = change.after
        writes.append(_put(after))
        for number, entry in enumerate(change.entries):
            writes += _entry(after, entry, booking, now + timedelta(milliseconds=number))
        if held := after.balance - change.before.balance:
            sums[sums_pk(after.name), f"VALUE#{after.form}#{after.currency}"] += held
    writes += [Update(ValueSumsRecord, pk, sk, [ValueSumsRecord.held.add(held)]) for (pk, sk), held in sums.items() if held]
    return writes


def value_moves(key: ValueKey, *, limit: int, cursor: str | None) -> Page[ValueMove]:
    """Newest first. One Query."""
    page = query_page(
        ValueMoveRecord, key.pk, query={"value of": key.pk, "currency": key.currency}, limit=limit, cursor=cursor, newest_first=True,
        range_condition=ValueMoveRecord.sk.startswith(f"{VALUE_MOVES}{key.currency}#"),
    )  # fmt: skip
    return Page([load(ValueMove, one.body) for one in page.data], page.next_cursor)


def _entry(after: Stored, entry: ValueEntry, booking: Booking, at: datetime) -> list[Write]:
    move_id, pk = fresh.new_id("val"), key_of(after).pk
    move = ValueMove(move_id, entry, after.currency, times.iso(at), booking.actor.kind, booking.order_id, after.balance, booking.reason)
    told = StoredValueMoved(
        form=after.form.value,
        card_id=after.id,
        customer_id=after.customer_id,
        kind=entry.kind.value,
        amount=entry.amount,
        currency=after.currency,
        source=entry.source.value,
        target=entry.target.value,
        balance=after.balance,
        order_id=booking.order_id,
    )
    sk = value_move_sk(after.currency, move.at, move_id)
    return [
        put_new(ValueMoveRecord(pk=pk, sk=sk, kind="value_move", body=dump_brief(move))),
        event_put(LoyaltyTable, pk, told, subject=after.id or after.customer_id, actor=booking.actor, cause=move_id, at=at),
    ]


def _put(after: Stored) -> Write:
    record = ValueRecord(
        pk=key_of(after).pk,
        sk=value_sk(after.currency),
        kind="stored_value",
        body=dump_brief(replace(after, version=0)),
        version=after.version + 1,
        gsi1pk=accounts_key(after.form.value, shard_of(after.name)),
        gsi1sk=after.name,
        gsi2pk=batch_key(after.batch) if after.batch else None,
        gsi2sk=after.id if after.batch else None,
    )
    if after.id:
        record.listed_pk, record.listed_sk = card_place(after)
    if after.expires_at and after.balance:
        record.due_pk, record.due_at = due_shard(after.name), after.expires_at
    return locked_put(record, after.version)


def _stored(record: ValueRecord) -> Stored:
    return replace(load(Stored, record.body), version=int(record.version))
