"""What version 0.1 began goes on: its orders are paid, refunded, shipped, confirmed; its carts are bought."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.catalog import app as catalog
from functions.customers import app as customers
from functions.orders import app as orders
from functions.payments import app as payments
from functions.platform import app as platform
from functions.promotions import app as promotions
from functions.reports import app as reports
from functions.reports.store.records import ReportsTable
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.stock import app as stock
from tests.integration.old_tables.conftest import OldShop, made
from tests.support.buckets import data_bucket
from tests.support.events import sqs
from tests.support.http import Client


def shown(old: OldShop, name: str) -> dict[str, Any]:
    found: dict[str, Any] = made(old.buyer(orders, name).get(f"/v1/orders/{old.order(name)['id']}"))
    return found


def listed(old: OldShop, status: str) -> set[str]:
    return {row["id"] for row in made(old.staff(orders).get(f"/v1/admin/orders?status={status}"))["data"]}


def ship(old: OldShop, name: str, pieces: int, waybill: str) -> None:
    lines = [{"line_id": old.order(name)["lines"][0], "quantity": pieces}]
    body = {"carrier": "manual", "waybill": waybill, "lines": lines}
    made(old.staff(orders, "warehouse").post(f"/v1/admin/orders/{old.order(name)['id']}/shipments", body))
    old.work()


def refund(old: OldShop, name: str, amount: int) -> Any:
    body = {"reason": "broken", "amount": {"amount": amount, "currency": "CNY"}}
    done = made(old.staff(payments, "finance").post(f"/v1/admin/orders/{old.order(name)['id']}/refunds", body))
    payments.sweep_payments({}, None)
    old.work()
    return done


def test_all_that_was_told_before_changes_nothing_when_it_is_told_again(old: OldShop) -> None:
    before = {name: shown(old, name) for name in old.names["orders"]}
    old.bus.pump()
    assert {name: shown(old, name) for name in old.names["orders"]} == before


def test_an_unpaid_order_is_paid_and_shipped(old: OldShop) -> None:
    old.provider_tells("unpaid")
    assert (shown(old, "unpaid")["status"], shown(old, "unpaid")["payment_status"]) == ("paid", "paid")
    assert old.order("unpaid")["id"] in listed(old, "paid") - listed(old, "pending_payment")
    ship(old, "unpaid", 1, "SF10")
    assert old.order("unpaid")["id"] in listed(old, "shipped") - listed(old, "paid")
    assert orders.check_orders({}, None)["differences"] == 0


def test_a_parcel_goes_on_and_the_rest_is_shipped_and_confirmed(old: OldShop) -> None:
    ship(old, "shipped", 1, "SF11")
    assert shown(old, "shipped")["fulfilment_status"] == "fulfilled"
    for parcel in shown(old, "shipped")["shipments"]:
        url = f"/v1/admin/orders/{old.order('shipped')['id']}/shipments/{parcel.get('shipment_id') or parcel['id']}/trace"
        made(old.staff(orders, "warehouse").post(url, {"status": "DELIVERED", "place": "杭州"}))
    for name in ("shipped", "mine"):
        assert made(old.buyer(orders, name).post(f"/v1/orders/{old.order(name)['id']}/confirm_receipt"))["status"] == "completed"
    assert listed(old, "completed") == {old.order("shipped")["id"], old.order("mine")["id"]}


@pytest.mark.parametrize(("name", "rest", "status"), [("refunded", 1000, "partially_refunded"), ("paid", 19_100, "refunded")])
def test_money_of_old_payments_goes_back(old: OldShop, name: str, rest: int, status: str) -> None:
    refund(old, name, rest)
    assert shown(old, name)["payment_status"] == status
    more = old.staff(payments, "finance").post(
        f"/v1/admin/orders/{old.order(name)['id']}/refunds", {"reason": "x", "amount": {"amount": 99_900, "currency": "CNY"}}
    )
    assert more.code == "refund_exceeds_captured"


def test_what_finance_left_open_is_done(old: OldShop) -> None:
    finance = old.staff(payments, "finance")
    (task,) = made(finance.get("/v1/admin/payment_tasks"))["data"]
    made(finance.post(f"/v1/admin/payment_tasks/{task['id']}/confirm", {"reference": "OUT-1"}))
    (odd,) = made(finance.get("/v1/admin/quarantine"))["data"]
    made(finance.post(f"/v1/admin/quarantine/{odd['id']}/dismiss", {"reason": "looked into it"}))
    file = f"order_number,amount,fee\n{old.order('on_delivery')['number']},71.00,1.00\n".encode()
    settled = finance.call("POST", "/v1/admin/delivery_settlements?settlement=SF-1", file, {"content-type": "text/csv"})
    assert [row["outcome"] for row in made(settled)["rows"]] == ["recorded"]
    old.work()
    assert shown(old, "by_transfer")["refunds"][0]["status"] == "succeeded"
    assert shown(old, "on_delivery")["payment_status"] == "paid"


def test_what_is_not_paid_is_cancelled_by_its_buyer_or_by_its_timer(old: OldShop, monkeypatch: pytest.MonkeyPatch) -> None:
    sqs_client = boto3.client("sqs")
    queue = sqs_client.create_queue(QueueName="timers")["QueueUrl"]
    monkeypatch.setenv("QUEUE_TIMERS", queue)
    made(old.buyer(orders, "odd").post(f"/v1/orders/{old.order('odd')['id']}/cancel"))
    with clock.frozen(times.parse(old.names["now"]) + timedelta(hours=1)):
        orders.sweep_timers({}, None)
        due = [{"messageId": m["MessageId"], "body": m["Body"], "attributes": {}}
               for m in sqs_client.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])]  # fmt: skip
        assert orders.run_timers(sqs([]) | {"Records": due}, None) == {"batchItemFailures": []}
    assert listed(old, "cancelled") == {old.order(name)["id"] for name in ("cancelled", "odd", "unpaid")}


def test_an_old_cart_is_bought_with_its_coupon_and_an_old_key_answers_as_it_did(old: OldShop) -> None:
    cart = old.names["open_cart"]
    buyer = Client(orders.app, {"x-cart-token": cart["token"]})
    address = shown(old, "paid")["address"]
    wanted = {k: address[k] for k in ("name", "phone", "email", "country", "province", "city", "district", "street", "postal_code")}
    made(buyer.put(f"/v1/carts/{cart['id']}/address", wanted))
    made(buyer.put(f"/v1/carts/{cart['id']}/delivery_option", {"id": "express"}))
    placed = made(buyer.post("/v1/orders", {"cart_id": cart["id"]}, Idempotency_Key="new"))
    assert (placed["totals"]["subtotal"]["amount"], placed["totals"]["discount"]["amount"]) == (11_800, 1000)
    assert placed["id"] in listed(old, "pending_payment")
    again = made(Client(orders.app, {"x-cart-token": cart["token"]}).post("/v1/orders", {"cart_id": cart["id"]}, Idempotency_Key="new"))
    assert again["id"] == placed["id"]
    mine = made(old.buyer(orders).post("/v1/orders", {"cart_id": old.order("mine")["cart"]}, Idempotency_Key="key-mine"))
    assert mine["id"] == old.order("mine")["id"]


def test_catalogue_and_stock_are_edited(old: OldShop) -> None:
    staff, product, (white, _) = old.staff(catalog), old.names["product"], old.names["variants"]
    edited = made(staff.patch(f"/v1/admin/products/{product}", {"title": {"zh": "大杯子", "en": "Big mug"}}))
    assert edited["title"]["en"] == "Big mug"
    made(staff.post(f"/v1/admin/products/{product}/unpublish"))
    assert Client(catalog.app).get(f"/v1/products/{product}").status == 404
    made(staff.post(f"/v1/admin/products/{product}/publish"))
    made(old.staff(stock).post(f"/v1/admin/stock/{white}/adjust", {"delta": 5, "reason": "goods received"}))
    assert made(Client(catalog.app).get(f"/v1/products/{product}"))["title"] == "大杯子"
    made(old.buyer(catalog).post(f"/v1/products/{product}/reviews/{old.names['review']}/follow_up", {"text": "还是很好"}))
    made(staff.patch(f"/v1/admin/brands/{old.names['brand']}", {"name": {"zh": "乙", "en": "Brand B"}}))
    with data_bucket():
        assert staff.delete(f"/v1/admin/media/{old.names['media']}").status == 204


def test_promotions_people_fields_and_reports_go_on(old: OldShop) -> None:
    names, staff = old.names, old.staff(promotions)
    made(staff.post(f"/v1/admin/campaigns/{names['campaign']}/stop"))
    assert staff.post(f"/v1/admin/coupon_codes/{names['claimed']}/revoke").code == "illegal_transition", "it is redeemed"
    made(staff.post(f"/v1/admin/flash_sales/{names['flash_sale']}/close"))
    assert made(old.buyer(promotions).post(f"/v1/coupons/{names['coupons'][1]}/claim"))["code"]
    made(old.buyer(customers).patch(f"/v1/me/addresses/{names['address']}", {"street": "文三路 2 号"}))
    made(old.buyer(customers).patch("/v1/me", {"name": "Other Buyer"}))
    made(old.staff(platform).patch(f"/v1/admin/field_definitions/{names['field']}", {"filterable": True}))
    assert old.staff(orders).delete(f"/v1/admin/shipping_zones/{names['zone']}").status == 204
    with data_bucket():
        assert reports.rollup_hourly({}, None)["hours"] > 0
    assert list(ReportsTable.scan(ReportsTable.kind == "cells")), "what was counted before is counted anew"
    assert not list(ReportsTable.scan(ReportsTable.kind == "rollup"))
