"""All payments, newest first: of the shop, of a provider, by status (ADR 167).

What never changes is listed by an item beside the payment (`LISTED`: all in gsi1, those of a provider in `listed`), the status by the
payment itself, in `listed` under its provider. What gift cards and credit paid has no item more: the fact that says so is listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import merge
from itertools import islice
from operator import attrgetter

from pynamodb.expressions.update import Action

from functions.payments.model.attempt import Attempt
from functions.payments.store.records import LISTED_SK, PAYMENT_SK, PaymentRecord, PaymentsTable, payment_pk
from functions.shared.plain import pages
from functions.shared.plain.bodies import load
from functions.shared.store.records import find_many
from functions.shared.store.shards import cursor_at, place, position_of, rows
from functions.shared.store.transactions import Write, put_new

STEP = 2
"""Of the migration of the payments table: from then on all payments stand in these lists."""
_ALL, _OWN = "PAYMENTS", "listed_"


def status_place(attempt: Attempt, status: str) -> tuple[str, str]:
    """(listed_pk, listed_sk) of the payment."""
    return place(f"{_ALL}#{attempt.provider}#{status}", _at(attempt), of=attempt.id)


def status_actions(attempt: Attempt, status: str) -> list[Action]:
    pk, sk = status_place(attempt, status)
    return [PaymentRecord.listed_pk.set(pk), PaymentRecord.listed_sk.set(sk)]


def constant_places(attempt: Attempt) -> dict[str, str]:
    """The keys of the item by which it is listed whatever becomes of it."""
    (gsi1pk, gsi1sk), (listed_pk, listed_sk) = (
        place(name, _at(attempt), of=attempt.id) for name in (_ALL, f"{_ALL}#{attempt.provider}")
    )  # fmt: skip
    return {"gsi1pk": gsi1pk, "gsi1sk": gsi1sk, "listed_pk": listed_pk, "listed_sk": listed_sk}


def payment_places_of(body: str, status: str) -> tuple[dict[str, str], dict[str, str]]:
    """The keys of the payment of this body and status, and of the item beside it."""
    attempt = load(Attempt, body)
    pk, sk = status_place(attempt, status)
    return {"listed_pk": pk, "listed_sk": sk}, constant_places(attempt)


def listed_put(attempt: Attempt) -> Write:
    return put_new(PaymentsTable(pk=payment_pk(attempt.id), sk=LISTED_SK, kind="payment_listed", **constant_places(attempt)))


def payments_listed(
    providers: Sequence[str], *, status: str | None, provider: str | None, limit: int, cursor: str | None
) -> pages.Page[PaymentRecord]:
    """Four Queries; of a status without a provider four for each of `providers`. The index may lag: the
    payment says its status."""
    query = {"list": "payments", "status": status, "provider": provider}
    after = position_of(pages.decode(cursor, query), former=_OWN)
    index = "listed" if status or provider else "gsi1"
    of = [provider] if provider or not status else providers
    lists = [
        rows(PaymentsTable, "#".join(filter(None, (_ALL, one, status))), index=index, after=after, newest_first=True, page_size=limit + 1)
        for one in of
    ]
    found = list(islice(merge(*lists, key=attrgetter("at"), reverse=True), limit + 1))
    shown = found[:limit]
    records = find_many({PaymentRecord: [(row.pk, PAYMENT_SK) for row in shown]}) if shown else {}
    data = [record for row in shown if isinstance(record := records.get((PaymentRecord, row.pk, PAYMENT_SK)), PaymentRecord)]
    position = cursor_at(shown[-1], former=_OWN) if len(found) > limit else None
    return pages.Page([one for one in data if status in (None, one.status)], pages.encode(position, query) if position else None)


def _at(attempt: Attempt) -> str:
    return f"{attempt.created_at}#{attempt.id}"
