"""Discovery: what the shop offers to agents that speak ACP."""

from __future__ import annotations

from typing import Any

from functions.agents.acp.version import VERSION, VERSIONS
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.plain.settings import settings

acp_profile_api = Api("agents")


@acp_profile_api.operation(
    "GET", "/.well-known/acp.json", summary="What the shop offers to agents (ACP)", cache="public, max-age=3600",
    own_answers={200: ("application/json",)},
)  # fmt: skip
def get_discovery(_req: Request[Any, NoQuery]) -> Reply:
    return Reply(
        {
            "protocol": {"name": "acp", "version": VERSION, "supported_versions": list(VERSIONS)},
            "api_base_url": f"{settings().public_base_url}/acp",
            "transports": ["rest", "mcp"],
            "capabilities": {
                "services": ["checkout", "orders", "carts"],
                "extensions": [{"name": "discount"}],
                "intervention_types": [],
                "supported_currencies": [settings().default_currency.lower()],
                "supported_locales": [settings().default_language],
            },
        }
    )
