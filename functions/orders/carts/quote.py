"""A cart with its price of this moment: what cart, preview and order have in common, so that they cannot differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from functions.catalog import Sellable
from functions.loyalty import Cover, Use
from functions.orders.carts.ahead.promised import promised
from functions.orders.carts.cards.by_mail import BY_MAIL, is_reached, without_address
from functions.orders.carts.cart_checks import OUT_OF_STOCK, CheckedLine, check_lines
from functions.orders.carts.gifts.for_points import REFUSALS, agreed_gifts, cost_of
from functions.orders.carts.promoted import Promoted
from functions.orders.carts.tax_classes import taxes_for
from functions.orders.carts.terms.delivering import Delivering
from functions.orders.carts.terms.discounts import discounts
from functions.orders.carts.terms.steps import missing_for_order
from functions.orders.hooks.in_flow import InFlow
from functions.orders.model.cart import Cart, CartLine
from functions.orders.model.delivery import delivery_options, misfit, parcel_of
from functions.orders.model.order import DeliveryOption
from functions.orders.model.pricing import Breakdown, Item, price
from functions.orders.model.shipping_rates import DeliveryKind
from functions.promotions import Deal
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.plain.pickup_point import Misfit, PickupPoint
from functions.shared.plain.postal_address import Address
from functions.shared.plain.selling.markets import Market
from functions.shared.plain.settings import settings
from functions.stock import AheadPromise

# What the option is called in some language, its kind, which its point tells, and what another way would have cost.
_NOT_AGREED = frozenset({"service_names", "kind", "standard_fee"})


@dataclass(frozen=True)
class Quote:
    cart: Cart
    lines: list[CheckedLine]
    delivery: DeliveryOption | None
    breakdown: Breakdown
    saved: list[CheckedLine] = field(default_factory=list)
    promoted: Promoted | None = None
    deal: Deal | None = None
    # What the cheapest delivery costs that is offered of the same kind as the chosen one; None without one.
    standard_fee: int | None = None
    # What became of each hook that had a say (hooks.rules.Outcome).
    hooks: Mapping[str, str] = field(default_factory=dict)
    points: Use | None = None
    # What gift cards and credit pay of its total.
    covers: Sequence[Cover] = ()
    # By variant, what of it is sold ahead.
    ahead: Mapping[str, AheadPromise] = field(default_factory=dict)

    @property
    def to_pay(self) -> int:
        """What is left for other ways to pay."""
        return self.breakdown.totals.total - sum(cover.amount for cover in self.covers)

    @property
    def blocked(self) -> bool:
        return any(line.is_gone or any(line.says(code) for code in (OUT_OF_STOCK, *REFUSALS)) for line in self.lines)

    @property
    def missing(self) -> Sequence[str]:
        """The steps still to be done. An option that is no longer offered (another address, another weight), and a point that the parcel
        has become too heavy or too large for, are to be chosen again."""
        delivered, reached = self.delivered_by is not None, is_reached(self.cart, self._customer_id)
        return missing_for_order(self.cart, delivered=delivered, collected=self.collected, reached=reached)

    @property
    def delivered_by(self) -> DeliveryOption | None:
        return BY_MAIL if self.cart.nothing_to_send else self.delivery

    @property
    def sold_to(self) -> Address | None:
        """Where it goes; of what goes nowhere, where its buyer is."""
        return self.cart.goes_to or (without_address(self.cart.email) if self.cart.nothing_to_send else None)

    @property
    def _customer_id(self) -> str | None:
        return (self.promoted.offer.asked.customer_id if self.promoted else None) or self.cart.customer_id

    @property
    def collected(self) -> bool:
        """Whether there is a pick-up point that takes it, where one is wanted."""
        if self.delivery is None or self.delivery.kind is not DeliveryKind.PICKUP_POINT:
            return True
        return self.point is not None and self.misfit is None

    @property
    def misfit(self) -> Misfit | None:
        """Why the chosen pick-up point does not take it."""
        return misfit(self.point, (checked.line for checked in self.lines)) if self.point else None

    @property
    def point(self) -> PickupPoint | None:
        """That of the delivery option in force."""
        return self.cart.point if self.delivery and self.delivery.kind is DeliveryKind.PICKUP_POINT else None

    @property
    def takes_cash(self) -> bool:
        """Whether it can be paid where it is handed over; a place in a group is paid before, and gift cards are not handed over."""
        return (self.point is None or self.point.takes_cash) and self.cart.group is None and not self.cart.nothing_to_send

    @property
    def market(self) -> Market | None:
        return self.promoted.delivering.market(self.sold_to) if self.promoted else None

    @property
    def payment_methods(self) -> Sequence[str]:
        """Those of its market; none: all."""
        return self.market.payment_methods if self.market else ()

    def preview_hash(self) -> str:
        """Changes exactly when something changes that the buyer agreed to: what, how much, for how much, how delivered; not with what it
        is called in some language."""
        delivery = {name: value for name, value in vars(self.delivery).items() if name not in _NOT_AGREED} if self.delivery else None
        agreed: dict[str, Any] = {
            "lines": [vars(line) | {"variant_id": c.line.variant_id} for c, line in zip(self.lines, self.breakdown.lines, strict=True)],
            "delivery": delivery,
            "currency": self.breakdown.currency,
            "parts": self.breakdown.parts,
            "totals": self.breakdown.totals,
        }
        if self.covers:
            agreed |= {"covers": [[cover.by.name, cover.amount] for cover in self.covers]}
        if gifts := agreed_gifts(self.lines):
            agreed |= {"gifts": gifts}
        if self.ahead:
            agreed |= {"ahead": sorted(promise.agreed for promise in self.ahead.values())}
        if self.point:
            agreed |= {"pickup_point": [self.point.provider, self.point.id, *self.point.stands_at]}
        return hashlib.sha256(json.dumps(agreed, sort_keys=True, default=vars).encode()).hexdigest()[:32]


def quote(
    cart: Cart,
    found: Mapping[str, Sellable],
    looked_up: set[str] | None = None,
    promoted: Promoted | None = None,
    offered: Sequence[DeliveryOption] | None = None,
) -> Quote:
    """The cart priced. `found` are the catalogue's answers for the variants `looked_up` (all of the cart's if None).

    `offered`: its delivery options, where they were asked for already. Without `promoted` it is the price before promotions (an empty
    cart's). The delivery fee depends on what the goods cost after their discounts, and promotions on the fee: so goods come first, as if
    delivery were free.
    """
    asked = {line.variant_id for line in cart.lines} if looked_up is None else looked_up
    checked = check_lines(cart.lines, cart.currency, found, asked)
    # Saved lines are checked where they were looked up too (a cart's page), and shown as last seen elsewhere (a preview).
    saved = check_lines(cart.saved, cart.currency, found, asked | found.keys())
    hooks = InFlow()
    checked = _priced(cart, checked, promoted, hooks)
    gifts = promoted.for_points(cart, checked) if promoted else []
    checked = [*checked, *gifts]
    lines, delivering = [c.line for c in checked], promoted.delivering if promoted else Delivering()
    if offered is None:
        off = promoted.off_goods(checked) if promoted and cart.delivery_option_id else 0
        offered = _offered_now(cart, lines, off, delivering, hooks)
    delivery = next((option for option in offered if option.id == cart.delivery_option_id), None)
    fee = delivery.fee if delivery else 0
    deal = promoted.deal(checked, fee) if promoted else None
    if promoted and deal and deal.gifts and not cart.nothing_to_send:
        checked = [*checked, *promoted.gifts(deal)]
        lines = [c.line for c in checked]
    items = _items(lines)
    # Stored value is bought with money alone: nothing comes off gift cards, and no other one pays for them (ADR 156).
    goods = [line for line in lines if not line.is_card]
    used = promoted.use_of_points(cart, _goods_left(_items(goods), deal), cost_of(gifts)) if promoted else None
    reductions = discounts(deal, used, None if len(goods) == len(lines) else frozenset(line.line_id for line in goods))
    taxes = taxes_for(cart, lines, hooks, included=delivering.tax_included(cart.goes_to))
    breakdown = price(items, fee, currency=cart.currency, promotions=reductions, taxes=taxes)
    in_cards = sum(line.unit_price * line.quantity for line in lines if line.is_card)
    covers = promoted.value.covers(breakdown.totals.total - in_cards) if promoted and promoted.value else []
    standard = min((option.fee for option in offered if option.kind is delivery.kind), default=None) if delivery else None
    ahead = promised(checked, found)
    return Quote(cart, checked, delivery, breakdown, saved, promoted, deal, standard, hooks.outcomes, used, covers, ahead)


def _goods_left(items: Sequence[Item], deal: Deal | None) -> int:
    """What the goods cost after all promotions."""
    off = sum(entry.amount for entry in deal.outcome.applied if not entry.off_shipping) if deal else 0
    return sum(item.unit_price * item.quantity for item in items) - off


def options_for(cart: Cart, promoted: Promoted) -> list[DeliveryOption]:
    """The delivery options of the addressed cart at this moment. Raises Conflict (409 `address_missing`): where it goes decides how it
    can go. Invalid (422 `address_not_covered`). None for gift cards alone."""
    if cart.nothing_to_send:
        return []
    check_addressed(cart)
    hooks, looked_up = InFlow(), {line.variant_id for line in cart.lines}
    checked = _priced(cart, check_lines(cart.lines, cart.currency, promoted.found, looked_up), promoted, hooks)
    checked = [*checked, *promoted.for_points(cart, checked)]
    return _offered(cart, [c.line for c in checked], promoted.off_goods(checked), promoted.delivering, hooks)


def _priced(cart: Cart, checked: Sequence[CheckedLine], promoted: Promoted | None, hooks: InFlow) -> list[CheckedLine]:
    """With the prices that a flash sale, a group buy and a hook set. A sale's price is the sale's: no hook is asked about it."""
    priced = promoted.own_price(checked) if promoted else list(checked)
    own = promoted.apart if promoted else None
    asked = [c for c in priced if c.line.variant_id != own and not c.is_gone]
    customer_id = (promoted.offer.asked.customer_id if promoted else None) or cart.customer_id
    lines = hooks.priced([c.line for c in asked], cart.currency, cart.goes_to, customer_id)
    at = {line.line_id: line for line in lines}
    return [replace(c, line=at.get(c.line.line_id, c.line)) for c in priced]


def check_addressed(cart: Cart) -> None:
    """Raises Conflict (409 `address_missing`)."""
    if cart.address is None:
        raise Conflict("Set the address first.", code="address_missing")


def _offered(cart: Cart, lines: Sequence[CartLine], off: int, delivering: Delivering, hooks: InFlow) -> list[DeliveryOption]:
    """`off`: what promotions take off the goods. Raises Invalid (422 `address_not_covered`)."""
    if cart.address is None:
        return []
    goods = price(_items(lines), 0, currency=cart.currency).totals
    parcel = parcel_of(lines, goods.subtotal - off)
    rules, timezone = delivering.rules(cart.goes_to or cart.address, cart.currency), settings().store_timezone
    point = cart.goes_to if cart.point else None
    options = delivery_options(rules, cart.address, parcel, cart.currency, now=clock.now(), timezone=timezone, point=point)
    return hooks.fees(options, lines, parcel, cart.currency, cart.goes_to or cart.address)


def _offered_now(cart: Cart, lines: Sequence[CartLine], off: int, delivering: Delivering, hooks: InFlow) -> Sequence[DeliveryOption]:
    """None for a cart that has chosen none."""
    if cart.delivery_option_id is None or cart.nothing_to_send:
        return []
    try:
        return _offered(cart, lines, off, delivering, hooks)
    except Invalid:
        # A cart that cannot be delivered (any more) is still shown; the step is missing then.
        return []


def _items(lines: Sequence[CartLine]) -> list[Item]:
    return [Item(line.line_id, line.quantity, line.unit_price) for line in lines]
