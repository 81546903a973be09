"""The provider `wechatpay`: native (QR code), jsapi (inside WeChat), h5 (mobile browser) and app payments."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

from functions.payments.model.attempt import Attempt, NextAction
from functions.payments.model.errors import Declined, Malformed, Unknown
from functions.payments.model.provider import AckOutcome, Capabilities, RawRequest, RawResponse, Result, StatementLine
from functions.payments.model.provider_event import ProviderEvent
from functions.payments.providers.exchange import BEIJING, NotThere, download, text_of
from functions.payments.providers.guard import believable, configured
from functions.payments.providers.unsupported import Unable
from functions.payments.providers.wechatpay import bill
from functions.payments.providers.wechatpay.account import Account, account
from functions.payments.providers.wechatpay.client import call, headers
from functions.payments.providers.wechatpay.facts import of_refund, of_trade
from functions.payments.providers.wechatpay.signing import client_signature, decrypt, verify
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.money import Money
from functions.shared.plain.settings import settings

_PAID = "TRANSACTION.SUCCESS"
_REFUNDS = frozenset({"REFUND.SUCCESS", "REFUND.ABNORMAL", "REFUND.CLOSED"})
_FAILURE = json.dumps({"code": "FAIL", "message": "失败"}, ensure_ascii=False).encode()


class WeChatPayProvider(Unable):
    code = "wechatpay"
    caps = Capabilities(
        currencies=frozenset({"CNY"}),
        methods=("native", "jsapi", "h5", "app"),
        steps={"native": "qr_code", "jsapi": "sdk_params", "app": "sdk_params"},
        devices={
            "native": frozenset({"desktop"}),
            "jsapi": frozenset({"wechat"}),
            "h5": frozenset({"mobile"}),
            "app": frozenset({"app"}),
        },
        close_unpaid=True,
        partial_refund=True,
        refund_is_async=True,
        reconcile=True,
        expiry_told=True,
        required={"jsapi": frozenset({"payer_id"})},
    )

    @property
    def account(self) -> str:
        return account().name

    def ready(self) -> bool:
        return configured(account)

    def create(self, attempt: Attempt, *, return_url: str, notify_url: str, **_: object) -> Result:
        ours, path = account(), f"/v3/pay/transactions/{attempt.method}"
        answer = call(ours, "POST", path, _wanted(ours, attempt, notify_url))
        return Result((), _next_action(ours, attempt, answer, return_url), attempt.reference)

    def void(self, attempt: Attempt, **_: object) -> Result:
        ours = account()
        try:
            call(ours, "POST", f"/v3/pay/transactions/out-trade-no/{attempt.reference}/close", {"mchid": ours.mchid})
        except Declined as error:
            if not isinstance(error, NotThere) and error.code not in ("order_closed", "orderclosed"):
                raise
        closed = {"trade_state": "CLOSED", "out_trade_no": attempt.reference, "mchid": ours.mchid, "appid": ours.appid}
        return Result(tuple(of_trade(ours, closed, key=f"answer:closed:{attempt.reference}")))

    def query(self, attempt: Attempt) -> Result:
        ours = account()
        try:
            trade = call(ours, "GET", f"/v3/pay/transactions/out-trade-no/{attempt.reference}?mchid={ours.mchid}")
        except NotThere:
            return Result()
        return Result(tuple(_read(of_trade, ours, trade, attempt.reference)))

    def refund(self, attempt: Attempt, money: Money, *, refund_ref: str, reason: str, **_: object) -> Result:
        wanted = {
            "out_trade_no": attempt.reference,
            "out_refund_no": refund_ref,
            "reason": reason[:80] or "refund",
            "notify_url": f"{settings().public_base_url}/v1/webhooks/payments/{self.code}",
            "amount": {"refund": money.amount, "total": attempt.money.amount, "currency": money.currency},
        }
        ours = account()
        return Result(tuple(_read(of_refund, ours, call(ours, "POST", "/v3/refund/domestic/refunds", wanted), refund_ref)))

    def query_refund(self, _attempt: Attempt, refund_ref: str, **_: object) -> Result:
        ours = account()
        return Result(tuple(_read(of_refund, ours, call(ours, "GET", f"/v3/refund/domestic/refunds/{refund_ref}"), refund_ref)))

    def verify_webhook(self, request: RawRequest, now: int) -> list[ProviderEvent]:
        ours = believable(account)
        verify(ours, request.headers, request.body, now)
        try:
            return _told(ours, json.loads(request.body), hashlib.sha256(request.body).hexdigest())
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Malformed(type(error).__name__) from error

    def ack(self, outcome: AckOutcome) -> RawResponse:
        if outcome == "ok":
            return RawResponse(200, b"", "application/json")
        return RawResponse(503 if outcome == "retry" else 401, _FAILURE, "application/json")

    def reconcile(self, day: date) -> Iterator[StatementLine]:
        ours = account()
        try:
            told = call(ours, "GET", f"/v3/bill/tradebill?bill_date={day.isoformat()}&bill_type=ALL&tar_type=GZIP")
        except NotThere:
            return iter(())
        url = str(told.get("download_url", ""))
        if urlsplit(url)[:2] != urlsplit(ours.base_url)[:2] or told.get("hash_type") != "SHA1":
            raise Unknown("bill_address")
        return bill.lines(bill.unpacked(download(url, headers(ours, "GET", url)), str(told["hash_value"])))


def _wanted(ours: Account, attempt: Attempt, notify_url: str) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        "appid": ours.appid,
        "mchid": ours.mchid,
        "description": attempt.title,
        "out_trade_no": attempt.reference,
        "notify_url": notify_url,
        "time_expire": times.parse(attempt.expires_at).astimezone(BEIJING).isoformat(timespec="seconds"),
        "amount": {"total": attempt.money.amount, "currency": attempt.money.currency},
    }
    if attempt.method == "jsapi":
        if not attempt.payer:
            raise Declined("payer_id_missing")
        wanted["payer"] = {"openid": attempt.payer}
    if attempt.method == "h5":
        wanted["scene_info"] = {"payer_client_ip": attempt.client_ip or "127.0.0.1", "h5_info": {"type": "Wap"}}
    return wanted


def _next_action(ours: Account, attempt: Attempt, answer: Mapping[str, Any], return_url: str) -> NextAction:
    if attempt.method == "native":
        return NextAction("qr_code", url=text_of(answer, "code_url"))
    if attempt.method == "h5":
        back = f"&redirect_url={quote(return_url, safe='')}" if return_url else ""
        return NextAction("redirect", url=text_of(answer, "h5_url") + back)
    prepay, nonce, now = text_of(answer, "prepay_id"), secrets.token_hex(16), str(int(clock.now().timestamp()))
    if attempt.method == "app":
        signature = client_signature(ours, ours.appid, now, nonce, prepay)
        params = {"appid": ours.appid, "partnerid": ours.mchid, "prepayid": prepay, "package": "Sign=WXPay"}
        return NextAction("sdk_params", params={**params, "noncestr": nonce, "timestamp": now, "sign": signature})
    signature = client_signature(ours, ours.appid, now, nonce, f"prepay_id={prepay}")
    params = {"appId": ours.appid, "timeStamp": now, "nonceStr": nonce, "package": f"prepay_id={prepay}", "signType": "RSA"}
    return NextAction("sdk_params", params={**params, "paySign": signature})


def _told(ours: Account, message: Mapping[str, Any], digest: str) -> list[ProviderEvent]:
    key, kind = message["id"], message["event_type"]
    if not isinstance(key, str) or not 0 < len(key) <= 128:
        raise ValueError("id")
    if kind not in _REFUNDS and kind != _PAID:
        return []
    content = decrypt(ours, message["resource"])
    facts = of_refund if kind in _REFUNDS else of_trade
    return facts(ours, content, key=key, digest=digest)


def _read(facts: Any, ours: Account, content: dict[str, Any], reference: str) -> list[ProviderEvent]:
    try:
        found: list[ProviderEvent] = facts(ours, content, key=f"answer:{reference}")
    except (KeyError, TypeError, ValueError) as error:
        raise Unknown("answer_unreadable") from error
    return found
