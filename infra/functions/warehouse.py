"""The warehouses' work: staff pick and pack, the queue tells of parcels."""

from __future__ import annotations

from infra.functions.grants import read, write
from infra.functions.model import Function, Http, Queue

FUNCTIONS = (
    Function(
        name="picks-admin",
        domain="warehouse",
        trigger=Http(("GET /v1/admin/picks", "ANY /v1/admin/picks/*")),
        # Orders: whether a parcel is still to be sent. Catalogue: whose a barcode is.
        grants=(read("warehouse", "gsi1", "listed"), write("warehouse"), read("orders"), read("catalog")),
    ),
    Function(
        name="picks",
        domain="warehouse",
        handler="follow_parcels",
        trigger=Queue("picks"),
        grants=(read("warehouse"), write("warehouse"), read("orders")),
        timeout=30,
    ),
)
