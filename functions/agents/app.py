"""Entry points for machines that buy: HTTP only.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "acp.carts_api.acp_carts_api",
        "acp.checkout_api.acp_checkout_api",
        "acp.profile_api.acp_profile_api",
        "linking.api.linking_api",
        "mcp.api.mcp_api",
        "permalinks.api.permalinks_api",
        "rules.admin_api.agent_rules_api",
        "ucp.profile_api.ucp_profile_api",
        "ucp.catalog_api.ucp_catalog_api",
        "ucp.carts_api.ucp_carts_api",
        "ucp.checkout_api.ucp_checkout_api",
        "ucp.orders_api.ucp_orders_api",
    ),
    handlers=("tell_agents",),
)
