"""What UCP does with carts, whatever it came by. A cart is a session that nobody has asked to pay yet; its checkout has its id."""

from __future__ import annotations

from dataclasses import replace

from functions.agents.model.profile import CART, MANDATE
from functions.agents.model.session import Asked
from functions.agents.sessions.fill import change_session, open_session
from functions.agents.sessions.give_up import give_up
from functions.agents.ucp.cart_view import cart_view
from functions.agents.ucp.frame import Call, needs
from functions.agents.ucp.requests import CartIn
from functions.agents.ucp.work import Done, language_of, narrowed, open_cart


@needs(CART)
def create_cart(call: Call) -> Done:
    asked = narrowed(call.body(CartIn).asked(), call)
    opened = open_session(asked, call.agent, language=language_of(call), languages=call.languages, mandated=MANDATE in call.common)
    return 201, cart_view(opened, call.version, call.common)


@needs(CART)
def get_cart(call: Call, cart_id: str) -> Done:
    return 200, cart_view(open_cart(call, cart_id), call.version, call.common)


@needs(CART)
def update_cart(call: Call, cart_id: str) -> Done:
    """Where it goes, which only its checkout was told, stays."""
    wanted = narrowed(call.body(CartIn).asked(), call)

    def change(before: Asked) -> Asked:
        return replace(before, lines=wanted.lines, buyer=wanted.buyer, codes=wanted.codes, currency=wanted.currency or before.currency)

    open_cart(call, cart_id)
    return 200, cart_view(change_session(cart_id, change, call.agent, languages=call.languages), call.version, call.common)


@needs(CART)
def cancel_cart(call: Call, cart_id: str) -> Done:
    before = open_cart(call, cart_id)
    give_up(cart_id, call.agent, languages=call.languages)
    return 200, cart_view(before, call.version, call.common)
