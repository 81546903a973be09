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


class SandboxCourier:
    code = "sandbox"

    def __init__(self, world: World, secret: str) -> None:
        self._world = world
        self._lost = LostAnswers()
        self.signer = SandboxSigner("sandbox courier", secret)

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/waybills", self._create), web.get("/waybills/{waybill}", self._show)]

    async def act(self, reference: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            faults = parse_faults(body.get("faults"))
        except ValueError as error:
            raise Refused(422, "invalid", str(error)) from error
        self._lost.arm(reference, faults)
        status = body.get("status")
        if status is None and faults.loses_answer:
            return {"waybill": reference, "armed": True}
        parcel = self._parcel(reference)
        if status not in STATUSES:
            raise Refused(422, "invalid", f"status must be one of {', '.join(STATUSES)}")
        text, place = STATUSES[str(status)]
        event = {"at": str(body.get("at") or self._now()), "status": status}
        event |= {"text": str(body.get("text") or text), "place": str(body.get("place") or place)}
        if event not in parcel["events"]:
            parcel["events"].append(event)
            self._world.store.put(WAYBILLS, reference, parcel)
        payload = {"id": new_id("sbxevt"), "waybill": reference, "events": [event]}
        statuses = await self._world.webhooks.send(self.signer, parcel["notify_url"], payload, faults)
        return {"waybill": reference, "event": event, "webhooks": statuses}

    async def _create(self, request: web.Request) -> web.Response:
        await require_signature(request, self.signer.secret, self._world.unix)
        body = await read_object(request)
        request_id, order = text_field(body, "request_id"), text_field(body, "order_number")
        notify_url = text_field(body, "notify_url")
        if not isinstance(body.get("receiver"), dict):
            raise Refused(422, "invalid", "receiver must be an object")
        waybill = f"SBX{new_id('')[1:13].upper()}"
        if self._world.store.add(REQUESTS, request_id, {"waybill": waybill}):
            parcel = {"waybill": waybill, "order_number": order, "notify_url": notify_url, "events": []}
            self._world.store.put(WAYBILLS, waybill, parcel)
        else:
            waybill = str((self._world.store.get(REQUESTS, request_id) or {})["waybill"])
        label = f"{self._world.public_url}/sandbox/couriers/{self.code}/{waybill}"
        return self._lost.answer(request, waybill, 201, {"waybill": waybill, "label_url": label})

    async def _show(self, request: web.Request) -> web.Response:
        parcel = self._parcel(request.match_info["waybill"])
        return web.json_response({"waybill": parcel["waybill"], "events": parcel["events"]})

    def describe(self, reference: str) -> dict[str, Any]:
        parcel = self._parcel(reference)
        return {name: parcel[name] for name in ("waybill", "order_number", "events")}

    def _now(self) -> str:
        return datetime.fromtimestamp(self._world.unix(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _parcel(self, waybill: str) -> dict[str, Any]:
        parcel = self._world.store.get(WAYBILLS, waybill)
        if parcel is None:
            raise Refused(404, "not_found", f"there is no waybill {waybill}")
        return parcel
