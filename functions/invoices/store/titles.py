"""The title book of a customer: one item."""

from __future__ import annotations

from collections.abc import Callable

from functions.invoices.model.title import TitleBook
from functions.invoices.store.records import TITLES_SK, TitleBookRecord, titles_pk
from functions.invoices.store.sealed import titles_body, titles_of
from functions.shared.sealing import key_for
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import locked_put


def title_book(customer_id: str) -> TitleBook:
    return _kept(customer_id)[0]


def change_titles(customer_id: str, change: Callable[[TitleBook], TitleBook], *, remember: Remember[TitleBook]) -> TitleBook:
    """What `change` made of it, however often others are faster. Raises Erased: with no key nothing of a book would be kept."""

    def attempt() -> TitleBook:
        book, version = _kept(customer_id)
        after = change(book)
        key_for(customer_id)
        record = TitleBookRecord(
            pk=titles_pk(customer_id), sk=TITLES_SK, kind="titles", version=version + 1, body=titles_body(customer_id, after)
        )
        transact([locked_put(record, version), *remember(after)])
        return after

    return again(attempt)


def _kept(customer_id: str) -> tuple[TitleBook, int]:
    record = find(TitleBookRecord, titles_pk(customer_id), TITLES_SK)
    return (titles_of(record), int(record.version)) if record else (TitleBook(), 0)
