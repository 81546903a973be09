"""A checkout session as it stands: what was asked, what the cart costs now, the order once there is one, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.agents.model.session import CANCELED, COMPLETED, OPEN, PLACED, Asked, Session, address_of
from functions.agents.store.sessions import find_session
from functions.marketing import SHARE_LINK
from functions.orders import Basket, BasketWish, PaymentStatus, PlacedOrder, placed_order, read_basket, ways_to_place
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault

INCOMPLETE, READY, IN_PROGRESS = "incomplete", "ready_for_complete", "complete_in_progress"
_OWN_KEY = "agent"
_PAID = frozenset({PaymentStatus.PAID, PaymentStatus.AUTHORIZED, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.REFUNDED})


@dataclass(frozen=True)
class Checkout:
    """`problems`: what was asked and is not so, or stands in the way; pointers lead into what was asked (`/lines/0`, `/address/phone`,
    `/codes/0`, `/named/0`, `/payment`)."""

    session: Session
    basket: Basket
    placed: PlacedOrder | None = None
    problems: Sequence[Fault] = ()

    @property
    def state(self) -> str:
        """incomplete | ready_for_complete | complete_in_progress | completed | canceled."""
        session = self.session
        if session.status in (COMPLETED, CANCELED):
            return session.status
        if self.placed is not None:
            return _of_order(self.placed, session)
        return READY if not self.blocked else INCOMPLETE

    @property
    def blocked(self) -> bool:
        """Whether something has to be told or changed before it can be placed."""
        shown = self.basket.shown
        return not shown.lines or bool(shown.missing) or any(gone(line.notices) for line in shown.lines)


def gone(notices: Sequence[object]) -> bool:
    return any(getattr(one, "code", "") in ("out_of_stock", "unpublished") for one in notices)


def _of_order(placed: PlacedOrder, session: Session) -> str:
    shown = placed.shown
    if shown.status == "cancelled":
        return CANCELED
    if shown.payment_status in _PAID:
        return COMPLETED
    return READY if session.failure or not session.seen else IN_PROGRESS


def wish_of(asked: Asked, channel: str) -> BasketWish:
    """The cart that was asked for. Whoever reads the order later sees who bought it, and what its buyer agreed to as the agent says."""
    agreed = ",".join(sorted(name for name, given in asked.buyer.consent.items() if given))
    metadata: Mapping[str, str] = {_OWN_KEY: channel.partition(":")[2]} | ({"agent_consent": agreed[:500]} if agreed else {})
    metadata = {**metadata, SHARE_LINK: asked.share} if asked.share else metadata
    return BasketWish(
        lines=[(line.variant_id, line.quantity) for line in asked.lines],
        currency=asked.currency or None,
        address=address_of(asked),
        delivery_option_id=asked.option_id or None,
        codes=asked.codes,
        email=asked.buyer.email or None,
        metadata=metadata,
    )


def dangling(asked: Asked, basket: Basket) -> list[Fault]:
    """Lines that its parts name and that it does not have."""
    known = {line.id for line in basket.shown.lines} | {line.id for line in asked.lines if line.id}
    return [
        Fault(f"/named/{n}", "unknown_line_item", f"There is no line item {name[:100]}.")
        for n, name in enumerate(asked.named)
        if name not in known
    ]


def look(session: Session, languages: Sequence[str]) -> Checkout:
    """As it is at this moment."""
    who = {"channel": session.channel, "customer": session.customer}
    basket = read_basket(session.cart_id, session.cart_token, languages=languages, **who)
    if basket.order_id and not session.order_id:
        # Its buyer went on by the link, or whoever completed it did not live to say so.
        session = replace(session, order_id=basket.order_id, status=PLACED)
    placed = placed_order(session.order_id, languages) if session.order_id and session.status != CANCELED else None
    problems = _problems(session, basket) if session.status == OPEN else []
    return Checkout(session, with_ways(session, basket, languages) if placed is None else basket, placed, problems)


def with_ways(session: Session, basket: Basket, languages: Sequence[str]) -> Basket:
    """Where it goes is not said whole yet: what its place would be offered. One of them is chosen by a whole address."""
    if basket.options or session.status != OPEN or session.asked.destination is None or not basket.shown.lines:
        return basket
    who = {"channel": session.channel, "customer": session.customer}
    return replace(basket, options=ways_to_place(wish_of(session.asked, session.channel), languages=languages, **who))


def _problems(session: Session, basket: Basket) -> list[Fault]:
    """What is not in the cart although it was asked for shows by comparing them: nothing is asked twice."""
    found = dangling(session.asked, basket)
    if session.asked.option_id and basket.shown.delivery_option is None and basket.options:
        found.append(Fault("/delivery_option_id", "unknown_delivery_option", "The chosen delivery option is not offered there."))
    return found


def read_session(session_id: str, agent: str, languages: Sequence[str]) -> Checkout:
    """Raises NotFound."""
    return look(find_session(session_id, agent), languages)
