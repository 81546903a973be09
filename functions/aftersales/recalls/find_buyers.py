"""Who has recalled pieces is found among all orders, month by month, and told once; what has not left is kept from leaving.

While a recall is open all orders are looked at again every day: who is sent something late is told late, also a second piece of an order
whose buyer was told of the first, and nobody twice of the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from functions.aftersales.model.case_steps import ReturnKind
from functions.aftersales.model.recall import Notice, Recall, RecallState, beginning, month_after
from functions.aftersales.returns.whose_case import SHOP
from functions.aftersales.store.cases import cases_of, pieces_of
from functions.aftersales.store.recalls import count_write, find_notice, get_recall, notice_id_of, notice_put, recall_put
from functions.aftersales.store.records import AftersalesTable, notice_pk
from functions.orders import BoughtPieces, bought_pieces, orders_holding, stop_recalled
from functions.shared.events.contracts.recalls import RecallTold
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.time_left import time_left
from functions.shared.plain import ids, times
from functions.shared.store.again import again
from functions.shared.store.transactions import transact

EVERY = timedelta(hours=24)
_NEEDS = 15.0
"""Seconds for some orders more: a held one stops parcels at couriers."""


def find_buyers(recall_id: str) -> None:
    """Goes on where it stopped, until all orders were looked at or the time is up; the sweep calls again."""
    watch = time_left()
    while again(lambda: _some(recall_id)) and (watch is None or watch.remaining() > _NEEDS):
        pass


def _some(recall_id: str) -> bool:
    """Whether there is more to look at now."""
    recall, now = get_recall(recall_id), clock.now()
    if recall.state is RecallState.CLOSED or not recall.due or times.iso(now) < recall.due:
        return False
    order_ids, cursor = orders_holding(sorted(recall.products), recall.month, recall.cursor or None)
    for order_id in order_ids:
        _see_to(recall, order_id)
    after = _went_on(recall, cursor)
    transact([recall_put(after)])
    return times.iso(now) >= after.due


def _went_on(recall: Recall, cursor: str | None) -> Recall:
    now = clock.now()
    if cursor:
        return replace(recall, cursor=cursor)
    if recall.month < times.iso(now)[:7]:
        return replace(recall, cursor="", month=month_after(recall.month))
    first = beginning([times.iso(ids.made_at(one)) for one in recall.products], recall.sold_from)
    due = times.iso(now + EVERY)
    began = recall.round_began
    return replace(recall, cursor="", month=first, due=due, rounds=recall.rounds + 1, before_began=began, round_began=times.iso(now))


def _see_to(recall: Recall, order_id: str) -> None:
    bought = bought_pieces(order_id, caller=SHOP, order_token=None)
    if not recall.concerns(bought.order.placed_at):
        return
    # In later rounds staff may have released it: only what was placed since is held.
    if recall.rounds == 0 or bought.order.placed_at >= recall.before_began:
        stop_recalled(order_id, f"recall {recall.id}")
        bought = bought_pieces(order_id, caller=SHOP, order_token=None)
    if pieces := pieces_with_buyer(recall, bought):
        again(lambda: _tell(recall, bought, pieces))


def pieces_with_buyer(recall: Recall, bought: BoughtPieces) -> dict[str, int]:
    """By line: what has left, in the recall's period, and did not come back. Which pieces came back nobody knows: not these, as long as
    there are others."""
    lines = sent_of(recall, bought)
    if not lines:
        return {}
    back = Counter[str]()
    for case in cases_of(pieces_of(bought.order.id)):
        if case.kind is not ReturnKind.REPAIR:
            back.update({line.line_id: line.accepted for line in case.lines})
    there = {line_id: min(sent, bought.lines[line_id].sent - back[line_id]) for line_id, sent in lines.items()}
    return {line_id: pieces for line_id, pieces in there.items() if pieces > 0}


def sent_of(recall: Recall, bought: BoughtPieces) -> dict[str, int]:
    """By line, pieces of the recall's variants that left in its period."""
    lines = [line for line in bought.lines.values() if line.variant_id in recall.products]
    sent = {line.line_id: sum(pieces for at, pieces in line.departures if recall.concerns_sent(at)) for line in lines}
    return {line_id: pieces for line_id, pieces in sent.items() if pieces}


def _tell(recall: Recall, bought: BoughtPieces, pieces: dict[str, int]) -> None:
    """Once of each piece: a notice's id is made of recall, order and how many there were before, and its mail follows from the event beside
    it."""
    order, sent, number = bought.order, sent_of(recall, bought), 1
    while known := find_notice(notice_id := notice_id_of(recall.id, order.id, number)):
        number, pieces = number + 1, known.untold(sent, pieces)
        if not pieces:
            return
    notice = Notice(notice_id, recall.id, order.id, order.number, pieces, times.iso(clock.now()), sent=sent)
    told = RecallTold(
        notice_id, recall.id, order.id, order.number, pieces, recall.product, recall.hazard, recall.action,
        [one.value for one in recall.remedies], recall.goods_back, recall.lot, recall.sold_from, recall.sold_until,
        recall.phone, recall.email, recall.url, recall.sent_from, recall.sent_until,
    )  # fmt: skip
    event = event_put(AftersalesTable, notice_pk(notice_id), told, subject=notice_id, actor=SYSTEM, cause="told")
    transact([notice_put(notice), count_write(recall.id, told=1), event])
    fact("recall.told", recall_id=recall.id, order_id=order.id)
