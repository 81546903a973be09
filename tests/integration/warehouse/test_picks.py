"""C09, C10: a planned parcel is picked once, scanned piece by piece, and packed or told short."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from functions.catalog.model.product import Variant
from functions.catalog.store.records import VARIANT_SK, VariantRecord, variant_pk
from functions.orders.app import plan_orders
from functions.orders.store.records import OrdersTable
from functions.shared.plain.bodies import dump, load
from functions.stock.store import write_off
from functions.stock.store.records import STOCK_SK, StockRecord
from functions.warehouse.app import app, follow_parcels
from functions.warehouse.picking import pack_parcel, scan_piece
from functions.warehouse.store.records import PICK_SK, PickRecord, WarehouseTable
from tests.integration.orders.buyer import counted
from tests.integration.orders.buyer import staff as order_staff
from tests.integration.orders.planning.shelves import a_warehouse, bought, in_parcels, lying, planned, where
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

Patch = pytest.MonkeyPatch
PARCELS = ("shipment.planned", "shipment.cancelled", "order.cancelled", "order.refunded")


@pytest.fixture(autouse=True)
def two() -> None:
    for n, name in enumerate(("w1", "w2"), 1):
        a_warehouse(name, n)


@cache
def packer() -> dict[str, str]:
    return bearer("warehouse")


def call(method: str, path: str, body: Any = None, **headers: str) -> Answer:
    return Client(app).call(method, path, body, {**packer(), **headers})


def heard() -> None:
    """Twice, in either order."""
    told = events_in(OrdersTable, *PARCELS)
    for events in (told, told[::-1]):
        assert follow_parcels(sqs_of_events(events), None) == {"batchItemFailures": []}


def picks(state: str = "requested", warehouse: str = "w1") -> list[Any]:
    answer = call("GET", f"/v1/admin/picks?warehouse={warehouse}&state={state}")
    assert answer.status == 200, answer.text
    data: list[Any] = answer.json["data"]
    return data


def coded(variant_id: str, sku: str, *codes: str) -> str:
    """The variant with barcodes, as an older version stored them: unclaimed."""
    record = VariantRecord.get(variant_pk(variant_id), VARIANT_SK)
    known = replace(load(Variant, record.body), sku=sku, barcode=codes[0], further_barcodes=list(codes[1:]))
    record.update([VariantRecord.body.set(dump(known))])
    return variant_id


def requested(**pieces: int) -> tuple[Any, Any, str]:
    """An order of two pieces of one variant that is to be picked, the pick request, and the variant."""
    variant = coded(lying(**pieces), "MUG", "036000291452", "00123")
    order = bought(variant, quantity=2)
    planned()
    heard()
    return order, picks()[0], variant


def scan(pick: Any, barcode: str, quantity: Any = 1, **headers: str) -> Answer:
    return call("POST", f"/v1/admin/picks/{pick['id']}/scan", {"barcode": barcode, "quantity": quantity}, **headers)


def pack(pick: Any) -> Answer:
    return call("POST", f"/v1/admin/picks/{pick['id']}/pack")


def short(pick: Any, quantity: int, **headers: str) -> Answer:
    lines = [{"line_id": pick["lines"][0]["line_id"], "quantity": quantity}]
    return call("POST", f"/v1/admin/picks/{pick['id']}/short", {"lines": lines}, **headers)


def test_each_warehouse_is_asked_once_for_its_parcel() -> None:
    """C09"""
    one, two = lying(w1__B=2), lying(w2__A=2)
    order = bought(one, two)
    planned()
    heard()
    assert [(len(picks(warehouse=name)), picks(warehouse=name)[0]["lines"][0]["bins"]) for name in ("w1", "w2")] == [
        (1, {"B": 1}),
        (1, {"A": 1}),
    ]
    assert len(events_in(WarehouseTable, "pick.requested")) == 2
    assert {pick["order_id"] for name in ("w1", "w2") for pick in picks(warehouse=name)} == {order["id"]}


def test_a_planned_parcel_costs_one_read_and_one_write_and_is_asked_for_once() -> None:
    """C09: told again, the request is read."""
    bought(lying(w1=2))
    planned()
    told = sqs_of_events(events_in(OrdersTable, "shipment.planned"))
    for asked in ({"Query": 1, "TransactWriteItems": 1}, {"Query": 1, "TransactWriteItems": 1, "GetItem": 1}):
        with counted() as calls:
            assert follow_parcels(told, None) == {"batchItemFailures": []}
        assert calls == asked
    assert (len(picks()), len(events_in(WarehouseTable, "pick.requested"))) == (1, 1)


def test_a_parcel_is_packed_when_every_piece_was_scanned() -> None:
    """C10, X51, case 7: the spelling of a number and which of several barcodes is scanned do not matter."""
    _, pick, _ = requested(w1=5)
    assert pack(pick).status == 409
    assert scan(pick, "0036000291452").json["state"] == "picking"
    early = pack(pick)
    assert (early.status, early.code) == (409, "not_all_scanned")
    assert scan(pick, "00123").json["lines"][0]["scanned"] == 2
    done = pack(pick)
    assert (done.status, done.json["state"]) == (200, "packed")
    assert len(events_in(WarehouseTable, "pick.packed")) == 1
    assert (picks("picking"), [one["id"] for one in picks("packed")]) == ([], [pick["id"]])
    assert (pack(pick).code, scan(pick, "00123").code) == ("illegal_transition", "too_many_scanned")


def test_what_is_not_on_the_list_or_too_many_is_refused_and_nothing_counts() -> None:
    """C10"""
    _, pick, _ = requested(w1=5)
    for barcode in ("123", "4006381333931", "036000291453"):
        wrong = scan(pick, barcode)
        assert (wrong.status, wrong.json["errors"][0]["code"]) == (422, "not_on_list")
    many = scan(pick, "00123", 3)
    assert (many.status, many.code) == (409, "too_many_scanned")
    for quantity in (0, -1, 1.5, "2", True, 10**12):
        assert scan(pick, "00123", quantity).status == 422
    assert picks()[0]["lines"][0]["scanned"] == 0
    assert scan({"id": "pick_unknown"}, "1").status == 404


def test_a_scan_that_is_repeated_with_its_key_counts_once() -> None:
    """C10"""
    _, pick, _ = requested(w1=5)
    answers = [scan(pick, "00123", idempotency_key="scan-0001-0001") for _ in range(3)]
    assert [answer.json["lines"][0]["scanned"] for answer in answers] == [1, 1, 1]


def test_two_scanners_at_once_both_count_and_never_too_many(monkeypatch: Patch) -> None:
    """C10"""
    _, pick, _ = requested(w1=5)
    in_between(monkeypatch, scan_piece, "variant_of_barcode", lambda: scan(pick, "00123"))
    assert scan(pick, "00123").json["lines"][0]["scanned"] == 2
    assert scan(pick, "00123").code == "too_many_scanned"


def test_a_parcel_that_is_cancelled_while_it_is_packed_is_not_packed(monkeypatch: Patch) -> None:
    """C10: the order is asked first, and the request holds its version."""
    order, pick, _ = requested(w1=5)
    scan(pick, "00123", 2)

    def cancel() -> None:
        assert order_staff().post(f"/v1/orders/{order['id']}/cancel").status == 200
        heard()

    in_between(monkeypatch, pack_parcel, "packed", cancel)
    assert pack(pick).status == 409
    gone = call("GET", f"/v1/admin/picks/{pick['id']}").json
    assert (gone["state"], gone["lines"][0]["put_back"]) == ("cancelled", 2)
    assert events_in(WarehouseTable, "pick.packed") == []


def test_an_order_that_is_cancelled_is_not_picked() -> None:
    """C10: also if nobody told the warehouse yet."""
    order, pick, _ = requested(w1=5)
    scan(pick, "00123", 2)
    assert order_staff().post(f"/v1/orders/{order['id']}/cancel").status == 200
    assert pack(pick).status == 409
    assert [one["id"] for one in picks("cancelled")] == [pick["id"]]


def test_what_is_short_comes_from_elsewhere_and_is_written_off_its_shelf_once() -> None:
    """C10: the shelf said 2, one was there."""
    order, pick, variant = requested(w1__A=2, w2=3)
    assert scan(pick, "00123").status == 200
    told = short(pick, 1, idempotency_key="short-0001-0001")
    assert told.json == short(pick, 1, idempotency_key="short-0001-0001").json
    assert (told.json["state"], told.json["lines"][0]["quantity"], told.json["lines"][0]["missing"]) == ("picking", 1, 1)
    assert short(pick, 1).status == 422
    for _ in range(2):
        assert plan_orders(sqs_of_events(events_in(WarehouseTable, "pick.short")), None) == {"batchItemFailures": []}
        heard()
    assert in_parcels(order) == [("w1", {variant: 1}), ("w2", {variant: 1})]
    assert where(variant) == {"w2": 2}
    assert int(StockRecord.get(variant_pk(variant), STOCK_SK).available) == 2
    assert (pack(pick).json["state"], len(picks(warehouse="w2"))) == ("packed", 1)


def test_nothing_found_at_all_ends_the_request() -> None:
    """C10"""
    order, pick, variant = requested(w1=2, w2=2)
    assert short(pick, 2).json["state"] == "short"
    plan_orders(sqs_of_events(events_in(WarehouseTable, "pick.short")), None)
    heard()
    assert in_parcels(order) == [("w2", {variant: 2})]
    assert (scan(pick, "00123").status, [one["id"] for one in picks("short")]) == (409, [pick["id"]])


def test_bad_input_of_a_short_pick() -> None:
    """C10"""
    _, pick, _ = requested(w1=5)
    line = pick["lines"][0]["line_id"]
    for lines in ([], [{"line_id": line, "quantity": 3}], [{"line_id": "line_x", "quantity": 1}], [{"line_id": line, "quantity": 0}]):
        assert call("POST", f"/v1/admin/picks/{pick['id']}/short", {"lines": lines}).status == 422
    twice = [{"line_id": line, "quantity": 1}] * 2
    assert call("POST", f"/v1/admin/picks/{pick['id']}/short", {"lines": twice}).status == 422
    assert PickRecord.get(f"PICK#{pick['id']}", PICK_SK).version == 1


def test_the_list_is_in_bin_order_and_paged() -> None:
    for bin_ in ("C", "A", "B"):
        bought(lying(**{f"w1__{bin_}": 1}))
    planned()
    heard()
    first = call("GET", "/v1/admin/picks?warehouse=w1&limit=2").json
    rest = call("GET", f"/v1/admin/picks?warehouse=w1&limit=2&cursor={first['next_cursor']}").json
    assert [next(iter(one["lines"][0]["bins"])) for one in (*first["data"], *rest["data"])] == ["A", "B", "C"]
    assert rest["next_cursor"] is None


def test_pieces_that_are_sold_while_they_are_written_off_stay(monkeypatch: Patch) -> None:
    """C10: somebody bought them in this moment; below zero is never written."""
    _, pick, variant = requested(w1=5)
    short(pick, 2)
    in_between(monkeypatch, write_off, "counters", lambda: bought(variant, quantity=2))
    assert plan_orders(sqs_of_events(events_in(WarehouseTable, "pick.short")), None) == {"batchItemFailures": []}
    assert int(StockRecord.get(variant_pk(variant), STOCK_SK).available) == 0
    assert where(variant) == {"w1": 4}
