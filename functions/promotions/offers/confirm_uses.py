"""An order is paid: what it had reserved is redeemed."""

from __future__ import annotations

from dataclasses import replace

from functions.promotions.model.coupon import State
from functions.promotions.store.lapsed import given_used_writes
from functions.promotions.store.records import CODE_SK, CodeRecord, code_pk
from functions.promotions.store.trials import paid_writes
from functions.promotions.store.used_records import REDEEMED, RESERVED, moved, use_event, used_by
from functions.shared.events.contracts.promotions import CouponRedeemed
from functions.shared.events.envelope import SYSTEM
from functions.shared.store.transactions import Update, Write, transact


def confirm_uses(order_id: str, total: int) -> None:
    """The order is paid: what it had reserved is redeemed, and what it is compared by is counted. Once, however often it is told."""
    found = used_by(order_id)
    if found is None or found[1].state != RESERVED:
        return
    uses, record = found
    writes: list[Write] = [moved(record, REDEEMED, replace(uses, compared=True) if uses.trials else None)]
    writes += paid_writes(uses, total - uses.refunded)
    for use in uses.coupons:
        if use.key is not None:
            mine = (CodeRecord.order_id == order_id) & (CodeRecord.state == State.RESERVED.value)
            writes.append(Update(CodeRecord, code_pk(use.key), CODE_SK, [CodeRecord.state.set(State.REDEEMED.value)], mine))
        payload = CouponRedeemed(use.coupon_id or "", order_id, uses.customer_id, use.amount, uses.currency)
        writes += [use_event(payload, uses, use, SYSTEM), *given_used_writes(uses, use, actor=SYSTEM)]
    transact(writes)
