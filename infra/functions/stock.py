"""Stock: staff counts and moves it, the projector follows it."""

from __future__ import annotations

from infra.functions.grants import append, change, keep_versions, read, remove, write
from infra.functions.model import Function, Http, Schedule, Streams

FUNCTIONS = (
    Function(
        name="stock-admin",
        domain="stock",
        trigger=Http(
            (
                "ANY /v1/admin/stock",
                "ANY /v1/admin/stock/*",
                "ANY /v1/admin/stock_settings",
                "GET /v1/admin/stock_shortages",
                "ANY /v1/admin/warehouses",
                "GET /v1/admin/warehouse_names",
                "ANY /v1/admin/warehouses/*",
            )
        ),
        grants=(read("stock", "gsi1", "listed"), write("stock"), remove("stock"), read("catalog"), keep_versions()),
    ),
    Function(
        name="stock-check",
        domain="stock",
        handler="check_stock",
        trigger=Schedule("cron(20 18 * * ? *)"),
        grants=(read("stock", "gsi1"), append("stock"), change("stock"), remove("stock")),
        timeout=900,
        concurrency=1,
    ),
    Function(
        name="stock-projector",
        domain="stock",
        handler="project_stock",
        trigger=Streams(("stock",), pattern='{"dynamodb":{"NewImage":{"kind":{"S":["stock","journal","stock_settings"]}}}}', window=1),
        grants=(read("stock", "gsi1"), append("stock"), change("stock"), remove("stock"), read("catalog"), change("catalog")),
        timeout=30,
    ),
)
