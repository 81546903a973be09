"""How many calls a minute one address, one customer, and one API key may make, whatever they ask for.

Addresses and customers are counted by each process for itself, which costs nothing: the bound that counts for the whole shop is the
stage's throttle (docs/adr/0060-keys-and-limits.md). Keys are counted over all processes, a batch of calls at a time.
"""

from __future__ import annotations

from functions.shared.limits import local_counts
from functions.shared.limits.addresses import network_of
from functions.shared.limits.limiting import headers_of, take
from functions.shared.limits.rules import MINUTE, Rule
from functions.shared.limits.windows import Window
from functions.shared.outside import clock
from functions.shared.plain.errors import TooManyRequests
from functions.shared.plain.settings import settings

_UNCOUNTED = "/v1/webhooks/"
"""Providers and couriers send what they have from a few addresses; their messages are taken by a queue."""


class _Batch:
    """Calls that this process may answer without asking again, and what was `room` for beside them."""

    def __init__(self, left: int, room: int, window: Window) -> None:
        self.left, self.room, self.window = left, room, window


_batches: dict[str, _Batch] = {}


def forget() -> None:
    """For tests."""
    _batches.clear()


def _next_batch(key_id: str, most: int) -> _Batch:
    """A twentieth of a minute's calls for one write; near the end one call for each."""
    rule = Rule("api_key", "key", most, MINUTE)
    many = max(1, most // 20)
    try:
        hit = take(rule, key_id, many)
    except TooManyRequests:
        if many == 1:
            raise
        hit = take(rule, key_id)
    return _Batch(hit.count, hit.room, hit.window)


class CallLimits:
    """Of one call: who it was counted for, and what its answer says about that."""

    def __init__(self, path: str) -> None:
        self._counts = not path.startswith(_UNCOUNTED)
        self.headers: dict[str, str] = {}

    def address(self, source_ip: str) -> None:
        """Raises TooManyRequests."""
        if source_ip:
            self._count("address", network_of(source_ip), settings().address_calls_a_minute)

    def customer(self, customer_id: str) -> None:
        """Raises TooManyRequests."""
        self._count("customer", customer_id, settings().customer_calls_a_minute)

    def key(self, key_id: str, most: int, *, is_light: bool) -> bool:
        """Over all processes, a batch of calls at a time; whether that cost a request. `is_light`: this call has cost a look at the key
        already, and is not counted where that would cost another request. Raises TooManyRequests."""
        if not most:
            return False
        now = clock.now().timestamp()
        batch = _batches.get(key_id)
        asks = batch is None or batch.window.end <= now or not batch.left
        if batch is None or asks:
            if is_light:
                return False
            if len(_batches) >= local_counts.MOST_KEPT:
                _batches.clear()
            _batches[key_id] = batch = _next_batch(key_id, most)
        batch.left -= 1
        self.headers = headers_of(most, batch.room + batch.left, batch.window.left(now))
        return asks

    def _count(self, kind: str, subject: str, most: int) -> None:
        if not most or not self._counts:
            return
        now = clock.now().timestamp()
        minute = int(now) // MINUTE
        calls = local_counts.count(f"{kind} {subject}", minute)
        left = max(1, (minute + 1) * MINUTE - int(now))
        self.headers = headers_of(most, most - calls, left)
        if calls > most:
            refusal = TooManyRequests(f"More than {most} calls a minute.", retry_after=left)
            refusal.headers |= self.headers
            raise refusal
