"""A carrier's prices and its van over HTTP."""

from __future__ import annotations

from functions.shared.contact.address import AddressIn
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.outside import fresh
from functions.shared.plain import times
from functions.shared.plain.errors import Invalid
from functions.shared.plain.postal_address import Address
from functions.shipping.couriers.port import Pickup, PickupRequest
from functions.shipping.model.measures import Measures
from functions.shipping.registry.ask_courier import Asked, ask_price, ask_van
from functions.shipping.registry.ask_schemas import OfferOut, PickupIn, PickupOut, QuoteIn, QuotesOut, RefusalOut
from functions.shipping.store.records import ShippingTable

ask_api = Api("shipping")
_MISSING = (404, "not_found")


@ask_api.operation(
    "POST", "/v1/admin/carriers/{code}/quotes", summary="What a parcel would cost", permission="orders.read", body=QuoteIn,
    response=QuotesOut, errors=[_MISSING, (409, "courier_refused")],
)  # fmt: skip
def quote_parcel(req: Request[QuoteIn, NoQuery]) -> QuotesOut:
    """By the prices that staff set, beside what the courier says where it can be asked; and why services do not take it."""
    body = req.body
    measures = Measures(body.weight_g, body.length_mm, body.width_mm, body.height_mm)
    return _quotes(ask_price(req.path["code"], _address(body.address), measures, body.currency))


def _quotes(asked: Asked) -> QuotesOut:
    said = {one.service: one for one in asked.courier or ()}
    offers = [
        OfferOut(
            **{name: value for name, value in vars(one).items() if name != "carrier"},
            courier_amount=said[one.service].amount if one.service in said and said[one.service].currency == one.currency else None,
        )
        for one in asked.own.offers
    ]
    return QuotesOut(
        offers=offers, refused=[RefusalOut(service=one.service or None, code=one.code, detail=one.detail) for one in asked.own.refused]
    )


@ask_api.operation(
    "POST", "/v1/admin/carriers/{code}/pickups", summary="Have parcels collected", permission="shipments.write", body=PickupIn,
    response=PickupOut, status=201, idempotent=ShippingTable,
    errors=[_MISSING, (409, "courier_unable"), (409, "courier_refused"), (409, "carrier_disabled"), (422, "empty_range")],
)  # fmt: skip
def collect(req: Request[PickupIn, NoQuery]) -> Reply:
    """The same Idempotency-Key is the same van, at the courier too."""
    body = req.body
    if body.ready_until <= body.ready_from:
        raise Invalid.field("/ready_until", "empty_range", "This is before the parcels are ready.")
    key = req.key.scope.removeprefix("IDEM#")[:32] if req.key else fresh.new_id("req")
    ready = times.iso(body.ready_from), times.iso(body.ready_until)
    request = PickupRequest(key, _address(body.address), *ready, body.parcels, body.weight_g)
    return _collected(ask_van(req.path["code"], request, remember=req.remembering(_collected)))


def _collected(pickup: Pickup) -> Reply:
    return Reply(PickupOut(reference=pickup.reference), 201)


def _address(given: AddressIn) -> Address:
    return Address(**given.model_dump())
