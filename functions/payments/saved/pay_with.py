"""A payment by what its payer let us keep."""

from __future__ import annotations

from functions.payments.model.wallet import SavedMethod, is_expired
from functions.payments.saved.wallets import wallet_of
from functions.shared.auth.caller import KEY_KIND, Caller
from functions.shared.outside import clock
from functions.shared.plain.errors import Conflict, Forbidden, NotFound


def method_to_pay(caller: Caller, method_id: str) -> SavedMethod:
    """Raises NotFound for one that is not the caller's own, whoever else's it is; Conflict when its last month is over."""
    found = wallet_of(caller.id).find(method_id) if has_wallet(caller) else None
    if found is None:
        raise NotFound("There is no such payment method of yours.", code="payment_method_not_found")
    if is_expired(found, clock.now()):
        raise Conflict("This card has expired. Use another way to pay, or remove it.", code="payment_method_expired", expires=found.expires)
    return found


def check_may_keep(caller: Caller) -> None:
    """Raises Forbidden for a guest, Conflict when nothing more can be kept."""
    if not has_wallet(caller):
        raise Forbidden("Sign in to keep how you pay.", code="sign_in_to_keep")
    if wallet_of(caller.id).is_full:
        raise Conflict("Remove a payment method first.", code="too_many_payment_methods")


def has_wallet(caller: Caller) -> bool:
    return bool(caller.id) and caller.kind != KEY_KIND
