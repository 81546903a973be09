"""Stripe's webhooks and the facts in them (E12, E16, providers.md §9); the SDK is the oracle for signatures."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
import stripe

from functions.payments.model.errors import Forged, Malformed, Stale
from functions.payments.model.provider import RawRequest
from functions.payments.model.provider_event import EventType
from functions.payments.providers.stripe.adapter import StripeProvider
from functions.shared.plain import signatures
from functions.shared.plain.money import Money
from infra.simulators.faults import Faults
from infra.simulators.stripe.signing import StripeSigner
from tests.unit.payments.keys import shop_keys

NOW = 1_800_000_000
REFERENCE = "01jd0000000000000000000000"
INTENT = {
    "id": "pi_1",
    "object": "payment_intent",
    "status": "succeeded",
    "amount": 12900,
    "amount_received": 12900,
    "amount_capturable": 0,
    "currency": "usd",
    "metadata": {"reference": REFERENCE},
    "last_payment_error": None,
}
REFUND = {
    "id": "re_1",
    "object": "refund",
    "status": "succeeded",
    "amount": 100,
    "currency": "usd",
    "payment_intent": "pi_1",
    "created": NOW - 5,
    "metadata": {"reference": REFERENCE, "refund_ref": "01jd0000000000000000000001"},
}
DISPUTE = {
    "id": "du_1",
    "payment_intent": "pi_1",
    "amount": 12900,
    "currency": "usd",
    "reason": "fraudulent",
    "status": "needs_response",
    "evidence_details": {"due_by": NOW + 604_800},
}


def event(thing: dict[str, Any], kind: str = "payment_intent.succeeded", **more: Any) -> dict[str, Any]:
    return {"id": "evt_1", "type": kind, "created": NOW, "livemode": False, "data": {"object": thing}, **more}


def told(content: Any = None, *, at: int = NOW, **faults: Any) -> RawRequest:
    text = json.dumps(event(INTENT) if content is None else content)
    signed = StripeSigner(shop_keys("stripe")).message(text, at, Faults(**faults))
    return RawRequest(signed.body, {name.lower(): value for name, value in signed.headers.items()})


def verify(request: RawRequest) -> Any:
    return StripeProvider().verify_webhook(request, NOW)


def test_a_paid_intent(secret: dict[str, Any]) -> None:
    (fact,) = verify(told())
    assert (fact.type, fact.our_ref, fact.provider_ref, fact.event_key) == (EventType.CHARGE_SUCCESS, REFERENCE, "pi_1", "evt_1")
    assert (fact.money, fact.account) == (Money(12900, "USD"), "acct_simulator")


@pytest.mark.parametrize(
    ("changes", "kind", "reason"),
    [
        ({"status": "requires_capture", "amount_capturable": 12900}, EventType.AUTHORIZATION_SUCCESS, ""),
        ({"status": "canceled"}, EventType.CANCEL_SUCCESS, ""),
        ({"status": "requires_payment_method", "last_payment_error": {"code": "card_declined"}}, EventType.CHARGE_FAILURE, "card_declined"),
    ],
)
def test_other_states_of_an_intent(secret: dict[str, Any], changes: dict[str, Any], kind: EventType, reason: str) -> None:
    (fact,) = verify(told(event(INTENT | changes)))
    assert (fact.type, fact.reason) == (kind, reason)


@pytest.mark.parametrize("status", ["processing", "requires_action", "requires_confirmation", "requires_payment_method"])
def test_states_that_decide_nothing(secret: dict[str, Any], status: str) -> None:
    assert verify(told(event(INTENT | {"status": status}))) == []


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({}, [EventType.REFUND_SUCCESS]),
        ({"status": "pending"}, []),
        ({"status": "canceled"}, [EventType.REFUND_FAILURE]),
        ({"status": "failed"}, [EventType.REFUND_FAILURE]),
        ({"status": "failed", "failure_balance_transaction": "txn_1"}, [EventType.REFUND_REVERSE, EventType.REFUND_SUCCESS]),
    ],
)
def test_refunds_are_no_payments(secret: dict[str, Any], changes: dict[str, Any], kinds: list[EventType]) -> None:
    facts = verify(told(event(REFUND | changes, "refund.updated")))
    assert [fact.type for fact in facts] == kinds
    assert {fact.refund_ref for fact in facts} <= {"01jd0000000000000000000001"}
    assert {fact.money for fact in facts} <= {Money(100, "USD")}


def test_a_dispute_is_a_charge_back_and_names_the_payment_as_stripe_does(secret: dict[str, Any]) -> None:
    (opened,) = verify(told(event(DISPUTE, "charge.dispute.created")))
    assert (opened.type, opened.our_ref, opened.provider_ref) == (EventType.CHARGE_BACK, "pi_1", "du_1")
    assert opened.answer_by == "2027-01-22T08:00:00.000Z"


@pytest.mark.parametrize(
    ("kind", "status", "fact"),
    [
        ("closed", "lost", EventType.CHARGE_BACK_LOST),
        ("closed", "won", EventType.CHARGE_BACK_REVERSE),
        ("closed", "warning_closed", EventType.INFO),
        ("created", "warning_needs_response", EventType.INFO),
    ],
)
def test_how_disputes_end_and_inquiries_that_move_nothing(secret: dict[str, Any], kind: str, status: str, fact: EventType) -> None:
    (told_fact,) = verify(told(event(DISPUTE | {"status": status}, f"charge.dispute.{kind}")))
    assert (told_fact.type, told_fact.provider_ref, told_fact.reason) == (fact, "du_1", f"fraudulent:{status}")
    assert verify(told(event(DISPUTE, "charge.dispute.updated"))) == []


def test_charge_refunded_and_unknown_types_tell_nothing(secret: dict[str, Any]) -> None:
    """The refund's own events carry its reference; the charge's would count it a second time."""
    assert [verify(told(event({"id": "ch_1"}, kind))) for kind in ("charge.refunded", "payout.paid")] == [[], []]


@pytest.mark.parametrize("more", [{"livemode": True}, {"account": "acct_other"}])
def test_another_account_or_mode_shows_in_the_fact(secret: dict[str, Any], more: dict[str, Any]) -> None:
    (fact,) = verify(told(event(INTENT, **more)))
    assert fact.account != "acct_simulator"


def test_one_of_several_signatures_is_enough_while_a_secret_changes(secret: dict[str, Any]) -> None:
    request = told(rotated_key=True)
    assert request.headers["stripe-signature"].count("v1=") == 2
    assert verify(request)
    secret["stripe"]["webhook_secrets"] = secret["stripe"]["webhook_secrets"][:1]
    with pytest.raises(Forged):
        verify(request)


@pytest.mark.parametrize("shift", [-300, 300])
def test_the_edge_of_the_window_is_good(secret: dict[str, Any], shift: int) -> None:
    assert verify(told(at=NOW + shift))


@pytest.mark.parametrize("shift", [-301, 301, 86_400])
def test_outside_the_window_it_is_stale(secret: dict[str, Any], shift: int) -> None:
    with pytest.raises(Stale):
        verify(told(at=NOW + shift))


def header(change: Callable[[str], str | None]) -> Callable[[RawRequest], RawRequest]:
    def changed(request: RawRequest) -> RawRequest:
        value = change(request.headers["stripe-signature"])
        return RawRequest(request.body, {} if value is None else {"stripe-signature": value})

    return changed


FORGERIES: dict[str, Callable[[RawRequest], RawRequest]] = {
    "other bytes": lambda r: RawRequest(r.body.replace(b"12900", b"12901"), r.headers),
    "re-serialised": lambda r: RawRequest(json.dumps(json.loads(r.body)).encode(), r.headers),
    "no header": header(lambda _: None),
    "v0 only": header(lambda value: value.replace("v1=", "v0=")),
    "other time": header(lambda value: value.replace(f"t={NOW}", f"t={NOW + 1}")),
    "two times": header(lambda value: f"{value},t={NOW}"),
    "no time": header(lambda value: value.partition(",")[2]),
    "no text": header(lambda _: "t=é,v1=\x00"),
    "upper-case digest": header(lambda value: value.upper()),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_any_change_is_forged(secret: dict[str, Any], name: str) -> None:
    with pytest.raises(Forged):
        verify(FORGERIES[name](told()))


@pytest.mark.parametrize("fault", ["tamper", "wrong_key"])
def test_what_stripe_did_not_sign_is_forged(secret: dict[str, Any], fault: str) -> None:
    with pytest.raises(Forged):
        verify(told(**{fault: True}))


@pytest.mark.parametrize(
    "content",
    [
        [],
        {"id": "e"},
        event(INTENT | {"amount_received": "1"}),
        event(INTENT | {"amount_received": 0}),
        event(INTENT | {"currency": "xxq"}),
        event(INTENT | {"metadata": None}),
        event(INTENT, id=5),
    ],
)
def test_a_genuine_message_of_another_form_is_malformed_not_lost(secret: dict[str, Any], content: Any) -> None:
    with pytest.raises(Malformed):
        verify(told(content))


def test_signatures_are_the_sdks_both_ways(secret: dict[str, Any]) -> None:
    request, whsec = told(), shop_keys("stripe")["webhook_secrets"][0]
    sdk = stripe.WebhookSignature
    assert sdk.verify_header(request.body.decode(), request.headers["stripe-signature"], whsec, tolerance=10**9)
    theirs = sdk.generate_signature_header(request.body.decode(), whsec, timestamp=NOW)
    assert verify(RawRequest(request.body, {"stripe-signature": theirs}))


def test_the_sdk_takes_the_future_and_we_do_not(secret: dict[str, Any]) -> None:
    whsec, body = shop_keys("stripe")["webhook_secrets"][0], told().body
    tomorrow = signatures.sign(whsec, int(time.time()) + 86_400, body)
    assert stripe.WebhookSignature.verify_header(body.decode(), tomorrow, whsec, tolerance=300)
    with pytest.raises(Stale):
        StripeProvider().verify_webhook(RawRequest(body, {"stripe-signature": tomorrow}), int(time.time()))
