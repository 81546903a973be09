"""Links that came into other hands are ended: those sent until now open nothing, those of later mails do."""

from __future__ import annotations

from functions.orders.store.order_links import times_revoked
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable
from functions.orders.store.repository import get_order
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.order_links import OrderLinksRevoked
from functions.shared.events.events import event_put
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_update


@dataclass(frozen=True)
class Revoked:
    order_id: str
    times: int
    version: int


def revoke_links(order_id: str, *, caller: Caller, if_match: int | None, remember: Remember[Revoked]) -> Revoked:
    """Raises NotFound, VersionConflict (409)."""

    def attempt() -> Revoked:
        record = get_order(order_id)
        check_version(record.version, if_match)
        order, version = order_of(record), int(record.version) + 1
        revoked = Revoked(order.id, times_revoked(record) + 1, version)
        actions = [OrderRecord.links_revoked.set(revoked.times), OrderRecord.version.set(version)]
        update = locked_update(OrderRecord, record.pk, ORDER_SK, actions, record.version)
        payload = OrderLinksRevoked(order.id, order.number, revoked.times)
        event = event_put(OrdersTable, record.pk, payload, subject=order.id, actor=caller.actor, **order.told)
        transact([update, event, *remember(revoked)])
        return revoked

    return again(attempt)
