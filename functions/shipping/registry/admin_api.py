"""The carriers of the shop over HTTP."""

from __future__ import annotations

from typing import Any

from functions.shared.http.operation import Api, NoQuery, Request
from functions.shipping.couriers.carriers import carriers
from functions.shipping.registry.schemas import Carriers, carrier_view

carrier_api = Api("shipping")


@carrier_api.operation("GET", "/v1/admin/carriers", summary="The carriers of the shop", permission="orders.read", response=Carriers)
def list_carriers(_req: Request[Any, NoQuery]) -> Carriers:
    return Carriers(data=[carrier_view(one) for one in carriers().values()])
