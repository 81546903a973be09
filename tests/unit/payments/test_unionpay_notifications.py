"""UnionPay notifications: signed by UnionPay itself under pinned authorities, or refused (E12, providers.md §4.4, §9)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from functions.payments.model.errors import Forged, Malformed
from functions.payments.model.provider import RawRequest
from functions.payments.model.provider_event import EventType
from functions.payments.providers.unionpay.account import account
from functions.payments.providers.unionpay.adapter import UnionPayProvider
from functions.payments.providers.unionpay.signing import answer_fields, signed, verify
from functions.shared.plain.money import Money
from infra.simulators import rsa
from infra.simulators.faults import Faults
from infra.simulators.unionpay.certificates import issue
from infra.simulators.unionpay.signing import LEAF, MIDDLE, ROOT, UnionPaySigner, digest
from tests.unit.payments.keys import own_keys, shop_keys

NOW = 1_800_000_000
REFERENCE = "01jd0000000000000000000000"
PAID = {
    "txnType": "01",
    "txnSubType": "01",
    "bizType": "000201",
    "respCode": "00",
    "respMsg": "success",
    "merId": "777290058110048",
    "orderId": REFERENCE,
    "queryId": "q1",
    "txnTime": "20261121080000",
    "txnAmt": "12900",
    "currencyCode": "156",
    "reqReserved": "",
}
REFUND = PAID | {"txnType": "04", "txnAmt": "100", "queryId": "q2", "orderId": "01jd0000000000000000000001", "reqReserved": REFERENCE}


def signer() -> UnionPaySigner:
    return UnionPaySigner(shop_keys("unionpay"), own_keys("unionpay"))


def told(content: dict[str, str] | None = None, **faults: Any) -> RawRequest:
    return RawRequest(signer().message(json.dumps(content or PAID), NOW, Faults(**faults)).body, {})


def told_by(key: str, certificate: str) -> RawRequest:
    return RawRequest(urlencode(signer().signed_by({"key": key, "certificate": certificate}, PAID)).encode(), {})


def received(request: RawRequest) -> Any:
    return UnionPayProvider().verify_webhook(request, NOW)


def test_a_paid_order(secret: dict[str, Any]) -> None:
    (event,) = received(told())
    assert (event.type, event.our_ref, event.provider_ref) == (EventType.CHARGE_SUCCESS, REFERENCE, "q1")
    assert (event.money, event.account, event.event_key) == (Money(12900, "CNY"), "777290058110048", "q1-01-00")
    assert event.occurred_at == "2026-11-21T00:00:00.000Z"


@pytest.mark.parametrize(("code", "kind"), [("00", EventType.REFUND_SUCCESS), ("61", EventType.REFUND_FAILURE)])
def test_a_refund_names_its_payment_in_the_reserved_field(secret: dict[str, Any], code: str, kind: EventType) -> None:
    (event,) = received(told(REFUND | {"respCode": code}))
    assert (event.type, event.our_ref, event.refund_ref) == (kind, REFERENCE, "01jd0000000000000000000001")
    assert event.money == Money(100, "CNY")


def test_a_void_is_the_refund_whose_number_it_carries(secret: dict[str, Any]) -> None:
    (event,) = received(told(REFUND | {"txnType": "31", "orderId": "v01jd0000000000000000000001", "txnAmt": "12900"}))
    assert (event.type, event.our_ref, event.refund_ref) == (EventType.REFUND_SUCCESS, REFERENCE, "01jd0000000000000000000001")


def test_the_currency_is_the_one_that_was_signed(secret: dict[str, Any]) -> None:
    """Another one than the payment's is put aside (test_matching.py)."""
    (event,) = received(told(PAID | {"currencyCode": "840"}))
    assert event.money == Money(12900, "USD")


def test_a_refused_payment_and_other_types(secret: dict[str, Any]) -> None:
    (event,) = received(told(PAID | {"respCode": "51"}))
    assert (event.type, event.reason) == (EventType.CHARGE_FAILURE, "unionpay_51")
    assert received(told(PAID | {"txnType": "79"})) == []


def test_a_renewed_certificate_needs_no_change_here(secret: dict[str, Any]) -> None:
    assert received(told(rotated_key=True))


def test_both_authorities_are_good_while_they_change_and_a_removed_one_is_not(secret: dict[str, Any]) -> None:
    root, middle, leaf = rsa.new_key(), rsa.new_key(), rsa.new_key()
    pair = {"root": issue("NEW ROOT", root, "NEW ROOT", root), "middle": issue("NEW MIDDLE", middle, "NEW ROOT", root)}
    request, old = told_by(leaf, issue(LEAF, leaf, "NEW MIDDLE", middle)), told()
    with pytest.raises(Forged):
        received(request)
    secret["unionpay"]["trusted"] = [*secret["unionpay"]["trusted"], pair]
    assert received(request)
    assert received(old)
    secret["unionpay"]["trusted"] = [pair]
    with pytest.raises(Forged):
        received(old)


def _self_signed() -> RawRequest:
    key = rsa.new_key()
    return told_by(key, issue(LEAF, key, MIDDLE, key))


def _foreign() -> RawRequest:
    """A genuine certificate of the same authority, for a merchant."""
    key = rsa.new_key()
    return told_by(key, issue("041@merchant@某某商户有限公司@1", key, MIDDLE, own_keys("unionpay")["middle_key"]))


def _expired() -> RawRequest:
    key = rsa.new_key()
    until = datetime.fromtimestamp(NOW - 1, UTC)
    return told_by(key, issue(LEAF, key, MIDDLE, own_keys("unionpay")["middle_key"], until=until))


def _issued_by_the_leaf() -> RawRequest:
    key, leaf = rsa.new_key(), own_keys("unionpay")["leaves"][0]
    return told_by(key, issue(LEAF, key, f"{LEAF}0", leaf["key"]))


def _middle_of_a_stranger() -> RawRequest:
    root, key = rsa.new_key(), rsa.new_key()
    return told_by(key, issue(LEAF, key, ROOT, root))


CERTIFICATES = {
    "self-signed, naming the authority": _self_signed,
    "another company's": _foreign,
    "expired": _expired,
    "issued by the leaf": _issued_by_the_leaf,
    "of a stranger who calls themselves the root": _middle_of_a_stranger,
}


@pytest.mark.parametrize("name", CERTIFICATES)
def test_another_certificate_is_forged(secret: dict[str, Any], name: str) -> None:
    with pytest.raises(Forged):
        received(CERTIFICATES[name]())


def changed(**fields: str | None) -> Callable[[RawRequest], RawRequest]:
    def change(request: RawRequest) -> RawRequest:
        given = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
        return RawRequest(urlencode({name: value for name, value in {**given, **fields}.items() if value is not None}).encode(), {})

    return change


FORGERIES: dict[str, Callable[[RawRequest], RawRequest]] = {
    **{f"other {name}": changed(**{name: value + "1"}) for name, value in PAID.items()},
    **{f"without {name}": changed(**{name: None}) for name in ("signature", "signPubKeyCert", "version", "signMethod", "reqReserved")},
    "an older version": changed(version="5.0.0"),
    "signMethod 11": changed(signMethod="11"),
    "the certificate with LF": lambda r: RawRequest(r.body.replace(b"%0D%0A", b"%0A"), {}),
    "an added blank field": changed(reserved=""),
    "doubled field": lambda r: RawRequest(r.body + b"&txnAmt=1", {}),
    "a certificate without end": changed(signPubKeyCert="x" * 9000),
    "no certificate": changed(signPubKeyCert="-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
    "empty": lambda r: RawRequest(b"", {}),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_any_change_is_forged(secret: dict[str, Any], name: str) -> None:
    with pytest.raises(Forged):
        received(FORGERIES[name](told()))


def test_a_single_digest_is_forged(secret: dict[str, Any]) -> None:
    """The signature is over the text of the digest, not over the fields."""
    fields = signer().signed(PAID)
    text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()) if name != "signature")
    wrong = fields | {"signature": rsa.sign(own_keys("unionpay")["leaves"][0]["key"], text.encode())}
    with pytest.raises(Forged):
        received(RawRequest(urlencode(wrong).encode(), {}))


@pytest.mark.parametrize("fields", [{"txnAmt": "1.5"}, {"txnAmt": "-1"}, {"txnAmt": "0"}, {"currencyCode": "999"}, {"txnTime": "x"}])
def test_a_genuine_message_of_another_form_is_malformed_not_lost(secret: dict[str, Any], fields: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        received(told(PAID | fields))


def test_answers_come_without_url_encoding(secret: dict[str, Any]) -> None:
    given = signer().signed({**PAID, "respMsg": "a=b+c==", "merId": "777290058110048"})
    found = answer_fields("&".join(f"{name}={value}" for name, value in given.items()))
    assert found == given
    verify(account(), found, NOW)
    with pytest.raises(ValueError):
        answer_fields("a=1&a=2")


def test_requests_are_signed_over_the_hex_digest_without_empty_fields(secret: dict[str, Any]) -> None:
    request = signed(account(), {"orderId": REFERENCE, "reqReserved": ""})
    assert "reqReserved" not in request
    assert rsa.verify(own_keys("unionpay")["merchant_key"], request["signature"], digest(request))
