"""What can go wrong between us and a provider.

ProviderError
├── Declined         final: the provider or the bank said no; carries a stable code
├── Unknown          timeout, 5xx, unreadable answer: it may have happened; query before any repetition
├── RateLimited      not done; later
├── Misconfigured    our keys, account or address are wrong; not done
└── Unsupported      this provider cannot do that
WebhookRefused
├── Forged           no proof of origin: 401, empty, nothing changes
├── Stale            a proof that is too old or from the future: likewise
└── Malformed        proven, but not readable by us: not acknowledged, so that it is not lost
"""

from __future__ import annotations


class ProviderError(Exception):
    def __init__(self, code: str = "", detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code or "provider_error"


class Declined(ProviderError):
    pass


class Unknown(ProviderError):
    pass


class RateLimited(ProviderError):
    pass


class Misconfigured(ProviderError):
    pass


class Unsupported(ProviderError):
    pass


class WebhookRefused(Exception):
    pass


class Forged(WebhookRefused):
    pass


class Stale(WebhookRefused):
    pass


class Malformed(WebhookRefused):
    pass
