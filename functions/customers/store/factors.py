"""Second factors as they are kept. An answer is counted by a conditional write before it is compared, and a right one is used up by
another: a code works once, and so many wrong ones are so many, however many come at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pynamodb.expressions.update import Action

from functions.customers.model.factors import MOST_WRONG, PAUSE, Factors, code_hash, step_of
from functions.customers.store.records import FACTORS_SK, FactorsRecord, customer_pk
from functions.shared.outside import clock
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid, TooManyRequests
from functions.shared.sealing import opened
from functions.shared.store.records import find
from functions.shared.store.transactions import Update, Write, transact

APP_SECRET = "app_secret"  # noqa: S105 - what is sealed


@dataclass(frozen=True)
class Known:
    """What somebody has. `version`: of the item."""

    person: str
    factors: Factors
    version: int
    recovery: Collection[str]


def known_factors(person: str) -> Known | None:
    """None for who has none. One GetItem, consistent: nobody comes in by what was true a moment ago."""
    record = find(FactorsRecord, customer_pk(person), FACTORS_SK)
    if record is None or record.body is None:
        return None
    return Known(person, load(Factors, record.body), int(record.version), frozenset(record.recovery or ()))


def take_try(person: str) -> None:
    """Raises TooManyRequests (429 `too_many_attempts`)."""
    now = clock.now().timestamp()
    wrong, at = FactorsRecord.wrong, FactorsRecord.wrong_at
    room = (wrong < MOST_WRONG) | (at < int(now - PAUSE.total_seconds()))
    full = TooManyRequests("Too many wrong answers. Wait a little.", retry_after=int(PAUSE.total_seconds()), code="too_many_attempts")
    counted = [wrong.add(1), at.set(int(now))]
    transact([Update(FactorsRecord, customer_pk(person), FACTORS_SK, counted, FactorsRecord.pk.exists() & room, full)])


def use_app_code(known: Known, code: str, pointer: str = "/answer") -> None:
    """Of a try that was taken. Raises Invalid (422 `invalid_code`), also for a code that was used before."""
    app = known.factors.app
    step = step_of(opened(known.person, APP_SECRET, app.sealed), code, clock.now()) if app is not None else None
    if step is None:
        raise wrong_code(pointer)
    transact([_used(known, [FactorsRecord.last_step.set(step)], pointer, step=step)])


def use_recovery_code(known: Known, typed: str, *besides: Write, pointer: str = "/answer") -> None:
    """Of a try that was taken. Raises Invalid (422 `invalid_code`), also for a code that was used before."""
    one = code_hash(known.person, typed)
    if one not in known.recovery:
        raise wrong_code(pointer)
    transact([_used(known, [FactorsRecord.recovery.delete({one})], pointer, recovery=one), *besides])


def wrong_code(pointer: str) -> Invalid:
    return Invalid.field(pointer, "invalid_code", "The code is wrong or was used already.")


def _used(known: Known, actions: Sequence[Action], pointer: str, *, step: int | None = None, recovery: str = "") -> Update:
    """Uses up what was right, once, of the factors that were read; wrong answers before it are forgotten."""
    same = FactorsRecord.version == known.version
    if step is not None:
        same &= FactorsRecord.last_step.does_not_exist() | (FactorsRecord.last_step < step)
    if recovery:
        same &= FactorsRecord.recovery.contains(recovery)
    done = [*actions, FactorsRecord.wrong.set(0)]
    return Update(FactorsRecord, customer_pk(known.person), FACTORS_SK, done, same, wrong_code(pointer))
