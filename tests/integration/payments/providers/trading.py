"""What a test does with a payment at a simulated provider, whichever it is."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import boto3

from functions.payments.attempts.sweep_unfinished import sweep
from functions.payments.model.attempt import reference_of
from functions.shared.outside import clock, provider_keys
from tests.integration.payments.providers.outside import Hook, Outside
from tests.integration.payments.shop import Shop
from tests.support.http import Answer

METHODS = {
    "alipay": ("page", "wap", "app", "precreate"),
    "stripe": ("card",),
    "unionpay": ("web", "wap", "app"),
    "wechatpay": ("native", "jsapi", "h5", "app"),
}
PROVIDERS = tuple(METHODS)
CURRENCY = "CNY"


class Trading(Shop):
    """`start` makes the payment known at the provider, so that the customer can act."""

    def __init__(self, queue: str, outside: Outside) -> None:
        super().__init__(queue, None)  # type: ignore[arg-type]  # no sandbox double here
        self.outside = outside

    def start(self, code: str, method: str | None = None, **more: Any) -> dict[str, Any]:
        body = {"provider": code, "method": method or METHODS[code][0], "return_url": "https://shop.example.com/done"}
        payment = self.started(**{**body, "payer_id": "o-payer", **more})
        self.visit(payment)
        return payment

    def visit(self, payment: dict[str, Any]) -> None:
        """The customer follows the next action, as their browser or app would."""
        action, http = payment["next_action"], self.outside.http
        if payment["provider"] == "alipay":
            gateway = self.outside.base("alipay")
            url = action["url"] if action["kind"] == "redirect" else f"{gateway}?{action['params'].get('order_string', '')}"
            if action["kind"] != "qr_code":
                assert http.request("GET", url, redirect=False).status == 302
        if action["kind"] == "form_post":
            answer = http.request("POST", action["url"], fields=action["params"], encode_multipart=False, redirect=False)
            assert answer.status == 302, answer.data

    def deliver(self, hook: Hook, *, body: bytes | None = None, **headers: str | None) -> Answer:
        given: dict[str, str] = {name: value for name, value in hook.headers.items() if name not in ("host", "content-length")}
        for name, value in headers.items():
            given.pop(name.replace("_", "-"), None)
            if value is not None:
                given[name.replace("_", "-")] = value
        return self.door.call("POST", f"/v1/webhooks/payments/{hook.code}", hook.body if body is None else body, given)

    def paid(self, code: str, **faults: Any) -> tuple[dict[str, Any], Hook]:
        """A payment whose customer has paid, and the webhook that says so, not delivered yet."""
        payment = self.start(code)
        self.outside.act(code, payment["reference"], "pay", **faults)
        return payment, self.outside.hooks(1, code)[0]

    def captured(self, code: str) -> dict[str, Any]:
        payment, hook = self.paid(code)
        assert self.deliver(hook).status == 200
        self.work()
        assert self.payment(payment["id"])["status"] == "captured"
        return payment

    def refund(self, amount: int) -> dict[str, Any]:
        body = {"amount": {"amount": amount, "currency": CURRENCY}, "reason": "a return"}
        answer = self.finance.post(f"/v1/admin/orders/{self.order_id}/refunds", body)
        assert answer.status == 201, answer.text
        made: dict[str, Any] = answer.json
        return made | {"reference": reference_of(made["id"])}

    def refunds(self) -> list[tuple[int, str]]:
        data = self.finance.get(f"/v1/admin/orders/{self.order_id}/refunds").json["data"]
        return [(one["amount"]["amount"], one["status"]) for one in data]

    def later(self, minutes: float) -> Any:
        return clock.frozen(_whole(clock.now()) + timedelta(minutes=minutes))

    def sweep(self) -> int:
        """The schedule, and the worker behind it."""
        sweep()
        return self.work()

    def change_keys(self, code: str, **changes: Any) -> None:
        keys = self.outside.shop_keys | {code: self.outside.shop_keys[code] | changes}
        boto3.client("secretsmanager").put_secret_value(SecretId="shop-test-payments", SecretString=json.dumps(keys))
        provider_keys.forget()


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
