"""Is the shop able to serve? Dependencies are asked side by side under one time limit, so the answer comes whatever they do.

Safe for load balancers: an answer is kept for a few seconds, so that many askers cost one look; a hanging dependency occupies
the two threads of this process and no more.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import lru_cache

from functions.platform.store.records import PlatformTable
from functions.shared.auth.tokens import keys_are_at_hand
from functions.shared.outside.observability import logger
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings
from functions.shared.store.records import find

TIME_LIMIT = 1.5
KEEP = 2.0


@dataclass(frozen=True)
class Health:
    """`checks`: dependency → ok | failed | timeout. Without its tables the shop serves nothing; without the rest it serves guests."""

    checks: Mapping[str, str]

    @property
    def status(self) -> str:
        if self.checks.get("tables") != "ok":
            return "failed"
        return "ok" if set(self.checks.values()) == {"ok"} else "degraded"


@dataclass(frozen=True)
class _Seen:
    at: float
    health: Health


_last: list[_Seen] = []


def health() -> Health:
    now = time.monotonic()
    if not _last or now - _last[-1].at > KEEP:
        _last[:] = [_Seen(now, look(_dependencies()))]
    return _last[-1].health


def forget() -> None:
    """For tests: the next answer is a fresh one."""
    _last.clear()


def look(dependencies: Mapping[str, Callable[[], object]], *, limit: float = TIME_LIMIT) -> Health:
    """Run every check; one that raises has failed, one that is not back within `limit` seconds has timed out."""
    running = {name: _threads().submit(check) for name, check in dependencies.items()}
    wait(running.values(), timeout=limit)
    return Health({name: _outcome(name, future) for name, future in running.items()})


def _outcome(name: str, future: Future[object]) -> str:
    if not future.done():
        future.cancel()
        return "timeout"
    if (error := future.exception()) is not None:
        logger().warning("dependency failed", extra={"dependency": name, "error": type(error).__name__})
        return "failed"
    return "ok"


def _dependencies() -> dict[str, Callable[[], object]]:
    checks: dict[str, Callable[[], object]] = {"tables": lambda: find(PlatformTable, "HEALTH", "HEALTH", consistent=False)}
    if settings().cognito_issuer:
        checks["identity"] = keys_are_at_hand
    return checks


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="health")
