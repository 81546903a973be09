"""Stolen cards are tried out where a small payment tells whether they work. Cards themselves are typed in at the provider, so what can be
counted here is the order that is tried again and again, and the address that payments are declined to (O02)."""

from __future__ import annotations

from contextlib import suppress

from functions.shared.limits.addresses import network_of
from functions.shared.limits.counters import hashed
from functions.shared.limits.limiting import look, origin_of, take
from functions.shared.limits.rules import DECLINES_FROM, PAYMENTS_OF
from functions.shared.plain.errors import TooManyRequests


def admit_attempt(order_id: str, client_ip: str) -> None:
    """Before a payment of the order begins. One write and one read. Raises TooManyRequests (429)."""
    origin = hashed(network_of(client_ip)) if client_ip else ""
    if origin:
        look(DECLINES_FROM, origin)
    take(PAYMENTS_OF, order_id, origin=origin)


def note_decline(order_id: str) -> None:
    """A payment of the order failed, whatever way that was told."""
    if origin := origin_of(PAYMENTS_OF, order_id):
        with suppress(TooManyRequests):
            take(DECLINES_FROM, origin)
