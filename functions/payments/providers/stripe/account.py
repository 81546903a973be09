"""Our account at Stripe, from the secret `stripe`.

`{"account": "acct_…", "secret_key", "publishable_key", "webhook_secrets": ["whsec_…"]}`; both webhook secrets while one is changed.
"""

from __future__ import annotations

from dataclasses import field

from functions.payments.providers.guard import check_keys, checked_url, entry_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings


@dataclass(frozen=True)
class Account:
    base_url: str
    name: str
    publishable_key: str
    secret_key: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(repr=False)

    @property
    def livemode(self) -> bool:
        return "_live_" in self.secret_key


def account() -> Account:
    """Raises Misconfigured."""
    entry = entry_of("stripe", "account", "secret_key", "publishable_key", "webhook_secrets")
    secrets = tuple(secret for secret in entry["webhook_secrets"] if secret)
    check_keys(texts=[entry["account"], entry["secret_key"], entry["publishable_key"], *secrets])
    base_url = checked_url("stripe", settings().stripe_url)
    return Account(base_url, entry["account"], entry["publishable_key"], entry["secret_key"], secrets)
