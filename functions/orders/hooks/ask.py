"""One hook is asked: signed, once, within its time limit, at a public address only. It answers what was agreed, or it did not answer.

A process remembers an answer for some seconds, so that what is priced twice in one call, or is tried again because others wrote at the
same moment, is asked once and cannot be answered in two ways.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from functions.orders.model.hooks.circuit import Circuit, Standing
from functions.orders.model.hooks.rules import Hook, HookKind
from functions.orders.store.hooks.circuits import circuit, claim, note
from functions.orders.store.rules_store import shop_rules
from functions.shared.outside import clock, fresh, guarded
from functions.shared.outside.observability import alarmed, correlation_id, fact, trace_headers
from functions.shared.outside.outbound import HttpAnswer, NoAnswer
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.standard_webhooks import signed
from functions.shared.sealing.signing_secrets import living_secrets

LARGEST = 256 * 1024
"""Bytes of an answer. One that is larger is none."""
REMEMBER, REMEMBER_FAILURE = 10.0, 3.0
_MOST_REMEMBERED = 200
_HEADERS = {"Content-Type": "application/json", "User-Agent": "serverless-commerce-hooks"}

T = TypeVar("T")
Read = Callable[[Mapping[str, Any]], T]
_remembered: dict[tuple[str, str, str], tuple[float, Any]] = {}


class HookFailed(Exception):
    """It gave no answer that counts: `reason` is a stable word."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class _Failure:
    reason: str


def ask(kind: HookKind, hook: Hook, question: Mapping[str, Any], read: Read[T]) -> T:
    """What `read` makes of its answer; its ValueError says that the answer does not count. Raises HookFailed.

    No request to the tables while it answers, but for the state of its circuit every five seconds.
    """
    text = json.dumps({"hook": kind.value, "data": question}, sort_keys=True, ensure_ascii=False)
    key = (kind.value, hook.url, text)
    until, kept = _remembered.get(key, (0.0, None))
    if time.monotonic() >= until:
        try:
            kept = _asked(kind, hook, text, read)
        except HookFailed as failed:
            kept = _Failure(failed.reason)
        _remember(key, kept)
    if isinstance(kept, _Failure):
        raise HookFailed(kept.reason)
    return cast("T", kept)


def forget() -> None:
    """For tests: every question is asked again."""
    _remembered.clear()


def _remember(key: tuple[str, str, str], kept: Any) -> None:
    if len(_remembered) >= _MOST_REMEMBERED:
        _remembered.clear()
    _remembered[key] = (time.monotonic() + (REMEMBER_FAILURE if isinstance(kept, _Failure) else REMEMBER), kept)


def _asked(kind: HookKind, hook: Hook, text: str, read: Read[T]) -> T:
    def is_due(found: Circuit) -> bool:
        return found.standing(_now()) is Standing.HALF_OPEN

    known = circuit(kind, hook.url)
    if known.standing(_now()) is Standing.OPEN:
        raise HookFailed("circuit_open")
    if is_due(known) and not claim(kind, hook.url, is_due, lambda found: found.claimed(_now())):
        raise HookFailed("circuit_open")
    started = time.perf_counter()
    try:
        answer = _understood(_called(kind, hook, text), read)
    except HookFailed as failed:
        took = round((time.perf_counter() - started) * 1000)
        fact("hook.failed", hook=kind.value, reason=failed.reason, detail=failed.detail, took_ms=took)
        _note_failure(kind, hook)
        raise
    if known.failures:
        note(kind, hook.url, lambda _: Circuit())
        fact("hook.well_again", hook=kind.value)
    return answer


def _note_failure(kind: HookKind, hook: Hook) -> None:
    after = note(kind, hook.url, lambda found: found.failed(_now()))
    if after.standing(_now()) is Standing.OPEN:
        alarmed("hook.circuit_open", hook=kind.value, seconds=round(after.rest))


def _understood(said: Mapping[str, Any], read: Read[T]) -> T:
    """The detail is a sentence about the answer, cut to the length of one."""
    try:
        return read(said)
    except ValueError as wrong:
        raise HookFailed("wrong_answer", str(wrong)[:200]) from wrong


def _called(kind: HookKind, hook: Hook, text: str) -> Mapping[str, Any]:
    try:
        secrets = living_secrets(shop_rules().hook_secrets.of(kind))
    except Unavailable as unreadable:
        raise HookFailed(unreadable.code) from unreadable
    if not secrets:
        raise HookFailed("secret_missing")
    headers = signed(secrets, fresh.new_id("hook"), int(_now()), text)
    try:
        answered = guarded.post(
            hook.url,
            text.encode(),
            {**_HEADERS, **trace_headers(correlation_id()), **headers},
            seconds=hook.seconds,
            largest=LARGEST + 1,
        )
        if answered.status != 200:
            raise HookFailed(f"status_{answered.status}")
        if len(answered.body) > LARGEST:
            raise HookFailed("too_large")
        return HttpAnswer(200, answered.body).json()
    except (guarded.NotSent, guarded.NotAnswered) as wrong:
        raise HookFailed(wrong.reason) from wrong
    except NoAnswer as wrong:
        raise HookFailed("not_json") from wrong


def _now() -> float:
    return clock.now().timestamp()
