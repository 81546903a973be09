"""Reading orders: by their buyer, by staff, by other domains, and by nobody else."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.orders import Bought, Contact, Payable, contact, payable
from functions.orders.app import app, apply_payments
from functions.orders.store.people.bodies import order_of
from functions.orders.store.repository import get_order
from functions.shared.auth.caller import GUEST, Caller, staff_caller
from functions.shared.outside import clock, fresh
from functions.shared.plain.errors import NotFound
from functions.shared.plain.money import Money
from tests.integration.orders.buyer import NOON, a_customer, a_variant, an_order, captured, counted, staff
from tests.support.events import sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer


def test_only_its_buyer_and_staff_see_an_order() -> None:
    """D13"""
    order, guest = an_order(a_variant())
    url = f"/v1/orders/{order['id']}"
    assert (guest.get(url).status, staff("support").get(url).status) == (200, 200)
    for client in (Client(app), Client(app, bearer()), Client(app, {"x-order-token": "wrong"}), staff("analyst")):
        for path in (url, f"{url}/timeline"):
            assert (client.get(path).status, client.get(path).code) == (404, "not_found")
        assert client.post(f"{url}/cancel").status == 404
        assert client.post(f"{url}/confirm_receipt").status == 404
    assert guest.get(url).json["status"] == "pending_payment"
    assert Client(app).get("/v1/orders/nonsense").status == 404
    assert Client(app).get("/v1/orders").status == 401


def test_an_order_page_is_one_query_and_its_timeline_one_more() -> None:
    order, guest = an_order(a_variant())
    apply_payments(sqs_of_events([captured(order)]), None)
    with counted() as calls:
        guest.get(f"/v1/orders/{order['id']}")
    assert calls == {"Query": 1}
    with counted() as calls:
        guest.get(f"/v1/orders/{order['id']}/timeline")
    assert calls == {"GetItem": 1, "Query": 1}


def test_polling_is_cheap_until_something_happens() -> None:
    """D08"""
    order, guest = an_order(a_variant())
    url = f"/v1/orders/{order['id']}"
    etag = guest.get(url).headers["etag"]
    assert (guest.get(url, if_none_match=etag).status, guest.get(url, if_none_match=etag).text) == (304, "")
    assert guest.get(url, if_none_match=etag, accept_language="en").status == 200, "the page in another language is another page"
    apply_payments(sqs_of_events([captured(order)]), None)
    assert guest.get(url, if_none_match=etag).json["status"] == "paid"


def test_the_timeline_tells_each_step_with_time_and_actor() -> None:
    """D08"""
    with clock.frozen(NOON):
        order, guest = an_order(a_variant())
    with clock.frozen(NOON + timedelta(minutes=5)):
        apply_payments(sqs_of_events([captured(order)]), None)
    url = f"/v1/orders/{order['id']}/timeline"
    steps = guest.get(url).json["data"]
    assert [(s["type"], s["at"], s["actor"]) for s in steps] == [
        ("order.placed", "2025-03-10T04:00:00.000Z", {"kind": "guest", "id": None}),
        ("order.paid", "2025-03-10T04:05:00.000Z", {"kind": "provider", "id": None}),
    ]
    assert steps[1]["details"] == {"payment_id": "pay_1", "paid_at": "2025-03-10T04:05:00.000Z"}
    assert staff().get(url).json["data"][1]["actor"] == {"kind": "provider", "id": "sandbox"}
    first = guest.get(f"{url}?limit=1").json
    second = guest.get(f"{url}?limit=1&cursor={first['next_cursor']}").json
    assert [s["type"] for s in first["data"] + second["data"]] == ["order.placed", "order.paid"]


def test_a_customer_lists_his_own_orders_newest_first() -> None:
    """D13"""
    subject = str(uuid.uuid4())
    placed = []
    for day in range(3):
        with clock.frozen(NOON + timedelta(days=day)):
            buyer = a_customer(subject)
            buyer.add(a_variant(), 2)
            placed.append(buyer.ready().place().json["id"])
    other = a_customer()
    other.add(a_variant())
    other.ready().place()
    client = Client(app, bearer(subject=subject))
    first = client.get("/v1/orders?limit=2").json
    assert [o["id"] for o in first["data"]] == [placed[2], placed[1]]
    assert (first["data"][0]["line_count"], first["data"][0]["quantity"], first["data"][0]["title"]) == (1, 2, "杯子")
    rest = client.get(f"/v1/orders?limit=2&cursor={first['next_cursor']}").json
    assert ([o["id"] for o in rest["data"]], rest["next_cursor"]) == ([placed[0]], None)
    assert client.get("/v1/me/orders?limit=2").json == first
    assert client.get("/v1/orders?cursor=x").code == "invalid_cursor"
    assert client.get("/v1/orders?limit=101").status == 422


def test_staff_lists_by_month_status_and_number() -> None:
    """D13"""
    with clock.frozen(datetime(2025, 2, 27, tzinfo=UTC)):
        february, _ = an_order(a_variant())
    with clock.frozen(NOON):
        first, _ = an_order(a_variant())
    with clock.frozen(NOON + timedelta(minutes=1)):
        second, _ = an_order(a_variant())
    apply_payments(sqs_of_events([captured(second)]), None)

    def listed(query: str) -> list[str]:
        with clock.frozen(NOON + timedelta(hours=1)):
            return [o["id"] for o in staff("support").get(f"/v1/admin/orders{query}").json["data"]]

    assert listed("") == [second["id"], first["id"], february["id"]]
    assert listed("?month=2025-03") == [second["id"], first["id"]]
    assert listed("?month=2025-02") == [february["id"]]
    assert listed("?status=paid") == [second["id"]]
    assert listed("?status=pending_payment&month=2025-03") == [first["id"]]
    assert listed(f"?number={february['number']}") == [february["id"]]
    assert listed("?number=25022700000000") == []
    page = staff().get("/v1/admin/orders?month=2025-03&limit=1").json
    assert [o["id"] for o in page["data"]] == [second["id"]]
    assert listed(f"?month=2025-03&limit=1&cursor={page['next_cursor']}") == [first["id"]]
    assert (Client(app).get("/v1/admin/orders").status, staff("analyst").get("/v1/admin/orders").status) == (401, 403)
    for bad in ("?month=2025-13", "?status=lost", "?number=%20"):
        assert staff().get(f"/v1/admin/orders{bad}").status == 422


def test_staff_reads_an_order_in_all_languages() -> None:
    order, _ = an_order(a_variant())
    seen = staff().get(f"/v1/admin/orders/{order['id']}").json
    assert (seen["lines"][0]["title"], seen["lines"][0]["category_id"]) == ({"zh": "杯子", "en": "Mug"}, "cat_mugs")
    assert (seen["language"], seen["channel"], seen["totals"]) == ("zh", "web", order["totals"])
    assert staff().get(f"/v1/admin/orders/{fresh.new_id('ord')}").status == 404


def test_the_face_tells_payers_and_messengers_what_they_need() -> None:
    order, _ = an_order(a_variant(price=1000))
    kept = order_of(get_order(order["id"])).address
    expected = Payable(
        order["id"], order["number"], "pending_payment", Money(2000, "CNY"), order["payment_deadline"], None, "zh",
        country="CN", open=True, address=kept,
    )  # fmt: skip
    assert payable(order["id"], caller=GUEST, order_token=order["token"]) == expected
    assert payable(order["id"], caller=staff_caller("cus_staff", "support"), order_token=None) == expected
    for caller, token in ((GUEST, None), (GUEST, "wrong"), (Caller("cus_other"), None)):
        with pytest.raises(NotFound):
            payable(order["id"], caller=caller, order_token=token)
    told = contact(order["id"])
    goods = (Bought({"zh": "杯子", "en": "Mug"}, "MUG-1", quantity=1, total=1000, currency="CNY"),)
    expected_contact = Contact("buyer@example.com", "+8613800000000", "李雷", "zh", order["number"], goods=goods)
    assert replace(told, link="", right=None) == expected_contact
    assert told.right is not None
    assert (told.right.country, told.right.days) == ("CN", 7)
    assert told.link.startswith("http://localhost:8000/o/")
    with pytest.raises(NotFound):
        contact(fresh.new_id("ord"))
