"""Wanting another address or number: one code goes to the new one, one to whose the account is.

The new one is not looked up: whether it is somebody else's login is told to nobody who does not read it.
"""

from __future__ import annotations

from functions.customers.factors.asked import ask_fresh, ask_recent
from functions.customers.model.contact_change import KEPT, ChangeState, ContactChange, ContactKind
from functions.customers.model.one_time_code import LASTS, Purpose
from functions.customers.profile.profile import own_record
from functions.customers.store import codes, cognito
from functions.customers.store.own_session import OwnSession
from functions.customers.store.records import ContactChangeRecord, contact_change_sk
from functions.customers.store.sealed_bodies import change_body, customer_of
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.plain.ids import customer_id
from functions.shared.store.transactions import Put


def ask_change(own: OwnSession, token: str, kind: ContactKind, new: str) -> ContactChange:
    """Raises Invalid (422 `unchanged`), Forbidden (403 `sign_in_again`, `challenge_required`), Conflict (409 `change_unfinished`),
    TooManyRequests (429)."""
    person = customer_id(own.subject)
    record = own_record(person, token)
    contacts = cognito.contacts_of(own.subject)
    if contacts.of(kind) == new:
        raise Invalid.field(f"/{kind}", "unchanged", "This is what you sign in with already.")
    owner = contacts.owner(kind)
    ask_fresh(own)
    if not owner:
        ask_recent(own)
    now = clock.now()
    change = ContactChange(
        id=fresh.new_id("chg"),
        kind=kind,
        new=new,
        old=contacts.of(kind),
        owner=owner,
        language=customer_of(record).language,
        expires_at=times.iso(now + LASTS[Purpose.NEW_CONTACT]),
    )
    waiting = ContactChangeRecord(
        pk=record.pk, sk=contact_change_sk(kind), kind="contact_change", body=change_body(person, change), state=ChangeState.OPEN.value,
        ttl=int((now + KEPT).timestamp()),
    )  # fmt: skip
    unfinished = Conflict("A change was proven and is not finished: confirm it first.", code="change_unfinished")
    idle = ContactChangeRecord.pk.does_not_exist() | (ContactChangeRecord.state.is_in(ChangeState.OPEN.value, ChangeState.DONE.value))
    scope = change_scope(person, kind)
    kept = [Put(waiting, idle, unfinished)]
    codes.send(Purpose.NEW_CONTACT, new, sent_to=new, language=change.language, scope=scope, along=kept)
    if owner:
        codes.send(Purpose.OWN_CONTACT, owner, sent_to=owner, language=change.language, scope=scope)
    return change


def change_scope(person: str, kind: ContactKind) -> str:
    """Whose codes these are: nobody else's open the change, and those of another change neither."""
    return f"{person}|{kind}"
