"""What a cart says can be done next, lines saved for later, and what is refused on the way to the order."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.orders.app import app
from functions.orders.store.records import OrdersTable
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.orders.buyer import ADDRESS, a_guest, a_variant, filled_straight, stock_of
from tests.support.http import Client
from tests.support.identity import token


def test_every_answer_lists_the_steps_that_make_sense() -> None:
    """D03"""
    buyer, variant = a_guest(), a_variant()
    assert buyer.client.get(buyer.cart).json["next_steps"] == ["add_line", "set_address"]
    assert buyer.add(variant).json["next_steps"] == ["add_line", "set_address", "preview"]
    addressed = buyer.client.put(f"{buyer.cart}/address", ADDRESS).json
    assert addressed["next_steps"] == ["add_line", "set_address", "choose_delivery", "preview"]
    chosen = buyer.client.put(f"{buyer.cart}/delivery_option", {"id": "standard"}).json
    assert chosen["next_steps"] == [*addressed["next_steps"], "place_order"] == buyer.preview()["next_steps"]
    a_variant(stock=0, variant_id=variant)
    assert buyer.client.get(buyer.cart).json["next_steps"] == ["add_line", "change_lines", *addressed["next_steps"][1:]]
    a_variant(stock=9, variant_id=variant)
    assert buyer.place().status == 201
    assert buyer.client.get(buyer.cart).json["next_steps"] == ["pay"]


def test_a_line_saved_for_later_is_shown_but_not_ordered() -> None:
    """D01"""
    buyer, wanted, later = a_guest(), a_variant(price=1000), a_variant(price=700)
    buyer.add(wanted)
    line = buyer.add(later, 2).json["lines"][1]["id"]
    saved = buyer.client.patch(f"{buyer.cart}/lines/{line}", {"saved": True}).json
    assert [x["variant_id"] for x in saved["lines"]] == [wanted]
    assert [(x["id"], x["quantity"], x["notices"]) for x in saved["saved"]] == [(line, 2, [])]
    assert saved["totals"]["subtotal"]["amount"] == 1000
    a_variant(price=800, variant_id=later)
    notice = buyer.client.get(buyer.cart).json["saved"][0]["notices"][0]
    assert (notice["code"], notice["now"]["amount"]) == ("price_changed", 800)
    order = buyer.ready().place().json
    assert ([x["variant_id"] for x in order["lines"]], stock_of(later)) == ([wanted], (20, 0))


def test_a_saved_line_comes_back_or_goes() -> None:
    """D01"""
    buyer, variant = a_guest(), a_variant()
    line = buyer.add(variant, 2).json["lines"][0]["id"]
    url = f"{buyer.cart}/lines/{line}"
    for _ in range(2):
        assert [x["id"] for x in buyer.client.patch(url, {"saved": True}).json["saved"]] == [line]
    back = buyer.client.patch(url, {"saved": False, "quantity": 5}).json
    assert ([(x["id"], x["quantity"], x["notices"]) for x in back["lines"]], back["saved"]) == ([(line, 5, [])], [])
    buyer.client.patch(url, {"saved": True})
    grown = buyer.add(variant, 1).json
    assert ([(x["id"], x["quantity"]) for x in grown["lines"]], grown["saved"]) == ([(line, 6)], [])
    buyer.client.patch(url, {"saved": True})
    assert buyer.client.delete(url).json["saved"] == []
    assert buyer.client.patch(url, {"saved": False}).status == 404


@pytest.mark.parametrize(
    ("change", "code"),
    [({"country": "XX"}, "invalid"), ({"country": "C"}, "invalid"), ({"province": "省" * 201}, "invalid")],
)
def test_a_region_that_does_not_exist_is_refused(change: dict[str, Any], code: str) -> None:
    buyer = a_guest()
    refused = buyer.client.put(f"{buyer.cart}/address", ADDRESS | change)
    assert (refused.status, refused.code) == (422, code)
    assert buyer.client.get(buyer.cart).json["address"] is None


def test_a_removed_product_is_told_and_cannot_be_placed() -> None:
    buyer, variant = a_guest(), a_variant()
    buyer.add(variant)
    buyer.ready()
    a_variant(published=False, variant_id=variant)
    assert [n["code"] for n in buyer.preview()["lines"][0]["notices"]] == ["unpublished"]
    assert "place_order" not in buyer.preview()["next_steps"]
    assert (buyer.place().code, buyer.add(variant).code) == ("unpublished", "unpublished")
    assert list(OrdersTable.scan(OrdersTable.kind == "order")) == []


def test_an_expired_token_is_401_and_a_foreign_one_404() -> None:
    buyer = a_guest()
    over = f"Bearer {token(claims={'exp': int(time.time()) - 60})}"
    for header in (over, "Bearer x.y.z", "Basic abc", "Bearer"):
        assert Client(app, buyer.client.headers | {"authorization": header}).get(buyer.cart).status == 401
    assert Client(app, a_guest().client.headers).get(buyer.cart).status == 404


def test_a_hundred_and_one_lines_are_refused_before_they_cost_anything() -> None:
    """D04"""
    buyer = a_guest()
    filled_straight(buyer, [f"var_{n}" for n in range(101)])
    refused = buyer.place()
    assert (refused.status, refused.code) == (422, "too_many_lines")
    assert "90" in refused.json["detail"]


@pytest.mark.parametrize(
    ("now", "zone", "promised", "day"),
    [
        (datetime(2025, 3, 30, 0, 0, tzinfo=UTC), "Europe/Berlin", "2025-04-02", "250330"),
        (datetime(2025, 10, 25, 22, 0, tzinfo=UTC), "Europe/Berlin", "2025-10-29", "251026"),
        (datetime(2025, 3, 9, 5, 0, tzinfo=UTC), "America/New_York", "2025-03-12", "250309"),
    ],
)
def test_midnight_of_a_clock_change_is_a_day_like_any_other(
    now: datetime, zone: str, promised: str, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F06, D06, X08"""
    from functions.shared.plain import settings

    monkeypatch.setenv("STORE_TIMEZONE", zone)
    settings.settings.cache_clear()
    with clock.frozen(now):
        buyer = a_guest()
        buyer.add(a_variant())
        order = buyer.ready().place().json
    monkeypatch.undo()
    settings.settings.cache_clear()
    assert (order["delivery_option"]["promised_date"], order["number"][:6]) == (promised, day)
    held = times.parse(order["payment_deadline"]) - times.parse(order["placed_at"])
    assert held.total_seconds() == 1800


def test_a_number_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """D06"""
    draws = iter([7, 7, 8])
    monkeypatch.setattr("functions.orders.store.number.secrets.randbelow", lambda _limit: next(draws))
    numbers = []
    for _ in range(2):
        buyer = a_guest()
        buyer.add(a_variant())
        numbers.append(buyer.ready().place().json["number"][6:])
    assert numbers == ["00000007", "00000008"]
