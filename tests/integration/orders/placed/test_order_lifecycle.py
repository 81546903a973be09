"""An order after placing: paid, cancelled, timed out, completed, each once, whoever comes at the same moment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.orders.app import apply_payments, run_timers, sweep_timers
from functions.orders.store.auto_confirm import auto_confirm_put
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.orders.store.timers import PAYMENT_DEADLINE, timer_put
from functions.shared.events.contracts.payments import PaymentFailed
from functions.shared.outside import clock
from functions.shared.store.transactions import transact
from tests.integration.orders.buyer import NOON, a_variant, an_order, captured, event, staff, stock_of
from tests.support.events import events_in, sqs, sqs_of_events

DONE: dict[str, Any] = {"batchItemFailures": []}


@pytest.fixture
def timers_queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    client = boto3.client("sqs")
    url = client.create_queue(QueueName="timers")["QueueUrl"]
    monkeypatch.setenv("QUEUE_TIMERS", url)
    yield lambda: _drained(client, url)
    client.delete_queue(QueueUrl=url)


def _drained(client: Any, url: str) -> list[Any]:
    bodies = []
    while messages := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            bodies.append(json.loads(message["Body"]))
            client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return bodies


def types() -> list[str]:
    return [e.type for e in events_in(OrdersTable)]


def brought_to(order_id: str, status: str) -> None:
    OrderRecord(order_pk(order_id), ORDER_SK).update([OrderRecord.status.set(status), OrderRecord.version.add(1)])


def test_a_captured_payment_pays_the_order_and_commits_its_stock_once() -> None:
    """D07, C02"""
    variant = a_variant(stock=5)
    order, guest = an_order(variant, 2)
    message = sqs_of_events([captured(order)] * 3)
    assert (apply_payments(message, None), apply_payments(message, None)) == (DONE, DONE)
    after = guest.get(f"/v1/orders/{order['id']}").json
    assert (after["status"], after["payment_status"], after["version"], after["paid_at"] is not None) == ("paid", "paid", 2, True)
    assert [(p["id"], p["status"], p["amount"]) for p in after["payments"]] == [("pay_1", "captured", order["totals"]["total"])]
    assert (stock_of(variant), types()) == ((3, 0), ["order.placed", "order.paid"])
    assert [item.sk for item in OrdersTable.scan(OrdersTable.kind == "timer")] == ["TIMER#watch"]


def test_the_same_message_in_parallel_is_one_payment() -> None:
    variant = a_variant(stock=5)
    order, guest = an_order(variant)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: apply_payments(sqs_of_events([captured(order)]), None), range(4)))
    assert answers == [DONE] * 4
    assert [p["status"] for p in guest.get(f"/v1/orders/{order['id']}").json["payments"]] == ["captured"]
    assert (stock_of(variant), types()) == ((4, 0), ["order.placed", "order.paid"])


@pytest.mark.parametrize(("change", "payment_id"), [({"amount": 1}, "pay_1"), ({"currency": "USD"}, "pay_1")])
def test_money_that_does_not_fit_is_recorded_and_never_applied(change: dict[str, Any], payment_id: str) -> None:
    variant = a_variant()
    order, guest = an_order(variant)
    message = sqs_of_events([captured(order, payment_id, **change)] * 2)
    assert apply_payments(message, None) == DONE
    after = guest.get(f"/v1/orders/{order['id']}").json
    assert (after["status"], after["payment_status"], [p["status"] for p in after["payments"]]) == (
        "pending_payment", "unpaid", ["mismatch"],
    )  # fmt: skip
    assert (stock_of(variant), types()) == ((19, 1), ["order.placed", "order.payment_set_aside"])


def test_money_for_a_cancelled_or_a_paid_order_is_set_aside() -> None:
    late, guest = an_order(a_variant())
    assert guest.post(f"/v1/orders/{late['id']}/cancel").status == 200
    twice, other = an_order(a_variant())
    messages = [captured(late), captured(twice, "pay_2"), captured(twice, "pay_3")]
    assert apply_payments(sqs_of_events(messages), None) == DONE
    assert guest.get(f"/v1/orders/{late['id']}").json["status"] == "cancelled"
    assert [p["status"] for p in guest.get(f"/v1/orders/{late['id']}").json["payments"]] == ["late"]
    assert [p["status"] for p in other.get(f"/v1/orders/{twice['id']}").json["payments"]] == ["captured", "duplicate"]
    reasons = {e.subject: e.data["reason"] for e in events_in(OrdersTable, "order.payment_set_aside")}
    assert reasons == {late["id"]: "late", twice["id"]: "duplicate"}


def test_a_failed_attempt_is_recorded_and_does_not_undo_a_capture() -> None:
    order, guest = an_order(a_variant())
    failed = event(PaymentFailed.TYPE, vars(PaymentFailed("pay_1", order["id"], "sandbox", "declined")), order["id"])
    assert apply_payments(sqs_of_events([failed, failed]), None) == DONE
    after = guest.get(f"/v1/orders/{order['id']}").json
    assert (after["status"], [p["status"] for p in after["payments"]], after["version"]) == ("pending_payment", ["failed"], 2)
    assert apply_payments(sqs_of_events([captured(order), failed]), None) == DONE
    after = guest.get(f"/v1/orders/{order['id']}").json
    assert (after["status"], [p["status"] for p in after["payments"]]) == ("paid", ["captured"])


def test_a_payment_of_an_unknown_order_goes_back_to_the_queue_alone() -> None:
    """D11"""
    order, guest = an_order(a_variant())
    ghost = captured(order | {"id": "ord_01JD0000000000000000000000"})
    message = sqs_of_events([ghost, captured(order)])
    assert apply_payments(message, None) == {"batchItemFailures": [{"itemIdentifier": message["Records"][0]["messageId"]}]}
    assert guest.get(f"/v1/orders/{order['id']}").json["status"] == "paid"


def test_cancelling_gives_the_stock_back_once() -> None:
    """D10"""
    variant = a_variant(stock=5)
    order, guest = an_order(variant, 2)
    url = f"/v1/orders/{order['id']}/cancel"
    stale = guest.post(url, if_match='"9"')
    assert (stale.code, stale.json["current_version"], stock_of(variant)) == ("version_conflict", 1, (3, 2))
    done = guest.post(url, Idempotency_Key="k", if_match='"1"')
    assert (done.status, done.json["status"], done.json["cancel_reason"], done.json["version"]) == (200, "cancelled", "customer", 2)
    assert guest.get(f"/v1/orders/{order['id']}").json == done.json
    assert guest.post(url, Idempotency_Key="k", if_match='"1"').text == done.text
    again = guest.post(url)
    assert (again.status, again.code, again.json["allowed"]) == (409, "illegal_transition", [])
    assert (stock_of(variant), types()) == ((5, 0), ["order.placed", "order.cancelled"])


def test_a_paid_order_is_not_cancelled_by_its_buyer() -> None:
    variant = a_variant(stock=5)
    order, guest = an_order(variant)
    apply_payments(sqs_of_events([captured(order)]), None)
    refused = guest.post(f"/v1/orders/{order['id']}/cancel")
    assert (refused.status, refused.code, refused.json["allowed"]) == (409, "illegal_transition", ["completed", "fulfilling"])
    assert (stock_of(variant), types()) == ((4, 0), ["order.placed", "order.paid"])


def test_staff_cancels_with_the_permission_only() -> None:
    order, _ = an_order(a_variant())
    assert staff("warehouse").post(f"/v1/orders/{order['id']}/cancel").code == "forbidden"
    assert staff("support").post(f"/v1/orders/{order['id']}/cancel").json["cancel_reason"] == "staff"


def test_paying_and_cancelling_at_once_leaves_one_winner() -> None:
    """D07"""
    for n in range(6):
        variant = a_variant(stock=5)
        order, guest = an_order(variant)
        with ThreadPoolExecutor(2) as pool:
            paying = pool.submit(apply_payments, sqs_of_events([captured(order, f"pay_{n}")]), None)
            cancelling = pool.submit(guest.post, f"/v1/orders/{order['id']}/cancel")
        assert paying.result() == DONE
        after = guest.get(f"/v1/orders/{order['id']}").json
        outcome = (after["status"], cancelling.result().status, stock_of(variant), after["payments"][0]["status"])
        assert outcome in {("paid", 409, (4, 0), "captured"), ("cancelled", 200, (5, 0), "late")}


def test_an_unpaid_order_is_cancelled_after_its_deadline_once(timers_queue: Any) -> None:
    """D10, X08"""
    variant = a_variant(stock=20)
    with clock.frozen(NOON):
        unpaid = [an_order(variant) for _ in range(12)]
        paid, _ = an_order(variant)
        apply_payments(sqs_of_events([captured(paid)]), None)
    with clock.frozen(NOON + timedelta(minutes=28, seconds=29)):
        assert (sweep_timers({}, None), timers_queue()) == ({"sent": 0}, [])
    with clock.frozen(NOON + timedelta(minutes=30)):
        assert sweep_timers({}, None) == {"sent": 12}
        due = timers_queue()
        assert {d["pk"] for d in due} == {order_pk(order["id"]) for order, _ in unpaid}
        assert (run_timers(sqs(due), None), run_timers(sqs(due), None)) == (DONE, DONE)
        assert sweep_timers({}, None) == {"sent": 0}
    states = {(o.status, o.cancel_reason) for o in OrderRecord.scan(OrderRecord.kind == "order")}
    assert states == {("cancelled", "payment_timeout"), ("paid", None)}
    assert (stock_of(variant), types().count("order.cancelled")) == ((19, 0), 12)
    assert {e.actor.kind for e in events_in(OrdersTable, "order.cancelled")} == {"system"}


def test_a_sweep_sends_ahead_what_will_be_due_before_the_next_so_that_no_deadline_waits_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """D10: the queue hands a timer over in the second it is due (rounded up), however long after it the next sweep comes."""
    sent: list[Any] = []

    class Queue:
        def send_message_batch(self, **message: Any) -> dict[str, Any]:
            sent.extend(message["Entries"])
            return {}

    monkeypatch.setenv("QUEUE_TIMERS", "timers")
    with clock.frozen(NOON):
        an_order(a_variant())
    monkeypatch.setattr("functions.shared.outside.aws.client", lambda _: Queue())
    for early, delay in ((89.2, 90), (0.001, 1), (0, 0), (-3600, 0)):
        with clock.frozen(NOON + timedelta(minutes=30) - timedelta(seconds=early)):
            assert sweep_timers({}, None) == {"sent": 1}
        assert sent.pop()["DelaySeconds"] == delay
    with clock.frozen(NOON + timedelta(minutes=28)):
        assert (sweep_timers({}, None), sent) == ({"sent": 0}, [])


def test_the_deadline_and_the_payment_at_once_leave_one_winner() -> None:
    """D07, D10"""
    for n in range(6):
        variant = a_variant(stock=5)
        with clock.frozen(NOON):
            order, guest = an_order(variant)
        due = sqs([{"pk": order_pk(order["id"]), "sk": "TIMER#payment_deadline", "due_at": order["payment_deadline"]}])
        with ThreadPoolExecutor(2) as pool:
            paying = pool.submit(apply_payments, sqs_of_events([captured(order, f"pay_{n}")]), None)
            expiring = pool.submit(run_timers, due, None)
        assert (paying.result(), expiring.result()) == (DONE, DONE)
        after = guest.get(f"/v1/orders/{order['id']}").json
        outcome = (after["status"], stock_of(variant), after["payments"][0]["status"])
        assert outcome in {("paid", (4, 0), "captured"), ("cancelled", (5, 0), "late")}


def test_a_timer_that_moved_waits_and_one_of_an_unknown_kind_is_poison() -> None:
    order, guest = an_order(a_variant())
    transact([timer_put(order["id"], PAYMENT_DEADLINE, clock.now() + timedelta(hours=1))])
    old = {"pk": order_pk(order["id"]), "sk": "TIMER#payment_deadline", "due_at": order["payment_deadline"]}
    strange = old | {"sk": "TIMER#strange"}
    transact([timer_put(order["id"], "strange", clock.now())])
    message = sqs([old, strange])
    assert run_timers(message, None) == {"batchItemFailures": [{"itemIdentifier": message["Records"][1]["messageId"]}]}
    assert guest.get(f"/v1/orders/{order['id']}").json["status"] == "pending_payment"


def test_the_buyer_confirms_a_delivered_order() -> None:
    """D14"""
    order, guest = an_order(a_variant())
    url = f"/v1/orders/{order['id']}/confirm_receipt"
    refused = guest.post(url)
    assert (refused.code, refused.json["allowed"]) == ("illegal_transition", ["cancelled", "fulfilling", "paid"])
    brought_to(order["id"], "delivered")
    done = guest.post(url)
    assert (done.status, done.json["status"], done.json["completed_at"] is not None) == (200, "completed", True)
    assert guest.post(url).code == "illegal_transition"
    (completed,) = events_in(OrdersTable, "order.completed")
    assert completed.data["confirmed_by"] == "guest"


def test_without_a_word_from_the_buyer_a_timer_confirms(timers_queue: Any) -> None:
    """D14"""
    with clock.frozen(NOON):
        order, guest = an_order(a_variant())
        apply_payments(sqs_of_events([captured(order)]), None)
        brought_to(order["id"], "delivered")
        transact([auto_confirm_put(order["id"])])
    with clock.frozen(NOON + timedelta(days=7)):
        sweep_timers({}, None)
        due = sqs(timers_queue())
        assert (run_timers(due, None), run_timers(due, None)) == (DONE, DONE)
    assert guest.get(f"/v1/orders/{order['id']}").json["status"] == "completed"
    assert [e.data["confirmed_by"] for e in events_in(OrdersTable, "order.completed")] == ["system"]
