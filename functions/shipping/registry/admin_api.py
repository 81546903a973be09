"""The carriers of the shop over HTTP."""

from __future__ import annotations

from typing import Any

from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.plain.errors import NotFound
from functions.shipping.couriers.carriers import find_carrier
from functions.shipping.model.carrier import Carrier
from functions.shipping.registry.schemas import CarrierIn, CarrierOut, Carriers
from functions.shipping.registry.set_carrier import all_as_set, as_set, set_carrier
from functions.shipping.registry.views import carrier_view
from functions.shipping.store.records import ShippingTable

carrier_api = Api("shipping")
_READ, _WRITE = "orders.read", "settings.write"
_REFUSED = (
    "unknown_carrier",
    "unknown_courier",
    "duplicate_service",
    "duplicate_price",
    "step_missing",
    "area_contradicts",
    "too_many_carriers",
    "tracking_url_invalid",
)


def _reply(carrier: Carrier) -> Reply:
    return Reply(carrier_view(carrier), etag=str(carrier.version))


@carrier_api.operation("GET", "/v1/admin/carriers", summary="The carriers of the shop", permission=_READ, response=Carriers)
def list_carriers(_req: Request[Any, NoQuery]) -> Carriers:
    """By code, also those that are off. They are at most 100."""
    return Carriers(data=[carrier_view(one) for one in all_as_set()])


@carrier_api.operation(
    "GET", "/v1/admin/carriers/{code}", summary="Read a carrier", permission=_READ, response=CarrierOut, errors=[(404, "not_found")]
)
def read_carrier(req: Request[Any, NoQuery]) -> Reply:
    found = find_carrier(req.path["code"])
    if found is None:
        raise NotFound("There is no such carrier.")
    return _reply(as_set(found))


@carrier_api.operation(
    "PUT", "/v1/admin/carriers/{code}", summary="Set a carrier", permission=_WRITE, body=CarrierIn, response=CarrierOut,
    idempotent=ShippingTable, errors=[(409, "version_conflict"), *((422, code) for code in _REFUSED)], headers=("If-Match",),
)  # fmt: skip
def put_carrier(req: Request[CarrierIn, NoQuery]) -> Reply:
    """Switched off it disappears from what is offered with the next call, whoever has read it before."""
    return _reply(set_carrier(req.path["code"], req.body.changes(), if_match=req.if_match(), remember=req.remembering(_reply)))
