"""Coupons at the end of their life: found through the due index, told a day before, ended once, their part of the budget released.

The sweep only lists and enqueues (25 per message), so a minute in which 100,000 end is a few hundred requests for it; any number of
workers then does the rest. Every step is a conditional write: a message that comes twice, or a worker that dies halfway, changes
nothing twice and forgets nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from functions.promotions.coupon import State
from functions.promotions.due import SHARDS, is_over
from functions.promotions.flash_manage import close
from functions.promotions.records import (
    CODE_SK,
    COUPON_SK,
    FLASH_SK,
    FUNDS_SK,
    CodeRecord,
    FundsRecord,
    PromotionsTable,
    coupon_pk,
    due_pk,
    flash_pk,
)
from functions.promotions.repository import coupon_of
from functions.shared import aws, clock
from functions.shared.contracts.promotions import CouponExpired, CouponExpiring
from functions.shared.errors import Unavailable, VersionConflict
from functions.shared.events import SYSTEM, Payload, event_put
from functions.shared.observability import fact
from functions.shared.records import find_many
from functions.shared.settings import queue_url
from functions.shared.transactions import Update, Write, transact

QUEUE = "promotion-due"
PER_MESSAGE = 25
_MESSAGES = 10
MOST_PER_SWEEP = 50_000

Key = tuple[str, str]


def sweep() -> int:
    """Put everything that is due onto the queue; returns how much. Raises Unavailable when the queue refused some."""
    sent, waiting = 0, list[list[Key]]()
    for keys in _chunks(_due_keys(), PER_MESSAGE):
        waiting.append(keys)
        sent += len(keys)
        if len(waiting) == _MESSAGES:
            _send(waiting)
            waiting = []
        if sent >= MOST_PER_SWEEP:
            break
    if waiting:
        _send(waiting)
    fact("coupons.swept", sent=sent)
    return sent


def _due_keys() -> Iterator[Key]:
    now = clock.iso(clock.now())
    for number in range(SHARDS):
        for item in PromotionsTable.due.query(due_pk(number), PromotionsTable.due_at <= now):
            yield item.pk, item.sk


def _chunks(keys: Iterable[Key], size: int) -> Iterator[list[Key]]:
    chunk: list[Key] = []
    for key in keys:
        chunk.append(key)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _send(messages: Sequence[list[Key]]) -> None:
    entries = [{"Id": str(i), "MessageBody": json.dumps({"keys": keys})} for i, keys in enumerate(messages)]
    answer = aws.client("sqs").send_message_batch(QueueUrl=queue_url(QUEUE), Entries=entries)
    if refused := answer.get("Failed"):
        raise Unavailable(f"The queue refused {len(refused)} messages.")


def work_on(message: Mapping[str, Any]) -> None:
    """Do what one message says: coupons together, flash sales one by one."""
    keys = [(str(pk), str(sk)) for pk, sk in message["keys"]]
    for pk, sk in keys:
        if sk == FLASH_SK:
            close(pk.removeprefix(flash_pk("")), actor=SYSTEM)
    codes = [key for key in keys if key[1] == CODE_SK]
    try:
        _end(codes)
    except VersionConflict:
        # One of them was used, told of or ended in this moment: each for itself, and that one not at all.
        for key in codes:
            _end_alone(key)


def _end_alone(key: Key) -> None:
    try:
        _end([key])
    except VersionConflict:
        fact("coupon.left_alone", code_key=key[0])


def _end(keys: Sequence[Key]) -> None:
    """Raises VersionConflict when one of them moved since it was read; then nothing was written."""
    found = find_many({CodeRecord: keys}) if keys else {}
    now = clock.now()
    due = [r for r in found.values() if isinstance(r, CodeRecord) and r.due_at is not None and r.due_at <= clock.iso(now)]
    over = [record for record in due if is_over(record.expires_at, now)]
    telling = [record for record in due if not is_over(record.expires_at, now) and not record.told_at and record.customer_id]
    writes: list[Write] = []
    for record in over:
        writes += [_ended(record), _told(record, CouponExpired(record.coupon_id, record.customer_id, int(record.worth)))]
    released = Counter[str]()
    for record in over:
        released[record.coupon_id] += int(record.worth)
    writes += [
        Update(FundsRecord, coupon_pk(coupon_id), FUNDS_SK, [FundsRecord.budget_left.add(worth)])
        for coupon_id, worth in released.items()
        if worth
    ]
    names = _names(telling)
    for record in telling:
        payload = CouponExpiring(record.coupon_id, record.customer_id or "", record.expires_at or "", names.get(record.coupon_id, {}))
        writes += [_reminded(record), _told(record, payload)]
    transact(writes)


def _ended(record: CodeRecord) -> Update:
    table = CodeRecord
    actions = [table.state.set(State.EXPIRED.value), table.version.add(1), table.due_pk.remove(), table.due_at.remove()]
    return _unused(record, actions)


def _reminded(record: CodeRecord) -> Update:
    table = CodeRecord
    return _unused(record, [table.told_at.set(clock.iso(clock.now())), table.due_at.set(record.expires_at), table.version.add(1)])


def _unused(record: CodeRecord, actions: list[Any]) -> Update:
    table = CodeRecord
    same = table.state.is_in(State.ISSUED.value, State.CLAIMED.value) & (table.due_at == record.due_at)
    return Update(table, record.pk, CODE_SK, actions, same, VersionConflict(int(record.version)))


def _told(record: CodeRecord, payload: Payload) -> Write:
    return event_put(PromotionsTable, record.pk, payload, subject=record.coupon_id, actor=SYSTEM)


def _names(records: Iterable[CodeRecord]) -> dict[str, dict[str, str]]:
    wanted = {record.coupon_id for record in records}
    found = find_many({PromotionsTable: [(coupon_pk(coupon_id), COUPON_SK) for coupon_id in wanted]}) if wanted else {}
    coupons = [coupon_of(record) for record in found.values() if isinstance(record, PromotionsTable)]
    return {coupon.id: dict(coupon.rule.name) for coupon in coupons}
