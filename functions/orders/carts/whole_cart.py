"""A whole cart at once: made, or replaced by what is sent, with all that placing its order takes to know.

What is wrong with the lines refuses the call. A code, address or way of delivery that cannot be used is left out and told (`refused`), with
the code of its small call; the rest counts. `missing` says what an order then lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from typing import Any

from functions.catalog import Sellable
from functions.orders.carts import shown
from functions.orders.carts.cart_address import Addressing
from functions.orders.carts.cart_checks import as_line
from functions.orders.carts.cart_coupons import with_coupon
from functions.orders.carts.cart_delivery import Resolved, chosen, chosen_with
from functions.orders.carts.cart_repository import Visitor, cart_update, changeable, expiry, read_with
from functions.orders.carts.carts import CartState, sold
from functions.orders.carts.look_up import Keys, LookUp, note_codes
from functions.orders.carts.promoted import Promoted, keys_besides, promoted_of
from functions.orders.carts.quote import Quote, check_addressed, options_for, quote
from functions.orders.carts.terms.delivering import delivering_in
from functions.orders.model.cart import Cart, add_line
from functions.orders.model.order import DeliveryOption
from functions.orders.model.shipping_rates import DeliveryKind
from functions.orders.store.left.watched import first_look, is_watched
from functions.orders.store.people.bodies import cart_body
from functions.orders.store.records import CART_SK, CartRecord, cart_pk, customer_key
from functions.promotions import same_code
from functions.shared.contact.card_to import CardTo
from functions.shared.outside import fresh
from functions.shared.places import place_of
from functions.shared.plain import ids
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Fault, Invalid, NotFound
from functions.shared.plain.money import Money
from functions.shared.plain.pickup_point import PickupPoint
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, put_new, transact

_ADDRESS = "/address"
_OF_POINT = frozenset({"point_not_wanted", "point_not_served", "too_heavy_for_point", "too_large_for_point"})


@dataclass(frozen=True)
class WantedLine:
    variant_id: str
    quantity: int
    metadata: Mapping[str, str]
    send_to: CardTo | None = None


@dataclass(frozen=True)
class Wanted:
    """What the cart shall be. `addressed` puts the address into it; `address_at` points to where the caller said it. `any_delivery`: where
    no option is named, the cheapest that brings it to the address."""

    currency: str | None = None
    lines: Sequence[WantedLine] = ()
    addressed: Addressing | None = None
    address_at: str = _ADDRESS
    delivery_option_id: str | None = None
    point: Resolved | None = None
    codes: Sequence[str] = ()
    email: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    any_delivery: bool = False

    @property
    def is_priced(self) -> bool:
        """Whether there is anything to be looked up."""
        return bool(self.lines or self.addressed or self.delivery_option_id or self.point or self.codes)


@dataclass(frozen=True)
class Ways:
    """How an order could be paid, as payments know: `keys` of what they read, `methods` by amount, country, cash taken there, and those
    that the market has."""

    keys: Callable[[], Keys]
    methods: Callable[[Mapping[Any, Any], Money, str, bool, Sequence[str]], Sequence[Any]]


@dataclass(frozen=True)
class WholeCart:
    """`refused`: what of the wish is not in the cart, and why. `methods`: as payments say."""

    state: CartState
    options: Sequence[DeliveryOption]
    methods: Sequence[Any]
    refused: Sequence[Fault]


@dataclass(frozen=True)
class _Filled:
    quote: Quote
    options: Sequence[DeliveryOption]
    methods: Sequence[Any]
    refused: Sequence[Fault]

    def at(self, state: CartState) -> WholeCart:
        return WholeCart(state, self.options, self.methods, self.refused)


def make(visitor: Visitor, wanted: Wanted, *, remember: Remember[WholeCart], ways: Ways | None = None) -> WholeCart:
    """A new cart: bound to the customer if signed in, else opened by the token that this answer alone holds. One request for an empty one,
    else two (catalogue with promotions and payment settings, write), one more by `address_id` and for each code.

    Raises Invalid (422) with a pointer per line that is wrong: `unknown_variant`, `wrong_currency`, `quantity_limit`; `too_many_keys`,
    `metadata_too_large`, `unknown_address`. Conflict (409): `unpublished` with the variants.
    """
    customer_id = visitor.owner
    token = None if customer_id else fresh.new_token()
    filled = _filled(Cart(fresh.new_id("cart"), visitor.currency, customer_id), wanted, visitor, LookUp(), ways)
    cart = filled.quote.cart
    whole = filled.at(CartState(filled.quote, 1, expiry(), token=token))
    record = CartRecord(
        pk=cart_pk(cart.id),
        sk=CART_SK,
        kind="cart",
        body=cart_body(cart),
        ttl=whole.state.expires_at,
        token_hash=ids.token_hash(token) if token else None,
        shown=shown.shown_of(filled.quote),
        gsi1pk=customer_key(customer_id) if customer_id else None,
        gsi1sk=cart.id if customer_id else None,
    )
    if is_watched(cart):
        record.due_pk, record.due_at = first_look(cart)
    transact([put_new(record), *remember(whole)])
    return whole


def look_at(visitor: Visitor, wanted: Wanted) -> WholeCart:
    """What `make` would make, and nothing made. Raises as it does."""
    filled = _filled(Cart(fresh.new_id("cart"), visitor.currency, visitor.caller.id or None), wanted, visitor, LookUp(), None)
    return filled.at(CartState(filled.quote, 0, expiry()))


def replace_by(
    visitor: Visitor, cart_id: str, wanted: Wanted, *, if_match: int | None, remember: Remember[WholeCart], ways: Ways | None = None
) -> WholeCart:
    """The cart as wanted, and nothing of what it was but what is saved for later, a flash sale's entry and staff's notes. A variant that
    stays keeps its line's id, a code that stays is not asked for again. Two requests (cart, catalogue, promotions and payment settings in
    one; write), one more by `address_id`, for each new code, and in a process that does not know the cart's codes yet.

    Raises as `make` does; Conflict (409) when the cart is over, VersionConflict (409).
    """

    def attempt() -> WholeCart:
        look = LookUp()
        variants = [line.variant_id for line in wanted.lines]
        besides = [*keys_besides(cart_id, visitor, variants), *([ways.keys()] if ways else [])]
        record = read_with(cart_id, visitor, look, besides)
        before = changeable(record, if_match)
        filled = _filled(before, wanted, visitor, look, ways)
        priced, price_shown = filled.quote, shown.shown_of(filled.quote)
        if priced.cart == before and price_shown == record.shown:
            same = filled.at(CartState(priced, int(record.version), int(record.ttl or 0)))
            transact(remember(same))
            return same
        whole = filled.at(CartState(priced, int(record.version) + 1, expiry()))
        transact([cart_update(record, priced.cart, price_shown), *remember(whole)])
        return whole

    return again(attempt)


def _filled(before: Cart, wanted: Wanted, visitor: Visitor, look: LookUp, ways: Ways | None) -> _Filled:
    refused = _Refused()
    customer_id = visitor.caller.id or before.customer_id
    cart = _emptied(before, wanted)
    if not wanted.is_priced and before.is_empty and not before.saved:
        return _Filled(quote(cart, {}), [], [], [])
    cart = _with_codes(cart, before, wanted, customer_id, refused)
    variants = [*(line.variant_id for line in wanted.lines), *cart.to_be_looked_up]
    # What is not here yet comes in one request; it is asked for by the codes that the cart has now.
    note_codes(cart)
    look.ask(*keys_besides(cart.id, visitor, variants, customer_id), *([ways.keys()] if ways else []))
    if wanted.point is not None:
        # Before the address, which may be one where nothing is delivered: nothing goes there then.
        with refused.at("/pickup_point"):
            cart = replace(cart, point=wanted.point())
    if (addressed := wanted.addressed) is not None:
        with refused.at(wanted.address_at, only="address_not_covered"):
            cart = addressed(cart, delivering_in(look.items))
    promoted = promoted_of(cart, visitor, variants, look)
    cart = _with_lines(cart, before, wanted.lines, promoted.found)
    cart, options = _delivered(cart, promoted, wanted, refused)
    priced = quote(cart, promoted.found, set(variants), promoted, options)
    return _Filled(priced, options, _methods(priced, look, ways), refused.faults)


def _emptied(before: Cart, wanted: Wanted) -> Cart:
    """Raises Invalid (422 `wrong_currency`): a cart has one currency, also of what is saved for later."""
    named = {line.variant_id for line in wanted.lines}
    saved = [line for line in before.saved if line.variant_id not in named]
    currency = wanted.currency or before.currency
    if saved and currency != before.currency:
        raise Invalid.field("/currency", "wrong_currency", f"Lines are saved for later in {before.currency}.")
    return replace(
        before, currency=currency, email=wanted.email, lines=[], saved=saved, address=None, delivery_option_id=None, point=None, coupons=[],
        metadata=dict(wanted.metadata),
    )  # fmt: skip


def _with_codes(cart: Cart, before: Cart, wanted: Wanted, customer_id: str | None, refused: _Refused) -> Cart:
    for n, typed in enumerate(wanted.codes):
        held = [coupon for coupon in before.coupons if same_code(coupon.code, typed)]
        with refused.at(f"/codes/{n}"):
            others = [coupon for coupon in cart.coupons if coupon not in held]
            cart = replace(cart, coupons=[*others, *held]) if held else with_coupon(typed, customer_id)(cart)
    return cart


def _with_lines(cart: Cart, before: Cart, lines: Sequence[WantedLine], found: Mapping[str, Sellable]) -> Cart:
    own = {line.variant_id: line.line_id for line in before.lines}
    # Every line that is wrong is named, not only the first.
    faults, gone = list[Fault](), list[str]()
    for n, line in enumerate(lines):
        try:
            sellable = sold(found.get(line.variant_id), cart.currency, line.send_to)
            line_id = own.get(line.variant_id) or fresh.new_id("line")
            cart = add_line(cart, as_line(sellable, line_id=line_id, quantity=line.quantity, metadata=line.metadata, send_to=line.send_to))
        except Invalid as wrong:
            faults += [replace(fault, pointer=f"/lines/{n}{fault.pointer}") for fault in wrong.faults]
        except Conflict:
            gone.append(line.variant_id)
    if faults:
        raise Invalid("Some lines are not acceptable.", faults=faults, code=faults[0].code)
    if gone:
        raise Conflict("Not on sale: " + ", ".join(gone), code="unpublished", variant_ids=gone)
    return cart


def _delivered(cart: Cart, promoted: Promoted, wanted: Wanted, refused: _Refused) -> tuple[Cart, Sequence[DeliveryOption]]:
    options: Sequence[DeliveryOption] = []
    point = cart.point
    if cart.address is not None:
        with refused.at(wanted.address_at, only="address_not_covered"):
            options = options_for(cart, promoted)
    cart = replace(cart, point=None)
    if wanted.any_delivery and wanted.delivery_option_id is None and point is None:
        brought = [option for option in options if option.kind is not DeliveryKind.PICKUP_POINT]
        wanted = replace(wanted, delivery_option_id=min(brought, key=lambda option: option.fee).id if brought else None)
    if wanted.delivery_option_id is not None and point is None:
        with refused.at("/delivery_option_id"):
            check_addressed(cart)
            cart = chosen(cart, options, wanted.delivery_option_id)
    elif wanted.delivery_option_id is not None and point is not None:
        cart = _collected(cart, promoted, wanted.delivery_option_id, point, refused)
    elif point is not None:
        refused.faults.append(Fault("/pickup_point", "delivery_option_missing", "Choose a delivery option for it."))
    if cart.point is None and point is not None and cart.address is not None:
        # What was offered there is not what is offered now.
        with refused.at(wanted.address_at, only="address_not_covered"):
            options = options_for(cart, promoted)
    return cart, options


def _collected(cart: Cart, promoted: Promoted, option_id: str, point: PickupPoint, refused: _Refused) -> Cart:
    """With the point; an option that is offered without it is chosen without it."""
    try:
        check_addressed(cart)
        return chosen_with(cart, promoted, option_id, point)
    except (Conflict, Invalid) as refusal:
        about_point = refusal.code in _OF_POINT
        refused.faults.append(Fault("/pickup_point" if about_point else "/delivery_option_id", refusal.code, refusal.detail))
        return chosen(cart, options_for(cart, promoted), option_id) if about_point else cart


def _methods(priced: Quote, look: LookUp, ways: Ways | None) -> Sequence[Any]:
    """How an order of it could be paid: none before the address says in which country, and for an empty cart."""
    cart = priced.cart
    where = cart.address or priced.sold_to
    if ways is None or where is None or cart.is_empty:
        return []
    to_pay = Money(priced.to_pay, cart.currency)
    return ways.methods(look.items, to_pay, place_of(where).country, priced.takes_cash, priced.payment_methods)


class _Refused:
    """Collects what is told instead of refusing the call."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    @contextmanager
    def at(self, pointer: str, *, only: str | None = None) -> Iterator[None]:
        """What the block refuses (with the code `only`) is told at the pointer, and the block's effect is left out."""
        try:
            yield
        except (NotFound, Conflict, Invalid) as refusal:
            if only not in (None, refusal.code):
                raise
            self.faults.append(Fault(pointer, refusal.code, refusal.detail))
