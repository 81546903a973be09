"""Take authorised money, all of it or a part: write down the capture first, then ask the provider under the capture's own key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from functions.orders import value_to_take
from functions.payments.attempts.held import asked_for, held_left, left
from functions.payments.facts.apply_event import apply_result
from functions.payments.model.capture import Capture, CaptureStatus, may_be_held
from functions.payments.model.errors import Declined, ProviderError, Unsupported
from functions.payments.model.payment_state import derive
from functions.payments.model.provider_event import EventType
from functions.payments.providers import provider_named
from functions.payments.store.alarms import raise_alarm
from functions.payments.store.due import due_actions
from functions.payments.store.records import PAYMENT_SK, CaptureRecord, PaymentRecord, PaymentsTable, payment_pk
from functions.payments.store.repository import History, histories_of, history
from functions.shared.events.contracts.payments import PaymentCaptureFailed, RefundedPart
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump
from functions.shared.plain.errors import Conflict, Invalid, NotFound, Unavailable
from functions.shared.plain.money import Money
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Remember, Update, Write, put_new, transact
from functions.shared.store.versions import locked_update

_FINAL = "final_capture"


def capture_payment(payment_id: str, money: Money | None, *, final: bool, by: str, remember: Remember[Capture]) -> Capture:
    """A pending capture of `money` (default: all that is left of what is authorised). `final`: what it leaves is let go.

    Raises NotFound, Conflict (`not_authorized`) when nothing is held and (`capture_would_release`) when the provider would let go the
    rest and that was not said to be wanted, Invalid (`capture_exceeds_authorized`) for more than is left.
    """
    capture_id = fresh.new_id("txn")
    made = _taken(payment_id, lambda known: _capture(known, capture_id, _amount(known, money, final=final), by, final=final), remember)
    assert made is not None
    return made


def capture_shipped(order_id: str) -> None:
    """Goods have left: what is held is taken for them, once however often this is asked.

    Of what can be taken in several parts, what the goods that have left cost (and those that were paid back before, out of what was taken),
    less what is taken already: when everything has left, that is all. Of what can be taken once only, all of it when the first parcel
    leaves: it could not be taken later for the others.
    """
    for known in histories_of(order_id, may_be_held):
        if left(known) > 0:
            _taken(known.attempt.id, _for_shipped, lambda _: [])


def capture_for_refund(known: History, back: Sequence[RefundedPart]) -> bool:
    """What is only held cannot be given back, and what was taken is for goods that have left. So before pieces go back whose money is still
    held, that is taken. Whether anything was; then the payment is another one.

    Raises Unavailable while it is not known what became of a capture, Conflict (`capture_failed`) when the provider refuses.
    """
    if not held_left(known):
        return False
    made = _taken(known.attempt.id, lambda now: _for_refund(now, back), lambda _: [])
    if made is None:
        return False
    now = history(known.attempt.id)
    status = next((one.record.status for one in now.captures if one.capture.id == made.id), "") if now else ""
    if status == CaptureStatus.FAILED:
        raise Conflict("What is held for it could not be taken, so it cannot be given back.", code="capture_failed")
    if status != CaptureStatus.SUCCEEDED:
        raise Unavailable("It is not known yet whether what is held for it was taken.")
    return True


def _for_refund(known: History, back: Sequence[RefundedPart]) -> Capture | None:
    share, refundable = sum(part.amount for part in back), int(known.record.refundable)
    order_id, payment_id = known.attempt.order_id, known.attempt.id
    due = value_to_take(order_id, payment_id=payment_id, back=back)
    # Not what was refused for goods that have left: people decide on that, and money that is here can go back meanwhile.
    by_it = min(due - value_to_take(order_id, payment_id=payment_id), due - _taken_or_asked(known))
    wanted = min(left(known), max(by_it, share - refundable))
    return _capture(known, fresh.new_id("txn"), Money(wanted, known.attempt.money.currency), "system") if wanted > 0 else None


def _taken_or_asked(known: History) -> int:
    return derive(known.events).captured + asked_for(known)


def _for_shipped(known: History) -> Capture | None:
    """What is due now; None when nothing is, or when it was asked for before (and refused: then people decide)."""
    due = value_to_take(known.attempt.order_id, payment_id=known.attempt.id)
    if provider_named(known.attempt.provider).caps.several_captures:
        wanted, cause = min(left(known), due - _taken_or_asked(known)), f"shipped {due}"
    else:
        # A parcel that is only prepared takes nothing.
        wanted, cause = left(known) if due else 0, "shipped"
    capture_id = ids.derived_id("txn", known.attempt.id, cause)
    if wanted <= 0 or any(one.capture.id == capture_id for one in known.captures):
        return None
    return _capture(known, capture_id, Money(wanted, known.attempt.money.currency), "system")


def _taken(payment_id: str, decide: Callable[[History], Capture | None], remember: Remember[Capture]) -> Capture | None:
    """The capture that `decide` makes of the payment as it is, claimed and sent. Raises NotFound, Unavailable, and what `decide` raises."""

    def attempt() -> tuple[History, Capture | None]:
        known = history(payment_id)
        if known is None:
            raise NotFound("There is no such payment.")
        capture = decide(known)
        if capture is not None:
            transact([*_claim(known, capture), *remember(capture)])
        return known, capture

    known, capture = again(attempt)
    if capture is not None:
        _bring(known, capture)
    return capture


def _capture(known: History, capture_id: str, money: Money, by: str, *, final: bool = False) -> Capture:
    return Capture(capture_id, known.attempt.id, known.attempt.order_id, money, by, times.iso(clock.now()), final)


def resume_capture(known: History, capture: Capture) -> None:
    """After an unknown outcome: what the provider says was taken decides; only what it never took is asked for again, by the same key."""
    apply_result(known.attempt, provider_named(known.attempt.provider).query(known.attempt))
    now = history(known.attempt.id)
    if now is None:
        return
    accounted = sum(one.capture.money.amount for one in now.captures if one.record.status == CaptureStatus.SUCCEEDED)
    if derive(now.events).captured - accounted >= capture.money.amount:
        _succeeded(capture)
    else:
        _send(now, capture)


def _amount(known: History, money: Money | None, *, final: bool) -> Money:
    most, currency = left(known), known.attempt.money.currency
    if most <= 0:
        raise Conflict("Nothing is authorised that is not captured.", code="not_authorized", payment_status=known.record.status)
    if money is None:
        return Money(most, currency)
    if money.currency != currency:
        raise Invalid.field("/amount/currency", "currency_mismatch", f"The payment is in {currency}.")
    if not 0 < money.amount <= most:
        raise Invalid.field("/amount", "capture_exceeds_authorized", f"{most} can be captured.")
    caps = provider_named(known.attempt.provider).caps
    if money.amount < most and not caps.partial_capture:
        raise Invalid.field("/amount", "partial_capture_unsupported", "This provider captures all or nothing.")
    if money.amount < most and not caps.several_captures and not final:
        lost = {"amount": most - money.amount, "currency": currency}
        detail = "This provider captures once: the rest would be let go. Say so with `final`."
        raise Conflict(detail, code="capture_would_release", released=lost)
    return money


def _claim(known: History, capture: Capture) -> list[Write]:
    version = int(known.record.version)
    actions = [PaymentRecord.version.set(version + 1), *due_actions(capture.payment_id, clock.now())]
    if capture.final:
        # Let go once it is known what was taken, as if it had been voided then. Nothing is taken after it in the meantime.
        actions.append(PaymentRecord.void_reason.set(_FINAL))
    item = CaptureRecord(pk=known.record.pk, sk=f"PCA#{capture.id}", kind="capture", status=CaptureStatus.PENDING.value, body=dump(capture))
    return [locked_update(PaymentRecord, known.record.pk, PAYMENT_SK, actions, version), put_new(item, Overtaken())]


def _bring(known: History, capture: Capture) -> None:
    try:
        _send(known, capture)
    except ProviderError as error:
        # It stays pending and due: the worker asks what was taken before it asks for it again.
        fact("capture.unsettled", capture_id=capture.id, payment_id=capture.payment_id, reason=type(error).__name__, code=error.code)


def _send(known: History, capture: Capture) -> None:
    provider = provider_named(known.attempt.provider)
    try:
        result = provider.capture(known.attempt, capture.money, key=capture.key)
    except (Declined, Unsupported) as error:
        _refused(known, capture, error.code)
        return
    apply_result(known.attempt, result)
    if any(event.type is EventType.CHARGE_SUCCESS for event in result.events):
        _succeeded(capture)


def _succeeded(capture: Capture) -> None:
    with suppress(Overtaken):
        transact([_settle(capture, CaptureStatus.SUCCEEDED)])


def _refused(known: History, capture: Capture, code: str) -> None:
    attempt, money = known.attempt, capture.money
    payload = PaymentCaptureFailed(attempt.id, attempt.order_id, attempt.provider, money.amount, money.currency, code)
    actor = Actor("provider", attempt.provider)
    event = event_put(PaymentsTable, known.record.pk, payload, subject=attempt.id, actor=actor, cause=capture.id)
    writes: list[Write] = [_settle(capture, CaptureStatus.FAILED), event]
    try:
        _transact_refused(capture, writes)
    except Overtaken:
        return
    raise_alarm("payment.capture_failed", payment_id=attempt.id, order_id=attempt.order_id, amount=money.amount, reason=code)


def _transact_refused(capture: Capture, writes: list[Write]) -> None:
    """Of a final capture that took nothing, nothing follows: what is held stays held, unless somebody has wanted it let go since."""
    if capture.final:
        pk, unchanged = payment_pk(capture.payment_id), PaymentRecord.void_reason == _FINAL
        stays = [PaymentRecord.void_reason.remove(), PaymentRecord.version.add(1)]
        with suppress(Overtaken):
            transact([*writes, Update(PaymentRecord, pk, PAYMENT_SK, stays, unchanged, Overtaken())])
            return
    transact(writes)


def _settle(capture: Capture, status: CaptureStatus) -> Update:
    changes = [CaptureRecord.status.set(status.value), CaptureRecord.version.add(1)]
    pending = CaptureRecord.status == CaptureStatus.PENDING.value
    return Update(CaptureRecord, payment_pk(capture.payment_id), f"PCA#{capture.id}", changes, pending, Overtaken())
