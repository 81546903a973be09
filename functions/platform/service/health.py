"""Is the shop able to serve? Dependencies are asked side by side under one time limit, so the answer comes whatever they do.

Safe for load balancers: an answer is kept for a few seconds, so that many askers cost one look; a hanging dependency occupies
one thread of this process, its own, and no more.
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
        _last[:] = [_Seen(now, look(served_with()))]
    return _last[-1].health


def forget() -> None:
    """For tests: the next answer is a fresh one."""
    _last.clear()


def look(dependencies: Mapping[str, Callable[[], object]], *, limit: float = TIME_LIMIT) -> Health:
    """Run every check; one that raises has failed, one that is not back within `limit` seconds has timed out."""
    return Health({name: one.outcome for name, one in checked(dependencies, limit=limit).items()})


@dataclass(frozen=True)
class Checked:
    """`outcome`: ok | failed | timeout; `took_ms`: None for what is not back."""

    outcome: str
    took_ms: int | None


def checked(dependencies: Mapping[str, Callable[[], object]], *, limit: float = TIME_LIMIT) -> dict[str, Checked]:
    """As `look`, with how long each took."""
    running = {name: _thread(name).submit(_timed, check) for name, check in dependencies.items()}
    wait(running.values(), timeout=limit)
    return {name: _outcome(name, future) for name, future in running.items()}


def _timed(check: Callable[[], object]) -> tuple[Exception | None, int]:
    started, failed = time.perf_counter(), None
    try:
        check()
    except Exception as error:  # noqa: BLE001 — whatever a dependency does, it is an answer about it
        failed = error
    return failed, round((time.perf_counter() - started) * 1000)


def _outcome(name: str, future: Future[tuple[Exception | None, int]]) -> Checked:
    if not future.done():
        future.cancel()
        return Checked("timeout", None)
    error, took = future.result()
    if error is not None:
        logger().warning("dependency failed", extra={"dependency": name, "error": type(error).__name__})
        return Checked("failed", took)
    return Checked("ok", took)


def served_with() -> dict[str, Callable[[], object]]:
    """What answering takes."""
    checks: dict[str, Callable[[], object]] = {"tables": lambda: find(PlatformTable, "HEALTH", "HEALTH", consistent=False)}
    if settings().cognito_issuer:
        checks["identity"] = keys_are_at_hand
    return checks


@lru_cache(maxsize=16)
def _thread(_name: str) -> ThreadPoolExecutor:
    """One for each dependency, so that one that hangs keeps no other from being asked."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="health")
