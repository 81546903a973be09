"""What is made of a document: once, kept under its digest, and read again the same for ever, whatever changes here or in the shop."""

from __future__ import annotations

import hashlib

from functions.invoices.documents.drawing import drawn
from functions.invoices.documents.ubl import ubl
from functions.invoices.model.document import Document
from functions.invoices.store.file_keys import Form, key_of
from functions.invoices.store.records import FILES_SK, FilesRecord, document_pk
from functions.shared.outside.objects import get_object, put_object
from functions.shared.plain.errors import Unavailable
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find
from functions.shared.store.transactions import put_new, transact

TYPES = {Form.PDF: "application/pdf", Form.XML: "application/xml"}


def keep_files(document: Document, *, just_issued: bool = False) -> FilesRecord:
    """Made, if nobody has made them before. Of two at once the first one's count. `just_issued`: so nobody is asked first."""
    kept = None if just_issued else find(FilesRecord, document_pk(document.id), FILES_SK)
    if kept is not None:
        return kept
    made = {Form.PDF: drawn(document), Form.XML: ubl(document)}
    digests = {form: hashlib.sha256(content).hexdigest() for form, content in made.items()}
    for form, content in made.items():
        put_object(key_of(document, form, digests[form]), content, TYPES[form])
    record = FilesRecord(pk=document_pk(document.id), sk=FILES_SK, kind="files", pdf=digests[Form.PDF], xml=digests[Form.XML])
    try:
        transact([put_new(record, Overtaken())])
    except Overtaken:
        return keep_files(document)
    return record


def file_of(document: Document, form: Form) -> bytes:
    """The bytes as they were made. Raises Unavailable (503 `file_unreadable`) for a file that is gone or is not what it was."""
    kept = keep_files(document)
    digest = kept.pdf if form is Form.PDF else kept.xml
    content = get_object(key_of(document, form, digest))
    if content is None or hashlib.sha256(content).hexdigest() != digest:
        raise Unavailable("The file of the invoice cannot be read.", code="file_unreadable")
    return content
