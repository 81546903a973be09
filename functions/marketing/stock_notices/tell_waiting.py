"""A variant is back: the first who asked are told, as many as pieces are there. An hour later what is left is told to the next, and so on,
until nobody waits or nothing is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice

from functions.catalog import sellables
from functions.marketing.campaigns.requests import flow_request_put
from functions.marketing.model.wish import AGAIN, Wish, whom_to_tell
from functions.marketing.store.people import still_there
from functions.marketing.store.wishes import find_round, round_due, round_over, waiting_for, wish_delete
from functions.notifications import Purpose, is_confirmed
from functions.promotions import asker_named
from functions.shared.events.envelope import Envelope
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.sealing import Erased
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Put, transact

FLOW = TEMPLATE = "back_in_stock"
_LOOKED, _TOGETHER = 2_000, 25
_HIDDEN = timedelta(days=1)


def note_return(envelope: Envelope) -> None:
    """Nothing where nobody waits, or where it was looked at since: told twice, it calls nobody twice and nobody too early."""
    variant_id = envelope.subject
    known = find_round(variant_id)
    if known is not None and (known.looked_at or "") >= envelope.occurred_at:
        return
    if any(waiting_for(variant_id, clock.now())):
        transact([round_due(variant_id, clock.now())])


def tell_round(variant_id: str) -> None:
    """Nothing where it is not its time. Each who is told waits no more, in the write of what tells them."""
    record, now = find_round(variant_id), clock.now()
    if record is None or not record.due_at or record.due_at > times.iso(now):
        return
    found = sellables([variant_id]).get(variant_id)
    if found is None or found.available <= 0:
        again(lambda: _over(variant_id))
        return
    everybody = [one for one in islice(waiting_for(variant_id, now), _LOOKED) if _reached(one)]
    waiting = [one for one in everybody if found.published and found.visibility.is_for(asker_named(one.person, one.sold_by))]
    told = whom_to_tell(waiting, found.available)
    for start in range(0, len(told), _TOGETHER):
        _tell(told[start : start + _TOGETHER])
    fact("stock_notice.told", variant_id=variant_id, told=len(told), waiting=len(waiting))
    if len(waiting) > len(told):
        transact([round_due(variant_id, now + AGAIN, looked_at=times.iso(now))])
    elif len(everybody) > len(waiting):
        # It is not shown to them now: who may see it changes, and so does what is published.
        transact([round_due(variant_id, now + _HIDDEN, looked_at=times.iso(now))])
    else:
        again(lambda: _over(variant_id))


def _over(variant_id: str) -> None:
    record = find_round(variant_id)
    if record is not None and record.due_at and record.due_at <= times.iso(clock.now()):
        transact([round_over(variant_id, record.due_at, times.iso(clock.now()))])


def _reached(one: Wish) -> bool:
    """Who did not confirm their address is not told, and keeps nobody waiting."""
    return one.person.startswith("cus_") or is_confirmed(one.person)


def _tell(some: Sequence[Wish]) -> None:
    try:
        transact([write for one in some for write in (still_there(one.person), wish_delete(one), _message(one))])
    except (Erased, Overtaken):
        # One of them went, or was told by another worker: each by themselves.
        if len(some) > 1:
            for one in some:
                _tell([one])


def _message(one: Wish) -> Put:
    return flow_request_put(
        FLOW, f"{one.variant_id}#{one.asked_at}", one.person, channel=one.channel, template=TEMPLATE, purpose=Purpose.STOCK,
        about=one.variant_id, language=one.language,
    )  # fmt: skip
