"""A session opened, or replaced by what is sent: what is not sent is not in it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from functions.agents.model.profile import Agent
from functions.agents.model.session import OPEN, Asked, Session
from functions.agents.sessions.checkout import READY, Checkout, dangling, gone, look, wish_of, with_ways
from functions.agents.sessions.of_customer import filled_in
from functions.agents.store.sessions import find_session, new_session_id, save_session, session_put
from functions.orders import Basket, BasketWish, cancel_placed, change_basket, look_at_basket, open_basket
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, OutOfStock
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Write

_ATTEMPTS = 6


class _ChangedMeanwhile(Exception):
    """The session, not its cart: it is read anew before the cart is."""


class NotChangeable(Conflict):
    code, title = "checkout_not_changeable", "The checkout cannot be changed any more"


def open_session(asked: Asked, agent: Agent, *, language: str, languages: Sequence[str], mandated: bool = False) -> Checkout:
    """Raises what a whole cart refuses of its lines, OutOfStock where nothing of it can be bought: there is no session then."""
    asked = filled_in(asked, agent.customer)
    basket = open_basket(wish_of(asked, agent.channel), channel=agent.channel, languages=languages, customer=agent.customer)
    if all(gone(line.notices) for line in basket.shown.lines):
        raise OutOfStock([line.variant_id for line in basket.shown.lines])
    session = Session(
        id=new_session_id(), cart_id=basket.shown.cart_id, cart_token=basket.token or "", agent=agent.owner, channel=agent.channel,
        asked=asked, seen=basket.shown.preview_hash, language=language, created_at=times.iso(clock.now()),
        mandated=mandated,
    )  # fmt: skip
    return _told(save_session(session), basket, languages)


def change_session(session_id: str, change: Callable[[Asked], Asked], agent: Agent, *, languages: Sequence[str]) -> Checkout:
    """`change`: from what was asked before to what it shall be. Raises NotFound, NotChangeable once it is paid, may still be paid, or was
    given up; what a whole cart refuses of its lines changes nothing. An order whose payment was refused is cancelled: its pieces are free,
    and the session goes on with a cart of its own. Cart and session are changed together: of two at once, also of a change and the end,
    the one that was overtaken is done again."""
    return again(lambda: _changed(session_id, change, agent, languages), attempts=_ATTEMPTS)


def _changed(session_id: str, change: Callable[[Asked], Asked], agent: Agent, languages: Sequence[str]) -> Checkout:
    session = find_session(session_id, agent.owner)
    before = look(session, languages)
    refused = before.placed is not None and session.failure and before.state == READY
    if not refused and (session.status != OPEN or before.placed is not None):
        raise NotChangeable("It was completed or given up.")
    asked = filled_in(change(session.asked), session.customer)
    if not asked.currency:
        asked = replace(asked, currency=session.asked.currency)
    wish = wish_of(asked, session.channel)
    who = {"channel": session.channel, "customer": session.customer}
    if before.placed is not None:
        return _anew(before.placed.shown.id, session, asked, wish, languages)
    changed = session

    def with_session(basket: Basket) -> list[Write]:
        nonlocal changed
        changed, put = session_put(replace(session, asked=asked, seen=basket.shown.preview_hash), _ChangedMeanwhile())
        return [put]

    try:
        basket = change_basket(session.cart_id, session.cart_token, wish, languages=languages, besides=with_session, **who)
    except _ChangedMeanwhile as meanwhile:
        raise Overtaken from meanwhile
    except Conflict as conflict:
        if conflict.code == "cart_already_placed":
            raise NotChangeable("It was completed in this moment.") from conflict
        raise
    return _told(changed, basket, languages)


def _anew(order_id: str, session: Session, asked: Asked, wish: BasketWish, languages: Sequence[str]) -> Checkout:
    """The order first: whoever dies in between leaves a session that was given up, and nothing set aside. What is refused of lines is
    found before."""
    look_at_basket(wish, languages=languages, channel=session.channel, customer=session.customer)
    try:
        cancel_placed(order_id)
    except Conflict as paid:
        raise NotChangeable("It was paid in this moment.") from paid
    basket = open_basket(wish, languages=languages, channel=session.channel, customer=session.customer)
    fresh = replace(
        session, asked=asked, cart_id=basket.shown.cart_id, cart_token=basket.token or "", seen=basket.shown.preview_hash, status=OPEN,
        order_id="", failure="",
    )  # fmt: skip
    return _told(save_session(fresh), basket, languages)


def now_asked_to_pay(checkout: Checkout) -> tuple[Checkout, bool]:
    """A cart as a checkout, and whether it has become one just now. Who does so in the same moment has the same one."""
    if checkout.session.asked_to_pay:
        return checkout, False
    try:
        return replace(checkout, session=save_session(replace(checkout.session, asked_to_pay=True))), True
    except Overtaken:
        return checkout, False


def _told(session: Session, basket: Basket, languages: Sequence[str]) -> Checkout:
    return Checkout(session, with_ways(session, basket, languages), problems=[*basket.refused, *dangling(session.asked, basket)])
