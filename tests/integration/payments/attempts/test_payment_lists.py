"""Console, ADR 167: payments of the shop, newest first, by status and provider: a page reads what it shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from benchmarks.lists.counted import counted
from benchmarks.lists.likeness import put_all
from functions.payments.app import app
from functions.payments.store.payment_lists import STEP, constant_places, status_place
from functions.payments.store.records import LISTED_SK, PAYMENT_SK, LedgerRecord, PaymentRecord, PaymentsTable, payment_pk
from functions.payments.store.repository import attempt_of
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.store import shards
from infra.migrate import is_marked, migrate
from tests.integration.payments.shop import Shop, told
from tests.support.http import Client
from tests.support.identity import bearer

URL = "/v1/admin/payments"


def ids(shop: Shop, query: str = "") -> list[str]:
    """Of all pages, in their order."""
    found, cursor = [], ""
    while True:
        page = shop.finance.get(f"{URL}?limit=3{query}{cursor}")
        assert page.status == 200, page.text
        found += [one["id"] for one in page.json["data"]]
        if not page.json["next_cursor"]:
            return found
        cursor = f"&cursor={page.json['next_cursor']}"


def started(shop: Shop, count: int) -> list[str]:
    """Newest first."""
    made = []
    for minute in range(count):
        with clock.frozen(clock.now() + timedelta(seconds=minute)):
            made.append(shop.pay(order_id=shop.place(minutes=100)).json["id"])
    return made[::-1]


def test_all_are_listed_newest_first_and_move_with_their_status(shop: Shop) -> None:
    made = started(shop, 7)
    assert ids(shop) == ids(shop, "&status=pending") == ids(shop, "&provider=sandbox") == made
    assert ids(shop, "&status=captured") == ids(shop, "&provider=alipay") == []
    shop.webhook(told(shop.payment(made[2]), key="sbxevt_1"))
    shop.work()
    assert ids(shop, "&status=captured") == ids(shop, "&status=captured&provider=sandbox") == [made[2]]
    assert ids(shop, "&status=pending") == [one for one in made if one != made[2]]
    assert ids(shop) == made
    of_order = shop.payment(made[2])["order_id"]
    assert ids(shop, f"&order={of_order}") == ids(shop, f"&order={of_order}&status=captured&provider=sandbox") == [made[2]]
    assert ids(shop, f"&order={of_order}&status=failed") == ids(shop, f"&order={of_order}&provider=stripe") == []


def test_of_two_thousand_a_page_reads_what_it_shows(shop: Shop) -> None:
    """Of a thousand payments one failed, and one was by another provider."""
    (one,) = started(shop, 1)
    record = PaymentRecord.get(payment_pk(one), PAYMENT_SK)
    attempt = attempt_of(record)
    items: list[Any] = []
    for number in range(2_000):
        at = times.iso(clock.now() + timedelta(minutes=number))
        like = replace(
            attempt, id=fresh.new_id("pay"), created_at=at, expires_at=at, provider="alipay" if number % 1_000 == 7 else "sandbox"
        )
        item, status = record.copied(), "failed" if number % 1_000 == 9 else "captured"
        item.pk, item.body, item.status = payment_pk(like.id), dump(like), status
        item.listed_pk, item.listed_sk = status_place(like, status)
        items += [item, PaymentsTable(pk=item.pk, sk=LISTED_SK, kind="payment_listed", **constant_places(like))]
    put_all(items)
    for query, shown in (
        ("", 25), ("&status=failed", 2), ("&provider=alipay", 2), ("&status=captured", 25), ("&status=failed&provider=alipay", 0),
        ("&provider=sandbox&status=captured", 25), ("&status=voided", 0),
    ):  # fmt: skip
        shop.finance.get(f"{URL}?limit=25{query}")
        with counted() as read:
            page = shop.finance.get(f"{URL}?limit=25{query}").json["data"]
        assert len(page) == shown, query
        # Of many lists each is asked for its share of 8, and one that has more on the page again; of few each for the page.
        lists, share = (4 * 8, 8) if "status" in query and "provider" not in query else (4, 26)
        again = read.requests["Query"] - lists
        assert 0 <= again <= (4 if shown == 25 and share == 8 else 0), (query, read)
        assert read.rows <= (2 * shown if shown < 25 else 25 + share * (4 + again) + 2), (query, read)


def test_payments_and_ledger_of_before_are_listed_by_the_migration(shop: Shop) -> None:
    made = started(shop, 4)
    shop.webhook(told(shop.payment(made[0]), key="sbxevt_1"))
    shop.work()
    for one in PaymentRecord.scan(PaymentsTable.kind == "payment"):
        one.update([PaymentRecord.listed_pk.remove(), PaymentRecord.listed_sk.remove()])
    for item in PaymentsTable.scan(PaymentsTable.kind == "payment_listed"):
        item.delete()
    for entry in LedgerRecord.scan(PaymentsTable.kind == "ledger"):
        day = (entry.gsi2sk or "")[:10]
        entry.update([LedgerRecord.gsi2pk.set(shards.spread(f"BOOKED#{day}", entry.pk))])
    ledger = shop.finance.get("/v1/admin/ledger").json
    assert len(ledger["data"]) == 1
    client = boto3.client("dynamodb")
    migrate(client, "payments", "payments")
    shards.forget()
    assert is_marked(client, "payments", "payments")
    assert ids(shop) == ids(shop, "&provider=sandbox") == made
    assert (ids(shop, "&status=captured"), ids(shop, "&status=pending")) == (made[:1], made[1:])
    assert shop.finance.get("/v1/admin/ledger").json == ledger


def test_the_ledger_without_dates_asks_for_its_months(shop: Shop) -> None:
    """A month of an idle shop: two lists of four shards, not one for each day and provider; and the number of its order."""
    PaymentsTable(pk=shards.MIGRATED[0], sk=shards.MIGRATED[1], kind="mark", version=STEP).save()
    shards.forget()
    shop.webhook(told(shop.pay().json, key="sbxevt_1"))
    shop.work()
    shop.finance.get("/v1/admin/ledger")
    with counted() as read:
        assert len(shop.finance.get("/v1/admin/ledger?limit=25").json["data"]) == 1
    assert (read.requests["Query"], read.requests["BatchGetItem"], read.rows) == (8, 1, 2)


@pytest.mark.parametrize(("query", "status"), [("status=paid", 422), ("provider=%F0%9F%92%A9", 422), ("cursor=x", 400), ("limit=0", 422)])
def test_what_cannot_be_asked_is_refused(shop: Shop, query: str, status: int) -> None:
    assert shop.finance.get(f"{URL}?{query}").status == status


def test_who_may_not_see_payments_sees_none(shop: Shop) -> None:
    assert Client(app, bearer("warehouse")).get(URL).status == 403
    assert shop.door.get(URL).status == 401
