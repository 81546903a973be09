"""The promotions that apply without a code, of all launched campaigns, as this process knows them.

It looks once a minute whether they changed, in the same request as a cart's catalogue, and reads them only then; so most previews and
orders do not read them at all, and a change is everywhere after a minute. Start and end need no write: every rule carries its own period.
"""

from __future__ import annotations

import time

from functions.catalog import category_paths
from functions.promotions.store.live_items import Live, stored_live
from functions.promotions.store.records import LIVE_PK, LIVE_SK, PromotionsTable
from functions.shared.store.again import again
from functions.shared.store.records import find

KEEP_SECONDS = 50.0


class _Cache:
    def __init__(self) -> None:
        self.live: Live | None = None
        self.live_until = 0.0
        self.paths: dict[str, frozenset[str]] | None = None
        self.paths_until = 0.0


_cache = _Cache()


def forget() -> None:
    """The next reader reads anew: after an own change, and between tests."""
    _cache.live = _cache.paths = None


def cached() -> Live | None:
    return _cache.live if time.monotonic() < _cache.live_until else None


def last_known() -> Live:
    """What this process last read, however long ago: good enough to know what else to ask for, not to price with. A process that has
    just begun reads it now, so that it asks for the right things at once."""
    return _cache.live or _kept(again(stored_live).live)


def keep(head: PromotionsTable | None) -> Live:
    """The promotions of this head, kept for a minute: those known if they are of its version, else by one Query (one more per MB)."""
    known = last_known()
    if head is None and known.version:
        # A head is never taken away. It was not asked for: the minute ended between the question and the answer.
        return known
    version = int(head.version) if head else 0
    return _kept(known if known.version == version else again(stored_live).live)


def _kept(live: Live) -> Live:
    _cache.live, _cache.live_until = live, time.monotonic() + KEEP_SECONDS
    return live


def live_now() -> Live:
    """Kept, or their version asked for by one GetItem; read by one Query in a process that has just begun."""
    last_known()
    return cached() or keep(find(PromotionsTable, LIVE_PK, LIVE_SK))


def ancestors() -> dict[str, frozenset[str]]:
    """Category id → itself and everything above it; kept for a minute, else one Query."""
    if _cache.paths is None or time.monotonic() >= _cache.paths_until:
        _cache.paths, _cache.paths_until = category_paths(), time.monotonic() + KEEP_SECONDS
    return _cache.paths
