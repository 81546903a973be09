"""Fast checkout: a cart, its order and the payment in one call, each by the way that it has alone.

Each step is done once for the call's Idempotency-Key: the cart is kept under it, a cart is placed once, and so is the payment. A call that
died anywhere, or whose provider did not answer, goes on where it was when it is repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from functions.orders.carts import whole_cart
from functions.orders.carts.cart_repository import CartPlaced, Visitor
from functions.orders.carts.whole_cart import Wanted, WholeCart
from functions.orders.checkout.agreed import ShowPreview
from functions.orders.checkout.place_order import Placing, place
from functions.orders.checkout.taking import taking
from functions.orders.store.order_page import OrderPage, order_page
from functions.orders.store.records import CartsTable
from functions.payments import PaymentView, method_for_order, pay_by_kept
from functions.shared.http.idempotency import AlreadyAnswered, IdempotencyKey
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Forbidden, Invalid, NotFound, ShopError
from functions.shared.store.transactions import Put, Write, transact


@dataclass(frozen=True)
class Express:
    """`payment_method_id`: None for the default. `address_named`: the buyer's own choice, not the default of their address book."""

    wanted: Wanted
    visitor: Visitor
    language: str
    key: IdempotencyKey
    payment_method_id: str | None = None
    address_named: bool = True
    return_url: str = ""
    client_ip: str = ""
    device: str = ""


@dataclass(frozen=True)
class Expressed:
    """`payment` is None for an order that costs nothing, and where `refusal` says why it could not be paid so: it waits for another."""

    page: OrderPage
    payment: PaymentView | None = None
    refusal: ShopError | None = None


Keep = Callable[[Expressed], Sequence[Write]]


def express(asked: Express, *, show_preview: ShowPreview, keep: Keep) -> Expressed:
    """Raises what the cart, its placing and the kept way to pay refuse, before there is an order; after that only Unavailable (503): the
    same call goes on."""
    if asked.key.first_answer() is not None:
        raise AlreadyAnswered
    page = _place(asked, show_preview)
    if page.money.paid:
        return _without_payment(Expressed(page), keep)
    try:
        method = method_for_order(asked.visitor.caller, asked.payment_method_id)
        payment = pay_by_kept(
            page.order.id,
            method,
            caller=asked.visitor.caller,
            key=asked.key,
            return_url=asked.return_url,
            client_ip=asked.client_ip,
            device=asked.device,
            remember=lambda shown: keep(Expressed(page, shown)),
        )
    except AlreadyAnswered:
        raise
    except (Conflict, Forbidden, Invalid, NotFound) as refusal:
        return _without_payment(Expressed(page, None, refusal), keep)
    return Expressed(page, payment)


def _without_payment(done: Expressed, keep: Keep) -> Expressed:
    transact(keep(done))
    return done


def _cart_key(key: IdempotencyKey) -> IdempotencyKey:
    return replace(key, operation=f"{key.operation} cart", model=CartsTable)


def _place(asked: Express, show_preview: ShowPreview) -> OrderPage:
    placing = Placing(_cart(asked), asked.visitor, asked.language)
    try:
        return place(placing, taking, show_preview=show_preview, remember=lambda _: [])
    except CartPlaced as placed:
        return order_page(str(placed.extra["order_id"]), caller=asked.visitor.caller, order_token=None)


def _cart(asked: Express) -> str:
    key = _cart_key(asked.key)

    def remember(whole: WholeCart) -> list[Put]:
        cart = whole.state.cart
        # Where nothing is delivered, it does not matter whether the default address is reached.
        unasked = "/address_id" if cart.nothing_to_send and not asked.address_named else None
        if refused := [fault for fault in whole.refused if fault.pointer != unasked]:
            # What another call tells in `refused` would here be an order that is not the one that was asked for.
            raise Invalid(refused[0].detail, faults=refused, code=refused[0].code)
        if cart.address is None and not cart.nothing_to_send:
            raise Invalid.field("/address_id", "address_missing", "Your address book is empty.")
        # Before there is anything: whoever has nothing to pay with goes the long way.
        method_for_order(asked.visitor.caller, asked.payment_method_id)
        return [key.remember(201, whole.state.cart.id)]

    known = key.first_answer()
    if known is None:
        try:
            return whole_cart.make(asked.visitor, asked.wanted, remember=remember).state.cart.id
        except AlreadyAnswered:
            known = key.first_answer()
    if known is None:
        raise NotFound("There is no such cart.")
    return known.body
