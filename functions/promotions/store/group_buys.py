"""Group buys and their groups: their items, read and written."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from functions.pricing import Shopper
from functions.promotions.model.group_buy import Group, GroupBuy, GroupState
from functions.promotions.store.due import shard_of
from functions.promotions.store.records import DEAL_SK, GROUP_SK, PromotionsTable, group_buy_pk, group_pk
from functions.promotions.store.shown_variants import for_some
from functions.shared.events.contracts.promotions import GroupBuyFailed, GroupBuySucceeded
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Write
from functions.shared.store.versions import locked_put

GRACE = timedelta(minutes=2)
"""Who paid within the time of a group has a place, though it is told a little later."""
_LOOKED_AT = 25
"""Open groups of an offer that are shown, or looked at for a place."""


def deal_record(group_buy_id: str) -> PromotionsTable:
    """Raises NotFound."""
    record = find(PromotionsTable, group_buy_pk(group_buy_id), DEAL_SK) if ids.is_id("gby", group_buy_id) else None
    if record is None:
        raise NotFound("There is no such group buy.")
    return record


def group_buy_of(group_buy_id: str) -> GroupBuy:
    """Raises NotFound."""
    return load(GroupBuy, deal_record(group_buy_id).body)


def shown_group_buy(group_buy_id: str, who: Shopper) -> tuple[GroupBuy, bool]:
    """The offer, and whether it is for some only. Raises NotFound, also where its variant is not for who asks."""
    deal = group_buy_of(group_buy_id)
    own = for_some(deal.variant_id, who)
    if own is None:
        raise NotFound("There is no such group buy.")
    return deal, own


def group_at(group_id: str) -> tuple[Group, int] | None:
    """The group and its version. One GetItem."""
    record = find(PromotionsTable, group_pk(group_id), GROUP_SK) if ids.is_id("grp", group_id) else None
    return (load(Group, record.body), int(record.version)) if record else None


def open_groups(group_buy_id: str) -> list[tuple[Group, int]]:
    """The first that end. One Query of an index, which may lag behind, and one BatchGetItem, which does not."""
    after = PromotionsTable.gsi1sk > times.iso(clock.now())
    listed = list(islice(PromotionsTable.gsi1.query(group_buy_pk(group_buy_id), after, limit=_LOOKED_AT), _LOOKED_AT))
    found = find_many({PromotionsTable: [(row.pk, GROUP_SK) for row in listed]}) if listed else {}
    groups = [(load(Group, one.body), int(one.version)) for one in found.values() if isinstance(one, PromotionsTable)]
    groups = [known for known in groups if known[0].state is GroupState.OPEN]
    return sorted(groups, key=lambda known: (known[0].expires_at, known[0].id))


def due_at(group: Group) -> datetime:
    """When nobody can be told any more to have paid in time."""
    return times.parse(group.expires_at) + GRACE


def group_writes(group: Group, version: int) -> list[Write]:
    """The group as it is now, in place of what was read at `version`; its end is told. An open one is listed, and looked at when it is due.
    The transaction raises Overtaken."""
    pk = group_pk(group.id)
    record = PromotionsTable(pk=pk, sk=GROUP_SK, kind="group", body=dump(group), version=version + 1)
    if group.state is GroupState.OPEN:
        record.gsi1pk, record.gsi1sk = group_buy_pk(group.group_buy_id), f"{group.expires_at}#{group.id}"
        record.due_pk, record.due_at = shard_of(pk), times.iso(due_at(group))
    orders = [seat.order_id for seat in group.seats]
    told: list[Write] = []
    if group.state is GroupState.SUCCEEDED:
        told = [event_put(PromotionsTable, pk, GroupBuySucceeded(group.id, group.group_buy_id, orders), subject=group.id, actor=SYSTEM)]
    elif group.state is GroupState.FAILED and orders:
        told = [event_put(PromotionsTable, pk, GroupBuyFailed(group.id, group.group_buy_id, orders), subject=group.id, actor=SYSTEM)]
    return [locked_put(record, version), *told]
