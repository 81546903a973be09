"""F03, D17: the papers of a parcel through the deployed template: bytes through the gateway, a signed address, each function's rights."""

from __future__ import annotations

from tests.journeys.shopper import Answer, Shop, eventually
from tests.support.papers import OFFICE_PRINTER, pages_of, scanned, written

PDF = "application/pdf"


def test_what_is_scanned_on_the_papers_is_the_parcel_and_its_order(shop: Shop) -> None:
    order, own = shop.paid_order(shop.a_variant(stock=5)["id"], 2)
    shop.order_when(order["id"], own, lambda o: o["shipments"] and o["shipments"][0]["waybill"])
    staff = shop.staff("warehouse")
    path = f"/v1/admin/orders/{order['id']}"
    (parcel,) = shop.get(f"{path}/shipments", **staff)["data"]

    label = bytes_of(shop.call("GET", f"{path}/shipments/{parcel['id']}/label.pdf", Accept=PDF, **staff))
    assert scanned(label) == {("Code128", parcel["waybill"]), ("QRCode", parcel["waybill"])}
    listed = bytes_of(shop.call("GET", f"{path}/pick_list.pdf", Accept=PDF, **staff))
    assert ("QRCode", parcel["id"]) in scanned(listed, dpi=OFFICE_PRINTER)
    note = bytes_of(shop.call("GET", f"{path}/delivery_note.pdf", Accept=PDF, **staff))
    assert ("Code128", order["number"]) in scanned(note, dpi=OFFICE_PRINTER)
    for paper in ("pick_lists", "delivery_notes"):
        assert pages_of(bytes_of(shop.call("POST", f"/v1/admin/orders/{paper}", {"order_ids": [order["id"]]}, Accept=PDF, **staff))) == 1

    # The index by which a batch finds parcels follows their items.
    wanted = {"shipment_ids": [parcel["id"]]}
    lent = eventually(lambda: shop.call("POST", "/v1/admin/shipments/labels", wanted, **staff), lambda answer: answer.status == 302)
    lasting = shop.download(lent.headers["location"])
    assert written(lasting) == written(label)


def bytes_of(answer: Answer) -> bytes:
    assert (answer.status, answer.headers["content-type"]) == (200, PDF), answer.content[:500]
    return answer.content
