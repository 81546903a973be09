"""Providers are found by entry points, as couriers are (functions/shipping/couriers/discovery.py); each is imported when it is first asked.

[project.entry-points."serverless_commerce.fapiao_providers"]
acme = "acme_fapiao:AcmeFapiao"
"""

from __future__ import annotations

from functools import lru_cache

from functions.invoices.providers.account import Account
from functions.invoices.providers.port import FapiaoProvider
from functions.shared.outside import installed
from functions.shared.plain.errors import NotFound
from functions.shared.plain.settings import settings

GROUP = "serverless_commerce.fapiao_providers"


@lru_cache(maxsize=1)
def _table() -> dict[str, installed.Adapter]:
    return installed.adapters_of(GROUP)


def forget() -> None:
    """The table is read again: after a package came or went, in tests."""
    _table.cache_clear()
    _loaded.cache_clear()


def is_provider(code: str) -> bool:
    """Whether one of that code is installed. Imports none."""
    return code in _table()


@lru_cache
def _loaded(code: str) -> type[FapiaoProvider]:
    loaded: type[FapiaoProvider] = _table()[code].load()
    return loaded


def provider(code: str) -> FapiaoProvider:
    """Raises NotFound; the simulated one is there on the local stage only."""
    found = _loaded(code) if is_provider(code) else None
    if found is None or (found.local_only and not settings().is_local):
        raise NotFound("There is no such provider of e-invoices.")
    return found(Account(found.account or code))
