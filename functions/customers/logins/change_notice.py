"""Face: what the former address is told of a change. Personal data: asked for when it is sent, never carried by events."""

from __future__ import annotations

from functions.customers.model.contact_change import ContactKind
from functions.customers.model.login import is_phone
from functions.customers.store.records import ContactChangeRecord, contact_change_sk, customer_pk
from functions.customers.store.sealed_bodies import change_in
from functions.shared.contact.masking import masked_email, masked_phone
from functions.shared.plain.deferred import dataclass
from functions.shared.sealing import Erased
from functions.shared.store.records import find


@dataclass(frozen=True)
class ChangeNotice:
    """To `email` or `phone`, what was theirs before, or the other that they have; neither where there is nobody to tell. `now`: masked."""

    email: str | None
    phone: str
    language: str
    contact: str
    now: str


def change_notice(customer_id: str, contact: str, change_id: str) -> ChangeNotice | None:
    """None for a change that another has followed, and for who was erased. One GetItem."""
    record = find(ContactChangeRecord, customer_pk(customer_id), contact_change_sk(contact))
    if record is None or record.body is None:
        return None
    try:
        change = change_in(record)
    except Erased:
        return None
    if change.id != change_id:
        return None
    to, now = change.old or change.owner, masked_email(change.new) if change.kind is ContactKind.EMAIL else masked_phone(change.new)
    email, phone = (None, to) if is_phone(to) else (to or None, "")
    return ChangeNotice(email, phone, change.language, change.kind.value, now)
