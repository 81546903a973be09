"""Entry points of the orders domain: the HTTP app, queue consumers and schedules. Three lines each; the work is elsewhere."""

from __future__ import annotations

from typing import Any

from functions.orders import consumers
from functions.orders.carts.admin_api import cart_notes_api
from functions.orders.carts.api import cart_api
from functions.orders.carts.coupon_api import cart_coupon_api
from functions.orders.carts.whole_cart_api import whole_cart_api
from functions.orders.checkout.api import checkout_api
from functions.orders.pages.admin_api import links_api
from functions.orders.placed.admin_api import admin_api
from functions.orders.placed.api import api
from functions.orders.placed.check_orders import check_orders as _check_orders
from functions.orders.planning import consumers as planning_consumers
from functions.orders.planning.admin_api import plan_api
from functions.orders.settings import shipping_settings_api, tax_settings_api
from functions.orders.shipping import api as shipping_api
from functions.orders.shipping import consumers as shipping_consumers
from functions.orders.shipping.admin_api import parcel_api
from functions.shared.http.app import make_app
from functions.shared.outside.time_left import in_time

app = make_app(
    "orders",
    cart_api,
    cart_coupon_api,
    whole_cart_api,
    checkout_api,
    cart_notes_api,
    api,
    admin_api,
    links_api,
    shipping_api.api,
    parcel_api,
    plan_api,
    shipping_settings_api.api,
    tax_settings_api.api,
)


@in_time
def apply_payments(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `order-payments`: payment.captured, payment.failed, payment.refunded."""
    return consumers.apply_payments(event)


def sweep_timers(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Schedule `timers-sweep`: what is due goes onto the queue `timers`."""
    return consumers.sweep_timers()


@in_time
def run_timers(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `timers`: do what is due, once."""
    return consumers.run_timers(event)


@in_time
def plan_orders(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `order-planner`: order.paid, order.released."""
    return planning_consumers.plan_orders(event)


@in_time
def fulfil(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `fulfilment`: shipment.planned."""
    return shipping_consumers.fulfil(event)


@in_time
def process_courier_webhooks(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `courier-webhooks`: messages of couriers, kept in the inbox."""
    return shipping_consumers.process_courier_webhooks(event)


def check_orders(_event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Schedule `orders-check`: records against each other; stops a minute before its time is up and goes on the next time."""
    report = _check_orders(lambda: context is None or context.get_remaining_time_in_millis() > 60_000)
    return {"checked": report.checked, "differences": report.difference_count, "complete": report.complete}
