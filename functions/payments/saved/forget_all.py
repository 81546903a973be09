"""Face: a person is erased, so nothing of how they paid is kept here or at a provider. To be called while their key still opens it."""

from __future__ import annotations

from functions.payments.model.errors import ProviderError
from functions.payments.model.wallet import Wallet
from functions.payments.providers import provider_named
from functions.payments.saved.wallets import change_wallet, wallet_of
from functions.shared.events.envelope import SYSTEM
from functions.shared.plain.errors import Unavailable


def forget_payment_methods(person: str) -> int:
    """How many there were. Safe to repeat. Raises Unavailable while a provider does not answer: what it was told of is gone by then."""
    wallet = wallet_of(person)
    known = [*wallet.kept, *wallet.leaving]
    try:
        for one in known:
            provider_named(one.provider).forget(one.token)
    except ProviderError as error:
        raise Unavailable("A payment provider has not forgotten this person yet.", code="provider_unavailable") from error
    told = {one.id for one in known}

    def emptied(now: Wallet) -> Wallet:
        # What was kept meanwhile is not told yet: whoever erases asks until there is nothing.
        return Wallet([one for one in now.kept if one.id not in told], [one for one in now.leaving if one.id not in told])

    if known:
        change_wallet(person, emptied, actor=SYSTEM)
    return len(known)
