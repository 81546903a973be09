"""Face: what a machine that buys for somebody may do with a cart and its order: no more than a guest of the storefront, by the same ways.

A whole cart is made or replaced in one call (`carts/whole_cart.py`), placed (`place_order.py`), read by its id and token. What is said in
`refused` is told, not done: an address that is not acceptable, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace

from functions.orders.carts import carts, whole_cart
from functions.orders.carts.cart_address import CartAddress, sent_to
from functions.orders.carts.cart_repository import CartPlaced, Visitor
from functions.orders.carts.carts import delivered_to
from functions.orders.carts.left.left_cart import cart_link
from functions.orders.carts.schemas import CartPatch, PreviewOut
from functions.orders.carts.views import preview_view
from functions.orders.carts.whole_cart import Wanted, WantedLine, WholeCart
from functions.orders.checkout.place_order import Placing, place
from functions.orders.checkout.tenders import taking_none
from functions.orders.placed.cancel_order import cancel
from functions.orders.placed.schemas import OrderOut
from functions.orders.placed.views import order_view
from functions.orders.store.order_links import bearer_of, link_to
from functions.orders.store.order_page import order_page
from functions.orders.sums.schemas import DeliveryOptionOut
from functions.orders.sums.views import delivery_view
from functions.shared.auth.caller import Caller
from functions.shared.http.validation import parse
from functions.shared.places import codes_of, country_code, place_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault, Invalid
from functions.shared.plain.postal_address import Address
from functions.shared.store.transactions import Write


@dataclass(frozen=True)
class BasketWish:
    """What the cart shall be. `lines`: variant and pieces; `address` by the names of `PUT /v1/carts/{id}/address`."""

    lines: Sequence[tuple[str, int]]
    currency: str | None = None
    address: Mapping[str, str] | None = None
    delivery_option_id: str | None = None
    codes: Sequence[str] = ()
    email: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Basket:
    """`token` is there only in the answer that made it; `order_id` once it is placed. `payment_methods`: those of its market; none: all.
    `sends`: something of it has to be delivered; of gift cards alone nothing."""

    shown: PreviewOut
    options: Sequence[DeliveryOptionOut]
    refused: Sequence[Fault] = ()
    token: str | None = None
    order_id: str | None = None
    payment_methods: Sequence[str] = ()
    sends: bool = True


@dataclass(frozen=True)
class PlacedOrder:
    """`link`: its page, for whoever is given it. `channel`: through which it was placed."""

    shown: OrderOut
    link: str
    cart_id: str
    channel: str


def open_basket(
    wish: BasketWish,
    *,
    channel: str,
    languages: Sequence[str],
    besides: Callable[[str], Sequence[Write]] = lambda _: [],
    customer: str = "",
) -> Basket:
    """`besides`: what is written with it, by its id. `customer`: who lets it be bought for them, here and below: at their prices, as their
    order, and not among the carts that they fill themselves. Raises what `whole_cart.make` refuses of lines, and what the writes raise."""
    wanted, refused = _wanted(wish)
    whole = whole_cart.make(_visitor(channel, customer=customer), wanted, remember=lambda made: besides(made.state.cart.id))
    return _basket(whole, refused, languages)


def look_at_basket(wish: BasketWish, *, channel: str, languages: Sequence[str], customer: str = "") -> Basket:
    """What `open_basket` would open, and nothing opened: what its id names is not there."""
    wanted, refused = _wanted(wish)
    return _basket(whole_cart.look_at(_visitor(channel, customer=customer), wanted), refused, languages)


def ways_to_place(wish: BasketWish, *, channel: str, languages: Sequence[str], customer: str = "") -> Sequence[DeliveryOptionOut]:
    """What would be offered for its goods at a place that is no whole address yet: by its country, and by what else of it is known. None
    where nothing goes there. Nothing is written."""
    told = wish.address or {}
    if country_code(told.get("country", "")) is None:
        return []
    names = ("country", "province", "city", "district", "postal_code")
    written = Address(name="", phone="", street="", **{name: told.get(name, "") for name in names})
    place = replace(written, **codes_of(place_of(written)))
    wanted, _ = _wanted(replace(wish, address=None, delivery_option_id=None))
    there = replace(wanted, addressed=lambda cart, delivering: delivered_to(place, cart, delivering))
    whole = whole_cart.look_at(_visitor(channel, customer=customer), there)
    return [delivery_view(option, whole.state.cart.currency, languages) for option in whole.options]


def change_basket(
    cart_id: str,
    token: str,
    wish: BasketWish,
    *,
    channel: str,
    languages: Sequence[str],
    besides: Callable[[Basket], Sequence[Write]],
    customer: str = "",
) -> Basket:
    """`besides`: what is written with it. Raises what `whole_cart.replace_by` refuses, Conflict (409 `cart_already_placed`), and what the
    writes raise."""
    wanted, refused = _wanted(wish)

    def remember(whole: WholeCart) -> Sequence[Write]:
        return besides(_basket(whole, refused, languages))

    whole = whole_cart.replace_by(_visitor(channel, token, customer), cart_id, wanted, if_match=None, remember=remember)
    return _basket(whole, refused, languages)


def read_basket(cart_id: str, token: str, *, channel: str, languages: Sequence[str], customer: str = "") -> Basket:
    """As it costs now. Raises NotFound."""
    visitor = _visitor(channel, token, customer)
    state = carts.preview(visitor, cart_id)
    options: Sequence[DeliveryOptionOut] = ()
    if state.cart.address is not None and state.order_id is None:
        state, found = carts.delivery_options_of(visitor, cart_id)
        options = [delivery_view(one, state.cart.currency, languages) for one in found]
    methods, sends = state.quote.payment_methods, not state.cart.nothing_to_send
    return Basket(preview_view(state, languages), options, order_id=state.order_id, payment_methods=methods, sends=sends)


def place_basket(cart_id: str, token: str, *, channel: str, language: str, preview_hash: str, customer: str = "") -> str:
    """The id of its order, also when it was placed before. Raises what placing an order refuses, and Conflict (409 `storefront_only`)."""
    placing = Placing(cart_id, _visitor(channel, token, customer), language, preview_hash)
    try:
        return place(placing, taking_none, show_preview=lambda _: {}, remember=lambda _: []).order.id
    except CartPlaced as placed:
        return str(placed.extra["order_id"])


def placed_order(order_id: str, languages: Sequence[str]) -> PlacedOrder:
    """For whoever has shown that they may see it. Raises NotFound."""
    page = order_page(order_id, caller=bearer_of(order_id), order_token=None)
    return PlacedOrder(order_view(page, languages), link_to(page.record), page.order.cart_id, page.order.channel)


def cancel_placed(order_id: str) -> None:
    """While it is not paid, as its buyer may. Raises Conflict (409 `illegal_transition`)."""
    cancel(order_id, caller=bearer_of(order_id), order_token=None, if_match=None, remember=lambda _: [])


def basket_link(cart_id: str) -> str:
    """Where a person goes on with it."""
    return cart_link(cart_id)


def _visitor(channel: str, token: str | None = None, customer: str = "") -> Visitor:
    return Visitor(Caller(customer, channel=channel), token, by_token=True)


def _wanted(wish: BasketWish) -> tuple[Wanted, list[Fault]]:
    refused: list[Fault] = []
    addressed = None
    if wish.address is not None:
        try:
            addressed = sent_to(parse(dict(wish.address), CartAddress, root="/address"), None, at="/address")
        except Invalid as wrong:
            refused += wrong.faults
    email = None
    if wish.email is not None:
        try:
            email = parse({"email": wish.email}, CartPatch).email
        except Invalid as wrong:
            refused += wrong.faults
    lines = [WantedLine(variant_id, quantity, {}) for variant_id, quantity in wish.lines]
    option_id = wish.delivery_option_id if addressed is not None else None
    wanted = Wanted(wish.currency, lines, addressed, "/address", option_id, None, wish.codes, email, wish.metadata)
    return wanted, refused


def _basket(whole: WholeCart, refused: Sequence[Fault], languages: Sequence[str]) -> Basket:
    state = whole.state
    options = [delivery_view(option, state.cart.currency, languages) for option in whole.options]
    sends, faults = not state.cart.nothing_to_send, [*refused, *whole.refused]
    return Basket(preview_view(state, languages), options, faults, state.token, state.order_id, sends=sends)
