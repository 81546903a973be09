"""Shipping: the carriers of the shop, what they offer and how they are asked."""

from __future__ import annotations

from infra.functions.grants import keep_versions, person_keys, read, read_objects, read_secret, write, write_objects
from infra.functions.model import Function, Http, Queue
from infra.functions.orders import COURIERS

FUNCTIONS = (
    Function(
        name="carriers-admin",
        domain="shipping",
        trigger=Http(("GET /v1/admin/carriers", "ANY /v1/admin/carriers/*", "POST /v1/admin/carriers/*/*", "ANY /v1/admin/carrier_scores",
)),
        # Orders: which carriers were off before there were switches. The secret: to tell whether credentials are set.
        grants=(read("shipping"), write("shipping"), read("orders"), *person_keys(), read_secret("couriers"), keep_versions()),
        settings=COURIERS,
    ),
    Function(
        name="pickup-points",
        domain="shipping",
        trigger=Http(("GET /v1/pickup_points",)),
        # Providers of points have their keys where couriers have theirs.
        grants=(read_secret("couriers"),),
    ),
    Function(
        name="carrier-scores",
        domain="shipping",
        handler="count_parcels",
        trigger=Queue("carrier-scores"),
        grants=(read("shipping"), write("shipping")),
        timeout=30,
    ),
    Function(
        name="documents-admin",
        domain="shipping",
        trigger=Http(
            (
                "GET /v1/admin/orders/*/shipments/*/label.pdf",
                "GET /v1/admin/orders/*/pick_list.pdf",
                "GET /v1/admin/orders/*/delivery_note.pdf",
                "POST /v1/admin/orders/pick_lists",
                "POST /v1/admin/orders/delivery_notes",
                "POST /v1/admin/shipments/labels",
            )
        ),
        # A parcel is found by its id alone in gsi2. The secret: couriers that draw labels are asked. A signed address lends the right to
        # read the object.
        grants=(
            read("orders", "gsi2"), *person_keys(), read("shipping"), read("stock"), read_secret("couriers"), write_objects("documents"),
            read_objects("documents"),
        ),
        settings=COURIERS,
        # A hundred labels are 1.6 s of CPU, and memory buys it; a hundred couriers' own are asked for eight at a time.
        memory=1769,
        timeout=29,
    ),
)  # fmt: skip
