"""Who states a withdrawal, and from where: an order to Germany with standard and express delivery."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from functions.payments.app import app as payments
from functions.shared.outside import clock
from tests.integration.aftersales.sold import Sold, sold_order
from tests.integration.orders.buyer import ADDRESS, staff
from tests.integration.payments.card_double import Card
from tests.support.http import Answer, Client
from tests.support.identity import bearer

BERLIN = ADDRESS | {
    "country": "DE",
    "province": "",
    "city": "Berlin",
    "district": "",
    "street": "Unter den Linden 1",
    "postal_code": "10117",
}
A, B = 0, 1
_GERMANY = {
    "name": "Germany",
    "areas": [{"country": "DE"}],
    "rates": [
        {"carrier": "manual", "service": "standard", "currency": "CNY", "first_fee": 500, "days": 4},
        {"carrier": "manual", "service": "express", "currency": "CNY", "first_fee": 1500, "days": 1},
    ],
}


def germany(**standard: Any) -> None:
    """A zone of Germany; `standard`: what its standard rate has besides."""
    rates = [_GERMANY["rates"][0] | standard, _GERMANY["rates"][1]]  # type: ignore[operator]
    made = staff().post("/v1/admin/shipping_zones", _GERMANY | {"rates": rates})
    assert made.status == 201, made.text


def to_germany(sold: Sold, *lines: tuple[int, int], **how: Any) -> Sold:
    return sold_order(sold.shop, sold.queue, *lines, to=BERLIN, **how)


def held_for(sold: Sold, card: Card) -> None:
    """Its money is authorised on a card, and not taken."""
    started = Client(payments, bearer("owner")).post(f"/v1/orders/{sold.id}/payments", {"provider": "cards", "capture": "manual"})
    assert started.status == 201, started.text
    card.held = True
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        sold.shop.work(sold.shop.due())
    sold.news()


def first(sold: Sold, *wanted: tuple[int, int], **more: Any) -> Answer:
    """The first step. `wanted`: (line, quantity); none: all of it."""
    rows = [{"line_id": sold.order["lines"][n]["id"], "quantity": count, **more} for n, count in wanted]
    return sold.buyer.post(f"/v1/orders/{sold.id}/withdrawal", {"lines": rows} if rows else {})


def second(sold: Sold, step: Answer) -> Answer:
    assert step.status == 200, step.text
    return sold.buyer.post(f"/v1/orders/{sold.id}/withdrawal", {"confirm_token": step.json["confirm_token"]})


def withdrawn(sold: Sold, *wanted: tuple[int, int]) -> Any:
    """Both steps; the statement."""
    done = second(sold, first(sold, *wanted))
    assert done.status == 201, done.text
    return done.json


def cases_of(sold: Sold) -> list[Any]:
    return list(sold.buyer.get(f"/v1/orders/{sold.id}/returns").json["data"])


def sent_back(sold: Sold, stated: Any) -> None:
    """The goods of a statement are on their way, with proof; what follows from it has happened."""
    for case in stated["returns"]:
        sent = sold.mine({"id": case}, "ship", {"carrier": "dhl", "waybill": f"D{case[-8:]}"})
        assert sent.status == 200, sent.text
    sold.news()
