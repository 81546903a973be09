"""What was agreed to is kept once its money came; what was taken out is forgotten at its provider, too. Both come from the queue, so a
provider that does not answer is asked again.
"""

from __future__ import annotations

from functions.payments.model.wallet import SavedMethod, Wallet, after_leaving, with_kept
from functions.payments.providers import provider_named
from functions.payments.saved.wallets import change_wallet, wallet_of
from functions.payments.store.repository import attempt_of, find_payment
from functions.shared.events.contracts.payment_notes import PaymentMethodAgreed, PaymentMethodRemoved
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.sealing import Erased


def keep_agreed(agreed: PaymentMethodAgreed) -> None:
    """Raises ProviderError: later again."""
    record = find_payment(agreed.payment_id)
    if record is None:
        return
    attempt = attempt_of(record)
    provider = provider_named(attempt.provider)
    kept = provider.kept(attempt)
    if kept is None:
        fact("payment_method.not_kept", payment_id=attempt.id, provider=attempt.provider)
        return
    method = SavedMethod(
        id=ids.derived_id("pmt", attempt.id),
        provider=attempt.provider,
        account=attempt.account,
        method=attempt.method,
        token=kept.token,
        brand=kept.brand,
        last4=kept.last4[-4:],
        expires=kept.expires,
        kept_at=times.iso(clock.now()),
        fingerprint=kept.fingerprint,
    )
    try:
        change_wallet(agreed.customer_id, lambda wallet: with_kept(wallet, method), actor=SYSTEM)
    except Erased:
        # They were erased between their payment and now: nothing of them is kept anywhere.
        provider.forget(kept.token)


def forget_removed(removed: PaymentMethodRemoved) -> None:
    """Raises ProviderError: later again."""
    wallet = wallet_of(removed.customer_id)
    leaving = next((one for one in wallet.leaving if one.id == removed.payment_method_id), None)
    if leaving is None:
        return
    provider_named(leaving.provider).forget(leaving.token)

    def gone(now: Wallet) -> Wallet:
        return after_leaving(now, leaving.id)

    change_wallet(removed.customer_id, gone, actor=SYSTEM)
