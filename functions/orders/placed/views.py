"""Orders as their buyers see them, in one language, and what staff see of them, too (staff/views.py)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from functions.orders.model.amendments.amendment import Amendment
from functions.orders.model.order import OrderLine
from functions.orders.model.order_payment import OrderPayment
from functions.orders.model.order_refund import OrderRefund
from functions.orders.model.pieces import Pieces, pieces_of
from functions.orders.model.shipment import Shipment
from functions.orders.model.states import PaymentStatus, Status
from functions.orders.placed.amendment_schemas import AmendmentLineOut, AmendmentOut
from functions.orders.placed.schemas import (
    BoughtBundleOut,
    DisputeOut,
    OrderLineOut,
    OrderOut,
    OrdersOut,
    OrderSummaryOut,
    OrderTotalsOut,
    PaymentOut,
    RefundedLineOut,
    RefundOut,
    ShipmentLineOut,
    ShipmentOut,
)
from functions.orders.store.deadline import deadline_of
from functions.orders.store.order_page import OrderPage
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrderRecord
from functions.orders.sums.schemas import AddressShown
from functions.orders.sums.views import delivery_view, parts_view, point_view, totals_view
from functions.shared.http.validation import MoneyModel
from functions.shared.plain.i18n import localized
from functions.shared.plain.option_texts import shown_options
from functions.shared.plain.pages import Page

_POLL = {
    Status.PENDING_PAYMENT: 2,
    Status.PAID: 2,
    Status.FULFILLING: 10,
    Status.SHIPPED: 60,
    Status.DELIVERED: 300,
    Status.COMPLETED: 3600,
    Status.CANCELLED: 3600,
    Status.IMPORTED: 3600,
}


def order_view(page: OrderPage, languages: Sequence[str]) -> OrderOut:
    currency, pieces = page.order.currency, pieces_of(page.holding)
    lines = [
        OrderLineOut(
            title=localized(line.title, languages),
            options=shown_options(line.options, line.option_texts, languages),
            **order_line(line, pieces[line.line_id], currency),
        )
        for line in page.order.lines
    ]
    return OrderOut(token=page.token, lines=lines, **order_detail(page, languages))


def orders_view(page: Page[OrderRecord], languages: Sequence[str]) -> OrdersOut:
    return OrdersOut(
        data=[summary_view(OrderPage(record, order_of(record)), languages) for record in page.data], next_cursor=page.next_cursor
    )


def retry_after(page: OrderPage) -> int:
    """Seconds after which asking again is worth it: what moves the order next is a buyer, a machine, a courier, or nothing."""
    return _POLL[Status(page.record.status)]


def summary_view(page: OrderPage, languages: Sequence[str]) -> OrderSummaryOut:
    """A row of a list; only the item of the order and what it says are needed."""
    order = page.order
    return OrderSummaryOut(
        customer_id=order.customer_id,
        line_count=len(order.lines),
        quantity=sum(line.quantity for line in order.lines),
        # What a repair is paid by has no lines, only a service.
        title=localized(order.lines[0].title if order.lines else order.delivery.service_names, languages),
        **_base(page, languages),
    )


def _base(page: OrderPage, languages: Sequence[str]) -> dict[str, Any]:
    record, order = page.record, page.order
    return {
        "id": order.id,
        "number": order.number,
        "version": int(record.version),
        "status": record.status,
        "payment_status": record.payment_status,
        "fulfilment_status": record.fulfilment_status,
        "cancel_reason": record.cancel_reason,
        "currency": order.currency,
        "totals": _totals(page, languages),
        "placed_at": order.placed_at,
        "payment_deadline": deadline_of(record, order),
        "paid_at": record.paid_at,
        "delivered_at": record.delivered_at,
        "completed_at": record.completed_at,
        "on_hold": record.in_review is not None,
    }


def order_detail(page: OrderPage, languages: Sequence[str]) -> dict[str, Any]:
    order = page.order
    return {
        **_base(page, languages),
        "note": order.note,
        "customer_id": order.customer_id,
        "member_level": order.member_level or None,
        "market": order.market.code if order.market else None,
        "bundles": [
            BoughtBundleOut(
                id=one.rule_id,
                name=localized(one.name, languages),
                pieces=one.pieces,
                whole_only=one.whole_only,
                saved=MoneyModel.shown(one.saved, order.currency),
            )
            for one in order.bundles
        ],
        "address": AddressShown.of(order.address),
        "delivery_option": delivery_view(order.delivery, order.currency, languages),
        "pickup_point": point_view(order.point),
        "parts": parts_view(order.parts, order.currency, order.tax_names, languages),
        "payments": [_payment(payment, order.currency) for payment in page.payments],
        "refunds": [refund_view(refund, order.currency) for refund in page.holding.refunds],
        "shipments": [_shipment(shipment) for shipment in page.shipments],
        "amendments": [_amendment(one, order.currency) for one in page.amendments],
        "metadata": order.metadata,
        "custom_fields": order.fields,
        "group_id": order.group_id or None,
    }


def _totals(page: OrderPage, languages: Sequence[str]) -> OrderTotalsOut:
    order, refunded = page.order, cast("float | None", page.record.refunded)
    if refunded is None:
        # Before it was kept on the order: a list knows only whether everything went back.
        all_back = page.record.payment_status == PaymentStatus.REFUNDED
        refunded = page.money.refunded or (order.totals.total if all_back else 0)
    money = MoneyModel.shown(int(refunded), order.currency)
    shown = totals_view(order.totals, order.parts, order.currency, order.tax_names, languages)
    return OrderTotalsOut(**shown, refunded=money)


def order_line(line: OrderLine, pieces: Pieces, currency: str) -> dict[str, Any]:
    def money(amount: int) -> MoneyModel:
        return MoneyModel.shown(amount, currency)

    return {
        "id": line.line_id,
        "variant_id": line.variant_id,
        "product_id": line.product_id,
        "sku": line.sku,
        "not_returnable": line.not_returnable,
        "image": line.image,
        "quantity": line.quantity,
        "unit_price": money(line.unit_price),
        "list_price": money(line.list_price) if line.list_price is not None else None,
        "subtotal": money(line.subtotal),
        "discount": money(line.discount),
        "tax": money(line.tax),
        "total": money(line.total),
        "metadata": line.metadata,
        "price_list": line.price_list or None,
        "rate_id": line.rate_id or None,
        "sold_as": line.sold_as or None,
        "promised_on": line.promised_on or None,
        "points_each": line.points_each,
        **{
            f"{place}_quantity": getattr(pieces, place)
            for place in ("reserved", "waiting", "in_parcel", "shipped", "delivered", "returned", "cancelled", "refunded")
        },
    }


def _payment(payment: OrderPayment, currency: str) -> PaymentOut:
    def money(amount: int | None) -> MoneyModel | None:
        return None if amount is None or payment.currency is None else MoneyModel.shown(amount, payment.currency)

    return PaymentOut(
        id=payment.payment_id,
        provider=payment.provider,
        status=payment.state,
        amount=money(payment.amount),
        refunded=money(payment.refunded),
        at=payment.at,
        disputes=[
            DisputeOut(id=one.dispute_id, status=one.state, amount=MoneyModel.shown(one.amount, currency), at=one.at)
            for one in payment.disputes
        ],
    )


def refund_view(refund: OrderRefund, currency: str) -> RefundOut:
    def money(amount: int) -> MoneyModel:
        return MoneyModel.shown(amount, currency)

    return RefundOut(
        id=refund.refund_id,
        payment_id=refund.payment_id,
        status=refund.state,
        amount=money(refund.amount),
        lines=[RefundedLineOut(line_id=line.line_id, quantity=line.quantity, amount=money(line.amount)) for line in refund.lines],
        shipping=money(refund.shipping),
        reason=refund.reason,
        requested_at=refund.requested_at,
        at=refund.settled_at,
    )


def _amendment(one: Amendment, currency: str) -> AmendmentOut:
    def money(amount: int) -> MoneyModel:
        return MoneyModel.shown(amount, currency)

    return AmendmentOut(
        number=one.number,
        status=one.state,
        at=one.at,
        total_before=money(one.total_before),
        total_after=money(one.total_after),
        due=money(one.due),
        give_back=money(one.give_back),
        address_changed=one.address_changed,
        lines=[AmendmentLineOut(**vars(line)) for line in one.lines],
        reason=one.reason,
        expires_at=one.expires_at or None,
        ended_at=one.ended_at or None,
    )


def _shipment(shipment: Shipment) -> ShipmentOut:
    return ShipmentOut(
        id=shipment.id,
        shipment_id=shipment.id,
        carrier=shipment.carrier,
        waybill=shipment.waybill,
        status=shipment.status,
        eta=shipment.eta,
        created_at=shipment.created_at,
        lines=[ShipmentLineOut(line_id=line.line_id, quantity=line.quantity) for line in shipment.lines],
        metadata=shipment.metadata,
    )
