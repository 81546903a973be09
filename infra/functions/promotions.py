"""Campaigns, coupons and flash sales."""

from __future__ import annotations

from infra.functions.grants import read, send, write, write_objects
from infra.functions.model import UNHURRIED, Function, Http, Queue, Schedule

_STORE = ("DEFAULT_CURRENCY", "DEFAULT_LANGUAGE", "STORE_TIMEZONE")

_SHOPPER = (
    Function(
        name="promotions-shop",
        domain="promotions",
        trigger=Http(("GET /v1/campaigns", "GET /v1/coupons", "POST /v1/coupons/*/claim", "GET /v1/me/coupons")),
        grants=(read("promotions", "gsi1", "gsi2"), write("promotions")),
        settings=_STORE,
    ),
    Function(
        name="bundles",
        domain="promotions",
        trigger=Http(("GET /v1/bundles", "GET /v1/bundles/*")),
        grants=(read("promotions"), read("catalog"), read("stock")),
        settings=_STORE,
    ),
    # Apart from the rest: a crowd at the gate must not slow down anybody else.
    Function(
        name="flash-sales",
        domain="promotions",
        trigger=Http(("GET /v1/flash_sales/*", "POST /v1/flash_sales/*/tokens")),
        concurrency="FlashSaleConcurrency",
        # Whether who asks may know of its variant: for whom that is, and in which groups and on which level they are.
        grants=(read("promotions"), write("promotions"), read("catalog"), read("loyalty")),
        settings=_STORE,
        memory=1024,
        timeout=10,
    ),
    Function(
        name="group-buys",
        domain="promotions",
        trigger=Http(("GET /v1/group_buys/*", "GET /v1/groups/*", "GET /v1/me/groups/*")),
        grants=(read("promotions", "gsi1"), read("catalog"), read("loyalty")),
        settings=_STORE,
    ),
)

_STAFF = (
    Function(
        name="promotions-admin",
        domain="promotions",
        trigger=Http(
            (
                "ANY /v1/admin/campaigns",
                "ANY /v1/admin/campaigns/*",
                "ANY /v1/admin/coupons",
                "ANY /v1/admin/coupons/*",
                "ANY /v1/admin/coupon_codes/*",
                "ANY /v1/admin/promotion_buyers/*",
            )
        ),
        grants=(read("promotions", "gsi1"), write("promotions"), read("catalog"), read("stock"), read("platform"), write("platform")),
        settings=_STORE,
    ),
    Function(
        name="flash-admin",
        domain="promotions",
        trigger=Http(
            (
                "ANY /v1/admin/flash_sales",
                "ANY /v1/admin/flash_sales/*",
                "ANY /v1/admin/group_buys",
                "ANY /v1/admin/group_buys/*",
            )
        ),
        grants=(read("promotions", "gsi1"), write("promotions"), read("stock"), write("stock"), read("catalog")),
        settings=_STORE,
    ),
)

_WORKERS = (
    Function(
        name="promotion-events",
        domain="promotions",
        handler="react",
        trigger=Queue("promotion-events", window=UNHURRIED),
        grants=(read("promotions", "gsi1", "gsi2"), write("promotions"), read("catalog"), read("stock")),
        timeout=30,
    ),
    Function(
        name="promotion-jobs",
        domain="promotions",
        handler="work",
        trigger=Queue("promotion-jobs", batch_size=1, concurrency=2),
        # Who bought past baskets is judged by their groups and level.
        grants=(
            read("promotions"),
            write("promotions"),
            read("catalog"),
            read("loyalty"),
            read("platform"),
            write("platform"),
            write_objects("jobs"),
        ),
        memory=1769,
        timeout=30,
    ),
    Function(
        name="coupons-expire",
        domain="promotions",
        handler="sweep_coupons",
        trigger=Schedule("rate(1 minute)"),
        grants=(read("promotions", "due"), send("promotion-due")),
        timeout=60,
        concurrency=1,
    ),
    Function(
        name="promotion-due",
        domain="promotions",
        handler="run_due",
        trigger=Queue("promotion-due", batch_size=10, concurrency=10),
        grants=(read("promotions"), write("promotions"), write("stock")),
        timeout=30,
    ),
)

FUNCTIONS = (*_SHOPPER, *_STAFF, *_WORKERS)
