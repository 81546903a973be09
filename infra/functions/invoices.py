"""Invoices: issued by what orders tell, read by buyers and staff."""

from __future__ import annotations

from infra.functions.grants import read, read_objects, write, write_objects
from infra.functions.model import UNHURRIED, Function, Http, Queue

_FILES = (write_objects("invoices"), read_objects("invoices"))

FUNCTIONS = (
    Function(
        name="invoices",
        domain="invoices",
        trigger=Http(("GET /v1/orders/*/invoices", "GET /v1/orders/*/invoices/*/*")),
        # A file that was not made yet is made when it is first read.
        grants=(read("invoices"), write("invoices"), read("orders"), *_FILES),
        memory=1024,
        timeout=29,
    ),
    Function(
        name="invoices-admin",
        domain="invoices",
        trigger=Http(
            (
                "GET /v1/admin/invoices",
                "ANY /v1/admin/invoices/*",
                "GET /v1/admin/invoices/*/*",
                "POST /v1/admin/invoices/*/reissue",
                "POST /v1/admin/orders/*/invoices",
                "GET /v1/admin/orders/*/invoice.pdf",
                "ANY /v1/admin/invoice_settings",
            )
        ),
        grants=(read("invoices", "gsi1", "gsi2", "listed"), write("invoices"), read("orders"), *_FILES),
        settings=("DEFAULT_COUNTRY", "DEFAULT_LANGUAGE"),
        memory=1024,
        timeout=29,
    ),
    Function(
        name="invoice-orders",
        domain="invoices",
        handler="follow_orders",
        # One counter per series: many at once would only wait for each other.
        trigger=Queue("invoice-orders", concurrency=2, window=UNHURRIED),
        grants=(read("invoices"), write("invoices"), read("orders"), *_FILES),
        settings=("DEFAULT_COUNTRY", "DEFAULT_LANGUAGE"),
        memory=1024,
        timeout=60,
    ),
)
