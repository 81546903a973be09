"""E17: goodwill within the limit of the role, once per key, booked as a cost, on the order and in the report; bounded, also in races."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.invoices.app import follow_orders
from functions.invoices.model.rows import rate_sums
from functions.invoices.store.documents import account_of
from functions.notifications.app import notify
from functions.orders.app import app as orders_app
from functions.orders.store.records import OrdersTable
from functions.payments.app import app as payments_app
from functions.payments.goodwill import give
from functions.payments.model.ledger import Entry
from functions.payments.store.compensations import compensations_of
from functions.payments.store.records import LedgerRecord
from functions.promotions.app import app as promotions_app
from functions.shared.plain.bodies import load
from tests.integration.aftersales.sold import Sold, later, sold_order
from tests.integration.invoices.billing import sells
from tests.integration.orders.buyer import a_guest
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

MUGS, PLATES = 0, 1
WHY = "晚到一周 🙏"
SETTINGS = "/v1/admin/payment_settings"


def give_(
    sold: Sold, amount: int, kind: str = "money", role: str = "manager", *, key: str = "", currency: str = "CNY", reason: str = WHY
) -> Answer:
    body = {"kind": kind, "amount": {"amount": amount, "currency": currency}, "reason": reason}
    headers = bearer(role, subject=str(uuid.uuid5(uuid.NAMESPACE_DNS, role))) | ({"idempotency-key": key} if key else {})
    return Client(payments_app).call("POST", f"/v1/admin/orders/{sold.id}/compensations", body, headers)


def booked(account: str) -> int:
    entries = [load(Entry, record.body) for record in LedgerRecord.scan(LedgerRecord.kind == "ledger")]
    return sum(posting.amount for entry in entries for posting in entry.postings if posting.account == account)


def report(by: str = "kind", **asked: str) -> Any:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = Client(payments_app, bearer("finance")).get(f"/v1/admin/reports/compensations?by={by}&{query}")
    assert answer.status == 200, answer.text
    return answer.json


def test_money_goes_back_once_and_is_a_cost(sold: Sold) -> None:
    made = [give_(sold, 1000, key="one"), give_(sold, 1000, key="one")]
    assert [one.status for one in made] == [201, 201]
    assert made[0].json == made[1].json
    assert give_(sold, 999, key="one").status in (409, 422)
    sold.news()
    assert (sold.given_back(), booked("costs:goodwill"), booked("allowances:goodwill")) == (1000, 1000, -1000)
    order = Client(orders_app, bearer("support")).get(f"/v1/admin/orders/{sold.id}").json
    (shown,) = order["compensations"]
    assert (shown["id"], shown["amount"]["amount"], shown["reason"]) == (made[0].json["id"], 1000, "晚到一周 🙏")
    assert order["totals"]["refunded"]["amount"] == 1000
    listed = Client(payments_app, bearer("support")).get(f"/v1/admin/orders/{sold.id}/compensations").json["data"]
    assert listed == [made[0].json]
    assert report()["data"] == [{"key": "money", "count": 1, "cost": {"amount": 1000, "currency": "CNY"}}]
    assert report("role")["data"][0]["key"] == "manager"
    assert report(**{"from": "2020-01-01", "to": "2020-01-31"})["data"] == []
    (told,) = events_in(OrdersTable, "order.compensated")
    assert "晚到" not in str(told.data)


@pytest.mark.parametrize(
    ("amount", "kind", "role", "expected"),
    [
        (0, "money", "owner", "invalid"), (-1, "money", "owner", "invalid"), (5001, "money", "support", "goodwill_limit_exceeded"),
        (5001, "coupon", "support", "goodwill_limit_exceeded"), (100, "points", "owner", "points_not_yet"),
        (10**9, "money", "owner", "refund_exceeds_captured"), (10**9, "coupon", "owner", "compensation_exceeds_order"),
        (100, "money", "warehouse", "forbidden"), (100, "money", "arbiter", "forbidden"), (100, "cash", "owner", "invalid"),
    ],
)  # fmt: skip
def test_what_is_refused_gives_nothing(sold: Sold, amount: int, kind: str, role: str, expected: str) -> None:
    answer = give_(sold, amount, kind, role)
    assert (answer.status in (403, 422), answer.code) == (True, expected)
    assert (compensations_of(sold.id), events_in(OrdersTable, "order.compensated"), booked("costs:goodwill")) == ([], [], 0)


def test_other_words_than_an_amount_of_the_orders_currency(sold: Sold) -> None:
    assert [give_(sold, 1, kind, "owner", currency="EUR").code for kind in ("money", "coupon")] == ["currency_mismatch"] * 2
    assert [give_(sold, 100, reason=reason).code for reason in ("", " ", "x" * 501)] == ["invalid"] * 3
    path = "/v1/admin/orders/ord_01JD0000000000000000000000/compensations"
    body = {"kind": "coupon", "amount": {"amount": 1, "currency": "CNY"}, "reason": "x"}
    assert Client(payments_app, bearer("owner")).post(path, body).status == 404
    assert compensations_of(sold.id) == []


def test_a_limit_is_for_all_of_an_order_and_a_setting(sold: Sold) -> None:
    assert give_(sold, 3000, "coupon", "support").status == 201
    assert give_(sold, 2001, "money", "support").code == "goodwill_limit_exceeded"
    assert give_(sold, 2000, "money", "support").status == 201
    assert give_(sold, 1, "money", "support").code == "goodwill_limit_exceeded"
    assert give_(sold, 1, "money", "finance").status == 201
    owner = Client(payments_app, bearer("owner"))
    limits = {"support": [{"amount": 6000, "currency": "CNY"}], "owner": [{"amount": 6000, "currency": "CNY"}]}
    kept = owner.put(SETTINGS, {"on_delivery_limits": [], "goodwill_limits": limits, "goodwill_days": 30})
    assert (kept.status, kept.json["goodwill_limits"], kept.json["goodwill_days"]) == (200, limits, 30)
    assert owner.put(SETTINGS, {"on_delivery_limits": []}).json["goodwill_limits"] == limits
    assert give_(sold, 1000, "money", "support").code == "goodwill_limit_exceeded"
    assert [give_(sold, 999, "money", "owner").status, give_(sold, 1, "money", "owner").code] == [201, "goodwill_limit_exceeded"]
    assert give_(sold, 1, "money", "manager").code == "goodwill_limit_exceeded"
    assert owner.put(SETTINGS, {"on_delivery_limits": [], "goodwill_limits": {"buyer": []}}).status == 422


def test_a_coupon_is_a_code_that_works_once_and_its_buyer_is_told(sold: Sold) -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    made = give_(sold, 2000, "coupon", key="c")
    assert (made.status, give_(sold, 2000, "coupon", key="c").json) == (201, made.json)
    code = Client(promotions_app, bearer("manager")).get(f"/v1/admin/coupon_codes/{made.json['code']}").json
    assert (code["state"], code["expires_at"]) == ("issued", made.json["expires_at"])
    assert (booked("costs:goodwill"), booked("coupons:goodwill"), sold.given_back()) == (2000, -2000, 0)
    told = events_in(OrdersTable, "order.compensated")
    assert made.json["code"] not in str([event.data for event in told])
    assert notify(sqs_of_events([*told, *told]), None) == {"batchItemFailures": []}
    (mail,) = ses_backends["123456789012"]["us-east-1"].sent_messages
    ses_backends["123456789012"]["us-east-1"].reset()
    assert (made.json["code"] in mail.body, "CNY 20.00" in mail.body) == (True, True)
    assert report("reason")["totals"] == [{"amount": 2000, "currency": "CNY"}]


def test_the_coupon_pays_in_an_order_and_in_no_second(sold: Sold) -> None:
    made = give_(sold, 2000, "coupon")
    discounts = []
    for _ in range(2):
        guest = a_guest()
        assert guest.add(sold.variants[MUGS], 1).status == 201
        guest.ready()
        put = guest.client.put(f"{guest.cart}/coupons/{made.json['code']}", {})
        discounts.append((put.status, guest.preview()["totals"]["discount"]["amount"]))
        guest.place()
    assert discounts == [(200, 2000), (409, 0)]


def test_twenty_at_once_stay_within_the_limit(sold: Sold) -> None:
    kinds = ("money", "coupon")
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda n: give_(sold, 1000, kinds[n % 2], "support"), range(20)))
    won = sum(answer.status == 201 for answer in answers)
    assert {answer.status for answer in answers} <= {201, 422, 503}
    while give_(sold, 1000, kinds[won % 2], "support").status == 201:
        won += 1
    sold.news()
    known = compensations_of(sold.id)
    money = sum(one.amount for one in known if one.kind == "money")
    assert (won, len(known), booked("costs:goodwill"), sold.given_back()) == (5, 5, 5000, money)


def test_another_is_given_in_between(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    in_between(monkeypatch, give, "compensations_of", lambda: give_(sold, 5000, "coupon", "support"))
    assert give_(sold, 1, "coupon", "support").code == "goodwill_limit_exceeded"
    assert [one.amount for one in compensations_of(sold.id)] == [5000]


def test_money_that_was_given_is_not_paid_back_a_second_time(sold: Sold) -> None:
    """Beside pieces that come back: all together what was paid."""
    paid = sold.order["totals"]["total"]["amount"]
    assert give_(sold, 5000, role="manager").status == 201
    case = sold.sent_back((MUGS, 3), (PLATES, 2), reason="defective")
    assert sold.graded(case, (MUGS, 3, "as_new"), (PLATES, 2, "as_new")).json["amount"]["amount"] == paid - 5000
    sold.news()
    assert (sold.seen(case)["status"], sold.given_back(), booked("costs:goodwill")) == ("refunded", paid, 5000)
    assert give_(sold, 1, role="owner").code == "refund_exceeds_captured"


def test_a_return_of_what_was_paid_back_whole_ends_by_itself(sold: Sold) -> None:
    case = sold.sent_back((MUGS, 3))
    paid = sold.order["totals"]["total"]["amount"]
    assert give_(sold, paid, role="owner").status == 201
    assert sold.graded(case, (MUGS, 3, "as_new")).json["amount"]["amount"] == 0
    sold.news()
    assert (sold.seen(case)["status"], sold.given_back()) == ("refunded", paid)


def test_its_credit_note_has_its_own_share_of_each_rate(sold: Sold) -> None:
    """Of an order whose goods bear 9 % and whose delivery bears 13 %, both inside."""
    orders = Client(orders_app, bearer("owner"))
    assert orders.post("/v1/admin/tax_rates", {"name": "VAT", "rate": "0.09", "country": "CN", "tax_class": "food"}).status == 201
    taxes = {"included_in": ["CN"], "classes": {"cat_mugs": "food"}, "shipping_tax": {"CN": "fixed_class"}}
    assert orders.put("/v1/admin/tax_settings", taxes).status == 200
    sells()
    given = sold_order(sold.shop, sold.queue, (1090, 2), delivered=False, sent=(0,))
    assert give_(given, 1000).status == 201
    for _ in range(2):
        given.news()
        issued = follow_orders(sqs_of_events(events_in(OrdersTable, "order.paid", "order.refunded")), None)
        assert issued == {"batchItemFailures": []}
    invoice, note = account_of(given.id).documents
    assert {one.rate: (one.net, one.tax) for one in rate_sums(invoice.rows)} == {"0.09": (2000, 180), "0.13": (885, 115)}
    assert {one.rate: (one.net, one.tax) for one in rate_sums(note.rows)} == {"0.09": (629, 57), "0.13": (278, 36)}
    assert (note.kind, note.sums.gross, note.basis_number) == ("credit_note", 1000, invoice.number)


def test_an_order_that_was_not_paid(sold: Sold) -> None:
    body = {"kind": "coupon", "amount": {"amount": 1, "currency": "CNY"}, "reason": "x"}
    unpaid = sold.shop.place(number=f"N{uuid.uuid4().hex[:8]}")
    for kind in ("coupon", "money"):
        answer = Client(payments_app, bearer("owner")).post(f"/v1/admin/orders/{unpaid}/compensations", body | {"kind": kind})
        assert answer.code == "nothing_paid"


def test_the_report_at_the_end_of_a_month(sold: Sold) -> None:
    with later(days=40):
        assert give_(sold, 700).status == 201
        sold.news()
        assert report("person", **{"from": "2026-11-01"})["totals"] == [{"amount": 700, "currency": "CNY"}]
