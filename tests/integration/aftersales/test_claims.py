"""G05: what is lost, damaged or wrong is sent once more, or paid back, or both; never more than was sent."""

from __future__ import annotations

from typing import Any

import pytest

from functions.aftersales.store.records import AftersalesTable
from functions.orders.app import app as orders
from functions.orders.checkout import replace_pieces
from functions.orders.store.number import draw
from functions.orders.store.records import OrdersTable
from functions.stock.store.records import STOCK_SK, StockRecord, variant_pk
from tests.integration.aftersales.sold import Sold, later
from tests.integration.orders.buyer import stock_of
from tests.support.events import events_in
from tests.support.http import Client

MUGS, PLATES = 0, 1


def replaced(sold: Sold, case: Any) -> Any:
    token = {"x-order-token": sold.order["token"]}
    return Client(orders, token).get(f"/v1/orders/{case['replacement']}").json


def test_what_was_damaged_is_sent_once_more(sold: Sold) -> None:
    before = stock_of(sold.variants[MUGS])
    case = sold.opened((MUGS, 2), kind="reship", reason="damaged", evidence=[sold.evidence()])
    approved = sold.staff(case, "approve", {})
    assert approved.status == 200, approved.text
    assert sold.mine(case, "cancel").code == "already_sent_again"
    order = replaced(sold, approved.json)
    assert (order["status"], order["totals"]["total"]["amount"], order["metadata"]["replaces"]) == ("paid", 0, sold.order["number"])
    assert [(line["variant_id"], line["quantity"]) for line in order["lines"]] == [(sold.variants[MUGS], 2)]
    assert stock_of(sold.variants[MUGS]) == (before[0] - 2, before[1])
    sold.news()
    assert (sold.seen(case)["status"], sold.given_back()) == ("reshipped", 0)
    assert sold.open((MUGS, 2), kind="reship", reason="damaged", evidence=[sold.evidence()]).code == "line_quantity_exceeded"
    assert len(events_in(AftersalesTable, "return.reshipped")) == 1


def test_a_claim_ends_in_both(sold: Sold) -> None:
    case = sold.opened((MUGS, 3), kind="claim", reason="not_received")
    line = sold.order["lines"][MUGS]["id"]
    for wrong, code in ((4, "more_than_claimed"), (1, "unknown_line")):
        name = line if code == "more_than_claimed" else "line_x"
        assert sold.staff(case, "approve", {"reship": [{"line_id": name, "quantity": wrong}]}).code == code
    both = sold.staff(case, "approve", {"reship": [{"line_id": line, "quantity": 1}]})
    assert (both.status, both.json["amount"]["amount"], both.json["lines"][0]["reship"]) == (200, 11_800, 1)
    sold.news()
    assert (sold.seen(case)["status"], sold.given_back()) == ("refunded", 11_800)


def test_what_is_claimed_is_a_fault_and_shown(sold: Sold) -> None:
    assert sold.open((MUGS, 1), kind="claim", reason="changed_mind").code == "not_a_fault"
    assert sold.open((MUGS, 1), kind="reship", reason="damaged").code == "evidence_needed"
    assert sold.open((MUGS, 4), kind="claim", reason="missing").code == "line_quantity_exceeded"
    refused = sold.opened((MUGS, 1))
    line = sold.order["lines"][MUGS]["id"]
    assert sold.staff(refused, "approve", {"reship": [{"line_id": line, "quantity": 1}]}).code == "unknown_line"


def test_what_is_not_there_is_not_sent_and_time_pays_it_back(sold: Sold) -> None:
    case = sold.opened((PLATES, 1), kind="reship", reason="missing")
    StockRecord(variant_pk(sold.variants[PLATES]), STOCK_SK).update([StockRecord.available.set(0)])
    assert sold.staff(case, "approve", {}).code == "out_of_stock"
    assert sold.seen(case)["status"] == "requested"
    with later(hours=49):
        assert sold.due(times=2) == 1
        sold.news()
    assert (sold.seen(case)["status"], sold.given_back()) == ("refunded", 3333)


def test_a_number_that_is_taken_is_drawn_again(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    case = sold.opened((PLATES, 1), kind="reship", reason="missing")
    drawn = list[str]()

    def taken_first(*args: Any) -> str:
        drawn.append(sold.order["number"] if not drawn else draw(*args))
        return drawn[-1]

    monkeypatch.setattr(replace_pieces, "draw", taken_first)
    assert sold.staff(case, "approve", {}).status == 200
    assert len(drawn) == 2
    assert len(events_in(OrdersTable, "order.placed")) == 2
