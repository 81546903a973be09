"""Carts, checkout, orders, fulfilment and the timers that move orders when nobody else does."""

from __future__ import annotations

from infra.functions.grants import append, ask_hooks, keep_versions, person_keys, read, read_person_keys, read_secret, remove, send, write
from infra.functions.model import UNHURRIED, Function, Http, Queue, Schedule
from infra.functions.order_pages import PAGE_FUNCTIONS
from infra.functions.payments import PROVIDERS
from infra.functions.rights.of_orders import (
    AMEND_GRANTS,
    AMEND_ROUTES,
    DRAFT_GRANTS,
    DRAFT_ROUTES,
    END_GRANTS,
    REVIEW_GRANTS,
    REVIEW_ROUTES,
    SETTINGS_ROUTES,
    TIMER_GRANTS,
)
from infra.functions.rights.own_prices import SPENDS
from infra.functions.settings import PRICES

COURIERS = ("COURIER_SANDBOX_URL", "PUBLIC_BASE_URL")
CASES = ("GET /v1/admin/exceptions", "POST /v1/admin/exceptions/*")

_SHOPPER = (
    Function(
        name="carts",
        domain="orders",
        trigger=Http(("ANY /v1/carts/*", "PUT /v1/carts/*/*")),
        # The orders table for the shop's rules: zones, rates, taxes; customers for an address of the buyer's own address book.
        grants=(
            read("carts", "gsi1"),
            write("carts"),
            read("catalog"),
            read("stock"),
            read("orders"),
            read("pricing"),
            read("loyalty"),
            read("promotions"),
            read("customers"),
            *person_keys(),
            read("shipping"),
            # Providers of pick-up points have their keys where couriers have theirs; the same below.
            read_secret("couriers"),
            *ask_hooks(),
        ),
        settings=PRICES,
        memory=1024,
    ),
    Function(
        name="whole-cart",
        domain="orders",
        trigger=Http(("POST /v1/carts", "PUT /v1/carts/*")),
        # What the small calls may do, and what it takes to say how the order could be paid.
        grants=(
            read("carts"),
            write("carts"),
            read("catalog"),
            read("stock"),
            read("orders"),
            read("pricing"),
            read("loyalty"),
            read("promotions"),
            read("customers"),
            *person_keys(),
            read("shipping"),
            read("payments"),
            read_secret("payments"),
            read_secret("couriers"),
            *ask_hooks(),
        ),
        settings=(*PRICES, *PROVIDERS),
        memory=1024,
    ),
    Function(
        name="checkout",
        domain="orders",
        trigger=Http(("POST /v1/orders",)),
        concurrency="CheckoutConcurrency",
        grants=(
            read("orders"),
            *person_keys(),
            write("orders"),
            read("stock"),
            write("stock"),
            read("carts"),
            write("carts"),
            read("catalog"),
            read("shipping"),
            *SPENDS,
            write("payments"),  # what gift cards and credit pay
            read("promotions"),
            write("promotions"),
            # Definitions of custom fields.
            read("platform"),
            read_secret("couriers"),
            *ask_hooks(),
        ),
        settings=PRICES,
        memory=1024,
    ),
    Function(
        name="express-checkout",
        domain="orders",
        trigger=Http(("POST /v1/orders/express",)),
        concurrency="CheckoutConcurrency",
        # A cart, its order and its payment in one call: what the three may do.
        grants=(
            read("orders"),
            write("orders"),
            read("stock"),
            write("stock"),
            read("carts"),
            write("carts"),
            read("catalog"),
            read("customers"),
            *person_keys(),
            read("shipping"),
            *SPENDS,
            read("promotions"),
            write("promotions"),
            read("payments", "gsi1"),
            write("payments"),
            read("platform"),
            read_secret("payments"),
            read_secret("privacy"),
            read_secret("couriers"),
            *ask_hooks(),
        ),
        settings=(*PRICES, *PROVIDERS),
        memory=1024,
        timeout=20,
    ),
    Function(
        name="orders-read",
        domain="orders",
        trigger=Http(("GET /v1/orders", "GET /v1/orders/*", "GET /v1/me/orders")),
        grants=(read("orders", "gsi1"), *read_person_keys()),
    ),
    Function(
        name="orders-manage",
        domain="orders",
        trigger=Http(
            (
                "POST /v1/orders/*/cancel",
                "POST /v1/orders/*/confirm_receipt",
                "POST /v1/orders/*/extend",
                "POST /v1/orders/*/claim",
            )
        ),
        # Deleted are timers only, here and below.
        # Gift cards that a cancelled order had paid for are closed with it.
        grants=(*END_GRANTS, read("customers"), *person_keys(), read("loyalty"), write("loyalty")),
    ),
)

_STAFF = (
    Function(
        name="carts-admin",
        domain="orders",
        trigger=Http(("GET /v1/admin/carts/*", "PATCH /v1/admin/carts/*")),
        grants=(read("carts"), write("carts"), *person_keys()),
    ),
    Function(
        name="orders-admin",
        domain="orders",
        trigger=Http(("GET /v1/admin/orders", "ANY /v1/admin/orders/*", "GET /v1/admin/shipments", *CASES)),
        # Stock: what is shipped although it was paid back is taken from the shelf again.
        grants=(
            read("orders", "gsi1", "gsi2", "listed"),
            *person_keys(),
            write("orders"),
            read("stock"),
            write("stock"),
            read("platform"),
            read("shipping"),
            # What came back and is in a case is not sent again.
            read("aftersales"),
            # As the planner: what risk declines ends where it would leave.
            remove("orders"),
            read("promotions"),
            write("promotions"),
            read_secret("couriers"),
        ),
        settings=COURIERS,
    ),
    Function(name="orders-amend", domain="orders", trigger=Http(AMEND_ROUTES), grants=AMEND_GRANTS, settings=(*COURIERS, *PRICES)),
    Function(name="draft-orders", domain="orders", trigger=Http(DRAFT_ROUTES), grants=DRAFT_GRANTS, settings=(*PRICES, "PUBLIC_BASE_URL")),
    Function(name="orders-review", domain="orders", trigger=Http(REVIEW_ROUTES), grants=REVIEW_GRANTS, settings=COURIERS),
    Function(
        name="checkout-settings",
        domain="orders",
        trigger=Http(SETTINGS_ROUTES),
        # The catalogue is told the tax classes of categories, and keeps the markets.
        # The secrets of hooks are sealed as those of webhooks are.
        grants=(
            read("orders"),
            write("orders"),
            read("shipping"),
            read("catalog"),
            write("catalog"),
            keep_versions(),
            read_secret("webhooks"),
        ),
    ),
)

_WORKERS = (
    Function(
        name="courier-webhooks",
        domain="orders",
        trigger=Http(("POST /v1/webhooks/couriers/*", "POST /v1/webhooks/couriers/*/*")),
        concurrency="WebhookConcurrency",
        # What couriers write names people: it is sealed with the key of its month.
        grants=(append("orders"), read("shipping"), send("courier-webhooks"), read_secret("couriers"), *person_keys()),
        timeout=10,
    ),
    Function(
        name="courier-worker",
        domain="orders",
        handler="process_courier_webhooks",
        trigger=Queue("courier-webhooks"),
        grants=(read("orders", "gsi1"), *person_keys(), write("orders"), read("shipping")),
        timeout=30,
    ),
    Function(
        name="order-planner",
        domain="orders",
        handler="plan_orders",
        trigger=Queue("order-planner", window=UNHURRIED),
        # The shop's rates lie in orders, the shelves in stock, the carriers in shipping. The secret: couriers are asked for
        # their prices. gsi2: whether a guest has paid an order before.
        grants=(
            read("orders", "gsi2"),
            *person_keys(),
            write("orders"),
            read("stock"),
            write("stock"),
            read("shipping"),
            # What risk declines ends here: its timers, its coupons.
            remove("orders"),
            read("promotions"),
            write("promotions"),
            # Whether gift cards are issued.
            read("loyalty"),
            read_secret("couriers"),
        ),
        settings=COURIERS,
        timeout=30,
    ),
    Function(
        name="fulfilment",
        domain="orders",
        handler="fulfil",
        trigger=Queue("fulfilment", batch_size=5, window=UNHURRIED),
        # gsi1: whether a waybill is another order's.
        grants=(read("orders", "gsi1"), *person_keys(), write("orders"), read("shipping"), read_secret("couriers")),
        settings=COURIERS,
        timeout=30,
    ),
    Function(
        name="order-payments",
        domain="orders",
        handler="apply_payments",
        trigger=Queue("order-payments"),
        # Promotions: an order whose held money is gone gives its coupons back.
        grants=(*END_GRANTS, *person_keys()),
        timeout=30,
    ),
    Function(
        name="timers-sweep",
        domain="orders",
        handler="sweep_timers",
        trigger=Schedule("rate(1 minute)"),
        grants=(read("orders", "due"), send("timers")),
        timeout=30,
        concurrency=1,
    ),
    Function(
        name="timers-worker",
        domain="orders",
        handler="run_timers",
        trigger=Queue("timers"),
        grants=TIMER_GRANTS,
        settings=COURIERS,
        timeout=30,
    ),
    Function(
        name="orders-check",
        domain="orders",
        handler="check_orders",
        trigger=Schedule("cron(40 18 * * ? *)"),
        grants=(read("orders", "gsi1"), *person_keys(), write("orders")),
        timeout=900,
        concurrency=1,
    ),
)

FUNCTIONS = (*_SHOPPER, *PAGE_FUNCTIONS, *_STAFF, *_WORKERS)
