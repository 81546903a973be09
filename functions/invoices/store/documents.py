"""Documents as they are stored: put once, read by id, by order or by list."""

from __future__ import annotations

from collections.abc import Sequence

from functions.invoices.model.document import Document
from functions.invoices.store.records import (
    ACCOUNT_SK,
    DOCUMENT_SK,
    DOCUMENTS,
    DOCUMENTS_OF,
    AccountRecord,
    DocumentRecord,
    account_pk,
    document_pk,
    number_key,
    order_key,
)
from functions.invoices.store.sealed import document_body, document_of
from functions.shared.plain import ids, pages
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.store.listing import query_all, query_page
from functions.shared.store.owned import OWN, belongs, picked, position_in, read_rows, rows_of
from functions.shared.store.records import find, find_many
from functions.shared.store.shards import Row, listed_page, place, rows
from functions.shared.store.transactions import Put, put_new
from functions.shared.store.versions import locked_put


@dataclass(frozen=True)
class Account:
    """What was issued for an order, the oldest first."""

    order_id: str
    documents: list[Document]
    version: int = 0

    def followed_by(self, issued: list[Document]) -> Account:
        """As it is after the transaction that issued them."""
        return Account(self.order_id, [*self.documents, *issued], self.version + 1)


def account_of(order_id: str) -> Account:
    """Empty for an order of which nothing was issued. A GetItem and a BatchGetItem (one more per 100 documents)."""
    record = find(AccountRecord, account_pk(order_id), ACCOUNT_SK)
    if record is None:
        return Account(order_id, [])
    keys = [(document_pk(id_), DOCUMENT_SK) for id_ in load(list[str], record.body)]
    found = find_many({DocumentRecord: keys})
    return Account(order_id, [document_of(found[(DocumentRecord, *key)]) for key in keys], int(record.version))


def account_put(account: Account, new: list[Document]) -> Put:
    """With more documents. The transaction raises Overtaken when others were issued meanwhile."""
    known = [one.id for one in (*account.documents, *new)]
    record = AccountRecord(pk=account_pk(account.order_id), sk=ACCOUNT_SK, kind="account", version=account.version + 1, body=dump(known))
    return locked_put(record, account.version)


def document_put(document: Document) -> Put:
    position = f"{document.issued_at}#{document.id}"
    listed_pk, listed_sk = place(DOCUMENTS, position, of=document.id)
    return put_new(
        DocumentRecord(
            pk=document_pk(document.id),
            sk=DOCUMENT_SK,
            kind="document",
            body=document_body(document),
            gsi1pk=order_key(document.order_number),
            gsi1sk=position,
            gsi2pk=number_key(document.number),
            gsi2sk=position,
            listed_pk=listed_pk,
            listed_sk=listed_sk,
        )
    )


def document_of_merchant(document: Document) -> list[Put]:
    """What is of one merchant's goods alone stands in their list."""
    if len(document.merchants) != 1:
        return []
    at = f"{document.issued_at}#{document.id}"
    return [belongs(DocumentRecord, document_pk(document.id), DOCUMENT_SK, DOCUMENTS_OF, document.merchants[0], at)]


def sellers_of(document: Document) -> frozenset[str]:
    return frozenset(document.merchants or (OWN,))


def document(document_id: str) -> Document:
    """Raises NotFound."""
    record = find(DocumentRecord, document_pk(document_id), DOCUMENT_SK) if ids.is_id("inv", document_id) else None
    if record is None:
        raise NotFound("There is no such invoice.")
    return document_of(record)


def list_theirs(merchants: frozenset[str], *, limit: int, cursor: str | None) -> pages.Page[Document]:
    """The newest first, those that are of nobody else. Of the shop itself out of the list of all, of merchants by their own."""
    query = {"list": "invoices", "of": sorted(merchants)}

    def read(chunk: Sequence[Row]) -> dict[str, Document]:
        there = ((at, document_of(item)) for at, item in read_rows(DocumentRecord, chunk).items())
        return {at: one for at, one in there if sellers_of(one) <= merchants}

    after = position_in(cursor, query)
    if OWN in merchants:
        found = rows(DocumentRecord, DOCUMENTS, after=after, newest_first=True)
    else:
        found = rows_of(DocumentRecord, DOCUMENTS_OF, merchants, after=after)
    return picked(found, read, limit=limit, query=query)


def list_documents(*, limit: int, cursor: str | None) -> pages.Page[Document]:
    """The newest first. A query per shard and a BatchGetItem."""
    query = {"list": "invoices"}
    page = listed_page(DocumentRecord, DOCUMENTS, query=query, limit=limit, cursor=cursor, newest_first=True)
    return pages.Page([document_of(record) for record in page.data], page.next_cursor)


def find_documents(word: str, *, limit: int, cursor: str | None) -> pages.Page[Document]:
    """Those with this number, else those of the order with this number. Numbers of two legal entities may be the same."""
    if cursor is None and (found := list(query_all(DocumentRecord, number_key(word), index="gsi2"))):
        return pages.Page([document_of(one) for one in found], None)
    query = {"list": "invoices", "order": word}
    page = query_page(DocumentRecord, order_key(word), query=query, limit=limit, cursor=cursor, index="gsi1")
    return pages.Page([document_of(one) for one in page.data], page.next_cursor)
