"""An order is amended: what it is, what is set aside for it and what it costs change in one transaction, or nothing does.

Parcels that have not left are stopped first, and their couriers asked, as for an order on hold: afterwards the order is planned anew. What
is stopped and then not amended is planned again by a timer that is set before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pynamodb.expressions.update import Action

from functions.orders.amending.cards_out import card_pieces_out
from functions.orders.amending.preview_amendment import Preview, previewed
from functions.orders.amending.wish import AmendWish
from functions.orders.model.amendments.amendment import Amendment, AmendmentState, pieces_held
from functions.orders.model.order import Order
from functions.orders.model.states import Status
from functions.orders.payment.apply_payment import money_changes
from functions.orders.reviewing.stop_parcels import stop_parcels
from functions.orders.store.amendments.amendment_writes import (
    amended_event,
    amending_over,
    amendment_put,
    body_changes,
    planned_anew,
    returned_move,
    taken_writes,
)
from functions.orders.store.filed.state_lists import states_writes
from functions.orders.store.number import email_key, number_record
from functions.orders.store.order_page import OrderPage, order_page
from functions.orders.store.parcels.watching import watch_now
from functions.orders.store.parcels.whose import order_of_merchants
from functions.orders.store.people.bodies import order_body
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable
from functions.orders.store.rules_store import shop_rules
from functions.orders.store.shipments import money_of_order, parcels_of
from functions.orders.store.stock_moves import StockMove, transact_moving
from functions.orders.store.stock_state import is_committed
from functions.orders.store.timers import AMENDMENT, timer_delete, timer_put
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.order_amendments import AmendedLine, OrderAmendmentRequested
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import MAX_ACTIONS, Put, Remember, Write, transact
from functions.shared.store.versions import check_version, keep_answer, locked_update

ShowPreview = Callable[[OrderPage, Preview], Mapping[str, Any]]
# Until then whoever stopped its parcels has amended the order, or died.
_STOPPED_FOR = timedelta(minutes=2)


def amend(
    order_id: str,
    wish: AmendWish,
    *,
    caller: Caller,
    order_token: str | None,
    if_match: int | None,
    preview_hash: str | None,
    show_preview: ShowPreview,
    remember: Remember[OrderPage],
) -> OrderPage:
    """The amended order; as it was, when the wish changes nothing. Raises what `previewed` raises, VersionConflict, OutOfStock; Conflict
    (409) `preview_changed` with the preview, `parcel_stopping` while a courier has not said that it stops a parcel.
    """
    seen = order_page(order_id, caller=caller, order_token=order_token)
    check_version(seen.record.version, if_match)
    wanted = previewed(seen, wish, caller=caller, order_token=order_token)
    _check_agreed(seen, wanted, preview_hash, show_preview)
    if not wanted.changes:
        keep_answer(remember(seen))
        return seen
    stopped = _stop(seen, caller.actor)

    def attempt() -> OrderPage:
        page = order_page(order_id, caller=caller, order_token=order_token)
        if not stopped:
            check_version(page.record.version, if_match)
        preview = previewed(page, wish, caller=caller, order_token=order_token)
        _check_agreed(page, preview, preview_hash or (wanted.hash if stopped else None), show_preview)
        if any(one.counts for one in page.shipments):
            # Also one that was planned in this moment.
            raise Conflict("A courier has not said yet that it stops a parcel: try again.", code="parcel_stopping")
        return _write(page, preview, wish, caller.actor, remember)

    after = again(attempt)
    fact("order.amended", order_id=order_id, difference=wanted.difference, due=wanted.due, give_back=wanted.give_back)
    return after


def _check_agreed(page: OrderPage, preview: Preview, preview_hash: str | None, show_preview: ShowPreview) -> None:
    if preview_hash is not None and preview_hash != preview.hash:
        raise Conflict("The order or its prices have changed.", code="preview_changed", preview=dict(show_preview(page, preview)))
    if preview_hash is None and preview.asks and preview.difference:
        raise Conflict("The order would cost something else.", code="preview_changed", preview=dict(show_preview(page, preview)))


def _stop(page: OrderPage, actor: Actor) -> bool:
    """Whether parcels were prepared."""
    if not any(one.counts for one in page.shipments):
        return False
    transact(planned_anew(page.record, clock.now() + _STOPPED_FOR))
    stop_parcels(parcels_of(page.order.id), actor=actor)
    return True


def _write(page: OrderPage, preview: Preview, wish: AmendWish, actor: Actor, remember: Remember[OrderPage]) -> OrderPage:
    record, now = page.record, clock.now()
    order = replace(preview.after, given_back=page.order.given_back + preview.give_back)
    expires = times.iso(now + shop_rules().checkout.rest_hold) if preview.due else ""
    amendment = Amendment(
        number=preview.number,
        at=times.iso(now),
        by=actor,
        state=AmendmentState.OPEN if preview.due else AmendmentState.APPLIED,
        total_before=page.order.totals.total,
        total_after=order.totals.total,
        lines=preview.lines,
        address_changed=order.address != page.order.address,
        delivery_changed=order.delivery != page.order.delivery,
        due=preview.due,
        give_back=preview.give_back,
        reason=wish.reason,
        expires_at=expires,
        ended_at="" if preview.due else times.iso(now),
        before=_paid_before(page) if preview.due else None,
    )
    money = money_of_order(record, order, page.payments, page.refunds)
    after = replace(
        page.moved(
            body=order_body(order),
            payment_status=money.status.value,
            captured=money.captured,
            refunded=money.refunded,
            amending=preview.number if preview.due else None,
            held_until=expires or record.held_until,
        ),
        order=order,
        amendments=[*_superseded(page, times.iso(now)), amendment],
    )
    changes: list[Action] = [
        OrderRecord.version.set(record.version + 1),
        *body_changes(order),
        *money_changes(money),
        *([OrderRecord.amending.set(preview.number), OrderRecord.held_until.set(expires)] if preview.due else [amending_over()]),
    ]
    taken, returned = _stock(page, preview, order, amendment, actor)
    writes: list[Write] = [
        locked_update(OrderRecord, record.pk, ORDER_SK, changes, record.version, besides=OrderRecord.status == record.status),
        *states_writes(record, order, changes),
        *(amendment_put(order.id, one) for one in after.amendments[len(page.amendments) - (1 if page.amendment else 0) :]),
        _told(page, order, amendment, actor, money.open_amount),
        *_found_by(page.order, order),
        *_timers(page, amendment),
        *remember(after),
        *taken,
        *preview.cards,
    ]
    if len(writes) > MAX_ACTIONS:
        raise Invalid("Too many different variants at once: change fewer lines.", code="too_many_lines")
    transact_moving(writes, returned)
    return after


def _paid_before(page: OrderPage) -> Order:
    """A paid order as it was when all of it was paid."""
    return (page.amendment.before if page.amendment else None) or page.order


def _superseded(page: OrderPage, now: str) -> Sequence[Amendment]:
    """Another amendment takes the place of the one that waits for its money."""
    if page.amendment is None:
        return page.amendments
    return [*page.amendments[:-1], page.amendment.ended(AmendmentState.WITHDRAWN, at=now)]


def _stock(page: OrderPage, preview: Preview, order: Order, amendment: Amendment, actor: Actor) -> tuple[list[Write], StockMove]:
    record = page.record
    held, wanted = pieces_held(page.order, page.amendment), pieces_held(order, amendment if preview.due else None)
    # Cards that are issued are off the shelf already.
    gone = card_pieces_out(page.order, order) if record.issued_at else Counter[str]()
    return taken_writes(record, order, wanted - held, preview.beyond, actor), returned_move(record, order, held - wanted - gone, actor)


def _timers(page: OrderPage, amendment: Amendment) -> list[Write]:
    order_id = page.order.id
    watched = [watch_now(order_id)] if is_committed(page.record) else []
    if amendment.is_open:
        return [timer_put(order_id, AMENDMENT, times.parse(amendment.expires_at)), *watched]
    over = [timer_delete(order_id, AMENDMENT)] if page.amendment else []
    return [*over, *watched, *planned_anew(page.record)]


def _told(page: OrderPage, order: Order, amendment: Amendment, actor: Actor, open_amount: int) -> Put:
    payload: Payload
    if amendment.is_open:
        lines = [AmendedLine(**vars(line)) for line in amendment.lines]
        payload = OrderAmendmentRequested(
            order.summary(), amendment.number, amendment.total_before, amendment.due, amendment.expires_at, amendment.reason, lines
        )
    else:
        paid = None if page.record.status == Status.PENDING_PAYMENT else _paid_before(page)
        payload = amended_event(order, amendment, open_amount=open_amount, before=paid)
    told = event_put(OrdersTable, page.record.pk, payload, subject=order.id, actor=actor, **order.told)
    if order.address.email and order.address.email != page.order.address.email:
        # As the event that told of its placing: how staff find it by its buyer's address.
        told.record.gsi2pk, told.record.gsi2sk = email_key(order.address.email), f"{order.placed_at}#{order.id}"
    return told


def _found_by(before: Order, after: Order) -> list[Write]:
    """How staff find it: by telephone number, product and SKU, and merchants of what is new in it."""
    found = number_record(after)
    named = [Put(found)] if found.to_dynamodb_dict() != number_record(before).to_dynamodb_dict() else []
    return [*named, *order_of_merchants(after, known=before)]
