"""Staff look for orders: by states, days, e-mail address and one field for all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import apply_payments
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.orders.buyer import ADDRESS, NOON, Buyer, a_guest, a_variant, captured, staff
from tests.support.events import sqs_of_events


def placed(email: str = "buyer@example.com", sku: str = "MUG-1") -> Any:
    buyer: Buyer = a_guest()
    buyer.add(a_variant(sku=sku))
    assert buyer.client.put(f"{buyer.cart}/address", ADDRESS | {"email": email}).status == 200
    assert buyer.client.put(f"{buyer.cart}/delivery_option", {"id": "standard"}).status == 200
    return buyer.place().json


def found(query: str) -> list[str]:
    ids, cursor = [], ""
    while True:
        page = staff("support").get(f"/v1/admin/orders?limit=2&{query}{cursor}")
        assert page.status == 200, page.text
        ids += [row["id"] for row in page.json["data"]]
        if page.json["next_cursor"] is None:
            return ids
        cursor = f"&cursor={page.json['next_cursor']}"


def test_by_every_state_together_and_one_by_one() -> None:
    """D13"""
    with clock.frozen(NOON) as _:
        orders = [placed() for _ in range(5)]
        apply_payments(sqs_of_events([captured(order) for order in orders[:2]]), None)
        newest = [order["id"] for order in reversed(orders)]
        assert sorted(found("status=paid,pending_payment")) == sorted(newest)
        assert sorted(found("status=paid&status=cancelled")) == sorted(order["id"] for order in orders[:2])
        assert sorted(found("payment_status=paid")) == sorted(order["id"] for order in orders[:2])
        assert sorted(found("payment_status=unpaid&fulfilment_status=unfulfilled")) == sorted(order["id"] for order in orders[2:])
        assert found("fulfilment_status=delivered") == []
        assert staff().get("/v1/admin/orders?status=lost").status == 422


def test_by_e_mail_address_in_any_case() -> None:
    """D13, F-D5"""
    mine, _other, again = placed("Ada@Example.com"), placed("bob@example.com"), placed("ada@example.com")
    for query in ("email=ada@example.com", "email=ADA@EXAMPLE.COM", "q=Ada@example.com"):
        assert found(query) == [again["id"], mine["id"]]
    assert found("email=nobody@example.com") == []
    assert staff().get("/v1/admin/orders?email=nonsense").status == 422


@pytest.mark.parametrize("field", ["number", "id", "sku", "phone"])
def test_one_field_for_all(field: str) -> None:
    """D13"""
    order = placed(sku="RARE-7")
    placed()
    asked = {"number": order["number"], "id": order["id"], "sku": "RARE-7", "phone": "+86 138 0000 0000"}[field]
    ids = found("q=" + asked.replace("+", "%2B").replace(" ", "%20"))
    assert order["id"] in ids
    assert (len(ids) == 1) == (field != "phone")


def test_a_date_is_the_stores_day() -> None:
    """D13, F-D5: the 10th in Shanghai begins at 16:00 of the 9th in UTC."""
    begin = times.parse("2025-03-09T16:00:00Z")
    ids = {}
    for name, at in {"before": begin - timedelta(seconds=1), "first": begin, "last": begin + timedelta(hours=24, seconds=-1)}.items():
        with clock.frozen(at):
            ids[name] = placed()["id"]
    with clock.frozen(begin + timedelta(days=2)):
        assert found("from=2025-03-10&to=2025-03-10") == [ids["last"], ids["first"]]
        assert found("from=2025-03-09&to=2025-03-09") == [ids["before"]]
        assert found("from=2025-03-09T16:00:00Z&to=2025-03-10") == [ids["last"], ids["first"]]
        for nonsense in ("2025-02-30", "0001-01-01", "2201-01-01", "today", "2025-03-10T00:00:00"):
            assert staff().get(f"/v1/admin/orders?from={nonsense}").status == 422, nonsense


@pytest.mark.parametrize("more", ["", "&status=paid", "&email=buyer@example.com", "&phone=13800000000"])
def test_days_the_wrong_way_round_are_refused(more: str) -> None:
    """F-D5, F-B8: never a 500; a moment without length, and a time that has not come or is long past, is an empty list."""
    placed()
    assert staff().get(f"/v1/admin/orders?from=2026-11-26&to=2026-11-01{more}").status == 422
    for span in ("from=2025-03-10T00:00:00Z&to=2025-03-10T00:00:00Z", "from=2199-01-01", "to=1970-01-02"):
        assert found(span + more) == []
