"""A shop with share links: who opens them, buys by them and is told of what became of it."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from typing import Any

from functions.marketing.app import app, know_people, work
from functions.marketing.model.commission import Book
from functions.marketing.store.commissions import Entry, sums_of, unpaid_months
from functions.marketing.store.records import CommissionEntryRecord, MarketingTable
from functions.orders.app import apply_payments
from functions.orders.store.records import OrdersTable
from functions.shared.events.contracts.orders import OrderPaid, OrderSummary
from functions.shared.events.contracts.payments import PaymentCaptured
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from tests.integration.catalog.support import published
from tests.integration.promotions.shop import a_cart
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SETTINGS = {"enabled": True, "window_days": 7, "influencer_rate": 1000, "customer_rate": 500, "pending_days": 14}


def staff(role: str = "manager") -> Client:
    return Client(app, bearer(role))


def owner(subject: str) -> Client:
    return Client(app, bearer(subject=subject))


def set_to(**fields: Any) -> None:
    version = staff().get("/v1/admin/share_settings").json["version"]
    done = staff().put("/v1/admin/share_settings", SETTINGS | fields, **{"if-match": str(version)})
    assert done.status == 200, done.text


def a_product() -> dict[str, Any]:
    return published()


def a_link(subject: str, product_id: str) -> Any:
    made = owner(subject).put(f"/v1/me/share_links/{product_id}")
    assert made.status == 200, made.text
    return made.json


def an_influencer(**fields: Any) -> str:
    made = staff().post("/v1/admin/share_influencers", {"name": "Tea & Co. 🍵"} | fields)
    assert made.status == 201, made.text
    return str(made.json["id"])


def influencers_link(influencer: str, product_id: str) -> Any:
    made = staff().put(f"/v1/admin/share_influencers/{influencer}/links/{product_id}")
    assert made.status == 200, made.text
    return made.json


def opened(code: str, address: str = "203.0.113.7", agent: str = BROWSER, **headers: str) -> Answer:
    client = Client(app, {"user-agent": agent})
    client.source_ip = address
    return client.get(f"/s/{code}", **headers)


def touch(code: str) -> str:
    """What the storefront is given of an opened link."""
    answer = opened(code)
    assert answer.status == 302, answer.text
    return str(answer.headers["location"]).rpartition("share=")[2]


def ordered(share: str, *, subject: str = "", guest: bool = False, price: int = 11_300, quantity: int = 1) -> Any:
    """Placed by a cart that was given the link: goods of 100.00 and 13 % of tax."""
    cart = a_cart(subject=subject or str(uuid.uuid4()), guest=guest, price=price, quantity=quantity)
    kept = cart.client.patch(cart.cart, {"metadata": {"share_link": share}})
    assert kept.status == 200, kept.text
    placed = cart.place()
    assert placed.status == 201, placed.text
    return placed.json


def paid(order: Any) -> OrderSummary:
    """The order paid, and what is told of it heard."""
    summary, told = taken(order)
    hear(*told)
    return summary


def taken(order: Any) -> tuple[OrderSummary, list[Envelope]]:
    """The order paid, and what is told of it."""
    at = times.iso(clock.now())
    data = PaymentCaptured(fresh.new_id("pay"), order["id"], "sandbox", "sbx_1", order["totals"]["total"]["amount"], order["currency"], at)
    captured = [Envelope(fresh.new_id("evt"), data.TYPE, 1, at, order["id"], SYSTEM, vars(data))]
    assert apply_payments(sqs_of_events(captured), None) == {"batchItemFailures": []}
    told = [one for one in events_in(OrdersTable, OrderPaid.TYPE) if one.subject == order["id"]]
    return load(OrderPaid, json.dumps(told[0].data)).order, told


def hear(*envelopes: Envelope) -> None:
    assert know_people(sqs_of_events(envelopes), None) == {"batchItemFailures": []}


def swept() -> None:
    now = times.iso(clock.now())
    keys = [[one.pk, one.sk] for one in MarketingTable.scan(MarketingTable.due_at <= now) if one.sk == "SHARED"]
    if keys:
        assert work(sqs([{"keys": keys}]), None) == {"batchItemFailures": []}


def sums(of: str) -> tuple[int, int, int]:
    """(pending, payable, paid), which are what the entries say; unpaid months add up to what is payable."""
    found = Counter[Book]()
    for record in CommissionEntryRecord.scan(CommissionEntryRecord.kind == "commission_entry"):
        entry = load(Entry, record.body)
        if entry.owner == of:
            assert entry.move.amount > 0
            found[entry.move.target] += entry.move.amount
            found[entry.move.source] -= entry.move.amount
    held = next(iter(sums_of(of)), None)
    told = (held.pending, held.payable, held.paid) if held else (0, 0, 0)
    assert told == (found[Book.PENDING], found[Book.PAYABLE], found[Book.PAID])
    assert sum(found.values()) == 0
    assert sum(one.amount for one in unpaid_months(of, "CNY", "2199-12")) == told[1]
    return told


def orders_of(of: str) -> list[tuple[str | None, int, str]]:
    """(reason, commission, status), the newest first."""
    page = staff().get(f"/v1/admin/share_orders?owner={of}").json["data"]
    return [(one["reason"], one["commission"]["amount"], one["status"]) for one in page]
