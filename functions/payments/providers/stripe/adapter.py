"""The provider `stripe`: cards and whatever else its Payment Element offers, captured at once or later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from functions.payments.model.attempt import Attempt, NextAction
from functions.payments.model.errors import Declined, Forged, Malformed, Stale, Unknown
from functions.payments.model.payer import PayerSigns
from functions.payments.model.provider import AckOutcome, Capabilities, Capture, Kept, RawRequest, RawResponse, Result, StatementLine
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.providers.exchange import NotThere, text_of
from functions.payments.providers.guard import believable, configured
from functions.payments.providers.stripe import granted, saving, statement
from functions.payments.providers.stripe.account import Account, account
from functions.payments.providers.stripe.client import delete, get, post
from functions.payments.providers.stripe.facts import (
    EXPANDED,
    REFERENCE,
    REFUND,
    TELLS_PAYER,
    of_intent,
    of_message,
    of_refund,
    payer_of,
)
from functions.payments.providers.unsupported import Unable
from functions.shared.outside import clock
from functions.shared.plain import signatures, times
from functions.shared.plain.money import Money

_LARGEST = 99_999_999
_EVIDENCE = frozenset(
    {"customer_name", "product_description", "shipping_address", "shipping_carrier", "shipping_date", "shipping_tracking_number"}
)
# The smallest charge by currency; where none is documented, Stripe itself refuses what is too small.
_SMALLEST = {
    "AUD": 50, "BRL": 50, "CAD": 50, "CHF": 50, "CNY": 1, "CZK": 1500, "DKK": 250, "EUR": 50, "GBP": 30, "HKD": 400, "JPY": 50,
    "KRW": 1, "MXN": 1000, "MYR": 200, "NOK": 300, "NZD": 50, "PLN": 200, "SEK": 300, "SGD": 50, "THB": 1000, "USD": 50,
}  # fmt: skip


class StripeProvider(Unable):
    code = "stripe"
    caps = Capabilities(
        currencies=frozenset(_SMALLEST),
        methods=("card",),
        steps={"card": "client_secret"},
        amounts={currency: (smallest, _LARGEST) for currency, smallest in _SMALLEST.items()},
        manual_capture=True,
        partial_capture=True,
        close_unpaid=True,
        partial_refund=True,
        refund_is_async=True,
        reconcile=True,
        bill_offset=timedelta(0),
        keeps=frozenset({"card"}),
        lent_tokens=True,
    )

    @property
    def account(self) -> str:
        return account().name

    def ready(self) -> bool:
        return configured(account)

    def create(self, attempt: Attempt, *, capture: Capture, **_: object) -> Result:
        ours = account()
        wanted: dict[str, str | int] = {
            "amount": attempt.money.amount,
            "currency": attempt.money.currency.lower(),
            "capture_method": "manual" if capture == "manual" else "automatic_async",
            "description": f"Order {attempt.order_number}",
            f"metadata[{REFERENCE}]": attempt.reference,
            "metadata[order_id]": attempt.order_id,
            **(granted.lent_for(ours, attempt) if attempt.lent_for else saving.asked_for(ours, attempt)),
        }
        intent = post(ours, "/v1/payment_intents", wanted, key=f"{attempt.reference}:create")
        if attempt.lent_for and intent.get("status") == "requires_action":
            # Its buyer is not here to answer their bank.
            raise Declined("authentication_required")
        if attempt.token and intent.get("status") != "requires_action":
            return _intent(ours, intent)
        params = {"client_secret": text_of(intent, "client_secret"), "publishable_key": ours.publishable_key}
        return Result((), NextAction("client_secret", params=params), text_of(intent, "id"))

    def kept(self, attempt: Attempt) -> Kept | None:
        ours = account()
        return saving.kept_of(get(ours, f"/v1/payment_intents/{_known(ours, attempt)}", saving.EXPANDED))

    def forget(self, token: str) -> None:
        with suppress(NotThere):
            delete(account(), f"/v1/customers/{saving.customer_of(token)}")

    def capture(self, attempt: Attempt, money: Money | None, *, key: str) -> Result:
        """All that is authorised, or less: the rest is released."""
        ours = account()
        params: dict[str, str | int] = {} if money is None else {"amount_to_capture": money.amount}
        intent = post(ours, f"/v1/payment_intents/{_known(ours, attempt)}/capture", params, key=f"{attempt.reference}:capture:{key}")
        return _intent(ours, intent)

    def void(self, attempt: Attempt, *, key: str) -> Result:
        ours = account()
        try:
            path = f"/v1/payment_intents/{_known(ours, attempt)}/cancel"
            return _intent(ours, post(ours, path, {}, key=f"{attempt.reference}:cancel:{key}"))
        except NotThere:
            gone = {"status": "canceled", "id": attempt.reference, "metadata": {REFERENCE: attempt.reference}}
            return _intent(ours, gone)
        except Declined:
            # It is canceled already, or paid: what it is now says which.
            found = self.query(attempt)
            if any(event.type is EventType.CANCEL_SUCCESS for event in found.events):
                return found
            raise

    def query(self, attempt: Attempt) -> Result:
        ours = account()
        try:
            return _intent(ours, get(ours, f"/v1/payment_intents/{_known(ours, attempt)}", EXPANDED))
        except NotThere:
            return Result()

    def refund(self, attempt: Attempt, money: Money, *, refund_ref: str, **_: object) -> Result:
        ours = account()
        wanted: dict[str, str | int] = {
            "payment_intent": _known(ours, attempt),
            "amount": money.amount,
            f"metadata[{REFERENCE}]": attempt.reference,
            f"metadata[{REFUND}]": refund_ref,
        }
        refund = post(ours, "/v1/refunds", wanted, key=refund_ref)
        return Result(tuple(_read(of_refund, refund, ours)), provider_ref=text_of(refund, "id"))

    def query_refund(self, attempt: Attempt, refund_ref: str, **_: object) -> Result:
        ours = account()
        wanted: dict[str, str | int] = {"payment_intent": _known(ours, attempt), "limit": 100}
        while True:
            page = get(ours, "/v1/refunds", wanted)
            found = page.get("data") or []
            for refund in found:
                if refund_ref in ((refund.get("metadata") or {}).get(REFUND), refund.get("id")):
                    return Result(tuple(_read(of_refund, refund, ours)))
            if not page.get("has_more") or not found:
                raise Declined("refund_not_found")
            wanted["starting_after"] = text_of(found[-1], "id")

    def verify_webhook(self, request: RawRequest, now: int) -> list[ProviderEvent]:
        ours = believable(account)
        header = request.headers.get("stripe-signature")
        try:
            signatures.verify(header, request.body, secrets=ours.webhook_secrets, now=now, several=True)
        except signatures.BadSignature as error:
            raise Forged from error
        except signatures.OutsideWindow as error:
            raise Stale from error
        try:
            message = json.loads(request.body)
            return of_message(message, account=_whose(ours, message), digest=hashlib.sha256(request.body).hexdigest())
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
            raise Malformed(type(error).__name__) from error

    def locate(self, event: ProviderEvent) -> ProviderEvent:
        """Disputes, and refunds made in Stripe's dashboard, name the payment as Stripe does; its metadata has our reference. That money
        came is told without a word about the payer: whoever judges the order must not do so before that is known."""
        paid, named = event.type in TELLS_PAYER, event.our_ref.startswith("pi_")
        if not named and not (paid and event.provider_ref.startswith("pi_")):
            return event
        ours = account()
        try:
            intent = get(ours, f"/v1/payment_intents/{event.our_ref if named else event.provider_ref}", EXPANDED if paid else {})
        except (NotThere, Declined):
            return event
        payer = payer_of(intent) if paid else PayerSigns()
        reference = str((intent.get("metadata") or {}).get(REFERENCE) or event.our_ref) if named else event.our_ref
        payer = PayerSigns(payer.risk or event.risk, payer.country or event.payer_country, payer.card or event.card)
        return replace(event, our_ref=reference, risk=payer.risk, payer_country=payer.country, card=payer.card)

    def answer_dispute(self, attempt: Attempt, dispute_ref: str, evidence: Mapping[str, str]) -> None:
        """Stripe's own fields go where they belong, everything else into its free text."""
        other = "\n".join(f"{name}: {value}" for name, value in evidence.items() if name not in _EVIDENCE)
        fields = {name: value for name, value in evidence.items() if name in _EVIDENCE} | ({"uncategorized_text": other} if other else {})
        params: dict[str, str | int] = {f"evidence[{name}]": value for name, value in fields.items()}
        post(account(), f"/v1/disputes/{dispute_ref}", {**params, "submit": "true"}, key=f"{attempt.reference}:{dispute_ref}:evidence")

    def ack(self, outcome: AckOutcome) -> RawResponse:
        return {"ok": RawResponse(200), "retry": RawResponse(503), "forged": RawResponse(401)}[outcome]

    def reconcile(self, day: date) -> Iterator[StatementLine]:
        return statement.lines(account(), day)


def _known(ours: Account, attempt: Attempt) -> str:
    """Stripe's name of the payment; searched for when the answer that told it was lost. Raises NotThere."""
    if attempt.provider_ref.startswith("pi_"):
        return attempt.provider_ref
    found = get(ours, "/v1/payment_intents/search", {"query": f"metadata['{REFERENCE}']:'{attempt.reference}'"}).get("data") or []
    if not found:
        raise NotThere("payment_not_found")
    return text_of(found[0], "id")


def _intent(ours: Account, intent: Mapping[str, Any]) -> Result:
    return Result(tuple(_read(of_intent, intent, ours)), provider_ref=text_of(intent, "id"))


def _read(facts: Callable[..., list[ProviderEvent]], thing: Mapping[str, Any], ours: Account) -> list[ProviderEvent]:
    try:
        now = times.iso(clock.now())
        return facts(thing, account=ours.name, key=f"answer:{thing['id']}:{now}")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unknown("answer_unreadable") from error


def _whose(ours: Account, message: Mapping[str, Any]) -> str:
    """Our account's name, unless the message is about another one or about test money of a live account."""
    named = message.get("account") or ours.name
    return ours.name if (named, message["livemode"]) == (ours.name, ours.livemode) else f"{named}:{message['livemode']}"
