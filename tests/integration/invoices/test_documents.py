"""Issued documents as buyers and staff read them: the same for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest

from functions.invoices.documents import files
from functions.invoices.documents.files import keep_files
from functions.invoices.store.file_keys import Form, key_of
from functions.invoices.store.records import FilesRecord
from functions.orders.app import app as orders
from functions.orders.store.order_links import link_to
from functions.orders.store.records import OrderRecord, order_pk
from functions.shared.outside.objects import put_object
from functions.shared.plain.bodies import dump, load
from functions.shared.store.transactions import put_new, transact
from tests.integration.invoices.billing import ENTITY, Sale, a_sale, hear, owner, sells
from tests.integration.orders.money_moves import asked, gone, pieces, told
from tests.support.buckets import data_bucket
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.papers import written
from tests.support.races import in_between
from tests.unit.invoices.en16931 import broken_rules

PDF = {"Accept": "application/pdf"}


@pytest.fixture(autouse=True)
def _bucket() -> Iterator[None]:
    with data_bucket():
        yield


@pytest.fixture
def sale() -> Sale:
    sells()
    made = a_sale(quantity=2)
    hear(made)
    return made


def read(sale: Sale, n: int = 0) -> tuple[bytes, str]:
    """PDF and XML as the buyer gets them."""
    path = f"/{sale.documents[n].id}/invoice"
    pdf, xml = sale.get(f"{path}.pdf", **PDF), sale.get(f"{path}.xml")
    assert (pdf.status, xml.status, xml.headers["content-type"]) == (200, 200, "application/xml"), (pdf.text, xml.text)
    return pdf.content, xml.text


def test_a_guest_lists_and_reads_their_invoice(sale: Sale) -> None:
    (shown,) = sale.get().json["data"]
    assert shown["pdf_url"] == f"/v1/orders/{sale.order['id']}/invoices/{shown['id']}/invoice.pdf"
    assert (shown["kind"], shown["total"], shown["due"]["amount"]) == ("invoice", sale.order["totals"]["total"], 0)
    pdf, xml = read(sale)
    said = written(pdf)
    assert all(text in said for text in (shown["number"], "李雷", "ExampleGmbH", "DE136695976", "杯子"))
    assert broken_rules(xml.encode()) == []
    assert sale.get(f"/{shown['id']}/invoice.pdf").status == 302


def test_the_page_of_the_order_links_its_papers(sale: Sale) -> None:
    told(gone(sale.order, asked(sale.order, pieces(sale.order, 1))))
    hear(sale, "order.refunded")
    record = OrderRecord.get(order_pk(sale.order["id"]), "ORDER")
    page = Client(orders).get(f"/o/{urlsplit(link_to(record)).path.rsplit('/', 1)[1]}?lang=en")
    assert page.status == 200
    links = re.findall(r'<a href="([^"]+)"[^>]*>((?:Invoice|Credit note) [^<]+)</a>', page.text)
    assert [name for _, name in links] == [f"Invoice {sale.documents[0].number}", f"Credit note {sale.documents[1].number}"]
    assert f"/invoices/{sale.documents[0].id}/" in links[0][0]


def test_nobody_else_reads_it(sale: Sale) -> None:
    other = a_sale()
    invoice = sale.documents[0].id
    assert other.get(f"/{invoice}/invoice.pdf", **PDF).status == 404
    assert other.get("/inv_none/invoice.xml").status == 404
    assert Client(owner().app).get(f"/v1/orders/{sale.order['id']}/invoices").status == 404
    assert Client(owner().app, bearer("catalog_editor")).get("/v1/admin/invoices").status == 403


def test_an_issued_document_never_changes(sale: Sale) -> None:
    """Case 15: address, e-mail, titles and tax of the order's record, the seller's name; and the code that draws."""
    before = read(sale)
    sells({**ENTITY, "name": "Other AG", "city": "Bremen", "vat_number": "DE129274202"})
    record = OrderRecord.get(order_pk(sale.order["id"]), "ORDER")
    body: Any = load(dict[str, Any], record.body)
    body["address"] |= {"name": "erased", "street": "", "email": None, "phone": ""}
    body["lines"][0]["title"] = {"zh": "别的"}
    record.update([OrderRecord.body.set(dump(body))])
    assert read(sale) == before
    told(gone(sale.order, asked(sale.order, pieces(sale.order, 1))))
    hear(sale, "order.refunded")
    note = sale.documents[1]
    assert (note.buyer, note.rows[0].title) == (sale.documents[0].buyer, sale.documents[0].rows[0].title)
    assert (note.seller.name, note.basis_number) == ("Other AG", sale.documents[0].number)
    assert broken_rules(read(sale, 1)[1].encode()) == []
    assert read(sale) == before


def test_the_file_is_made_once_even_if_the_code_that_makes_it_changes(sale: Sale, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read(sale)
    monkeypatch.setattr(files, "drawn", lambda _document: b"%PDF another look")
    assert read(sale) == before


def test_a_file_that_was_not_made_is_made_when_it_is_read_and_of_two_makers_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    sells()
    made = a_sale()
    told_before = keep_files
    monkeypatch.setattr("functions.invoices.consumers.follow_orders.keep_files", lambda _document, **_: None)
    hear(made)
    (invoice,) = made.documents

    def another_was_faster() -> None:
        put_object(key_of(invoice, Form.PDF, "d" * 64), b"theirs", "application/pdf")
        transact([put_new(FilesRecord(pk=f"INV#{invoice.id}", sk="FILES", kind="files", pdf="d" * 64, xml="e" * 64))])

    in_between(monkeypatch, files, "find", another_was_faster)
    assert told_before(invoice).pdf == "d" * 64


def test_a_file_that_somebody_changed_is_not_handed_out(sale: Sale) -> None:
    invoice = sale.documents[0]
    kept = keep_files(invoice)
    put_object(key_of(invoice, Form.XML, kept.xml), b"<forged/>", "application/xml")
    answer = sale.get(f"/{invoice.id}/invoice.xml")
    assert (answer.status, answer.code) == (503, "file_unreadable")
    boto3.client("s3").delete_object(Bucket=files_bucket(), Key=key_of(invoice, Form.XML, kept.xml))
    assert sale.get(f"/{invoice.id}/invoice.xml").code == "file_unreadable"


def files_bucket() -> str:
    name: str = boto3.client("s3").list_buckets()["Buckets"][0]["Name"]
    return name


def test_staff_list_find_and_read(sale: Sale) -> None:
    other = a_sale()
    hear(other)
    rows = owner().get("/v1/admin/invoices").json["data"]
    assert [row["order_id"] for row in rows] == [other.order["id"], sale.order["id"]]
    first = owner().get("/v1/admin/invoices?limit=1").json
    second = owner().get(f"/v1/admin/invoices?limit=1&cursor={first['next_cursor']}").json
    assert [*first["data"], *second["data"]] == rows
    for q in (rows[1]["number"].lower(), sale.order["number"]):
        assert owner().get(f"/v1/admin/invoices?q={q}").json["data"] == [rows[1]]
    assert owner().get("/v1/admin/invoices?q=none").json["data"] == []
    shown = owner().get(f"/v1/admin/invoices/{rows[1]['id']}").json
    assert (shown["buyer"]["name"], shown["rows"][0]["quantity"]) == ("李雷", 2)
    pdf, _ = read(sale)
    for path in (f"/v1/admin/invoices/{rows[1]['id']}/invoice.pdf", f"/v1/admin/orders/{sale.order['id']}/invoice.pdf"):
        assert owner().get(path, **PDF).content == pdf
    assert owner().get(f"/v1/admin/orders/{a_sale().order['id']}/invoice.pdf", **PDF).status == 404


def test_an_invoice_is_issued_anew_for_a_company(sale: Sale) -> None:
    total = sale.order["totals"]["total"]["amount"]
    told(gone(sale.order, asked(sale.order, pieces(sale.order, 1))))
    hear(sale, "order.refunded")
    path = f"/v1/admin/invoices/{sale.documents[0].id}/reissue"
    before = read(sale)
    wrong = owner().post(path, {"buyer": {"vat_number": "91310000775785552X"}})
    assert (wrong.status, wrong.code) == (422, "tax_number_wrong")
    buyer = {"name": "Shanghai Example Co.", "vat_number": "91310000775785552L"}
    made = owner().post(path, {"buyer": buyer}, Idempotency_Key="k")
    assert made.status == 201, made.text
    assert owner().post(path, {"buyer": buyer}, Idempotency_Key="k").text == made.text
    kinds = [(one.kind.value, one.buyer.name) for one in sale.documents]
    assert kinds == [("invoice", "李雷"), ("credit_note", "李雷"), ("credit_note", "李雷"), ("invoice", "Shanghai Example Co.")]
    assert (made.json["total"]["amount"], sale.documents[0].sums.gross) == (total - sale.documents[1].sums.gross, total)
    assert owner().post(path, {"buyer": buyer}).code == "not_current"
    assert read(sale) == before
    # A refund afterwards is taken off the new one.
    told(gone(sale.order, asked(sale.order, pieces(sale.order, 1)), total=total))
    hear(sale, "order.refunded")
    assert (sale.documents[4].basis_number, sale.documents[4].buyer.name) == (made.json["number"], "Shanghai Example Co.")


def test_an_invoice_of_which_nothing_is_left_is_not_issued_anew(sale: Sale) -> None:
    told(gone(sale.order, asked(sale.order, pieces(sale.order, 2))))
    fee = sale.order["totals"]["total"]["amount"] - sale.documents[0].rows[0].gross
    hear(sale, "order.refunded")
    answer = owner().post(f"/v1/admin/invoices/{sale.documents[0].id}/reissue", {"buyer": {"name": "Nobody"}})
    assert answer.status == (201 if fee else 409), answer.text
