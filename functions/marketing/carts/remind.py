"""Somebody left a cart: they are told by the shop's steps, each time only if the cart is still there as they left it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from functions.marketing.campaigns.requests import flow_request_put
from functions.marketing.model.campaign import Group, Recipient
from functions.marketing.model.left_cart import FLOW, LATE, LeftCart, Reminders
from functions.marketing.store.campaigns import figure_add
from functions.marketing.store.left_carts import find_left, kept_reminders, left_of, left_put, left_record
from functions.marketing.store.people import known_of, still_there
from functions.marketing.store.recipients import recipient_put
from functions.notifications import Purpose
from functions.orders import left_cart
from functions.shared.events.contracts.promotions import CartAbandoned
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import Write, transact


def note_left(envelope: Envelope) -> None:
    """A cart that is left once more, after it was changed, goes on with the step it was at. Nothing where the shop reminds nobody."""
    left = data_of(envelope, CartAbandoned)
    with suppress(Erased):
        again(lambda: _note(left))


def _note(left: CartAbandoned) -> None:
    reminders, now = kept_reminders()[0], clock.now()
    known = find_left(left.person, left.cart_id)
    one = known or LeftCart(left.cart_id, left.person, left.changed_at)
    due = reminders.due(one.step, left.changed_at)
    if due is None:
        return
    transact([still_there(left.person), left_put(one, now, due=max(due, now))])


def remind(pk: str, sk: str) -> None:
    """Nothing where it is not its time."""
    with suppress(Erased):
        again(lambda: _remind(pk, sk))


def _remind(pk: str, sk: str) -> None:
    record, now = left_record(pk, sk), clock.now()
    if record is None or not record.due_at or record.due_at > times.iso(now):
        return
    one, (reminders, _) = left_of(record), kept_reminders()
    due = _due(one, reminders)
    if due is None or now > due + LATE:
        transact([left_put(one, now, due=None)])
    elif due > now:
        transact([left_put(one, now, due=due)])
    elif reminders.group(one.person) is Group.HELD_OUT:
        transact([*_noted(one, Group.HELD_OUT, now), left_put(one, now, due=None)])
    else:
        _tell(one, reminders, now)


def _due(one: LeftCart, reminders: Reminders) -> datetime | None:
    """When the next step is: counted from the last change. None: there is none, or the cart is over, or they ordered since."""
    cart = left_cart(one.cart_id) if reminders.step(one.step) else None
    if cart is None or (cart.customer_id or one.person) != one.person:
        return None
    if known_of(one.person).last_order_at > cart.changed_at:
        return None
    return reminders.due(one.step, cart.changed_at)


def _tell(one: LeftCart, reminders: Reminders, now: datetime) -> None:
    step, after = reminders.step(one.step), one.told()
    assert step is not None
    following = _due(after, reminders)
    message = flow_request_put(
        FLOW, one.what, one.person, channel=step.channel, template=step.template, purpose=Purpose.CARTS, about=one.cart_id
    )
    transact([*_noted(one, Group.TOLD, now), left_put(after, now, due=max(following, now) if following else None), message])
    fact("cart_reminder.told", cart_id=one.cart_id, step=one.step + 1)


def _noted(one: LeftCart, group: Group, now: datetime) -> list[Write]:
    """That they were told, or held out: for figures, and for orders that follow. People are counted by the first step."""
    recipient = recipient_put(one.what, Recipient(FLOW, one.person, group, times.iso(now)), now=now)
    counted = [figure_add(FLOW, group.value)] if one.step == 0 else []
    return [still_there(one.person), recipient, *counted]
