"""Whether the seller's session at the tax bureau lasts, as far as the shop knows: told to staff once when it is over."""

from __future__ import annotations

from functions.invoices.model.legal_entity import LegalEntity
from functions.invoices.store.records import LOGIN_SK, LoginRecord, login_pk
from functions.shared.events.contracts.invoices import FapiaoLoginExpired
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, transact
from functions.shared.store.versions import locked_put


@dataclass(frozen=True)
class Login:
    """`expired_at`: since when it is over; empty while it lasts."""

    expired_at: str = ""


def _kept(entity_id: str) -> tuple[Login, int]:
    record = find(LoginRecord, login_pk(entity_id), LOGIN_SK)
    return (load(Login, record.body), int(record.version)) if record else (Login(), 0)


def login_of(entity_id: str) -> Login:
    return _kept(entity_id)[0]


def _put(entity_id: str, login: Login, version: int) -> Put:
    return locked_put(LoginRecord(pk=login_pk(entity_id), sk=LOGIN_SK, kind="login", version=version + 1, body=dump(login)), version)


def expired_writes(entity: LegalEntity) -> list[Put]:
    """That it is over, told once. The transaction raises Overtaken."""
    login, version = _kept(entity.id)
    if login.expired_at:
        return []
    now = times.iso(clock.now())
    told = FapiaoLoginExpired(entity.id, entity.name, entity.fapiao_provider)
    event = event_put(LoginRecord, login_pk(entity.id), told, subject=entity.id, actor=SYSTEM, cause=f"expired {now}")
    return [_put(entity.id, Login(now), version), event]


def note_signed_in(entity_id: str) -> None:
    """A GetItem, if the session was not known to be over."""

    def attempt() -> None:
        login, version = _kept(entity_id)
        if login.expired_at:
            transact([_put(entity_id, Login(), version)])

    again(attempt)
