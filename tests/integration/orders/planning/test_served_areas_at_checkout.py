"""C07: a cart with an address sees what can be sent there, and an order takes no more than that; usually without a request more."""

from __future__ import annotations

import pytest

from functions.orders.carts import promoted
from functions.shared.plain.bodies import dump
from functions.stock.model.warehouse import ServedArea, Warehouse
from functions.stock.store.records import AREAS_SK, WAREHOUSES_PK, AreasRecord
from tests.integration.orders.buyer import ADDRESS, a_guest, captured, counted, stock_of
from tests.integration.orders.money_moves import told
from tests.integration.orders.planning.shelves import a_warehouse, in_parcels, lying, planned
from tests.support.races import in_between


def only(name: str, country: str) -> None:
    a_warehouse(name, 1, serves=country)
    AreasRecord(
        pk=WAREHOUSES_PK, sk=AREAS_SK, kind="areas", version=1, body=dump([Warehouse(name, {}, serves=(ServedArea(country),))])
    ).save()


def test_a_cart_sees_what_can_be_sent_to_its_address() -> None:
    """C07: three pieces in China's warehouse, five in one that sends to Germany only."""
    only("de", "DE")
    variant = lying(main=3, de__B=2, de=3)
    buyer = a_guest()
    assert buyer.add(variant, 4).status == 201
    assert buyer.preview()["lines"][0]["notices"] == []
    buyer.client.put(f"{buyer.cart}/address", ADDRESS)
    [line] = buyer.preview()["lines"]
    assert [(one["code"], one["available"]) for one in line["notices"]] == [("out_of_stock", 3)]
    buyer.client.put(f"{buyer.cart}/delivery_option", {"id": "standard"})
    assert buyer.place().code == "out_of_stock"
    there = a_guest()
    there.add(variant, 8)
    germany = {**ADDRESS, "country": "DE", "province": "", "city": "Berlin", "district": "", "postal_code": "10115"}
    assert there.client.put(f"{there.cart}/address", germany).status == 200
    assert there.preview()["lines"][0]["notices"] == []


def test_two_who_buy_the_last_pieces_that_can_be_sent_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """C07: the counter has more, but they lie elsewhere; the reservation itself says so."""
    only("de", "DE")
    variant = lying(main=1, de=5)
    first, second = (a_guest() for _ in range(2))
    for buyer in (first, second):
        buyer.add(variant)
        buyer.ready()
    in_between(monkeypatch, promoted, "staying", second.place)
    assert (first.place().code, stock_of(variant)) == ("out_of_stock", (5, 1))


def test_what_was_sold_can_be_planned() -> None:
    """C07, C08"""
    only("de", "DE")
    variant = lying(main=2, de=5)
    buyer = a_guest()
    buyer.add(variant, 2)
    order = buyer.ready().place().json
    told(captured(order, f"pay_{order['id']}"))
    planned()
    assert in_parcels(order) == [("main", {variant: 2})]


@pytest.mark.parametrize(("restricted", "requests"), [(False, 1), (True, 2)])
def test_the_usual_preview_costs_no_request_more(*, restricted: bool, requests: int) -> None:
    """C07"""
    if restricted:
        only("de", "DE")
    buyer = a_guest()
    buyer.add(lying(main=2))
    buyer.ready()
    buyer.preview()
    with counted() as calls:
        buyer.preview()
    assert calls == {"GetItem": 1, "BatchGetItem": requests}
