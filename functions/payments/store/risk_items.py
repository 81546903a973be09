"""What risk is judged by, as it is stored. Whoever is counted stands in the key as a keyed hash (`look_up`), and every item has an end.

Counts and histories move in the transactions of the facts that they are of (an attempt's beginning, a decline, money that came), so a fact
that is told again counts once. What many share is cut into shards, of which a reader reads all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeSetAttribute

from functions.payments.model.risk.assessment import ADDRESS, PLACE, WINDOWS, Assessment
from functions.payments.model.risk.facts import Counts, Person
from functions.payments.store.records import PaymentsTable, payment_pk
from functions.shared.limits.windows import Window, window_at
from functions.shared.outside import clock
from functions.shared.plain.bodies import dump
from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record
from functions.shared.store.shards import place, spread
from functions.shared.store.transactions import Put

SETTINGS_KEY = "RISK_SETTINGS"
ASSESSMENT_SK = "PRISK"
PERSON_SK = "PERSON"
ASSESSED = "ASSESSED"
SHARDS: Mapping[str, int] = {ADDRESS: 4, PLACE: 4}
"""Of what many buyers share; SHARDS of the kernel's lists is as many."""
DAY = 86_400
KEPT = 400 * DAY
"""Disputes come up to four months after a payment, and are remembered for a year of sales."""
Key = tuple[str, str]
Found = Mapping[tuple[type[Record], str, str], Record]


class RiskCountRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")

    orders = NumberAttribute(default=0)
    declines = NumberAttribute(default=0)
    small = NumberAttribute(default=0)
    strangers = NumberAttribute(default=0)
    cards = UnicodeSetAttribute(null=True)


class RiskPersonRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")

    paid = NumberAttribute(default=0)
    spent = NumberAttribute(default=0)
    refunds = NumberAttribute(default=0)
    disputes = NumberAttribute(default=0)
    places = UnicodeSetAttribute(null=True)
    devices = UnicodeSetAttribute(null=True)


class AssessmentRecord(PaymentsTable):
    """listed: all of them, by time."""

    class Meta:
        table_name = table_name("payments")


def running(kind: str, subject: str) -> Window:
    return window_at(clock.now().timestamp(), WINDOWS[kind], subject)


def count_keys(kind: str, subject: str) -> list[Key]:
    """Of the running window."""
    end = str(running(kind, subject).end)
    return [(pk, end) for pk in _partitions(kind, subject)]


def count_key(kind: str, subject: str, of: str) -> Key:
    """Where what is called `of` is counted."""
    name = f"RISK#{kind}#{subject}"
    return (spread(name, of) if kind in SHARDS else name), str(running(kind, subject).end)


def _partitions(kind: str, subject: str) -> list[str]:
    name = f"RISK#{kind}#{subject}"
    return [f"{name}#{shard}" for shard in range(SHARDS[kind])] if kind in SHARDS else [name]


def counts_in(found: Found, kind: str, subject: str) -> Counts:
    records = [one for key in count_keys(kind, subject) if isinstance(one := found.get((RiskCountRecord, *key)), RiskCountRecord)]
    return Counts(*(sum(int(getattr(one, name)) for one in records) for name in ("orders", "declines", "small", "strangers")))


def person_keys(person: str, currency: str) -> list[Key]:
    return [(person_pk(person), PERSON_SK), (person_pk(person), spent_sk(currency))] if person else []


def person_pk(person: str) -> str:
    return f"RISK#person#{person}"


def spent_sk(currency: str) -> str:
    return f"SPENT#{currency}"


def person_in(found: Found, person: str, currency: str, now: datetime) -> Person:
    """Nobody, once their time is over: DynamoDB takes items away later than that."""
    whole, spent = (found.get((RiskPersonRecord, *key)) for key in person_keys(person, currency)) if person else (None, None)
    if not isinstance(whole, RiskPersonRecord) or (whole.ttl or 0) <= now.timestamp():
        return Person()
    money = spent if isinstance(spent, RiskPersonRecord) else RiskPersonRecord()
    return Person(
        paid=int(whole.paid),
        spent=int(money.spent),
        paid_in_currency=int(money.paid),
        refunds=int(whole.refunds),
        disputes=int(whole.disputes),
        places=frozenset(whole.places or ()),
        devices=frozenset(whole.devices or ()),
    )


def assessment_put(assessment: Assessment) -> Put:
    listed_pk, listed_sk = place(ASSESSED, f"{assessment.at}#{assessment.payment_id}", of=assessment.payment_id)
    item = AssessmentRecord(
        pk=payment_pk(assessment.payment_id),
        sk=ASSESSMENT_SK,
        kind="assessment",
        body=dump(assessment),
        ttl=int(clock.now().timestamp()) + KEPT,
        listed_pk=listed_pk,
        listed_sk=listed_sk,
    )
    return Put(item)
