"""X17, X28: an invoice of an order that is amended is taken back by a credit note, and issued anew; the sum is what was paid and kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from functions.orders.store.repository import get_order
from tests.integration.invoices.billing import ENTITY, Sale, a_sale, hear, owner, sells
from tests.integration.invoices.test_issue import ledger, told_of
from tests.integration.orders.amending.amended import amend, at, less, more, total
from tests.integration.orders.buyer import a_variant
from tests.integration.orders.money_moves import asked, gone, pieces, told, took
from tests.support.buckets import data_bucket


@pytest.fixture(autouse=True)
def _bucket() -> Iterator[None]:
    with data_bucket():
        yield


def amended(sale: Sale, **wish: Any) -> None:
    answer = amend(sale.order, **wish)
    assert answer.status == 200, answer.text
    if answer.json["payment_status"] == "partially_paid":
        told(took(sale.order, f"pay_{answer.json['version']}", answer.json["amendments"][-1]["due"]["amount"]))
    hear(sale, "order.amended", times=2)


def test_taken_back_and_issued_anew_there_and_back_again() -> None:
    sells()
    sale = a_sale(price=5000, quantity=2)
    hear(sale)
    first = total(sale.order)
    amended(sale, **less(sale.order, 1))
    assert told_of(sale.documents) == [
        ("invoice", "000001", first), ("credit_note", "000001", first), ("invoice", "000002", first - 5000),
    ]  # fmt: skip
    amended(sale, **less(sale.order, 2))
    amended(sale, **more(a_variant(price=700)))
    assert [(kind, gross) for kind, _, gross in told_of(sale.documents)[-1:]] == [("invoice", first + 700)]
    assert ledger(sale) == first + 700 == int(get_order(sale.order["id"]).captured)
    hear(sale, "order.refunded", times=2)
    assert len(sale.documents) == 7


def test_a_legal_entity_that_is_switched_off_ends_what_it_began_and_begins_nothing() -> None:
    """Its order was sold by it: no other one invoices what becomes of it."""
    sells()
    sale, later = a_sale(price=5000, quantity=2), a_sale(price=5000)
    hear(sale)
    sells({**ENTITY, "enabled": False})
    amended(sale, **less(sale.order, 1))
    assert [kind for kind, _, _ in told_of(sale.documents)] == ["invoice", "credit_note", "invoice"]
    assert ledger(sale) == total(sale.order) - 5000
    hear(later)
    assert later.documents == []


def test_a_new_street_issues_nothing_even_after_refund_and_reissue() -> None:
    sells()
    sale = a_sale(price=5000, quantity=3)
    hear(sale)
    amended(sale, **at(street="文三路 2 号"))
    assert len(sale.documents) == 1
    refund = asked(sale.order, pieces(sale.order, 1))
    told(gone(sale.order, refund))
    hear(sale, "order.refunded")
    made = owner().post(f"/v1/admin/invoices/{sale.documents[0].id}/reissue", {"buyer": {"name": "Example Ltd"}})
    assert made.status == 201, made.text
    count = len(sale.documents)
    hear(sale, "order.amended", times=2)
    assert (len(sale.documents), ledger(sale)) == (count, total(sale.order) - refund.amount)


def test_what_waits_for_its_money_issues_nothing() -> None:
    sells()
    sale = a_sale(price=5000)
    hear(sale)
    amend(sale.order, **more(a_variant(price=700)))
    hear(sale, "order.amended")
    hear(sale, "order.paid")
    assert len(sale.documents) == 1
