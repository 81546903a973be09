"""UCP's catalogue over REST."""

from __future__ import annotations

from functions.agents.ucp import work_catalog as work
from functions.agents.ucp.declared import READ, TRUST, Any_
from functions.agents.ucp.frame import answered
from functions.shared.http.operation import Api, Reply

ucp_catalog_api = Api("agents")


@ucp_catalog_api.operation("POST", "/ucp/v1/catalog/search", summary="Search products (UCP)", errors=TRUST, **READ)
def post_search(req: Any_) -> Reply:
    return answered(req, "POST", "/ucp/v1/catalog/search", work.search_catalog)


@ucp_catalog_api.operation(
    "POST", "/ucp/v1/catalog/lookup", summary="Look products up by their ids (UCP)", errors=[*TRUST, (400, "request_too_large")], **READ
)
def post_lookup(req: Any_) -> Reply:
    return answered(req, "POST", "/ucp/v1/catalog/lookup", work.lookup_catalog)


@ucp_catalog_api.operation("POST", "/ucp/v1/catalog/product", summary="One product, as far as it is chosen (UCP)", errors=TRUST, **READ)
def post_product(req: Any_) -> Reply:
    return answered(req, "POST", "/ucp/v1/catalog/product", work.get_product)
