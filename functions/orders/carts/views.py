"""Carts and previews as their readers see them: in one language, amounts as Money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from functions.orders.carts.cart_checks import CheckedLine, Notice
from functions.orders.carts.carts import CartState
from functions.orders.carts.quote import Quote
from functions.orders.carts.schemas import (
    CartGroupOut,
    CartLineOut,
    CartOut,
    CartPointsOut,
    DeliveryOptionsOut,
    FlashOut,
    NoticeOut,
    PreviewOut,
    TenderOut,
)
from functions.orders.carts.tax_classes import measured_price
from functions.orders.model.cart import Cart, CartLine
from functions.orders.model.order import DeliveryOption
from functions.orders.model.pricing import Breakdown, PricedLine
from functions.orders.sums.schemas import AddressShown, TotalsOut
from functions.orders.sums.views import delivery_view, parts_view, point_view, totals_view
from functions.promotions import ExplanationOut, explain
from functions.shared.contact.card_to_fields import sent_to_view
from functions.shared.http.validation import MoneyModel
from functions.shared.plain import times
from functions.shared.plain.i18n import localized
from functions.shared.plain.option_texts import shown_options
from functions.stock import AheadPromise


def cart_view(state: CartState, languages: Sequence[str]) -> CartOut:
    cart = state.cart
    return CartOut(
        id=cart.id,
        token=state.token,
        version=state.version,
        status=state.status,
        order_id=state.order_id,
        currency=cart.currency,
        customer_id=cart.customer_id,
        email=cart.email,
        metadata=cart.metadata,
        lines=_lines(state, languages),
        saved=[_line(c, _unpriced(c.line), cart, languages) for c in state.quote.saved],
        coupons=[coupon.code for coupon in cart.coupons],
        totals=_totals(state.quote.breakdown, languages),
        promotions=_explained(state.quote, languages) if state.quote.promoted else None,
        points=_points(state.quote),
        tenders=_tenders(state.quote),
        to_pay=MoneyModel.shown(state.quote.to_pay, cart.currency),
        address=AddressShown.of(cart.address) if cart.address else None,
        delivery_option=delivery_view(state.quote.delivery, cart.currency, languages) if state.quote.delivery else None,
        pickup_point=point_view(state.quote.point),
        missing=state.missing,
        next_steps=state.next_steps,
        expires_at=times.iso(datetime.fromtimestamp(state.expires_at, UTC)),
    )


def preview_view(state: CartState, languages: Sequence[str]) -> PreviewOut:
    cart, breakdown = state.cart, state.quote.breakdown
    return PreviewOut(
        cart_id=cart.id,
        version=state.version,
        currency=cart.currency,
        lines=_lines(state, languages),
        parts=parts_view(breakdown.parts, cart.currency, breakdown.tax_names, languages),
        totals=_totals(breakdown, languages),
        delivery_option=delivery_view(state.quote.delivery, cart.currency, languages) if state.quote.delivery else None,
        pickup_point=point_view(state.quote.point),
        missing=state.missing,
        next_steps=state.next_steps,
        promotions=_explained(state.quote, languages),
        flash=_flash(state.quote),
        group=_group(state.quote),
        points=_points(state.quote),
        tenders=_tenders(state.quote),
        to_pay=MoneyModel.shown(state.quote.to_pay, cart.currency),
        preview_hash=state.quote.preview_hash(),
    )


def _explained(quote: Quote, languages: Sequence[str]) -> ExplanationOut:
    if quote.deal is None:
        return ExplanationOut(applied=[], refused=[], hints=[])
    return ExplanationOut.of(explain(quote.deal, languages), quote.cart.currency)


def _points(quote: Quote) -> CartPointsOut | None:
    used = quote.points
    if used is None:
        return None
    amount = MoneyModel.shown(used.amount, quote.cart.currency)
    return CartPointsOut(asked=used.asked, used=used.points, amount=amount, usable=used.usable, most=used.most, gifts=used.gifts)


def _tenders(quote: Quote) -> list[TenderOut]:
    value = quote.promoted.value if quote.promoted else None
    if value is None:
        return []
    currency, paid = quote.cart.currency, {cover.by.name: cover.amount for cover in quote.covers}
    return [
        TenderOut(
            kind=one.form.value,
            card_id=one.id or None,
            last4=one.last4 or None,
            amount=MoneyModel.shown(paid.get(one.name, 0), currency),
            usable=MoneyModel.shown(one.usable(value.at), currency),
        )
        for one in value.accounts
    ]


def _flash(quote: Quote) -> FlashOut | None:
    if quote.promoted is None or quote.promoted.flash is None:
        return None
    return FlashOut(flash_sale_id=quote.promoted.flash.sale.id, reason=quote.promoted.flash_refusal(quote.lines))


def _group(quote: Quote) -> CartGroupOut | None:
    group = quote.promoted.group if quote.promoted else None
    if quote.promoted is None or group is None:
        return None
    reason = quote.promoted.group_refusal(quote.lines)
    return CartGroupOut(group_buy_id=group.deal.id, group_id=group.ref.group_id or None, reason=reason)


def _totals(breakdown: Breakdown, languages: Sequence[str]) -> TotalsOut:
    return TotalsOut(**totals_view(breakdown.totals, breakdown.parts, breakdown.currency, breakdown.tax_names, languages))


def delivery_options_view(state: CartState, options: Iterable[DeliveryOption], languages: Sequence[str]) -> DeliveryOptionsOut:
    shown = [delivery_view(option, state.cart.currency, languages) for option in options]
    return DeliveryOptionsOut(data=shown, next_steps=state.next_steps)


def _lines(state: CartState, languages: Sequence[str]) -> list[CartLineOut]:
    priced = state.quote.breakdown.lines
    ahead = state.quote.ahead
    return [_line(c, p, state.cart, languages, ahead.get(c.line.variant_id)) for c, p in zip(state.quote.lines, priced, strict=True)]


def _unpriced(line: CartLine) -> PricedLine:
    return PricedLine(line.line_id, line.quantity, line.unit_price, line.unit_price * line.quantity)


def _line(checked: CheckedLine, priced: PricedLine, cart: Cart, languages: Sequence[str], ahead: AheadPromise | None = None) -> CartLineOut:
    line, currency = checked.line, cart.currency

    def money(amount: int) -> MoneyModel:
        return MoneyModel.shown(amount, currency)

    return CartLineOut(
        id=line.line_id,
        variant_id=line.variant_id,
        product_id=line.product_id,
        sku=line.sku,
        title=localized(line.title, languages),
        options=shown_options(line.options, line.option_texts, languages),
        image=line.image,
        quantity=line.quantity,
        unit_price=money(line.unit_price),
        list_price=money(line.list_price) if line.list_price is not None else None,
        price_per_measure=measured_price(line, currency, cart.goes_to.country if cart.goes_to else ""),
        subtotal=money(priced.subtotal),
        discount=money(priced.discount),
        tax=money(priced.tax),
        total=money(priced.total),
        notices=[_notice(notice, currency) for notice in checked.notices],
        metadata=line.metadata,
        price_list=line.price_list or None,
        rate_id=line.rate_id or None,
        sold_as=ahead.offer.sold_as if ahead else None,
        promised_on=ahead.offer.promised_on if ahead else None,
        send_to=sent_to_view(line.send_to),
        points_each=line.points_each,
    )


def _notice(notice: Notice, currency: str) -> NoticeOut:
    def money(amount: int | None) -> MoneyModel | None:
        return None if amount is None else MoneyModel.shown(amount, currency)

    return NoticeOut(code=notice.code, was=money(notice.was), now=money(notice.now), available=notice.available)
