"""Codes that wait. A try is counted by a conditional write before anything is compared, and a right code is used up by another: so five
tries are five, and one code is one success, however many come at once."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from datetime import timedelta

from functions.customers.model.one_time_code import LASTS, MOST_PER_HOUR, MOST_TRIES, OneTimeCode, Purpose
from functions.customers.store.login_keys import code_places
from functions.customers.store.records import CODE_SK, CodeRecord, CustomersTable, hour_sk, message_pk
from functions.customers.store.sealed_bodies import code_body, code_of
from functions.shared.events.contracts.customers import CodeRequested
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import ShopError, TooManyRequests, Unauthenticated
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, Update, Write, put_new, transact

_HOUR = timedelta(hours=1)


def send(purpose: Purpose, login: str, *, sent_to: str, language: str, scope: str = "", along: Sequence[Write] = ()) -> None:
    """Keep a new code in place of the one before, with the writes `along`, and have it sent. Raises TooManyRequests (429
    `too_many_attempts`)."""
    now = clock.now()
    code = OneTimeCode(
        id=fresh.new_id("otp"),
        purpose=purpose,
        login=login,
        sent_to=sent_to,
        code=f"{secrets.randbelow(10**6):06}",
        language=language,
        expires_at=times.iso(now + LASTS[purpose]),
        scope=scope,
    )
    pk, message, ends = code_places(purpose, login, scope)[0], message_pk(code.id), int((now + LASTS[purpose]).timestamp())
    count = CodeRecord.tries
    room = count.does_not_exist() | (count < MOST_PER_HOUR)
    full = TooManyRequests(
        "Too many codes were asked for. Wait a little.", retry_after=int(_HOUR.total_seconds()), code="too_many_attempts"
    )
    counted = [count.add(1), CodeRecord.ttl.set(int((now + 2 * _HOUR).timestamp())), CodeRecord.kind.set("codes_of_hour")]
    transact(
        [
            Put(CodeRecord(pk=pk, sk=CODE_SK, kind="code", body=code_body(code, pk, CODE_SK), ttl=ends)),
            put_new(CodeRecord(pk=message, sk=message, kind="code_message", body=code_body(code, message, message), ttl=ends)),
            Update(CodeRecord, pk, hour_sk(now), counted, room, full),
            event_put(CustomersTable, message, CodeRequested(code.id, purpose), subject=code.id, actor=Actor("guest", "")),
            *along,
        ]
    )


@dataclass(frozen=True)
class Given:
    """A code that somebody sent back."""

    purpose: Purpose
    login: str
    code: str
    scope: str = ""


def use(purpose: Purpose, login: str, given: str, *, scope: str = "", wrong: ShopError) -> OneTimeCode:
    """The code, which was right and is used up. Raises `wrong` for a wrong one or none, TooManyRequests when all tries are taken."""
    return use_all([Given(purpose, login, given, scope)], wrong=wrong)[0]


def use_all(given: Sequence[Given], *, wrong: ShopError, along: Sequence[Write] = ()) -> list[OneTimeCode]:
    """All were right, and are used up together with the writes `along`; else a try of each is taken and none is used. Raises as `use`
    does, and what `along` does."""
    known = [_waiting(one, wrong) for one in given]
    none_left = TooManyRequests("All tries of this code are used. Ask for a new one.", code="too_many_attempts")
    same = [CodeRecord.body == record.body for record, _ in known]
    tried = [
        Update(CodeRecord, record.pk, CODE_SK, [CodeRecord.tries.add(1)], unchanged & (CodeRecord.tries < MOST_TRIES), none_left)
        for (record, _), unchanged in zip(known, same, strict=True)
    ]
    transact(tried)
    # As bytes: texts outside ASCII are refused there, and people paste anything into the field of a code.
    right = [hmac.compare_digest(code.code.encode(), one.code.encode()) for one, (_, code) in zip(given, known, strict=True)]
    if not all(right):
        raise wrong
    used = [
        Update(CodeRecord, record.pk, CODE_SK, [CodeRecord.body.remove()], unchanged, wrong)
        for (record, _), unchanged in zip(known, same, strict=True)
    ]
    transact([*used, *along])
    return [code for _, code in known]


def _waiting(given: Given, wrong: ShopError) -> tuple[CodeRecord, OneTimeCode]:
    places = code_places(given.purpose, given.login, given.scope)
    record = next((found for pk in places if (found := find(CodeRecord, pk, CODE_SK)) is not None), None)
    code = code_of(record) if record is not None and record.body else None
    if record is None or code is None or code.expires_at <= times.iso(clock.now()):
        raise wrong
    return record, code


def wrong_at_sign_in() -> Unauthenticated:
    """One answer for a wrong, used or expired code and for a login that asked for none."""
    return Unauthenticated("The code is wrong, used or expired. Ask for a new one.", code="invalid_code")
