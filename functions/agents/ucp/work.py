"""What each operation of a checkout does, whatever it came by: REST and MCP call the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.agents.model.profile import CART, CHECKOUT, CONSENT, DISCOUNT, FULFILLMENT, MANDATE
from functions.agents.model.session import COMPLETED, OPEN, Asked
from functions.agents.sessions.checkout import Checkout, read_session
from functions.agents.sessions.complete import complete_session
from functions.agents.sessions.fill import change_session, now_asked_to_pay, open_session
from functions.agents.sessions.give_up import give_up
from functions.agents.trust.mandates import authorized, check_mandate
from functions.agents.trust.refused import Refused
from functions.agents.ucp.checkout_view import checkout_view
from functions.agents.ucp.frame import Call, needs
from functions.agents.ucp.requests import CheckoutIn, CompleteIn
from functions.payments import Lent, lenders
from functions.shared.plain.errors import NotFound
from functions.shared.plain.settings import settings

Done = tuple[int, dict[str, Any]]


@needs(CHECKOUT)
def create_checkout(call: Call) -> Done:
    wanted = call.body(CheckoutIn)
    if wanted.cart_id and CART in call.common:
        opened, is_new = now_asked_to_pay(checkout_of_cart(call, wanted))
        return (201 if is_new else 200), _shown(call, opened)
    asked = _with_lines(call, wanted)
    return 201, _shown(
        call, open_session(asked, call.agent, language=language_of(call), languages=call.languages, mandated=MANDATE in call.common)
    )


def language_of(call: Call) -> str:
    return next((one.split("-")[0] for one in call.languages if len(one.split("-")[0]) == 2), settings().default_language)


def _with_lines(call: Call, wanted: CheckoutIn) -> Asked:
    if not wanted.line_items:
        raise Refused("invalid_request", "/line_items: there is none.", "/line_items")
    return narrowed(wanted.asked(), call)


def narrowed(asked: Asked, call: Call) -> Asked:
    """Without what is said in an extension that is not in common: whoever does not have it would not be told what came of it."""
    if FULFILLMENT not in call.common:
        asked = replace(asked, destinations=(), destination_id="", option_id="", named=())
    if DISCOUNT not in call.common:
        asked = replace(asked, codes=())
    return asked if CONSENT in call.common else replace(asked, buyer=replace(asked.buyer, consent={}))


def checkout_of_cart(call: Call, wanted: CheckoutIn) -> Checkout:
    """The cart's checkout, which is one however often it is asked for. Goods and buyer are the cart's; the rest is as the call says."""
    found, sent = open_cart(call, wanted.cart_id), narrowed(wanted.asked(), call)
    parts: dict[str, Any] = {"destinations": sent.destinations, "destination_id": sent.destination_id, "option_id": sent.option_id}
    told = {name: part for name, part in {**parts, "codes": sent.codes, "named": sent.named}.items() if part}

    if replace(found.session.asked, **told) == found.session.asked:
        return found
    return change_session(wanted.cart_id, lambda before: replace(before, **told), call.agent, languages=call.languages)


def open_cart(call: Call, cart_id: str) -> Checkout:
    """Raises NotFound for one that was given up, or is an order."""
    found = read_session(cart_id, call.agent.owner, call.languages)
    if found.session.status != OPEN or found.placed is not None:
        raise NotFound("There is no such cart any more.")
    return found


@needs(CHECKOUT)
def get_checkout(call: Call, session_id: str) -> Done:
    return 200, _shown(call, read_session(session_id, call.agent.owner, call.languages))


@needs(CHECKOUT)
def update_checkout(call: Call, session_id: str) -> Done:
    asked = _with_lines(call, call.body(CheckoutIn))
    return 200, _shown(call, change_session(session_id, lambda _: asked, call.agent, languages=call.languages))


@needs(CHECKOUT)
def complete_checkout(call: Call, session_id: str) -> Done:
    """Raises Refused (400) for an instrument of a handler that we did not name."""
    payment = _payment(call, session_id)
    told, proven = call.told(session_id), _proven(call, session_id)
    done = complete_session(session_id, payment, call.agent, told=told, client_ip=call.source_ip, languages=call.languages, proven=proven)
    return 200, _shown(call, done)


def _proven(call: Call, session_id: str) -> bool:
    """Whether the agent's side has signed what the checkout comes to now. Raises MandateRequired, MandateRefused (409) where it has to."""
    now = read_session(session_id, call.agent.owner, call.languages)
    if not (now.session.mandated or MANDATE in call.common) or now.state == COMPLETED:
        return False
    check_mandate(call.body(CompleteIn).ap2.checkout_mandate, call.agent.profile, checkout_view(now, call.version, call.common))
    return True


def _payment(call: Call, session_id: str) -> Lent | None:
    instrument = call.body(CompleteIn).instrument
    if instrument is None:
        return None
    if instrument.handler_id not in {one.provider for one in lenders()}:
        raise Refused("invalid_request", "payment.instruments: handler_id is none of payment_handlers.")
    if not instrument.credential.token:
        raise Refused("invalid_request", "payment.instruments: the credential has no token.")
    return Lent(instrument.handler_id, instrument.credential.token, session_id)


@needs(CHECKOUT)
def cancel_checkout(call: Call, session_id: str) -> Done:
    return 200, _shown(call, give_up(session_id, call.agent, languages=call.languages))


def _shown(call: Call, checkout: Checkout) -> dict[str, Any]:
    view = checkout_view(checkout, call.version, call.common)
    return authorized(view) if checkout.session.mandated or MANDATE in call.common else view
