"""A place in a group, from the cart to the order: what a cart sees of a group buy, and what an order's transaction writes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from functions.pricing import Shopper
from functions.promotions.model.group_buy import Group, GroupBuy, Refusal, State
from functions.promotions.model.uses import GroupUse, Uses
from functions.promotions.store.group_buys import group_at, group_writes, shown_group_buy
from functions.promotions.store.records import (
    DEAL_SK,
    GROUP_SK,
    CounterRecord,
    PromotionsTable,
    customer_pk,
    group_buy_pk,
    group_pk,
    member_sk,
)
from functions.shared.outside import fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.store.expressions import is_new
from functions.shared.store.records import Record
from functions.shared.store.transactions import Put, Update, Write

LEFT = "left"
"""In place of their order: who left a group. It stays, for no function may delete what a promotion has of an order."""


class GroupRefused(Conflict):
    title = "The group price is not available"

    def __init__(self, refusal: Refusal, group_buy_id: str, group_id: str = "") -> None:
        more = {"group_id": group_id} if group_id else {}
        super().__init__(f"The group buy refuses: {refusal.value}.", code=refusal.value, group_buy_id=group_buy_id, **more)


@dataclass(frozen=True)
class GroupRef:
    """What a cart keeps of it. `group_id`: the group to join; empty to begin one."""

    group_buy_id: str
    variant_id: str
    group_id: str = ""


@dataclass(frozen=True)
class GroupClaim:
    """What an order is about to take."""

    use: GroupUse
    customer_id: str
    per_customer: int


@dataclass(frozen=True)
class GroupView:
    """A group buy as one cart sees it at a moment. `had`: pieces the buyer has of it. `is_member`: they want to be in the group, or are."""

    deal: GroupBuy
    ref: GroupRef
    group: Group | None
    had: int
    is_member: bool
    customer_id: str
    at: datetime

    @property
    def price(self) -> int:
        return self.deal.price if self.ref.group_id else self.deal.leader_price

    def refusal(self, quantity: int, others: int) -> Refusal | None:
        """`quantity`: pieces of the offer in the cart, and of `others`: such an order waits for its group, and nothing else with it."""
        state = self.deal.state(self.at)
        if state is State.SCHEDULED:
            return Refusal.NOT_OPEN
        if state is State.CLOSED and not self.ref.group_id:
            return Refusal.CLOSED
        if not self.customer_id:
            return Refusal.SIGN_IN
        if not quantity:
            return Refusal.NOT_IN_CART
        if others:
            return Refusal.ALONE
        if self.is_member:
            return Refusal.JOINED
        if self.had + quantity > self.deal.per_customer:
            return Refusal.LIMIT
        if not self.ref.group_id:
            return None
        return self.group.refusal(times.iso(self.at)) if self.group else Refusal.OVER

    def claim(self, quantity: int, others: int) -> GroupClaim:
        """Raises GroupRefused (409)."""
        if refusal := self.refusal(quantity, others):
            raise GroupRefused(refusal, self.deal.id, self.ref.group_id)
        wanted = self.ref.group_id
        use = GroupUse(self.deal.id, wanted or fresh.new_id("grp"), quantity, leads=not wanted)
        return GroupClaim(use, self.customer_id, self.deal.per_customer)


def group_ref(group_buy_id: str, group_id: str, who: Shopper) -> GroupRef:
    """Raises NotFound for an unknown offer, one whose variant is not for who asks, or a group that is not of it."""
    deal, _ = shown_group_buy(group_buy_id, who)
    known = group_at(group_id) if group_id else None
    if group_id and (known is None or known[0].group_buy_id != deal.id):
        raise NotFound("There is no such group.")
    return GroupRef(deal.id, deal.variant_id, group_id)


def group_keys(ref: GroupRef, customer_id: str) -> dict[type[Record], list[tuple[str, str]]]:
    found = [(group_buy_pk(ref.group_buy_id), DEAL_SK)]
    if ref.group_id:
        found.append((group_pk(ref.group_id), GROUP_SK))
        found.append((group_pk(ref.group_id), member_sk(customer_id)))
    counted = [(customer_pk(customer_id), group_buy_pk(ref.group_buy_id))]
    return {PromotionsTable: found, CounterRecord: counted}


def group_in(found: Mapping[tuple[type[Record], str, str], Record], ref: GroupRef, customer_id: str, at: datetime) -> GroupView | None:
    """From items read by `group_keys`. None for an offer that is not there."""
    deal = found.get((PromotionsTable, group_buy_pk(ref.group_buy_id), DEAL_SK))
    if deal is None:
        return None
    group = found.get((PromotionsTable, group_pk(ref.group_id), GROUP_SK))
    member = found.get((PromotionsTable, group_pk(ref.group_id), member_sk(customer_id)))
    had = found.get((CounterRecord, customer_pk(customer_id), group_buy_pk(ref.group_buy_id)))
    return GroupView(
        deal=load(GroupBuy, deal.body),
        ref=ref,
        group=load(Group, group.body) if group else None,
        had=int(had.used) if isinstance(had, CounterRecord) else 0,
        is_member=is_member(member),
        customer_id=customer_id,
        at=at,
    )


def is_member(record: Record | None) -> bool:
    """Whether an order of theirs is for the group."""
    return isinstance(record, PromotionsTable) and record.body != LEFT


def joins(group_id: str, customer_id: str, order_id: str, on_fail: Exception) -> Put:
    """Once per group; again after they left it."""
    return Put(_member(group_id, customer_id, order_id), is_new(PromotionsTable) | (PromotionsTable.body == LEFT), on_fail)


def leaves(group_id: str, customer_id: str) -> Put:
    return Put(_member(group_id, customer_id, LEFT))


def _member(group_id: str, customer_id: str, said: str) -> PromotionsTable:
    return PromotionsTable(pk=group_pk(group_id), sk=member_sk(customer_id), kind="group_member", body=said)


def group_claim_writes(claim: GroupClaim, order_id: str) -> list[Write]:
    """For the order's transaction; it raises GroupRefused (409). The place itself is taken when the order is paid."""
    use, counter = claim.use, CounterRecord
    room = counter.used.does_not_exist() | (counter.used <= claim.per_customer - use.quantity)
    key = customer_pk(claim.customer_id), group_buy_pk(use.group_buy_id)
    limit = GroupRefused(Refusal.LIMIT, use.group_buy_id, use.group_id)
    joined = GroupRefused(Refusal.JOINED, use.group_buy_id, use.group_id)
    return [
        Update(counter, *key, [counter.used.add(use.quantity)], room, limit),
        joins(use.group_id, claim.customer_id, order_id, joined),
    ]


def group_return_writes(uses: Uses, at: str) -> list[Write]:
    """The order is over: its place is free, if its group is still open. One GetItem, if it had one. The transaction raises Overtaken."""
    use, customer_id = uses.group, uses.customer_id or ""
    if use is None:
        return []
    counter = Update(CounterRecord, customer_pk(customer_id), group_buy_pk(use.group_buy_id), [CounterRecord.used.add(-use.quantity)])
    writes: list[Write] = [counter, leaves(use.group_id, customer_id)]
    known = group_at(use.group_id) if use.seated else None
    if known is not None:
        group, version = known
        after = group.without(uses.order_id, at)
        writes += group_writes(after, version) if after != group else []
    return writes


def seated(uses: Uses, group_id: str) -> Uses:
    assert uses.group is not None
    return replace(uses, group=replace(uses.group, group_id=group_id, seated=True))
