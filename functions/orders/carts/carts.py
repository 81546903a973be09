"""The life of a cart up to its order: made, read, filled, addressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from functions.catalog import Sellable
from functions.orders.carts import shown
from functions.orders.carts.cards.sent_to import check_sent_to, sent_elsewhere
from functions.orders.carts.cart_checks import NONE, as_line, seen_again, sold_in
from functions.orders.carts.cart_repository import NoCart, Visitor, cart_update, changeable, expiry, newest_cart_of, read_cart, read_with
from functions.orders.carts.gifts.for_points import gift_line_id
from functions.orders.carts.look_up import LookUp
from functions.orders.carts.promoted import Promoted, keys_besides, promoted_of, read_promoted
from functions.orders.carts.quote import Quote, options_for, quote
from functions.orders.carts.terms.delivering import Delivering
from functions.orders.carts.terms.steps import next_steps
from functions.orders.model.cart import Cart, add_line, put_back, remove_line, save_for_later, set_metadata, set_quantity
from functions.orders.model.delivery import check_delivered
from functions.orders.model.order import DeliveryOption
from functions.orders.model.shipping_rates import not_covered
from functions.orders.store.people.bodies import cart_of
from functions.orders.store.records import CartRecord
from functions.shared.contact.card_to import CardTo
from functions.shared.outside import fresh
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.plain.postal_address import Address
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact

Edit = Callable[[Cart, Promoted], Cart]
CodeEdit = Callable[[Cart], Cart]
"""An edit that changes what promotions have to be asked about: they are asked afterwards."""


@dataclass(frozen=True)
class CartState:
    """A cart at a version, priced. `token` is there only in the answer that made a guest's cart."""

    quote: Quote
    version: int
    expires_at: int
    order_id: str | None = None
    token: str | None = None
    status: str = "open"

    @property
    def cart(self) -> Cart:
        return self.quote.cart

    @property
    def missing(self) -> list[str]:
        return list(self.quote.missing)

    @property
    def next_steps(self) -> list[str]:
        if self.order_id:
            return ["pay"]
        if self.status != "open":
            return []
        return list(next_steps(self.cart, missing=self.missing, blocked=self.quote.blocked))


def state_of(record: CartRecord, cart: Cart, promoted: Promoted) -> CartState:
    """`cart` is what the record holds."""
    priced = quote(cart, promoted.found, promoted=promoted)
    return CartState(priced, int(record.version), int(record.ttl or 0), record.order_id, status=record.status)


def read(visitor: Visitor, cart_id: str) -> CartState:
    """The cart against catalogue and promotions of this moment, saved lines too. Two requests, one more when it shows another price
    than was shown before."""
    return _told(read_cart(cart_id, visitor), visitor, saved=True)


def mine(visitor: Visitor) -> CartState:
    """The newest open cart of whoever is signed in, on whatever device it was filled. Raises NotFound (404 `no_cart`).
    Two requests more than `read`."""
    record = newest_cart_of(visitor.caller.id)
    if record is None:
        raise NoCart("You have no open cart.")
    return _told(record, visitor, saved=True)


def preview(visitor: Visitor, cart_id: str) -> CartState:
    """What would be ordered now; what is saved for later is not asked about. As many requests as `read`."""
    return _told(read_cart(cart_id, visitor), visitor)


def _told(record: CartRecord, visitor: Visitor, *, saved: bool = False) -> CartState:
    state = promoted_state(record, visitor, saved=saved)
    shown.keep(record, state.quote)
    return state


def promoted_state(record: CartRecord, visitor: Visitor, *, shed: bool = False, saved: bool = False) -> CartState:
    """The cart with everything promotions say to it. One request.

    `saved`: what is saved for later is looked up too. `shed`: raise FlashRefused (409) without any request while its flash sale is
    known to be sold out.
    """
    cart = cart_of(record)
    promoted = read_promoted(cart, visitor, shed=shed, saved=saved)
    return state_of(record, cart, promoted)


def add(
    visitor: Visitor,
    cart_id: str,
    variant_id: str,
    quantity: int,
    *,
    if_match: int | None = None,
    remember: Remember[CartState],
    metadata: Mapping[str, str] = NONE,
    send_to: CardTo | None = None,
) -> CartState:
    """More of a variant. Two requests: cart, variant and promotions in one read, one write; so only this line is checked against the
    catalogue, and the others are priced as last seen. One more in a process that does not know the cart's codes yet, and for a cart
    too large to know its own lines.

    Raises Invalid (422): `unknown_variant`, `wrong_currency`, `quantity_limit`, `too_many_lines`, `too_many_keys`, `metadata_too_large`,
    `no_gift_card`;
    Conflict (409): `unpublished`.
    """

    def attempt() -> CartState:
        look = LookUp()
        record = read_with(cart_id, visitor, look, keys_besides(cart_id, visitor, [variant_id]))
        cart = changeable(record, if_match)
        variants = [variant_id, *cart.to_be_looked_up]
        promoted = promoted_of(cart, visitor, variants, look)
        sellable = sold(promoted.found.get(variant_id), cart.currency, send_to)
        line = as_line(sellable, line_id=fresh.new_id("line"), quantity=quantity, metadata=metadata, send_to=send_to)
        filled = add_line(cart, line)
        # Of more pieces one may cost less.
        filled = seen_again(filled, _line_of(filled, variant_id), promoted.found)
        return _write(record, quote(filled, promoted.found, set(variants), promoted), remember)

    return again(attempt)


def _line_of(cart: Cart, variant_id: str) -> str:
    return next(line.line_id for line in cart.lines if line.variant_id == variant_id)


def sold(sellable: Sellable | None, currency: str, send_to: CardTo | None = None) -> Sellable:
    """Raises Invalid (422): `unknown_variant`, `wrong_currency`, `no_gift_card`; Conflict (409): `unpublished`."""
    if sellable is None or not sellable.offered:
        raise Invalid.field("/variant_id", "unknown_variant", "There is no such variant.")
    if not sellable.published:
        raise Conflict("This product is not on sale.", code="unpublished", variant_ids=[sellable.variant_id])
    if not sold_in(sellable, currency):
        raise Invalid.field(
            "/variant_id", "wrong_currency", f"The cart is in {currency}, the variant is sold in {sellable.price.currency}."
        )
    check_sent_to(sellable.tax_class, send_to)
    return sellable


def change(visitor: Visitor, cart_id: str, edit: Edit, *, if_match: int | None = None, remember: Remember[CartState]) -> CartState:
    """Any other change: cart, catalogue with promotions, write. `edit` may run more than once."""

    def attempt() -> CartState:
        record, look = read_cart(cart_id, visitor), LookUp()
        cart = changeable(record, if_match)
        promoted = _promoted(cart, visitor, look)
        edited = edit(cart, promoted)
        if edited == cart:
            same = state_of(record, cart, promoted)
            transact(remember(same))
            return same
        if edited.goes_to != cart.goes_to:
            # Where it goes decides which reductions are shown, and from where it can be sent. Everything was read already.
            promoted = _promoted(edited, visitor, look)
        return _write(record, quote(edited, promoted.found, promoted=promoted), remember)

    return again(attempt)


def change_codes(
    visitor: Visitor, cart_id: str, edit: CodeEdit, *, if_match: int | None = None, remember: Remember[CartState]
) -> CartState:
    """Another code or flash sale in the cart: cart, what `edit` asks, catalogue with promotions, write."""

    def attempt() -> CartState:
        record = read_cart(cart_id, visitor)
        cart = edit(changeable(record, if_match))
        promoted = _promoted(cart, visitor)
        return _write(record, quote(cart, promoted.found, promoted=promoted), remember)

    return again(attempt)


def _promoted(cart: Cart, visitor: Visitor, look: LookUp | None = None) -> Promoted:
    variants = [line.variant_id for line in cart.every_line]
    return promoted_of(cart, visitor, variants, look or LookUp())


def _write(record: CartRecord, priced: Quote, remember: Remember[CartState]) -> CartState:
    state = CartState(priced, int(record.version) + 1, expiry())
    transact([cart_update(record, priced.cart, shown.shown_of(priced)), *remember(state)])
    return state


def line_changed(
    line_id: str,
    *,
    quantity: int | None,
    saved: bool | None,
    metadata: Mapping[str, str] | None = None,
    send_to: CardTo | None = None,
) -> Edit:
    """Another quantity, other metadata, saved for later or put back. The buyer touches the line, so they have seen its price of today."""

    def edit(cart: Cart, promoted: Promoted) -> Cart:
        if quantity is not None:
            cart = set_quantity(cart, line_id, quantity)
        if metadata is not None:
            cart = set_metadata(cart, line_id, metadata)
        if send_to is not None:
            cart = sent_elsewhere(cart, line_id, send_to)
        if saved is not None:
            cart = save_for_later(cart, line_id) if saved else put_back(cart, line_id)
        return seen_again(cart, line_id, promoted.found)

    return edit


def without(line_id: str) -> Edit:
    """Also that of a gift for points."""

    def edit(cart: Cart, _: Promoted) -> Cart:
        gifts = [gift for gift in cart.gifts if gift_line_id(gift.variant_id) != line_id]
        return replace(cart, gifts=gifts) if gifts != cart.gifts else remove_line(cart, line_id)

    return edit


def emptied(cart: Cart, _: Promoted) -> Cart:
    return replace(cart, lines=[], gifts=[])


def delivered_to(address: Address, cart: Cart, delivering: Delivering) -> Cart:
    """Its pick-up point stays. Raises Invalid (422 `address_not_covered`) where the shop does not deliver, unless nothing of it is sent."""
    addressed = replace(cart, address=address)
    if cart.nothing_to_send:
        return addressed
    goes_to = addressed.goes_to or address
    market = delivering.market(goes_to)
    if market and not market.sells_in(cart.currency):
        raise not_covered(f"What goes there is sold in {market.currency}, the cart is in {cart.currency}.")
    check_delivered(delivering.rules(goes_to, cart.currency), goes_to, cart.currency)
    return addressed


def delivery_options_of(visitor: Visitor, cart_id: str) -> tuple[CartState, list[DeliveryOption]]:
    """Two requests: cart, catalogue with promotions (what it weighs and costs today)."""
    record = read_cart(cart_id, visitor)
    cart = cart_of(record)
    promoted = read_promoted(cart, visitor)
    return state_of(record, cart, promoted), options_for(cart, promoted)
