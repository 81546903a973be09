"""What Stripe's objects say, as facts. The same for answers and webhooks, so that the two count once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.payments.model.payer import PayerSigns, read_signs
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.providers.fields import reference
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.money import CURRENCIES, Money

REFERENCE, REFUND = "reference", "refund_ref"
EXPANDED: Mapping[str, str | int] = {"expand[]": "latest_charge"}
"""What makes Stripe say of an intent how it was paid; webhooks carry the charge's name only."""
TELLS_PAYER = frozenset({EventType.CHARGE_SUCCESS, EventType.AUTHORIZATION_SUCCESS})
_CLOSED = {"won": EventType.CHARGE_BACK_REVERSE, "lost": EventType.CHARGE_BACK_LOST}


def of_intent(intent: Mapping[str, Any], *, account: str, key: str, digest: str = "") -> list[ProviderEvent]:
    """Raises KeyError, TypeError or ValueError for another form than agreed."""
    status, error = intent["status"], intent.get("last_payment_error")
    kind, field = {
        "succeeded": (EventType.CHARGE_SUCCESS, "amount_received"),
        "requires_capture": (EventType.AUTHORIZATION_SUCCESS, "amount_capturable"),
        "canceled": (EventType.CANCEL_SUCCESS, ""),
        "requires_payment_method": (EventType.CHARGE_FAILURE, ""),
    }.get(status, (None, ""))
    if kind is None or (kind is EventType.CHARGE_FAILURE and not error):
        return []
    money = _money(intent[field], intent["currency"]) if field else None
    reason = str(error.get("decline_code") or error.get("code") or "declined")[:64] if error and kind is EventType.CHARGE_FAILURE else ""
    our_ref = _text(intent["metadata"].get(REFERENCE) or intent["id"])
    payer = payer_of(intent) if kind in TELLS_PAYER else PayerSigns(card=_refused_card(error))
    told = [_event(kind, account, our_ref, intent["id"], key, digest, money=money, reason=reason)]
    told = [replace(one, risk=payer.risk, payer_country=payer.country, card=payer.card) for one in told]
    if money and kind is EventType.CHARGE_SUCCESS and money.amount < intent["amount"]:
        # Captured in part, which Stripe does once: the rest is not held any more.
        told.append(_event(EventType.CANCEL_SUCCESS, account, our_ref, intent["id"], key, digest, money=None))
    return told


def payer_of(intent: Mapping[str, Any]) -> PayerSigns:
    """Of the charge that paid it: Radar's judgement (`not_assessed` and `unknown` say nothing) and the card's country."""
    charge = _part(intent, "latest_charge")
    details = _part(charge, "payment_method_details")
    card = _part(details, details.get("type"))
    return read_signs(_part(charge, "outcome").get("risk_level"), card.get("country"), card.get("fingerprint"))


def _refused_card(error: Any) -> str:
    card = _part(_part({"error": error}, "error"), "payment_method")
    return read_signs(None, None, _part(card, card.get("type")).get("fingerprint")).card


def _part(of: Mapping[str, Any], name: Any) -> Mapping[str, Any]:
    part = of.get(name) if isinstance(name, str) else None
    return part if isinstance(part, dict) else {}


def of_refund(refund: Mapping[str, Any], *, account: str, key: str, digest: str = "") -> list[ProviderEvent]:
    """A refund that failed after its money had left is two facts, given back and reversed, in whatever order they were told."""
    status, metadata = refund["status"], refund.get("metadata") or {}
    kinds = {
        "succeeded": [EventType.REFUND_SUCCESS],
        "failed": [EventType.REFUND_REVERSE, EventType.REFUND_SUCCESS],
        "canceled": [EventType.REFUND_FAILURE],
    }.get(status, [])
    if status == "failed" and not refund.get("failure_balance_transaction"):
        kinds = [EventType.REFUND_FAILURE]
    our_ref, ours = _text(metadata.get(REFERENCE) or refund["payment_intent"]), _text(metadata.get(REFUND) or refund["id"])
    money, reason = _money(refund["amount"], refund["currency"]), str(refund.get("failure_reason") or "")[:64]
    return [
        _event(kind, account, our_ref, refund["id"], key, digest, money=money, refund_ref=ours, at=refund.get("created"), reason=reason)
        for kind in kinds
    ]


def of_message(message: Mapping[str, Any], *, account: str, digest: str) -> list[ProviderEvent]:
    """What a webhook tells; nothing for the many types that change no payment."""
    key, kind, thing = _text(message["id"]), message["type"], message["data"]["object"]
    if kind.startswith("payment_intent."):
        return of_intent(thing, account=account, key=key, digest=digest)
    if kind.startswith("refund.") or kind == "charge.refund.updated":
        return of_refund(thing, account=account, key=key, digest=digest)
    return of_dispute(kind, thing, account=account, key=key, digest=digest) if kind.startswith("charge.dispute.") else []


def of_dispute(kind: str, dispute: Mapping[str, Any], *, account: str, key: str, digest: str = "") -> list[ProviderEvent]:
    """A mere inquiry (`warning_…`) moves no money: a remark. The payment is named as Stripe names it."""
    status, due = dispute["status"], (dispute.get("evidence_details") or {}).get("due_by")
    if kind == "charge.dispute.created":
        what = EventType.INFO if status.startswith("warning") else EventType.CHARGE_BACK
    elif kind == "charge.dispute.closed":
        what = _CLOSED.get(status, EventType.INFO)
    else:
        return []
    money, reason = _money(dispute["amount"], dispute["currency"]), f"{dispute.get('reason') or ''}:{status}"[:64]
    fact = _event(what, account, dispute["payment_intent"], dispute["id"], key, digest, money=money, reason=reason)
    return [replace(fact, answer_by=times.iso(times.from_epoch(due)) if due else "")]


def _money(minor: Any, currency: Any) -> Money:
    if type(minor) is not int or not isinstance(currency, str) or currency.upper() not in CURRENCIES:
        raise ValueError("amount")
    return Money(minor, currency.upper())


def _text(value: Any) -> str:
    return reference(value, 255)


def _event(
    kind: EventType,
    account: str,
    our_ref: str,
    provider_ref: str,
    key: str,
    digest: str,
    *,
    money: Money | None,
    refund_ref: str | None = None,
    at: int | None = None,
    reason: str = "",
) -> ProviderEvent:
    moment = clock.now() if at is None else times.from_epoch(at)
    ours, theirs = _text(our_ref), _text(provider_ref)
    return ProviderEvent(key, kind, ours, theirs, refund_ref, money, None, account, times.iso(moment), digest, reason)
