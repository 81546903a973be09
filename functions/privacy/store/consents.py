"""Consents as they are stored: what counts now, under its version, and an event for each decision, which nobody changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from functions.privacy.model.consent import Consent, Purpose, after
from functions.privacy.store.records import CONSENT, ConsentRecord, consent_sk, consents_noted, person_pk
from functions.shared.events.contracts.customers import ConsentDecided
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.sealing import KEY_SK, Erased, KeyRecord, PrivacyTable, key_pk
from functions.shared.store.again import Overtaken, again
from functions.shared.store.listing import query_all
from functions.shared.store.records import find
from functions.shared.store.shards import spread
from functions.shared.store.transactions import Check, Put, Remember, Write, transact
from functions.shared.store.versions import locked_put


@dataclass(frozen=True)
class Noted:
    """All that counts now, and the purposes in which that is another than before: where something was said and nothing changed, it was so
    already, or a no of theirs stands."""

    counts: list[Consent]
    changed: list[Purpose]


def consents_of(person: str) -> list[Consent]:
    """Those that were ever decided on. One Query."""
    return [load(Consent, record.body) for record in _records(person)]


def still_agreed(person: str, purpose: Purpose) -> Check | None:
    """For a write that needs their consent: that it counts then as it does now. None: they did not agree, or took it back. One GetItem."""
    record = find(ConsentRecord, person_pk(person), consent_sk(purpose))
    if record is None or not load(Consent, record.body).given:
        return None
    return Check(ConsentRecord, record.pk, record.sk, ConsentRecord.version == int(record.version), Overtaken())


def note_consents(person: str, said: Sequence[Consent], *, actor: Actor, remember: Remember[list[Consent]]) -> Noted:
    """Keep what was said. Raises Erased (401)."""

    def once() -> Noted:
        records = {record.sk: record for record in _records(person)}
        known = {sk: load(Consent, record.body) for sk, record in records.items()}
        writes: list[Write] = [_still_there(person)]
        changed: list[Purpose] = []
        for one in said:
            sk = consent_sk(one.purpose)
            if (counts := after(known.get(sk), one)) is None:
                continue
            taken_back = sk in known and known[sk].given and not counts.given
            known[sk] = counts
            changed.append(counts.purpose)
            version = int(records[sk].version) if sk in records else 0
            item = ConsentRecord(pk=person_pk(person), sk=sk, kind="consent", body=dump(counts), version=version + 1)
            told = ConsentDecided(person, counts.purpose, counts.given, counts.text_version, counts.source, taken_back)
            writes += [locked_put(item, version), _listed(event_put(PrivacyTable, item.pk, told, subject=person, actor=actor), person)]
        transact([*writes, *remember(list(known.values()))])
        return Noted(list(known.values()), changed)

    return again(once)


def _listed(told: Put, person: str) -> Put:
    """With a place in the list of its month, for who exports a period (listed.py)."""
    told.record.due_pk, told.record.due_at = place_of_decision(person, str(told.record.sk))
    return told


def place_of_decision(person: str, sk: str) -> tuple[str, str]:
    """In the index `due`, of the event with that sort key."""
    at = sk.removeprefix("EVT#")
    return spread(consents_noted(at[:7]), person), at


def _records(person: str) -> Iterator[ConsentRecord]:
    return query_all(ConsentRecord, person_pk(person), range_condition=ConsentRecord.sk.startswith(CONSENT))


def _still_there(person: str) -> Check:
    """Whoever was erased is not brought back by what arrives later."""
    return Check(
        KeyRecord, key_pk(person), KEY_SK, KeyRecord.erased_at.does_not_exist(), Erased("This person's data was erased.", person=person)
    )
