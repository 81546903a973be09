"""The simulated Alipay gateway: page, wap, app and precreate payments, refunds at once, the bill of trades."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from infra.simulators.alipay.bill import bill, yuan
from infra.simulators.alipay.signing import AlipaySigner, beijing
from infra.simulators.answers import Refused
from infra.simulators.merchant import Merchant
from infra.simulators.provider import World

_BROWSER = frozenset({"alipay.trade.page.pay", "alipay.trade.wap.pay", "alipay.trade.app.pay"})
_STATES = {"pending": "WAIT_BUYER_PAY", "failed": "WAIT_BUYER_PAY", "succeeded": "TRADE_SUCCESS", "closed": "TRADE_CLOSED"}
_CODES = {
    "not_found": "ACQ.TRADE_NOT_EXIST",
    "reference_reused": "ACQ.CONTEXT_INCONSISTENT",
    "charge_succeeded": "ACQ.TRADE_STATUS_ERROR",
    "charge_not_paid": "ACQ.TRADE_STATUS_ERROR",
    "refund_too_large": "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
    "refund_id_reused": "ACQ.DISCORDANT_REPEAT_REQUEST",
}


class Alipay(Merchant):
    code = "alipay"

    def __init__(self, world: World, shop: dict[str, Any], own: dict[str, Any]) -> None:
        self._shop, self._keys = shop, AlipaySigner(shop, own)
        super().__init__(world, self._keys)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/gateway.do", self._browser),
            web.post("/gateway.do", self._gateway),
            web.get("/bills/{day}.zip", self._download),
        ]

    def told_of_trade(self, trade: dict[str, Any]) -> dict[str, Any] | None:
        return self._told(trade, trade["event"]) if trade["status"] == "succeeded" else None

    def told_of_refund(self, trade: dict[str, Any], refund: dict[str, Any]) -> dict[str, Any] | None:
        if refund["status"] == "failed":
            return None  # refused at once, in the answer
        back = self.given_back(trade)
        told = self._told(trade, refund["event"]) | {"out_biz_no": refund["refund_id"], "refund_fee": yuan(back)}
        status = "TRADE_CLOSED" if back == trade["amount"] else "TRADE_SUCCESS"
        return told | {"gmt_refund": f"{beijing(refund['at'])}.000", "trade_status": status}

    def _told(self, trade: dict[str, Any], key: str) -> dict[str, str]:
        other = trade.get("other_merchant")
        return {
            "notify_id": key,
            "notify_type": "trade_status_sync",
            "app_id": self._shop["app_id"],
            "seller_id": "2088999999999999" if other else self._shop["seller_id"],
            "out_trade_no": trade["reference"],
            "trade_no": trade["id"],
            "trade_status": "TRADE_SUCCESS",
            "total_amount": yuan(trade["amount"]),
            "subject": trade["subject"],
            "body": "",
            "gmt_payment": beijing(trade["paid_at"]),
        }

    async def _browser(self, request: web.Request) -> web.Response:
        """The customer opens the signed address: only now the trade is known here."""
        fields = dict(request.query)
        content = self._keys.check(fields, self.world.unix())
        if fields["method"] not in _BROWSER:
            raise Refused(400, "isv.invalid-method", "not for browsers")
        trade = self._open(fields, content)
        raise web.HTTPFound(self.page(trade["reference"]))

    def begin(self, action: dict[str, Any]) -> None:
        """The signed address of page and wap, or the text that an app hands on."""
        text = urlsplit(str(action.get("url") or "")).query or str((action.get("params") or {}).get("order_string", ""))
        fields = dict(parse_qsl(text, keep_blank_values=True))
        if fields.get("method") in _BROWSER:
            self._open(fields, self._keys.check(fields, self.world.unix()))

    async def _gateway(self, request: web.Request) -> web.Response:
        fields = {name: str(value) for name, value in (await request.post()).items()}
        method, reference = fields.get("method", ""), ""
        try:
            content = self._keys.check(fields, self.world.unix())
            reference = str(content.get("out_trade_no", ""))
            answer = {"code": "10000", "msg": "Success"} | self._answer(method, fields, content, request)
        except Refused as refused:
            code = "40002" if refused.code.startswith("isv.") else "40004"
            answer = {"code": code, "msg": "Business Failed", "sub_code": _CODES.get(refused.code, refused.code), "sub_msg": refused.detail}
        if lost := self.lost.lost(request, reference):
            return lost
        return web.Response(text=self._keys.answer(method, answer), content_type="text/html")

    def _answer(self, method: str, fields: Mapping[str, str], content: dict[str, Any], request: web.Request) -> dict[str, Any]:
        reference = str(content.get("out_trade_no", ""))
        if method == "alipay.trade.precreate":
            self._open(fields, content)
            return {"out_trade_no": reference, "qr_code": f"https://qr.alipay.com/{reference}"}
        if method == "alipay.trade.query":
            return self._view(self.trade(reference))
        if method == "alipay.trade.close":
            return {"out_trade_no": reference, "trade_no": self.close(self.trade(reference))["id"]}
        if method == "alipay.trade.refund":
            return self._refund(self.trade(reference), content)
        if method == "alipay.trade.fastpay.refund.query":
            return self._show_refund(self.trade(reference), str(content.get("out_request_no", "")))
        if method == "alipay.data.dataservice.bill.downloadurl.query":
            return self._bill_url(str(content.get("bill_date", "")), request)
        raise Refused(400, "isv.invalid-method", f"unknown method {method}")

    def _open(self, fields: Mapping[str, str], content: dict[str, Any]) -> dict[str, Any]:
        amount = int(Decimal(str(content["total_amount"])).scaleb(2))
        more = {"notify_url": fields["notify_url"], "return_url": fields.get("return_url", ""), "subject": str(content["subject"])}
        return self.open_trade(str(content["out_trade_no"]), amount, "CNY", **more)

    def _view(self, trade: dict[str, Any]) -> dict[str, Any]:
        state = _STATES[trade["status"]]
        if trade["status"] == "succeeded" and self.given_back(trade) == trade["amount"]:
            state = "TRADE_CLOSED"
        view = {"out_trade_no": trade["reference"], "trade_no": trade["id"], "trade_status": state, "total_amount": yuan(trade["amount"])}
        paid = {"send_pay_date": beijing(trade["paid_at"])} if trade["status"] == "succeeded" else {}
        # A text that ends the object for whoever counts braces.
        return view | paid | {"buyer_logon_id": '159}{"***'}

    def _refund(self, trade: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
        refund_id, amount = str(content["out_request_no"]), int(Decimal(str(content["refund_amount"])).scaleb(2))
        known = self.refund(refund_id)
        refund = self.give_back(trade, refund_id, amount)
        if refund["status"] == "failed":
            raise Refused(400, "ACQ.SELLER_BALANCE_NOT_ENOUGH", "the seller's balance does not suffice")
        changed = "N" if known or refund["status"] == "pending" else "Y"
        fee = yuan(self.given_back(trade))
        return {"out_trade_no": trade["reference"], "trade_no": trade["id"], "fund_change": changed, "refund_fee": fee}

    def _show_refund(self, trade: dict[str, Any], refund_id: str) -> dict[str, Any]:
        refund = self.refund(refund_id)
        if refund is None or refund["status"] == "failed":
            return {}
        view = {"out_trade_no": trade["reference"], "trade_no": trade["id"], "out_request_no": refund_id}
        done = {"refund_status": "REFUND_SUCCESS"} if refund["status"] == "succeeded" else {}
        return view | done | {"refund_amount": yuan(refund["amount"]), "total_amount": yuan(trade["amount"])}

    def _bill_url(self, day: str, request: web.Request) -> dict[str, Any]:
        if bill(self, date.fromisoformat(day)) is None:
            raise Refused(400, "isp.bill_not_exist", "there is no bill for that day")
        path = request.path.removesuffix("/gateway.do")
        return {"bill_download_url": f"http://{request.host}{path}/bills/{day}.zip"}

    async def _download(self, request: web.Request) -> web.Response:
        content = bill(self, date.fromisoformat(request.match_info["day"]))
        return web.Response(body=content or b"", content_type="application/zip")
