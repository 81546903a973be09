"""X28: an invoice and its credit note through the deployed template: queue, files, each function's rights."""

from __future__ import annotations

from tests.journeys.shopper import Shop, eventually
from tests.support.papers import written
from tests.unit.invoices.en16931 import broken_rules

ENTITY = {
    "id": "cn", "name": "Example Ltd", "street": "Nanjing Rd 1", "city": "Shanghai", "postal_code": "200000", "country": "CN",
    "timezone": "Asia/Shanghai", "tax_number": "91310000775785552L",
}  # fmt: skip


def test_a_paid_order_has_its_invoice_and_a_refund_its_credit_note(shop: Shop) -> None:
    owner = shop.staff()
    shop.send("PUT", "/v1/admin/invoice_settings", {"entities": [ENTITY]}, **owner)
    order, own = shop.paid_order(shop.a_variant(stock=5)["id"], 2)
    path = f"/v1/orders/{order['id']}/invoices"
    (invoice,) = eventually(lambda: shop.get(path, **own)["data"], bool)
    assert invoice["total"] == order["totals"]["total"]
    pdf = shop.call("GET", invoice["pdf_url"], Accept="application/pdf", **own)
    assert (pdf.status, pdf.headers["content-type"]) == (200, "application/pdf"), pdf.text
    assert invoice["number"] in written(pdf.content)
    lent = shop.call("GET", invoice["pdf_url"], **own)
    assert shop.download(lent.headers["location"]) == pdf.content
    assert broken_rules(shop.call("GET", invoice["xml_url"], **own).content) == []
    line = {"line_id": order["lines"][0]["id"], "quantity": 1}
    shop.send("POST", f"/v1/admin/orders/{order['id']}/refunds", {"lines": [line], "reason": "journey"}, 201, **owner)
    _, note = eventually(lambda: shop.get(path, **own)["data"], lambda found: len(found) == 2)
    assert (note["kind"], note["refers_to"]) == ("credit_note", invoice["number"])
    assert [row["id"] for row in shop.get(f"/v1/admin/invoices?q={order['number']}", **owner)["data"]] == [invoice["id"], note["id"]]
    made = shop.send("POST", f"/v1/admin/invoices/{invoice['id']}/reissue", {"buyer": {"name": "Example Co."}}, 201, **owner)
    same = shop.call("GET", f"/v1/admin/orders/{order['id']}/invoice.pdf", Accept="application/pdf", **owner)
    assert made["number"] in written(same.content)
