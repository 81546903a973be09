"""Providers of pick-up points are found by entry points, as couriers are (couriers/discovery.py); each is imported when it is first asked.

In pyproject.toml of whoever brings them, ours or a package of its own that is installed beside it:

    [project.entry-points."serverless_commerce.pickup_points"]
    acme = "acme_points:AcmePoints"
"""

from __future__ import annotations

from functools import lru_cache

from functions.shared.outside import installed
from functions.shared.plain.errors import NotFound
from functions.shipping.couriers.account import Account
from functions.shipping.points.checking import checked
from functions.shipping.points.port import PickupPoints

GROUP = "serverless_commerce.pickup_points"


@lru_cache(maxsize=1)
def _table() -> dict[str, installed.Adapter]:
    return installed.adapters_of(GROUP)


def forget() -> None:
    """The table is read again: after a package came or went, in tests."""
    _table.cache_clear()
    _loaded.cache_clear()


def provider_codes() -> list[str]:
    """Of all that are installed. Imports none of them."""
    return sorted(_table())


@lru_cache
def _loaded(code: str) -> type[PickupPoints]:
    loaded: type[PickupPoints] = _table()[code].load()
    return checked(loaded)


def provider(code: str) -> PickupPoints:
    """Raises NotFound for one that is not installed, or with which the shop has no account."""
    if code not in _table():
        raise NotFound("There is no such provider of pick-up points.")
    loaded = _loaded(code)
    found = loaded(Account(loaded.account or code))
    if not found.is_ready:
        raise NotFound("There is no such provider of pick-up points.")
    return found


def providers() -> list[PickupPoints]:
    """Those with which the shop has an account."""
    made = [_loaded(code) for code in provider_codes()]
    return [one for one in (loaded(Account(loaded.account or loaded.code)) for loaded in made) if one.is_ready]
