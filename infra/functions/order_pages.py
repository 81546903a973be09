"""The pages of orders: what whoever has a link sees and presses."""

from __future__ import annotations

from infra.functions.grants import look_up_key, person_keys, read, read_objects, read_person_keys, read_secret, remove, send, write
from infra.functions.model import Function, Http, Queue, Schedule
from infra.functions.payments import PROVIDERS
from infra.functions.settings import PAGE

_PAPERS = (read("invoices"), read_objects("invoices"))
"""A signed address lends the right to read the invoice."""

PAGE_FUNCTIONS = (
    Function(
        name="member-centre",
        domain="orders",
        trigger=Http(("GET /v1/me/summary",)),
        grants=(read("orders", "gsi1"), read("promotions", "gsi1"), read("loyalty"), read("catalog")),
    ),
    Function(
        name="order-page",
        domain="orders",
        # Mail scanners follow links: what they can call has nothing to write with.
        trigger=Http(("GET /o/*", "GET /o/lookup", "GET /o/withdrawal")),
        # The catalogue for the markets, after-sales for what was withdrawn or returned.
        grants=(
            read("orders"),
            *read_person_keys(),
            read("payments"),
            read("shipping"),
            read("catalog"),
            read("aftersales"),
            *_PAPERS,
            read_secret("links"),
            read_secret("payments"),
        ),
        settings=(*PROVIDERS, *PAGE),
        memory=1024,
    ),
    Function(
        name="order-page-fapiao",
        domain="orders",
        trigger=Http(("POST /o/*/fapiao",)),
        # As the function `fapiao`, which takes requests of storefronts; and what the page shows.
        grants=(
            read("orders"),
            *person_keys(),
            read("payments"),
            read("shipping"),
            read("catalog"),
            read("aftersales"),
            write("invoices"),
            *_PAPERS,
            read_secret("links"),
            read_secret("payments"),
        ),
        settings=(*PROVIDERS, *PAGE),
        memory=1024,
        timeout=20,
    ),
    Function(
        name="order-page-withdraw",
        domain="orders",
        trigger=Http(("POST /o/*/withdrawal", "POST /o/*/waybill", "POST /o/*/answer", "POST /o/*/return")),
        # As the function `withdrawals`, as `returns` where it opens a return, and as its steps that tell a waybill and answer what is
        # offered (the order of a repair's price ends then); and what the page shows.
        grants=(
            read("orders"),
            *person_keys(),
            write("orders"),
            remove("orders"),
            read("payments", "gsi1"),
            read("shipping"),
            read("catalog"),
            read("aftersales"),
            write("aftersales"),
            *_PAPERS,
            read_secret("links"),
            read_secret("payments"),
        ),
        settings=(*PROVIDERS, *PAGE),
        memory=1024,
        timeout=20,
    ),
    Function(
        name="order-page-cancel",
        domain="orders",
        trigger=Http(("POST /o/*/cancel",)),
        # As the function `orders-manage`; and what the page shows.
        grants=(
            read("orders"),
            *person_keys(),
            write("orders"),
            remove("orders"),
            read("stock"),
            write("stock"),
            read("promotions"),
            write("promotions"),
            read("payments"),
            read("shipping"),
            read("catalog"),
            read("aftersales"),
            *_PAPERS,
            read_secret("links"),
            read_secret("payments"),
        ),
        settings=(*PROVIDERS, *PAGE),
        memory=1024,
        timeout=20,
    ),
    Function(
        name="order-page-pay",
        domain="orders",
        trigger=Http(("POST /o/*/pay",)),
        # As the function `payments`, which starts payments for storefronts.
        grants=(
            read("orders"),
            *person_keys(),
            write("orders"),
            read("payments", "gsi1"),
            write("payments"),
            read("shipping"),
            read("catalog"),
            read("aftersales"),
            *_PAPERS,
            read_secret("links"),
            read_secret("payments"),
            read_secret("privacy"),
        ),
        settings=(*PROVIDERS, *PAGE),
        memory=1024,
        timeout=20,
    ),
    Function(
        name="cart-page",
        domain="orders",
        # Mail scanners follow links: what they can call has nothing to write with.
        trigger=Http(("GET /o/cart/*",)),
        grants=(read("carts"), *read_person_keys(), read_secret("links")),
        settings=PAGE,
    ),
    Function(
        name="cart-restore",
        domain="orders",
        trigger=Http(("POST /o/cart/*", "POST /v1/restored_carts")),
        grants=(read("carts"), write("carts"), *read_person_keys(), read_secret("links")),
        settings=PAGE,
    ),
    Function(
        name="carts-left",
        domain="orders",
        handler="sweep_carts",
        trigger=Schedule("rate(5 minutes)"),
        # Of guests only those are told of who agreed to advertising.
        grants=(read("carts", "due"), write("carts"), *person_keys(), read("privacy"), read_secret("privacy")),
        timeout=60,
        concurrency=1,
    ),
    Function(
        name="order-lookup",
        domain="orders",
        # It cannot look: so neither its answer nor its time tells what there is.
        trigger=Http(("POST /o/lookup", "POST /v1/orders/lookup")),
        grants=(send("order-lookups"), read_secret("links"), *look_up_key()),
        settings=PAGE,
    ),
    Function(
        name="order-statement",
        domain="orders",
        # It cannot look either: a statement is sealed and queued.
        trigger=Http(("POST /o/withdrawal", "POST /v1/orders/withdrawal")),
        grants=(send("order-lookups"), read_secret("links"), *look_up_key()),
        settings=PAGE,
    ),
    Function(
        name="order-lookup-worker",
        domain="orders",
        handler="answer_lookups",
        trigger=Queue("order-lookups"),
        grants=(read("orders"), write("orders"), read("customers"), *person_keys(), read_secret("links")),
        timeout=30,
    ),
)
