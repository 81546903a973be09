"""The simulated EasyPost: shipments by id or reference, labels that are bought once, refunds, trackers, signed events."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from aiohttp import web

from infra.simulators.answers import Refused
from infra.simulators.easypost.signing import EasyPostSigner
from infra.simulators.parcels import CourierSimulator, Entry, Parcel
from infra.simulators.provider import World, new_id

_SHIPMENTS, _BY_REFERENCE = "easypost shipment", "easypost reference"
_RATES = (("USPS", "Priority", "7.58", 2), ("USPS", "GroundAdvantage", "5.93", 4), ("UPS", "Ground", "9.10", 3))
Work = Callable[[web.Request, dict[str, Any]], dict[str, Any]]


class EasyPost(CourierSimulator):
    code = "easypost"
    codes: ClassVar[dict[str, str]] = {
        "INFO_RECEIVED": "pre_transit/label_created", "PICKED_UP": "in_transit/received_at_origin_facility",
        "IN_TRANSIT": "in_transit/departed_facility", "OUT_FOR_DELIVERY": "out_for_delivery/out_for_delivery",
        "AVAILABLE_FOR_PICKUP": "available_for_pickup/arrived_at_pickup_location", "DELIVERED": "delivered/delivered",
        "ATTEMPT_FAILED": "failure/delivery_exception", "EXCEPTION": "error/damaged", "REFUSED": "failure/refused",
        "RETURNING": "return_to_sender/return", "RETURNED": "return_to_sender/delivered", "CANCELLED": "cancelled/cancelled",
    }  # fmt: skip

    def __init__(self, world: World, shop: Entry) -> None:
        super().__init__(world, shop, EasyPostSigner(shop["secret"]))

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/v2/shipments", self._each(self._create)),
            web.get("/v2/shipments/{id}", self._each(lambda request, _: self._shipment(request))),
            web.post("/v2/shipments/{id}/buy", self._each(self._buy)),
            web.post("/v2/shipments/{id}/refund", self._each(self._refund)),
            web.get("/v2/shipments/{id}/label", self._each(self._label)),
            web.post("/v2/trackers", self._each(self._track)),
            web.get("/v2/trackers", self._each(self._trackers)),
            web.get("/files/{number}", self._file),
        ]

    @property
    def _notify_url(self) -> str:
        return f"{self.world.public_url}/v1/webhooks/couriers/easypost"

    def told(self, parcel: Parcel, event: dict[str, str]) -> dict[str, Any]:  # noqa: ARG002 — always all of it
        return {"id": new_id("evt"), "object": "Event", "description": "tracker.updated", "mode": "test", "result": self._tracker(parcel)}

    def _tracker(self, parcel: Parcel) -> dict[str, Any]:
        details = []
        for one in sorted(parcel["events"], key=lambda one: one["at"]):
            status, _, detail = one["code"].partition("/")
            place = {"object": "TrackingLocation", "city": one["place"] or None, "state": None, "country": None, "zip": None}
            details.append(
                {
                    "object": "TrackingDetail",
                    "message": one["text"],
                    "status": status,
                    "status_detail": detail or None,
                    "datetime": one["at"],
                    "source": parcel["carrier"],
                    "tracking_location": place,
                }
            )
        status = details[-1]["status"] if details else "unknown"
        tracker = {"id": f"trk_{parcel['number']}", "object": "Tracker", "tracking_code": parcel["number"], "status": status}
        return tracker | {"carrier": parcel["carrier"], "est_delivery_date": None, "tracking_details": details, "weight": None}

    def _each(self, work: Work) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> tuple[str, web.Response]:
            wanted = "Basic " + base64.b64encode(f"{self.shop['api_key']}:".encode()).decode()
            if request.headers.get("Authorization") != wanted:
                return "", _error(401, "APIKEY.INACTIVE", "This api key is no longer active")
            raw = await request.read()
            try:
                found = work(request, json.loads(raw or b"{}"))
            except Refused as refused:
                return "", _error(refused.status, refused.code, refused.detail)
            return str(found.get("reference") or ""), web.json_response(found)

        handled: Callable[[web.Request], Awaitable[web.Response]] = self.answering(handle)
        return handled

    def _create(self, _: web.Request, body: dict[str, Any]) -> dict[str, Any]:
        given: dict[str, Any] = body["shipment"]
        name = new_id("shp")
        if not given["parcel"].get("weight") or not given["to_address"].get("street1"):
            raise Refused(422, "SHIPMENT.INVALID_PARAMS", "Unable to create shipment")
        if not self.goes_to(f"{given['to_address']['state']} {given['to_address']['country']}"):
            raise Refused(422, "ADDRESS.COUNTRY.INVALID", "No carrier serves the address")
        rates = [
            {"id": f"rate_{name}_{n}", "carrier": carrier, "service": service, "rate": rate, "currency": "USD", "delivery_days": days}
            for n, (carrier, service, rate, days) in enumerate(_RATES)
        ]
        shipment = given | {"id": name, "object": "Shipment", "rates": rates, "tracking_code": None, "refund_status": None}
        self.world.store.put(_SHIPMENTS, name, shipment)
        if given.get("reference"):
            self.world.store.add(_BY_REFERENCE, given["reference"], {"id": name})
        return shipment

    def _shipment(self, request: web.Request) -> dict[str, Any]:
        name = request.match_info["id"]
        known = self.world.store.get(_BY_REFERENCE, name) or {"id": name}
        found = self.world.store.get(_SHIPMENTS, known["id"])
        if found is None:
            raise Refused(404, "NOT_FOUND", "The requested resource could not be found.")
        return found

    def _buy(self, request: web.Request, body: dict[str, Any]) -> dict[str, Any]:
        shipment = self._shipment(request)
        if shipment["tracking_code"]:
            raise Refused(422, "SHIPMENT.POSTAGE.EXISTS", "Postage already exists for this shipment.")
        rate = next(one for one in shipment["rates"] if one["id"] == body["rate"]["id"])
        number = f"EZ{int(new_id('')[1:13], 16) % 10**12:012d}"
        files = f"{self.world.public_url}/sandbox/providers/couriers/easypost/files/{number}"
        shipment |= {"tracking_code": number, "selected_rate": rate, "postage_label": {"label_url": files}}
        self.world.store.put(_SHIPMENTS, shipment["id"], shipment)
        self.open(number, self._notify_url, carrier=rate["carrier"], shipment=shipment["id"])
        return shipment

    def _refund(self, request: web.Request, _: dict[str, Any]) -> dict[str, Any]:
        shipment = self._shipment(request)
        if not shipment["tracking_code"] or shipment["refund_status"]:
            raise Refused(422, "SHIPMENT.REFUND.UNAVAILABLE", "There is nothing to refund.")
        parcel = self.parcel(shipment["tracking_code"])
        if self.collected(parcel):
            raise Refused(422, "SHIPMENT.REFUND.UNAVAILABLE", "The label was used already.")
        self.keep(parcel | {"void": True})
        shipment |= {"refund_status": "submitted"}
        self.world.store.put(_SHIPMENTS, shipment["id"], shipment)
        return shipment

    def _label(self, request: web.Request, _: dict[str, Any]) -> dict[str, Any]:
        shipment = self._shipment(request)
        if not shipment["tracking_code"]:
            raise Refused(422, "SHIPMENT.LABEL.MISSING", "No label was bought.")
        label = shipment["postage_label"]
        return shipment | {"postage_label": label | {"label_pdf_url": label["label_url"]}}

    def _track(self, _: web.Request, body: dict[str, Any]) -> dict[str, Any]:
        given = body["tracker"]
        if not self.goes_to(str(given.get("carrier"))):
            raise Refused(422, "TRACKER.CARRIER.INVALID", "No such carrier")
        return self._tracker(self.open(given["tracking_code"], self._notify_url, carrier=given.get("carrier") or "USPS"))

    def _trackers(self, request: web.Request, _: dict[str, Any]) -> dict[str, Any]:
        found = self.find(request.query["tracking_code"])
        return {"trackers": [self._tracker(found)] if found else [], "has_more": False}

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(body=b"%PDF-1.4\n% label of " + request.match_info["number"].encode(), content_type="application/pdf")


def _error(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message, "errors": []}}, status=status)
