"""Coupons at the end of their life: found through the due index, told a day before, ended once, their part of the budget released.

The sweep only lists and enqueues (49 per message: one transaction), so a minute in which 100,000 end is a few hundred requests for it;
any number of workers then does the rest. Every step is a conditional write: a message that comes twice, or a worker that dies halfway,
changes nothing twice and forgets nothing. What fails is done without the others, later each time, and in the end left to people:
its message is in the dead-letter queue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Any

from functions.promotions.flash_sales.manage import close
from functions.promotions.group_buys.end_group import end_if_due
from functions.promotions.model.coupon import State
from functions.promotions.store.due import SHARDS, is_over, shard_of
from functions.promotions.store.lapsed import lapsed_writes
from functions.promotions.store.records import (
    CODE_SK,
    COUPON_SK,
    FLASH_SK,
    FUNDS_SK,
    GROUP_SK,
    CodeRecord,
    FundsRecord,
    PromotionsTable,
    coupon_pk,
    due_pk,
    flash_pk,
    group_pk,
)
from functions.promotions.store.repository import coupon_of
from functions.shared.events.batches import Run
from functions.shared.events.contracts.promotions import CouponExpired, CouponExpiring
from functions.shared.events.envelope import SYSTEM, Payload
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message, send_all
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import Overtaken, again
from functions.shared.store.due_tries import counted_try
from functions.shared.store.records import Record, find, find_many
from functions.shared.store.transactions import MAX_ACTIONS, Update, Write, transact

QUEUE = "promotion-due"
# With the release of their budget as many as one transaction takes.
PER_MESSAGE = 49
_TOGETHER = 3
MOST_PER_SWEEP = 100_000

Key = tuple[str, str]


def sweep() -> int:
    """Put everything that is due onto the queue; returns how much. Raises Unavailable when the queue refused some."""
    due = list(islice(_due_keys(), MOST_PER_SWEEP))
    send_all(QUEUE, (Message({"keys": keys}) for keys in _chunks(due, PER_MESSAGE)))
    fact("coupons.swept", sent=len(due))
    return len(due)


def _due_keys() -> Iterator[Key]:
    now = times.iso(clock.now())
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


def work_on(message: Mapping[str, Any]) -> None:
    """Do what one message says: coupons together, then flash sales and groups one by one, so that none of them keeps a coupon from
    ending."""
    keys = [(str(pk), str(sk)) for pk, sk in message["keys"]]
    codes, together, run = [key for key in keys if key[1] == CODE_SK], Run("coupons-together"), Run("coupons-expire")
    with together.item(f"{len(codes)} coupons"):
        _end_together(codes)
    for key in codes if together.failed else ():
        with run.item(key[0], failed=partial(_put_off, CodeRecord, key)):
            _end_alone(key)
    for key in keys:
        if key[1] == GROUP_SK:
            with run.item(key[0], failed=partial(_put_off, PromotionsTable, key)):
                end_if_due(key[0].removeprefix(group_pk("")))
        if key[1] == FLASH_SK:
            with run.item(key[0], failed=partial(_put_off, PromotionsTable, key)):
                _close_if_due(key)
    run.end()


def _put_off(model: type[Record], key: Key) -> None:
    record = find(model, *key)
    if record is not None and record.due_pk is not None:
        with suppress(Overtaken):
            transact([counted_try(record, clock.now())])


def _close_if_due(key: Key) -> None:
    sale = find(PromotionsTable, *key)
    if sale is not None and sale.due_at is not None and sale.due_at <= times.iso(clock.now()):
        close(key[0].removeprefix(flash_pk("")), actor=SYSTEM)


def _end_together(codes: Sequence[Key]) -> None:
    try:
        # One that was used, told of or ended in this moment is not due any more when it is read again.
        again(lambda: _end(codes), attempts=_TOGETHER)
    except Overtaken:
        for key in codes:
            _end_alone(key)


def _end_alone(key: Key) -> None:
    try:
        _end([key])
    except Overtaken:
        fact("coupon.left_alone", code_key=key[0])


@dataclass(frozen=True)
class _Step:
    """What is written of one coupon; `released` goes back to its definition's budget."""

    coupon_id: str
    writes: tuple[Write, ...]
    released: int = 0


def _end(keys: Sequence[Key]) -> None:
    """One BatchGetItem and a transaction per 49 coupons. Raises Overtaken when one of them moved since it was read: what was
    written then is whole, the rest is not begun."""
    found = find_many({CodeRecord: keys}) if keys else {}
    now = clock.now()
    due = [r for r in found.values() if isinstance(r, CodeRecord) and r.due_at is not None and r.due_at <= times.iso(now)]
    over = [record for record in due if is_over(record.expires_at, now)]
    telling = [record for record in due if not is_over(record.expires_at, now) and not record.told_at and record.customer_id]
    names = _names(telling)
    for part in _packed([*(_ending(record) for record in over), *(_telling(record, names) for record in telling)]):
        transact([*(write for step in part for write in step.writes), *_releases(part)])


def _packed(steps: Iterable[_Step]) -> Iterator[list[_Step]]:
    """Cut so that each part, with one release per definition, fits one transaction."""
    part: list[_Step] = []
    for step in steps:
        if sum(len(s.writes) for s in (*part, step)) + len({s.coupon_id for s in (*part, step) if s.released}) > MAX_ACTIONS:
            yield part
            part = []
        part.append(step)
    if part:
        yield part


def _releases(part: Sequence[_Step]) -> list[Write]:
    """One sum per definition: an item can be written only once per transaction, and a counter is written by few."""
    released = Counter[str]()
    for step in part:
        released[step.coupon_id] += step.released
    return [
        Update(FundsRecord, coupon_pk(coupon_id), FUNDS_SK, [FundsRecord.budget_left.add(worth)])
        for coupon_id, worth in released.items()
        if worth
    ]


def _ending(record: CodeRecord) -> _Step:
    worth = int(record.worth)
    told = _told(record, CouponExpired(record.coupon_id, record.customer_id, worth))
    return _Step(record.coupon_id, (_ended(record), told, *lapsed_writes(record, actor=SYSTEM)), worth)


def _telling(record: CodeRecord, names: Mapping[str, dict[str, str]]) -> _Step:
    payload = CouponExpiring(record.coupon_id, record.customer_id or "", record.expires_at or "", names.get(record.coupon_id, {}))
    return _Step(record.coupon_id, (_reminded(record), _told(record, payload)))


def _ended(record: CodeRecord) -> Update:
    table = CodeRecord
    actions = [table.state.set(State.EXPIRED.value), table.version.add(1), table.due_pk.remove(), table.due_at.remove()]
    return _unused(record, actions)


def _reminded(record: CodeRecord) -> Update:
    table = CodeRecord
    waits = [table.due_pk.set(shard_of(record.pk)), table.due_at.set(record.expires_at), table.due_tries.remove()]
    return _unused(record, [table.told_at.set(times.iso(clock.now())), *waits, table.version.add(1)])


def _unused(record: CodeRecord, actions: list[Any]) -> Update:
    table = CodeRecord
    same = table.state.is_in(State.ISSUED.value, State.CLAIMED.value) & (table.due_at == record.due_at)
    return Update(table, record.pk, CODE_SK, actions, same, Overtaken())


def _told(record: CodeRecord, payload: Payload) -> Write:
    return event_put(PromotionsTable, record.pk, payload, subject=record.coupon_id, actor=SYSTEM)


def _names(records: Iterable[CodeRecord]) -> dict[str, dict[str, str]]:
    wanted = {record.coupon_id for record in records}
    found = find_many({PromotionsTable: [(coupon_pk(coupon_id), COUPON_SK) for coupon_id in wanted]}) if wanted else {}
    coupons = [coupon_of(record) for record in found.values() if isinstance(record, PromotionsTable)]
    return {coupon.id: dict(coupon.rule.name) for coupon in coupons}
