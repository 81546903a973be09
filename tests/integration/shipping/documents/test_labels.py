"""F03, D17: labels over HTTP: the courier's own or ours, one or a hundred, and what has none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

import boto3
import pytest

from functions.orders.model.order import Order
from functions.orders.model.shipment import Shipment, Void
from functions.shared.plain.errors import Conflict, Unavailable
from functions.shared.plain.settings import settings
from functions.shared.plain.tracking import TrackingStatus
from functions.shipping.app import app
from functions.shipping.couriers.port import Ability, Courier, Label, WaybillRef
from functions.shipping.documents import handed_out, labels
from functions.shipping.documents.drawing import drawn_labels
from functions.shipping.documents.shop_facts import party
from functions.shipping.model import papers
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import an_order, store_order
from tests.support.papers import pages_of, scanned, written
from tests.support.parcels import a_parcel

PDF = {"Accept": "application/pdf"}


@pytest.fixture
def order() -> Order:
    return store_order(an_order(quantities=(2, 1)))


def label(shipment: Shipment, **headers: str) -> Answer:
    path = f"/v1/admin/orders/{shipment.order_id}/shipments/{shipment.id}/label.pdf"
    return Client(app, bearer("warehouse")).get(path, **(headers or PDF))


def batch(*shipment_ids: str) -> Answer:
    return Client(app, bearer("warehouse")).post("/v1/admin/shipments/labels", {"shipment_ids": list(shipment_ids)}, **PDF)


def faults(answer: Answer) -> list[tuple[str, str]]:
    assert (answer.status, answer.code) == (422, "not_printable")
    return [(fault["pointer"], fault["code"]) for fault in answer.json["errors"]]


def test_the_printed_label_is_the_parcel_s(order: Order) -> None:
    """F03: what a scanner reads is the shipment's waybill; one file of its own page."""
    parcel = a_parcel(order, waybill="SF1234567890123", weight_g=1250)
    answer = label(parcel)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["cache-control"] == "no-store"
    assert scanned(answer.content) == {("Code128", "SF1234567890123"), ("QRCode", "SF1234567890123")}
    assert [told for told in ("李雷", "南京东路1号", order.number, "1.25kg") if told not in written(answer.content)] == []
    head = Client(app, bearer("warehouse")).call("HEAD", f"/v1/admin/orders/{order.id}/shipments/{parcel.id}/label.pdf", None, PDF)
    assert (head.status, head.content) == (200, b"")


def test_who_does_not_ask_for_pdf_first_is_sent_to_it(order: Order) -> None:
    """The gateway would give them base64."""
    parcel = a_parcel(order, waybill="SF1")
    boto3.client("s3").create_bucket(Bucket=settings().bucket)
    for accept in ("*/*", "text/html, application/pdf"):
        answer = label(parcel, Accept=accept)
        assert (answer.status, answer.content) == (302, b"")
        key = next(iter(boto3.resource("s3").Bucket(settings().bucket).objects.all())).key
        assert key.startswith("documents/")
        assert f"/{key}?" in answer.headers["location"]


def test_what_is_too_large_for_an_answer_is_lent_too(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    parcel = a_parcel(order, waybill="SF1")
    boto3.client("s3").create_bucket(Bucket=settings().bucket)
    monkeypatch.setattr(handed_out, "MOST_BYTES", 1000)
    answer = label(parcel)
    assert answer.status == 302
    assert "content-type" not in answer.headers


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"waybill": ""}, 409, "waybill_missing"),
        ({"status": TrackingStatus.CANCELLED}, 409, "parcel_cancelled"),
        ({"void": Void.ASKED}, 409, "parcel_cancelling"),
    ],
)
def test_a_parcel_that_has_no_label_says_why(order: Order, changes: dict[str, Any], status: int, code: str) -> None:
    parcel = a_parcel(order, **{"waybill": "SF1"} | changes)
    answer = label(parcel)
    assert (answer.status, answer.code) == (status, code)
    assert faults(batch(parcel.id)) == [("/shipment_ids/0", code)]


def test_of_a_parcel_that_is_called_back_in_vain_there_is_a_label(order: Order) -> None:
    assert label(a_parcel(order, waybill="SF1", void=Void.REFUSED)).status == 200


def test_an_address_too_long_for_the_label_is_refused() -> None:
    """What fits is told in docs; what is a little long is only printed smaller."""
    given = an_order()
    fits = store_order(replace(given, address=replace(given.address, street="长" * 200)))
    assert label(a_parcel(fits, waybill="SF1")).status == 200
    given = an_order()
    long = store_order(replace(given, address=replace(given.address, street="长" * 400)))
    answer = label(a_parcel(long, waybill="SF1"))
    assert (answer.status, answer.code) == (422, "address_too_long")


def test_what_the_font_lacks_is_no_error() -> None:
    given = an_order()
    order = store_order(replace(given, address=replace(given.address, name="محمد 😀", street="שדרות \u202e רוטשילד 1")))
    answer = label(a_parcel(order, waybill="SF1"))
    assert answer.status == 200
    assert "□□□□" in written(answer.content)


def test_parcels_of_other_orders_and_callers_without_the_right_get_none(order: Order) -> None:
    parcel = a_parcel(order, waybill="SF1")
    other = store_order(an_order())
    for order_id, shipment_id in ((other.id, parcel.id), (order.id, "shp_nothing"), ("ord_nothing", parcel.id)):
        assert label(replace(parcel, order_id=order_id, id=shipment_id)).status == 404
    path = f"/v1/admin/orders/{order.id}/shipments/{parcel.id}/label.pdf"
    assert Client(app).get(path, **PDF).status == 401
    assert Client(app, bearer("editor")).get(path, **PDF).status == 403


def test_labels_of_many_orders_are_one_file_in_the_order_asked_for() -> None:
    """A hundred, each with its own waybill (D17)."""
    orders = [store_order(an_order(quantities=(1,))) for _ in range(2)]
    parcels = [a_parcel(orders[n % 2], waybill=f"SF{n:05d}") for n in range(100)]
    answer = batch(*(parcel.id for parcel in reversed(parcels)))
    assert (answer.status, pages_of(answer.content)) == (200, 100)
    for page, parcel in ((0, parcels[99]), (99, parcels[0])):
        assert ("Code128", parcel.waybill) in scanned(answer.content, page)


def test_each_parcel_without_a_label_is_named_before_anything_is_made(order: Order) -> None:
    good, bare = a_parcel(order, waybill="SF1"), a_parcel(order)
    gone = a_parcel(order, waybill="SF2", status=TrackingStatus.CANCELLED)
    answer = batch(bare.id, good.id, "shp_nothing", gone.id)
    assert faults(answer) == [
        ("/shipment_ids/0", "waybill_missing"), ("/shipment_ids/2", "not_found"), ("/shipment_ids/3", "parcel_cancelled"),
    ]  # fmt: skip


@pytest.mark.parametrize("shipment_ids", [[], ["shp_1"] * 2, [f"shp_{n}" for n in range(101)], "shp_1", [1]])
def test_a_batch_is_one_to_a_hundred_different_parcels(shipment_ids: object) -> None:
    assert Client(app, bearer("warehouse")).post("/v1/admin/shipments/labels", {"shipment_ids": shipment_ids}, **PDF).status == 422


class Drawing(Courier):
    """A courier that draws its labels."""

    abilities: ClassVar[frozenset[Ability]] = frozenset({Ability.WAYBILL, Ability.LABEL})
    silent: ClassVar[bool] = False

    def label(self, waybill: WaybillRef) -> Label:
        if waybill.number.startswith("HAND"):
            raise Conflict("Not ours.", code="courier_refused")
        if type(self).silent:
            raise Unavailable("The courier does not answer.", code="courier_unavailable")
        ours = drawn_labels([papers.Label(waybill.shipment_id, "x", "Own", "", f"OWN-{waybill.number}", party(ADDRESS))])
        return Label(ours)


ADDRESS = an_order().address


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Drawing]]:
    monkeypatch.setattr(labels, "writer_of", lambda carrier: Drawing(None) if carrier.code == "sandbox" else Courier(None))  # type: ignore[arg-type]
    yield Drawing
    Drawing.silent = False


def test_the_courier_s_own_label_comes_first(order: Order, drawing: type[Drawing]) -> None:
    assert ("Code128", "OWN-1") in scanned(label(a_parcel(order, waybill="1")).content)
    # A number that people wrote by hand is not the courier's to draw.
    assert ("Code128", "HAND1") in scanned(label(a_parcel(order, waybill="HAND1")).content)
    drawing.silent = True
    answer = label(a_parcel(order, waybill="2"))
    assert (answer.status, answer.code) == (503, "courier_unavailable")


def test_own_labels_and_ours_are_put_together(order: Order, drawing: type[Drawing]) -> None:
    carriers = {"1": "manual", "2": "manual", "3": "sandbox", "4": "manual"}
    given = [a_parcel(order, waybill=number, carrier=code) for number, code in carriers.items()]
    answer = batch(*(one.id for one in given))
    found = [next(text for kind, text in scanned(answer.content, n) if kind == "QRCode") for n in range(pages_of(answer.content))]
    assert found == ["1", "2", "OWN-3", "4"]
    drawing.silent = True
    assert faults(batch(*(one.id for one in given))) == [("/shipment_ids/2", "courier_unavailable")]
