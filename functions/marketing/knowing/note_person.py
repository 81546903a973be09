"""What is known of somebody beside their orders: asked for when a change is told, so that what comes late says what is true now."""

from __future__ import annotations

from dataclasses import replace

from functions.customers import choosing_facts
from functions.marketing.store.people import known_of, known_put, still_there
from functions.privacy import consents_of
from functions.shared.events.envelope import Envelope
from functions.shared.plain import ids
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import transact

_SUBSCRIBER = "eml_"


def note_person(envelope: Envelope) -> None:
    person = str(envelope.data.get("customer_id") or envelope.data.get("person") or "")
    note(person)


def note(person: str) -> None:
    """A customer, or the key of an address. Anybody else (a guest's order) is nobody who can be chosen."""
    if not (ids.is_id("cus", person) or person.startswith(_SUBSCRIBER)):
        return
    try:
        again(lambda: _note(person))
    except Erased:
        return


def _note(person: str) -> None:
    # What is kept is read before what it is made of: whoever writes last has read what the others were told.
    known = known_of(person)
    consents = sorted(str(one.purpose) for one in consents_of(person) if one.given)
    after = known.consenting(consents)
    if known.has_account:
        facts = choosing_facts(person)
        if facts is None:
            return
        after = replace(
            after, language=facts.language, registered_at=facts.registered_at, birth_month=facts.birth_month,
            born_from=facts.born_from, gender=facts.gender,
        )  # fmt: skip
    if after != known or not known.version:
        transact([still_there(person), known_put(after)])
