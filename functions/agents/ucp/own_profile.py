"""What we say of ourselves at `/.well-known/ucp`, and in each answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.agents.model.profile import CAPABILITIES, LINKING, MANDATE, PERMALINK, SHOPPING, VERSIONS, spoken_in
from functions.agents.store.rules import rules
from functions.agents.trust.own_keys import public_keys
from functions.payments import lenders
from functions.shared.plain.settings import settings

HANDLER = "dev.serverlesscommerce.lent_token"
_DOCS = "https://ucp.dev"


def own_profile(version: str = VERSIONS[0]) -> dict[str, Any]:
    """Of one version; the others are named with their addresses."""
    base, keys = settings().public_base_url, public_keys()
    others = {one: f"{base}/.well-known/ucp/{one}" for one in VERSIONS if one != version}
    service = {"version": version, "spec": f"{_DOCS}/{version}/specification/overview"}
    rest = {"transport": "rest", "endpoint": f"{base}/ucp/v1", "schema": f"{_DOCS}/{version}/services/shopping/rest.openapi.json"}
    mcp = {"transport": "mcp", "endpoint": f"{base}/ucp/mcp", "schema": f"{_DOCS}/{version}/services/shopping/mcp.openrpc.json"}
    return {
        "ucp": {
            "version": version,
            "services": {SHOPPING: [service | rest, service | mcp]},
            "capabilities": {name: [_capability(name, version)] for name in _spoken(version)},
            "payment_handlers": handlers(version),
            "supported_versions": others,
        },
        "signing_keys": keys,
        "keys": keys,
    }


def _spoken(version: str) -> list[str]:
    return spoken_in(version, mandates=rules().mandates, linking=bool(rules().linking))


def _capability(name: str, version: str) -> dict[str, Any]:
    short = name.removeprefix(f"{SHOPPING}.")
    parts = short.replace(".", "_")
    told: dict[str, Any] = {
        "version": version,
        "spec": f"{_DOCS}/{version}/specification/{short.replace('.', '/').replace('_', '-')}",
        "schema": f"{_DOCS}/{version}/schemas/shopping/{parts}.json",
    }
    if name == PERMALINK:
        told["config"] = {"endpoint": f"{settings().public_base_url}/ucp/buy"}
    if name == MANDATE:
        told |= {"spec": f"{_DOCS}/{version}/specification/ap2-mandates", "config": {"vp_formats_supported": {"dc+sd-jwt": {}}}}
    if name == LINKING:
        # No operation needs it: who has none buys as a guest.
        told |= {"spec": f"{_DOCS}/{version}/specification/identity-linking", "config": {"scopes": {}}}
        told["schema"] = f"{_DOCS}/{version}/schemas/common/identity_linking.json"
    return told | _extends(name)


def handlers(version: str) -> dict[str, Any]:
    """How a checkout is paid: by tokens that are lent for it, at each provider of this stage that takes them."""
    found = [
        {"id": one.provider, "version": version, "available_instruments": [{"type": "token"}], "config": {"provider": one.provider}}
        for one in lenders()
    ]
    return {HANDLER: found} if found else {}


def envelope(version: str, in_common: Mapping[str, str], about: str, *, pays: bool = False) -> dict[str, Any]:
    """`ucp` of an answer. `about`: the capability that it is of, which is told with what extends it. `pays`: it says how it is paid."""
    own = f"{SHOPPING}.{about}"
    capabilities = {name: [{"version": at, **_extends(name)}] for name, at in in_common.items() if own in (name, *CAPABILITIES[name])}
    told: dict[str, Any] = {"version": version, "status": "success", "capabilities": capabilities}
    return told | ({"payment_handlers": handlers(version)} if pays else {})


def _extends(name: str) -> dict[str, str | list[str]]:
    """A name, or a list of them where there are several."""
    above = CAPABILITIES[name]
    return {"extends": list(above) if len(above) > 1 else above[0]} if above else {}
