"""Shipping: the carriers of the shop, what they offer and how they are asked."""

from __future__ import annotations

from infra.functions.grants import read, read_secret, write
from infra.functions.model import Function, Http
from infra.functions.orders import COURIERS

FUNCTIONS = (
    Function(
        name="carriers-admin",
        domain="shipping",
        trigger=Http(("GET /v1/admin/carriers", "ANY /v1/admin/carriers/*", "POST /v1/admin/carriers/*/*")),
        # Orders: which carriers were off before there were switches. The secret: to tell whether credentials are set.
        grants=(read("shipping"), write("shipping"), read("orders"), read_secret("couriers")),
        settings=("DEFAULT_CURRENCY", "DEFAULT_COUNTRY", *COURIERS),
    ),
)
