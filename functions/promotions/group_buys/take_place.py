"""An order of a group buy is paid: its buyer has a place, in the group they wanted, else in another one.

Every paid order is in exactly one group from here on, in the transaction that says so: with the group under its version, and what the order
used under its own. So whoever pays at once, is told of twice, or cancels meanwhile finds one place at most.
"""

from __future__ import annotations

from datetime import timedelta

from functions.promotions.model.group_buy import Group, GroupBuy, Seat, State, first_that_takes
from functions.promotions.model.uses import Uses
from functions.promotions.store.group_buys import group_at, group_buy_of, group_writes, open_groups
from functions.promotions.store.group_claims import is_member, joins, leaves, seated
from functions.promotions.store.records import PromotionsTable, group_pk, member_sk
from functions.promotions.store.used_records import RETURNED, moved, used_by
from functions.shared.outside import clock, fresh
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.again import Overtaken, again
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Write, transact

ATTEMPTS = 60
"""Of many who pay for one place at the same moment one has it, and the others look again."""


def take_place(order_id: str, paid_at: str) -> None:
    """Once, however often it is told. Nothing for an order that uses no group, or is over."""

    def attempt() -> None:
        found = used_by(order_id)
        if found is None or found[1].state == RETURNED:
            return
        uses, record = found
        if uses.group is None or uses.group.seated:
            return
        seat = Seat(uses.customer_id or "", order_id, paid_at)
        before, version = _group_for(uses, seat)
        after = before.with_seat(seat, times.iso(clock.now())) if before.refusal(paid_at) is None else _over(before, seat)
        writes = [moved(record, record.state, seated(uses, after.id)), *group_writes(after, version), *_moved(uses, after.id)]
        transact(writes)
        fact("group_buy.joined", order_id=order_id, group_id=after.id, state=after.state.value, missing=after.missing)

    again(attempt, attempts=ATTEMPTS)


def _group_for(uses: Uses, seat: Seat) -> tuple[Group, int]:
    """The group and its version; 0 for one that begins. One GetItem; where the wanted group has no place for them, two more of the offer
    and of open groups."""
    use = uses.group
    assert use is not None
    known = group_at(use.group_id)
    if known is not None and known[0].takes(seat):
        return known
    deal = group_buy_of(use.group_buy_id)
    if known is None and use.leads:
        return _begun(deal, use.group_id, seat), 0
    others = _without_them(open_groups(deal.id), seat)
    best = first_that_takes([group for group, _ in others], seat)
    if best is not None:
        return next(one for one in others if one[0] == best)
    return _begun(deal, fresh.new_id("grp"), seat), 0


def _without_them(groups: list[tuple[Group, int]], seat: Seat) -> list[tuple[Group, int]]:
    """Groups that the buyer has no other order for."""
    keys = [(group_pk(group.id), member_sk(seat.customer_id)) for group, _ in groups]
    found = find_many({PromotionsTable: keys}) if keys else {}
    theirs = {pk for (_, pk, _), record in found.items() if is_member(record)}
    return [(group, version) for group, version in groups if group_pk(group.id) not in theirs]


def _begun(deal: GroupBuy, group_id: str, seat: Seat) -> Group:
    """Once the offer is over nobody could join any more: such a group is over, too."""
    hours = 0 if deal.state(times.parse(seat.at)) is State.CLOSED else deal.hours
    return Group(group_id, deal.id, deal.size, seat.at, times.iso(times.parse(seat.at) + timedelta(hours=hours)))


def _over(group: Group, seat: Seat) -> Group:
    """One that ends with its only member."""
    return Group(group.id, group.group_buy_id, group.size, group.began_at, group.expires_at, [seat]).failed(times.iso(clock.now()))


def _moved(uses: Uses, group_id: str) -> list[Write]:
    """In another group than they wanted."""
    use, customer_id = uses.group, uses.customer_id or ""
    if use is None or use.group_id == group_id:
        return []
    return [leaves(use.group_id, customer_id), joins(group_id, customer_id, uses.order_id, Overtaken())]
