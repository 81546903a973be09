"""P04: a payment provider comes in a package of its own, takes money like any other, and goes without a trace but what was paid by it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3

from functions.payments.providers import is_provider, provider_codes
from functions.shared.outside import clock, provider_keys
from functions.shared.plain import signatures
from tests.integration.payments.sandbox_double import SECRET
from tests.integration.payments.shop import Shop
from tests.integration.shipping.plugin import installed
from tests.support.http import Answer

WEBHOOK = "/v1/webhooks/payments/piggybank"
COINS = "clink clink clink clink clink clink"


def broken(payment: dict[str, Any]) -> bytes:
    content = {"id": f"pig_{payment['reference']}", "reference": payment["reference"], **payment["amount"]}
    return json.dumps({**content, "at": int(clock.now().timestamp())}).encode()


def reported(shop: Shop, raw: bytes, secret: str = COINS) -> Answer:
    signed = {"X-Piggybank": signatures.sign(secret, int(clock.now().timestamp()), raw)}
    return shop.door.call("POST", WEBHOOK, raw, signed)


def has_keys() -> None:
    entries = {"sandbox_payment": {"secret": SECRET}, "piggybank": {"secret": COINS}}
    boto3.client("secretsmanager").put_secret_value(SecretId="shop-test-payments", SecretString=json.dumps(entries))
    provider_keys.forget()


def offered(shop: Shop) -> set[str]:
    return {one["provider"] for one in shop.guest.get(f"/v1/payment_methods?order={shop.order_id}").json["data"]}


def test_a_package_brings_a_provider_and_takes_it_away_again(shop: Shop, tmp_path: Path) -> None:
    """P04: started, reported by its own signed message, once; a forged one changes nothing. Gone when the package is; the payment stays."""
    before = provider_codes()
    assert shop.pay(provider="piggybank").json["errors"][0]["code"] == "unsupported_provider"
    with installed(tmp_path):
        assert "piggybank" not in offered(shop)
        has_keys()
        assert (provider_codes(), "piggybank" in offered(shop)) == ([*before, "piggybank"], True)
        payment = shop.started(provider="piggybank")
        assert payment["next_action"]["url"].startswith("https://piggybank.example.com/")
        raw = broken(payment)
        assert [reported(shop, raw, secret).status for secret in ("wrong" * 8, COINS, COINS)] == [401, 200, 200]
        assert reported(shop, b"{}").status == 503
        shop.work()
        assert shop.payment(payment["id"])["status"] == "captured"
    assert provider_codes() == before
    assert (is_provider("piggybank"), reported(shop, raw).status) == (False, 404)
    assert "piggybank" not in offered(shop)
    shown = shop.payment(payment["id"])
    assert (shown["provider"], shown["status"]) == ("piggybank", "captured")
    wish = {"reason": "x", "amount": {"amount": 100, "currency": "CNY"}}
    refused = shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds", wish)
    assert (refused.status, refused.json["detail"]) == (404, "There is no such payment provider.")
    assert shop.payment(payment["id"]) == shown


def test_a_package_does_not_stand_in_for_one_of_ours(shop: Shop, tmp_path: Path) -> None:
    """P04: whoever is installed under the name of ours is not asked."""
    with installed(tmp_path) as place:
        table = next(file for file in place.glob("shop_plugin*/entry_points.txt"))
        table.write_text(table.read_text().replace("piggybank =", "stripe ="))
        assert provider_codes().count("stripe") == 1
        assert not is_provider("piggybank")
        assert shop.started()["provider"] == "sandbox"
