"""Face: what is sent to whom for a one-time code. Personal data and a secret: asked for when it is sent, never carried by events."""

from __future__ import annotations

from functions.customers.model.login import is_phone
from functions.customers.model.one_time_code import LASTS, Purpose
from functions.customers.store.records import CodeRecord, message_pk
from functions.customers.store.sealed_bodies import code_of
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find


@dataclass(frozen=True)
class CodeMessage:
    """`email` or `phone`; neither where there is nobody to tell. `minutes`: how long the code is good for."""

    email: str | None
    phone: str
    language: str
    purpose: str
    code: str
    minutes: int


def code_message(code_id: str) -> CodeMessage | None:
    """None when the code is over. One GetItem."""
    pk = message_pk(code_id)
    record = find(CodeRecord, pk, pk)
    if record is None:
        return None
    code = code_of(record)
    if code.expires_at <= times.iso(clock.now()):
        return None
    minutes = int(LASTS[Purpose(code.purpose)].total_seconds()) // 60
    email, phone = (None, code.sent_to) if is_phone(code.sent_to) else (code.sent_to or None, "")
    return CodeMessage(email, phone, code.language, code.purpose, code.code, minutes)
