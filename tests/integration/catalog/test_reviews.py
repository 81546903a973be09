"""Reviews: by buyers of what has arrived, and from elsewhere."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest

from functions.catalog.app import app, grant_review_rights
from functions.catalog.reviews.review_rights import DELIVERED_SK, Arrived
from functions.catalog.store.records import CatalogTable
from functions.catalog.store.review_records import ReviewRecord
from functions.shared.events.contracts.orders import Line, OrderCompleted, OrderDelivered, OrderPaid, OrderSummary
from functions.shared.events.envelope import SYSTEM, Envelope, Payload
from functions.shared.events.events import envelope_of, event_put
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import load
from tests.integration.catalog.support import made, published, shopper, staff
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer


class Buyer:
    def __init__(self) -> None:
        subject = str(uuid.uuid4())
        self.id = ids.customer_id(subject)
        self.client = Client(app, bearer(subject=subject))

    def review(self, product: dict[str, Any], rating: int = 5, text: str = "很好", **fields: Any) -> Any:
        return self.client.post(f"/v1/products/{product['id']}/reviews", {"rating": rating, "text": text} | fields)


def order(buyer: Buyer | None, *products: dict[str, Any]) -> OrderSummary:
    lines = [
        Line(f"line_{n}", one["variants"][0]["id"], one["id"], one["variants"][0]["sku"], None, 1, 100, 0, 100)
        for n, one in enumerate(products)
    ]
    now = times.iso(clock.now())
    customer = buyer.id if buyer else None
    return OrderSummary(fresh.new_id("ord"), "1", customer, "web", "zh", "CNY", 100, 0, 0, 0, 100, now, lines)


def envelope(payload: Payload) -> Envelope:
    return envelope_of(event_put(CatalogTable, "X", payload, subject="x", actor=SYSTEM).record)


def paid(what: OrderSummary) -> Envelope:
    return envelope(OrderPaid(what, "pay_1", what.placed_at))


def delivered(what: OrderSummary) -> Envelope:
    return envelope(OrderDelivered(what.order_id, what.number, "zh", what.placed_at))


def told(*envelopes: Envelope) -> None:
    assert grant_review_rights(sqs_of_events(envelopes), None) == {"batchItemFailures": []}


def bought(*products: dict[str, Any]) -> Buyer:
    buyer = Buyer()
    what = order(buyer, *products)
    told(paid(what), delivered(what))
    return buyer


def ratings(product: dict[str, Any]) -> tuple[Any, ...]:
    """Summary, detail and list say the same."""
    page = shopper().get(f"/v1/products/{product['id']}/reviews").json
    detail = shopper().get(f"/v1/products/{product['id']}").json
    row = next(row for row in shopper().get("/v1/products").json["data"] if row["id"] == product["id"])
    summary = page["summary"]["average"], page["summary"]["count"]
    assert summary == (detail["rating"], detail["rating_count"]) == (row["rating"], row["rating_count"])
    assert len(page["data"]) == summary[1]
    return summary


def test_a_buyer_reviews_what_has_arrived_and_the_rating_follows_at_once() -> None:
    """K01"""
    product = published()
    review = made(bought(product).review(product, 5, "很好<script>x</script>", author="李"))
    assert (review["text"], review["author"], review["media"], review["imported"]) == ("很好<script>x</script>", "李", [], False)
    made(bought(product).review(product, 2))
    made(bought(product).review(product, 2))
    assert ratings(product) == (3.0, 3)
    page = shopper().get(f"/v1/products/{product['slug']}/reviews?limit=2").json
    rest = shopper().get(f"/v1/products/{product['slug']}/reviews?limit=2&cursor={page['next_cursor']}").json
    assert [row["rating"] for row in (*page["data"], *rest["data"])] == [2, 2, 5]
    assert page["summary"]["by_rating"] == {"1": 0, "2": 2, "3": 0, "4": 0, "5": 1}
    assert [row["rating"] for row in shopper().get(f"/v1/products/{product['id']}/reviews?rating=5").json["data"]] == [5]
    assert "customer_id" not in page["data"][0]
    assert [event.data["rating"] for event in events_in(CatalogTable, "review.written")] == [5, 2, 2]
    assert staff().get(f"/v1/admin/products/{product['id']}").json["version"] == product["version"]


def test_who_did_not_buy_or_has_nothing_yet_gets_a_403() -> None:
    """K01"""
    product, other = published(), published()
    assert Client(app).post(f"/v1/products/{product['id']}/reviews", {"rating": 5}).status == 401
    assert Buyer().review(product).code == "not_a_buyer"
    assert bought(other).review(product).code == "not_a_buyer"
    waiting, arriving = Buyer(), order(None, product)
    told(paid(order(waiting, product)), paid(arriving), delivered(arriving))
    refused = waiting.review(product)
    assert (refused.status, refused.code) == (403, "not_delivered_yet")
    assert list(ReviewRecord.scan(ReviewRecord.kind == "review")) == []
    assert ratings(product) == (None, 0)


def test_one_review_per_order_line() -> None:
    """K01"""
    product = published()
    buyer = bought(product, product)
    first = made(buyer.review(product, 5, line_id="line_1"))
    made(buyer.review(product, 3))
    assert buyer.review(product).code == "already_reviewed"
    again = buyer.review(product, line_id="line_1")
    assert (again.status, again.code, again.json["id"]) == (409, "already_reviewed", first["id"])
    assert buyer.review(product, line_id="line_9").code == "not_a_buyer"
    assert ratings(product) == (4.0, 2)


def test_the_order_of_events_does_not_matter_nor_how_often_they_come() -> None:
    """K01"""
    product = published()
    buyer = Buyer()
    what = order(buyer, product)
    told(delivered(what), delivered(what), paid(what), paid(what))
    made(buyer.review(product))
    late = Buyer()
    told(envelope(OrderCompleted(order(late, product), "customer")))
    made(late.review(product))
    assert ratings(product)[1] == 2


def test_when_it_arrived_is_what_its_delivery_says_whatever_is_told_again() -> None:
    """K01: also where its completion, days later, comes first, last or once more."""
    product, what = published(), order(Buyer(), published())
    arrived, done = delivered(what), replace(envelope(OrderCompleted(what, "customer")), occurred_at="2039-01-01T00:00:00.000Z")
    other = order(Buyer(), product)
    for events in ([arrived, done], [done, arrived], [arrived, done, done], [done]):
        told(*events)
        assert load(Arrived, CatalogTable.get(f"ORDER#{what.order_id}", DELIVERED_SK).body).at == what.placed_at
    told(envelope(OrderCompleted(other, "customer")))
    first = load(Arrived, CatalogTable.get(f"ORDER#{other.order_id}", DELIVERED_SK).body).at
    told(replace(envelope(OrderCompleted(other, "customer")), occurred_at="2039-01-01T00:00:00.000Z"))
    assert load(Arrived, CatalogTable.get(f"ORDER#{other.order_id}", DELIVERED_SK).body).at == first


def test_the_same_key_reviews_once() -> None:
    """X01, K01"""
    product = published()
    buyer = bought(product, product)
    url, body = f"/v1/products/{product['id']}/reviews", {"rating": 4}
    answers = {buyer.client.post(url, body, idempotency_key="k").text for _ in range(2)}
    assert (len(answers), ratings(product)) == (1, (4.0, 1))


def test_a_writer_adds_to_his_review_once() -> None:
    """K01"""
    product = published()
    buyer = bought(product)
    review = made(buyer.review(product))
    url = f"/v1/products/{product['id']}/reviews/{review['id']}/follow_up"
    assert bought(product).client.post(url, {"text": "me too"}).status == 403
    made(buyer.client.post(url, {"text": "还是很好"}))
    assert buyer.client.post(url, {"text": "again"}).code == "already_followed_up"
    shown = shopper().get(f"/v1/products/{product['id']}/reviews").json["data"][0]
    assert (shown["text"], shown["follow_up"]["text"]) == ("很好", "还是很好")


def test_a_hidden_review_counts_no_more_until_it_is_shown_again() -> None:
    """K01"""
    product = published()
    bad = made(bought(product).review(product, 1))
    made(bought(product).review(product, 4))
    url = f"/v1/admin/reviews/{bad['id']}"
    assert staff("support").patch(url, {"visibility": "hidden", "reason": "abuse"}).status == 403
    for _ in range(2):
        made(staff().patch(url, {"visibility": "hidden", "reason": "abuse"}))
    assert ratings(product) == (4.0, 1)
    rows = staff().get(f"/v1/admin/products/{product['id']}/reviews").json["data"]
    assert [(row["rating"], row["visibility"]) for row in rows] == [(4, "visible"), (1, "hidden")]
    assert staff().patch(url, {"visibility": "visible"}, if_match='"1"').code == "version_conflict"
    made(staff().patch(url, {"visibility": "visible"}))
    assert ratings(product) == (2.5, 2)


def test_reviews_from_elsewhere_are_marked_and_taken_in_once() -> None:
    """K01"""
    product = published()
    url = f"/v1/admin/products/{product['id']}/reviews/import"
    rows = [{"external_id": f"m{n}", "rating": 1 + n % 5, "text": f"好 {n}", "created_at": "2020-01-01T00:00:00+08:00"} for n in range(50)]
    assert made(staff().post(url, {"reviews": rows})) == {"created": 50, "unchanged": 0}
    assert made(staff().post(url, {"reviews": [*rows[:3], {"external_id": "new", "rating": 5}]})) == {"created": 1, "unchanged": 3}
    page = shopper().get(f"/v1/products/{product['id']}/reviews?limit=100").json
    assert {row["imported"] for row in page["data"]} == {True}
    assert (page["summary"]["average"], page["summary"]["count"]) == (round((150 + 5) / 51, 2), 51)
    assert page["data"][-1]["created_at"] == "2019-12-31T16:00:00.000Z"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"rating": 0},
        {"rating": 6},
        {"rating": 4.5},
        {"rating": 5, "text": "x" * 5001},
        {"rating": 5, "media": ["https://img.example/x.jpg"] * 10},
        {"rating": 5, "media": ["javascript:alert(1)"]},
        {"rating": 5, "stars": 5},
    ],
)
def test_bad_reviews_are_refused(body: dict[str, Any]) -> None:
    """K01"""
    product = published()
    assert bought(product).client.post(f"/v1/products/{product['id']}/reviews", body).status == 422
    assert ratings(product) == (None, 0)
