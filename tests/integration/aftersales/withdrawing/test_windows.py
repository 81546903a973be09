"""R01, R05: each law's window at its last second, as the handlers answer it; told late; what a market gives beyond."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.aftersales.app import app
from functions.catalog.store.markets import forget
from functions.orders.app import app as orders
from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from functions.shared.outside import clock
from tests.integration.aftersales.sold import Sold, sold_order
from tests.integration.aftersales.withdrawing.stating import BERLIN, A, first, germany, sent_back, withdrawn
from tests.integration.orders.buyer import ADDRESS, a_guest, a_variant, staff
from tests.support.http import Answer, Client
from tests.support.identity import bearer

MONDAY = datetime(2027, 3, 1, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _markets_are_fresh() -> Iterator[None]:
    yield
    forget()


def at(text: str) -> Any:
    return clock.frozen(datetime.fromisoformat(text))


def told(order: Sold, when: str | None, role: str = "owner") -> Answer:
    return Client(orders, bearer(role)).put(f"/v1/admin/orders/{order.id}/withdrawal_notice", {"told_at": when})


def came(sold: Sold, when: datetime, to: Any) -> Sold:
    """An order that came to its buyer then."""
    with clock.frozen(when):
        return sold_order(sold.shop, sold.queue, (4000, 1), to=to)


def held_until(order: Sold, last_second: str) -> None:
    """It is taken at that second, and refused at the next one with the end and its reason."""
    with at(last_second):
        assert first(order).status == 200, first(order).text
    with clock.frozen(datetime.fromisoformat(last_second) + SECOND):
        refused = first(order)
        assert (refused.status, refused.code) == (409, "withdrawal_over")
        assert datetime.fromisoformat(refused.json["ended_at"]) == datetime.fromisoformat(last_second) + SECOND


def test_told_late(sold: Sold) -> None:
    """Case 18: Germany, delivered on Monday 2027-03-01, the buyer not told, (a) ever, (b) until 2027-06-10, (c) until 2027-03-05."""
    germany()
    order = came(sold, MONDAY, BERLIN)
    with at("2027-03-10T10:00:00Z"):
        shown = first(order).json["window"]
    assert (shown["last_day"], shown["reason"]) == ("2028-03-15", "not_informed")
    held_until(order, "2028-03-15T22:59:59Z")
    with at("2028-03-16T00:00:00Z"):
        refused = first(order)
        assert (refused.json["last_day"], refused.json["reason"]) == ("2028-03-15", "not_informed")
        assert told(order, "2027-06-10T08:00:00Z").status == 200
    held_until(order, "2027-06-24T21:59:59Z")
    with at("2027-06-25T00:00:00Z"):
        assert first(order).json["reason"] == "informed_late"
        assert told(order, "2027-03-05T08:00:00Z").status == 200
    held_until(order, "2027-03-19T22:59:59Z")


@pytest.mark.parametrize(
    ("to", "came_at", "last_second"),
    [
        # Over a change of summer time, in three time zones; Good Friday and Easter push the end on.
        (BERLIN, "2027-03-17T12:00:00Z", "2027-03-31T21:59:59Z"),
        (BERLIN | {"country": "FI", "city": "Helsinki"}, "2027-03-17T12:00:00Z", "2027-03-31T20:59:59Z"),
        (BERLIN | {"country": "IE", "city": "Dublin", "postal_code": "D02 X285"}, "2027-03-17T12:00:00Z", "2027-03-31T22:59:59Z"),
        (BERLIN, "2027-03-12T12:00:00Z", "2027-03-30T21:59:59Z"),
        # China: seven days from the day after receipt, weekend or not (2026-11-14 is a Saturday).
        (ADDRESS, "2026-11-07T15:30:00Z", "2026-11-14T15:59:59Z"),
        (ADDRESS, "2026-11-07T16:00:00Z", "2026-11-15T15:59:59Z"),
    ],
)
def test_the_last_second(sold: Sold, to: Any, came_at: str, last_second: str) -> None:
    order = came(sold, datetime.fromisoformat(came_at), to)
    with at(came_at):
        assert told(order, came_at).status == 200
    held_until(order, last_second)


def test_while_a_parcel_is_to_come_it_has_no_end(sold: Sold) -> None:
    """From the contract on, also when the first of two parcels came long ago."""
    germany()
    with clock.frozen(MONDAY):
        order = sold_order(sold.shop, sold.queue, (4000, 2), to=BERLIN, sent=(1,))
        assert told(order, "2027-03-01T09:00:00Z").status == 200
    with at("2028-09-01T10:00:00Z"):
        shown = first(order).json["window"]
        assert (shown["ends_at"], shown["reason"]) == (None, "not_received")
    with at("2028-09-04T10:00:00Z"):
        order.send(1)
    held_until(order, "2028-09-18T21:59:59Z")


def test_a_parcel_that_nobody_tells_of(sold: Sold) -> None:
    """It counts as received sixty days after it left; where it is known to be in trouble, or arrives later, that counts."""
    germany()
    with clock.frozen(MONDAY):
        order = sold_order(sold.shop, sold.queue, (4000, 1), to=BERLIN, delivered=False)
        assert told(order, "2027-03-01T09:00:00Z").status == 200
    left_at = MONDAY + timedelta(days=60)
    with clock.frozen(left_at - SECOND):
        assert first(order).json["window"]["reason"] == "not_received"
    with clock.frozen(left_at + timedelta(minutes=1)):
        assert first(order).json["window"]["last_day"] == "2027-05-14"
    with at("2027-05-10T10:00:00Z"):
        parcel = staff().get(f"/v1/admin/orders/{order.id}/shipments").json["data"][0]["shipment_id"]
        trouble = {"status": "EXCEPTION", "place": "Berlin"}
        assert staff().post(f"/v1/admin/orders/{order.id}/shipments/{parcel}/trace", trouble).status == 201
        assert first(order).json["window"]["reason"] == "not_received"
        order.deliver(parcel)
    held_until(order, "2027-05-24T21:59:59Z")


def test_seven_days_of_china(sold: Sold) -> None:
    """R05: the price of the goods goes back once they came, not on a waybill; the delivery fee does not."""
    assert (sold.order["totals"]["shipping"]["amount"], first(sold, (A, 1)).json["labels"]["withdraw"]) == (0, "return within seven days")
    stated = withdrawn(sold, (A, 1))
    sent_back(sold, stated)
    case = {"id": stated["returns"][0]}
    assert (sold.given_back(), sold.seen(case)["status"], sold.seen(case)["pay_by"]) == (0, "in_transit", None)
    assert sold.graded(case, (A, 1, "as_new")).json["pay_by"] is not None
    sold.news()
    assert (sold.given_back(), sold.seen(case)["status"]) == (5900, "refunded")


def test_in_china_goods_are_excluded_that_the_law_names_or_that_the_buyer_confirmed(sold: Sold) -> None:
    """R05: a kind that the law of China does not name (hygiene) is excluded only with the buyer's word at purchase."""
    owner = Client(app, bearer("owner"))
    assert owner.put("/v1/admin/return_policies", {"policies": [{"id": "all", "exclusion": "unsealed_hygiene"}]}).status == 200
    assert first(sold).status == 200
    assert owner.put("/v1/admin/return_policies", {"policies": [{"id": "all", "exclusion": "perishable"}]}).status == 200
    assert first(sold).code == "withdrawal_excluded"


def test_what_the_buyer_confirmed_is_kept_on_the_line_of_the_order(sold: Sold) -> None:
    """R05: it counts in China alone; bad input: a line that the cart does not have."""

    def placed(to: Any) -> Sold:
        buyer = a_guest()
        for sku in ("S-1", "S-2"):
            assert buyer.add(a_variant(sku=sku)).status == 201
        assert buyer.client.put(f"{buyer.cart}/address", dict(to)).status == 200
        assert buyer.client.put(f"{buyer.cart}/delivery_option", {"id": "standard"}).status == 200
        lines = [line["id"] for line in buyer.client.get(buyer.cart).json["lines"]]
        body = {"cart_id": buyer.cart_id, "not_returnable": ["line_x"]}
        assert buyer.client.post("/v1/orders", body).code == "unknown_line"
        made = buyer.client.post("/v1/orders", body | {"not_returnable": lines[:1]})
        assert (made.status, [line["not_returnable"] for line in made.json["lines"]]) == (201, [True, False]), made.text
        return Sold(sold.shop, sold.queue, made.json, [], Client(app, {"x-order-token": made.json["token"]}))

    order = placed(ADDRESS)
    refused = first(order, (0, 1))
    assert (refused.code, set(refused.json["exclusions"].values())) == ("withdrawal_excluded", {"confirmed_at_purchase"})
    assert [line["quantity"] for line in first(order).json["lines"]] == [1]
    assert first(placed(BERLIN), (0, 1)).status == 200


def market(**terms: Any) -> Answer:
    body = {"markets": [{"code": "m", "name": "M", "countries": ["CN", "US"], "currency": "CNY", "withdrawal": terms}]}
    return Client(orders, bearer("owner")).put("/v1/admin/markets", body)


def test_a_market_gives_more_than_the_law(sold: Sold) -> None:
    assert market(days=30).status == 200
    order = came(sold, datetime(2026, 11, 7, 4, tzinfo=UTC), ADDRESS)
    held_until(order, "2026-12-07T15:59:59Z")
    abroad = ADDRESS | {"country": "US", "province": "NY", "city": "New York", "postal_code": "10001"}
    order = came(sold, datetime(2026, 11, 2, 17, tzinfo=UTC), abroad)
    held_until(order, "2026-12-03T04:59:59Z")
    assert first(order).json["window"]["norm"] == "Terms of the shop"


def test_and_never_less(sold: Sold) -> None:
    """Bad input: beneath the law of one of its countries."""
    for terms, pointer in (({"days": 6}, "days"), ({"days": -1}, "days"), ({"days": "x"}, "days")):
        refused = market(**terms)
        assert (refused.status, pointer in refused.text) == (422, True), refused.text
    eu = {"code": "eu", "name": "EU", "countries": ["DE"], "currency": "EUR"}
    for eu_terms in ({"days": 13}, {"pays_on": "goods"}, {"delivery": False}):
        body = {"markets": [eu | {"withdrawal": eu_terms}]}
        refused = Client(orders, bearer("owner")).put("/v1/admin/markets", body)
        assert (refused.status, refused.json["errors"][0]["code"]) == (422, "less_than_the_law"), refused.text
    fine = {"markets": [eu | {"withdrawal": {"days": 30, "pays_on": "declared", "free_return": True}}]}
    assert Client(orders, bearer("owner")).put("/v1/admin/markets", fine).status == 200


def test_whose_word_it_is_when_a_buyer_was_told(sold: Sold) -> None:
    """Bad input: not of the future, not by who may only read, and not over somebody else's change."""
    assert told(sold, "2199-01-01T00:00:00Z").code == "in_the_future"
    assert told(sold, None, role="analyst").status == 403
    said = told(sold, "2020-01-01T00:00:00Z")
    assert (said.status, said.json["told_at"]) == (200, "2020-01-01T00:00:00.000Z")
    url = f"/v1/admin/orders/{sold.id}/withdrawal_notice"
    stale = Client(orders, bearer("owner")).call("PUT", url, {"told_at": None}, {"if-match": '"1"'})
    assert (stale.status, stale.code) == (409, "version_conflict")
    assert told(sold, None).json["told_at"] is None
    assert OrderRecord.get(order_pk(sold.id), ORDER_SK).told_at is None
