"""The simulated UnionPay ACP 5.1.0: form and app payments, queries by number and time, refunds under their own number, ZM files."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from aiohttp import web

from infra.simulators.answers import Refused
from infra.simulators.merchant import BEIJING, Merchant
from infra.simulators.provider import World, new_id
from infra.simulators.unionpay.bill import bill
from infra.simulators.unionpay.signing import UnionPaySigner

Fields = dict[str, str]
_STATES = {"pending": "05", "succeeded": "00", "failed": "51", "closed": "77"}
_REFUNDS = {"succeeded": "00", "failed": "36", "pending": "05"}
_CODES = {
    "not_found": "34",
    "reference_reused": "12",
    "charge_not_paid": "77",
    "refund_too_large": "61",
    "refund_id_reused": "12",
    "charge_settled": "77",
}


class UnionPay(Merchant):
    code = "unionpay"

    def __init__(self, world: World, shop: dict[str, Any], own: dict[str, Any]) -> None:
        self._shop, self._keys = shop, UnionPaySigner(shop, own)
        super().__init__(world, self._keys)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/gateway/api/frontTransReq.do", self._front),
            web.post("/gateway/api/appTransReq.do", self._back),
            web.post("/gateway/api/queryTrans.do", self._back),
            web.post("/gateway/api/backTransReq.do", self._back),
            web.post("/", self._back),
        ]

    def new_name(self, prefix: str) -> str:  # noqa: ARG002 — theirs are 21 digits
        return str(10**20 + secrets.randbelow(9 * 10**20))

    def told_of_trade(self, trade: dict[str, Any]) -> dict[str, Any] | None:
        """Only of what was paid; a refused card is not told."""
        return self._told(trade, "01", trade["amount"]) if trade["status"] == "succeeded" else None

    def told_of_refund(self, trade: dict[str, Any], refund: dict[str, Any]) -> dict[str, Any] | None:
        if refund.get("console"):
            return None  # without a notify address of its own; the file of the day has it
        told = self._told(trade, refund["kind"], refund["amount"]) | ({"respCode": "36"} if refund["status"] == "failed" else {})
        told |= {"orderId": refund["refund_id"], "queryId": refund["id"]}
        return told | {"origQryId": trade["id"], "txnTime": refund["txn_time"], "reqReserved": refund["reserved"]}

    def _told(self, trade: dict[str, Any], kind: str, amount: int) -> Fields:
        told = {"txnType": kind, "txnSubType": "01" if kind == "01" else "00", "bizType": "000201", "respCode": "00", "respMsg": "success"}
        told |= {"merId": "777999999999999" if trade.get("other_merchant") else self._shop["mer_id"], "accessType": "0"}
        told |= {"orderId": trade["reference"], "queryId": trade["id"], "txnTime": trade["txn_time"], "txnAmt": str(amount)}
        return told | {"currencyCode": "156", "settleAmt": str(amount), "settleCurrencyCode": "156"}

    async def _front(self, request: web.Request) -> web.Response:
        """The customer's browser brings the signed form."""
        fields = await _form(request)
        self._keys.check(fields)
        raise web.HTTPFound(self.page(self._open(fields)["reference"]))

    def begin(self, action: dict[str, Any]) -> None:
        """The signed form of web and wap."""
        fields = {name: str(value) for name, value in (action.get("params") or {}).items()}
        if fields.get("txnType") == "01":
            self._keys.check(fields)
            self._open(fields)

    async def _back(self, request: web.Request) -> web.Response:
        fields, reference = await _form(request), ""
        try:
            self._keys.check(fields)
            reference = fields.get("reqReserved") or fields.get("orderId", "")
            answer = {"respCode": "00", "respMsg": "成功[0000000]"} | self._answer(fields)
        except Refused as refused:
            answer = {"respCode": _CODES.get(refused.code, refused.code), "respMsg": refused.detail}
        if lost := self.lost.lost(request, reference):
            return lost
        echoed = {name: fields[name] for name in ("merId", "orderId", "txnTime", "txnType", "txnSubType", "bizType") if name in fields}
        signed = self._keys.signed(echoed | answer)
        return web.Response(text="&".join(f"{name}={value}" for name, value in signed.items()), content_type="text/html")

    def _answer(self, fields: Fields) -> Fields:
        kind = fields["txnType"]
        if kind == "01":
            return {"tn": self._open(fields)["tn"]}
        if kind == "00":
            return self._state(fields)
        if kind in ("04", "31"):
            return self._refund(fields, kind)
        if kind == "76":
            return self._file(fields)
        raise Refused(400, "10", f"unknown txnType {kind}")

    def _open(self, fields: Fields) -> dict[str, Any]:
        if fields["payTimeout"] < fields["txnTime"] or fields["currencyCode"] != "156":
            raise Refused(400, "10", "payTimeout or currencyCode")
        more = {"notify_url": fields["backUrl"], "return_url": fields["frontUrl"], "tn": new_id("tn"), "pay_timeout": fields["payTimeout"]}
        return self.open_trade(fields["orderId"], int(fields["txnAmt"]), "CNY", txn_time=fields["txnTime"], **more)

    def _state(self, fields: Fields) -> Fields:
        """By number and time: another time is another order."""
        refund = self.refund(fields["orderId"])
        if refund is not None and refund.get("txn_time") == fields["txnTime"]:
            found = {
                "origRespCode": _REFUNDS[refund["status"]],
                "origRespMsg": "success",
                "queryId": refund["id"],
                "txnAmt": str(refund["amount"]),
            }
            return found | {"currencyCode": "156", "reqReserved": refund["reserved"]}
        trade = self.trade(fields["orderId"])
        if trade["txn_time"] != fields["txnTime"]:
            raise Refused(404, "not_found", "there is no such order")
        state = _STATES[trade["status"]]
        if trade["status"] == "pending" and f"{datetime.fromtimestamp(self.world.unix(), BEIJING):%Y%m%d%H%M%S}" > trade["pay_timeout"]:
            state = "77"
        found = {"origRespCode": state, "origRespMsg": "?", "queryId": trade["id"], "txnAmt": str(trade["amount"])}
        return found | {"currencyCode": "156"}

    def _refund(self, fields: Fields, kind: str) -> Fields:
        trade = self.trade(fields["reqReserved"])
        if fields["origQryId"] != trade["id"]:
            raise Refused(404, "not_found", "origQryId")
        if self.refund(fields["orderId"]):
            raise Refused(409, "refund_id_reused", "repeated")
        if kind == "31" and (
            self._settles(trade["paid_at"]) != self._settles(self.world.unix()) or int(fields["txnAmt"]) != trade["amount"]
        ):
            raise Refused(409, "charge_settled", "only the whole, and on its settlement day")
        more = {"notify_url": fields["backUrl"], "txn_time": fields["txnTime"], "reserved": fields["reqReserved"], "kind": kind}
        refund = self.give_back(trade, fields["orderId"], int(fields["txnAmt"]), **more)
        return {"queryId": refund["id"], "origQryId": trade["id"]}

    def _settles(self, at: int) -> date:
        """The settlement day: it ends an hour before midnight."""
        return (self.beijing(at) + timedelta(hours=1)).date()

    def _file(self, fields: Fields) -> Fields:
        now = datetime.fromtimestamp(self.world.unix(), BEIJING)
        day = date(now.year, int(fields["settleDate"][:2]), int(fields["settleDate"][2:]))
        if day > now.date():
            day = day.replace(year=now.year - 1)
        content = bill(self, self._shop["mer_id"], day)
        if content is None:
            raise Refused(404, "98", "no file")
        return {"fileName": f"INN{day:%y%m%d}88ZM_{self._shop['mer_id']}.zip", "fileContent": content}


async def _form(request: web.Request) -> Fields:
    return {name: str(value) for name, value in (await request.post()).items()}
