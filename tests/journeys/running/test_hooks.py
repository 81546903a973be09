"""X22: a shop with IAM enforced asks a real server for prices, fees, taxes and the last word, and sells by itself while that is away.

Rules count everywhere within a minute, so the journey waits for that, twice.
"""

from __future__ import annotations

from typing import Any

from standardwebhooks import Webhook

from tests.journeys.merchant import a_product, basket, place, refusal
from tests.journeys.shopper import Shop, eventually
from tests.support.hooks.server import hook_server

PATH = "/v1/admin/checkout_hooks"
KINDS = ("price", "shipping", "tax", "validation")
A_MINUTE = 90


def half(data: Any) -> Any:
    return {"lines": [{"id": line["id"], "unit_price": line["unit_price"] // 2} for line in data["lines"]]}


def tax_of(data: Any) -> Any:
    tax = {"code": "x", "title": "Outside", "included": False}
    return {"taxes": [tax | {"line_id": line["id"], "amount": 17} for line in data["lines"]]}


def no(_data: Any) -> Any:
    return {"allowed": False, "reasons": [{"code": "credit_limit", "detail": "The limit is reached."}]}


def test_hooks_decide_and_while_they_are_away_the_shop_does(shop: Shop) -> None:
    owner = shop.staff("owner")
    variant = a_product(shop, 6000)["variants"][0]["id"]
    cart = basket(shop, variant)
    path, own = cart
    alone = shop.get(f"{path}/preview", **own)["totals"]["total"]["amount"]
    with hook_server() as outside:
        fees = {"options": [{"id": "standard", "fee": 700}]}
        outside.answers = {"price": half, "shipping": fees, "tax": tax_of, "validation": no}
        secrets = {kind: shop.send("POST", f"{PATH}/{kind}", None, 200, **owner)["secret"] for kind in KINDS}
        hook = {"url": outside.url, "time_limit_ms": 2000}
        try:
            shop.send("PUT", PATH, dict.fromkeys(KINDS, hook), 200, **owner)
            shown = eventually(
                lambda: shop.get(f"{path}/preview", **own), lambda told: told["totals"]["total"]["amount"] == 3717, seconds=A_MINUTE
            )
            body = {"cart_id": path.rsplit("/", 1)[1], "preview_hash": shown["preview_hash"]}
            said = eventually(lambda: refusal(shop, "POST", "/v1/orders", body, **own), lambda told: told[0] != 409, seconds=A_MINUTE)
            assert said == (422, "order_refused")
            outside.answers["validation"] = {"allowed": True}
            order, _ = eventually_placed(shop, cart, shown["preview_hash"])
            assert order["totals"]["total"]["amount"] == 3717
            kept = shop.get(f"/v1/admin/orders/{order['id']}", **owner)
            assert kept["hooks"] == dict.fromkeys(KINDS, "answered")
            for asked in outside.asked:
                assert Webhook(secrets[asked.hook]).verify(asked.raw, asked.headers)
            assert shop.get(f"{PATH}/price", **owner)["circuit"] == "closed"

            outside.status = 500
            path, own = basket(shop, variant)
            assert shop.get(f"{path}/preview", **own)["totals"]["total"]["amount"] == alone
            order, _ = place(shop, (path, own))
            assert shop.get(f"/v1/admin/orders/{order['id']}", **owner)["hooks"] == dict.fromkeys(KINDS, "own")
            assert shop.get(f"{PATH}/price", **owner)["failures"] > 0
        finally:
            shop.send("PUT", PATH, {}, 200, **owner)


def eventually_placed(shop: Shop, cart: Any, preview_hash: str) -> tuple[dict[str, Any], Any]:
    """What a function was told a moment ago it remembers for ten seconds."""
    path, own = cart
    body = {"cart_id": path.rsplit("/", 1)[1], "preview_hash": preview_hash}
    answer = eventually(lambda: shop.call("POST", "/v1/orders", body, **own), lambda told: told.status == 201, seconds=30)
    return answer.json, own
