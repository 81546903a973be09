"""The simulated provider `sandbox` (local stage and tests): charges by our reference, signed requests and webhooks.

Protocol: POST /charges, GET /charges/{reference}, POST /charges/{reference}/{close, captures, refunds}, each signed with
`X-Sandbox-Signature` (functions/shared/plain/signatures.py). The same reference, capture id or refund id twice has one effect over there.
A charge made with `capture: manual` is `authorized` when the customer agrees, and captured in any number of parts. A charge that was paid
may say `risk` (normal, elevated, highest) and `payer_country`; also one that failed may say `card_fingerprint`.

A charge made with `save` has, once it is paid, a `card` with its `token`, by which a later charge is paid at once: it is answered as
decided, or `pending` where the payer is to be asked on its page. POST /tokens/{token}/forget ends it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from functions.payments.model.attempt import Attempt, NextAction
from functions.payments.model.errors import Declined, Forged, Malformed, Misconfigured, RateLimited, Stale, Unknown
from functions.payments.model.payer import PayerSigns, read_signs
from functions.payments.model.provider import AckOutcome, Capabilities, Capture, Kept, RawRequest, RawResponse, Result
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.providers.answered import answered
from functions.payments.providers.exchange import NotThere
from functions.payments.providers.unsupported import Unable
from functions.shared.outside import clock, outbound
from functions.shared.outside.provider_keys import Key, provider_keys
from functions.shared.plain import signatures, times
from functions.shared.plain.money import CURRENCIES, Money
from functions.shared.plain.settings import settings

HEADER = "X-Sandbox-Signature"
ACCOUNT = "sandbox"
_OF_WEBHOOKS = {
    "charge.authorized": EventType.AUTHORIZATION_SUCCESS,
    "charge.succeeded": EventType.CHARGE_SUCCESS,
    "capture.succeeded": EventType.CHARGE_SUCCESS,
    "charge.failed": EventType.CHARGE_FAILURE,
    "charge.closed": EventType.CANCEL_SUCCESS,
    "refund.succeeded": EventType.REFUND_SUCCESS,
    "refund.failed": EventType.REFUND_FAILURE,
}
_OF_CHARGES = {
    "authorized": EventType.AUTHORIZATION_SUCCESS,
    "succeeded": EventType.CHARGE_SUCCESS,
    "failed": EventType.CHARGE_FAILURE,
    "closed": EventType.CANCEL_SUCCESS,
}


class SandboxProvider(Unable):
    code = "sandbox"
    account = ACCOUNT
    caps = Capabilities(
        currencies=CURRENCIES,
        methods=("wallet",),
        manual_capture=True,
        partial_capture=True,
        several_captures=True,
        close_unpaid=True,
        partial_refund=True,
        keeps=frozenset({"wallet"}),
        lent_tokens=True,
    )

    def create(self, attempt: Attempt, *, capture: Capture, return_url: str, notify_url: str) -> Result:
        wanted = {"reference": attempt.reference, "amount": attempt.money.amount, "currency": attempt.money.currency, "capture": capture}
        wanted |= {"save": True} if attempt.save else {}
        wanted |= {"token": attempt.token} if attempt.token else {}
        wanted |= {"checkout_session": attempt.lent_for} if attempt.lent_for else {}
        answer = _call("POST", "/charges", {**wanted, "notify_url": notify_url, "return_url": return_url})
        if attempt.token and answer["status"] != "pending":
            return _charge(attempt, answer)
        return Result((), NextAction("redirect", url=str(answer["pay_url"])), str(answer["id"]))

    def kept(self, attempt: Attempt) -> Kept | None:
        card = _call("GET", f"/charges/{attempt.reference}", None).get("card")
        return Kept(**{name: str(card.get(name) or "") for name in ("token", "brand", "last4", "expires", "fingerprint")}) if card else None

    def forget(self, token: str) -> None:
        with suppress(NotThere):
            _call("POST", f"/tokens/{token}/forget", {})

    def capture(self, attempt: Attempt, money: Money | None, *, key: str) -> Result:
        taken = money or attempt.money
        answer = _call("POST", f"/charges/{attempt.reference}/captures", {"capture_id": key, "amount": taken.amount})
        return Result((answered(EventType.CHARGE_SUCCESS, attempt, str(answer["id"]), taken),))

    def void(self, attempt: Attempt, **_: object) -> Result:
        try:
            return _charge(attempt, _call("POST", f"/charges/{attempt.reference}/close", {}))
        except NotThere:
            return Result((answered(EventType.CANCEL_SUCCESS, attempt, "never-created", attempt.money),))

    def refund(self, attempt: Attempt, money: Money, *, refund_ref: str, **_: object) -> Result:
        asked = {"refund_id": refund_ref, "amount": money.amount}
        answer = _call("POST", f"/charges/{attempt.reference}/refunds", asked)
        kinds = {"succeeded": EventType.REFUND_SUCCESS, "failed": EventType.REFUND_FAILURE}
        kind = kinds.get(str(answer.get("status")))
        if kind is None:
            return Result((), provider_ref=str(answer["id"]))
        event = answered(kind, attempt, str(answer["id"]), money, refund_ref=refund_ref)
        return Result((event,), provider_ref=str(answer["id"]))

    def query(self, attempt: Attempt) -> Result:
        try:
            return _charge(attempt, _call("GET", f"/charges/{attempt.reference}", None))
        except NotThere:
            return Result()

    def verify_webhook(self, request: RawRequest, now: int) -> list[ProviderEvent]:
        header = request.headers.get(HEADER.lower())
        try:
            signatures.verify(header, request.body, secrets=[key.secret for key in _keys()], now=now)
        except signatures.BadSignature as error:
            raise Forged from error
        except signatures.OutsideWindow as error:
            raise Stale from error
        try:
            return _facts(json.loads(request.body), hashlib.sha256(request.body).hexdigest())
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
            raise Malformed(type(error).__name__) from error

    def ack(self, outcome: AckOutcome) -> RawResponse:
        return {"ok": RawResponse(200, b"ok"), "retry": RawResponse(503), "forged": RawResponse(401)}[outcome]


def _keys() -> tuple[Key, ...]:
    return provider_keys(settings().secret_payments, "sandbox_payment")


def _call(method: str, path: str, content: Mapping[str, Any] | None) -> dict[str, Any]:
    base, keys = settings().payment_sandbox_url, _keys()
    if not base or not keys:
        raise Misconfigured("sandbox_not_configured")
    body = b"" if content is None else json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    signature = signatures.sign(keys[0].secret, int(clock.now().timestamp()), body)
    headers = {HEADER: signature, "Content-Type": "application/json"}
    try:
        answer = outbound.call(method, base.rstrip("/") + path, body=body or None, headers=headers)
        if answer.status < 300:
            return answer.json()
    except outbound.NoAnswer as error:
        raise Unknown("no_answer", str(error)) from error
    if answer.status == 404:
        raise NotThere("charge_not_found")
    if answer.status == 429:
        raise RateLimited("rate_limited")
    if answer.status in (401, 403):
        raise Misconfigured("keys_refused")
    if answer.status < 500:
        raise Declined(_code_of(answer))
    raise Unknown(f"http_{answer.status}")


def _code_of(answer: outbound.HttpAnswer) -> str:
    try:
        return str(answer.json().get("code", "declined"))[:64]
    except outbound.NoAnswer:
        return "declined"


def _charge(attempt: Attempt, charge: Mapping[str, Any]) -> Result:
    """What a charge as the provider shows it establishes. Of one that was authorised: that, what was captured, and whether the rest is
    let go."""
    kind, provider_ref = _OF_CHARGES.get(charge["status"]), str(charge["id"])
    money, payer = Money(int(charge["amount"]), str(charge["currency"])), _signs(charge)
    parts = [(str(one["id"]), Money(int(one["amount"]), money.currency)) for one in charge.get("captures") or []]
    kinds = [kind] if kind else []
    if parts:
        kinds = [EventType.AUTHORIZATION_SUCCESS, *([EventType.CANCEL_SUCCESS] if charge.get("released") else [])]
    told = [answered(one, attempt, provider_ref, money, reason=_reason(one), payer=payer) for one in kinds]
    told += [answered(EventType.CHARGE_SUCCESS, attempt, part, amount) for part, amount in parts]
    return Result(tuple(told), provider_ref=provider_ref)


def _signs(told: Mapping[str, Any]) -> PayerSigns:
    card = told.get("card")
    fingerprint = card.get("fingerprint") if isinstance(card, dict) else None
    return read_signs(told.get("risk"), told.get("payer_country"), told.get("card_fingerprint") or fingerprint)


def _reason(kind: EventType) -> str:
    return "declined_by_customer_or_bank" if kind is EventType.CHARGE_FAILURE else ""


def _facts(message: dict[str, Any], digest: str) -> list[ProviderEvent]:
    """Raises ValueError, KeyError or TypeError for a message that is not as the protocol says. Unknown types tell us nothing."""
    kind = _OF_WEBHOOKS.get(message["type"])
    key, data, created = message["id"], message["data"], message["created"]
    if kind is None:
        return []
    amount, currency = data["amount"], data["currency"]
    texts = (key, data["reference"], data["id"], currency)
    if not all(isinstance(text, str) and 0 < len(text) <= 128 for text in texts) or type(amount) is not int or currency not in CURRENCIES:
        raise ValueError("a field has another form than agreed")
    payer = _signs(data)
    is_refund = kind in (EventType.REFUND_SUCCESS, EventType.REFUND_FAILURE)
    return [
        ProviderEvent(
            event_key=key,
            type=kind,
            our_ref=data["reference"],
            provider_ref=data["id"],
            refund_ref=str(data["refund_id"]) if is_refund else None,
            money=Money(amount, currency),
            fee=None,
            account=ACCOUNT,
            occurred_at=times.iso(times.from_epoch(created)),
            raw_sha256=digest,
            reason=_reason(kind),
            risk=payer.risk,
            payer_country=payer.country,
            card=payer.card,
        )
    ]
