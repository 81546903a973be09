"""What people agreed to, what they ask for, and what becomes of their data."""

from __future__ import annotations

from infra.functions.grants import (
    erase_objects,
    keep_for_the_law,
    keep_versions,
    person_keys,
    read,
    read_objects,
    read_secret,
    remove,
    users,
    write,
    write_objects,
)
from infra.functions.model import Function, Http, Queue, Schedule
from infra.functions.payments import PROVIDERS

_HOLD = ("customers", "carts", "orders", "payments", "aftersales", "invoices", "loyalty", "notifications", "marketing", "catalog", "agents")
"""Tables with items of persons (functions/privacy/model/registry.py)."""
_READ = (
    read("customers"),
    read("carts", "gsi1"),
    read("orders", "gsi1"),
    read("payments", "gsi1", "gsi2"),
    read("aftersales", "gsi1"),
    read("invoices"),
    read("loyalty"),
    read("notifications"),
    read("marketing"),
    read("agents"),
    read("catalog", "gsi2"),
)
_ERASE = (
    *_READ,
    *(write(table) for table in _HOLD),
    *(remove(table) for table in ("customers", "carts", "aftersales", "invoices", "catalog", "notifications", "marketing", "agents")),
    # Providers forget what they kept for somebody; the key opens what that is.
    read_secret("payments"),
    read_secret("privacy"),
    *person_keys(),
    read("privacy", "due"),
    write("privacy"),
    remove("privacy"),
    read("platform"),
    write("platform"),
    keep_for_the_law(),
    *erase_objects("case-evidence"),
    *erase_objects("disputes"),
    *erase_objects("documents"),
    *erase_objects("media"),
    *erase_objects("moving"),
    *erase_objects("uploads/media"),
    *erase_objects("invoices"),
    *erase_objects("personal-exports"),
)

FUNCTIONS = (
    Function(
        name="consents",
        domain="privacy",
        trigger=Http(("GET /v1/me/consents", "PUT /v1/me/consents", "GET /v1/admin/consents", "PUT /v1/admin/consents")),
        grants=(read("privacy"), write("privacy"), read_secret("privacy")),
    ),
    Function(
        name="privacy-requests",
        domain="privacy",
        trigger=Http(
            (
                "ANY /v1/me/erasure", "ANY /v1/me/export", "ANY /v1/admin/erasures", "ANY /v1/admin/erasures/*", "ANY /v1/admin/retention",
                "ANY /v1/admin/record_exports", "ANY /v1/admin/record_exports/*",
            )
        ),
        grants=(
            read("privacy"), write("privacy"), *person_keys(), read("platform"), write("platform"), read("orders", "gsi1"),
            read_objects("personal-exports"), keep_versions(),
            # Who has no account is known by the keyed hash of their address.
            read_secret("privacy"),
        ),
    ),
    Function(
        name="privacy-worker",
        domain="privacy",
        handler="work_requests",
        trigger=Queue("privacy-jobs", batch_size=1, concurrency=2),
        grants=(
            *_ERASE,
            users("AdminGetUser", "AdminDeleteUser", "AdminUserGlobalSignOut"),
            # What is read page by page is put together of its parts.
            read_objects("personal-exports"),
            write_objects("personal-exports"),
        ),
        settings=("USER_POOL_ID", *PROVIDERS),
        memory=1024,
        timeout=60,
    ),
    Function(
        name="privacy-periods",
        domain="privacy",
        handler="keep_periods",
        trigger=Schedule("cron(20 2 * * ? *)"),
        grants=_ERASE,
        memory=1024,
        timeout=300,
        concurrency=1,
    ),
)  # fmt: skip
