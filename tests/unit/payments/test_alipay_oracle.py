"""Our Alipay signatures and those of `python-alipay-sdk` agree both ways; where that one fails on good answers, ours does not."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import pytest
from alipay import AliPay
from alipay.exceptions import AliPayValidationError

from functions.payments.providers.alipay.account import account
from functions.payments.providers.alipay.signing import answer_content, notification, request_fields
from functions.payments.providers.forms import joined
from infra.simulators.alipay.signing import AlipaySigner
from infra.simulators.faults import NONE
from tests.unit.payments.keys import own_keys, shop_keys

NOW = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)
TEXTS = {"a": "订单 + & = %", "b": "", "c": "x=y&z", "trade_no": "1"}


@pytest.fixture
def sdk(secret: dict[str, Any]) -> AliPay:
    keys = shop_keys("alipay")
    private, public = keys["private_key"], keys["alipay_public_keys"]["0"]
    return AliPay(appid=keys["app_id"], app_notify_url=None, app_private_key_string=private, alipay_public_key_string=public)


def test_requests_are_signed_as_the_sdk_signs(sdk: AliPay) -> None:
    fields = request_fields(account(), "alipay.trade.query", {"subject": TEXTS["a"]}, NOW, notify_url="https://s/n")
    assert fields["timestamp"] == "2026-11-22 00:30:00"
    theirs = dict(parse_qsl(sdk.sign_data({name: value for name, value in fields.items() if name != "sign"}), keep_blank_values=True))
    assert theirs == fields


def test_notifications_verify_here_and_there(sdk: AliPay) -> None:
    signed = AlipaySigner(shop_keys("alipay"), own_keys("alipay")).message(json.dumps(TEXTS), 1_800_000_000, NONE)
    fields = notification(account(), signed.body)
    theirs = dict(fields)
    assert sdk.verify(theirs, theirs.pop("sign"))
    assert joined(fields, "sign", "sign_type").startswith("a=订单 + & = %&b=&c=x=y&z&charset=utf-8")


def test_answers_verify_here_and_there(sdk: AliPay) -> None:
    answer = AlipaySigner(shop_keys("alipay"), own_keys("alipay")).answer("alipay.trade.query", {"code": "10000", "x": "订单"})
    assert sdk._verify_and_return_sync_response(answer, "alipay_trade_query_response") == {"code": "10000", "x": "订单"}
    assert answer_content(account(), answer, "alipay_trade_query_response") == ({"code": "10000", "x": "订单"}, True)


def test_braces_in_texts_do_not_confuse_us(sdk: AliPay) -> None:
    answer = AlipaySigner(shop_keys("alipay"), own_keys("alipay")).answer("alipay.trade.query", {"code": "10000", "name": '}"{'})
    with pytest.raises(AliPayValidationError):
        sdk._verify_and_return_sync_response(answer, "alipay_trade_query_response")
    assert answer_content(account(), answer, "alipay_trade_query_response")[1]


@pytest.mark.parametrize(
    ("change", "genuine"),
    [(("10000", "10003"), False), (('"code": ', '"code":'), False), (('{"alipay', '{ "alipay'), True), ((',"sign"', ' ,\n"sign"'), True)],
)
def test_only_the_source_of_the_inner_object_is_signed(sdk: AliPay, change: tuple[str, str], genuine: bool) -> None:
    answer = AlipaySigner(shop_keys("alipay"), own_keys("alipay")).answer("alipay.trade.query", {"code": "10000"})
    assert answer_content(account(), answer.replace(*change), "alipay_trade_query_response")[1] is genuine


@pytest.mark.parametrize("text", ["", "[]", "{}", "{", '{"a":1}', '{"a_response":{},"a_response":{},"sign":""}', "null", '{"sign":"x"} x'])
def test_other_texts_are_no_answers(sdk: AliPay, text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        answer_content(account(), text, "a_response")


def test_the_answers_certificate_chooses_the_key_and_an_unknown_one_none(secret: dict[str, Any]) -> None:
    answer = AlipaySigner(shop_keys("alipay"), own_keys("alipay")).answer("m", {"code": "10000"})
    outcomes = [answer_content(account(), answer[:-1] + f',"alipay_cert_sn":"{name}"}}', "m_response")[1] for name in ("0", "1", "unknown")]
    assert outcomes == [True, False, False]
