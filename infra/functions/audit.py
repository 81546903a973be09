"""The audit log. What adds facts to it follows from what a function serves (`infra.parts.functions`)."""

from __future__ import annotations

from infra.functions.grants import append, change, read, read_objects, sign_heads, write, write_objects
from infra.functions.model import Function, Http, Queue, Streams

NEW_FACTS = '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"kind":{"S":["fact"]}}}}'

FUNCTIONS = (
    Function(
        name="audit-log",
        domain="audit",
        trigger=Http(("GET /v1/admin/audit_log", "ANY /v1/admin/audit_exports", "ANY /v1/admin/audit_exports/*")),
        grants=(
            read("audit", "gsi1", "gsi2", "due"),
            read("platform"),
            write("platform"),
            read_objects("personal-exports/audit"),
        ),
    ),
    Function(
        name="audit-exporter",
        domain="audit",
        handler="export_log",
        trigger=Queue("audit-jobs", batch_size=1, concurrency=2),
        grants=(
            read("audit"),
            read("audit-heads"),
            read("platform"),
            write("platform"),
            read_objects("personal-exports/audit"),
            write_objects("personal-exports/audit"),
        ),
        memory=1024,
        timeout=60,
    ),
    Function(
        name="audit-chain",
        domain="audit",
        handler="chain_facts",
        # 48 fit into one transaction. A fact that were passed over would be missing for ever: it waits until somebody helps.
        trigger=Streams(("audit-facts",), batch_size=48, pattern=NEW_FACTS, gives_up=False),
        grants=(
            append("audit"),
            read("audit-heads"),
            write("audit-heads"),
            read("audit-facts", "gsi1"),
            change("audit-facts"),
            sign_heads(),
        ),
        timeout=60,
        concurrency=1,
    ),
    Function(
        name="audit-events",
        domain="audit",
        handler="note_events",
        trigger=Queue("audit-events", concurrency=2),
        grants=(append("audit-facts"),),
        timeout=30,
    ),
)
"""`audit-chain` runs alone: two would only get into each other's way."""
