"""What a draft costs: prices of today or as staff say, delivery and taxes as for any order; promotions are for carts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from functions.catalog import sellable_keys
from functions.customers import customer_contact
from functions.orders.carts.cards.by_mail import BY_MAIL, without_address
from functions.orders.carts.cards.sent_to import check_cards, check_sent_to
from functions.orders.carts.cart_checks import as_line, sold_in
from functions.orders.carts.look_up import LookUp, staying
from functions.orders.carts.tax_classes import taxes_at
from functions.orders.carts.terms.buying import Buying, buying_keys, buying_of, sold_to
from functions.orders.carts.terms.delivering import Delivering, delivering_in
from functions.orders.drafting.override_prices import DraftLine, priced_by_staff
from functions.orders.model.amendments.amendment import pieces_by_variant
from functions.orders.model.cart import CartLine
from functions.orders.model.delivery import delivery_options, parcel_of
from functions.orders.model.fitting import fitting_order
from functions.orders.model.order import DeliveryOption, Order, OrderLine
from functions.orders.model.pricing import Item, price
from functions.shared.auth.caller import Caller
from functions.shared.outside import fresh
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass, field_names
from functions.shared.plain.errors import Conflict, Fault, Invalid, OutOfStock
from functions.shared.plain.postal_address import Address
from functions.shared.plain.settings import settings
from functions.shipping import switch_keys
from functions.stock import areas_keys, safety_in

CHANNEL = "staff"
_OF_LINE = [name for name in field_names(CartLine) if name in field_names(OrderLine)]


@dataclass(frozen=True)
class DraftWish:
    """For a `customer_id`, or for whoever has the address' e-mail, or `email`. Without `delivery_option_id` the cheapest way. No `address`:
    of gift cards alone."""

    currency: str
    lines: Sequence[DraftLine]
    address: Address | None = None
    email: str | None = None
    customer_id: str | None = None
    delivery_option_id: str | None = None
    language: str = ""
    note: str = ""


@dataclass(frozen=True)
class PricedDraft:
    """`beyond`: pieces by variant that are never offered, or lie where nobody sends to the address from."""

    order: Order
    beyond: Mapping[str, int]


def priced_draft(draft_id: str, wish: DraftWish, *, before: Order | None, by: Caller, now: datetime) -> PricedDraft:
    """`before`: the draft as it is, whose pieces are set aside already, and whose prices were agreed to by whoever set them. At most four
    requests, one more where price lists or a product name groups.

    Raises Conflict (409 `unpublished`, `not_offered`, `out_of_stock`), Invalid (422 `line_named_twice`, `unknown_customer`,
    `email_missing`, `address_missing`, `no_gift_card`, `gift_card_price`, `too_many_cards`, `address_not_covered`,
    `unknown_delivery_option`, `total_too_large`, `price_limit_exceeded`)."""
    address = _addressed(wish)
    variants = [line.variant_id for line in wish.lines]
    if twice := [i for i, name in enumerate(variants) if name in variants[:i]]:
        faults = [Fault(f"/lines/{i}/variant_id", "line_named_twice", "Name each variant once.") for i in twice]
        raise Invalid("Each variant is a line.", faults=faults, code="line_named_twice")
    look = LookUp()
    look.ask(sellable_keys(variants), switch_keys(), areas_keys(), *buying_keys(variants))
    buying = buying_of(wish.customer_id, CHANNEL, look, variants)
    lines, beyond = _lines(wish, look, buying, address, pieces_by_variant(before) if before else {})
    lines, overrides = priced_by_staff(wish.lines, lines, before, by, now)
    _check_cards(wish, lines)
    goods = sum(line.unit_price * line.quantity for line in lines)
    delivering = delivering_in(look.items)
    delivery = _delivery(wish, delivering, address, lines, goods, now)
    items = [Item(line.line_id, line.quantity, line.unit_price) for line in lines]
    market = delivering.market(address)
    taxes = taxes_at(address, wish.currency, lines, included=delivering.tax_included(address))
    breakdown = price(items, delivery.fee, currency=wish.currency, taxes=taxes)
    language = wish.language or settings().default_language
    order = Order(
        id=draft_id,
        number="",
        customer_id=wish.customer_id,
        channel=CHANNEL,
        language=market.language(language) if market else language,
        currency=wish.currency,
        lines=[
            OrderLine(
                **{name: getattr(line, name) for name in _OF_LINE},
                subtotal=one.subtotal,
                discount=one.discount,
                tax=one.tax,
                total=one.total,
            )
            for line, one in zip(lines, breakdown.lines, strict=True)
        ],
        totals=breakdown.totals,
        address=address,
        delivery=delivery,
        placed_at=times.iso(now),
        payment_deadline=times.iso(now),
        note=wish.note,
        parts=list(breakdown.parts),
        tax_names=breakdown.tax_names,
        overrides=overrides,
        market=market.kept if market else None,
        warehouses=buying.warehouses,
    )
    return PricedDraft(fitting_order(order, settings().default_language), beyond)


def _addressed(wish: DraftWish) -> Address:
    """With the e-mail address that its link to pay is sent to."""
    address = wish.address or without_address(wish.email)
    email = address.email or wish.email
    if wish.customer_id is not None:
        known = customer_contact(wish.customer_id)
        if known is None:
            raise Invalid.field("/customer_id", "unknown_customer", "There is no such customer.")
        email = email or known.email
    if not email:
        raise Invalid.field("/address/email", "email_missing", "The link to pay is sent to an e-mail address.")
    return replace(address, email=email)


def _check_cards(wish: DraftWish, lines: Sequence[CartLine]) -> None:
    """Gift cards need no address; what a piece costs is what will be on it, so they are not given away here."""
    check_cards(lines)
    for i, line in enumerate(lines):
        if line.is_card and line.unit_price == 0:
            raise Invalid.field(f"/lines/{i}/price/amount", "gift_card_price", "A gift card costs what is on it.")
        try:
            check_sent_to(line.tax_class, line.send_to)
        except Invalid as refused:
            raise Invalid.field(f"/lines/{i}/send_to", refused.code, refused.detail) from refused
    if wish.address is None and not all(line.is_card for line in lines):
        raise Invalid.field("/address", "address_missing", "Say where it goes: only gift cards go nowhere.")


def _lines(
    wish: DraftWish, look: LookUp, buying: Buying, address: Address, held: Mapping[str, int]
) -> tuple[list[CartLine], Mapping[str, int]]:
    """At the prices of its buyer."""
    variants = [line.variant_id for line in wish.lines]
    found = sold_to(look, variants, buying, currency=wish.currency, country=address.country)
    sold = {name: one for name, one in found.items() if sold_in(one, wish.currency)}
    if gone := [name for name in variants if name not in sold]:
        raise Conflict("Not for sale: " + ", ".join(gone), code="unpublished", variant_ids=gone)
    beyond, safety = staying(look.items, address, variants, buying.warehouses), safety_in(look.items, variants)
    there = {name: one.available + safety.get(name, 0) - beyond.get(name, 0) + held.get(name, 0) for name, one in sold.items()}
    if short := [line.variant_id for line in wish.lines if there[line.variant_id] < line.quantity]:
        raise OutOfStock(short)
    lines = [as_line(sold[one.variant_id], line_id=fresh.new_id("line"), quantity=one.quantity, send_to=one.send_to) for one in wish.lines]
    return lines, beyond


def _delivery(
    wish: DraftWish, delivering: Delivering, address: Address, lines: Sequence[CartLine], goods: int, now: datetime
) -> DeliveryOption:
    if all(line.is_card for line in lines):
        return BY_MAIL
    rules = delivering.rules(address, wish.currency)
    parcel, zone = parcel_of(lines, goods), settings().store_timezone
    offered = delivery_options(rules, address, parcel, wish.currency, now=now, timezone=zone)
    # A pick-up point is chosen by its buyer, in a cart.
    offered = [one for one in offered if one.kind == "home"]
    chosen = next((one for one in offered if wish.delivery_option_id in (None, one.id)), None)
    if chosen is None:
        raise Invalid.field("/delivery_option_id", "unknown_delivery_option", "One of: " + ", ".join(one.id for one in offered))
    return chosen
