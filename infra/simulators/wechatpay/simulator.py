"""The simulated WeChat Pay v3: native, jsapi, h5 and app payments, asynchronous refunds, the trade bill."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from aiohttp import web

from infra.simulators.answers import Refused, amount_field, read_object, text_field
from infra.simulators.merchant import Merchant
from infra.simulators.provider import World
from infra.simulators.wechatpay.bill import bill
from infra.simulators.wechatpay.signing import WeChatSigner

Answer = tuple[int, dict[str, Any] | None]
Work = Callable[[web.Request], Awaitable[Answer]]
_STATES = {"pending": "NOTPAY", "succeeded": "SUCCESS", "failed": "PAYERROR", "closed": "CLOSED"}
_REFUNDS = {"succeeded": "SUCCESS", "failed": "ABNORMAL", "pending": "PROCESSING"}
_CODES = {"not_found": (404, "ORDER_NOT_EXIST"), "reference_reused": (400, "OUT_TRADE_NO_USED"), "charge_succeeded": (400, "ORDERPAID")}
_TRADE = "/v3/pay/transactions/out-trade-no/{reference}"


class WeChatPay(Merchant):
    code = "wechatpay"

    def __init__(self, world: World, shop: dict[str, Any], own: dict[str, Any]) -> None:
        self._shop, self._keys = shop, WeChatSigner(shop, own)
        super().__init__(world, self._keys)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/v3/pay/transactions/{kind:native|jsapi|h5|app}", self._signed(self._create)),
            web.get(_TRADE, self._signed(self._show)),
            web.post(_TRADE + "/close", self._signed(self._close)),
            web.post("/v3/refund/domestic/refunds", self._signed(self._refund)),
            web.get("/v3/refund/domestic/refunds/{refund_id}", self._signed(self._show_refund)),
            web.get("/v3/bill/tradebill", self._signed(self._bill)),
            web.get("/v3/billdownload/file", self._download),
        ]

    def told_of_trade(self, trade: dict[str, Any]) -> dict[str, Any] | None:
        if trade["status"] != "succeeded":
            return None  # WeChat Pay tells of success only
        return self._event(trade["event"], "TRANSACTION.SUCCESS", "transaction", self._trade_view(trade))

    def told_of_refund(self, trade: dict[str, Any], refund: dict[str, Any]) -> dict[str, Any] | None:
        view = self._refund_view(trade, refund)
        amount = {name: value for name, value in view["amount"].items() if name != "currency"}
        content = {name: value for name, value in view.items() if name != "status"}
        content |= {"mchid": self._shop["mchid"], "refund_status": view["status"], "amount": amount}
        return self._event(refund["event"], f"REFUND.{view['status']}", "refund", content)

    def _signed(self, work: Work) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            raw = await request.read()
            try:
                self._keys.check(request.headers.get("Authorization", ""), request.method, request.raw_path, raw, self.world.unix())
                status, content = await work(request)
            except Refused as refused:
                status, code = _CODES.get(refused.code, (refused.status if refused.status == 401 else 400, refused.code.upper()))
                content = {"code": code, "message": refused.detail}
            if lost := self.lost.lost(request, self._reference(request, raw)):
                return lost
            body = b"" if content is None else json.dumps(content, ensure_ascii=False).encode()
            key_id = request.headers.get("Wechatpay-Serial", "")
            headers = self._keys.headers(body, self.world.unix(), key_id=key_id if key_id.startswith("PUB_KEY_ID_SIMULATOR") else "")
            return web.Response(status=status, body=body, headers=headers, content_type="application/json")

        return handle

    @staticmethod
    def _reference(request: web.Request, raw: bytes) -> str:
        if "reference" in request.match_info:
            return request.match_info["reference"]
        return str(json.loads(raw or b"{}").get("out_trade_no", ""))

    async def _create(self, request: web.Request) -> Answer:
        body, kind = await read_object(request), request.match_info["kind"]
        amount, shop = body.get("amount"), self._shop
        if (body.get("appid"), body.get("mchid")) != (shop["appid"], shop["mchid"]) or not isinstance(amount, dict):
            raise Refused(400, "APPID_MCHID_NOT_MATCH", "appid, mchid or amount")
        if kind == "jsapi":
            text_field(body.get("payer") or {}, "openid")
        if kind == "h5":
            text_field(body.get("scene_info") or {}, "payer_client_ip")
        reference, notify_url = text_field(body, "out_trade_no"), text_field(body, "notify_url")
        more = {"kind": kind, "notify_url": notify_url, "description": text_field(body, "description")}
        trade = self.open_trade(reference, amount_field(amount, "total"), str(amount.get("currency", "CNY")), **more)
        if trade["status"] in {"succeeded", "closed"}:
            raise Refused(400, "ORDERPAID" if trade["status"] == "succeeded" else "ORDER_CLOSED", "the order is over")
        answers = {
            "native": ("code_url", f"weixin://wxpay/bizpayurl?pr={trade['id']}"),
            "h5": ("h5_url", f"{self.page(reference)}?from=h5"),
        }
        name, value = answers.get(kind, ("prepay_id", f"wx{trade['id']}"))
        return 200, {name: value}

    async def _show(self, request: web.Request) -> Answer:
        if request.query.get("mchid") != self._shop["mchid"]:
            raise Refused(400, "PARAM_ERROR", "mchid")
        return 200, self._trade_view(self.trade(request.match_info["reference"]))

    async def _close(self, request: web.Request) -> Answer:
        self.close(self.trade(request.match_info["reference"]))
        return 204, None

    async def _refund(self, request: web.Request) -> Answer:
        body = await read_object(request)
        amount = body.get("amount")
        trade = self.trade(text_field(body, "out_trade_no"))
        if not isinstance(amount, dict) or amount.get("total") != trade["amount"]:
            raise Refused(400, "PARAM_ERROR", "amount")
        more = {"notify_url": text_field(body, "notify_url")} if "notify_url" in body else {}
        known = self.refund(text_field(body, "out_refund_no"))
        refund = self.give_back(trade, text_field(body, "out_refund_no"), amount_field(amount, "refund"), **more)
        return 200, self._refund_view(trade, refund) | ({} if known else {"status": "PROCESSING"})

    async def _show_refund(self, request: web.Request) -> Answer:
        refund = self.refund(request.match_info["refund_id"])
        if refund is None:
            return 404, {"code": "RESOURCE_NOT_EXISTS", "message": "there is no such refund"}
        return 200, self._refund_view(self.trade(refund["reference"]), refund)

    async def _bill(self, request: web.Request) -> Answer:
        content = self._content(request)
        if content is None:
            return 400, {"code": "NO_STATEMENT_EXIST", "message": "there is no bill for that day"}
        path = str(request.path).removesuffix("/v3/bill/tradebill") + "/v3/billdownload/file"
        url = f"http://{request.host}{path}?bill_date={request.query['bill_date']}"
        return 200, {"hash_type": "SHA1", "hash_value": hashlib.sha1(content).hexdigest(), "download_url": url}  # noqa: S324 — theirs

    async def _download(self, request: web.Request) -> web.Response:
        self._keys.check(request.headers.get("Authorization", ""), "GET", request.raw_path, b"", self.world.unix())
        return web.Response(body=gzip.compress(self._content(request) or b""), content_type="application/octet-stream")

    def _content(self, request: web.Request) -> bytes | None:
        return bill(self, self._shop, date.fromisoformat(request.query["bill_date"]))

    def _trade_view(self, trade: dict[str, Any]) -> dict[str, Any]:
        state = "REFUND" if trade["status"] == "succeeded" and self.given_back(trade) else _STATES[trade["status"]]
        view = {"appid": self._shop["appid"], "mchid": "1900009999" if trade.get("other_merchant") else self._shop["mchid"]}
        view |= {"out_trade_no": trade["reference"], "trade_state": state, "trade_state_desc": state, "trade_type": trade["kind"].upper()}
        if trade["status"] == "succeeded":
            view |= {"transaction_id": trade["id"], "success_time": self.beijing(trade["paid_at"]).isoformat(), "attach": ""}
        amount = {"total": trade["amount"], "payer_total": trade["amount"], "currency": trade["currency"]}
        return view | {"amount": amount, "payer": {"openid": "o-simulated"}}

    def _refund_view(self, trade: dict[str, Any], refund: dict[str, Any]) -> dict[str, Any]:
        amount = {"total": trade["amount"], "refund": refund["amount"], "payer_total": trade["amount"], "payer_refund": refund["amount"]}
        view = {"refund_id": refund["id"], "out_refund_no": refund["refund_id"], "transaction_id": trade["id"]}
        view |= {
            "out_trade_no": trade["reference"],
            "status": _REFUNDS[refund["status"]],
            "success_time": self.beijing(refund["at"]).isoformat(),
        }
        return view | {"amount": amount | {"currency": refund["currency"]}, "user_received_account": "支付用户零钱"}

    def _event(self, key: str, kind: str, original: str, content: dict[str, Any]) -> dict[str, Any]:
        at = self.beijing(self.world.unix()).isoformat()
        return {
            "id": f"EV-{key}",
            "create_time": at,
            "event_type": kind,
            "summary": "支付成功",
            "original_type": original,
            "resource": content,
        }
