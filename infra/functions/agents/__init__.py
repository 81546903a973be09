"""Machines that buy for people: what they find is the catalogue's, what they buy is bought as by a guest of the storefront."""

from __future__ import annotations

from infra.functions.grants import (
    ask_hooks,
    keep_versions,
    leave_facts,
    person_keys,
    read,
    read_objects,
    read_person_keys,
    read_secret,
    remove,
    write,
)
from infra.functions.model import Function, Http, Queue
from infra.functions.payments import PROVIDERS
from infra.functions.rights.engines import ask_opensearch
from infra.functions.settings import PICTURES, PRICES, SEARCH

_SIGNS = read_secret("links")
"""What signs links signs answers to agents, too (`functions/agents/trust/own_keys.py`)."""
_CATALOGUE = (
    read("catalog", "gsi1", "gsi2", "listed"),
    read("pricing", "gsi1"),
    read("platform"),
    # What agents can be sold, where their channel has warehouses of its own.
    read("stock", "listed"),
    read_objects("search"),
    ask_opensearch(),
)
_BUYS = (
    read("agents"), write("agents"), remove("agents"),
    # A cart, its order and its payment in one call, as `express-checkout`; and to give an order up that is not paid.
    read("orders"), write("orders"), remove("orders"), read("stock"), write("stock"), read("carts"), write("carts"), read("catalog"),
    read("customers"), *person_keys(), read("shipping"), read("loyalty"), write("loyalty"), read("promotions"), write("promotions"),
    read("payments", "gsi1"), write("payments"), read("pricing", "gsi1"), read("platform"), read_secret("payments"), read_secret("privacy"),
    read_secret("couriers"), *ask_hooks(),
)  # fmt: skip
_BUYING = (*PRICES, *PROVIDERS)

FUNCTIONS = (
    Function(
        name="agents-profile",
        domain="agents",
        trigger=Http(("GET /.well-known/ucp", "GET /.well-known/ucp/*", "GET /.well-known/acp.json")),
        grants=(_SIGNS, read_secret("payments"), read("agents")),
        settings=PROVIDERS,
    ),
    Function(
        name="agents-catalog",
        domain="agents",
        trigger=Http(("POST /ucp/v1/catalog/*",)),
        # Also for a customer who linked the agent: whether they are there, and at which prices they buy.
        grants=(*_CATALOGUE, _SIGNS, read("agents"), read("customers"), *read_person_keys(), read("promotions"), read("loyalty")),
        settings=(*SEARCH, *PICTURES),
        memory=1024,
        timeout=15,
        disk=1024,
    ),
    Function(
        name="agents-checkout",
        domain="agents",
        trigger=Http(
            (
                "POST /ucp/v1/checkout-sessions",
                "ANY /ucp/v1/checkout-sessions/*",
                "POST /ucp/v1/carts",
                "ANY /ucp/v1/carts/*",
                "ANY /ucp/buy/*",
                "POST /acp/checkout_sessions",
                "ANY /acp/checkout_sessions/*",
                "POST /acp/carts",
                "ANY /acp/carts/*",
            )
        ),
        # What agents of ACP sign with is sealed as secrets of webhooks are.
        grants=(*_BUYS, _SIGNS, read_secret("webhooks")),
        settings=_BUYING,
        memory=1024,
        timeout=25,
    ),
    Function(
        name="agents-mcp",
        domain="agents",
        trigger=Http(("POST /ucp/mcp",)),
        # All that UCP does, the help centre, and to open a return as the order's page does. What staff's machines do is done by who does
        # it anyway (ADR 144): here it is only noted.
        grants=(
            *_BUYS,
            *_CATALOGUE,
            read("content", "gsi2"),
            read("aftersales"),
            write("aftersales"),
            _SIGNS,
            leave_facts(),
            read_secret("webhooks"),
        ),
        settings=(*_BUYING, *SEARCH, *PICTURES),
        memory=1024,
        timeout=25,
        disk=1024,
    ),
    Function(
        name="agents-orders",
        domain="agents",
        trigger=Http(("GET /ucp/v1/orders/*",)),
        # Where it is asked for a customer: whether they are there.
        grants=(read("orders"), *read_person_keys(), _SIGNS, read("agents"), read("customers")),
        settings=("PUBLIC_BASE_URL",),
    ),
    Function(
        name="agents-admin",
        domain="agents",
        trigger=Http(("ANY /v1/admin/agent_rules", "ANY /v1/admin/agent_rules/*")),
        grants=(read("agents"), write("agents"), keep_versions(), read_secret("webhooks")),
    ),
    Function(
        name="agents-linking",
        domain="agents",
        trigger=Http(
            (
                "GET /.well-known/oauth-authorization-server",
                "ANY /oauth/authorize",
                "POST /oauth/token",
                "POST /oauth/revoke",
                "ANY /v1/me/linked_agents",
            )
        ),
        # Nobody's password comes here: who allows it is signed in (ADR 173). Codes and tokens are sealed with the key of links.
        grants=(read("agents"), write("agents"), remove("agents"), _SIGNS),
        settings=("PUBLIC_BASE_URL",),
    ),
    Function(
        name="agents-told",
        domain="agents",
        handler="tell_agents",
        trigger=Queue("agent-orders", batch_size=5, concurrency=5),
        grants=(read("orders"), *read_person_keys(), _SIGNS, read_secret("webhooks"), read("agents"), write("agents")),
        settings=("PUBLIC_BASE_URL",),
        timeout=60,
    ),
)
