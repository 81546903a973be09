"""D17: pick lists and delivery notes over HTTP, of one order or a hundred."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.orders.model.shipment import Void
from functions.shared.plain.bodies import dump
from functions.shared.plain.tracking import TrackingStatus
from functions.shipping.app import app
from functions.stock.model.warehouse import Warehouse, WarehouseAddress
from functions.stock.store.records import WAREHOUSES_PK, WarehouseRecord, warehouse_sk
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import an_order, store_order
from tests.support.papers import OFFICE_PRINTER, pages_of, scanned, written
from tests.support.parcels import a_parcel

PAPERS = ("pick_list", "delivery_note")
WEST = Warehouse(
    "wh_west", {"zh": "西仓", "en": "West"}, address=WarehouseAddress("成都西仓", "028-1", "CN", "四川省", "成都市", street="天府大道 1 号")
)


def get(order_id: str, paper: str, query: str = "", role: str = "warehouse", **headers: str) -> Answer:
    return Client(app, bearer(role)).get(f"/v1/admin/orders/{order_id}/{paper}.pdf{query}", Accept="application/pdf", **headers)


def batch(paper: str, *order_ids: str) -> Answer:
    return Client(app, bearer("warehouse")).post(f"/v1/admin/orders/{paper}s", {"order_ids": list(order_ids)}, Accept="application/pdf")


def all_of(answer: Answer) -> str:
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf"), answer.text
    return "".join(written(answer.content, n) for n in range(pages_of(answer.content)))


def test_a_pick_list_is_by_warehouse_and_bin_with_the_parcels_codes() -> None:
    """D17: lines, bins and barcode; pieces that are in no parcel yet are on it too."""
    WarehouseRecord(pk=WAREHOUSES_PK, sk=warehouse_sk(WEST.id), kind="warehouse", version=1, active=1, body=dump(WEST)).save()
    order = store_order(an_order(quantities=(5, 2, 1)))
    west = a_parcel(order, {"line_0": 2}, shelf={"line_0": {"C-1": 2}}, warehouse_id="wh_west")
    main = a_parcel(
        order, {"line_0": 3, "line_1": 2}, shelf={"line_0": {"B-10": 1, "": 1}, "line_1": {"B-9": 2}}, warehouse_id="main", waybill="SF1"
    )
    gone = a_parcel(order, {"line_2": 1}, status=TrackingStatus.CANCELLED)
    answer = get(order.id, "pick_list", Accept_Language="zh")
    said = all_of(answer)
    told = [
        "仓库main·主仓",
        main.id,
        "B-9SKU-1商品12",
        "B-10SKU-0商品01",
        "—SKU-0商品02",
        "仓库wh_west·西仓",
        west.id,
        "C-1SKU-0商品02",
        "尚未分配",
        "—SKU-2商品21",
    ]
    places = [said.find(one) for one in told]
    assert -1 not in places, list(zip(told, places, strict=True))
    assert places == sorted(places)
    assert gone.id not in said
    codes = set().union(*(scanned(answer.content, n, OFFICE_PRINTER) for n in range(pages_of(answer.content))))
    assert codes == {(kind, text) for kind in ("Code128", "QRCode") for text in (order.number, main.id, west.id)}
    assert "Picklist" in all_of(get(order.id, "pick_list", Accept_Language="en"))
    one = all_of(get(order.id, "pick_list", f"?shipment_id={west.id}"))
    assert west.id in one
    assert main.id not in one


def test_a_delivery_note_is_in_the_order_s_language_and_has_no_prices() -> None:
    WarehouseRecord(pk=WAREHOUSES_PK, sk=warehouse_sk(WEST.id), kind="warehouse", version=1, active=1, body=dump(WEST)).save()
    order = store_order(an_order(quantities=(2, 1), language="en"))
    parcel = a_parcel(order, {"line_0": 2}, waybill="SF1", warehouse_id="wh_west")
    answer = get(order.id, "delivery_note", Accept_Language="zh")
    said = all_of(answer)
    wanted = (
        "Deliverynote",
        order.number,
        "李雷",
        "成都西仓",
        "Parcel1/1·Sandboxcourier·SF1",
        "SKU-0Thing02",
        "Stilltobesent",
        "SKU-1Thing11",
    )
    assert [told for told in wanted if told not in said] == []
    assert "450.00" not in said
    assert scanned(answer.content, 0, OFFICE_PRINTER) == {("Code128", order.number), ("QRCode", order.number)}
    assert "Stilltobesent" not in all_of(get(order.id, "delivery_note", f"?shipment_id={parcel.id}"))
    assert "发货单" in all_of(get(store_order(an_order(language="zh")).id, "delivery_note"))


def test_what_was_chosen_stands_behind_the_title() -> None:
    given = an_order(quantities=(1,))
    order = store_order(replace(given, lines=[replace(given.lines[0], options={"颜色": "石墨灰"})]))
    assert "商品0(石墨灰)" in all_of(get(order.id, "pick_list"))


@pytest.mark.parametrize("paper", PAPERS)
def test_of_a_hundred_orders_there_is_one_file(paper: str) -> None:
    orders = [store_order(an_order(quantities=(1,))) for _ in range(100)]
    assert pages_of(batch(paper, *(one.id for one in orders)).content) == 100


@pytest.mark.parametrize("paper", PAPERS)
def test_what_cannot_be_printed_is_named_and_nothing_is(paper: str) -> None:
    good, over, unpaid = store_order(an_order()), store_order(an_order(), "cancelled"), store_order(an_order(), "pending_payment")
    for order in (over, unpaid):
        assert (get(order.id, paper).status, get(order.id, paper).code) == (409, "nothing_to_send")
    answer = batch(paper, over.id, good.id, "ord_nothing", unpaid.id)
    assert (answer.status, answer.code) == (422, "not_printable")
    assert [(fault["pointer"], fault["code"]) for fault in answer.json["errors"]] == [
        ("/order_ids/0", "nothing_to_send"), ("/order_ids/2", "not_found"), ("/order_ids/3", "nothing_to_send"),
    ]  # fmt: skip


@pytest.mark.parametrize("paper", PAPERS)
def test_only_who_may_read_orders_gets_them(paper: str) -> None:
    order = store_order(an_order())
    assert Client(app).get(f"/v1/admin/orders/{order.id}/{paper}.pdf").status == 401
    assert get(order.id, paper, role="editor").status == 403
    assert get("ord_nothing", paper).status == 404
    assert get(order.id, paper, "?shipment_id=shp_nothing").status == 404


def test_a_parcel_that_is_called_back_is_on_no_paper() -> None:
    order = store_order(an_order(quantities=(1,)))
    parcel = a_parcel(order, void=Void.ASKED, waybill="SF1")
    assert get(order.id, "pick_list").code == "nothing_to_send"
    assert get(order.id, "delivery_note", f"?shipment_id={parcel.id}").code == "nothing_to_send"
