"""Recommendations: shoppers read what the night counted from the lake, staff put their own before it."""

from __future__ import annotations

from infra.functions.grants import read, read_objects, write
from infra.functions.model import Function, Http, Schedule
from infra.functions.settings import PICTURES

FUNCTIONS = (
    # Best sellers, the neighbours of what somebody bought, and the cards: what they bought is asked of orders, nothing is kept of anybody.
    Function(
        name="recommendations",
        domain="recommendations",
        trigger=Http(("GET /v1/recommendations", "GET /v1/products/*/related")),
        grants=(
            read("recommendations"),
            read("catalog"),
            read("pricing", "gsi1"),
            read("promotions"),
            read("loyalty"),
            # What is there in the channel of whoever asks.
            read("stock", "listed"),
            read("orders", "gsi1"),
            read("privacy"),
        ),
        settings=PICTURES,
        memory=512,
    ),
    Function(
        name="recommendations-admin",
        domain="recommendations",
        trigger=Http(("ANY /v1/admin/related_products/*", "GET /v1/admin/recommendation_clicks")),
        grants=(read("recommendations"), write("recommendations"), read("catalog")),
    ),
    Function(
        name="recommend-nightly",
        domain="recommendations",
        handler="recommend_nightly",
        trigger=Schedule("cron(20 19 * * ? *)"),
        grants=(write("recommendations"), *(read_objects(prefix) for prefix in ("lake", "lake-days"))),
        memory=1024,
        timeout=900,
        concurrency=1,
    ),
)
