"""Staff take money that is held; after the last part the rest is let go at once, and by the worker if the provider does not answer."""

from __future__ import annotations

from functions.payments.attempts.capture_payment import capture_payment
from functions.payments.attempts.poll_payment import poll
from functions.payments.model.capture import Capture
from functions.shared.plain.money import Money
from functions.shared.store.transactions import Remember


def take_held(payment_id: str, money: Money | None, *, final: bool, by: str, remember: Remember[Capture]) -> Capture:
    """Raises what capture_payment raises."""
    made = capture_payment(payment_id, money, final=final, by=by, remember=remember)
    if final:
        poll(payment_id)
    return made
