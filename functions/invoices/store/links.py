"""Face: the papers of an order for its page, as addresses that open them for a while, and what became of its Chinese e-invoices."""

from __future__ import annotations

from datetime import timedelta

from functions.invoices.model.document import Document
from functions.invoices.model.due import current_invoice
from functions.invoices.model.fapiao import CURRENCY, Fapiao, live_blue
from functions.invoices.model.legal_entity import InvoiceSettings, entity_for
from functions.invoices.store.fapiao import find_fapiao
from functions.invoices.store.file_keys import Form, key_of
from functions.invoices.store.records import (
    ACCOUNT_SK,
    DOCUMENT_SK,
    FAPIAO_SK,
    FILES_SK,
    SETTINGS,
    AccountRecord,
    DocumentRecord,
    FapiaoOfOrderRecord,
    FapiaoRecord,
    FilesRecord,
    InvoicesTable,
    account_pk,
    document_pk,
    fapiao_pk,
)
from functions.invoices.store.sealed import document_of, fapiao_of_record
from functions.shared.outside.objects import download_url
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find_many

_LASTS = timedelta(hours=1)


@dataclass(frozen=True)
class PaperLink:
    """`kind`: invoice or credit_note; of an e-invoice `<colour>_<state>`, without `number` and `url` until it is issued."""

    kind: str
    number: str
    url: str


@dataclass(frozen=True)
class Papers:
    """The oldest first, e-invoices last. `may_request`: whether its buyer can request an e-invoice, once the order is paid."""

    links: list[PaperLink]
    may_request: bool = False


def papers_of_order(order_id: str, *, currency: str, country: str) -> Papers:
    """Of those that are made. `country`: where it is delivered. A BatchGetItem; two where something was issued or requested."""
    pk = account_pk(order_id)
    known = find_many({AccountRecord: [(pk, ACCOUNT_SK)], FapiaoOfOrderRecord: [(pk, FAPIAO_SK)], InvoicesTable: [(SETTINGS, SETTINGS)]})
    account, fapiao = known.get((AccountRecord, pk, ACCOUNT_SK)), known.get((FapiaoOfOrderRecord, pk, FAPIAO_SK))
    documents, wanted = load(list[str], account.body) if account else [], load(list[str], fapiao.body) if fapiao else []
    found = find_many(
        {
            DocumentRecord: [(document_pk(one), DOCUMENT_SK) for one in documents],
            FilesRecord: [(document_pk(one), FILES_SK) for one in documents],
            FapiaoRecord: [(fapiao_pk(one), FAPIAO_SK) for one in wanted],
        }
    ) if documents or wanted else {}  # fmt: skip
    issued = [document_of(found[(DocumentRecord, document_pk(one), DOCUMENT_SK)]) for one in documents]
    made = [(one, found.get((FilesRecord, document_pk(one.id), FILES_SK))) for one in issued]
    links = [_document(one, files) for one, files in made if isinstance(files, FilesRecord)]
    e_invoices = [fapiao_of_record(found[(FapiaoRecord, fapiao_pk(one), FAPIAO_SK)]) for one in wanted]
    kept = known.get((InvoicesTable, SETTINGS, SETTINGS))
    settings = load(InvoiceSettings, kept.body) if kept else InvoiceSettings()
    may = currency == CURRENCY and live_blue(e_invoices) is None and _issues_them(settings, issued, country)
    return Papers([*links, *map(_fapiao, e_invoices)], may)


def fapiao_file(fapiao_id: str) -> str:
    """Where its document opens, at the provider's; empty where it has said none. Never in an event: whoever has the link reads it. Raises
    NotFound."""
    return find_fapiao(fapiao_id).file_url


def _issues_them(settings: InvoiceSettings, issued: list[Document], country: str) -> bool:
    invoice = current_invoice(issued)
    entity = entity_for(settings.entities, country)
    if invoice is not None:
        entity = next((one for one in settings.entities if one.id == invoice.entity_id), None)
    return bool(entity and entity.fapiao_provider)


def _document(one: Document, files: FilesRecord) -> PaperLink:
    url = download_url(key_of(one, Form.PDF, files.pdf), lasts=_LASTS, filename=f"{one.number}.pdf")
    return PaperLink(one.kind.value, one.number, url)


def _fapiao(one: Fapiao) -> PaperLink:
    return PaperLink(f"{one.colour.value}_{one.state.value}", one.number, one.file_url)
