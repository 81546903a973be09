"""A session opened, or replaced by what is sent: what is not sent is not in it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from functions.agents.model.profile import Agent
from functions.agents.model.session import OPEN, Asked, Session
from functions.agents.sessions.checkout import Checkout, dangling, gone, look, wish_of
from functions.agents.store.sessions import find_session, new_session_id, save_session
from functions.orders import Basket, change_basket, open_basket
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, OutOfStock


class NotChangeable(Conflict):
    code, title = "checkout_not_changeable", "The checkout cannot be changed any more"


def open_session(asked: Asked, agent: Agent, *, language: str, languages: Sequence[str], mandated: bool = False) -> Checkout:
    """Raises what a whole cart refuses of its lines, OutOfStock where nothing of it can be bought: there is no session then."""
    basket = open_basket(wish_of(asked, agent.channel), channel=agent.channel, languages=languages)
    if all(gone(line.notices) for line in basket.shown.lines):
        raise OutOfStock([line.variant_id for line in basket.shown.lines])
    session = Session(
        id=new_session_id(), cart_id=basket.shown.cart_id, cart_token=basket.token or "", agent=agent.name, channel=agent.channel,
        asked=asked, seen=basket.shown.preview_hash, language=language, created_at=times.iso(clock.now()),
        mandated=mandated,
    )  # fmt: skip
    return _told(save_session(session), basket)


def change_session(session_id: str, change: Callable[[Asked], Asked], agent: Agent, *, languages: Sequence[str]) -> Checkout:
    """`change`: from what was asked before to what it shall be. Raises NotFound, NotChangeable once there is an order or it was given up;
    what a whole cart refuses of its lines changes nothing."""
    session = find_session(session_id, agent.name)
    if session.status != OPEN or look(session, languages).placed is not None:
        raise NotChangeable("It was completed or given up.")
    asked = change(session.asked)
    if not asked.currency:
        asked = replace(asked, currency=session.asked.currency)
    wish = wish_of(asked, session.channel)
    basket = change_basket(session.cart_id, session.cart_token, wish, channel=session.channel, languages=languages)
    return _told(save_session(replace(session, asked=asked, seen=basket.shown.preview_hash)), basket)


def _told(session: Session, basket: Basket) -> Checkout:
    return Checkout(session, basket, problems=[*basket.refused, *dangling(session.asked, basket)])
