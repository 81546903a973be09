"""Numbers without gaps: many at once, with conflicts, over New Year, repeated."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.invoices.documents.files import file_of
from functions.invoices.issuing import issue as issue_module
from functions.invoices.issuing.follow_order import ATTEMPTS
from functions.invoices.issuing.issue import Of, issue
from functions.invoices.model.document import Document, Kind
from functions.invoices.model.due import Draft
from functions.invoices.model.legal_entity import LegalEntity
from functions.invoices.model.rows import Row
from functions.invoices.store.documents import account_of
from functions.invoices.store.file_keys import Form
from functions.shared.outside import clock, pauses
from functions.shared.store.again import again
from functions.shared.store.records import connection
from tests.support.buckets import data_bucket
from tests.support.races import in_between
from tests.unit.invoices.papers import BUYER

BERLIN = LegalEntity("de", "Example GmbH", "Hafenstr. 1", "Hamburg", "20457", "DE", "Europe/Berlin", vat_number="DE136695976")
ROWS = [Row("a", "Cup", 1, 100, 19, "0.19", "VAT", included=True)]


def issued(order: int, kind: Kind = Kind.INVOICE, entity: LegalEntity = BERLIN) -> Document:
    """As the follower does it: what was issued before is answered again."""
    order_id = f"ord_{order}"

    def attempt() -> Document:
        account = account_of(order_id)
        if account.documents:
            return account.documents[0]
        draft = Draft(kind, "order", ROWS)
        return issue(account, [(draft, Of(order_id, str(order), "EUR", "en", BUYER, 119))], entity)[0]

    return again(attempt, attempts=ATTEMPTS)


@contextmanager
def conflicts(share: float, seed: int = 1) -> Iterator[list[int]]:
    """So many of the transactions lose against another one."""
    client: Any = connection().client
    call, chance, injected = client._make_api_call, random.Random(seed), list[int]()

    def send(operation: str, arguments: Any) -> Any:
        if operation == "TransactWriteItems" and chance.random() < share:
            injected.append(1)
            reasons = [{"Code": "TransactionConflict"}, *({"Code": "None"} for _ in arguments["TransactItems"][1:])]
            error: Any = {"Error": {"Code": "TransactionCanceledException", "Message": "injected"}, "CancellationReasons": reasons}
            raise ClientError(error, operation)
        return call(operation, arguments)

    client._make_api_call = send
    try:
        yield injected
    finally:
        del client._make_api_call


def numbers(documents: list[Document]) -> list[str]:
    return sorted(one.number for one in documents)


def run(*calls: Callable[[], Document]) -> list[Document]:
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(lambda call: call(), calls))


def test_fifty_at_once_with_conflicts_are_1_to_50(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pauses, "_LONGEST", 0.02)
    with conflicts(0.2) as injected:
        made = run(*(lambda n=n: issued(n) for n in range(50)))
    year = made[0].day[:4]
    assert numbers(made) == [f"INV-{year}-{n:06d}" for n in range(1, 51)]
    assert injected


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Europe/Berlin", datetime(2026, 12, 31, 22, 59, 58, tzinfo=UTC)),
        ("Asia/Shanghai", datetime(2026, 12, 31, 15, 59, 58, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2027, 1, 1, 7, 59, 58, tzinfo=UTC)),
    ],
)
def test_over_new_year_the_old_series_ends_and_the_new_one_begins_with_one(
    zone: str, start: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case 14: midnight is that of the legal entity; 40 invoices and 10 credit notes, a fifth of them told twice."""
    monkeypatch.setattr(pauses, "_LONGEST", 0.02)
    entity = replace(BERLIN, timezone=zone)
    now, calls = clock.now, list[int]()

    def passing() -> datetime:
        calls.append(1)
        return start if len(calls) <= 25 else start + timedelta(seconds=4)

    clock.now = passing
    try:
        kinds = [(n, Kind.CREDIT_NOTE if n % 5 == 0 else Kind.INVOICE) for n in range(50)]
        repeated = [*kinds, *kinds[::5], *kinds[1::5]]
        made = run(*(lambda n=n, kind=kind: issued(n, kind, entity) for n, kind in repeated))
        again_made = [issued(n, entity=entity) for n in range(50)]
    finally:
        clock.now = now
    by_order = {one.order_id: one.number for one in again_made}
    assert all(by_order[one.order_id] == one.number for one in made)
    assert len(set(by_order.values())) == 50
    for name, count in (("INV", 40), ("CN", 10)):
        of_name = [number for number in by_order.values() if number.startswith(name)]
        assert len(of_name) == count
        for year in ("2026", "2027"):
            of_year = sorted(number for number in of_name if f"-{year}-" in number)
            assert of_year == [f"{name}-{year}-{n:06d}" for n in range(1, len(of_year) + 1)]
    assert all(one.number.split("-")[1] == one.day[:4] for one in again_made)
    assert {one.day for one in again_made} == {"2026-12-31", "2027-01-01"}


def test_half_past_eleven_in_greenwich_is_next_year_in_berlin_and_stays_so() -> None:
    with data_bucket():
        with clock.frozen(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
            one = issued(1)
        assert (one.day, one.number) == ("2027-01-01", "INV-2027-000001")
        with clock.frozen(datetime(2028, 6, 1, tzinfo=UTC)):
            assert issued(1) == one
            xml = file_of(one, Form.XML).decode()
    assert "INV-2027-000001" in xml
    assert "2027-01-01" in xml


def test_a_number_that_is_given_in_between_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    others = list[Document]()
    in_between(monkeypatch, issue_module, "last_number", lambda: others.append(issued(2)))
    assert [issued(1).number[-6:], others[0].number[-6:]] == ["000002", "000001"]


def test_a_document_that_is_issued_in_between_is_not_issued_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two messages about one order at once: one document, and no number is lost."""
    in_between(monkeypatch, issue_module, "last_number", lambda: issued(7))
    assert issued(7).number[-6:] == "000001"
    assert issued(8).number[-6:] == "000002"
    assert {one.number[-6:] for one in run(*(lambda: issued(9) for _ in range(8)))} == {"000003"}
    assert issued(10).number[-6:] == "000004"


def test_each_legal_entity_and_each_series_counts_for_itself() -> None:
    other = replace(BERLIN, id="at", invoice_series="AT", credit_series="AT", yearly=False)
    made = [issued(1), issued(2, entity=other), issued(3, Kind.CREDIT_NOTE, other), issued(4, Kind.CREDIT_NOTE)]
    assert [one.number.replace(one.day[:4], "Y") for one in made] == ["INV-Y-000001", "AT-000001", "AT-000002", "CN-Y-000001"]
