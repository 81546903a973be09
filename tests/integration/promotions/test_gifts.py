"""Gifts with purchase are real pieces: nobody is promised one that is not there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.shared.outside import clock
from tests.integration.catalog.support import cny, published
from tests.integration.catalog.test_prior_price import repriced
from tests.integration.orders.buyer import ADDRESS, a_variant, stock_of
from tests.integration.promotions.shop import NOON, a_cart, launched
from tests.journeys.rules import BERLIN


def test_one_piece_is_not_promised_by_two_promotions() -> None:
    """I05: the order can be placed, with one gift."""
    with clock.frozen(NOON):
        mug = a_variant(stock=1, price=900)
        for name in ("First", "Second"):
            launched(kind="gift", amount=None, gifts=[mug], name={"en": name})
        buyer = a_cart(price=5000)
        preview = buyer.client.get(f"{buyer.cart}/preview", Accept_Language="en").json
        assert [line["variant_id"] for line in preview["lines"]].count(mug) == 1
        (refused,) = preview["promotions"]["refused"]
        assert (refused["reason"], refused["code"], refused["text"]) == ("gift_gone", None, "Second: The gift is out of stock.")
        placed = buyer.place(preview["preview_hash"])
        assert (placed.status, stock_of(mug)) == (201, (0, 1))


def test_behind_a_gift_that_is_gone_the_next_best_applies() -> None:
    """X21: and what stands behind that one, when its gift is gone too."""
    with clock.frozen(NOON):
        for gift in (a_variant(stock=0), a_variant(stock=0)):
            launched(kind="gift", amount=None, gifts=[gift], group="one_of", priority=5)
        _, tenner = launched(minimum=4000, group="one_of")
        buyer = a_cart(price=5000)
        preview = buyer.preview()
        assert [entry["rule_id"] for entry in preview["promotions"]["applied"]] == [tenner]
        assert buyer.place(preview["preview_hash"]).status == 201


def test_what_is_bought_is_not_given_away() -> None:
    """I05"""
    with clock.frozen(NOON):
        mug = a_variant(stock=2, price=900)
        launched(kind="gift", amount=None, gifts=[mug])
        buyer = a_cart(variant=mug, quantity=2)
        assert [line["quantity"] for line in buyer.preview()["lines"]] == [2]
        assert buyer.place().status == 201
        assert stock_of(mug) == (0, 2)


@pytest.mark.parametrize(("country", "shown"), [("DE", 3000), ("US", 5000)])
def test_a_gift_is_told_to_be_worth_the_lowest_price_of_30_days_at_most(country: str, shown: int) -> None:
    """R02 (Directive 98/6/EC, Article 6a), where that is the law: also with a promotion that lasts from before."""
    with clock.frozen(NOON - timedelta(days=60)):
        gift = published(variants=[{"sku": "GIFT", "price": cny(5000)}])
    for days, amount in ((40, 2000), (31, 3000), (5, 5000)):
        with clock.frozen(NOON - timedelta(days=days)):
            repriced(gift, price=cny(amount))
    with clock.frozen(NOON):
        launched(kind="gift", amount=None, gifts=[gift["variants"][0]["id"]])
        buyer = a_cart(price=5000)
        place = {"DE": BERLIN, "US": {"country": "US", "province": "NY", "city": "New York", "district": "", "postal_code": "10001"}}
        assert buyer.client.put(f"{buyer.cart}/address", ADDRESS | place[country]).status == 200
        line = next(line for line in buyer.preview()["lines"] if line["sku"] == "GIFT")
        assert (line["unit_price"]["amount"], line["list_price"]["amount"], line["price_per_measure"]) == (0, shown, None)
