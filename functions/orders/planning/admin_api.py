"""Plans over HTTP, for staff."""

from __future__ import annotations

from functions.orders.planning.schemas import PlansOut, plan_view
from functions.orders.store.shipments import parcels_of
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.plain.errors import NotFound

plan_api = Api("orders")


@plan_api.operation(
    "GET",
    "/v1/admin/orders/{id}/plan",
    summary="From which warehouses an order is sent, by whom, and why",
    permission="orders.read",
    response=PlansOut,
    errors=[(404, "not_found")],
)
def read_plan(req: Request[NoBody, NoQuery]) -> Reply:
    """404 until the order is planned, as it is when it is paid or released."""
    parcels = parcels_of(req.path["id"])
    if not parcels.plans:
        raise NotFound("The order is not planned yet.")
    plans = [plan_view(plan, parcels.order.currency) for plan in reversed(parcels.plans)]
    return Reply(PlansOut(order_id=parcels.order.id, allocation=plans[0], data=plans), etag=str(int(parcels.record.version)))
