"""Documents get their numbers: with what they say, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from functions.invoices.model.document import Document, Kind, Party
from functions.invoices.model.due import Draft
from functions.invoices.model.legal_entity import LegalEntity
from functions.invoices.model.series import Series, issue_day, series_on
from functions.invoices.store.documents import Account, account_put, document_of_merchant, document_put
from functions.invoices.store.records import DocumentRecord, document_pk
from functions.invoices.store.series import last_number, numbers_put
from functions.shared.events.contracts.invoices import InvoiceIssued
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass
from functions.shared.store.transactions import Put, Remember, transact


@dataclass(frozen=True)
class Of:
    """What a document says of its order. `prepaid`: how much of an invoice is paid; `delivered_to`: the country, if it is known."""

    order_id: str
    order_number: str
    currency: str
    language: str
    buyer: Party
    prepaid: int
    supplied_at: str = ""
    delivered_to: str = ""
    merchants: tuple[str, ...] = ()


def issue(
    account: Account,
    drafts: Sequence[tuple[Draft, Of]],
    entity: LegalEntity,
    *,
    actor: Actor = SYSTEM,
    remember: Remember[Document] | None = None,
) -> list[Document]:
    """All or none, in this order. The transaction raises Overtaken when others were issued in the same series or for the same order."""
    now = clock.now()
    day = issue_day(now, entity.timezone)
    given, last = Counter[Series](), dict[Series, int]()
    documents = []
    for draft, of in drafts:
        name = entity.credit_series if draft.kind is Kind.CREDIT_NOTE else entity.invoice_series
        series = series_on(day, entity.id, name, yearly=entity.yearly)
        if series not in last:
            last[series] = last_number(series)
        given[series] += 1
        documents.append(_document(draft, of, entity, series.number(last[series] + given[series]), now))
    transact(
        [
            *(numbers_put(series, last[series], count) for series, count in given.items()),
            account_put(account, documents),
            *(document_put(one) for one in documents),
            *(put for one in documents for put in document_of_merchant(one)),
            *(_told(one, actor) for one in documents),
            *(remember(documents[-1]) if remember else ()),
        ]
    )
    for one in documents:
        fact("invoice.issued", invoice_id=one.id, kind=one.kind.value, order_id=one.order_id)
    return documents


def _document(draft: Draft, of: Of, entity: LegalEntity, number: str, now: datetime) -> Document:
    gross, basis = sum(row.gross for row in draft.rows), draft.basis
    supplied = times.parse(of.supplied_at) if of.supplied_at else now
    return Document(
        id=ids.derived_id("inv", of.order_id, draft.cause),
        kind=draft.kind,
        number=number,
        entity_id=entity.id,
        order_id=of.order_id,
        order_number=of.order_number,
        currency=of.currency,
        language=of.language,
        issued_at=times.iso(now),
        day=issue_day(now, entity.timezone).isoformat(),
        supplied_on=issue_day(supplied, entity.timezone).isoformat(),
        seller=entity.seller,
        buyer=of.buyer,
        rows=draft.rows,
        cause=draft.cause,
        prepaid=min(gross, of.prepaid) if draft.kind is Kind.INVOICE else 0,
        basis_id=basis.id if basis else "",
        basis_number=basis.number if basis else "",
        basis_day=basis.day if basis else "",
        delivered_to=of.delivered_to,
        merchants=list(of.merchants),
    )


def _told(one: Document, actor: Actor) -> Put:
    sums = one.sums
    told = InvoiceIssued(one.id, one.number, one.kind.value, one.order_id, one.entity_id, one.currency, sums.gross, sums.tax, one.basis_id)
    return event_put(DocumentRecord, document_pk(one.id), told, subject=one.id, actor=actor, cause="issued")
