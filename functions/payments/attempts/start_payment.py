"""Start paying an order: write the attempt, let the provider make the charge, record what they answered.

In this order a death at any point costs nothing: an attempt without answer is resumed by the same Idempotency-Key or found by the
sweep, and the provider knows the charge by the attempt's reference, so asking again makes no second one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import field, replace
from datetime import timedelta

from functions.orders import Payable, check_may_pay, hold_writes, payable_in, payable_keys
from functions.payments.attempts.chosen_provider import chosen_provider
from functions.payments.facts.apply_event import apply_result
from functions.payments.facts.card_testing import admit_attempt
from functions.payments.model.attempt import Attempt, next_poll
from functions.payments.model.cash_on_delivery import CASH_ON_DELIVERY, PaymentSettings
from functions.payments.model.errors import Declined, Misconfigured, RateLimited, Unknown, Unsupported
from functions.payments.model.provider import Capture, PaymentProvider, Result
from functions.payments.model.provider_event import EventType
from functions.payments.model.risk.assessment import Assessment
from functions.payments.model.risk.score import Verdict
from functions.payments.model.wallet import SavedMethod
from functions.payments.providers.answered import answered
from functions.payments.risk.assess_start import assess_start, stored_assessment
from functions.payments.saved.pay_with import check_may_keep, method_to_pay
from functions.payments.saved.step_up import SteppedUp, check_step_up
from functions.payments.store.due import due_partition
from functions.payments.store.next_actions import kept_action
from functions.payments.store.payment_lists import listed_put, status_place
from functions.payments.store.payment_settings import settings_in, settings_keys
from functions.payments.store.records import (
    ATTEMPTS_SK,
    PAYMENT_SK,
    AttemptsRecord,
    PaymentRecord,
    on_delivery_partition,
    order_partition,
    payment_pk,
)
from functions.payments.store.repository import attempt_of, find_payment
from functions.payments.store.risk_settings import KeptRisk, risk_settings_in, risk_settings_keys
from functions.shared.auth.caller import Caller
from functions.shared.http.idempotency import AlreadyAnswered, IdempotencyKey
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid, NotFound, Unavailable
from functions.shared.plain.settings import settings
from functions.shared.store.again import again
from functions.shared.store.records import find_many, together
from functions.shared.store.transactions import Remember, Update, Write, put_new, transact

MOST_ATTEMPTS, _WAITS = 100, "pending_payment"
# How long an attempt to pay the open rest of an order waits.
_REST_WAITS = timedelta(days=1)


class Started(Conflict):
    """The attempt of this Idempotency-Key exists already."""


@dataclass(frozen=True)
class Wish:
    """What the customer asked for. `save`: keep how they pay; `saved_id`: pay by what was kept, which says the provider and its method.
    `device`: what the shop's app calls it; `proof`: of who showed that it is them. `lent`: a token for it, `lent_for` a session."""

    order_id: str
    provider: str
    method: str | None
    return_url: str
    payer: str = ""
    client_ip: str = ""
    capture: str = "auto"
    metadata: Mapping[str, str] = field(default_factory=dict)
    save: bool = False
    saved_id: str = ""
    device: str = ""
    proof: str = ""
    lent: str = field(default="", repr=False)
    lent_for: str = field(default="", repr=False)


def start_payment(
    wish: Wish,
    *,
    caller: Caller,
    order_token: str | None,
    key: IdempotencyKey | None,
    remember: Remember[PaymentRecord],
) -> PaymentRecord:
    """The payment with its next action.

    Raises NotFound for a stranger, Conflict when the order cannot be paid (any more), Invalid for a provider or method that does
    not fit, what `saved.pay_with` refuses, TooManyRequests (429) for who tries too often, Unavailable when the provider's answer is not
    known: the same call with the same key goes on from there.
    """
    kept = key.kept_at("order", wish.order_id) if key else {}
    found = find_many(together(payable_keys(wish.order_id), settings_keys(), risk_settings_keys(), kept))
    # First of all: whose the key is follows from the order that it opens.
    order = payable_in(found, wish.order_id, caller=caller, order_token=order_token)
    if key is not None and key.answer_in(found) is not None:
        raise AlreadyAnswered
    # Who may not read orders as staff has opened it as its buyer.
    if caller.may("orders.read"):
        check_may_pay(wish.order_id, caller=caller, order_token=order_token)
    _check_payable(order)
    saved = method_to_pay(caller, wish.saved_id) if wish.saved_id else None
    if saved:
        wish = replace(wish, provider=saved.provider, method=saved.method)
    shop = settings_in(found)
    provider = chosen_provider(wish.provider, wish.method, wish.capture, order, shop)
    planned = replace(_attempt(wish, order, provider, key), save=wish.save, wallet=caller.id if wish.save else "", saved_id=wish.saved_id)
    _check_keeps(provider, planned, saved, caller)
    if saved:
        check_step_up(SteppedUp(caller.id, wish.order_id, planned.id, wish.proof, wish.device), planned.money, shop)
    rules = risk_settings_in(found)
    _admit(planned, wish, saved, rules)
    risk, counted = assess_start(planned, order, rules, client_ip=wish.client_ip, device=wish.device)
    begun, new = _begin(_held_first(planned, order, provider, risk), shop, counted)
    if new is None:
        # What was said of it when it began stands.
        risk = stored_assessment(begun.id)
    attempt = replace(begun, payer=wish.payer, client_ip=wish.client_ip, lent_for=wish.lent_for, token=saved.token if saved else wish.lent)
    is_refused = risk is not None and risk.acted_on is Verdict.DECLINE
    result = _refusal(attempt, "declined") if is_refused else _create(provider, attempt, is_new=new is not None)
    apply_result(attempt, result)
    return _record(attempt, result, remember, new if not result.events else None)


def _admit(planned: Attempt, wish: Wish, saved: SavedMethod | None, rules: KeptRisk) -> None:
    is_small = rules.settings.is_small(planned.money.amount, planned.money.currency)
    kept_card, customer = saved.fingerprint if saved else "", planned.customer_id or ""
    admit_attempt(wish.order_id, wish.client_ip, customer_id=customer, kept_card=kept_card, is_small=is_small)


def _held_first(planned: Attempt, order: Payable, provider: PaymentProvider, risk: Assessment | None) -> Attempt:
    """What people are to look at is held and not taken, where its provider can do so."""
    holds = risk is not None and risk.acted_on is Verdict.HOLD
    if holds and planned.capture == "auto" and provider.caps.manual_capture and order.status == _WAITS and order.may_hold:
        return replace(planned, capture="manual")
    return planned


def _refusal(attempt: Attempt, reason: str) -> Result:
    told = answered(EventType.CHARGE_FAILURE, attempt, attempt.reference, attempt.money, reason=reason)
    return Result((told,), provider_ref=attempt.reference)


def _check_payable(order: Payable) -> None:
    if order.open:
        return
    if order.status != "pending_payment":
        raise Conflict("This order is not waiting for payment.", code="order_not_payable", order_status=order.status)
    if clock.now() >= times.parse(order.payment_deadline):
        raise Conflict("The time to pay this order is over.", code="payment_deadline_passed")
    raise Conflict("There is nothing to pay.", code="nothing_to_pay")


def _check_keeps(provider: PaymentProvider, attempt: Attempt, saved: SavedMethod | None, caller: Caller) -> None:
    if saved and saved.account != provider.account:
        raise Conflict("It was kept by an account that the shop no longer uses.", code="payment_method_unusable")
    if attempt.save and attempt.method not in provider.caps.keeps:
        raise Invalid.field("/save", "unsupported_save", "This way to pay cannot be kept.")
    if attempt.save:
        check_may_keep(caller)


def _attempt(wish: Wish, order: Payable, provider: PaymentProvider, key: IdempotencyKey | None) -> Attempt:
    method = wish.method or provider.caps.methods[0]
    if method not in provider.caps.methods:
        raise Invalid.field("/method", "unsupported_method", "One of: " + ", ".join(provider.caps.methods))
    if "payer_id" in provider.caps.required.get(method, ()) and not wish.payer:
        raise Invalid.field("/payer_id", "payer_id_missing", "This method needs the customer's id at the provider.")
    return Attempt(
        id=ids.derived_id("pay", order.order_id, key.scope) if key else fresh.new_id("pay"),
        order_id=order.order_id,
        order_number=order.number,
        customer_id=order.customer_id,
        provider=provider.code,
        account=provider.account,
        method=method,
        capture="on_delivery" if method == CASH_ON_DELIVERY else wish.capture,
        money=order.amount,
        return_url=wish.return_url,
        language=order.language,
        created_at=times.iso(clock.now()),
        expires_at=max(order.payment_deadline, times.iso(clock.now() + _REST_WAITS)) if order.status != _WAITS else order.payment_deadline,
        fingerprint=key.fingerprint if key else "",
        metadata=dict(wish.metadata),
    )


def _begin(attempt: Attempt, shop: PaymentSettings, besides: Sequence[Write]) -> tuple[Attempt, PaymentRecord | None]:
    """Write the attempt, or take up the one an earlier call with the same key wrote; and the item, if it is new.

    With a way to pay that takes days the order waits longer, from the same moment on.
    """
    hours = shop.hold_hours.get(attempt.method, 0)

    def begin() -> tuple[Attempt, PaymentRecord | None]:
        until, hold = hold_writes(attempt.order_id, timedelta(hours=hours)) if hours else (attempt.expires_at, [])
        return _written(replace(attempt, expires_at=max(until, attempt.expires_at)), [*hold, *besides])

    return again(begin)


def _written(attempt: Attempt, besides: Sequence[Write]) -> tuple[Attempt, PaymentRecord | None]:
    ask_at = next_poll(attempt, clock.now()) or times.parse(attempt.expires_at)
    listed_pk, listed_sk = status_place(attempt, "pending")
    record = PaymentRecord(
        pk=payment_pk(attempt.id),
        sk=PAYMENT_SK,
        kind="payment",
        body=dump(attempt),
        status="pending",
        gsi1pk=order_partition(attempt.order_id),
        gsi1sk=f"{attempt.created_at}#{attempt.id}",
        gsi2pk=on_delivery_partition(attempt.order_number) if attempt.capture == "on_delivery" else None,
        gsi2sk=attempt.created_at if attempt.capture == "on_delivery" else None,
        due_pk=due_partition(attempt.id),
        due_at=times.iso(ask_at),
        listed_pk=listed_pk,
        listed_sk=listed_sk,
    )
    try:
        transact([put_new(record, Started()), listed_put(attempt), counted(attempt.order_id), *besides])
    except Started:
        known = find_payment(attempt.id)
        earlier = attempt_of(known) if known else attempt
        if earlier.fingerprint != attempt.fingerprint:
            raise Invalid("This Idempotency-Key was used with another request.", code="idempotency_key_reused") from None
        return earlier, None
    return attempt, record


def counted(order_id: str, number: int = 1) -> Update:
    """Every list of an order's payments is bounded by this."""
    room = AttemptsRecord.version.does_not_exist() | (AttemptsRecord.version < MOST_ATTEMPTS)
    actions = [AttemptsRecord.version.add(number), AttemptsRecord.kind.set("attempts")]
    full = Conflict(f"An order has at most {MOST_ATTEMPTS} payments.", code="too_many_attempts", most=MOST_ATTEMPTS)
    return Update(AttemptsRecord, order_partition(order_id), ATTEMPTS_SK, actions, room, full)


def _create(provider: PaymentProvider, attempt: Attempt, *, is_new: bool) -> Result:
    """What an earlier call began is asked about first: the payer may be further than its answer, which nobody heard."""
    notify_url = f"{settings().public_base_url}/v1/webhooks/payments/{provider.code}"
    try:
        if not is_new and (known := _known_result(provider, attempt)):
            return known
        capture: Capture = "manual" if attempt.capture == "manual" else "auto"
        return provider.create(attempt, capture=capture, return_url=attempt.return_url, notify_url=notify_url)
    except (Declined, Unsupported) as error:
        return _refusal(attempt, error.code)
    except Unknown as error:
        raise Unavailable("The provider's answer is not known yet. Repeat the call.", code="payment_outcome_unknown") from error
    except RateLimited as error:
        raise Unavailable("The provider is busy. Repeat the call.", retry_after=5, code="provider_busy") from error
    except Misconfigured as error:
        raise Unavailable("This provider cannot be used now.", retry_after=60, code="provider_unavailable") from error


def _known_result(provider: PaymentProvider, attempt: Attempt) -> Result | None:
    with suppress(Declined):
        known = provider.query(attempt)
        if known.events:
            return replace(known, provider_ref=known.provider_ref or attempt.provider_ref or attempt.reference)
    return None


def _record(attempt: Attempt, result: Result, remember: Remember[PaymentRecord], new: PaymentRecord | None) -> PaymentRecord:
    """The next action and the remembered answer in one transaction: of parallel calls with one key, one answer is the first. `new`: the
    item as this call wrote it, where the provider established nothing yet."""
    record = new or find_payment(attempt.id)
    if record is None:
        raise NotFound("There is no such payment.")
    record.next_action, record.provider_ref = kept_action(attempt.id, result.next_action), result.provider_ref
    told = [PaymentRecord.next_action.set(record.next_action), PaymentRecord.provider_ref.set(record.provider_ref)]
    changes = [*told, PaymentRecord.version.add(1)]
    transact([Update(PaymentRecord, record.pk, PAYMENT_SK, changes), *remember(record)])
    return record
