"""All payments, newest first: of the shop, of a provider, by status (ADR 167).

What never changes is listed by an item beside the payment (`LISTED`: all in gsi1, those of a provider in `listed`), the status by the
payment itself, in `listed` under its provider. What gift cards and credit paid has no item more: the fact that says so is listed.
"""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.expressions.update import Action

from functions.payments.model.attempt import Attempt
from functions.payments.store.records import LISTED_SK, PAYMENT_SK, PaymentRecord, PaymentsTable, payment_pk
from functions.shared.plain import pages
from functions.shared.plain.bodies import load
from functions.shared.store.shards import listed_page, place
from functions.shared.store.transactions import Write, put_new

STEP = 2
"""Of the migration of the payments table: from then on all payments stand in these lists."""
_ALL = "PAYMENTS"


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
    of = [provider] if provider or not status else providers
    page = listed_page(
        PaymentRecord,
        *("#".join(filter(None, (_ALL, one, status))) for one in of),
        index="listed" if status or provider else "gsi1",
        sk=PAYMENT_SK,
        query={"list": "payments", "status": status, "provider": provider},
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    return pages.Page([one for one in page.data if status in (None, one.status)], page.next_cursor)


def _at(attempt: Attempt) -> str:
    return f"{attempt.created_at}#{attempt.id}"
