"""Invoices: issued by what orders tell, read by buyers and staff."""

from __future__ import annotations

from infra.functions.grants import keep_versions, person_keys, read, read_objects, read_secret, send, write, write_objects
from infra.functions.model import UNHURRIED, Function, Http, Queue, Schedule

_FILES = (write_objects("invoices"), read_objects("invoices"))

FUNCTIONS = (
    Function(
        name="invoices",
        domain="invoices",
        trigger=Http(("GET /v1/orders/*/invoices", "GET /v1/orders/*/invoices/*/*")),
        # A file that was not made yet is made when it is first read.
        grants=(read("invoices"), write("invoices"), read("orders"), *person_keys(), *_FILES),
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
        grants=(
            read("invoices", "gsi1", "gsi2", "listed"),
            write("invoices"),
            read("orders"),
            *person_keys(),
            *_FILES,
            keep_versions(),
        ),
        memory=1024,
        timeout=29,
    ),
    Function(
        name="invoice-orders",
        domain="invoices",
        handler="follow_orders",
        # One counter per series: many at once would only wait for each other.
        trigger=Queue("invoice-orders", concurrency=2, window=UNHURRIED),
        grants=(read("invoices"), write("invoices"), read("orders"), *person_keys(), *_FILES),
        memory=1024,
        timeout=60,
    ),
    Function(
        name="fapiao",
        domain="invoices",
        trigger=Http(("GET /v1/orders/*/fapiao", "POST /v1/orders/*/fapiao", "ANY /v1/invoice_titles", "ANY /v1/invoice_titles/*")),
        # Catalog: the categories above that of goods, for their codes.
        grants=(read("invoices"), write("invoices"), read("orders"), *person_keys(), read("catalog")),
    ),
    Function(
        name="fapiao-admin",
        domain="invoices",
        trigger=Http(
            (
                "GET /v1/admin/fapiao",
                "GET /v1/admin/fapiao/*",
                "POST /v1/admin/fapiao/*/take_back",
                "POST /v1/admin/fapiao/*/retry",
                "POST /v1/admin/orders/*/fapiao",
                "ANY /v1/admin/goods_codes/*",
            )
        ),
        grants=(read("invoices", "listed"), write("invoices"), read("orders"), *person_keys(), read("catalog")),
    ),
    Function(
        name="fapiao-webhooks",
        domain="invoices",
        trigger=Http(("POST /v1/webhooks/fapiao/*",)),
        concurrency="WebhookConcurrency",
        grants=(send("fapiao"), read_secret("fapiao")),
        timeout=10,
    ),
    Function(
        name="fapiao-worker",
        domain="invoices",
        handler="work_fapiao",
        trigger=Queue("fapiao", concurrency=2),
        grants=(read("invoices"), write("invoices"), read("orders"), *person_keys(), read("catalog"), read_secret("fapiao")),
        settings=("PUBLIC_BASE_URL",),
        timeout=60,
    ),
    Function(
        name="fapiao-sweep",
        domain="invoices",
        handler="sweep_fapiao",
        trigger=Schedule("rate(1 minute)"),
        grants=(read("invoices", "due"), write("invoices"), send("fapiao"), read_secret("fapiao")),
        timeout=30,
        concurrency=1,
    ),
)
