"""Take authorised money, all of it or a part: write down the capture first, then ask the provider under the capture's own key."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from functions.orders import shipped_value
from functions.payments.facts.apply_event import apply_result
from functions.payments.model.capture import Capture, CaptureStatus, capturable
from functions.payments.model.errors import Declined, ProviderError, Unsupported
from functions.payments.model.payment_state import derive
from functions.payments.model.provider_event import EventType
from functions.payments.providers import provider_named
from functions.payments.store.alarms import raise_alarm
from functions.payments.store.due import due_actions
from functions.payments.store.records import PAYMENT_SK, CaptureRecord, PaymentRecord, PaymentsTable, payment_pk
from functions.payments.store.repository import History, histories_of, history
from functions.shared.events.contracts.payments import PaymentCaptureFailed
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump
from functions.shared.plain.errors import Conflict, Invalid, NotFound
from functions.shared.plain.money import Money
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Remember, Update, Write, put_new, transact
from functions.shared.store.versions import locked_update


def capture_payment(payment_id: str, money: Money | None, *, final: bool, by: str, remember: Remember[Capture]) -> Capture:
    """A pending capture of `money` (default: all that is left of what is authorised). `final`: what it leaves is let go.

    Raises NotFound, Conflict (`not_authorized`) when nothing is held and (`capture_would_release`) when the provider would let go the
    rest and that was not said to be wanted, Invalid (`capture_exceeds_authorized`) for more than is left.
    """
    capture_id = fresh.new_id("txn")
    made = _taken(payment_id, lambda known: _capture(known, capture_id, _amount(known, money, final=final), by), remember, final=final)
    assert made is not None
    return made


def capture_shipped(order_id: str) -> None:
    """Goods have left: what is held is taken for them, once however often this is asked.

    Of what can be taken in several parts, what the goods that have left cost, less what is taken already: when everything has left, that is
    all. Of what can be taken once only, all of it when the first parcel leaves: it could not be taken later for the others.
    """
    for known in histories_of(order_id):
        if _left(known) > 0:
            _taken(known.attempt.id, _for_shipped, lambda _: [])


def _for_shipped(known: History) -> Capture | None:
    """What is due now; None when nothing is, or when it was asked for before (and refused: then people decide)."""
    due = shipped_value(known.attempt.order_id, payment_id=known.attempt.id)
    if provider_named(known.attempt.provider).caps.several_captures:
        taken = derive(known.events).captured + sum(one.capture.money.amount for one in known.captures if one.pending)
        wanted, cause = min(_left(known), due - taken), f"shipped {due}"
    else:
        # A parcel that is only prepared takes nothing.
        wanted, cause = _left(known) if due else 0, "shipped"
    capture_id = ids.derived_id("txn", known.attempt.id, cause)
    if wanted <= 0 or any(one.capture.id == capture_id for one in known.captures):
        return None
    return _capture(known, capture_id, Money(wanted, known.attempt.money.currency), "system")


def _taken(
    payment_id: str, decide: Callable[[History], Capture | None], remember: Remember[Capture], *, final: bool = False
) -> Capture | None:
    """The capture that `decide` makes of the payment as it is, claimed and sent. Raises NotFound, Unavailable, and what `decide` raises."""

    def attempt() -> tuple[History, Capture | None]:
        known = history(payment_id)
        if known is None:
            raise NotFound("There is no such payment.")
        capture = decide(known)
        if capture is not None:
            transact([*_claim(known, capture, final=final), *remember(capture)])
        return known, capture

    known, capture = again(attempt)
    if capture is not None:
        _bring(known, capture)
    return capture


def _capture(known: History, capture_id: str, money: Money, by: str) -> Capture:
    return Capture(capture_id, known.attempt.id, known.attempt.order_id, money, by, times.iso(clock.now()))


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


def _left(known: History) -> int:
    pending = [one.capture for one in known.captures if one.pending]
    once = not provider_named(known.attempt.provider).caps.several_captures
    return capturable(known.attempt, derive(known.events), pending, once=once)


def _amount(known: History, money: Money | None, *, final: bool) -> Money:
    left, currency = _left(known), known.attempt.money.currency
    if left <= 0:
        raise Conflict("Nothing is authorised that is not captured.", code="not_authorized", payment_status=known.record.status)
    if money is None:
        return Money(left, currency)
    if money.currency != currency:
        raise Invalid.field("/amount/currency", "currency_mismatch", f"The payment is in {currency}.")
    if not 0 < money.amount <= left:
        raise Invalid.field("/amount", "capture_exceeds_authorized", f"{left} can be captured.")
    caps = provider_named(known.attempt.provider).caps
    if money.amount < left and not caps.partial_capture:
        raise Invalid.field("/amount", "partial_capture_unsupported", "This provider captures all or nothing.")
    if money.amount < left and not caps.several_captures and not final:
        lost = {"amount": left - money.amount, "currency": currency}
        detail = "This provider captures once: the rest would be let go. Say so with `final`."
        raise Conflict(detail, code="capture_would_release", released=lost)
    return money


def _claim(known: History, capture: Capture, *, final: bool) -> list[Write]:
    version = int(known.record.version)
    actions = [PaymentRecord.version.set(version + 1), *due_actions(capture.payment_id, clock.now())]
    if final and capture.money.amount < _left(known):
        # Let go once it is known what was taken, as if it had been voided then.
        actions.append(PaymentRecord.void_reason.set("final_capture"))
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
    try:
        transact([_settle(capture, CaptureStatus.FAILED), event])
    except Overtaken:
        return
    raise_alarm("payment.capture_failed", payment_id=attempt.id, order_id=attempt.order_id, amount=money.amount, reason=code)


def _settle(capture: Capture, status: CaptureStatus) -> Update:
    changes = [CaptureRecord.status.set(status.value), CaptureRecord.version.add(1)]
    pending = CaptureRecord.status == CaptureStatus.PENDING.value
    return Update(CaptureRecord, payment_pk(capture.payment_id), f"PCA#{capture.id}", changes, pending, Overtaken())
