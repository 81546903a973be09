"""A15, case 11: a bundle of two tax rates is sent, comes back part by part, and every paper says the same."""

from __future__ import annotations

from functions.aftersales.app import app
from functions.invoices.model.rows import rate_sums
from functions.invoices.store.documents import account_of
from functions.orders.app import apply_payments
from functions.payments.app import app as payments_app
from functions.payments.store.records import PaymentsTable
from functions.shared.outside import clock
from tests.integration.aftersales.sold import Sold
from tests.integration.invoices.billing import Sale, hear, sells
from tests.integration.orders.buyer import ADDRESS, a_guest, staff, stock_of
from tests.integration.payments.shop import Shop, told
from tests.integration.promotions.bundles.shelf import a_bundle, book_and_pen, variant_of
from tests.integration.promotions.shop import NOON
from tests.support.buckets import data_bucket
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

BOOK, PEN = 0, 1


def sold_bundle(shop: Shop, *, quantity: int = 1, **rule: bool) -> Sold:
    """Paid, sent and delivered."""
    book, pen = book_and_pen()
    variants, guest = [variant_of(book), variant_of(pen)], a_guest()
    bundle = a_bundle((variants[BOOK], 1), (variants[PEN], 1), **rule)
    put = guest.client.post(f"{guest.cart}/bundles", {"bundle_id": bundle, "quantity": quantity})
    assert put.status == 200, put.text
    guest.client.put(f"{guest.cart}/address", dict(ADDRESS))
    guest.client.put(f"{guest.cart}/delivery_option", {"id": "standard"})
    order = guest.place().json
    sold = Sold(shop, "", order, variants, Client(app, {"x-order-token": order["token"]}))
    shop.order_id = order["id"]
    payment = Client(payments_app, bearer("owner")).post(f"/v1/orders/{order['id']}/payments", {"provider": "sandbox"}).json
    shop.webhook(told(payment, key=f"e{order['id']}"))
    shop.work()
    assert apply_payments(sqs_of_events(events_in(PaymentsTable)), None) == {"batchItemFailures": []}
    sold.send(quantity, quantity)
    return sold


def returned(sold: Sold, *wanted: tuple[int, int]) -> int:
    """What of the goods' money is given back after the whole way of a return."""
    case = sold.sent_back(*wanted)
    assert sold.graded(case, *((line, pieces, "as_new") for line, pieces in wanted)).status == 200
    sold.news()
    return sold.given_back()


def test_the_parts_come_back_one_by_one_at_their_share(shop: Shop) -> None:
    """Case 11: the pen 11.54 with 1.84 of tax, then the book 18.46 with 1.21; exactly 30.00. The invoice has both rates, and so have the
    credit notes; stock has both parts again."""
    with clock.frozen(NOON), data_bucket():
        sells()
        sold = sold_bundle(shop)
        sale = Sale(sold.order, sold.buyer)
        hear(sale)
        (invoice,) = account_of(sold.id).documents
        rates = {one.rate: one.tax for one in rate_sums(invoice.rows)}
        assert (rates["0.07"], rates["0.19"]) == (121, 184)
        assert returned(sold, (PEN, 1)) == 1154
        delivery = sold.order["totals"]["shipping"]["amount"]
        assert returned(sold, (BOOK, 1)) in (3000, 3000 + delivery)
        hear(sale, "order.refunded", times=2)
        notes = account_of(sold.id).documents[1:]
        taxes = [{one.rate: one.tax for one in rate_sums(note.rows)} for note in notes]
        assert (taxes[0], taxes[1]["0.07"]) == ({"0.19": 184}, 121)
        assert [stock_of(variant) for variant in sold.variants] == [(100, 0), (100, 0)]


def test_a_bundle_that_comes_back_whole_only(shop: Shop) -> None:
    """A15: by the shop's setting parts alone are refused, of two sets one or both may come; what is broken comes alone."""
    with clock.frozen(NOON), data_bucket():
        sold = sold_bundle(shop, quantity=2, whole_only=True)
        for wanted in (((PEN, 1),), ((PEN, 2), (BOOK, 1))):
            refused = sold.open(*wanted)
            assert (refused.status, refused.json["code"]) == (409, "bundle_comes_whole")
            assert refused.json["line_ids"] == sorted(line["id"] for line in sold.order["lines"])
        assert sold.opened((PEN, 1), (BOOK, 1))["amount"]["amount"] == 3000
        alone = sold.open((PEN, 1), reason="defective", evidence=[sold.evidence()])
        assert alone.status == 201, alone.text
        assert sold.opened((BOOK, 1))["amount"]["amount"] == 1846


def test_fulfilment_sees_the_parts(shop: Shop) -> None:
    """A15: what is to be packed is the parts, by their own SKUs."""
    with clock.frozen(NOON), data_bucket():
        sold = sold_bundle(shop)
        seen = staff().get(f"/v1/admin/orders/{sold.id}").json
        assert [line["sku"] for line in seen["lines"]] == ["BOOK", "PEN"]
        assert seen["bundles"][0]["saved"]["amount"] == 900
        assert [len(parcel["lines"]) for parcel in seen["shipments"]] == [2]
