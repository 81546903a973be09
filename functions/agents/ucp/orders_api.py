"""UCP's orders over REST."""

from __future__ import annotations

from functions.agents.model.linking import ORDERS
from functions.agents.ucp import work_order as work
from functions.agents.ucp.declared import READ, TRUST, Any_
from functions.agents.ucp.frame import answered
from functions.shared.http.operation import Api, Reply

ucp_orders_api = Api("agents")


@ucp_orders_api.operation("GET", "/ucp/v1/orders/{id}", summary="An order of an agent (UCP)", errors=[*TRUST], **READ)
def get_order(req: Any_) -> Reply:
    """By the id that its checkout told, which nobody else can guess; for a customer who allowed it, any of theirs by its own id. Where it
    goes is told without names and numbers of people."""
    handle = req.path["id"]
    return answered(req, "GET", f"/ucp/v1/orders/{handle}", lambda call: work.get_order(call, handle), scope=ORDERS)
