"""Around an operation that is limited tightly: counts before anything is done, and afterwards gives back what was no wrong guess."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from functions.shared import sealing
from functions.shared.limits import counters, local_counts
from functions.shared.limits.addresses import network_of
from functions.shared.limits.guesses import wrong_guesses
from functions.shared.limits.rules import ADDRESS, CUSTOMER, FAIR, GUARDS, KNOWN_FOR, Guard, Rule
from functions.shared.limits.windows import Window, window_at
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import ShopError, TooManyRequests, Unavailable

LIMIT, REMAINING, RESET = "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"
_TABLE = "the table of counters"
_DOWN = 10
"""Seconds without another question to a table that did not answer."""


class Answer(Protocol):
    status_code: int
    headers: Any


A = TypeVar("A", bound=Answer)


@dataclass(frozen=True)
class Call:
    """What rules count by."""

    address: str
    customer: str
    body: Any
    path: Mapping[str, str]


@dataclass(frozen=True)
class Hit:
    """Counted: `room` is left. `shared`: in the table, not by this process alone."""

    rule: Rule
    subject: str
    window: Window
    count: int
    room: int
    shared: bool


@dataclass(frozen=True)
class Admitted:
    """What was counted for a call that was let through."""

    hits: tuple[Hit, ...] = ()
    home: str = ""
    brings_home: frozenset[int] = frozenset()

    @property
    def headers(self) -> dict[str, str]:
        """Of the limit that has the least room left."""
        if not self.hits:
            return {}
        tightest = min(self.hits, key=lambda one: one.room)
        return headers_of(tightest.rule.most, tightest.room, tightest.window.left(clock.now().timestamp()))


def headers_of(most: int, room: int, reset: int) -> dict[str, str]:
    return {LIMIT: str(most), REMAINING: str(max(0, room)), RESET: str(reset)}


def limited(operation: str, call: Call, answer: Callable[[], A]) -> A:
    """What `answer` makes of the call, with the headers that tell the limit. Raises what it raises, and what `admit` does."""
    if operation not in GUARDS:
        return answer()
    admitted = admit(operation, call)
    status, code = 500, ""
    try:
        reply = answer()
        status = reply.status_code
        reply.headers |= admitted.headers
    except ShopError as error:
        status, code = error.status, error.code
        error.headers |= admitted.headers
        raise
    finally:
        close_count(admitted, 0 if code in FAIR else status)
    return reply


def admit(operation: str, call: Call) -> Admitted:
    """Raises TooManyRequests (429), and Unavailable (503) where nobody is let through uncounted. Costs nothing for operations without
    rules, and nothing but the refusal while a window that this process has seen full lasts."""
    guard = GUARDS.get(operation)
    if guard is None:
        return Admitted()
    now = clock.now().timestamp()
    applying = [rule for rule in guard.rules if _applies(rule, call)]
    if not applying:
        return Admitted()
    home = _home(guard, call)
    if guard.at_home is not None and _applies(guard.at_home, call) and _is_home(home, now):
        applying = [guard.at_home]
    asked = [(rule, subject_of(rule, call), _count(rule, call)) for rule in applying]
    for rule, subject, _ in asked:
        _refuse_known(rule, subject, now)
    return Admitted(tuple(take(*one) for one in asked), home, guard.brings_home)


def close_count(admitted: Admitted, status: int) -> None:
    """After the answer; its status is 0 for one that nothing is held against."""
    for one in admitted.hits:
        spent = one.count if not (one.rule.wrong or one.rule.told) or status in one.rule.wrong else 0
        if one.rule.told:
            spent = min(one.count, wrong_guesses())
        if one.shared and spent < one.count:
            counters.give_back(one.rule.name, one.subject, one.window, one.count - spent)
    now = clock.now().timestamp()
    if admitted.home and status in admitted.brings_home and not local_counts.is_full(f"home {admitted.home}", now):
        counters.make_home(admitted.home, now + KNOWN_FOR)
        # Once a day a process says it again, so that who comes often never becomes a stranger.
        local_counts.note_full(f"home {admitted.home}", now + KNOWN_FOR / 90)


def take(rule: Rule, subject: str, count: int = 1, *, origin: str = "") -> Hit:
    """Counts one subject under one rule. Raises as `admit` does."""
    now = clock.now().timestamp()
    window = window_at(now, rule.seconds, subject)
    full = _refuse_known(rule, subject, now)
    try:
        if local_counts.is_full(_TABLE, now):
            raise counters.NotCounted
        hits, shared = counters.hit(rule.name, subject, window, rule.most, count, origin=origin), True
    except counters.Full as error:
        if count == 1:
            local_counts.note_full(full, window.end)
        raise _refused(rule, window, now) from error
    except counters.NotCounted as error:
        local_counts.note_full(_TABLE, now + _DOWN)
        if rule.closed:
            raise Unavailable("Tries cannot be counted at the moment.", retry_after=_DOWN, code="limits_unavailable") from error
        hits, shared = sum(local_counts.count(full, int(now // 60)) for _ in range(count)), False
        if hits > rule.most:
            raise _refused(rule, window, now) from error
    return Hit(rule, subject, window, count, rule.most - hits, shared)


def look(*counted: tuple[Rule, str]) -> None:
    """Counts nothing: for what others count. One read for all of them. Raises TooManyRequests; nothing where it cannot be read."""
    now = clock.now().timestamp()
    windows = [window_at(now, rule.seconds, subject) for rule, subject in counted]
    names = [_refuse_known(rule, subject, now) for rule, subject in counted]
    try:
        found = counters.read_all([(rule.name, subject, window) for (rule, subject), window in zip(counted, windows, strict=True)])
    except counters.NotCounted:
        return
    for (rule, _), window, name, hits in zip(counted, windows, names, found, strict=True):
        if hits >= rule.most:
            local_counts.note_full(name, window.end)
            raise _refused(rule, window, now)


def origin_of(rule: Rule, subject: str) -> str:
    """Where the last of the running or the former window came from; empty where that is not known."""
    window = window_at(clock.now().timestamp(), rule.seconds, subject)
    for one in (window, Window(window.end - rule.seconds, rule.seconds)):
        try:
            _, origin = counters.read(rule.name, subject, one)
        except counters.NotCounted:
            return ""
        if origin:
            return origin
    return ""


def _refuse_known(rule: Rule, subject: str, now: float) -> str:
    """The name by which this process remembers full windows. Raises TooManyRequests for one of them."""
    window = window_at(now, rule.seconds, subject)
    name = f"{rule.name} {subject} {window.end}"
    if local_counts.is_full(name, now):
        raise _refused(rule, window, now)
    return name


def subject_of(rule: Rule, call: Call) -> str:
    """What is somebody's own (a login, an address of the network) as a keyed hash. Raises Unavailable where that cannot be had and nobody
    is let through uncounted; elsewhere this process counts by itself for a while."""
    told = "\x1f".join(_value(name, call) for name in rule.per.split("+"))
    try:
        return unnamed(told) if rule.is_personal else told
    except Unavailable:
        if rule.closed:
            raise
        local_counts.note_full(_TABLE, clock.now().timestamp() + _DOWN)
        return told


def unnamed(told: str) -> str:
    """Under what somebody is counted. Raises Unavailable."""
    return sealing.filed("counted", told)


def _value(name: str, call: Call) -> str:
    if name == ADDRESS:
        return network_of(call.address)
    if name == CUSTOMER:
        return call.customer
    where, _, field = name.partition(".")
    found = call.path.get(field, "") if where == "path" else getattr(call.body, field, None) or ""
    # Whatever case, width and outer blanks: one login is one subject.
    return unicodedata.normalize("NFKC", str(found)).strip().casefold()


def _applies(rule: Rule, call: Call) -> bool:
    return not rule.when or bool(getattr(call.body, rule.when, None))


def _count(rule: Rule, call: Call) -> int:
    found = getattr(call.body, rule.when, None) if rule.when else None
    return len(found) if isinstance(found, list) else 1


def _home(guard: Guard, call: Call) -> str:
    if guard.at_home is None and not guard.brings_home:
        return ""
    return unnamed(f"{_value('body.login', call)}\x1f{_value(ADDRESS, call)}")


def _is_home(home: str, now: float) -> bool:
    try:
        return bool(home) and counters.is_home(home, now)
    except counters.NotCounted:
        return False


def _refused(rule: Rule, window: Window, now: float) -> ShopError:
    left = window.left(now)
    refusal = TooManyRequests(f"Too many tries. Wait {math.ceil(left / 60)} minutes.", retry_after=left, code=rule.code)
    refusal.headers |= headers_of(rule.most, 0, left)
    return refusal
