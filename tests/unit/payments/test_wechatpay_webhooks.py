"""WeChat Pay notifications: proven here and now, by a key we know, or refused without any call (E12, providers.md §9)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.payments.model.errors import Forged, Malformed, Stale
from functions.payments.model.provider import RawRequest
from functions.payments.model.provider_event import EventType
from functions.payments.providers.wechatpay.adapter import WeChatPayProvider
from functions.shared.plain.money import Money
from infra.simulators.faults import Faults
from infra.simulators.wechatpay.signing import WeChatSigner
from tests.unit.payments.keys import own_keys, shop_keys

NOW = 1_800_000_000
TRADE = {
    "mchid": "1900000001",
    "appid": "wx8888888888888888",
    "out_trade_no": "01jd0000000000000000000000",
    "transaction_id": "4200000001",
    "trade_state": "SUCCESS",
    "success_time": "2027-01-15T16:00:00+08:00",
    "amount": {"total": 12900, "payer_total": 12900, "currency": "CNY"},
}
REFUND = {
    "mchid": "1900000001",
    "out_trade_no": TRADE["out_trade_no"],
    "transaction_id": "4200000001",
    "out_refund_no": "01jd0000000000000000000001",
    "refund_id": "50000001",
    "refund_status": "SUCCESS",
    "success_time": "2027-01-15T16:05:00+08:00",
    "amount": {"total": 12900, "refund": 100, "payer_total": 12900, "payer_refund": 100},
}


def told(resource: Any = None, *, kind: str = "TRANSACTION.SUCCESS", at: int = NOW, **faults: Any) -> RawRequest:
    content = {"id": "EV-1", "create_time": "x", "event_type": kind, "summary": "支付成功", "original_type": "transaction"}
    signer = WeChatSigner(shop_keys("wechatpay"), own_keys("wechatpay"))
    signed = signer.message(json.dumps({**content, "resource": TRADE if resource is None else resource}), at, Faults(**faults))
    return RawRequest(signed.body, {name.lower(): value for name, value in signed.headers.items()})


def without(request: RawRequest, name: str, **more: str) -> RawRequest:
    return RawRequest(request.body, {key: value for key, value in request.headers.items() if key != name} | more)


def test_a_paid_trade(secret: dict[str, Any]) -> None:
    (event,) = WeChatPayProvider().verify_webhook(told(), NOW)
    assert (event.type, event.our_ref, event.provider_ref) == (EventType.CHARGE_SUCCESS, TRADE["out_trade_no"], "4200000001")
    assert (event.money, event.account, event.event_key) == (Money(12900, "CNY"), "1900000001:wx8888888888888888", "EV-1")
    assert event.occurred_at == "2027-01-15T08:00:00.000Z"


@pytest.mark.parametrize(
    ("status", "kind"),
    [("SUCCESS", EventType.REFUND_SUCCESS), ("CLOSED", EventType.REFUND_FAILURE), ("ABNORMAL", EventType.REFUND_FAILURE)],
)
def test_a_refund_is_about_a_paid_trade_and_no_payment(secret: dict[str, Any], status: str, kind: EventType) -> None:
    (event,) = WeChatPayProvider().verify_webhook(told(REFUND | {"refund_status": status}, kind=f"REFUND.{status}"), NOW)
    assert (event.type, event.refund_ref, event.money) == (kind, REFUND["out_refund_no"], Money(100, "CNY"))


def test_both_keys_of_a_rotation_are_good_and_a_removed_one_is_not(secret: dict[str, Any]) -> None:
    assert WeChatPayProvider().verify_webhook(told(rotated_key=True), NOW)
    keys = dict(secret["wechatpay"]["platform_keys"])
    del keys["PUB_KEY_ID_SIMULATOR_2"]
    secret["wechatpay"]["platform_keys"] = keys
    with pytest.raises(Forged):
        WeChatPayProvider().verify_webhook(told(rotated_key=True), NOW)


def test_the_apiv3_key_can_be_changed_without_a_gap(secret: dict[str, Any]) -> None:
    request = told()
    secret["wechatpay"]["apiv3_key"] = ["n" * 32, secret["wechatpay"]["apiv3_key"]]
    assert WeChatPayProvider().verify_webhook(request, NOW)
    secret["wechatpay"]["apiv3_key"] = "n" * 32
    with pytest.raises(Forged):
        WeChatPayProvider().verify_webhook(request, NOW)


@pytest.mark.parametrize("shift", [-300, 300])
def test_the_edge_of_the_window_is_good(secret: dict[str, Any], shift: int) -> None:
    assert WeChatPayProvider().verify_webhook(told(at=NOW + shift), NOW)


@pytest.mark.parametrize("shift", [-86_400, -301, 301, 86_400])
def test_outside_the_window_it_is_stale(secret: dict[str, Any], shift: int) -> None:
    with pytest.raises(Stale):
        WeChatPayProvider().verify_webhook(told(at=NOW + shift), NOW)


@pytest.mark.parametrize("fault", ["tamper", "wrong_key", "unknown_serial", "signtest"])
def test_what_is_not_signed_by_a_key_we_know_is_forged(secret: dict[str, Any], fault: str) -> None:
    """Without an outbound call: the fixture fails on any."""
    faults: dict[str, Any] = {fault: True}
    with pytest.raises(Forged):
        WeChatPayProvider().verify_webhook(told(**faults), NOW)


CHANGES: dict[str, Callable[[RawRequest], RawRequest]] = {
    "re-serialised": lambda r: RawRequest(json.dumps(json.loads(r.body), separators=(",", ":")).encode(), r.headers),
    "no timestamp": lambda r: without(r, "wechatpay-timestamp"),
    "no nonce": lambda r: without(r, "wechatpay-nonce"),
    "no serial": lambda r: without(r, "wechatpay-serial"),
    "no signature": lambda r: without(r, "wechatpay-signature"),
    "other timestamp": lambda r: without(r, "", **{"wechatpay-timestamp": str(NOW + 1)}),
    "other nonce": lambda r: without(r, "", **{"wechatpay-nonce": "0" * 32}),
    "the other key's name": lambda r: without(r, "", **{"wechatpay-serial": "PUB_KEY_ID_SIMULATOR_2"}),
    "other scheme": lambda r: without(r, "", **{"wechatpay-signature-type": "WECHATPAY2-MD5"}),
    "full-width digits": lambda r: without(r, "", **{"wechatpay-timestamp": "１８００００００００"}),
    "signature with blanks": lambda r: without(r, "", **{"wechatpay-signature": " " + r.headers["wechatpay-signature"]}),
    "empty": lambda r: RawRequest(b"", {}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_any_change_is_forged(secret: dict[str, Any], name: str) -> None:
    with pytest.raises(Forged):
        WeChatPayProvider().verify_webhook(CHANGES[name](told()), NOW)


def resigned(change: Callable[[dict[str, Any]], Any]) -> RawRequest:
    """Rightly signed by WeChat Pay, with another envelope."""
    envelope = json.loads(told().body)
    body = json.dumps(change(envelope)).encode()
    signer = WeChatSigner(shop_keys("wechatpay"), own_keys("wechatpay"))
    return RawRequest(body, {name.lower(): value for name, value in signer.headers(body, NOW).items()})


def in_resource(**changes: str) -> Callable[[dict[str, Any]], Any]:
    return lambda envelope: envelope | {"resource": envelope["resource"] | changes}


@pytest.mark.parametrize(
    "changes",
    [
        {"algorithm": "AES_128_CBC"},
        {"nonce": "000000000000"},
        {"nonce": "0"},
        {"associated_data": "refund"},
        {"ciphertext": base64.b64encode(b"x" * 40).decode()},
        {"ciphertext": "AAAA"},
    ],
)
def test_another_encryption_than_agreed_is_forged(secret: dict[str, Any], changes: dict[str, str]) -> None:
    with pytest.raises(Forged):
        WeChatPayProvider().verify_webhook(resigned(in_resource(**changes)), NOW)


@pytest.mark.parametrize("body", [[], {}, {"id": 1, "event_type": "TRANSACTION.SUCCESS"}, {"id": "a", "event_type": "TRANSACTION.SUCCESS"}])
def test_a_genuine_message_of_another_form_is_malformed_not_lost(secret: dict[str, Any], body: Any) -> None:
    with pytest.raises(Malformed):
        WeChatPayProvider().verify_webhook(resigned(lambda _: body), NOW)


@pytest.mark.parametrize(
    "amount", [{}, {"total": "12900"}, {"total": 129.0}, {"total": True}, {"total": 0}, {"total": 1, "currency": "XXQ"}]
)
def test_amounts_of_another_form_are_malformed(secret: dict[str, Any], amount: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        WeChatPayProvider().verify_webhook(told(TRADE | {"amount": amount}), NOW)


def test_the_currency_is_the_one_that_was_signed(secret: dict[str, Any]) -> None:
    """Another one than the payment's is put aside (test_matching.py)."""
    (event,) = WeChatPayProvider().verify_webhook(told(TRADE | {"amount": {"total": 12900, "currency": "USD"}}), NOW)
    assert event.money == Money(12900, "USD")


def test_unknown_types_tell_nothing(secret: dict[str, Any]) -> None:
    assert WeChatPayProvider().verify_webhook(told(kind="PAYSCORE.USER_PAID"), NOW) == []


def test_acknowledgements(secret: dict[str, Any]) -> None:
    """200 and nothing; else 4xx or 5xx with FAIL: the status decides over there"""
    provider = WeChatPayProvider()
    answers = [provider.ack(outcome) for outcome in ("ok", "retry", "forged")]
    assert [answer.status for answer in answers] == [200, 503, 401]
    assert (answers[0].body, json.loads(answers[1].body)["code"]) == (b"", "FAIL")


def test_times_are_read_with_their_zone(secret: dict[str, Any]) -> None:
    (event,) = WeChatPayProvider().verify_webhook(told(TRADE | {"success_time": datetime(2027, 1, 1, tzinfo=UTC).isoformat()}), NOW)
    assert event.occurred_at == "2027-01-01T00:00:00.000Z"
