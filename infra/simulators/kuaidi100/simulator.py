"""The simulated Kuaidi100: subscriptions, at most four for a number in a month, queries, and pushes of all it knows."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from aiohttp import web

from infra.simulators.kuaidi100.signing import Kuaidi100Signer, md5
from infra.simulators.parcels import CourierSimulator, Entry, Parcel
from infra.simulators.provider import World

_A_MONTH, _AT_MOST = 30 * 86_400, 4


class Kuaidi100(CourierSimulator):
    code = "kuaidi100"
    codes: ClassVar[dict[str, str]] = {
        "INFO_RECEIVED": "101", "PICKED_UP": "1", "IN_TRANSIT": "1002", "CUSTOMS": "8", "OUT_FOR_DELIVERY": "5",
        "AVAILABLE_FOR_PICKUP": "501", "DELIVERED": "301", "ATTEMPT_FAILED": "204", "EXCEPTION": "2", "REFUSED": "14",
        "RETURNING": "6", "RETURNED": "4", "CANCELLED": "401", "EXPIRED": "abort",
    }  # fmt: skip

    def __init__(self, world: World, shop: Entry) -> None:
        super().__init__(world, shop, Kuaidi100Signer())

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/poll", self.answering(self._subscribe)),
            web.post("/poll/query.do", self.answering(self._query)),
        ]

    def told(self, parcel: Parcel, event: dict[str, str]) -> dict[str, Any]:
        if event["status"] == "EXPIRED":
            parcel["events"].remove(event)
        given_up = "60天无变化" if parcel["events"] else "3天查询无记录"
        told: dict[str, Any] = {"status": "polling", "message": "", "autoCheck": "0", "comOld": "", "comNew": ""}
        if event["status"] == "EXPIRED":
            told |= {"status": "abort", "message": given_up}
        elif event["status"] in ("DELIVERED", "RETURNED"):
            told["status"] = "shutdown"
        if parcel.get("corrected"):
            told |= {"autoCheck": "1", "comOld": parcel["company"], "comNew": parcel["corrected"]}
        return {"salt": parcel["salt"], "param": told | {"lastResult": self._known(parcel)}}

    async def act(self, reference: str, body: dict[str, Any]) -> dict[str, Any]:
        if "corrected" in body:
            self.keep(self.parcel(reference) | {"corrected": body["corrected"]})
        return await super().act(reference, body)

    def _known(self, parcel: Parcel) -> dict[str, Any]:
        """All of it, newest first."""
        data = [
            {
                "context": one["text"],
                "time": self.in_shanghai(one["at"]),
                "ftime": self.in_shanghai(one["at"]),
                "status": one["text"],
                "statusCode": one["code"],
                "areaCode": None,
                "location": one["place"],
            }
            for one in sorted(parcel["events"], key=lambda one: one["at"], reverse=True)
        ]
        state, done = (data[0]["statusCode"] if data else "0"), bool(data) and str(data[0]["statusCode"]).startswith("3")
        company = parcel.get("corrected") or parcel["company"]
        return {
            "message": "ok", "state": state, "status": "200", "condition": "F00", "ischeck": "1" if done else "0", "com": company,
            "nu": parcel["number"], "data": data,
        }  # fmt: skip

    async def _subscribe(self, request: web.Request) -> tuple[str, web.Response]:
        param = json.loads(str((await request.post()).get("param", "{}")))
        number, parameters = str(param.get("number", "")), param.get("parameters", {})
        if param.get("key") != self.shop["key"]:
            return number, _said(False, "600", "您不是合法的订阅者")
        if not (6 <= len(number) <= 32 and parameters.get("salt") and parameters.get("callbackurl")):
            return number, _said(False, "700", "订阅数据存在错误")
        if not self.goes_to(str(param.get("company"))):
            return number, _said(False, "701", "拒绝订阅的快递公司")
        known, now = self.find(number) or {}, self.world.unix()
        asked = [one for one in known.get("asked", []) if now - one < _A_MONTH]
        if len(asked) >= _AT_MOST:
            return number, _said(False, "700", "同一单号一个月内最多订阅4次")
        self.open(number, parameters["callbackurl"], salt=parameters["salt"], company=param["company"], asked=[*asked, now])
        return number, _said(True, "200", "提交成功")

    async def _query(self, request: web.Request) -> tuple[str, web.Response]:
        form = await request.post()
        param = str(form.get("param", "{}"))
        number = str(json.loads(param).get("num", ""))
        if form.get("sign") != md5(param + self.shop["key"] + self.shop["customer"]) or form.get("customer") != self.shop["customer"]:
            return number, _said(False, "503", "验证签名失败")
        found = self.find(number)
        if found is None or not found["events"]:
            return number, _said(False, "500", "查询无结果，请隔段时间再查")
        return number, web.json_response(self._known(found))


def _said(result: bool, code: str, message: str) -> web.Response:
    return web.json_response({"result": result, "returnCode": code, "message": message})
