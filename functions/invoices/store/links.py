"""Face: the papers of an order for its page, as addresses that open them for a while."""

from __future__ import annotations

from datetime import timedelta

from functions.invoices.store.documents import account_of
from functions.invoices.store.file_keys import Form, key_of
from functions.invoices.store.records import FILES_SK, FilesRecord, document_pk
from functions.shared.outside.objects import download_url
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find_many

_LASTS = timedelta(hours=1)


@dataclass(frozen=True)
class PaperLink:
    kind: str
    number: str
    url: str


def paper_links(order_id: str) -> list[PaperLink]:
    """Those that are made, the oldest first. A GetItem; two BatchGetItems where something was issued."""
    documents = account_of(order_id).documents
    kept = find_many({FilesRecord: [(document_pk(one.id), FILES_SK) for one in documents]}) if documents else {}
    made = [(one, kept.get((FilesRecord, document_pk(one.id), FILES_SK))) for one in documents]
    return [
        PaperLink(one.kind.value, one.number, download_url(key_of(one, Form.PDF, files.pdf), lasts=_LASTS, filename=f"{one.number}.pdf"))
        for one, files in made
        if isinstance(files, FilesRecord)
    ]
