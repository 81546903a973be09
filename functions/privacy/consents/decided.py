"""A decision as it came in, noted."""

from __future__ import annotations

from functions.privacy.consents.schemas import ConsentsIn, PersonConsentsIn, PersonQuery
from functions.privacy.model.consent import Consent, Source
from functions.privacy.store.consents import note_consents
from functions.privacy.store.look_ups import email_key
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.transactions import Remember


def decide(person: str, asked: ConsentsIn, source: Source, *, actor: Actor, remember: Remember[list[Consent]]) -> list[Consent]:
    """What counts then. Raises Erased (401)."""
    now = times.iso(clock.now())
    said = [Consent(one.purpose, one.given, one.text_version, source, now) for one in asked.consents]
    return note_consents(person, said, actor=actor, remember=remember).counts


def person_of(named: PersonQuery | PersonConsentsIn) -> str:
    """Raises Unavailable while there is no key for addresses."""
    return named.customer_id or email_key(named.email or "")
