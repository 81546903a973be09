"""What UCP's operations of the catalogue do, whatever they came by: REST and MCP call the same."""

from __future__ import annotations

from typing import Any

from functions.agents.model.profile import LOOKUP, SEARCH
from functions.agents.ucp import catalog
from functions.agents.ucp.frame import Call, failed, needs
from functions.agents.ucp.own_profile import envelope
from functions.agents.ucp.requests import LookupIn, ProductIn, SearchIn

Done = tuple[int, dict[str, Any]]


@needs(SEARCH)
def search_catalog(call: Call) -> Done:
    found = catalog.search(call.body(SearchIn), call.languages, call.agent.customer)
    return 200, {"ucp": envelope(call.version, call.common, "catalog.search"), **found}


@needs(LOOKUP)
def lookup_catalog(call: Call) -> Done:
    found = catalog.look_up(call.body(LookupIn), call.languages, call.agent.customer)
    return 200, {"ucp": envelope(call.version, call.common, "catalog.lookup"), **found}


@needs(LOOKUP)
def get_product(call: Call) -> Done:
    found = catalog.product_detail(call.body(ProductIn), call.languages, call.agent.customer)
    if found is None:
        return 200, failed(call.version, "not_found", "There is no such product.")
    return 200, {"ucp": envelope(call.version, call.common, "catalog.lookup"), **found}
