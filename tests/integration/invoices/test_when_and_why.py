"""When a seller issues, and what an order's tax says of why there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions.invoices.documents.ubl import ubl
from tests.integration.invoices.billing import ENTITY, Sale, a_sale, hear, owner, sells
from tests.integration.orders.buyer import ADDRESS, a_guest, a_variant, captured, staff
from tests.integration.orders.money_moves import asked, gone, pieces, told
from tests.support.buckets import data_bucket
from tests.support.http import Client
from tests.unit.invoices.en16931 import broken_rules


@pytest.fixture(autouse=True)
def _bucket() -> Iterator[None]:
    with data_bucket():
        yield


def kinds(sale: Sale) -> list[tuple[str, int]]:
    return [(one.kind.value, one.sums.gross) for one in sale.documents]


def a_parcel(sale: Sale, waybill: str) -> None:
    """A parcel of one piece leaves."""
    body = {"carrier": "manual", "waybill": waybill, "lines": [{"line_id": sale.line(0)["id"], "quantity": 1}]}
    made = staff().post(f"/v1/admin/orders/{sale.order['id']}/shipments", body)
    assert made.status == 201, made.text


def test_who_issues_on_shipping_issues_all_of_it_with_the_first_parcel_that_leaves() -> None:
    """X28: parts that leave later are on no invoice of their own; the day of supply is that of the first parcel."""
    sells({**ENTITY, "issue_when": "shipped"})
    sale = a_sale(quantity=3)
    order, total = sale.order, sale.order["totals"]["total"]["amount"]
    hear(sale)
    owner().post(f"/v1/admin/orders/{order['id']}/invoices", {})
    assert kinds(sale) == []
    refund = asked(order, pieces(order, 1))
    told(gone(order, refund))
    hear(sale, "order.refunded")
    assert kinds(sale) == []  # what goes back before anything has left is on no paper yet
    a_parcel(sale, "SF1")
    hear(sale, "order.shipped", times=2)
    assert kinds(sale) == [("invoice", total), ("credit_note", refund.amount)]
    left_on = sale.documents[0].supplied_on
    a_parcel(sale, "SF2")
    hear(sale, "order.shipped")
    assert (len(sale.documents), sale.documents[0].supplied_on) == (2, left_on)


def test_an_order_that_goes_back_whole_before_it_leaves_has_no_paper() -> None:
    """X28"""
    sells({**ENTITY, "issue_when": "shipped"})
    sale = a_sale()
    told(gone(sale.order, asked(sale.order, pieces(sale.order, 1))))
    hear(sale, "order.refunded")
    assert sale.documents == []


@pytest.mark.parametrize(("category", "number"), [("AE", "FR40303265045"), ("AE", "FR40303265046"), ("E", "")])
def test_what_the_tax_of_the_order_says_stands_on_its_papers(category: str, number: str) -> None:
    """X28: with the number for VAT that the cart was given, if it is one."""
    sells()
    rate = {"name": "TVA", "rate": "0", "country": "FR", "category": category}
    assert staff().post("/v1/admin/tax_rates", {**rate, "rate": "0.2"}).status == 422
    made = staff().post("/v1/admin/tax_rates", rate)
    assert (made.status, made.json["category"]) == (201, category), made.text
    buyer = a_guest(currency="EUR", **({"metadata": {"vat_number": number}} if number else {}))
    buyer.add(a_variant(price=1_000, currency="EUR"), 2)
    place = {"country": "FR", "province": "", "city": "Paris", "district": "", "postal_code": "75001", "street": "1 rue du Port"}
    assert buyer.client.put(f"{buyer.cart}/address", ADDRESS | place).status == 200
    assert buyer.client.put(f"{buyer.cart}/delivery_option", {"id": "standard"}).status == 200
    order = buyer.place().json
    told(captured(order, currency="EUR"))
    sale = Sale(order, Client(buyer.client.app, {"x-order-token": order["token"]}))
    hear(sale)
    told(gone(order, asked(order, pieces(order, 1))))
    hear(sale, "order.refunded")
    invoice, note = sale.documents
    assert {row.category for row in invoice.rows} == {category}
    is_right = number.endswith("5")
    assert invoice.buyer.vat_number == (number if is_right else "")
    for document in (invoice, note):
        broken = broken_rules(ubl(document))
        # A reverse charge without the buyer's number is no valid one: staff issue it anew with the number.
        assert bool(broken) is (category == "AE" and not is_right), broken
