"""What of an amended order is priced today: new lines, and delivery and taxes where it goes somewhere else.

As long as the new address lies in the same zone, the delivery is what was agreed. In another zone, or where somebody chooses another way,
the fee is that zone's of today; what a campaign took off the old fee is taken off the new one. Taxes are today's where the two places are
taxed differently by the rules of today; a change of the rules alone changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.catalog import known_markets, sellable_keys
from functions.orders.amending.wish import AmendWish, Pieces
from functions.orders.carts.cards.sent_to import no_cards
from functions.orders.carts.cart_checks import as_line, sold_in
from functions.orders.carts.look_up import LookUp, staying
from functions.orders.carts.tax_classes import taxes_at
from functions.orders.carts.terms.buying import buying_keys, buying_of, sold_to
from functions.orders.carts.terms.delivering import Delivering
from functions.orders.model.amendments.amend import Terms, agreed_lines
from functions.orders.model.cart import CartLine
from functions.orders.model.delivery import delivery_options, parcel_of
from functions.orders.model.order import DeliveryOption, Order, OrderLine
from functions.orders.model.pricing import PricedLine, Taxes
from functions.orders.model.shipping_rates import zone_of
from functions.orders.model.shop_rules import ShippingRules
from functions.orders.store.rules_store import shop_rules
from functions.shared.outside import clock
from functions.shared.places import place_of
from functions.shared.plain import ids
from functions.shared.plain.deferred import dataclass, field_names
from functions.shared.plain.errors import Conflict, Fault, Invalid, OutOfStock
from functions.shared.plain.postal_address import Address
from functions.shared.plain.selling.markets import KeptTerms
from functions.shared.plain.settings import settings
from functions.shipping import switch_keys, switches_in
from functions.stock import areas_keys, safety_in

_OF_LINE = [name for name in field_names(CartLine) if name in field_names(OrderLine)]


@dataclass(frozen=True)
class Today:
    """`offered`: ways of delivery to the new address; empty where the agreed one stays. `beyond`: pieces by variant that are never offered,
    or lie where nobody sends to that address from. `market`: as the order keeps it, in another country that of today."""

    terms: Terms
    offered: Sequence[DeliveryOption]
    beyond: Mapping[str, int]
    market: KeptTerms | None


def todays_terms(order: Order, wish: AmendWish, pieces: Pieces, *, number: int) -> Today:
    """Nothing is read but rules while the amendment adds nothing and stays in its zone; else one BatchGetItem. `number`: the amendment's,
    which names new lines: a preview and its amendment have the same.

    Raises Conflict (409 `unpublished`, `not_offered`, `out_of_stock`), Invalid (422 `address_not_covered`, `unknown_delivery_option`,
    `delivery_option_missing` with the options)."""
    address = wish.address or order.address
    goes_to = order.point.address_for(address) if order.point else address
    look, added = LookUp(), list[OrderLine]()
    beyond: Mapping[str, int] = {}
    if pieces.added:
        look.ask(sellable_keys(list(pieces.added)), switch_keys(), areas_keys(), *buying_keys(list(pieces.added)))
        beyond = staying(look.items, goes_to, list(pieces.added), order.warehouses)
        added = _added(order, pieces, look, goes_to, beyond, number)
    delivery, offered = _delivery(order, wish, goes_to, look, *_left(order, pieces, added))
    lines = [_cart_line(line) for line in (*agreed_lines(order).values(), *added)]
    market = _market(order, goes_to)
    here = taxes_at(goes_to, order.currency, lines, included=market.prices_include_tax if market else None)
    is_elsewhere = goes_to != order.destination and _taxed_otherwise(order, lines, here)
    return Today(Terms(address, delivery, added, here, is_elsewhere), offered, beyond, market)


def _market(order: Order, goes_to: Address) -> KeptTerms | None:
    country = place_of(goes_to).country
    if country == place_of(order.destination).country:
        return order.market
    market = known_markets().of(country)
    return market.kept if market else None


def _added(order: Order, pieces: Pieces, look: LookUp, goes_to: Address, beyond: Mapping[str, int], number: int) -> list[OrderLine]:
    buying = buying_of(order.customer_id, order.channel, look, list(pieces.added))
    found = sold_to(look, list(pieces.added), buying, currency=order.currency, country=goes_to.country)
    sold = {name: one for name, one in found.items() if sold_in(one, order.currency)}
    if gone := [name for name in pieces.added if name not in sold]:
        raise Conflict("Not for sale: " + ", ".join(gone), code="unpublished", variant_ids=gone)
    safety = safety_in(look.items, list(pieces.added))
    there = {name: one.available + safety.get(name, 0) - beyond.get(name, 0) for name, one in sold.items()}
    if short := [name for name, wanted in pieces.added.items() if there[name] < wanted]:
        raise OutOfStock(short)
    lines = []
    for variant_id, quantity in pieces.added.items():
        line = as_line(sold[variant_id], line_id=ids.derived_id("line", order.id, f"amendment {number} {variant_id}"), quantity=quantity)
        no_cards([line])
        price = line.unit_price * quantity
        lines.append(OrderLine(**{name: getattr(line, name) for name in _OF_LINE}, subtotal=price, discount=0, tax=0, total=price))
    return lines


def _delivery(
    order: Order, wish: AmendWish, goes_to: Address, look: LookUp, left: Sequence[CartLine], goods: int
) -> tuple[DeliveryOption, Sequence[DeliveryOption]]:
    """The way of delivery, and what there was to choose from; nothing is chosen anew in the same zone."""
    rules = shop_rules().shipping
    chosen = wish.delivery_option_id
    if chosen is None and (goes_to == order.destination or _same_zone(rules, order, goes_to)):
        return order.delivery, ()
    look.ask(switch_keys())
    offered = delivery_options(
        Delivering(switches_in(look.items), known_markets()).rules(goes_to, order.currency),
        goes_to,
        parcel_of(left, goods),
        order.currency,
        now=clock.now(),
        timezone=settings().store_timezone,
        point=goes_to if order.point else None,
    )
    # A pick-up point is chosen in a cart: an amended order keeps the one it has, and gets none.
    offered = [option for option in offered if option.kind is order.delivery.kind]
    if chosen is not None:
        option = next((one for one in offered if one.id == chosen), None)
        if option is None:
            raise Invalid.field("/delivery_option_id", "unknown_delivery_option", "This way of delivery is not offered to the address.")
        return option, offered
    known = order.delivery
    same = [one for one in offered if one.id == known.id] or [
        one for one in offered if (one.carrier, one.service) == (known.carrier, known.service)
    ]
    if not same and len(offered) != 1:
        fault = Fault("/delivery_option_id", "delivery_option_missing", "Choose a way of delivery: " + ", ".join(one.id for one in offered))
        raise Invalid("The address lies in another zone.", faults=[fault], code="delivery_option_missing")
    return (same or offered)[0], offered


def _same_zone(rules: ShippingRules, order: Order, goes_to: Address) -> bool:
    """Where the zone of before is no more, the new address decides alone."""
    now = zone_of(rules.zones, goes_to)
    try:
        return zone_of(rules.zones, order.destination) == now
    except Invalid:
        return False


def _taxed_otherwise(order: Order, lines: Sequence[CartLine], here: Taxes) -> bool:
    """Whether today's rules tax the same goods otherwise there than where it went before."""
    priced = [PricedLine(line.line_id, line.quantity, line.unit_price, line.unit_price * line.quantity) for line in lines]
    there = taxes_at(order.destination, order.currency, lines, included=order.tax_included)
    return list(here(priced, order.delivery.fee)) != list(there(priced, order.delivery.fee))


def _cart_line(line: OrderLine) -> CartLine:
    """As the rules of delivery and tax know lines."""
    return CartLine(**{name: getattr(line, name) for name in _OF_LINE})


def _left(order: Order, pieces: Pieces, added: Sequence[OrderLine]) -> tuple[list[CartLine], int]:
    """What is to be sent then, and what it costs without tax."""
    now = {line.line_id: line.quantity for line in order.lines} | dict(pieces.agreed)
    left, goods = [], 0
    for line in (*agreed_lines(order).values(), *added):
        if quantity := now.get(line.line_id, 0 if line not in added else line.quantity):
            left.append(replace(_cart_line(line), quantity=quantity))
            goods += line.unit_price * quantity - line.discount * quantity // line.quantity
    return left, goods
