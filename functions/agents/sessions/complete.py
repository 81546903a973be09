"""A session completed: its cart is placed, and its order paid by a token that was lent for it.

Each step is done once, however often, by whichever protocol and with whatever key it is asked for: a cart becomes an order once, and a
token is one payment of that order. Who comes after the end is told the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.agents.model.profile import Agent
from functions.agents.model.session import CANCELED, COMPLETED, ENDS, PLACED, Session
from functions.agents.sessions.checkout import Checkout, look
from functions.agents.store.sessions import find_session, save_session
from functions.agents.store.told_orders import Told, note_order
from functions.agents.trust.mandates import MandateRequired
from functions.orders import cancel_placed, place_basket
from functions.payments import Lent, pay_by_lent
from functions.shared.auth.caller import Caller
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import Conflict, Fault, Invalid, OutOfStock, TooManyRequests
from functions.shared.plain.selling.markets import is_taken
from functions.shared.store.again import Overtaken

_PAID = frozenset({"captured", "authorized"})


class GivenUp(Conflict):
    code, title = "checkout_canceled", "The checkout was given up"


def complete_session(
    session_id: str,
    payment: Lent | None,
    agent: Agent,
    *,
    told: Told | None,
    client_ip: str,
    languages: Sequence[str],
    proven: bool = False,
) -> Checkout:
    """As it stands afterwards: completed, in progress, or with the problems that are in the way. `told`: who is told of its order.
    `proven`: a mandate for it was shown. Raises NotFound, GivenUp, MandateRequired; Unavailable (503): the same call goes on."""
    checkout = look(find_session(session_id, agent.owner), languages)
    if checkout.state == CANCELED:
        raise GivenUp("Open a new one.")
    if checkout.state == COMPLETED:
        return checkout
    if checkout.session.mandated and not proven:
        raise MandateRequired
    if checkout.placed is None:
        checkout = _placed(checkout, payment, languages)
        if checkout.placed is None:
            return checkout
    if told is not None:
        note_order(checkout.placed.shown.id, told)
    return _paid(checkout, payment, client_ip, languages)


def _placed(checkout: Checkout, payment: Lent | None, languages: Sequence[str]) -> Checkout:
    session, shown = checkout.session, checkout.basket.shown
    if checkout.blocked:
        return checkout
    if shown.totals.total.amount and payment is None:
        return _with(checkout, Fault("/payment", "payment_missing", "Send the payment instrument."))
    if payment and not is_taken(checkout.basket.payment_methods, payment.provider):
        return _with(checkout, Fault("/payment", "payment_failed", "What goes there is not paid by this provider (unsupported_in_market)."))
    if shown.preview_hash != session.seen:
        session = save_session(replace(session, seen=shown.preview_hash))
        told = Fault("/totals", "price_changed", "What it costs has changed; look at it and complete it again.")
        return _with(replace(checkout, session=session), told)
    try:
        order_id = place_basket(
            session.cart_id, session.cart_token, channel=session.channel, language=session.language, preview_hash=session.seen,
            customer=session.customer,
        )  # fmt: skip
    except (Conflict, Invalid) as refusal:
        # Faster buyers, a coupon used up: it is told what is so now, with what was in the way.
        now = look(session, languages)
        code = "out_of_stock" if isinstance(refusal, OutOfStock) else refusal.code
        return _with(now, Fault("/lines", code, refusal.detail))
    fact("agent.order_placed", order_id=order_id, channel=session.channel)
    return look(_noted(session, order_id), languages)


def _noted(session: Session, order_id: str) -> Session:
    """With its order. Who gave it up in the same moment has given the order up."""
    placed = replace(session, order_id=order_id, status=PLACED, failure="")
    try:
        return save_session(placed)
    except Overtaken:
        now = find_session(session.id, session.agent)
        if now.status == CANCELED:
            cancel_placed(order_id)
            raise GivenUp("It was given up in this moment.") from None
        return now if now.order_id else save_session(replace(placed, version=now.version))


def _paid(checkout: Checkout, payment: Lent | None, client_ip: str, languages: Sequence[str]) -> Checkout:
    assert checkout.placed is not None
    session, order = checkout.session, checkout.placed.shown
    if order.totals.total.amount:
        if payment is None:
            return _with(checkout, Fault("/payment", "payment_missing", "Send the payment instrument."))
        try:
            made = pay_by_lent(order.id, payment, caller=Caller(order=order.id, channel=session.channel), client_ip=client_ip)
        except TooManyRequests:
            raise
        except (Conflict, Invalid) as refusal:
            return _failed(checkout, refusal.code, refusal.detail)
        if made is not None and made.status == "failed":
            return _failed(checkout, made.failure or "declined", "The payment was declined.")
        if made is not None and made.status not in _PAID:
            return replace(checkout, session=_kept(replace(session, failure="")))
    fact("agent.checkout_completed", order_id=order.id, channel=session.channel)
    return look(_kept(replace(session, status=COMPLETED, failure="")), languages)


def _failed(checkout: Checkout, code: str, detail: str) -> Checkout:
    session = _kept(replace(checkout.session, failure=code))
    return _with(replace(checkout, session=session), Fault("/payment", "payment_failed", f"{detail} ({code})"))


def _kept(session: Session) -> Session:
    """Another call may have said so already: the end stands."""
    try:
        return save_session(session)
    except Overtaken:
        now = find_session(session.id, session.agent)
        return now if now.status in ENDS else save_session(replace(session, version=now.version))


def _with(checkout: Checkout, problem: Fault) -> Checkout:
    return replace(checkout, problems=[*checkout.problems, problem])
