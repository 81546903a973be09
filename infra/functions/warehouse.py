"""The warehouses' work: staff pick and pack, the queue tells of parcels."""

from __future__ import annotations

from infra.functions.grants import person_keys, read, read_secret, write
from infra.functions.model import Function, Http, Queue

FUNCTIONS = (
    Function(
        name="picks-admin",
        domain="warehouse",
        trigger=Http(("GET /v1/admin/picks", "ANY /v1/admin/picks/*")),
        # Orders: whether a parcel is still to be sent. Catalogue: whose a barcode is.
        grants=(read("warehouse", "gsi1", "listed"), write("warehouse"), read("orders"), *person_keys(), read("catalog")),
    ),
    Function(
        name="warehouse-wms",
        domain="warehouse",
        trigger=Http(
            (
                "ANY /v1/admin/warehouses/*/wms",
                "GET /v1/admin/warehouses/*/wms/unanswered",
                "POST /v1/admin/warehouses/*/wms/rotate",
            )
        ),
        # Notifications: an outside system is an endpoint there. Stock: whether there is such a warehouse.
        grants=(
            read("warehouse", "due"), write("warehouse"), read("notifications"), write("notifications"), read("stock"),
            read_secret("webhooks"),
        ),
        settings=("PUBLIC_BASE_URL",),
    ),
    Function(
        name="wms-webhook",
        domain="warehouse",
        trigger=Http(("POST /v1/webhooks/wms/*",)),
        concurrency="WebhookConcurrency",
        # Notifications: what answers are signed with. Orders: whether a parcel is still to be sent.
        grants=(read("warehouse"), write("warehouse"), read("notifications"), read("orders"), *person_keys(), read_secret("webhooks")),
    ),
    Function(
        name="picks",
        domain="warehouse",
        handler="follow_parcels",
        trigger=Queue("picks"),
        grants=(read("warehouse", "due"), write("warehouse"), read("orders"), *person_keys()),
        timeout=30,
    ),
)  # fmt: skip
