"""Giving back what an order had used: on cancellation, payment timeout, and (where the coupon says so) full refund."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from pynamodb.expressions.update import Action

from functions.promotions.model.coupon import State
from functions.promotions.model.uses import Use, Uses
from functions.promotions.store.due import due_moment, is_over, shard_of
from functions.promotions.store.flash_quota import flash_return_writes
from functions.promotions.store.group_claims import group_return_writes
from functions.promotions.store.lapsed import given_used_writes, lapsed_writes
from functions.promotions.store.records import (
    BUYER_SK,
    CODE_SK,
    FUNDS_SK,
    BuyerRecord,
    CodeRecord,
    CounterRecord,
    FundsRecord,
    PromotionsTable,
    campaign_pk,
    code_pk,
    coupon_pk,
    customer_pk,
    day_sk,
    use_sk,
)
from functions.promotions.store.used_records import REDEEMED, RETURNED, moved, use_event, used_by
from functions.shared.events.contracts.promotions import CouponExpired, CouponReturned
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Update, Write


@dataclass(frozen=True)
class Returned:
    """`set_aside`: pieces by variant that went back into a flash sale's quota and so must stay reserved in the stock."""

    writes: list[Write] = field(default_factory=list)
    set_aside: Mapping[str, int] = field(default_factory=dict)


def return_writes(order_id: str, *, actor: Actor, on_refund: bool = False, committed: bool = False) -> Returned:
    """For the transaction that cancels the order (or after its full refund): everything it used can be used again.

    Empty when it used nothing or has given it back. `on_refund`: only coupons that are meant to come back then.
    `committed`: its stock was, so its flash pieces have left the quota for good, paid or not. The transaction
    raises Overtaken when something moved meanwhile: ask again.
    """
    found = used_by(order_id)
    if found is None or found[1].state == RETURNED:
        return Returned()
    uses, record = found
    back = replace(uses, uses=tuple(use for use in uses.uses if use.return_on_refund or not on_refund))
    codes = _codes(back)
    writes: list[Write] = [moved(record, RETURNED)]
    for use in back.coupons:
        writes += _return_code(use, uses, codes)
        payload = CouponReturned(use.coupon_id or "", order_id, uses.customer_id, use.amount, uses.currency)
        writes.append(use_event(payload, uses, use, actor))
        writes += given_used_writes(uses, use, actor=actor, returned=True) if record.state == REDEEMED else []
    for coupon_id, group in back.by_coupon():
        writes += _return_counts(coupon_id, group, uses, codes)
    for campaign_id, group in back.by_campaign():
        amount = sum(use.amount for use in group)
        writes.append(Update(FundsRecord, campaign_pk(campaign_id), FUNDS_SK, [FundsRecord.budget_left.add(amount)]))
    writes += group_return_writes(uses, times.iso(clock.now()))
    if on_refund:
        return Returned(writes)
    if uses.newcomer and uses.customer_id:
        own = BuyerRecord.newcomer_order == uses.order_id
        writes.append(Update(BuyerRecord, customer_pk(uses.customer_id), BUYER_SK, [BuyerRecord.newcomer_order.remove()], own))
    flash = flash_return_writes(uses.flash, uses.customer_id) if uses.flash and not committed else []
    return Returned([*writes, *flash], {uses.flash.variant_id: uses.flash.quantity} if uses.flash and flash else {})


def _codes(uses: Uses) -> dict[str, CodeRecord]:
    """The single coupons of the uses by key. At most one BatchGetItem."""
    keys = [use.key for use in uses.coupons if use.key]
    found = find_many({CodeRecord: [(code_pk(key), CODE_SK) for key in keys]}) if keys else {}
    records = {key: found.get((CodeRecord, code_pk(key), CODE_SK)) for key in keys}
    return {key: record for key, record in records.items() if isinstance(record, CodeRecord)}


def _over(code: CodeRecord | None) -> bool:
    return code is not None and is_over(code.expires_at, clock.now())


def _return_code(use: Use, uses: Uses, codes: Mapping[str, CodeRecord]) -> list[Write]:
    """A single coupon goes back to its holder; one whose time ran out meanwhile is over at once."""
    code = codes.get(use.key or "")
    if code is None:
        return []
    table, over = CodeRecord, _over(code)
    state = State.EXPIRED if over else State.CLAIMED if code.customer_id else State.ISSUED
    actions: list[Action] = [table.state.set(state.value), table.order_id.remove(), table.version.add(1)]
    if code.expires_at and not over:
        actions += [table.due_pk.set(shard_of(code.pk)), table.due_at.set(due_moment(code)), table.due_tries.remove()]
    mine = (table.order_id == uses.order_id) & table.state.is_in(State.RESERVED.value, State.REDEEMED.value)
    writes: list[Write] = [Update(table, code.pk, CODE_SK, actions, mine, Overtaken())]
    if over:
        payload = CouponExpired(code.coupon_id, code.customer_id, use.held)
        writes += [event_put(PromotionsTable, code.pk, payload, subject=code.coupon_id, actor=SYSTEM), *lapsed_writes(code, actor=SYSTEM)]
    return writes


def _return_counts(coupon_id: str, group: Sequence[Use], uses: Uses, codes: Mapping[str, CodeRecord]) -> list[Write]:
    actions: list[Action] = []
    if "uses" in group[0].counted:
        actions.append(FundsRecord.uses_left.add(len(group)))
    if "budget" in group[0].counted:
        # What a single coupon had held it holds again, unless it is over by now.
        held = sum(use.held for use in group if not _over(codes.get(use.key or "")))
        actions.append(FundsRecord.budget_left.add(sum(use.amount for use in group) - held))
    writes: list[Write] = [Update(FundsRecord, coupon_pk(coupon_id), FUNDS_SK, actions)] if actions else []
    if group[0].day:
        writes.append(Update(CounterRecord, coupon_pk(coupon_id), day_sk(group[0].day), [CounterRecord.used.add(-len(group))]))
    if "customer" in group[0].counted and uses.customer_id:
        used = [CounterRecord.used.add(-len(group))]
        writes.append(Update(CounterRecord, customer_pk(uses.customer_id), use_sk(coupon_id), used))
    return writes
