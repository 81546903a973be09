"""A flash sale over HTTP: more buyers than pieces, all at once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from tests.journeys.behind import Behind, Listener
from tests.journeys.shopper import Answer, Customer, Shop

BUYERS, UNITS, PRICE = 30, 10, 1900
REFUSED = {(409, "flash_sold_out"), (429, "flash_busy"), (429, "flash_wait")}
PATIENCE = 30.0


def test_thirty_buyers_for_ten_units_at_the_flash_price(shop: Shop, behind: Behind) -> None:
    """I06: exactly ten, one each; the others hear clearly that it is over. Sold out it is closed like any other."""
    variant = shop.a_variant(stock=20)["id"]
    sale = _scheduled(shop, variant)
    with ThreadPoolExecutor(10) as pool:
        buyers = list(pool.map(lambda _: shop.customer(), range(BUYERS)))
    early = shop.call("POST", f"/v1/flash_sales/{sale['id']}/tokens", **buyers[0].own)
    assert (early.status, early.json["code"]) == (409, "flash_not_open")
    with ThreadPoolExecutor(BUYERS) as pool:
        carts = list(pool.map(lambda buyer: shop.filled_cart(variant, customer=buyer)[0], buyers))
    life = Listener(behind, "flash_sale.closed")
    with shop.another_time() as set_to:
        set_to(shop.now() + timedelta(days=1, seconds=1))
        with ThreadPoolExecutor(BUYERS) as pool:
            last = list(pool.map(lambda pair: _buy(shop, sale, *pair), zip(buyers, carts, strict=True)))
        winners = [buyer for buyer, answer in zip(buyers, last, strict=True) if answer.status == 201]
        outcome = Counter((answer.status, answer.json.get("code")) for answer in last)
        assert outcome == {(201, None): UNITS, (409, "flash_sold_out"): BUYERS - UNITS}
        assert {answer.json["totals"]["subtotal"]["amount"] for answer in last if answer.status == 201} == {PRICE}
        again = _patiently(lambda: shop.call("POST", f"/v1/flash_sales/{sale['id']}/tokens", **winners[0].own))
        assert (again.status, again.json["code"]) in {(409, "flash_limit"), (409, "flash_sold_out")}
        seen = shop.get(f"/v1/admin/flash_sales/{sale['id']}", **shop.staff("manager"))
        assert (seen["state"], seen["left"]) == ("open", 0)
        set_to(shop.now() + timedelta(hours=1))
        for _ in range(2):
            shop.run("coupons-expire")
        life.hears(sale["id"], "flash_sale.closed")
    assert shop.stock(variant)["available"] == 20 - UNITS


def test_a_buyer_gets_no_more_than_his_share(shop: Shop) -> None:
    """I06: although there is enough, and faster than they may ask."""
    variant = shop.a_variant(stock=20)["id"]
    sale, buyer = _scheduled(shop, variant), shop.customer()
    tokens = f"/v1/flash_sales/{sale['id']}/tokens"
    cart = shop.filled_cart(variant, customer=buyer)[0]
    with shop.another_time() as set_to:
        set_to(shop.now() + timedelta(days=1, minutes=5))
        assert _buy(shop, sale, buyer, cart).status == 201
        set_to(shop.now() + timedelta(seconds=3))
        more = shop.call("POST", tokens, **buyer.own)
        assert (more.status, more.json["code"]) == (409, "flash_limit")
        hasty = shop.customer()
        shop.send("POST", tokens, None, 201, **hasty.own)
        # However slow this machine is: for them no time has gone by.
        set_to(shop.now() - timedelta(minutes=1))
        answer = shop.call("POST", tokens, **hasty.own)
        assert (answer.status, answer.json["code"]) == (429, "flash_wait")
        assert 1 <= int(answer.headers["retry-after"]) <= 62
        shop.send("POST", f"/v1/admin/flash_sales/{sale['id']}/close", **shop.staff("manager"))
    assert shop.stock(variant)["available"] == 19


def _scheduled(shop: Shop, variant: str) -> dict[str, Any]:
    opens = shop.now() + timedelta(days=1)
    body = {"name": {"zh": "秒杀", "en": "Flash"}, "variant_id": variant, "price": {"amount": PRICE, "currency": "CNY"}, "quota": UNITS}
    body |= {"per_customer": 1, "opens_at": opens.isoformat(), "closes_at": (opens + timedelta(hours=1)).isoformat(), "shards": 4}
    sale: dict[str, Any] = shop.send("POST", "/v1/admin/flash_sales", body, 201, **shop.staff("manager"))
    return sale


def _buy(shop: Shop, sale: dict[str, Any], buyer: Customer, cart: str) -> Answer:
    """The order, or the refusal that ends the attempt."""
    entry = _patiently(lambda: shop.call("POST", f"/v1/flash_sales/{sale['id']}/tokens", **buyer.own))
    if entry.status != 201:
        return entry
    token = {"flash_sale_id": sale["id"], "token": entry.json["token"]}
    shop.send("PUT", f"/v1/carts/{cart}/flash_token", token, **buyer.own)
    return _patiently(lambda: shop.call("POST", "/v1/orders", {"cart_id": cart}, **buyer.own))


def _patiently(ask: Callable[[], Answer]) -> Answer:
    """Whoever is told to wait does so, and asks again."""
    deadline = time.monotonic() + PATIENCE
    while True:
        answer = ask()
        if answer.status < 400:
            return answer
        assert (answer.status, answer.json["code"]) in REFUSED | {(409, "flash_limit")}, answer.text
        if answer.status != 429 or time.monotonic() > deadline:
            return answer
        time.sleep(float(answer.headers["retry-after"]))
