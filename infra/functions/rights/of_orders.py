"""Long rights of functions of orders."""

from __future__ import annotations

from infra.functions.grants import append, ask_hooks, person_keys, read, read_secret, remove, write
from infra.functions.rights.own_prices import BUYS

# An order ends: its timers, its stock and its place in the queues of what it waits for, its coupons.
END_GRANTS = (
    read("orders"),
    write("orders"),
    remove("orders"),
    read("stock"),
    write("stock"),
    read("promotions"),
    write("promotions"),
)

# People decide about orders on hold: that stops parcels, and to reject is to cancel.
REVIEW_ROUTES = (
    "GET /v1/admin/orders/held",
    "POST /v1/admin/orders/*/hold",
    "POST /v1/admin/orders/*/release",
    "POST /v1/admin/orders/*/reject",
)
REVIEW_GRANTS = (
    read("orders", "listed"),
    *person_keys(),
    write("orders"),
    remove("orders"),
    read("stock"),
    write("stock"),
    read("shipping"),
    read("promotions"),
    write("promotions"),
    read_secret("couriers"),
)

# Amending prices what is new as checkout does, and stops parcels as a hold does.
AMEND_ROUTES = ("POST /v1/orders/*/preview", "PATCH /v1/orders/*", "POST /v1/admin/orders/*/amendment/cancel")
# Gift cards that are taken out of an order are closed.
AMEND_GRANTS = (*REVIEW_GRANTS, read("catalog"), *BUYS, write("loyalty"), *ask_hooks())

# Drafts are priced and placed as by checkout; the link to pay is signed.
DRAFT_ROUTES = ("ANY /v1/admin/draft_orders", "ANY /v1/admin/draft_orders/*")
DRAFT_GRANTS = (
    read("orders", "listed"),
    write("orders"),
    remove("orders"),
    read("stock"),
    write("stock"),
    read("catalog"),
    read("shipping"),
    read("customers"),
    *BUYS,
    # Gift cards are written down with the order that is placed.
    append("loyalty"),
    *person_keys(),
    read_secret("links"),
    *ask_hooks(),
)

# Couriers: whoever did not answer is asked again. gsi1: whether a waybill is another order's. Stock: pieces that could be sent from
# nowhere are planned again. gsi2 as the planner; due: new limits of cases bring timers forward.
TIMER_GRANTS = (
    read("orders", "gsi1", "gsi2", "due"),
    *person_keys(),
    write("orders"),
    remove("orders"),
    read("stock"),
    write("stock"),
    read("shipping"),
    read("promotions"),
    write("promotions"),
    # Whether gift cards are issued.
    read("loyalty"),
    read_secret("couriers"),
)

SETTINGS_ROUTES = (
    "ANY /v1/admin/shipping_zones",
    "ANY /v1/admin/shipping_zones/*",
    "ANY /v1/admin/shipping_calendar",
    "ANY /v1/admin/tax_rates",
    "ANY /v1/admin/tax_rates/*",
    "ANY /v1/admin/tax_settings",
    "ANY /v1/admin/checkout_hooks",
    "ANY /v1/admin/checkout_hooks/*",
    "ANY /v1/admin/checkout_settings",
    "ANY /v1/admin/exception_limits",
    "ANY /v1/admin/markets",
    "ANY /v1/admin/review_rules",
    "ANY /v1/admin/review_rules/*",
)
