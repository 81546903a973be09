"""The provider `alipay`: page (computer), wap (mobile browser), app and precreate (QR code) payments."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from functions.payments.model.attempt import Attempt, NextAction
from functions.payments.model.errors import Declined, Malformed, Unknown
from functions.payments.model.provider import AckOutcome, Capabilities, RawRequest, RawResponse, Result, StatementLine
from functions.payments.model.provider_event import ProviderEvent
from functions.payments.providers.alipay import bill
from functions.payments.providers.alipay.account import account
from functions.payments.providers.alipay.client import call, order_string, page_url
from functions.payments.providers.alipay.facts import CURRENCY, canceled, of_notification, of_trade, refunded
from functions.payments.providers.alipay.signing import TIME, notification
from functions.payments.providers.exchange import NotThere, beijing, download, text_of
from functions.payments.providers.guard import believable, configured
from functions.payments.providers.unsupported import Unable
from functions.shared.plain import times
from functions.shared.plain.money import Money, from_decimal, to_decimal

_PAGES = {
    "page": ("alipay.trade.page.pay", "FAST_INSTANT_TRADE_PAY"),
    "wap": ("alipay.trade.wap.pay", "QUICK_WAP_WAY"),
    "app": ("alipay.trade.app.pay", "QUICK_MSECURITY_PAY"),
}


class AlipayProvider(Unable):
    code = "alipay"
    caps = Capabilities(
        currencies=frozenset({CURRENCY}),
        methods=("page", "wap", "app", "precreate"),
        steps={"app": "sdk_params", "precreate": "qr_code"},
        devices={
            "page": frozenset({"desktop"}),
            "wap": frozenset({"mobile", "alipay"}),
            "app": frozenset({"app"}),
            "precreate": frozenset({"desktop"}),
        },
        amounts={CURRENCY: (1, 10_000_000_000)},
        close_unpaid=True,
        partial_refund=True,
        reconcile=True,
        expiry_told=True,
    )

    @property
    def account(self) -> str:
        return account().name

    def ready(self) -> bool:
        return configured(account)

    def create(self, attempt: Attempt, *, return_url: str, notify_url: str, **_: object) -> Result:
        """page, wap and app are opened by the customer with a signed address; Alipay knows of them when they do."""
        ours = account()
        wanted = {
            "out_trade_no": attempt.reference,
            "total_amount": str(to_decimal(attempt.money)),
            "subject": attempt.title,
            "time_expire": beijing(times.parse(attempt.expires_at), TIME),
        }
        if attempt.method == "precreate":
            answer = call(ours, "alipay.trade.precreate", wanted, notify_url=notify_url)
            return Result((), NextAction("qr_code", url=text_of(answer, "qr_code")), attempt.reference)
        method, product = _PAGES[attempt.method]
        wanted["product_code"] = product
        if attempt.method == "app":
            params = {"order_string": order_string(ours, method, wanted, notify_url=notify_url)}
            return Result((), NextAction("sdk_params", params=params), attempt.reference)
        url = page_url(ours, method, wanted, notify_url=notify_url, return_url=return_url)
        return Result((), NextAction("redirect", url=url), attempt.reference)

    def void(self, attempt: Attempt, **_: object) -> Result:
        """Close it while it is unpaid. What the customer never opened is not known there, and `time_expire` bars it for good."""
        ours = account()
        with contextlib.suppress(NotThere):
            call(ours, "alipay.trade.close", {"out_trade_no": attempt.reference})
        return Result((canceled(ours.name, attempt.reference, key=f"answer:closed:{attempt.reference}"),))

    def query(self, attempt: Attempt) -> Result:
        ours = account()
        try:
            trade = call(ours, "alipay.trade.query", {"out_trade_no": attempt.reference})
            return Result(tuple(of_trade(ours.name, trade, key=f"answer:{attempt.reference}")))
        except NotThere:
            return Result()
        except (KeyError, TypeError, ValueError) as error:
            raise Unknown("answer_unreadable") from error

    def refund(self, attempt: Attempt, money: Money, *, refund_ref: str, reason: str, **_: object) -> Result:
        """Money moved only with `fund_change`; without it (this request was done before, or is under way) a query tells."""
        wanted = {"out_trade_no": attempt.reference, "refund_amount": str(to_decimal(money)), "out_request_no": refund_ref}
        ours = account()
        answer = call(ours, "alipay.trade.refund", {**wanted, "refund_reason": reason[:80]})
        if answer.get("fund_change") != "Y":
            return Result()
        return Result((refunded(ours.name, attempt.reference, refund_ref, money, key=f"answer:{refund_ref}"),))

    def query_refund(self, attempt: Attempt, refund_ref: str, **_: object) -> Result:
        ours, wanted = account(), {"out_trade_no": attempt.reference, "out_request_no": refund_ref}
        answer = call(ours, "alipay.trade.fastpay.refund.query", wanted)
        if answer.get("out_request_no") != refund_ref:
            raise Declined("refund_not_found")
        if answer.get("refund_status") != "REFUND_SUCCESS":
            return Result()
        try:
            money = from_decimal(answer["refund_amount"], CURRENCY)
        except (KeyError, ValueError) as error:
            raise Unknown("answer_unreadable") from error
        return Result((refunded(ours.name, attempt.reference, refund_ref, money, key=f"answer:{refund_ref}"),))

    def verify_webhook(self, request: RawRequest, now: int) -> list[ProviderEvent]:  # noqa: ARG002 — its messages carry no signed time
        ours = believable(account)
        fields = notification(ours, request.body)
        try:
            return of_notification(fields, hashlib.sha256(request.body).hexdigest())
        except (KeyError, ValueError) as error:
            raise Malformed(type(error).__name__) from error

    def ack(self, outcome: AckOutcome) -> RawResponse:
        """Exactly these texts; everything else means: send it again."""
        statuses = {"ok": (200, b"success"), "retry": (503, b"fail"), "forged": (401, b"fail")}
        return RawResponse(*statuses[outcome])

    def reconcile(self, day: date) -> Iterator[StatementLine]:
        wanted: dict[str, Any] = {"bill_type": "trade", "bill_date": day.isoformat()}
        try:
            told = call(account(), "alipay.data.dataservice.bill.downloadurl.query", wanted)
        except NotThere:
            return iter(())
        return bill.lines(download(text_of(told, "bill_download_url")))
