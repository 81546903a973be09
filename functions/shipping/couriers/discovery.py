"""Adapters are found by entry points, so that one can be added without touching a file here; each is imported when it is first asked for.

In pyproject.toml of whoever brings them, ours or a package of its own that is installed beside it:

    [project.entry-points."serverless_commerce.couriers"]
    acme = "acme_courier:AcmeCourier"

A deployed zip is not an installed project; packaging writes the same table into it, in the form in which an installed one has it.
"""

from __future__ import annotations

from functools import lru_cache

from functions.shared.outside import installed
from functions.shared.plain.errors import NotFound
from functions.shared.plain.settings import settings
from functions.shipping.couriers.account import Account
from functions.shipping.couriers.checking import checked
from functions.shipping.couriers.port import Courier

GROUP = "serverless_commerce.couriers"


@lru_cache(maxsize=1)
def _table() -> dict[str, installed.Adapter]:
    return installed.adapters_of(GROUP)


def forget() -> None:
    """The table is read again: after a package came or went, in tests."""
    _table.cache_clear()
    _adapter.cache_clear()
    _checked.cache_clear()


def adapter_codes() -> list[str]:
    """Of all adapters that are installed. Imports none of them."""
    return sorted(_table())


def adapter(code: str) -> type[Courier]:
    """Raises NotFound; the simulated ones are there on the local stage only."""
    found = _adapter(code) if code in _table() else None
    if found is None or (found.local_only and not settings().is_local):
        raise NotFound("There is no such courier.")
    return found


@lru_cache
def _adapter(code: str) -> type[Courier]:
    loaded: type[Courier] = _table()[code].load()
    return loaded


@lru_cache
def _checked(code: str) -> type[Courier]:
    return checked(_adapter(code))


def courier(code: str, credentials: str = "") -> Courier:
    """The adapter of that code, speaking with the named account, or with the adapter's own. Raises NotFound."""
    found = adapter(code)
    return _checked(code)(Account(credentials or found.account or code))
