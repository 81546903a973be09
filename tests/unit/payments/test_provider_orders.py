"""Real messages of each provider in every order, each twice and a forged one among them: one final ledger (E11)."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from functions.payments.model.attempt import Attempt
from functions.payments.model.errors import Forged
from functions.payments.model.ledger import entry_of
from functions.payments.model.matching import mismatch
from functions.payments.model.payment_state import PaymentState, derive
from functions.payments.model.provider import RawRequest
from functions.payments.model.provider_event import ProviderEvent
from functions.payments.model.refund import Refund
from functions.payments.providers import provider_named
from functions.shared.plain.money import Money
from infra.simulators.alipay.signing import AlipaySigner
from infra.simulators.faults import Faults
from infra.simulators.stripe.signing import StripeSigner
from infra.simulators.unionpay.signing import UnionPaySigner
from infra.simulators.webhooks import Signer
from infra.simulators.wechatpay.signing import WeChatSigner
from tests.unit.payments import test_alipay_notifications as alipay
from tests.unit.payments import test_stripe_webhooks as stripe
from tests.unit.payments import test_unionpay_notifications as unionpay
from tests.unit.payments import test_wechatpay_webhooks as wechatpay
from tests.unit.payments.facts import ATTEMPT
from tests.unit.payments.keys import own_keys, shop_keys

NOW = 1_800_000_000
REFUNDS = {f"01jd000000000000000000000{number}": 100 * number for number in (1, 2, 3)}


def _refund(reference: str) -> Refund:
    money = Money(REFUNDS[reference], "CNY")
    return Refund(f"ref_{reference.upper()}", ATTEMPT.id, ATTEMPT.order_id, money, "x", "x", "2026-01-31T08:00:00.000Z")


def _wechatpay() -> list[dict[str, Any]]:
    def told(key: str, kind: str, resource: dict[str, Any]) -> dict[str, Any]:
        return {"id": key, "event_type": kind, "original_type": "x", "resource": resource}

    messages = [told("EV-1", "TRANSACTION.SUCCESS", wechatpay.TRADE), told("EV-2", "TRANSACTION.SUCCESS", wechatpay.TRADE)]
    for number, (reference, amount) in enumerate(REFUNDS.items()):
        refund = wechatpay.REFUND | {"out_refund_no": reference, "refund_id": f"5{number}", "amount": {"refund": amount}}
        messages.append(told(f"EV-R{number}", "REFUND.SUCCESS", refund))
    closed = messages[-1]["resource"] | {"refund_status": "CLOSED"}
    return [*messages, told("EV-C", "REFUND.CLOSED", closed)]


def _alipay() -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = [alipay.TOLD, alipay.TOLD | {"notify_id": "n-2", "trade_status": "TRADE_FINISHED"}]
    for number, reference in enumerate(REFUNDS):
        messages.append(alipay.TOLD | {"notify_id": f"r{number}", "out_biz_no": reference, "refund_fee": "1.00"})
    return [*messages, alipay.TOLD | {"notify_id": "c", "trade_status": "TRADE_CLOSED", "out_biz_no": "x", "refund_fee": "129.00"}]


def _stripe() -> list[dict[str, Any]]:
    intent = stripe.INTENT | {"currency": "cny"}
    failed = intent | {"status": "requires_payment_method", "last_payment_error": {"code": "card_declined"}}
    messages = [stripe.event(failed, "payment_intent.payment_failed", id="e0"), stripe.event(intent, id="e1")]
    for number, (reference, amount) in enumerate(REFUNDS.items()):
        metadata = {"reference": stripe.REFERENCE, "refund_ref": reference}
        refund = stripe.REFUND | {"id": f"re_{number}", "currency": "cny", "amount": amount, "metadata": metadata}
        messages.append(stripe.event(refund, "refund.updated", id=f"r{number}"))
    broken = refund | {"status": "failed", "failure_balance_transaction": "txn_1"}
    return [*messages, stripe.event(broken, "refund.failed", id="rf")]


def _unionpay() -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = [unionpay.PAID | {"respCode": "51"}, unionpay.PAID, unionpay.PAID | {"respCode": "A6"}]
    for number, (reference, amount) in enumerate(REFUNDS.items()):
        messages.append(unionpay.REFUND | {"orderId": reference, "txnAmt": str(amount), "queryId": f"r{number}"})
    return messages


CASES: dict[str, tuple[list[dict[str, Any]], Signer, dict[str, int]]] = {
    "alipay": (_alipay(), AlipaySigner(shop_keys("alipay"), own_keys("alipay")), {"captured": 12900, "refunded": 0}),
    "stripe": (_stripe(), StripeSigner(shop_keys("stripe")), {"captured": 12900, "refunded": 300}),
    "unionpay": (_unionpay(), UnionPaySigner(shop_keys("unionpay"), own_keys("unionpay")), {"captured": 12900, "refunded": 600}),
    "wechatpay": (_wechatpay(), WeChatSigner(shop_keys("wechatpay"), own_keys("wechatpay")), {"captured": 12900, "refunded": 600}),
}


def _facts(code: str, message: dict[str, Any], **faults: Any) -> list[ProviderEvent]:
    signed = CASES[code][1].message(json.dumps(message), NOW, Faults(**faults))
    return provider_named(code).verify_webhook(
        RawRequest(signed.body, {name.lower(): value for name, value in signed.headers.items()}), NOW
    )


def _final(attempt: Attempt, told: Iterable[list[ProviderEvent]]) -> tuple[str, PaymentState]:
    """The core's rule in a few lines: what does not fit is put aside, what is known counts no more, the rest is booked."""
    known: dict[str, ProviderEvent] = {}
    refunds = {reference: _refund(reference) for reference in REFUNDS}
    for event in itertools.chain.from_iterable(told):
        state = derive(known.values())
        fits = mismatch(event, provider=attempt.provider, attempt=attempt, state=state, refunds=refunds) is None
        if event.business_key not in known and fits:
            known[event.business_key] = event
    entries = [entry_of(event, provider=attempt.provider, payment_id=attempt.id, order_id=attempt.order_id) for event in known.values()]
    moved = sorted(repr((entry.cause, entry.currency, entry.postings)) for entry in entries if entry)
    return hashlib.sha256("\n".join(moved).encode()).hexdigest(), derive(known.values())


@pytest.mark.parametrize("code", CASES)
def test_every_order_of_doubled_messages_gives_one_ledger(secret: dict[str, Any], code: str) -> None:
    messages, _, expected = CASES[code]
    attempt = replace(ATTEMPT, provider=code, account=provider_named(code).account, money=Money(12900, "CNY"))
    told = [_facts(code, message) for message in messages]
    with pytest.raises(Forged):
        _facts(code, messages[1], wrong_key=True)
    assert len(told) == 6
    outcomes = set()
    for order in itertools.permutations(told):
        # Each a second time: right behind the first one, and all again in the other order.
        outcomes.add(_final(attempt, [*itertools.chain.from_iterable((one, one) for one in order), *reversed(order)]))
    ((_, state),) = outcomes
    assert (state.captured, state.refunded) == (expected["captured"], expected["refunded"])
