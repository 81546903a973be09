"""The circuits of hooks in the table: `HOOK#<kind>` / `CIRCUIT#<address>`; another address begins with a closed one. Read when a hook is
asked, at most every five seconds a process, and written when one fails, or is well again: a hook that answers costs no write.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256

from functions.orders.model.hooks.circuit import Circuit
from functions.orders.model.hooks.rules import HookKind
from functions.orders.store.records import OrdersTable
from functions.shared.outside import clock
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Unavailable
from functions.shared.store.again import Overtaken, again
from functions.shared.store.along import writing_alone
from functions.shared.store.records import find
from functions.shared.store.transactions import transact
from functions.shared.store.versions import locked_put

KEEP_SECONDS = 5.0
_ATTEMPTS = 3
_KEPT_IN_TABLE = timedelta(days=1)
_known: dict[tuple[str, str], tuple[float, Circuit]] = {}

Change = Callable[[Circuit], Circuit]


def circuit(kind: HookKind, url: str) -> Circuit:
    """As this process last saw it, within the last five seconds. One GetItem, or none."""
    until, found = _known.get((kind, url), (0.0, Circuit()))
    return found if time.monotonic() < until else circuit_now(kind, url)[0]


def circuit_now(kind: HookKind, url: str) -> tuple[Circuit, int]:
    """As it is in this moment, and its version (0: there is none). One GetItem."""
    record = find(OrdersTable, *_key(kind, url))
    found = load(Circuit, record.body) if record is not None else Circuit()
    _keep(kind, url, found)
    return found, int(record.version) if record is not None else 0


def claim(kind: HookKind, url: str, due: Callable[[Circuit], bool], change: Change) -> bool:
    """Whether this caller is the one that tries for all: of those who see that it is `due` at once, one."""
    found, version = circuit_now(kind, url)
    if not due(found):
        return False
    try:
        _write(kind, url, change(found), version)
    except Overtaken:
        circuit_now(kind, url)
        return False
    return True


def note(kind: HookKind, url: str, change: Change) -> Circuit:
    """What came of a call, counted with what others saw. Where many count at once some are not counted: it opens all the same."""

    def attempt() -> Circuit:
        before, version = circuit_now(kind, url)
        after = change(before)
        if after != before:
            _write(kind, url, after, version)
        return after

    with suppress(Unavailable):
        return again(attempt, attempts=_ATTEMPTS)
    return circuit(kind, url)


def forget() -> None:
    """For tests: what is known is read again."""
    _known.clear()


def _write(kind: HookKind, url: str, after: Circuit, version: int) -> None:
    pk, sk = _key(kind, url)
    ttl = int((clock.now() + _KEPT_IN_TABLE).timestamp())
    with writing_alone():
        transact([locked_put(OrdersTable(pk=pk, sk=sk, kind="hook_circuit", body=dump(after), version=version + 1, ttl=ttl), version)])
    _keep(kind, url, after)


def _keep(kind: HookKind, url: str, found: Circuit) -> None:
    _known[kind, url] = (time.monotonic() + KEEP_SECONDS, found)


def _key(kind: HookKind, url: str) -> tuple[str, str]:
    return f"HOOK#{kind.value}", f"CIRCUIT#{sha256(url.encode()).hexdigest()[:16]}"
