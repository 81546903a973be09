"""The simulated SF Express: one order per `orderId`, cancelled until it is collected; labels; routes asked for and pushed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, ClassVar

from aiohttp import web

from infra.simulators.parcels import CourierSimulator, Entry, Parcel
from infra.simulators.provider import World, new_id
from infra.simulators.sf_express.signing import SfExpressSigner, digest

_ORDERS = "sf_express order"
Service = Callable[[dict[str, Any]], tuple[str, "dict[str, Any] | str"]]
_SENTENCES = {
    "8016": "重复下单", "8017": "订单号与运单号不匹配", "8018": "未获取到订单信息", "8019": "订单已确认", "8037": "已消单",
    "20036": "收件地址不在服务范围", "20012": "寄件人信息不完整",
}  # fmt: skip
_LABEL = b"%PDF-1.4\n% label of "


class SfExpress(CourierSimulator):
    code = "sf_express"
    codes: ClassVar[dict[str, str]] = {
        "INFO_RECEIVED": "646", "PICKED_UP": "50", "IN_TRANSIT": "30", "OUT_FOR_DELIVERY": "44", "DELIVERED": "80",
        "ATTEMPT_FAILED": "70", "EXCEPTION": "33/15", "REFUSED": "70/4", "RETURNING": "99",
    }  # fmt: skip
    forged_by: ClassVar[tuple[str, ...]] = ()

    def __init__(self, world: World, shop: Entry) -> None:
        super().__init__(world, shop, SfExpressSigner())
        self._services: dict[str, Service] = {
            "EXP_RECE_CREATE_ORDER": self._create,
            "EXP_RECE_SEARCH_ORDER_RESP": self._search,
            "EXP_RECE_UPDATE_ORDER": self._cancel,
            "EXP_RECE_SEARCH_ROUTES": self._routes_of,
            "EXP_RECE_REGISTER_ROUTE": self._register,
            "COM_RECE_CLOUD_PRINT_WAYBILLS": self._print,
        }

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/std/service", self.answering(self._serve)), web.get("/files/{number}", self._file)]

    @property
    def _notify_url(self) -> str:
        """As somebody typed it into the console."""
        return f"{self.world.public_url}/v1/webhooks/couriers/sf_express/{self.shop['secret']}"

    def told(self, parcel: Parcel, event: dict[str, str]) -> dict[str, Any]:
        node = self._node(event) | {"id": new_id("")[1:17], "mailno": parcel["number"], "orderid": parcel.get("order_id", "")}
        return {"Body": {"WaybillRoute": [node]}}

    def _node(self, event: dict[str, str]) -> dict[str, str]:
        code, _, reason = event["code"].partition("/")
        node = {"acceptTime": self.in_shanghai(event["at"]), "acceptAddress": event["place"], "remark": event["text"], "opCode": code}
        return node | ({"reasonCode": reason} if reason else {})

    async def _serve(self, request: web.Request) -> tuple[str, web.Response]:
        form = {name: str(value) for name, value in (await request.post()).items()}
        data = form.get("msgData", "")
        expected = digest(data, form.get("timestamp", ""), self.shop["check_word"])
        if form.get("partnerID") != self.shop["partner_id"] or form.get("msgDigest") != expected:
            return "", web.json_response({"apiErrorMsg": "数字签名无效", "apiResultCode": "A1006", "apiResultData": None})
        service = self._services.get(form.get("serviceCode", ""))
        if service is None:
            return "", web.json_response({"apiErrorMsg": "服务无效", "apiResultCode": "A1004", "apiResultData": None})
        content = json.loads(data)
        code, result = service(content)
        said = {"success": code == "S0000", "errorCode": code, "errorMsg": _SENTENCES.get(code)}
        said["obj" if form["serviceCode"].startswith("COM_") else "msgData"] = result or None
        body = {
            "apiErrorMsg": "",
            "apiResponseID": new_id("sf"),
            "apiResultCode": "A1000",
            "apiResultData": json.dumps(said, ensure_ascii=False),
        }
        return str(content.get("orderId") or ""), web.json_response(body)

    def _create(self, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        order, sides = content["orderId"], {one["contactType"]: one for one in content["contactInfoList"]}
        if not sides[1].get("address") or not sides[2].get("mobile"):
            return "20012", {}
        if not self.goes_to(sides[2]["province"]):
            return "20036", {}
        number = f"SF{int(new_id('')[1:13], 16) % 10**13:013d}"
        if not self.world.store.add(_ORDERS, order, {"number": number}):
            return "8016", {}
        self.open(number, self._notify_url, order_id=order, order=content)
        return "S0000", self._numbers(order, number)

    def _search(self, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        known = self.world.store.get(_ORDERS, content["orderId"])
        return ("S0000", self._numbers(content["orderId"], known["number"])) if known else ("8018", {})

    def _cancel(self, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        known = self.world.store.get(_ORDERS, content["orderId"])
        if known is None:
            return "8018", {}
        parcel = self.parcel(known["number"])
        if parcel.get("void"):
            return "8037", {}
        if self.collected(parcel):
            return "8019", {}
        self.keep(parcel | {"void": True})
        return "S0000", {"orderId": content["orderId"], "resStatus": 2}

    def _routes_of(self, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        found = [(number, self.find(number)) for number in content["trackingNumber"]]
        return "S0000", {
            "routeResps": [
                {"mailNo": number, "routes": [self._node(event) for event in (parcel or {}).get("events", [])]} for number, parcel in found
            ]
        }

    def _register(self, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        if not content.get("attributeNo") or not content.get("checkPhoneNo"):
            return "8017", {}
        self.open(content["attributeNo"], self._notify_url, foreign=True)
        return "S0000", {}

    def _print(self, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        number = content["documents"][0]["masterWaybillNo"]
        if self.find(number) is None or not content.get("templateCode"):
            return "8018", {}
        url = f"{self.world.public_url}/sandbox/providers/couriers/sf_express/files/{number}"
        return "S0000", {"files": [{"url": url, "token": f"print-{number}", "waybillNo": number}]}

    async def _file(self, request: web.Request) -> web.Response:
        number = request.match_info["number"]
        if request.headers.get("X-Auth-token") != f"print-{number}":
            return web.Response(status=401)
        return web.Response(body=_LABEL + number.encode(), content_type="application/pdf")

    @staticmethod
    def _numbers(order: str, number: str) -> dict[str, Any]:
        return {"orderId": order, "filterResult": 2, "waybillNoInfoList": [{"waybillType": 1, "waybillNo": number}]}
