"""What must be true whichever provider the money moves through (E04, E09, E10, E11, E12; providers.md §9)."""

from __future__ import annotations

from datetime import timedelta

import boto3
import pytest

from functions.payments.store.records import PaymentsTable
from functions.shared.outside import clock
from tests.integration.payments.providers.trading import METHODS, PROVIDERS, Trading
from tests.integration.payments.shop import balances, everything
from tests.support.events import events_in

everywhere = pytest.mark.parametrize("code", PROVIDERS)


@pytest.mark.parametrize(("code", "method"), [(code, method) for code, methods in METHODS.items() for method in methods])
def test_every_method_starts_and_is_paid_by_webhook(shop: Trading, code: str, method: str) -> None:
    """E03 E04 E09"""
    payment = shop.start(code, method)
    assert payment["next_action"]["kind"] in {"redirect", "qr_code", "form_post", "sdk_params", "client_secret"}
    shop.outside.act(code, payment["reference"])
    (hook,) = shop.outside.hooks()
    assert shop.deliver(hook).status == 200
    shop.work()
    paid = shop.payment(payment["id"])
    assert (paid["status"], paid["captured"]["amount"]) == ("captured", 12900)
    assert balances()[f"order:{shop.order_id}"] == -12900


@everywhere
def test_repeated_and_replayed_messages_count_once(shop: Trading, code: str) -> None:
    """E11: also long after, when only the business key is left"""
    payment, first = shop.paid(code)
    shop.outside.act(code, payment["reference"])
    again = shop.outside.hooks()[0]
    answers = [shop.deliver(hook) for hook in (first, first, again)]
    assert {(answer.status, answer.text) for answer in answers} == {(200, answers[0].text)}
    shop.work()
    assert shop.deliver(first).status == 200
    assert shop.work() == 0
    with clock.frozen(clock.now() + timedelta(days=400)):
        shop.deliver(first)
        shop.work()
    assert [event.type for event in events_in(PaymentsTable)] == ["payment.captured"]
    assert balances()[f"order:{shop.order_id}"] == -12900


@everywhere
def test_a_replay_counts_nothing_even_if_the_inbox_has_forgotten_it(shop: Trading, code: str) -> None:
    """E11, E12: what was booked is known by the provider's own name of the movement"""
    _, hook = shop.paid(code)
    shop.deliver(hook)
    shop.work()
    client = boto3.client("dynamodb")
    for item in everything():
        if item["kind"]["S"] == "inbox":
            client.delete_item(TableName="payments", Key={"pk": item["pk"], "sk": item["sk"]})
    facts = [item for item in everything() if item["kind"]["S"] != "inbox"]
    assert shop.deliver(hook).status == 200
    assert shop.work() == 1
    assert [item for item in everything() if item["kind"]["S"] != "inbox"] == facts


@everywhere
@pytest.mark.parametrize("fault", ["tamper", "wrong_key"])
def test_forged_messages_are_401_and_change_nothing(shop: Trading, code: str, fault: str) -> None:
    """E12"""
    _, hook = shop.paid(code, **{fault: True})
    before = everything()
    assert shop.deliver(hook).status == 401
    assert (everything(), shop.waiting()) == (before, [])


@everywhere
def test_header_names_may_come_in_any_case(shop: Trading, code: str) -> None:
    payment, hook = shop.paid(code)
    hook.headers = {name.upper(): value for name, value in hook.headers.items() if name not in ("host", "content-length")}
    assert shop.deliver(hook).status == 200
    shop.work()
    assert shop.payment(payment["id"])["status"] == "captured"


@everywhere
@pytest.mark.parametrize("fault", ["amount_mismatch", "other_merchant"])
def test_what_does_not_fit_is_put_aside_and_the_truth_is_asked_for(shop: Trading, code: str, fault: str) -> None:
    """E09: a genuine message about another amount or account is acknowledged, told once, never booked"""
    payment, hook = shop.paid(code, **{fault: True})
    assert [shop.deliver(hook).status for _ in range(2)] == [200, 200]
    shop.work()
    assert balances() == {}
    (event,) = events_in(PaymentsTable)
    assert (event.type, event.data["reason"]) == ("payment.quarantined", fault.replace("other_merchant", "account_mismatch"))
    with shop.later(0.1):
        shop.sweep()
    assert shop.payment(payment["id"])["captured"]["amount"] == 12900


@everywhere
def test_a_message_about_a_payment_we_do_not_know_is_put_aside(shop: Trading, code: str) -> None:
    payment, hook = shop.paid(code)
    item = {"pk": {"S": f"PAY#{payment['id']}"}, "sk": {"S": "PAYMENT"}}
    boto3.client("dynamodb").delete_item(TableName="payments", Key=item)
    assert shop.deliver(hook).status == 200
    shop.work()
    assert [event.data["reason"] for event in events_in(PaymentsTable)] == ["unknown_reference"]
    assert balances() == {}


@everywhere
def test_a_lost_webhook_is_found_by_the_sweep(shop: Trading, code: str) -> None:
    """E10"""
    payment = shop.start(code)
    assert shop.outside.act(code, payment["reference"], "pay", drop=True)["webhooks"] == []
    with shop.later(1.1):
        shop.sweep()
    assert shop.payment(payment["id"])["status"] == "captured"


@everywhere
def test_an_unpaid_payment_is_over_after_its_deadline(shop: Trading, code: str) -> None:
    """E10: closed there, or final by the provider's own deadline"""
    payment = shop.start(code)
    for minutes in (31, 40, 60):
        with shop.later(minutes):
            shop.sweep()
    assert shop.payment(payment["id"])["status"] == "voided"
    assert balances() == {}


@everywhere
def test_a_payment_nobody_followed_up_is_over_after_its_deadline(shop: Trading, code: str) -> None:
    payment = shop.started(provider=code)
    for minutes in (31, 40, 60):
        with shop.later(minutes):
            shop.sweep()
    assert shop.payment(payment["id"])["status"] == "voided"


@everywhere
def test_refunds_in_parts_are_told_and_booked_once(shop: Trading, code: str) -> None:
    """E05: partial refunds up to the minor unit; the refund message of a paid trade is no second payment"""
    shop.captured(code)
    first, second = shop.refund(900), shop.refund(12000)
    over = shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds", {"amount": {"amount": 1, "currency": "CNY"}, "reason": "x"})
    assert (over.status, over.code) == (422, "refund_exceeds_captured")
    for hook in shop.outside.hooks(2):
        assert shop.deliver(hook).status == 200
        assert shop.deliver(hook).status == 200
    shop.work()
    with shop.later(1):
        shop.sweep()
    assert first["amount"]["amount"] + second["amount"]["amount"] == 12900
    assert shop.refunds() == [(900, "succeeded"), (12000, "succeeded")]
    assert balances()[f"order:{shop.order_id}"] == 0
    assert sorted(event.type for event in events_in(PaymentsTable)) == ["payment.captured", "payment.refunded", "payment.refunded"]


@everywhere
@pytest.mark.parametrize("fault", ["http_500_after_commit", "http_timeout_after_commit"])
def test_a_refund_whose_answer_was_lost_moves_money_once(shop: Trading, code: str, fault: str) -> None:
    """Unknown is asked about before anything is repeated"""
    payment = shop.captured(code)
    shop.outside.act(code, payment["reference"], None, **{fault: True})
    shop.refund(500)
    assert shop.refunds() == [(500, "pending")]
    for minutes in (0.1, 6):
        with shop.later(minutes):
            shop.sweep()
    assert shop.refunds() == [(500, "succeeded")]
    assert shop.outside.refunds(code, payment["reference"]) == [500]


@everywhere
def test_without_keys_it_is_not_offered_not_started_and_trusts_nobody(shop: Trading, code: str) -> None:
    _, hook = shop.paid(code)
    shop.change_keys(code, **dict.fromkeys(shop.outside.shop_keys[code]))
    offered = shop.guest.get(f"/v1/payment_methods?order={shop.order_id}").json["data"]
    assert code not in {one["provider"] for one in offered}
    assert shop.pay(provider=code, order_id=shop.order_id).code == "provider_unavailable"
    assert shop.deliver(hook).status == 401


def test_nothing_secret_is_kept_or_logged(shop: Trading, caplog: pytest.LogCaptureFixture) -> None:
    """E12"""
    for code in PROVIDERS:
        shop.order_id = shop.place()
        shop.captured(code)
        shop.refund(100)
        with shop.later(1):
            shop.sweep()
        shop.outside.box.clear()
    kept = str(everything()) + caplog.text + str([vars(record) for record in caplog.records])
    for code in PROVIDERS:
        for name, value in shop.outside.shop_keys[code].items():
            if "key" in name and isinstance(value, str) and name not in ("platform_key_id", "publishable_key"):
                assert value[40:90] not in kept or len(value) < 50, (code, name)
                assert value not in kept, (code, name)
