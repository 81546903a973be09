"""What each operation of ACP does: with the sessions that every protocol speaks of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.agents.acp.checkout_view import checkout_view
from functions.agents.acp.requests import CheckoutIn, CompleteIn, NewCheckoutIn, PaymentIn, with_buyer
from functions.agents.model.session import OPEN
from functions.agents.sessions.checkout import Checkout, read_session
from functions.agents.sessions.complete import complete_session
from functions.agents.sessions.fill import change_session, open_session
from functions.agents.sessions.give_up import give_up
from functions.agents.trust.refused import Refused
from functions.agents.ucp.frame import Call
from functions.agents.ucp.work import language_of, open_cart
from functions.payments import Lent, lenders
from functions.shared.plain.errors import Fault

Done = tuple[int, dict[str, Any]]


def create_checkout(call: Call) -> Done:
    wanted = call.body(NewCheckoutIn)
    if wanted.cart_id:
        return 201, checkout_view(_of_cart(call, wanted))
    return 201, checkout_view(open_session(wanted.asked(), call.agent, language=language_of(call), languages=call.languages))


def _of_cart(call: Call, wanted: NewCheckoutIn) -> Checkout:
    """The cart's checkout, which is one however often it is asked for. Raises NotFound, Refused for another currency than the cart's."""
    found = open_cart(call, wanted.cart_id)
    if wanted.currency.upper() != found.basket.shown.currency:
        raise Refused("invalid_request", f"The cart is in {found.basket.shown.currency}.", "/currency")
    if wanted.beside_cart(found.session.asked) == found.session.asked:
        return found
    return change_session(wanted.cart_id, wanted.beside_cart, call.agent, languages=call.languages)


def get_checkout(call: Call, session_id: str) -> Done:
    return 200, checkout_view(read_session(session_id, call.agent.owner, call.languages))


def update_checkout(call: Call, session_id: str) -> Done:
    wanted = call.body(CheckoutIn)
    return 200, checkout_view(change_session(session_id, wanted.applied_to, call.agent, languages=call.languages))


def complete_checkout(call: Call, session_id: str) -> Done:
    """Raises Refused (400) for a payment by a handler that we did not name."""
    wanted = call.body(CompleteIn)
    payment = _payment(wanted.payment_data, session_id)
    if wanted.buyer is not None and (told := _told_of_buyer(call, session_id, wanted)) is not None:
        return 200, checkout_view(told)
    done = complete_session(session_id, payment, call.agent, told=call.told(session_id), client_ip=call.source_ip, languages=call.languages)
    return 200, checkout_view(done)


def _told_of_buyer(call: Call, session_id: str, wanted: CompleteIn) -> Checkout | None:
    """Who buys is often said at the end. None: it is completed at the price that was told; else what it costs for them."""
    before = read_session(session_id, call.agent.owner, call.languages)
    told = wanted.buyer
    if told is None or before.placed is not None or before.session.status != OPEN:
        return None
    if with_buyer(before.session.asked, told) == before.session.asked:
        return None
    after = change_session(session_id, lambda asked: with_buyer(asked, told), call.agent, languages=call.languages)
    if after.basket.shown.totals.total == before.basket.shown.totals.total:
        return None
    changed = Fault("/totals", "price_changed", "What it costs has changed; look at it and complete it again.")
    return replace(after, problems=[*after.problems, changed])


def _payment(told: PaymentIn | None, session_id: str) -> Lent | None:
    if told is None or told.instrument is None:
        return None
    known = [one.provider for one in lenders()]
    handler = told.handler_id or (known[0] if len(known) == 1 else "")
    if handler not in known:
        raise Refused("invalid_request", "It is none of capabilities.payment.handlers.", "/payment_data/handler_id")
    if not told.instrument.credential.token:
        raise Refused("invalid_request", "The credential has no token.", "/payment_data/instrument/credential/token")
    return Lent(handler, told.instrument.credential.token, session_id)


def cancel_checkout(call: Call, session_id: str) -> Done:
    return 200, checkout_view(give_up(session_id, call.agent, languages=call.languages))
