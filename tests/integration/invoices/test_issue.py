"""Invoices and credit notes of orders as they are paid and paid back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions.invoices.model.document import Document, Kind
from functions.invoices.store.records import DocumentRecord
from functions.shared.events.contracts.payments import RefundedPart
from tests.integration.invoices.billing import Sale, a_sale, hear, owner, sells
from tests.integration.orders.money_moves import asked, decided, disputed, gone, pieces, refused, told, took
from tests.support.buckets import data_bucket
from tests.support.events import events_in


@pytest.fixture(autouse=True)
def _bucket() -> Iterator[None]:
    with data_bucket():
        yield


def told_of(documents: list[Document]) -> list[tuple[str, str, int]]:
    return [(one.kind.value, one.number[-6:], one.sums.gross) for one in documents]


def ledger(sale: Sale) -> int:
    """Invoices less credit notes."""
    return sum(one.sums.gross * (1 if one.kind is Kind.INVOICE else -1) for one in sale.documents)


def test_a_paid_order_gets_one_invoice_however_often_it_is_told() -> None:
    sells()
    sale = a_sale(quantity=2)
    hear(sale, times=3)
    hear(sale)
    total = sale.order["totals"]["total"]["amount"]
    assert told_of(sale.documents) == [("invoice", "000001", total)]
    (invoice,) = sale.documents
    assert (invoice.due, invoice.buyer.name, invoice.seller.vat_number) == (0, "李雷", "DE136695976")
    assert [one.data["number"] for one in events_in(DocumentRecord, "invoice.issued")] == [invoice.number]


def test_without_a_legal_entity_nothing_is_issued_and_staff_issue_it_later() -> None:
    sale = a_sale()
    hear(sale)
    assert sale.documents == []
    sells()
    path = f"/v1/admin/orders/{sale.order['id']}/invoices"
    assert [owner().post(path, {}).json["data"][0]["number"][-6:] for _ in range(2)] == ["000001"] * 2
    assert owner().post("/v1/admin/orders/ord_01ARZ3NDEKTSV4RRFFQ69G5FAV/invoices", {}).status == 404


def test_each_refund_gets_its_credit_note_and_the_sum_is_what_was_kept() -> None:
    sells()
    sale = a_sale(quantity=3)
    order, total = sale.order, sale.order["totals"]["total"]["amount"]
    hear(sale)
    first, second = asked(order, pieces(order, 1)), asked(order, pieces(order, 1))
    told(gone(order, first))
    hear(sale, "order.refunded", times=2)
    assert ledger(sale) == total - first.amount
    told(gone(order, second, total=first.amount + second.amount))
    hear(sale, "order.refunded")
    assert ledger(sale) == total - first.amount - second.amount
    assert [one.number[-6:] for one in sale.documents] == ["000001", "000001", "000002"]
    note = sale.documents[1]
    assert (note.basis_number, note.rows[0].quantity, note.seller.name) == (sale.documents[0].number, 1, "Example GmbH")


def test_a_refund_that_is_told_before_the_payment_is() -> None:
    """Whatever is heard first, the state of the order decides."""
    sells()
    sale = a_sale(quantity=2)
    told(gone(sale.order, asked(sale.order, pieces(sale.order, 1))))
    hear(sale, "order.refunded")
    assert [one.kind for one in sale.documents] == [Kind.INVOICE, Kind.CREDIT_NOTE]
    hear(sale)
    assert len(sale.documents) == 2


def test_money_that_came_back_is_invoiced_again() -> None:
    sells()
    sale = a_sale(quantity=2)
    hear(sale)
    refund = asked(sale.order, pieces(sale.order, 1))
    told(gone(sale.order, refund))
    hear(sale, "order.refunded")
    told(refused(sale.order, refund, returned=refund.amount))
    hear(sale, "order.refund_failed", times=2)
    assert [one.kind.value for one in sale.documents] == ["invoice", "credit_note", "invoice"]
    assert sale.documents[2].basis_number == sale.documents[1].number
    assert ledger(sale) == sale.order["totals"]["total"]["amount"]


def test_a_dispute_that_is_lost_is_a_credit_note_and_one_that_is_won_after_all_an_invoice() -> None:
    """The ledger has no money of it then, so neither have the papers; beyond what is left nothing is credited."""
    sells()
    sale = a_sale(quantity=2)
    order, total = sale.order, sale.order["totals"]["total"]["amount"]
    hear(sale)
    told(disputed(order))
    hear(sale, "order.dispute_closed")
    assert ledger(sale) == total
    told(decided(order, "lost"))
    hear(sale, "order.dispute_closed", times=2)
    assert told_of(sale.documents)[1:] == [("credit_note", "000001", 100)]
    told(decided(order, "won"))
    hear(sale, "order.dispute_closed", times=2)
    assert told_of(sale.documents)[2:] == [("invoice", "000002", 100)]
    told(disputed(order, dispute_id="dsp_2"), decided(order, "lost", dispute_id="dsp_2"))
    told(gone(order, asked(order, RefundedPart("amount", total - 30))))
    hear(sale, "order.refunded")
    assert ledger(sale) == 0


def test_an_order_of_nothing_has_no_invoice_and_an_unpaid_one_none_yet() -> None:
    sells()
    from_nothing = a_sale(price=0)
    hear(from_nothing)
    assert ledger(from_nothing) == from_nothing.order["totals"]["total"]["amount"]


def test_money_that_was_paid_twice_and_went_back_is_no_part_of_it() -> None:
    """E11 X28: a second payment goes back by itself; the order's own refund afterwards is the one that is credited."""
    sells()
    sale = a_sale(price=5000)
    total = sale.order["totals"]["total"]["amount"]
    told(took(sale.order, "pay_2", total))
    hear(sale)
    told(gone(sale.order, asked(sale.order, RefundedPart("amount", total), payment_id="pay_2")))
    hear(sale, "order.refunded")
    assert told_of(sale.documents) == [("invoice", "000001", total)]
    told(gone(sale.order, asked(sale.order, RefundedPart("amount", total))))
    hear(sale, "order.refunded", times=2)
    assert told_of(sale.documents)[1:] == [("credit_note", "000001", total)]
