"""What belongs to no domain: health, the published contract, and the way events leave the tables."""

from __future__ import annotations

from infra.functions.grants import change_secret, keep_versions, put_events, read, read_objects, write
from infra.functions.model import Function, Http, Streams

PUBLISHED = (
    "catalog",
    "stock",
    "carts",
    "orders",
    "payments",
    "customers",
    "platform",
    "promotions",
    "warehouse",
    "aftersales",
    "invoices",
    "access",
    "notifications",
    "reports",
    "loyalty",
    "marketing",
    "privacy",
)
"""The tables that hold events."""

FUNCTIONS = (
    Function(
        name="platform",
        domain="platform",
        trigger=Http(("GET /v1/health", "GET /v1/openapi.json", "GET /v1/site")),
        grants=(read("platform"), read("settings")),
        settings=("PUBLIC_BASE_URL", "STORE_TIMEZONE", "DEFAULT_LANGUAGE"),
    ),
    Function(
        name="settings",
        domain="platform",
        trigger=Http(
            (
                "GET /v1/admin/settings",
                "GET /v1/admin/settings/*",
                "ANY /v1/admin/site_settings",
            )
        ),
        grants=(keep_versions(), write("settings")),
    ),
    Function(
        name="provider-keys",
        domain="platform",
        trigger=Http(("GET /v1/admin/provider_keys", "ANY /v1/admin/provider_keys/*")),
        grants=(read("settings"), write("settings"), change_secret("payments"), change_secret("couriers"), change_secret("channels")),
        # Shorter than its lease.
        timeout=20,
    ),
    Function(
        name="jobs",
        domain="platform",
        trigger=Http(("GET /v1/admin/jobs", "ANY /v1/admin/jobs/*")),
        grants=(read("platform", "gsi1", "gsi2"), write("platform"), read_objects("jobs")),
    ),
    Function(
        name="field-definitions",
        domain="platform",
        trigger=Http(("ANY /v1/admin/field_definitions", "ANY /v1/admin/field_definitions/*")),
        grants=(read("platform"), write("platform")),
    ),
    Function(
        name="event-publisher",
        domain="platform",
        handler="publish_events",
        trigger=Streams(PUBLISHED, gives_up=False),
        grants=(put_events(),),
        settings=("QUEUE_EVENT_PUBLISHER_DLQ",),
        timeout=30,
    ),
)
