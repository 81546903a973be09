"""What ACP does with carts, whatever they came by. A cart is a session that nobody has asked to pay yet; its checkout has its id."""

from __future__ import annotations

from functions.agents.acp.cart_view import cart_view
from functions.agents.acp.requests import CartIn
from functions.agents.acp.work import Done
from functions.agents.model.session import Asked
from functions.agents.sessions.fill import change_session, open_session
from functions.agents.sessions.give_up import give_up
from functions.agents.ucp.frame import Call
from functions.agents.ucp.work import language_of, open_cart


def create_cart(call: Call) -> Done:
    asked = call.body(CartIn).applied_to(Asked(lines=()))
    return 201, cart_view(open_session(asked, call.agent, language=language_of(call), languages=call.languages))


def get_cart(call: Call, cart_id: str) -> Done:
    return 200, cart_view(open_cart(call, cart_id))


def update_cart(call: Call, cart_id: str) -> Done:
    wanted = call.body(CartIn)
    open_cart(call, cart_id)
    return 200, cart_view(change_session(cart_id, wanted.applied_to, call.agent, languages=call.languages))


def cancel_cart(call: Call, cart_id: str) -> Done:
    before = open_cart(call, cart_id)
    give_up(cart_id, call.agent, languages=call.languages)
    return 200, cart_view(before)
