"""X18, ADR 170: an order of gift cards alone is delivered nowhere, and done once its cards are issued."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.loyalty.model.stored import State
from functions.orders.app import app as orders_app
from functions.orders.app import apply_payments, plan_orders, run_timers
from functions.orders.checkout import place_order
from functions.orders.planning import note_issued
from functions.orders.store.order_check import findings, overdue
from functions.orders.store.order_links import link_to
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.repository import get_order
from functions.orders.store.shipments import parcels_of
from functions.payments.app import app as payments_app
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.stock.store.records import JOURNAL_SK, JournalRecord, journal_pk
from tests.integration.loyalty.shop import NOON, heard_all
from tests.integration.loyalty.sold_cards import a_card_product, bought, cards_of, cart_with, heard, mails
from tests.integration.loyalty.tenders import known, refunded
from tests.integration.orders import money_moves
from tests.integration.orders.buyer import ADDRESS, Buyer, a_guest, a_variant, captured, staff, stock_of
from tests.support.courier import courier_double
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.fulfilment import fulfil
from tests.support.http import Client
from tests.support.races import in_between

EMAIL = "ada@example.com"


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def paid(buyer: Buyer) -> Any:
    placed = buyer.place()
    assert placed.status == 201, placed.text
    heard_all(apply_payments, [captured(placed.json)])
    return placed.json


def planned() -> None:
    """What was told so far, heard by the planner; much of it once more."""
    for kind in ("order.paid", "order.review_released"):
        heard_all(plan_orders, events_in(OrdersTable, kind))


def ring(order: Any) -> None:
    one = {"pk": order_pk(order["id"]), "sk": "TIMER#plan", "due_at": "2025-01-01T00:00:00.000Z"}
    assert run_timers(sqs([one]), None) == {"batchItemFailures": []}


def shown(order: Any) -> Any:
    return staff().get(f"/v1/admin/orders/{order['id']}").json


def states(order: Any) -> tuple[str, str]:
    seen = shown(order)
    return seen["status"], seen["fulfilment_status"]


def seen_by_link(order: Any, text: str) -> None:
    path = link_to(get_order(order["id"])).partition("/o/")[2]
    page = Client(orders_app).get(f"/o/{path}?lang=en")
    assert page.status == 200, page.text
    assert text in page.text


def pieces(order: Any) -> list[dict[str, int]]:
    places = ("waiting", "in_parcel", "shipped", "delivered", "cancelled")
    return [{place: line[f"{place}_quantity"] for place in places if line[f"{place}_quantity"]} for line in shown(order)["lines"]]


def test_a_guest_buys_a_card_by_their_email_alone() -> None:
    card = a_card_product()
    buyer = a_guest()
    with clock.frozen(NOON):
        seen = buyer.add(card).json
        assert (seen["missing"], "choose_delivery" in seen["next_steps"]) == (["email"], False)
        refused = buyer.place()
        assert (refused.status, refused.json["code"]) == (422, "incomplete")
        assert [(one["pointer"], one["code"]) for one in refused.json["errors"]] == [("/cart_id/email", "email_missing")]
        seen = buyer.client.patch(buyer.cart, {"email": EMAIL}).json
        assert (seen["missing"], "place_order" in seen["next_steps"], seen["delivery_option"]) == ([], True, None)
        assert buyer.client.get(f"{buyer.cart}/delivery_options").json["data"] == []
        methods = Client(payments_app, buyer.client.headers).get(f"{buyer.cart}/payment_methods").json["data"]
        assert methods
        assert "cash_on_delivery" not in {one["method"] for one in methods}
        order = paid(buyer)
        assert (order["totals"]["shipping"]["amount"], order["totals"]["total"]["amount"]) == (0, 10_000)
        assert (order["delivery_option"]["kind"], order["delivery_option"]["promised_date"]) == ("none", "")
        assert (order["address"]["country_code"], order["address"]["street"], order["address"]["email"]) == ("CN", "", EMAIL)
        seen_by_link(order, "By e-mail")
        heard("order.paid")
        planned()
        planned()
        seen_by_link(order, "By e-mail")
        ended = shown(order)
        assert (ended["status"], ended["fulfilment_status"], ended["shipments"]) == ("completed", "delivered", [])
        assert ended["delivered_at"] == ended["completed_at"] == times.iso(NOON)
        assert pieces(order) == [{"shipped": 1, "delivered": 1}]
        assert len(events_in(OrdersTable, "order.completed")) == 1
        assert not [event for kind in ("order.fulfilling", "order.shipped", "order.delivered") for event in events_in(OrdersTable, kind)]
        found = parcels_of(order["id"])
        assert (found.plans, findings(found), overdue(found, times.iso(NOON + timedelta(days=9)))) == ([], [], [])
        # What was sold of it is off its shelf, once.
        assert JournalRecord.get(journal_pk(f"{order['id']}#cards#let_go"), JOURNAL_SK)
        assert [one.destinations["ToAddresses"] for one in mails()] == [[EMAIL]]


def test_seen_before_its_cards_are_issued_it_is_looked_at_again() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        order = bought(cart_with(a_card_product(), 7, subject=subject), subject)
        planned()
        assert states(order) == ("paid", "unfulfilled")
        assert overdue(parcels_of(order["id"]), times.iso(NOON + timedelta(days=9))) == ["its gift cards are not issued"]
        ring(order)
        assert states(order) == ("paid", "unfulfilled")
        heard("order.paid")
    with clock.frozen(NOON + timedelta(minutes=1)):
        ring(order)
        assert states(order) == ("completed", "delivered")
        assert pieces(order) == [{"shipped": 7, "delivered": 7}]
        ring(order)
        assert len(events_in(OrdersTable, "order.completed")) == 1


def test_it_is_held_or_cancelled_before_it_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    subject, owner = str(uuid.uuid4()), staff()
    with clock.frozen(NOON):
        held = bought(cart_with(a_card_product(), subject=subject), subject)
        assert owner.post(f"/v1/admin/orders/{held['id']}/hold", {"reason": "who is this"}).status == 200
        heard("order.held", "order.paid")
        planned()
        assert states(held) == ("paid", "unfulfilled")
        assert owner.post(f"/v1/admin/orders/{held['id']}/release", {}).status == 200
        heard("order.review_released")
        planned()
        assert (states(held), cards_of(held["id"])[0].state) == (("completed", "delivered"), State.ACTIVE)
        other = bought(cart_with(a_card_product(), subject=subject), subject)
        heard("order.paid")
        in_between(monkeypatch, note_issued, "cards_issued", lambda: owner.post(f"/v1/orders/{other['id']}/cancel", {}))
        planned()
        assert states(other) == ("cancelled", "unfulfilled")
        assert pieces(other)[0]["cancelled"] == 1
        assert cards_of(other["id"])[0].state is State.CLOSED


def test_goods_that_come_in_want_an_address() -> None:
    """Also while it is being placed."""
    buyer, mug = a_guest(email=EMAIL), a_variant()
    line = buyer.add(a_card_product()).json["lines"][0]["id"]
    with pytest.MonkeyPatch.context() as patch:
        in_between(patch, place_order, "promoted_state", lambda: buyer.add(mug))
        refused = buyer.place()
    assert (refused.status, refused.json["code"]) == (422, "incomplete")
    assert [one["code"] for one in refused.json["errors"]] == ["address_missing", "delivery_option_missing"]
    assert buyer.client.get(buyer.cart).json["missing"] == ["address", "delivery_option"]
    assert buyer.client.get(f"{buyer.cart}/delivery_options").json["code"] == "address_missing"
    ready = buyer.ready().client.get(buyer.cart).json
    assert (ready["missing"], ready["delivery_option"]["id"]) == ([], "standard")
    goods = next(one["id"] for one in ready["lines"] if one["id"] != line)
    # Goods taken out: the chosen way costs nothing any more.
    alone = buyer.client.delete(f"{buyer.cart}/lines/{goods}").json
    assert (alone["missing"], alone["delivery_option"], alone["totals"]["shipping"]["amount"]) == ([], None, 0)
    assert buyer.client.put(f"{buyer.cart}/delivery_option", {"id": "standard"}).json["code"] == "unknown_delivery_option"
    order = buyer.place().json
    assert (order["delivery_option"]["kind"], order["address"]["street"]) == ("none", ADDRESS["street"])


def test_beside_goods_a_card_is_in_no_parcel() -> None:
    with clock.frozen(NOON):
        buyer = a_guest()
        buyer.add(a_card_product())
        mug = a_variant()
        buyer.add(mug, 2)
        order = paid(buyer.ready())
        planned()
        heard("order.paid")
    with clock.frozen(NOON + timedelta(minutes=1)):
        ring(order)
        (shipment,) = shown(order)["shipments"]
        goods = [line["id"] for line in order["lines"] if line["variant_id"] == mug]
        assert [(line["line_id"], line["quantity"]) for line in shipment["lines"]] == [(goods[0], 2)]
        assert pieces(order) == [{"shipped": 1, "delivered": 1}, {"in_parcel": 2}]
        assert states(order) == ("paid", "unfulfilled")
        card = order["lines"][0]["id"]
        wrong = staff().post(
            f"/v1/admin/orders/{order['id']}/shipments",
            {"carrier": "manual", "waybill": "SF1", "lines": [{"line_id": card, "quantity": 1}]},
        )
        assert (wrong.status, wrong.json["code"]) == (409, "quantity_exceeds_ordered")
        sent = staff().post(
            f"/v1/admin/orders/{order['id']}/shipments", {"carrier": "manual", "waybill": "SF2", "lines": shipment["lines"]}
        )
        assert sent.status == 201, sent.text
        assert [line["line_id"] for line in sent.json["lines"]] == goods
        assert findings(parcels_of(order["id"])) == []


def test_an_unused_card_goes_back_and_nobody_confirms_what_was_not_sent() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        known(subject)
        buyer = cart_with(a_card_product(), subject=subject)
        order = bought(buyer, subject)
        early = buyer.client.post(f"/v1/orders/{order['id']}/confirm_receipt")
        assert (early.status, early.json["code"], early.json["current"]) == (409, "illegal_transition", "paid")
        heard("order.paid")
        planned()
        assert buyer.client.post(f"/v1/orders/{order['id']}/confirm_receipt").status == 409
        change = {"lines": [{"line_id": order["lines"][0]["id"], "quantity": 2}]}
        assert buyer.client.post(f"/v1/orders/{order['id']}/preview", change).status in (409, 422)
        back = refunded(order["id"])
        assert (back.status, back.json["amount"]["amount"]) == (201, 10_000)
        assert cards_of(order["id"])[0].state is State.CLOSED


def test_no_money_is_held_for_it() -> None:
    buyer = a_guest(email=EMAIL)
    buyer.add(a_card_product())
    placed = buyer.place().json
    pay = Client(payments_app, {"x-order-token": placed["token"]})
    held = pay.post(f"/v1/orders/{placed['id']}/payments", {"provider": "sandbox", "capture": "manual"})
    assert (held.status, held.json["code"]) == (422, "unsupported_capture")
    whole = buyer.client.post("/v1/carts", {"email": EMAIL, "lines": [{"variant_id": a_card_product(), "quantity": 1}]}).json
    assert (whole["missing"], whole["delivery_options"], bool(whole["payment_methods"])) == ([], [], True)


def test_goods_are_amended_away_once_the_cards_beside_them_are_issued(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left to be sent: it is completed, and its cards leave the shelf once (ADR 172)."""
    with clock.frozen(NOON), courier_double(monkeypatch):
        buyer, card = a_guest(), a_card_product()
        buyer.add(card)
        buyer.add(a_variant())
        order = paid(buyer.ready())
        heard("order.paid")
        planned()
        assert (states(order), stock_of(card)) == (("paid", "unfulfilled"), (999, 0))
        assert staff().patch(f"/v1/orders/{order['id']}", {"lines": [{"line_id": order["lines"][1]["id"], "quantity": 0}]}).status == 200
        for _ in range(2):
            ring(order)
            assert (states(order), pieces(order), stock_of(card)) == (
                ("completed", "delivered"),
                [{"shipped": 1, "delivered": 1}],
                (999, 0),
            )
        assert len(events_in(OrdersTable, "order.completed")) == 1
        assert findings(parcels_of(order["id"])) == []


@pytest.mark.parametrize("is_prepared", [False, True])
def test_goods_are_paid_back_before_they_leave_beside_cards_that_are_issued(monkeypatch: pytest.MonkeyPatch, is_prepared: bool) -> None:
    """Nothing is left to be sent: it is completed, as when they are amended away. The cards go back as those of an order of cards alone."""
    with clock.frozen(NOON), courier_double(monkeypatch):
        buyer, mug = a_guest(), a_variant()
        buyer.add(a_card_product())
        buyer.add(mug, 2)
        order = paid(buyer.ready())
        heard("order.paid")
        if is_prepared:
            assert fulfil(sqs_of_events(events_in(OrdersTable, "order.paid"))) == {"batchItemFailures": []}
        ring(order)
        one, other = (money_moves.asked(order, money_moves.pieces(order, 1, line=1)) for _ in range(2))
        money_moves.told(money_moves.gone(order, one))
        ring(order)
        assert states(order) == ("fulfilling" if is_prepared else "paid", "unfulfilled")
        money_moves.told(money_moves.gone(order, other, total=one.amount + other.amount))
        for _ in range(2):
            ring(order)
            assert (states(order), pieces(order)) == (("completed", "delivered"), [{"shipped": 1, "delivered": 1}, {"cancelled": 2}])
        assert (len(events_in(OrdersTable, "order.completed")), stock_of(mug)) == (1, (20, 0))
        assert findings(parcels_of(order["id"])) == []
        card = money_moves.asked(order, money_moves.pieces(order, 1))
        money_moves.told(money_moves.gone(order, card, total=one.amount + other.amount + card.amount))
        assert (states(order), findings(parcels_of(order["id"]))) == (("completed", "delivered"), [])
