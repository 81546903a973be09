"""The courier `sandbox`: a waybill per request id, and signed status messages when somebody moves the parcel."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from infra.simulators.answers import Refused, read_object, text_field
from infra.simulators.faults import parse_faults
from infra.simulators.provider import LostAnswers, World, new_id, require_signature
from infra.simulators.signature import SandboxSigner

REQUESTS, WAYBILLS = "sandbox waybill request", "sandbox waybill"
STATUSES = {
    "PENDING": ("已下单 Order received", ""),
    "INFO_RECEIVED": ("已下单 Order received", ""),
    "PICKED_UP": ("已揽收 Picked up", "上海 Shanghai"),
    "IN_TRANSIT": ("运输中 In transit", "杭州 Hangzhou"),
    "CUSTOMS": ("清关中 At customs", "上海 Shanghai"),
    "OUT_FOR_DELIVERY": ("派送中 Out for delivery", "杭州 Hangzhou"),
    "AVAILABLE_FOR_PICKUP": ("待取件 Ready for pick-up", "杭州 Hangzhou"),
    "DELIVERED": ("已签收 Delivered", "杭州 Hangzhou"),
    "ATTEMPT_FAILED": ("派送失败 Delivery attempt failed", "杭州 Hangzhou"),
    "EXCEPTION": ("异常 Exception", ""),
    "REFUSED": ("拒收 Refused", "杭州 Hangzhou"),
    "RETURNING": ("退回中 On its way back", ""),
    "RETURNED": ("已退回 Returned", "上海 Shanghai"),
    "CANCELLED": ("已取消 Cancelled", ""),
    "EXPIRED": ("已过期 Expired", ""),
}


NOT_COLLECTED = {"PENDING", "INFO_RECEIVED", "EXCEPTION", "EXPIRED", "CANCELLED"}


class SandboxCourier:
    code = "sandbox"

    def __init__(self, world: World, secret: str) -> None:
        self._world = world
        self._lost = LostAnswers()
        self.signer = SandboxSigner("sandbox courier", secret)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/waybills", self._create),
            web.post("/waybills/cancel", self._cancel),
            web.get("/waybills/{waybill}", self._show),
        ]

    async def act(self, reference: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            faults = parse_faults(body.get("faults"))
        except ValueError as error:
            raise Refused(422, "invalid", str(error)) from error
        self._lost.arm(reference, faults)
        status, grams = body.get("status"), body.get("billed_weight_g")
        if status is None and grams is None and faults.loses_answer:
            return {"waybill": reference, "armed": True}
        parcel = self._parcel(reference)
        if grams is not None:
            if not isinstance(grams, int) or grams < 0:
                raise Refused(422, "invalid", "billed_weight_g must be a number of grams")
            parcel["billed_weight_g"] = grams
        event = None if status is None and grams is not None else self._event(body)
        if event is not None and event not in parcel["events"]:
            parcel["events"].append(event)
        self._world.store.put(WAYBILLS, reference, parcel)
        payload = {"id": new_id("sbxevt"), "waybill": reference, "events": [event] if event else []}
        payload |= {"billed_weight_g": parcel["billed_weight_g"]} if "billed_weight_g" in parcel else {}
        payload |= {"collect_code": str(body["collect_code"])} if "collect_code" in body else {}
        statuses = await self._world.webhooks.send(self.signer, parcel["notify_url"], payload, faults)
        return {"waybill": reference, "event": event, "webhooks": statuses}

    def _event(self, body: dict[str, Any]) -> dict[str, str]:
        status = body.get("status")
        if status not in STATUSES:
            raise Refused(422, "invalid", f"status must be one of {', '.join(STATUSES)}")
        text, place = STATUSES[str(status)]
        event = {"at": str(body.get("at") or self._now()), "status": str(status)}
        return event | {"text": str(body.get("text") or text), "place": str(body.get("place") or place)}

    async def _cancel(self, request: web.Request) -> web.Response:
        """One that is void already, or that was never made, is void. One that was collected is not stopped any more."""
        await require_signature(request, self.signer.secret, self._world.unix)
        body = await read_object(request)
        known = self._world.store.get(REQUESTS, str(body.get("request_id") or "")) or {}
        waybill = str(body.get("waybill") or known.get("waybill") or "")
        parcel = self._world.store.get(WAYBILLS, waybill)
        if parcel is not None and any(event["status"] not in NOT_COLLECTED for event in parcel["events"]):
            return web.json_response({"reason": "picked_up"}, status=409)
        if parcel is not None:
            self._world.store.put(WAYBILLS, waybill, parcel | {"void": True})
        return self._lost.answer(request, waybill, 200, {"waybill": waybill, "void": True})

    async def _create(self, request: web.Request) -> web.Response:
        await require_signature(request, self.signer.secret, self._world.unix)
        body = await read_object(request)
        request_id, order = text_field(body, "request_id"), text_field(body, "order_number")
        notify_url = text_field(body, "notify_url")
        if not isinstance(body.get("receiver"), dict):
            raise Refused(422, "invalid", "receiver must be an object")
        waybill = f"SBX{new_id('')[1:13].upper()}"
        if self._world.store.add(REQUESTS, request_id, {"waybill": waybill}):
            to = {name: body["receiver"].get(name, "") for name in ("country", "city", "street", "postal_code")}
            parcel = {"waybill": waybill, "order_number": order, "notify_url": notify_url, "events": [], "to": to}
            parcel |= {"pickup_point": body["pickup_point"]} if "pickup_point" in body else {}
            self._world.store.put(WAYBILLS, waybill, parcel)
        else:
            waybill = str((self._world.store.get(REQUESTS, request_id) or {})["waybill"])
        label = f"{self._world.public_url}/sandbox/couriers/{self.code}/{waybill}"
        return self._lost.answer(request, waybill, 201, {"waybill": waybill, "label_url": label})

    async def _show(self, request: web.Request) -> web.Response:
        return web.json_response(self.describe(request.match_info["waybill"]))

    def describe(self, reference: str) -> dict[str, Any]:
        parcel = self._parcel(reference)
        shown = ("waybill", "order_number", "events", "to", "pickup_point", "billed_weight_g", "void")
        return {name: parcel[name] for name in shown if name in parcel}

    def _now(self) -> str:
        return datetime.fromtimestamp(self._world.unix(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _parcel(self, waybill: str) -> dict[str, Any]:
        parcel = self._world.store.get(WAYBILLS, waybill)
        if parcel is None:
            raise Refused(404, "not_found", f"there is no waybill {waybill}")
        return parcel
