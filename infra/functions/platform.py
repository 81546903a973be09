"""What belongs to no domain: health, the published contract, and the way events leave the tables."""

from __future__ import annotations

from infra.functions.grants import put_events
from infra.functions.model import Function, Http, Streams

FUNCTIONS = (
    Function(
        name="platform",
        domain="platform",
        trigger=Http(("GET /v1/health", "GET /v1/openapi.json")),
        settings=("CORS_ORIGIN", "PUBLIC_BASE_URL"),
    ),
    Function(
        name="event-publisher",
        domain="platform",
        handler="publish_events",
        trigger=Streams(("catalog", "stock", "orders", "payments", "customers")),
        grants=(put_events(),),
        timeout=30,
    ),
)
