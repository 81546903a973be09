"""The roles that every shop has, and what each may do, as data. A shop's own roles are made of the same permissions (`functions/access`).

A permission is ``area.action``. ``*`` in a role's list means every permission of that area (or of all areas).
"""

from __future__ import annotations

from functools import lru_cache

PUBLIC = "public"
SIGNED_IN = "customer"
STAFF = "staff"
"""Whoever has at least one permission."""

PERMISSIONS = frozenset(
    {
        "catalog.read", "catalog.write", "catalog.publish", "price.override", "stock.read", "stock.write",
        "orders.read", "orders.write", "orders.note", "orders.refund", "orders.review", "orders.compensate",
        "shipments.write", "returns.rule", "recalls.write",
        "payments.read", "payments.write", "points.read", "points.write", "promotions.read", "promotions.write",
        "stored_value.read", "stored_value.write",
        "customers.read", "customers.write", "customers.erase", "customers.unmask", "customers.note", "customers.factors",
        "notifications.read", "notifications.write", "content.read", "content.write",
        "moderation.read", "moderation.write", "reviews.reply",
        "templates.read", "templates.write", "marketing.read", "marketing.write",
        "reports.read", "reports.write", "settings.read", "settings.write", "jobs.read", "jobs.write", "staff.read", "staff.write",
        "audit.read", "keys.read", "keys.write", "data.import", "data.export", "operations.read", "operations.manage",
    }
)  # fmt: skip

ROLES: dict[str, tuple[str, ...]] = {
    "owner": ("*",),
    "manager": ("catalog.*", "price.*", "stock.*", "orders.*", "shipments.*", "recalls.*", "payments.read",
                "points.*", "promotions.*", "customers.*", "notifications.*", "content.*", "templates.*", "marketing.*", "reports.*",
                "moderation.read", "reviews.*",
                "settings.read", "stored_value.*", "jobs.*", "staff.read", "keys.*",
                "data.import", "operations.read"),
    "catalog_editor": ("catalog.*", "content.*", "stock.read", "jobs.*", "reviews.*"),
    "warehouse": ("stock.*", "orders.read", "orders.note", "shipments.*"),
    "support": ("catalog.read", "stock.read", "orders.read", "orders.write", "orders.note", "orders.compensate", "payments.read",
                "points.read", "stored_value.read", "customers.read", "customers.note",
                "notifications.read", "content.read", "templates.read", "reviews.*"),
    "finance": ("orders.read", "orders.note", "orders.refund", "orders.compensate", "payments.*", "points.read",
                "stored_value.*", "reports.*"),
    "arbiter": ("orders.read", "orders.note", "returns.rule"),
    "moderator": ("catalog.read", "moderation.*"),
    "analyst": ("catalog.read", "reports.*"),
}  # fmt: skip


@lru_cache(maxsize=64)
def permissions_of(roles: frozenset[str]) -> frozenset[str]:
    """Everything the roles together may do. Unknown role names give nothing."""
    patterns = {pattern for role in roles for pattern in ROLES.get(role, ())}
    return frozenset(p for p in PERMISSIONS if {"*", p, p.split(".")[0] + ".*"} & patterns)
