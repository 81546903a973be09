"""I07: what a group buy refuses, and how it says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.shared.outside import clock
from functions.shared.plain.bodies import dump
from functions.stock.model.ahead import AheadTerms
from functions.stock.store.records import STOCK_SK, StockRecord, variant_pk
from tests.integration.orders.buyer import a_variant, stock_of
from tests.integration.promotions.group_buys.groups import a_group_buy, a_mug, joined, over, paid, progress, somebody, told, wishing
from tests.integration.promotions.shop import NOON, a_cart, shopper, staff


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"size": 1}, "invalid"),
        ({"size": 51}, "invalid"),
        ({"hours": 0}, "invalid"),
        ({"leader_price": 8001}, "leader_price_above"),
        ({"leader_price": 0}, "invalid"),
        ({"closes_at": "2026-11-11T12:00:00"}, "end_before_start"),
        ({"opens_at": "2026-11-10T10:00:00", "closes_at": "2026-11-10T12:00:00"}, "in_the_past"),
        ({"variant_id": "var_x"}, "invalid"),
        ({"variant_id": "var_" + "0" * 26}, "unknown_variant"),
        ({"name": {"en": ""}}, "invalid"),
        ({"size": "3"}, "invalid"),
    ],
)
def test_an_offer_that_cannot_be(fields: dict[str, Any], code: str) -> None:
    with clock.frozen(NOON):
        body = {"name": {"en": "👥"}, "variant_id": a_mug(), "price": {"amount": 8000, "currency": "CNY"}, "leader_price": 7000, "size": 3}
        times = {"opens_at": "2026-11-11T12:00:00", "closes_at": "2026-11-21T12:00:00"}
        refused = staff().post("/v1/admin/group_buys", body | times | fields)
        assert (refused.status, refused.code) == (422, code), refused.text


def test_an_order_that_cannot_be() -> None:
    deal: Any
    with clock.frozen(NOON - timedelta(milliseconds=1)):
        variant, mug = a_mug(), a_variant(stock=5)
        deal = a_group_buy(variant)
        early = wishing(deal)
        assert (early.place().code, early.preview()["group"]["reason"]) == ("group_buy_not_open", "group_buy_not_open")
    with clock.frozen(NOON):
        assert wishing(deal, quantity=2).place().code == "group_limit"
        two = wishing(deal)
        two.add(mug)
        assert (two.place().code, two.preview()["lines"][0]["unit_price"]["amount"]) == ("group_alone", 10000)
        without = a_cart(subject=somebody(), variant=mug)
        missing = without.client.put(f"{without.cart}/group_buy", {"group_buy_id": deal["id"]})
        assert (missing.status, missing.code) == (422, "group_not_in_cart")
        for wish in ({"group_buy_id": "gby_x"}, {"group_buy_id": deal["id"], "group_id": "grp_01JD0000000000000000000000"}):
            unknown = without.client.put(f"{without.cart}/group_buy", wish)
            assert (unknown.status, unknown.code) == (404, "not_found")
        guest = a_cart(guest=True, variant=variant)
        assert guest.client.put(f"{guest.cart}/group_buy", {"group_buy_id": deal["id"]}).status == 401
        group = joined(deal)["group_id"]
        other = a_group_buy(variant)
        foreign = without.client.put(f"{without.cart}/group_buy", {"group_buy_id": other["id"], "group_id": group})
        assert foreign.status == 404
        assert stock_of(variant) == (19, 0)
        left = wishing(deal, group)
        assert left.client.delete(f"{left.cart}/group_buy").status == 200
        assert (left.preview()["group"], left.preview()["lines"][0]["unit_price"]["amount"]) == (None, 10000)
    with clock.frozen(NOON + timedelta(hours=24)):
        assert wishing(deal, group).place().code == "group_over"
    with clock.frozen(NOON + timedelta(hours=25)):
        over(group)
        told()
        assert wishing(deal, group).place().code == "group_over"
    for path in ("/v1/group_buys/gby_x", "/v1/groups/grp_x", "/v1/groups/grp_01JD0000000000000000000000"):
        assert shopper().get(path).status == 404
    assert staff().get("/v1/admin/group_buys/gby_x").status == 404


def test_a_group_is_joined_twice() -> None:
    """Bad input of issue 14: whoever has a place, or an order for one, gets no second one in the same group, from whatever device. (At the
    same instant: test_in_between.py, test_a_second_cart_of_the_same_buyer_is_placed_at_once.)"""
    with clock.frozen(NOON):
        deal, subject = a_group_buy(a_mug(), per_customer=9), somebody()
        group = joined(deal)["group_id"]
        telephone, tablet = (wishing(deal, group, subject=subject) for _ in range(2))
        waiting = telephone.place()
        assert waiting.status == 201
        for has_paid in (False, True):
            if has_paid:
                paid(waiting.json)
                told(times=2)
            stock = stock_of(deal["variant_id"])
            refused = tablet.place()
            assert (refused.status, refused.code, refused.json["group_id"]) == (409, "group_joined", group)
            assert tablet.preview()["group"]["reason"] == "group_joined"
            # The first device once more, with what is in its cart by then.
            assert wishing(deal, group, subject=subject).place().code == "group_joined"
            assert stock_of(deal["variant_id"]) == stock
        seen = progress(group)
        assert (seen["state"], seen["paid"], seen["missing"]) == ("open", 2, 1)
        # Somebody else takes the last place.
        joined(deal, group)
        assert progress(group)["state"] == "succeeded"


def test_group_buys_are_listed_latest_opening_first() -> None:
    with clock.frozen(NOON):
        variant = a_mug()
        first, second = a_group_buy(variant), a_group_buy(variant, opens_at="2026-11-12T12:00:00")
        page = staff().get("/v1/admin/group_buys?limit=1").json
        assert [one["id"] for one in page["data"]] == [second["id"]]
        rest = staff().get(f"/v1/admin/group_buys?limit=1&cursor={page['next_cursor']}").json
        assert [one["id"] for one in rest["data"]] == [first["id"]]


def test_a_place_in_a_group_is_never_sold_ahead() -> None:
    """X31, I07: the variant can be bought as a back-order by itself; at the group's price only what is there."""
    with clock.frozen(NOON):
        variant = a_mug(stock=0)
        StockRecord.get(variant_pk(variant), STOCK_SK).update([StockRecord.ahead.set(dump(AheadTerms("backorder", 5, "2026-12-24")))])
        buyer = wishing(a_group_buy(variant))
        (line,) = buyer.preview()["lines"]
        assert (line["sold_as"], [(one["code"], one["available"]) for one in line["notices"]]) == (None, [("out_of_stock", 0)])
        assert (buyer.place().code, stock_of(variant)) == ("out_of_stock", (0, 0))
        alone = a_cart(variant=variant)
        assert (alone.place().status, stock_of(variant)) == (201, (-1, 1))
