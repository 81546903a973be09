"""The ways to pay that somebody lets us keep. Pure.

    kept -> leaving -> gone        leaving: nobody sees or uses it any more, and its provider is still to be told

Invariants: a card stands once in a wallet; at most `MOST` are kept; the default is one that is kept, the newest where none was chosen.
"""

from __future__ import annotations

from dataclasses import field, replace
from datetime import datetime, timedelta

from functions.shared.plain.deferred import dataclass

MOST = 20
# Until it is another month everywhere.
_LAST_PLACE = timedelta(hours=12)


@dataclass(frozen=True)
class SavedMethod:
    """`token`: the provider's name for it at our `account`; `expires`: the last month in which it works, `YYYY-MM`, or empty;
    `fingerprint`: the same for the same card, where its provider tells one."""

    id: str
    provider: str
    account: str
    method: str
    token: str = field(repr=False)
    brand: str
    last4: str
    expires: str
    kept_at: str
    fingerprint: str = ""


@dataclass(frozen=True)
class Wallet:
    """`kept`: oldest first."""

    kept: list[SavedMethod] = field(default_factory=list)
    leaving: list[SavedMethod] = field(default_factory=list)
    chosen: str = ""

    @property
    def default(self) -> SavedMethod | None:
        return self.find(self.chosen) or (self.kept[-1] if self.kept else None)

    @property
    def is_full(self) -> bool:
        return len(self.kept) >= MOST

    def find(self, method_id: str) -> SavedMethod | None:
        return next((one for one in self.kept if one.id == method_id), None)


def with_kept(wallet: Wallet, method: SavedMethod) -> Wallet:
    """Told twice it is there once; also one that was taken out meanwhile stays out. The same card again takes the earlier one's
    place; what finds no room leaves at once."""
    if any(one.id == method.id for one in (*wallet.kept, *wallet.leaving)):
        return wallet
    if earlier := next((one for one in wallet.kept if _same_card(one, method)), None):
        chosen = method.id if wallet.chosen == earlier.id else wallet.chosen
        wallet = replace(without(wallet, earlier), chosen=chosen)
    if wallet.is_full:
        return replace(wallet, leaving=[*wallet.leaving, method])
    return replace(wallet, kept=[*wallet.kept, method])


def _same_card(one: SavedMethod, other: SavedMethod) -> bool:
    return bool(one.fingerprint) and (one.provider, one.account, one.fingerprint) == (other.provider, other.account, other.fingerprint)


def without(wallet: Wallet, method: SavedMethod) -> Wallet:
    return replace(wallet, kept=[one for one in wallet.kept if one.id != method.id], leaving=[*wallet.leaving, method])


def after_leaving(wallet: Wallet, method_id: str) -> Wallet:
    return replace(wallet, leaving=[one for one in wallet.leaving if one.id != method_id])


def is_expired(method: SavedMethod, now: datetime) -> bool:
    """A card works until its month is over, wherever its owner is."""
    return bool(method.expires) and method.expires < f"{now - _LAST_PLACE:%Y-%m}"
