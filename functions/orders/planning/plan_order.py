"""An order that may be sent gets its parcels by itself; what cannot be sent from anywhere waits, visibly, and is tried again."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from functions.orders.judging.judge import judged
from functions.orders.model.plans.plan import Plan, still_to_take
from functions.orders.planning.carry_out import give_up, plan_put, take_step
from functions.orders.planning.make_plan import make_plan
from functions.orders.planning.note_issued import awaits_cards, note_issued
from functions.orders.planning.offers import Answers, offers_for
from functions.orders.shipping.fulfilment import may_leave
from functions.orders.shipping.waybills import SHIPPABLE, on_parcels
from functions.orders.store.parcels.write_parcels import write_parcels
from functions.orders.store.shipments import Parcels
from functions.orders.store.stock_moves import finish_moves
from functions.orders.store.timers import PLAN, Due, timer_delete, timer_put
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Write, transact
from functions.stock import NotOnShelf, shelves_for

# An order has 90 variants at most; a step takes two dozen at least, and each may be begun again with another plan.
_MOST_STEPS = 60
_SOON, _LATER = timedelta(minutes=15), timedelta(hours=6)


def plan_order(order_id: str, cause: str) -> bool:
    """Every piece of the order that is sold and in no parcel is planned, however often it is asked for. Whether pieces wait."""
    answers = Answers()
    for _ in range(_MOST_STEPS):
        done = on_parcels(order_id, partial(_step, cause, answers))
        if done is not None:
            return done
    raise Overtaken


def plan_by_timer(due: Due) -> None:
    """Pieces that could not be sent when they were sold."""
    if not plan_order(due.order_id, "timer"):
        transact([timer_delete(due.order_id, PLAN)])


def _step(cause: str, answers: Answers, parcels: Parcels) -> bool | None:
    """One transaction; None when more is to be done."""
    if parcels.status in SHIPPABLE:
        parcels = judged(parcels)
    if parcels.review:
        fact("fulfilment.on_hold", order_id=parcels.order.id)
        return False
    if parcels.amendment:
        # Planned when it is paid, or when it lapses.
        return False
    if (cards := awaits_cards(parcels)) and note_issued(parcels):
        return None
    if parcels.status not in SHIPPABLE:
        return cards
    begun = next((plan for plan in parcels.plans if not plan.done), None)
    if begun is not None:
        _continue(parcels, begun)
        return None
    quantities = {line_id: quantity for line_id, quantity in parcels.remaining().items() if quantity}
    if not quantities:
        return cards
    if not may_leave(parcels, quantities):
        fact("fulfilment.left_to_people", order_id=parcels.order.id, status=parcels.status.value)
        return cards
    offers = offers_for(parcels.order, answers)
    plan, shelves = make_plan(parcels, cause, offers)
    if plan.waiting and finish_moves(parcels.order.id):
        # Pieces came back to a shelf in this moment.
        raise Overtaken
    if not plan.parcels:
        _wait(parcels, plan)
        return True
    try:
        done = take_step(parcels, plan, shelves, *_told(parcels, plan), known=offers.carriers)
    except NotOnShelf as faster:
        raise Overtaken from faster
    fact("order.planned", order_id=parcels.order.id, parcels=len(plan.parcels), reason=plan.reason.value, waiting=len(plan.waiting))
    return bool(plan.waiting) or cards if done else None


def _continue(parcels: Parcels, plan: Plan) -> None:
    parts = (part for planned in plan.parcels for part in still_to_take(planned, parcels.find(planned.shipment_id)))
    try:
        take_step(parcels, plan, shelves_for(part.variant_id for part in parts))
    except NotOnShelf:
        give_up(parcels, plan)


def _wait(parcels: Parcels, plan: Plan) -> None:
    """Nothing can be sent. What waits for the same reason as before is told once."""
    known = parcels.plans[-1] if parcels.plans else None
    if known is not None and known.waiting == plan.waiting and not known.parcels:
        transact(_told(parcels, known))
        return
    kept = plan_put(parcels, _without_work(plan))
    transact([*write_parcels(parcels, [], actor=SYSTEM, plan=plan), kept, *_told(parcels, plan)])
    fact("order.not_allocated", order_id=parcels.order.id, reasons=sorted({one.reason.value for one in plan.waiting}))


def _without_work(plan: Plan) -> Plan:
    return Plan(plan.number, plan.made_at, plan.cause, plan.merchants, [], plan.waiting, quotes=plan.quotes, score_weight=plan.score_weight)


def _told(parcels: Parcels, plan: Plan) -> list[Write]:
    """Where pieces wait (a case for people), another look soon; later ones of an order that has waited for a day."""
    if not plan.waiting:
        return []
    now = clock.now()
    since = min((one.made_at for one in parcels.plans if one.waiting), default=plan.made_at)
    pause = _SOON if now - times.parse(since) < timedelta(days=1) else _LATER
    return [timer_put(parcels.order.id, PLAN, now + pause)]
