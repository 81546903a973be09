"""Alipay notifications: proven by a key we know, or refused; a refund's message is no payment (E12, providers.md §9)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import MD5

from functions.payments.model.errors import Forged, Malformed
from functions.payments.model.provider import RawRequest
from functions.payments.model.provider_event import EventType
from functions.payments.providers.alipay.adapter import AlipayProvider
from functions.shared.plain.money import Money
from infra.simulators import rsa
from infra.simulators.alipay.signing import AlipaySigner, joined
from infra.simulators.faults import Faults
from tests.unit.payments.keys import own_keys, shop_keys

NOW = 1_800_000_000
REFERENCE = "01jd0000000000000000000000"
TOLD = {
    "notify_id": "n-1",
    "notify_type": "trade_status_sync",
    "app_id": "2021000000000001",
    "seller_id": "2088000000000001",
    "out_trade_no": REFERENCE,
    "trade_no": "2026112122001",
    "trade_status": "TRADE_SUCCESS",
    "total_amount": "129.00",
    "subject": "订单 + & = N1",
    "body": "",
    "gmt_payment": "2026-11-21 08:00:00",
}


def told(at: int = NOW, faults: Faults | None = None, /, **fields: str) -> RawRequest:
    signed = AlipaySigner(shop_keys("alipay"), own_keys("alipay")).message(json.dumps(TOLD | fields), at, faults or Faults())
    return RawRequest(signed.body, {})


def signed(fields: dict[str, str], *, sign_type: str = "RSA2", keep_type: bool = False) -> RawRequest:
    """Signed by Alipay as the test wants it."""
    covered = fields | ({"sign_type": sign_type} if keep_type else {})
    signature = rsa.sign(own_keys("alipay")["platform"][0], joined(covered).encode())
    return RawRequest(urlencode({**fields, "sign": signature, "sign_type": sign_type}).encode(), {})


def verify(request: RawRequest) -> Any:
    return AlipayProvider().verify_webhook(request, NOW)


@pytest.mark.parametrize("status", ["TRADE_SUCCESS", "TRADE_FINISHED"])
def test_a_paid_trade(secret: dict[str, Any], status: str) -> None:
    """A blank value (`body`) is part of what was signed."""
    (event,) = verify(told(trade_status=status))
    assert (event.type, event.our_ref, event.provider_ref) == (EventType.CHARGE_SUCCESS, REFERENCE, "2026112122001")
    assert (event.money, event.account) == (Money(12900, "CNY"), "2021000000000001:2088000000000001")
    assert (event.event_key, event.occurred_at) == ("n-1", "2026-11-21T00:00:00.000Z")


def test_waiting_tells_nothing_and_closed_without_payment_is_a_cancellation(secret: dict[str, Any]) -> None:
    assert verify(told(trade_status="WAIT_BUYER_PAY")) == []
    (event,) = verify(told(trade_status="TRADE_CLOSED", gmt_payment=""))
    assert (event.type, event.provider_ref, event.money) == (EventType.CANCEL_SUCCESS, REFERENCE, None)


@pytest.mark.parametrize("status", ["TRADE_SUCCESS", "TRADE_CLOSED"])
@pytest.mark.parametrize("mark", [{"refund_fee": "1.00"}, {"gmt_refund": "2026-11-21 09:00:00.123"}, {"out_biz_no": "r1"}])
def test_the_message_about_a_refund_is_neither_payment_nor_cancellation(secret: dict[str, Any], status: str, mark: dict[str, str]) -> None:
    (event,) = verify(told(trade_status=status, **mark))
    assert (event.type, event.money) == (EventType.INFO, None)


def test_both_of_alipays_keys_are_good_while_they_change(secret: dict[str, Any]) -> None:
    rotated = told(NOW, Faults(rotated_key=True))
    assert verify(rotated)
    secret["alipay"]["alipay_public_keys"] = {"0": secret["alipay"]["alipay_public_keys"]["0"]}
    with pytest.raises(Forged):
        verify(rotated)


def test_the_few_messages_that_sign_their_sign_type_are_good(secret: dict[str, Any]) -> None:
    assert verify(signed(TOLD, keep_type=True))


def test_an_old_message_is_genuine(secret: dict[str, Any]) -> None:
    """No signed freshness: what protects is the business key, kept for ever."""
    assert verify(told(NOW - 86_400 * 400))


def _md5(request: RawRequest) -> RawRequest:
    fields = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
    message = joined(fields, "sign", "sign_type").encode()
    weak = rsa.private_of(own_keys("alipay")["platform"][0]).sign(message, PKCS1v15(), MD5())
    return RawRequest(urlencode(fields | {"sign": base64.b64encode(weak).decode()}).encode(), {})


def changed(**fields: str | None) -> Callable[[RawRequest], RawRequest]:
    def change(request: RawRequest) -> RawRequest:
        given = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
        return RawRequest(urlencode({name: value for name, value in {**given, **fields}.items() if value is not None}).encode(), {})

    return change


FORGERIES: dict[str, Callable[[RawRequest], RawRequest]] = {
    **{f"other {name}": changed(**{name: value + "1"}) for name, value in TOLD.items()},
    **{f"without {name}": changed(**{name: None}) for name in ("sign", "sign_type", "body", "total_amount")},
    "an added blank field": changed(passback_params=""),
    "sign_type RSA": changed(sign_type="RSA"),
    "sign_type in lower case": changed(sign_type="rsa2"),
    "MD5 with the right key": _md5,
    "other charset": changed(charset="gbk"),
    "doubled field": lambda r: RawRequest(r.body + b"&total_amount=0.01", {}),
    "doubled field before": lambda r: RawRequest(b"total_amount=0.01&" + r.body, {}),
    "doubled by encoding": lambda r: RawRequest(r.body + b"&total%5Famount=0.01", {}),
    "no form": lambda r: RawRequest(b'{"a":1}', {}),
    "no UTF-8": lambda r: RawRequest(r.body + b"&x=%FF", {}),
    "raw bytes": lambda r: RawRequest(r.body + "&x=订".encode(), {}),
    "signature with blanks": lambda r: RawRequest(r.body.replace(b"&sign=", b"&sign=+"), {}),
    "empty": lambda r: RawRequest(b"", {}),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_any_change_is_forged(secret: dict[str, Any], name: str) -> None:
    with pytest.raises(Forged):
        verify(FORGERIES[name](told()))


@pytest.mark.parametrize("fault", ["tamper", "wrong_key"])
def test_what_alipay_did_not_sign_is_forged(secret: dict[str, Any], fault: str) -> None:
    with pytest.raises(Forged):
        verify(told(NOW, Faults(**{fault: True})))


@pytest.mark.parametrize(
    "fields", [{"total_amount": "x"}, {"total_amount": "1.001"}, {"total_amount": "0"}, {"notify_id": ""}, {"gmt_payment": "y"}]
)
def test_a_genuine_message_of_another_form_is_malformed_not_lost(secret: dict[str, Any], fields: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        verify(told(**fields))


def test_acknowledgements_are_exactly_these_texts(secret: dict[str, Any]) -> None:
    answers = [AlipayProvider().ack(outcome) for outcome in ("ok", "retry", "forged")]
    assert [(answer.status, answer.body, answer.content_type) for answer in answers] == [
        (200, b"success", "text/plain"),
        (503, b"fail", "text/plain"),
        (401, b"fail", "text/plain"),
    ]
