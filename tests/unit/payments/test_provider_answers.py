"""Answers of providers: only what is proven decides; what is not known is Unknown, so that it is asked about and never repeated."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from functions.payments.model.errors import Declined, Misconfigured, ProviderError, RateLimited, Unknown
from functions.payments.providers import provider_named
from functions.shared.outside import clock, outbound
from functions.shared.plain import times
from functions.shared.plain.money import Money
from infra.simulators import rsa
from infra.simulators.alipay.signing import AlipaySigner
from infra.simulators.faults import Faults
from infra.simulators.unionpay.signing import UnionPaySigner
from infra.simulators.wechatpay.signing import WeChatSigner
from tests.unit.payments.facts import ATTEMPT
from tests.unit.payments.keys import own_keys, shop_keys

Answer = outbound.HttpAnswer
NOW = times.parse("2027-01-15T08:00:00Z")


@pytest.fixture
def answers(secret: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer | Exception], None]:
    def come(answer: Answer | Exception) -> None:
        def call(*_: Any, **__: Any) -> Answer:
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(outbound, "call", call)

    return come


def asked(code: str) -> Any:
    """Both a question and an order: neither may be decided by what is not proven."""
    with clock.frozen(NOW):
        provider = provider_named(code)
        attempt = replace(ATTEMPT, provider=code, provider_ref="pi_1")
        outcomes: list[Any] = []
        calls: list[Callable[[], Any]] = [
            lambda: provider.query(attempt),
            lambda: provider.refund(attempt, Money(1, "CNY"), refund_ref="r1", reason="x", asked_at=ATTEMPT.created_at),
        ]
        for work in calls:
            try:
                outcomes.append(list(work().events))
            except ProviderError as error:
                outcomes.append(type(error))
        return outcomes


CODES = ("alipay", "stripe", "unionpay", "wechatpay")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "answer",
    [
        outbound.NoAnswer("timeout"),
        Answer(500, b"{}"),
        Answer(502, b"<html>"),
        Answer(200, b""),
        Answer(200, b"{"),
        Answer(200, b"[]"),
        Answer(200, b"{}"),
        Answer(200, b"\xff"),
        Answer(200, b"[" * 100_000),
    ],
)
def test_no_answer_and_no_sense_are_unknown(answers: Any, code: str, answer: Answer | Exception) -> None:
    answers(answer)
    assert asked(code) == [Unknown, Unknown]


@pytest.mark.parametrize("code", CODES)
def test_too_many_calls_were_not_carried_out(answers: Any, code: str) -> None:
    answers(Answer(429, b"{}"))
    assert asked(code) == [RateLimited, RateLimited]


TRADE = {"trade_state": "SUCCESS", "transaction_id": "1", "mchid": "1900000001", "appid": "wx8888888888888888"}


def wechat_answer(status: int, content: dict[str, Any], at: int = 0, **faults: Any) -> Answer:
    body = json.dumps(content).encode()
    headers = WeChatSigner(shop_keys("wechatpay"), own_keys("wechatpay")).headers(body, int(NOW.timestamp()) + at, faults=Faults(**faults))
    return Answer(status, body, {name.lower(): value for name, value in headers.items()})


@pytest.mark.parametrize("spoil", ["unsigned", "wrong_key", "unknown_serial", "signtest", "old", "future", "other body"])
def test_a_wechat_answer_that_does_not_verify_is_unknown(answers: Any, spoil: str) -> None:
    content = TRADE | {"out_trade_no": "x", "amount": {"total": 1, "currency": "CNY"}}
    faults: dict[str, Any] = {spoil: True} if spoil in ("wrong_key", "unknown_serial", "signtest") else {}
    answer = wechat_answer(200, content, at={"old": -301, "future": 301}.get(spoil, 0), **faults)
    if spoil == "unsigned":
        answer = Answer(200, answer.body)
    if spoil == "other body":
        answer = Answer(200, answer.body + b" ", answer.headers)
    answers(answer)
    assert asked("wechatpay") == [Unknown, Unknown]


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (401, "SIGN_ERROR", Misconfigured),
        (403, "NO_AUTH", Misconfigured),
        (403, "NOT_ENOUGH", Declined),
        (400, "INVALID_REQUEST", Declined),
        (400, "SYSTEM_ERROR", Unknown),
        (403, "FREQUENCY_LIMITED", RateLimited),
    ],
)
def test_what_wechat_refuses(answers: Any, status: int, code: str, error: type[ProviderError]) -> None:
    answers(wechat_answer(status, {"code": code, "message": "x"}))
    assert asked("wechatpay")[1] is error


def alipay_answer(content: dict[str, Any], *, method: str = "alipay.trade.refund", own: dict[str, Any] | None = None) -> Answer:
    return Answer(200, AlipaySigner(shop_keys("alipay"), own or own_keys("alipay")).answer(method, content).encode())


@pytest.mark.parametrize("code", ["10000", "40004"])
def test_an_alipay_answer_that_does_not_verify_is_unknown(answers: Any, code: str) -> None:
    stranger = {"platform": [rsa.new_key()], "merchant_key": ""}
    answers(alipay_answer({"code": code, "fund_change": "Y", "sub_code": "ACQ.SELLER_BALANCE_NOT_ENOUGH"}, own=stranger))
    assert asked("alipay")[1] is Unknown


@pytest.mark.parametrize(
    ("code", "sub_code", "error"),
    [
        ("40004", "ACQ.SELLER_BALANCE_NOT_ENOUGH", Declined),
        ("40004", "ACQ.SYSTEM_ERROR", Unknown),
        ("20000", "isp.unknow-error", Unknown),
        ("10003", "", Unknown),
        ("40002", "isv.invalid-signature", Misconfigured),
        ("40006", "isv.insufficient-isv-permissions", Misconfigured),
    ],
)
def test_what_alipay_refuses(answers: Any, code: str, sub_code: str, error: type[ProviderError]) -> None:
    answers(alipay_answer({"code": code, "sub_code": sub_code}))
    assert asked("alipay")[1] is error


def test_an_alipay_refund_counts_only_when_money_moved(answers: Any) -> None:
    answers(alipay_answer({"code": "10000", "fund_change": "N", "refund_fee": "0.01"}))
    assert asked("alipay")[1] == []
    answers(alipay_answer({"code": "10000", "fund_change": "Y", "refund_fee": "5.00"}))
    (event,) = asked("alipay")[1]
    assert event.money == Money(1, "CNY")


def unionpay_answer(fields: dict[str, str], **faults: Any) -> Answer:
    signed = UnionPaySigner(shop_keys("unionpay"), own_keys("unionpay")).signed(fields, Faults(**faults))
    return Answer(200, "&".join(f"{name}={value}" for name, value in signed.items()).encode())


def test_a_unionpay_answer_that_does_not_verify_is_unknown(answers: Any) -> None:
    answers(unionpay_answer({"respCode": "00", "origRespCode": "00"}, wrong_key=True))
    assert asked("unionpay") == [Unknown, Unknown]


@pytest.mark.parametrize(("code", "error"), [("02", RateLimited), ("11", Misconfigured), ("61", Declined)])
def test_what_unionpay_refuses(answers: Any, code: str, error: type[ProviderError]) -> None:
    answers(unionpay_answer({"respCode": code}))
    assert asked("unionpay") == [error, error]


@pytest.mark.parametrize(
    ("status", "error", "kind"),
    [
        (402, {"type": "card_error", "code": "card_declined", "decline_code": "insufficient_funds"}, Declined),
        (400, {"code": "charge_already_refunded"}, Declined),
        (401, {}, Misconfigured),
        (403, {}, Misconfigured),
        (409, {"code": "idempotency_key_in_use"}, Unknown),
        (400, {"code": "lock_timeout"}, RateLimited),
    ],
)
def test_what_stripe_refuses(answers: Any, status: int, error: dict[str, str], kind: type[ProviderError]) -> None:
    answers(Answer(status, json.dumps({"error": error}).encode()))
    assert asked("stripe") == [kind, kind]
