"""The scan that runs after every test here finds what it looks for, and a whole life of a payment gives it nothing. E12"""

from __future__ import annotations

import json

import pytest

from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from tests.integration.payments.bus import Bus
from tests.integration.payments.secrets_scan import listening, secrets_in, tables
from tests.integration.payments.shop import GUEST_TOKEN, Shop, everything, told
from tests.support.identity import token

CARD = "4242424242424242"


@pytest.mark.parametrize(
    "secret",
    [CARD, "card=6222021234567890128", "sk_test_abc123", "whsec_abc", "-----BEGIN PRIVATE KEY-----", "sandbox-test-secret", GUEST_TOKEN],
)
def test_the_scan_sees_what_must_not_be_there(secret: str) -> None:
    assert len(secrets_in([f"detail: {secret}"], GUEST_TOKEN)) == 1


def test_the_scan_hears_what_is_logged_with_all_that_is_attached() -> None:
    with listening() as lines:
        fact("payment.seen", detail="needle")
    assert len([line for line in lines if "needle" in line]) >= 1


def test_the_scan_knows_a_token_and_leaves_ids_and_amounts_alone() -> None:
    assert secrets_in([token("finance")]) == ["an access token"]
    assert secrets_in(["4242424242424243", "20260131220014242424242424242", "pay_01JD0000000000000000000000", "12900"]) == []
    spans = ['"span_id":"4242424242424242"', "'span_id': '4242424242424242'", f"00-{'4' * 32}-4242424242424242-01"]
    assert secrets_in(spans) == []
    assert secrets_in(['"card":"4242424242424242"', '"span_id":"9a", "number": "4242424242424242"']) == ["a card number: 4242…"] * 2


def test_what_a_payer_and_a_provider_send_beyond_what_we_need_is_kept_nowhere(shop: Shop) -> None:
    bus, payment = Bus(), shop.started(return_url="https://shop.example.com/back")
    message = json.loads(told(payment))
    message["data"] |= {"card": {"number": CARD, "cvc": "123"}, "api_key": "sk_live_secret"}
    with listening() as lines:
        shop.webhook(json.dumps(message).encode())
        shop.webhook(json.dumps({**message, "id": "forged"}).encode(), secret="wrong")
        shop.webhook(b'{"number":"' + CARD.encode() + b'"', header="t=1,v1=00")
        shop.work()
        bus.pump()
        shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds", {"reason": "x", "amount": {"amount": 1, "currency": "CNY"}})
        shop.pay(provider="sandbox", card_number=CARD)
        shop.stranger.call("GET", f"/v1/payments/{payment['id']}", None, {"Authorization": f"Bearer {token()}x"})
    assert shop.payment(payment["id"])["status"] == "captured"
    assert secrets_in([*lines, *tables()], GUEST_TOKEN, "wrong-secret") == []


@pytest.mark.parametrize("at", [-301, 301])
def test_a_replayed_or_future_signature_changes_nothing(shop: Shop, at: int) -> None:
    payment = shop.started()
    before = everything()
    answer = shop.webhook(told(payment), at=int(clock.now().timestamp()) + at)
    assert (answer.status, answer.text, everything() == before) == (401, "", True)
