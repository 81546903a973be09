"""A cart becomes an order: stock reserved, order, number, timer, event and answer written in one transaction, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from functions.loyalty import PricedPiece, spend_writes
from functions.orders.carts.ahead.promised import told_of
from functions.orders.carts.cards.bought import cards_bought
from functions.orders.carts.cards.by_mail import is_reached
from functions.orders.carts.cards.sent_to import check_cards
from functions.orders.carts.cart_checks import NOT_OFFERED, OUT_OF_STOCK, UNPUBLISHED
from functions.orders.carts.cart_repository import Visitor, changeable, read_cart
from functions.orders.carts.carts import promoted_state
from functions.orders.carts.gifts.for_points import check_gifts
from functions.orders.carts.quote import Quote
from functions.orders.checkout.agreed import ShowPreview, check_agreed
from functions.orders.checkout.allowed import check_allowed
from functions.orders.checkout.begin_order import begin_writes, held_for_group, new_record
from functions.orders.checkout.point_there import PointCheck
from functions.orders.checkout.tenders import Taking, tendered
from functions.orders.model.cart import MAX_LINES, Cart, CartLine
from functions.orders.model.fitting import fitting_order
from functions.orders.model.order import BoughtBundle, Order, OrderLine
from functions.orders.placed.order_fields import buyers_fields, metadata_of
from functions.orders.store.number import draw, number_record
from functions.orders.store.order_page import OrderPage
from functions.orders.store.records import CART_SK, CartRecord
from functions.orders.store.rules_store import shop_rules
from functions.promotions import CouponUnusable, Deal, FlashClaim, GroupClaim, PromotionSpent, ShardTaken, redeem_writes
from functions.shared.events.contracts.orders import CampaignUse, CouponUse
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock, fresh
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass, field_names
from functions.shared.plain.errors import Conflict, Fault, Invalid, OutOfStock, TooManyRequests, Unavailable
from functions.shared.plain.settings import settings
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import MAX_ACTIONS, Remember, Write, put_new, transact
from functions.shared.store.versions import locked_update


@dataclass(frozen=True)
class Placing:
    """`preview_hash`: the price the buyer agreed to, if they say so. `language`: in which they are written to."""

    cart_id: str
    visitor: Visitor
    language: str
    preview_hash: str | None = None
    note: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    custom_fields: Mapping[str, Any] = field(default_factory=dict)
    # Lines of the cart that the buyer confirms to be not returnable.
    not_returnable: Sequence[str] = ()


@dataclass(frozen=True)
class Claims:
    """What the order is about to take of a flash sale, or of a group buy."""

    flash: FlashClaim | None
    group: GroupClaim | None


class NumberTaken(Conflict):
    """Another order of the day drew the same number; the next draw will not."""

    code = "number_taken"


def place(placing: Placing, taking: Taking, *, show_preview: ShowPreview, remember: Remember[OrderPage]) -> OrderPage:
    """The order, pending payment, or paid when nothing of its total is left to pay: `taking` takes what gift cards and credit pay. Three
    requests: cart, catalogue, transaction.

    Raises Invalid (422): `empty_cart`, `incomplete` with a pointer per missing step, `too_many_lines`, `too_many_cards`. Conflict (409):
    `cart_already_placed` with the order_id, `unpublished` and `out_of_stock` with the variants, `preview_changed` with the preview,
    `pickup_point_gone`, `points_sign_in`, `credit_sign_in`, `coupon_unusable` and `promotion_spent` with the preview, `not_for_points`,
    `gift_limit` and `points_short` of gifts for points, and what a flash sale or a group buy refuses; TooManyRequests (429 `flash_busy`)
    when its crowd was faster again and again.
    """
    placing = replace(placing, custom_fields=buyers_fields(placing.custom_fields))
    at_the_gate, points = False, PointCheck()

    def attempt() -> OrderPage:
        nonlocal at_the_gate
        record = read_cart(placing.cart_id, placing.visitor)
        cart = changeable(record, None)
        at_the_gate = cart.flash is not None
        _check_complete(cart, placing.visitor)
        state = promoted_state(record, placing.visitor, shed=True)
        _check_sellable(state.quote)
        check_cards(cart.lines)
        quote = state.quote
        points.check(quote)
        _check_owner(cart, placing)
        # Before the price is compared: who came for a flash sale is told what became of it.
        claim = quote.promoted.claim(quote.lines) if quote.promoted else None
        group = quote.promoted.group_claim(quote.lines) if quote.promoted else None
        check_agreed(record, state, placing.preview_hash, show_preview)
        check_gifts(quote.lines, quote.points.usable if quote.points else 0)
        quote = check_allowed(quote, placing.visitor.caller)
        try:
            return _write(record, quote, placing, Claims(claim, group), taking, remember)
        except (CouponUnusable, PromotionSpent) as gone:
            # A parallel order was faster than what was read: what applies now, the refusal tells.
            gone.extra["preview"] = dict(show_preview(promoted_state(record, placing.visitor)))
            raise

    try:
        page = again(attempt)
    except Unavailable as busy:
        if not at_the_gate:
            raise
        raise TooManyRequests("Many buyers at once; try again.", retry_after=1, code="flash_busy") from busy
    fact("order.placed", order_id=page.order.id, total=page.order.totals.total, currency=page.order.currency)
    return page


def _check_complete(cart: Cart, visitor: Visitor) -> None:
    if cart.is_empty:
        raise Invalid.field("/cart_id", "empty_cart", "The cart is empty.")
    if len(cart.lines) + len(cart.gifts) > MAX_LINES:
        raise Invalid(f"An order takes at most {MAX_LINES} different variants.", code="too_many_lines")
    faults = []
    if cart.nothing_to_send and not is_reached(cart, visitor.caller.id or cart.customer_id):
        faults.append(Fault("/cart_id/email", "email_missing", "Set the e-mail address of the cart first."))
    if cart.address is None and not cart.nothing_to_send:
        faults.append(Fault("/cart_id/address", "address_missing", "Set the address of the cart first."))
    if cart.delivery_option_id is None and not cart.nothing_to_send:
        faults.append(Fault("/cart_id/delivery_option", "delivery_option_missing", "Choose a delivery option first."))
    if faults:
        raise Invalid("The cart is not complete.", faults=faults, code="incomplete")


def _check_owner(cart: Cart, placing: Placing) -> None:
    """Raises Conflict (409): `points_sign_in`, `credit_sign_in`."""
    if (cart.points or cart.gifts) and not placing.visitor.caller.id:
        raise Conflict("Sign in to use points, or take them out of the cart.", code="points_sign_in")
    if cart.credit and not placing.visitor.caller.id:
        raise Conflict("Sign in to pay with credit, or take it out of the cart.", code="credit_sign_in")


def _check_sellable(quote: Quote) -> None:
    """What can be known before trying: only the reservation itself decides about stock, but it would name one variant at a time."""
    if others := [c.line.variant_id for c in quote.lines if c.says(NOT_OFFERED)]:
        raise Conflict("Not offered to you, or not here: " + ", ".join(others), code="not_offered", variant_ids=others)
    if gone := [c.line.variant_id for c in quote.lines if c.says(UNPUBLISHED)]:
        raise Conflict("No longer for sale: " + ", ".join(gone), code="unpublished", variant_ids=gone)
    if short := [c.line.variant_id for c in quote.lines if c.says(OUT_OF_STOCK)]:
        raise OutOfStock(short)


def _write(
    cart_record: CartRecord, quote: Quote, placing: Placing, claims: Claims, taking: Taking, remember: Remember[OrderPage]
) -> OrderPage:
    order, claim = _order(quote, placing), claims.flash
    if claims.group:
        order = replace(order, group_id=claims.group.use.group_id)
    actor = placing.visitor.caller.actor
    taken = redeem_writes(quote.deal, order.id, actor=actor, flash=claim, place=claims.group) if quote.deal else []
    order = replace(order, uses_promotions=bool(taken), newcomer=bool(quote.deal and quote.deal.newcomer), coupons=_coupons(quote.deal))
    order = replace(order, campaigns=_campaigns(quote.deal), bundles=_bundles(quote.deal))
    aside = {claim.use.variant_id: claim.use.quantity} if claim else {}
    guest_token = None if order.customer_id else fresh.new_token()
    tenders = tendered(order, quote.covers)
    record = new_record(order, ids.token_hash(guest_token) if guest_token else None, tenders=tenders)
    page = OrderPage(record, order, tenders, token=guest_token)
    placed = locked_update(
        CartRecord,
        cart_record.pk,
        CART_SK,
        [CartRecord.status.set("placed"), CartRecord.order_id.set(order.id), CartRecord.version.set(cart_record.version + 1)],
        cart_record.version,
        besides=CartRecord.status == "open",
    )
    try:
        place_writes = [
            placed,
            *remember(page),
            put_new(record),
            put_new(number_record(order), NumberTaken()),
            *taken,
            *held_for_group(record, order),
            *_points(quote, order, actor),
            *cards_bought(order),
            *taking(order, quote.covers, tenders, actor),
            *begin_writes(record, order, aside, actor, quote.promoted.beyond if quote.promoted else {}, tenders, quote.ahead),
        ]
        if len(place_writes) > MAX_ACTIONS:
            raise Invalid("Too many different variants and coupons for one order; split it.", code="too_many_lines")
        transact(place_writes)
    except (NumberTaken, ShardTaken) as gone:
        # One more round draws another number.
        raise Overtaken from gone
    return page


def _points(quote: Quote, order: Order, actor: Actor) -> list[Write]:
    """Its buyer's, who is signed in: a cart's token alone spends nobody's points."""
    if quote.points is None or quote.promoted is None or quote.promoted.points is None:
        return []
    before = [line.subtotal - line.discount for line in order.lines]
    weights = before if any(before) else [line.subtotal for line in order.lines]
    weights = [0 if checked.line.is_card else weight for checked, weight in zip(quote.lines, weights, strict=True)]
    pieces = [
        PricedPiece(line.line_id, line.quantity, line.total, by, "" if line.points_each is None else line.variant_id, line.points_each or 0)
        for line, by in zip(order.lines, weights, strict=True)
    ]
    return spend_writes(quote.promoted.points, quote.points, order.id, pieces, actor)


def _order(quote: Quote, placing: Placing) -> Order:
    now, cart, market = clock.now(), quote.cart, quote.market
    address, delivery = cart.address or quote.sold_to, quote.delivered_by
    if address is None or delivery is None:
        raise Invalid.field("/cart_id/delivery_option", "unknown_delivery_option", "The chosen delivery option is no longer offered.")
    order = Order(
        id=fresh.new_id("ord"),
        number=draw(now, settings().store_timezone),
        timezone=settings().store_timezone,
        customer_id=placing.visitor.caller.id or cart.customer_id,
        channel=placing.visitor.caller.channel or "web",
        language=market.language(placing.language) if market else placing.language,
        currency=cart.currency,
        lines=_lines(quote, placing.not_returnable),
        totals=quote.breakdown.totals,
        address=replace(address, email=address.email or cart.email),
        delivery=replace(delivery, standard_fee=quote.standard_fee),
        placed_at=times.iso(now),
        payment_deadline=times.iso(now + shop_rules().checkout.hold),
        note=placing.note,
        metadata=metadata_of(cart.metadata, placing.metadata),
        private_metadata=dict(cart.private_metadata),
        fields=dict(placing.custom_fields),
        cart_id=cart.id,
        parts=list(quote.breakdown.parts),
        tax_names=quote.breakdown.tax_names,
        point=quote.point,
        hooks=dict(quote.hooks),
        member_level=quote.promoted.level if quote.promoted else "",
        market=market.kept if market else None,
        warehouses=quote.promoted.warehouses if quote.promoted else (),
    )
    return fitting_order(order, settings().default_language)


def _campaigns(deal: Deal | None) -> list[CampaignUse]:
    return [CampaignUse(campaign_id, amount) for campaign_id, amount in sorted(deal.campaigns.items())] if deal else []


def _bundles(deal: Deal | None) -> list[BoughtBundle]:
    found = deal.bundles if deal else []
    return [BoughtBundle(one.rule.id, dict(one.rule.name), one.sets, one.amount, one.rule.whole_only) for one in found]


def _coupons(deal: Deal | None) -> list[CouponUse]:
    return [CouponUse(coupon_id, amount) for coupon_id, amount in sorted(deal.coupons.items())] if deal else []


# What an order's line keeps of the cart's.
_OF_LINE = [name for name in field_names(CartLine) if name in field_names(OrderLine)]


def _lines(quote: Quote, not_returnable: Sequence[str]) -> list[OrderLine]:
    if unknown := set(not_returnable) - {checked.line.line_id for checked in quote.lines}:
        raise Invalid.field("/not_returnable", "unknown_line", "The cart has no such lines: " + ", ".join(sorted(unknown)))
    return [
        OrderLine(
            **{name: getattr(checked.line, name) for name in _OF_LINE},
            subtotal=priced.subtotal,
            discount=priced.discount,
            tax=priced.tax,
            total=priced.total,
            not_returnable=checked.line.is_card or checked.line.line_id in not_returnable,
            sold_as=told_of(quote.ahead, checked)[0],
            promised_on=told_of(quote.ahead, checked)[1],
        )
        for checked, priced in zip(quote.lines, quote.breakdown.lines, strict=True)
    ]
