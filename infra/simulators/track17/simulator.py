"""The simulated 17TRACK: numbers are registered and asked for; all it knows is sent."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from aiohttp import web

from infra.simulators.parcels import CourierSimulator, Entry, Parcel
from infra.simulators.provider import World
from infra.simulators.track17.signing import Track17Signer

Done = dict[str, Any] | int
_KNOWN, _UNKNOWN, _NO_CARRIER = -18019901, -18019902, -18019903


class Track17(CourierSimulator):
    code = "17track"
    codes: ClassVar[dict[str, str]] = {
        "INFO_RECEIVED": "InfoReceived", "PICKED_UP": "InTransit_PickedUp", "IN_TRANSIT": "InTransit_Other",
        "CUSTOMS": "InTransit_CustomsProcessing", "OUT_FOR_DELIVERY": "OutForDelivery_Other",
        "AVAILABLE_FOR_PICKUP": "AvailableForPickup_Other", "DELIVERED": "Delivered_Other", "ATTEMPT_FAILED": "DeliveryFailure_NoBody",
        "EXCEPTION": "Exception_Other", "REFUSED": "Exception_Rejected", "RETURNING": "Exception_Returning",
        "RETURNED": "Exception_Returned", "EXPIRED": "Expired",
    }  # fmt: skip

    def __init__(self, world: World, shop: Entry) -> None:
        super().__init__(world, shop, Track17Signer(shop["secret"]))

    def routes(self) -> list[web.RouteDef]:
        works = {"register": self._register, "changeinfo": self._change, "gettrackinfo": self._info}
        return [web.post(f"/track/v2.2/{name}", self.answering(self._each(work))) for name, work in works.items()]

    def told(self, parcel: Parcel, event: dict[str, str]) -> dict[str, Any]:
        if event["status"] == "EXPIRED":
            parcel["events"].remove(event)
        return {"event": "TRACKING_UPDATED", "data": self._known(parcel, expired=event["status"] == "EXPIRED")}

    def _known(self, parcel: Parcel, *, expired: bool = False) -> dict[str, Any]:
        """All of it, newest first."""
        events = [
            {
                "time_utc": one["at"],
                "time_iso": one["at"],
                "description": one["text"],
                "location": one["place"],
                "stage": None,
                "sub_status": one["code"],
            }
            for one in sorted(parcel["events"], key=lambda one: one["at"], reverse=True)
        ]
        sub = "Expired" if expired else str(events[0]["sub_status"]) if events else "NotFound_Other"
        info = {
            "latest_status": {"status": sub.partition("_")[0], "sub_status": sub},
            "latest_event": events[0] if events else None,
            "tracking": {"providers_hash": 1, "providers": [{"provider": {"key": parcel["carrier"]}, "events": events}]},
        }
        return {"number": parcel["number"], "carrier": parcel["carrier"], "param": None, "tag": parcel["tag"], "track_info": info}

    def _each(self, work: Callable[[dict[str, Any]], Done]) -> Callable[[web.Request], Awaitable[tuple[str, web.Response]]]:
        async def handle(request: web.Request) -> tuple[str, web.Response]:
            if request.headers.get("17token") != self.shop["secret"]:
                return "", web.json_response(
                    {"code": -18010002, "data": {"errors": [{"code": -18010002, "message": "Invalid"}]}}, status=401
                )
            given = json.loads(await request.read())
            accepted: list[dict[str, Any]] = []
            rejected = []
            for one in given:
                done = work(one)
                if isinstance(done, int):
                    rejected.append({"number": one["number"], "error": {"code": done, "message": f"rejected {one['number']}"}})
                else:
                    accepted.append(done)
            body = {"code": 0, "data": {"accepted": accepted, "rejected": rejected}}
            return str(given[0]["number"]), web.json_response(body)

        return handle

    def _register(self, one: dict[str, Any]) -> Done:
        if self.find(one["number"]) is not None:
            return _KNOWN
        if not one.get("carrier") and not one.get("auto_detection"):
            return _NO_CARRIER
        if not self.goes_to(str(one.get("carrier"))):
            return _NO_CARRIER
        notify_url = f"{self.world.public_url}/v1/webhooks/couriers/17track"
        self.open(one["number"], notify_url, carrier=one.get("carrier", 3011), tag=one.get("tag", ""))
        return {"origin": 1, "number": one["number"], "carrier": one.get("carrier", 3011)}

    def _change(self, one: dict[str, Any]) -> Done:
        known = self.find(one["number"])
        if known is None:
            return _UNKNOWN
        self.keep(known | {"tag": one["items"]["tag"]})
        return {"number": one["number"]}

    def _info(self, one: dict[str, Any]) -> Done:
        known = self.find(one["number"])
        return _UNKNOWN if known is None else self._known(known)
