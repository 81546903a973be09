"""Catalogue: what shoppers write about products, and who moderates it."""

from __future__ import annotations

from infra.functions.grants import append, keep_versions, read, write, write_objects
from infra.functions.model import Function, Http, Queue
from infra.functions.settings import PICTURES

TEXTS = (
    Function(
        name="reviews",
        domain="catalog",
        trigger=Http(
            (
                "POST /v1/products/*/reviews",
                "ANY /v1/products/*/reviews/*",
                "POST /v1/products/*/questions",
                "POST /v1/products/*/questions/*",
                "PUT /v1/products/*/questions/*",
                "DELETE /v1/products/*/questions/*",
                "POST /v1/media",
            )
        ),
        # Whether somebody may ask about a product that is for some only, their groups decide.
        grants=(read("catalog", "gsi2"), write("catalog"), write_objects("uploads/media"), read("promotions"), read("loyalty")),
        settings=PICTURES,
    ),
    Function(
        name="moderation",
        domain="catalog",
        trigger=Http(
            (
                "GET /v1/admin/moderation",
                "ANY /v1/admin/moderation/*",
                "ANY /v1/admin/moderation_settings",
                "GET /v1/admin/moderation_bans",
                "ANY /v1/admin/moderation_bans/*",
                "POST /v1/admin/questions/*",
            )
        ),
        grants=(read("catalog", "listed"), write("catalog"), keep_versions()),
        settings=PICTURES,
    ),
    Function(
        name="review-rights",
        domain="catalog",
        handler="grant_review_rights",
        trigger=Queue("review-rights", batch_size=100, window=30),
        grants=(append("catalog"),),
        timeout=30,
    ),
)
